"""The decoders' training runs from a toy corpus to a checkpoint folder, as the command chains them, at toy size."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from toy_corpora import TOYS, write_toy_sounds, write_toys

from nextgpt_core.checkpoint import load_checkpoint, save_checkpoint
from nextgpt_core.data import packs
from nextgpt_core.data.corpora.concepts import save_concepts
from nextgpt_core.errors import MissingWeights
from nextgpt_core.media import Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config
from nextgpt_core.training import layer_runs, preparation, results, runs
from nextgpt_core.training.sources import shown_sounds

CHAIN = (
    *(
        "picture-autoencoder",
        "prepare-pictures",
        "image",
        "layers",
        "layer-reader",
        "image-layers",
        "prepare-clips",
        "movement",
        "prepare-sounds",
        "audio",
        "sources",
        "audio-layers",
    ),
    "assemble",
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Pictures and clips of the sizes that `tiny` makes; every training lasts half a second."""
    corpora = tmp_path / "corpora"
    corpora.mkdir()
    write_toys(corpora)
    write_toy_sounds(corpora, 16_384)
    save_concepts(list(TOYS), corpora / "concepts.json")
    for name, value in (("PICTURE_PX", 64), ("CLIP_PX", 32), ("CLIP_FRAMES", 8)):
        monkeypatch.setattr(packs, name, value)
    few = {"train": 6, "held": 3}
    parts = ("pictures", "layers", "clips", "paths", "asked", "lone-sounds", "asked-sounds")
    monkeypatch.setattr(packs, "COUNTS", dict.fromkeys(parts, few) | {"sounds": packs.COUNTS["sounds"]})
    monkeypatch.setattr(runs, "NUM_CHOSEN", few)
    monkeypatch.setattr(layer_runs, "NUM_MATTES", few)
    monkeypatch.setattr(preparation, "NUM_FEATURE_ROWS", {m: few for m in preparation.PACKS})
    monkeypatch.setattr(packs.clip_examples, "__defaults__", (32, "clips"))
    torch.set_num_threads(1)
    return runs.Place("tiny", corpora, tmp_path / "runs", minutes=0.5 / 60)


def test_the_decoders_are_trained_from_corpus_to_checkpoint(place):
    for name in CHAIN:
        runs.RUNS[name](place)
    model = load_checkpoint(place.runs / "assembled", lambda line: None)
    picture, clip = model.decoders["image"], model.decoders["video"]
    ours, theirs = picture.autoencoder.state_dict(), clip.autoencoder.state_dict()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours), "one autoencoder"
    heard, read = clip.mover.condition, picture.flow.condition
    assert torch.equal(heard.text_mean, read.text_mean) and heard.text_mean.any(), "it began as the pictures' reading"
    assert not (place.corpora / "packs" / "clips" / "train" / "latents.npy").exists(), "no flow makes clips"
    assert len(preparation.decoder_data(place.corpora, Modality.IMAGE, "train")) == 6
    assert model.decoders["audio"].reader is not None
    assert len(preparation.decoder_data(place.corpora, Modality.AUDIO, "train")) == 6
    features = np.load(place.corpora / "packs" / "pictures" / "train" / "features.npy")
    assert features.shape[0] == 6 and np.isfinite(features).all()
    shown = shown_sounds(place.corpora, model, every=2)
    ears = model.config.encoders[Modality.AUDIO]
    assert shown.shape == (3, ears.num_features, ears.dim)


def test_a_checkpoint_from_before_sources_gets_a_reader_of_them(place, tmp_path):
    config = preset_config("tiny")
    row = config.decoders[Modality.AUDIO]
    settings = {name: value for name, value in row.settings.items() if name != "layers"}
    config = replace(config, decoders={**config.decoders, Modality.AUDIO: replace(row, settings=settings)})
    save_checkpoint(NextGPTModel.from_config(config), tmp_path / "old")
    place = replace(place, start_from=tmp_path / "old")
    assert results.with_results(place).decoders["audio"].reader is None, "every sound is made at once"
    runs.RUNS["sources"](place)
    grown = results.with_results(place)
    assert grown.decoders["audio"].reader is not None
    shape = grown.decoders["audio"].condition_shape
    assert grown.caption_condition(Modality.AUDIO, ["rain"]).shape == (1, *shape)


def test_a_result_of_another_preset_is_refused():
    with pytest.raises(MissingWeights, match="train that part again"):
        results.fill(torch.nn.Linear(2, 2), {"weight": torch.zeros(3, 2)})
