"""Scenes taken apart: every thing alone and what lies behind, each with a caption of its own, and where it goes.

A picture decoder that draws one layer at a time is trained on these pictures only. Knows scenes, clips and words; does
not know models or training.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nextgpt_core.data import phrases
from nextgpt_core.data.backgrounds import SETTINGS, UNSAID
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.corpora.concepts import Concept
from nextgpt_core.data.motions import NUM_FRAMES, ClipPlan, poses
from nextgpt_core.data.scenes import Scene, SceneObject, describe, draw_scene, places

EMPTY_SHARE = 0.1
LONE_KINDS = {"plain": 0.5, "colour": 0.5}
MOST_COPIES, MOST_THINGS = 4, 3
PLACES = MOST_THINGS * MOST_COPIES
MAIN_STYLE = "3d"
"""The style of a picture whose caption names none."""


def draw_layer(rng: random.Random, concepts: Sequence[Concept], split: str = "train") -> Scene:
    """The facts of one layer: a lone thing as it comes or in a said colour, or a background with nothing in front."""
    if rng.random() >= EMPTY_SHARE:
        return draw_scene(rng, concepts, split, LONE_KINDS)
    kind = rng.choice((UNSAID, tuple(COLOURS), tuple(SETTINGS)))
    return Scene(MAIN_STYLE, (), rng.choice(kind), None, rng.getrandbits(30))


def describe_layer(layer: Scene, rng: random.Random, split: str = "train") -> str:
    """A caption that is true of `layer`, as in `describe`."""
    return describe(layer, rng, split) if layer.objects else background_caption(layer.background)


def thing_caption(item: SceneObject, style: str) -> str:
    """The plainest caption of one thing of a scene: its first name, its colour, its style."""
    name = phrases.with_article(" ".join(word for word in (item.colour, item.names[0]) if word))
    return name if style == MAIN_STYLE else phrases.STYLE_OPENINGS[style][0].format(name)


def background_caption(background: str) -> str:
    """The plainest caption of a background with nothing in front."""
    return f"an empty scene{phrases.said_background(background, random.Random(0), 'train')}"


@dataclass(frozen=True)
class Asked:
    """What the layers of one caption are: `concept`, that of the first thing, or "background"; `things`, each as the
    plainest caption of it alone; `background` as in Scene; `boxes`, a thing's number, its share of the side and its
    centre across and down, for everything that is shown."""

    caption: str
    concept: str
    things: tuple[str, ...]
    background: str
    boxes: tuple[tuple[int, float, float, float], ...]


def asked_of_scene(scene: Scene, caption: str) -> Asked:
    if not scene.objects:
        return Asked(caption, "background", (background_caption(scene.background),), scene.background, ())
    style = said_style(scene.style, caption)
    if scene.relation == "next to":  # of two sides that are as good as each other, always the same
        scene = replace(scene, relation="to the left of")
    boxes = [(scene.objects.index(item), *box) for item, box in places(scene, random.Random(scene.variation))]
    things = tuple(thing_caption(item, style) for item in scene.objects)
    return Asked(caption, scene.objects[0].concept, things, scene.background, tuple(boxes))


def asked_of_clip(plan: ClipPlan, caption: str) -> Asked:
    """Of the middle frame of a clip, from which its movement starts."""
    thing = thing_caption(SceneObject(plan.concept, plan.names), said_style(plan.style, caption))
    x, y, side, _ = poses(plan)[NUM_FRAMES // 2]
    return Asked(caption, plan.concept, (thing,), plan.background, ((0, side, x, y),))


def boxes_of(each: Asked) -> np.ndarray:
    """float32 [PLACES, 4]: 1 where a place is taken, share of the side, centre across and down. MOST_COPIES places are
    for copies of the first thing, as many for those of the second, and so on."""
    table, taken = np.zeros((PLACES, 4), np.float32), [thing * MOST_COPIES for thing in range(MOST_THINGS)]
    for thing, *box in each.boxes:
        table[taken[thing]] = (1, *box)
        taken[thing] += 1
    return table


def said_style(style: str, caption: str) -> str:
    """`style` if `caption` names it, else MAIN_STYLE: nobody can draw a style that was not asked for."""
    openings = (*phrases.STYLE_OPENINGS[style], *phrases.HELD_STYLE_OPENINGS[style])
    return style if any(opening.partition("{")[0] in caption for opening in openings) else MAIN_STYLE
