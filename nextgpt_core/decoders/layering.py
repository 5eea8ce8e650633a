"""Scenes in layers: what to draw for a condition, and how the drawn layers are laid over each other.

Joins the layer reader and the matte; knows neither the flow nor words, nor what moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.decoders.layer_reader import MOST_COPIES, LayerReader
from nextgpt_core.decoders.matte import Matte
from nextgpt_core.decoders.regions import joined, reached, shrunk, spread

LONE_SHARE = 0.92
"""The share of the side that a lone thing takes, with its margin, in the picture it is drawn in."""
TOUCHING, SMALLEST = 0.94, 0.6
"""Distance of two centres, against half of both shares, from which things do not touch, for they have margins; and how
much smaller things are made at most to get there."""
ALONE = 0.8
"""A share of the side from which a thing fills the picture."""
PLAIN = 0.06
"""Mean difference, in [-1, 1], from one tone or a fade up to which a background was meant to be just that: what is left
is the flow's mottling."""
UNSURE = 0.1
"""Coverage so near to 0 or 1 is taken for it: faint traces of what a thing was drawn before would show as a frame."""
FAR = 0.12
"""Difference of a pixel's most different colour from what it was drawn before from which it is not that."""
SURE, RIM, SOFT = 0.95, 5, 3
"""Coverage of the inside of a thing; how many pixels within it may still hold what it was drawn before, and how many of
what is enclosed are its soft outline."""
MOST_LOST = 0.5
"""Share of what the matte sees that must be enclosed; less of a thing has no outline, and the matte is believed."""
CRUMB = 3
"""Pixels from its outline that no pixel of a crumb is away: pieces of a thing as thin as that, apart from the rest."""
BAND, OFF = 5, 0.5
"""Depth in pixels of the outline whose coverage is told from its colours, and the difference of the most different
colour from the way between what a thing was drawn before and its own from which a pixel is no mixture of the two."""
OWN = 0.9
"""Mean difference of colours from which a pixel of the rim keeps its own."""
ALIKE, UNLIKE = 0.1, 0.3
"""Mean difference of colours, in [-1, 1], up to which a pixel may be what the thing was drawn before, and from which it
is not, whatever the matte says of pale parts of things."""


@dataclass(frozen=True)
class Placing:
    """One copy of a layer: the row of the thing among the layers, its share of the side, its centre (0 to 1)."""

    layer: int
    share: float
    across: float
    down: float


@dataclass(frozen=True)
class Layers:
    """A picture in two: `front` [4, S, S], colours in [-1, 1] times coverage and then the coverage, 0 to 1; and what
    lies `behind` it everywhere, [3, S, S]."""

    front: Tensor
    behind: Tensor

    def flat(self) -> Tensor:
        """-> the picture [3, S, S]."""
        return (self.front[:3] + (1 - self.front[3:]) * self.behind).clamp(-1, 1)


def cut_out(things: Tensor, coverage: Tensor, clean: bool = True) -> Tensor:
    """things [L, 3, S, S] in [-1, 1], each alone before something plain; coverage [L, 1, S, S] -> the things, [L, 4, S,
    S] as in Layers. What follows is done where they are to be `clean`; without it takes a tenth of the time.

    The matte lets what lies behind through pale parts of things: what cannot be reached from the edge of the picture
    over the colours of the background is the thing as well. A pixel of a thing is its own colour and, where coverage c
    is partial, 1 - c of what it was drawn before: that share is taken out; and what is left in a thing's rim of that
    colour gives way to the colours within, so that no pale rim is carried along. The outline stays as soft as it was
    drawn: how much of it is the thing is told from where its colours lie between the two.
    """
    before = drawn_before(things, coverage)
    apart = (things - before).abs()
    unlike = apart.mean(1, keepdim=True)
    coverage = torch.maximum(coverage, (unlike - ALIKE) / (UNLIKE - ALIKE))
    coverage = sharpened(coverage)
    if not clean:
        return torch.cat([(things - (1 - coverage) * before) * (coverage > 0), coverage], 1)
    free = F.avg_pool2d((apart.amax(1, keepdim=True) < FAR).to(things), 2) > 0.5  # half the size: an eighth of the time
    enclosed = torch.stack([~reached(each) for each in free]).to(things)
    enclosed = F.interpolate(enclosed, things.shape[-2:], mode="nearest")
    leaks = enclosed.sum((1, 2, 3)) < MOST_LOST * (coverage > 0.5).sum((1, 2, 3))
    enclosed = torch.where(leaks[:, None, None, None], (coverage > 0).to(things), enclosed)
    coverage = coverage * F.max_pool2d(enclosed, 5, 1, 2)
    coverage = swept(torch.maximum(coverage, shrunk(enclosed, SOFT)))
    within = shrunk((coverage > SURE).to(things), RIM)
    inner = spread(things, within)
    share, mixed = _between(things, before, inner)
    mixed = mixed * (1 - shrunk(enclosed, BAND)) * (1 - within)
    coverage = torch.lerp(coverage, torch.minimum(coverage, share), mixed)
    own = (things - (1 - coverage) * before) / coverage.clamp(min=0.05)
    like_before = 1 - ((unlike - ALIKE) / (OWN - ALIKE)).clamp(0, 1)
    own = torch.lerp(own.clamp(-1, 1), inner, (1 - within) * like_before)
    return torch.cat([own * coverage, coverage], 1)  # premultiplied, as blending wants it


def swept(coverage: Tensor) -> Tensor:
    """Coverage [L, 1, S, S] without crumbs; of a thing that is nothing but crumbs, as it is."""
    solid = F.avg_pool2d((coverage > 0.5).to(coverage), 2)
    thick = shrunk((solid > 0.5).to(coverage), CRUMB // 2)
    kept = torch.stack([joined(*each) for each in zip(thick > 0, solid > 0, strict=True)]).to(coverage)
    kept = F.max_pool2d(F.interpolate(kept, coverage.shape[-2:], mode="nearest"), 2 * SOFT + 1, 1, SOFT)
    return torch.where((thick > 0).any(-1, keepdim=True).any(-2, keepdim=True), coverage * kept, coverage)


def _between(things: Tensor, before: Tensor, inner: Tensor) -> tuple[Tensor, Tensor]:
    """Colours [L, 3, S, S] of pixels, of what they were drawn before, and of the thing near by -> how far each pixel is
    on the way from the second to the third, 0 to 1, and how surely it is such a mixture; both [L, 1, S, S]."""
    way = inner - before
    share = ((things - before) * way).sum(1, keepdim=True) / (way * way).sum(1, keepdim=True).clamp(min=1e-3)
    share = share.clamp(0, 1)
    off = (things - before - share * way).abs().amax(1, keepdim=True)
    far = ((way.abs().mean(1, keepdim=True) - ALIKE) / (UNLIKE - ALIKE)).clamp(0, 1)
    return share, far * (1 - off / OFF).clamp(0, 1)


def sharpened(coverage: Tensor) -> Tensor:
    """Coverage with all that is within UNSURE of 0 or 1 taken for it, and the rest spread between."""
    return ((coverage - UNSURE) / (1 - 2 * UNSURE)).clamp(0, 1)


def parted(placings: Sequence[Placing]) -> tuple[Placing, ...]:
    """The same, all as much smaller as it takes for the nearest two to lie beside each other."""
    nearest = min(
        (
            2 * max(abs(a.across - b.across), abs(a.down - b.down)) / (a.share + b.share)
            for a, b in combinations(placings, 2)
        ),
        default=1.0,
    )
    smaller = min(1.0, max(nearest / TOUCHING, SMALLEST))
    return tuple(replace(each, share=each.share * smaller) for each in placings)


def laid(own: Tensor, placings: Sequence[Placing]) -> Tensor:
    """own [L, 4, S, S], things that are cut out -> all that is in front [4, S, S], first placing undermost."""
    size = own.shape[-1]
    canvas = torch.zeros_like(own[0])
    for placing in placings:
        side = max(4, round(size * placing.share / LONE_SHARE))
        piece = F.interpolate(own[placing.layer][None], (side, side), mode="bilinear", antialias=True)[0]
        top, left = round(placing.down * size - side / 2), round(placing.across * size - side / 2)
        rows, columns = slice(max(top, 0), min(top + side, size)), slice(max(left, 0), min(left + side, size))
        piece = piece[:, rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        canvas[:, rows, columns] = piece + (1 - piece[3:]) * canvas[:, rows, columns]
    return canvas


def drawn_before(things: Tensor, coverage: Tensor) -> Tensor:
    """What each thing was drawn before, [L, 3, S, S]: one tone or a fade from top to bottom, as in all pictures of lone
    things, fitted (weighted least squares) to where the matte is sure that there is no thing."""
    weight = (1 - coverage) ** 4
    down = torch.linspace(-1, 1, things.shape[-1], device=things.device, dtype=things.dtype)[:, None]
    total = weight.sum((2, 3), keepdim=True).clamp(min=1)
    middle, mean = (
        (weight * down).sum((2, 3), keepdim=True) / total,
        (weight * things).sum((2, 3), keepdim=True) / total,
    )
    spread = (weight * (down - middle) ** 2).sum((2, 3), keepdim=True).clamp(min=1)
    slope = (weight * (down - middle) * (things - mean)).sum((2, 3), keepdim=True) / spread
    return (mean + slope * (down - middle)).expand_as(things)


def cleared(behind: Tensor) -> Tensor:
    """behind [3, S, S] -> the same, as one tone or a fade where that is nearly what it is."""
    plain = drawn_before(behind[None], torch.zeros_like(behind[None, :1]))[0]
    return plain if (behind - plain).abs().mean() < PLAIN else behind


@dataclass(frozen=True)
class Drawing:
    """What the flow is to draw: conditions [L, T, D], and where the things among them go; without placings the one
    layer is the picture. `backed`: the last of these layers is the background; otherwise that is what the first was
    drawn before. After them come the `twins` of the layers of these numbers: no two copies of a thing are the same
    drawing."""

    conditions: Tensor
    placings: tuple[Placing, ...] = ()
    backed: bool = False
    twins: tuple[int, ...] = ()


class SceneLayers(nn.Module):
    """The two networks by which a scene is drawn in layers. Arguments as those of LayerReader; `matte`: of Matte."""

    def __init__(self, text_dim: int, num_tokens: int, dim: int, matte: dict | None = None, **reader: int) -> None:
        super().__init__()
        self.reader, self.matte = LayerReader(text_dim, num_tokens, dim, **reader), Matte(**(matte or {}))

    @torch.inference_mode()
    def drawing(self, condition: Tensor, room: float | None = None) -> Drawing:
        """condition [1, T', D] of a caption, or of a signal, which has no further things -> what to draw for it. A lone
        thing that fills a picture of which the background is left unsaid needs no layers, nor does a picture without
        things, unless `room` says how large a share of the side a lone thing may take, because it is to move."""
        layout, things = self.reader.layout_of(condition), self.reader.things_of(condition)[0]
        behind, present = int(layout.behind[0].argmax()), (layout.present[0] > 0).tolist()
        boxes, known = layout.boxes[0].tolist(), len(things) * MOST_COPIES
        placings = tuple(
            Placing(number // MOST_COPIES, *boxes[number]) for number, there in enumerate(present[:known]) if there
        )
        if room is not None and len(placings) <= 1:
            alone = placings[0] if placings else Placing(0, 1.0, 0.5, 0.5)
            placings = (replace(alone, share=min(alone.share, room)),)
            if behind == 0:
                return Drawing(things[:1], placings)
        if not placings or (len(placings) == 1 and placings[0].share > ALONE and behind == 0):
            return Drawing(things[:1])
        placings = parted(placings)
        drawn = things[: 1 + max(placing.layer for placing in placings)]
        layers = [placing.layer for placing in placings]
        copies = [number for number, layer in enumerate(layers) if layer in layers[:number]]
        twin = {number: len(drawn) + k for k, number in enumerate(copies)}
        placings = tuple(replace(each, layer=twin.get(number, each.layer)) for number, each in enumerate(placings))
        drawn = torch.cat([drawn, self.reader.backgrounds[behind][None].to(drawn)])
        return Drawing(drawn, placings, backed=True, twins=tuple(layers[number] for number in copies))

    @torch.inference_mode()
    def layers(self, drawing: Drawing, pixels: Tensor, clean: bool = True) -> Layers:
        """pixels [L, 3, S, S] of all layers of `drawing`, which has placings -> the picture in two; `clean` as in
        cut_out. Without their pixels, things stand for their twins."""
        pixels, last = pixels.float().clamp(-1, 1), len(drawing.conditions) - 1
        things = torch.cat([pixels[:last], pixels[last + 1 :]]) if drawing.backed else pixels
        coverage = self.matte(things)
        behind = cleared(pixels[last]) if drawing.backed else drawn_before(things, coverage)[0]
        sources = [*range(len(things)), *drawing.twins]  # which without their pixels begin right after the things
        placings = [replace(each, layer=sources[each.layer]) for each in drawing.placings]
        return Layers(laid(cut_out(things, coverage, clean), placings), behind)
