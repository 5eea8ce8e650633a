"""Training of decoders, autoencoder and codec on toy data; caption states, latents and features beside a pack."""

import json

import numpy as np
import pytest
import torch
from conftest import NOISE, new_bot
from PIL import Image as PILImage

from nextgpt_core.data.packs import Pack
from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder
from nextgpt_core.decoders.sound_codec import SoundCodec
from nextgpt_core.encoders.efficientnet import EfficientNetLite
from nextgpt_core.media import MEDIA, PART_TYPES, Audio, Image, Modality, Video
from nextgpt_core.training.contact_sheets import grid, spectrogram, write_sheet
from nextgpt_core.training.decoder_data import MAX_CAPTION_TOKENS, LatentData, write_latents, write_text_states
from nextgpt_core.training.draft import DraftTask
from nextgpt_core.training.latent_flow import LatentFlowTask
from nextgpt_core.training.picture_autoencoder import Look, PictureAutoencoderTask, psnr, to_pixels
from nextgpt_core.training.preparation import DECODER_PACKS, as_part, latents_of, write_features
from nextgpt_core.training.sound_codec import SoundCodecTask, magnitude_distance, spectral_distance, to_wave
from nextgpt_core.training.text_condition import TextConditionTask, known_facts, use_text_statistics

CAPTIONS = ["a cat", "a red car on a very long road through the hills", "a cat", "rain"]
RNG = np.random.default_rng(0)
ARRAYS = {
    Modality.IMAGE: RNG.integers(0, 256, (4, 64, 64, 3), dtype=np.uint8),
    Modality.AUDIO: RNG.integers(-9000, 9000, (4, 16 * 1024), dtype=np.int16),
    Modality.VIDEO: RNG.integers(0, 256, (4, 8, 32, 32, 3), dtype=np.uint8),
}


def quiet(line):
    pass


@pytest.fixture(scope="module")
def model():
    return new_bot().model


@pytest.fixture(scope="module")
def packs(model, tmp_path_factory):
    """One toy pack per modality with everything that training reads beside it."""
    made = {}
    for modality in MEDIA:
        folder = tmp_path_factory.mktemp(modality.value)
        rows = [{"caption": c, "concept": c.split()[-1], "style": "flat"} for c in CAPTIONS]
        (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        np.save(folder / "media.npy", ARRAYS[modality])
        pack = Pack(folder)
        write_text_states(pack, model.llm.text_states, quiet, batch_size=2)
        if modality in DECODER_PACKS:
            write_latents(pack, latents_of(model.decoders[modality.value]), quiet, batch_size=3)
        write_features(pack, modality, model.encoders[modality.value], 3, quiet)
        made[modality] = folder
    return made


@pytest.mark.parametrize("modality", DECODER_PACKS)
def test_preparation_writes_what_the_flow_reads(model, packs, modality):
    flow, data = model.decoders[modality.value].flow, LatentData(packs[modality])
    assert len(data) == 4 and data.latents.shape == (4, flow.num_tokens, flow.config.channels)
    clean, states, mask = data.batch([0, 1])
    assert clean.dtype == states.dtype == torch.float32 and mask.sum(1).tolist() == [5, MAX_CAPTION_TOKENS]
    wanted, _ = model.llm.text_states(["a cat"])
    assert torch.allclose(states[0, :5], wanted[0], atol=2e-3) and not states[0, 5:].any()
    assert data.spans[0].tolist() == data.spans[2].tolist(), "equal captions are stored once"
    features = np.load(packs[modality] / "features.npy")
    config = model.config.encoders[modality]
    assert features.shape == (3, config.num_features, config.dim) and features.dtype == np.float16


@pytest.mark.parametrize("modality", MEDIA)
def test_stored_features_are_those_of_an_upload(model, packs, modality):
    part = as_part(modality, ARRAYS[modality][1])
    assert type(part) is PART_TYPES[modality]
    stored = torch.from_numpy(np.load(packs[modality] / "features.npy")[1].astype(np.float32))
    assert torch.allclose(model.features(part), stored, atol=1e-2)


def test_what_is_already_written_is_kept(model, packs):
    folder = packs[Modality.IMAGE]
    before = {f.name: f.stat().st_mtime_ns for f in folder.iterdir()}
    write_text_states(Pack(folder), None, quiet)
    write_latents(Pack(folder), None, quiet)
    write_features(Pack(folder), Modality.IMAGE, None, 3, quiet)
    assert before == {f.name: f.stat().st_mtime_ns for f in folder.iterdir()}


def test_statistics_are_those_of_the_caption_tokens(packs):
    data = LatentData(packs[Modality.AUDIO])
    mean, scale = data.text_statistics()
    assert torch.allclose(mean, data.states.float().mean(0), atol=1e-3) and (scale >= 1e-3).all()


def test_what_people_ask_for_is_drawn_more_often(packs, tmp_path):
    categories = {"cat": "Animals & Nature", "hills": "Symbols"}
    rows = [{"concept": concept, "category": category} for concept, category in categories.items()]
    (tmp_path / "concepts.json").write_text(json.dumps(rows))
    weights = LatentData(packs[Modality.IMAGE]).weights(tmp_path / "concepts.json")
    assert weights.shape == (4,) and weights[0] == weights[2] > weights[3] > weights[1] > 0


@pytest.mark.parametrize("modality", DECODER_PACKS)
def test_a_flow_learns_its_latents(model, packs, modality, tmp_path):
    decoder = new_bot().model.decoders[modality.value]
    for layer in (decoder.flow.patch_out, decoder.flow.modulation[1]):
        torch.nn.init.zeros_(layer.weight)  # as training starts
    data = LatentData(packs[modality])
    use_text_statistics(decoder.flow, data)
    task = LatentFlowTask(decoder, data, data, write_sheet, batch_size=16)
    parameters = task.trainable()
    assert set(parameters) == {
        f"flow.{n}" for n, _ in decoder.flow.named_parameters() if not n.startswith("condition.")
    }
    others = {n: p.clone() for n, p in decoder.state_dict().items() if n not in parameters}
    with torch.no_grad():
        before = task.validate()["flow_loss"]
    optimiser = torch.optim.AdamW(parameters.values(), lr=1e-2, weight_decay=0.0)
    for step in range(25):
        optimiser.zero_grad()
        task.loss(torch.Generator().manual_seed(step))[0].backward()
        optimiser.step()
    with torch.no_grad():
        assert task.validate()["flow_loss"] < 0.9 * before
        task.sample(tmp_path, 7, count=4)
    frozen = {n: decoder.state_dict()[n] for n in others}
    assert all(torch.equal(frozen[n], t) for n, t in others.items()), "autoencoder and reading of captions"
    assert (tmp_path / "0000007.png").is_file()
    assert (tmp_path / "0000007.txt").read_text().splitlines() == CAPTIONS
    suffix = {Modality.AUDIO: ".wav", Modality.VIDEO: ".mp4"}.get(modality)
    assert suffix is None or (tmp_path / f"0000007-0{suffix}").is_file()


def test_flow_losses_repeat_by_generator_and_drop_conditions(packs):
    decoder = new_bot().model.decoders["image"]
    data = LatentData(packs[Modality.IMAGE])
    task = LatentFlowTask(decoder, data, data, write_sheet, batch_size=8, drop=1.0)
    first, again = (task.loss(torch.Generator().manual_seed(1))[0] for _ in range(2))
    assert torch.equal(first, again)
    first.backward()
    assert decoder.flow.null_condition.grad.abs().sum() > 0
    reading = [p.grad for p in decoder.flow.condition.parameters()]
    assert all(grad is None or not grad.any() for grad in reading), "a dropped caption teaches nothing"


def test_a_row_can_be_asked_for_in_other_words(packs):
    decoder, data = new_bot().model.decoders["image"], LatentData(packs[Modality.IMAGE])
    others = (torch.zeros(3, *decoder.flow.condition_shape, dtype=torch.bfloat16), torch.tensor([1, 1, 2]))
    task = LatentFlowTask(decoder, data, data, write_sheet, weights=torch.tensor([1.0, 2, 0, 1]), others=others)
    assert task.rows.tolist() == [0, 1, 2, 3, 1, 1, 2] and task.weights.tolist() == [1, 2, 0, 1, 2, 2, 0]
    assert not task.conditions[4:].any() and task.conditions[:4].any()
    assert torch.isfinite(task.loss(torch.Generator().manual_seed(1))[0])


def test_the_reading_of_captions_gets_no_gradient(packs):
    decoder = new_bot().model.decoders["image"]
    data = LatentData(packs[Modality.IMAGE])
    task = LatentFlowTask(decoder, data, data, write_sheet, batch_size=8)
    task.loss(torch.Generator().manual_seed(1))[0].backward()
    assert all(p.grad is None for p in decoder.flow.condition.parameters())
    assert decoder.flow.patch_in.weight.grad is not None


def fall(task, steps, lr):
    """Loss before and after training on one repeated draw."""
    parameters = task.trainable()
    optimiser = torch.optim.AdamW(parameters.values(), lr=lr)
    losses = []
    for _ in range(steps):
        optimiser.zero_grad()
        loss, numbers = task.loss(torch.Generator().manual_seed(3))
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
        assert all(np.isfinite(value) for value in numbers.values())
    return losses[0], losses[-1]


def test_the_autoencoder_learns_pictures(tmp_path):
    torch.manual_seed(0)
    model = PictureAutoencoder((16, 16, 16), (1, 1, 1), (1, 1, 1), 8)
    ramp = np.linspace(0, 255, 96, dtype=np.uint8)
    pictures = np.stack([np.broadcast_to(np.roll(ramp, 8 * n)[None, :, None], (96, 96, 3)) for n in range(12)])
    task = PictureAutoencoderTask(model, pictures, pictures, batch_size=4)
    assert set(task.trainable()) == {name for name, _ in model.named_parameters()}
    first, last = fall(task, 15, 3e-3)
    assert last < 0.9 * first
    assert task.validate()["psnr_db"] > 0
    task.sample(tmp_path, 3)
    assert (tmp_path / "0000003.png").is_file()


def check_only_the_decoder_learns(task, model, steps, lr):
    learns = task.trainable().keys()
    assert learns and all(name.startswith(("decoder.", "detail.")) for name in learns)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items() if name not in learns}
    for p in task.trainable().values():
        p.requires_grad_(True)
    first, last = fall(task, steps, lr)
    assert last < 0.9 * first
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.state_dict().items() if name in before)


@pytest.mark.parametrize("look", [None, Look(EfficientNetLite(0), 2)])
def test_a_finer_decoder_learns_while_latents_stay(tmp_path, look):
    torch.manual_seed(0)
    model = PictureAutoencoder((16, 16, 16), (1, 1, 1), (1, 1, 1), 8, upscale=2).eval()
    ramp = np.linspace(0, 255, 64, dtype=np.uint8)
    pictures = np.stack([np.broadcast_to(np.roll(ramp, 8 * n)[None, :, None], (64, 64, 3)) for n in range(8)])
    task = PictureAutoencoderTask(model, pictures, pictures, batch_size=4, look=look, keep_latents=True)
    assert set(task.trainable()) == {name for name, _ in model.named_parameters() if name.startswith("decoder.")}
    check_only_the_decoder_learns(task, model, 15, 3e-3)
    task.sample(tmp_path, 1)
    assert np.asarray(PILImage.open(tmp_path / "0000001.png")).shape == (128, 8 * 64, 3)


def test_the_look_of_equal_pictures_is_equal_and_blur_is_seen():
    look, picture = Look(EfficientNetLite(0).eval()), torch.rand(1, 3, 64, 64) * 2 - 1
    blurred = torch.nn.functional.avg_pool2d(picture, 5, 1, 2)
    assert float(look.distance(picture, picture)) == 0 < float(look.distance(blurred, picture))


def test_the_codec_learns_spectrograms(tmp_path):
    torch.manual_seed(0)
    model = SoundCodec(width=16, encoder_blocks=1, decoder_blocks=1, latent_channels=8, fine_width=16, fine_blocks=1)
    time = np.arange(32 * 1024) / 16_000
    sounds = np.stack([9000 * np.sin(2 * np.pi * (200 + 50 * n) * time) for n in range(64)]).astype(np.int16)
    task = SoundCodecTask(model, sounds, sounds, batch_size=4, crop_latents=8)
    first, last = fall(task, 25, 5e-3)
    assert last < 0.8 * first
    task.held = sounds[:, : 8 * 1024]
    numbers = task.validate()
    assert all(np.isfinite(value) and value > 0 for value in numbers.values())
    task.sample(tmp_path, 5)
    assert (tmp_path / "0000005.png").is_file()


def test_the_decoder_of_sounds_learns_alone():
    torch.manual_seed(0)
    model = SoundCodec(width=16, encoder_blocks=1, decoder_blocks=1, latent_channels=8, fine_width=16, fine_blocks=1)
    sounds = np.random.default_rng(0).integers(-9000, 9000, (8, 16 * 1024)).astype(np.int16)
    task = SoundCodecTask(model, sounds, sounds, batch_size=4, crop_latents=8, keep_latents=True)
    check_only_the_decoder_learns(task, model, 25, 5e-3)


def test_magnitudes_are_told_from_louder_and_from_smoother_ones():
    codec = SoundCodec(width=8, encoder_blocks=0, decoder_blocks=0, latent_channels=2, fine_width=8, fine_blocks=0)
    time = torch.arange(16 * 1024) / 16_000
    wave = sum(torch.sin(2 * torch.pi * 200 * n * time) for n in range(1, 9))[None] / 16
    logs = codec.mel.transform(wave)[..., :-1].abs().clamp(min=1e-4).log()
    smooth = torch.nn.functional.avg_pool1d(logs.transpose(1, 2), 9, 1, 4).transpose(1, 2)
    same, louder, smoother = (float(magnitude_distance(made, wave, codec)) for made in (logs, logs + 0.2, smooth))
    assert 2 * same < louder < smoother, "a smooth spectrum has the right loudness and no pitch"


def test_facts_of_sounds_are_asked_of_the_condition():
    row = {"labels": ["dog bark", "rain"], "facts": {"count": 2}}
    assert known_facts(row) == {"second": "rain", "count": "2"}
    assert known_facts({"labels": ["rain"], "facts": {}}) == {"second": "nothing"}
    assert known_facts({"concept": "fox", "style": "3d"}) == {}


def test_captions_are_swapped_among_sounds_of_which_the_same_is_true(tmp_path):
    rows = [
        {"caption": f"{n}", "concept": "dog bark", "labels": ["dog bark"], "facts": {"count": 1 + n % 2}}
        for n in range(8)
    ] + [{"caption": "8", "concept": "fox"}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    np.save(tmp_path / "latents.npy", np.zeros((9, 2, 3), np.float16))
    np.save(tmp_path / "states.npy", np.arange(9, dtype=np.float16)[:, None])
    np.save(tmp_path / "spans.npy", np.array([[n, 1] for n in range(9)]))
    data, generator = LatentData(tmp_path), torch.Generator().manual_seed(0)
    drawn = torch.stack([data.fellow(torch.arange(9), generator) for _ in range(60)])
    assert (drawn[:, :8] % 2 == torch.arange(8) % 2).all() and (drawn[:, 8] == 8).all()
    assert all(len(drawn[:, row].unique()) == 4 for row in range(8))
    assert data.batch([0, 8])[1].flatten().tolist() == [0, 8], "each its own without a generator"
    told = data.batch([1] * 40, generator)[1].flatten()
    assert set(told.tolist()) == {1, 3, 5, 7}


def test_measures_know_equal_from_different():
    pictures = to_pixels(ARRAYS[Modality.IMAGE])
    assert pictures.shape == (4, 3, 64, 64) and float(pictures.abs().max()) <= 1
    assert psnr(pictures, pictures) > 60 > psnr(pictures * 0.5, pictures)
    waves = to_wave(ARRAYS[Modality.AUDIO])
    assert float(waves.abs().max()) <= 1 and float(spectral_distance(waves, waves)) == 0
    assert float(spectral_distance(waves * 0.5, waves)) > 0.1
    silent = torch.zeros(1, 8192)
    assert torch.isfinite(spectral_distance(silent, silent))


def test_sheets_show_every_part(tmp_path):
    tiles = [np.full((2, 3, 3), n, np.uint8) for n in range(5)]
    sheet = grid(tiles, columns=2)
    assert sheet.shape == (6, 6, 3) and sheet[4, 0, 0] == 4 and (sheet[4:, 3:] == 255).all()
    loud = spectrogram(NOISE[Modality.AUDIO](1))
    assert loud.shape[0] == 80 and loud.shape[2] == 3
    for part in (as_part(m, ARRAYS[m][0]) for m in MEDIA):
        assert isinstance(part, (Image, Audio, Video))
        write_sheet([part, part], ["one", "two"], tmp_path / part.modality.value)
        assert (tmp_path / f"{part.modality.value}.png").is_file()


@pytest.mark.parametrize("kind", [TextConditionTask, DraftTask])
def test_what_comes_before_the_flow_learns(packs, kind):
    decoder = new_bot().model.decoders["image"]
    data = LatentData(packs[Modality.IMAGE])
    use_text_statistics(decoder.flow, data)
    before = {n: p.clone() for n, p in decoder.named_parameters()}
    task = kind(decoder if kind is DraftTask else decoder.flow, data, data, batch_size=8)
    for p in task.trainable().values():
        p.requires_grad_(True)
    first, last = fall(task, steps=25, lr=1e-2)
    assert last < 0.9 * first
    part = {TextConditionTask: "flow.condition.", DraftTask: "flow.draft."}[kind]
    moved = {n for n, p in decoder.named_parameters() if not torch.equal(p, before[n])}
    assert moved and all(n.startswith(part) for n in moved)
