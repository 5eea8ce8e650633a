"""Sets a picture in motion: where its thing goes, frame by frame, is read off the clip's condition, and there it is
carried over what lies behind.

Learned movement of a given picture as in latent flow diffusion (Ni et al. 2023) and first-order motion models (Siarohin
et al. 2019), with one rigid thing instead of a dense flow. Knows caption states, conditions and layers; no latents.

Letters: B batch, L state length, T condition tokens, D condition width, F frames, S side in pixels.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.decoders.cutting import Separation
from nextgpt_core.decoders.latent_flow import TextCondition
from nextgpt_core.decoders.layering import Layers

POSE = 4
"""Numbers of a pose, against the picture itself: shift across and down as shares of the side, the natural logarithm of
the scale, and the clockwise turn in whole turns."""
BREATH, ROCK, RISE = 0.07, 0.015, 0.03
"""How far a thing that is sent nowhere sways: natural logarithm of the scale, whole turns, share of the side."""

USUAL = 0.019
"""Mean change between neighbouring frames, 0 to 1, of the median true animation (evaluation/weights/energies.json)."""
LEAST_STRETCH, MOST_STRETCH = 0.25, 2.0


class Mover(nn.Module):
    """Args: `text_dim` of the caption states; `num_tokens` T and `dim` D of the condition read off them, off which the
    path is read; `num_frames` F; `num_paths` learned ones, of which the reading chooses; `width` of the reading's
    hidden layer; `size_px` and `widths` of the separation, whose sides must halve len(widths) - 1 times."""

    def __init__(
        self,
        text_dim: int,
        num_tokens: int,
        dim: int,
        num_frames: int,
        num_paths: int = 12,
        width: int = 256,
        size_px: int = 64,
        widths: tuple[int, ...] = (16, 32, 48, 64),
    ) -> None:
        super().__init__()
        self.condition_shape, self.num_frames = (num_tokens, dim), num_frames
        self.condition = TextCondition(text_dim, num_tokens, dim)
        self.reading = nn.Sequential(nn.Linear(num_tokens * dim, width), nn.GELU(), nn.Linear(width, num_paths))
        self.paths = nn.Parameter(0.2 * torch.randn(num_paths, num_frames, POSE))
        self.separation = Separation(size_px, tuple(widths))

    def logits(self, condition: Tensor) -> Tensor:
        """[B, T, D] -> [B, num_paths]."""
        return self.reading(condition.flatten(1))

    def path(self, condition: Tensor) -> Tensor:
        """[B, T, D] -> poses [B, F, POSE]: the likeliest path. A mean of several would go half as far, or nowhere."""
        return self.paths[self.logits(condition).argmax(-1)]


def carried(layers: Layers, path: Tensor) -> Tensor:
    """The frames [F, 3, S, S] of a picture whose front goes along path [F, POSE]. A pose of zeros gives the picture."""
    moved = moved_along(layers.front.expand(len(path), -1, -1, -1), path, centre(layers.front[None, 3:]))
    return (layers.behind * (1 - moved[:, 3:]) + moved[:, :3]).clamp(-1, 1)


def carried_whole(pixels: Tensor, path: Tensor) -> Tensor:
    """The same of a picture [3, S, S] in which no thing can be told: all of it goes along, mirrored at its edges."""
    return moved_along(pixels.expand(len(path), -1, -1, -1), path, pixels.new_zeros(2), "reflection").clamp(-1, 1)


def sway(num_frames: int) -> Tensor:
    """-> a path [F, POSE] of a thing that stays where it is and is alive: it breathes and rocks, once a loop."""
    turn = 2 * math.pi * torch.arange(num_frames) / num_frames
    still = torch.zeros(num_frames)
    return torch.stack([still, -RISE * (turn.sin().clamp(min=0)), BREATH * turn.sin(), ROCK * (2 * turn).sin()], -1)


def stretched(path: Tensor, frames: Tensor) -> Tensor:
    """A sway [F, POSE] by which `frames` [F, 3, S, S] came about, made wider or narrower so that they change as much as
    those of real animations: bold outlines show every step, pale things hardly any."""
    change = frames.diff(dim=0).abs().mean() / 2
    return path * (USUAL / change.clamp(min=1e-4)).clamp(LEAST_STRETCH, MOST_STRETCH)


def with_room(path: Tensor, thing: Tensor, room: float) -> Tensor:
    """The same path [F, POSE] for a thing, coverage [1, S, S], made so small that it takes no more than `room` of the
    side: what fills the picture has nowhere to go."""
    there = thing[0] > 0.5
    extent = max(float(there.any(axis).sum()) for axis in (0, 1)) / thing.shape[-1]
    return path + path.new_tensor([0, 0, math.log(room / max(extent, room)), 0])


def centre(thing: Tensor) -> Tensor:
    """[1, 1, S, S] -> the middle of what is there, [2] across and down, -1 to 1; that of the picture for nothing."""
    size = thing.shape[-1]
    line = (2 * torch.arange(size, device=thing.device, dtype=thing.dtype) + 1) / size - 1  # middles of pixels
    weights = thing[0, 0]
    place = torch.stack([(weights.sum(0) * line).sum(), (weights.sum(1) * line).sum()])
    return place / weights.sum().clamp(min=1e-3 * weights.numel())


def moved_along(layers: Tensor, path: Tensor, around: Tensor, outside: str = "zeros") -> Tensor:
    """Layers [F, C, S, S] shifted, scaled and turned `around` [2] by path [F, POSE]; `outside` of them there is
    nothing, or what grid_sample puts there."""
    shift, scale, turn = 2 * path[:, :2], path[:, 2].exp(), 2 * torch.pi * path[:, 3]
    cos, sin = turn.cos() / scale, turn.sin() / scale
    # For each pixel of the frame, where in the picture it comes from: the inverse of the movement.
    back = torch.stack([torch.stack([cos, sin], -1), torch.stack([-sin, cos], -1)], 1)
    offset = around[None] - torch.einsum("fij,fj->fi", back, shift + around)
    grid = F.affine_grid(torch.cat([back, offset[..., None]], -1), list(layers.shape), align_corners=False)
    return F.grid_sample(layers, grid, mode="bilinear", padding_mode=outside, align_corners=False)


def journey(path: Tensor) -> Tensor:
    """Path [F, POSE] -> how far the edge of a picture travels on it in all, in shares of the picture's side."""
    shift = path[:, :2].diff(dim=0).norm(dim=-1)
    growth = path[:, 2].exp().diff(dim=0).abs() / 2
    turn = (torch.pi * path[:, 3].diff(dim=0)).sin().abs()
    return (shift + growth + turn).sum()
