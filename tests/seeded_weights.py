"""Weights and media that two programs can make alike: every tensor is drawn by numpy from a seed made of its name."""

from collections.abc import Mapping
from zlib import crc32

import numpy as np
import torch

from nextgpt_core.media import Audio, Image, Video


def seeded_tensor(name: str, shape: tuple[int, ...]) -> torch.Tensor:
    """Small normal numbers; scales of normalisations lie around one."""
    drawn = np.random.default_rng(crc32(name.encode())).standard_normal(shape).astype(np.float32)
    is_scale = "norm" in name and name.endswith("weight") and len(shape) == 1
    return torch.from_numpy(1 + 0.1 * drawn if is_scale else drawn * 0.08)


def seeded_tensors(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, torch.Tensor]:
    return {name: seeded_tensor(name, tuple(shape)) for name, shape in shapes.items()}


def seeded_picture(height: int = 240, width: int = 317) -> Image:
    return Image(np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8))


def seeded_clip(height: int = 45, width: int = 80) -> Video:
    return Video(np.random.default_rng(2).integers(0, 256, (41, height, width, 3), dtype=np.uint8), 6.0)


def seeded_sound(seconds: float = 5.0) -> Audio:
    return Audio(np.random.default_rng(3).uniform(-0.5, 0.5, int(16_000 * seconds)).astype(np.float32), 16_000)
