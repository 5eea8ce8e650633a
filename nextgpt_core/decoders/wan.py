"""Clips by Wan 2.1 or 2.2 (Apache-2.0): a video diffusion transformer over a causal autoencoder of space and time, that
reads states of UMT5-XXL."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKLWan, UniPCMultistepScheduler, WanPipeline, WanTransformer3DModel
from torch import Tensor
from transformers import UMT5Config, UMT5EncoderModel

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.stock import StockDecoder
from nextgpt_core.decoders.toy_parts import VOCABULARY, byte_tokenizer
from nextgpt_core.extent import Extent
from nextgpt_core.media import Modality, Video

TEXT_ROWS = 512
"""The transformer was trained on captions padded with zeros to this length, and they take part in its attention."""


class WanDecoder(StockDecoder):
    """settings: those of StockDecoder, and `size_px`, multiples of 16; `num_frames`, one more than a multiple of 4;
    `fps`."""

    modality = Modality.VIDEO
    pipeline_class = WanPipeline
    precise = ("vae",)

    def __init__(
        self, size_px: tuple[int, int] = (832, 480), num_frames: int = 81, fps: float = 16.0, **settings: Any
    ) -> None:
        super().__init__(**settings)
        self.width_px, self.height_px = size_px
        self.num_frames, self.fps = num_frames, fps

    @property
    def extents(self) -> dict[str, Extent]:
        return {"num_frames": Extent(5, max(121, self.num_frames), 4, self.num_frames)}

    def read(self, pipe: WanPipeline, captions: list[str]) -> list[Tensor]:
        longest = TEXT_ROWS if not self.toy else 2 * self.shape[0]
        padded = pipe._get_t5_prompt_embeds(list(captions), max_sequence_length=longest)
        return [rows[: max(1, int((rows.abs().amax(-1) > 0).sum()))] for rows in padded]

    def make(
        self, pipe: WanPipeline, rows: Tensor, negative: Tensor | None, options: MediaOptions, **common: Any
    ) -> Video:
        out = pipe(
            prompt_embeds=self._padded(rows),
            negative_prompt_embeds=None if negative is None else self._padded(negative),
            guidance_scale=1.0 if negative is None else options.guidance,
            height=self.height_px,
            width=self.width_px,
            num_frames=options.num_frames or self.num_frames,
            output_type="np",
            **common,
        )
        return Video((out.frames[0] * 255).round().astype(np.uint8), fps=self.fps)

    def _padded(self, rows: Tensor) -> Tensor:
        longest = TEXT_ROWS if not self.toy else 2 * self.shape[0]
        return torch.nn.functional.pad(rows, (0, 0, 0, longest - rows.shape[1]))

    def toy_pipeline(self) -> WanPipeline:
        transformer = WanTransformer3DModel(
            num_attention_heads=2, attention_head_dim=12, text_dim=self.shape[1], freq_dim=32, ffn_dim=32,
            num_layers=1, rope_max_seq_len=32,
        )  # fmt: skip
        autoencoder = AutoencoderKLWan(base_dim=3, dim_mult=[1, 1, 1, 1], num_res_blocks=1)
        text = UMT5Config(vocab_size=VOCABULARY, d_model=self.shape[1], d_kv=8, d_ff=32, num_layers=1, num_heads=2)
        scheduler = UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0)
        return WanPipeline(
            byte_tokenizer(), UMT5EncoderModel(text).eval(), autoencoder.eval(), scheduler, transformer.eval()
        )
