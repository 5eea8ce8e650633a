"""The sound decoder of `nano`: a flow over latent frames of a few hundredths of a second, then the sound codec."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.base import FlowDecoder
from nextgpt_core.decoders.latent_flow import LatentFlow
from nextgpt_core.decoders.sound_codec import SoundCodec
from nextgpt_core.extent import Extent
from nextgpt_core.media import Audio, Modality

FADE_S = 0.05


class AudioDecoder(FlowDecoder):
    """settings: `num_tokens`; `patch`, latent frames per token; `codec` and `flow`, arguments of SoundCodec and
    LatentFlow."""

    modality = Modality.AUDIO

    def __init__(self, num_tokens: int, patch: int, codec: dict[str, Any], flow: dict[str, Any]) -> None:
        super().__init__()
        self.codec = SoundCodec(**codec)
        self.patch = patch
        self.flow = LatentFlow(grid=(num_tokens,), channels=patch * self.codec.config.latent_channels, **flow)

    def to_tokens(self, latents: Tensor) -> Tensor:
        """[B, C, n] -> [B, n / p, p * C]."""
        return latents.transpose(1, 2).reshape(len(latents), -1, self.patch * latents.shape[1])

    def finish(self, tokens: Tensor) -> Audio:
        """[1, N, C] -> a sound at the codec's rate, peak at most 0.9 (about -1 dBFS)."""
        return self._sound(tokens)

    @property
    def extents(self) -> dict[str, Extent]:
        full = self.flow.num_tokens * self.patch * self.codec.samples_per_latent / self.codec.config.rate_hz
        step = 0.5 if full >= 1 else full / 4
        longest = full // step * step
        return {"seconds": Extent(step, longest, step, longest)}

    def cut(self, part: Audio, options: MediaOptions) -> Audio:
        if options.seconds is None:
            return part
        samples = part.samples[: round(options.seconds * part.rate_hz)].copy()
        fade = min(len(samples), round(FADE_S * part.rate_hz))
        samples[len(samples) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)  # a sound cut off clicks
        return Audio(samples, rate_hz=part.rate_hz)

    def rough(self, tokens: Tensor) -> Audio:
        """The same spectrum with hastily guessed phases."""
        return self._sound(tokens, num_iterations=4)

    @torch.inference_mode()
    def _sound(self, tokens: Tensor, **vocoding: int) -> Audio:
        latents = tokens.reshape(len(tokens), -1, tokens.shape[-1] // self.patch).transpose(1, 2)
        wave = self.codec.vocode(self.codec.decode_mel(latents), **vocoding)[0].float()
        wave = wave * (0.9 / wave.abs().max().clamp(min=1e-3)).clamp(max=4.0)
        return Audio(wave.clamp(-1, 1).cpu().numpy(), rate_hz=self.codec.config.rate_hz)
