"""Sounds that a person wants: plain ones, counted ones, tunes with tempo, mood and register, two at once.

Knows wants, the catalogue and sounds' words; no template of a whole sentence.
"""

from __future__ import annotations

import random
import re

from nextgpt_core.data.catalogue import Catalogue
from nextgpt_core.data.phrases import plural
from nextgpt_core.data.sights_and_sounds import SOUNDINGS
from nextgpt_core.data.sound_captions import heard_phrase, number_word, several
from nextgpt_core.data.sound_captions import with_article as sound_article
from nextgpt_core.data.wants import Want

# the first word of each is the assistant's own
_TEMPO = {
    "slow": ("slow", "slow", "slow", "calm", "gentle", "leisurely", "very slow", "lazy", "unhurried"),
    "medium": ("medium tempo", "moderate", "medium-paced", "moderately fast"),
    "fast": ("fast", "fast", "fast", "quick", "lively", "rapid", "very fast", "brisk", "speedy"),
}
_MOOD = {
    "major": ("happy", "happy", "happy", "cheerful", "joyful", "bright", "sunny", "upbeat", "good-humoured"),
    "minor": ("sad", "sad", "sad", "melancholic", "gloomy", "sorrowful", "mournful", "wistful", "dark"),
}
_REGISTER = {
    "low": ("low", "low", "deep", "low-pitched", "very low", "bass"),
    "high": ("high", "high", "high-pitched", "very high", "treble"),
}
_HOW = {
    "slow": ("slowly", "slowly", "very slowly", "at a slow pace", "without any hurry"),
    "medium": ("at a medium tempo", "at a moderate pace"),
    "fast": ("fast", "fast", "quickly", "very fast", "at high speed", "in a hurry"),
}
_NOUNS = ("tune", "tune", "melody", "melody", "song", "piece", "little tune", "short melody", "theme", "solo", "phrase")
_TOGETHER = ("{} with {}", "{} and {}", "{} and {}", "{} plus {}", "{} together with {}", "{} and {} at once",
             "{}, and {} at the same time")  # fmt: skip
_BEHIND = ("{} with {} behind it", "{} over {}", "{}, with {} in the background", "{} while you hear {}")
_TIMES = {1: "once", 2: "twice"} | {count: f"{number_word(count)} times" for count in range(3, 8)}


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
            number = rng.choice(("one", "a single")) if count == 1 else number_word(count)
            asked, noise = f"{number} {many}", noise_of(label)
            if row is not None and noise != "sound" and noise not in row.source and rng.random() < 0.4:
                asked = f"{number} {noise if count == 1 else plural(noise)} of {row.source}"
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
    if kind > 0.88:
        behind = rng.random() < 0.5
        second = rng.choice(
            [n for n, row in catalogue.labels.items() if n != label and (not behind or row["kind"] == "nature")]
        )
        joiner = rng.choice((" with ", " and "))
        said = heard_phrase(label) + joiner + heard_phrase(second)
        asked_joiner = rng.choice(_TOGETHER + (_BEHIND if behind else ()))
        asked = asked_joiner.format(*(rng.choice((heard_phrase, sound_article))(each) for each in (label, second)))
        caption = sound_article(label) + joiner + sound_article(second)
        return Want("audio", asked, said, caption, label, None, label)
    return sound_of(label, catalogue, rng)


_DOING = re.compile(r"^.+ (\w+)ing$")
_STEMS = {"crackl": "crackle", "typ": "type", "slamm": "slam", "whistl": "whistle", "snor": "snore", "clapp": "clap"}
_STEMS |= {"dripp": "drip", "breath": "breathe"}
_NOISES = frozenset(
    "song engine horn waves drops bell chimes crash brakes static roll alarm tone trumpeting clapping siren".split()
)


def doing_of(label: str | None, catalogue: Catalogue) -> tuple[str, str, str] | None:
    """("bark", "barks", "barking") of a dog bark: what the thing does to be heard; instruments play. None where the
    words for the sound hold no such verb."""
    if label is None:
        return None
    if catalogue.labels.get(label, {}).get("kind") == "instrument":
        return "play", "plays", "playing"
    match = _DOING.match(heard_phrase(label))
    if match is None:
        return None
    stem = match[1]
    do = _STEMS.get(stem, stem)
    does = do[:-1] + "ies" if do == "cry" else do + ("es" if do.endswith(("s", "z", "sh", "ch", "x")) else "s")
    return do, does, f"{stem}ing"


def noise_of(label: str | None) -> str:
    """What a thing does to be heard, as a noun: "bark" of a dog bark; "sound" where the label does not say."""
    last = label.split()[-1] if label is not None and " " in label else ""
    match = _DOING.match(heard_phrase(label)) if last else None
    named = last in _NOISES or (match is not None and _STEMS.get(match[1], match[1]) == last)
    return last if named else "sound"


def _tune(label: str, facts: dict, rng: random.Random) -> Want:
    tables = [
        (facts[key], table)
        for key, table in (("tempo", _TEMPO), ("mood", _MOOD), ("register", _REGISTER))
        if facts.get(key) in table
    ]
    kept = [pair for pair in tables if rng.random() < 0.5] or tables[:1]
    name = sound_article(label)
    noun = rng.choice(_NOUNS)
    said = " ".join([*(table[value][0] for value, table in kept), "tune on", name])
    words = " ".join(rng.choice(table[value]) for value, table in kept)
    asked = [f"a {words} {noun} on {name}", f"a {words} {label} {noun}", f"{name} playing a {words} {noun}"]
    asked += [f"something {words} on {name}", f"{words} {label} music", f"{words} music on {name}"]
    if len(kept) == 1 and kept[0][1] is _TEMPO:
        asked += [f"{name} played {rng.choice(_HOW[facts['tempo']])}"] * 2
    if len(kept) == 1 and kept[0][1] is _REGISTER:
        asked = [f"{words} {label} notes", f"{name} playing {words} notes", f"{words} notes on {name}", *asked]
        asked += [f"the {words} {part} of {name}" for part in ("notes", "tones", "register", "range", "sounds")]
    return Want("audio", rng.choice(asked), f"a {said}", f"a {said}", label, None, label)
