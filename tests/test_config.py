"""Configurations: JSON round trip, rules, presets; and the options of a reply with their bounds."""

import json
from dataclasses import replace

import pytest

from nextgpt_core.config import (
    DEFAULT_MEDIA,
    InputProjectionConfig,
    LLMConfig,
    MediaOptions,
    NextGPTConfig,
    Options,
)
from nextgpt_core.errors import BadInput
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.presets import PRESETS, preset_config

NAN = float("nan")


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_survives_json(name):
    config = preset_config(name)
    again = NextGPTConfig.from_json(config.to_json())
    assert json.loads(again.to_json()) == json.loads(config.to_json())
    assert again.llm == config.llm and again.signal_counts == config.signal_counts
    assert config.preset == name and set(config.decoders) == {*config.encoders, *config.llm.reads} == set(MEDIA)
    assert config.llm.text_state_layer <= config.llm.lora_first_layer


def test_an_unknown_preset_is_refused_with_the_known_ones():
    with pytest.raises(BadInput, match="nan0.*tiny, nano"):
        preset_config("nan0")


def without(key):
    raw = json.loads(preset_config("tiny").to_json())
    del raw[key]
    return json.dumps(raw)


def with_value(key, value):
    return json.dumps({**json.loads(preset_config("tiny").to_json()), key: value})


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "5", "null", '"tiny"', "\ufffd\ufffd", without("llm"), without("decoders"),
     with_value("encoders", []), with_value("encoders", {"smell": {}}), with_value("llm", []),
     with_value("decoders", {"image": 3}), with_value("surplus", 1)],
)  # fmt: skip
def test_a_damaged_configuration_says_what_to_do(text):
    with pytest.raises(BadInput, match="restore it"):
        NextGPTConfig.from_json(text)


def test_rules_between_parts_hold():
    tiny = preset_config("tiny")
    with pytest.raises(BadInput, match="encoders and input_projections"):
        replace(tiny, encoders={})
    with pytest.raises(BadInput, match="decoders and output_projections"):
        replace(tiny, decoders={})
    with pytest.raises(BadInput, match="text_state_layer"):
        LLMConfig("toy", lora_first_layer=1, text_state_layer=2)
    with pytest.raises(BadInput, match="conv.*linear, mlp, grouping"):
        InputProjectionConfig("conv")


@pytest.mark.parametrize(
    "changes",
    [{"temperature": -0.1}, {"temperature": 5.1}, {"temperature": NAN}, {"temperature": "hot"}, {"top_p": 0},
     {"top_p": 1.01}, {"top_p": NAN}, {"max_new_tokens": 0}, {"max_new_tokens": 4097}, {"max_new_tokens": 2.5},
     {"seed": -1}, {"seed": 2**32}, {"seed": 1.5}, {"seed": True}, {"seed": "7"}, {"modalities": frozenset()},
     {"modalities": "image"}, {"modalities": ["smell"]}, {"modalities": 3}, {"condition_from": "pixels"}],
)  # fmt: skip
def test_options_out_of_range_are_refused(changes):
    with pytest.raises(BadInput, match=next(iter(changes))):
        Options(**changes)


@pytest.mark.parametrize(
    "changes", [{"num_steps": 0}, {"num_steps": 201}, {"num_steps": 2.5}, {"guidance": -1}, {"guidance": NAN},
                {"guidance": 30.5}],
)  # fmt: skip
def test_media_options_out_of_range_are_refused(changes):
    with pytest.raises(BadInput):
        Options().with_media(Modality.IMAGE, **changes)


def test_options_at_their_bounds_are_accepted():
    Options(seed=2**32 - 1, temperature=5, top_p=1.0, max_new_tokens=4096)
    assert MediaOptions(num_steps=200, guidance=30).num_steps == 200


def test_options_take_plain_names_and_fill_in_what_is_left_out():
    image_only = {Modality.IMAGE: MediaOptions(3, 2.0)}
    options = Options(modalities={"image", "text"}, media=image_only)
    assert options.modalities == {Modality.IMAGE, Modality.TEXT}
    assert all(isinstance(m, Modality) for m in options.modalities)
    assert options.media[Modality.IMAGE].num_steps == 3 and options.media[Modality.AUDIO] == DEFAULT_MEDIA["audio"]
    changed = options.with_media(Modality.AUDIO, num_steps=5)
    assert changed.media[Modality.AUDIO].num_steps == 5 and options.media[Modality.AUDIO].num_steps == 16
