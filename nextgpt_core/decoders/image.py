"""The picture decoder of `nano`: a flow over latent tokens of some 32 x 32 pixels, then the picture autoencoder."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.base import FlowDecoder
from nextgpt_core.decoders.latent_flow import LatentFlow
from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder
from nextgpt_core.extent import Extent
from nextgpt_core.media import Image, Modality


def to_uint8(pixels: Tensor) -> np.ndarray:
    """[B, 3, H, W] in [-1, 1] -> uint8 [B, H, W, 3]."""
    return pixels.float().clamp(-1, 1).add(1).mul(127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy()


def smaller(frames: np.ndarray, size_px: int | None) -> np.ndarray:
    """uint8 [F, S, S, 3] -> [F, size_px, size_px, 3], antialiased; None leaves them as they are."""
    if size_px is None or size_px == frames.shape[1]:
        return frames
    pixels = torch.from_numpy(frames).permute(0, 3, 1, 2).float()
    small = F.interpolate(pixels, (size_px, size_px), mode="bicubic", antialias=True)
    return small.clamp(0, 255).round().byte().permute(0, 2, 3, 1).numpy()


def grid_to_tokens(latents: Tensor, patch: int) -> Tensor:
    """[B, C, h, w] -> [B, h/p * w/p, p * p * C]: a token is a patch of p x p latent cells, patches row by row."""
    batch, channels, height, width = latents.shape
    x = latents.reshape(batch, channels, height // patch, patch, width // patch, patch)
    return x.permute(0, 2, 4, 3, 5, 1).reshape(batch, -1, patch * patch * channels)


def tokens_to_grid(tokens: Tensor, height: int, width: int, patch: int) -> Tensor:
    """The inverse; height and width count latent cells."""
    x = tokens.reshape(len(tokens), height // patch, width // patch, patch, patch, -1)
    return x.permute(0, 5, 1, 3, 2, 4).reshape(len(tokens), -1, height, width)


class ImageDecoder(FlowDecoder):
    """settings: `size_px`; `patch`, latent cells per token and side; `autoencoder` and `flow`, arguments of
    PictureAutoencoder and LatentFlow."""

    modality = Modality.IMAGE

    def __init__(self, size_px: int, patch: int, autoencoder: dict[str, Any], flow: dict[str, Any]) -> None:
        super().__init__()
        self.autoencoder = PictureAutoencoder(**autoencoder)
        self.side, self.patch = size_px // PictureAutoencoder.compression, patch
        channels = patch * patch * self.autoencoder.config.latent_channels
        self.flow = LatentFlow(grid=(self.side // patch, self.side // patch), channels=channels, **flow)

    def to_tokens(self, latents: Tensor) -> Tensor:
        """[B, C, h, w] -> [B, N, p * p * C]."""
        return grid_to_tokens(latents, self.patch)

    @torch.inference_mode()
    def pixels(self, tokens: Tensor) -> np.ndarray:
        """[1, N, C] -> uint8 [H, W, 3]."""
        return to_uint8(self.autoencoder.decode(tokens_to_grid(tokens, self.side, self.side, self.patch)))[0]

    def preview(self, tokens: Tensor) -> np.ndarray:
        return self.pixels(tokens)

    def finish(self, tokens: Tensor) -> Image:
        return Image(self.pixels(tokens))

    @property
    def extents(self) -> dict[str, Extent]:
        full = self.side * PictureAutoencoder.compression * self.autoencoder.config.upscale
        return {"size_px": Extent(full // 4, full, full // 4, full)}

    def cut(self, part: Image, options: MediaOptions) -> Image:
        return Image(smaller(part.pixels[None], options.size_px)[0])
