"""The parts a conversation is made of: text, pictures, sounds and clips as plain frozen values, and their limits.

Knows nothing about files, formats, networks or the chat window. Arrays are shared, not copied: treat them as
read-only, because `content_hash` is computed once and used as a cache key.
"""

import hashlib
import math
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import ClassVar, TypeAlias

import numpy as np

from nextgpt_core.errors import BadMedia


class Modality(str, Enum):
    """The four kinds of part. Members are strings: `Modality.IMAGE == "image"` and prints as `image`."""

    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"

    __str__ = str.__str__


MEDIA = (Modality.IMAGE, Modality.AUDIO, Modality.VIDEO)


class _ByContent:
    """Equality and hash through `content_hash`. A caption describes a part and is not content."""

    modality: ClassVar[Modality]

    @cached_property
    def content_hash(self) -> str:
        """sha256 (64 hex digits) of the content; equal for equal content of the same modality, in every process."""
        digest = hashlib.sha256()
        for piece in (self.modality.value, *self._content()):
            if isinstance(piece, np.ndarray):
                digest.update(f"|{piece.dtype.str}{piece.shape}|".encode())
                digest.update(memoryview(np.ascontiguousarray(piece)).cast("B"))
            else:
                digest.update(f"|{piece}|".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def _content(self) -> tuple:
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.content_hash == other.content_hash

    def __hash__(self) -> int:
        return hash(self.content_hash)


@dataclass(frozen=True, eq=False)
class Text(_ByContent):
    """Words. `caption` is always empty: text needs no alt text."""

    text: str

    modality: ClassVar[Modality] = Modality.TEXT
    caption: ClassVar[str] = ""

    def __post_init__(self):
        if not isinstance(self.text, str):
            raise BadMedia(f"A text part holds {type(self.text).__name__}; it must be a str. Pass str(value).")

    def _content(self) -> tuple:
        return (self.text,)


@dataclass(frozen=True, eq=False, repr=False)
class Image(_ByContent):
    """A picture. pixels: uint8 [H, W, 3], RGB, H and W at least 1. caption: what it shows, used as alt text."""

    pixels: np.ndarray
    caption: str = ""

    modality: ClassVar[Modality] = Modality.IMAGE

    def __post_init__(self):
        _check_array("picture", self.pixels, np.uint8, "[H, W, 3]", (None, None, 3))

    def __repr__(self) -> str:
        height, width = self.pixels.shape[:2]
        return f"Image({width}x{height} px, caption={self.caption!r})"

    def _content(self) -> tuple:
        return (self.pixels,)


@dataclass(frozen=True, eq=False, repr=False)
class Audio(_ByContent):
    """A sound. samples: float32 [N] mono in [-1, 1], N at least 1; rate_hz: samples a second, 1000 to 384000."""

    samples: np.ndarray
    rate_hz: int
    caption: str = ""

    modality: ClassVar[Modality] = Modality.AUDIO

    def __post_init__(self):
        _check_array("sound", self.samples, np.float32, "[N]", (None,))
        if isinstance(self.rate_hz, bool) or not isinstance(self.rate_hz, (int, np.integer)):
            raise BadMedia(f"A sound's rate_hz is {self.rate_hz!r}; it must be a whole number of samples a second.")
        if not 1_000 <= self.rate_hz <= 384_000:
            raise BadMedia(f"A sound's rate_hz is {self.rate_hz}; it must lie between 1000 and 384000. Resample it.")
        object.__setattr__(self, "rate_hz", int(self.rate_hz))  # np.int64(16000) would print, and hash, differently
        # min and max together see NaN and both infinities without a temporary array.
        low, high = float(self.samples.min()), float(self.samples.max())
        if not (math.isfinite(low) and math.isfinite(high)):
            raise BadMedia("A sound holds samples that are not numbers (NaN or infinite); replace them before use.")
        if low < -1.0 or high > 1.0:
            raise BadMedia(f"A sound reaches from {low:.3g} to {high:.3g}; it must stay in [-1, 1]. Scale or clip it.")

    @property
    def duration_s(self) -> float:
        return len(self.samples) / self.rate_hz

    def __repr__(self) -> str:
        return f"Audio({self.duration_s:.2f} s at {self.rate_hz} Hz, caption={self.caption!r})"

    def _content(self) -> tuple:
        return (self.samples, self.rate_hz)


@dataclass(frozen=True, eq=False, repr=False)
class Video(_ByContent):
    """A clip. frames: uint8 [T, H, W, 3], RGB, T at least 1; fps: above 0, at most 1000; audio: its sound, if any."""

    frames: np.ndarray
    fps: float
    audio: Audio | None = None
    caption: str = ""

    modality: ClassVar[Modality] = Modality.VIDEO

    def __post_init__(self):
        _check_array("clip", self.frames, np.uint8, "[T, H, W, 3]", (None, None, None, 3))
        if isinstance(self.fps, bool) or not isinstance(self.fps, (int, float, np.integer, np.floating)):
            raise BadMedia(f"A clip's fps is {self.fps!r}; it must be a number of frames a second.")
        if not 0 < self.fps <= 1_000:  # also false for NaN
            raise BadMedia(f"A clip's fps is {self.fps}; it must be above 0 and at most 1000.")
        object.__setattr__(self, "fps", float(self.fps))
        if self.audio is not None and not isinstance(self.audio, Audio):
            raise BadMedia(f"A clip's audio is {type(self.audio).__name__}; it must be an Audio or None.")

    @property
    def duration_s(self) -> float:
        return len(self.frames) / self.fps

    def __repr__(self) -> str:
        num_frames, height, width = self.frames.shape[:3]
        sound = "with" if self.audio else "without"
        size = f"{num_frames} frames of {width}x{height} px at {self.fps:.4g} fps"
        return f"Video({size}, {sound} sound, caption={self.caption!r})"

    def _content(self) -> tuple:
        return (self.frames, self.fps, self.audio.content_hash if self.audio else "")


Part: TypeAlias = Text | Image | Audio | Video

PART_TYPES: dict[Modality, type] = {part_type.modality: part_type for part_type in (Text, Image, Audio, Video)}


@dataclass(frozen=True)
class MediaLimits:
    """What is accepted from outside, and the working sizes that everything opened is reduced to.

    Beyond a `max_` a file is refused with a message; the working sizes only make things smaller.
    """

    max_file_mb: float = 50.0
    max_side_px: int = 12_000
    max_image_px: int = 40_000_000  # width x height of one picture or frame
    max_animation_px: int = 2_000_000_000  # width x height x frames of an animated picture, which decodes in Python
    max_audio_s: float = 600.0
    max_video_s: float = 120.0
    max_decode_s: float = 60.0  # wall time one decoder run may take
    min_side_px: int = 16  # smaller pictures are enlarged to this by repeating pixels
    min_audio_s: float = 0.02

    image_side_px: int = 1_024  # working size, longer side
    video_side_px: int = 512  # working size, longer side
    video_frames: int = 64  # sampled evenly in time
    audio_rate_hz: int = 16_000  # mono

    def __post_init__(self):
        for name, value in vars(self).items():
            if not value > 0:
                raise ValueError(f"MediaLimits.{name} is {value}; it must be above 0.")


DEFAULT_LIMITS = MediaLimits()


def _check_array(noun: str, array: object, dtype: type, layout: str, shape: tuple[int | None, ...]) -> None:
    """Raise BadMedia unless `array` is a non-empty array of this dtype and shape (None: any length)."""
    expected = f"expected {np.dtype(dtype).name} {layout}"
    if not isinstance(array, np.ndarray):
        raise BadMedia(f"A {noun} is a {type(array).__name__}; {expected} as a numpy array.")
    if array.dtype != dtype:
        raise BadMedia(f"A {noun} holds {array.dtype.name} values; {expected}. Convert it first.")
    wrong = array.ndim != len(shape) or any(
        want not in (None, have) for want, have in zip(shape, array.shape, strict=True)
    )
    if wrong:
        raise BadMedia(f"A {noun} has shape {list(array.shape)}; {expected}.")
    if array.size == 0:
        raise BadMedia(f"A {noun} is empty (shape {list(array.shape)}); {expected} with at least one value.")
