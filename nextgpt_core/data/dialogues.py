"""Whole conversations: steps of switching.py in a row, and questions about what was shown or made.

Knows how often which step comes; the steps themselves are the dialogue's.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from nextgpt_core.data import questions
from nextgpt_core.data.asking import ask_for, assistant, telling_seen, user
from nextgpt_core.data.catalogue import Catalogue
from nextgpt_core.data.switching import Dialogue
from nextgpt_core.data.wants import draw_clip, draw_picture

STEPS: tuple[tuple[Callable[[Dialogue], bool], float], ...] = (
    (Dialogue.to_video, 12),
    (Dialogue.moved, 9),
    (Dialogue.to_audio, 16),
    (Dialogue.to_film, 14),
    (Dialogue.to_several, 14),
    (Dialogue.to_image, 15),
    (Dialogue.again, 6),
    (Dialogue.first, 4),
    (Dialogue.recoloured, 9),
    (Dialogue.elsewhere, 7),
    (Dialogue.counted, 5),
    (Dialogue.restyled, 4),
    (Dialogue.rearranged, 3),
    (Dialogue.other, 11),
    (Dialogue.told, 9),
    (Dialogue.about, 5),
    (Dialogue.asked_detail, 14),
    (Dialogue.refused, 10),
    (Dialogue.remarked, 4),
    (Dialogue.thanked, 6),
    (Dialogue.plain, 7),
)


def draw_switching(rng: random.Random, catalogue: Catalogue) -> list[dict]:
    """The turns of one conversation with 2-4 exchanges; the same step never comes twice in a row."""
    dialogue = Dialogue(rng, catalogue)
    dialogue.start()
    wanted = rng.choices((2, 3, 4), (40, 40, 20))[0]
    before = None
    while len(dialogue.turns) < 2 * wanted:
        step = rng.choices([step for step, _ in STEPS], [weight for _, weight in STEPS])[0]
        if step is not before and step(dialogue):
            before = step
    return dialogue.turns


def draw_asking(rng: random.Random, catalogue: Catalogue) -> list[dict]:
    """Something shown or made of which much can be told, and questions about it: "what colour was it?"."""
    dialogue = Dialogue(rng, catalogue)
    kind = rng.choices(("picture", "clip", "image", "video", "audio"), (36, 8, 36, 10, 10))[0]
    if kind in ("picture", "clip"):
        want = draw_picture(rng, catalogue, stated=True) if kind == "picture" else draw_clip(rng, catalogue)
        dialogue.make(ask_for(want, rng, catalogue.split), want, (want.concept, want.label))
    else:
        seen = telling_seen(rng, catalogue, kind)
        asked, answer = questions.what(seen, rng, catalogue.split)
        dialogue.turns += [
            user(asked, seen.item, after=rng.random() < 0.2),
            assistant(answer),
        ]
        dialogue.shown = seen
    dialogue.asked_detail()
    return dialogue.turns
