"""The pitch of one note, by the YIN method (de Cheveigné & Kawahara 2002). Knows samples only."""

from __future__ import annotations

import numpy as np

LOWEST_HZ, HIGHEST_HZ = 30.0, 2_200.0
WINDOW_S, HOP_S = 0.064, 0.032
UNLIKE = 0.2
"""A period after which more than this share of a window's power differs is none."""
_LOUD = 0.3


def key(samples: np.ndarray, rate_hz: int) -> float | None:
    """float [N] -> median MIDI key (69 is 440 Hz) of its louder windows; None where fewer than half have a pitch."""
    longest, size, hop = (round(part * rate_hz) for part in (1 / LOWEST_HZ, WINDOW_S, HOP_S))
    if len(samples) < size + longest or not np.abs(samples).max() > 1e-4:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), size + longest)[::hop]
    power = np.square(windows[:, :size]).mean(1)
    windows = windows[power > (_LOUD**2) * power.max()]
    periods = [_period(window, size, rate_hz) for window in windows]
    found = [period for period in periods if period]
    if 2 * len(found) < len(windows):
        return None
    return float(69 + 12 * np.log2(rate_hz / np.median(found) / 440))


def _period(window: np.ndarray, size: int, rate_hz: int) -> float | None:
    """In samples: the first dip of the cumulative mean normalised difference, or None."""
    longest = len(window) - size
    total = np.concatenate([[0.0], np.cumsum(np.square(window))])
    spectra = np.fft.rfft(window, 2 * len(window)), np.fft.rfft(window[:size], 2 * len(window))
    alike = np.fft.irfft(spectra[0] * spectra[1].conj())[: longest + 1]
    lags = np.arange(longest + 1)
    differs = total[size] + total[lags + size] - total[lags] - 2 * alike
    differs[1:] *= lags[1:] / np.maximum(np.cumsum(differs[1:]), 1e-12)
    differs[0] = 1.0
    first = int(rate_hz / HIGHEST_HZ)
    deep = np.flatnonzero(differs[first:] < UNLIKE)
    if not len(deep):
        return None
    place = first + deep[0]
    while place + 1 < longest and differs[place + 1] < differs[place]:
        place += 1
    if not 0 < place < longest:
        return None
    below, level, above = differs[place - 1 : place + 2]
    curve = below - 2 * level + above
    return place + (0.5 * (below - above) / curve if curve > 0 else 0.0)
