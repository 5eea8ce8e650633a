"""Training task of the picture autoencoder: pixels in, the same pixels out, through few noisy latents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder


def to_pixels(batch: np.ndarray) -> Tensor:
    """uint8 [B, H, W, 3] -> float32 [B, 3, H, W] in [-1, 1]."""
    return torch.from_numpy(np.ascontiguousarray(batch)).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def edges(x: Tensor) -> tuple[Tensor, Tensor]:
    return x[..., 1:] - x[..., :-1], x[..., 1:, :] - x[..., :-1, :]


def psnr(a: Tensor, b: Tensor) -> float:
    """Mean PSNR in dB of images in [-1, 1], computed per image."""
    error = (a.clamp(-1, 1) - b).pow(2).flatten(1).mean(1).clamp(min=1e-8)
    return float((10 * torch.log10(4 / error)).mean())


class PictureAutoencoderTask:
    """L1 + L2 + gradient loss on scenes (and frames of clips), latents perturbed so that the decoder forgives a flow
    model's small errors."""

    def __init__(
        self,
        model: PictureAutoencoder,
        pictures: np.ndarray,
        held: np.ndarray,
        batch_size: int = 24,
        latent_noise: float = 0.1,
    ) -> None:
        """pictures, held: uint8 [N, S, S, 3]."""
        self.model, self.pictures, self.held = model, pictures, held
        self.batch_size, self.latent_noise = batch_size, latent_noise

    def trainable(self) -> dict[str, nn.Parameter]:
        return dict(self.model.named_parameters())

    def reconstruct(self, pixels: Tensor, noise: float, generator: torch.Generator | None = None) -> Tensor:
        with torch.autocast(pixels.device.type, torch.bfloat16):
            latents = self.model.encode(pixels)
            if noise:
                latents = latents + noise * torch.randn(latents.shape, generator=generator)
            return self.model.decode(latents).float()

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        self.model.train()
        rows = torch.randint(len(self.pictures), (self.batch_size,), generator=generator)
        pixels = to_pixels(self.pictures[rows.sort().values.numpy()])
        # Frames of clips are smaller than pictures: a random crop keeps the network indifferent to the canvas.
        if torch.rand((), generator=generator) < 0.25:
            side = pixels.shape[-1] * 3 // 4 // self.model.compression * self.model.compression
            y, x = torch.randint(0, pixels.shape[-1] - side + 1, (2,), generator=generator).tolist()
            pixels = pixels[..., y : y + side, x : x + side]
        made = self.reconstruct(pixels, self.latent_noise, generator)
        l1, l2 = F.l1_loss(made, pixels), F.mse_loss(made, pixels)
        gradient = sum(F.l1_loss(a, b) for a, b in zip(edges(made), edges(pixels), strict=True))
        return l1 + 2 * l2 + gradient, {"l1": float(l1.detach()), "l2": float(l2.detach())}

    def validate(self) -> dict[str, float]:
        self.model.eval()
        pixels = to_pixels(self.held[:256])
        with torch.no_grad():
            made = torch.cat([self.reconstruct(chunk, 0.0) for chunk in pixels.split(64)])
        return {"psnr_db": psnr(made, pixels)}

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
