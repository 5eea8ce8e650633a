"""The endpoint for programs: `generate(prompt, files, modalities, seed, settings) -> text, files, parts`.

For gradio_client. One question, no memory of earlier ones. Streams: every update holds all that is there so far.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from nextgpt_core.config import Options
from nextgpt_core.conversation import Conversation
from nextgpt_core.errors import BadInput
from nextgpt_core.events import Event, Finished, MediaReady, MediaStarted, MediaStep, TextPiece
from nextgpt_core.media import Modality, Part, Text
from nextgpt_core.media_files import SUFFIXES, open_media, save_media
from nextgpt_core.recipe import media_recipe
from nextgpt_core.ui.controls import controls_for, read_options
from nextgpt_core.ui.session import MAX_FILES, MAX_TEXT_CHARS
from nextgpt_core.ui.telling import plain_words

MIN_YIELD_S = 0.1  # between two updates of words and steps; media are told at once
Update = tuple[str, list[str], list[dict[str, Any]]]


class Answer:
    """One answer to a program, gathered from its events. Its media are files in a folder of its own under `root`."""

    def __init__(self, root: Path, prompt: str, options: Options, model_name: str) -> None:
        self.root, self.prompt, self.options, self.model_name = root, prompt, options, model_name
        self.parts: list[dict[str, Any]] = []  # in spoken order; the last may be a medium being made
        self.paths: list[str] = []
        self.made: list[Part] = []  # what the files hold
        self.folder: Path | None = None

    def take(self, event: Event) -> None:
        if isinstance(event, TextPiece):
            if not self.parts or self.parts[-1]["type"] != "text":
                self.parts.append({"type": "text", "text": ""})
            self.parts[-1]["text"] += event.text
        elif isinstance(event, MediaStarted):
            self.parts.append({"type": event.modality.value, "caption": event.caption})
        elif isinstance(event, MediaStep):
            self.parts[-1] |= {"step": event.step, "num_steps": event.num_steps}
        elif isinstance(event, MediaReady):
            seed = (event.seed - event.index) % 2**32
            self.paths.append(str(self._save(event.part, seed, len(self.paths))))
            self.made.append(event.part)
            made = {"type": event.modality.value, "caption": event.part.caption}
            self.parts[-1] = {**made, "file": len(self.paths) - 1, "seconds": round(event.seconds, 3), "seed": seed}
        elif isinstance(event, Finished):
            self.parts = [part for part in self.parts if "file" in part or part.get("text", "").strip()]
            for number, part in enumerate(part for part in event.parts if not isinstance(part, Text)):
                if part != self.made[number]:  # a clip got its sound
                    self._save(part, event.seed, number)

    def update(self) -> Update:
        """`parts` names each medium by its place in the list of files, so that the order spoken is not lost."""
        parts = [
            {**part, "text": part["text"].strip()} if part["type"] == "text" else dict(part) for part in self.parts
        ]
        return "\n\n".join(part["text"] for part in parts if part["type"] == "text"), list(self.paths), parts

    def _save(self, part: Part, seed: int, number: int) -> Path:
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="chat-", dir=self.root))  # swept like the page's own folders
            self.folder.chmod(0o755)
        path = self.folder / f"{part.modality}-{number + 1}{SUFFIXES[part.modality]}"
        return save_media(part, path, media_recipe(part, self.prompt, seed, self.options, self.model_name))


def generate(
    bot,
    root: Path,
    prompt: str,
    files: list[str] | None = None,
    modalities: list[str] | None = None,
    seed: float | None = None,
    settings: dict[str, Any] | None = None,
) -> Iterator[Update]:
    """Yields (text so far, paths of the media so far, parts in spoken order). Raises ValueError with what a person
    is told when the question is refused or the answer fails; seed None draws one.

    Closing the generator stops the model within one step.
    """
    try:
        options = _options(bot, modalities, seed, settings)
        question = _question(prompt or "", files or [])
        answer, shown_at = Answer(root, prompt or "", options, bot.config.preset), 0.0
        for event in bot.stream(question, options):
            answer.take(event)
            if isinstance(event, MediaStarted | MediaReady) or time.monotonic() - shown_at >= MIN_YIELD_S:
                shown_at = time.monotonic()
                yield answer.update()
        yield answer.update()
    except Exception as error:
        raise ValueError(plain_words(error)) from error


def _question(prompt: str, files: list[str]) -> Conversation:
    if len(prompt) > MAX_TEXT_CHARS:
        raise BadInput(f"the prompt is {len(prompt)} characters long; at most {MAX_TEXT_CHARS} are accepted.")
    if len(files) > MAX_FILES:
        raise BadInput(f"{len(files)} files are attached; at most {MAX_FILES} go with one message.")
    words = [Text(prompt.strip())] if prompt.strip() else []
    question = Conversation().say(*(open_media(path) for path in files), *words)
    question.check_askable()
    return question


def _options(bot, modalities, seed, settings) -> Options:
    """Raises BadInput for a setting that the page does not have either, or that is out of range."""
    settings = settings or {}
    known = [control.key for control in controls_for(bot.can_make, bot.media_options, bot.extents)]
    if not isinstance(settings, dict) or (unknown := settings.keys() - set(known)):
        names = sorted(unknown) if isinstance(settings, dict) else type(settings).__name__
        raise BadInput(f"settings must be an object out of {', '.join(known)}; got {names}.")
    try:
        chosen = read_options({**settings, "seed": seed, "new_seed": seed is None}, tuple(modalities or ()))
    except (TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"a setting is not of the right type ({error}).") from error
    media = dict(bot.config.media_options)  # what is not chosen is what suits the decoder
    for key in settings:
        kind, _, field = key.partition(".")
        if field:
            modality = Modality(kind)
            media[modality] = replace(media[modality], **{field: getattr(chosen.media[modality], field)})
    return replace(chosen, media=media)


def add_generate_endpoint(bot, root: Path, queue: dict[str, Any]) -> None:
    """Adds `/generate` to the Blocks being drawn; its components are for the schema only and never shown."""

    def run(prompt="", files=None, modalities=None, seed=None, settings=None):
        """Answers one message with any mix of text, picture, sound and clip.

        Parameters:
            prompt: what to say; may be empty when files are given
            files: pictures, sounds and clips to look at and listen to
            modalities: what the answer must hold: any of text, image, audio, video; empty lets the model choose
            seed: the same seed gives the same answer; empty draws one
            settings: any of the page's settings by name, e.g. {"temperature": 0.7, "image.num_steps": 8}
        """
        try:
            yield from generate(bot, root, prompt, files, modalities, seed, settings)
        except ValueError as error:
            raise gr.Error(str(error)) from error

    choices = [m.value for m in Modality if m == Modality.TEXT or m in bot.can_make]
    with gr.Column(visible=False):
        inputs = [
            gr.Textbox(label="prompt"),
            gr.File(label="files", file_count="multiple", type="filepath"),
            gr.CheckboxGroup(choices, label="modalities"),
            gr.Number(label="seed", value=None, precision=0),
            gr.JSON(label="settings", value=None),
        ]
        outputs = [gr.Textbox(label="text"), gr.File(label="files", file_count="multiple"), gr.JSON(label="parts")]
        gr.Button("generate").click(run, inputs, outputs, api_name="generate", **queue)
