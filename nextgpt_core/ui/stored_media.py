"""Pictures, sounds and clips that stay on disk until somebody looks at them: reopening a long chat costs nothing.

Only the media of a person's own messages are ever read by the model, so most files of a chat are never opened again.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from nextgpt_core.errors import BadMedia
from nextgpt_core.media import Audio, Image, Modality, Part, Video
from nextgpt_core.media_files import open_media

OPENED_MEDIA = 16  # kept in memory for all chats together


@lru_cache(maxsize=OPENED_MEDIA)
def _opened(path: Path, changed_ns: int) -> Part:
    return open_media(path)


class _OnDisk:
    """Stands for the part in a file. Its content is read at first use, and again after others pushed it out.

    Reading raises BadMedia where the file is gone, damaged or of another kind.
    """

    modality: Modality

    def __init__(self, path: Path, caption: str = "") -> None:
        # as the frozen values do it
        object.__setattr__(self, "path", Path(path))
        object.__setattr__(self, "caption", caption)

    def _read(self, name: str) -> Any:
        try:
            changed_ns = self.path.stat().st_mtime_ns
        except OSError as error:
            raise BadMedia(
                f"the {self.modality} {self.path.name!r} of this chat is no longer kept on the server; "
                "add it again and ask once more.",
                "gone",
            ) from error
        part = _opened(self.path, changed_ns)
        if part.modality != self.modality:
            raise BadMedia(f"{self.path.name!r} is of kind {part.modality}, not {self.modality}; add it again.")
        return getattr(part, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Part) and self.content_hash == other.content_hash

    def __hash__(self) -> int:
        return hash(self.content_hash)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.path.name!r}, caption={self.caption!r})"


class ImageOnDisk(_OnDisk, Image):
    pixels = property(lambda self: self._read("pixels"))


class AudioOnDisk(_OnDisk, Audio):
    samples = property(lambda self: self._read("samples"))
    rate_hz = property(lambda self: self._read("rate_hz"))


class VideoOnDisk(_OnDisk, Video):
    frames = property(lambda self: self._read("frames"))
    fps = property(lambda self: self._read("fps"))
    audio = property(lambda self: self._read("audio"))


ON_DISK = {kind.modality: kind for kind in (ImageOnDisk, AudioOnDisk, VideoOnDisk)}
