"""Sets a picture in motion: where its thing goes, frame by frame, is read off the clip's condition; what of the picture
is the thing, and what lies behind it, is seen in its pixels; the thing is carried along over what lies behind.

Learned movement of a given picture as in latent flow diffusion (Ni et al. 2023) and first-order motion models (Siarohin
et al. 2019), with one rigid thing instead of a dense flow. Knows conditions and pixels; no words and no latents.

Letters: B batch, T condition tokens, D condition width, F frames, S side in pixels.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

POSE = 4
"""Numbers of a pose, against the picture itself: shift across and down as shares of the side, the natural logarithm of
the scale, and the clockwise turn in whole turns."""

EDGE = 0.03
"""So far round a thing, in shares of the side, lies what is half its own: its edge is soft."""


class _Block(nn.Module):
    """Two convolutions, normalised; the side is kept."""

    def __init__(self, inner: int, outer: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for channels in (inner, outer):
            layers += [nn.Conv2d(channels, outer, 3, padding=1), nn.GroupNorm(min(8, outer // 2), outer), nn.SiLU()]
        self.layers = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


class Separation(nn.Module):
    """Pixels [B, 3, S, S] in [-1, 1] -> how much of each is the thing in front [B, 1, S, S], 0 to 1, and what lies
    behind everywhere [B, 3, S, S]. A U-Net (Ronneberger et al. 2015) that looks at `size_px` pixels a side."""

    def __init__(self, size_px: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.size_px = size_px
        self.down = nn.ModuleList(_Block(a, b) for a, b in zip((5, *widths[:-1]), widths, strict=True))
        self.up = nn.ModuleList(_Block(a + b, a) for a, b in zip(widths[:-1], widths[1:], strict=True))
        self.out = nn.Conv2d(widths[0], 4, 1)

    def small(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """The same at the size it looks at: logits [B, 1, s, s] of the thing and what lies behind [B, 3, s, s], of
        pixels [B, 3, s, s]."""
        line = torch.linspace(-1, 1, pixels.shape[-1], device=pixels.device, dtype=pixels.dtype)
        places = torch.stack(torch.meshgrid(line, line, indexing="ij")).expand(len(pixels), -1, -1, -1)
        x, kept = torch.cat([pixels, places], 1), []
        for number, block in enumerate(self.down):
            x = block(F.avg_pool2d(x, 2) if number else x)
            kept.append(x)
        for number in reversed(range(len(self.up))):
            finer = F.interpolate(x, scale_factor=2, mode="bilinear")
            x = self.up[number](torch.cat([kept[number], finer], 1))
        out = self.out(x)
        return out[:, :1], out[:, 1:]

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        size = pixels.shape[-2:]
        looked_at = F.interpolate(pixels, (self.size_px, self.size_px), mode="bilinear", antialias=True)
        logits, behind = self.small(looked_at)
        logits = F.interpolate(logits, size, mode="bicubic")
        return logits.sigmoid(), F.interpolate(behind, size, mode="bicubic").clamp(-1, 1)


class Mover(nn.Module):
    """Args: `condition_shape` (T, D) of what the path is read from; `num_frames` F; `num_paths` learned ones, of which
    the reading chooses; `width` of the reading's hidden layer; `size_px` and `widths` of the separation, whose sides
    must halve len(widths) - 1 times."""

    def __init__(
        self,
        condition_shape: tuple[int, int],
        num_frames: int,
        num_paths: int = 12,
        width: int = 256,
        size_px: int = 64,
        widths: tuple[int, ...] = (16, 32, 48, 64),
    ) -> None:
        super().__init__()
        tokens, dim = condition_shape
        self.num_frames = num_frames
        self.reading = nn.Sequential(nn.Linear(tokens * dim, width), nn.GELU(), nn.Linear(width, num_paths))
        self.paths = nn.Parameter(0.2 * torch.randn(num_paths, num_frames, POSE))
        self.separation = Separation(size_px, tuple(widths))

    def logits(self, condition: Tensor) -> Tensor:
        """[B, T, D] -> [B, num_paths]."""
        return self.reading(condition.flatten(1))

    def path(self, condition: Tensor) -> Tensor:
        """[B, T, D] -> poses [B, F, POSE]: the likeliest path. A mean of several would go half as far, or nowhere."""
        return self.paths[self.logits(condition).argmax(-1)]

    def carried(self, pixels: Tensor, path: Tensor) -> Tensor:
        """Pixels [1, 3, S, S] in [-1, 1], path [F, POSE] -> frames [F, 3, S, S]. A pose of zeros gives the picture."""
        thing, behind = self.separation(pixels)
        # What the thing hides, and its edge, is filled in to fit what is seen around it; all else is the picture's own.
        edge = 2 * round(EDGE * pixels.shape[-1]) + 1
        seen = 1 - F.max_pool2d(thing, edge, 1, edge // 2)
        behind = behind + spread(pixels - behind, seen)
        layers = torch.cat([(pixels - behind) + behind * thing, thing], 1)
        moved = moved_along(layers.expand(len(path), -1, -1, -1), path, centre(thing))
        return behind * (1 - moved[:, 3:]) + moved[:, :3]


def spread(values: Tensor, known: Tensor) -> Tensor:
    """Values [B, C, S, S] where `known` [B, 1, S, S] is one, and elsewhere what is known around it, the coarser the
    farther away (pull-push, Gortler et al. 1996)."""
    if values.shape[-1] % 2:
        total = known.sum((2, 3), keepdim=True).clamp(min=1e-6)
        return torch.lerp((values * known).sum((2, 3), keepdim=True) / total, values, known)
    less = F.avg_pool2d(known, 2)
    coarse = spread(F.avg_pool2d(values * known, 2) / less.clamp(min=1e-6), less)
    return torch.lerp(F.interpolate(coarse, scale_factor=2, mode="bilinear"), values, known)


def centre(thing: Tensor) -> Tensor:
    """[1, 1, S, S] -> the middle of what is there, [2] across and down, -1 to 1; that of the picture for nothing."""
    size = thing.shape[-1]
    line = (2 * torch.arange(size, device=thing.device, dtype=thing.dtype) + 1) / size - 1  # middles of pixels
    weights = thing[0, 0]
    place = torch.stack([(weights.sum(0) * line).sum(), (weights.sum(1) * line).sum()])
    return place / weights.sum().clamp(min=1e-3 * weights.numel())


def moved_along(layers: Tensor, path: Tensor, around: Tensor) -> Tensor:
    """Layers [F, C, S, S] shifted, scaled and turned `around` [2] by path [F, POSE]; nothing comes in from outside."""
    shift, scale, turn = 2 * path[:, :2], path[:, 2].exp(), 2 * torch.pi * path[:, 3]
    cos, sin = turn.cos() / scale, turn.sin() / scale
    # For each pixel of the frame, where in the picture it comes from: the inverse of the movement.
    back = torch.stack([torch.stack([cos, sin], -1), torch.stack([-sin, cos], -1)], 1)
    offset = around[None] - torch.einsum("fij,fj->fi", back, shift + around)
    grid = F.affine_grid(torch.cat([back, offset[..., None]], -1), list(layers.shape), align_corners=False)
    return F.grid_sample(layers, grid, mode="bilinear", padding_mode="zeros", align_corners=False)


def journey(path: Tensor) -> Tensor:
    """Path [F, POSE] -> how far the edge of a picture travels on it in all, in shares of the picture's side."""
    shift = path[:, :2].diff(dim=0).norm(dim=-1)
    growth = path[:, 2].exp().diff(dim=0).abs() / 2
    turn = (torch.pi * path[:, 3].diff(dim=0)).sin().abs()
    return (shift + growth + turn).sum()
