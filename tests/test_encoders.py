"""The media encoders of `nano` at toy size: shapes, state, odd inputs, and that words come out as the table says."""

import numpy as np
import pytest
import torch

from nextgpt_core.config import EncoderConfig
from nextgpt_core.encoders import audio as hearing
from nextgpt_core.encoders import build_encoder
from nextgpt_core.encoders.image import ordered_concepts
from nextgpt_core.encoders.sight import ABOVE, ATTRIBUTES, REGIONS, region_masks
from nextgpt_core.encoders.video import MotionHead, small_luma
from nextgpt_core.encoders.words import Words
from nextgpt_core.errors import BadInput
from nextgpt_core.media import Audio, Image, Video

TOY = {
    "image-words": EncoderConfig(
        "image-words", 15, 32, {"num_concepts": 20, "width": 16, "size_px": 64, "large_px": 64, "detects": True}
    ),
    "audio-words": EncoderConfig("audio-words", 11, 32, {"num_labels": 12, "channels": 4}),
    "video-words": EncoderConfig(
        "video-words", 11, 32, {"num_concepts": 20, "width": 16, "size_px": 64, "num_frames": 2, "motion_width": 4}
    ),
}
RNG = np.random.default_rng(0)
PARTS = {
    "image-words": Image(RNG.integers(0, 255, (90, 50, 3), dtype=np.uint8)),
    "audio-words": Audio(RNG.uniform(-0.5, 0.5, 30_000).astype(np.float32), 22_050),
    "video-words": Video(RNG.integers(0, 255, (5, 40, 60, 3), dtype=np.uint8), 8),
}


@pytest.mark.parametrize("kind", TOY)
def test_features_have_the_promised_shape_and_no_disk_is_touched(kind, monkeypatch):
    monkeypatch.setenv("NEXTGPT_CACHE", "/nonexistent")
    encoder, part = build_encoder(TOY[kind]).eval(), PARTS[kind]
    batch = {name: torch.stack([tensor, tensor]) for name, tensor in encoder.prepare(part).items()}
    with torch.no_grad():
        features = encoder(**batch)
    assert encoder.modality == part.modality
    assert features.shape == (2, TOY[kind].num_features, 32) and features.dtype == torch.float32
    assert torch.isfinite(features).all() and torch.allclose(features[0], features[1], atol=1e-4)


@pytest.mark.parametrize("kind", TOY)
def test_state_without_frozen_prefixes_restores_the_encoder(kind):
    first, second = build_encoder(TOY[kind]).eval(), build_encoder(TOY[kind]).eval()
    state = {n: t for n, t in first.state_dict().items() if not n.startswith(first.frozen_prefixes)}
    missing, unexpected = second.load_state_dict(state, strict=False)
    assert not unexpected and all(name.startswith(second.frozen_prefixes) for name in missing)
    if hasattr(first, "sight"):
        second.sight.backbone.load_state_dict(first.sight.backbone.state_dict())
    inputs = {name: tensor[None] for name, tensor in first.prepare(PARTS[kind]).items()}
    with torch.no_grad():
        assert torch.equal(first(**inputs), second(**inputs))


def test_wrong_configurations_are_refused_with_a_reason():
    with pytest.raises(BadInput, match="no encoder"):
        build_encoder(EncoderConfig("nose", 4, 8))
    with pytest.raises(BadInput, match="15 features"):
        build_encoder(EncoderConfig("image-words", 14, 8))
    with pytest.raises(BadInput, match="settings"):
        build_encoder(EncoderConfig("audio-words", 11, 8, {"colour": 3}))


def test_a_sure_prediction_is_the_word_itself():
    words = Words(5, 8)
    assert torch.equal(words(torch.eye(5))[3], words.names[3].float())


def test_region_masks_cover_the_halves():
    masks = dict(zip(REGIONS, region_masks(tuple(REGIONS), 7, 7), strict=True))
    assert torch.allclose(masks["left"] + masks["right"], masks["whole"])
    assert torch.allclose(masks["top"] + masks["bottom"], masks["whole"], atol=1e-6)
    assert masks["left"][0].tolist() == pytest.approx([1, 1, 1, 0.5, 0, 0, 0], abs=1e-5)


def test_two_things_are_read_in_reading_order_and_one_thing_has_no_second():
    logits = torch.full((1, len(REGIONS), 4), -20.0)
    for region, concept in zip(REGIONS, (0, 1, 1, 2, 3), strict=True):
        logits[0, list(REGIONS).index(region), concept] = 20.0
    place = torch.zeros(1, len(ATTRIBUTES["place"]))
    place[0, ABOVE] = 1
    first, second = ordered_concepts(logits, place)
    assert first.argmax() == 2 and second.argmax() == 3
    first, second = ordered_concepts(logits, torch.eye(len(ATTRIBUTES["place"]))[:1])
    assert first.argmax() == 0 and second.sum() == 0


@pytest.mark.parametrize(("rate_hz", "seconds", "windows"), [(8_000, 1.0, 1), (44_100, 6.0, 2), (16_001, 100.0, 12)])
def test_sounds_of_any_rate_and_length_become_windows(rate_hz, seconds, windows):
    time = np.arange(round(rate_hz * seconds)) / rate_hz
    cut, shares = hearing.cut_windows((0.5 * np.sin(2 * np.pi * 440 * time)).astype(np.float32), rate_hz)
    assert cut.shape == (windows, hearing.WINDOW_SAMPLES) and ((shares > 0) & (shares <= 1)).all()
    loudest = torch.fft.rfft(cut[0]).abs().argmax() * hearing.RATE_HZ / hearing.WINDOW_SAMPLES
    assert abs(float(loudest) - 440) < 2  # the pitch survives resampling
    assert float(hearing.log_mel(cut).max()) == pytest.approx(1.0, abs=1e-4)


def test_windows_of_share_zero_change_nothing():
    encoder = build_encoder(TOY["audio-words"]).eval()
    one = encoder.prepare(PARTS["audio-words"])
    padded = {"mel": torch.cat([one["mel"], torch.randn_like(one["mel"])])[None], "shares": torch.tensor([[0.3, 0.0]])}
    with torch.no_grad():
        alone = encoder(one["mel"][None], one["shares"][None])
        assert torch.allclose(alone, encoder(**padded), atol=1e-4)


def test_silence_and_a_single_sample_are_heard_without_trouble():
    encoder = build_encoder(TOY["audio-words"]).eval()
    for samples in (np.zeros(1, np.float32), np.zeros(90_000, np.float32)):
        inputs = {name: tensor[None] for name, tensor in encoder.prepare(Audio(samples, 16_000)).items()}
        assert torch.isfinite(encoder(**inputs)).all()


def test_motion_sees_order_in_time_but_not_contrast():
    head, luma = MotionHead(4).eval(), torch.rand(1, 16, 24, 24)
    with torch.no_grad():
        assert not torch.allclose(head(luma), head(luma.flip(1)))
        assert torch.allclose(head(luma), head(luma * 0.5 + 0.3), atol=1e-4)


def test_one_frame_is_a_clip_too():
    assert small_luma(np.full((1, 30, 20, 3), 255, np.uint8)).shape == (16, 24, 24)
