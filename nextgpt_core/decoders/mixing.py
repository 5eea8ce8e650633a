"""Sources of a sound laid over each other so that each is heard: when each sounds, and how loud.

Pure functions of samples; knows neither how a source is played nor what it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

ALONE = 0.25
"""Share of the sound that a source which comes and goes has to itself, the first at the beginning, the second at the
end; what goes on all the time needs none, for it is heard in the pauses."""
RANGE_DB = 30.0
"""How far below its loudest moment a source still counts."""
GAINS_DB = np.arange(-30.0, 21.0, 1.5)
"""Of a second source, against one whose loudest moment is as loud as the first's."""
_BANDS, _WINDOW_S, _HOP_S = 32, 0.064, 0.02


def spans(goes_on: Sequence[bool], length_s: float) -> list[tuple[float, float]]:
    """For every source whether it goes on all the time -> where it starts and how long it may last, in seconds."""
    if len(goes_on) == 1:
        return [(0.0, length_s)]
    first, second = goes_on
    starts = (0.0, 0.0 if second else ALONE * length_s)
    ends = (length_s if first or second else (1 - ALONE) * length_s, length_s)
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def bands(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """float [N] -> power [T, 32] in windows of 64 ms, one every 20 ms, in bands even on the mel scale."""
    size, hop = round(_WINDOW_S * rate_hz), round(_HOP_S * rate_hz)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(samples, size // 2), size)[::hop]
    power = np.square(np.abs(np.fft.rfft(windows * np.hanning(size).astype(np.float32))))
    edges = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + rate_hz / 1400), _BANDS + 2) / 2595) - 1)
    bins = np.linspace(0, rate_hz / 2, power.shape[1])
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return power @ np.clip(np.minimum(rising, falling), 0, None).T


def audible(own: np.ndarray, other: np.ndarray) -> float:
    """Power of a source and of what sounds beside it, [T, 32] each -> share of the source that is not masked, 0 to 1:
    of the places in time and pitch where it sounds, the louder ones counting more, those where it is the louder."""
    weight = np.clip(10 * np.log10(own / max(own.max(), 1e-12) + 1e-9) + RANGE_DB, 0, None)
    return float((weight * (own > other)).sum() / weight.sum())


def mixed(sources: Sequence[np.ndarray], rate_hz: int) -> np.ndarray:
    """float32 [N] each, one or two -> all at once, the second as loud as leaves of both about as much to be heard."""
    if len(sources) == 1:
        return sources[0]
    first, second = (bands(source, rate_hz) for source in sources)
    if not first.max() or not second.max():
        return sources[0] + sources[1]
    even = np.sqrt(first.max() / second.max())
    gains = even * 10 ** (GAINS_DB / 20)
    heard = [min(audible(first, second * gain**2), audible(second * gain**2, first)) for gain in gains]
    return sources[0] + sources[1] * np.float32(gains[int(np.argmax(heard))])
