"""Pictures by SANA-Sprint: a linear-attention transformer, distilled to one to four steps, over an autoencoder that
compresses 32 times; reads states of Gemma 2. The quickest, and the only alternative that is not for commercial use:
NVIDIA's licence (NSCL v2, research only), text encoder under the Gemma terms."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderDC, SanaSprintPipeline, SanaTransformer2DModel, SCMScheduler
from torch import Tensor
from transformers import Gemma2Config, Gemma2Model

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.stock import SquareDecoder
from nextgpt_core.decoders.toy_parts import VOCABULARY, awake, byte_tokenizer
from nextgpt_core.media import Image

MIDDLE = 1.3
"""Noise angle between the two published steps; other numbers of steps are spread evenly."""
LONGEST = 300


class SanaSprintDecoder(SquareDecoder):
    """settings: those of StockDecoder, and `size_px`, a multiple of 32. Guidance is distilled in: its strength is an
    input of the transformer, and there is nothing to lead away from."""

    pipeline_class = SanaSprintPipeline
    guided = False
    embeds_guidance = True

    def read(self, pipe: SanaSprintPipeline, captions: list[str]) -> list[Tensor]:
        longest = 2 * self.shape[0] if self.toy else LONGEST
        states, mask = pipe.encode_prompt(captions, max_sequence_length=longest)
        return [rows[real.bool()] for rows, real in zip(states, mask, strict=True)]

    def make(
        self, pipe: SanaSprintPipeline, rows: Tensor, negative: Tensor | None, options: MediaOptions, **common: Any
    ) -> Image:
        side = options.size_px or self.size_px
        out = pipe(
            prompt_embeds=rows, prompt_attention_mask=torch.ones(rows.shape[:2], dtype=torch.long, device=rows.device),
            guidance_scale=options.guidance, height=side, width=side, use_resolution_binning=False, output_type="np",
            intermediate_timesteps=MIDDLE if options.num_steps == 2 else None, **common,
        )  # fmt: skip
        return Image((out.images[0] * 255).round().astype(np.uint8))

    def toy_pipeline(self) -> SanaSprintPipeline:
        transformer = SanaTransformer2DModel(
            in_channels=4, out_channels=4, num_attention_heads=2, attention_head_dim=8, num_layers=1,
            num_cross_attention_heads=2, cross_attention_head_dim=8, cross_attention_dim=16,
            caption_channels=self.shape[1], guidance_embeds=True, qk_norm="rms_norm_across_heads",
        )  # fmt: skip
        autoencoder = AutoencoderDC(
            latent_channels=4, attention_head_dim=2, encoder_block_types="ResBlock", decoder_block_types="ResBlock",
            encoder_block_out_channels=(8, 8), decoder_block_out_channels=(8, 8), encoder_layers_per_block=(1, 1),
            decoder_layers_per_block=(1, 1), encoder_qkv_multiscales=((), ()), decoder_qkv_multiscales=((), ()),
            scaling_factor=0.41407,
        )  # fmt: skip
        text = Gemma2Config(
            vocab_size=VOCABULARY, hidden_size=self.shape[1], intermediate_size=32, num_hidden_layers=1,
            num_attention_heads=2, num_key_value_heads=1, head_dim=8,
        )  # fmt: skip
        return SanaSprintPipeline(
            byte_tokenizer(), Gemma2Model(text).eval(), autoencoder.eval(), awake(transformer), SCMScheduler()
        )
