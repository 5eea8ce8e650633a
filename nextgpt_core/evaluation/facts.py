"""The facts a suite may expect of a medium: their names, the words they take, and how each is measured.

Joins the measures of pictures, clips and sounds to parts of an answer. Knows no model and no suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.corpora.tunes import REGISTERS, SCALES, TEMPOS
from nextgpt_core.errors import BadInput
from nextgpt_core.evaluation import clip_facts, picture_facts, sound_facts
from nextgpt_core.media import Audio, Image, Modality, Part, Video


@dataclass(frozen=True)
class Fact:
    """One fact: the media it is measured on, the words it takes (none: a whole number from 1), and its measure."""

    media: tuple[Modality, ...]
    words: tuple[str, ...]
    measure: Callable[[Any], str | int | None]


def _pixels(part: Image | Video):
    """uint8 [H, W, 3]: the picture, or the middle frame of the clip."""
    return part.pixels if isinstance(part, Image) else part.frames[len(part.frames) // 2]


_SEEN = (Modality.IMAGE, Modality.VIDEO)
FACTS = {
    "colour": Fact(_SEEN, tuple(COLOURS), lambda part: picture_facts.main_colour(_pixels(part))),
    "background": Fact(_SEEN, tuple(COLOURS), lambda part: picture_facts.background_colour(_pixels(part))),
    "count": Fact((Modality.IMAGE,), (), lambda part: picture_facts.count(part.pixels)),
    "place": Fact((Modality.IMAGE,), picture_facts.PLACES, lambda part: picture_facts.place(part.pixels)),
    "motion": Fact((Modality.VIDEO,), clip_facts.MOTIONS, lambda part: clip_facts.motion(part.frames)),
    "events": Fact((Modality.AUDIO,), (), lambda part: sound_facts.events(part.samples, part.rate_hz)),
    "tempo": Fact((Modality.AUDIO,), tuple(TEMPOS), lambda part: sound_facts.tempo(part.samples, part.rate_hz)),
    "register": Fact(
        (Modality.AUDIO,), tuple(REGISTERS), lambda part: sound_facts.register(part.samples, part.rate_hz)
    ),
    "mood": Fact((Modality.AUDIO,), tuple(SCALES), lambda part: sound_facts.mood(part.samples, part.rate_hz)),
}


def check_fact(name: str, value: Any) -> None:
    """Raises BadInput when there is no fact of that name, or when it cannot have that value."""
    if name not in FACTS:
        raise BadInput(f'"facts" has the unknown key {name!r}; known are {", ".join(FACTS)}.')
    words = FACTS[name].words
    if words and value not in words:
        raise BadInput(f'the fact "{name}" must be one of {", ".join(words)}, got {value!r}.')
    if not words and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise BadInput(f'the fact "{name}" must be a whole number from 1, got {value!r}.')


def measured(parts: list[Part], name: str) -> list[str | int | None]:
    """What the fact `name` is in each of the parts that can have it, in their order; None: it cannot be told."""
    fact = FACTS[name]
    return [fact.measure(part) for part in parts if part.modality in fact.media]


def flaws(part: Part) -> dict[str, float | None]:
    """What is wrong with a clip or sound whatever was asked for: its flicker; its clipping and silence. 0 to 1 each."""
    if isinstance(part, Video):
        return {"flicker": clip_facts.flicker(part.frames)}
    if isinstance(part, Audio):
        return {
            "clipping": sound_facts.clipping(part.samples),
            "silence": sound_facts.silence(part.samples, part.rate_hz),
        }
    return {}
