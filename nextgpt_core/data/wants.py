"""What a person wants made: the phrase they use, the phrase the assistant uses, and the caption for the decoder.

Captions are in the words of the corpora, with every asked attribute and the concept's own name; the person's phrase may
use another name or a misspelling. Knows concepts, scenes' words and sounds' words; no template of a whole sentence.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from nextgpt_core.data import phrases
from nextgpt_core.data.backgrounds import SETTINGS
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.catalogue import Catalogue, spoken_names
from nextgpt_core.data.corpora.concepts import Concept
from nextgpt_core.data.motions import MOTIONS
from nextgpt_core.data.scenes import POSITIONS, RELATIONS, SIZES, is_colourable, is_held
from nextgpt_core.data.sights_and_sounds import SOUNDINGS
from nextgpt_core.data.sound_captions import heard_phrase, several
from nextgpt_core.data.sound_captions import with_article as sound_article

STYLES = {"3d": "a 3d picture of {}", "flat": "a flat drawing of {}", "twemoji": "a cartoon of {}"}
_ASKED_STYLES = {
    "3d": ("a 3d picture of {}", "a 3d render of {}", "{} in 3d"),
    "flat": ("a flat drawing of {}", "a flat illustration of {}", "{} in flat style", "a flat icon of {}"),
    "twemoji": ("a cartoon of {}", "a sticker of {}", "{} as a cartoon", "a cartoon sticker of {}"),
}
_ASKED_GROUNDS = ("with {} background", "on {} background", "in front of {} background", "against {} background")
_ASKED_SETTINGS = {
    "beach": ("on a beach", "on the beach", "at the beach"),
    "snow": ("in the snow", "in snow", "out in the snow"),
    "space": ("in space", "in outer space", "floating in space"),
    "grass": ("on green grass", "on the grass", "on a lawn"),
    "night": ("at night", "by night", "in the night"),
    "under water": ("under water", "underwater", "under the sea"),
}
_ASKED_COLOURS = ("{} in {colour}", "{} painted {colour}", "{}, {colour}", "{} coloured {colour}")
_TEMPO = {
    "slow": ("slow", "slow", "calm"),
    "medium": ("medium tempo", "moderate"),
    "fast": ("fast", "fast", "quick", "lively"),
}
_MOOD = {"major": ("happy", "happy", "cheerful"), "minor": ("sad", "sad", "melancholic")}
_REGISTER = {"low": ("low", "deep"), "high": ("high", "high-pitched")}
_HOW = {"slow": ("slowly",), "medium": ("at a medium tempo",), "fast": ("fast", "quickly")}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")
_TIMES = {1: "once", 2: "twice"} | {count: f"{_NUMBERS[count]} times" for count in range(3, len(_NUMBERS))}


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


def ground_phrase(ground: str | None) -> str:
    """ " on a red background", " on a beach", or ""."""
    if ground is None:
        return ""
    return f" {SETTINGS[ground][0]}" if ground in SETTINGS else f" on {phrases.with_article(ground)} background"


def _asked_ground(ground: str | None, rng: random.Random) -> str:
    if ground is None:
        return ""
    return " " + (
        rng.choice(_ASKED_SETTINGS[ground])
        if ground in SETTINGS
        else rng.choice(_ASKED_GROUNDS).format(phrases.with_article(ground))
    )


def _name_asked(concept: Concept, rng: random.Random) -> tuple[str, str]:
    """(name as the person says it, the concept's spoken name)."""
    names = spoken_names(concept)
    return (names[0] if len(names) == 1 or rng.random() < 0.75 else rng.choice(names[1:])), names[0]


def _thing(name: str, count: int = 1, colour: str | None = None, size: str | None = None) -> str:
    before = " ".join(word for word in (size, colour) if word)
    if count > 1:
        return " ".join(word for word in (phrases.COUNTS[count], before, phrases.plural(name)) if word)
    return phrases.with_article(f"{before} {name}".strip())


def _asked_thing(rng: random.Random, name: str, count: int, colour: str | None, size: str | None) -> str:
    """The same in the words of a person, who may put the colour last and write a count as a digit."""
    if colour is not None and rng.random() < 0.2:
        return rng.choice(_ASKED_COLOURS).format(_thing(name, count, None, size), colour=colour)
    text = _thing(name, count, colour, size)
    if count > 1 and rng.random() < 0.25:
        return text.replace(phrases.COUNTS[count], str(count), 1)
    if text.startswith(("a ", "an ")) and rng.random() < 0.02:
        return f"one {text.split(' ', 1)[1]}"
    return text


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

    def phrase(text: str, second: str | None, ground_text: str, style_text: str) -> str:
        if second is not None:
            text += f" {relation} {phrases.with_article(second)}"
        if position is not None:
            text += f" {position}"
        return style_text.format(text) + ground_text

    second, second_asked = None, None
    if other is not None:
        second = spoken_names(other)[0]
        second_asked = _name_asked(other, rng)[0] if rng is not None else second
    style_text = STYLES[style] if style else "{}"
    said = phrase(_thing(name, count, colour, size), second, ground_phrase(ground), style_text)
    asked = said
    if rng is not None:
        asked = phrase(
            _asked_thing(rng, said_name, count, colour, size),
            second_asked,
            _asked_ground(ground, rng),
            rng.choice(_ASKED_STYLES[style]) if style else "{}",
        )
    return Want(
        "image", asked, said, said, name, concept.concept, colour=colour, ground=ground, count=count, style=style
    )


def draw_picture(rng: random.Random, catalogue: Catalogue, concept: Concept | None = None) -> Want:
    """Half of the wants are the bare thing; the others carry a colour, background, count, place, pair or style."""
    train = catalogue.split == "train"
    while True:
        chosen = concept or catalogue.draw_concept(rng)
        kind = rng.choices(
            ("plain", "colour", "background", "setting", "count", "place", "pair"), (48, 14, 9, 11, 8, 4, 6)
        )[0]
        key, more = None, {}
        if kind == "colour":
            if not is_colourable(chosen):
                continue
            more["colour"] = rng.choice(list(COLOURS))
            key = (chosen.concept, more["colour"])
        elif kind == "background":
            more["ground"] = rng.choice(list(COLOURS))
            key = (chosen.concept, "on", more["ground"])
        elif kind == "setting":
            more["ground"] = rng.choice(list(SETTINGS))
            key = (chosen.concept, "in", more["ground"])
        elif kind == "count":
            if chosen.category in ("People & Body", "Smileys & Emotion", "Symbols") or not phrases.can_be_counted(
                spoken_names(chosen)[0]
            ):
                continue
            more["count"] = rng.choice((2, 3, 4))
            key = (chosen.concept, str(more["count"]))
        elif kind == "place":
            if rng.random() < 0.5:
                more["size"] = rng.choice(list(SIZES))
            else:
                more["position"] = rng.choice(list(POSITIONS))
        elif kind == "pair":
            other = catalogue.draw_concept(rng)
            if other.concept == chosen.concept:
                continue
            more |= {"other": other, "relation": rng.choice(list(RELATIONS))}
            key = tuple(sorted((chosen.concept, other.concept)))
        if key is not None and train and is_held(*key):
            continue
        if kind in ("plain", "colour") and rng.random() < 0.1:
            more["style"] = rng.choice(list(STYLES))
        return picture_of(chosen, rng, **more)


def clip_of(
    concept: Concept, motion: str | None = None, ground: str | None = None, rng: random.Random | None = None
) -> Want:
    """A clip: "an animated penguin", or "a penguin spinning" where a motion is named."""
    name = spoken_names(concept)[0]
    asked_name = _name_asked(concept, rng)[0] if rng is not None else name
    behind = ground_phrase(ground)
    plain = phrases.with_article(name)
    if motion is None:
        caption = phrases.with_article(f"animated {name}") + behind
        said, asked = plain + behind, phrases.with_article(asked_name) + (_asked_ground(ground, rng) if rng else behind)
    else:
        wordings = MOTIONS[motion]
        said = caption = f"{plain} {wordings[0]}{behind}"
        asked = said
        if rng is not None:
            word = rng.choice(wordings[:-1])
            thing = phrases.with_article(asked_name)
            asked = rng.choice((f"{thing} {word}", f"{thing} {word}", f"{thing} that is {word}"))
            if word == wordings[0] and rng.random() < 0.25 and " " not in word:
                asked = phrases.with_article(f"{word} {asked_name}")
            asked += _asked_ground(ground, rng)
    return Want("video", asked, said, caption, name, concept.concept, ground=ground, motion=motion)


def draw_clip(rng: random.Random, catalogue: Catalogue, concept: Concept | None = None) -> Want:
    while True:
        chosen = concept or catalogue.draw_concept(rng)
        motion = rng.choice(list(MOTIONS)) if rng.random() < 0.45 else None
        ground = rng.choices((None, *SETTINGS, *COLOURS), (80, *(2,) * len(SETTINGS), *(1,) * len(COLOURS)))[0]
        if catalogue.split == "train":
            if motion and is_held(chosen.concept, motion):
                continue
            if ground and is_held(chosen.concept, "in" if ground in SETTINGS else "on", ground):
                continue
        return clip_of(chosen, motion, ground, rng)


def sound_of(label: str, catalogue: Catalogue, rng: random.Random | None = None, count: int | None = None) -> Want:
    """The plain sound of a label: "a dog bark", perhaps "a dog bark, three times"."""
    row = SOUNDINGS.get(label)
    kin = catalogue.labels.get(label, {})
    heard, caption = heard_phrase(label), sound_article(label)
    if label == "speech":
        caption = heard = "a person talking"
    asked, said = heard, heard
    if rng is not None:
        names = kin.get("names", ())
        chances = (
            [heard] * (1 if kin.get("kind") == "instrument" else 3)
            + [sound_article(label)]
            + ([sound_article(rng.choice(list(names)))] if names else [])
        )
        asked = rng.choice(chances)
    if count is not None:
        many = several(label, count)
        asked, said, caption = f"{asked} {_TIMES[count]}", f"{said} {_TIMES[count]}", f"{caption}, {_TIMES[count]}"
        if rng is not None and many is not None and rng.random() < 0.5:
            asked = f"{rng.choice(('one', 'a single')) if count == 1 else _NUMBERS[count]} {many}"
    source = row.source if row is not None else sound_article(label)
    return Want(
        "audio",
        asked,
        said,
        caption,
        label,
        row.concept if row else None,
        label,
        source if count is None else None,
        count=count or 1,
    )


def draw_sound(rng: random.Random, catalogue: Catalogue, label: str | None = None) -> Want:
    """A plain sound, a counted one, a tune with tempo, mood and register, or two sounds at once."""
    label = label or catalogue.draw_label(rng)
    rows = catalogue.rows_by_concept["sounds"].get(label, ())
    facts = catalogue.rows["sounds"][rng.choice(rows)]["facts"] if rows else {}
    kind = rng.random()
    if "mood" in facts and kind < 0.55:
        return _tune(label, facts, rng)
    if "tempo" in facts and "mood" not in facts and kind < 0.4:
        word, name = rng.choice(_TEMPO[facts["tempo"]]), sound_article(label)
        said = f"a {_TEMPO[facts['tempo']][0]} rhythm on {name}"
        how = rng.choice(_HOW[facts["tempo"]])
        asked = rng.choice((said, f"a {word} rhythm on {name}", f"a {word} {label} beat", f"{name} played {how}"))
        return Want("audio", asked, said, said, label, None, label)
    if facts.get("count") in _TIMES and kind < 0.35:
        return sound_of(label, catalogue, rng, count=facts["count"])
    if kind > 0.93:
        second = rng.choice(
            [name for name, row in catalogue.labels.items() if row["kind"] == "nature" and name != label]
        )
        joiner = rng.choice((" with ", " and "))
        asked = heard_phrase(label) + joiner + heard_phrase(second)
        caption = sound_article(label) + joiner + sound_article(second)
        return Want("audio", asked, asked, caption, label, None, label)
    return sound_of(label, catalogue, rng)


def _tune(label: str, facts: dict, rng: random.Random) -> Want:
    tables = [
        (facts[key], table)
        for key, table in (("tempo", _TEMPO), ("mood", _MOOD), ("register", _REGISTER))
        if facts.get(key) in table
    ]
    kept = [pair for pair in tables if rng.random() < 0.5] or tables[:1]
    name = sound_article(label)
    noun = rng.choice(("tune", "melody", "song", "piece"))
    said = " ".join([*(table[value][0] for value, table in kept), "tune on", name])
    words = " ".join(rng.choice(table[value]) for value, table in kept)
    asked = [f"a {words} {noun} on {name}", f"a {words} {label} {noun}", f"{name} playing a {words} {noun}"]
    if len(kept) == 1 and kept[0][1] is _TEMPO:
        asked += [f"{name} played {rng.choice(_HOW[facts['tempo']])}"]
    if len(kept) == 1 and kept[0][1] is _REGISTER:
        asked += [f"{words} {label} notes", f"{name} playing {words} notes", f"{words} notes on {name}"]
    return Want("audio", rng.choice(asked), f"a {said}", f"a {said}", label, None, label)
