"""What a picture's condition says about its layers: which things to draw, each alone, where they go, what lies behind.

Few latent tokens hold one large thing well and several small ones badly, so a scene is drawn as layers (as in
LLM-grounded diffusion, Lian et al. 2023): the flow draws every layer at full size under a condition of its own, and the
layers are laid over each other. Both the conditions and the places are read off the condition of the whole caption by
the small network here. Knows conditions; not captions, pixels or the flow.

Letters: B batch, T condition tokens, D condition width, P places.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

MOST_COPIES = 4
PLACES = MOST_COPIES + 1
"""Places of a scene: up to four of the first thing, then one of the second."""
ALONE = 0.8
"""A share of the side from which a thing fills the picture."""


@dataclass(frozen=True)
class Layers:
    """One batch as it is read; the conditions have the length of all conditions.

    things [B, 2, T, D]; behind [B, K] logits over backgrounds; present [B, P] logits; boxes [B, P, 3]: share of the
    side, centre across, centre down, each 0 to 1.
    """

    things: Tensor
    behind: Tensor
    present: Tensor
    boxes: Tensor


class LayerReader(nn.Module):
    """Condition [B, T, D] -> Layers. `backgrounds` [K, T, D] holds the conditions of empty scenes, the first of them
    the one that captions leave unsaid."""

    def __init__(self, num_tokens: int, dim: int, num_backgrounds: int = 19, width: int = 512) -> None:
        super().__init__()
        self.shape = (num_tokens, dim)
        size = num_tokens * dim
        self.body = nn.Sequential(nn.Linear(size, width), nn.GELU(), nn.Linear(width, width), nn.GELU())
        self.first, self.second = nn.Linear(width, size), nn.Linear(width, size)
        self.behind, self.present = nn.Linear(width, num_backgrounds), nn.Linear(width, PLACES)
        self.boxes = nn.Linear(width, 3 * PLACES)
        self.norm = nn.LayerNorm(dim, elementwise_affine=False)
        self.register_buffer("backgrounds", torch.zeros(num_backgrounds, num_tokens, dim))
        nn.init.zeros_(self.first.weight)  # a lone thing's condition is nearly that of the whole caption
        nn.init.zeros_(self.first.bias)

    def forward(self, condition: Tensor) -> Layers:
        h = self.body(condition.flatten(1))
        first = self.norm(condition + self.first(h).unflatten(1, self.shape))
        second = self.norm(self.second(h).unflatten(1, self.shape))
        boxes = self.boxes(h).unflatten(1, (PLACES, 3)).sigmoid()
        return Layers(torch.stack([first, second], 1), self.behind(h), self.present(h), boxes)
