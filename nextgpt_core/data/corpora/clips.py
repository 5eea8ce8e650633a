"""What every part of the sound corpus yields: a clip of 5.12 s with its labels, facts, source and split.

Also the few operations all parts share (fades, levels, reverb, tone, resampling) and the rule that keeps held-out
parameter combinations out of training. Knows no instrument, effect or file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

RATE_HZ = 16_000
NUM_SAMPLES = 81_920
LENGTH_S = NUM_SAMPLES / RATE_HZ
KINDS = ("instrument", "animal", "effect", "nature", "machine", "voice", "speech", "mixture")
SPLITS = ("train", "held")
HELD_SHARE = 0.08
PERIODS_S = (0.45, 0.6, 0.8, 1.1, 1.5, 2.1)
LOOSE = 0.15
_CELL_MODULUS = 12
_SILENCE = 1e-4


@dataclass(frozen=True)
class Label:
    """A sounding thing: its one name in the corpus, other names people use, and its kind (one of KINDS)."""

    label: str
    names: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Clip:
    """One sound: samples float32 [81920] in [-1, 1] at 16 kHz; `facts` holds only what is true of this clip."""

    labels: tuple[str, ...]
    kind: str
    samples: np.ndarray
    source: str
    licence: str
    split: str
    facts: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """How one rendering differs from the next; each field is a grid step from 0 that a part maps to its own units."""

    pitch: int
    speed: int
    level: int
    room: int

    @property
    def held(self) -> bool:
        """True for the combinations (one in twelve) that only held-out clips may use."""
        return (self.pitch * 5 + self.speed * 3 + self.level * 7 + self.room) % _CELL_MODULUS == 5


STEPS = Settings(pitch=12, speed=9, level=4, room=4)


def draw_settings(rng: np.random.Generator, split: str) -> Settings:
    """Draws settings whose combination belongs to `split`, so no held-out combination is ever trained on."""
    while True:
        drawn = Settings(*(int(rng.integers(n)) for n in (STEPS.pitch, STEPS.speed, STEPS.level, STEPS.room)))
        if drawn.held == (split == "held"):
            return drawn


def splits(num: int) -> list[str]:
    """`num` split names: the last 8 % (at least one) are held."""
    num_held = max(1, round(num * HELD_SHARE))
    return ["train"] * (num - num_held) + ["held"] * num_held


def renderings(num: int, most: int) -> int:
    """How many clips a label gets that is usually given `num`: more where up to `most` events are told apart."""
    return num + 8 * most if most > 1 else num


def seeded(*words: object) -> np.random.Generator:
    """A generator that depends only on the words, so a part can be rebuilt alone and come out the same."""
    import zlib

    return np.random.default_rng(zlib.crc32("/".join(map(str, words)).encode()))


def at(samples: np.ndarray, start_s: float, piece: np.ndarray, gain: float = 1.0) -> None:
    """Adds `piece` into `samples` in place from `start_s`; what runs over the end is cut."""
    first = max(0, int(start_s * RATE_HZ))
    room = min(len(piece), len(samples) - first)
    if room > 0:
        samples[first : first + room] += (gain * piece[:room]).astype(samples.dtype)


def fade(samples: np.ndarray, in_s: float = 0.005, out_s: float = 0.03) -> np.ndarray:
    """Copy of `samples` with raised-cosine ends, so cuts never click."""
    faded = samples.astype(np.float32).copy()
    for length, ending in ((in_s, slice(None)), (out_s, slice(None, None, -1))):
        n = min(len(faded), int(length * RATE_HZ))
        if n:
            faded[ending][:n] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(n, dtype=np.float32) / n)
    return faded


def repitch(samples: np.ndarray, factor: float) -> np.ndarray:
    """Plays `samples` `factor` times faster (and higher); band-limited first when that would alias."""
    from scipy.signal import butter, sosfilt

    if factor > 1.02:
        samples = sosfilt(butter(6, min(0.98, 0.95 / factor), output="sos"), samples)
    places = np.arange(0, len(samples) - 1, factor)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)


def room(samples: np.ndarray, step: int, rng: np.random.Generator) -> np.ndarray:
    """Puts a sound in a room: step 0 is dry, 3 is a hall (decaying noise as impulse response)."""
    from scipy.signal import fftconvolve

    if step == 0:
        return samples
    decay_s = (0.0, 0.25, 0.7, 1.6)[step]
    t = np.arange(int(decay_s * RATE_HZ)) / RATE_HZ
    response = rng.standard_normal(len(t)) * np.exp(-6.0 * t / decay_s)
    wet = fftconvolve(samples, response)[: len(samples)]
    wet *= np.abs(samples).max() / max(np.abs(wet).max(), 1e-9)
    return (samples + (0.0, 0.25, 0.4, 0.6)[step] * wet).astype(np.float32)


def tone(samples: np.ndarray, tilt: float) -> np.ndarray:
    """Darkens (tilt < 0, down to -1) or brightens (tilt > 0, up to 1) a sound with a shelf at about 1.2 kHz."""
    from scipy.signal import lfilter

    low = lfilter([0.38], [1.0, -0.62], samples)
    return (low * (1 - 0.6 * max(tilt, 0)) + (samples - low) * (1 + 0.8 * tilt)).astype(np.float32)


def finish(samples: np.ndarray, level: int = 1) -> np.ndarray:
    """Makes exactly 5.12 s of float32: no offset, peak at -1.5 to -6 dBFS by `level` (0-3, lower is louder), soft ends.

    Raises ValueError for a silent or non-finite sound: a part that yields one is wrong and must not be packed.
    """
    fitted = np.zeros(NUM_SAMPLES, np.float32)
    fitted[: min(len(samples), NUM_SAMPLES)] = samples[:NUM_SAMPLES]
    fitted -= fitted.mean()
    peak = float(np.abs(fitted).max())
    if not np.isfinite(peak) or peak < _SILENCE:
        raise ValueError(f"a clip is silent or not finite (peak {peak})")
    return fade(fitted) * (10 ** (-(1.5 + 1.5 * level) / 20) / peak)


def event_times(rng: np.random.Generator, num: int, length_s: float) -> Sequence[float]:
    """Start times in seconds for `num` events of `length_s` that do not overlap and fit in the clip if they can.

    Most follow each other as evenly as somebody counting would do it, from the start and with one of a few PERIODS_S:
    whatever is random here, a decoder has to guess before it can count. A LOOSE share is spread freely.
    """
    free = max(LENGTH_S - 0.15 - num * length_s, 0.0)
    if rng.random() < LOOSE:
        lead = rng.uniform(0.02, 0.35) * min(free, 1.5)
        gap = (free - lead) / max(num, 1) * rng.uniform(0.35, 0.95)
        return [lead + k * (length_s + gap) + 0.3 * gap * rng.uniform(-0.4, 0.4) * (k > 0) for k in range(num)]
    lead = min(rng.uniform(0.04, 0.08), free)
    longest = (LENGTH_S - 0.15 - lead - length_s) / max(num - 1, 1)
    period = min(next((p for p in PERIODS_S if p > 1.1 * length_s), longest), longest)
    return [lead + k * period * (1 + rng.uniform(-0.03, 0.03) * (k > 0) / max(k, 1)) for k in range(num)]
