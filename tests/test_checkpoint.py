"""Saving and loading: what comes back is what was there, and every kind of damage has one clear error."""

import json

import pytest
import torch
from conftest import NOISE, new_bot, quick
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from nextgpt_core import Conversation, NextGPT
from nextgpt_core import checkpoint as checkpoints
from nextgpt_core.checkpoint import file_of, load_checkpoint, read_tensors, save_checkpoint, stored_names
from nextgpt_core.errors import BadInput, MissingWeights
from nextgpt_core.media import MEDIA, Modality

ASKED = Conversation().say(*(NOISE[m](4) for m in MEDIA), "what is all this?")


@pytest.fixture(scope="module")
def bot():
    """A tiny bot whose clip decoder shares the picture autoencoder, like the shipped model's."""
    bot = new_bot()
    bot.model.decoders["video"].autoencoder.load_state_dict(bot.model.decoders["image"].autoencoder.state_dict())
    return bot


@pytest.fixture(scope="module")
def saved(bot, tmp_path_factory):
    return save_checkpoint(bot.model, tmp_path_factory.mktemp("saved") / "model", torch.float32)


@pytest.fixture
def copy(saved, tmp_path):
    """A folder of links to the saved files, to be damaged one by one."""
    for file in saved.iterdir():
        (tmp_path / file.name).symlink_to(file)
    return tmp_path


def replace_file(folder, name, data):
    (folder / name).unlink()
    (folder / name).write_bytes(data)


def test_every_tensor_comes_back(bot, saved):
    again = load_checkpoint(saved)
    state, loaded = bot.model.state_dict(), again.state_dict()
    assert list(loaded) == list(state) and not again.training
    assert all(torch.equal(loaded[name], state[name]) for name in state), "tiny keeps all its weights in the folder"
    assert again.config.to_json() == bot.config.to_json()


def test_the_loaded_model_gives_the_same_reply(bot, saved):
    options = quick(modalities=frozenset(Modality), temperature=1.0)
    first, second = bot.reply(ASKED, options), NextGPT.from_checkpoint(saved).reply(ASKED, options)
    assert first.parts == second.parts and [p.caption for p in first.parts] == [p.caption for p in second.parts]


def test_saving_again_changes_nothing(saved, tmp_path):
    first = NextGPT.from_checkpoint(saved).save(tmp_path / "a")  # the usual, half as large precision
    second = NextGPT.from_checkpoint(first).save(tmp_path / "b")
    names = sorted(file.name for file in first.iterdir())
    assert names == sorted(file.name for file in second.iterdir())
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)
    assert sum(f.stat().st_size for f in first.iterdir()) < 0.6 * sum(f.stat().st_size for f in saved.iterdir())


def test_saving_over_another_model_leaves_none_of_its_parts(bot, saved, tmp_path):
    (tmp_path / "decoder-smell.safetensors").write_bytes((saved / "decoder-audio.safetensors").read_bytes())
    save_checkpoint(bot.model, tmp_path, torch.float32)
    assert read_tensors(tmp_path).keys() == read_tensors(saved).keys()
    assert not (tmp_path / "decoder-smell.safetensors").exists()


def test_a_shared_autoencoder_is_stored_once(bot, saved):
    with safe_open(saved / "decoder-video.safetensors", framework="pt") as opened:
        stored, twins = set(opened.keys()), json.loads(opened.metadata()["same_as"])
    tensors = bot.model.decoders["video"].autoencoder.state_dict().items()
    shared = [f"decoders.video.picture.autoencoder.{n}" for n, t in tensors if t.numel() > 1]
    assert shared and not stored & set(shared) and set(shared) <= set(twins)
    assert set(read_tensors(saved)) == set(stored_names(bot.model))


def test_parts_lie_in_files_of_their_own(saved):
    parts = {f"{group}-{m.value}" for group in ("encoder", "decoder") for m in MEDIA}
    expected = parts | {
        "decoder-image-layers",
        "language-model",
        "input-projections",
        "output-projections",
        "condition-readers",
    }
    assert {f.stem for f in saved.glob("*.safetensors")} == expected
    assert file_of("llm.signal_in") == "language-model.safetensors"
    assert file_of("decoders.image.flow.x") == "decoder-image.safetensors"


def test_weights_of_others_are_not_stored(bot, monkeypatch):
    """A pinned language model and a frozen backbone come from their own sources."""
    monkeypatch.setattr(checkpoints, "stored_names", stored_names)
    pinned = type("Config", (), {"llm": type("LLM", (), {"kind": "pinned", "toy": {}})})
    monkeypatch.setattr(bot.model, "config", pinned)
    names = stored_names(bot.model)
    outside = set(bot.model.state_dict()) - set(names)
    assert outside and all(n.startswith("llm.model.") or ".sight.backbone." in n for n in outside)
    assert not any(".lora_" in n for n in outside) and {"llm.signal_in", "llm.signal_out"} <= set(names)


@pytest.mark.parametrize("part", ["decoder-audio", "language-model", "encoder-image"])
def test_a_missing_file_is_named(copy, part):
    (copy / f"{part}.safetensors").unlink()
    with pytest.raises(MissingWeights, match=rf"missing \(first: .* of {part}.safetensors\).*Restore the whole folder"):
        load_checkpoint(copy)


def test_surplus_and_misshapen_tensors_are_named(copy):
    save_file({"decoders.image.flow.bogus": torch.zeros(2)}, copy / "extra.safetensors")
    with pytest.raises(MissingWeights, match="1 unexpected .first: decoders.image.flow.bogus"):
        load_checkpoint(copy)
    (copy / "extra.safetensors").unlink()
    tensors = load_file(copy / "language-model.safetensors")
    tensors["llm.signal_in"] = torch.zeros(3, 3)
    (copy / "language-model.safetensors").unlink()
    save_file(tensors, copy / "language-model.safetensors")
    with pytest.raises(MissingWeights, match="of another shape .first: llm.signal_in"):
        load_checkpoint(copy)


@pytest.mark.parametrize("keep", [0, 5, 2000])
def test_a_damaged_file_is_named(copy, keep):
    data = (copy / "decoder-image.safetensors").read_bytes()[:keep]
    replace_file(copy, "decoder-image.safetensors", data)
    with pytest.raises(MissingWeights, match="decoder-image.safetensors is damaged"):
        load_checkpoint(copy)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe\x00\x01", b"[]", b'{"preset": "tiny"}'])
def test_a_damaged_configuration_is_refused(copy, data):
    replace_file(copy, "config.json", data)
    with pytest.raises(BadInput, match="restore it"):
        NextGPT.from_checkpoint(copy)


def test_a_configuration_of_another_model_is_refused(copy):
    config = json.loads((copy / "config.json").read_text())
    config["decoders"]["image"]["settings"]["flow"]["num_layers"] = 3
    replace_file(copy, "config.json", json.dumps(config).encode())
    with pytest.raises(MissingWeights, match="does not fit its config.json.*missing"):
        NextGPT.from_checkpoint(copy)
    config["decoders"]["image"]["settings"] = {"bogus": 1}
    replace_file(copy, "config.json", json.dumps(config).encode())
    with pytest.raises(BadInput, match="settings"):
        NextGPT.from_checkpoint(copy)


def test_a_missing_folder_says_what_to_do(tmp_path, monkeypatch):
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(MissingWeights, match="holds no config.json.*git checkout"):
            NextGPT.from_checkpoint(folder)
    monkeypatch.setitem(checkpoints.SHIPPED, "nano", tmp_path / "gone")
    with pytest.raises(MissingWeights, match="gone holds no config.json"):
        NextGPT.from_preset("nano")


def test_an_unknown_preset_is_refused():
    with pytest.raises(BadInput, match="'huge'; choose one of tiny, nano"):
        NextGPT.from_preset("huge")


def test_presets_without_files_are_the_same_every_time():
    first, second = (NextGPT.from_preset("tiny").model.state_dict() for _ in range(2))
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_merged_adapters_cannot_be_saved(tmp_path):
    bot = new_bot()
    bot.model.llm.merge()
    with pytest.raises(ValueError, match="before merge"):
        bot.save(tmp_path)
