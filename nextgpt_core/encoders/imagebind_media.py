"""How ImageBind wants its media: pictures and frames of 224 px, clips of two seconds, Kaldi's log-mel filter bank.

Follows Girdhar et al. 2023, appendix B, and the released preprocessing: a picture is one centre crop; a clip is five
stretches of 2 s with two frames each, in three crops; a sound is three stretches of 2 s, 128 bands by 204 frames. Only
Pillow, numpy and torch. Knows media values; no network.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import PIL.Image
import torch
import torch.nn.functional as F
from torch import Tensor

from nextgpt_core.media import Audio, Image, Video

SIZE_PX = 224
PIXEL_MEAN, PIXEL_STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
STRETCH_S = 2
CLIP_STRETCHES, CLIP_FRAMES, CLIP_CROPS = 5, 2, 3
SOUND_STRETCHES, RATE_HZ, NUM_BANDS, NUM_MEL_FRAMES = 3, 16_000, 128, 204
MEL_MEAN, MEL_STD = -4.268, 9.138
WINDOW, HOP, FFT_SIZE, LOWEST_HZ, PRE_EMPHASIS = 400, 160, 512, 20.0, 0.97


def _normalised(pixels: Tensor) -> Tensor:
    """[..., 3, H, W] in 0..1 -> zero mean, unit deviation over CLIP's pictures."""
    return (pixels - torch.tensor(PIXEL_MEAN)[:, None, None]) / torch.tensor(PIXEL_STD)[:, None, None]


def picture_pixels(part: Image, size_px: int = SIZE_PX) -> Tensor:
    """One picture -> float32 [1, 1, 3, S, S]: shorter side to S (bicubic), centre crop."""
    picture = PIL.Image.fromarray(part.pixels)
    width, height = picture.size
    short = min(width, height)
    picture = picture.resize((size_px * width // short, size_px * height // short), PIL.Image.Resampling.BICUBIC)
    left, top = (round((side - size_px) / 2.0) for side in picture.size)
    picture = picture.crop((left, top, left + size_px, top + size_px))
    return _normalised(torch.from_numpy(np.array(picture)).permute(2, 0, 1).float() / 255)[None, None]


def stretch_starts_s(duration_s: float, count: int) -> list[float]:
    """Where `count` stretches of 2 s begin: i / count of the way to the last possible start, so never the very end."""
    room = max(duration_s - STRETCH_S, 0)
    return [room / count * i for i in range(count)]


def clip_pixels(part: Video, size_px: int = SIZE_PX) -> Tensor:
    """One clip -> float32 [15, 2, 3, S, S]: five stretches, two frames of each (first and last), three crops."""
    frames, fps = part.frames, part.fps
    pieces: list[Tensor] = []
    for start_s in stretch_starts_s(part.duration_s, CLIP_STRETCHES):
        first = min(math.ceil(fps * start_s), len(frames) - 1)
        last = max(first, min(math.ceil(fps * (start_s + STRETCH_S)), len(frames)) - 1)
        numbers = torch.linspace(0, last - first, CLIP_FRAMES).long() + first
        pixels = torch.from_numpy(frames[numbers.numpy()]).permute(0, 3, 1, 2).float() / 255
        pieces += _crops(_normalised(_short_side_scaled(pixels, size_px)), size_px)
    return torch.stack(pieces)


def _short_side_scaled(pixels: Tensor, size_px: int) -> Tensor:
    """[T, 3, H, W] -> shorter side `size_px`, bilinear without antialiasing, as the model was trained."""
    height, width = pixels.shape[-2:]
    if width < height:
        size = (math.floor(height / width * size_px), size_px)
    else:
        size = (size_px, math.floor(width / height * size_px))
    return F.interpolate(pixels, size=size, mode="bilinear", align_corners=False)


def _crops(pixels: Tensor, size_px: int) -> list[Tensor]:
    """[T, 3, H, W] -> three squares along the longer side: its beginning, middle and end."""
    height, width = pixels.shape[-2:]
    tall = height > width
    room = (height if tall else width) - size_px
    across = math.ceil(((width if tall else height) - size_px) / 2)
    offsets = (0, math.ceil(room / 2), room)
    corners = [(along, across) if tall else (across, along) for along in offsets]
    return [pixels[..., top : top + size_px, left : left + size_px] for top, left in corners]


def sound_mels(part: Audio) -> Tensor:
    """One sound -> float32 [3, 1, 128, 204], normalised; a short sound is heard three times, padded with zeros."""
    samples = torch.from_numpy(part.samples)
    if part.rate_hz != RATE_HZ:
        samples = _resampled(samples, part.rate_hz)
    mels: list[Tensor] = []
    for start_s in stretch_starts_s(len(samples) / RATE_HZ, SOUND_STRETCHES):
        stretch = samples[int(start_s * RATE_HZ) : int((start_s + STRETCH_S) * RATE_HZ)]
        stretch = F.pad(stretch, (0, max(0, WINDOW - len(stretch))))  # at least one frame
        bands = log_mel_bands(stretch - stretch.mean()).T[:, :NUM_MEL_FRAMES]
        mels.append(F.pad(bands, (0, NUM_MEL_FRAMES - bands.shape[1])))
    return ((torch.stack(mels) - MEL_MEAN) / MEL_STD)[:, None]


def _resampled(samples: Tensor, rate_hz: int) -> Tensor:
    """[N] at `rate_hz` -> 16 kHz over the same time, by cutting or extending the spectrum."""
    length = max(1, round(len(samples) * RATE_HZ / rate_hz))
    spectrum, wanted = torch.fft.rfft(samples), length // 2 + 1
    spectrum = F.pad(spectrum[:wanted], (0, max(0, wanted - len(spectrum))))
    return torch.fft.irfft(spectrum, length) * (length / len(samples))


def log_mel_bands(samples: Tensor) -> Tensor:
    """float32 [N] at 16 kHz, N at least 400 -> natural log of mel band powers [T, 128], as Kaldi's fbank computes them
    with a Hann window and no dither: windows of 25 ms every 10 ms that lie wholly inside, mean removed, pre-emphasis.
    """
    frames = samples.unfold(0, WINDOW, HOP)
    frames = frames - frames.mean(1, keepdim=True)
    before = torch.cat([frames[:, :1], frames[:, :-1]], 1)
    frames = (frames - PRE_EMPHASIS * before) * torch.hann_window(WINDOW, periodic=False)
    power = torch.fft.rfft(frames, FFT_SIZE).abs().square()[:, :-1]  # Kaldi leaves out the highest bin
    return (power @ _mel_matrix().T).clamp(min=torch.finfo(torch.float32).eps).log()


@cache
def _mel_matrix() -> Tensor:
    """Triangles in mel (1127 ln(1 + hz / 700)), evenly spaced from 20 Hz to 8 kHz: [128, 256]."""

    def mel(hz: Tensor) -> Tensor:
        return 1127.0 * (1.0 + hz / 700.0).log()

    low, high = mel(torch.tensor([LOWEST_HZ, RATE_HZ / 2], dtype=torch.float64))
    corners = low + (high - low) / (NUM_BANDS + 1) * torch.arange(NUM_BANDS + 2)
    bins = mel(torch.arange(FFT_SIZE // 2, dtype=torch.float64) * RATE_HZ / FFT_SIZE)
    step = (high - low) / (NUM_BANDS + 1)
    rising, falling = (bins - corners[:-2, None]) / step, (corners[2:, None] - bins) / step
    return torch.minimum(rising, falling).clamp(min=0).float()
