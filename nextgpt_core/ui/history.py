"""The conversations of every visitor, kept on the server's disk: they survive a reload and a restart.

A visitor is known by a secret the browser keeps (`new_browser_id`); each has a shelf of its own, a folder whose name
cannot be guessed and does not tell the secret. A conversation is one JSON file; its media lie beside it once each,
named by content. Every write appears whole or not at all.

What goes when there is too much (`HistoryLimits`): a conversation that nobody changed for `max_age_days`; then, beyond
`max_conversations` or `max_mb` of one visitor, or `max_total_mb` of all, those unchanged for longest. The one being
saved never goes. Media go with the last conversation that shows them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from nextgpt_core.errors import BadInput
from nextgpt_core.ui.documents import media_names, read_document, transcript_document
from nextgpt_core.ui.transcript import Transcript

log = logging.getLogger(__name__)
DAY_S = 24 * 3600.0
LOOSE_MEDIA_S = DAY_S  # media that no saved conversation shows may belong to one being written
MAX_TITLE_CHARS = 80


@dataclass(frozen=True)
class HistoryLimits:
    max_conversations: int = 100  # of one visitor
    max_mb: float = 500.0  # of one visitor
    max_total_mb: float = 20_000.0
    max_age_days: float = 90.0


@dataclass(frozen=True)
class Summary:
    """One line of the list of conversations."""

    id: str
    title: str
    changed_s: float  # seconds since 1970, of the last save; renaming does not count
    num_messages: int


def data_folder() -> Path:
    """`NEXTGPT_DATA`, or a folder in the user's cache."""
    chosen = os.environ.get("NEXTGPT_DATA")
    return Path(chosen).expanduser() if chosen else Path.home() / ".cache" / "nextgpt" / "data"


def new_browser_id() -> str:
    return secrets.token_urlsafe(24)


class History:
    """`folder` is made when something is first kept in it. Safe to use from several threads."""

    def __init__(self, folder: Path | None = None, limits: HistoryLimits | None = None) -> None:
        self.folder = (folder or data_folder()) / "visitors"
        self.limits = limits or HistoryLimits()
        self._lock = threading.RLock()

    def shelf(self, browser_id: str) -> Shelf:
        """Raises BadInput unless `browser_id` could come from `new_browser_id`."""
        if not isinstance(browser_id, str) or not re.fullmatch(r"[\w-]{32,64}", browser_id, re.ASCII):
            raise BadInput("this browser's id is malformed; reload the page to get a new one.")
        name = hashlib.sha256(b"nextgpt visitor " + browser_id.encode()).hexdigest()[:40]
        return Shelf(self.folder / name, self.limits, self._lock)

    def sweep(self) -> None:
        """Applies the limits to every shelf; for the start of the server and once in a while after."""
        shelves = [Shelf(path, self.limits, self._lock) for path in self.folder.glob("*") if path.is_dir()]
        for shelf in shelves:
            shelf.sweep()
        sizes = {shelf.folder: _size_bytes(shelf.folder) for shelf in shelves}
        rows = [(summary, shelf) for shelf in shelves for summary in shelf.list()]
        for summary, shelf in sorted(rows, key=lambda row: row[0].changed_s):
            if sum(sizes.values()) <= self.limits.max_total_mb * 1e6:
                break
            shelf.delete(summary.id)
            sizes[shelf.folder] = _size_bytes(shelf.folder)
        for shelf in shelves:
            shelf.drop_if_empty()


class Shelf:
    """One visitor's conversations: `conversations/<id>.json` and `media/<words>-<content hash><suffix>`."""

    def __init__(self, folder: Path, limits: HistoryLimits, lock: threading.RLock) -> None:
        self.folder, self.limits, self._lock = folder, limits, lock
        self.media = folder / "media"
        self._conversations = folder / "conversations"
        self._names: dict[Path, str] = {}  # of the files kept from elsewhere

    def list(self) -> list[Summary]:
        """Last changed first. Damaged files are left out and logged."""
        return sorted(self._summaries(), key=lambda s: (-s.changed_s, s.id))

    def save(self, transcript: Transcript, conversation_id: str | None = None, title: str | None = None) -> str:
        """Writes a conversation, new or again, and returns its id. Its media are kept with it, wherever they were.

        Without `title` the old one stays; a new conversation is named by its first words. Raises BadInput where its
        media alone are more than one visitor may keep.
        """
        conversation_id = conversation_id or secrets.token_hex(8)
        with self._lock:
            document = transcript_document(transcript, self._kept_name)
            kept = [self.media / name for name in media_names(document)]
            used_bytes = sum(path.stat().st_size for path in kept if path.is_file())
            if used_bytes > self.limits.max_mb * 1e6:
                raise BadInput(
                    f"this chat's media take {used_bytes / 1e6:.0f} MB; {self.limits.max_mb:.0f} MB can be kept. "
                    "Export it and start a new one."
                )
            old = self._summary(self._path(conversation_id))
            title = _clean_title(title) or (old.title if old else "") or title_of(transcript)
            self._write(Summary(conversation_id, title, time.time(), len(transcript.entries)), document)
            self.sweep(keep=conversation_id)
        return conversation_id

    def load(self, conversation_id: str) -> Transcript:
        """Media stay on disk until they are looked at. Raises BadInput where there is no such conversation."""
        try:
            document = json.loads(self._path(conversation_id).read_text(encoding="utf-8").split("\n", 1)[1])
        except (OSError, ValueError, IndexError) as error:
            raise BadInput("this chat is no longer kept on the server, or damaged; start a new one.") from error
        return read_document(document, self._media_path)

    def rename(self, conversation_id: str, title: str) -> None:
        """Raises BadInput for an empty title or an unknown conversation."""
        if not _clean_title(title):
            raise BadInput("the name is empty; type a few words.")
        with self._lock:
            path = self._path(conversation_id)
            old = self._summary(path)
            if old is None:
                raise BadInput("this chat is no longer kept on the server; reload the page.")
            document = json.loads(path.read_text(encoding="utf-8").split("\n", 1)[1])
            self._write(Summary(old.id, _clean_title(title), old.changed_s, old.num_messages), document)

    def delete(self, conversation_id: str) -> None:
        """Forgets a conversation, and its media unless another one shows them. Nothing happens where it is gone."""
        with self._lock:
            path = self._path(conversation_id)
            gone = self._names_in(path)
            path.unlink(missing_ok=True)
            for name in gone - self._names_in_all():
                (self.media / name).unlink(missing_ok=True)

    def keep(self, path: Path) -> Path:
        """Copies a file among the kept media and returns where it is: `<name>-<content hash><suffix>`."""
        path = Path(path)
        if path.parent == self.media and path.exists():
            os.utime(path)
            return path
        try:
            content_hash = _file_hash(path)
        except OSError as error:
            raise BadInput(f"the file {path.name!r} of this chat is no longer there; add it again.") from error
        words = re.sub(r"[^a-z0-9]+", "-", path.stem.lower())[:40].strip("-") or "file"
        with self._lock:
            self.media.mkdir(parents=True, exist_ok=True)
            for kept in self.media.glob(f"*-{content_hash}{path.suffix}"):
                os.utime(kept)  # looked at now: not loose
                return kept
            kept = self.media / f"{words}-{content_hash}{path.suffix}"
            with _whole_file(kept) as partial:
                shutil.copyfile(path, partial)
        return kept

    def _kept_name(self, path: Path) -> str:
        """A file that is gone meanwhile goes by the name it was kept under, if it was: its chat is worth keeping."""
        if path.is_file():
            self._names[path] = self.keep(path).name
        return self._names.get(path, path.name)

    def sweep(self, keep: str = "") -> None:
        """Applies this visitor's limits; the conversation `keep` stays. Without it, also drops media nobody shows."""
        with self._lock:
            oldest_s = time.time() - self.limits.max_age_days * DAY_S
            summaries = [s for s in self.list() if s.id != keep]  # last changed first
            room = self.limits.max_conversations - (1 if keep else 0)
            for number, summary in enumerate(summaries):
                if summary.changed_s < oldest_s or number >= room:
                    self.delete(summary.id)
            for summary in reversed([s for s in self.list() if s.id != keep]):
                if _size_bytes(self.folder) <= self.limits.max_mb * 1e6:
                    break
                self.delete(summary.id)
            if keep:
                return
            shown = self._names_in_all()
            for path in self.media.glob("*"):
                if path.name not in shown and path.stat().st_mtime < time.time() - LOOSE_MEDIA_S:
                    path.unlink(missing_ok=True)

    def drop_if_empty(self) -> None:
        for path in (self._conversations, self.media, self.folder):
            with contextlib.suppress(OSError):  # not empty, or never made
                path.rmdir()

    def _path(self, conversation_id: str) -> Path:
        if not isinstance(conversation_id, str) or not re.fullmatch(r"[0-9a-f]{16}", conversation_id):
            raise BadInput("there is no such chat; reload the page.")
        return self._conversations / f"{conversation_id}.json"

    def _media_path(self, name: str) -> Path:
        if name != Path(name).name or name.startswith(".") or "\\" in name:
            raise BadInput(f"a stored chat names the file {name!r}, which is not a plain name.")
        return self.media / name

    def _write(self, summary: Summary, document: dict) -> None:
        """Two lines: the summary, which the list reads, and the document."""
        path = self._path(summary.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with _whole_file(path) as partial, partial.open("w", encoding="utf-8") as file:
            file.write(json.dumps(asdict(summary)) + "\n" + json.dumps(document))
            file.flush()
            os.fsync(file.fileno())

    def _summaries(self) -> Iterator[Summary]:
        for path in self._conversations.glob("*.json"):
            if (summary := self._summary(path)) is not None:
                yield summary

    def _summary(self, path: Path) -> Summary | None:
        try:
            with path.open(encoding="utf-8") as file:
                return Summary(**json.loads(file.readline()))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            log.warning("%s is not a stored chat and is left out: %s", path, error)
            return None

    def _names_in(self, path: Path) -> set[str]:
        try:
            return media_names(json.loads(path.read_text(encoding="utf-8").split("\n", 1)[1]))
        except (OSError, ValueError, IndexError):
            return set()

    def _names_in_all(self) -> set[str]:
        return set().union(*(self._names_in(path) for path in self._conversations.glob("*.json")))


def title_of(transcript: Transcript) -> str:
    """The first words a person typed, cut at a word; "Untitled" for media without words."""
    words = next((e.text for e in transcript.entries if e.role == "user" and e.text.strip()), "")
    return _clean_title(words) or "Untitled"


def _clean_title(title: str | None) -> str:
    words = " ".join((title or "").split())
    if len(words) <= MAX_TITLE_CHARS:
        return words
    return words[: MAX_TITLE_CHARS - 1].rsplit(" ", 1)[0] + "…"


@contextlib.contextmanager
def _whole_file(path: Path) -> Iterator[Path]:
    """Gives a temporary file beside `path` that takes its place when the block ends well."""
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".writing-", suffix=path.suffix)
    os.close(handle)
    try:
        yield Path(partial)
        os.chmod(partial, 0o644)
        os.replace(partial, path)
    finally:
        Path(partial).unlink(missing_ok=True)


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:24]


def _size_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
