"""What a decoder's condition asks for, in the words of an encoder: so that a medium can be held against its request.

Several candidates made from one condition differ by their noise alone; the one in which the encoder sees most of what
the condition asks for is kept (as CLIP ranked the pictures of DALL-E, Ramesh et al. 2021). Knows conditions and numbers
of classes; neither decoders, encoders nor words.

Letters: B batch, T condition tokens, D condition width, N candidates.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

FLOOR = 1e-3
"""A head that sees nothing of what is asked counts as this probability: one surprise does not outvote the rest."""

WIDEST, WIDTH_TIMES_TOKENS = 384, 3072


class ConditionReader(nn.Module):
    """condition [B, T, D] -> probabilities over the classes of each head.

    Args: condition_shape (T, D); classes: head -> number of classes, as an encoder's `recognises` gives them. The one
    hidden layer keeps thousands of classes over thousands of numbers small; the longer the condition, the narrower.
    """

    def __init__(self, condition_shape: tuple[int, int], classes: dict[str, int]) -> None:
        super().__init__()
        tokens, dim = condition_shape
        width = min(WIDEST, WIDTH_TIMES_TOKENS // tokens)
        self.body = nn.Sequential(nn.Linear(tokens * dim, width), nn.GELU())
        self.heads = nn.ModuleDict({name: nn.Linear(width, count) for name, count in classes.items()})

    def logits(self, condition: Tensor) -> dict[str, Tensor]:
        """[B, T, D] -> head -> logits [B, classes]."""
        body = self.body(condition.flatten(1))
        return {name: head(body) for name, head in self.heads.items()}

    def forward(self, condition: Tensor) -> dict[str, Tensor]:
        """[B, T, D] -> head -> probabilities [B, classes], float32."""
        return {name: logits.float().softmax(-1) for name, logits in self.logits(condition.float()).items()}


def agreement(asked: dict[str, Tensor], seen: dict[str, Tensor]) -> dict[str, Tensor]:
    """Probabilities asked [1, classes] and seen [N, classes] of each head -> head -> probability [N] that both mean the
    same class. Where nothing certain is asked, it hardly depends on what is seen."""
    return {name: (asked[name].to(seen[name]) * seen[name]).sum(-1) for name in asked}


def fit(asked: dict[str, Tensor], seen: dict[str, Tensor]) -> Tensor:
    """How well each of N candidates fits: [N], the sum of log-probabilities over the heads; at most 0."""
    logs = [share.clamp(min=FLOOR).log() for share in agreement(asked, seen).values()]
    return torch.stack(logs).sum(0)
