"""The clip decoder of `nano`: first a picture, then its movement (factorised as in Emu Video, Girdhar et al. 2023).

The picture comes from a picture decoder under the same caption; its thing is drawn in a layer of its own and carried
over what lies behind, along the path on which the caption sends it (mover.py), or else it sways. A picture that the
conversation holds already stays what it is: its thing is cut out (cutting.py) and carried the same way.

Without a mover, a second flow, over latent tokens that each hold one patch of several frames in a row, is told to
expect that picture standing still and makes it move by itself: its clips flicker (0.002 to 0.005), lose the sharpness
of the picture and move no more (penguin: 0.42 of its true animation, swaying 0.37). The mover reads the same condition.

Frames in a row are nearly the same, so a token does not hold them side by side but as their cosine components over time
(mean first, then ever faster changes), each scaled to unit variance: an error of the flow in a component that hardly
varies then hardly shows, where an error in one frame of four would flicker.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.base import Choose, FlowDecoder, Step
from nextgpt_core.decoders.cutting import cut
from nextgpt_core.decoders.image import ImageDecoder, smaller, to_uint8
from nextgpt_core.decoders.latent_flow import LatentFlow
from nextgpt_core.decoders.layering import Drawing, Layers
from nextgpt_core.decoders.mover import Mover, carried, carried_whole, journey, stretched, sway
from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder
from nextgpt_core.extent import Extent
from nextgpt_core.media import Image, Modality, Part, Video


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


REFERENCE_NOISE = 0.1
"""Standard deviation added in training to the picture that a clip starts from: generated pictures are not perfect."""


START = 0.8
"""Noise level at which a clip begins from its picture standing still: from pure noise the thing is often lost, and from
0.6 it hardly moves (28 captions: 11, 15 and 6 clips show their thing and move)."""

GOES_SOMEWHERE = 0.27
"""A path on which the edge of a picture travels farther, in shares of its side, is a movement; less is a sway."""

ROOM, ROOM_TO_SWAY = 0.62, 0.8
"""The largest share of the side of a lone thing that is to go somewhere, as in painted clips, and of one that sways."""


class VideoDecoder(FlowDecoder):
    """settings: `size_px`, `num_frames`, `fps`, `frames_together`, `patch`; `picture`, the settings of the picture
    decoder, whose autoencoder codes the frames too; `flow`; `mover`, those of what carries things along (without:
    pictures are expected to stand still).

    The condition is that of the picture flow and then that of the clip flow, [B, T_picture + T_clip, D]. Of
    `num_steps`, half go to the picture; guidance and negative prompt concern the picture alone.
    """

    modality = Modality.VIDEO

    def __init__(
        self,
        size_px: int,
        num_frames: int,
        fps: float,
        frames_together: int,
        patch: int,
        picture: dict[str, Any],
        flow: dict[str, Any],
        mover: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self.picture = ImageDecoder(**picture)
        self.size_px, self.side, self.num_frames = size_px, size_px // PictureAutoencoder.compression, num_frames
        self.fps, self.frames_together, self.patch = fps, frames_together, patch
        channels = frames_together * patch * patch * self.autoencoder.config.latent_channels
        grid = (num_frames // frames_together, self.side // patch, self.side // patch)
        self.flow = LatentFlow(grid=grid, channels=channels, **flow)
        self.mover = None if mover is None else Mover(self.flow.condition_shape, num_frames, **mover)
        self.register_buffer("components", cosine_components(frames_together), persistent=False)
        self.register_buffer("token_scale", torch.ones(channels))

    @property
    def autoencoder(self) -> PictureAutoencoder:
        return self.picture.autoencoder

    @property
    def condition_shape(self) -> tuple[int, int]:
        (first, dim), (second, _) = self.picture.condition_shape, self.flow.condition_shape
        return first + second, dim

    def encode_text(self, states: Tensor, mask: Tensor) -> Tensor:
        return torch.cat([self.picture.encode_text(states, mask), super().encode_text(states, mask)], dim=1)

    def flow_condition(self, condition: Tensor) -> Tensor:
        return condition[:, self.picture.condition_shape[0] :]

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

    def standing(self, latents: Tensor) -> Tensor:
        """The clip of one picture that does not move: latents [B, C, h, w] -> tokens [B, N, t * p * p * C]."""
        return self.to_tokens(latents[:, None].expand(-1, self.num_frames, -1, -1, -1))

    @torch.no_grad()
    def expected(self, clean: Tensor, generator: torch.Generator) -> Tensor:
        """Any frame of the clip, a little noisy, standing still."""
        frames = torch.stack([self._to_latents(tokens[None]) for tokens in clean])
        chosen = torch.randint(self.num_frames, (len(clean),), generator=generator)
        picture = frames[torch.arange(len(clean)), chosen]
        noise = torch.randn(picture.shape, generator=generator).to(picture)
        return self.standing(picture + REFERENCE_NOISE * noise)

    def _square(self, picture: Image, size_px: int) -> Tensor:
        """A picture of any size, cut to a square -> pixels [1, 3, size_px, size_px] in [-1, 1]."""
        height, width = picture.pixels.shape[:2]
        side = min(height, width)
        top, left = (height - side) // 2, (width - side) // 2
        square = torch.tensor(picture.pixels[top : top + side, left : left + side]).permute(2, 0, 1)[None]
        pixels = square.to(self.autoencoder.device).float() / 127.5 - 1
        return F.interpolate(pixels, (size_px, size_px), mode="bicubic", antialias=True).clamp(-1, 1)

    @torch.inference_mode()
    def reference(self, picture: Image) -> Tensor:
        """A picture of any size, cut to a square -> its latents [1, C, h, w] at the size of a frame."""
        return self.autoencoder.encode(self._square(picture, self.size_px).to(self.autoencoder.dtype))

    @torch.inference_mode()
    def path(self, condition: Tensor) -> Tensor | None:
        """Where the clip flow's condition [1, T, D] sends the thing, float32 [F, POSE]; None where it is to stay."""
        path = self.mover.path(condition.to(self.autoencoder.dtype))[0].float()
        return path if journey(path) > GOES_SOMEWHERE else None

    @torch.inference_mode()
    def drawn_carried(self, drawing: Drawing, pixels: Tensor, path: Tensor | None) -> np.ndarray:
        """pixels [L, 3, S, S] of the layers of `drawing`, whose thing goes along a path or sways -> uint8 [F, H, W,
        3]."""
        if not drawing.placings:
            return self.given_carried(Image(to_uint8(pixels[:1])[0]), path)
        layers, size = self.picture.layers.layers(drawing, pixels), self.size_px * self.autoencoder.config.upscale
        front, behind = (
            F.interpolate(layer[None], (size, size), mode="bilinear", antialias=True)[0]
            for layer in (layers.front, layers.behind)
        )
        return self._along(path, front, lambda path: carried(Layers(front, behind), path))

    @torch.inference_mode()
    def given_carried(self, picture: Image, path: Tensor | None) -> np.ndarray:
        """A picture of any size whose thing, or all of which, goes along a path or sways -> uint8 [F, H, W, 3]."""
        pixels = self._square(picture, self.size_px * self.autoencoder.config.upscale)[0]
        layers = cut(pixels, self.mover.separation)
        if layers is None:
            return self._along(path, pixels, lambda path: carried_whole(pixels, path))
        return self._along(path, pixels, lambda path: carried(layers, path))

    def _along(self, path: Tensor | None, like: Tensor, move: Callable[[Tensor], Tensor]) -> np.ndarray:
        """The frames that `move` makes of a path, or of a sway as lively as real animations, where there is none."""
        if path is None:
            path = sway(self.num_frames).to(like)
            path = stretched(path, move(path))
        return to_uint8(move(path.to(like)))

    def stream(
        self,
        condition: Tensor,
        negative: Tensor | None,
        options: MediaOptions,
        generator: torch.Generator,
        choose: Choose | None = None,
        given: Sequence[Image] = (),
    ) -> Iterator[Step | Part]:
        """As in the contract. `options.candidates` concern the picture; those `given`, which the conversation holds
        already, stand for choice beside them."""
        first = self.picture.condition_shape[0]
        for_picture, for_clip = condition[:, :first], condition[:, first:]
        not_picture = None if negative is None else negative[:, :first]
        num_steps, own = options.num_steps, []
        half = max(1, num_steps // 2)
        shared = replace(options, num_steps=half)
        path = None if self.mover is None else self.path(for_clip)
        room = None if self.mover is None else ROOM_TO_SWAY if path is None else ROOM
        drawing = self.picture.drawing(for_picture, room)
        for number, made in enumerate(self.picture.drawn(drawing, not_picture, shared, generator), start=1):
            if isinstance(made, list):
                own = [self.picture.picture(drawing, pixels) for pixels in made]
            yield Step(number, num_steps, own[0].pixels if own else made)
        pictures = [*own, *given]
        chosen = choose(pictures) if choose else 0
        if self.mover is not None:
            held = chosen >= len(own)
            moved = (
                self.given_carried(pictures[chosen], path) if held else self.drawn_carried(drawing, made[chosen], path)
            )
            for number in range(half + 1, num_steps + 1):  # nothing is left to do
                yield Step(number, num_steps, moved[0] if number < num_steps else None)
            yield self.cut(Video(moved, fps=self.fps), options)
            return
        expected = self.standing(self.reference(pictures[chosen]))
        # Guidance of the movement would only add specks: what is shown is settled by the picture.
        shared = replace(options, num_steps=max(1, num_steps - half), guidance=1.0, candidates=1)
        moving = self.denoise(for_clip, None, shared, generator, expected, START)
        for number, tokens in enumerate(moving, start=half + 1):
            yield Step(min(number, num_steps), num_steps, self.preview(tokens) if number < num_steps else None)
        yield self.cut(self.finish(tokens), options)

    @torch.inference_mode()
    def frames(self, tokens: Tensor) -> np.ndarray:
        """[1, N, C] -> uint8 [F, H, W, 3]."""
        return to_uint8(self.autoencoder.decode(self._to_latents(tokens)))

    @torch.inference_mode()
    def preview(self, tokens: Tensor) -> np.ndarray:
        """The first frame only: decoding all of them at every step would cost more than the step."""
        return to_uint8(self.autoencoder.decode(self._to_latents(tokens)[:1]))[0]

    @property
    def extents(self) -> dict[str, Extent]:
        full, frames = self.size_px * self.autoencoder.config.upscale, self.num_frames
        return {
            "size_px": Extent(full // 4, full, full // 4, full),
            "num_frames": Extent(frames // 2, frames, 1, frames),
        }

    def cut(self, part: Video, options: MediaOptions) -> Video:
        return Video(smaller(part.frames[: options.num_frames], options.size_px), fps=part.fps)

    def finish(self, tokens: Tensor) -> Video:
        return Video(self.frames(tokens), fps=self.fps)
