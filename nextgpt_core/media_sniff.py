"""What a file is, by its first bytes: which decoder may touch it, or why none may.

Knows nothing about decoding. Names and extensions are never believed: only a known signature reaches a decoder, and
the decoder is told which one format to expect, so a playlist or script can never be reached through a wrong guess.
"""

from dataclasses import dataclass
from pathlib import Path

from nextgpt_core.errors import BadMedia
from nextgpt_core.media import MediaLimits

ACCEPTED = (
    "Accepted are pictures (PNG, JPEG, WebP, GIF, AVIF, BMP), sounds (WAV, MP3, OGG, Opus, FLAC, M4A, AAC, AIFF) "
    "and clips (MP4, WebM, MOV, MKV, AVI)."
)


@dataclass(frozen=True)
class Format:
    """One readable format. family: "picture" (name is Pillow's) or "stream" (name is ffmpeg's demuxer)."""

    family: str
    name: str


# (offset, bytes, format). RIFF, ftyp and MPEG audio need more than one fixed run of bytes: see `_recognise`.
_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", Format("picture", "PNG")),
    (0, b"\xff\xd8\xff", Format("picture", "JPEG")),
    (0, b"GIF87a", Format("picture", "GIF")),
    (0, b"GIF89a", Format("picture", "GIF")),
    (8, b"WEBP", Format("picture", "WEBP")),
    (8, b"WAVE", Format("stream", "wav")),
    (8, b"AVI ", Format("stream", "avi")),
    (8, b"AIFF", Format("stream", "aiff")),
    (8, b"AIFC", Format("stream", "aiff")),
    (0, b"fLaC", Format("stream", "flac")),
    (0, b"OggS", Format("stream", "ogg")),
    (0, b"ID3", Format("stream", "mp3")),
    (0, b"\x1a\x45\xdf\xa3", Format("stream", "matroska")),
    (4, b"moov", Format("stream", "mov")),
    (4, b"mdat", Format("stream", "mov")),
    (4, b"wide", Format("stream", "mov")),
)
_CONTAINERS_AT_8 = (b"RIFF", b"RF64", b"FORM")
_BMP_HEADER_SIZES = (12, 40, 52, 56, 64, 108, 124)

# (start of the file in lower case, what it is, what to do): only for a helpful refusal.
_NOT_MEDIA = (
    (b"pk\x03\x04", "is a ZIP archive or office document", "Unpack it and add the pictures, sounds or clips inside."),
    (b"%pdf", "is a PDF document", "Save the page as a PNG picture and add that."),
    (b"\x1f\x8b", "is a compressed archive", "Unpack it and add the files inside."),
    (b"rar!", "is an archive", "Unpack it and add the files inside."),
    (b"7z\xbc\xaf", "is an archive", "Unpack it and add the files inside."),
    (b"ii*\x00", "is a TIFF or camera raw picture", "Save it as PNG or JPEG."),
    (b"mm\x00*", "is a TIFF or camera raw picture", "Save it as PNG or JPEG."),
    (b"#extm3u", "is a playlist", "A playlist only points at other files: add the sound or clip itself."),
    (b"[playlist]", "is a playlist", "A playlist only points at other files: add the sound or clip itself."),
    (b"ffconcat", "is a playlist", "A playlist only points at other files: add the sound or clip itself."),
)


def bad_media(path: Path, problem: str, advice: str, reason: str = "") -> BadMedia:
    """The error for one file: what is wrong with it, what to do, what is accepted."""
    name = "".join(c if c.isprintable() else "?" for c in path.name)
    name = name if len(name) <= 60 else f"{name[:40]}...{name[-16:]}"
    return BadMedia(f"{name!r} {problem}. {advice} {ACCEPTED}", reason)


def sniff(path: Path, limits: MediaLimits) -> Format:
    """The format of the file at `path`, by content. Raises BadMedia for what is missing, empty, large or not media."""
    try:
        if not path.is_file():
            what = "is a folder or device, not a file" if path.exists() else "does not exist"
            raise bad_media(path, what, "Choose a file that exists and try again.")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(512)
    except (OSError, ValueError) as error:
        raise bad_media(
            path, f"cannot be read ({error.__class__.__name__})", "Check that the file may be read."
        ) from error
    if size == 0:
        raise bad_media(path, "is empty (0 bytes)", "The upload or recording may have failed: try again.")
    if size > limits.max_file_mb * 1e6:
        raise bad_media(
            path,
            f"is {size / 1e6:.1f} MB; the limit is {limits.max_file_mb:g} MB",
            "Shorten it, make it smaller or compress it more.",
            "too_large",
        )
    found = _recognise(head)
    if found is None:
        raise bad_media(path, *_explain(head))
    announced = _announced_size(head)
    if announced is not None and size < 0.8 * announced:
        problem = f"is cut short: it announces {announced} bytes and holds {size}"
        raise bad_media(path, problem, "Download or copy it again.")
    return found


def _announced_size(head: bytes) -> int | None:
    """The length a RIFF or AIFF file gives itself, which ffmpeg does not check. Recorders that stream write a dummy."""
    order = {b"RIFF": "little", b"FORM": "big"}.get(head[:4])
    announced = int.from_bytes(head[4:8], order) + 8 if order else 0
    return announced if 8 < announced < 0x7FFF0000 else None


def _recognise(head: bytes) -> Format | None:
    for offset, signature, found in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature and (offset != 8 or head[:4] in _CONTAINERS_AT_8):
            return found
    if head[4:8] == b"ftyp":
        brands = head[8 : max(16, min(int.from_bytes(head[:4], "big"), len(head)))]
        if b"avif" in brands or b"avis" in brands:
            return Format("picture", "AVIF")
        return None if _is_heic(head) else Format("stream", "mov")
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES:
        return Format("picture", "BMP")
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        # MPEG audio frame sync. Layer III only: a UTF-16 text starts with FF FE, which would read as layer I.
        if head[1] & 0xF6 == 0xF0:
            return Format("stream", "aac")
        if head[1] & 0x06 == 0x02 and head[1] & 0x18 != 0x08:
            return Format("stream", "mp3")
    return None


def _is_heic(head: bytes) -> bool:
    return head[8:12] in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def _explain(head: bytes) -> tuple[str, str]:
    """(what it is, what to do) for a file that is not accepted."""
    if head[4:8] == b"ftyp" and _is_heic(head):
        return (
            "is a HEIC photo, which cannot be read here",
            "Export it as JPEG (phones: camera format 'most compatible').",
        )
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, what, advice in _NOT_MEDIA:
        if start.startswith(signature):
            return what, advice
    if start.startswith(b"<"):
        if b"<svg" in start:
            return "is an SVG drawing, which may contain scripts", "Export it as PNG."
        return "is a web page or XML text", "Save the picture, sound or clip itself, not the page."
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"\0" not in head and _is_utf8(head)):
        return "is a text file", "Paste its text into the message instead."
    return (
        "is not a picture, sound or clip this program knows, or its beginning is damaged",
        "Convert it or save it again.",
    )


def _is_utf8(head: bytes) -> bool:
    for cut in range(4):  # the 512-byte window may end inside a character
        try:
            head[: len(head) - cut].decode("utf-8")
            return True
        except UnicodeDecodeError:
            continue
    return False
