"""Opens a chat that export.py wrote, or a zip of the same shape from elsewhere. Nothing in it is trusted.

Only members that the transcript names are read, by plain names, each up to a stated size; every medium is recognised by
its content, and written anew unless it is a PNG, WAV or MP4 already.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from nextgpt_core.conversation import ROLES
from nextgpt_core.errors import BadInput
from nextgpt_core.media import MediaLimits, Modality, Text
from nextgpt_core.media_files import SUFFIXES, open_media, save_media
from nextgpt_core.media_sniff import sniff
from nextgpt_core.ui.documents import read_document
from nextgpt_core.ui.stored_media import ON_DISK
from nextgpt_core.ui.transcript import Entry, Item, Transcript

MAX_ZIP_MB = 500.0  # packed, and again unpacked
MAX_MEMBERS = 1_000
MAX_MEDIA = 200
MAX_TRANSCRIPT_BYTES = 20_000_000
OWN_FORMATS = {Modality.IMAGE: "PNG", Modality.AUDIO: "wav", Modality.VIDEO: "mov"}


def import_chat(path: Path, keep: Callable[[Path], Path]) -> Transcript:
    """The chat in a zip. `keep(path)` takes a medium from a folder that goes away and returns where it stays.

    Raises BadInput or BadMedia, saying what is wrong; nothing is kept then but media that were fine.
    """
    path = Path(path)
    if path.stat().st_size > MAX_ZIP_MB * 1e6:
        raise BadInput(f"{path.name!r} is larger than {MAX_ZIP_MB:.0f} MB, the most that a chat may be.")
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="nextgpt-") as folder:
            return _Import(archive, Path(folder), keep).transcript()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, UnicodeDecodeError) as error:
        # RuntimeError: encrypted
        raise BadInput(f"{path.name!r} is not a chat exported from here: it is damaged or no plain zip.") from error


class _Import:
    def __init__(self, archive: zipfile.ZipFile, folder: Path, keep: Callable[[Path], Path]) -> None:
        self.archive, self.folder, self.keep = archive, folder, keep
        self.members = {info.filename: info for info in archive.infolist()}
        self.bytes_left = int(MAX_ZIP_MB * 1e6)
        self.kept: dict[str, Path] = {}
        if len(archive.infolist()) > MAX_MEMBERS:
            raise BadInput(f"the zip holds {len(archive.infolist())} files; a chat has at most {MAX_MEMBERS}.")

    def transcript(self) -> Transcript:
        if "conversation.json" in self.members:
            return read_document(self._json("conversation.json"), self._medium)
        if "transcript.json" in self.members:
            return self._from_messages(self._json("transcript.json"))
        raise BadInput("the zip holds no chat: neither conversation.json nor transcript.json is in it.")

    def _json(self, name: str) -> Any:
        try:
            return json.loads(self._read(name, MAX_TRANSCRIPT_BYTES))
        except (ValueError, RecursionError) as error:
            raise BadInput(f"{name} in the zip is damaged ({error}).") from error

    def _read(self, name: str, max_bytes: int) -> bytes:
        if self.members[name].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadInput(f"{name!r} in the zip is packed in a way that is not accepted; pack it with deflate.")
        with self.archive.open(self.members[name]) as file:
            return self._bounded(file, name, max_bytes)

    def _bounded(self, file: BinaryIO, name: str, max_bytes: int) -> bytes:
        """What a member unpacks to; what its header says is not believed."""
        content = file.read(min(max_bytes, self.bytes_left) + 1)
        if len(content) > max_bytes:
            raise BadInput(f"{name!r} in the zip unpacks to more than {max_bytes / 1e6:.0f} MB.")
        self.bytes_left -= len(content)
        if self.bytes_left < 0:
            raise BadInput(f"the zip unpacks to more than {MAX_ZIP_MB:.0f} MB, the most that a chat may be.")
        return content

    def _medium(self, name: str) -> Path:
        """Where the medium `media/<name>` now stays. A name that is not plain is not in the zip, by definition."""
        if name in self.kept:
            return self.kept[name]
        plain = Path(name).name
        member = f"media/{name}"
        if plain != name or "\\" in name or name.startswith(".") or member not in self.members:
            raise BadInput(f"the chat names the file {name!r}, which is not in the zip.")
        if len(self.kept) >= MAX_MEDIA:
            raise BadInput(f"the chat shows more than {MAX_MEDIA} media; split it.")
        limits = MediaLimits()
        path = self.folder / f"{len(self.kept)}-{Path(plain).stem[:60]}{Path(plain).suffix[:8]}"
        path.write_bytes(self._read(member, int(limits.max_file_mb * 1e6)))
        part = open_media(path, limits)
        if sniff(path, limits).name != OWN_FORMATS[part.modality] or path.suffix != SUFFIXES[part.modality]:
            path = save_media(part, path.with_suffix(SUFFIXES[part.modality]))
        self.kept[name] = self.keep(path)
        return self.kept[name]

    def _from_messages(self, messages: Any) -> Transcript:
        """The usual message list, with `path` inside the zip."""
        try:
            entries = []
            for message in messages:
                content, role = message["content"], message["role"]
                if role not in ROLES:
                    continue  # a system line: the page has its own place for it
                items = [{"type": "text", "text": content}] if isinstance(content, str) else content
                entries.append(Entry(role, tuple(self._item(item) for item in items)))
            return Transcript(tuple(entries))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadInput(f"transcript.json in the zip is not a list of messages ({error}).") from error

    def _item(self, item: dict[str, Any]) -> Item:
        if item["type"] == "text":
            return Item(Text(str(item["text"])))
        path = self._medium(item["path"].removeprefix("media/"))
        return Item(ON_DISK[Modality(item["type"])](path, str(item.get("caption") or "")), path)
