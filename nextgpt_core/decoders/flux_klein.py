"""Pictures by FLUX.2 [klein] 4B (Apache-2.0; its 9B sister is non-commercial): a flow transformer, distilled to four
steps without guidance, that reads three layers of Qwen3-4B side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
from diffusers import AutoencoderKLFlux2, Flux2KleinPipeline, Flux2Transformer2DModel
from torch import Tensor
from transformers import Qwen3Config, Qwen3ForCausalLM

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.stock import SquareDecoder
from nextgpt_core.decoders.toy_parts import VOCABULARY, byte_tokenizer, flow_scheduler
from nextgpt_core.media import Image

LAYERS = {False: (9, 18, 27), True: (1, 2, 3)}
"""Of the text encoder, by whether it is a toy; their states stand side by side in a row of the condition."""


class FluxKleinDecoder(SquareDecoder):
    """settings: those of StockDecoder, and `size_px`, a multiple of 16. Every row counts: the transformer was trained
    on captions padded to `num_tokens`, and what the text encoder makes of the padding takes part in its attention."""

    pipeline_class = Flux2KleinPipeline
    guided = False

    def read(self, pipe: Flux2KleinPipeline, captions: list[str]) -> list[Tensor]:
        longest, layers = self.shape[0], LAYERS[self.toy]
        return list(pipe.encode_prompt(captions, max_sequence_length=longest, text_encoder_out_layers=layers)[0])

    def make(
        self, pipe: Flux2KleinPipeline, rows: Tensor, negative: Tensor | None, options: MediaOptions, **common: Any
    ) -> Image:
        side = options.size_px or self.size_px
        out = pipe(prompt_embeds=rows, height=side, width=side, guidance_scale=1.0, output_type="np", **common)
        return Image((out.images[0] * 255).round().astype(np.uint8))

    def toy_pipeline(self) -> Flux2KleinPipeline:
        transformer = Flux2Transformer2DModel(
            in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
            joint_attention_dim=self.shape[1], timestep_guidance_channels=16, axes_dims_rope=(4, 4, 4, 4),
            guidance_embeds=False,
        )  # fmt: skip
        autoencoder = AutoencoderKLFlux2(
            block_out_channels=(8, 8), down_block_types=("DownEncoderBlock2D",) * 2,
            up_block_types=("UpDecoderBlock2D",) * 2, layers_per_block=1, latent_channels=4, norm_num_groups=4,
        )  # fmt: skip
        text = Qwen3Config(
            vocab_size=VOCABULARY, hidden_size=self.shape[1] // 3, intermediate_size=32, num_hidden_layers=3,
            num_attention_heads=2, num_key_value_heads=1, head_dim=8,
        )  # fmt: skip
        return Flux2KleinPipeline(
            flow_scheduler(use_dynamic_shifting=True), autoencoder.eval(), Qwen3ForCausalLM(text).eval(),
            byte_tokenizer(), transformer.eval(), is_distilled=True,
        )  # fmt: skip
