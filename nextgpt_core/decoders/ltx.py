"""Clips by LTX-Video 0.9 (2B; Lightricks' open weights licence with use restrictions): a video diffusion transformer
over strongly compressed latents, that reads states of T5-XXL."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKLLTXVideo, LTXPipeline, LTXVideoTransformer3DModel
from torch import Tensor
from transformers import T5Config, T5EncoderModel

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.stock import StockDecoder
from nextgpt_core.decoders.toy_parts import VOCABULARY, byte_tokenizer, flow_scheduler
from nextgpt_core.extent import Extent
from nextgpt_core.media import Modality, Video

CLEANING = 0.05
"""At which noise the autoencoder takes the last step itself, from version 0.9.1 on; it ignores that before."""


class LTXDecoder(StockDecoder):
    """settings: those of StockDecoder, `num_tokens` being the longest caption; and `size_px`, multiples of 32;
    `num_frames`, one more than a multiple of 8; `fps`, which the transformer is told."""

    modality = Modality.VIDEO
    pipeline_class = LTXPipeline

    def __init__(
        self, size_px: tuple[int, int] = (704, 480), num_frames: int = 121, fps: float = 24.0, **settings: Any
    ) -> None:
        super().__init__(**settings)
        self.width_px, self.height_px = size_px
        self.num_frames, self.fps = num_frames, fps

    @property
    def extents(self) -> dict[str, Extent]:
        return {"num_frames": Extent(9, max(161, self.num_frames), 8, self.num_frames)}

    def read(self, pipe: LTXPipeline, captions: list[str]) -> list[Tensor]:
        states, mask = pipe.encode_prompt(
            captions, do_classifier_free_guidance=False, max_sequence_length=self.shape[0]
        )[:2]
        return [rows[real.bool()] for rows, real in zip(states, mask, strict=True)]

    def make(
        self, pipe: LTXPipeline, rows: Tensor, negative: Tensor | None, options: MediaOptions, **common: Any
    ) -> Video:
        rows, mask = self._padded(rows)
        unwanted, unwanted_mask = (None, None) if negative is None else self._padded(negative)
        out = pipe(
            prompt_embeds=rows, prompt_attention_mask=mask, negative_prompt_embeds=unwanted,
            negative_prompt_attention_mask=unwanted_mask, guidance_scale=1.0 if negative is None else options.guidance,
            width=self.width_px, height=self.height_px, num_frames=options.num_frames or self.num_frames,
            frame_rate=self.fps, output_type="np", decode_timestep=CLEANING, decode_noise_scale=CLEANING / 2, **common,
        )  # fmt: skip
        return Video((out.frames[0] * 255).round().astype(np.uint8), fps=self.fps)

    def _padded(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """[1, L, D] -> [1, T, D] and its mask: wanted and unwanted captions go through the network together."""
        mask = torch.zeros(1, self.shape[0], dtype=torch.bool, device=rows.device)
        mask[:, : rows.shape[1]] = True
        return torch.nn.functional.pad(rows, (0, 0, 0, self.shape[0] - rows.shape[1])), mask

    def toy_pipeline(self) -> LTXPipeline:
        transformer = LTXVideoTransformer3DModel(
            in_channels=8, out_channels=8, num_attention_heads=2, attention_head_dim=8, cross_attention_dim=16,
            num_layers=1, caption_channels=self.shape[1],
        )  # fmt: skip
        autoencoder = AutoencoderKLLTXVideo(
            latent_channels=8, block_out_channels=(8, 8, 8, 8), decoder_block_out_channels=(8, 8, 8, 8),
            layers_per_block=(1,) * 5, decoder_layers_per_block=(1,) * 5, patch_size=1,
            encoder_causal=True, decoder_causal=False,
        )  # fmt: skip
        text = T5Config(vocab_size=VOCABULARY, d_model=self.shape[1], d_kv=8, d_ff=32, num_layers=1, num_heads=2)
        return LTXPipeline(
            flow_scheduler(), autoencoder.eval(), T5EncoderModel(text).eval(), byte_tokenizer(), transformer.eval()
        )
