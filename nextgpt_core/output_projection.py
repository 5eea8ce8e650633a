"""Hidden states of a signal span [B, L, D_llm] -> the condition [B, T, D_cond] that a decoder was trained on.

T learned queries read the projected hidden states of the whole span, from its open token over its caption to its last
signal token (after GILL's mapper, Koh et al. 2023, which NExT-GPT's output projection follows; those read the K signal
tokens alone). Knows no language model and no decoder.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from nextgpt_core.config import OutputProjectionConfig


class OutputProjection(nn.Module):
    """The output is layer-normalised without gain, like the conditions it imitates."""

    def __init__(self, config: OutputProjectionConfig, hidden: int, condition_shape: tuple[int, int]) -> None:
        super().__init__()
        tokens, dim = condition_shape
        self.read = nn.Sequential(nn.LayerNorm(hidden), nn.Linear(hidden, config.width))
        self.queries = nn.Parameter(torch.randn(tokens, config.width) * 0.02)
        self.layers = nn.ModuleList(
            nn.TransformerDecoderLayer(
                config.width, config.num_heads, 4 * config.width, 0.0, "gelu", batch_first=True, norm_first=True
            )
            for _ in range(config.num_layers)
        )
        self.write = nn.Sequential(nn.Linear(config.width, dim), nn.LayerNorm(dim, elementwise_affine=False))

    def forward(self, span_hidden: Tensor, mask: Tensor | None = None) -> Tensor:
        """span_hidden [B, L, D_llm], mask [B, L] True where real (None: all) -> [B, T, D_cond]."""
        memory = self.read(span_hidden)
        x = self.queries.expand(len(memory), -1, -1)
        for layer in self.layers:
            x = layer(x, memory, memory_key_padding_mask=None if mask is None else ~mask)
        return self.write(x)
