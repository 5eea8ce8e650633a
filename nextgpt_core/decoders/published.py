"""The three decoders that NExT-GPT was published with: Stable Diffusion 1.5, AudioLDM-L-full and ZeroScope v2 576w.

Stock diffusers pipelines (two of them kept there without further support), conditioned on prompt embeddings in their
own scale. Weights: CreativeML OpenRAIL-M, CC-BY-NC-SA 4.0 and CC-BY-NC 4.0; the last two are non-commercial. They lie
in the downloads of the preset `paper`; `toy` builds the same classes at random, small or, with `toy_size` "published",
full.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AudioLDMPipeline, DiffusionPipeline, StableDiffusionPipeline, TextToVideoSDPipeline
from diffusers.image_processor import VaeImageProcessor
from PIL import Image as PILImage
from torch import Tensor

from nextgpt_core.arithmetic import fast_dtype
from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders import published_parts as parts
from nextgpt_core.decoders.noise_loss import noise_loss
from nextgpt_core.decoders.sound_codec import LogMel
from nextgpt_core.decoders.stock import StockDecoder
from nextgpt_core.errors import NotSupported
from nextgpt_core.extent import Extent
from nextgpt_core.media import Audio, Image, Modality, Part, Video
from nextgpt_core.resampling import resampled
from nextgpt_core.weights import preset_file


class PublishedDecoder(StockDecoder):
    """settings: those of StockDecoder, `source` being a folder of the preset's downloads; and `toy_size`."""

    usual_dtype = "float16"

    def __init__(self, toy_size: str = "toy", **settings: Any) -> None:
        super().__init__(**settings)
        self.toy_size = toy_size

    def _published(self) -> DiffusionPipeline:
        self.source = str(preset_file("paper", self.source))
        return super()._published()

    def read(self, pipe: Any, captions: list[str]) -> list[Tensor]:
        return list(pipe.encode_prompt(captions, pipe._execution_device, 1, False)[0])

    def measure_scale(self, captions: list[str]) -> None:
        """Nothing: the released projections make conditions in the pipeline's own scale."""

    def inputs(self, pipe: Any, part: Part) -> Tensor:
        """One medium at this decoder's own size -> what its autoencoder reads, float32 [N, colours, h, w]."""
        raise NotImplementedError

    @torch.no_grad()
    def encode_medium(self, part: Part) -> Tensor:
        """As in the contract: scaled latents, float32 on the CPU, the middle of what the autoencoder says. [C, h, w]
        (of sounds h is time, w bands), clips [C, F, h, w]."""
        with self._on_device() as pipe:
            seen = self.inputs(pipe, part).to(pipe._execution_device, pipe.vae.dtype)
            latents = pipe.vae.encode(seen).latent_dist.mode() * pipe.vae.config.scaling_factor
        latents = latents.float().cpu()
        return latents.transpose(0, 1) if self.modality is Modality.VIDEO else latents[0]

    @property
    def denoising_obstacle(self) -> str:
        """Weights are needed again on the pass back."""
        return "it is moved to the device layer by layer" if self.placed and self.placed.mode == "streamed" else ""

    def predict(self, pipe: Any, noisy: Tensor, time: Tensor, rows: Tensor) -> Tensor:
        """Noisy latents [B, ...], time [B], rows [B, T, D] in the pipeline's scale -> what the network says of them."""
        return pipe.unet(noisy, time, encoder_hidden_states=rows).sample

    def denoising_loss(self, latents: Tensor, condition: Tensor, generator: torch.Generator) -> Tensor:
        """As in the contract, of what `encode_medium` makes. A pipeline in float16 is loaded anew in numbers of a wider
        range: there, gradients of a mean over so many latents vanish."""
        if self.dtype == torch.float16:
            self.unload()
            self.dtype = fast_dtype((self.device or self.condition_scale.device).type)
        with self._on_device() as pipe:

            def predict(noisy: Tensor, time: Tensor, condition: Tensor) -> Tensor:
                return self.predict(pipe, noisy, time, condition * self.condition_scale.to(condition))

            where = (pipe._execution_device, pipe.unet.dtype)
            return noise_loss(predict, pipe.scheduler, latents, condition, generator, *where)


def old_callback(common: dict[str, Any]) -> dict[str, Any]:
    """The same call for pipelines that report steps as (number, time, latents)."""
    report: Callable = common["callback_on_step_end"]
    rest = {name: value for name, value in common.items() if name != "callback_on_step_end"}
    return rest | {"callback": lambda number, time, latents: report(None, number, time, {})}


def to_uint8(pixels: np.ndarray) -> np.ndarray:
    """[..., 3] in 0..1 -> uint8."""
    return np.round(np.clip(pixels, 0, 1) * 255).astype(np.uint8)


def to_inputs(frames: np.ndarray, height_px: int, width_px: int) -> Tensor:
    """uint8 [F, H, W, 3] -> float32 [F, 3, height_px, width_px] in -1..1, stretched to fit."""
    pictures = [PILImage.fromarray(frame) for frame in frames]
    return VaeImageProcessor(vae_scale_factor=1).preprocess(pictures, height=height_px, width=width_px)


class StableDiffusionDecoder(PublishedDecoder):
    """settings: `size_px`, also."""

    modality = Modality.IMAGE
    pipeline_class = StableDiffusionPipeline

    def __init__(self, size_px: int = 512, **settings: Any) -> None:
        super().__init__(**settings)
        self.size_px = size_px

    @property
    def extents(self) -> dict[str, Extent]:
        return {"size_px": Extent(self.size_px // 2, 2 * self.size_px, self.size_px // 8, self.size_px)}

    def make(self, pipe: Any, rows: Tensor, negative: Tensor | None, options: MediaOptions, **common: Any) -> Image:
        report = common.pop("callback_on_step_end")

        def after_step(pipe: Any, number: int, time: Any, tensors: dict) -> dict:
            # The published scheduler takes one extra evaluation at the start, which is no step of the person's.
            return report(pipe, number, time, tensors) if number < options.num_steps else tensors

        out = pipe(
            prompt_embeds=rows, negative_prompt_embeds=negative, height=options.size_px or self.size_px,
            width=options.size_px or self.size_px,
            guidance_scale=1.0 if negative is None else options.guidance, output_type="np",
            callback_on_step_end=after_step, **common,
        )  # fmt: skip
        if out.nsfw_content_detected and out.nsfw_content_detected[0]:
            raise NotSupported(
                "the picture decoder's safety check held this picture back; ask for another one.", "held_back"
            )
        return Image(to_uint8(out.images[0]))

    def inputs(self, pipe: Any, part: Image) -> Tensor:
        return to_inputs(part.pixels[None], self.size_px, self.size_px)

    def toy_pipeline(self) -> StableDiffusionPipeline:
        size, (length, dim) = self.toy_size, self.shape
        return StableDiffusionPipeline(
            parts.autoencoder(size, (128, 256, 512, 512)),
            parts.clip_text(size, length, dim),
            parts.tokenizer(length),
            parts.picture_unet(size, dim),
            parts.picture_scheduler(),
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )


FFT, SOUND_PEAK = 1024, 0.5
"""Samples of a window of AudioLDM's spectra, and the peak of the sounds it was shown (Liu et al. 2023, its code)."""


class AudioLDMDecoder(PublishedDecoder):
    """settings: `seconds`, also. The condition is one CLAP text vector, used at unit length."""

    modality = Modality.AUDIO
    pipeline_class = AudioLDMPipeline

    def __init__(self, seconds: float = 9.0, **settings: Any) -> None:
        super().__init__(**settings)
        self.seconds = seconds

    @property
    def extents(self) -> dict[str, Extent]:
        return {"seconds": Extent(0.5, 2 * self.seconds, 0.5, self.seconds)}

    def read(self, pipe: Any, captions: list[str]) -> list[Tensor]:
        return list(pipe._encode_prompt(captions, pipe._execution_device, 1, False)[:, None])

    def make(self, pipe: Any, rows: Tensor, negative: Tensor | None, options: MediaOptions, **common: Any) -> Audio:
        # The pipeline normalises its own text vectors but not those it is given, and projections reach any length.
        unit, unwanted = (None if r is None else F.normalize(r[:, 0], dim=-1) for r in (rows, negative))
        out = pipe(
            prompt_embeds=unit, negative_prompt_embeds=unwanted, audio_length_in_s=options.seconds or self.seconds,
            guidance_scale=1.0 if negative is None else options.guidance, **old_callback(common),
        )  # fmt: skip
        samples = np.asarray(out.audios[0], np.float32)
        return Audio(np.clip(samples, -1, 1), rate_hz=int(pipe.vocoder.config.sampling_rate))

    def predict(self, pipe: Any, noisy: Tensor, time: Tensor, rows: Tensor) -> Tensor:
        unit = F.normalize(rows[:, 0], dim=-1)  # as in `make`
        return pipe.unet(noisy, time, encoder_hidden_states=None, class_labels=unit).sample

    def inputs(self, pipe: Any, part: Audio) -> Tensor:
        """-> [1, 1, frames, bands]: the log-mel that autoencoder and vocoder learned from, of a sound at half of full
        scale, followed by silence or cut; as many frames as the pipeline makes in `seconds`."""
        config = pipe.vocoder.config
        hop, rate_hz = int(np.prod(config.upsample_rates)), int(config.sampling_rate)
        fold = pipe.vae_scale_factor
        frames = -(-int(self.seconds * rate_hz / hop) // fold) * fold
        wave = resampled(part.samples, part.rate_hz, rate_hz)[: frames * hop]
        wave = wave - wave.mean()
        wave = SOUND_PEAK * wave / max(float(np.abs(wave).max()), 1e-8)
        whole = F.pad(torch.from_numpy(wave.astype(np.float32)), (0, frames * hop - len(wave)))
        mel = LogMel(rate_hz, FFT, hop, int(config.model_in_dim)).logarithms(whole[None])
        return mel.transpose(1, 2)[None]

    def toy_pipeline(self) -> AudioLDMPipeline:
        size, dim = self.toy_size, self.shape[1]
        return AudioLDMPipeline(
            parts.autoencoder(size, (128, 256, 512), latent_channels=8 if size == "published" else 4, colours=1),
            parts.clap_text(size, dim),
            parts.tokenizer(parts.CLAP_LENGTH),
            parts.sound_unet(size, dim),
            parts.sound_scheduler(),
            parts.vocoder(size),
        )


class ZeroScopeDecoder(PublishedDecoder):
    """settings: `height_px`, `width_px`, `num_frames`, `fps`, also."""

    modality = Modality.VIDEO
    pipeline_class = TextToVideoSDPipeline

    def __init__(
        self, height_px: int = 320, width_px: int = 576, num_frames: int = 24, fps: float = 8.0, **settings: Any
    ) -> None:
        super().__init__(**settings)
        self.height_px, self.width_px, self.num_frames, self.fps = height_px, width_px, num_frames, fps

    @property
    def extents(self) -> dict[str, Extent]:
        return {"num_frames": Extent(2, 2 * self.num_frames, 1, self.num_frames)}

    def make(self, pipe: Any, rows: Tensor, negative: Tensor | None, options: MediaOptions, **common: Any) -> Video:
        out = pipe(
            prompt_embeds=rows, negative_prompt_embeds=negative, height=self.height_px, width=self.width_px,
            num_frames=options.num_frames or self.num_frames, output_type="np",
            guidance_scale=1.0 if negative is None else options.guidance, **old_callback(common),
        )  # fmt: skip
        return Video(to_uint8(np.asarray(out.frames[0])), self.fps)

    def inputs(self, pipe: Any, part: Video) -> Tensor:
        return to_inputs(part.frames[: self.num_frames], self.height_px, self.width_px)

    def toy_pipeline(self) -> TextToVideoSDPipeline:
        size, (length, dim) = self.toy_size, self.shape
        return TextToVideoSDPipeline(
            parts.autoencoder(size, (128, 256, 512, 512)),
            parts.clip_text(size, length, dim),
            parts.tokenizer(length),
            parts.clip_unet(size, dim),
            parts.clip_scheduler(),
        )
