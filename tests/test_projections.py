"""Input and output projections: shapes, starting points, gradients."""

import pytest
import torch

from nextgpt_core.config import INPUT_PROJECTIONS, InputProjectionConfig, OutputProjectionConfig
from nextgpt_core.input_projection import build_input_projection
from nextgpt_core.output_projection import OutputProjection, build_output_projection

FEATURES = torch.randn(3, 7, 16, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("kind", INPUT_PROJECTIONS)
@pytest.mark.parametrize("hidden", [16, 24])
def test_features_become_soft_tokens(kind, hidden):
    projection = build_input_projection(InputProjectionConfig(kind), 7, 16, hidden)
    soft = projection(FEATURES)
    assert soft.shape == (3, 7, hidden)
    soft.pow(2).sum().backward()
    assert all(p.grad is not None for p in projection.parameters())


def test_grouping_collects_into_the_asked_number_of_tokens():
    projection = build_input_projection(InputProjectionConfig("grouping", num_tokens=4), 7, 16, 24)
    assert projection(FEATURES).shape == (3, 4, 24) and projection(FEATURES[:, :2]).shape == (3, 4, 24)


@pytest.mark.parametrize("kind", ["linear", "mlp"])
def test_features_already_in_word_space_pass_unchanged_at_first(kind):
    assert torch.allclose(build_input_projection(InputProjectionConfig(kind), 7, 16, 16)(FEATURES), FEATURES, atol=1e-6)


def test_signal_states_become_bounded_conditions():
    torch.manual_seed(0)
    projection = OutputProjection(OutputProjectionConfig(num_signals=4, width=32, num_heads=2), 16, (5, 12))
    states = torch.randn(2, 4, 16)
    condition = projection(states)
    assert condition.shape == (2, 5, 12)
    assert torch.allclose(condition.mean(-1), torch.zeros(2, 5), atol=1e-4)
    assert torch.allclose(condition.var(-1, correction=0), torch.ones(2, 5), atol=1e-2)
    assert not torch.allclose(condition[0], condition[1], atol=1e-3)
    assert torch.allclose(projection(100 * states), condition, atol=1e-3)  # only the direction of a state counts


def test_every_state_of_the_span_matters_and_padding_does_not():
    torch.manual_seed(0)
    projection = OutputProjection(OutputProjectionConfig(num_signals=3, width=32, num_heads=2), 16, (5, 12)).eval()
    states = torch.randn(1, 3, 16)
    before = projection(states)
    for k in range(3):
        changed = states.clone()
        changed[:, k] = torch.randn(16)
        assert not torch.allclose(projection(changed), before, atol=1e-5)
    padded = torch.cat([states, torch.randn(1, 2, 16)], dim=1)
    mask = torch.tensor([[True, True, True, False, False]])
    assert torch.allclose(projection(padded, mask), before, atol=1e-5)


@pytest.mark.parametrize("kind", ["linear", "mlp"])
def test_one_map_of_the_mean_state_becomes_bounded_conditions(kind):
    torch.manual_seed(0)
    projection = build_output_projection(OutputProjectionConfig(3, 32, kind=kind), 16, (5, 12))
    states = torch.randn(2, 3, 16)
    condition = projection(states)
    assert condition.shape == (2, 5, 12)
    assert torch.allclose(condition.var(-1, correction=0), torch.ones(2, 5), atol=1e-2)
    assert torch.allclose(projection(states.flip(1)), condition, atol=1e-5), "the order of a span's tokens is lost"
    padded, mask = torch.cat([states, torch.randn(2, 2, 16)], 1), torch.tensor([[True] * 3 + [False] * 2] * 2)
    assert torch.allclose(projection(padded, mask), condition, atol=1e-5)
    condition.pow(3).sum().backward()
    assert all(p.grad is not None for p in projection.parameters())
    hidden_layers = sum(isinstance(layer, torch.nn.Linear) for layer in projection.modules()) - 1
    assert hidden_layers == (kind == "mlp")
