"""Sheets that let a person judge samples at a glance: pictures side by side, film strips, spectrograms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image as PILImage

from nextgpt_core.decoders.sound_codec import LogMel
from nextgpt_core.media import Audio, Image, Modality, Part, Video
from nextgpt_core.media_files import save_media


def grid(pictures: list[np.ndarray], columns: int) -> np.ndarray:
    """uint8 [H, W, 3] pictures of one size -> one sheet, row by row; the last row is filled with white."""
    blank = np.full_like(pictures[0], 255)
    padded = pictures + [blank] * (-len(pictures) % columns)
    rows = [np.concatenate(padded[i : i + columns], axis=1) for i in range(0, len(padded), columns)]
    return np.concatenate(rows, axis=0)


def spectrogram(sound: Audio) -> np.ndarray:
    """uint8 [80, T, 3], low frequencies at the bottom."""
    mel = LogMel(sound.rate_hz, 1024, 256, 80)(torch.from_numpy(sound.samples)[None])[0]
    gray = mel.flip(0).add(2).mul(60).clamp(0, 255).byte().numpy()
    return np.repeat(gray[..., None], 3, axis=2)


def image_sheet(parts: list[Image]) -> np.ndarray:
    return grid([p.pixels for p in parts], columns=8)


def video_sheet(parts: list[Video]) -> np.ndarray:
    return grid([np.concatenate(list(p.frames[:: len(p.frames) // 8]), axis=1) for p in parts], columns=1)


def audio_sheet(parts: list[Audio]) -> np.ndarray:
    return grid([np.pad(spectrogram(p), ((2, 2), (2, 2), (0, 0)), constant_values=255) for p in parts], columns=4)


SHEETS = {Modality.IMAGE: image_sheet, Modality.AUDIO: audio_sheet, Modality.VIDEO: video_sheet}


def write_sheet(parts: list[Part], captions: list[str], path: Path) -> None:
    """Writes path.png and path.txt (captions); for sounds and clips also the first few as playable files."""
    modality = parts[0].modality
    PILImage.fromarray(SHEETS[modality](parts)).save(path.with_suffix(".png"))
    path.with_suffix(".txt").write_text("\n".join(captions) + "\n", encoding="utf-8")
    if modality is not Modality.IMAGE:
        suffix = ".wav" if modality is Modality.AUDIO else ".mp4"
        for number, part in enumerate(parts[:4]):
            save_media(part, path.with_name(f"{path.name}-{number}{suffix}"))
