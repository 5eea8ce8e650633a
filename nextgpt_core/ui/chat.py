"""What happens when a person sends, stops, retries, edits, undoes or clears: plain functions over a session.

Each returns, or yields, a `View` of the page. Nothing a model does may raise through here: an exception inside a
Gradio handler leaves the page locked. Knows no Gradio; layout.py wires these to components.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nextgpt_core.conversation import ROLES
from nextgpt_core.errors import Cancelled
from nextgpt_core.events import MediaReady, MediaStarted
from nextgpt_core.media import Text
from nextgpt_core.media_files import open_media
from nextgpt_core.ui.bubbles import chat_messages, entry_index, is_words, unescape_words
from nextgpt_core.ui.controls import read_options
from nextgpt_core.ui.examples import ASSETS, Example
from nextgpt_core.ui.import_chat import import_chat
from nextgpt_core.ui.session import Session
from nextgpt_core.ui.telling import told
from nextgpt_core.ui.transcript import Entry, Item
from nextgpt_core.ui.words import say

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
    messages = chat_messages(session.transcript, session.reply, session.language)
    return View(messages, busy=session.reply is not None, notice=session.notice, **changes)


def send(bot, session: Session, draft: dict[str, Any] | None, wish: Wish) -> View:
    """Takes the draft into the chat; `answer` then answers it. A draft that is refused stays in the box."""
    draft = draft or EMPTY_DRAFT
    try:
        options = read_options(wish.values, wish.modalities)
        session.ask(draft.get("text") or "", [str(path) for path in draft.get("files") or ()], bot.can_read)
    except Exception as error:
        session.notice = told(error, session.language)
        return view(session)
    session.begin(options)
    return view(session, draft=EMPTY_DRAFT)


def example(bot, session: Session, chosen: Example, wish: Wish) -> View:
    """Starts a new chat with an example: what was said before, if anything, then its question."""
    session.clear()
    for number, (words, file) in enumerate(chosen.before):
        item = Item(Text(words))
        if file:
            path = session.take_in(ASSETS / file)
            item = Item(replace(open_media(path), caption=words), path)
        session.transcript = session.transcript.add(Entry(ROLES[number % 2], (item,)))
    return send(bot, session, chosen.draft, wish)


def answer(bot, session: Session) -> Iterator[View]:
    """Answers the last message, if a reply to it was begun and nobody answers it yet. Never raises.

    Closing this generator (the tab was closed) stops the model within one step and keeps what was finished.
    """
    reply = session.reply
    if reply is None or reply.begun:
        yield view(session)  # Gradio empties every output of a generator that yields nothing
        return
    reply.begun = True
    shown_at, failure, events = 0.0, "", None  # the first words are shown at once
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
        failure = told(error, session.language)
    finally:
        if events is not None:
            events.close()
        session.settle(reply, failure)
    yield view(session, seed=reply.finished.seed if reply.finished else None)


def recover(session: Session) -> View:
    """After `answer` could not even start (the queue is full): the page must be usable again."""
    reply = session.reply
    if reply is not None and not reply.begun:
        session.settle(reply, say(session.language, "too_busy"))
    return view(session)


def stop(session: Session) -> View:
    """The box is free at once; the model stops within one step; what was finished stays."""
    session.stop()
    return view(session)


def clear(session: Session) -> View:
    session.clear()
    return view(session, draft=EMPTY_DRAFT)


def retry(session: Session, entry: int, wish: Wish, same_seed: bool = False) -> View:
    """Answers again the question that led to this entry, with a new seed or the same; the old answer, and what came
    after it, stay as a version of their own."""
    seed = session.transcript.entries[entry].seed if 0 <= entry < len(session.transcript.entries) else None
    values = {**wish.values, "new_seed": not same_seed}
    if same_seed and seed is not None:
        values["seed"] = seed
    return _again(session, entry, replace(wish, values=values), text=None)


def edit(session: Session, message_index: int, text: str, wish: Wish) -> View:
    """Another version of a question, with these words and the same media, and its answer; the old one is kept.

    Gradio also sends the messages of the question that are no words, its media: those are as they were.
    """
    index = entry_index(session.transcript, message_index)
    if index is not None and not is_words(session.transcript, message_index):
        return view(session)
    return _again(session, -1 if index is None else index, wish, text=unescape_words(text))


def show_version(session: Session, entry: int, number: int) -> View:
    """Shows another version of what was said from `entry` on."""
    session.stop()
    session.transcript = session.transcript.switched(entry, number)
    session.notice = ""
    session.keep()
    return view(session)


def undo(session: Session, entry: int) -> View:
    """Takes a question and its answer back; its words and media return to the box."""
    session.stop()
    asked = session.transcript.asked_at(entry)
    if asked is None:
        return view(session)
    question = session.transcript.entries[asked]
    session.transcript = session.transcript.upto(asked)
    session.notice = ""
    session.keep()
    return view(session, draft={"text": question.text, "files": [str(path) for path in question.paths]})


def open_chat(session: Session, chat_id: str) -> View:
    """Shows a chat from the visitor's shelf instead of this one, which stays there."""
    try:
        session.open(chat_id)
    except Exception as error:
        session.notice = told(error, session.language)
    return view(session)


def delete_chat(session: Session, chat_id: str) -> View:
    if session.shelf is not None:
        session.shelf.delete(chat_id)
    return clear(session) if chat_id == session.chat_id else view(session)


def rename_chat(session: Session, chat_id: str, title: str) -> View:
    try:
        if session.shelf is not None:
            session.shelf.rename(chat_id, title)
    except Exception as error:
        session.notice = told(error, session.language)
    return view(session)


def bring_back(session: Session, zip_path: str) -> View:
    """Opens an exported chat as a new one."""
    try:
        keep = session.shelf.keep if session.shelf is not None else session.take_in
        transcript = import_chat(Path(zip_path), keep)
        session.clear()
        session.restore(transcript)
    except Exception as error:
        session.notice = told(error, session.language, "bad_zip")
    return view(session)


def _again(session: Session, entry: int, wish: Wish, text: str | None) -> View:
    session.stop()
    transcript = session.transcript
    asked = transcript.asked_at(entry if entry >= 0 else len(transcript.entries) - 1)
    if asked is None:
        return view(session)
    try:
        options = read_options(wish.values, wish.modalities)
        session.check_share()
    except Exception as error:
        session.notice = told(error, session.language)
        return view(session)
    if text is None:
        old = transcript.entries[asked + 1 : asked + 2]
        # an answer that holds nothing is not worth keeping, unless it is one of several versions
        keep = old and (old[0].items or transcript.versions(asked + 1)[1] > 1)
        session.transcript = transcript.branched(asked + 1) if keep else transcript.upto(asked + 1)
    elif text.strip() or transcript.entries[asked].paths:
        session.transcript = transcript.edited(asked, text.strip())
    else:
        session.notice = say(session.language, "empty")
        return view(session)
    session.begin(options)
    return view(session)
