"""Media inside JSON: data URLs and base64 in, data URLs out. Nothing else is ever opened: no address, no path."""

from __future__ import annotations

import base64
import binascii
import re
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from nextgpt_core.errors import BadInput
from nextgpt_core.media import MediaLimits, Modality, Part
from nextgpt_core.media_files import SUFFIXES, open_media, save_media

MIME_TYPES = {Modality.IMAGE: "image/png", Modality.AUDIO: "audio/wav", Modality.VIDEO: "video/mp4"}
_DATA_URL = re.compile(r"data:(?P<mime>[\w.+-]+/[\w.+-]+)?(?:;[\w.+-]+=[^;,]*)*(?P<base64>;base64)?,", re.ASCII)


def open_data_url(url: Any) -> Part:
    """The medium in a data URL, recognised by content. Raises BadInput for anything else, BadMedia for bad content."""
    head = _DATA_URL.match(url) if isinstance(url, str) else None
    if head is None:
        shown = url[:40] if isinstance(url, str) else type(url).__name__
        raise BadInput(
            f"media must come as data URLs (data:image/png;base64,...), not {shown!r}: this server opens no addresses "
            "and no paths."
        )
    text = url[head.end() :]
    return open_base64(text) if head["base64"] else open_bytes(unquote_to_bytes(text))


def open_base64(text: Any) -> Part:
    if not isinstance(text, str):
        raise BadInput(f"base64 data must be a string, got {type(text).__name__}.")
    try:
        return open_bytes(base64.b64decode(text, validate=True))
    except binascii.Error as error:
        raise BadInput(f"the base64 data of a medium is damaged ({error}).") from error


def open_bytes(content: bytes) -> Part:
    """Raises BadMedia."""
    with tempfile.TemporaryDirectory(prefix="nextgpt-") as folder:
        path = Path(folder) / "attached file"
        path.write_bytes(content)
        return open_media(path, MediaLimits())


def medium_bytes(part: Part, recipe: dict[str, Any] | None = None) -> bytes:
    """The medium as the PNG, WAV or MP4 file it would be saved as."""
    with tempfile.TemporaryDirectory(prefix="nextgpt-") as folder:
        return save_media(part, Path(folder) / f"made{SUFFIXES[part.modality]}", recipe).read_bytes()


def data_url(modality: Modality, content: bytes) -> str:
    return f"data:{MIME_TYPES[modality]};base64,{base64.b64encode(content).decode('ascii')}"
