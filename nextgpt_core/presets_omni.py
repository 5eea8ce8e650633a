"""`omni`: what we recommend on a GPU today, from published parts that may be used freely, and its toys for tests.

Every part is one line of the tables below, with its licence; replace a line to replace a part. Nothing here is trained
by us: the language model spells its spans (signal_tags.py), and decoders read the captions in them. The stages can then
train real projections and adapters on top.

    omni            Qwen2.5-Omni-7B reads text, pictures, sounds and clips by itself
    omni-encoders   a text model with SigLIP 2 and CLAP behind input projections, which must be trained (stage 1)
"""

from __future__ import annotations

from dataclasses import replace

from nextgpt_core.config import (
    DecoderConfig,
    EncoderConfig,
    InputProjectionConfig,
    LLMConfig,
    NextGPTConfig,
    OutputProjectionConfig,
)
from nextgpt_core.media import MEDIA, Modality

SYSTEM = "You are NExT-GPT, a helpful assistant that reads and makes text, pictures, sounds and clips."

COMMON = {"spans": "tags", "static_cache": True}
THINKER = LLMConfig(kind="omni", source="Qwen/Qwen2.5-Omni-7B", reads=MEDIA, **COMMON)  # Apache-2.0
# Or, a mixture of experts that takes 63 GB and is about as quick:
THINKER_3 = LLMConfig(kind="omni3", source="Qwen/Qwen3-Omni-30B-A3B-Instruct", reads=MEDIA, **COMMON)  # Apache-2.0
TEXT_MODEL = LLMConfig(kind="hub", source="Qwen/Qwen3-4B-Instruct-2507", **COMMON)  # Apache-2.0

ENCODERS = {
    Modality.IMAGE: EncoderConfig("siglip", 256, 1152, {"source": "google/siglip2-so400m-patch14-224"}),  # Apache-2.0
    Modality.AUDIO: EncoderConfig("clap", 64, 768, {"source": "laion/clap-htsat-unfused"}),  # Apache-2.0
    Modality.VIDEO: EncoderConfig(  # Apache-2.0
        "siglip-frames", 64, 1152, {"source": "google/siglip2-so400m-patch14-224", "num_frames": 8}
    ),
}
OTHER_ENCODERS = {
    "whisper": EncoderConfig("whisper", 64, 1280, {"source": "openai/whisper-large-v3-turbo"}),  # MIT; for speech
    "pe-audio": EncoderConfig("pe-audio", 64, 1792, {"source": "facebook/pe-av-large"}),  # Apache-2.0
}
"""What may stand in the place of an encoder above, by its kind."""

DECODERS = {
    Modality.IMAGE: DecoderConfig(  # Apache-2.0
        "z-image", {"source": "Tongyi-MAI/Z-Image-Turbo", "num_tokens": 128, "dim": 2560}, num_steps=9, guidance=0.0
    ),
    Modality.AUDIO: DecoderConfig(  # Stability AI Community License; text encoder under the Gemma terms
        "stable-audio",
        {"source": "stabilityai/stable-audio-3-medium", "num_tokens": 128, "dim": 768, "dtype": "float16"},
        num_steps=8,
        guidance=1.0,
    ),
    Modality.VIDEO: DecoderConfig(  # Apache-2.0
        "wan",
        {"source": "Wan-AI/Wan2.1-T2V-1.3B-Diffusers", "num_tokens": 128, "dim": 4096},
        num_steps=30,
        guidance=5.0,
    ),
}
OTHER_DECODERS = {
    "flux-klein": DecoderConfig(  # Apache-2.0; from 9B on, FLUX is non-commercial
        "flux-klein",
        {"source": "black-forest-labs/FLUX.2-klein-4B", "num_tokens": 512, "dim": 7680},
        num_steps=4,
        guidance=0.0,
    ),
    "sana-sprint": DecoderConfig(  # NVIDIA, NSCL v2: NOT FOR COMMERCIAL USE; text encoder under the Gemma terms
        "sana-sprint",
        {"source": "Efficient-Large-Model/Sana_Sprint_0.6B_1024px_diffusers", "num_tokens": 128, "dim": 2304},
        num_steps=2,
        guidance=4.5,
    ),
    "ltx": DecoderConfig(  # Lightricks' open weights licence, with use restrictions
        "ltx", {"source": "Lightricks/LTX-Video", "num_tokens": 128, "dim": 4096}, num_steps=40, guidance=3.0
    ),
}
"""What may stand in the place of a decoder above, by its kind: `DECODERS | {Modality.IMAGE: OTHER_DECODERS[...]}`."""
PROJECTION = OutputProjectionConfig(num_signals=1, width=512, num_layers=4, num_heads=8, kind="gated")
"""num_signals only says that the modality is made: closing tags stand where K signals are."""


def omni() -> NextGPTConfig:
    return NextGPTConfig(
        preset="omni",
        llm=THINKER,
        encoders={},
        input_projections={},
        output_projections=dict.fromkeys(MEDIA, PROJECTION),
        decoders=DECODERS,
        system_prompt=SYSTEM,
        condition_from="caption",
    )


def omni_encoders() -> NextGPTConfig:
    return replace(
        omni(),
        preset="omni-encoders",
        llm=TEXT_MODEL,
        encoders=ENCODERS,
        input_projections={m: InputProjectionConfig("mlp") for m in ENCODERS},
    )


TOY_TEXT = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "max_position_embeddings": 4096,
}
TOY_THINKER = {
    "text_config": {
        **TOY_TEXT,
        "rope_parameters": {"rope_type": "default", "rope_theta": 10_000.0, "mrope_section": [2, 3, 3]},
    },
    "audio_config": {
        "num_mel_bins": 16, "d_model": 16, "encoder_layers": 1, "encoder_attention_heads": 2, "encoder_ffn_dim": 32,
        "output_dim": 32, "n_window": 20,
    },
    "vision_config": {
        "depth": 1, "hidden_size": 16, "intermediate_size": 32, "num_heads": 2, "out_hidden_size": 32,
        "fullatt_block_indexes": [0],
    },
}  # fmt: skip
TOY_THINKER_3 = {
    "text_config": {
        **TOY_TEXT, "head_dim": 16, "num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 16,
        "rope_parameters": {"rope_type": "default", "rope_theta": 10_000.0, "mrope_section": [2, 3, 3]},
    },
    "audio_config": {
        "num_mel_bins": 16, "d_model": 16, "encoder_layers": 1, "encoder_attention_heads": 2, "encoder_ffn_dim": 32,
        "output_dim": 32, "n_window": 50, "downsample_hidden_size": 8,
    },
    "vision_config": {
        "depth": 2, "hidden_size": 16, "intermediate_size": 32, "num_heads": 2, "out_hidden_size": 32,
        "num_position_embeddings": 64, "deepstack_visual_indexes": [0],
    },
}  # fmt: skip
TOY_SHAPES = {
    Modality.IMAGE: {"size_px": (32, 32)},
    Modality.AUDIO: {"seconds": 0.5},
    Modality.VIDEO: {"size_px": (16, 16), "num_frames": 5},
}
TOY_ENCODERS = {
    Modality.IMAGE: EncoderConfig("siglip", 4, 16, {"toy": True}),
    Modality.AUDIO: EncoderConfig("clap", 4, 16, {"toy": True}),
    Modality.VIDEO: EncoderConfig("siglip-frames", 4, 16, {"toy": True, "num_frames": 2}),
}


def _toy(config: NextGPTConfig, llm: LLMConfig) -> NextGPTConfig:
    settings = {"source": "", "num_tokens": 96, "dim": 16, "toy": True}
    return replace(
        config,
        llm=replace(llm, source="", lora_rank=2),
        output_projections=dict.fromkeys(MEDIA, replace(PROJECTION, width=32, num_layers=1, num_heads=2)),
        decoders={
            m: replace(c, settings={**settings, **TOY_SHAPES[m]}, num_steps=2) for m, c in config.decoders.items()
        },
    )


def omni_toy() -> NextGPTConfig:
    """The classes of `omni` at toy size with random weights."""
    return replace(_toy(omni(), replace(THINKER, toy=TOY_THINKER)), preset="omni-toy")


def omni_3_toy() -> NextGPTConfig:
    """The same with the other thinker."""
    return replace(omni_toy(), llm=replace(THINKER_3, source="", toy=TOY_THINKER_3, lora_rank=2), preset="omni-3-toy")


def omni_encoders_toy() -> NextGPTConfig:
    """The classes of `omni-encoders` at toy size with random weights."""
    toy = _toy(omni_encoders(), replace(TEXT_MODEL, toy={**TOY_TEXT, "head_dim": 16}))
    return replace(toy, preset="omni-encoders-toy", encoders=TOY_ENCODERS)
