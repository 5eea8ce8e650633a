"""Stable Diffusion, AudioLDM and ZeroScope as decoders: stock diffusers classes at toy size, and that they exist."""

from contextlib import closing

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from nextgpt_core.config import DecoderConfig, MediaOptions
from nextgpt_core.decoders import build_decoder
from nextgpt_core.decoders.base import Step
from nextgpt_core.errors import MissingWeights
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.presets_paper import paper, paper_toy

IMAGE, AUDIO, VIDEO = MEDIA
TWO_STEPS = MediaOptions(num_steps=2, guidance=7.5)


@pytest.fixture(scope="module")
def decoders():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    built = {m: build_decoder(c) for m, c in paper_toy().decoders.items()}
    for decoder in built.values():
        _ = decoder.pipeline
    return built


def made(decoder, condition, options=TWO_STEPS, negative=None, seed=1):
    return list(decoder.stream(condition, negative, options, torch.Generator().manual_seed(seed)))


def numbers(part) -> np.ndarray:
    return {IMAGE: lambda p: p.pixels, AUDIO: lambda p: p.samples, VIDEO: lambda p: p.frames}[part.modality](part) * 1.0


def condition_of(decoder, seed=0) -> torch.Tensor:
    return torch.randn(1, *decoder.condition_shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("modality", MEDIA)
def test_every_step_is_reported_and_a_seed_repeats(decoders, modality):
    decoder = decoders[modality]
    condition = condition_of(decoder)
    *steps, part = made(decoder, condition)
    assert [s.number for s in steps] == [1, 2] and all(isinstance(s, Step) and s.num_steps == 2 for s in steps)
    assert part.modality == modality
    assert np.array_equal(numbers(part), numbers(made(decoder, condition)[-1]))
    assert not np.array_equal(numbers(part), numbers(made(decoder, condition, seed=2)[-1]))


@pytest.mark.parametrize("modality", MEDIA)
def test_conditions_negatives_and_guidance_matter(decoders, modality):
    decoder = decoders[modality]
    first, second = condition_of(decoder), condition_of(decoder, 5)
    strong = MediaOptions(num_steps=2, guidance=20)
    plain = numbers(made(decoder, first, strong)[-1])
    assert not np.array_equal(plain, numbers(made(decoder, second, strong)[-1]))
    assert not np.array_equal(plain, numbers(made(decoder, first, strong, negative=second)[-1]))
    unguided = MediaOptions(num_steps=2, guidance=1)
    assert not np.array_equal(plain, numbers(made(decoder, first, unguided)[-1]))


@pytest.mark.parametrize("modality", MEDIA)
def test_a_decoder_is_its_stock_pipeline(decoders, modality):
    """The same condition, seed and options through a plain call of the diffusers class."""
    decoder, settings = decoders[modality], paper_toy().decoders[modality].settings
    condition, empty = condition_of(decoder), decoder.encode_captions([""])
    part = made(decoder, condition)[-1]
    common = {"num_inference_steps": 2, "guidance_scale": 7.5, "generator": torch.Generator().manual_seed(1)}
    if modality == AUDIO:
        unit = F.normalize(condition[:, 0], dim=-1)
        plain = decoder.pipeline(prompt_embeds=unit, audio_length_in_s=settings["seconds"], **common).audios[0]
        assert np.allclose(part.samples, np.clip(plain, -1, 1), atol=1e-5)
        assert part.rate_hz == 16_000 and part.duration_s == pytest.approx(settings["seconds"], abs=0.01)
        return
    common |= {"prompt_embeds": condition, "negative_prompt_embeds": empty, "output_type": "np"}
    if modality == IMAGE:
        plain = decoder.pipeline(height=settings["size_px"], width=settings["size_px"], **common).images[0]
    else:
        sizes = {"height": settings["height_px"], "width": settings["width_px"], "num_frames": settings["num_frames"]}
        plain = decoder.pipeline(**sizes, **common).frames[0]
    assert np.abs(numbers(part) - plain * 255).max() <= 0.51


def test_the_length_of_a_sound_condition_does_not_matter(decoders):
    """CLAP vectors are unit vectors, projections are not: AudioLDM gets the direction."""
    decoder = decoders[AUDIO]
    condition = condition_of(decoder)
    short, long = (numbers(made(decoder, condition * scale)[-1]) for scale in (0.01, 40))
    assert np.allclose(short, long, atol=1e-4)
    assert decoder.encode_captions(["a dog"]).norm().item() == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("modality", MEDIA)
def test_captions_become_conditions_by_the_pipelines_own_encoder(decoders, modality):
    decoder = decoders[modality]
    both = decoder.encode_captions(["a dog", "a train that passes by"])
    assert both.shape == (2, *decoder.condition_shape) and not torch.allclose(both[0], both[1], atol=1e-4)


@pytest.mark.parametrize("modality", MEDIA)
def test_closing_the_stream_ends_the_run_within_one_step(decoders, modality):
    decoder, calls = decoders[modality], []
    hook = decoder.pipeline.unet.register_forward_hook(lambda *_: calls.append(1))
    options = MediaOptions(num_steps=20, guidance=7.5)
    with closing(decoder.stream(condition_of(decoder), None, options, torch.Generator().manual_seed(1))) as stream:
        next(stream)
        next(stream)
    hook.remove()
    assert len(calls) <= 3, "the scheduler's extra evaluation at the start included"
    assert isinstance(made(decoder, condition_of(decoder))[-1], type(made(decoder, condition_of(decoder))[-1]))


def test_the_stock_classes_are_still_there():
    """AudioLDM and text-to-video are without support since diffusers 0.33; what is used of them is pinned here."""
    import inspect

    from diffusers import AudioLDMPipeline, StableDiffusionPipeline, TextToVideoSDPipeline

    used = {
        StableDiffusionPipeline: ("prompt_embeds", "negative_prompt_embeds", "callback_on_step_end", "output_type"),
        AudioLDMPipeline: ("prompt_embeds", "negative_prompt_embeds", "audio_length_in_s", "callback"),
        TextToVideoSDPipeline: ("prompt_embeds", "negative_prompt_embeds", "num_frames", "callback", "output_type"),
    }
    for pipeline, names in used.items():
        given = inspect.signature(pipeline.__call__).parameters
        assert set(names) | {"num_inference_steps", "guidance_scale", "generator"} <= set(given), pipeline.__name__
    assert inspect.signature(AudioLDMPipeline._encode_prompt).parameters["num_waveforms_per_prompt"]


def test_missing_folders_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("NEXTGPT_CACHE", str(tmp_path))
    decoder = build_decoder(paper().decoders[Modality.VIDEO])
    assert decoder.condition_shape == (77, 1024)
    with pytest.raises(MissingWeights, match="zeroscope_v2_576w"):
        decoder.encode_captions(["a train"])
    with pytest.raises(Exception, match="do not fit"):
        build_decoder(DecoderConfig("zeroscope", {"inches": 3}))


@pytest.mark.slow
def test_published_sizes():
    """Numbers of weights of the full-size networks, as their papers and pages state them; nothing is allocated."""
    from nextgpt_core.decoders import published_parts as parts

    def millions(module) -> int:
        return round(sum(p.numel() for p in module.parameters()) / 1e6)

    with torch.device("meta"):
        assert millions(parts.picture_unet("published", 768)) == 860
        assert millions(parts.clip_text("published", 77, 768)) == 123
        assert millions(parts.clip_unet("published", 1024)) == 1411  # "1.4 billion"
        assert millions(parts.clip_text("published", 77, 1024)) == 340
        assert millions(parts.sound_unet("published", 512)) == 739
        sound = [parts.clap_text("published", 512), parts.vocoder("published")]
        sound.append(parts.autoencoder("published", (128, 256, 512), 8, 1))
        assert abs(sum(map(millions, sound)) + 739 - 975) <= 1, "975 in all, says its page"
