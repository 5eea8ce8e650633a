"""Composed clips with exact captions: true animations on a background, and still pictures set in motion.

Knows cut-outs, backgrounds and words; does not know models or training. Clips are 16 frames at 8 fps, 2 s. Splits as
in scenes.py; besides, "held" has the 3 % of concepts whose true animation training never sees.
"""

import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from nextgpt_core.data import phrases
from nextgpt_core.data.backgrounds import SETTINGS, UNSAID, background
from nextgpt_core.data.canvas import COLOURS, blend, premultiplied, resized
from nextgpt_core.data.corpora.animations import is_held_animation
from nextgpt_core.data.corpora.concepts import Concept
from nextgpt_core.data.scenes import ONLY_STYLE, Pictures, is_held
from nextgpt_core.errors import BadInput, MissingWeights

FPS = 8
NUM_FRAMES = 16
TRUE_SHARE, IDLE_SHARE = 0.45, 0.15  # the second is a share of the rest
IDLE = "idle"  # a still picture swaying a little, for "a clip of ..." things that have no animation
STYLE_SHARES = {"3d": 0.8, "flat": 0.1, "twemoji": 0.1}
# motion -> wordings; the first is what the assistant says, the last of each is kept for held-out captions
MOTIONS = {
    motion: tuple(wording.strip() for wording in wordings.split("|"))
    for motion, wordings in {
        "moves left": """moving left | moving to the left | sliding to the left | going left | walking left
            | running off to the left | flying to the left | rolling leftward | crossing from the right to the left
            | marching towards the left | passing by leftwards | drifting leftwards""",
        "moves right": """moving right | moving to the right | sliding to the right | going right | walking right
            | running off to the right | flying to the right | rolling rightward | crossing from the left to the right
            | marching towards the right | passing by rightwards | drifting rightwards""",
        "moves up": """moving up | moving upwards | rising | going up | flying up into the air | ascending | soaring up
            | lifting off upward | moving from the bottom up to the top | being pulled up | levitating
            | going towards the top""",
        "moves down": """moving down | moving downwards | falling | going down | coming down | descending
            | falling downward | diving down | moving from the top down to the bottom | being lowered | tumbling down
            | going towards the bottom""",
        "spins": """spinning | spinning around | rotating | going round in circles | revolving | making a pirouette
            | rotating about its middle | spinning like a top | doing a somersault | swirling | rolling over once
            | turning round and round""",
        "grows": """growing | getting bigger | getting larger and larger | growing larger | expanding | inflating
            | growing from small to large | coming closer and closer | increasing in size | enlarging
            | blowing up like a balloon | becoming big""",
        "shrinks": """shrinking | getting smaller | getting smaller and smaller | shrinking down | contracting
            | deflating | shrinking from large to small | going farther and farther away | decreasing in size
            | diminishing | vanishing into the distance | becoming little""",
        "bounces": """bouncing | bouncing up and down | jumping up and down | jumping | hopping | skipping up and down
            | springing up again and again | bouncing on the ground | jumping for joy | bobbing up and down
            | hopping around | hopping again and again""",
        "shakes": """shaking | shaking from side to side | trembling | vibrating | shivering | quivering left and right
            | shaking to and fro | rattling | rocking from side to side | swinging left and right quickly | jittering
            | wobbling quickly""",
    }.items()
}
_OPENINGS = ("{}", "{}", "a clip of {}", "a video of {}", "an animation of {}", "a short video of {}")
_HELD_OPENINGS = ("footage of {}", "a two second movie of {}")


@dataclass(frozen=True)
class ClipPlan:
    """The facts of one clip. `motion` is None for the concept's true animation, IDLE, or a key of MOTIONS.

    `background` is as in Scene; `variation` decides the unsaid: sizes, shifts, tones, where the loop begins.
    """

    style: str
    concept: str
    names: tuple[str, ...]
    motion: str | None
    background: str
    variation: int


class Animations:
    """The true animations on disk, memory-mapped. Raises MissingWeights when the corpus is not built."""

    def __init__(self, folder: Path | str = "corpora/animations"):
        items = Path(folder) / "items.jsonl"
        if not items.is_file():
            raise MissingWeights(
                f"{items} is not there. Build it with: python -m nextgpt_core.data.corpora --parts animations"
            )
        self.items = [json.loads(line) for line in items.read_text("utf-8").splitlines()]
        self._rows = {item["concept"]: item["row"] for item in self.items}
        self._clips = np.load(Path(folder) / "clips.npy", mmap_mode="r")

    def clip(self, concept: str) -> np.ndarray:
        """uint8 [16, 96, 96, 4] straight-alpha RGBA, read-only. Raises BadInput for an unknown concept."""
        if concept not in self._rows:
            raise BadInput(f"There is no animation of {concept!r}; {len(self._rows)} concepts have one.")
        return self._clips[self._rows[concept]]


def draw_clip(rng: random.Random, concepts: Sequence[Concept], split: str = "train") -> ClipPlan:
    """Draws the facts of one clip. Raises BadInput for an unknown split."""
    if split not in ("train", "held", *ONLY_STYLE):
        raise BadInput(f"Unknown split {split!r}; expected train, held, held_style or eval.")
    animated = [concept for concept in concepts if concept.animated]
    if animated and split not in ONLY_STYLE and rng.random() < TRUE_SHARE:
        motion, concepts = None, animated
    else:
        motion = IDLE if rng.random() < IDLE_SHARE else rng.choice(list(MOTIONS))
    if split in ONLY_STYLE:
        style = ONLY_STYLE[split]
    else:
        style = "3d" if motion in (None, IDLE) else rng.choices(list(STYLE_SHARES), list(STYLE_SHARES.values()))[0]
    while True:
        concept = rng.choice(concepts)
        behind = rng.choices((*UNSAID, "colour", "setting"), (0.45, 0.15, 0.1, 0.22, 0.08))[0]
        behind = (
            rng.choice(list(COLOURS if behind == "colour" else SETTINGS)) if behind in ("colour", "setting") else behind
        )
        plan = ClipPlan(style, concept.concept, concept.names, motion, behind, rng.getrandbits(30))
        if split in ONLY_STYLE or _is_held_plan(plan) == (split == "held"):
            return plan


def _is_held_plan(plan: ClipPlan) -> bool:
    if plan.motion is None and is_held_animation(plan.concept):
        return True
    if plan.background in SETTINGS and is_held(plan.concept, "in", plan.background):
        return True
    if plan.background in COLOURS and plan.background != "white" and is_held(plan.concept, "on", plan.background):
        return True
    return plan.motion in MOTIONS and is_held(plan.concept, plan.motion)


def paint_clip(
    plan: ClipPlan, pictures: Pictures, animations: Animations, size_px: int = 96, num_frames: int = NUM_FRAMES
) -> np.ndarray:
    """The frames of `plan`: uint8 [num_frames, size_px, size_px, 3]. The same plan always gives the same pixels."""
    clip = np.repeat(background(plan.background, plan.variation, size_px)[None], num_frames, 0)
    source = None if plan.motion is None else premultiplied(pictures.cutout(plan.style, plan.concept))
    for number, (x, y, side, angle) in enumerate(poses(plan, num_frames)):
        cutout = source or _animated(plan, animations, number, num_frames)
        drawn = resized(cutout, round(side * size_px))
        if angle:
            drawn = np.asarray(Image.fromarray(drawn, "RGBa").rotate(-angle, Image.BILINEAR, expand=True))
        blend(clip[number], drawn, x * size_px, y * size_px)
    return clip


def _animated(plan: ClipPlan, animations: Animations, number: int, num_frames: int) -> Image.Image:
    source = animations.clip(plan.concept)
    return premultiplied(source[number * len(source) // num_frames])


def poses(plan: ClipPlan, num_frames: int = NUM_FRAMES) -> np.ndarray:
    """Where the cut-out of `plan` is in every frame: float64 [num_frames, 4], its centre x and y and its side as shares
    of the picture's side (y downwards), and degrees turned clockwise.

    In the middle frame, which stands for the clip as a picture, it is large, upright and near the middle (in a setting
    a true animation stands on the ground): a picture decoder has to be able to draw it before anything moves. The
    path of a true animation stands still: it moves by itself.
    """
    rng = random.Random(plan.variation)
    numbers = np.arange(num_frames)
    later = (numbers - num_frames // 2) / num_frames  # -0.5 to just below 0.5, the middle frame 0
    path = np.tile((0.5, 0.5, 0.0, 0.0), (num_frames, 1))
    x, y, side, angle = path.T
    if plan.motion is None:
        side[:] = rng.uniform(0.62, 0.74) if plan.background in SETTINGS else rng.uniform(0.86, 0.98)
        y[:] = 0.58 if plan.background in SETTINGS else 0.5
        return path
    share, far = rng.uniform(0.58, 0.66), rng.uniform(0.32, 0.4)
    side[:] = share
    if plan.motion in _DIRECTIONS:
        across, down = _DIRECTIONS[plan.motion]
        x += across * far * later
        y += down * far * later
    elif plan.motion in ("grows", "shrinks"):
        side[:] = 0.65 + 0.6 * later * (1 if plan.motion == "grows" else -1)
    elif plan.motion == "bounces":  # twice, and half-way up in the middle frame
        y += 0.15 - 0.3 * np.abs(np.sin(math.pi * (2 * later + 1 / 6)))
    elif plan.motion == "shakes":
        x += 0.07 * np.sin(2 * math.pi * 4 * later)
    elif plan.motion == "spins":
        angle += 360 * later  # one turn a loop
    elif plan.motion == IDLE:
        side[:] = 0.86 - 0.05 * np.sin(2 * math.pi * later)
        y -= 0.025 * np.cos(2 * math.pi * later)
    return path


def relative_path(plan: ClipPlan, num_frames: int = NUM_FRAMES) -> np.ndarray:
    """The path of `plan` against its middle frame: float64 [num_frames, 4], shift across and down as shares of the
    picture's side, natural logarithm of the scale, whole turns clockwise."""
    path = poses(plan, num_frames)
    middle = path[num_frames // 2]
    x, y, _, angle = (path - middle).T
    return np.stack([x, y, np.log(path[:, 2] / middle[2]), angle / 360], -1)


_DIRECTIONS = {"moves left": (-1, 0), "moves right": (1, 0), "moves up": (0, -1), "moves down": (0, 1)}


def describe_clip(plan: ClipPlan, rng: random.Random, split: str = "train") -> str:
    """A short lower-case caption that is true of `plan`; split "held" uses wordings training never sees."""
    held = split == "held"
    name = phrases.pick_name(plan.names, rng)
    text = phrases.with_article(name)
    if plan.style != "3d" and rng.random() < 0.8:
        openings = phrases.HELD_STYLE_OPENINGS if held else phrases.STYLE_OPENINGS
        text = rng.choice(openings[plan.style]).format(text)
    if plan.motion in MOTIONS:
        wordings = MOTIONS[plan.motion]
        text = f"{text} {wordings[-1] if held else rng.choice(wordings[:-1])}"
        text = rng.choice(_HELD_OPENINGS if held else _OPENINGS).format(text)
    elif held:
        text = rng.choice(_HELD_OPENINGS).format(text)
    else:
        animated = phrases.with_article(f"animated {name}")
        openings = (animated, animated, f"an animation of {text}", f"a clip of {text}", f"a video of {text}")
        text = rng.choice(openings)
    return text + phrases.said_background(plan.background, rng, split)
