"""Training task of the sound codec: waveform in, the same sound out, judged on spectra of several resolutions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.decoders.sound_codec import SoundCodec
from nextgpt_core.media import Audio
from nextgpt_core.media_files import save_media

RESOLUTIONS = (2048, 1024, 512, 256)


def to_wave(batch: np.ndarray) -> Tensor:
    """int16 [B, S] -> float32 in [-1, 1]."""
    return torch.from_numpy(np.ascontiguousarray(batch)).float().div_(32768)


def spectral_distance(made: Tensor, real: Tensor) -> Tensor:
    """Multi-resolution STFT distance (Yamamoto et al. 2020): spectral convergence plus L1 of log magnitudes,
    averaged over resolutions with hop = fft / 4. Waves [B, S]."""
    total = made.new_zeros(())
    for fft in RESOLUTIONS:
        window = torch.hann_window(fft, device=made.device)
        a, b = (torch.stft(w, fft, fft // 4, window=window, return_complex=True).abs() for w in (made, real))
        # A silent crop has no scale of its own: the floor keeps it from outweighing the rest.
        convergence = (a - b).norm(dim=(1, 2)) / b.norm(dim=(1, 2)).clamp(min=1.0)
        total = total + convergence.mean() + F.l1_loss(a.clamp(min=1e-4).log(), b.clamp(min=1e-4).log())
    return total / len(RESOLUTIONS)


def tonal_distance(made: Tensor, real: Tensor) -> Tensor:
    """Log-mels [B, num_mels, T]: L1 + L2 weighted by loudness, plus L1 of each band against those around it."""

    def fine(mel: Tensor) -> Tensor:
        bands = mel.transpose(1, 2)
        return (bands - F.avg_pool1d(bands, 7, 1, 3, count_include_pad=False)).transpose(1, 2)

    weight = (real + 2).clamp(min=0.2)  # LogMel has silence at -1.8 and full scale near 2
    weight = weight / weight.mean()
    off = made - real
    return (weight * (off.abs() + off.square() + (fine(made) - fine(real)).abs())).mean()


class SoundCodecTask:
    """Log-mel of random crops through few noisy latents, L1 + L2.

    The decoder alone learns to be exact where something sounds: of two crops the louder one is taken, what is loud
    weighs more, and how a band differs from its neighbours counts once more. That is where the harmonics of low notes
    lie: a smooth spectrum has the right loudness and no pitch.
    """

    def __init__(
        self,
        model: SoundCodec,
        sounds: np.ndarray,
        held: np.ndarray,
        batch_size: int = 16,
        crop_latents: int = 20,
        latent_noise: float = 0.1,
        keep_latents: bool = False,
    ) -> None:
        """sounds, held: int16 [N, S] at the codec's rate. `keep_latents` trains the decoder alone."""
        self.model, self.sounds, self.held, self.keep_latents = model, sounds, held, keep_latents
        if keep_latents:
            model.requires_grad_(False)
        self.batch_size, self.latent_noise = batch_size, latent_noise
        self.crop = crop_latents * model.samples_per_latent

    def trainable(self) -> dict[str, nn.Parameter]:
        starts = "decoder." if self.keep_latents else ""
        return {n: p for n, p in self.model.named_parameters() if n.startswith(starts)}

    def _crops(self, generator: torch.Generator) -> Tensor:
        rows = torch.randint(len(self.sounds), (self.batch_size,), generator=generator).tolist()
        starts = torch.randint(self.sounds.shape[1] - self.crop + 1, (self.batch_size,), generator=generator).tolist()
        wave = to_wave(np.stack([self.sounds[r, s : s + self.crop] for r, s in zip(rows, starts, strict=True)]))
        return wave * (0.4 + 0.6 * torch.rand(len(wave), 1, generator=generator))

    def _batch(self, generator: torch.Generator) -> Tensor:
        wave = self._crops(generator)
        if not self.keep_latents:
            return wave
        other = self._crops(generator)
        return torch.where(wave.square().mean(1, keepdim=True) > other.square().mean(1, keepdim=True), wave, other)

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        self.model.train(not self.keep_latents)  # the latents' running statistics are theirs too
        wave = self._batch(generator)
        with torch.no_grad():
            mel = self.model.mel(wave)
        with mixed(wave.device):
            latents = self.model.encode_mel(mel)
            # The decoder must forgive a flow model's small errors.
            made = self.model.decode_mel(latents + self.latent_noise * torch.randn(latents.shape, generator=generator))
        if self.keep_latents:
            return tonal_distance(made, mel), {"mel_l1": float(F.l1_loss(made.detach(), mel))}
        l1 = F.l1_loss(made, mel)
        return l1 + F.mse_loss(made, mel), {"mel_l1": float(l1.detach())}

    def validate(self) -> dict[str, float]:
        """mel_l1 of the coded spectrogram, and the spectral distance of the whole way to a waveform, next to that of
        the waveform rebuilt from the real spectrogram."""
        self.model.eval()
        wave = to_wave(self.held[:64])
        with torch.no_grad():
            mel = self.model.mel(wave)
            made = self.model.decode_mel(self.model.encode_mel(mel))
            return {
                "mel_l1": float(F.l1_loss(made, mel)),
                "stft": float(spectral_distance(self.model.vocode(made[:16]), wave[:16])),
                "stft_real_mel": float(spectral_distance(self.model.vocode(mel[:16]), wave[:16])),
            }

    def sample(self, folder: Path, step: int) -> None:
        """Spectrograms of eight held-out sounds: real, from their latents, and of the made waveform."""
        from PIL import Image as PILImage

        folder.mkdir(parents=True, exist_ok=True)
        self.model.eval()
        wave = to_wave(self.held[: 64 : 64 // 8])
        with torch.no_grad():
            mel = self.model.mel(wave)
            coded = self.model.decode_mel(self.model.encode_mel(mel))
            made = self.model.vocode(coded).clamp(-1, 1)
            sheets = [mel, coded, self.model.mel(made)]
        for number in range(2):
            save_media(Audio(made[number].numpy(), self.model.config.rate_hz), folder / f"{step:07d}-{number}.wav")
        sheet = torch.cat([torch.cat(list(m.flip(1)), dim=1) for m in sheets], dim=0)
        PILImage.fromarray(sheet.add(2).mul(60).clamp(0, 255).byte().numpy()).save(folder / f"{step:07d}.png")
