"""Terminal use: `python -m nextgpt_core "a rocket taking off, with its sound" --image x.png --out replies/`.

Prints the words as they come and writes every part of the reply as a file. Knows no chat window.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nextgpt_core import Conversation, NextGPTError, Text
from nextgpt_core.config import Options
from nextgpt_core.errors import BadInput
from nextgpt_core.events import Finished, MediaStarted, MediaStep, TextPiece
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.media_files import open_media, save_media
from nextgpt_core.recipe import media_recipe


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m nextgpt_core", description="Ask once; get the answer as files.")
    parser.add_argument("prompt", nargs="?", default="", help="what to say; may be left out when files are given")
    for modality in MEDIA:
        parser.add_argument(
            f"--{modality.value}",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help=f"{modality.value} to read",
        )
    parser.add_argument("--out", type=Path, default=Path("replies"), help="folder for the parts (default: replies)")
    parser.add_argument("--modalities", help="what the answer must hold, e.g. text,image (default: the model chooses)")
    parser.add_argument("--seed", type=int, help="the same seed gives the same answer (default: a new one)")
    parser.add_argument("--temperature", type=float, default=Options().temperature)
    parser.add_argument("--steps", type=int, help="denoising steps of every medium")
    parser.add_argument("--preset", default="nano", help="which model (default: nano)")
    parser.add_argument("--memory", help="what a large preset may take of each GPU, e.g. 12GB (default: all free)")
    parser.add_argument("--checkpoint", type=Path, help="a folder written by NextGPT.save, instead of a preset")
    return parser.parse_args(arguments)


def read_modalities(names: str | None) -> frozenset[Modality] | None:
    """A set from "text,image"; None for nothing given. Raises BadInput for an unknown name."""
    if not names:
        return None
    try:
        return frozenset(Modality(name.strip().lower()) for name in names.split(","))
    except ValueError as error:
        raise BadInput(f"--modalities: {error}; choose from {', '.join(Modality)}, separated by commas.") from error


def read_question(chosen: argparse.Namespace) -> Conversation:
    """One user turn: the files, then the words. Raises BadMedia, BadInput."""
    parts = []
    for modality in MEDIA:
        for path in getattr(chosen, modality.value):
            part = open_media(path)
            if part.modality != modality:
                raise BadInput(f"{path} is of kind {part.modality}, not {modality}; pass it with --{part.modality}.")
            parts.append(part)
    if chosen.prompt.strip():
        parts.append(Text(chosen.prompt.strip()))
    question = Conversation().say(*parts)
    question.check_askable()
    return question


def answer(chosen: argparse.Namespace) -> None:
    """Raises NextGPTError; prints words to stdout as they come, progress to stderr, then one path a line."""
    options = Options(seed=chosen.seed, temperature=chosen.temperature, modalities=read_modalities(chosen.modalities))
    question = read_question(chosen)  # before the weights: a wrong file should not cost a model load

    from nextgpt_core import NextGPT

    def log(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    if chosen.checkpoint is not None:
        bot = NextGPT.from_checkpoint(chosen.checkpoint, log=log, memory=chosen.memory)
    else:
        bot = NextGPT.from_preset(chosen.preset, log=log, memory=chosen.memory)
    options = options.for_config(bot.config)
    if chosen.steps is not None:
        for modality in MEDIA:
            options = options.with_media(modality, num_steps=chosen.steps)
    finished = None
    for event in bot.stream(question, options):
        if isinstance(event, TextPiece):
            print(event.text, end="", flush=True)
        elif isinstance(event, MediaStarted):
            log(f"\n[{event.modality}] {event.caption}")
        elif isinstance(event, MediaStep) and event.step == event.num_steps:
            log(f"[{event.modality}] {event.num_steps} steps done")
        elif isinstance(event, Finished):
            finished = event
    print()
    for number, part in enumerate(finished.parts, start=1):
        path = chosen.out / f"{number:02d}-{part.modality}"
        if isinstance(part, Text):
            path = path.with_suffix(".txt")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(part.text + "\n", encoding="utf-8")
        else:
            recipe = media_recipe(part, chosen.prompt, finished.seed, options, bot.config.preset)
            path = save_media(part, path, recipe)
        print(path)
    log(f"{finished.timings.total_s:.1f} s, seed {finished.seed}")


def main(arguments: list[str] | None = None) -> int:
    chosen = parse_arguments(arguments)
    try:
        answer(chosen)
    except NextGPTError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"error: cannot read or write a file: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
