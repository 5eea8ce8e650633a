"""Regions of a picture: what can be reached from its edge, and what fits where something is not known.

Knows pixels and masks only. Letters: B batch, C channels, S side in pixels.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def reached(free: Tensor) -> Tensor:
    """bool [1, S, S] -> which of the free pixels are joined, side by side, to a free one at the edge of the picture."""
    edge = torch.zeros_like(free)
    edge[:, [0, -1]] = edge[:, :, [0, -1]] = True
    return joined(edge, free)


def joined(seeds: Tensor, free: Tensor) -> Tensor:
    """bool [1, S, S], both -> which of the free pixels are joined, side by side, to one that is a seed."""
    now, count = seeds & free, -1
    while (total := int(now.sum())) != count:
        count = total
        for _ in range(8):  # between two counts; shifts of booleans take a hundredth of a max-pooling's time
            near = now.clone()
            near[:, 1:] |= now[:, :-1]
            near[:, :-1] |= now[:, 1:]
            near[:, :, 1:] |= now[:, :, :-1]
            near[:, :, :-1] |= now[:, :, 1:]
            now = near & free
    return now


def shrunk(region: Tensor, by: int) -> Tensor:
    """[B, 1, S, S] -> the least of the pixels up to `by` away: a region of ones without its outermost pixels."""
    return -F.max_pool2d(-region, 2 * by + 1, 1, by)


def filled(values: Tensor, known: Tensor) -> Tensor:
    """Values [B, C, S, S] where `known` [B, 1, S, S] is one, and elsewhere what fits: the mean of what is known of the
    row, for horizons and fades lie across, and how the surroundings differ from theirs."""
    total = (values * known).mean((2, 3), keepdim=True) / known.mean((2, 3), keepdim=True).clamp(min=1e-6)
    rows = ((values * known).sum(3, keepdim=True) + total) / (known.sum(3, keepdim=True) + 1)
    return rows + spread(values - rows, known)


def spread(values: Tensor, known: Tensor) -> Tensor:
    """Values [B, C, S, S] where `known` [B, 1, S, S] is one, and elsewhere what is known around it, the coarser the
    farther away (pull-push, Gortler et al. 1996)."""
    if values.shape[-1] % 2:
        total = known.sum((2, 3), keepdim=True).clamp(min=1e-6)
        return torch.lerp((values * known).sum((2, 3), keepdim=True) / total, values, known)
    less = F.avg_pool2d(known, 2)
    coarse = spread(F.avg_pool2d(values * known, 2) / less.clamp(min=1e-6), less)
    return torch.lerp(F.interpolate(coarse, scale_factor=2, mode="bilinear"), values, known)
