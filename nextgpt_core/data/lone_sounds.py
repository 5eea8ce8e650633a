"""Sounds taken apart: every source alone, once, with a caption of its own, and how captions ask for it to be played.

A sound decoder that makes one source at a time is trained on these sounds only. Knows the sound corpus and its words;
does not know models or training.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from nextgpt_core.data.corpora.clips import NUM_SAMPLES, RATE_HZ, at, finish
from nextgpt_core.data.corpora.lone_notes import notes
from nextgpt_core.data.corpora.soundfonts import INSTRUMENTS, PERCUSSION
from nextgpt_core.data.sound_captions import (
    describe_sound,
    heard_phrase,
    number_word,
    said_facts,
    several,
    with_article,
)
from nextgpt_core.decoders.playing import KINDS, LEAD_S, Playing, events_of
from nextgpt_core.decoders.source_reader import FIELDS
from nextgpt_core.decoders.things_reader import THINGS

NOTE_KINDS = ("note", "long note")
_STYLES = {"melody": "note", "keys": "note", "slow": "long note", "hits": "stroke"}
_PLAYED = {voice.label.label: _STYLES[voice.style] for voice in INSTRUMENTS}
_PLAYED |= {label.label: "stroke" for label, _ in PERCUSSION}
_TUNED = {voice.label.label for voice in INSTRUMENTS}
_MIXED, _DESCRIBED, _NUMBERED_NOTES = 0.35, 0.3, 0.1
_TOGETHER = (
    "{first} with {second}",
    "{first} and {second}",
    "{first} and {second}",
    "{first}, and {second} in the background",
    "{first} while {second} can be heard",
    "the sound of {first} together with {second}",
    "{first} over {second}",
    "{first} plus {second}",
    "{first} together with {second}",
    "{first} near {second}",
)
_HELD_TOGETHER = ("a mix of {first} and {second}", "{first} accompanied by {second}", "{first} along with {second}")


class LoneSounds:
    """The labels of a sound corpus of one split, and how each is made alone."""

    def __init__(self, corpora: Path, split: str) -> None:
        lines = (corpora / "sounds" / "items.jsonl").open(encoding="utf-8")
        self.folder, self.split = corpora / "sounds", split
        items = [item for item in map(json.loads, lines) if len(item["labels"]) == 1]
        self.counts: dict[str, int] = {}
        self.items: dict[str, list[dict]] = {}
        for item in items:
            label, count = item["labels"][0], int(item["facts"].get("count", 0))
            self.counts[label] = max(self.counts.get(label, 0), count)
            if item["split"] == split:
                self.items.setdefault(label, []).append(item)
        self.labels = sorted(self.items)

    @cached_property
    def waves(self) -> np.ndarray:
        return np.load(self.folder / "waves.npy", mmap_mode="r")

    def wave(self, item: Mapping) -> np.ndarray:
        return self.waves[item["row"]].astype(np.float32) / 32767

    def kind(self, label: str) -> str:
        """One of KINDS."""
        return _PLAYED.get(label) or ("event" if self.counts[label] > 1 else KINDS[0])

    def usual_times(self, label: str) -> int:
        """How often an event is heard where no number is said."""
        return (self.counts[label] + 1) // 2

    def once(self, label: str, rng: random.Random) -> np.ndarray:
        """float32 [81920]: one event or stroke of a rendered sound, at the start; what has none, as it is."""
        if self.kind(label) == KINDS[0]:
            return self.wave(rng.choice(self.items[label]))
        items = [item for item in self.items[label] if "count" in item["facts"]] or self.items[label]
        for item in rng.sample(items, len(items)):
            wave, count = self.wave(item), item["facts"].get("count")
            found = events_of(wave, RATE_HZ)
            if len(found) == count or count == 1:
                break  # its events can be told apart, or it is one call of several parts
        event = np.concatenate(found) if count == 1 else rng.choice(found)
        samples = np.zeros(NUM_SAMPLES, np.float32)
        at(samples, LEAD_S, event)
        return finish(samples, rng.randrange(4))


def alone_caption(label: str, kind: str, facts: Mapping[str, str]) -> str:
    """The plainest caption of one source alone; `facts` are those that can be heard in it."""
    if label == "speech":
        return "a person talking"
    words = [facts[name] for name in ("tempo", "register") if name in facts and facts[name] != "middle"]
    if kind in NOTE_KINDS:
        return " ".join(["a", *words, "note on", with_article(label)])
    if kind == "stroke":
        return f"one stroke on {with_article(label)}"
    if kind == "event":
        return f"{with_article(label)}, once"
    return with_article(" ".join([*words, label])) if words else f"the sound of {with_article(label)}"


@dataclass(frozen=True)
class AskedSound:
    """What a caption asks for: `things`, each as the plainest caption of it alone, and how each is `played`."""

    caption: str
    concept: str
    labels: tuple[str, ...]
    things: tuple[str, ...]
    played: tuple[Playing, ...]

    def codes(self) -> np.ndarray:
        """float32 [THINGS, 1 + 4]: 1 where there is such a source, and the places of its FIELDS."""
        table = np.zeros((THINGS, 1 + len(FIELDS)), np.float32)
        for row, each in enumerate(self.played):
            table[row] = (1, *(known.index(getattr(each, field)) for field, known in FIELDS.items()))
        return table


def _asked(lone: LoneSounds, label: str, caption: str, facts: Mapping) -> tuple[str, Playing]:
    """Of one source, of which `facts` are true: its caption alone and its playing, as far as `caption` says it."""
    kind, said = lone.kind(label), said_facts(facts, caption)
    audible = ("register", "tempo") if kind == KINDS[0] else ("register",)
    heard = {name: said[name] for name in audible if name in said}
    times = int(said.get("count", 0)) if kind != KINDS[0] else 0
    if kind == "event" and not times:
        times = lone.usual_times(label)
    playing = Playing(kind, times, said.get("tempo"), said.get("mood"))
    if kind == KINDS[0]:
        playing = Playing()
    return alone_caption(label, kind, heard), playing


def draw_asked(lone: LoneSounds, rng: random.Random) -> AskedSound:
    """One source as the corpus describes it, or two at once."""
    split = lone.split
    label = rng.choice(lone.labels)
    item = rng.choice(lone.items[label])
    if rng.random() > _MIXED:
        caption, facts = describe_sound(item, rng, split), item["facts"]
        if lone.kind(label) in NOTE_KINDS and rng.random() < _NUMBERED_NOTES:
            facts = {"count": rng.randint(2, 6)}
            caption = f"{number_word(facts['count'])} notes on {with_article(label)}"
        thing, playing = _asked(lone, label, caption, facts)
        return AskedSound(caption, label, (label,), (thing,), (playing,))
    other = rng.choice([each for each in lone.labels if each != label])
    items = (item, rng.choice(lone.items[other]))
    words = [_mixed_phrase(each, rng, split) for each in items]
    pattern = rng.choice(_HELD_TOGETHER if split == "held" and rng.random() < 0.5 else _TOGETHER)
    asked = [_asked(lone, each["labels"][0], said, each["facts"]) for each, said in zip(items, words, strict=True)]
    caption = pattern.format(first=words[0], second=words[1])
    return AskedSound(caption, label, (label, other), *(tuple(column) for column in zip(*asked, strict=True)))


def _mixed_phrase(item: Mapping, rng: random.Random, split: str) -> str:
    """A source within a caption of two."""
    label, facts = item["labels"][0], item["facts"]
    names = item["names"][0] if item.get("names") else ()
    if label == "speech":
        return rng.choice(("a person talking", "someone talking", "a voice speaking", "speech"))
    if rng.random() < _DESCRIBED:
        if "mood" in facts:
            kept = rng.choice(("tempo", "mood", "register"))
            if facts[kept] not in ("medium", "middle"):
                word = {"major": "happy", "minor": "sad"}.get(facts[kept], facts[kept])
                return f"a {word} tune on {with_article(label)}"
        elif "count" in facts and (many := several(label, int(facts["count"]))):
            return f"{number_word(int(facts['count']))} {many}"
    name = rng.choice(list(names)) if names and rng.random() < 0.3 else label
    return heard_phrase(label) if rng.random() < 0.4 else with_article(name)


def asked_sounds(corpora: Path, split: str, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    """What captions of sounds ask for; nothing is rendered. The array is that of AskedSound.codes."""
    lone, rng = LoneSounds(corpora, split), random.Random(f"asked sounds {split}")
    for _ in range(count):
        each = draw_asked(lone, rng)
        yield each.codes(), {"caption": each.caption, "concept": each.concept, "things": each.things}


def lone_examples(corpora: Path, split: str, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    """Lone sources, every label as often as every other. Half of the captions are the plainest one ("alone"), half ask
    for more than is heard, as whole captions do. "facts" are those that can be heard."""
    lone, rng = LoneSounds(corpora, split), random.Random(f"lone sounds {split}")
    rendered: dict[str, list] = {}
    if any(label in _TUNED for label in lone.labels):
        for clip in notes(split):
            rendered.setdefault(clip.labels[0], []).append(clip)
    played = {label: [clip.facts.get("register") for clip in clips] for label, clips in rendered.items()}
    usual = {label: "middle" if "middle" in its else its[0] for label, its in played.items()}
    for number in range(count):
        label = lone.labels[number % len(lone.labels)]
        kind, items = lone.kind(label), lone.items[label]
        if label in _TUNED:  # captions of tunes, not of the few recordings that have its name too
            items = [item for item in items if "tempo" in item["facts"]]
        item = rng.choice(items)
        if label in _TUNED:
            clip = rng.choice(rendered[label])
            wave, heard = clip.samples, clip.facts
            facts = {**{name: value for name, value in item["facts"].items() if name != "count"}, **heard}
        elif kind == KINDS[0]:
            wave, facts = lone.wave(item), item["facts"]
            heard = {name: value for name, value in facts.items() if name == "tempo"}
        else:
            wave, facts, heard = lone.once(label, rng), item["facts"], {}
        caption = describe_sound({**item, "facts": facts}, rng, split)
        said = said_facts(heard, caption)
        if said.get("register") != heard.get("register") != usual.get(label):
            caption, said = "", heard  # nobody can play a register that was not asked for
        alone = alone_caption(label, kind, said)
        row = {"caption": alone if not caption or rng.random() < 0.5 else caption, "concept": label, "labels": [label]}
        yield (wave * 32767).astype(np.int16), {**row, "alone": alone, "facts": heard, "kind": item["kind"]}
