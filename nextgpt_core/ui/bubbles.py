"""Turns a transcript, and the reply being made, into the messages Gradio's Chatbot shows.

Plain dictionaries only: no Gradio import. Words of the person and of the model are escaped, media are files by path,
previews are inline JPEGs (a preview file per step would fill the disk).
"""

from __future__ import annotations

import base64
import html
import io
import re
from urllib.parse import quote

from nextgpt_core.media import Text
from nextgpt_core.ui.reply_in_progress import Progress, ReplyInProgress
from nextgpt_core.ui.transcript import Entry, Item, Transcript

PREVIEW_SIDE_PX = 192


def escape_words(text: str) -> str:
    """Markdown stays, HTML does not: "<|im_start|>" and "<b>" are shown as typed. `unescape_words` undoes it."""
    return html.escape(text, quote=False)


def unescape_words(text: str) -> str:
    return html.unescape(text)


def entry_messages(entry: Entry) -> list[dict]:
    """One message per run of words and one per medium with its caption, so that each has its own bubble row."""
    messages: list[dict] = []
    for item in entry.items:
        if isinstance(item.part, Text):
            messages.append({"role": entry.role, "content": escape_words(item.part.text)})
        else:
            messages.append({"role": entry.role, "content": {"path": str(item.path)}})
            if entry.role == "assistant":
                messages.append({"role": entry.role, "content": _caption(item)})
    if entry.failure:
        messages.append({"role": entry.role, "content": _quiet("failure", entry.failure)})
    if entry.footer:
        messages.append({"role": entry.role, "content": _quiet("footer", entry.footer)})
    return messages


def chat_messages(transcript: Transcript, reply: ReplyInProgress | None = None) -> list[dict]:
    """The whole page, oldest first; `reply` is shown behind the transcript with its progress."""
    messages = [message for entry in transcript.entries for message in entry_messages(entry)]
    if reply is None:
        return messages
    # a copy of the items: another thread may be adding to them
    said = Entry("assistant", tuple(i for i in reply.items if not isinstance(i.part, Text) or i.part.text.strip()))
    messages += entry_messages(said)
    if reply.progress is not None:
        messages.append(_progress_message(reply.progress))
    elif not said.items:
        title = "Thinking" if reply.begun else "Waiting in line"
        messages.append({"role": "assistant", "content": "", "metadata": {"title": title, "status": "pending"}})
    return messages


def entry_index(transcript: Transcript, message_index: int) -> int | None:
    """Which entry the message with this index belongs to; None beyond the end."""
    for index, entry in enumerate(transcript.entries):
        message_index -= len(entry_messages(entry))
        if message_index < 0:
            return index
    return None


def _quiet(kind: str, text: str) -> str:
    """A short line styled by theme.CSS; one paragraph of plain text, whatever it holds."""
    return f'<span class="{kind}">{_plain(text)}</span>'


def _plain(text: str) -> str:
    """One line in which nothing is Markdown or HTML."""
    return re.sub(r"([\\`*_\[\]#$~])", r"\\\1", escape_words(" ".join(text.split())))


def _caption(item: Item) -> str:
    """What it shows, how long it took, and a link that saves it under its own name."""
    name = item.path.name
    link = f'<a href="gradio_api/file={quote(str(item.path))}" download="{name}">save</a>'
    told = [item.part.caption, f"{item.seconds:.1f} s" if item.seconds else ""]
    line = " · ".join(_plain(text) for text in told if text)
    return f'<span class="caption">{line}{" · " if line else ""}{link}</span>'


def _progress_message(progress: Progress) -> dict:
    content = _quiet("caption", progress.caption) if progress.caption else ""
    if progress.preview is not None:
        content = f'<img class="preview" alt="preview" src="{_jpeg_url(progress.preview)}">{content}'
    return {"role": "assistant", "content": content, "metadata": {"title": progress.title, "status": "pending"}}


def _jpeg_url(pixels) -> str:
    """uint8 [h, w, 3] -> a data URL of at most PREVIEW_SIDE_PX a side."""
    from PIL import Image as PILImage

    picture = PILImage.fromarray(pixels)
    picture.thumbnail((PREVIEW_SIDE_PX, PREVIEW_SIDE_PX))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode("ascii")
