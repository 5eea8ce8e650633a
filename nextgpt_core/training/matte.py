"""Training task of the matte: coverage of painted things, as the picture autoencoder gives them back."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.data.canvas import premultiplied, recoloured, resized
from nextgpt_core.data.corpora.concepts import Concept, load_concepts
from nextgpt_core.data.layers import LONE_KINDS
from nextgpt_core.data.scenes import Pictures, draw_scene, paint, places
from nextgpt_core.decoders.image import ImageDecoder
from nextgpt_core.decoders.matte import Matte

GRAIN, CLOUDS = 0.03, 0.08
"""Standard deviations of noise added in training, of pixels in [-1, 1], fine and coarse: generated things are not
perfect."""


def covered_things(
    pictures: Pictures, concepts: Sequence[Concept], rng: random.Random, split: str, size_px: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Lone things without end: uint8 [size_px, size_px, 3] and their coverage uint8 [size_px, size_px]."""
    while True:
        scene = draw_scene(rng, concepts, split, LONE_KINDS)
        ((item, (share, x, y)),) = places(scene, random.Random(scene.variation))
        cutout = pictures.cutout(scene.style, item.concept)
        if item.colour is not None:
            cutout = recoloured(cutout, item.colour)
        thing = resized(premultiplied(cutout), round(share * size_px))[..., 3]
        coverage = np.zeros((2 * size_px, 2 * size_px), np.uint8)  # room for what reaches over the edge
        top, left = (
            round(centre * size_px - side / 2) + size_px // 2
            for centre, side in ((y, thing.shape[0]), (x, thing.shape[1]))
        )
        coverage[top : top + thing.shape[0], left : left + thing.shape[1]] = thing
        half = size_px // 2
        yield paint(scene, pictures, size_px), coverage[half : half + size_px, half : half + size_px].copy()


@torch.no_grad()
def matte_data(decoder: ImageDecoder, corpora: Path, split: str, count: int) -> tuple[Tensor, Tensor]:
    """`count` lone things as the decoder's autoencoder gives them back: pixels float16 [R, 3, S, S] in [-1, 1], and
    their coverage uint8 [R, S, S]."""
    autoencoder = decoder.autoencoder
    small = decoder.side * autoencoder.compression
    size_px = small * autoencoder.config.upscale
    rng = random.Random(f"matte {split}")
    things = covered_things(
        Pictures(corpora / "pictures"), load_concepts(corpora / "concepts.json"), rng, split, size_px
    )
    pixels, coverage = [], []
    while len(coverage) < count:
        drawn = list(islice(things, min(16, count - len(coverage))))
        batch = torch.from_numpy(np.stack([picture for picture, _ in drawn])).permute(0, 3, 1, 2).float() / 127.5 - 1
        batch = F.interpolate(batch, (small, small), mode="bicubic", antialias=True).clamp(-1, 1)
        with mixed():
            pixels.append(autoencoder.decode(autoencoder.encode(batch).to(autoencoder.dtype)).clamp(-1, 1).half())
        coverage += [torch.from_numpy(cover) for _, cover in drawn]
    return torch.cat(pixels), torch.stack(coverage)


def spoilt(pixels: Tensor, generator: torch.Generator) -> Tensor:
    """[B, 3, S, S] as a flow might have drawn it: blurred half of the time, cloudy, grainy."""
    if torch.rand((), generator=generator) < 0.5:
        pixels = F.avg_pool2d(F.pad(pixels, (3, 3, 3, 3), mode="replicate"), 7, 1)
    clouds = torch.randn(*pixels.shape[:2], 12, 12, generator=generator)
    clouds = F.interpolate(clouds, pixels.shape[2:], mode="bicubic")
    return pixels + CLOUDS * clouds + GRAIN * torch.randn(pixels.shape, generator=generator)


class MatteTask:
    """Cross-entropy against the true coverage."""

    def __init__(self, matte: Matte, data: tuple[Tensor, Tensor], held: tuple[Tensor, Tensor], batch_size: int = 16):
        """data, held: pixels float16 [R, 3, S, S] in [-1, 1] and coverage uint8 [R, S, S]."""
        self.matte, self.data, self.held, self.batch_size = matte, data, held, batch_size

    def trainable(self) -> dict[str, nn.Parameter]:
        return dict(self.matte.named_parameters())

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        rows = torch.randint(len(self.data[0]), (self.batch_size,), generator=generator)
        pixels, coverage = self.data[0][rows].float(), self.data[1][rows].float() / 255
        if torch.rand((), generator=generator) < 0.5:
            pixels, coverage = pixels.flip(-1), coverage.flip(-1)
        pixels = spoilt(pixels, generator)
        with mixed():
            logits = self.matte.logits(pixels)[:, 0]
        return F.binary_cross_entropy_with_logits(logits.float(), coverage), {}

    def validate(self) -> dict[str, float]:
        """Mean absolute error of coverage, and overlap of thing and found thing (intersection over union)."""
        with torch.no_grad():
            found = torch.cat([self.matte(chunk.float())[:, 0] for chunk in self.held[0].split(16)])
        coverage = self.held[1].float() / 255
        both, either = ((found > 0.5) & (coverage > 0.5)).sum((1, 2)), ((found > 0.5) | (coverage > 0.5)).sum((1, 2))
        return {"error": float((found - coverage).abs().mean()), "overlap": float((both / either.clamp(min=1)).mean())}

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: `validate` says it in numbers."""
