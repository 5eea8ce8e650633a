"""What lies behind the things in a scene: plain paper, soft tones, gradients, named colours, and simple settings.

Every background is a pure function of its name, a variant and a size. Knows no concepts and no captions.
"""

import random
from functools import lru_cache

import numpy as np

from nextgpt_core.data.canvas import COLOURS

UNSAID = ("plain", "soft", "gradient")
# setting -> how a caption says it; the second is kept for held-out captions
SETTINGS = {
    "beach": ("on a beach", "standing by the sea on the sand"),
    "snow": ("in the snow", "out in a snowy field"),
    "space": ("in space", "floating among the stars"),
    "grass": ("on green grass", "out on a lawn"),
    "night": ("at night", "under the night sky"),
    "under water": ("under water", "deep in the ocean water"),
}
NUM_VARIANTS = 24


def background(name: str, variant: int, size_px: int) -> np.ndarray:
    """uint8 [size_px, size_px, 3], a fresh copy; `name` is in UNSAID, COLOURS or SETTINGS; `variant` any integer."""
    return _painted(name, variant % NUM_VARIANTS, size_px).copy()


@lru_cache(maxsize=2048)
def _painted(name: str, variant: int, size_px: int) -> np.ndarray:
    rng = random.Random(f"{name}/{variant}")
    if name == "plain":
        colour = (255, 255, 255)
    elif name == "soft":
        colour = _soft(rng)
    elif name in COLOURS:
        colour = tuple(min(255, max(0, channel + rng.randint(-10, 10))) for channel in COLOURS[name])
        colour = (255, 255, 255) if name == "white" else colour
    else:
        painted = (
            _gradient(_soft(rng), _soft(rng), size_px) if name == "gradient" else _SETTING_PAINTERS[name](rng, size_px)
        )
        return np.clip(painted, 0, 255).astype(np.uint8)
    return np.full((size_px, size_px, 3), colour, np.uint8)


def _soft(rng: random.Random) -> tuple[int, ...]:
    return tuple(rng.randint(200, 255) for _ in range(3))


def _gradient(top, bottom, size_px: int) -> np.ndarray:
    down = np.linspace(0, 1, size_px, dtype=np.float32)[:, None, None]
    column = np.array(top, np.float32) * (1 - down) + np.array(bottom, np.float32) * down
    return np.repeat(column, size_px, 1)


def _ground(picture: np.ndarray, rng: random.Random, near, far, share: float, bumps: float) -> None:
    """Fills everything below a slightly wavy horizon at `share` of the height, from colour `far` to `near`."""
    size = len(picture)
    x = np.linspace(0, 2 * np.pi, size)
    horizon = size * (share + bumps * np.sin(x * rng.uniform(0.6, 1.6) + rng.uniform(0, 6)))
    rows = np.arange(size, dtype=np.float32)[:, None]
    depth = np.clip((rows - horizon) / (size * (1 - share)), 0, 1)[..., None]
    colour = np.array(far, np.float32) * (1 - depth) + np.array(near, np.float32) * depth
    below = np.clip(rows - horizon + 0.5, 0, 1)[..., None]
    picture[...] = picture * (1 - below) + colour * below


def _dots(
    picture: np.ndarray, rng: random.Random, num_dots: int, radius: tuple[float, float], colour, strength=1.0
) -> None:
    """Soft round dots at random places; radii as a share of the side."""
    size = len(picture)
    rows, columns = np.mgrid[0:size, 0:size].astype(np.float32)
    for _ in range(num_dots):
        x, y, r = rng.uniform(0, size), rng.uniform(0, size), size * rng.uniform(*radius)
        cover = strength * np.clip(r + 0.5 - np.hypot(columns - x, rows - y), 0, 1)[..., None]
        picture[...] = picture * (1 - cover) + np.array(colour, np.float32) * cover


def _beach(rng: random.Random, size_px: int) -> np.ndarray:
    picture = _gradient((120, 195, 250), (205, 235, 255), size_px)
    _ground(picture, rng, (60, 160, 205), (25, 120, 190), rng.uniform(0.42, 0.5), 0.0)
    _ground(picture, rng, (235, 200, 135), (250, 225, 170), rng.uniform(0.62, 0.7), 0.012)
    return picture


def _snow(rng: random.Random, size_px: int) -> np.ndarray:
    picture = _gradient((150, 180, 215), (215, 228, 242), size_px)
    _ground(picture, rng, (255, 255, 255), (232, 240, 250), rng.uniform(0.58, 0.68), 0.025)
    _dots(picture, rng, 26, (0.006, 0.014), (255, 255, 255))
    return picture


def _space(rng: random.Random, size_px: int) -> np.ndarray:
    picture = _gradient((12, 10, 35), (35, 20, 70), size_px)
    _dots(picture, rng, 34, (0.002, 0.010), (255, 250, 230))
    return picture


def _grass(rng: random.Random, size_px: int) -> np.ndarray:
    picture = _gradient((130, 200, 250), (215, 238, 255), size_px)
    _ground(picture, rng, (70, 160, 60), (120, 200, 85), rng.uniform(0.58, 0.68), 0.02)
    return picture


def _night(rng: random.Random, size_px: int) -> np.ndarray:
    picture = _gradient((14, 22, 60), (45, 60, 120), size_px)
    _dots(picture, rng, 16, (0.003, 0.008), (255, 250, 220))
    _ground(picture, rng, (16, 28, 36), (26, 44, 52), rng.uniform(0.68, 0.76), 0.02)
    return picture


def _under_water(rng: random.Random, size_px: int) -> np.ndarray:
    picture = _gradient((70, 190, 225), (8, 60, 130), size_px)
    _dots(picture, rng, 14, (0.010, 0.030), (190, 235, 250), 0.55)
    return picture


_SETTING_PAINTERS = {
    "beach": _beach,
    "snow": _snow,
    "space": _space,
    "grass": _grass,
    "night": _night,
    "under water": _under_water,
}
