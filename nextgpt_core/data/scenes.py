"""Composed pictures with exact captions: facts are drawn first, then painted and described from the same facts.

Knows cut-out pictures, backgrounds and words; does not know models or training. Splits: "train"; "held" (the 5 % of
combinations and the wordings that training never sees); "held_style" (noto) and "eval" (openmoji), unseen styles.
"""

import json
import random
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nextgpt_core.data import phrases
from nextgpt_core.data.backgrounds import SETTINGS, UNSAID, background
from nextgpt_core.data.canvas import COLOURS, blend, premultiplied, recoloured, resized
from nextgpt_core.data.corpora.concepts import Concept
from nextgpt_core.errors import BadInput, MissingWeights

STYLE_SHARES = {"3d": 0.6, "flat": 0.2, "twemoji": 0.2}
ONLY_STYLE = {"held_style": "noto", "eval": "openmoji"}
KIND_SHARES = {"plain": 40, "background": 12, "colour": 12, "place": 7, "count": 12, "pair": 11, "setting": 6}
SIZES = {"tiny": 0.24, "small": 0.38, "large": 0.92}
POSITIONS = {
    "on the left": (0.27, 0.5),
    "on the right": (0.73, 0.5),
    "at the top": (0.5, 0.27),
    "at the bottom": (0.5, 0.73),
    "in the top left corner": (0.25, 0.25),
    "in the top right corner": (0.75, 0.25),
    "in the bottom left corner": (0.25, 0.75),
    "in the bottom right corner": (0.75, 0.75),
}
RELATIONS = {
    "to the left of": ((0.26, 0.5), (0.74, 0.5)),
    "to the right of": ((0.74, 0.5), (0.26, 0.5)),
    "above": ((0.5, 0.26), (0.5, 0.74)),
    "below": ((0.5, 0.74), (0.5, 0.26)),
    "next to": ((0.26, 0.5), (0.74, 0.5)),
}
_COUNT_PLACES = {
    2: (0.47, ((0.26, 0.5), (0.74, 0.5))),
    3: (0.44, ((0.27, 0.73), (0.5, 0.27), (0.73, 0.73))),
    4: (0.44, ((0.26, 0.26), (0.74, 0.26), (0.26, 0.74), (0.74, 0.74))),
}
_ROWS = {1: (0.49, (0.5,)), 2: (0.43, (0.27, 0.73)), 3: (0.32, (0.18, 0.5, 0.82)), 4: (0.24, (0.14, 0.38, 0.62, 0.86))}
"""Of a thing in one half of a picture, so many times: its share of the side, and its places along the half."""
_COLOURABLE = re.compile(
    "^(animal|plant-flower|food-fruit|food-vegetable|food-sweet|dishware|transport|place-building|clothing|household|tool"
    "|musical-instrument|phone|computer|light & video|writing|book-paper|sport|game|hotel|science)"
)
_COUNTABLE = ("Animals & Nature", "Food & Drink", "Travel & Places", "Activities", "Objects")
_COLOUR_WORD = re.compile(r"\b(" + "|".join([*COLOURS, "grey", "golden", "polar", "zebra", "panda"]) + r")\b")


@dataclass(frozen=True)
class SceneObject:
    """One thing in a scene. `colour`, `size`, `position` are None unless the caption says them; `count` is 1-4."""

    concept: str
    names: tuple[str, ...]
    colour: str | None = None
    size: str | None = None
    position: str | None = None
    count: int = 1


@dataclass(frozen=True)
class Scene:
    """The facts of one picture. `background` is "plain", "soft" or "gradient" (unsaid), a colour, or a setting.

    `relation` places the first object against the second; `variation` decides the unsaid: exact sizes, shifts, tones.
    Without objects it is the background alone.
    """

    style: str
    objects: tuple[SceneObject, ...]
    background: str
    relation: str | None
    variation: int


class Pictures:
    """The cut-outs on disk, memory-mapped. Raises MissingWeights when the corpus is not built."""

    def __init__(self, folder: Path | str = "corpora/pictures"):
        items = Path(folder) / "items.jsonl"
        if not items.is_file():
            raise MissingWeights(
                f"{items} is not there. Build it with: python -m nextgpt_core.data.corpora --parts pictures"
            )
        self.items = [json.loads(line) for line in items.read_text("utf-8").splitlines()]
        self._rows = {(item["style"], item["concept"]): item["row"] for item in self.items}
        self._arrays = {
            s: np.load(Path(folder) / f"{s}.npy", mmap_mode="r") for s in sorted({s for s, _ in self._rows})
        }

    def cutout(self, style: str, concept: str) -> np.ndarray:
        """uint8 [160, 160, 4] straight-alpha RGBA, read-only. Raises BadInput for an unknown style or concept."""
        if (style, concept) not in self._rows:
            raise BadInput(f"There is no {style!r} picture of {concept!r}; styles are {', '.join(self._arrays)}.")
        return self._arrays[style][self._rows[style, concept]]

    def has(self, style: str, concept: str) -> bool:
        return (style, concept) in self._rows


def is_held(*combination: str) -> bool:
    """True for the fixed 5 % of combinations (concept with colour, background or second concept) kept from training."""
    return zlib.crc32("|".join(combination).encode()) % 20 == 0


def is_colourable(concept: Concept) -> bool:
    """True where "a blue ..." makes sense and the name does not already say a colour."""
    return bool(_COLOURABLE.search(concept.subcategory)) and not any(_COLOUR_WORD.search(n) for n in concept.names)


def is_countable(concept: Concept) -> bool:
    """True where "three ..." makes sense."""
    return concept.category in _COUNTABLE and phrases.can_be_counted(concept.concept)


def draw_scene(
    rng: random.Random, concepts: Sequence[Concept], split: str = "train", kinds: Mapping[str, float] = KIND_SHARES
) -> Scene:
    """Draws the facts of one picture; `kinds`: how often each kind of KIND_SHARES. Raises BadInput for an unknown
    split."""
    if split not in ("train", "held", *ONLY_STYLE):
        raise BadInput(f"Unknown split {split!r}; expected train, held, held_style or eval.")
    if split in ONLY_STYLE:
        style = ONLY_STYLE[split]
    else:
        style = rng.choices(list(STYLE_SHARES), list(STYLE_SHARES.values()))[0]
    kind = rng.choices(list(kinds), list(kinds.values()))[0]
    while True:
        scene, combination = _draw(kind, style, rng, concepts)
        if scene is not None and (
            combination is None or split in ONLY_STYLE or is_held(*combination) == (split == "held")
        ):
            return scene


def _draw(kind: str, style: str, rng: random.Random, concepts: Sequence[Concept]):
    """One candidate and the combination that decides its split; (None, None) when the concept suits the kind badly."""
    concept = rng.choice(concepts)
    thing = {"concept": concept.concept, "names": concept.names}
    behind = rng.choices(UNSAID, (0.6, 0.25, 0.15))[0]
    relation, combination, others = None, None, ()
    if kind == "background":
        behind = rng.choice(list(COLOURS))
        combination = (concept.concept, "on", behind)
        if behind == "white":
            combination = None  # the same picture as the plain one: nothing to hold out
    elif kind == "setting":
        behind = rng.choice(list(SETTINGS))
        combination = (concept.concept, "in", behind)
    elif kind == "colour":
        if not is_colourable(concept):
            return None, None
        thing["colour"] = rng.choice(list(COLOURS))
        combination = (concept.concept, thing["colour"])
        if thing["colour"] == "white" and behind == "plain":
            behind = "gradient"
    elif kind == "place":
        chosen = rng.random()
        thing["size"] = rng.choice(list(SIZES)) if chosen < 0.5 else None
        thing["position"] = rng.choice(list(POSITIONS)) if chosen >= 0.5 else None
    elif kind == "count":
        if not is_countable(concept):
            return None, None
        thing["count"] = rng.choice((2, 3, 4))
        combination = (concept.concept, str(thing["count"]))
    elif kind == "pair":
        second = rng.choice(concepts)
        if second.concept == concept.concept:
            return None, None
        others = (SceneObject(second.concept, second.names),)
        relation = rng.choice(list(RELATIONS))
        combination = tuple(sorted((concept.concept, second.concept)))
    return Scene(style, (SceneObject(**thing), *others), behind, relation, rng.getrandbits(30)), combination


def paint(scene: Scene, pictures: Pictures, size_px: int = 128) -> np.ndarray:
    """The picture of `scene`: uint8 [size_px, size_px, 3]. The same scene always gives the same pixels."""
    rng = random.Random(scene.variation)
    canvas = background(scene.background, scene.variation, size_px)
    for item, (share, x, y) in places(scene, rng):
        cutout = pictures.cutout(scene.style, item.concept)
        if item.colour is not None:
            cutout = recoloured(cutout, item.colour)
        blend(canvas, resized(premultiplied(cutout), round(share * size_px)), x * size_px, y * size_px)
    return canvas


def places(scene: Scene, rng: random.Random) -> list[tuple[SceneObject, tuple[float, float, float]]]:
    """(object, (share of the side, centre x, centre y)) for everything to be painted, back to front."""

    def near(value: float, spread: float) -> float:
        return value + rng.uniform(-spread, spread)

    if not scene.objects:
        return []
    first = scene.objects[0]
    if len(scene.objects) > 1 and (scene.relation is None or any(item.count > 1 for item in scene.objects)):
        return [(item, (near(share, 0.02), near(x, 0.01), near(y, 0.01))) for item, share, x, y in _several(scene)]
    if scene.relation is not None:
        spots = RELATIONS[scene.relation]
        if scene.relation == "next to" and rng.random() < 0.5:
            spots = spots[::-1]
        return [
            (o, (near(0.49, 0.03), near(x, 0.01), near(y, 0.02)))
            for o, (x, y) in zip(scene.objects, spots, strict=True)
        ]
    if first.count > 1:
        share, spots = _COUNT_PLACES[first.count]
        return [(first, (near(share, 0.02), near(x, 0.015), near(y, 0.015))) for x, y in spots]
    if first.position is not None:
        x, y = POSITIONS[first.position]
        return [(first, (near(0.45, 0.05), near(x, 0.02), near(y, 0.02)))]
    if first.size is not None:
        share = near(SIZES[first.size], 0.03)
        free = max(0.0, (1 - share) / 2 - 0.02)
        return [(first, (share, near(0.5, min(free, 0.12)), near(0.5, min(free, 0.12))))]
    if scene.background in SETTINGS:
        floating = scene.background in ("space", "under water")
        return [(first, (near(0.64, 0.06), near(0.5, 0.06), near(0.5 if floating else 0.6, 0.03)))]
    share = near(0.92, 0.06)  # the cut-outs carry 4 % of margin themselves
    return [(first, (share, near(0.5, 0.02), near(0.5, 0.02)))]


def _several(scene: Scene) -> list[tuple[SceneObject, float, float, float]]:
    """(object, share of the side, centre x, centre y): things that are related take a half of the picture each; more
    than two kinds go where so many of one kind would."""
    if scene.relation is None:
        items = [item for item in scene.objects for _ in range(item.count)]
        share, spots = _COUNT_PLACES[len(items)]
        if len(items) == 3:
            spots = tuple((x, 1 - y) for x, y in (spots[0], spots[2], spots[1]))  # two above, the last below
        return [(item, share, x, y) for item, (x, y) in zip(items, spots, strict=True)]
    rows = []
    for item, (x, y) in zip(scene.objects, RELATIONS[scene.relation], strict=True):
        share, along = _ROWS[item.count]
        rows += [(item, share, x, each) if y == 0.5 else (item, share, each, y) for each in along]
    return rows


def describe(scene: Scene, rng: random.Random, split: str = "train") -> str:
    """A short lower-case caption that is true of `scene`; split "held" uses wordings training never sees."""
    held = split == "held"
    first = scene.objects[0]
    name = phrases.pick_name(first.names, rng)
    if first.count > 1:
        if not phrases.can_be_counted(name):
            name = first.names[0]
        adjective = f"{first.colour} " if first.colour else ""
        text = f"{phrases.COUNTS[first.count]} {adjective}{phrases.plural(name)}"
    else:
        text = phrases.with_article(" ".join(word for word in (first.size, first.colour, name) if word))
    if scene.relation is not None:
        relation = (
            rng.choice(("beside", "side by side with") if held else ("next to", "and"))
            if scene.relation == "next to"
            else scene.relation
        )
        text = f"{text} {relation} {phrases.with_article(phrases.pick_name(scene.objects[1].names, rng))}"
    if first.position is not None:
        text = f"{text}, placed {first.position}" if held else f"{text} {first.position}"
    return phrases.opened(text, scene.style, rng, split) + phrases.said_background(scene.background, rng, split)
