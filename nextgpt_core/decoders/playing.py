"""Sounds in layers: what a source that was made alone becomes in time.

One bark becomes three, one stroke a rhythm, one note a tune. Pure functions of samples; knows neither networks nor
words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nextgpt_core.decoders.melody import MIDDLE, TEMPOS, melody
from nextgpt_core.decoders.pitch import key

KINDS = ("as it is", "event", "stroke", "note", "long note")
"""How a source is played: as it was made; so many times; as a rhythm; as a tune, of short notes or of long ones."""
NOTES = KINDS[3:]
MOST_TIMES = 10
PERIODS_S = (0.45, 0.6, 0.8, 1.1, 1.5, 2.1)
"""From one event to the next: the shortest that leaves PAUSE_S of quiet between them."""
PAUSE_S, LEAD_S = 0.15, 0.05
GAP_S, QUIET_DB, TAIL_DB = 0.35, -30.0, -45.0
"""A stretch of less than QUIET_DB that is so long lies between two events; below TAIL_DB one has died away."""
VARIANTS = 2
REGISTERS = {"low": 45.0, "high": 84.0}
"""MIDI key about which a tune lies that is asked to be low or high."""
_HOP_S, _RELEASE_S = 0.01, 0.06


@dataclass(frozen=True)
class Playing:
    """One of KINDS; `times`, 0 where no number is asked for; `tempo` of TEMPOS, `mood` of SCALES and `register` of
    REGISTERS, or None."""

    kind: str = KINDS[0]
    times: int = 0
    tempo: str | None = None
    mood: str | None = None
    register: str | None = None

    @property
    def goes_on(self) -> bool:
        """Whether it sounds all the time, without beginnings of its own."""
        return self.kind == KINDS[0]

    @property
    def num_variants(self) -> int:
        """How often a source is made, each time from other noise, so that what repeats is not always the same."""
        return VARIANTS if self.kind in ("event", "stroke") and self.times != 1 else 1


def faded(samples: np.ndarray, out_s: float, rate_hz: int) -> np.ndarray:
    """A copy that ends softly: what is cut off clicks."""
    samples = samples.astype(np.float32, copy=True)
    length = min(len(samples), round(out_s * rate_hz))
    samples[len(samples) - length :] *= np.linspace(1, 0, length, dtype=np.float32)
    return samples


def levels_db(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """[N] -> level of every 10 ms against the loudest."""
    hop = round(_HOP_S * rate_hz)
    power = np.square(samples[: len(samples) // hop * hop].reshape(-1, hop), dtype=np.float64).mean(1)
    power = np.convolve(power, np.ones(3) / 3, "same")
    return 10 * np.log10(power / max(power.max(), 1e-12) + 1e-9)


def events_of(samples: np.ndarray, rate_hz: int) -> list[np.ndarray]:
    """float [N] -> what sounds in it, each with its own beginning and end; nothing for silence."""
    if not len(samples) or np.abs(samples).max() < 1e-4:
        return []
    levels, hop = levels_db(samples, rate_hz), round(_HOP_S * rate_hz)
    loud = np.flatnonzero(levels > QUIET_DB)
    breaks = np.flatnonzero(np.diff(loud) > GAP_S / _HOP_S)
    firsts, lasts = loud[np.r_[0, breaks + 1]], loud[np.r_[breaks, len(loud) - 1]]
    found = []
    for number, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        end = firsts[number + 1] - 2 if number + 1 < len(firsts) else len(levels)
        died = np.flatnonzero(levels[last:end] < TAIL_DB)
        stop = last + (died[0] if len(died) else end - last)
        found.append(faded(samples[max(first - 1, 0) * hop : stop * hop], 2 * _HOP_S, rate_hz))
    return found


def event_of(alone: np.ndarray, rate_hz: int) -> np.ndarray:
    """The loudest event of a source made alone; all of it where there is none."""
    return max(events_of(alone, rate_hz), key=lambda event: float(np.square(event).sum()), default=alone)


def transposed(samples: np.ndarray, semitones: float) -> np.ndarray:
    """Played faster and higher, or slower and lower, band-limited."""
    if not semitones:
        return samples
    from scipy.signal import resample_poly

    ratio = 2 ** (semitones / 12)
    return resample_poly(samples, 1000, round(1000 * ratio)).astype(np.float32)


def octaves_to(alone: np.ndarray, register: str | None, rate_hz: int) -> int:
    """Semitones, whole octaves, from a note as it was made to the register asked for: at low notes the flow often
    misses by an octave. 0 where none is asked for or no pitch is heard."""
    own = None if register is None else key(alone, rate_hz)
    return 0 if own is None else 12 * round((REGISTERS[register] - MIDDLE - own) / 12)


def played(
    variants: np.ndarray, playing: Playing, rate_hz: int, length_s: float, rng: np.random.Generator
) -> np.ndarray:
    """float32 [V, N], a source made alone once or more often -> float32 [length_s * rate_hz]: it as `playing` says. No
    two events are quite alike."""
    wave = np.zeros(round(length_s * rate_hz), np.float32)
    if playing.kind == "as it is":
        alone = variants[0]
        part = alone[: len(wave)]
        wave[: len(part)] = faded(part, PAUSE_S if len(alone) > len(wave) else 0, rate_hz)
        return wave
    made = [event_of(alone, rate_hz) for alone in variants]
    if playing.kind in NOTES:
        made = [transposed(note, octaves_to(note, playing.register, rate_hz)) for note in made]
    if playing.times or playing.kind == "event":
        strokes = _counted(max(map(len, made)) / rate_hz, playing, length_s, rng)
    elif playing.kind == "stroke":
        strokes = _rhythm(playing.tempo, length_s, rng)
    else:
        notes = melody(rng, length_s, playing.tempo, playing.mood, playing.kind == "long note")
        strokes = [(note.start_s, note.length_s, note.semitones, rng.uniform(0.8, 1.0)) for note in notes]
    pitches: dict[tuple[int, float], np.ndarray] = {}
    for number, (start_s, longest_s, semitones, gain) in enumerate(strokes):
        which = (number % len(made), semitones)
        if which not in pitches:
            pitches[which] = transposed(made[which[0]], semitones)
        piece = pitches[which]
        longest = round(longest_s * rate_hz)
        if len(piece) > longest:
            piece = faded(piece[:longest], _RELEASE_S, rate_hz)
        first = round(start_s * rate_hz)
        piece = piece[: len(wave) - first]
        wave[first : first + len(piece)] += np.float32(gain) * piece
    return faded(wave, 0.02, rate_hz)


_Strokes = list[tuple[float, float, float, float]]
"""Start and greatest length in seconds, semitones, gain."""


def _counted(own_s: float, playing: Playing, length_s: float, rng: np.random.Generator) -> _Strokes:
    """Of events of at most `own_s`."""
    times = max(playing.times, 1)
    longest = (length_s - LEAD_S - min(own_s, length_s / 2 if times > 1 else length_s)) / max(times - 1, 1)
    period = min(next((p for p in PERIODS_S if p > own_s + PAUSE_S), own_s + PAUSE_S), max(longest, 0.1))
    if playing.kind in NOTES:
        pitches = [float(rng.choice((-1, 0, 0, 2, 4))) for _ in range(times)]
    else:
        pitches = [float(rng.uniform(-0.5, 0.5)) for _ in range(times)]
    room = period - PAUSE_S / 2 if times > 1 else length_s
    return [(LEAD_S + k * period, room, pitch, rng.uniform(0.75, 1.0)) for k, pitch in enumerate(pitches)]


def _rhythm(tempo: str | None, length_s: float, rng: np.random.Generator) -> _Strokes:
    """Quavers of a pattern that repeats every bar: its halves always struck, the other beats mostly, the rest at
    times."""
    tempo = tempo or ("medium", "slow", "fast")[int(rng.choice(3, p=(0.5, 0.2, 0.3)))]
    quaver_s = 30 / TEMPOS[tempo][1]
    struck = rng.random(8) < (1.0, 0.5, 0.85, 0.5) * 2
    pitches = rng.choice((0.0, 0.0, 2.0, -2.0), 8)
    strokes, step = [], 0
    while (start_s := LEAD_S + step * quaver_s) < length_s - 0.25:
        if struck[step % 8]:
            gain = 1.0 if step % 4 == 0 else rng.uniform(0.6, 0.85)
            strokes.append((start_s, length_s, float(pitches[step % 8]), gain))
        step += 1
    return strokes
