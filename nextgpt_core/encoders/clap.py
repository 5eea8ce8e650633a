"""Sounds by CLAP (Apache-2.0): a Swin transformer over log-mels, trained with captions (Wu et al. 2023)."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from transformers import ClapAudioConfig, ClapAudioModel, ClapFeatureExtractor

from nextgpt_core.encoders.published import PublishedEncoder, windows_of
from nextgpt_core.media import Audio, Modality

RATE_HZ = 48_000
MAX_WINDOWS = 6


class ClapEncoder(PublishedEncoder):
    """settings: those of PublishedEncoder. A sound is heard in up to six windows of ten seconds."""

    modality = Modality.AUDIO

    def __init__(self, num_features: int, dim: int, **settings: Any) -> None:
        super().__init__(num_features, dim, **settings)
        self.window_s = 1 if self.toy else 10
        self.mel = ClapFeatureExtractor(
            feature_size=16 if self.toy else 64, sampling_rate=RATE_HZ, max_length_s=self.window_s,
            truncation="rand_trunc", padding="repeatpad",
        )  # fmt: skip

    def toy_network(self) -> nn.Module:
        config = ClapAudioConfig(
            num_mel_bins=16, spec_size=64, window_size=4, patch_size=2, patch_stride=[2, 2], hidden_size=self.dim,
            patch_embeds_hidden_size=self.dim // 2, depths=[1, 1], num_attention_heads=[2, 2], num_hidden_layers=2,
        )  # fmt: skip
        return ClapAudioModel(config)

    def published_network(self) -> nn.Module:
        return ClapAudioModel.from_pretrained(self.source)

    def prepare(self, part: Audio) -> dict[str, Tensor]:
        """-> {"mel": float32 [W, 1, frames, bands]}, W windows."""
        windows = windows_of(part, RATE_HZ, self.window_s, MAX_WINDOWS)
        mels = [self.mel(w, sampling_rate=RATE_HZ, return_tensors="pt")["input_features"][0] for w in windows]
        return {"mel": torch.stack(mels)}

    def forward(self, mel: Tensor) -> Tensor:
        """mel [B, W, 1, frames, bands] -> features [B, P, dim]: the network's map, windows in order of time."""
        longer = torch.zeros(mel.shape[0] * mel.shape[1], 1, dtype=torch.bool, device=mel.device)
        maps = self.run(input_features=mel.flatten(0, 1), is_longer=longer).last_hidden_state  # [B W, dim, bands, time]
        tokens = maps.flatten(2).transpose(1, 2)
        return self.pooled(tokens.unflatten(0, mel.shape[:2]).flatten(1, 2))
