"""The assembled network at toy size: tables by modality, prompts as keys and embeddings, conditions."""

from dataclasses import replace

import pytest
import torch
from conftest import NOISE

from nextgpt_core.config import DecoderConfig
from nextgpt_core.conversation import Conversation, Made, Said, prompt_pieces
from nextgpt_core.decoders import build_decoder
from nextgpt_core.errors import BadInput, NotSupported
from nextgpt_core.media import MEDIA, PART_TYPES, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config


@pytest.fixture(scope="module")
def model(tiny_bot):
    return tiny_bot.model


def test_tables_hold_every_modality(model):
    for table in (model.encoders, model.input_projections, model.output_projections, model.decoders):
        assert list(table) == [m.value for m in MEDIA]
    assert model.can_read == model.can_make == frozenset(Modality)
    assert not model.training


@pytest.mark.parametrize("modality", MEDIA)
def test_media_become_soft_tokens_of_the_words_width(model, modality):
    features = model.features(NOISE[modality](1))
    config = model.config.encoders[modality]
    assert features.shape == (config.num_features, config.dim) and features.dtype == torch.float32
    assert torch.isfinite(features).all() and not features.requires_grad
    assert model.soft_tokens(modality, features[None]).shape == (1, config.num_features, model.llm.hidden_size)
    assert torch.equal(features, model.features(NOISE[modality](1)))
    assert not torch.equal(features, model.features(NOISE[modality](2)))


def test_a_prompt_has_one_key_and_one_embedding_a_position(model):
    parts = [NOISE[m](1) for m in MEDIA]
    conversation = Conversation().say("look", *parts)
    prompt = model.prompt(prompt_pieces(conversation, "Rules.", MEDIA, MEDIA), model.features)
    assert prompt.embeds.shape == (len(prompt.keys), model.llm.hidden_size)
    soft = [key for key in prompt.keys if isinstance(key, tuple)]
    expected = [(p.content_hash, i) for p in parts for i in range(model.config.encoders[p.modality].num_features)]
    assert soft == expected
    words = [key for key in prompt.keys if not isinstance(key, tuple)]
    assert model.llm.tokenizer.decode(words) == (
        "<|im_start|>system\nRules.<|im_end|>\n<|im_start|>user\nimage: \naudio: \nvideo: \nlook<|im_end|>\n"
        "<|im_start|>assistant\n"
    )


def test_made_media_are_spans_without_any_encoder(model):
    def refuse(part):
        raise AssertionError("a made medium needs no encoder")

    prompt = model.prompt([Said("Here:"), Made(Modality.AUDIO, "a dog")], refuse)
    assert list(prompt.keys) == [*model.llm.tokenize("Here:"), *model.span_ids(Modality.AUDIO, "a dog")]
    span = model.span_ids(Modality.AUDIO, "a dog")
    assert span[0] == model.signals.open_id(Modality.AUDIO) and tuple(span[-2:]) == model.signals.ids(Modality.AUDIO)
    assert model.llm.tokenizer.decode(span[1:-2]) == " a dog"


def test_features_are_asked_for_once_a_medium(model):
    asked, picture = [], NOISE[Modality.IMAGE](1)

    def features_of(part):
        asked.append(part)
        return model.features(part)

    model.prompt(prompt_pieces(Conversation().say(picture, "a"), "", MEDIA, MEDIA), features_of)
    assert asked == [picture]


@pytest.mark.parametrize("modality", MEDIA)
@torch.no_grad()
def test_both_ways_to_a_condition_have_the_decoders_shape(model, modality):
    shape = model.decoders[modality.value].condition_shape
    states = torch.randn(2, len(model.signals.ids(modality)), model.llm.hidden_size)
    assert model.condition(modality, states).shape == (2, *shape)
    read = model.caption_condition(modality, ["a cat", "two dogs on a hill"])
    # captions may ask for more things than a condition always holds; those come last
    assert read[:, : shape[0]].shape == (2, *shape) and not torch.allclose(read[0], read[1], atol=1e-4)


def test_a_model_without_some_modalities_says_so():
    tiny = preset_config("tiny")
    only = Modality.AUDIO
    config = replace(
        tiny,
        encoders={only: tiny.encoders[only]},
        input_projections={only: tiny.input_projections[only]},
        decoders={Modality.IMAGE: tiny.decoders[Modality.IMAGE]},
        output_projections={Modality.IMAGE: tiny.output_projections[Modality.IMAGE]},
    )
    model = NextGPTModel.from_config(config)
    assert model.can_read == {Modality.TEXT, Modality.AUDIO} and model.can_make == {Modality.TEXT, Modality.IMAGE}
    assert model.signals.num_new == 1 + 2 and set(PART_TYPES) == set(Modality)


def test_wrong_decoders_are_refused_with_a_reason():
    with pytest.raises(NotSupported, match="flow-smell.*flow-image"):
        build_decoder(DecoderConfig("flow-smell"))
    with pytest.raises(BadInput, match="settings of decoder 'flow-image'"):
        build_decoder(DecoderConfig("flow-image", {"bogus": 1}))
