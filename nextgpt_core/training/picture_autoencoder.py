"""Training task of the picture autoencoder: pixels in, the same pixels out, through few noisy latents.

A finer decoder for an encoder that stays as it is trains in the same task: flows over its latents remain valid.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder
from nextgpt_core.encoders.efficientnet import EfficientNetLite


def to_pixels(batch: np.ndarray) -> Tensor:
    """uint8 [B, H, W, 3] -> float32 [B, 3, H, W] in [-1, 1]."""
    return torch.from_numpy(np.ascontiguousarray(batch)).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def edges(x: Tensor) -> tuple[Tensor, Tensor]:
    return x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]


def psnr(a: Tensor, b: Tensor) -> float:
    """Mean PSNR in dB of images in [-1, 1], computed per image."""
    error = (a.clamp(-1, 1) - b).pow(2).flatten(1).mean(1).clamp(min=1e-8)
    return float((10 * torch.log10(4 / error)).mean())


class Look(nn.Module):
    """The first maps of a frozen network trained on photographs: pictures [B, 3, S, S] in [-1, 1] that give the same
    ones look alike (Johnson et al. 2016). Pixels alone would be satisfied with blur."""

    def __init__(self, network: EfficientNetLite, num_blocks: int = 3) -> None:
        super().__init__()
        self.layers = nn.ModuleList([network.stem, *network.blocks[:num_blocks]]).eval().requires_grad_(False)
        self.to(memory_format=torch.channels_last)

    def distance(self, made: Tensor, pixels: Tensor) -> Tensor:
        """Mean L1 distance of the maps, each on the scale of the real one."""
        total = made.new_zeros(())
        with mixed(made.device):
            for layer in self.layers:
                made = layer(made)
                with torch.no_grad():
                    pixels = layer(pixels)
                scale = pixels.float().abs().mean((0, 2, 3), keepdim=True).clamp(min=1e-2)
                total = total + ((made - pixels).float() / scale).abs().mean()
        return total / len(self.layers)


class PictureAutoencoderTask:
    """L1 + L2 + gradient loss (+ look) on scenes and frames of clips, latents perturbed so that the decoder forgives a
    flow model's small errors."""

    def __init__(
        self,
        model: PictureAutoencoder,
        pictures: np.ndarray,
        held: np.ndarray,
        batch_size: int = 24,
        latent_noise: float = 0.1,
        look: Look | None = None,
        look_weight: float = 0.1,
        keep_latents: bool = False,
    ) -> None:
        """pictures, held: uint8 [N, S, S, 3] at the size the decoder makes. `keep_latents` trains the decoder alone."""
        self.model, self.pictures, self.held = model, pictures, held
        self.batch_size, self.latent_noise, self.keep_latents = batch_size, latent_noise, keep_latents
        self.look, self.look_weight = look, look_weight
        if keep_latents:
            model.requires_grad_(False)

    def trainable(self) -> dict[str, nn.Parameter]:
        starts = "decoder." if self.keep_latents else ""
        return {n: p for n, p in self.model.named_parameters() if n.startswith(starts)}

    def reconstruct(self, pixels: Tensor, noise: float, generator: torch.Generator | None = None) -> Tensor:
        """Pictures [B, 3, S, S] made again from the latents of what the encoder reads: S / upscale pixels a side."""
        small = F.avg_pool2d(pixels, self.model.config.upscale)
        with (
            mixed(pixels.device),
            torch.set_grad_enabled(torch.is_grad_enabled() and not self.keep_latents),
        ):
            latents = self.model.encode(small)
        with mixed(pixels.device):
            if noise:
                latents = latents + noise * torch.randn(latents.shape, generator=generator)
            return self.model.decode(latents).float()

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        self.model.train(not self.keep_latents)  # the latents' running statistics are theirs too
        rows = torch.randint(len(self.pictures), (self.batch_size,), generator=generator)
        pixels = to_pixels(self.pictures[rows.sort().values.numpy()])
        # Frames of clips are smaller than pictures: a random crop keeps the network indifferent to the canvas.
        if torch.rand((), generator=generator) < 0.25:
            cell = self.model.compression * self.model.config.upscale
            side = pixels.shape[-1] * 3 // 4 // cell * cell
            y, x = torch.randint(0, pixels.shape[-1] - side + 1, (2,), generator=generator).tolist()
            pixels = pixels[..., y : y + side, x : x + side]
        made = self.reconstruct(pixels, self.latent_noise, generator)
        l1, l2 = F.l1_loss(made, pixels), F.mse_loss(made, pixels)
        gradient = sum(F.l1_loss(a, b) for a, b in zip(edges(made), edges(pixels), strict=True))
        numbers = {"l1": float(l1.detach()), "l2": float(l2.detach())}
        total = l1 + 2 * l2 + gradient
        if self.look is not None:
            look = self.look.distance(made, pixels)
            total, numbers["look"] = total + self.look_weight * look, float(look.detach())
        return total, numbers

    def validate(self) -> dict[str, float]:
        self.model.eval()
        pixels = to_pixels(self.held[:128])
        with torch.no_grad():
            made = torch.cat([self.reconstruct(chunk, 0.0) for chunk in pixels.split(32)])
        upscale = self.model.config.upscale
        return {
            "psnr_db": psnr(made, pixels),
            "psnr_read_db": psnr(*(F.avg_pool2d(x, upscale) for x in (made, pixels))),
        }

    def sample(self, folder: Path, step: int) -> None:
        from PIL import Image as PILImage

        folder.mkdir(parents=True, exist_ok=True)
        self.model.eval()
        pixels = to_pixels(self.held[:12])
        with torch.no_grad():
            made = self.reconstruct(pixels, 0.0).clamp(-1, 1)
        rows = [torch.cat(list(batch), dim=2) for batch in (pixels, made)]
        sheet = torch.cat(rows, dim=1).add(1).mul(127.5).round().byte().permute(1, 2, 0).numpy()
        PILImage.fromarray(sheet).save(folder / f"{step:07d}.png")
