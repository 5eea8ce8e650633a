"""Pictures to few latent tokens and back: 3 x S x S pixels -> C x S/16 x S/16 latents of unit variance per channel ->
3 x uS x uS pixels, where u is the upscale.

A plain convolutional autoencoder, whose decoder may draw finer than its encoder reads: latents of small pictures are
few, and what they leave out, sharp edges above all, can be learned. Knows nothing of text, time or diffusion; clips are
coded frame by frame.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import Tensor, nn

from nextgpt_core.errors import BadInput


class ResidualBlock(nn.Module):
    """GroupNorm -> SiLU -> conv, twice, added to the input. Shape is kept."""

    def __init__(self, channels: int, groups: int = 16) -> None:
        super().__init__()
        groups = min(groups, channels // 2)
        self.norm1, self.conv1 = nn.GroupNorm(groups, channels), nn.Conv2d(channels, channels, 3, padding=1)
        self.norm2, self.conv2 = nn.GroupNorm(groups, channels), nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)  # the block starts as identity, so depth costs no early progress

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        return x + self.conv2(F.silu(self.norm2(h)))


class PictureAutoencoder(ModelMixin, ConfigMixin):
    """Pixel-unshuffle by 4, then residual stages at S/4, S/8 and S/16.

    Args:
        channels: widths of the three stages, from fine to coarse.
        encoder_blocks, decoder_blocks: residual blocks per stage, in the same order.
        latent_channels: C.
        upscale: u, 1 or 2.
    """

    compression = 16  # encoded pixels per latent cell and side

    @register_to_config
    def __init__(
        self,
        channels: tuple[int, ...] = (64, 128, 256),
        encoder_blocks: tuple[int, ...] = (1, 1, 2),
        decoder_blocks: tuple[int, ...] = (2, 2, 3),
        latent_channels: int = 32,
        upscale: int = 1,
    ) -> None:
        super().__init__()
        if upscale not in (1, 2):
            raise BadInput(f"pictures can be decoded at 1 or 2 times their size, not {upscale!r}.")
        fine, middle, coarse = channels
        down: list[nn.Module] = [nn.PixelUnshuffle(4), nn.Conv2d(48, fine, 3, padding=1)]
        down += [ResidualBlock(fine) for _ in range(encoder_blocks[0])]
        down += [nn.Conv2d(fine, middle, 3, stride=2, padding=1)]
        down += [ResidualBlock(middle) for _ in range(encoder_blocks[1])]
        down += [nn.Conv2d(middle, coarse, 3, stride=2, padding=1)]
        down += [ResidualBlock(coarse) for _ in range(encoder_blocks[2])]
        self.encoder = nn.Sequential(*down, nn.Conv2d(coarse, latent_channels, 1))
        # Unit variance per channel is what the flow's noise schedule assumes; running statistics keep it so.
        self.latent_norm = nn.BatchNorm2d(latent_channels, affine=False, momentum=0.02)
        up: list[nn.Module] = [nn.Conv2d(latent_channels, coarse, 3, padding=1)]
        up += [ResidualBlock(coarse) for _ in range(decoder_blocks[2])]
        up += [nn.Conv2d(coarse, 4 * middle, 1), nn.PixelShuffle(2)]
        up += [ResidualBlock(middle) for _ in range(decoder_blocks[1])]
        up += [nn.Conv2d(middle, 4 * fine, 1), nn.PixelShuffle(2)]
        up += [ResidualBlock(fine) for _ in range(decoder_blocks[0])]
        if upscale == 2:
            up += [nn.Conv2d(fine, 2 * fine, 1), nn.PixelShuffle(2), ResidualBlock(fine // 2)]
            fine //= 2
        self.decoder = nn.Sequential(
            *up, nn.GroupNorm(min(16, fine // 2), fine), nn.SiLU(), nn.Conv2d(fine, 48, 3, padding=1)
        )
        self.to(memory_format=torch.channels_last)

    def encode(self, pixels: Tensor) -> Tensor:
        """pixels [B, 3, S, S] in [-1, 1], S a multiple of 16 -> latents [B, C, S/16, S/16]."""
        return self.latent_norm(self.encoder(pixels.contiguous(memory_format=torch.channels_last)).float())

    def decode(self, latents: Tensor) -> Tensor:
        """latents [B, C, h, w] -> pixels [B, 3, 16 u h, 16 u w], nominally in [-1, 1]; clamp before display."""
        return F.pixel_shuffle(self.decoder(latents.to(self.dtype)), 4)
