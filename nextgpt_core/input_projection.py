"""Encoder features [B, P, D_enc] -> soft tokens [B, Q, D_llm] that the language model reads like word embeddings.

Kinds, as in NExT-GPT and its ancestors: `linear` (one matrix), `mlp` (two), `grouping` (learned queries collect the
features into Q concept tokens, after GroupViT, Xu et al. 2022), and two that hold released weights: `two-layer` and
`groupvit` (input_projection_groupvit.py). Knows no encoder and no language model.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from nextgpt_core.config import InputProjectionConfig
from nextgpt_core.input_projection_groupvit import GroupViTProjection


class LinearProjection(nn.Module):
    """Starts as the identity where widths agree: features of our encoders already live in the word space."""

    def __init__(self, dim: int, hidden: int) -> None:
        super().__init__()
        self.project = nn.Linear(dim, hidden)
        nn.init.zeros_(self.project.bias)
        if dim == hidden:
            nn.init.eye_(self.project.weight)

    def forward(self, features: Tensor) -> Tensor:
        return self.project(features)


class MLPProjection(nn.Module):
    """A linear path plus a two-layer correction that starts at zero."""

    def __init__(self, dim: int, hidden: int) -> None:
        super().__init__()
        self.linear = LinearProjection(dim, hidden)
        self.correction = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, hidden), nn.GELU(), nn.Linear(hidden, hidden))
        nn.init.zeros_(self.correction[-1].weight)
        nn.init.zeros_(self.correction[-1].bias)

    def forward(self, features: Tensor) -> Tensor:
        return self.linear(features) + self.correction(features)


class TwoLayerProjection(nn.Module):
    """Two matrices with a GELU between, the "mlp" of the released code."""

    def __init__(self, dim: int, hidden: int) -> None:
        super().__init__()
        self.layer = nn.Sequential(nn.Linear(dim, hidden), nn.GELU(), nn.Linear(hidden, hidden))

    def forward(self, features: Tensor) -> Tensor:
        return self.layer(features)


class GroupingProjection(nn.Module):
    """Q learned queries gather the P features: cross-attention, then an MLP."""

    def __init__(self, dim: int, hidden: int, num_tokens: int, num_heads: int = 4) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(num_tokens, dim) * 0.02)
        self.norm = nn.LayerNorm(dim)
        self.attention = nn.MultiheadAttention(dim, num_heads, batch_first=True)
        self.out = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, hidden), nn.GELU(), nn.Linear(hidden, hidden))

    def forward(self, features: Tensor) -> Tensor:
        keys = self.norm(features)
        queries = self.queries.expand(len(features), -1, -1)
        return self.out(queries + self.attention(queries, keys, features, need_weights=False)[0])


def build_input_projection(config: InputProjectionConfig, num_features: int, dim: int, hidden: int) -> nn.Module:
    """num_features P and dim of the encoder, hidden D_llm. Q is P for linear and mlp, else config.num_tokens."""
    if config.kind == "grouping":
        return GroupingProjection(dim, hidden, config.num_tokens or num_features)
    if config.kind == "groupvit":
        return GroupViTProjection(dim, hidden, config.num_tokens or num_features)
    kinds = {"linear": LinearProjection, "mlp": MLPProjection, "two-layer": TwoLayerProjection}
    return kinds[config.kind](dim, hidden)
