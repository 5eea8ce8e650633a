"""The endpoint for programs: `generate(prompt, files, modalities, seed) -> text, files, parts`, through gradio_client.

One question, no memory of earlier ones. Streams: every update holds all that is there so far.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from nextgpt_core.media import Modality, Text
from nextgpt_core.ui import chat
from nextgpt_core.ui.chat import Wish
from nextgpt_core.ui.session import Session
from nextgpt_core.ui.transcript import Item


def generate(
    bot, root: Path, prompt: str, files: list[str] | None, modalities: list[str] | None, seed: float | None
) -> Iterator[tuple[str, list[str], list[dict[str, Any]]]]:
    """Yields (text so far, paths of the media so far, parts in spoken order). Raises ValueError with what a person
    is told when the question is refused or the answer fails; seed None draws one."""
    session = Session(root, bot.config.preset)
    wish = Wish({"seed": seed, "new_seed": seed is None}, tuple(modalities or ()))
    refused = chat.send(bot, session, {"text": prompt, "files": files or []}, wish).notice
    if refused:
        raise ValueError(refused)
    reply = session.reply
    for _ in chat.answer(bot, session):
        yield _so_far(reply.items)
    last = session.transcript.entries[-1]
    if last.failure:
        raise ValueError(last.failure)
    yield _so_far(last.items)


def add_generate_endpoint(bot, root: Path, queue: dict[str, Any]) -> None:
    """Adds `/generate` to the Blocks being drawn; its components are for the schema only and never shown."""

    def run(prompt: str, files: list[str] | None, modalities: list[str] | None, seed: float | None):
        """Answers one message with any mix of text, picture, sound and clip.

        Parameters:
            prompt: what to say; may be empty when files are given
            files: pictures, sounds and clips to look at and listen to
            modalities: what the answer must hold: any of text, image, audio, video; empty lets the model choose
            seed: the same seed gives the same answer; empty draws one
        """
        try:
            yield from generate(bot, root, prompt, files, modalities, seed)
        except ValueError as error:
            raise gr.Error(str(error)) from error

    choices = [m.value for m in Modality if m == Modality.TEXT or m in bot.can_make]
    with gr.Column(visible=False):
        inputs = [
            gr.Textbox(label="prompt"),
            gr.File(label="files", file_count="multiple", type="filepath"),
            gr.CheckboxGroup(choices, label="modalities"),
            gr.Number(label="seed", value=None, precision=0),
        ]
        outputs = [gr.Textbox(label="text"), gr.File(label="files", file_count="multiple"), gr.JSON(label="parts")]
        gr.Button("generate").click(run, inputs, outputs, api_name="generate", **queue)


def _so_far(items: tuple[Item, ...]) -> tuple[str, list[str], list[dict[str, Any]]]:
    """`parts` names each medium by its place in the list of files, so that the order spoken is not lost."""
    text, paths, parts = [], [], []
    for item in items:
        if isinstance(item.part, Text):
            text.append(item.part.text.strip())
            parts.append({"type": "text", "text": item.part.text.strip()})
        else:
            parts.append({"type": item.part.modality.value, "file": len(paths), "caption": item.part.caption})
            paths.append(str(item.path))
    return "\n\n".join(text), paths, parts
