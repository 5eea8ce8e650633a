"""What a person wants made: the phrase they use, the phrase the assistant uses, and the caption for the decoder.

Captions are in the words of the corpora, with every asked attribute and the concept's own name; the person's phrase may
use another name or a misspelling. Knows concepts, scenes' words and sounds' words; no template of a whole sentence.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from nextgpt_core.data import phrases
from nextgpt_core.data.asked_words import (
    ASKED_PAIRS,
    ASKED_RELATIONS,
    ASKED_STYLES,
    STYLES,
    asked_ground,
    asked_position,
    asked_thing,
    ground_phrase,
    thing_of,
)
from nextgpt_core.data.backgrounds import SETTINGS
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.catalogue import Catalogue, spoken_names
from nextgpt_core.data.corpora.concepts import Concept
from nextgpt_core.data.grammar import doing, spelled_out
from nextgpt_core.data.motion_words import ACTIONS, DO, DOES, DOING
from nextgpt_core.data.motions import MOTIONS
from nextgpt_core.data.scenes import POSITIONS, RELATIONS, SIZES, is_colourable, is_held


@dataclass(frozen=True)
class Want:
    """`asked` as the person says it, `said` as the assistant does, `caption` for the decoder; all lower-case phrases.

    `name` is the bare thing ("penguin", "dog bark"); `source` (sounds) is what makes it. `concept` and `label`
    are keys of the catalogue, where there is one. The rest are the attributes that a follow-up may ask for or change.
    """

    modality: str
    asked: str
    said: str
    caption: str
    name: str
    concept: str | None = None
    label: str | None = None
    source: str | None = None
    colour: str | None = None
    ground: str | None = None
    count: int = 1
    motion: str | None = None
    style: str | None = None
    size: str | None = None
    position: str | None = None
    other: str | None = None
    relation: str | None = None
    thing: str = ""
    """The thing with its colour and number alone, as the assistant says it."""
    does: str | None = None
    """What a clip's thing does, as a clause after "make": "a fox spin"."""
    category: str | None = None


def _name_asked(concept: Concept, rng: random.Random) -> tuple[str, str]:
    """(name as the person says it, the concept's spoken name)."""
    names = spoken_names(concept)
    return (names[0] if len(names) == 1 or rng.random() < 0.75 else rng.choice(names[1:])), names[0]


def picture_of(
    concept: Concept,
    rng: random.Random | None = None,
    *,
    colour=None,
    ground=None,
    count=1,
    style=None,
    size=None,
    position=None,
    other: Concept | None = None,
    relation: str | None = None,
) -> Want:
    """A picture with these attributes. With `rng` the asked phrase varies; without, it is the assistant's own."""
    name = spoken_names(concept)[0]
    said_name = _name_asked(concept, rng)[0] if rng is not None else name
    if count > 1 and not (phrases.can_be_counted(said_name)):
        said_name = name

    def phrase(text: str, related: str | None, second: str | None, where: str | None, style: str, behind: str) -> str:
        if second is not None:
            both = related if "{b}" in related else f"{{a}} {related} {{b}}"
            text = both.format(a=text, b=phrases.with_article(second))
        if where is not None:
            text += where if where[0] in " .," else f" {where}"
        return style.format(text) + behind

    second, second_asked = None, None
    if other is not None:
        second = spoken_names(other)[0]
        second_asked = _name_asked(other, rng)[0] if rng is not None else second
    style_text = STYLES[style] if style else "{}"
    said = phrase(thing_of(name, count, colour, size), relation, second, position, style_text, ground_phrase(ground))
    asked = said
    if rng is not None:
        asked = phrase(
            asked_thing(rng, said_name, count, colour, size),
            spelled_out((ASKED_PAIRS if rng.random() < 0.3 else ASKED_RELATIONS)[relation], rng) if relation else None,
            second_asked,
            asked_position(position, rng, last=ground is None and style is None) if position else None,
            spelled_out(rng.choice(ASKED_STYLES[style]), rng) if style else "{}",
            asked_ground(ground, rng),
        )
    return Want(
        "image",
        asked,
        said,
        said,
        name,
        concept.concept,
        colour=colour,
        ground=ground,
        count=count,
        style=style,
        size=size,
        position=position,
        other=phrases.with_article(second) if second is not None else None,
        relation=relation,
        thing=thing_of(name, count, colour),
        category=concept.category,
    )


def draw_picture(
    rng: random.Random, catalogue: Catalogue, concept: Concept | None = None, stated: bool = False
) -> Want:
    """Two fifths of the wants are the bare thing, or none if `stated`; the others state one or two attributes: a
    colour, background, number, place, size, second thing or style."""
    while True:
        chosen = concept or catalogue.draw_concept(rng)
        if not stated and rng.random() < 0.42:
            return picture_of(chosen, rng)
        kinds = rng.choices(list(_ATTRIBUTES), [share for share, _ in _ATTRIBUTES.values()], k=1 + (rng.random() < 0.4))
        more: dict = {}
        keys: list[tuple[str, ...]] = []
        for kind in kinds:
            drawn = _ATTRIBUTES[kind][1](rng, catalogue, chosen)
            if drawn is not None and not _contradicts(more, drawn[0]):
                more |= drawn[0]
                keys.append(drawn[1])
        if not more or (catalogue.split == "train" and any(key and is_held(*key) for key in keys)):
            continue
        return picture_of(chosen, rng, **more)


def _contradicts(facts: dict, more: dict) -> bool:
    """Whether two attributes cannot both be painted: several things, a second thing and a place exclude each other."""
    arranged = {"count", "other", "position", "size"}
    both = facts.keys() | more.keys()
    twice = bool(facts.keys() & more.keys() or (arranged & facts.keys() and arranged & more.keys()))
    return twice or (
        "colour" in both and facts.get("ground", more.get("ground")) == facts.get("colour", more.get("colour"))
    )


def _colour(rng: random.Random, catalogue: Catalogue, concept: Concept):
    if not is_colourable(concept):
        return None
    colour = rng.choice(list(COLOURS))
    return {"colour": colour}, (concept.concept, colour)


def _ground(rng: random.Random, catalogue: Catalogue, concept: Concept):
    if rng.random() < 0.5:
        ground = rng.choice(list(COLOURS))
        return {"ground": ground}, (concept.concept, "on", ground)
    ground = rng.choice(list(SETTINGS))
    return {"ground": ground}, (concept.concept, "in", ground)


def _count(rng: random.Random, catalogue: Catalogue, concept: Concept):
    if concept.category in ("People & Body", "Smileys & Emotion", "Symbols"):
        return None
    if not phrases.can_be_counted(spoken_names(concept)[0]):
        return None
    count = rng.choice((2, 3, 4))
    return {"count": count}, (concept.concept, str(count))


def _pair(rng: random.Random, catalogue: Catalogue, concept: Concept):
    other = catalogue.draw_concept(rng)
    if other.concept == concept.concept:
        return None
    relation = rng.choice(list(RELATIONS))
    return {"other": other, "relation": relation}, tuple(sorted((concept.concept, other.concept)))


_ATTRIBUTES: dict[str, tuple[float, Callable]] = {
    "colour": (24, _colour),
    "ground": (30, _ground),
    "count": (14, _count),
    "position": (8, lambda rng, catalogue, concept: ({"position": rng.choice(list(POSITIONS))}, ())),
    "size": (4, lambda rng, catalogue, concept: ({"size": rng.choice(list(SIZES))}, ())),
    "pair": (22, _pair),
    "style": (10, lambda rng, catalogue, concept: ({"style": rng.choice(list(STYLES))}, ())),
}
"""Attribute -> its share, and a function that draws it: (facts for picture_of, the combination held out)."""


def clip_of(
    concept: Concept,
    motion: str | None = None,
    ground: str | None = None,
    rng: random.Random | None = None,
    action: str | None = None,
) -> Want:
    """A clip: "an animated penguin", "a penguin spinning" where a motion is named, or what such things do by
    themselves, one of ACTIONS ("take off": "a rocket taking off"), which the caption keeps."""
    name = spoken_names(concept)[0]
    asked_name = _name_asked(concept, rng)[0] if rng is not None else name
    behind = ground_phrase(ground)
    asked_behind = asked_ground(ground, rng) if rng is not None else behind
    plain, thing, does = phrases.with_article(name), phrases.with_article(asked_name), None
    if motion is None:
        done = f" {doing(action)}" if action else ""
        does = f"{thing} {action}{asked_behind}" if action else None
        caption = phrases.with_article(f"animated {name}") + done + behind
        said, asked = plain + done + behind, thing + done + asked_behind
    else:
        said = caption = f"{plain} {MOTIONS[motion][0]}{behind}"
        asked = said
        if rng is not None:
            moving = spelled_out(DOING[motion], rng)
            asked = rng.choice(
                (f"{thing} {moving}", f"{thing} {moving}", f"{thing} that {spelled_out(DOES[motion], rng)}")
            )
            if " " not in moving and rng.random() < 0.2:
                asked = phrases.with_article(f"{moving} {asked_name}")
            asked += asked_behind
            does = f"{thing} {spelled_out(DO[motion], rng)}{asked_behind}"
    return Want(
        "video",
        asked,
        said,
        caption,
        name,
        concept.concept,
        ground=ground,
        motion=motion,
        thing=plain,
        does=does,
        category=concept.category,
    )


def is_ground_held(concept: Concept, ground: str | None) -> bool:
    """Whether the thing before this background is kept from training."""
    return ground is not None and is_held(concept.concept, "in" if ground in SETTINGS else "on", ground)


def draw_clip(rng: random.Random, catalogue: Catalogue, concept: Concept | None = None) -> Want:
    while True:
        chosen = concept or catalogue.draw_concept(rng)
        motion = rng.choice((*MOTIONS, "moves left", "moves right")) if rng.random() < 0.5 else None
        action = rng.choice(ACTIONS[chosen.subcategory]) if chosen.subcategory in ACTIONS else None
        action = action if motion is None and rng.random() < 0.6 else None
        ground = rng.choices((None, *SETTINGS, *COLOURS), (60, *(2,) * len(SETTINGS), *(1,) * len(COLOURS)))[0]
        if catalogue.split == "train":
            if motion and is_held(chosen.concept, motion):
                continue
            if is_ground_held(chosen, ground):
                continue
        return clip_of(chosen, motion, ground, rng, action)
