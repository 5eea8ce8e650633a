"""Turns a transcript, and the reply being made, into the messages Gradio's Chatbot shows.

Plain dictionaries only: no Gradio import. Words of the person and of the model are escaped, media are our own HTML by
path, previews are inline JPEGs (a preview file per step would fill the disk). Buttons carry what they do in their class
(`do-<verb>-<entry>-<argument>`), the one attribute that passes Gradio's sanitiser; page.js acts on it.
"""

from __future__ import annotations

import base64
import html
import io
from urllib.parse import quote

from nextgpt_core.media import Modality, Text
from nextgpt_core.ui.reply_in_progress import Progress, ReplyInProgress
from nextgpt_core.ui.transcript import Entry, Item, Transcript
from nextgpt_core.ui.words import say

PREVIEW_SIDE_PX = 256
SHOWN = {
    Modality.IMAGE: '<button type="button" class="do do-large look" title="{large}"><img alt="{name}" src="{url}">'
    "</button>",
    Modality.AUDIO: '<audio controls preload="metadata" title="{name}" src="{url}"></audio>',
    Modality.VIDEO: '<video controls loop playsinline preload="metadata" title="{name}" src="{url}"></video>',
}


def escape_words(text: str) -> str:
    """Markdown stays, HTML does not: "<|im_start|>" and "<b>" are shown as typed. `unescape_words` undoes it."""
    return html.escape(text, quote=False)


def unescape_words(text: str) -> str:
    return html.unescape(text)


def button(verb: str, words: str, title: str = "", style: str = "") -> str:
    """A button that page.js understands. `verb`, e.g. "retry-3", goes into its class."""
    label = f' title="{_inside(title)}"' if title else ""
    return f'<button type="button" class="do do-{verb} {style}"{label}>{_inside(words)}</button>'


def entry_messages(entry: Entry, index: int = 0, versions: tuple[int, int] = (0, 1), language: str = "en") -> list:
    """One message per run of words and one per medium, then one line with what to do next. `index` is the entry's
    place in the chat and `versions` which of how many versions is shown; both go into the buttons."""
    messages = [_message(entry, item, language) for item in entry.items]
    ending = _versions(index, versions, language)
    if entry.role == "assistant":
        ending = _failure(entry.failure) + _ending(entry, index, ending, language)
    elif ending:
        ending = f'<div class="acts">{ending}</div>'
    return [*messages, {"role": entry.role, "content": ending}] if ending else messages


def chat_messages(transcript: Transcript, reply: ReplyInProgress | None = None, language: str = "en") -> list[dict]:
    """The whole page, oldest first; `reply` is shown behind the transcript with its progress."""
    messages = [message for rows in _rows(transcript, language) for message in rows]
    if reply is None:
        return messages
    # a copy of the items: another thread may be adding to them
    said = [item for item in reply.items if not isinstance(item.part, Text) or item.part.text.strip()]
    messages += [_message(Entry("assistant", ()), item, language) for item in said]
    progress = reply.progress
    if progress is not None:
        messages.append({"role": "assistant", "content": _making(progress, language)})
    elif not said:
        words = say(language, "thinking" if reply.begun else "waiting")
        messages.append({"role": "assistant", "content": f'<div class="making thinking">{words}</div>'})
    return messages


def entry_index(transcript: Transcript, message_index: int) -> int | None:
    """Which entry the message with this index belongs to; None beyond the end."""
    for index, rows in enumerate(_rows(transcript, "en")):
        message_index -= len(rows)
        if message_index < 0:
            return index
    return None


def is_words(transcript: Transcript, message_index: int) -> bool:
    """Whether the message with this index is what somebody said, not a medium or a line of buttons."""
    rows = [
        i < len(e.items) and isinstance(e.items[i].part, Text)
        for e, messages in zip(transcript.entries, _rows(transcript, "en"), strict=True)
        for i in range(len(messages))
    ]
    return message_index < len(rows) and rows[message_index]


def _rows(transcript: Transcript, language: str):
    for index, entry in enumerate(transcript.entries):
        yield entry_messages(entry, index, transcript.versions(index), language)


def _message(entry: Entry, item: Item, language: str) -> dict:
    text = isinstance(item.part, Text)
    return {"role": entry.role, "content": escape_words(item.part.text) if text else _medium(item, language)}


def _medium(item: Item, language: str) -> str:
    """The player, what it shows, how it was made, and what can be done with it."""
    modality, url = item.part.modality, f"gradio_api/file={quote(str(item.path))}"
    name = item.part.caption or item.path.stem.replace("-", " ")
    told = [item.part.caption]
    if item.seconds:
        told.append(say(language, "in_s", seconds=item.seconds))
    acts = [f"<span>{say(language, 'in_seed', seed=item.seed)}</span>"] if item.seed is not None else []
    acts += [button("use", say(language, "use"), say(language, "use_title"))]
    if modality == Modality.VIDEO:
        acts.append(button("large", say(language, "large")))
    acts.append(
        f'<a class="act" href="{_inside(url)}" download="{_inside(item.path.name)}">{say(language, "download")}</a>'
    )
    line = f'<span class="caption">{_inside(" · ".join(filter(None, told)))}</span>'
    shown = SHOWN[modality].format(name=_inside(name), url=_inside(url), large=say(language, "large"))
    return f'<div class="medium {modality.value}">{shown}<div class="acts">{line}{"".join(acts)}</div></div>'


def _ending(entry: Entry, index: int, versions: str, language: str) -> str:
    verbs = {"retry": f"retry-{index}", "again": f"again-{index}", "copy": "copy", "undo": f"undo-{index}"}
    if entry.seed is None:
        del verbs["again"]
    if not entry.text:
        del verbs["copy"]
    acts = [button(verb, say(language, word), say(language, f"{word}_title")) for word, verb in verbs.items()]
    line = f'<span class="footer">{_inside(entry.footer)}</span>' if entry.footer else ""
    return f'<div class="acts ending">{line}{versions}{"".join(acts)}</div>'


def _failure(text: str) -> str:
    return f'<div class="failure">{headed(text)}</div>' if text else ""


def headed(text: str) -> str:
    """Several lines: the first is a heading."""
    heading, _, rest = text.partition("\n")
    return f"<b>{_inside(heading)}</b><br>{_inside(rest)}" if rest else _inside(heading)


def _versions(index: int, versions: tuple[int, int], language: str) -> str:
    """‹ 2/3 › where there is more than one."""
    shown, total = versions
    if total == 1:
        return ""
    older = button(f"show-{index}-{max(shown - 1, 0)}", "‹", say(language, "older"))
    newer = button(f"show-{index}-{min(shown + 1, total - 1)}", "›", say(language, "newer"))
    return f'<span class="versions">{older}<span>{shown + 1}/{total}</span>{newer}</span>'


def _making(progress: Progress, language: str) -> str:
    title = say(language, f"making_{progress.modality.value}")
    step = say(language, "step", step=progress.step, total=progress.num_steps) if progress.step else ""
    seen = ""
    if progress.preview is not None:
        seen = f'<img class="preview" alt="{say(language, "preview")}" src="{_jpeg_url(progress.preview)}">'
    bar = f'<progress title="{title}" max="{progress.num_steps}" value="{progress.step}"></progress>'
    caption = f'<span class="caption">{_inside(progress.caption)}</span>' if progress.caption else ""
    words = f'<span class="title">{" · ".join(filter(None, (title, step)))}</span>'
    return f'<div class="making">{seen}<div>{words}{bar}{caption}</div></div>'


def _inside(text: str) -> str:
    """Plain words inside our own HTML, attributes too: one line in which nothing is HTML, Markdown or a formula."""
    return "".join(f"&#{ord(letter)};" if letter in "&<>\"'\\`*_[]#$~" else letter for letter in " ".join(text.split()))


def _jpeg_url(pixels) -> str:
    """uint8 [h, w, 3] -> a data URL of at most PREVIEW_SIDE_PX a side."""
    from PIL import Image as PILImage

    picture = PILImage.fromarray(pixels)
    picture.thumbnail((PREVIEW_SIDE_PX, PREVIEW_SIDE_PX))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode("ascii")
