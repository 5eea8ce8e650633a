"""Turns of plain talk: questions that the untouched language model answers, small talk, remarks, what cannot be known.

Knows the catalogue's plain talk and wordings; no medium comes of any of it.
"""

from __future__ import annotations

import random

from nextgpt_core.data import abilities, phrases, remarks, small_talk
from nextgpt_core.data.asking import assistant, user
from nextgpt_core.data.catalogue import Catalogue, spoken_names
from nextgpt_core.data.misspelling import careless
from nextgpt_core.data.words_only import words_only

_CANNOT_SHARE = 0.3  # of the same, what nobody could know or do from here
_TALK_SHARE = 0.55  # of T->T turns answered by the untouched language model; the others are written by hand
_CARELESS_SHARE = 0.35
"""Of T->T turns, those typed anyhow. Where only wishes come so, a question that does is taken for one."""
_WORDS_ONLY_SHARE = 0.16
"""Of questions that the untouched language model answers, those that say that words are all they want."""
_LONGER_SHARE = 0.5
"""Of answers of the untouched language model, those it gives less surely and at greater length: alone, its likeliest
words would teach the tuned one to stop after a sentence, and leave it free to drift wherever people write otherwise."""
_REMARK_SHARE = 0.34  # of the hand-written rest of T->T turns


def draw_plain(rng: random.Random, catalogue: Catalogue) -> list[dict]:
    """One exchange, or a few."""
    turns: list[dict] = []
    for _ in range(rng.choices((1, 2, 3), (70, 23, 7))[0]):
        if rng.random() < _TALK_SHARE:
            asked, answer = answered(rng, catalogue)
            if asked.endswith("?") and rng.random() < _WORDS_ONLY_SHARE:
                asked = words_only(asked, rng)
        else:
            kind = rng.random()
            if kind < _CANNOT_SHARE:
                asked, answer = abilities.draw(rng, shown=False)
            elif kind < _CANNOT_SHARE + _REMARK_SHARE:
                asked, answer = remarks.draw(rng, _thing_and_many(rng, catalogue))
            else:
                asked, answer = small_talk.draw(rng)
            answer = assistant(answer)
        turns += [user(careless(asked, rng) if rng.random() < _CARELESS_SHARE else asked), answer]
    return turns


def answered(rng: random.Random, catalogue: Catalogue) -> tuple[str, dict]:
    """A question, and the untouched language model's turn."""
    row = rng.choice(catalogue.talk)
    said = row["longer"] if rng.random() < _LONGER_SHARE else row["answer"]
    return row["prompt"], assistant(said) | {"untouched": True}


def _thing_and_many(rng: random.Random, catalogue: Catalogue) -> tuple[str, str]:
    """ "a fox", "foxes"."""
    for _ in range(20):
        concept = catalogue.draw_concept(rng)
        name = spoken_names(concept)[0]
        if phrases.can_be_counted(name) and concept.category not in ("Symbols", "Smileys & Emotion", "People & Body"):
            return phrases.with_article(name), phrases.plural(name)
    return "a horse", "horses"
