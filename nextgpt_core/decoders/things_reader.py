"""What a caption asks for, taken apart: its things, each as if nothing else had been said, and how they go together.

A decoder's few latent tokens hold one thing well and several badly, so what a caption asks for is made one thing at a
time and put together afterwards (for pictures LLM-grounded diffusion, Lian et al. 2023). The conditions of the things
are read off the caption's states; with a few tokens that hold the layout they are the condition of the whole medium, so
that output projections can imitate them.

Letters: B batch, L state length, T condition tokens of one thing, D condition width.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from nextgpt_core.decoders.latent_flow import TextCondition

THINGS, LAYOUT_TOKENS = 2, 2
"""What a condition always holds. Those of captions may hold further things, after the layout; projected signals do
not."""


class ThingsReader(nn.Module):
    """Caption states -> condition [B, THINGS * T + LAYOUT_TOKENS, D], longer by T for each of `further` things.

    A gate says of every token of the caption how much it belongs to each thing, and the thing is read from those
    tokens as if nothing else had been said. Subclasses read the layout off the last tokens.
    """

    def __init__(self, text_dim: int, num_tokens: int, dim: int, width: int = 256, further: int = 0) -> None:
        super().__init__()
        self.num_tokens, self.num_things = num_tokens, THINGS + further
        self.gate = nn.Sequential(nn.Linear(text_dim, width), nn.GELU(), nn.Linear(width, self.num_things))
        self.layout = TextCondition(text_dim, LAYOUT_TOKENS, dim)
        self.body = nn.Sequential(nn.Linear(LAYOUT_TOKENS * dim, width), nn.GELU())

    @property
    def condition_tokens(self) -> int:
        return THINGS * self.num_tokens + LAYOUT_TOKENS

    def forward(self, states: Tensor, mask: Tensor, read: TextCondition) -> Tensor:
        """states [B, L, D_text], mask [B, L] True where real, `read`: the flow's reading of captions ->
        [B, num_things * T + LAYOUT_TOKENS, D]."""
        counts = self.gate(self.layout.standardised(states)).sigmoid() * mask[..., None]
        things = [read(states, counts[..., number]) for number in range(self.num_things)]
        return torch.cat([*things[:THINGS], self.layout(states, mask), *things[THINGS:]], dim=1)

    def things_of(self, condition: Tensor) -> Tensor:
        """-> [B, as many things as it holds, T, D]."""
        before = THINGS * self.num_tokens
        things = torch.cat([condition[:, :before], condition[:, before + LAYOUT_TOKENS :]], dim=1)
        return things.unflatten(1, (-1, self.num_tokens))

    def told_of(self, condition: Tensor) -> Tensor:
        """-> [B, width], what heads read the layout from."""
        before = THINGS * self.num_tokens
        return self.body(condition[:, before : before + LAYOUT_TOKENS].flatten(1))
