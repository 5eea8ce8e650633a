"""The picture decoder of `nano`: a flow over latent tokens of some 32 x 32 pixels, then the picture autoencoder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.base import Choose, FlowDecoder, Step
from nextgpt_core.decoders.latent_flow import LatentFlow
from nextgpt_core.decoders.layer_reader import LayerReader
from nextgpt_core.decoders.layering import Drawing, Layers, SceneLayers
from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder
from nextgpt_core.extent import Extent
from nextgpt_core.media import Image, Modality, Part

PREVIEW_EVERY = 4
"""Steps from one preview to the next, the first step's among them. Decoding and laying all layers at every step took
twice as long as the steps themselves."""


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
    PictureAutoencoder and LatentFlow; `layers`, of SceneLayers, or None to draw every scene at once."""

    modality = Modality.IMAGE

    def __init__(
        self,
        size_px: int,
        patch: int,
        autoencoder: dict[str, Any],
        flow: dict[str, Any],
        layers: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self.autoencoder = PictureAutoencoder(**autoencoder)
        self.side, self.patch = size_px // PictureAutoencoder.compression, patch
        channels = patch * patch * self.autoencoder.config.latent_channels
        self.flow = LatentFlow(grid=(self.side // patch, self.side // patch), channels=channels, **flow)
        self.layers = None
        if layers is not None:
            self.layers = SceneLayers(flow["text_dim"], *self.flow.condition_shape, **layers)

    def to_tokens(self, latents: Tensor) -> Tensor:
        """[B, C, h, w] -> [B, N, p * p * C]."""
        return grid_to_tokens(latents, self.patch)

    @property
    def reader(self) -> LayerReader | None:
        return None if self.layers is None else self.layers.reader

    def drawing(self, condition: Tensor, room: float | None = None) -> Drawing:
        """condition [1, T, D] -> what the flow is to draw; `room` as in SceneLayers.drawing."""
        return Drawing(condition) if self.layers is None else self.layers.drawing(condition, room)

    @torch.inference_mode()
    def pixels(self, tokens: Tensor) -> Tensor:
        """[L, N, C] -> [L, 3, H, W], nominally in [-1, 1]."""
        return self.autoencoder.decode(tokens_to_grid(tokens, self.side, self.side, self.patch))

    def finish(self, tokens: Tensor) -> Image:
        """One layer alone, [1, N, C]."""
        return Image(to_uint8(self.pixels(tokens))[0])

    def composed(self, drawing: Drawing, pixels: Tensor, clean: bool = True) -> tuple[Image, Layers | None]:
        """pixels [L, 3, H, W] of the layers of `drawing` -> the picture, and what it is laid of where it has things;
        `clean` as in layering.cut_out."""
        layers = self.layers.layers(drawing, pixels, clean) if drawing.placings else None
        flat = pixels[0] if layers is None else layers.flat()
        return Image(to_uint8(flat[None])[0]), layers

    def drawn(
        self, drawing: Drawing, negative: Tensor | None, options: MediaOptions, generator: torch.Generator
    ) -> Iterator[np.ndarray | None | list[Tensor]]:
        """After each step but the last None or, every PREVIEW_EVERY steps, the first candidate as it stands, uint8 [H,
        W, 3]; at last the pixels [L, 3, H, W] of the layers of all candidates."""
        negative = None if negative is None else self.flow_condition(negative)
        steps = self.denoise(drawing.conditions, negative, options, generator, drawing.twins)
        for number, tokens in enumerate(steps, start=1):
            drawn = tokens.chunk(options.candidates or 1)
            if number < options.num_steps:
                shown = (number - 1) % PREVIEW_EVERY == 0
                rough = drawn[0][: len(drawing.conditions)]  # twins are left for the end
                yield self.composed(drawing, self.pixels(rough), clean=False)[0].pixels if shown else None
        yield [self.pixels(layers) for layers in drawn]

    def stream(
        self,
        condition: Tensor,
        negative: Tensor | None,
        options: MediaOptions,
        generator: torch.Generator,
        choose: Choose | None = None,
    ) -> Iterator[Step | Part]:
        """As in the contract. `options.candidates` are made at once; `choose` says which of them is yielded."""
        drawing = self.drawing(condition)
        for number, made in enumerate(self.drawn(drawing, negative, options, generator), start=1):
            last = isinstance(made, list)
            yield Step(number, options.num_steps, None if last else made)
        pictures = [self.composed(drawing, pixels)[0] for pixels in made]
        yield self.cut(pictures[choose(pictures) if choose and len(pictures) > 1 else 0], options)

    @property
    def extents(self) -> dict[str, Extent]:
        full = self.side * PictureAutoencoder.compression * self.autoencoder.config.upscale
        return {"size_px": Extent(full // 4, full, full // 4, full)}

    def cut(self, part: Image, options: MediaOptions) -> Image:
        return Image(smaller(part.pixels[None], options.size_px)[0])
