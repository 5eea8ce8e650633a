"""Questions about a medium that was shown or made, and their short answers from its facts.

Also the questions nobody could answer from the medium (who, where, which words), with answers that say so.
Knows facts of seen media and words; no pack and no request for new media.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nextgpt_core.data import phrases
from nextgpt_core.data.backgrounds import SETTINGS
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.details import DETAILS, NO, YES
from nextgpt_core.data.grammar import agreeing, is_several, spelled_out, tidy
from nextgpt_core.data.motions import MOTIONS
from nextgpt_core.data.plain_questions import (
    MORE_IS_AUDIO,
    MORE_IS_SPEECH,
    MORE_SPEECH,
    MORE_WHAT,
    MUSIC_OR_VOICE,
)
from nextgpt_core.data.question_words import (
    IS,
    IS_SPEECH,
    NO_SPEECH,
    NOT_ASKED,
    SPEECH,
    STYLE_WORDS,
    WHAT,
    WHAT_HELD,
    WORDS_SAID,
)
from nextgpt_core.data.scenes import POSITIONS
from nextgpt_core.data.seen import Seen, motion_words
from nextgpt_core.data.sights_and_sounds import SOUNDINGS
from nextgpt_core.data.sound_captions import heard_phrase, several
from nextgpt_core.data.unknowable import UNKNOWABLE

_NUMBER = {
    1: "one",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    9: "nine",
    10: "ten",
} | phrases.COUNTS
_TIMES = {1: "once", 2: "twice"}
_PACE = {"slow": "played slowly", "medium": "at a medium tempo", "fast": "played fast"}
_TUNE_TOLD = 0.6  # of plain answers about music, those that name the instrument and its tempo and nothing else
_LONE_COUNTED = 0.15
_LONE_ASKED = 0.3  # of sounds heard alone, those that are asked for what else there is
_CHECKED = 0.2  # of questions about a fact, those that name a value and are answered by yes or no


_SPEECH = SPEECH + MORE_SPEECH
_TALKING = heard_phrase("speech")
_VOICES = re.compile(r"\b(some(one|body)|voices?|sing(er|ing)|choir|people|crowd|baby|child|man|woman)\b")


_SIDES = {
    "to the left of": ("on the left", "on the right"),
    "to the right of": ("on the right", "on the left"),
    "above": ("at the top", "at the bottom"),
    "below": ("at the bottom", "at the top"),
}
"""Where the first of two things is, and where the second."""


@dataclass(frozen=True)
class Fact:
    """A key of DETAILS with what is true, what a wrong guess would be ("" for none), and what {many} and {a} stand for,
    where that is not the thing shown."""

    key: str
    value: str
    wrong: str = ""
    name: str = ""
    thing: str = ""


def what(seen: Seen, rng: random.Random, split: str) -> tuple[str, str]:
    """The plain question what it is, and the answer with the whole description."""
    modality = seen.modality
    lines = WHAT[modality] + MORE_WHAT[modality] if split == "train" else WHAT_HELD[modality]
    asked = tidy(spelled_out(rng.choice(lines), rng))
    if seen.kind == "speech" and rng.random() < 0.8:
        return asked, rng.choice(_SPEECH)
    return asked, named(seen, rng)


def named(seen: Seen, rng: random.Random) -> str:
    """A sentence with the whole description; of music often the instrument and its tempo."""
    said, answers = seen.said, IS[seen.modality]
    if seen.modality == "audio":
        answers += MORE_IS_AUDIO
        if seen.kind == "instrument" and seen.tempo is not None and rng.random() < _TUNE_TOLD:
            said = played(seen)
    return agreeing(rng.choice(answers), is_several(said)).format(a=said)


def played(seen: Seen) -> str:
    """ "a violin, played slowly" """
    return f"{seen.thing}, {_PACE[seen.tempo]}"


def _other(values: Sequence[str], than: str | None, rng: random.Random) -> str:
    return rng.choice([value for value in values if value != than])


def facts_of(seen: Seen, rng: random.Random) -> list[Fact]:
    """Every fact of `seen` that may be asked for, its name not among them."""
    found = []
    if seen.colour is not None:
        found.append(Fact("colour", seen.colour, _other(list(COLOURS), seen.colour, rng)))
    # Most media show one thing: asked about all of them, a model would learn to answer "One." without looking.
    counted = seen.count is not None and (seen.count > 1 or rng.random() < _LONE_COUNTED)
    if counted and seen.modality == "image" and phrases.can_be_counted(seen.name):
        guess = _other(list(phrases.COUNTS.values()), _NUMBER[seen.count], rng)
        found.append(Fact("count", _NUMBER[seen.count], guess))
    if seen.count is not None and seen.modality == "audio":
        number = str(_NUMBER.get(seen.count, seen.count))
        found.append(Fact("times", _TIMES.get(seen.count, f"{number} times")))
        if many := several(seen.name, 2):
            found.append(Fact("number", number, name=many))
    if seen.ground in SETTINGS:
        others = [SETTINGS[ground][0] for ground in SETTINGS]
        found.append(Fact("setting", SETTINGS[seen.ground][0], _other(others, SETTINGS[seen.ground][0], rng)))
    elif seen.ground is not None:
        found.append(Fact("backdrop", seen.ground, _other(list(COLOURS), seen.ground, rng)))
    elif seen.plain:
        found.append(Fact("plain", "plain"))
    if seen.place is not None:
        found.append(Fact("place", seen.place, _other(list(POSITIONS), seen.place, rng)))
    if seen.size is not None:
        found.append(Fact("size", seen.size))
    if seen.other is not None:
        heard = seen.modality == "audio"
        found.append(Fact("both", seen.other) if heard else Fact("pair", f"{seen.relation} {seen.other}"))
        sides = _SIDES.get(seen.relation or "", ())
        found += [Fact("side", side, thing=thing) for side, thing in zip(sides, (seen.thing, seen.other), strict=False)]
    elif seen.modality == "audio" and seen.part and rng.random() < _LONE_ASKED:
        found.append(Fact("alone", seen.thing))
    if seen.motion is not None:
        moves = motion_words(seen.motion)
        found.append(Fact("motion", moves, _other([motion_words(motion) for motion in MOTIONS], moves, rng)))
    if seen.style is not None:
        found.append(Fact("style", STYLE_WORDS[seen.style]))
    if seen.mood is not None:
        found.append(Fact("mood", seen.mood))
    if seen.tempo is not None:
        found.append(Fact("tempo", seen.tempo))
        if seen.kind == "instrument":
            found.append(Fact("played", played(seen)))
    if seen.kind == "instrument" and seen.modality == "audio":
        found.append(Fact("instrument", seen.thing))
    if seen.modality == "audio" and not seen.part:
        found.append(Fact("played by you" if seen.kind == "instrument" else "sound of yours", ""))
    return found


def asked_of(seen: Seen, fact: Fact, rng: random.Random) -> tuple[str, str]:
    """A question about one fact and its answer."""
    detail, several = DETAILS[fact.key], (seen.count or 1) > 1 and seen.modality == "image"
    many = phrases.plural(seen.name) if phrases.can_be_counted(seen.name) else seen.name
    many = fact.name or many
    are = several and fact.key not in ("backdrop", "plain")
    gaps = {
        "m": many if several else seen.name,
        "many": many,
        "it": "they" if several else "it",
        "is": "are" if are else "is",
        "was": "were" if are else "was",
        "a": fact.thing or (seen.said if fact.key == "name" and _mixed(seen) else seen.thing),
        "v": fact.value,
        "w": fact.wrong,
        "t": seen.tempo or "",
    }
    if fact.key == "count":  # "there is one", "there are two"
        gaps["is"] = "is" if seen.count == 1 else "are"
    gaps |= {key.capitalize(): _capital(text) for key, text in gaps.items()}
    kind = rng.random()
    if fact.wrong and detail.wrong and kind < _CHECKED:
        right = kind < _CHECKED / 3
        asked, told = rng.choice(detail.right if right else detail.wrong), rng.choice(YES if right else NO)
        if fact.key in ("count", "backdrop"):
            told = "Yes, {v}." if right else "No, {v}."
    else:
        asked, told = rng.choice(detail.asked), rng.choice(detail.told)
    return tidy(spelled_out(asked, rng)).format(**gaps), told.format(**gaps)


def _mixed(seen: Seen) -> bool:
    return seen.modality == "audio" and seen.other is not None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def details(seen: Seen, rng: random.Random) -> dict[str, tuple[str, str]]:
    """One question and answer for every fact, by the fact's key; also those about what was left open."""
    found = {fact.key: asked_of(seen, fact, rng) for fact in facts_of(seen, rng)}
    if seen.modality != "audio" and not seen.part:  # made here: nobody said, and nobody has looked
        for key, answers in NOT_ASKED.items():
            if key not in found and (key != "backdrop" or "setting" not in found):
                asked = asked_of(seen, Fact(key, ""), rng)[0]
                found[f"no {key}"] = (asked, rng.choice(answers))
    return found


def name_check(seen: Seen, other: str, rng: random.Random) -> tuple[str, str]:
    """Is it this, or that? `other` is the phrase of another thing, for a "no"; or just the name, please."""
    if not seen.part and rng.random() < 0.5:
        return asked_of(seen, Fact("made", seen.thing), rng)
    if _mixed(seen):
        return asked_of(seen, Fact("name", seen.said, other), rng)
    return asked_of(seen, Fact("name", seen.thing, other if other != seen.thing else ""), rng)


def speech_check(seen: Seen, rng: random.Random) -> tuple[str, str]:
    """A question whether somebody talks, or what kind of recording it is, and what is true of it."""
    spoken, kind = seen.kind == "speech", rng.random()
    if spoken and kind < 0.35:
        asked, told = spelled_out(rng.choice(NO_SPEECH), rng), rng.choice(_SPEECH)
        return asked, f"No. {told}" if asked.startswith(("Is", "Do", "Am")) and rng.random() < 0.8 else told
    if kind < 0.6:
        asked = tidy(spelled_out(rng.choice(MUSIC_OR_VOICE), rng))
        return asked, rng.choice(_SPEECH) if spoken else named(seen, rng)
    asked = tidy(spelled_out(rng.choice(IS_SPEECH + MORE_IS_SPEECH), rng))
    if spoken or _TALKING in (seen.thing, seen.other):
        return asked, f"Yes. {rng.choice(_SPEECH) if spoken else named(seen, rng)}"
    if _VOICES.search(seen.said):  # a voice, though not one that speaks: a bare "no" would be wrong
        return asked, rng.choice(("Nobody is talking, but I hear {a}.", "No speech, but I hear {a}.")).format(
            a=seen.said
        )
    no = (f"No, I hear {seen.said}.", f"No, nobody is talking. I hear {seen.said}.", f"No. {named(seen, rng)}")
    return asked, rng.choice(no)


def follow_up(seen: Seen, rng: random.Random, other: str) -> tuple[str, str]:
    """One question about a detail that the facts answer; where there are none, about the name."""
    found = [pair for key, pair in details(seen, rng).items() if not key.startswith("no ")]
    if seen.modality == "audio" and rng.random() < 0.15:
        return speech_check(seen, rng)
    if found and rng.random() < 0.75:
        return rng.choice(found)
    return name_check(seen, other, rng)


def unknowable(seen: Seen, rng: random.Random) -> tuple[str, str]:
    """A question that the medium cannot answer, and an honest answer."""
    if seen.kind == "speech":
        asked, answers = WORDS_SAID
        return spelled_out(rng.choice(asked), rng), rng.choice(answers)
    asked, answers = UNKNOWABLE[seen.modality]
    name = seen.name
    if seen.modality == "audio":  # what makes the sound
        source = SOUNDINGS[seen.name].source if seen.name in SOUNDINGS else "a thing"
        name = source.removeprefix("a ").removeprefix("an ").removeprefix("the ")
    asked = " ".join(spelled_out(rng.choice(asked), rng).format(m=name).split())
    return asked, rng.choice(answers).format(a=seen.said)
