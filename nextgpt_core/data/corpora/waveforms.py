"""The raw material of synthesised sounds: noise, filters, envelopes, glides, voices with formants, and the Recipe row.

Everything is float32 at 16 kHz. Knows no particular sound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nextgpt_core.data.corpora.clips import RATE_HZ, Label

Make = Callable[[np.random.Generator, float, float, float], np.ndarray]


@dataclass(frozen=True)
class Recipe:
    """A label and the function make(rng, pitch, speed, length_s) -> samples; pitch and speed are factors around 1.

    `most` = 0: one continuous sound of length_s; otherwise make() returns one event and up to `most` are placed.
    """

    label: Label
    make: Make
    most: int = 0
    roomy: bool = True


def recipe(label: str, names: str, kind: str, make: Make, most: int = 0, roomy: bool = True) -> Recipe:
    """A table row; `names` are other names, separated by commas."""
    return Recipe(Label(label, tuple(n.strip() for n in names.split(",") if n.strip()), kind), make, most, roomy)


def seconds(length_s: float) -> np.ndarray:
    """Times in seconds of every sample of a stretch."""
    return np.arange(int(length_s * RATE_HZ)) / RATE_HZ


def noise(rng: np.random.Generator, length_s: float) -> np.ndarray:
    """White noise."""
    return rng.standard_normal(int(length_s * RATE_HZ)).astype(np.float32)


def band(samples: np.ndarray, low_hz: float, high_hz: float, order: int = 2) -> np.ndarray:
    """Keeps low_hz to high_hz (Butterworth; 0 as low_hz makes a low-pass, 8000 as high_hz a high-pass)."""
    from scipy.signal import butter, sosfilt

    nyquist = RATE_HZ / 2
    if low_hz <= 20:
        sos = butter(order, min(high_hz / nyquist, 0.98), output="sos")
    elif high_hz >= 7900:
        sos = butter(order, min(low_hz / nyquist, 0.95), "high", output="sos")
    else:
        sos = butter(order, [min(low_hz / nyquist, 0.9), min(high_hz / nyquist, 0.97)], "band", output="sos")
    return sosfilt(sos, samples).astype(np.float32)


def slow(rng: np.random.Generator, length_s: float, per_s: float, low: float = 0.0, high: float = 1.0) -> np.ndarray:
    """A smooth random curve between low and high that changes direction about `per_s` times a second."""
    num = max(4, int(length_s * per_s) + 3)
    places = np.linspace(0, num - 1, int(length_s * RATE_HZ))
    points = rng.uniform(low, high, num)
    left = places.astype(int).clip(0, num - 2)
    blend = 0.5 - 0.5 * np.cos(np.pi * (places - left))
    return points[left] * (1 - blend) + points[left + 1] * blend


def curve(points: list[tuple[float, float]], length_s: float) -> np.ndarray:
    """Straight lines through (share of the length 0-1, value)."""
    shares, values = zip(*points, strict=True)
    return np.interp(np.linspace(0, 1, int(length_s * RATE_HZ)), shares, values)


def phase(hz: np.ndarray | float, length_s: float) -> np.ndarray:
    """Running phase in radians of a frequency that may glide."""
    steps = np.broadcast_to(np.asarray(hz, np.float64), (int(length_s * RATE_HZ),))
    return 2 * np.pi * np.cumsum(steps) / RATE_HZ


def sine(hz: np.ndarray | float, length_s: float) -> np.ndarray:
    """A sine whose frequency may glide."""
    return np.sin(phase(hz, length_s))


def buzz(hz: np.ndarray | float, length_s: float, num_harmonics: int = 18, slope: float = 1.0) -> np.ndarray:
    """A sawtooth-like tone of harmonics n ** -slope below 7.6 kHz: the raw sound of vocal cords, wings and motors."""
    angle = phase(hz, length_s)
    highest = float(np.max(hz))
    return sum(np.sin(n * angle) / n**slope for n in range(1, num_harmonics + 1) if n * highest < 7600)


def voice(source: np.ndarray, formants_hz: list[tuple[float, float]], width_hz: float = 160) -> np.ndarray:
    """Sends a raw tone through a mouth that moves: each formant glides from its first to its second frequency."""
    from scipy.signal import lfilter

    out = np.zeros_like(source)
    block = RATE_HZ // 100
    for start_hz, end_hz in formants_hz:
        state = np.zeros(2)
        for first in range(0, len(source), block):
            share = first / len(source)
            centre = start_hz + (end_hz - start_hz) * share
            radius = np.exp(-np.pi * width_hz / RATE_HZ)
            poles = [1.0, -2 * radius * np.cos(2 * np.pi * centre / RATE_HZ), radius**2]
            piece, state = lfilter([1 - radius], poles, source[first : first + block], zi=state)
            out[first : first + block] += piece
    return out


def decay(length_s: float, half_s: float, attack_s: float = 0.003) -> np.ndarray:
    """A quick attack and an exponential decay that halves every half_s."""
    t = seconds(length_s)
    return np.minimum(1, t / attack_s) * 0.5 ** (t / half_s)


def swell(length_s: float, attack: float = 0.15, release: float = 0.3) -> np.ndarray:
    """Rises over the share `attack` of the length, holds, and falls over the share `release`."""
    return curve([(0, 0), (attack, 1), (1 - release, 1), (1, 0)], length_s)


def pulses(
    rng: np.random.Generator, length_s: float, per_s: float, piece: Callable[[], np.ndarray], jitter: float = 1.0
) -> np.ndarray:
    """Scatters pieces: jitter 1 is rain-like chance, 0 is a clock. Each piece is made anew."""
    samples = np.zeros(int(length_s * RATE_HZ), np.float32)
    t = float(rng.uniform(0, 1 / per_s))
    while t < length_s:
        made = piece()
        first = int(t * RATE_HZ)
        end = min(len(samples), first + len(made))
        samples[first:end] += made[: end - first]
        t += (1 - jitter) / per_s + jitter * float(rng.exponential(1 / per_s))
    return samples
