"""What happens when a person sends, stops, retries, edits, undoes or clears: plain functions over a session.

Each returns, or yields, a `View` of the page. Nothing a model does may raise through here: an exception inside a
Gradio handler leaves the page locked. Knows no Gradio; layout.py wires these to components.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nextgpt_core.errors import Cancelled, NextGPTError
from nextgpt_core.events import MediaReady, MediaStarted
from nextgpt_core.ui.bubbles import chat_messages, entry_index, unescape_words
from nextgpt_core.ui.controls import read_options
from nextgpt_core.ui.session import Session

log = logging.getLogger(__name__)
MIN_YIELD_S = 0.1  # the page is sent again at most this often


@dataclass(frozen=True)
class View:
    """What the page shows now. None leaves the message box (`draft`) or the seed as they are."""

    messages: list[dict]
    busy: bool = False
    draft: dict[str, Any] | None = None
    notice: str = ""
    seed: int | None = None


@dataclass(frozen=True)
class Wish:
    """How the person wants the next answer: panel values by key and the chips chosen under the box."""

    values: dict[str, Any] = field(default_factory=dict)
    modalities: tuple[str, ...] = ()


EMPTY_DRAFT: dict[str, Any] = {"text": "", "files": []}


def view(session: Session, **changes: Any) -> View:
    messages = chat_messages(session.transcript, session.reply)
    return View(messages, busy=session.reply is not None, notice=session.notice, **changes)


def send(bot, session: Session, draft: dict[str, Any] | None, wish: Wish) -> View:
    """Takes the draft into the chat; `answer` then answers it. A draft that is refused stays in the box."""
    draft = draft or EMPTY_DRAFT
    try:
        options = read_options(wish.values, wish.modalities)
        session.ask(draft.get("text") or "", [str(path) for path in draft.get("files") or ()], bot.can_read)
    except Exception as error:
        session.notice = plain_words(error)
        return view(session)
    session.begin(options)
    return view(session, draft=EMPTY_DRAFT)


def answer(bot, session: Session) -> Iterator[View]:
    """Answers the last message, if a reply to it was begun and nobody answers it yet. Never raises.

    Closing this generator (the tab was closed) stops the model within one step and keeps what was finished.
    """
    reply = session.reply
    if reply is None or reply.begun:
        yield view(session)  # Gradio empties every output of a generator that yields nothing
        return
    reply.begun = True
    shown_at, failure, events = time.monotonic(), "", None
    try:
        yield view(session)
        events = bot.stream(session.transcript.conversation(), reply.options, cancel=reply.stopped)
        for event in events:
            if session.reply is not reply:  # stopped, cleared or undone meanwhile
                break
            reply.take(event)
            if isinstance(event, MediaStarted | MediaReady) or time.monotonic() - shown_at >= MIN_YIELD_S:
                shown_at = time.monotonic()
                yield view(session)
    except Cancelled:
        reply.stopped.set()
    except GeneratorExit:
        reply.stopped.set()
        raise
    except Exception as error:
        failure = plain_words(error)
    finally:
        if events is not None:
            events.close()
        session.settle(reply, failure)
    yield view(session, seed=reply.finished.seed if reply.finished else None)


def recover(session: Session) -> View:
    """After `answer` could not even start (the queue is full): the page must be usable again."""
    reply = session.reply
    if reply is not None and not reply.begun:
        session.settle(reply, "Not answered: too many people are asking right now. Press retry in a moment.")
    return view(session)


def stop(session: Session) -> View:
    """The box is free at once; the model stops within one step; what was finished stays."""
    session.stop()
    return view(session)


def clear(session: Session) -> View:
    session.clear()
    return view(session)


def retry(session: Session, message_index: int, wish: Wish) -> View:
    """Answers again the question that led to this message; what came after it goes."""
    return _again(session, message_index, wish, text=None)


def edit(session: Session, message_index: int, text: str, wish: Wish) -> View:
    """Changes the words of a question, keeps its media, forgets what came after it and answers it."""
    return _again(session, message_index, wish, text=unescape_words(text))


def undo(session: Session, message_index: int) -> View:
    """Takes a question and its answer back; its words and media return to the box."""
    session.stop()
    asked = _asked_at(session, message_index)
    if asked is None:
        return view(session)
    entry = session.transcript.entries[asked]
    session.transcript = session.transcript.upto(asked)
    return view(session, draft={"text": entry.text, "files": [str(path) for path in entry.paths]})


def plain_words(error: Exception) -> str:
    """What a person is told. Surprises are logged in full and told in one sentence."""
    if isinstance(error, NextGPTError):
        text = str(error)
        return text[:1].upper() + text[1:]
    log.error("unexpected error while answering", exc_info=error)
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return "The machine ran out of memory. Start a new chat, or ask for fewer media at once."
    return f"Something went wrong inside the program ({type(error).__name__}). The chat is intact: press retry."


def _asked_at(session: Session, message_index: int) -> int | None:
    index = entry_index(session.transcript, message_index)
    return session.transcript.asked_at(index if index is not None else len(session.transcript.entries) - 1)


def _again(session: Session, message_index: int, wish: Wish, text: str | None) -> View:
    session.stop()
    asked = _asked_at(session, message_index)
    if asked is None:
        return view(session)
    try:
        options = read_options(wish.values, wish.modalities)
    except NextGPTError as error:
        session.notice = plain_words(error)
        return view(session)
    transcript = session.transcript
    if text is None:
        session.transcript = transcript.upto(asked + 1)
    elif text.strip() or transcript.entries[asked].paths:
        session.transcript = transcript.edited(asked, text.strip())
    else:
        session.notice = "The message is empty: type something, or attach a picture, a sound or a clip."
        return view(session)
    session.begin(options)
    return view(session)
