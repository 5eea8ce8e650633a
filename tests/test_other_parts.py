"""Parts that may stand in the place of those of `omni`: one line of a preset each, the same media as a plain call."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import NOISE, noise_sound, quick
from transformers import PeAudioFeatureExtractor, PeAudioVideoConfig

from nextgpt_core import Conversation, NextGPT
from nextgpt_core.config import EncoderConfig, MediaOptions
from nextgpt_core.decoders import build_decoder
from nextgpt_core.decoders.base import Step
from nextgpt_core.decoders.stock import StockDecoder
from nextgpt_core.encoders import build_encoder
from nextgpt_core.errors import BadInput
from nextgpt_core.machine import SIZES, part_sizes
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.placement import MODES, Device, PartSize, Placed, plan_parts
from nextgpt_core.presets_omni import DECODERS, OTHER_DECODERS, OTHER_ENCODERS, omni, omni_encoders, omni_encoders_toy

IMAGE, AUDIO, VIDEO = MEDIA
TOYS = {
    "flux-klein": {"num_tokens": 48, "dim": 24, "size_px": 32},
    "sana-sprint": {"num_tokens": 48, "dim": 16, "size_px": 32},
    "ltx": {"num_tokens": 96, "dim": 16, "size_px": (64, 32), "num_frames": 9},
}
GUIDANCE = {"flux-klein": 0.0, "sana-sprint": 4.5, "ltx": 3.0}
CAPTION = "a red fox in snow"


def toy_line(kind):
    config = OTHER_DECODERS[kind]
    return replace(config, settings={"source": "", "toy": True, **TOYS[kind]}, num_steps=2)


@pytest.fixture(scope="module")
def decoders():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    return {kind: build_decoder(toy_line(kind)).eval() for kind in OTHER_DECODERS}


def made(decoder, guidance, caption=CAPTION, negative=None, steps=2, seed=5):
    condition = decoder.encode_captions([caption])
    unwanted = None if negative is None else decoder.encode_captions([negative])
    options = MediaOptions(steps, guidance, negative or "")
    return list(decoder.stream(condition, unwanted, options, torch.Generator().manual_seed(seed)))


def values(part):
    return (part.pixels if part.modality == IMAGE else part.frames).astype(np.float32) / 255


def plain(kind, pipe):
    """A call of the pipeline as its documentation shows it, with words."""
    common = {"num_inference_steps": 2, "generator": torch.Generator().manual_seed(5), "output_type": "np"}
    if kind == "flux-klein":
        layers = {"max_sequence_length": 48, "text_encoder_out_layers": (1, 2, 3)}
        return pipe(prompt=CAPTION, height=32, width=32, guidance_scale=1.0, **layers, **common).images[0]
    if kind == "sana-sprint":
        own = {"max_sequence_length": 96, "use_resolution_binning": False, "complex_human_instruction": None}
        return pipe(CAPTION, guidance_scale=4.5, height=32, width=32, **own, **common).images[0]
    sizes = {"width": 64, "height": 32, "num_frames": 9, "frame_rate": 24, "max_sequence_length": 96}
    return pipe(CAPTION, "rain", guidance_scale=3.0, **sizes, **common).frames[0]


@pytest.mark.parametrize("kind", TOYS)
def test_a_caption_makes_what_the_plain_pipeline_makes(decoders, kind):
    part = made(decoders[kind], GUIDANCE[kind], negative="rain" if kind == "ltx" else None)[-1]
    expected = plain(kind, decoders[kind].pipeline)
    assert values(part).shape == expected.shape and np.ptp(expected) > 0.05
    assert np.abs(values(part) - expected).max() <= 0.5 / 255 + 1e-3


@pytest.mark.parametrize("kind", TOYS)
def test_steps_are_told_and_seeds_and_words_count(decoders, kind):
    decoder, guidance = decoders[kind], GUIDANCE[kind]
    first = made(decoder, guidance, steps=3)
    assert first[:-1] == [Step(n, 3) for n in (1, 2, 3)]
    assert made(decoder, guidance, steps=3)[-1] == first[-1]
    for change in ({"seed": 6}, {"caption": "rain"}):
        assert made(decoder, guidance, steps=3, **change)[-1] != first[-1], change
    stream = decoder.stream(
        decoder.encode_captions([CAPTION]), None, MediaOptions(50, guidance), torch.Generator().manual_seed(5)
    )
    assert next(stream) == Step(1, 50)
    stream.close()
    assert made(decoder, guidance, steps=3)[-1] == first[-1], "a stopped run leaves nothing behind"


@pytest.mark.parametrize("kind", TOYS)
def test_every_way_of_standing_makes_the_same(kind):
    decoder, found = build_decoder(toy_line(kind)), []
    for mode in MODES:
        decoder.place(Placed(PartSize("one", 0), "cpu", mode))
        torch.manual_seed(0)
        assert decoder.pipeline
        found.append(values(made(decoder, GUIDANCE[kind])[-1]))
    assert all(np.array_equal(each, found[0]) for each in found)


def test_what_distilled_decoders_cannot_do_is_said(decoders):
    for kind in ("flux-klein", "sana-sprint"):
        with pytest.raises(BadInput, match="distilled.*cannot leave out"):
            decoders[kind].check(MediaOptions(2, GUIDANCE[kind], "rain"))
        decoders[kind].check(MediaOptions(2, GUIDANCE[kind]))
    with pytest.raises(BadInput, match="guidance changes nothing: set it to 0"):
        decoders["flux-klein"].check(MediaOptions(4, 3.0))
    weak, strong = (values(made(decoders["sana-sprint"], g)[-1]) for g in (1.5, 9.0))
    assert not np.array_equal(weak, strong), "its guidance is an input of the network"
    decoders["ltx"].check(MediaOptions(2, 3.0, "rain"))


@pytest.mark.parametrize("kind", TOYS)
def test_one_line_of_the_preset_replaces_a_decoder(kind):
    torch.manual_seed(0)
    toy, modality = omni_encoders_toy(), build_decoder(toy_line(kind)).modality
    bot = NextGPT(NextGPTModel.from_config(replace(toy, decoders=toy.decoders | {modality: toy_line(kind)})).eval())
    options = quick(modalities=frozenset({modality}), media={})
    asked = Conversation().say("make one", *(NOISE[m](1) for m in MEDIA))
    told, projected = (
        bot.reply(asked, replace(options, condition_from=source)).parts[-1] for source in ("caption", "signal")
    )
    assert told.modality == projected.modality == modality and told != projected


@pytest.mark.parametrize("kind", OTHER_DECODERS)
def test_plans_know_the_sizes_of_other_decoders(kind):
    modality = build_decoder(OTHER_DECODERS[kind]).modality
    parts = part_sizes(replace(omni(), decoders=DECODERS | {modality: OTHER_DECODERS[kind]}))
    assert plan_parts(parts, [Device("cuda:0", 80 * 10**9)], 10**12)[modality.value].mode == "resident"


@pytest.mark.parametrize("kind", OTHER_ENCODERS)
def test_one_line_of_the_preset_replaces_an_encoder(kind):
    torch.manual_seed(0)
    toy = omni_encoders_toy()
    mine = replace(toy, encoders=toy.encoders | {AUDIO: EncoderConfig(kind, 4, 16, {"toy": True})})
    bot = NextGPT(NextGPTModel.from_config(mine).eval())
    loud, low = noise_sound(1, 1.3), noise_sound(2, 0.4)
    features = [bot.model.features(sound) for sound in (loud, low, loud)]
    assert features[0].shape == (4, 16) and features[0].isfinite().all()
    assert torch.equal(features[0], features[2]) and not torch.allclose(features[0], features[1])
    assert bot.reply(Conversation().say(loud, "what is this?"), quick(modalities={"text"})).text
    full = replace(omni_encoders(), encoders=omni_encoders().encoders | {AUDIO: OTHER_ENCODERS[kind]})
    assert {part.name for part in part_sizes(full)} >= {"encoders", "language model"}


def test_the_ear_of_pe_av_is_that_of_the_whole_model(tmp_path):
    """From a folder laid out like facebook/pe-av-large: the nested configuration, the names inside the whole model, and
    waveforms as its own preprocessing makes them."""
    torch.manual_seed(0)
    toy = build_encoder(EncoderConfig("pe-audio", 25, 16, {"toy": True})).eval()
    whole = PeAudioVideoConfig()
    whole.audio_video_config.audio_config = toy.network.config
    whole.save_pretrained(tmp_path)
    state = {f"audio_model.audio_encoder.{name}": tensor for name, tensor in toy.network.state_dict().items()}
    torch.save(state | {"video_model.some.weight": torch.zeros(2)}, tmp_path / "pytorch_model.bin")
    loaded = build_encoder(EncoderConfig("pe-audio", 25, 16, {"source": str(tmp_path)}))
    loaded.load_pretrained()
    ours, theirs = loaded.network.state_dict(), toy.network.state_dict()
    assert ours.keys() == theirs.keys() and all(torch.equal(ours[name], theirs[name]) for name in ours)
    sound = replace(noise_sound(3, 1.0), rate_hz=48_000)
    inputs = PeAudioFeatureExtractor()(sound.samples, sampling_rate=48_000, return_tensors="pt")
    with torch.no_grad():
        states = toy.network(input_values=inputs["input_values"]).last_hidden_state
        features = toy(**{name: tensor[None] for name, tensor in toy.prepare(sound).items()})
    assert torch.allclose(features, toy.pooled(states), atol=1e-4), "padding is not heard"


@pytest.mark.slow
def test_published_sizes():
    """Billions of weights of the networks at the sizes their published configurations state; nothing is allocated."""
    import diffusers as d
    import transformers as t

    def billions(module):
        return round(sum(p.numel() for p in module.parameters()) / 1e9, 2)

    gemma = {"hidden_size": 2304, "intermediate_size": 9216, "num_hidden_layers": 26, "num_attention_heads": 8}
    gemma |= {"num_key_value_heads": 4, "head_dim": 256, "vocab_size": 256_000}
    t5 = {"d_model": 4096, "d_ff": 10_240, "num_layers": 24, "num_heads": 64, "feed_forward_proj": "gated-gelu"}
    sana = {
        "num_attention_heads": 36,
        "num_layers": 28,
        "num_cross_attention_heads": 16,
        "cross_attention_head_dim": 72,
    }
    sana |= {"cross_attention_dim": 1152, "guidance_embeds": True, "qk_norm": "rms_norm_across_heads"}
    klein = {"num_layers": 5, "num_single_layers": 20, "num_attention_heads": 24, "joint_attention_dim": 7680}
    with torch.device("meta"):
        klein = d.Flux2Transformer2DModel(guidance_embeds=False, **klein), d.AutoencoderKLFlux2()
        sprint = t.Gemma2Model(t.Gemma2Config(**gemma)), d.SanaTransformer2DModel(**sana)
        ltx = t.T5EncoderModel(t.T5Config(**t5)), d.LTXVideoTransformer3DModel(), d.AutoencoderKLLTXVideo()
        assert tuple(map(billions, klein)) == SIZES["black-forest-labs/FLUX.2-klein-4B"][1:]
        assert tuple(map(billions, sprint)) == SIZES[OTHER_DECODERS["sana-sprint"].settings["source"]][:2]
        assert tuple(map(billions, ltx)) == SIZES["Lightricks/LTX-Video"]
        ear = t.PeAudioEncoder(t.PeAudioEncoderConfig())
        assert (billions(ear),) == SIZES["facebook/pe-av-large"]


def test_every_published_decoder_is_one_of_the_stock_kind():
    kinds = {config.kind: build_decoder(config) for config in (*OTHER_DECODERS.values(), *DECODERS.values())}
    assert len(kinds) == 6 and all(isinstance(decoder, StockDecoder) for decoder in kinds.values())
    assert {Modality.IMAGE, Modality.AUDIO, Modality.VIDEO} == {decoder.modality for decoder in kinds.values()}
