"""Opens any accepted file as a part and saves a part as a file every browser plays, with the recipe that made it.

Knows nothing about models or the chat window. Files are untrusted: what may decode them is decided by
`media_sniff.py` from their content, never from their name.
"""

import json
import os
import tempfile
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np

from nextgpt_core.errors import BadInput, BadMedia
from nextgpt_core.media import DEFAULT_LIMITS, Audio, Image, MediaLimits, Modality, Part, Video
from nextgpt_core.media_ffmpeg import Stream, probe, read_comment, read_frames, read_sound, write_clip
from nextgpt_core.media_pictures import at_least, open_picture
from nextgpt_core.media_sniff import bad_media, sniff

SUFFIXES = {Modality.IMAGE: ".png", Modality.AUDIO: ".wav", Modality.VIDEO: ".mp4"}
MAX_RECIPE_CHARS = 16_000  # a command line, where MP4 recipes pass, holds 32,000 on Windows
_RECIPE_KEY = "nextgpt"  # the PNG text chunk; the other formats have one comment field only


def open_media(path: str | os.PathLike, limits: MediaLimits = DEFAULT_LIMITS) -> Image | Audio | Video:
    """Read a picture, sound or clip, recognised by content, reduced to the working sizes in `limits`.

    Pictures come upright and on white; animated ones become a Video. Sounds come mono at limits.audio_rate_hz.
    Clips come with at most limits.video_frames frames, evenly spaced in time (fps is adjusted to keep the duration),
    and their sound if they have any. Raises BadMedia, saying what was wrong, what is accepted and what to do.
    """
    path = Path(path)
    found = sniff(path, limits)
    if found.family == "picture":
        return open_picture(path, found.name, limits)
    path = path.absolute()
    stream = probe(path, found.name, limits)
    if not stream.has_video:
        audio = _sound(path, stream, limits)
        if audio is None:
            raise bad_media(
                path,
                f"is a sound of no length (under {limits.min_audio_s:g} s)",
                "Check that the recording worked and the right microphone was chosen.",
            )
        return audio
    frames, fps = read_frames(path, stream, limits)
    audio = _sound(path, stream, limits) if stream.has_audio else None
    return Video(at_least(frames, limits.min_side_px), fps=fps, audio=audio)


def save_media(part: Part, path: str | os.PathLike, recipe: dict | None = None) -> Path:
    """Write an Image as PNG, an Audio as 16-bit WAV, a Video as H.264 MP4; returns the path, with its suffix.

    The suffix is added where the path has none; a wrong one raises BadInput, as does a recipe that is not JSON or is
    over MAX_RECIPE_CHARS long. The file appears whole or not at all. Clips with an odd side gain one row or column.
    """
    if part.modality not in _WRITERS:
        raise BadInput(f"A {part.modality} part cannot be saved as a media file; save a picture, sound or clip.")
    suffix = SUFFIXES[part.modality]
    path = Path(path)
    if not path.suffix:
        path = path.with_suffix(suffix)
    if path.suffix.lower() != suffix:
        raise BadInput(
            f"A {part.modality} part is saved as {suffix}, not {path.suffix!r}. Rename it to {path.stem}{suffix}."
        )
    note = _recipe_text(recipe)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".saving-", suffix=suffix)
    os.close(handle)
    try:
        _WRITERS[part.modality](part, Path(partial).absolute(), note)
        os.chmod(partial, 0o644)  # mkstemp makes files that a web server running as someone else cannot read
        os.replace(partial, path)
    finally:
        Path(partial).unlink(missing_ok=True)
    return path


def read_recipe(path: str | os.PathLike) -> dict | None:
    """The recipe `save_media` put into a file; None where there is none. Raises BadMedia where it is no media file."""
    path = Path(path)
    found = sniff(path, MediaLimits(max_file_mb=1e6))  # reads metadata only: size does not matter
    if found.family == "picture":
        note = _png_text(path) if found.name == "PNG" else ""
    elif found.name == "wav":
        note = _wav_comment(path)
    else:
        note = read_comment(path.absolute(), found.name, DEFAULT_LIMITS) if found.name == "mov" else ""
    try:
        recipe = json.loads(note)
    except (ValueError, RecursionError):
        return None
    return recipe if isinstance(recipe, dict) else None


def _sound(path: Path, stream: Stream, limits: MediaLimits) -> Audio | None:
    """The sound of a measured file, or None where it is too short to be one."""
    samples = read_sound(path, stream, limits)
    if len(samples) < limits.min_audio_s * limits.audio_rate_hz:
        return None
    return Audio(samples, rate_hz=limits.audio_rate_hz)


def _recipe_text(recipe: dict | None) -> str:
    if recipe is None:
        return ""
    try:
        note = json.dumps(recipe, allow_nan=False)  # ASCII only, which every comment field can hold
    except (TypeError, ValueError) as error:
        raise BadInput(
            f"The recipe cannot be written as JSON ({error}); use plain numbers, strings and lists."
        ) from error
    if len(note) > MAX_RECIPE_CHARS:
        raise BadInput(
            f"The recipe is {len(note)} characters long; at most {MAX_RECIPE_CHARS} fit. Leave out long texts."
        )
    return note


def _write_png(part: Image, path: Path, note: str) -> None:
    from PIL import Image as PILImage
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    if note:
        info.add_text(_RECIPE_KEY, note)
    PILImage.fromarray(part.pixels).save(path, pnginfo=info)


def _write_wav(part: Audio, path: Path, note: str) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(part.rate_hz)
        file.writeframes(np.round(part.samples * 32767.0).astype("<i2").tobytes())
    if note:
        # A LIST/INFO/ICMT chunk behind the samples; the length of the whole, at byte 4, grows with it.
        text = note.encode("ascii") + b"\0"
        text += b"\0" * (len(text) % 2)
        info = b"INFO" + b"ICMT" + len(text).to_bytes(4, "little") + text
        with path.open("r+b") as file:
            file.seek(0, os.SEEK_END)
            file.write(b"LIST" + len(info).to_bytes(4, "little") + info)
            length = file.tell() - 8
            file.seek(4)
            file.write(length.to_bytes(4, "little"))


def _write_mp4(part: Video, path: Path, note: str) -> None:
    height, width = part.frames.shape[1:3]
    frames = np.pad(part.frames, ((0, 0), (0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    wav = path.with_suffix(".wav") if part.audio else None
    try:
        if wav:
            _write_wav(part.audio, wav, "")
        write_clip(frames, part.fps, wav, note, path, MediaLimits(max_decode_s=600))
    finally:
        if wav:
            wav.unlink(missing_ok=True)


_WRITERS: dict[Modality, Callable] = {
    Modality.IMAGE: _write_png,
    Modality.AUDIO: _write_wav,
    Modality.VIDEO: _write_mp4,
}


def _png_text(path: Path) -> str:
    from PIL import Image as PILImage

    try:
        with PILImage.open(path, formats=["PNG"]) as picture:
            note = picture.info.get(_RECIPE_KEY, "")
    except (OSError, SyntaxError, ValueError, PILImage.DecompressionBombError) as error:
        raise BadMedia(f"{path.name!r} is a damaged PNG; its recipe cannot be read. Use an undamaged copy.") from error
    return note if isinstance(note, str) else ""


def _wav_comment(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(12)
        while len(header := file.read(8)) == 8:
            size = int.from_bytes(header[4:], "little")
            if header[:4] == b"LIST" and size <= 2 * MAX_RECIPE_CHARS:
                body = file.read(size)
                if body[:8] == b"INFOICMT":
                    return body[12 : 12 + int.from_bytes(body[8:12], "little")].rstrip(b"\0").decode("ascii", "replace")
                file.seek(size % 2, os.SEEK_CUR)
            else:
                file.seek(size + size % 2, os.SEEK_CUR)
    return ""
