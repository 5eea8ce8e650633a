"""Which pixels of a picture of one thing are the thing: a small convolutional network that gives its coverage.

Knows pixels only. Trained on painted things whose coverage is known (training/matte.py).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

CELL = 8


class Matte(nn.Module):
    """pixels [B, 3, S, S] in [-1, 1], S a multiple of 8 -> coverage [B, 1, S, S] in [0, 1].

    Works on cells of 8 x 8 pixels; blocks look 1, 2 and 4 cells far, so that the inside of a white thing on white paper
    is told by its outline.
    """

    def __init__(self, width: int = 64, reaches: tuple[int, ...] = (1, 2, 4, 2, 1)) -> None:
        super().__init__()
        self.into = nn.Conv2d(3 * CELL**2, width, 3, padding=1)
        self.blocks = nn.ModuleList(
            nn.Sequential(
                nn.GroupNorm(8, width), nn.SiLU(), nn.Conv2d(width, width, 3, padding=reach, dilation=reach),
                nn.GroupNorm(8, width), nn.SiLU(), nn.Conv2d(width, width, 3, padding=1),
            )
            for reach in reaches
        )  # fmt: skip
        self.out = nn.Conv2d(width + 3 * CELL**2, CELL**2, 3, padding=1)

    def logits(self, pixels: Tensor) -> Tensor:
        cells = F.pixel_unshuffle(pixels, CELL)
        x = self.into(cells)
        for block in self.blocks:
            x = x + block(x)
        return F.pixel_shuffle(self.out(torch.cat([x, cells], 1)), CELL)

    def forward(self, pixels: Tensor) -> Tensor:
        return self.logits(pixels).sigmoid()
