"""The encoders' training at toy size: each task learns its toy set through the one loop; synthetic photographs."""

import json
import random

import numpy as np
import pytest
import torch

from nextgpt_core.encoders.audio import AudioEncoder
from nextgpt_core.encoders.image import ImageEncoder
from nextgpt_core.encoders.sight import ATTRIBUTES, FORK_CHANNELS, Sight
from nextgpt_core.encoders.video import MOTIONS, MotionHead
from nextgpt_core.errors import MissingWeights
from nextgpt_core.training import ears, eyes, second_source
from nextgpt_core.training.encoders import load_saved_state, write_state
from nextgpt_core.training.loop import Recipe, train
from nextgpt_core.training.picture_changes import changed, changed_cutout, texture
from nextgpt_core.training.sight_features import fused
from nextgpt_core.training.timing import TimingTask

NAMES = ["ball", "cat", "tree"]


def write_toy_features(folder, count=96):
    folder.mkdir(parents=True)
    generator = torch.Generator().manual_seed(0)
    kinds = torch.arange(count) % 3
    fork = 0.2 * torch.randn(count, FORK_CHANNELS, 7, 7, generator=generator)
    fork[torch.arange(count), kinds] += 3
    thumbs = torch.zeros(count, 3, 32, 32)
    thumbs[torch.arange(count), kinds] = 1
    np.save(folder / "fork.npy", fork.half().numpy())
    np.save(folder / "thumbs.npy", thumbs.half().numpy())
    np.save(folder / "oddness.npy", np.zeros((count, 48), np.float32))
    rows = [
        {"concepts": [NAMES[k]], "background": ATTRIBUTES["background"][k], "colour": None, "count": "one",
         "place": "center", "size": "large"} for k in kinds.tolist()
    ]  # fmt: skip
    rows[0] |= {"concepts": ["ball", "cat"], "place": "beside", "count": "two"}
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_sight_heads_learn_and_nothing_else_changes(tmp_path):
    write_toy_features(tmp_path / "toy")
    features = eyes.SightFeatures(tmp_path / "toy", NAMES)
    torch.manual_seed(0)
    sight = Sight(3, width=24, thumb_width=4)
    before = {n: t.clone() for n, t in sight.state_dict().items()}
    task = eyes.SightTask(sight, features, {"held": features}, batch_size=32)
    recipe = Recipe(minutes=5, max_steps=30, lr=3e-3, warmup_steps=5, ema=0.9)
    numbers = train(task, recipe, tmp_path / "run", log=lambda _: None)
    assert numbers["held_top1"] > 0.9 and numbers["held_background"] > 0.8
    for name, tensor in sight.state_dict().items():
        if not name.startswith(("drawing_blocks.", "concepts.", "attributes.")):
            assert torch.equal(tensor, before[name]), name


def test_missing_features_name_the_command(tmp_path):
    with pytest.raises(MissingWeights, match="training.encoders"):
        eyes.SightFeatures(tmp_path, NAMES)


def test_fused_backbone_sees_the_same():
    sight = Sight(3, width=8).eval()
    for module in sight.backbone.modules():  # norms with statistics of their own, so that folding matters
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.running_mean, -0.1, 0.1)
    pixels = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        exact, quick = sight.maps(pixels), sight.maps(pixels, fused(sight.backbone).float())
    assert torch.allclose(exact.deep, quick.deep, atol=0.05 * float(exact.deep.abs().max()) + 1e-3)


def test_photo_gate_separates_what_can_be_separated():
    sight = Sight(3, width=8)
    photographs, drawings = torch.randn(40, 48), torch.randn(200, 48) + 1.5
    assert eyes.fit_photo_gate(sight, photographs, drawings) > 0.95
    with torch.no_grad():
        assert sight.photo_probability(photographs).mean() > 0.8
        assert sight.photo_probability(drawings).mean() < 0.2


def test_synthetic_photographs_name_their_class_and_differ():
    encoder, generator = (
        ImageEncoder(dim=32, num_concepts=5, width=8, size_px=64).eval(),
        torch.Generator().manual_seed(1),
    )
    first = eyes.photo_features(281, generator, encoder)
    second = eyes.photo_features(281, generator, encoder)
    assert first.shape == (15, 32) and not torch.equal(first, second)
    name = encoder.photo_words.names[281].float().flatten()
    similar = torch.cosine_similarity(first[6:9].flatten(), name, dim=0)
    assert similar > 0.5 and first[:3].abs().mean() < first[6:9].abs().mean()


def test_motion_head_learns_directions(tmp_path):
    clips, classes = [], []
    for number in range(48):
        clip = np.zeros((16, 24, 24), np.uint8)
        for t in range(16):
            x = 2 + t if number % 2 else 18 - t
            clip[t, 8:14, x : x + 4] = 200
        clips.append(clip)
        classes.append(MOTIONS.index("moving right" if number % 2 else "moving left"))
    luma, classes = torch.from_numpy(np.stack(clips)), torch.tensor(classes)
    task = eyes.MotionTask(MotionHead(4), luma, classes, luma, classes)
    numbers = train(
        task, Recipe(minutes=5, max_steps=120, lr=5e-3, warmup_steps=5, ema=0.9), tmp_path, log=lambda _: None
    )
    assert numbers["accuracy"] > 0.9


def write_toy_sounds(folder):
    folder.mkdir()
    waves, items = np.zeros((24, 81_920), np.int16), []
    time = np.arange(81_920) / 16_000
    for number in range(24):
        hz = (300, 2_000)[number % 2]
        waves[number] = (8_000 * np.sin(2 * np.pi * hz * time)).astype(np.int16)
        facts = {"tempo": "slow", "mood": "minor"} if number % 2 else {"count": 12}
        items.append({"row": number, "labels": [("hum", "whistle")[number % 2]], 
                      "kind": ("machine", "instrument")[number % 2],
                      "facts": facts, "split": "held" if number < 4 else "train"})  # fmt: skip
    items[6]["labels"], items[6]["kind"] = ["hum", "whistle"], "mixture"
    np.save(folder / "waves.npy", waves)
    (folder / "items.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items))
    (folder / "labels.json").write_text(json.dumps([{"label": "hum"}, {"label": "whistle"}]))


def test_hearing_learns_two_sounds_and_restores_from_its_file(tmp_path):
    write_toy_sounds(tmp_path / "sounds")
    sounds = ears.Sounds(tmp_path / "sounds", tmp_path / "packs" / "mel.npy")
    assert sounds.facts["count"][0] == 9 and sounds.facts["mood"][1] == 1  # twelve is said as ten; minor is sad
    assert sounds.facts["kind"][6] == 3 and sounds.second[6] == 1 and sounds.second[0] == 2
    encoder = AudioEncoder(dim=32, num_labels=2, channels=4)
    recipe = Recipe(minutes=5, max_steps=60, lr=5e-3, warmup_steps=5, ema=0.9)
    numbers = train(ears.HearingTask(encoder, sounds, batch_size=10), recipe, tmp_path / "run", log=lambda _: None)
    assert numbers["top5"] == 1.0 or numbers["top1"] == 1.0
    write_state(encoder, tmp_path / "audio.safetensors")
    again = AudioEncoder(dim=32, num_labels=2, channels=4)
    load_saved_state(again, tmp_path / "audio.safetensors")
    assert torch.equal(again.first.weight, encoder.first.weight.bfloat16().float())


def write_beats(folder):
    """Clicks of one hum: slow or fast rhythms, one to four of them counted."""
    folder.mkdir()
    waves, items, rng = np.zeros((48, 81_920), np.int16), [], np.random.default_rng(0)
    click = (9_000 * np.sin(np.arange(1_600) * 0.3) * np.linspace(1, 0, 1_600)).astype(np.int16)
    for number in range(48):
        kind, start_s = number % 4, rng.uniform(0.05, 0.3)
        period_s, count = ((1.0, 5), (0.35, 13), (0.7, 2), (0.7, 4))[kind]
        facts = ({"tempo": "slow"}, {"tempo": "fast"}, {"count": 2}, {"count": 4})[kind]
        for k in range(count):
            first = round((start_s + k * period_s) * 16_000)
            waves[number, first : first + 1_600] += click[: max(0, 81_920 - first)]
        split = "held" if number < 8 else "train"
        items.append({"row": number, "labels": ["hum"], "kind": "machine", "facts": facts, "split": split})
    np.save(folder / "waves.npy", waves)
    (folder / "items.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items))
    (folder / "labels.json").write_text(json.dumps([{"label": "hum"}]))


def test_timing_tells_beats_and_counts_and_leaves_the_rest(tmp_path):
    torch.manual_seed(0)
    write_beats(tmp_path / "sounds")
    sounds = ears.Sounds(tmp_path / "sounds", tmp_path / "packs" / "mel.npy")
    encoder = AudioEncoder(dim=32, num_labels=1, channels=4)
    mel = sounds.mel_of(sounds.rows("held"))
    fresh = encoder.timing(mel)
    assert not any(logits.any() for logits in fresh.values()), "untrained, it adds nothing"
    before = {name: tensor.clone() for name, tensor in encoder.state_dict().items() if not name.startswith("timing.")}
    task = TimingTask(encoder, sounds, batch_size=16)
    recipe = Recipe(minutes=5, max_steps=150, lr=5e-3, warmup_steps=5, ema=0.9)
    numbers = train(task, recipe, tmp_path / "run", log=lambda _: None)
    assert numbers["tempo"] == 1.0 and numbers["count"] > 0.7
    state = encoder.state_dict()
    assert all(torch.equal(state[name], tensor) for name, tensor in before.items())


def write_bands(folder):
    """Three sounds, each noise in bands of its own, every fourth clip of one."""
    folder.mkdir()
    rng, items, waves = np.random.default_rng(0), [], np.zeros((60, 81_920), np.int16)
    frequencies = np.fft.rfftfreq(81_920, 1 / 16_000)
    for number in range(60):
        low = (200, 1_000, 4_000)[number % 3]
        spectrum = np.fft.rfft(rng.standard_normal(81_920)) * ((frequencies > low) & (frequencies < 1.5 * low))
        wave = np.fft.irfft(spectrum)
        waves[number] = (8_000 * wave / np.abs(wave).max()).astype(np.int16)
        label, split = ("low", "middle", "high")[number % 3], "held" if number < 12 else "train"
        items.append({"row": number, "labels": [label], "kind": "machine", "facts": {}, "split": split})
    np.save(folder / "waves.npy", waves)
    (folder / "items.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items))
    (folder / "labels.json").write_text(json.dumps([{"label": label} for label in ("low", "middle", "high")]))


def test_a_second_source_is_heard_and_the_rest_stays(tmp_path):
    torch.manual_seed(0)
    write_bands(tmp_path / "sounds")
    sounds = ears.Sounds(tmp_path / "sounds", tmp_path / "packs" / "mel.npy")
    encoder = AudioEncoder(dim=32, num_labels=3, channels=4)
    recipe = Recipe(minutes=5, max_steps=40, lr=5e-3, warmup_steps=5, ema=0.9)
    train(ears.HearingTask(encoder, sounds, batch_size=12), recipe, tmp_path / "whole", log=lambda _: None)
    encoder.second.start_from(encoder)
    assert torch.equal(encoder.second.body[0][0].weight, encoder.body[4][0].weight)
    before = {name: tensor.clone() for name, tensor in encoder.state_dict().items()}
    task = second_source.SecondSourceTask(encoder, sounds, batch_size=24)
    recipe = Recipe(minutes=5, max_steps=120, lr=3e-3, warmup_steps=5, ema=0.9)
    numbers = train(task, recipe, tmp_path / "second", log=lambda _: None)
    assert numbers["made_second"] > 0.8 and numbers["lone_silent"] > 0.8
    task.settle()
    assert task.validate()["lone_silent"] > 0.8
    changed = {name for name, tensor in encoder.state_dict().items() if not torch.equal(tensor, before[name])}
    assert changed and all(name.startswith("second.") and "running" not in name for name in changed)


def test_what_is_left_to_say_second():
    present = torch.tensor([[1, 1, 0], [1, 1, 0], [1, 0, 0], [0, 1, 1]], dtype=torch.bool)
    first = torch.eye(3)[[0, 1, 2, 0]]  # the louder, the quieter, a lone one named wrongly, none of the two
    wanted = second_source.left_over(first, present)
    assert wanted.int().tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 1, 1, 0]]


def test_mixtures_are_as_far_apart_as_asked_and_some_are_short():
    front, back = torch.full((6, 80, 320), -1.0), torch.full((6, 80, 320), -1.0)
    front[:, 10], back[:, 50] = 1.0, 0.25
    made = second_source.mixture(front, back, 10.0, torch.Generator().manual_seed(0))
    behind_db = (made[:, 10] - made[:, 50]).mean(1) * 40
    assert behind_db.min() >= 0 and 4 < behind_db.max() <= 10 and made.amax() == pytest.approx(1.0, abs=1e-3)
    short = second_source.passing(front, 1.0, torch.Generator().manual_seed(0))
    frames = (short[:, 10] == 1).sum(1)
    assert frames.min() >= 29 and frames.max() <= 161


def test_sums_of_sounds_keep_the_scale():
    loud, quiet = torch.full((1, 80, 320), -1.0), torch.full((1, 80, 320), -1.0)
    loud[0, 10], quiet[0, 50] = 1.0, 0.0
    both = ears.added(loud, quiet)
    assert both.amax() == pytest.approx(1.0, abs=1e-3) and both[0, 50, 0] == pytest.approx(0.0, abs=1e-2)
    assert torch.allclose(ears.added(loud, torch.full_like(loud, -3.0)), loud, atol=1e-2)
    assert ears.changed_mel(torch.rand(4, 80, 320), torch.Generator().manual_seed(0)).shape == (4, 80, 320)


def test_picture_changes_keep_shapes_and_are_repeatable():
    rgba = np.zeros((40, 40, 4), np.uint8)
    rgba[8:30, 8:30] = (200, 60, 30, 255)
    for seed in range(30):
        rng, again = random.Random(seed), random.Random(seed)
        assert changed_cutout(rgba, rng).shape == rgba.shape
        pixels, _ = changed(texture(rng, 64), rng)
        assert pixels.shape == (64, 64, 3) and pixels.dtype == np.uint8
        changed_cutout(rgba, again)
        assert np.array_equal(changed(texture(again, 64), again)[0], pixels)
