"""CenterNet on MobileNetV3: a photograph in, how surely each of COCO's 80 kinds of things is somewhere in it out.

Plain torch, laid out so that the published weights load strictly once batch norms are folded into the convolutions
before them. Only the heat of the things' centres is read; their boxes are left out. Does not know where weights come
from, nor what is done with the answer.
Network: Zhou et al., "Objects as Points", 2019; Howard et al., "Searching for MobileNetV3", ICCV 2019; trained on COCO
by https://github.com/610265158/mobilenetv3_centernet.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.encoders.efficientnet import PIXEL_MEAN, PIXEL_SCALE

COCO = (
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
    "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant",
    "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee", "skis", "snowboard",
    "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle",
    "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange", "broccoli",
    "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch", "potted plant", "bed", "dining table", "toilet",
    "tv", "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave", "oven", "toaster", "sink",
    "refrigerator", "book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush",
)  # fmt: skip
"""The kinds, in the order of the heat's channels."""
SIZE_PX = 512
FIRST_CHANNELS, LAST_CHANNELS = 16, 480


@dataclass(frozen=True)
class _Row:
    """One inverted residual block; `squeezed`: channels of its squeeze-and-excitation, 0 for none."""

    kernel: int
    stride: int
    expanded: int
    out: int
    squeezed: int = 0
    swish: bool = True


_ROWS = (
    _Row(3, 1, 16, 16, swish=False),
    _Row(3, 2, 64, 24, swish=False),
    _Row(3, 1, 72, 24, swish=False),
    _Row(5, 2, 72, 32, 24, swish=False),
    _Row(5, 1, 96, 32, 24, swish=False),
    _Row(5, 1, 96, 32, 24, swish=False),
    _Row(3, 2, 192, 64),
    _Row(3, 1, 160, 64),
    _Row(3, 1, 144, 64),
    _Row(3, 1, 144, 64),
    _Row(3, 1, 384, 88, 96),
    _Row(3, 1, 528, 88, 136),
    _Row(5, 2, 528, 120, 136),
    _Row(5, 1, 720, 120, 184),
    _Row(5, 1, 720, 120, 184),
)
# What the head takes from the trunk on its way up: block, whether before its depthwise convolution, channels there.
_TAPS = ((11, False, 88, 128), (5, True, 96, 96), (3, True, 72, 64))


class _Same(nn.Conv2d):
    """Convolution with TensorFlow's SAME padding."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int = 1, stride: int = 1, each=False, bias=True):
        super().__init__(channels_in, channels_out, kernel, stride, groups=channels_in if each else 1, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        kernel, stride = self.kernel_size[0], self.stride[0]
        pads = []
        for size in (x.shape[-1], x.shape[-2]):
            total = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)
            pads += [total // 2, total - total // 2]
        return super().forward(F.pad(x, pads) if any(pads) else x)


class _Squeeze(nn.Module):
    """Squeeze-and-excitation with a hard sigmoid."""

    def __init__(self, channels: int, squeezed: int) -> None:
        super().__init__()
        self.down, self.up = _Same(channels, squeezed), _Same(squeezed, channels)

    def forward(self, x: Tensor) -> Tensor:
        return x * F.hardsigmoid(self.up(self.down(x.mean((2, 3), keepdim=True)).relu()))


class _Block(nn.Module):
    def __init__(self, channels_in: int, row: _Row) -> None:
        super().__init__()
        self.expand = _Same(channels_in, row.expanded) if row.expanded != channels_in else None
        self.depthwise = _Same(row.expanded, row.expanded, row.kernel, row.stride, each=True)
        self.squeeze = _Squeeze(row.expanded, row.squeezed) if row.squeezed else None
        self.project = _Same(row.expanded, row.out)
        self.active = F.hardswish if row.swish else F.relu
        self.residual = row.stride == 1 and channels_in == row.out

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """x -> the block's output, and its expanded maps."""
        wide = x if self.expand is None else self.active(self.expand(x))
        y = self.active(self.depthwise(wide))
        y = self.project(y if self.squeeze is None else self.squeeze(y))
        return (x + y if self.residual else y), wide


class _Separable(nn.Module):
    """Depthwise without bias, then one by one."""

    def __init__(self, channels_in: int, channels_out: int, kernel: int) -> None:
        super().__init__()
        self.depthwise = _Same(channels_in, channels_in, kernel, each=True, bias=False)
        self.pointwise = _Same(channels_in, channels_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.pointwise(self.depthwise(x))


class _Up(nn.Module):
    """Maps from below, twice as large, beside what the trunk saw at that size."""

    def __init__(self, channels_in: int, tapped: int, channels_out: int) -> None:
        super().__init__()
        self.fine, self.coarse = _Separable(channels_in, channels_out, 3), _Separable(channels_in, channels_out, 5)
        self.lift = _Same(tapped, tapped // 4)
        self.tap = _Separable(tapped // 4, channels_out, 5)

    def forward(self, x: Tensor, tapped: Tensor) -> Tensor:
        up = _doubled(self.fine(x) + self.coarse(x))
        return torch.cat([self.tap(self.lift(tapped).relu()), up], 1).relu()


class CenterNet(nn.Module):
    """Random weights; a state dict makes it see."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _Same(3, FIRST_CHANNELS, 3, 2)
        channels = (FIRST_CHANNELS, *(row.out for row in _ROWS))
        self.blocks = nn.ModuleList(_Block(c, row) for c, row in zip(channels, _ROWS, strict=False))
        self.last = _Same(channels[-1], LAST_CHANNELS)
        below = (LAST_CHANNELS, *(2 * out for *_, out in _TAPS))
        self.ups = nn.ModuleList(_Up(c, tapped, out) for c, (*_, tapped, out) in zip(below, _TAPS, strict=False))
        self.weigh = nn.Sequential(_Same(below[-1], 32), nn.ReLU(), _Same(32, below[-1], bias=False), nn.Sigmoid())
        self.centres = _Separable(below[-1], len(COCO), 3)

    def forward(self, pixels: Tensor) -> Tensor:
        """pixels [B, 3, S, S] as `efficientnet.normalise` gives them -> [B, 80]: the highest heat of each kind, 0..1.

        Trained at 512 px; S is a multiple of 32.
        """
        return self.heat(pixels).amax((2, 3))

    def heat(self, pixels: Tensor) -> Tensor:
        """pixels [B, 3, S, S] -> [B, 80, S / 4, S / 4], 0..1."""
        x = F.hardswish(self.stem(pixels * PIXEL_SCALE + PIXEL_MEAN))
        tapped = {}
        for number, block in enumerate(self.blocks):
            x, wide = block(x)
            tapped[number] = x, wide
        x = F.hardswish(self.last(x))
        for up, (number, expanded, *_) in zip(self.ups, _TAPS, strict=True):
            x = up(x, tapped[number][int(expanded)])
        return self.centres(x * self.weigh(x.mean((2, 3), keepdim=True))).sigmoid()


def _doubled(x: Tensor) -> Tensor:
    """Bilinear, twice the size, the first sample of each row and column kept in its place as TensorFlow did."""
    for axis in (2, 3):
        after = torch.cat([x.narrow(axis, 1, x.shape[axis] - 1), x.narrow(axis, x.shape[axis] - 1, 1)], axis)
        x = torch.stack([x, (x + after) / 2], axis + 1).flatten(axis, axis + 1)
    return x
