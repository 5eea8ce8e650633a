"""The velocity network of all our decoders: a transformer over latent tokens of any grid (picture, clip or sound).

Rectified flow (Liu et al. 2022): x_t = (1 - t) x + t n with noise n, velocity v = n - x, t = 1 is pure noise.
Blocks follow DiT (Peebles & Xie 2023) with one shared modulation as in PixArt-alpha (Chen et al. 2023); the text
condition enters three times: as tokens in the same attention, as a pooled vector in the modulation, and as a draft, the
medium that a small network expects on average under the condition, laid beside the noisy tokens. The draft is learned
by plain regression, hundreds of times cheaper per example than denoising; the flow only has to refine it.

Letters: B batch, N latent tokens, C latent channels, T condition tokens, D condition width, W model width.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import Tensor, nn

LEAST_COUNT = 1e-4
"""Of a token that does not count: its logarithm is added to the attention it gets."""


class TextCondition(nn.Module):
    """Caption states [B, L, D_text] -> fixed condition [B, T, D]: T learned queries read the states.

    The output is layer-normalised without gain, so every condition token has the same length whatever the caption:
    a bounded target for the output projections.
    """

    def __init__(self, text_dim: int, num_tokens: int, dim: int, num_heads: int = 4) -> None:
        super().__init__()
        # Hidden states share a large mean and a few huge dimensions; standardised, captions differ where they differ.
        self.register_buffer("text_mean", torch.zeros(text_dim))
        self.register_buffer("text_scale", torch.ones(text_dim))
        self.read = nn.Linear(text_dim, dim)
        self.queries = nn.Parameter(torch.randn(num_tokens, dim) * 0.02)
        self.attention = nn.MultiheadAttention(dim, num_heads, batch_first=True)
        self.mlp = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))
        self.norm = nn.LayerNorm(dim, elementwise_affine=False)

    def standardised(self, states: Tensor) -> Tensor:
        return (states - self.text_mean) / self.text_scale

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """states [B, L, D_text], mask [B, L] True where a token is real -> [B, T, D]. A mask of numbers, 0 to 1, says
        how much each token counts."""
        tokens = self.read(self.standardised(states))
        counts = mask.to(tokens.dtype)
        pooled = (tokens * counts[..., None]).sum(1, keepdim=True) / counts.sum(1).clamp(min=1)[:, None, None]
        queries = self.queries.expand(len(tokens), -1, -1) + pooled
        hidden = ~mask if mask.dtype == torch.bool else mask.clamp(min=LEAST_COUNT).log().to(tokens.dtype)
        x = pooled + self.attention(queries, tokens, tokens, key_padding_mask=hidden, need_weights=False)[0]
        return self.norm(x + self.mlp(x))


class FlowBlock(nn.Module):
    """Modulated self-attention over condition and latent tokens together, then a modulated MLP."""

    def __init__(self, width: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.norm1 = nn.LayerNorm(width, elementwise_affine=False)
        self.norm2 = nn.LayerNorm(width, elementwise_affine=False)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp_in, self.mlp_out = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.modulation = nn.Parameter(torch.randn(6, width) / width**0.5)
        self.query_norm, self.key_norm = nn.RMSNorm(width // num_heads), nn.RMSNorm(width // num_heads)

    def forward(self, x: Tensor, shared: Tensor) -> Tensor:
        """x [B, T + N, W], shared [B, 6, W] -> [B, T + N, W]."""
        shift1, scale1, gate1, shift2, scale2, gate2 = (shared + self.modulation).unsqueeze(2).unbind(1)
        h = self.norm1(x) * (1 + scale1) + shift1
        q, k, v = self.qkv(h).unflatten(-1, (3, self.num_heads, -1)).permute(2, 0, 3, 1, 4)
        q, k = self.query_norm(q), self.key_norm(k)
        # Written out: on CPUs the two small batched products and the softmax train faster than the fused kernel.
        weights = (q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5).softmax(-1)
        x = x + gate1 * self.out((weights.to(v.dtype) @ v).transpose(1, 2).flatten(2))
        h = self.norm2(x) * (1 + scale2) + shift2
        return x + gate2 * self.mlp_out(F.gelu(self.mlp_in(h), approximate="tanh"))


class Draft(nn.Module):
    """Condition [B, T, D] -> the average medium under it, as latent tokens [B, N, C]."""

    def __init__(self, condition: int, hidden: int, num_tokens: int, channels: int) -> None:
        super().__init__()
        self.shape = (num_tokens, channels)
        self.layers = nn.Sequential(
            nn.Linear(condition, hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.GELU(),
            nn.Linear(hidden, num_tokens * channels),
        )  # fmt: skip

    def forget(self) -> None:
        """Draws all weights anew."""
        for layer in self.layers:
            if isinstance(layer, nn.Linear):
                layer.reset_parameters()

    def forward(self, condition: Tensor) -> Tensor:
        return self.layers(condition.flatten(1)).unflatten(1, self.shape)


class LatentFlow(ModelMixin, ConfigMixin):
    """Predicts the velocity of noisy latent tokens under a text condition.

    Args:
        grid: token grid, e.g. (8, 8) for a picture, (80,) for a sound; N is its product.
        channels: C, numbers per token.
        text_dim: width of the caption states that `condition` reads.
        condition_tokens, condition_dim: T and D.
        draft_width: hidden width of the draft network.
    """

    @register_to_config
    def __init__(
        self,
        grid: tuple[int, ...],
        channels: int,
        text_dim: int = 576,
        condition_tokens: int = 8,
        condition_dim: int = 256,
        width: int = 256,
        num_layers: int = 8,
        num_heads: int = 4,
        draft_width: int = 768,
    ) -> None:
        super().__init__()
        self.condition = TextCondition(text_dim, condition_tokens, condition_dim)
        self.null_condition = nn.Parameter(torch.randn(condition_tokens, condition_dim))
        self.draft = Draft(condition_tokens * condition_dim, draft_width, math.prod(grid), channels)
        self.patch_in, self.patch_out = nn.Linear(2 * channels, width), nn.Linear(width, channels)
        # One table per axis: positions of an (8, 8) grid need 16 rows, not 64, and share what an axis means.
        self.positions = nn.ParameterList(
            [nn.Parameter(torch.randn(*(n if i == a else 1 for i in range(len(grid))), width) * 0.02)
             for a, n in enumerate(grid)]
        )  # fmt: skip
        self.condition_in = nn.Linear(condition_dim, width)
        self.pooled_in = nn.Linear(condition_tokens * condition_dim, width)
        self.time_in = nn.Sequential(nn.Linear(width, width), nn.SiLU(), nn.Linear(width, width))
        self.modulation = nn.Sequential(nn.SiLU(), nn.Linear(width, 6 * width))
        self.blocks = nn.ModuleList(FlowBlock(width, num_heads) for _ in range(num_layers))
        self.norm_out = nn.LayerNorm(width, elementwise_affine=False)
        self.modulation_out = nn.Sequential(nn.SiLU(), nn.Linear(width, 2 * width))
        for layer in (self.patch_out, self.modulation[1]):  # start at zero velocity and near-identity blocks
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    @property
    def num_tokens(self) -> int:
        return math.prod(self.config.grid)

    @property
    def condition_shape(self) -> tuple[int, int]:
        return self.config.condition_tokens, self.config.condition_dim

    def _time(self, t: Tensor) -> Tensor:
        half = self.config.width // 2
        frequencies = torch.exp(-math.log(10_000) * torch.arange(half, device=t.device) / half)
        angles = 1000 * t.float()[:, None] * frequencies
        return self.time_in(torch.cat([angles.cos(), angles.sin()], dim=-1).to(self.dtype))

    def forward(self, x: Tensor, t: Tensor, condition: Tensor) -> Tensor:
        """x [B, N, C] noisy tokens, t [B] in [0, 1], condition [B, T, D] -> velocity [B, N, C]."""
        positions = sum(self.positions[1:], start=self.positions[0]).flatten(0, -2)
        beside = torch.cat([x, self.draft(condition).to(x.dtype)], dim=-1)
        h = torch.cat([self.condition_in(condition), self.patch_in(beside) + positions], dim=1)
        signal = self._time(t) + self.pooled_in(condition.flatten(1))
        shared = self.modulation(signal).unflatten(-1, (6, -1))
        for block in self.blocks:
            h = block(h, shared)
        scale, shift = self.modulation_out(signal)[:, None].chunk(2, dim=-1)
        return self.patch_out(self.norm_out(h[:, condition.shape[1] :]) * (1 + scale) + shift)
