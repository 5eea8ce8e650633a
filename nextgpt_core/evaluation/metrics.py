"""Scores of one answer against what was expected, and their sums over a suite. Pure functions of plain values.

A score that is not asked for is absent. A medium that is asked for and did not come counts as a miss everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from nextgpt_core.evaluation.clip_facts import MOVES_ABOVE, movement
from nextgpt_core.evaluation.energies import LEAST, MOST, energy, real
from nextgpt_core.evaluation.facts import FACTS, flaws, measured
from nextgpt_core.evaluation.judges import Judges
from nextgpt_core.evaluation.picture_facts import each_alone
from nextgpt_core.evaluation.suite import Expect
from nextgpt_core.media import MEDIA, Audio, Image, Modality, Part, Text, Video

CLIPPED_ABOVE = 0.001
"""A sound with more of its samples at the limit than this is clipped."""
SILENT_ABOVE = 0.99
"""A sound of which more than this is silent is no sound."""


def present(parts: Iterable[Part]) -> list[Part]:
    """The parts without blank text."""
    return [part for part in parts if not (isinstance(part, Text) and not part.text.strip())]


def spoken_text(parts: Iterable[Part]) -> str:
    return " ".join(part.text.strip() for part in present(parts) if isinstance(part, Text))


def names_any(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the words or phrases is in the text as whole words; case and a plural ending do not matter."""
    squeezed = re.sub(r"[^a-z0-9']+", " ", text.lower())
    for answer in answers:
        wanted = re.sub(r"[^a-z0-9']+", " ", answer.lower()).strip()
        stems = [re.escape(wanted)] + ([re.escape(wanted[:-1]) + "ie"] if wanted.endswith("y") else [])
        if re.search(rf"(?<![a-z0-9])({'|'.join(stems)})(e?s|'s)?(?![a-z0-9])", squeezed):
            return True
    return False


def judged(parts: Sequence[Part], expect: Expect, judges: Judges) -> dict[str, Any]:
    """What the judges say of one answer: scores by name, see `summarise`; `seen` holds their five best names.

    `fact_<name>`: whether one of the media has the fact, `facts` what each of them has. Flicker of clips, clipping and
    silence of sounds are always there.
    """
    parts = present(parts)
    scores: dict[str, Any] = {}
    if expect.modalities is not None:
        scores["modalities"] = {part.modality for part in parts} == expect.modalities
    if expect.order is not None:
        # Words between the media are the model's own choice: the order is that of the media.
        spoken = [part.modality for part in parts if part.modality in MEDIA]
        scores["order"] = [m for m, _ in groupby(spoken)] == [m for m in expect.order if m in MEDIA]
    groups = [words for words in (expect.answer_any, *expect.answer_each) if words]
    if groups or expect.answer_none:
        said = spoken_text(parts)
        found = [names_any(said, words) for words in groups]
        scores["answer"] = all(found) and not names_any(said, expect.answer_none)
        if expect.answer_each:
            scores["answer_each"] = found[-len(expect.answer_each) :]
    if expect.caption:
        captions = {m: " | ".join(part.caption for part in parts if part.modality == m) for m in expect.caption}
        scores["caption"] = all(names_any(captions[m], [word]) for m, words in expect.caption.items() for word in words)
    if expect.moves is not None:
        clips = [movement(part.frames) for part in parts if isinstance(part, Video)]
        scores["movement"] = [round(value, 5) for value in clips]
        scores["moves"] = bool(clips) and (max(clips) > MOVES_ABOVE) == expect.moves
    if expect.moves and expect.concept.get(Modality.VIDEO):
        usual = _real_energy(expect, judges)
        scores["energy"] = [round(energy(part.frames) / usual, 3) for part in parts if isinstance(part, Video)]
        scores["lively"] = any(LEAST <= share <= MOST for share in scores["energy"])
    if expect.film is not None:
        heard = [part.audio is not None for part in parts if isinstance(part, Video)]
        scores["film"] = any(heard) == expect.film
    for modality in MEDIA:
        media = [part for part in parts if part.modality == modality and isinstance(part, Image | Audio | Video)]
        vocabulary = judges.vocabulary(modality)
        ranked = [judges.scores(part) for part in media]
        if ranked:
            scores.setdefault("seen", {})[modality.value] = [vocabulary.best(values) for values in ranked]
        if modality in expect.concept:
            # Several media of one kind, or things in one picture: each asked concept is looked for in the one that
            # shows it best. Of two things side by side the judge would see neither: it learned from single ones.
            alone = [Image(view) for part in media if isinstance(part, Image) for view in each_alone(part.pixels)]
            ranked += [judges.scores(view) for view in alone]
            scores.setdefault("rank", {})[modality.value] = [
                min((vocabulary.rank(values, name) for values in ranked), default=None)
                for name in expect.concept[modality]
            ]
    asked_for = [part for part in parts if expect.modalities is None or part.modality in expect.modalities]
    for name, wanted in expect.facts.items():
        found = measured(asked_for, name)
        scores.setdefault("facts", {})[name] = found
        scores[f"fact_{name}"] = wanted in found
    for part in parts:
        for name, value in flaws(part).items():
            scores.setdefault(name, []).append(None if value is None else round(value, 5))
    if (ranks := scores.get("rank", {}).get("video")) and expect.moves:
        scores["shown_and_moves"] = bool(scores["moves"] and all(rank is not None and rank <= 5 for rank in ranks))
    return scores


def _real_energy(expect: Expect, judges: Judges) -> float:
    """How much real clips of what is expected move; a concept's other names stand in for it."""
    vocabulary, (name, *_) = judges.vocabulary(Modality.VIDEO), expect.concept[Modality.VIDEO]
    others = [vocabulary.labels[number][0] for number in sorted(vocabulary.accepted(name))]
    return real([name, *others], expect.facts.get("motion"))


def _mean(values: Sequence[float | bool]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None


def _median(values: Sequence[float]) -> float | None:
    return round(float(np.median(values)), 4) if values else None


def summarise(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Means over the results (rows of results.jsonl) that were asked for each score; None where none was.

    `energy` is the median clip's against real clips, `lively` the share of clips between LEAST and MOST times as much.
    Latencies are medians in seconds, flicker is the median clip's; clipped and silent are shares of all sounds; peak
    memory is the largest.
    """
    scores = [result["scores"] for result in results]
    timings = [timing for result in results for timing in result["timings"]]
    summary: dict[str, Any] = {"num": len(results), "errors": sum(bool(result["error"]) for result in results)}
    for name in ("modalities", "order", "answer", "caption", "moves", "shown_and_moves", "lively", "film"):
        summary[name] = _mean([score[name] for score in scores if name in score])
    for modality in MEDIA:
        ranks = [rank for score in scores for rank in score.get("rank", {}).get(modality.value, [])]
        for k in (1, 5):
            summary[f"{modality.value}_top{k}"] = _mean([rank is not None and rank <= k for rank in ranks])
    for name in FACTS:
        summary[f"fact_{name}"] = _mean([score[f"fact_{name}"] for score in scores if f"fact_{name}" in score])
    summary["flicker"] = _median([value for score in scores for value in score.get("flicker", []) if value is not None])
    summary["energy"] = _median([value for score in scores for value in score.get("energy", [])])
    summary["clipped"] = _mean([value > CLIPPED_ABOVE for score in scores for value in score.get("clipping", [])])
    summary["silent"] = _mean([value > SILENT_ABOVE for score in scores for value in score.get("silence", [])])
    summary["first_token_s"] = _median([timing["first_token_s"] for timing in timings if timing["num_tokens"]])
    summary["tokens_per_s"] = _median([timing["tokens_per_s"] for timing in timings if timing["tokens_per_s"]])
    for modality in MEDIA:
        seconds = [second for timing in timings for second in timing["media_s"].get(modality.value, [])]
        summary[f"{modality.value}_s"] = _median(seconds)
    summary["peak_memory_mb"] = max((result["peak_memory_mb"] for result in results), default=None)
    return summary


def by_category(results: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """category -> its summary, in order of appearance, without what was not asked there."""
    categories = dict.fromkeys(result["category"] for result in results)
    groups = {name: [result for result in results if result["category"] == name] for name in categories}
    return {
        name: {key: value for key, value in summarise(rows).items() if key in COLUMNS and value is not None}
        for name, rows in groups.items()
    }


COLUMNS = {
    "num": "n", "errors": "err", "modalities": "exact set", "order": "order", "answer": "answer", "caption": "caption",
    "image_top1": "img@1",
    "image_top5": "img@5", "audio_top1": "snd@1", "audio_top5": "snd@5", "video_top1": "vid@1", "video_top5": "vid@5",
    "moves": "moves", "shown_and_moves": "vid@5+mv", "lively": "lively", "film": "film",
    **{f"fact_{name}": name for name in FACTS},
}  # fmt: skip


def table(results: Sequence[dict[str, Any]]) -> str:
    """One line a category, in order of appearance, and one for all; shares in per cent, "-" where nothing was asked.

    A fact that no line asked for has no column.
    """
    groups = {**by_category(results), "all": summarise(results)}
    shown = {key: title for key, title in COLUMNS.items() if key[:5] != "fact_" or groups["all"][key] is not None}
    lines = ["  ".join(["category".ljust(14), *(title.rjust(10) for title in shown.values())])]
    for name, summary in groups.items():
        cells = [_cell(key, summary.get(key)).rjust(10) for key in shown]
        lines.append("  ".join([name.ljust(14), *cells]))
    return "\n".join(lines)


def _cell(key: str, value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if key in ("num", "errors") else f"{100 * value:.0f} %"


def modalities_of(parts: Iterable[Part]) -> list[Modality]:
    """In spoken order, blank text left out."""
    return [part.modality for part in present(parts)]
