"""Opens still and animated pictures with Pillow into working-size arrays.

Knows nothing about sounds, clips in containers, or how a file was recognised. Sizes are checked in the header, before
a single pixel is decoded.
"""

import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image as PILImage
from PIL import ImageOps

from nextgpt_core.errors import BadMedia
from nextgpt_core.media import Image, MediaLimits, Video
from nextgpt_core.media_sniff import bad_media

_ANIMATED = ("GIF", "WEBP", "PNG", "AVIF")  # a JPEG with several frames is one photo plus its preview
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, OverflowError, struct.error, zlib.error)


def open_picture(path: Path, name: str, limits: MediaLimits) -> Image | Video:
    """Decode one picture of the Pillow format `name`; an animated one becomes a Video. Raises BadMedia."""
    try:
        with PILImage.open(path, formats=[name]) as picture:
            _check_size(path, picture, limits)
            picture.verify()  # checksums, without decoding
        with PILImage.open(path, formats=[name]) as picture:
            if name in _ANIMATED and getattr(picture, "is_animated", False):
                return _animation(path, picture, limits)
            picture.draft("RGB", (limits.image_side_px, limits.image_side_px))  # JPEG decodes straight to a small size
            return Image(_pixels(picture, limits.image_side_px, limits))
    except BadMedia:
        raise
    except (PILImage.DecompressionBombError, PILImage.DecompressionBombWarning, MemoryError) as error:
        raise _too_large(path, "", limits) from error
    except _DAMAGED as error:
        raise bad_media(
            path, f"looks like {name} but is damaged or cut short", "Open it in an image program and save it again."
        ) from error


def at_least(frames: np.ndarray, side_px: int) -> np.ndarray:
    """uint8 [..., H, W, 3] with H and W raised to `side_px` or more by repeating pixels; unchanged if large enough."""
    for axis in (-3, -2):
        if frames.shape[axis] < side_px:
            frames = np.repeat(frames, -(-side_px // frames.shape[axis]), axis=axis)
    return frames


def _check_size(path: Path, picture: PILImage.Image, limits: MediaLimits) -> None:
    width, height = picture.size
    if max(width, height) > limits.max_side_px or width * height > limits.max_image_px:
        raise _too_large(path, f" ({width} x {height} pixels)", limits)


def _too_large(path: Path, size: str, limits: MediaLimits) -> BadMedia:
    limit = f"{limits.max_side_px} pixels a side and {limits.max_image_px / 1e6:g} million in all"
    return bad_media(path, f"is too large a picture{size}; the limit is {limit}", "Scale it down.", "too_large")


def _pixels(picture: PILImage.Image, side_px: int, limits: MediaLimits) -> np.ndarray:
    """uint8 [H, W, 3] upright, on white, longer side at most `side_px`."""
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith("I") or picture.mode == "F":
        # 16-bit greys: Pillow would clip them to 255 instead of scaling.
        grey = np.asarray(picture, dtype=np.float32)
        peak = 65535.0 if grey.max(initial=0.0) > 255 else 255.0
        picture = PILImage.fromarray(np.clip(grey * (255.0 / peak), 0, 255).astype(np.uint8))
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        white = PILImage.new("RGBA", picture.size, "white")
        picture = PILImage.alpha_composite(white, picture)
    picture = picture.convert("RGB")
    if max(picture.size) > side_px:
        scale = side_px / max(picture.size)
        size = tuple(max(1, round(side * scale)) for side in picture.size)
        picture = picture.resize(size, PILImage.Resampling.LANCZOS, reducing_gap=3.0)
    return at_least(np.array(picture, dtype=np.uint8), limits.min_side_px)


def _animation(path: Path, picture: PILImage.Image, limits: MediaLimits) -> Video | Image:
    """Sample an animated picture evenly in time; frame durations may differ."""
    width, height = picture.size
    starts_s, end_s = [], 0.0
    while True:
        if (len(starts_s) + 1) * width * height > limits.max_animation_px or end_s > limits.max_video_s:
            raise bad_media(
                path,
                f"is too long an animation (over {len(starts_s)} frames of {width} x {height} pixels); the limits are "
                f"{limits.max_video_s:g} s and {limits.max_animation_px / 1e6:g} million pixels over all frames",
                "Shorten it, scale it down, or save it as MP4.",
                "too_long",
            )
        try:
            picture.seek(len(starts_s))
        except EOFError:
            break
        picture.load()  # WebP and AVIF know a frame's duration only once it is decoded
        duration_ms = float(picture.info.get("duration") or 0)
        starts_s.append(end_s)
        end_s += (duration_ms if duration_ms > 10 else 100.0) / 1000  # browsers too play 0-10 ms frames at 100 ms
    if len(starts_s) == 1:
        picture.seek(0)
        return Image(_pixels(picture, limits.image_side_px, limits))
    num_frames = min(len(starts_s), limits.video_frames)
    fps = num_frames / end_s
    middles_s = (np.arange(num_frames) + 0.5) / fps
    chosen = np.clip(np.searchsorted(starts_s, middles_s, side="right") - 1, 0, len(starts_s) - 1)
    frames = {}
    for index in sorted({int(i) for i in chosen}):  # forwards only: seeking back would decode from the start again
        picture.seek(index)
        frames[index] = _pixels(picture, limits.video_side_px, limits)
    return Video(np.stack([frames[int(i)] for i in chosen]), fps=fps)
