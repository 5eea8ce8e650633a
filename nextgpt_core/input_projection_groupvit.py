"""The grouping input projection of NExT-GPT's paper: features gather into ever fewer concept tokens (after GroupViT, Xu
et al. 2022, section 3). Names of tensors follow checkpoints of the public training code: these load as they are.

Each stage appends learned group tokens to the features and runs transformer blocks over both; then every feature is
given to one group, and the mean of a group is its new token. At 512 wide (features of 1,024) with 64 and
then 8 groups it has 53 million weights. Written from the paper and the names and shapes of the weights.

Letters: B batch, P features, G groups, W width.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class TokenMLP(nn.Module):
    """Two matrices with a GELU between; `across` makes it mix tokens instead of channels."""

    def __init__(self, inputs: int, hidden: int, outputs: int, across: bool = False) -> None:
        super().__init__()
        self.fc1, self.fc2, self.across = nn.Linear(inputs, hidden), nn.Linear(hidden, outputs), across

    def forward(self, x: Tensor) -> Tensor:
        if self.across:
            return self.fc2(F.gelu(self.fc1(x.transpose(1, 2)))).transpose(1, 2)
        return self.fc2(F.gelu(self.fc1(x)))


class SelfAttention(nn.Module):
    def __init__(self, width: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads, self.qkv, self.proj = (
            num_heads,
            nn.Linear(width, 3 * width, bias=False),
            nn.Linear(width, width),
        )

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = self.qkv(x).unflatten(-1, (3, self.num_heads, -1)).permute(2, 0, 3, 1, 4)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class CrossAttention(nn.Module):
    def __init__(self, width: int, num_heads: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.q_proj, self.k_proj, self.v_proj = (nn.Linear(width, width) for _ in range(3))
        self.proj = nn.Linear(width, width)

    def _heads(self, query: Tensor, keys: Tensor) -> list[Tensor]:
        projected = (self.q_proj(query), self.k_proj(keys), self.v_proj(keys))
        return [t.unflatten(-1, (self.num_heads, -1)).transpose(1, 2) for t in projected]

    def forward(self, query: Tensor, keys: Tensor) -> Tensor:
        out = F.scaled_dot_product_attention(*self._heads(query, keys))
        return self.proj(out.transpose(1, 2).flatten(2))


class Assignment(CrossAttention):
    """Each feature goes to the one group it fits best (straight through: gradients see the soft choice; Gumbel noise
    while training); a group is the sum of its features over their count plus one."""

    def __init__(self, width: int) -> None:
        super().__init__(width, 1)

    def forward(self, query: Tensor, keys: Tensor) -> Tensor:
        q, k, v = self._heads(query, keys)
        logits = q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5  # [B, 1, G, P]
        if self.training:
            weights = F.gumbel_softmax(logits, hard=True, dim=-2)
        else:
            soft = logits.softmax(-2)
            hard = torch.zeros_like(soft).scatter_(-2, soft.argmax(-2, keepdim=True), 1.0)
            weights = hard - soft.detach() + soft
        weights = weights / (weights.sum(-1, keepdim=True) + 1)
        return self.proj((weights @ v).transpose(1, 2).flatten(2))


class SelfBlock(nn.Module):
    def __init__(self, width: int, num_heads: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn, self.mlp = SelfAttention(width, num_heads), TokenMLP(width, 4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class CrossBlock(nn.Module):
    """Group tokens look at the features before features are assigned to them."""

    def __init__(self, width: int, num_heads: int) -> None:
        super().__init__()
        self.norm_post, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn, self.mlp = CrossAttention(width, num_heads), TokenMLP(width, 4 * width, width)

    def forward(self, groups: Tensor, features: Tensor) -> Tensor:
        x = groups + self.attn(groups, features)
        return self.norm_post(x + self.mlp(self.norm2(x)))


class Gather(nn.Module):
    """features [B, P, W], group tokens [B, S, W] -> new tokens [B, G, W]."""

    def __init__(self, width: int, num_heads: int, num_tokens: int, num_groups: int) -> None:
        super().__init__()
        self.norm_tokens, self.norm_post_tokens, self.norm_x, self.norm_new_x = (nn.LayerNorm(width) for _ in range(4))
        self.mlp_inter = TokenMLP(num_tokens, width // 2, num_groups, across=True)
        self.pre_assign_attn, self.assign = CrossBlock(width, num_heads), Assignment(width)
        self.mlp_channels = TokenMLP(width, 4 * width, width)

    def forward(self, features: Tensor, tokens: Tensor) -> Tensor:
        features = self.norm_x(features)
        groups = self.norm_post_tokens(self.mlp_inter(self.norm_tokens(tokens)))
        groups = self.pre_assign_attn(groups, features)
        groups = self.assign(groups, features) + groups
        return groups + self.mlp_channels(self.norm_new_x(groups))


class Stage(nn.Module):
    """Blocks over features and group tokens, then, in all stages but the last, `Gather`."""

    def __init__(self, width: int, num_heads: int, depth: int, num_tokens: int, num_before: int) -> None:
        super().__init__()
        self.num_tokens = num_tokens
        self.blocks = nn.ModuleList(SelfBlock(width, num_heads) for _ in range(depth))
        if num_tokens:
            scale = 0.0 if num_before else 0.02
            self.group_token = nn.Parameter(torch.randn(1, num_tokens, width) * scale)
            self.downsample = Gather(width, num_heads, num_tokens, num_tokens)
        if num_tokens and num_before:
            inherit = TokenMLP(num_before, width // 2, num_tokens, across=True)
            self.group_projector = nn.Sequential(nn.LayerNorm(width), inherit)

    def forward(self, x: Tensor, before: Tensor | None) -> tuple[Tensor, Tensor | None]:
        """x [B, P, W], group tokens of the stage before -> (new x, this stage's group tokens)."""
        length = x.shape[1]
        if self.num_tokens:
            tokens = self.group_token.expand(len(x), -1, -1)
            if before is not None:
                tokens = tokens + self.group_projector(before)
            x = torch.cat([x, tokens], 1)
        for block in self.blocks:
            x = block(x)
        if not self.num_tokens:
            return x, None
        features, tokens = x[:, :length], x[:, length:]
        return self.downsample(features, tokens), tokens


class GroupViTProjection(nn.Module):
    """features [B, P, D_enc] -> `num_tokens` concept tokens [B, Q, D_llm]."""

    def __init__(
        self,
        dim: int,
        hidden: int,
        num_tokens: int = 8,
        depths: tuple[int, ...] = (6, 3, 3),
        first_groups: int = 64,
    ) -> None:
        super().__init__()
        width, groups = dim // 2, (first_groups, num_tokens, 0)
        num_heads = max(1, width // 64)
        self.in_fc, self.norm, self.out_fc = nn.Linear(dim, width), nn.LayerNorm(width), nn.Linear(width, hidden)
        self.layers = nn.ModuleList(
            Stage(width, num_heads, depth, groups[i], groups[i - 1] if i else 0) for i, depth in enumerate(depths)
        )

    def forward(self, features: Tensor) -> Tensor:
        x, tokens = self.in_fc(features), None
        for stage in self.layers:
            x, tokens = stage(x, tokens)
        return self.out_fc(self.norm(x))
