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
FLOOR = 1e-4
"""Magnitudes below it are all alike: about 115 dB below a full-scale tone."""


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
        total = total + _convergence(a, b) + F.l1_loss(a.clamp(min=FLOOR).log(), b.clamp(min=FLOOR).log())
    return total / len(RESOLUTIONS)


def _convergence(made: Tensor, real: Tensor) -> Tensor:
    # A silent crop has no scale of its own: the floor keeps it from outweighing the rest.
    return ((made - real).norm(dim=(1, 2)) / real.norm(dim=(1, 2)).clamp(min=1.0)).mean()


def magnitude_distance(made: Tensor, wave: Tensor, codec: SoundCodec) -> Tensor:
    """Of logarithms of magnitudes [B, bins, T] from a wave [B, S]: L1 of logarithms and spectral convergence, and half
    the distance at other resolutions of the wave that has these magnitudes and the true phases."""
    real = codec.mel.transform(wave)
    made, wanted = made.exp(), real[..., :-1].abs()
    apart = F.l1_loss(made.clamp(min=FLOOR).log(), wanted.clamp(min=FLOOR).log())
    with_phases = F.pad(made, (0, 1)) * real / real.abs().clamp(min=1e-8)
    return apart + _convergence(made, wanted) + 0.5 * spectral_distance(codec.inverse(with_phases), wave)


class SoundCodecTask:
    """Random crops through few noisy latents to magnitudes. Of two crops the louder one is taken: much of a sound is
    silence, and that is soon learned."""

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
        starts = ("decoder.", "detail.") if self.keep_latents else ""
        return {n: p for n, p in self.model.named_parameters() if n.startswith(starts)}

    def _crops(self, generator: torch.Generator) -> Tensor:
        rows = torch.randint(len(self.sounds), (self.batch_size,), generator=generator).tolist()
        starts = torch.randint(self.sounds.shape[1] - self.crop + 1, (self.batch_size,), generator=generator).tolist()
        wave = to_wave(np.stack([self.sounds[r, s : s + self.crop] for r, s in zip(rows, starts, strict=True)]))
        return wave * (0.4 + 0.6 * torch.rand(len(wave), 1, generator=generator))

    def _batch(self, generator: torch.Generator) -> Tensor:
        wave, other = self._crops(generator), self._crops(generator)
        return torch.where(wave.square().mean(1, keepdim=True) > other.square().mean(1, keepdim=True), wave, other)

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        self.model.train(not self.keep_latents)  # the latents' running statistics are theirs too
        wave = self._batch(generator)
        with mixed(wave.device):
            latents = self.model.encode(wave)
            # The decoder must forgive a flow model's small errors.
            noise = self.latent_noise * torch.randn(latents.shape, generator=generator)
            made = self.model.spectrum(latents + noise)
        distance = magnitude_distance(made, wave, self.model)
        return distance, {"distance": float(distance.detach())}

    def validate(self) -> dict[str, float]:
        """The spectral distance of the whole way to a waveform, next to that of Griffin-Lim from the real log-mel."""
        self.model.eval()
        wave, model = to_wave(self.held[:64]), self.model
        with torch.no_grad():
            return {
                "stft": float(spectral_distance(model.decode(model.encode(wave)), wave)),
                "stft_real_mel": float(spectral_distance(model.vocode(model.mel.magnitudes(model.mel(wave))), wave)),
            }

    def sample(self, folder: Path, step: int) -> None:
        """Spectrograms of eight held-out sounds: real, from their latents, and of the made waveform."""
        from PIL import Image as PILImage

        folder.mkdir(parents=True, exist_ok=True)
        self.model.eval()
        wave = to_wave(self.held[: 64 : 64 // 8])
        with torch.no_grad():
            coded = self.model.spectrum(self.model.encode(wave))
            made = self.model.vocode(coded.exp()).clamp(-1, 1)
            real, again = (
                self.model.mel.transform(each)[..., :-1].abs().clamp(min=FLOOR).log() for each in (wave, made)
            )
        for number in range(2):
            save_media(Audio(made[number].numpy(), self.model.config.rate_hz), folder / f"{step:07d}-{number}.wav")
        sheet = torch.cat([torch.cat(list(m[:, ::2].flip(1)), dim=1) for m in (real, coded, again)], dim=0)
        PILImage.fromarray(sheet.add(8).mul(18).clamp(0, 255).byte().numpy()).save(folder / f"{step:07d}.png")
