"""The sound decoder of `nano`: a flow over latent frames of a few hundredths of a second, then the sound codec."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from nextgpt_core.decoders.base import FlowDecoder
from nextgpt_core.decoders.latent_flow import LatentFlow
from nextgpt_core.decoders.sound_codec import SoundCodec
from nextgpt_core.media import Audio, Modality


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

    def rough(self, tokens: Tensor) -> Audio:
        """The same spectrum with hastily guessed phases."""
        return self._sound(tokens, num_iterations=4)

    @torch.inference_mode()
    def _sound(self, tokens: Tensor, **vocoding: int) -> Audio:
        latents = tokens.reshape(len(tokens), -1, tokens.shape[-1] // self.patch).transpose(1, 2)
        wave = self.codec.vocode(self.codec.decode_mel(latents), **vocoding)[0].float()
        wave = wave * (0.9 / wave.abs().max().clamp(min=1e-3)).clamp(max=4.0)
        return Audio(wave.clamp(-1, 1).cpu().numpy(), rate_hz=self.codec.config.rate_hz)
