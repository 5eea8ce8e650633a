"""Sounds to few latent frames and back: mono waveform -> log-mel <-> C x N latents, log-mel -> magnitudes -> waveform.

Mel bands are read and written by a small trained network, and all bins of the spectrum are found from them; a second
network knows what harmonics look like that the bands have blurred. Phases are found by the fast Griffin-Lim algorithm
(Perraudin et al. 2013), which needs no training. Knows nothing of text or diffusion.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import Tensor, nn
from transformers.audio_utils import mel_filter_bank

LOG_RANGE = (-12.0, 8.0)
"""Of magnitudes: from silence to more than a full-scale tone has."""


def _in_32_bits(tensor: Tensor) -> torch.autocast:
    """Bands and bins differ by orders of magnitude: products of them do not bear less."""
    return torch.autocast(tensor.device.type, enabled=False)


class LogMel(nn.Module):
    """Waveform [B, S] -> log-mel [B, num_mels, S / hop], roughly zero mean and unit variance for music and effects."""

    def __init__(self, rate_hz: int, fft: int, hop: int, num_mels: int) -> None:
        super().__init__()
        self.fft, self.hop = fft, hop
        bank = mel_filter_bank(fft // 2 + 1, num_mels, 0.0, rate_hz / 2, rate_hz, norm="slaney", mel_scale="slaney")
        self.register_buffer("bank", torch.from_numpy(bank).float(), persistent=False)
        self.register_buffer("window", torch.hann_window(fft), persistent=False)

    def transform(self, wave: Tensor) -> Tensor:
        """Wave [B, S] -> complex spectrum [B, fft / 2 + 1, S / hop + 1]."""
        return torch.stft(wave.float(), self.fft, self.hop, window=self.window, return_complex=True)

    def logarithms(self, wave: Tensor) -> Tensor:
        """Natural logarithms of the magnitudes of bands, -11.5 (1e-5) at least; as in Tacotron 2 (Shen et al. 2018)."""
        with _in_32_bits(wave):
            mel = (self.transform(wave).abs()[..., :-1].transpose(1, 2) @ self.bank).transpose(1, 2)
        return mel.clamp(min=1e-5).log()

    def forward(self, wave: Tensor) -> Tensor:
        return (self.logarithms(wave) + 6) / 3

    def magnitudes(self, mel: Tensor) -> Tensor:
        """Back from `forward` to all bins, as well as bands tell them: [B, num_mels, T] -> [B, fft / 2 + 1, T], by the
        bank's pseudo-inverse and a few multiplicative corrections."""
        target = (mel.float() * 3 - 6).exp().transpose(1, 2)
        with _in_32_bits(mel):
            found = (target @ torch.linalg.pinv(self.bank)).clamp(min=1e-6)
            for _ in range(8):  # keeps magnitudes non-negative while their mel approaches the target
                ratio = target / (found @ self.bank).clamp(min=1e-6)
                found = found * (ratio @ self.bank.T) / self.bank.sum(1).clamp(min=1e-6)
        return found.transpose(1, 2)


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


def _blocks(width: int, count: int) -> list[nn.Module]:
    """[B, T, width] kept."""
    return [*(ConvNextBlock(width) for _ in range(count)), nn.LayerNorm(width)]


def _stack(channels_in: int, width: int, blocks: int, channels_out: int) -> nn.Sequential:
    """[B, T, channels_in] -> [B, T, channels_out]."""
    return nn.Sequential(nn.Linear(channels_in, width), *_blocks(width, blocks), nn.Linear(width, channels_out))


class Detail(nn.Module):
    """States of latent frames [B, N, W] -> what bands cannot tell, added to logarithms of magnitudes [B, bins,
    N * together]; nothing to begin with."""

    def __init__(self, width: int, fine_width: int, blocks: int, bins: int, together: int) -> None:
        super().__init__()
        self.together = together
        self.up = nn.Linear(width, fine_width * together)
        self.blocks = nn.Sequential(*_blocks(fine_width, blocks))
        self.out = nn.Linear(fine_width, bins)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, states: Tensor) -> Tensor:
        return self.out(self.blocks(_apart(self.up(states), self.together))).transpose(1, 2)


def _apart(grouped: Tensor, together: int) -> Tensor:
    """[B, N, together * W] -> [B, N * together, W]."""
    return grouped.unflatten(-1, (together, -1)).flatten(1, 2)


class SoundCodec(ModelMixin, ConfigMixin):
    """Args: rate_hz; fft and hop of the spectrum; num_mels; width and block counts; latent_channels C; frames_together:
    spectrum frames per latent frame; fine_width and fine_blocks of Detail.
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
        fine_width: int = 256,
        fine_blocks: int = 3,
    ) -> None:
        super().__init__()
        self.mel = LogMel(rate_hz, fft, hop, num_mels)
        group = num_mels * frames_together
        self.encoder = _stack(group, width, encoder_blocks, latent_channels)
        # Unit variance per channel is what the flow's noise schedule assumes; running statistics keep it so.
        self.latent_norm = nn.BatchNorm1d(latent_channels, affine=False, momentum=0.02)
        self.decoder = _stack(latent_channels, width, decoder_blocks, group)
        self.detail = Detail(width, fine_width, fine_blocks, fft // 2 + 1, frames_together)

    @property
    def samples_per_latent(self) -> int:
        return self.config.hop * self.config.frames_together

    def encode(self, wave: Tensor) -> Tensor:
        """wave [B, S] in [-1, 1], S a multiple of hop * frames_together -> latents [B, C, S / (hop * together)]."""
        mel = self.mel(wave)
        grouped = mel.transpose(1, 2).reshape(len(mel), -1, mel.shape[1] * self.config.frames_together)
        return self.latent_norm(self.encoder(grouped.to(self.dtype)).transpose(1, 2).float())

    def spectrum(self, latents: Tensor) -> Tensor:
        """latents [B, C, N] -> natural logarithms of magnitudes [B, fft / 2 + 1, N * together]."""
        states = self.decoder[:-1](latents.transpose(1, 2).to(self.dtype))
        mel = _apart(self.decoder[-1](states), self.config.frames_together).transpose(1, 2)
        blurred = self.mel.magnitudes(mel).clamp(min=1e-5).log()
        return (blurred + self.detail(states).float()).clamp(*LOG_RANGE)

    def inverse(self, spectrum: Tensor) -> Tensor:
        """The wave [B, S] that fits a complex spectrum best."""
        config, length = self.config, (spectrum.shape[-1] - 1) * self.config.hop
        return torch.istft(spectrum, config.fft, config.hop, window=self.mel.window, length=length)

    def vocode(self, magnitudes: Tensor, num_iterations: int = 16, momentum: float = 0.99) -> Tensor:
        """magnitudes [B, fft / 2 + 1, T] -> wave [B, T * hop], not yet clipped, with phases by fast Griffin-Lim from
        fixed random ones (so a spectrum gives one wave)."""
        magnitudes = F.pad(magnitudes, (0, 1))  # a centred transform of S samples has one frame more
        phases = torch.rand(magnitudes.shape, generator=torch.Generator().manual_seed(0)).to(magnitudes) * 2 * torch.pi
        angles, previous = torch.polar(torch.ones_like(magnitudes), phases), torch.zeros_like(magnitudes)
        for _ in range(num_iterations):
            rebuilt = self.mel.transform(self.inverse(magnitudes * angles))
            angles = rebuilt - momentum / (1 + momentum) * previous
            angles, previous = angles / angles.abs().clamp(min=1e-8), rebuilt
        return self.inverse(magnitudes * angles)

    def decode(self, latents: Tensor, *hasty: int) -> Tensor:
        """latents [B, C, N] -> wave [B, N * hop * together], not yet clipped; `hasty`: a number of iterations for the
        phases."""
        return self.vocode(self.spectrum(latents).exp(), *hasty)
