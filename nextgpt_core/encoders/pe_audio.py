"""Sounds by the ear of PE-AV (Apache-2.0): a transformer over DAC latents of the waveform, trained with captions and
clips, 25 states a second (Vyas et al. 2025). Its eye is no alternative here: transformers runs that through timm."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoConfig, PeAudioEncoderConfig
from transformers import PeAudioEncoder as Network

from nextgpt_core.encoders.published import PublishedEncoder, windows_of
from nextgpt_core.media import Audio, Modality

RATE_HZ, HOP = 48_000, 1920
MAX_WINDOWS = 6


class PeAudioEncoder(PublishedEncoder):
    """settings: those of PublishedEncoder. A sound is heard in up to six windows of ten seconds, the last of them
    mirrored to whole hops and padded with zeros."""

    modality = Modality.AUDIO

    def __init__(self, num_features: int, dim: int, **settings: Any) -> None:
        super().__init__(num_features, dim, **settings)
        self.window = RATE_HZ * (1 if self.toy else 10)

    def toy_network(self) -> nn.Module:
        config = PeAudioEncoderConfig(
            dac_config={"encoder_hidden_size": 2, "downsampling_ratios": [2, 8, 10, 12], "codebook_dim": 8,
                        "hidden_size": 32},
            hidden_size=self.dim, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, head_dim=8,
        )  # fmt: skip
        return Network(config)

    def published_network(self) -> nn.Module:
        return Network.from_pretrained(self.source, config=ear_of(AutoConfig.from_pretrained(self.source)))

    def prepare(self, part: Audio) -> dict[str, Tensor]:
        """-> {"waves": float32 [W, 1, samples], "real": bool [W, samples]}, W windows."""
        windows = windows_of(part, RATE_HZ, self.window / RATE_HZ, MAX_WINDOWS)
        waves, real = torch.zeros(len(windows), 1, self.window), torch.zeros(len(windows), self.window)
        for number, samples in enumerate(windows):
            whole = np.pad(samples, (0, -len(samples) % HOP), "reflect")
            waves[number, 0, : len(whole)], real[number, : len(whole)] = torch.from_numpy(whole), 1
        return {"waves": waves, "real": real.bool()}

    def forward(self, waves: Tensor, real: Tensor) -> Tensor:
        """waves [B, W, 1, samples], real [B, W, samples] -> features [B, P, dim]: states of the sound alone, windows in
        order of time."""
        out = self.run(input_values=waves.flatten(0, 1), padding_mask=real.flatten(0, 1))
        states = out.last_hidden_state.unflatten(0, waves.shape[:2])
        heard = real[..., ::HOP][..., : states.shape[2]]
        return torch.cat([self.pooled(states[row][heard[row]][None]) for row in range(len(states))])


def ear_of(config: Any) -> PeAudioEncoderConfig:
    """The configuration of the ear in that of the whole model, however deep it lies there."""
    for name in ("audio_video_config", "audio_config"):
        config = getattr(config, name, config)
    return config
