"""Random changes to painted pictures, so that a head trained on three drawing styles reads a fourth.

Knows pixels only. A change of colours is reported, because words for colours are then no longer true.
"""

from __future__ import annotations

import io
import random

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps


def texture(rng: random.Random, size_px: int) -> np.ndarray:
    """uint8 [size_px, size_px, 3]: smooth-to-rough random colour noise, as a stand-in for unknown backgrounds."""
    noise = np.random.default_rng(rng.getrandbits(32))
    base = np.array([rng.randint(0, 255) for _ in range(3)], np.float32)
    picture = np.broadcast_to(base, (size_px, size_px, 3)).astype(np.float32)
    for _ in range(rng.randint(1, 3)):
        cells = rng.choice((2, 3, 5, 9, 20, 60))
        grid = noise.normal(0, rng.uniform(8, 60), (cells, cells, 3 if rng.random() < 0.6 else 1))
        grid = np.clip(np.broadcast_to(grid, (cells, cells, 3)) + 128, 0, 255).astype(np.uint8)
        layer = Image.fromarray(grid).resize(
            (size_px, size_px), rng.choice((Image.BILINEAR, Image.NEAREST, Image.BICUBIC))
        )
        picture = picture + np.asarray(layer, np.float32) - 128
    return np.clip(picture, 0, 255).astype(np.uint8)


def outlined(rgba: np.ndarray, width: int) -> np.ndarray:
    """A cut-out (uint8 [h, w, 4], straight alpha) with a dark line of `width` pixels around it and along its edges."""
    alpha = Image.fromarray(rgba[..., 3])
    grown = np.asarray(alpha.filter(ImageFilter.MaxFilter(2 * width + 1)))
    gray = (
        Image.fromarray(rgba[..., :3]).convert("L").filter(ImageFilter.GaussianBlur(1.5)).filter(ImageFilter.FIND_EDGES)
    )
    inner = np.asarray(gray.filter(ImageFilter.MaxFilter(3)), np.float32)[..., None] / 255
    ink = np.clip(inner * 6 - 0.6, 0, 1)
    inside = (rgba[..., 3:] / 255.0) * (1 - ink)
    return np.concatenate([(rgba[..., :3] * inside).astype(np.uint8), np.maximum(grown, rgba[..., 3])[..., None]], -1)


def flattened(rgba: np.ndarray, num_colours: int) -> np.ndarray:
    """The same cut-out with its shading reduced to `num_colours` tones, as flat drawings have."""
    rgb = Image.fromarray(rgba[..., :3]).filter(ImageFilter.GaussianBlur(2)).quantize(num_colours).convert("RGB")
    return np.concatenate([np.asarray(rgb), rgba[..., 3:]], -1)


def turned(rgba: np.ndarray, rng: random.Random) -> np.ndarray:
    """A slightly rotated and stretched cut-out of the same size."""
    height, width = rgba.shape[:2]
    image = Image.fromarray(rgba, "RGBA").rotate(rng.uniform(-14, 14), Image.BILINEAR)
    across, down = rng.uniform(0.82, 1.0), rng.uniform(0.82, 1.0)
    small = image.resize((round(width * across), round(height * down)), Image.BILINEAR)
    canvas = Image.new("RGBA", (width, height))
    canvas.paste(small, ((width - small.width) // 2, (height - small.height) // 2))
    return np.asarray(canvas)


def changed_cutout(rgba: np.ndarray, rng: random.Random) -> np.ndarray:
    """Random drawing-style changes of a cut-out, uint8 [h, w, 4] in and out; about a third stays as it was."""
    if rng.random() < 0.4:
        rgba = turned(rgba, rng)
    if rng.random() < 0.25:
        rgba = flattened(rgba, rng.randint(4, 12))
    if rng.random() < 0.3:
        rgba = outlined(rgba, rng.randint(1, 3))
    return rgba


def changed(pixels: np.ndarray, rng: random.Random, strength: float = 1.0) -> tuple[np.ndarray, bool]:
    """Random camera, print and file changes of uint8 [S, S, 3]; second: True while colour words are still true."""
    image, true_colours = Image.fromarray(pixels), True
    if rng.random() < 0.22 * strength:
        true_colours = False
        if rng.random() < 0.45:
            image = ImageOps.grayscale(image).convert("RGB")
        else:
            hue, saturation, value = image.convert("HSV").split()
            shift = rng.randint(-40, 40)
            hue = hue.point([(v + shift) % 256 for v in range(256)])
            image = Image.merge("HSV", (hue, saturation, value)).convert("RGB")
    if rng.random() < 0.5 * strength:
        image = ImageEnhance.Contrast(image).enhance(rng.uniform(0.6, 1.4))
        image = ImageEnhance.Color(image).enhance(rng.uniform(0.5, 1.6))
        image = ImageEnhance.Brightness(image).enhance(rng.uniform(0.75, 1.2))
    if rng.random() < 0.08 * strength:
        image = ImageOps.posterize(image, rng.randint(2, 4))
    draw = rng.random()
    if draw < 0.15 * strength:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 2.2)))
    elif draw < 0.3 * strength:
        small = rng.randint(40, 100)
        image = image.resize((small, small), Image.BILINEAR).resize(
            image.size, rng.choice((Image.BILINEAR, Image.BICUBIC))
        )
    elif draw < 0.4 * strength:
        image = image.filter(ImageFilter.SHARPEN)
    pixels = np.asarray(image)
    if rng.random() < 0.2 * strength:
        noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(3, 18), pixels.shape)
        pixels = np.clip(pixels + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.25 * strength:
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, "JPEG", quality=rng.randint(20, 80))
        pixels = np.asarray(Image.open(buffer).convert("RGB"))
    return pixels, true_colours
