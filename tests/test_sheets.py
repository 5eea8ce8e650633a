"""The sheets of fixed prompts: every medium is really made, and lies where a person looks for it."""

import sys

import numpy as np
import pytest
from PIL import Image as PILImage

from nextgpt_core.evaluation import sheets
from nextgpt_core.media import MEDIA, Modality

SIZES = {Modality.IMAGE: (8 * 160, 160), Modality.AUDIO: None, Modality.VIDEO: (2 * (4 * 96 + 8), 96)}


def test_prompts_are_as_many_as_promised_and_all_differ():
    assert {m: len(prompts) for m, prompts in sheets.PROMPTS.items()} == {
        Modality.IMAGE: 48, Modality.AUDIO: 48, Modality.VIDEO: 24
    }  # fmt: skip
    for prompts in sheets.PROMPTS.values():
        assert len(set(prompts)) == len(prompts) and all(prompt == prompt.strip() != "" for prompt in prompts)


@pytest.mark.parametrize("modality", MEDIA)
def test_a_sheet_shows_what_the_model_made(tmp_path, monkeypatch, modality):
    arguments = ["sheets", "--preset", "tiny", "--out", str(tmp_path), "--media", modality.value, "--limit", "2"]
    monkeypatch.setattr(sys, "argv", arguments)
    assert sheets.main() == 0
    sheet = np.asarray(PILImage.open(tmp_path / f"samples-{modality.value}.jpg"))
    assert sheet.std() > 1
    if SIZES[modality]:
        assert sheet.shape[1::-1] == SIZES[modality]


def test_a_missing_checkpoint_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["sheets", "--checkpoint", str(tmp_path / "none"), "--out", str(tmp_path)])
    assert sheets.main() == 2 and "config.json" in capsys.readouterr().err
