"""A person talking, spoken by espeak-ng: many voices, speeds, pitches and sentences under the one label "speech".

Knows voices and sentences; does not claim what is said, only that somebody talks.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator

import numpy as np

from nextgpt_core.data.corpora.clips import (
    LENGTH_S,
    RATE_HZ,
    Clip,
    Label,
    at,
    draw_settings,
    finish,
    repitch,
    room,
    seeded,
    splits,
    tone,
)
from nextgpt_core.errors import BadInput

SPEECH = Label("speech", ("a person talking", "talking", "voice", "someone speaking"), "speech")
_ACCENTS = ("en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan", "en-029")
_PEOPLE = ("m1", "m2", "m3", "m4", "m5", "m7", "f1", "f2", "f3", "f4", "f5", "croak", "whisper")
_WHO = (
    "My brother",
    "The teacher",
    "A friend of mine",
    "The old captain",
    "Our neighbour",
    "Nobody",
    "The doctor",
    "Her sister",
)
_DOES = (
    "would like to see",
    "has just painted",
    "asked me about",
    "talked all day about",
    "never forgets",
    "is looking for",
    "wrote to us about",
)
_WHAT = (
    "the small house by the river",
    "a green bicycle",
    "the train to the north",
    "three apples and a pear",
    "the weather tomorrow",
    "an old song",
    "the garden behind the school",
    "seven black cats",
    "the way to the station",
)
_OPEN = (
    "Good morning.",
    "Hello, how are you?",
    "Listen.",
    "Excuse me.",
    "Well, you know,",
    "Ladies and gentlemen,",
    "One, two, three, four.",
    "",
)


def labels() -> list[Label]:
    """The one label of this part."""
    return [SPEECH]


def _spoken(text: str, voice: str, speed: int, pitch: int) -> np.ndarray:
    """Mono float samples at 16 kHz; raises BadInput when espeak-ng cannot speak."""
    import soundfile
    from scipy.signal import resample_poly

    try:
        done = subprocess.run(
            ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", text],
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise BadInput(f"espeak-ng could not speak ({error}); install the Debian package espeak-ng.") from error
    samples, rate_hz = soundfile.read(io.BytesIO(done.stdout), dtype="float32")
    return resample_poly(samples, RATE_HZ, rate_hz).astype(np.float32)


def speech(num: int) -> Iterator[Clip]:
    """`num` clips of one person talking; held-out clips use combinations of pitch, speed and room never trained on."""
    rng = seeded("speech")
    for split in splits(num):
        settings = draw_settings(rng, split)
        sentences = [
            " ".join((rng.choice(_OPEN), rng.choice(_WHO), rng.choice(_DOES), rng.choice(_WHAT))) for _ in range(3)
        ]
        voice = f"{rng.choice(_ACCENTS)}+{rng.choice(_PEOPLE)}"
        talk = _spoken(". ".join(sentences), voice, 120 + 11 * settings.speed, 20 + 5 * settings.pitch)
        talk = repitch(talk, float(rng.uniform(0.92, 1.08)))
        samples = np.zeros(int(LENGTH_S * RATE_HZ), np.float32)
        at(samples, float(rng.uniform(0, 0.5)), talk)
        samples = tone(room(samples, settings.room, rng), float(rng.uniform(-0.4, 0.5)))
        yield Clip(
            (SPEECH.label,),
            SPEECH.kind,
            finish(samples, settings.level),
            "espeak-ng",
            "own recording of program output",
            split,
        )
