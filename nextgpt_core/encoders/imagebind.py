"""ImageBind-huge (Girdhar et al. 2023): one embedding space for pictures, clips and sounds, frozen.

A vision transformer reads two frames at once (a picture is shown twice), another reads log-mel spectrograms; a medium's
stretches and crops are averaged. Features are what the released NExT-GPT reads: the unit class vector of each medium
("class", one feature of 1024), or, as its later code does, the unit vectors of all patches ("patches").
Weights: `imagebind_huge.pth`, CC-BY-NC-SA 4.0, non-commercial.

Letters: B batch, S stretches and crops, T frames, N patches, W width, D width of the shared space.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.encoders.imagebind_media import (
    NUM_BANDS,
    NUM_MEL_FRAMES,
    SIZE_PX,
    clip_pixels,
    picture_pixels,
    sound_mels,
)
from nextgpt_core.errors import BadInput, MissingWeights
from nextgpt_core.media import Audio, Image, Modality, Video
from nextgpt_core.weights import check_tensors, load_pickle_tensors, preset_file

SIGHT = {"width": 1280, "num_blocks": 32, "num_heads": 16}
HEARING = {"width": 768, "num_blocks": 12, "num_heads": 12}
"""Sizes of the two published transformers, in the words of `Trunk`."""

OTHER_SENSES = tuple(
    f"modality_{part}.{sense}."
    for part in ("preprocessors", "trunks", "heads", "postprocessors")
    for sense in ("text", "depth", "thermal", "imu")
)
"""Parts of the published file that are not read here."""


class Block(nn.Module):
    """Pre-norm attention and MLP. Hearing has one learned key and value beside the tokens."""

    def __init__(self, width: int, num_heads: int, extra_key: bool) -> None:
        super().__init__()
        self.norm_1, self.norm_2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.attention = nn.MultiheadAttention(width, num_heads, add_bias_kv=extra_key, batch_first=True)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        h = self.norm_1(x)
        x = x + self.attention(h, h, h, need_weights=False)[0]
        return x + self.mlp(self.norm_2(x))


class Trunk(nn.Module):
    """Stem, transformer and head of one sense. `published_name` ties its tensors to the released file."""

    def __init__(self, sense: str, stem: nn.Module, num_patches: int, sizes: dict[str, int], dim: int) -> None:
        super().__init__()
        width, seeing, self.loaded = sizes["width"], sense == "vision", False
        self.sense, self.stem, self.num_patches = sense, stem, num_patches
        self.class_token = nn.Parameter(torch.randn(1, 1, width) * width**-0.5)
        self.positions = nn.Parameter(torch.randn(1, 1 + num_patches, width) * width**-0.5)
        self.stem_norm = nn.Identity() if seeing else nn.LayerNorm(width)
        self.first_norm = nn.LayerNorm(width, eps=1e-6) if seeing else nn.Identity()
        self.blocks = nn.ModuleList(Block(width, sizes["num_heads"], not seeing) for _ in range(sizes["num_blocks"]))
        self.last_norm, self.head = nn.LayerNorm(width, eps=1e-6), nn.Linear(width, dim, bias=False)

    def forward(self, media: Tensor) -> Tensor:
        """What the stem reads, [B, ...] -> [B, 1 + N, D]: class vector first; not yet unit vectors."""
        patches = self.stem_norm(self.stem(media.to(self.head.weight.dtype)).flatten(2).transpose(1, 2))
        x = torch.cat([self.class_token.expand(len(patches), -1, -1), patches], 1) + self.positions
        x = self.first_norm(x)
        for block in self.blocks:
            x = block(x)
        return self.head(self.last_norm(x))

    def published_name(self, name: str) -> str:
        """Name in `imagebind_huge.pth` of our tensor `name`."""
        first, _, rest = name.partition(".")
        sense, stem = self.sense, "rgbt_stem.proj.1." if self.sense == "vision" else "rgbt_stem.proj."
        rest = rest.replace("attention.", "attn.").replace("mlp.0.", "mlp.fc1.").replace("mlp.2.", "mlp.fc2.")
        return {
            "class_token": f"modality_preprocessors.{sense}.cls_token",
            "positions": f"modality_preprocessors.{sense}.pos_embedding_helper.pos_embed",
            "stem": f"modality_preprocessors.{sense}.{stem}{rest}",
            "stem_norm": f"modality_preprocessors.{sense}.rgbt_stem.norm_layer.{rest}",
            "first_norm": f"modality_trunks.{sense}.pre_transformer_layer.0.{rest}",
            "blocks": f"modality_trunks.{sense}.blocks.{rest}",
            "last_norm": f"modality_heads.{sense}.0.{rest}",
            "head": f"modality_heads.{sense}.2.{rest}",
        }[first]

    def load(self, published: dict[str, Tensor], source: Path | str) -> None:
        """Fills every tensor from the released file's. Raises MissingWeights naming what is missing or misshapen."""
        known = (f"modality_{part}.{sense}." for part in ("preprocessors", "trunks", "heads", "postprocessors")
                 for sense in ("vision", "audio"))  # fmt: skip
        known = (*known, *OTHER_SENSES)
        if strangers := [name for name in published if not name.startswith(known)]:
            raise MissingWeights(f"{source} is not imagebind_huge.pth: it holds {strangers[0]}. Fetch it again.")
        own = self.state_dict()
        wanted = {self.published_name(name): name for name in own}
        scale = f"modality_postprocessors.{self.sense}.1.log_logit_scale"  # of the contrastive loss; not used here
        mine = {n: t for n, t in published.items() if n.split(".")[1] == self.sense and n != scale}
        check_tensors(mine, {theirs: own[ours].shape for theirs, ours in wanted.items()}, source)
        dtype = self.head.weight.dtype
        self.loaded = True
        self.load_state_dict({ours: mine[theirs].to(dtype) for theirs, ours in wanted.items()}, assign=True)


class ImageBindEncoder(nn.Module):
    """Common to the three encoders; they differ in `prepare` and in the trunk."""

    modality: ClassVar[Modality]
    frozen_prefixes = ("trunk.",)
    """State that comes from the published file and is therefore not saved with the model."""
    trunk: Trunk

    def __init__(self, num_features: int, dim: int, tokens: str) -> None:
        super().__init__()
        self.num_features, self.dim, self.tokens = num_features, dim, tokens
        if tokens not in ("class", "patches"):
            raise BadInput(f'The tokens of an ImageBind encoder are "class" or "patches", not {tokens!r}.')

    def _check(self) -> None:
        made = 1 if self.tokens == "class" else self.trunk.num_patches
        if self.num_features != made:
            raise BadInput(f'This encoder makes {made} features of "{self.tokens}"; set num_features so.')

    @property
    def shared_key(self) -> tuple:
        """Encoders with equal keys may `share`: the same sense at the same sizes."""
        return self.trunk.sense, tuple(tensor.shape for tensor in self.trunk.parameters())

    def share(self, other: ImageBindEncoder) -> None:
        self.trunk = other.trunk

    def load_pretrained(self, published: dict[str, Tensor] | None = None) -> None:
        """Fills the trunk from imagebind_huge.pth. Raises MissingWeights."""
        if published is None and self.trunk.loaded:
            return  # by the encoder that shares it
        path = preset_file("paper", "imagebind_huge.pth") if published is None else "the given tensors"
        if torch.cuda.is_available():
            self.trunk.half()
        self.trunk.load(load_pickle_tensors(path) if published is None else published, path)

    def forward(self, stretches: Tensor) -> Tensor:
        """[B, S, ...] -> features [B, P, D] float32: P is 1 for "class", N for "patches"."""
        batch = stretches.shape[:2]
        x = self.trunk(stretches.flatten(0, 1))
        x = x[:, :1] if self.tokens == "class" else x[:, 1:]
        return F.normalize(x.float(), dim=-1).unflatten(0, batch).mean(1)


class ImageBindImageEncoder(ImageBindEncoder):
    """settings: `sizes` of the transformer, `tokens`, `size_px`, `patch_px`; the published ones by default."""

    modality = Modality.IMAGE

    def __init__(
        self,
        num_features: int = 1,
        dim: int = 1024,
        sizes: dict[str, int] | None = None,
        tokens: str = "class",
        size_px: int = SIZE_PX,
        patch_px: int = 14,
    ) -> None:
        super().__init__(num_features, dim, tokens)
        sizes, patch = sizes or SIGHT, (2, patch_px, patch_px)
        self.size_px = size_px
        stem = nn.Conv3d(3, sizes["width"], patch, patch, bias=False)
        self.trunk = Trunk("vision", stem, (size_px // patch_px) ** 2, sizes, dim)
        self._check()

    def prepare(self, part: Image) -> dict[str, Tensor]:
        """One picture -> {"stretches": float32 [1, 3, 2, S, S]}: the same frame twice."""
        return {"stretches": picture_pixels(part, self.size_px).expand(-1, 2, -1, -1, -1).transpose(1, 2)}


class ImageBindVideoEncoder(ImageBindImageEncoder):
    """The same transformer over fifteen stretches and crops."""

    modality = Modality.VIDEO

    def prepare(self, part: Video) -> dict[str, Tensor]:
        """One clip -> {"stretches": float32 [15, 3, 2, S, S]}."""
        return {"stretches": clip_pixels(part, self.size_px).transpose(1, 2)}


class ImageBindAudioEncoder(ImageBindEncoder):
    """settings: `sizes` of the transformer, `tokens`."""

    modality = Modality.AUDIO
    kernel, stride = 16, 10

    def __init__(
        self, num_features: int = 1, dim: int = 1024, sizes: dict[str, int] | None = None, tokens: str = "class"
    ) -> None:
        super().__init__(num_features, dim, tokens)
        sizes = sizes or HEARING
        stem = nn.Conv2d(1, sizes["width"], self.kernel, self.stride, bias=False)
        rows, columns = ((n - self.kernel) // self.stride + 1 for n in (NUM_BANDS, NUM_MEL_FRAMES))
        self.trunk = Trunk("audio", stem, rows * columns, sizes, dim)
        self._check()

    def prepare(self, part: Audio) -> dict[str, Tensor]:
        """One sound -> {"stretches": float32 [3, 1, 128, 204]}."""
        return {"stretches": sound_mels(part)}
