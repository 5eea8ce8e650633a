"""Putting cut-out pictures on a canvas: resizing, blending, recolouring. Knows arrays only, no concepts or captions.

Cut-outs are premultiplied ("RGBa") while they are resized or turned: straight alpha would bleed dark edges.
"""

import numpy as np
from PIL import Image

COLOURS = {
    "red": (225, 45, 45),
    "orange": (245, 140, 35),
    "yellow": (250, 215, 50),
    "green": (60, 170, 75),
    "blue": (50, 105, 220),
    "purple": (135, 75, 190),
    "pink": (245, 130, 180),
    "brown": (135, 85, 50),
    "black": (30, 30, 34),
    "white": (255, 255, 255),
    "gray": (140, 142, 148),
    "turquoise": (50, 190, 190),
}


def premultiplied(rgba: np.ndarray) -> Image.Image:
    """uint8 [h, w, 4] straight alpha -> PIL "RGBa"."""
    return Image.fromarray(np.ascontiguousarray(rgba), "RGBA").convert("RGBa")


def resized(cutout: Image.Image, side_px: int) -> np.ndarray:
    """Square premultiplied cut-out -> uint8 [side_px, side_px, 4], still premultiplied."""
    side_px = max(2, side_px)
    if cutout.width == side_px:
        return np.asarray(cutout)
    return np.asarray(cutout.resize((side_px, side_px), Image.BILINEAR))


def blend(canvas: np.ndarray, cutout: np.ndarray, centre_x: float, centre_y: float) -> None:
    """Lays premultiplied uint8 [h, w, 4] over uint8 [H, W, 3] in place, centred at pixel (x, y).

    What falls outside the canvas is cut off.
    """
    height, width = cutout.shape[:2]
    left, top = round(centre_x - width / 2), round(centre_y - height / 2)
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + width, canvas.shape[1]), min(top + height, canvas.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    over = cutout[y0 - top : y1 - top, x0 - left : x1 - left]
    under = canvas[y0:y1, x0:x1]
    # 255 * x / 255 in integers: (v + 128 + (v + 128) // 256) // 256 without the slow division
    kept = under.astype(np.uint16) * (255 - over[..., 3:]) + 128
    kept += kept >> 8
    under[...] = over[..., :3] + (kept >> 8).astype(np.uint8)


def recoloured(rgba: np.ndarray, colour: str) -> np.ndarray:
    """The same cut-out in another colour: uint8 [h, w, 4] straight alpha in and out; light and shade are kept.

    Each pixel's brightness, relative to the picture's median, chooses a tone between the dark and the light version of
    the colour, so greys take the colour too and the whites of eyes stay light.
    """
    solid = rgba[..., 3] > 128
    brightness = rgba[..., :3] @ np.array([0.30, 0.59, 0.11], np.float32)
    middle = float(np.median(brightness[solid][::4])) if solid.any() else 128.0
    middle = min(max(middle, 60.0), 225.0)
    full = np.array(COLOURS[colour], np.float32)
    if colour == "white":
        full = np.array([236, 236, 240], np.float32)
    light = full + (255 - full) * (0.75 if middle < 200 else 0.25)
    tones = np.stack(
        [np.interp(np.arange(256), [0, middle, 255], [full[c] * 0.15, full[c], light[c]]) for c in range(3)], -1
    )
    toned = tones.astype(np.uint8)[brightness.astype(np.uint8)]
    return np.concatenate([toned, rgba[..., 3:]], -1)


def main_colour(cutout: np.ndarray) -> str:
    """The palette word most of a cut-out (uint8 [h, w, 4]) is painted in."""
    pixels = cutout[::5, ::5].reshape(-1, 4)
    pixels = pixels[pixels[:, 3] > 128][:, :3].astype(np.float32)
    palette = np.array(list(COLOURS.values()), np.float32)
    nearest = ((pixels[:, None] - palette[None]) ** 2).sum(-1).argmin(1)
    return list(COLOURS)[int(np.bincount(nearest, minlength=len(COLOURS)).argmax())]
