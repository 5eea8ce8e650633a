"""Projections of the released models against the public code: same seeded weights and inputs, recorded outputs."""

from zlib import crc32

import pytest
import torch
from seeded_weights import seeded_tensor, seeded_tensors

from nextgpt_core.config import InputProjectionConfig, OutputProjectionConfig
from nextgpt_core.input_projection import build_input_projection
from nextgpt_core.input_projection_groupvit import GroupViTProjection
from nextgpt_core.output_projection import build_output_projection


def shape_of(module) -> dict:
    return {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()}


@torch.inference_mode()
def test_the_grouping_projection_is_the_public_one():
    ours = GroupViTProjection(1024, 48, depths=(1, 1, 1)).eval()
    ours.load_state_dict(seeded_tensors(shape_of(ours)))
    names = "\n".join(f"{name} {list(shape)}" for name, shape in sorted(shape_of(ours).items()))
    assert crc32(names.encode()) == GROUPVIT["names"], "names and shapes of mm_input_projector.bin"
    out = ours(seeded_tensor("features", (2, 20, 1024)))
    assert out.shape == (2, 8, 48)
    assert out[:, [0, 7], :4].flatten().tolist() == pytest.approx(GROUPVIT["output"], abs=1e-4)


@torch.inference_mode()
def test_the_signal_projection_is_the_public_one():
    ours = build_output_projection(OutputProjectionConfig(4, 512, 4, 4, "signals"), 32, (77, 24)).eval()
    theirs = {"read": "fc", "queries": "query_embs", "transformer": "tfm", "write": "model"}
    shapes = shape_of(ours)
    named = {n: ".".join([theirs[n.split(".")[0]], *n.split(".")[1:]]) for n in shapes}
    ours.load_state_dict({n: seeded_tensor(named[n], shapes[n]) for n in shapes})
    hidden, embeddings = seeded_tensor("hidden", (2, 4, 32)) * 12, seeded_tensor("embeddings", (2, 4, 32)) * 12
    out = ours(hidden + embeddings)
    assert out.shape == (2, 77, 24)
    assert out[:, [0, 76], :4].flatten().tolist() == pytest.approx(SIGNALS, abs=1e-4)
    with pytest.raises(ValueError, match="same number"):
        ours(hidden, torch.tensor([[True, True, True, False]] * 2))


def test_full_sizes_are_the_published_ones():
    """Numbers of weights of the released modules at 4,096 wide."""

    def count(module) -> int:
        return sum(p.numel() for p in module.parameters())

    image = build_output_projection(OutputProjectionConfig(4, 512, 4, 4, "signals"), 4096, (77, 768))
    assert count(image) == 31_958_784
    assert count(image) + 256 * 513 == 32_090_112, "video: 1,024 wide conditions"
    assert count(image) - 256 * 513 - 76 * 512 == 31_788_544, "audio: one condition token, 512 wide"
    assert count(GroupViTProjection(1024, 4096)) == 53_144_912
    for kind, wanted in (("linear", 4_198_400), ("two-layer", 20_979_712)):
        assert count(build_input_projection(InputProjectionConfig(kind), 1, 1024, 4096)) == wanted


GROUPVIT = {
    "names": 1412438376,
    "output": [
        -0.18882,
        1.54647,
        -2.52179,
        -0.36343,
        1.43715,
        -0.33018,
        -0.56863,
        2.27318,
        0.38425,
        -0.26699,
        -1.15337,
        0.97155,
        0.81576,
        -0.13565,
        -1.27703,
        0.09139,
    ],
}
SIGNALS = [
    2.49955,
    -0.7038,
    -0.09757,
    -1.86397,
    1.95015,
    -1.01182,
    -0.03919,
    -1.04147,
    1.6231,
    -0.52372,
    2.2121,
    -1.58041,
    0.25721,
    0.47369,
    1.8412,
    -1.47274,
]
