"""Sounds to few latent frames and back: mono waveform -> log-mel <-> C x N latents, and log-mel -> waveform.

The log-mel is coded by a small trained network; the waveform is rebuilt from it by the fast Griffin-Lim algorithm
(Perraudin et al. 2013), which needs no training. Knows nothing of text or diffusion.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import Tensor, nn
from transformers.audio_utils import mel_filter_bank


class LogMel(nn.Module):
    """Waveform [B, S] -> log-mel [B, num_mels, S / hop], roughly zero mean and unit variance for music and effects."""

    def __init__(self, rate_hz: int, fft: int, hop: int, num_mels: int) -> None:
        super().__init__()
        self.fft, self.hop = fft, hop
        bank = mel_filter_bank(fft // 2 + 1, num_mels, 0.0, rate_hz / 2, rate_hz, norm="slaney", mel_scale="slaney")
        self.register_buffer("bank", torch.from_numpy(bank).float(), persistent=False)
        self.register_buffer("window", torch.hann_window(fft), persistent=False)

    def logarithms(self, wave: Tensor) -> Tensor:
        """Natural logarithms of the magnitudes of bands, -11.5 (1e-5) at least; as in Tacotron 2 (Shen et al. 2018)."""
        spectrum = torch.stft(wave.float(), self.fft, self.hop, window=self.window, return_complex=True)
        mel = (spectrum.abs()[..., :-1].transpose(1, 2) @ self.bank).transpose(1, 2)
        return mel.clamp(min=1e-5).log()

    def forward(self, wave: Tensor) -> Tensor:
        return (self.logarithms(wave) + 6) / 3


class ConvNextBlock(nn.Module):
    """Depthwise convolution over time, then a pointwise MLP with layer scale (Liu et al. 2022). [B, T, W] kept."""

    def __init__(self, width: int, kernel: int = 7) -> None:
        super().__init__()
        self.depthwise = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.norm = nn.LayerNorm(width)
        self.expand, self.contract = nn.Linear(width, 3 * width), nn.Linear(3 * width, width)
        self.scale = nn.Parameter(torch.full((width,), 0.1))

    def forward(self, x: Tensor) -> Tensor:
        h = self.norm(self.depthwise(x.transpose(1, 2)).transpose(1, 2))
        return x + self.scale * self.contract(F.gelu(self.expand(h), approximate="tanh"))


def _stack(channels_in: int, width: int, blocks: int, channels_out: int) -> nn.Sequential:
    """[B, T, channels_in] -> [B, T, channels_out]."""
    inner = [ConvNextBlock(width) for _ in range(blocks)]
    return nn.Sequential(nn.Linear(channels_in, width), *inner, nn.LayerNorm(width), nn.Linear(width, channels_out))


class SoundCodec(ModelMixin, ConfigMixin):
    """Args: rate_hz; fft and hop of the spectrum; num_mels; width and block counts; latent_channels C; frames_together:
    spectrum frames per latent frame.
    """

    @register_to_config
    def __init__(
        self,
        rate_hz: int = 16_000,
        fft: int = 1024,
        hop: int = 256,
        num_mels: int = 80,
        width: int = 256,
        encoder_blocks: int = 4,
        decoder_blocks: int = 4,
        latent_channels: int = 32,
        frames_together: int = 4,
    ) -> None:
        super().__init__()
        self.mel = LogMel(rate_hz, fft, hop, num_mels)
        group = num_mels * frames_together
        self.encoder = _stack(group, width, encoder_blocks, latent_channels)
        # Unit variance per channel is what the flow's noise schedule assumes; running statistics keep it so.
        self.latent_norm = nn.BatchNorm1d(latent_channels, affine=False, momentum=0.02)
        self.decoder = _stack(latent_channels, width, decoder_blocks, group)
        self.register_buffer("window", torch.hann_window(fft), persistent=False)

    @property
    def samples_per_latent(self) -> int:
        return self.config.hop * self.config.frames_together

    def encode_mel(self, mel: Tensor) -> Tensor:
        """mel [B, num_mels, T] -> latents [B, C, T / together]."""
        grouped = mel.transpose(1, 2).reshape(len(mel), -1, mel.shape[1] * self.config.frames_together)
        return self.latent_norm(self.encoder(grouped.to(self.dtype)).transpose(1, 2).float())

    def decode_mel(self, latents: Tensor) -> Tensor:
        """latents [B, C, N] -> mel [B, num_mels, N * together]."""
        grouped = self.decoder(latents.transpose(1, 2).to(self.dtype)).float()
        return grouped.unflatten(-1, (self.config.frames_together, -1)).flatten(1, 2).transpose(1, 2)

    def vocode(self, mel: Tensor, num_iterations: int = 16, momentum: float = 0.99) -> Tensor:
        """mel [B, num_mels, T] -> wave [B, T * hop], not yet clipped: magnitudes by the bank's pseudo-inverse and a few
        multiplicative corrections, then phases by fast Griffin-Lim from fixed random phases (so a mel gives one wave).
        """
        config, bank = self.config, self.mel.bank
        target = (mel.float() * 3 - 6).exp().transpose(1, 2)  # undoes LogMel's scaling
        magnitude = (target @ torch.linalg.pinv(bank)).clamp(min=1e-6)
        for _ in range(8):  # keeps magnitudes non-negative while their mel approaches the target
            ratio = target / (magnitude @ bank).clamp(min=1e-6)
            magnitude = magnitude * (ratio @ bank.T) / bank.sum(1).clamp(min=1e-6)
        magnitude = F.pad(magnitude.transpose(1, 2), (0, 1))  # a centred transform of S samples has one frame more
        length = mel.shape[-1] * config.hop
        phases = torch.rand(magnitude.shape, generator=torch.Generator().manual_seed(0)).to(magnitude) * 2 * torch.pi
        angles, previous = torch.polar(torch.ones_like(magnitude), phases), torch.zeros_like(magnitude)
        for _ in range(num_iterations):
            wave = torch.istft(magnitude * angles, config.fft, config.hop, window=self.window, length=length)
            rebuilt = torch.stft(wave, config.fft, config.hop, window=self.window, return_complex=True)
            angles = rebuilt - momentum / (1 + momentum) * previous
            angles, previous = angles / angles.abs().clamp(min=1e-8), rebuilt
        return torch.istft(magnitude * angles, config.fft, config.hop, window=self.window, length=length)

    def encode(self, wave: Tensor) -> Tensor:
        """wave [B, S] in [-1, 1], S a multiple of hop * frames_together -> latents [B, C, S / (hop * together)]."""
        return self.encode_mel(self.mel(wave))

    def decode(self, latents: Tensor) -> Tensor:
        """latents [B, C, N] -> wave [B, N * hop * together], not yet clipped."""
        return self.vocode(self.decode_mel(latents))
