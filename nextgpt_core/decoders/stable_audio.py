"""Sounds by Stable Audio 3: a rectified-flow transformer, distilled to eight steps without guidance; reads T5Gemma.

Stability AI publishes it in a form of its own; diffusers' own script converts it (download_plans.py), and what it makes
is looked for in the downloads of the preset `omni`. Its weights are under the Stability AI Community License (free
below one million US dollars of yearly revenue, to be agreed to on the hub), its text encoder under the Gemma terms: the
one part of `omni` that is not Apache or MIT.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderSAME, StableAudio3DiTModel, StableAudio3Pipeline
from diffusers.pipelines.stable_audio_3.modeling_stable_audio_3 import StableAudio3DurationEmbedder
from torch import Tensor
from transformers import T5GemmaConfig, T5GemmaEncoderModel

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.stock import StockDecoder
from nextgpt_core.decoders.toy_parts import VOCABULARY, awake, byte_tokenizer, flow_scheduler
from nextgpt_core.extent import Extent
from nextgpt_core.media import Audio, Modality
from nextgpt_core.weights import default_cache_dir

MAX_ROWS = 256


class StableAudioDecoder(StockDecoder):
    """settings: those of StockDecoder, and `seconds`, the length of the sound."""

    modality = Modality.AUDIO
    pipeline_class = StableAudio3Pipeline
    how_to_get = "It must be converted first; see how: python -m nextgpt_core.weights --preset omni"

    def __init__(self, seconds: float = 10.0, **settings: Any) -> None:
        super().__init__(**settings)
        self.seconds = seconds

    def _published(self) -> StableAudio3Pipeline:
        converted = default_cache_dir() / "omni" / self.source.rpartition("/")[2]
        if converted.is_dir():
            self.source = str(converted)
        return super()._published()

    @property
    def extents(self) -> dict[str, Extent]:
        return {"seconds": Extent(0.5, max(60.0, self.seconds), 0.5, self.seconds)}

    def read(self, pipe: StableAudio3Pipeline, captions: list[str]) -> list[Tensor]:
        states, mask = pipe.encode_prompt(list(captions), pipe._execution_device, 1)
        return [rows[real.bool()] for rows, real in zip(states, mask, strict=True)]

    def make(
        self, pipe: StableAudio3Pipeline, rows: Tensor, negative: Tensor | None, options: MediaOptions, **common: Any
    ) -> Audio:
        # The transformer puts a learned row where the mask says padding, and attends to it: the length must be full.
        longest = min(pipe.tokenizer.model_max_length, MAX_ROWS)
        rows, mask = _padded(rows, longest)
        negative, negative_mask = (None, None) if negative is None else _padded(negative, longest)
        out = pipe(
            prompt_embeds=rows,
            encoder_attention_mask=mask,
            negative_prompt_embeds=negative,
            negative_encoder_attention_mask=negative_mask,
            guidance_scale=1.0 if negative is None else options.guidance,
            duration=options.seconds or self.seconds,
            output_type="np",
            **common,
        )
        mono = out.audios[0].mean(0).astype(np.float32)
        return Audio(np.clip(mono, -1, 1), rate_hz=int(pipe.vae.config.sampling_rate))

    def toy_pipeline(self) -> StableAudio3Pipeline:
        dim = self.shape[1]
        autoencoder = AutoencoderSAME(
            patch_size=64, encoder_channels=16, encoder_c_mults=(1,), encoder_strides=(4,),
            encoder_transformer_depths=(1,), latent_dim=8, dim_heads=8, ff_mult=1, sampling_rate=8000,
        )  # fmt: skip
        text = {
            "vocab_size": VOCABULARY, "hidden_size": dim, "intermediate_size": 32, "num_hidden_layers": 1,
            "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8,
        }  # fmt: skip
        config = T5GemmaConfig(
            encoder=text, decoder={**text, "cross_attention_hidden_size": dim}, is_encoder_decoder=False,
            vocab_size=VOCABULARY,
        )  # fmt: skip
        transformer = StableAudio3DiTModel(
            io_channels=8, embed_dim=32, depth=1, num_heads=2, cond_token_dim=dim, global_cond_dim=dim,
            local_add_cond_dim=9, timestep_features_dim=16, ff_mult=1.0, num_memory_tokens=2,
        )  # fmt: skip
        return StableAudio3Pipeline(
            awake(autoencoder),
            T5GemmaEncoderModel(config).eval(),
            byte_tokenizer(),
            StableAudio3DurationEmbedder(output_dim=dim, fourier_dim=8),
            awake(transformer),
            flow_scheduler(stochastic_sampling=True),
        )


def _padded(rows: Tensor, longest: int) -> tuple[Tensor, Tensor]:
    """[1, L, D] -> [1, longest, D] and its mask, 1 where real."""
    mask = torch.zeros(1, longest, dtype=torch.long, device=rows.device)
    mask[:, : rows.shape[1]] = 1
    return torch.nn.functional.pad(rows, (0, 0, 0, longest - rows.shape[1])), mask
