"""Recogniser of pictures and clips: a frozen EfficientNet-Lite2 and a small head over every picture concept.

Shares no weights with the models it judges, whose own eyes are another network. Knows numbers of concepts, not names.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nextgpt_core.encoders.efficientnet import EfficientNetLite, normalise

SIZE_PX = 160
NUM_FRAMES = 6  # of a clip, evenly in time
_BATCH = 3  # pictures at once: keeps the judge's memory small beside the model's


class PictureJudge(nn.Module):
    """pixels -> probabilities over concepts. Only `head` is trained; `backbone` stays as ImageNet left it."""

    def __init__(self, backbone: EfficientNetLite, num_concepts: int, width: int = 640, size_px: int = SIZE_PX) -> None:
        super().__init__()
        self.backbone = backbone.eval().requires_grad_(False)
        self.size_px = size_px
        self.head = PictureHead(1280 + 2 * backbone.middle_channels, width, num_concepts)

    @torch.no_grad()
    def features(self, pixels: Tensor) -> Tensor:
        """pixels float [B, 3, S, S] in 0..255 -> float32 [B, D]: what is there, and mean and peak of the finer map."""
        maps = self.backbone.forward_features(normalise(pixels))
        parts = (maps.final.mean((2, 3)), maps.middle.mean((2, 3)), maps.middle.amax((2, 3)))
        return torch.cat([part.float() for part in parts], 1)

    @torch.inference_mode()
    def probabilities(self, pictures: np.ndarray) -> np.ndarray:
        """uint8 [N, H, W, 3], pictures of one thing (the frames of a clip, or one) -> mean probability [concepts]."""
        chosen = np.unique(np.linspace(0, len(pictures) - 1, min(len(pictures), NUM_FRAMES)).round().astype(int))
        total = torch.zeros(self.head.num_concepts)
        for start in range(0, len(chosen), _BATCH):
            batch = torch.from_numpy(pictures[chosen[start : start + _BATCH]]).permute(0, 3, 1, 2).float()
            shown = functional.interpolate(batch, (self.size_px, self.size_px), mode="bicubic", antialias=True)
            total += self.head(self.features(shown.clamp(0, 255))).softmax(-1).sum(0)
        return (total / len(chosen)).numpy()


class PictureHead(nn.Module):
    """features [B, D] -> logits [B, concepts]. `mean` and `scale` are those of the training features."""

    def __init__(self, dim: int, width: int, num_concepts: int) -> None:
        super().__init__()
        self.num_concepts = num_concepts
        self.register_buffer("mean", torch.zeros(dim))
        self.register_buffer("scale", torch.ones(dim))
        self.inner = nn.Linear(dim, width)
        self.norm = nn.LayerNorm(width)
        self.outer = nn.Linear(width, num_concepts)
        self.dropout = nn.Dropout(0.3)

    def forward(self, features: Tensor) -> Tensor:
        standard = ((features - self.mean) / self.scale).clamp(-8, 8)
        return self.outer(self.dropout(functional.gelu(self.norm(self.inner(self.dropout(standard))))))
