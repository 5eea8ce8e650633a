"""The clip decoder of `nano`: first a picture, then its movement (factorised as in Emu Video, Girdhar et al. 2023).

The picture comes from a picture decoder under the same caption; its thing is drawn in a layer of its own and carried
over what lies behind, along the path on which the caption sends it (mover.py), or else it sways. A picture that the
conversation holds already stays what it is: its thing is cut out (cutting.py) and carried the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.base import Choose, Decoder, Step
from nextgpt_core.decoders.cutting import cut
from nextgpt_core.decoders.image import ImageDecoder, smaller, to_uint8
from nextgpt_core.decoders.layering import Layers
from nextgpt_core.decoders.mover import Mover, carried, carried_whole, journey, stretched, sway, with_room
from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder
from nextgpt_core.extent import Extent
from nextgpt_core.media import Image, Modality, Part, Video

GOES_SOMEWHERE = 0.27
"""A path on which the edge of a picture travels farther, in shares of its side, is a movement; less is a sway."""

ROOM, ROOM_TO_SWAY = 0.62, 0.8
"""The largest share of the side of a thing that is to go somewhere, as in painted clips, and of a drawn one that
sways."""


class VideoDecoder(Decoder):
    """settings: `size_px`, `num_frames` and `fps` of a clip; `picture`, the settings of the picture decoder; `mover`,
    those of what carries things along.

    The condition is that of the picture and then that of the mover, [B, T_picture + T_mover, D]. The first half of
    `num_steps` goes to the picture, and nothing is left to do in the others. Guidance and negative prompt concern the
    picture.
    """

    modality = Modality.VIDEO

    def __init__(
        self, size_px: int, num_frames: int, fps: float, picture: dict[str, Any], mover: dict[str, Any]
    ) -> None:
        super().__init__()
        self.picture = ImageDecoder(**picture)
        self.size_px, self.num_frames, self.fps = size_px, num_frames, fps
        flow = self.picture.flow
        self.mover = Mover(flow.config.text_dim, *flow.condition_shape, num_frames, **mover)

    @property
    def autoencoder(self) -> PictureAutoencoder:
        return self.picture.autoencoder

    @property
    def condition_shape(self) -> tuple[int, int]:
        (first, dim), (second, _) = self.picture.condition_shape, self.mover.condition_shape
        return first + second, dim

    def encode_text(self, states: Tensor, mask: Tensor) -> Tensor:
        for_mover = self.mover.condition(states.to(self.autoencoder.dtype), mask)
        of_picture = self.picture.encode_text(states, mask)[:, : self.picture.condition_shape[0]]
        return torch.cat([of_picture, for_mover], dim=1)

    def _square(self, picture: Image, size_px: int) -> Tensor:
        """A picture of any size, cut to a square -> pixels [1, 3, size_px, size_px] in [-1, 1]."""
        height, width = picture.pixels.shape[:2]
        side = min(height, width)
        top, left = (height - side) // 2, (width - side) // 2
        square = torch.tensor(picture.pixels[top : top + side, left : left + side]).permute(2, 0, 1)[None]
        pixels = square.to(self.autoencoder.device).float() / 127.5 - 1
        return F.interpolate(pixels, (size_px, size_px), mode="bicubic", antialias=True).clamp(-1, 1)

    @torch.inference_mode()
    def path(self, condition: Tensor) -> Tensor | None:
        """Where the mover's condition [1, T, D] sends the thing, float32 [F, POSE]; None where it is to stay."""
        path = self.mover.path(condition.to(self.autoencoder.dtype))[0].float()
        return path if journey(path) > GOES_SOMEWHERE else None

    @torch.inference_mode()
    def drawn_carried(self, layers: Layers, path: Tensor | None) -> np.ndarray:
        """A drawn picture in two, whose thing goes along a path or sways -> uint8 [F, H, W, 3]."""
        size = (self.size_px, self.size_px)
        front, behind = (
            F.interpolate(layer[None], size, mode="bilinear", antialias=True)[0]
            for layer in (layers.front, layers.behind)
        )
        return self._along(path, front, lambda path: carried(Layers(front, behind), path))

    @torch.inference_mode()
    def given_carried(self, picture: Image, path: Tensor | None) -> np.ndarray:
        """A picture of any size whose thing, or all of which, goes along a path or sways -> uint8 [F, H, W, 3]."""
        pixels = self._square(picture, self.size_px)[0]
        layers = cut(pixels, self.mover.separation)
        if layers is None:
            return self._along(path, pixels, lambda path: carried_whole(pixels, path))
        if path is not None:
            path = with_room(path, layers.front[3:], ROOM)
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
        already, stand for choice beside them. Without `choose` the first one given is it, and no picture is drawn."""
        first, num_steps = self.picture.condition_shape[0], options.num_steps
        path, made, done = self.path(condition[:, first:]), [], 0
        if choose or not given:
            drawing = self.picture.drawing(condition[:, :first], ROOM_TO_SWAY if path is None else ROOM)
            not_picture = None if negative is None else negative[:, :first]
            shared = replace(options, num_steps=max(1, num_steps // 2))
            for done, drawn in enumerate(self.picture.drawn(drawing, not_picture, shared, generator), start=1):
                if isinstance(drawn, list):
                    made = [self.picture.composed(drawing, pixels) for pixels in drawn]
                yield Step(done, num_steps, made[0][0].pixels if made else drawn)
        pictures = [*(picture for picture, _ in made), *given]
        chosen = choose(pictures) if choose else 0
        layers = made[chosen][1] if chosen < len(made) else None
        moved = self.given_carried(pictures[chosen], path) if layers is None else self.drawn_carried(layers, path)
        for number in range(done + 1, num_steps + 1):
            yield Step(number, num_steps, moved[0] if number < num_steps else None)
        yield self.cut(Video(moved, fps=self.fps), options)

    @property
    def extents(self) -> dict[str, Extent]:
        full, frames = self.size_px, self.num_frames
        return {
            "size_px": Extent(full // 4, full, full // 4, full),
            "num_frames": Extent(frames // 2, frames, 1, frames),
        }

    def cut(self, part: Video, options: MediaOptions) -> Video:
        return Video(smaller(part.frames[: options.num_frames], options.size_px), fps=part.fps)
