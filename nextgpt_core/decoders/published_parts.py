"""Components of the published decoders as random networks: at toy size for tests, at published size for measurements.

Sizes are facts of the published configurations; a downloaded folder brings its own. Weights are never made here.
"""

from __future__ import annotations

from typing import Any

from diffusers import AutoencoderKL, DDIMScheduler, PNDMScheduler, UNet2DConditionModel, UNet3DConditionModel
from transformers import (
    ClapTextConfig,
    ClapTextModelWithProjection,
    CLIPTextConfig,
    CLIPTextModel,
    SpeechT5HifiGan,
    SpeechT5HifiGanConfig,
)

from nextgpt_core.decoders.toy_parts import VOCABULARY, byte_tokenizer

NOISE = {"beta_schedule": "scaled_linear", "steps_offset": 1, "set_alpha_to_one": False}
PICTURE_NOISE = NOISE | {"beta_start": 0.00085, "beta_end": 0.012}
SOUND_NOISE = NOISE | {"beta_start": 0.0015, "beta_end": 0.0195}
CLAP_LENGTH = 24


def tokenizer(length: int) -> Any:
    """Bytes at either size: captions of random networks need no vocabulary of their own."""
    tokens = byte_tokenizer()
    tokens.model_max_length = length
    return tokens


def clip_text(size: str, length: int, dim: int) -> CLIPTextModel:
    """CLIP's text encoder, `dim` wide: 768 is ViT-L (12 layers), 1,024 OpenCLIP's ViT-H without its last layer (23)."""
    published = {
        "vocab_size": 49_408, "intermediate_size": 4 * dim, "num_hidden_layers": 12 if dim == 768 else 23,
        "num_attention_heads": dim // 64, "hidden_act": "quick_gelu" if dim == 768 else "gelu",
    }  # fmt: skip
    toy = {"vocab_size": VOCABULARY, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    toy |= {"bos_token_id": 1, "eos_token_id": 2}
    sizes = published if size == "published" else toy
    return CLIPTextModel(CLIPTextConfig(hidden_size=dim, max_position_embeddings=length, **sizes)).eval()


def clap_text(size: str, dim: int) -> ClapTextModelWithProjection:
    toy = {
        "vocab_size": VOCABULARY, "hidden_size": 8, "intermediate_size": 16, "num_attention_heads": 1,
        "num_hidden_layers": 1, "max_position_embeddings": 32,
    }  # fmt: skip
    sizes = {} if size == "published" else toy
    return ClapTextModelWithProjection(ClapTextConfig(projection_dim=dim, **sizes)).eval()


def autoencoder(size: str, channels: tuple[int, ...], latent_channels: int = 4, colours: int = 3) -> AutoencoderKL:
    widths = channels if size == "published" else (8, 8)
    return AutoencoderKL(
        in_channels=colours,
        out_channels=colours,
        down_block_types=("DownEncoderBlock2D",) * len(widths),
        up_block_types=("UpDecoderBlock2D",) * len(widths),
        block_out_channels=widths,
        layers_per_block=2 if size == "published" else 1,
        latent_channels=latent_channels,
        norm_num_groups=32 if size == "published" else 4,
    ).eval()


def picture_unet(size: str, dim: int) -> UNet2DConditionModel:
    """Stable Diffusion 1.5's at 768: 860 million weights."""
    if size == "published":
        return UNet2DConditionModel(sample_size=64, cross_attention_dim=dim, attention_head_dim=8).eval()
    return UNet2DConditionModel(cross_attention_dim=dim, attention_head_dim=4, **_small_unet(sample_size=8)).eval()


def clip_unet(size: str, dim: int) -> UNet3DConditionModel:
    """ZeroScope's at 1,024: 1.4 billion weights."""
    if size == "published":
        return UNet3DConditionModel(sample_size=40, cross_attention_dim=dim, attention_head_dim=64).eval()
    blocks = {
        "down_block_types": ("CrossAttnDownBlock3D", "DownBlock3D"),
        "up_block_types": ("UpBlock3D", "CrossAttnUpBlock3D"),
    }
    return UNet3DConditionModel(
        cross_attention_dim=dim, attention_head_dim=4, **_small_unet(sample_size=8) | blocks
    ).eval()


def sound_unet(size: str, dim: int) -> UNet2DConditionModel:
    """AudioLDM-L's, conditioned through its class embedding: 739 million weights (Liu et al. 2023)."""
    blocks = {"class_embed_type": "simple_projection", "class_embeddings_concat": True}
    blocks["projection_class_embeddings_input_dim"] = dim
    if size == "published":
        widths = (256, 512, 768, 1280)
        return UNet2DConditionModel(
            sample_size=128, in_channels=8, out_channels=8, block_out_channels=widths, cross_attention_dim=widths,
            attention_head_dim=32, down_block_types=("DownBlock2D",) + ("CrossAttnDownBlock2D",) * 3,
            up_block_types=("CrossAttnUpBlock2D",) * 3 + ("UpBlock2D",), **blocks,
        ).eval()  # fmt: skip
    small = _small_unet(sample_size=8) | {
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
    }
    return UNet2DConditionModel(cross_attention_dim=(8, 16), attention_head_dim=4, **small, **blocks).eval()


def _small_unet(**changes: Any) -> dict[str, Any]:
    return {
        "block_out_channels": (8, 16), "layers_per_block": 1, "norm_num_groups": 4,
        "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D"),
    } | changes  # fmt: skip


def vocoder(size: str) -> SpeechT5HifiGan:
    """HiFi-GAN from mel bands to 16 kHz."""
    published = {
        "model_in_dim": 64, "upsample_initial_channel": 1024, "upsample_rates": (5, 4, 2, 2, 2),
        "upsample_kernel_sizes": (16, 16, 8, 4, 4),
    }  # fmt: skip
    toy = {
        "model_in_dim": 8, "upsample_initial_channel": 16, "upsample_rates": (4, 4), "upsample_kernel_sizes": (8, 8),
        "resblock_kernel_sizes": (3,), "resblock_dilation_sizes": ((1, 3),),
    }  # fmt: skip
    sizes = {
        key: list(v) if isinstance(v, tuple) else v for key, v in (published if size == "published" else toy).items()
    }
    return SpeechT5HifiGan(SpeechT5HifiGanConfig(sampling_rate=16_000, normalize_before=False, **sizes)).eval()


def picture_scheduler() -> PNDMScheduler:
    return PNDMScheduler(skip_prk_steps=True, **PICTURE_NOISE)


def clip_scheduler() -> DDIMScheduler:
    return DDIMScheduler(clip_sample=False, **PICTURE_NOISE)


def sound_scheduler() -> DDIMScheduler:
    return DDIMScheduler(clip_sample=False, **SOUND_NOISE)
