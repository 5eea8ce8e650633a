"""The sheets of fixed prompts: every medium is really made, and lies where a person looks for it."""

import sys

import numpy as np
import pytest
import soundfile
from PIL import Image as PILImage
from toy_corpora import TOYS, write_toy_sounds, write_toys

from nextgpt_core.data.corpora.concepts import save_concepts
from nextgpt_core.evaluation import sheets
from nextgpt_core.evaluation.real_items import RealItems
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
    if modality is Modality.AUDIO:
        samples, _ = soundfile.read(tmp_path / "samples-audio.ogg")
        assert len(samples) > 0 and np.abs(samples).max() > 0.01
    if modality is Modality.VIDEO:
        assert PILImage.open(tmp_path / "samples-video.webp").n_frames > 1


def test_what_is_made_can_be_shown_beside_what_is_real(tmp_path):
    write_toys(tmp_path)
    write_toy_sounds(tmp_path, 1600)
    save_concepts(list(TOYS), tmp_path / "concepts.json")
    real = RealItems(tmp_path)
    assert real.of(Modality.IMAGE, "a kitty").pixels.shape == (160, 160, 3)
    assert real.of(Modality.VIDEO, "an animated owl").frames.shape == (16, 96, 96, 3)
    assert len(real.of(Modality.AUDIO, "rain").samples) == 1600
    assert real.of(Modality.IMAGE, "a cat on a beach") is None and real.of(Modality.AUDIO, "a dog") is None
    assert real.of(Modality.VIDEO, "an animated car") is None, "it has no animation"
    assert sheets.beside([1, 2], [None, 3]) == [2, 3]


def test_a_missing_checkpoint_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["sheets", "--checkpoint", str(tmp_path / "none"), "--out", str(tmp_path)])
    assert sheets.main() == 2 and "config.json" in capsys.readouterr().err
