"""What one picture shows: an EfficientNet-Lite0 trained on photographs, and heads trained on drawings.

Shared by the image and the video encoder. Gives logits over named things; does not know words, embeddings, or files.
The backbone stays as published. A copy of its last blocks is trained on drawings, which it was never shown; both copies
start from the same maps, so drawings cost a quarter more, not twice. Whether a picture is a photograph is read from how
far the means and variances inside the backbone lie from those of the photographs it was trained on, which its batch
norms have kept.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.encoders.efficientnet import HEAD_CHANNELS, EfficientNetLite

DEEP_CHANNELS = 320
FORK, FORK_CHANNELS = 12, 192
"""The first block that drawings have a copy of, and the channels it reads, at 1/32 of the input size."""
THUMB_PX = 32
# attribute -> its classes, in the words a person would use
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "background": (
        "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "gray", "turquoise",
        "beach", "snow", "space", "grass", "night", "under water",
    ),
    "colour": (
        "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "gray", "turquoise",
    ),
    "count": ("one", "two", "three", "four"),
    "place": (
        "center", "left", "right", "top", "bottom", "top left", "top right", "bottom left", "bottom right", "beside",
        "above",
    ),
    "size": ("tiny", "small", "medium", "large"),
}  # fmt: skip
BESIDE, ABOVE = (ATTRIBUTES["place"].index(word) for word in ("beside", "above"))
# Where the concept head looks: everything, or a half of the map (rows, columns as shares).
REGIONS = {
    "whole": (0.0, 1.0, 0.0, 1.0), "left": (0.0, 1.0, 0.0, 0.5), "right": (0.0, 1.0, 0.5, 1.0),
    "top": (0.0, 0.5, 0.0, 1.0), "bottom": (0.5, 1.0, 0.0, 1.0),
}  # fmt: skip


@dataclass(frozen=True)
class Maps:
    """What is seen at 1/32 of the input size: deep [B, 320, h, w] by the frozen backbone, drawn [B, 320, h, w] by the
    blocks for drawings; fork [B, 192, h, w] where the two part; oddness [B, 3 * blocks]."""

    deep: Tensor
    drawn: Tensor
    fork: Tensor
    oddness: Tensor


class ConceptHead(nn.Module):
    """drawn [B, 320, h, w] -> logits [B, regions, num_concepts], attention-pooled within each region."""

    def __init__(self, num_concepts: int, width: int) -> None:
        super().__init__()
        self.lift = nn.Conv2d(DEEP_CHANNELS, width, 1)
        self.attention = nn.Conv2d(width, 1, 1)
        self.dropout = nn.Dropout(0.3)
        self.classifier = nn.Linear(width, num_concepts)

    def pooled(self, drawn: Tensor, regions: Tensor) -> Tensor:
        """[B, 320, h, w], region masks [R, h, w] -> [B, R, width]."""
        lifted = F.relu6(self.lift(drawn))
        weight = F.softplus(self.attention(lifted)).flatten(2) + 1e-3  # [B, 1, h * w]
        weight = weight * regions.flatten(1)[None]
        return (weight / weight.sum(-1, keepdim=True)) @ lifted.flatten(2).transpose(1, 2)

    def forward(self, drawn: Tensor, regions: Tensor) -> Tensor:
        return self.classifier(self.dropout(self.pooled(drawn, regions)))


class AttributeHead(nn.Module):
    """A 32 px thumbnail [B, 3, 32, 32] in -1..1 -> one tensor of logits [B, classes] an attribute of ATTRIBUTES."""

    def __init__(self, width: int) -> None:
        super().__init__()
        channels = (3, width, 2 * width, 3 * width)
        layers: list[nn.Module] = []
        for channels_in, channels_out in pairwise(channels):
            layers += [
                nn.Conv2d(channels_in, channels_out, 3, padding=1), nn.GroupNorm(4, channels_out), nn.GELU(),
                nn.MaxPool2d(2),
            ]  # fmt: skip
        self.body = nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.2), nn.Linear(3 * width * 16, 192), nn.GELU())
        self.outs = nn.ModuleDict({name: nn.Linear(192, len(words)) for name, words in ATTRIBUTES.items()})

    def forward(self, thumbs: Tensor) -> dict[str, Tensor]:
        body = self.body(thumbs)
        return {name: out(body) for name, out in self.outs.items()}


class Sight(nn.Module):
    """The backbone and its heads. Random weights; `load_backbone` and a state dict of the heads make it see."""

    def __init__(self, num_concepts: int, width: int = HEAD_CHANNELS, thumb_width: int = 32) -> None:
        super().__init__()
        self.backbone = EfficientNetLite(0).requires_grad_(False).eval()
        self.drawing_blocks = nn.Sequential(*copy.deepcopy(self.backbone.blocks[FORK:])).requires_grad_(True)
        self.concepts = ConceptHead(num_concepts, width)
        self.attributes = AttributeHead(thumb_width)
        self.photo_gate = nn.Linear(3 * len(self.backbone.blocks), 1)
        self.register_buffer("oddness_mean", torch.zeros(3 * len(self.backbone.blocks)))
        self.register_buffer("oddness_scale", torch.ones(3 * len(self.backbone.blocks)))

    def train(self, mode: bool = True) -> Sight:
        """The backbone stays in eval mode: its batch norms keep the statistics of photographs."""
        super().train(mode)
        self.backbone.eval()
        return self

    def load_backbone(self, path: Path) -> None:
        """Fills the frozen backbone from the published file. Raises MissingWeights."""
        self.backbone.load_state_dict(EfficientNetLite.from_file(0, path).state_dict())

    def maps(self, pixels: Tensor, network: EfficientNetLite | None = None) -> Maps:
        """pixels [B, 3, S, S] as `normalise` gives them. `network`: another form of the backbone (fused, half)."""
        network = network or self.backbone
        x = network.stem(pixels.contiguous(memory_format=torch.channels_last))
        oddness, fork = [], x
        for index, block in enumerate(network.blocks):
            if index == FORK:
                fork = x
            before, x = x, block(x)
            added = (x - before if block.residual else x).float()
            norm = self.backbone.blocks[index].project.norm
            # In photographs a channel has mean `bias` and deviation `weight` here, up to how pictures differ.
            scale = norm.weight.abs().float().clamp(min=1e-3)
            off = (added.mean((2, 3)) - norm.bias.float()) / scale
            spread = (added.std((2, 3), unbiased=False) / scale).clamp(min=1e-3).log()
            oddness += [off.pow(2).mean(1), spread.mean(1), spread.std(1)]
        return Maps(x, self.drawing_blocks(fork.to(self.concepts.lift.weight.dtype)), fork, torch.stack(oddness, 1))

    def photo_logits(self, deep: Tensor) -> Tensor:
        """deep [B, 320, h, w] -> logits [B, 1000] of the published classifier, untouched."""
        return self.backbone.classify(self.backbone.head(deep))

    def concept_logits(self, drawn: Tensor, regions: tuple[str, ...] = tuple(REGIONS)) -> Tensor:
        """drawn [B, 320, h, w] -> logits [B, len(regions), num_concepts]."""
        return self.concepts(drawn, region_masks(regions, *drawn.shape[2:]).to(drawn))

    def photo_probability(self, oddness: Tensor) -> Tensor:
        """oddness [B, 3 * blocks] -> probability [B] that a picture is a photograph."""
        return self.photo_gate((oddness - self.oddness_mean) / self.oddness_scale)[:, 0].sigmoid()

    def attribute_logits(self, pixels: Tensor) -> dict[str, Tensor]:
        """pixels [B, 3, S, S] -> logits [B, classes] of each attribute."""
        return self.attributes(thumbnails(pixels))


def thumbnails(pixels: Tensor) -> Tensor:
    """[B, 3, S, S] -> [B, 3, 32, 32], each pixel the mean of its patch."""
    return F.adaptive_avg_pool2d(pixels.float(), THUMB_PX)


def region_masks(regions: tuple[str, ...], height: int, width: int) -> Tensor:
    """[len(regions), height, width], 1 inside; a cell that a border cuts counts by its share inside."""
    masks = []
    for name in regions:
        top, bottom, left, right = REGIONS[name]
        masks.append(_inside(top, bottom, height)[:, None] * _inside(left, right, width)[None])
    return torch.stack(masks)


def _inside(start: float, end: float, cells: int) -> Tensor:
    edges = torch.arange(cells + 1) / cells
    return ((edges[1:].clamp(max=end) - edges[:-1].clamp(min=start)).clamp(min=0)) * cells
