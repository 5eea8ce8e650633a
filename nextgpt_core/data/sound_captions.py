"""Turns a row of the sound corpus into a short caption, in many phrasings; some phrasings are kept for held-out clips.

Knows the facts of a row (tempo, register, mood, count) and English grammar, nothing about waveforms.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from nextgpt_core.data.phrases import plural
from nextgpt_core.data.sights_and_sounds import SOUNDINGS

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_TIMES = {1: ("once", "one time"), 2: ("twice", "twice", "two times")}
_TEMPO = {
    "slow": ("slow", "calm", "gentle"),
    "medium": ("medium tempo", "moderately fast", "mid-tempo"),
    "fast": ("fast", "quick", "lively"),
}
_MOOD = {"major": ("happy", "cheerful", "major"), "minor": ("sad", "melancholic", "minor")}
_REGISTER = {"low": ("low", "deep"), "middle": ("mid-range",), "high": ("high", "high-pitched")}
_HOW = {"slow": ("slowly",), "medium": ("at a medium tempo",), "fast": ("fast", "quickly")}
_HELD_WORD = {
    "slow": "leisurely",
    "medium": "moderate",
    "fast": "rapid",
    "major": "joyful",
    "minor": "gloomy",
    "low": "low-pitched",
    "middle": "middle-register",
    "high": "shrill",
}
_TUNES = {
    "train": (
        "a {tune} on {a}",
        "{a} playing a {tune}",
        "a {tune} played on {a}",
        "{a}, {plain}",
        "a {tune} for {bare}",
        "{bare} music, {plain}",
        "someone plays a {tune} on {a}",
        "{plain} {bare} music",
        "the sound of {a} playing a {tune}",
        "a {adjectives} {bare} {noun}",
        "a {adjectives} {bare}",
        "{a} playing {plain} notes",
        "{plain} notes on {a}",
        "{a} played {how}",
        "{bare}",
    ),
    "held": (
        "listen to {a} perform a {tune}",
        "a recording of {a}: a {tune}",
        "a {tune} coming from {a}",
        "a musician with {a} plays a {tune}",
    ),
}
_UNPLAYED = {  # singing, whistling and styles are not held in a hand
    "train": (
        "{bare}, {plain}",
        "{plain} {bare}",
        "{bare}: a {tune}",
        "the sound of {bare}, {plain}",
        "a {tune}, {bare}",
        "{bare}",
    ),
    "held": ("a recording of {bare}, {plain}", "you can hear a {tune}: {bare}", "listen to {plain} {bare}"),
}
_RHYTHMS = {
    "train": (
        "a {tempo} rhythm on {a}",
        "{a} playing a {tempo} beat",
        "a {tempo} beat with {a}",
        "{tempo} {bare} playing",
        "{bare}, {tempo}",
        "a {tempo} {bare} beat",
        "a {tempo} {bare}",
        "{a} played {how}",
        "{bare}",
    ),
    "held": (
        "someone drums a {tempo} pattern on {a}",
        "a {tempo} groove from {a}",
        "a recording of {a} in a {tempo} rhythm",
    ),
}
_COUNTED = {
    "train": (
        "{a}, {times}",
        "the sound of {a}, {times}",
        "{a} heard {times}",
        "{bare} {times}",
        "{bare}, {number} in a row",
        "{times}: {a}",
        "{a}, {times}",
        "{heard} {times}",
        "{number} {many}",
        "{number} {many}",
        "the sound of {number} {many}",
        "{number} {many} in a row",
    ),
    "held": ("you can hear {a} {times}", "a recording of {a}, {times} in all", "{bare}, exactly {times}"),
}
_PLAIN = {
    "train": (
        "the sound of {a}",
        "{a}",
        "{bare}",
        "{bare} sound",
        "a sound of {bare}",
        "sounds like {a}",
        "we hear {a}",
        "{heard}",
        "the sound of {heard}",
        "this is {a}",
    ),
    "held": ("a recording of {a}", "you can hear {a}", "the noise that {a} makes", "listen to {a}"),
}
_TALK = {
    "train": (
        "a person talking",
        "someone is talking",
        "a voice speaking",
        "speech",
        "a person speaking",
        "somebody talks",
        "the sound of a voice talking",
    ),
    "held": ("a recording of someone speaking", "you can hear a person talk", "spoken words"),
}
_BOTH = {
    "train": (
        "{first} with {second}",
        "{first} and {second}",
        "{first}, and {second} in the background",
        "{first} while {second} can be heard",
        "the sound of {first} together with {second}",
        "{first} over {second}",
    ),
    "held": (
        "a mix of {first} and {second}",
        "{first} accompanied by {second}",
        "you can hear {first}, then also {second}",
    ),
}
# Last words that take no article although they end neither in -s nor in -ing.
_UNCOUNTED = frozenset(
    """rain rainfall thunder wind hail laughter applause birdsong speech static noise music surf water gunfire sea code
    tock
seashore fire crackle brass chiptune glass hiss timpani dial-up dong""".split()
)
_COUNTABLE = frozenset(("spring", "boing", "snake hiss"))
_UNPLAYED_ENDS = ("music", "singing", "chiptune", "whistling", "whistle", "blowing", "tones", "choir")
_NO_ARTICLE = ("someone ", "somebody ", "something ", "people ", "a ", "an ", "the ", "taking ", "sawing ", "jumping ")
_SILENT_VOWELS = ("uku", "uni", "ufo", "euph")


def with_article(name: str) -> str:
    """ "dog bark" -> "a dog bark", "rain" -> "rain", "organ" -> "an organ", "wind chimes" -> "wind chimes"."""
    last = name.split()[-1]
    if name not in _COUNTABLE and (last not in _COUNTABLE or name.startswith(_NO_ARTICLE)):
        plural = last.endswith("s") and not last.endswith(("ss", "us"))
        if name.startswith(_NO_ARTICLE) or last in _UNCOUNTED or plural or last.endswith("ing"):
            return name
    vowel = name[0] in "aeiou8" and not name.startswith(_SILENT_VOWELS)
    return ("an " if vowel else "a ") + name


def _name(item: Mapping, which: int, rng: random.Random) -> str:
    """The label most of the time, else one of the other names the row carries for it."""
    names: Sequence[Sequence[str]] = item.get("names", ())
    if which < len(names) and names[which] and rng.random() < 0.35:
        return rng.choice(list(names[which]))
    return item["labels"][which]


def _word(table: Mapping[str, Sequence[str]], value: str, rng: random.Random, split: str) -> str:
    if split == "held" and rng.random() < 0.5:
        return _HELD_WORD[value]
    return rng.choice(table[value])


def _words(facts: Mapping, rng: random.Random, split: str) -> list[str]:
    """A few adjectives that are true of a tune, in English order; at least one when any is known."""
    tables = (("tempo", _TEMPO), ("mood", _MOOD), ("register", _REGISTER))
    known = [(key, table) for key, table in tables if key in facts]
    kept = [pair for pair in known if rng.random() < 0.7] or known[:1]
    return [_word(table, facts[key], rng, split) for key, table in kept]


def number_word(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _times(count: int, rng: random.Random) -> str:
    return rng.choice(_TIMES.get(count, (f"{number_word(count)} times",)))


def said_facts(facts: Mapping, caption: str) -> dict:
    """Those of `facts` that `caption` says."""
    words = {"tempo": (_TEMPO, _HOW), "mood": (_MOOD,), "register": (_REGISTER,)}
    said = {}
    for name, value in facts.items():
        if name == "count":
            count = int(value)
            its = (number_word(count), *_TIMES.get(count, ()), *(("a single", "once") if count == 1 else ()))
        else:
            its = (*(word for table in words[name] for word in table[value]), _HELD_WORD[value])
        if re.search(rf"\b({'|'.join(its)})\b", caption):
            said[name] = value
    return said


def heard_phrase(label: str) -> str:
    """How a sound is said when heard: "a dog barking", "a violin", "rain falling"."""
    row = SOUNDINGS.get(label)
    return row.heard if row is not None and row.heard else with_article(label)


def several(label: str, count: int) -> str | None:
    """ "knock on a door" -> "knocks on a door", the label itself for one; None for "thunder" and the like, and for
    one of what is always several."""
    head, on, rest = label.partition(" on ")
    last = head.split()[-1]
    if last in _UNCOUNTED or last.endswith("ing") and last not in _COUNTABLE:
        return None
    if last.endswith("s") and not last.endswith("ss"):  # "water drops" are several already
        return label if count > 1 else None
    return label if count == 1 else plural(head) + on + rest


def _one(item: Mapping, which: int, rng: random.Random, split: str, facts: Mapping) -> str:
    name = _name(item, which, rng)
    words = {"a": with_article(name), "bare": name, "heard": heard_phrase(item["labels"][which])}
    if "tempo" in facts:
        words["how"] = rng.choice(_HOW[facts["tempo"]])
    if "mood" in facts or "register" in facts:
        adjectives = _words(facts, rng, split)
        noun = rng.choice(("tune", "melody", "piece", "song"))
        words |= {"adjectives": " ".join(adjectives), "noun": noun}
        words |= {"tune": f"{words['adjectives']} {noun}", "plain": " and ".join(adjectives)}
        phrases = _UNPLAYED if name.endswith(_UNPLAYED_ENDS) else _TUNES
        return rng.choice(phrases[split]).format(**words)
    if "tempo" in facts:
        return rng.choice(_RHYTHMS[split]).format(tempo=_word(_TEMPO, facts["tempo"], rng, split), **words)
    if "count" in facts and rng.random() < 0.85:
        count = int(facts["count"])
        many = several(item["labels"][which], count)
        unfit = [*(["in a row"] if count == 1 else []), *(["{many}"] if many is None else [])]
        phrases = [phrase for phrase in _COUNTED[split] if not any(words in phrase for words in unfit)]
        number = rng.choice(("one", "a single", "just one")) if count == 1 else number_word(count)
        return rng.choice(phrases).format(times=_times(count, rng), number=number, many=many, **words)
    return rng.choice(_PLAIN[split]).format(**words)


def describe_sound(item: Mapping, rng: random.Random, split: str) -> str:
    """A caption of one row of items.jsonl; `split` "held" draws only phrasings that "train" never uses.

    Raises ValueError when split is neither "train" nor "held".
    """
    if split not in _PLAIN:
        raise ValueError(f"split must be 'train' or 'held', not {split!r}")
    labels, facts = item["labels"], item.get("facts", {})
    if len(labels) > 1:
        first, second = (
            heard_phrase(labels[which]) if rng.random() < 0.3 else with_article(_name(item, which, rng))
            for which in (0, 1)
        )
        return rng.choice(_BOTH[split]).format(first=first, second=second)
    if labels[0] == "speech":
        return rng.choice(_TALK[split])
    return _one(item, 0, rng, split, facts)
