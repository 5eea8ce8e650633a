"""Decoders that are stock pipelines, at toy size: the same media as a plain call, steps, stops, seeds, placement."""

import threading
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from nextgpt_core.config import DecoderConfig, MediaOptions
from nextgpt_core.decoders import build_decoder
from nextgpt_core.decoders.base import Step
from nextgpt_core.decoders.stable_audio import StableAudioDecoder
from nextgpt_core.decoders.stepwise import stepwise
from nextgpt_core.decoders.wan import WanDecoder
from nextgpt_core.errors import BadInput, MissingWeights
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.placement import MODES, Device, PartSize, Placed, plan_parts
from nextgpt_core.presets_omni import omni, omni_toy
from nextgpt_core.presets_paper import paper, paper_toy

CAPTION, OTHER = "a red fox in snow", "rain"


@pytest.fixture(scope="module")
def decoders():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    return {m: build_decoder(c).eval() for m, c in omni_toy().decoders.items()}


def made(decoder, caption=CAPTION, negative=None, steps=2, guidance=0.0, seed=5):
    condition = decoder.encode_captions([caption])
    unwanted = None if negative is None else decoder.encode_captions([negative])
    options = MediaOptions(steps, guidance, negative or "")
    return list(decoder.stream(condition, unwanted, options, torch.Generator().manual_seed(seed)))


def plain(decoder, guidance, negative):
    """A call of the pipeline as its documentation shows it, with words."""
    pipe, common = decoder.pipeline, {"num_inference_steps": 2, "generator": torch.Generator().manual_seed(5)}
    if decoder.modality == Modality.IMAGE:
        return pipe(CAPTION, 32, 32, guidance_scale=guidance - 1 if guidance else 0.0, negative_prompt=negative,
                    max_sequence_length=192, output_type="np", **common).images[0]  # fmt: skip
    if decoder.modality == Modality.AUDIO:
        out = pipe(CAPTION, 0.5, guidance_scale=guidance or 1.0, negative_prompt=negative, output_type="np", **common)
        return out.audios[0].mean(0)
    return pipe(CAPTION, negative, 16, 16, 5, guidance_scale=guidance or 1.0, max_sequence_length=192, output_type="np",
                **common).frames[0]  # fmt: skip


def values(part):
    if part.modality == Modality.AUDIO:
        return part.samples
    return (part.pixels if part.modality == Modality.IMAGE else part.frames).astype(np.float32) / 255


@pytest.mark.parametrize(("guidance", "negative"), [(0.0, None), (4.0, OTHER), (4.0, None)])
@pytest.mark.parametrize("modality", MEDIA)
def test_a_caption_makes_what_the_plain_pipeline_makes(decoders, modality, guidance, negative):
    decoder = decoders[modality]
    part = made(decoder, negative=negative, guidance=guidance)[-1]
    expected = plain(decoder, guidance, negative)
    assert part.modality == modality and values(part).shape == expected.shape
    assert np.abs(values(part) - expected).max() <= (2e-4 if modality == Modality.AUDIO else 0.5 / 255 + 1e-3)


@pytest.mark.parametrize("modality", MEDIA)
def test_steps_are_told_and_seeds_and_words_count(decoders, modality):
    decoder = decoders[modality]
    first = made(decoder, steps=3, guidance=3.0)
    assert first[:-1] == [Step(n, 3) for n in (1, 2, 3)]
    assert made(decoder, steps=3, guidance=3.0)[-1] == first[-1]
    changed = ({"seed": 6}, {"caption": OTHER}, {"guidance": 8.0}, {"negative": OTHER})
    for change in changed:
        assert made(decoder, steps=3, **{"guidance": 3.0, **change})[-1] != first[-1], change


@pytest.mark.parametrize("modality", MEDIA)
def test_a_stop_ends_the_run_within_a_step(decoders, modality):
    decoder = decoders[modality]
    before = threading.active_count()
    stream = decoder.stream(
        decoder.encode_captions([CAPTION]), None, MediaOptions(200, 0.0), torch.Generator().manual_seed(5)
    )
    assert next(stream) == Step(1, 200)
    stream.close()
    assert threading.active_count() == before, "the denoising thread has ended"
    assert made(decoder)[-1] == made(decoder)[-1]


@pytest.mark.parametrize("modality", MEDIA)
def test_projected_conditions_drive_the_decoder_too(decoders, modality):
    decoder = decoders[modality]
    condition = torch.randn(1, *decoder.condition_shape, generator=torch.Generator().manual_seed(1))
    part = list(decoder.stream(condition, None, MediaOptions(2, 0.0), torch.Generator().manual_seed(5)))[-1]
    assert part.modality == modality and part != made(decoder)[-1]


def test_rows_of_zeros_are_padding_and_the_scale_is_undone(decoders):
    decoder = decoders[Modality.IMAGE]
    condition = decoder.encode_captions([CAPTION, CAPTION * 4])
    real = (condition.abs().amax(-1) > 0).sum(1).tolist()
    assert condition.shape[2] == decoder.condition_shape[1] and real[0] < decoder.condition_shape[0]
    assert decoder.rows(condition[:1]).shape[1] == real[0] < real[1]
    before = made(decoder)[-1]
    decoder.measure_scale([CAPTION, OTHER])
    scaled = decoder.encode_captions([CAPTION])[0, : real[0]]
    assert 0.5 < float(scaled.pow(2).mean().sqrt()) < 2
    assert np.abs(values(made(decoder)[-1]) - values(before)).max() <= 1.5 / 255
    decoder.condition_scale.fill_(1.0)


def test_a_long_caption_gets_more_rows_and_is_cut_only_by_the_pipeline(decoders):
    decoder = decoders[Modality.VIDEO]
    assert decoder.encode_captions(["x" * 150]).shape[1] > decoder.condition_shape[0]
    assert decoder.encode_captions(["x" * 500]).shape[1] == 2 * decoder.condition_shape[0]
    assert made(decoder, caption="x" * 500)[-1].modality == Modality.VIDEO


def test_a_negative_prompt_without_guidance_is_refused(decoders):
    for decoder in decoders.values():
        with pytest.raises(BadInput, match="'rain' has no effect.*guidance above 1"):
            decoder.check(MediaOptions(2, 0.0, " rain "))
        decoder.check(MediaOptions(2, 2.0, "rain"))
        decoder.check(MediaOptions(2, 0.0, "  "))


def test_published_weights_are_loaded_late_and_are_in_no_checkpoint(decoders, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    for config in omni().decoders.values():
        decoder = build_decoder(config)
        assert not decoder.loaded and set(decoder.state_dict()) == {"condition_scale"}
        source = config.settings["source"]
        cure = "converted first.*--preset omni" if config.kind == "stable-audio" else f"hf download {source}"
        with pytest.raises(MissingWeights, match=cure):
            decoder.encode_captions([CAPTION])
    assert all(set(d.state_dict()) == {"condition_scale"} for d in decoders.values())


def test_sounds_converted_for_diffusers_are_found(decoders, monkeypatch, tmp_path):
    monkeypatch.setenv("NEXTGPT_CACHE", str(tmp_path))
    asked, toy = [], decoders[Modality.AUDIO].pipeline
    loads = SimpleNamespace(from_pretrained=lambda source, **_: asked.append(source) or toy)
    monkeypatch.setattr(StableAudioDecoder, "pipeline_class", loads)
    converted = tmp_path / "omni" / "stable-audio-3-medium"
    for there in (False, True):
        if there:
            converted.mkdir(parents=True)
        assert build_decoder(omni().decoders[Modality.AUDIO]).pipeline is toy
    assert asked == ["stabilityai/stable-audio-3-medium", str(converted)]


def test_a_plan_decides_where_the_pipeline_waits():
    torch.manual_seed(0)
    decoder = build_decoder(omni_toy().decoders[Modality.IMAGE])
    size = 10**9
    sizes = {"components": (size,), "work": size}
    parts = [
        PartSize("big", 9 * size, resident_only=True),
        *(PartSize(n, 4 * size, **sizes) for n in ("image", "audio")),
    ]
    plan = plan_parts(parts, [Device("cpu", 16 * size)], 10**12)
    assert plan["image"].mode == "waiting"
    decoder.place(plan["image"])
    assert not decoder.loaded
    assert made(decoder)[-1].modality == Modality.IMAGE and decoder.loaded
    decoder.unload()
    assert not decoder.loaded


@pytest.mark.parametrize("modality", MEDIA)
@pytest.mark.parametrize("toys", [omni_toy, paper_toy])
def test_a_decoder_makes_the_same_in_every_way_of_standing(toys, modality):
    decoder = build_decoder(toys().decoders[modality])
    found = {}
    for mode in MODES:
        decoder.place(Placed(PartSize("one", 0), "cpu", mode))
        torch.manual_seed(0)
        assert not decoder.loaded and decoder.pipeline
        found[mode] = values(made(decoder)[-1])
    assert all(np.array_equal(each, found["resident"]) for each in found.values())


@pytest.mark.parametrize("modality", MEDIA)
@pytest.mark.parametrize("toys", [omni_toy, paper_toy])
def test_the_precision_asked_for_is_that_of_toys_too(toys, modality):
    torch.manual_seed(0)
    config = toys().decoders[modality]
    assert build_decoder(config).dtype == torch.float32
    decoder = build_decoder(replace(config, settings={**config.settings, "dtype": "bfloat16"}))
    networks = {n: c for n, c in decoder.pipeline.components.items() if isinstance(c, torch.nn.Module)}
    found = {name: {p.dtype for p in network.parameters()} for name, network in networks.items()}
    assert found == {n: {torch.float32 if n in decoder.precise else torch.bfloat16} for n in networks}
    assert np.isfinite(values(made(decoder)[-1])).all()


def test_published_decoders_have_their_usual_precision():
    dtypes = [build_decoder(c).dtype for preset in (omni(), paper()) for c in preset.decoders.values()]
    assert dtypes == [torch.bfloat16, torch.float16, torch.bfloat16, *[torch.float16] * 3]


def test_settings_that_do_not_fit_are_refused():
    with pytest.raises(BadInput, match="colour"):
        build_decoder(DecoderConfig("wan", {"source": "", "num_tokens": 8, "dim": 16, "colour": "red"}))
    assert WanDecoder.precise == ("vae",)


def test_errors_and_results_of_a_stepped_run_come_through():
    def run(on_step):
        for number in (1, 2):
            on_step(number)
        return "done"

    assert list(stepwise(run)) == [(False, 1), (False, 2), (True, "done")]

    def fails(on_step):
        on_step(1)
        raise RuntimeError("out of memory")

    steps = stepwise(fails)
    assert next(steps) == (False, 1)
    with pytest.raises(RuntimeError, match="out of memory"):
        next(steps)
    reached = []
    steps = stepwise(lambda on_step: [on_step(n) or reached.append(n) for n in range(9)])
    next(steps)
    steps.close()
    assert reached == [], "nothing runs on after the step at which it was closed"
