"""The detector: shapes, any size, and the layout of its published weights."""

import json

import numpy as np
import pytest
import torch

from nextgpt_core.encoders.centernet import COCO, CenterNet, _doubled
from nextgpt_core.errors import MissingWeights
from nextgpt_core.training import detector_weights


@pytest.fixture(scope="module")
def detector():
    return CenterNet().eval()


@pytest.mark.parametrize("size_px", [64, 96])
def test_heat_is_a_probability_of_each_kind_at_a_quarter_of_the_size(detector, size_px):
    with torch.no_grad():
        heat = detector.heat(torch.randn(2, 3, size_px, size_px))
        assert heat.shape == (2, len(COCO), size_px // 4, size_px // 4) and len(COCO) == 80
        assert ((heat > 0) & (heat < 1)).all()
        assert detector(torch.zeros(1, 3, size_px, size_px)).shape == (1, 80)


def test_doubling_keeps_samples_in_place_and_goes_evenly_between():
    row = torch.tensor([0.0, 2.0, 4.0]).expand(1, 1, 3, 3)
    assert _doubled(row)[0, 0, 0].tolist() == [0, 1, 2, 3, 4, 4]
    assert torch.equal(_doubled(row.transpose(2, 3)), _doubled(row).transpose(2, 3))


UP = "tower_0/CenternetHead/c5_upsample"


def published(wanted):
    """Some of the detector's weights as its package writes them: names, shapes and halves in one run of bytes."""
    names = {
        "stem.weight": "tower_0/MobilenetV3/Conv/Conv2D_weights",
        "blocks.0.depthwise.weight": "tower_0/MobilenetV3/expanded_conv/depthwise/depthwise_weights",
        "blocks.3.squeeze.up.bias": "MobilenetV3/expanded_conv_3/squeeze_excite/Conv_1/biases",
        "ups.0.fine.pointwise.weight": f"{UP}/branch_x_upsample_resize/separable_conv2d_weights",
        "centres.pointwise.bias": "CenternetHead/centernet_cls_output/biases",
    }
    entries, packed = [{"name": "tower_0/k", "shape": [2], "dtype": "int32"}], np.arange(2, dtype="<i4").tobytes()
    for ours, theirs in names.items():
        weight = wanted[ours]
        if weight.ndim == 4:
            weight = weight.permute(2, 3, 0, 1) if "depthwise" in ours else weight.permute(2, 3, 1, 0)
        quantization = {"dtype": "float16", "original_dtype": "float32"}
        entries.append({"name": theirs, "shape": list(weight.shape), "dtype": "float32", "quantization": quantization})
        packed += weight.numpy().astype("<f2").tobytes()
    return names, entries, packed


def test_published_weights_are_found_under_our_names_and_layout(detector):
    wanted = detector.state_dict()
    names, entries, packed = published(wanted)
    found = detector_weights.read_weights(entries, packed)
    assert found.keys() == names.keys()
    for name, tensor in found.items():
        assert tensor.shape == wanted[name].shape and torch.allclose(tensor, wanted[name], atol=1e-3)


def test_another_detector_is_refused(detector, tmp_path, monkeypatch):
    _, entries, packed = published(detector.state_dict())
    (tmp_path / "models").mkdir()
    manifest = {"weightsManifest": [{"weights": entries}]}
    (tmp_path / "models" / "centernet.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tmp_path / "models" / "centernet.bin").write_bytes(packed)
    monkeypatch.setattr(detector_weights, "npm_package", lambda *_: tmp_path)
    with pytest.raises(MissingWeights, match="another detector"):
        detector_weights.detector_state(detector.state_dict(), tmp_path)
