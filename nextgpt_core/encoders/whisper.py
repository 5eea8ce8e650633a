"""Speech by Whisper's encoder (MIT): log-mels of 30 seconds, 50 states a second (Radford et al. 2023)."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from transformers import WhisperConfig, WhisperFeatureExtractor, WhisperModel

from nextgpt_core.encoders.published import PublishedEncoder, windows_of
from nextgpt_core.media import Audio, Modality

RATE_HZ = 16_000
MAX_WINDOWS = 4


class WhisperEncoder(PublishedEncoder):
    """settings: those of PublishedEncoder, and `num_bands` of the log-mel (128 in large-v3, 80 in smaller ones)."""

    modality = Modality.AUDIO

    def __init__(self, num_features: int, dim: int, num_bands: int = 128, **settings: Any) -> None:
        self.num_bands = 16 if settings.get("toy") else num_bands
        super().__init__(num_features, dim, **settings)
        self.window_s = 1 if self.toy else 30
        self.mel = WhisperFeatureExtractor(
            feature_size=self.num_bands, sampling_rate=RATE_HZ, chunk_length=self.window_s
        )

    def toy_network(self) -> nn.Module:
        config = WhisperConfig(
            d_model=self.dim, encoder_layers=1, encoder_attention_heads=2, encoder_ffn_dim=32, decoder_layers=1,
            decoder_attention_heads=2, decoder_ffn_dim=32, num_mel_bins=self.num_bands, max_source_positions=50,
            vocab_size=64, pad_token_id=0, bos_token_id=1, eos_token_id=2, decoder_start_token_id=1,
        )  # fmt: skip
        return WhisperModel(config).get_encoder()

    def published_network(self) -> nn.Module:
        return WhisperModel.from_pretrained(self.source).get_encoder()

    def prepare(self, part: Audio) -> dict[str, Tensor]:
        """-> {"mel": float32 [W, bands, frames], "real": [W] share of each window that is sound}."""
        windows = windows_of(part, RATE_HZ, self.window_s, MAX_WINDOWS)
        mels = [self.mel(w, sampling_rate=RATE_HZ, return_tensors="pt")["input_features"][0] for w in windows]
        return {"mel": torch.stack(mels), "real": torch.tensor([len(w) / RATE_HZ / self.window_s for w in windows])}

    def forward(self, mel: Tensor, real: Tensor) -> Tensor:
        """mel [B, W, bands, frames], real [B, W] -> features [B, P, dim]: states of the sound, without the padding."""
        states = self.run(input_features=mel.flatten(0, 1)).last_hidden_state.unflatten(0, mel.shape[:2])
        heard = []
        for windows, shares in zip(states, real, strict=True):
            # Whisper pads to 30 seconds; a short sound would otherwise be mostly silence.
            kept = [w[: max(1, round(float(share) * len(w)))] for w, share in zip(windows, shares, strict=True)]
            heard.append(self.pooled(torch.cat(kept)[None])[0])
        return torch.stack(heard)
