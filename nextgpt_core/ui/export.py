"""A chat as a file to keep: a zip that import_chat.py opens again, one web page, or Markdown. Knows no Gradio.

The zip holds conversation.json (everything, for us), transcript.json (the usual message list, for other programs),
chat.html, chat.md and media/.
"""

from __future__ import annotations

import base64
import html
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from nextgpt_core.media import Modality, Text
from nextgpt_core.ui.documents import transcript_document
from nextgpt_core.ui.session import Session
from nextgpt_core.ui.transcript import Entry, Item, Transcript

MIME_TYPES = {".png": "image/png", ".wav": "audio/wav", ".mp4": "video/mp4"}
SPEAKERS = {"user": "You", "assistant": "NExT-GPT"}
NOUNS = {Modality.IMAGE: "picture", Modality.AUDIO: "sound", Modality.VIDEO: "clip"}
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>NExT-GPT chat</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
section { margin: 0 0 2rem; } h2 { font-size: 1rem; margin: 0 0 .5rem; }
p { white-space: pre-wrap; margin: 0 0 .75rem; } figure { margin: 0 0 .75rem; }
img, video { max-width: 100%; max-height: 24rem; border-radius: .5rem; }
figcaption, small { color: #777; }
</style>
<h1>NExT-GPT chat</h1>
"""

NameOf = Callable[[Path], str]


def export_chat(transcript: Transcript, folder: Path, kind: str = "zip") -> Path:
    """Writes the chat into a new folder under `folder`; returns the file. kind: "zip", "html" or "markdown"."""
    parent = Path(tempfile.mkdtemp(prefix="export-", dir=folder))
    parent.chmod(0o755)
    path = parent / {"zip": "nextgpt-chat.zip", "html": "nextgpt-chat.html", "markdown": "nextgpt-chat.md"}[kind]
    if kind == "zip":
        _write_zip(transcript, path)
    elif kind == "html":
        path.write_text(transcript_html(transcript), encoding="utf-8")
    else:
        path.write_text(transcript_markdown(transcript), encoding="utf-8")
    return path


def export_zip(session: Session) -> str:
    """The chat so far as a zip in the session's folder."""
    return str(export_chat(session.transcript, session.folder))


def transcript_messages(transcript: Transcript, name_of: NameOf | None = None) -> list[dict]:
    """The usual message list; media by their path inside the zip, so that `Conversation.from_messages` opens it."""
    name_of = name_of or (lambda path: path.name)
    return [
        {
            "role": entry.role,
            "content": [
                {"type": "text", "text": item.part.text}
                if isinstance(item.part, Text)
                else {
                    "type": item.part.modality.value,
                    "path": f"media/{name_of(item.path)}",
                    "caption": item.part.caption,
                }
                for item in entry.items
            ],
        }
        for entry in transcript.entries
        if entry.items
    ]


def transcript_markdown(transcript: Transcript, name_of: NameOf | None = None) -> str:
    """With `name_of`, media are links into media/; without, they are named in words, for a file that stands alone."""
    lines = ["# NExT-GPT chat"]
    for entry in transcript.entries:
        lines.append(f"## {SPEAKERS[entry.role]}")
        for item in entry.items:
            if isinstance(item.part, Text):
                lines.append(item.part.text)
            elif name_of is None:
                lines.append(f"*[{NOUNS[item.part.modality]}: {item.part.caption or item.path.name}]*")
            else:
                mark = "!" if item.part.modality == Modality.IMAGE else ""
                name = (item.part.caption or item.path.name).replace("[", "(").replace("]", ")")
                lines.append(f"{mark}[{name}](media/{name_of(item.path)})")
        lines += [f"*{line}*" for line in _notes(entry)]
    return "\n\n".join(lines) + "\n"


def transcript_html(transcript: Transcript, name_of: NameOf | None = None) -> str:
    """One page. With `name_of`, media are links into media/; without, they are inside the page."""
    lines = [PAGE]
    for entry in transcript.entries:
        lines.append(f"<section><h2>{SPEAKERS[entry.role]}</h2>")
        for item in entry.items:
            if isinstance(item.part, Text):
                lines.append(f"<p>{html.escape(item.part.text)}</p>")
            else:
                lines.append(_figure(item, f"media/{name_of(item.path)}" if name_of else _inline(item.path)))
        lines += [f"<small>{html.escape(line)}</small>" for line in _notes(entry)]
        lines.append("</section>")
    return "\n".join(lines) + "\n</html>\n"


def _figure(item: Item, source: str) -> str:
    caption, source = html.escape(item.part.caption), html.escape(source)
    shown = {
        Modality.IMAGE: f'<img src="{source}" alt="{caption}">',
        Modality.AUDIO: f'<audio controls src="{source}"></audio>',
        Modality.VIDEO: f'<video controls loop src="{source}"></video>',
    }[item.part.modality]
    return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"


def _inline(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        return ""  # expired: the caption stays
    return f"data:{MIME_TYPES[path.suffix]};base64,{base64.b64encode(content).decode('ascii')}"


def _notes(entry: Entry) -> list[str]:
    return [line for line in (*entry.failure.splitlines(), entry.footer) if line]


def _write_zip(transcript: Transcript, path: Path) -> None:
    """Media that expired are left out; their words and captions stay."""
    names = _zip_names(transcript)
    texts = {
        "conversation.json": json.dumps(transcript_document(transcript, names.__getitem__), ensure_ascii=False),
        "transcript.json": json.dumps(transcript_messages(transcript, names.__getitem__), indent=2, ensure_ascii=False),
        "chat.md": transcript_markdown(transcript, names.__getitem__),
        "chat.html": transcript_html(transcript, names.__getitem__),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
        for media, name in names.items():
            if media.is_file():
                archive.write(media, f"media/{name}", zipfile.ZIP_STORED)  # compressed already, or nearly


def _zip_names(transcript: Transcript) -> dict[Path, str]:
    """A name for every medium, also those of versions that are not shown; media of several folders may share one."""
    names: dict[Path, str] = {}

    def name_of(path: Path) -> str:
        if path not in names:
            taken = set(names.values())
            numbered = [path.name, *(f"{path.stem}-{number}{path.suffix}" for number in range(2, len(names) + 3))]
            names[path] = next(name for name in numbered if name not in taken)
        return names[path]

    transcript_document(transcript, name_of)
    return names
