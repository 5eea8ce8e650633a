"""Pictures by Z-Image-Turbo (Apache-2.0): a 6-billion-parameter single-stream diffusion transformer, distilled to eight
steps without guidance, that reads states of Qwen3-4B."""

from __future__ import annotations

from typing import Any

import numpy as np
from diffusers import AutoencoderKL, ZImagePipeline, ZImageTransformer2DModel
from torch import Tensor
from transformers import Qwen3Config, Qwen3Model

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.stock import StockDecoder
from nextgpt_core.decoders.toy_parts import VOCABULARY, byte_tokenizer, flow_scheduler
from nextgpt_core.extent import Extent
from nextgpt_core.media import Image, Modality


class ZImageDecoder(StockDecoder):
    """settings: those of StockDecoder, and `size_px`, the sides of the picture, multiples of 16."""

    modality = Modality.IMAGE
    pipeline_class = ZImagePipeline

    def __init__(self, size_px: tuple[int, int] = (1024, 1024), **settings: Any) -> None:
        super().__init__(**settings)
        self.width_px, self.height_px = size_px

    @property
    def extents(self) -> dict[str, Extent]:
        if self.width_px != self.height_px:
            return {}
        return {"size_px": Extent(self.width_px // 2, 2 * self.width_px, 16, self.width_px)}

    def read(self, pipe: ZImagePipeline, captions: list[str]) -> list[Tensor]:
        longest = 512 if not self.toy else 2 * self.shape[0]
        return pipe.encode_prompt(
            list(captions),
            do_classifier_free_guidance=False,
            max_sequence_length=longest,
            device=pipe._execution_device,
        )[0]

    def make(
        self, pipe: ZImagePipeline, rows: Tensor, negative: Tensor | None, options: MediaOptions, **common: Any
    ) -> Image:
        # This pipeline adds its scale times the difference to the conditional prediction; ours counts from the
        # unconditional one, as most do.
        out = pipe(
            prompt_embeds=[rows[0]],
            negative_prompt_embeds=None if negative is None else [negative[0]],
            guidance_scale=0.0 if negative is None else options.guidance - 1,
            height=options.size_px or self.height_px,
            width=options.size_px or self.width_px,
            output_type="np",
            **common,
        )
        return Image((out.images[0] * 255).round().astype(np.uint8))

    def toy_pipeline(self) -> ZImagePipeline:
        transformer = ZImageTransformer2DModel(
            in_channels=4, dim=32, n_layers=1, n_refiner_layers=1, n_heads=2, n_kv_heads=2, cap_feat_dim=self.shape[1],
            axes_dims=[8, 4, 4], axes_lens=[256, 32, 32],
        )  # fmt: skip
        autoencoder = AutoencoderKL(
            block_out_channels=(16, 16), down_block_types=("DownEncoderBlock2D",) * 2,
            up_block_types=("UpDecoderBlock2D",) * 2, latent_channels=4, norm_num_groups=8, scaling_factor=0.36,
            shift_factor=0.11, use_quant_conv=False, use_post_quant_conv=False,
        )  # fmt: skip
        text = Qwen3Config(
            vocab_size=VOCABULARY, hidden_size=self.shape[1], intermediate_size=32, num_hidden_layers=2,
            num_attention_heads=2, num_key_value_heads=1, head_dim=8,
        )  # fmt: skip
        return ZImagePipeline(
            flow_scheduler(shift=3.0), autoencoder.eval(), Qwen3Model(text).eval(), byte_tokenizer(), transformer.eval()
        )
