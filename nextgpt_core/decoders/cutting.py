"""Cuts the thing out of a picture that was not drawn in layers, and fills in what it hid.

Before one tone or a fade that is arithmetic: what cannot be reached from the edge of the picture over the colours of
the background is the thing, its pale and hollow parts included. In a scene a small network sees what is in front; of a
photograph it is not sure, and nothing is cut. Knows pixels only.

Letters: B batch, S side in pixels.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.decoders.layering import FAR, Layers, sharpened
from nextgpt_core.decoders.regions import filled, reached, shrunk

OPAQUE = 0.5
"""Difference of a pixel's most different colour from the background, as FAR, from which at the thing's outline it is
the thing alone."""
FITS = 0.85
"""Share of the pixels along the edge that must be background for it to be one tone or a fade."""
ROUNDS = 3
BORDER = 0.03
"""Depth of the edge that the background is fitted to, in shares of the side."""
RIM = 0.03
"""So far round a thing, in shares of the side, nothing is taken for background when what it hid is filled in."""
MOST_UNSURE = 0.25
"""How much of a picture may be neither surely covered nor surely bare: 6 to 23 % of seven scenes of an unseen style
are, 28 to 70 % of six photographs."""
LEAST, MOST = 0.02, 0.85
"""Shares of a picture that a thing covers."""


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
    """Pixels [B, 3, S, S] in [-1, 1] -> how much of each is the thing in front. A U-Net (Ronneberger et al. 2015) that
    looks at `size_px` pixels a side; what lies behind it learns as well, for that helps it to see what does not."""

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

    def forward(self, pixels: Tensor) -> Tensor:
        """How much of each pixel is the thing, [B, 1, S, S]."""
        looked_at = F.interpolate(pixels, (self.size_px, self.size_px), mode="bilinear", antialias=True)
        return F.interpolate(self.small(looked_at)[0], pixels.shape[-2:], mode="bicubic").sigmoid()


def cut(pixels: Tensor, separation: Separation | None) -> Layers | None:
    """A picture [3, S, S] in [-1, 1] in two; None where no thing can be told from what lies behind."""
    coverage = _before_plain(pixels)
    if coverage is None and separation is not None:
        coverage = _in_scene(pixels, separation)
    if coverage is None or not LEAST < coverage.mean() < MOST:
        return None
    seen = shrunk(1 - coverage[None], round(RIM * pixels.shape[-1]))
    behind = filled(pixels[None], (seen > 0.99).to(pixels))[0]
    front = (pixels - (1 - coverage) * behind) * (coverage > 0)
    return Layers(torch.cat([front, coverage]), behind)


def _before_plain(pixels: Tensor) -> Tensor | None:
    """The coverage [1, S, S] of what stands before one tone or a straight fade; None where the edge fits none."""
    size = pixels.shape[-1]
    line = torch.linspace(-1, 1, size, device=pixels.device, dtype=pixels.dtype)
    down, across = torch.meshgrid(line, line, indexing="ij")
    terms = torch.stack([torch.ones_like(down), down, across], -1)
    edge = torch.maximum(down.abs(), across.abs()) > 1 - 2 * BORDER
    design, colours = terms[edge], pixels[:, edge].T
    kept = (colours - colours.median(0).values).abs().amax(-1) < OPAQUE
    for _ in range(ROUNDS):
        if kept.float().mean() < FITS:
            return None
        fitted = torch.linalg.lstsq(design[kept], colours[kept]).solution
        kept = (colours - design @ fitted).abs().amax(-1) < FAR
    if kept.float().mean() < FITS:
        return None
    unlike = (pixels - (terms @ fitted).permute(2, 0, 1)).abs().amax(0, keepdim=True)
    inside = ~reached(unlike <= FAR)
    within = shrunk(inside[None].to(pixels), 2)[0]  # the outline is soft
    return torch.maximum(within, ((unlike - FAR / 2) / (OPAQUE - FAR / 2)).clamp(0, 1) * inside)


def _in_scene(pixels: Tensor, separation: Separation) -> Tensor | None:
    """The coverage [1, S, S] of what the network sees in front; None where it is not sure."""
    coverage = sharpened(separation(pixels[None].to(next(separation.parameters()).dtype))[0].to(pixels))
    if ((coverage > 0) & (coverage < 1)).float().mean() > MOST_UNSURE:
        return None
    return torch.maximum(coverage, (~reached(coverage < 0.5)).to(pixels))
