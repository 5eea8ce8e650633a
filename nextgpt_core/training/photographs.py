"""Crops and collages of a few real photographs, for teaching what a photograph looks like (not what it shows).

Only photographs that are in the public domain or under a permissive licence are listed. Knows pixels, not networks.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

from nextgpt_core.training.picture_changes import texture

STAMPS = Path("/usr/share/tuxpaint/stamps")
# Public domain by the changelog of tuxpaint-stamps (NOAA, Wikimedia Commons); cut out, with an alpha channel.
# Photographs that the evaluation suite shows, from the same packages, are left out.
STAMP_FILES = ("medical/syringe.png", "animals/fish/seahorse.png", "animals/fish/shrimp.png")
# Whole photographs in Python wheels: matplotlib (public domain, US Navy), gradio (samples of an Apache-2.0 package).
PACKAGE_FILES = {
    "matplotlib": ("mpl-data/sample_data/grace_hopper.jpg",),
    "gradio": tuple(f"media_assets/images/{name}" for name in ("cheetah1.jpg", "cheetah.jpg", "lion.jpg", "tower.jpg")),
}


def load_photographs(packages: Path, stamps: Path = STAMPS) -> list[Image.Image]:
    """Every listed photograph found under `packages` (unpacked wheels or site-packages) and `stamps`, RGBA."""
    files = [stamps / name for name in STAMP_FILES]
    files += [packages / package / name for package, names in PACKAGE_FILES.items() for name in names]
    return [Image.open(file).convert("RGBA") for file in files if file.is_file()]


def photograph_crops(photographs: list[Image.Image], rng: random.Random, count: int) -> Iterator[np.ndarray]:
    """`count` uint8 [224, 224, 3]: pieces of whole photographs, and cut-outs laid on pieces, tones or noise."""
    whole = [p for p in photographs if p.getextrema()[3][0] == 255]
    cut = [p for p in photographs if p.getextrema()[3][0] < 255]
    for _ in range(count):
        canvas = _piece(rng.choice(whole), rng)
        if cut and rng.random() < 0.35:
            draw = rng.random()
            if draw < 0.4:  # a studio picture: one soft tone with a little grain
                tone = np.array([rng.randint(150, 255)] * 3, np.float32) + [rng.randint(-25, 25) for _ in range(3)]
                shade = np.linspace(-rng.uniform(0, 40), rng.uniform(0, 25), 224)[:, None, None]
                grain = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(0.5, 4), (224, 224, 3))
                canvas = Image.fromarray(np.clip(tone + shade + grain, 0, 255).astype(np.uint8))
            elif draw < 0.55:
                canvas = Image.fromarray(texture(rng, 224))
            thing = rng.choice(cut)
            scale = 224 * rng.uniform(0.7, 1.2) / max(thing.size)
            thing = thing.resize(
                (max(8, round(thing.width * scale)), max(8, round(thing.height * scale))), Image.BICUBIC
            )
            canvas.paste(thing, ((224 - thing.width) // 2, (224 - thing.height) // 2), thing)
        image = ImageEnhance.Brightness(canvas).enhance(rng.uniform(0.6, 1.3))
        image = ImageEnhance.Color(image).enhance(rng.uniform(0.0, 1.5) if rng.random() < 0.4 else 1.0)
        yield np.asarray(ImageEnhance.Contrast(image).enhance(rng.uniform(0.7, 1.3)))


def _piece(photograph: Image.Image, rng: random.Random) -> Image.Image:
    """A crop of 25 to 100 % of the shorter side, mirrored half the time, at 224 px."""
    image = photograph.convert("RGB")
    side = round(min(image.size) * rng.uniform(0.25, 1.0))
    left, top = rng.randint(0, image.width - side), rng.randint(0, image.height - side)
    piece = image.crop((left, top, left + side, top + side)).resize((224, 224), Image.BICUBIC)
    return piece.transpose(Image.FLIP_LEFT_RIGHT) if rng.random() < 0.5 else piece
