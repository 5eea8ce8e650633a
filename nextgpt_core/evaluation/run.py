"""Answers every case of a suite with one model, saves what came back, judges it and writes one line a case.

Knows a model only by `bot.reply(conversation, options)`; does not know command lines.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from nextgpt_core.config import Options
from nextgpt_core.conversation import Conversation
from nextgpt_core.errors import BadInput, NextGPTError
from nextgpt_core.evaluation.judges import Judges
from nextgpt_core.evaluation.metrics import judged, modalities_of, present, spoken_text
from nextgpt_core.evaluation.suite import Case
from nextgpt_core.events import Timings
from nextgpt_core.media import Modality, Part, Text
from nextgpt_core.media_files import save_media

RESULTS = "results.jsonl"
_SUFFIX = {Modality.IMAGE: ".png", Modality.AUDIO: ".wav", Modality.VIDEO: ".mp4"}


class _Reply(Protocol):
    parts: tuple[Part, ...]
    timings: Timings
    seed: int


class Bot(Protocol):
    def reply(self, conversation: Conversation, options: Options) -> _Reply: ...


def check_names(cases: Iterable[Case], judges: Judges) -> None:
    """Raises BadInput naming the line whose `concept` no judge can name, before any time is spent on answers."""
    for case in cases:
        for modality, names in case.expect.concept.items():
            for name in names:
                try:
                    judges.vocabulary(modality).accepted(name)
                except BadInput as error:
                    raise BadInput(f'line {case.line} ({case.id}): "concept" of {modality}: {error}') from error


def read_results(out: Path) -> list[dict[str, Any]]:
    """The results already in `out`; a last line that was cut short is left out, and its case is asked again."""
    path = out / RESULTS
    rows = []
    for text in path.read_text(encoding="utf-8").splitlines() if path.is_file() else []:
        try:
            rows.append(json.loads(text))
        except json.JSONDecodeError:
            continue
    return rows


def run_suite(
    bot: Bot,
    cases: Sequence[Case],
    judges: Judges,
    folder: Path,
    out: Path,
    options: Options,
    resume: bool = False,
    log: Callable[[str], None] = print,
) -> list[dict[str, Any]]:
    """Answers the cases in order; media paths start at `folder`. Returns the results, old ones first when resuming.

    A NextGPTError of the model is a result with nothing in it: all that was asked for is a miss. Other errors end it.
    """
    check_names(cases, judges)
    (out / "media").mkdir(parents=True, exist_ok=True)
    results = read_results(out) if resume else []
    wanted = {case.id for case in cases}
    results = [result for result in results if result["id"] in wanted]
    done = {result["id"] for result in results}
    with open(out / RESULTS, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(result, ensure_ascii=False) + "\n" for result in results)
        for number, case in enumerate(case for case in cases if case.id not in done):
            result = answer(bot, case, judges, folder, out, options)
            results.append(result)
            file.write(json.dumps(result, ensure_ascii=False) + "\n")
            file.flush()
            log(f"{number + 1 + len(done)}/{len(cases)} {case.id}: {_line(result)}")
    return results


def answer(bot: Bot, case: Case, judges: Judges, folder: Path, out: Path, options: Options) -> dict[str, Any]:
    """One row of results.jsonl. Raises BadInput or BadMedia when a file of the case cannot be read."""
    stretches = case.stretches(folder)
    conversation = Conversation(system_prompt=stretches[0].system_prompt)
    parts: tuple[Part, ...] = ()
    files: list[str] = []
    timings: list[dict[str, Any]] = []
    error, seed, started = "", options.seed, time.monotonic()
    try:
        for number, stretch in enumerate(stretches, start=1):
            for turn in stretch.turns:
                conversation = conversation.say(*turn.parts, role=turn.role)
            reply = bot.reply(conversation, options)
            seed = reply.seed
            timings.append(_timing(reply.timings))
            turn_files = _save(reply.parts, out, case.id if len(stretches) == 1 else f"{case.id}-turn{number}")
            conversation = conversation.say(*reply.parts, role="assistant")
            parts, files = reply.parts, files + turn_files
    except NextGPTError as problem:
        error, parts = f"{type(problem).__name__}: {problem}", ()
    seconds, peak_mb = time.monotonic() - started, peak_memory_mb()
    return {
        "id": case.id,
        "category": case.category,
        "asked": next(turn.text for turn in reversed(stretches[-1].turns) if turn.role == "user"),
        "text": spoken_text(parts),
        "modalities": [modality.value for modality in modalities_of(parts)],
        "captions": [part.caption for part in present(parts) if not isinstance(part, Text)],
        "files": files,
        "scores": judged(parts, case.expect, judges),
        "error": error,
        "seed": seed,
        "seconds": round(seconds, 3),
        "timings": timings,
        "peak_memory_mb": peak_mb,
    }


def peak_memory_mb() -> int:
    """Largest resident memory of this process so far, judges included."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10))


def _timing(timings: Timings) -> dict[str, Any]:
    return {
        "first_token_s": round(timings.first_token_s, 4),
        "total_s": round(timings.total_s, 3),
        "num_tokens": timings.num_tokens,
        "tokens_per_s": round(timings.tokens_per_s, 2),
        "media_s": {str(key): [round(second, 3) for second in seconds] for key, seconds in timings.media_s.items()},
    }


def _save(parts: Sequence[Part], out: Path, stem: str) -> list[str]:
    files = []
    for number, part in enumerate(part for part in parts if not isinstance(part, Text)):
        path = out / "media" / f"{stem}-{number + 1}{_SUFFIX[part.modality]}"
        files.append(str(save_media(part, path).relative_to(out)))
    return files


def _line(result: dict[str, Any]) -> str:
    scores = result["scores"]
    words = [
        name if scores[name] else f"NOT {name}"
        for name in ("modalities", "order", "answer", "caption", "moves", "film")
        if name in scores
    ]
    words += [
        f"{'' if scores[f'fact_{name}'] else 'NOT '}{name} {found}" for name, found in scores.get("facts", {}).items()
    ]
    words += [f"{modality} rank {ranks}" for modality, ranks in scores.get("rank", {}).items()]
    return f"{', '.join(words)} ({result['seconds']:.1f} s){' ' + result['error'] if result['error'] else ''}"
