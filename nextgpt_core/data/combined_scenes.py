"""Scenes that say several facts at once: number, colour, background and place, and up to three kinds of things.

`scenes.py` draws one fact at a time, for what is painted whole. What takes captions apart must also have heard them
together: "three red apples on a yellow background". Knows scenes and words; nothing is painted here.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from nextgpt_core.data import phrases
from nextgpt_core.data.asked_words import ASKED_PAIRS, ASKED_RELATIONS, asked_ground, asked_position
from nextgpt_core.data.backgrounds import SETTINGS, UNSAID
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.corpora.concepts import Concept
from nextgpt_core.data.grammar import spelled_out
from nextgpt_core.data.scenes import (
    POSITIONS,
    RELATIONS,
    SIZES,
    Scene,
    SceneObject,
    is_colourable,
    is_countable,
    is_held,
)

KIND_SHARES = {"counted": 30, "lone": 10, "placed": 12, "pair": 22, "counted pair": 14, "several": 14}
STYLE_SHARES = {"3d": 0.9, "flat": 0.05, "twemoji": 0.05}
ORDINARY = ("Animals & Nature", "Food & Drink", "Travel & Places", "Activities", "Objects")
MOST_THINGS = 3
_COUNT_WORDS = {
    2: ("two", "two", "two", "2", "a pair of", "a couple of"),
    3: ("three", "three", "three", "3", "a group of three"),
    4: ("four", "four", "four", "4", "a group of four"),
}
_LISTS = ("{}, {} and {}", "{}, {} and {}", "{}, {}, and {}", "{} and {} and {}", "{}, {}, {}", "{} with {} and {}")
_HELD_LISTS = ("{}, {} plus {}", "{} together with {} and {}")
_HELD_PAIRS = {
    "to the left of": "{a} standing left of {b}",
    "to the right of": "{a} standing right of {b}",
    "above": "{a} hovering over {b}",
    "below": "{a} right below {b}",
    "next to": "{a} accompanied by {b}",
}


def draw_combined(rng: random.Random, concepts: Sequence[Concept], split: str = "train") -> Scene:
    """The facts of one scene of several facts. "held": some combination in it is one that training never sees."""
    while True:
        scene, combinations = _draw(rng, concepts)
        if scene is not None and any(is_held(*each) for each in combinations) == (split == "held"):
            return scene


def _thing(rng: random.Random, concepts: Sequence[Concept], count: int, coloured: float) -> SceneObject | None:
    """A thing so many times, with a colour in so many cases; None where the concept drawn does not go with that."""
    concept = rng.choice(concepts)
    if count > 1 and not is_countable(concept):
        return None
    if concept.category not in ORDINARY and rng.random() < 0.7:
        return None
    colour = rng.choice(list(COLOURS)) if rng.random() < coloured and is_colourable(concept) else None
    return SceneObject(concept.concept, concept.names, colour=colour, count=count)


def _draw(rng: random.Random, concepts: Sequence[Concept]) -> tuple[Scene | None, list[tuple[str, ...]]]:
    """One candidate and the combinations that decide its split; no scene where something does not go together."""
    kind = rng.choices(list(KIND_SHARES), list(KIND_SHARES.values()))[0]
    behind = rng.choice(rng.choices((UNSAID, tuple(COLOURS), tuple(SETTINGS)), (0.3, 0.5, 0.2))[0])
    counts = {
        "counted": lambda: (rng.choice((2, 3, 4)),),
        "pair": lambda: (1, 1),
        "counted pair": lambda: rng.choice(((2, 1), (2, 1), (1, 2), (1, 2), (3, 1), (1, 3), (2, 2))),
        "several": lambda: rng.choice(((1, 1, 1), (1, 1, 1), (1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 1, 2))),
    }.get(kind, lambda: (1,))()
    coloured = {"counted": 0.6, "lone": 1.0, "placed": 0.5}.get(kind, 0.35)
    things = [_thing(rng, concepts, count, coloured) for count in counts]
    if None in things or len({each.concept for each in things}) < len(things):
        return None, []
    first = things[0]
    if kind == "placed":
        where = {"position": rng.choice(list(POSITIONS))} if rng.random() < 0.8 else {"size": rng.choice(list(SIZES))}
        first = SceneObject(first.concept, first.names, colour=first.colour, **where)
    if kind == "lone" and (first.colour is None or behind in UNSAID):
        return None, []
    if any(each.colour == behind for each in things):
        return None, []
    relation = rng.choice((*RELATIONS, "next to", "next to", "next to")) if len(things) == 2 else None
    combinations = [(each.concept, each.colour) for each in things if each.colour]
    combinations += [(each.concept, str(each.count)) for each in things if each.count > 1]
    if behind not in UNSAID:
        combinations.append((first.concept, "on" if behind in COLOURS else "in", behind))
    if len(things) > 1:
        combinations.append(tuple(sorted(each.concept for each in things[:2])))
    style = rng.choices(list(STYLE_SHARES), list(STYLE_SHARES.values()))[0]
    return Scene(style, (first, *things[1:]), behind, relation, rng.getrandbits(30)), combinations


def describe_combined(scene: Scene, rng: random.Random, split: str = "train") -> str:
    """A short lower-case caption that is true of `scene`; split "held" uses wordings training never sees."""
    held, first = split == "held", scene.objects[0]
    said = [_said_thing(each, rng) for each in scene.objects]
    if len(said) == 2:
        text = _said_pair(scene.relation, said, rng, held)
    elif len(said) == MOST_THINGS:
        text = rng.choice(_HELD_LISTS if held else _LISTS).format(*said)
    else:
        text = said[0]
    if first.position is not None:
        where = asked_position(first.position, rng) if not held and rng.random() < 0.4 else first.position
        text = f"{text}, placed {where}" if held else f"{text} {where}"
    if held or rng.random() < 0.6:
        behind = phrases.said_background(scene.background, rng, split)
    else:
        behind = "" if scene.background in UNSAID else asked_ground(scene.background, rng)
    if behind.startswith((" on", " in")) and rng.random() < 0.08:
        return f"{behind.strip()}, {text}"
    return phrases.opened(text, scene.style, rng, split) + behind


def _said_thing(each: SceneObject, rng: random.Random) -> str:
    name = phrases.pick_name(each.names, rng)
    before = [word for word in (each.size, each.colour) if word]
    if each.count == 1:
        return phrases.with_article(" ".join([*before, name]))
    if not phrases.can_be_counted(name):
        name = each.names[0]
    return " ".join([rng.choice(_COUNT_WORDS[each.count]), *before, phrases.plural(name)])


def _said_pair(relation: str, said: Sequence[str], rng: random.Random, held: bool) -> str:
    first, second = said
    if held:
        pattern = _HELD_PAIRS[relation]
    elif relation == "next to" and rng.random() < 0.6:
        pattern = rng.choice(("{a} and {b}", "{a} and {b}", "{a} and {b}", "{a} with {b}", "{a} next to {b}"))
    elif rng.random() < 0.5:
        pattern = f"{{a}} {relation} {{b}}"
    elif rng.random() < 0.3:
        pattern = spelled_out(ASKED_PAIRS[relation], rng)
    else:
        pattern = f"{{a}} {spelled_out(ASKED_RELATIONS[relation], rng)} {{b}}"
    return pattern.format(a=first, b=second)
