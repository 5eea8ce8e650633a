"""Scenes taken apart: every thing alone and what lies behind, each with a caption of its own.

A picture decoder that draws one layer at a time needs these pictures only; where the layers go is said by `places` of
scenes.py. Knows scenes and words; does not know models or training.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from nextgpt_core.data import phrases
from nextgpt_core.data.backgrounds import SETTINGS, UNSAID
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.corpora.concepts import Concept
from nextgpt_core.data.scenes import Scene, SceneObject, describe, draw_scene

EMPTY_SHARE = 0.1
LONE_KINDS = {"plain": 0.5, "colour": 0.5}
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


def said_style(scene: Scene, caption: str) -> str:
    """The style that `caption` of `scene` names, or MAIN_STYLE: nobody can draw a style that was not asked for."""
    for openings in (phrases.STYLE_OPENINGS, phrases.HELD_STYLE_OPENINGS):
        if caption.startswith(tuple(opening.partition("{")[0] for opening in openings[scene.style])):
            return scene.style
    return MAIN_STYLE
