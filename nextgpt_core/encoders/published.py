"""Encoders whose network is a published transformers model: loaded from the hub or a folder, frozen, not stored by us.

What is ours is how a medium of any length becomes a fixed number of features.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.errors import MissingWeights
from nextgpt_core.media import Audio
from nextgpt_core.resampling import resampled


class PublishedEncoder(nn.Module):
    """settings: `source`, a hub repository or folder; `toy`, True for the same network at toy size, random."""

    frozen_prefixes = ("network.",)

    def __init__(self, num_features: int, dim: int, source: str = "", toy: bool = False) -> None:
        super().__init__()
        self.num_features, self.dim, self.source, self.toy = num_features, dim, source, toy
        self.network: nn.Module | None = self.toy_network().eval().requires_grad_(False) if toy else None

    def toy_network(self) -> nn.Module:
        raise NotImplementedError

    def published_network(self) -> nn.Module:
        raise NotImplementedError

    def load_pretrained(self) -> None:
        """Raises MissingWeights."""
        if self.toy:
            return
        try:
            self.network = self.published_network().eval().requires_grad_(False)
        except (OSError, ValueError) as error:
            raise MissingWeights(
                f"the encoder {self.source} cannot be loaded ({error}). Fetch it where there is a network: "
                f"hf download {self.source}"
            ) from error

    def run(self, **inputs: Any) -> Any:
        """The network's output. Raises MissingWeights before `load_pretrained`."""
        if self.network is None:
            raise MissingWeights(f"the encoder {self.source} is not loaded yet; call load_pretrained() first.")
        dtype = next(self.network.parameters()).dtype
        return self.network(**{k: v.to(dtype) if v.is_floating_point() else v for k, v in inputs.items()})

    def pooled(self, tokens: Tensor) -> Tensor:
        """[B, N, dim] of any N -> [B, num_features, dim] float32: means over equal stretches of the sequence."""
        return F.adaptive_avg_pool1d(tokens.float().transpose(1, 2), self.num_features).transpose(1, 2)


def windows_of(part: Audio, rate_hz: int, window_s: float, most: int) -> list[np.ndarray]:
    """A sound at rate_hz as up to `most` windows of window_s, spread evenly over it; the last may be short."""
    samples, length = resampled(part.samples, part.rate_hz, rate_hz), round(window_s * rate_hz)
    count = min(most, max(1, -(-len(samples) // length)))
    if count * length >= len(samples):
        starts = [i * length for i in range(count)]
    else:
        starts = [round(i * (len(samples) - length) / (count - 1)) for i in range(count)] if count > 1 else [0]
    return [samples[start : start + length] for start in starts]


def as_batch(pictures: list[np.ndarray], processor: Any) -> Tensor:
    """uint8 pictures [H, W, 3] -> float32 [N, 3, S, S] by a transformers image processor."""
    return torch.as_tensor(np.stack(processor(images=pictures, return_tensors="np")["pixel_values"]))
