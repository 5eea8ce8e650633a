"""Changes of what was shown or made: another colour, background, number, style, size, place or movement; the wish and
the facts that follow from it.

Knows wants and words; no conversation.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from nextgpt_core.data import phrases
from nextgpt_core.data.asked_words import STYLES, ground_phrase
from nextgpt_core.data.backgrounds import SETTINGS
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.corpora.concepts import Concept
from nextgpt_core.data.grammar import spelled_out
from nextgpt_core.data.motion_words import CHANGES as MOVES
from nextgpt_core.data.motion_words import CHANGES_HELD as MOVES_HELD
from nextgpt_core.data.motion_words import DO, DOING
from nextgpt_core.data.motions import MOTIONS
from nextgpt_core.data.question_words import STYLE_WORDS
from nextgpt_core.data.scenes import POSITIONS, SIZES
from nextgpt_core.data.switching_wishes import REACTIONS
from nextgpt_core.data.switching_words import COMPOSED, SAYS
from nextgpt_core.data.wants import Want, picture_of

# change of a picture (a step of SAYS and a fact of a want) -> gap of its wordings, values, and how one is said
CHANGES: dict[str, tuple[str, tuple, Callable[..., str]]] = {
    "colour": ("c", tuple(COLOURS), str),
    "ground": ("g", (*SETTINGS, *SETTINGS, *COLOURS), lambda ground: ground_phrase(ground).strip()),
    "count": ("n", tuple(phrases.COUNTS), phrases.COUNTS.__getitem__),
    "style": ("s", tuple(STYLES), STYLE_WORDS.__getitem__),
    "size": ("z", tuple(SIZES), str),
    "position": ("p", tuple(POSITIONS), str),
}
_SAID_AS = {"position": "place"}
_REACTION_SHARE = 0.15


def draw_change(kind: str, now: object, rng: random.Random) -> tuple[dict[str, str], dict[str, object]]:
    """(gaps for the wording of a change, the changed fact), another value than `now`."""
    gap, values, said = CHANGES[kind]
    value = rng.choice([v for v in values if v != now])
    return {gap: said(value)}, {kind: value}


def worded(step: str, rng: random.Random, held: bool, **words: str) -> str:
    """A wording of a step of SAYS, half of the time (in training) put together from parts."""
    step = _SAID_AS.get(step, step)
    if not held and step in COMPOSED and rng.random() < 0.6:
        text = spelled_out(rng.choice(COMPOSED[step]), rng).strip()
    else:
        text = rng.choice(SAYS[step][held])
    text = text.format(**words)
    text = text[:1].upper() + text[1:] if rng.random() < 0.5 else text
    if not held and rng.random() < _REACTION_SHARE:
        reaction = spelled_out(rng.choice(REACTIONS), rng)
        text = f"{reaction} {text}"
        text = text.lower() if rng.random() < 0.3 else text
    return text


def moved(rng: random.Random, held: bool, now: str | None = None) -> tuple[str, str]:
    """(wish that what was shown or made moves in a certain way, the motion)."""
    motion = rng.choice([m for m in MOTIONS if m != now])
    text = spelled_out(rng.choice(MOVES_HELD if held else MOVES), rng)
    return text.format(do=spelled_out(DO[motion], rng), doing=spelled_out(DOING[motion], rng)).strip(), motion


def changed_picture(concept: Concept, facts: dict) -> Want:
    """A picture with these facts; a number, a size and a place exclude each other, the last named stays."""
    arranged = [name for name in ("count", "size", "position") if facts.get(name) not in (None, 1)]
    for name in arranged[:-1]:
        facts = facts | {name: 1 if name == "count" else None}
    if facts.get("colour") is not None and facts.get("colour") == facts.get("ground"):
        facts = facts | {"ground": None}
    return picture_of(concept, **facts)
