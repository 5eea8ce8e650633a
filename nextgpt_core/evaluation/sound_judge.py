"""Recogniser of sounds: a small convolutional network on log-mel pictures, trained from scratch.

Shares nothing with the ears of the models it judges: 64 mel bands at hop 320, where theirs are other. Knows numbers of
labels, not names. One sound may carry several labels; the scores rank them.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

RATE_HZ = 16_000
NUM_SAMPLES = 81_920
NUM_MELS, HOP, WINDOW = 64, 320, 1024
NUM_FRAMES = NUM_SAMPLES // HOP
_LOW_HZ, _HIGH_HZ = 40.0, 7_800.0


def mel_filters() -> Tensor:
    """[64, 513]: triangles evenly spaced on the HTK mel scale from 40 to 7,800 Hz."""

    def mel(hz: float) -> float:
        return 2595 * math.log10(1 + hz / 700)

    edges = 700 * (10 ** (np.linspace(mel(_LOW_HZ), mel(_HIGH_HZ), NUM_MELS + 2) / 2595) - 1)
    bins = np.linspace(0, RATE_HZ / 2, WINDOW // 2 + 1)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return torch.tensor(np.clip(np.minimum(rising, falling), 0, None), dtype=torch.float32)


def log_mel(waves: Tensor, filters: Tensor) -> Tensor:
    """float [B, 81920] at 16 kHz -> float32 [B, 64, 256], natural log of band energy, at least log(1e-6)."""
    window = torch.hann_window(WINDOW)
    spectrum = torch.stft(waves, WINDOW, HOP, window=window, center=True, return_complex=True)[..., :NUM_FRAMES]
    return (filters @ spectrum.abs().square()).clamp_min(1e-6).log()


def fitted(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """Any mono float sound -> float32 [81920] at 16 kHz, peak 0.7: cut, or filled up with silence."""
    if rate_hz != RATE_HZ:
        from scipy.signal import resample_poly

        common = math.gcd(rate_hz, RATE_HZ)
        samples = resample_poly(samples, RATE_HZ // common, rate_hz // common)
    wave = np.zeros(NUM_SAMPLES, np.float32)
    wave[: min(len(samples), NUM_SAMPLES)] = samples[:NUM_SAMPLES]
    return wave * (0.7 / max(float(np.abs(wave).max()), 1e-4))


class SoundJudge(nn.Module):
    """log-mel [B, 64, 256] -> logits [B, labels]; five strided convolutions, then mean and peak over the whole map."""

    def __init__(self, num_labels: int, widths: tuple[int, ...] = (32, 64, 128, 192, 256)) -> None:
        super().__init__()
        self.num_labels = num_labels
        layers: list[nn.Module] = []
        channels = 1
        for number, width in enumerate(widths):
            kernel, stride = (5, (2, 4)) if number == 0 else (3, 2 if number < 4 else 1)
            layers += [
                nn.Conv2d(channels, width, kernel, stride, kernel // 2, bias=False),
                nn.BatchNorm2d(width),
                nn.ReLU(),
            ]
            channels = width
        self.layers = nn.Sequential(*layers)
        self.dropout = nn.Dropout(0.2)
        self.classifier = nn.Linear(3 * channels, num_labels)
        self.register_buffer("filters", mel_filters(), persistent=False)

    def forward(self, mels: Tensor) -> Tensor:
        maps = self.layers((mels[:, None] + 5) / 4)
        pooled = torch.cat([maps.mean((2, 3)), maps.amax((2, 3)), maps.mean(2).std(2)], 1)
        return self.classifier(self.dropout(pooled))

    @torch.inference_mode()
    def probabilities(self, samples: np.ndarray, rate_hz: int) -> np.ndarray:
        """One mono sound -> probabilities [labels] that sum to 1; the labels of a mixture share them."""
        wave = torch.from_numpy(fitted(samples, rate_hz))[None]
        return functional.softmax(self(log_mel(wave, self.filters)).float(), -1)[0].numpy()
