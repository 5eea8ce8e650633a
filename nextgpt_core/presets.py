"""Whole configurations by name. Functions that return plain values; nothing is built or loaded here.

`tiny` is for tests and interface work (random weights, in memory); `nano` is the model this project trains and ships.
"""

from __future__ import annotations

from collections.abc import Callable

from nextgpt_core.config import (
    DecoderConfig,
    EncoderConfig,
    InputProjectionConfig,
    LLMConfig,
    NextGPTConfig,
    OutputProjectionConfig,
)
from nextgpt_core.errors import BadInput
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.presets_omni import omni, omni_encoders
from nextgpt_core.presets_paper import paper

ENCODERS = {
    Modality.IMAGE: ("image-words", 15),
    Modality.AUDIO: ("audio-words", 11),
    Modality.VIDEO: ("video-words", 11),
}
"""kind and number of features of each encoder; every feature slot has a meaning of its own."""

TINY_ENCODER_SETTINGS = {
    Modality.IMAGE: {"num_concepts": 5, "size_px": 64},
    Modality.AUDIO: {"num_labels": 5, "channels": 4},
    Modality.VIDEO: {"num_concepts": 5, "size_px": 64, "num_frames": 2, "motion_width": 4},
}

NANO_ENCODER_SETTINGS = {
    Modality.IMAGE: {"num_concepts": 1322},
    Modality.AUDIO: {"num_labels": 218},
    Modality.VIDEO: {"num_concepts": 1322},
}

SYSTEM_PROMPT = "You are NExT-GPT, a helpful assistant that reads and makes text, pictures, sounds and clips."


def tiny() -> NextGPTConfig:
    """Every class of `nano` at toy size with random weights: a reply in about a second, offline."""
    hidden = 32
    flow = {"text_dim": hidden, "condition_tokens": 2, "condition_dim": 32, "draft_width": 16}
    flow |= {"width": 32, "num_layers": 2, "num_heads": 2}
    autoencoder = {"channels": (16, 16, 16), "latent_channels": 8}
    autoencoder |= {"encoder_blocks": (1, 1, 1), "decoder_blocks": (1, 1, 1)}
    codec = {"width": 32, "encoder_blocks": 1, "decoder_blocks": 1, "latent_channels": 8}
    codec |= {"fine_width": 32, "fine_blocks": 1}
    toy_llm = {
        "hidden_size": hidden,
        "intermediate_size": 64,
        "num_hidden_layers": 3,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "max_position_embeddings": 4096,
    }
    picture = {"size_px": 64, "patch": 2, "autoencoder": autoencoder, "flow": flow}
    picture |= {"layers": {"width": 16, "matte": {"width": 16, "reaches": (1, 2)}}}
    return NextGPTConfig(
        preset="tiny",
        llm=LLMConfig(
            kind="toy", toy=toy_llm, lora_rank=2, lora_alpha=4, lora_first_layer=1, signal_layer=2, text_state_layer=1
        ),
        encoders={m: EncoderConfig(*ENCODERS[m], hidden, TINY_ENCODER_SETTINGS[m]) for m in MEDIA},
        input_projections={m: InputProjectionConfig("linear") for m in MEDIA},
        output_projections={
            m: OutputProjectionConfig(num_signals=2, width=32, num_layers=1, num_heads=2) for m in MEDIA
        },
        decoders={
            Modality.IMAGE: DecoderConfig("flow-image", picture, candidates=2),
            Modality.AUDIO: DecoderConfig(
                "flow-audio",
                {"num_tokens": 8, "patch": 2, "codec": codec, "flow": flow, "layers": {"width": 16}},
                candidates=2,
            ),
            Modality.VIDEO: DecoderConfig(
                "flow-video",
                {
                    "size_px": 32,
                    "num_frames": 8,
                    "fps": 8.0,
                    "picture": picture,
                    "mover": {"num_paths": 3, "width": 16, "size_px": 32, "widths": (8, 8)},
                },
                candidates=2,
            ),
        },
        system_prompt=SYSTEM_PROMPT,
    )


def nano() -> NextGPTConfig:
    """SmolLM2-135M-Instruct with adapters, small encoders and flow decoders trained by this project."""
    flow = {"text_dim": 576, "condition_tokens": 8, "condition_dim": 256, "width": 256, "num_layers": 8, "num_heads": 4}
    autoencoder = {
        "channels": (64, 128, 256),
        "encoder_blocks": (1, 1, 2),
        "decoder_blocks": (2, 2, 3),
        "latent_channels": 32,
        "upscale": 2,
    }
    picture = {"size_px": 128, "patch": 2, "autoencoder": autoencoder, "flow": flow, "layers": {}}
    return NextGPTConfig(
        preset="nano",
        llm=LLMConfig(
            kind="pinned",
            source="smollm2-135m-instruct",
            lora_rank=32,
            lora_alpha=64,
            lora_first_layer=12,
            signal_layer=18,
            text_state_layer=12,
        ),
        encoders={m: EncoderConfig(*ENCODERS[m], 576, NANO_ENCODER_SETTINGS[m]) for m in MEDIA},
        input_projections={m: InputProjectionConfig("mlp") for m in MEDIA},
        output_projections={m: OutputProjectionConfig() for m in MEDIA},
        decoders={
            Modality.IMAGE: DecoderConfig("flow-image", picture, candidates=1),
            Modality.AUDIO: DecoderConfig(
                "flow-audio", {"num_tokens": 40, "patch": 2, "codec": {}, "flow": flow, "layers": {}}, candidates=1
            ),
            Modality.VIDEO: DecoderConfig(
                "flow-video",
                {
                    "size_px": 192,
                    "num_frames": 16,
                    "fps": 8.0,
                    "picture": picture,
                    "mover": {},
                },
                num_steps=24,  # half for the picture that then moves
                candidates=1,
            ),
        },
        condition_from="caption",
    )


PRESETS: dict[str, Callable[[], NextGPTConfig]] = {
    "tiny": tiny,
    "nano": nano,
    "paper": paper,
    "omni": omni,
    "omni-encoders": omni_encoders,
}


def preset_config(name: str) -> NextGPTConfig:
    """Raises BadInput for an unknown name."""
    if name not in PRESETS:
        raise BadInput(f"there is no preset {name!r}; choose one of {', '.join(PRESETS)}.")
    return PRESETS[name]()
