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

    reads_embeddings = False

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
        return self.write(self.answers(span_hidden, mask))

    def answers(self, span_hidden: Tensor, mask: Tensor | None) -> Tensor:
        """What the queries found in the span, [B, T, width]."""
        memory = self.read(span_hidden)
        x = self.queries.expand(len(memory), -1, -1)
        for layer in self.layers:
            x = layer(x, memory, memory_key_padding_mask=None if mask is None else ~mask)
        return x


class GatedProjection(OutputProjection):
    """For decoders that read captions of any length, where rows of zeros are padding: every query also says how likely
    its row is there. While gradients are recorded a row is scaled by that, so that absent rows learn to be zero;
    otherwise it is there or exactly zero. The first row is always there."""

    def __init__(self, config: OutputProjectionConfig, hidden: int, condition_shape: tuple[int, int]) -> None:
        super().__init__(config, hidden, condition_shape)
        self.present = nn.Linear(config.width, 1)
        nn.init.zeros_(self.present.weight)
        nn.init.constant_(self.present.bias, 2.0)

    def forward(self, span_hidden: Tensor, mask: Tensor | None = None) -> Tensor:
        x = self.answers(span_hidden, mask)
        gate = self.present(x).sigmoid()
        if not torch.is_grad_enabled():
            gate = (gate > 0.5).to(x)
        gate = torch.cat([torch.ones_like(gate[:, :1]), gate[:, 1:]], 1)
        return self.write(x) * gate


class SignalProjection(nn.Module):
    """As released with NExT-GPT (Wu et al. 2024, section 3): an encoder-decoder transformer over the K signal tokens,
    whose T learned queries are decoded without any order of positions. The output is not normalised."""

    reads_embeddings = True
    """Each input is the hidden state of a signal token plus its input embedding."""

    def __init__(self, config: OutputProjectionConfig, hidden: int, condition_shape: tuple[int, int]) -> None:
        super().__init__()
        tokens, dim = condition_shape
        width, layers = config.width, config.num_layers
        self.read = nn.Linear(hidden, width)
        self.queries = nn.Parameter(torch.randn(1, tokens, width))
        self.transformer = nn.Transformer(
            width, config.num_heads, layers, layers, 4 * width, dropout=0.0, batch_first=True, norm_first=True
        )
        self.write = nn.Linear(width, dim)

    def forward(self, signal_inputs: Tensor, mask: Tensor | None = None) -> Tensor:
        """signal_inputs [B, K, D_llm] -> [B, T, D_cond]. A `mask` must be all True: no span is shorter than K."""
        if mask is not None and not bool(mask.all()):
            raise ValueError("every span has the same number of signal tokens; the mask must be all True")
        x = self.read(signal_inputs)
        return self.write(self.transformer(x, self.queries.expand(len(x), -1, -1)))


class MeanProjection(nn.Module):
    """One map from the mean of the span's states to all condition tokens at once: the kinds "linear" and "mlp" of the
    paper's ablation. The output is normalised like that of `OutputProjection`."""

    reads_embeddings = False

    def __init__(self, config: OutputProjectionConfig, hidden: int, condition_shape: tuple[int, int]) -> None:
        super().__init__()
        self.shape = condition_shape
        inner = [] if config.kind == "linear" else [nn.Linear(hidden, config.width), nn.GELU()]
        last = nn.Linear(config.width if inner else hidden, condition_shape[0] * condition_shape[1])
        self.read, self.map = nn.LayerNorm(hidden), nn.Sequential(*inner, last)
        self.norm = nn.LayerNorm(condition_shape[1], elementwise_affine=False)

    def forward(self, span_hidden: Tensor, mask: Tensor | None = None) -> Tensor:
        """span_hidden [B, L, D_llm], mask [B, L] True where real (None: all) -> [B, T, D_cond]."""
        real = span_hidden.new_ones(span_hidden.shape[:2]) if mask is None else mask.to(span_hidden.dtype)
        mean = (self.read(span_hidden) * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        return self.norm(self.map(mean).unflatten(-1, self.shape))


def build_output_projection(config: OutputProjectionConfig, hidden: int, condition_shape: tuple[int, int]) -> nn.Module:
    kinds = {"span": OutputProjection, "gated": GatedProjection, "signals": SignalProjection}
    kinds |= dict.fromkeys(("linear", "mlp"), MeanProjection)
    return kinds[config.kind](config, hidden, condition_shape)
