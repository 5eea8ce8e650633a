"""ImageBind against the public implementation: same seeded weights, same media, numbers recorded from a run of it."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from seeded_weights import seeded_clip, seeded_picture, seeded_sound, seeded_tensors

from nextgpt_core.config import EncoderConfig
from nextgpt_core.encoders import build_encoder
from nextgpt_core.encoders.imagebind import HEARING, SIGHT
from nextgpt_core.encoders.imagebind_media import clip_pixels, log_mel_bands, picture_pixels, sound_mels
from nextgpt_core.errors import BadInput, MissingWeights
from nextgpt_core.media import Audio, Image, Video

PUBLIC = json.loads((Path(__file__).parent / "fixtures" / "imagebind.json").read_text())
MEDIA = {
    "picture": seeded_picture(),
    "tall_picture": seeded_picture(301, 200),
    "clip": seeded_clip(),
    "tall_clip": seeded_clip(80, 45),
    "sound": seeded_sound(),
    "short_sound": seeded_sound(1.2),
}
PREPARE = {Image: picture_pixels, Video: clip_pixels, Audio: sound_mels}
SIZES = {
    "image": {"width": 64, "num_blocks": 2, "num_heads": 4},
    "video": {"width": 64, "num_blocks": 2, "num_heads": 4},
    "audio": {"width": 48, "num_blocks": 2, "num_heads": 4},
}
PATCHES = {"image": 256, "video": 256, "audio": 228}


def published() -> dict[str, torch.Tensor]:
    """A file like imagebind_huge.pth at reduced size, with the parts of other senses that it also holds."""
    others = {"modality_trunks.text.blocks.0.norm_1.weight": (8,), "modality_heads.imu.0.bias": (8,)}
    scale = {"modality_postprocessors.audio.1.log_logit_scale": torch.tensor(3.0)}
    return seeded_tensors(PUBLIC["shapes"]) | seeded_tensors(others) | scale


def new_encoder(name: str, tokens: str = "class"):
    num_features = 1 if tokens == "class" else PATCHES[name]
    config = EncoderConfig(f"imagebind-{name}", num_features, 32, {"sizes": SIZES[name], "tokens": tokens})
    return build_encoder(config)


@pytest.fixture(scope="module")
def loaded():
    encoders = {(name, tokens): new_encoder(name, tokens) for name in SIZES for tokens in ("class", "patches")}
    for encoder in encoders.values():
        encoder.load_pretrained(published())
    return {key: encoder.eval() for key, encoder in encoders.items()}


def picked(values: torch.Tensor) -> tuple[dict, list[float]]:
    flat = values.flatten().double()
    places = torch.linspace(0, len(flat) - 1, 24).long()
    return {"mean": float(flat.mean()), "std": float(flat.std())}, flat[places].tolist()


@pytest.mark.parametrize("name", MEDIA)
def test_media_are_prepared_as_the_public_code_does(name):
    wanted = PUBLIC["prepared"][name]
    ours = PREPARE[type(MEDIA[name])](MEDIA[name])
    if "clip" in name:
        ours = ours.transpose(1, 2)  # frames after channels there
    assert ours.numel() == np.prod(wanted["shape"])
    moments, values = picked(ours)
    assert values == pytest.approx(wanted["picked"], abs=1e-4)
    assert moments == pytest.approx({key: wanted[key] for key in moments}, abs=1e-4)


@torch.inference_mode()
@pytest.mark.parametrize("name", MEDIA)
def test_features_are_those_of_the_public_model(loaded, name):
    part = MEDIA[name]
    for tokens in ("class", "patches"):
        encoder = loaded[part.modality.value, tokens]
        features = encoder(**{key: value[None] for key, value in encoder.prepare(part).items()})
        assert features.shape == (1, encoder.num_features, 32) and features.dtype == torch.float32
        if tokens == "class":
            assert features[0, 0].tolist() == pytest.approx(PUBLIC["class_features"][name], abs=1e-4)
        else:
            moments, values = picked(features)
            wanted = PUBLIC["patch_features"][name]
            assert values == pytest.approx(wanted["picked"], abs=1e-4)
            assert moments == pytest.approx({key: wanted[key] for key in moments}, abs=1e-5)


def test_the_filter_bank_is_kaldis():
    """Recorded from the Kaldi module of torchaudio 2.11: Hann window, 128 bins, no dither; a tone of 1 kHz."""
    tone = torch.sin(torch.arange(1600) * (2 * torch.pi * 1000 / 16_000)) * 0.5
    bands = log_mel_bands(tone)
    assert bands.shape == (8, 128)
    assert bands[3, [0, 20, 40, 43, 44, 60, 100, 127]].tolist() == pytest.approx(KALDI_TONE, abs=2e-3)


KALDI_TONE = [-15.9424, -13.2789, -2.0883, 5.6266, 5.6019, -12.8379, -15.9424, -15.9424]


def test_sounds_of_any_rate_and_length_are_heard():
    tone = np.sin(np.arange(44_100) * 2 * np.pi * 440 / 44_100).astype(np.float32) * 0.5
    same = np.sin(np.arange(16_000) * 2 * np.pi * 440 / 16_000).astype(np.float32) * 0.5
    assert torch.allclose(sound_mels(Audio(tone, 44_100)), sound_mels(Audio(same, 16_000)), atol=0.3)
    assert sound_mels(Audio(np.zeros(10, np.float32), 16_000)).isfinite().all()
    assert clip_pixels(Video(np.zeros((1, 20, 30, 3), np.uint8), 8.0)).shape == (15, 2, 3, 224, 224)


def test_a_file_that_is_not_whole_is_refused_by_name():
    tensors = published()
    encoder = new_encoder("audio")
    del tensors["modality_trunks.audio.blocks.1.attn.bias_k"]
    with pytest.raises(MissingWeights, match="blocks.1.attn.bias_k"):
        encoder.load_pretrained(tensors)
    with pytest.raises(MissingWeights, match="not imagebind_huge"):
        encoder.load_pretrained(published() | {"model.layers.0.weight": torch.zeros(1)})
    wider = published() | {"modality_heads.audio.2.weight": torch.zeros(40, 48)}
    with pytest.raises(MissingWeights, match=r"\[40, 48\], expected \[32, 48\]"):
        encoder.load_pretrained(wider)


def test_numbers_of_features_are_checked():
    with pytest.raises(BadInput, match="256 features"):
        build_encoder(EncoderConfig("imagebind-image", 1, 32, {"sizes": SIZES["image"], "tokens": "patches"}))


def test_published_sizes_are_those_of_the_paper():
    """Vision 633 M (ViT-H, 32 blocks), audio 86 M (ViT-B, 12 blocks): Girdhar et al. 2023, section 4."""
    for name, sizes, millions in (("image", SIGHT, 633), ("audio", HEARING, 86)):
        one, two = (
            sum(p.numel() for p in build_encoder(EncoderConfig(f"imagebind-{name}", 1, 1024, settings)).parameters())
            for settings in ({"sizes": sizes | {"num_blocks": 1}}, {"sizes": sizes | {"num_blocks": 2}})
        )
        assert round((one + (sizes["num_blocks"] - 1) * (two - one)) / 1e6) == millions
