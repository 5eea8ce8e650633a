"""What the layers of a picture are: which things to draw, each alone, where they go, and what lies behind.

Few latent tokens hold one large thing well and several small ones badly, so a scene is drawn as layers (as in
LLM-grounded diffusion, Lian et al. 2023): the flow draws every layer at full size under a condition of its own, and the
layers are laid over each other. The conditions of the layers are read off the caption's states; with a few tokens that
hold the layout they are the condition of the whole picture, so that output projections can imitate them.

Letters: B batch, L state length, T condition tokens of one thing, D condition width, P places.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from nextgpt_core.decoders.latent_flow import TextCondition

THINGS, LAYOUT_TOKENS = 2, 2
MOST_COPIES = 4
PLACES = MOST_COPIES + 1
"""Places of a picture: up to four of the first thing, then one of the second."""


@dataclass(frozen=True)
class Layout:
    """behind [B, K] logits over backgrounds; present [B, P] logits; boxes [B, P, 3]: share of the side, centre across,
    centre down, each 0 to 1."""

    behind: Tensor
    present: Tensor
    boxes: Tensor


class LayerReader(nn.Module):
    """Caption states -> condition [B, THINGS * T + LAYOUT_TOKENS, D], and the layout from its last tokens.

    A gate says of every token of the caption how much it belongs to each thing, and the thing is read from those
    tokens as if nothing else had been said. `backgrounds` [K, T, D] holds the conditions of empty scenes, the first of
    them the one that captions leave unsaid.
    """

    def __init__(self, text_dim: int, num_tokens: int, dim: int, num_backgrounds: int = 19, width: int = 256) -> None:
        super().__init__()
        self.num_tokens = num_tokens
        self.gate = nn.Sequential(nn.Linear(text_dim, width), nn.GELU(), nn.Linear(width, THINGS))
        self.layout = TextCondition(text_dim, LAYOUT_TOKENS, dim)
        self.body = nn.Sequential(nn.Linear(LAYOUT_TOKENS * dim, width), nn.GELU())
        self.behind, self.present = nn.Linear(width, num_backgrounds), nn.Linear(width, PLACES)
        self.boxes = nn.Linear(width, 3 * PLACES)
        self.register_buffer("backgrounds", torch.zeros(num_backgrounds, num_tokens, dim))

    @property
    def condition_tokens(self) -> int:
        return THINGS * self.num_tokens + LAYOUT_TOKENS

    def forward(self, states: Tensor, mask: Tensor, read: TextCondition) -> Tensor:
        """states [B, L, D_text], mask [B, L] True where real, `read`: the flow's reading of captions ->
        [B, THINGS * T + LAYOUT_TOKENS, D]."""
        counts = self.gate(self.layout.standardised(states)).sigmoid() * mask[..., None]
        things = [read(states, counts[..., number]) for number in range(THINGS)]
        return torch.cat([*things, self.layout(states, mask)], dim=1)

    def things_of(self, condition: Tensor) -> Tensor:
        """-> [B, THINGS, T, D]."""
        return condition[:, :-LAYOUT_TOKENS].unflatten(1, (THINGS, self.num_tokens))

    def layout_of(self, condition: Tensor) -> Layout:
        h = self.body(condition[:, -LAYOUT_TOKENS:].flatten(1))
        return Layout(self.behind(h), self.present(h), self.boxes(h).unflatten(1, (PLACES, 3)).sigmoid())
