"""Sounds at another rate. Numpy only."""

from __future__ import annotations

import numpy as np


def resampled(samples: np.ndarray, rate_hz: int, wanted_hz: int) -> np.ndarray:
    """float32 [N] at rate_hz -> float32 [N * wanted / rate] over the same time, by cutting or extending the spectrum
    (ideal low-pass; the sound is taken as periodic, so a little of its end may ring into its start)."""
    if rate_hz == wanted_hz:
        return samples
    length = max(1, round(len(samples) * wanted_hz / rate_hz))
    spectrum = np.fft.rfft(samples)
    wanted = np.zeros(length // 2 + 1, spectrum.dtype)
    shared = min(len(spectrum), len(wanted))
    wanted[:shared] = spectrum[:shared]
    return (np.fft.irfft(wanted, length) * (length / len(samples))).astype(np.float32)
