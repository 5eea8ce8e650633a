"""How a person says what a picture is to show: its background, place, size, colour, number and style in other words
than captions use; and how captions say them.

Patterns of grammar.spelled_out. Words only.
"""

from __future__ import annotations

import random

from nextgpt_core.data import phrases
from nextgpt_core.data.backgrounds import SETTINGS
from nextgpt_core.data.grammar import spelled_out

STYLES = {"3d": "a 3d picture of {}", "flat": "a flat drawing of {}", "twemoji": "a cartoon of {}"}
ASKED_STYLES = {
    "3d": ("a 3d picture of {}", "a [3d/3-d] [render/model/image] of {}", "{} in [3d/3-d/3d style]"),
    "flat": ("a flat [drawing/illustration/icon/picture] of {}", "{} in [flat/a flat] style", "{} as a flat icon"),
    "twemoji": ("a [cartoon/sticker/comic] of {}", "a cartoon [sticker/picture] of {}", "{} as a [cartoon/sticker]"),
}
_ASKED_GROUNDS = (
    "[with/on/on/against/in front of] {g} background",
    "[with/on/in front of] {g} [backdrop/wall]",
    "with [{c}/only {c}/plain {c}] behind it",
    "on [plain {c}/solid {c}/nothing but {c}/{c}]",
)
_ASKED_GROUNDS_LAST = (
    ", {c} background", ", background {c}", ", the background [{c}/in {c}]", " and make the background {c}",
    "[ and/, and/.] the background [must/should/has to] be {c}", ", and what is behind it [must/should] be {c}",
)  # fmt: skip
_LAST = (
    "[ and/, and/,] it [should/must/has to] be {}", " and put it {}", ", [standing/sitting/placed] {}", ". It is {}",
    "[ and/,] I want it {}",
)  # fmt: skip
"""Clauses about one thing that are joined by "and" like a second wish."""
_ASKED_SETTINGS = {
    "beach": "[on a beach/on the beach/at the beach/by the sea]",
    "snow": "[in the snow/in snow/out in the snow/in a snowy landscape]",
    "space": "[in space/in outer space/floating in space/among the stars]",
    "grass": "[on green grass/on the grass/on a lawn/on a green meadow]",
    "night": "[at night/by night/in the night/on a dark night]",
    "under water": "[under water/underwater/under the sea/below the surface]",
}
_ASKED_COLOURS = (
    "{} in {colour}",
    "{} painted {colour}",
    "{}, {colour}",
    "{} coloured {colour}",
    "{} that is {colour}",
)
_ASKED_SIZES = {"tiny": ("tiny", "tiny", "very small"), "small": ("small", "little"), "large": ("large", "big", "huge")}
_SET = ("placed", "sitting", "put", "standing", "hidden")
_INTO = ("into", "close to", "right in", "near")
_SIDES = {"left": "[left/left/left-hand]", "right": "[right/right/right-hand]"}
ASKED_RELATIONS = {
    "to the left of": "[to the left of/left of/left of/on the left of/on the left side of/left from]",
    "to the right of": "[to the right of/right of/right of/on the right of/on the right side of/right from]",
    "above": "[above/above/over/higher than/floating above]",
    "below": "[below/below/under/beneath/underneath/lower than]",
    "next to": "[next to/next to/beside/near/by the side of/alongside/together with/close to/by/side by side with]",
}
ASKED_PAIRS = {
    "to the left of": "{a} [on the left/to the left/at the left] [and/,/with] "
    "{b} [on the right/to the right/right of it]",
    "to the right of": "{a} [on the right/to the right/at the right] [and/,/with] "
    "{b} [on the left/to the left/left of it]",
    "above": "{a} [at the top and/above and/up and/at the top with/high up,] "
    "{b} [below/underneath/below it/at the bottom/"
    "under it]",
    "below": "{a} [at the bottom and/down below,/at the bottom with] {b} [above/above it/at the top/over it/on top]",
    "next to": "[both /]{a} and [also /]{b}[ side by side/ next to each other/ together/ in one picture/ next to it]",
}
"""Where both things come first or each has a place of its own."""


def ground_phrase(ground: str | None) -> str:
    """ " on a red background", " on a beach", or ""."""
    if ground is None:
        return ""
    return f" {SETTINGS[ground][0]}" if ground in SETTINGS else f" on {phrases.with_article(ground)} background"


def asked_ground(ground: str | None, rng: random.Random) -> str:
    if ground is None:
        return ""
    if ground in SETTINGS:
        where = spelled_out(_ASKED_SETTINGS[ground], rng)
        return spelled_out(rng.choice(_LAST), rng).format(where) if rng.random() < 0.15 else f" {where}"
    last = rng.random() < 0.3
    pattern = spelled_out(rng.choice(_ASKED_GROUNDS_LAST if last else _ASKED_GROUNDS), rng)
    return ("" if last else " ") + pattern.format(g=phrases.with_article(ground), c=ground).rstrip()


def asked_position(position: str, rng: random.Random, last: bool = False) -> str:
    """ "on the left-hand side" for "on the left", "in the upper left corner", "up at the top"; where nothing follows
    (`last`) perhaps as a clause of its own."""
    if last and rng.random() < 0.15:
        return spelled_out(rng.choice(_LAST), rng).format(asked_position(position, rng))
    words = position.split()
    if "corner" in words:
        down, across = words[2], words[3]
        down = rng.choice({"top": ("top", "upper"), "bottom": ("bottom", "lower")}[down])
        corner = f"the {down} {across} corner"
        where = rng.choice((f"in {corner}", f"in {corner}", f"in the {down} {across}", f"{down} {across}",
                            f"{rng.choice(_INTO)} {corner}"))  # fmt: skip
        return where if rng.random() < 0.8 or where.startswith(down) else f"{rng.choice(_SET)} {where}"
    side = words[-1]
    if side in _SIDES:
        where = spelled_out(_SIDES[side], rng)
        choices = (position, position, f"on the {where} side", f"at the {where} edge", f"to the {side}",
                   f"in the {side} half", f"far to the {side}", f"over on the {side}")  # fmt: skip
        where = rng.choice(choices)
        return where if rng.random() < 0.85 else f"{rng.choice(_SET)} {where}"
    up = {"top": "up", "bottom": "down"}[side]
    return rng.choice((position, position, f"{up} at the {side}", f"at the very {side}", f"near the {side}"))


def thing_of(name: str, count: int = 1, colour: str | None = None, size: str | None = None) -> str:
    before = " ".join(word for word in (size, colour) if word)
    if count > 1:
        return " ".join(word for word in (phrases.COUNTS[count], before, phrases.plural(name)) if word)
    return phrases.with_article(f"{before} {name}".strip())


def asked_thing(rng: random.Random, name: str, count: int, colour: str | None, size: str | None) -> str:
    """The same in the words of a person, who may put the colour last and write a count as a digit."""
    if colour is not None and rng.random() < 0.25:
        return rng.choice(_ASKED_COLOURS).format(thing_of(name, count, None, size), colour=colour)
    if size is not None:
        size = rng.choice(_ASKED_SIZES[size])
    text = thing_of(name, count, colour, size)
    if count > 1 and rng.random() < 0.25:
        return text.replace(phrases.COUNTS[count], str(count), 1)
    if count > 1 and rng.random() < 0.2:
        number, many = text.split(" ", 1)
        return rng.choice((f"{many}, {number} of them", f"exactly {text}", f"a group of {text}", f"{many}, {number}"))
    if count == 2 and rng.random() < 0.15:
        return text.replace("two", rng.choice(("a pair of", "a couple of")), 1)
    if text.startswith(("a ", "an ")) and rng.random() < 0.02:
        return f"one {text.split(' ', 1)[1]}"
    return text
