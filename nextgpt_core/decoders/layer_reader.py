"""What the layers of a picture are: which things to draw, each alone, where they go, and what lies behind.

The flow draws every layer at full size under a condition of its own, and the layers are laid over each other.

Letters: B batch, T condition tokens of one thing, D condition width, P places.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from nextgpt_core.decoders.things_reader import THINGS, ThingsReader

MOST_COPIES, MOST_THINGS = 4, 3
PLACES = MOST_THINGS * MOST_COPIES
"""Places of a picture: up to four of the first thing, as many of the second, and of the third."""


@dataclass(frozen=True)
class Layout:
    """behind [B, K] logits over backgrounds; present [B, P] logits; boxes [B, P, 3]: share of the side, centre across,
    centre down, each 0 to 1."""

    behind: Tensor
    present: Tensor
    boxes: Tensor


class LayerReader(ThingsReader):
    """`backgrounds` [K, T, D] holds the conditions of empty scenes, the first of them the one that captions leave
    unsaid."""

    def __init__(self, text_dim: int, num_tokens: int, dim: int, num_backgrounds: int = 19, width: int = 256) -> None:
        super().__init__(text_dim, num_tokens, dim, width, MOST_THINGS - THINGS)
        self.behind, self.present = nn.Linear(width, num_backgrounds), nn.Linear(width, PLACES)
        self.boxes = nn.Linear(width, 3 * PLACES)
        self.register_buffer("backgrounds", torch.zeros(num_backgrounds, num_tokens, dim))

    def layout_of(self, condition: Tensor) -> Layout:
        h = self.told_of(condition)
        return Layout(self.behind(h), self.present(h), self.boxes(h).unflatten(1, (PLACES, 3)).sigmoid())
