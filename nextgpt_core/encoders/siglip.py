"""Pictures and clips by SigLIP 2 (Apache-2.0): a vision transformer trained with captions (Tschannen et al. 2025)."""

from __future__ import annotations

from typing import Any

import numpy as np
from torch import Tensor, nn
from transformers import SiglipVisionConfig, SiglipVisionModel
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

from nextgpt_core.encoders.published import PublishedEncoder, as_batch
from nextgpt_core.media import Image, Modality, Video


class SiglipEncoder(PublishedEncoder):
    """settings: those of PublishedEncoder, and `size_px`. Features are the patches, or means of neighbouring ones."""

    modality = Modality.IMAGE

    def __init__(self, num_features: int, dim: int, size_px: int = 224, **settings: Any) -> None:
        self.size_px = 32 if settings.get("toy") else size_px
        super().__init__(num_features, dim, **settings)
        self.processor = SiglipImageProcessorPil(size={"height": self.size_px, "width": self.size_px})

    def toy_network(self) -> nn.Module:
        sizes = {"hidden_size": self.dim, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
        return SiglipVisionModel(SiglipVisionConfig(image_size=self.size_px, patch_size=8, **sizes))

    def published_network(self) -> nn.Module:
        return SiglipVisionModel.from_pretrained(self.source)

    def prepare(self, part: Image) -> dict[str, Tensor]:
        """-> {"pixels": float32 [1, 3, S, S]}."""
        return {"pixels": as_batch([part.pixels], self.processor)}

    def forward(self, pixels: Tensor) -> Tensor:
        """pixels [B, F, 3, S, S] -> features [B, P, dim]: patches of all frames in order of time."""
        states = self.run(pixel_values=pixels.flatten(0, 1)).last_hidden_state
        return self.pooled(states.unflatten(0, pixels.shape[:2]).flatten(1, 2))


class SiglipFramesEncoder(SiglipEncoder):
    """A clip as `num_frames` pictures spread evenly; each gets an equal share of the features."""

    modality = Modality.VIDEO

    def __init__(self, num_features: int, dim: int, num_frames: int = 8, **settings: Any) -> None:
        super().__init__(num_features, dim, **settings)
        self.num_frames = num_frames

    def prepare(self, part: Video) -> dict[str, Tensor]:
        """-> {"pixels": float32 [F, 3, S, S]}."""
        chosen = np.linspace(0, len(part.frames) - 1, self.num_frames).round().astype(int)
        return {"pixels": as_batch(list(part.frames[chosen]), self.processor)}
