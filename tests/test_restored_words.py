"""Words that an input projection gives back: exactly those, and next to nothing of all else moves."""

from dataclasses import replace

import pytest
import torch

from nextgpt_core.config import InputProjectionConfig
from nextgpt_core.encoders.audio import FACTS
from nextgpt_core.errors import BadInput
from nextgpt_core.input_projection import MLPProjection
from nextgpt_core.media import Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config
from nextgpt_core.training.restored_words import restore, restore_facts

DIM = 48


@pytest.fixture
def projection():
    torch.manual_seed(2)
    projection = MLPProjection(DIM, DIM)
    with torch.no_grad():
        for parameter in projection.parameters():
            parameter.normal_(0, 0.2)
    return projection


@torch.no_grad()
def test_blurred_words_come_back_and_features_stay(projection):
    features = torch.randn(4_000, 20) @ torch.randn(20, DIM)  # in a part of the space, as features are
    words = torch.randn(1, DIM) + 0.1 * torch.randn(4, DIM)
    before = projection(features)
    restore(projection, words, features)
    torch.testing.assert_close(projection(words), words, rtol=1e-3, atol=1e-3)
    moved = (projection(features) - before).norm() / before.norm()
    assert moved < 0.1, moved


@torch.no_grad()
def test_facts_of_sounds_are_given_back():
    torch.manual_seed(3)
    model = NextGPTModel.from_config(preset_config("tiny")).eval()
    projection, encoder = model.input_projections["audio"], model.encoders["audio"]
    projection.project.weight.normal_(0, 0.2)
    config = model.config.encoders["audio"]
    features = torch.randn(300, config.num_features, config.dim)
    restore_facts(model, ("count",), features)
    words = encoder.fact_words["count"].names[:, 0].float()
    torch.testing.assert_close(projection(words), words, rtol=1e-2, atol=1e-2)
    others = encoder.fact_words["tempo"].names[:, 0].float()
    assert not torch.allclose(projection(others), others, atol=0.1)
    assert len(FACTS["count"]) == 10


def test_a_projection_without_a_linear_path_is_refused():
    config = preset_config("tiny")
    rows = {**config.input_projections, Modality.AUDIO: InputProjectionConfig("grouping", 3)}
    with pytest.raises(BadInput, match="--restore"):
        restore_facts(
            NextGPTModel.from_config(replace(config, input_projections=rows)), ("count",), torch.zeros(1, 11, 32)
        )
