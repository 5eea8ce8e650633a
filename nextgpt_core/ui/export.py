"""Packs a chat as one zip: transcript.json, chat.md and the media. Knows sessions and no Gradio."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

from nextgpt_core.media import Text
from nextgpt_core.ui.session import Session
from nextgpt_core.ui.transcript import Transcript


def transcript_messages(transcript: Transcript) -> list[dict]:
    """The usual message list; media by their path inside the zip, so that `Conversation.from_messages` opens it."""
    return [
        {
            "role": entry.role,
            "content": [
                {"type": "text", "text": item.part.text}
                if isinstance(item.part, Text)
                else {"type": item.part.modality.value, "path": f"media/{item.path.name}", "caption": item.part.caption}
                for item in entry.items
            ],
        }
        for entry in transcript.entries
        if entry.items
    ]


def transcript_markdown(transcript: Transcript) -> str:
    lines = ["# NExT-GPT chat"]
    for entry in transcript.entries:
        lines.append(f"## {'You' if entry.role == 'user' else 'NExT-GPT'}")
        for item in entry.items:
            if isinstance(item.part, Text):
                lines.append(item.part.text)
            else:
                mark = "!" if item.part.modality.value == "image" else ""
                name = item.part.caption or item.path.name
                lines.append(f"{mark}[{name}](media/{item.path.name})")
        lines += [f"*{line}*" for line in (entry.failure, entry.footer) if line]
    return "\n\n".join(lines) + "\n"


def export_zip(session: Session) -> str:
    """Writes the chat so far into the session's folder and returns the zip's path."""
    path = Path(tempfile.mkdtemp(dir=session.folder)) / "nextgpt-chat.zip"
    path.parent.chmod(0o755)
    transcript = session.transcript
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        messages = transcript_messages(transcript)
        archive.writestr("transcript.json", json.dumps(messages, indent=2, ensure_ascii=False))
        archive.writestr("chat.md", transcript_markdown(transcript))
        for entry in transcript.entries:
            for media in entry.paths:
                archive.write(media, f"media/{media.name}")
    return str(path)
