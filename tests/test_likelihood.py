"""How likely ordinary replies are: known to be alike without tuning, and the file's form is checked."""

import json

import pytest
import torch
from conftest import new_bot

from nextgpt_core.errors import BadInput
from nextgpt_core.evaluation.likelihood import REPLIES, read_replies, surprise


def test_the_shipped_replies_are_read():
    pairs = read_replies(REPLIES)
    assert len(pairs) == len({prompt for prompt, _ in pairs}) == 40


def test_a_bad_line_is_named(tmp_path):
    (tmp_path / "replies.jsonl").write_text(json.dumps({"prompt": "a", "reply": "b"}) + "\n{}\n")
    with pytest.raises(BadInput, match="line 2"):
        read_replies(tmp_path / "replies.jsonl")


def test_tuning_changes_what_is_likely_and_taking_it_away_restores_it():
    model, pairs = new_bot().model, [("Hello", "Good day to you."), ("Why?", "Because.")]
    for name, parameter in model.llm.named_parameters():
        if ".lora_B." in name:
            torch.nn.init.normal_(parameter, std=0.5)
    tuned = surprise(model, pairs)
    with model.llm.untouched():
        base = surprise(model, pairs)
        assert tuned != base and tuned > 0 and base > 0
        assert surprise(model, pairs) == base
        one, other = [("Hello", "Good day to you.")], [("Why?", "Because.")]
        assert surprise(model, one) != pytest.approx(surprise(model, other))
    assert surprise(model, pairs) == tuned
