"""`paper`: NExT-GPT as published (Wu et al. 2024, and its one released checkpoint); and the layout of its later code.

Every part but the projections is the work of others, most of it non-commercial (`python -m nextgpt_core.weights
--preset paper` lists them with their licences). The released checkpoint reads each medium as one token and was never
trained with the diffusion loss, so it is not the model of the paper's tables.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nextgpt_core.config import (
    DecoderConfig,
    EncoderConfig,
    InputProjectionConfig,
    LLMConfig,
    NextGPTConfig,
    OutputProjectionConfig,
)
from nextgpt_core.media import MEDIA, Modality

IMAGE, AUDIO, VIDEO = Modality.IMAGE, Modality.AUDIO, Modality.VIDEO
NUM_SIGNALS = {IMAGE: 4, AUDIO: 8, VIDEO: 24}
CONDITIONS = {IMAGE: (77, 768), AUDIO: (1, 512), VIDEO: (77, 1024)}
"""T and D of what each decoder reads: CLIP ViT-L states, a CLAP vector, OpenCLIP ViT-H states."""
PATCHES = {IMAGE: 256, AUDIO: 228, VIDEO: 256}
DECODERS = {
    IMAGE: ("stable-diffusion", "stable-diffusion-v1-5", {"size_px": 512}),
    AUDIO: ("audioldm", "audioldm-l-full", {"seconds": 9.0}),
    VIDEO: ("zeroscope", "zeroscope_v2_576w", {"height_px": 320, "width_px": 576, "num_frames": 24, "fps": 8.0}),
}


def paper() -> NextGPTConfig:
    """ImageBind-huge, Vicuna-7B v0, Stable Diffusion 1.5, AudioLDM-L-full, ZeroScope v2 576w."""
    return NextGPTConfig(
        preset="paper",
        llm=LLMConfig(
            kind="vicuna",
            source="vicuna-7b-v0",
            lora_rank=32,
            lora_alpha=32,
            lora_targets=("q_proj", "k_proj", "v_proj", "o_proj"),
            spans="published",
            static_cache=True,
        ),
        encoders={m: EncoderConfig(f"imagebind-{m}", 1, 1024) for m in MEDIA},
        input_projections={m: InputProjectionConfig("linear") for m in MEDIA},
        output_projections={m: OutputProjectionConfig(NUM_SIGNALS[m], 512, 4, 4, "signals") for m in MEDIA},
        decoders={m: _decoder(m) for m in MEDIA},
    )


def _decoder(modality: Modality, **changes: Any) -> DecoderConfig:
    """Steps and guidance of the published demonstration: 50 and 7.5 for all three."""
    kind, source, settings = DECODERS[modality]
    tokens, dim = CONDITIONS[modality]
    settings = {"source": source, "num_tokens": tokens, "dim": dim, **settings, **changes}
    return DecoderConfig(kind, settings, num_steps=50, guidance=7.5)


def paper_v15(projection: str = "groupvit") -> NextGPTConfig:
    """The layout of the later public code (Vicuna-7B v1.5, all patches of a medium, Stable Diffusion 2), for those who
    trained with it: no weights were released. `projection`: "linear", "two-layer" or "groupvit"."""
    first = paper()
    num_tokens = 8 if projection == "groupvit" else 0
    return replace(
        first,
        preset="paper-v1.5",
        llm=replace(first.llm, source="vicuna-7b-v1.5", spans="published-v1.5"),
        encoders={m: EncoderConfig(f"imagebind-{m}", PATCHES[m], 1024, {"tokens": "patches"}) for m in MEDIA},
        input_projections={m: InputProjectionConfig(projection, num_tokens) for m in MEDIA},
        decoders=first.decoders | {IMAGE: _decoder(IMAGE, source="stable-diffusion-2", dim=1024, size_px=768)},
    )


def paper_toy(size: str = "toy") -> NextGPTConfig:
    """Every class of `paper` with random weights, for tests; `size` "published" for measurements on a GPU."""
    full = paper()
    if size == "published":
        vicuna = {
            "hidden_size": 4096,
            "intermediate_size": 11_008,
            "num_hidden_layers": 32,
            "num_attention_heads": 32,
            "vocab_size": 32_000,
        }
        vicuna |= {"max_position_embeddings": 2048, "rms_norm_eps": 1e-6, "dtype": "float16"}
        random = {"toy": True, "toy_size": size, "dtype": "float16"}
        return replace(
            full,
            preset="paper-random",
            llm=replace(full.llm, toy=vicuna),
            decoders={m: _decoder(m, **random) for m in MEDIA},
        )
    llm = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
    sizes = {"width": 16, "num_blocks": 1, "num_heads": 2}
    seeing = {"sizes": sizes, "size_px": 28}
    encoders = {IMAGE: seeing, AUDIO: {"sizes": sizes}, VIDEO: seeing}
    dims = {IMAGE: (16, 8), AUDIO: (1, 8), VIDEO: (16, 8)}
    small = {
        IMAGE: {"size_px": 16},
        AUDIO: {"seconds": 0.05},
        VIDEO: {"height_px": 16, "width_px": 24, "num_frames": 2},
    }
    return replace(
        full,
        preset="paper-toy",
        llm=replace(full.llm, toy=llm | {"max_position_embeddings": 1024}, lora_rank=2, lora_alpha=2),
        encoders={m: EncoderConfig(f"imagebind-{m}", 1, 24, encoders[m]) for m in MEDIA},
        output_projections={m: replace(full.output_projections[m], width=16, num_layers=1) for m in MEDIA},
        decoders={m: _decoder(m, toy=True, num_tokens=dims[m][0], dim=dims[m][1], **small[m]) for m in MEDIA},
    )
