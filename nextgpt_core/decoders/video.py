"""The clip decoder of `nano`: a flow over latent tokens that each hold one patch of several frames in a row."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from nextgpt_core.decoders.base import FlowDecoder
from nextgpt_core.decoders.image import to_uint8
from nextgpt_core.decoders.latent_flow import LatentFlow
from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder
from nextgpt_core.media import Modality, Video


def frames_to_tokens(latents: Tensor, together: int, patch: int) -> Tensor:
    """[B, F, C, h, w] -> [B, F/t * h/p * w/p, t * p * p * C]: a token is a patch of p x p cells over t frames."""
    batch, frames, channels, height, width = latents.shape
    x = latents.reshape(batch, frames // together, together, channels, height // patch, patch, width // patch, patch)
    return x.permute(0, 1, 4, 6, 2, 5, 7, 3).reshape(batch, -1, together * patch * patch * channels)


def tokens_to_frames(tokens: Tensor, together: int, patch: int, frames: int, height: int, width: int) -> Tensor:
    """The inverse: -> [B, F, C, h, w]; height and width count latent cells."""
    x = tokens.reshape(
        len(tokens), frames // together, height // patch, width // patch, together, patch, patch, -1
    )
    return x.permute(0, 1, 4, 7, 2, 5, 3, 6).reshape(len(tokens), frames, -1, height, width)


class VideoDecoder(FlowDecoder):
    """settings: `size_px`, `num_frames`, `fps`, `frames_together`, `patch`, `autoencoder`, `flow`."""

    modality = Modality.VIDEO

    def __init__(
        self,
        size_px: int,
        num_frames: int,
        fps: float,
        frames_together: int,
        patch: int,
        autoencoder: dict[str, Any],
        flow: dict[str, Any],
    ) -> None:
        super().__init__()
        self.autoencoder = PictureAutoencoder(**autoencoder)
        self.side, self.num_frames = size_px // PictureAutoencoder.compression, num_frames
        self.fps, self.frames_together, self.patch = fps, frames_together, patch
        channels = frames_together * patch * patch * self.autoencoder.config.latent_channels
        grid = (num_frames // frames_together, self.side // patch, self.side // patch)
        self.flow = LatentFlow(grid=grid, channels=channels, **flow)

    def to_tokens(self, latents: Tensor) -> Tensor:
        """[B, F, C, h, w] -> [B, N, t * p * p * C]."""
        return frames_to_tokens(latents, self.frames_together, self.patch)

    def _to_latents(self, tokens: Tensor) -> Tensor:
        return tokens_to_frames(tokens, self.frames_together, self.patch, self.num_frames, self.side, self.side)[0]

    @torch.inference_mode()
    def frames(self, tokens: Tensor) -> np.ndarray:
        """[1, N, C] -> uint8 [F, H, W, 3]."""
        return to_uint8(self.autoencoder.decode(self._to_latents(tokens)))

    @torch.inference_mode()
    def preview(self, tokens: Tensor) -> np.ndarray:
        """The first frame only: decoding all of them at every step would cost more than the step."""
        return to_uint8(self.autoencoder.decode(self._to_latents(tokens)[:1]))[0]

    def finish(self, tokens: Tensor) -> Video:
        return Video(self.frames(tokens), fps=self.fps)
