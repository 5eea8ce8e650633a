"""The clip decoder of `nano`: a flow over latent tokens that each hold one patch of several frames in a row.

Frames in a row are nearly the same, so a token does not hold them side by side but as their cosine components over time
(mean first, then ever faster changes), each scaled to unit variance: an error of the flow in a component that hardly
varies then hardly shows, where an error in one frame of four would flicker.
"""

from __future__ import annotations

import math
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
    x = tokens.reshape(len(tokens), frames // together, height // patch, width // patch, together, patch, patch, -1)
    return x.permute(0, 1, 4, 7, 2, 5, 3, 6).reshape(len(tokens), frames, -1, height, width)


def cosine_components(count: int) -> Tensor:
    """The orthonormal discrete cosine transform of `count` samples, [components, samples]."""
    n = torch.arange(count)
    rows = torch.cos(math.pi / count * (n[None] + 0.5) * n[:, None]) * (2 / count) ** 0.5
    rows[0] /= 2**0.5
    return rows


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
        self.register_buffer("components", cosine_components(frames_together), persistent=False)
        self.register_buffer("token_scale", torch.ones(channels))

    def measure_scale(self, tokens: Tensor) -> None:
        """Sets `token_scale` from tokens [B, N, C] made while it was one."""
        self.token_scale.copy_(tokens.flatten(0, 1).float().std(0).clamp(min=1e-3))

    def to_tokens(self, latents: Tensor) -> Tensor:
        """[B, F, C, h, w] -> [B, N, t * p * p * C], unit variance per channel once the scale is measured."""
        tokens = frames_to_tokens(latents, self.frames_together, self.patch)
        mixed = self.components @ tokens.unflatten(-1, (self.frames_together, -1))
        return mixed.flatten(-2) / self.token_scale

    def _to_latents(self, tokens: Tensor) -> Tensor:
        """[1, N, C] -> [F, C, h, w]."""
        frames = self.components.T @ (tokens.float() * self.token_scale).unflatten(-1, (self.frames_together, -1))
        side = self.side
        return tokens_to_frames(frames.flatten(-2), self.frames_together, self.patch, self.num_frames, side, side)[0]

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
