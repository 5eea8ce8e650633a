"""Adapters that grow: the same words as before, more to learn with."""

import pytest
import torch

from nextgpt_core.checkpoint import load_checkpoint, save_checkpoint
from nextgpt_core.errors import BadInput
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config
from nextgpt_core.training.wider_adapters import widened


@pytest.fixture
def model():
    torch.manual_seed(1)
    model = NextGPTModel.from_config(preset_config("tiny")).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if ".lora_B" in name:
                parameter.normal_(0, 0.2)  # as after training: at first they are zero and anything would do
    return model


def said(model) -> torch.Tensor:
    ids = torch.arange(5, 25)[None]
    return model.llm.logits(model.llm.hidden(model.llm.embed(ids), torch.ones_like(ids))[0])


@torch.no_grad()
def test_a_wider_model_says_what_it_said_and_can_learn_more(model, tmp_path):
    wider = widened(model, 4)
    before, after = (sum(p.numel() for n, p in m.named_parameters() if ".lora_" in n) for m in (model, wider))
    assert after == 2 * before and wider.config.llm.lora_rank == 4
    torch.testing.assert_close(said(wider), said(model))
    with wider.llm.untouched(), model.llm.untouched():
        torch.testing.assert_close(said(wider), said(model))
    new = next(p for n, p in wider.named_parameters() if ".lora_A" in n)[model.config.llm.lora_rank :]
    assert new.abs().sum() > 0, "with both factors zero nothing could be learned"
    again = load_checkpoint(save_checkpoint(wider, tmp_path, torch.float32))
    torch.testing.assert_close(said(again), said(model))


def test_the_same_rank_is_the_same_model_and_a_smaller_one_is_refused(model):
    assert widened(model, model.config.llm.lora_rank) is model
    with pytest.raises(BadInput, match="from rank 2 to 1"):
        widened(model, 1)
