"""Pieces of the page that are plain HTML: the first screen with its cards, the list of chats, limits and notices."""

from __future__ import annotations

import html
from collections.abc import Sequence
from urllib.parse import quote

from nextgpt_core.media import MediaLimits, Modality
from nextgpt_core.ui.bubbles import headed
from nextgpt_core.ui.examples import Example
from nextgpt_core.ui.history import Summary
from nextgpt_core.ui.session import MAX_FILES, Session
from nextgpt_core.ui.words import say


def welcome(examples: Sequence[Example], language: str = "en") -> str:
    """One line on what this is, and a card for every example."""
    cards = "".join(_card(number, example, language) for number, example in enumerate(examples))
    return (
        f'<div class="welcome"><h2>{say(language, "welcome")}</h2><p>{say(language, "welcome_line")}</p>'
        f'<div class="cards">{cards}</div></div>'
    )


def _card(number: int, example: Example, language: str) -> str:
    reads = [Modality.TEXT, *(m for m in Modality if m in example.reads)]
    makes = [m for m in Modality if m in example.makes]
    kinds = [" + ".join(say(language, m.value) for m in side) for side in (reads, makes)]
    line = say(language, "to", reads=kinds[0], makes=kinds[1])
    icon = f'<img alt="" src="gradio_api/file={quote(example.icon_path)}">'
    words = f"<span><b>{say(language, example.word)}</b><small>{line}</small></span>"
    return f'<button type="button" class="do do-example-{number} example">{icon}{words}</button>'


def chat_list(session: Session) -> str:
    """The visitor's chats, newest first. Not sanitised by Gradio, so that data attributes pass; all words escaped."""
    chats = session.shelf.list() if session.shelf is not None else []
    rows = "".join(_chat_row(chat, session) for chat in chats)
    body = f"<ul>{rows}</ul>" if rows else f"<p>{say(session.language, 'no_chats')}</p>"
    return f'<div data-current="{html.escape(session.chat_id or "")}">{body}</div>'


def _chat_row(chat: Summary, session: Session) -> str:
    title = html.escape(chat.title)
    current = ' aria-current="true"' if chat.id == session.chat_id else ""
    data = f'data-id="{chat.id}" data-title="{title}"'
    return (
        f'<li><button type="button" class="do do-open-{chat.id} open"{current} title="{title}">{title}</button>'
        f'<button type="button" class="do do-rename" {data} title="{say(session.language, "rename")}">✎</button>'
        f'<button type="button" class="do do-delete" {data} title="{say(session.language, "delete")}">✕</button></li>'
    )


def caps(model_name: str, language: str = "en") -> str:
    """What may be attached, said before anybody runs into it."""
    limits = MediaLimits()
    numbers = {"mb": limits.max_file_mb, "audio": limits.max_audio_s / 60, "video": limits.max_video_s / 60}
    told = {name: f"{value:.0f}" for name, value in numbers.items()}
    return say(language, "caps", files=MAX_FILES, model=html.escape(model_name), **told)


def notice_html(text: str) -> str:
    return f'<p role="alert">{headed(text)}</p>' if text else ""
