"""One visitor's chat: the transcript, the reply in progress and the folder of its media. Shared with nobody.

Mutable on purpose: what was finished before a stop, an error or a closed tab is already here. Knows no Gradio.
"""

from __future__ import annotations

import logging
import re
import secrets
import shutil
import tempfile
import threading
import time
import weakref
from pathlib import Path
from typing import Any

from nextgpt_core.config import Options
from nextgpt_core.errors import NextGPTError
from nextgpt_core.media import MEDIA, MediaLimits, Modality, Part, Text
from nextgpt_core.media_files import SUFFIXES, open_media, save_media
from nextgpt_core.recipe import media_recipe
from nextgpt_core.ui.history import Shelf
from nextgpt_core.ui.reply_in_progress import ReplyInProgress
from nextgpt_core.ui.telling import Refused, told
from nextgpt_core.ui.transcript import Entry, Item, Transcript
from nextgpt_core.ui.words import say

log = logging.getLogger(__name__)
MAX_FILES = 8  # of one message
MAX_TEXT_CHARS = 8_000  # of one message; a few thousand tokens, more than the small presets can read
MAX_ENTRIES = 400
MAX_AT_ONCE = 3  # answers made for one visitor, in all pages together: the line is for everybody
LIVE: weakref.WeakValueDictionary[str, Session] = weakref.WeakValueDictionary()  # by chat id
MAX_AGE_S = 24 * 3600.0  # of a folder nobody wrote to


class Session:
    """`root` is the folder under which every session gets a folder of its own with an unguessable name."""

    def __init__(self, root: Path, model_name: str) -> None:
        self.root, self.model_name = root, model_name
        self.transcript = Transcript()
        self.reply: ReplyInProgress | None = None
        self.language = "en"
        self.shelf: Shelf | None = None  # where this visitor's chats are kept; None: nowhere
        self.chat_id: str | None = None  # of this chat on the shelf; None: not kept yet
        self.notice = ""  # why the last wish was refused; goes with the next one that is not
        self._folder: Path | None = None
        self._num_files = 0
        self._lock = threading.Lock()  # stop and the answering thread may settle at the same moment

    def __deepcopy__(self, memo: dict) -> Session:
        """Gradio copies a State's initial value for every visitor: each gets a fresh session."""
        return Session(self.root, self.model_name)

    @property
    def folder(self) -> Path:
        if self._folder is None:
            self.root.mkdir(parents=True, exist_ok=True)
            sweep(self.root)
            self._folder = Path(tempfile.mkdtemp(prefix="chat-", dir=self.root))
            self._folder.chmod(0o755)
        return self._folder

    def ask(self, text: str, paths: list[str], can_read: frozenset) -> None:
        """Adds the person's message. Raises Refused or BadMedia and leaves the session as it was."""
        if self.reply is not None:
            raise Refused(say(self.language, "busy"))
        self.check_share()
        if not text.strip() and not paths:
            raise Refused(say(self.language, "empty"))
        if len(text) > MAX_TEXT_CHARS:
            raise Refused(say(self.language, "too_many_words", count=len(text), most=MAX_TEXT_CHARS))
        if len(paths) > MAX_FILES:
            raise Refused(say(self.language, "too_many_files", count=len(paths), most=MAX_FILES))
        if len(self.transcript.entries) >= MAX_ENTRIES:
            raise Refused(say(self.language, "chat_full", most=MAX_ENTRIES))
        parts = [open_media(path, MediaLimits()) for path in paths]
        for part in parts:
            if part.modality not in can_read:
                kinds = (part.modality, *(m for m in (Modality.TEXT, *MEDIA) if m in {Modality.TEXT, *can_read}))
                kind, *able = (say(self.language, m.value) for m in kinds)
                raise Refused(say(self.language, "cannot_read", kind=kind, able=", ".join(able)))
        # What is shown is what the model sees: re-encoded, upright, free of metadata and playable in every browser.
        items = [Item(part, self.save(part, name=Path(path).stem)) for part, path in zip(parts, paths, strict=True)]
        if text.strip():
            items.append(Item(Text(text.strip())))
        self.chat_id = self.chat_id or secrets.token_hex(8)
        LIVE[self.chat_id] = self
        self.transcript = self.transcript.add(Entry("user", tuple(items)))

    def check_share(self) -> None:
        """Raises Refused where this visitor's other pages wait for as many answers as one person may."""
        others = [page for page in list(LIVE.values()) if page is not self and self.shelf and page.shelf]
        ours = [page.reply for page in others if page.shelf.folder == self.shelf.folder]
        if sum(reply is not None and reply.awaited for reply in ours) >= MAX_AT_ONCE:
            raise Refused(say(self.language, "too_many_at_once", most=MAX_AT_ONCE))

    def save(self, part: Part, recipe: dict[str, Any] | None = None, name: str = "") -> Path:
        """Writes a medium into the session's folder under a readable, unique name."""
        self._num_files += 1
        words = re.sub(r"[^a-z0-9]+", "-", (name or part.caption).lower())[:40].strip("-") or part.modality.value
        return save_media(part, self.folder / f"{words}-{self._num_files}{SUFFIXES[part.modality]}", recipe)

    def begin(self, options: Options) -> ReplyInProgress:
        """A reply to the last message is wanted; `stop` or `settle` ends it."""
        prompt = self.transcript.entries[-1].text
        model = self.model_name

        def save(part: Part, seed: int) -> Path:
            return self.save(part, media_recipe(part, prompt, seed, options, model))

        self.notice, self.reply = "", ReplyInProgress(save, options, self.language)
        self.keep()
        return self.reply

    def settle(self, reply: ReplyInProgress | None, failure: str = "") -> None:
        """`reply`, as far as it got, becomes part of the transcript; nothing happens where that was done already."""
        with self._lock:
            if reply is not None and reply is self.reply:
                self.transcript = self.transcript.add(reply.entry(failure))
                self.reply, self.notice = None, ""
                self.keep()

    def keep(self) -> None:
        """Puts the chat on the visitor's shelf as it is now; one that is empty again goes from there. A shelf that
        cannot take it is told in `notice`: the chat on the page goes on."""
        if self.shelf is None or self.chat_id is None:
            return
        try:
            if self.transcript.entries:
                self.chat_id = self.shelf.save(self.transcript, self.chat_id)
            else:
                self.shelf.delete(self.chat_id)
        except (NextGPTError, OSError) as error:
            log.warning("a chat could not be kept: %s", error)
            self.notice = told(error, self.language)

    def open(self, chat_id: str) -> None:
        """Shows a chat from the shelf. Raises BadInput where it is gone.

        A page that still has it open (before a reload, or in another tab) is stopped and, if it goes on, goes on as a
        chat of its own: two pages never write over each other.
        """
        if self.shelf is None:
            raise Refused(say(self.language, "no_shelf"))
        other = LIVE.get(chat_id)
        ours = other is not None and other.shelf is not None and other.shelf.folder == self.shelf.folder
        if ours and other is not self:
            other.stop()
            other.chat_id = None
        transcript = self.shelf.load(chat_id)
        self.clear()
        self.transcript, self.chat_id = transcript, chat_id
        LIVE[chat_id] = self

    def restore(self, transcript: Transcript) -> None:
        """A chat from elsewhere becomes this one, under an id of its own."""
        self.transcript, self.chat_id = transcript, secrets.token_hex(8)
        LIVE[self.chat_id] = self
        self.keep()

    def take_in(self, path: Path) -> Path:
        """Copies a file into the session's folder under a unique name."""
        self._num_files += 1
        kept = self.folder / f"{path.stem}-{self._num_files}{path.suffix}"
        shutil.copyfile(path, kept)
        return kept

    def stop(self) -> None:
        reply = self.reply
        if reply is not None:
            reply.stopped.set()
            self.settle(reply)

    def clear(self) -> None:
        """Begins a new chat and deletes the session's files; what is on the shelf stays there."""
        self.stop()
        self.transcript, self.notice, self.chat_id = Transcript(), "", None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def sweep(root: Path) -> None:
    """Deletes chat folders that nobody wrote to for MAX_AGE_S: visitors leave without saying so."""
    oldest = time.time() - MAX_AGE_S
    for folder in root.glob("chat-*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
