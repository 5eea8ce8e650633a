"""A picture of what a model can do: every combination of inputs and outputs of a suite with its score, best first.

    python -m nextgpt_core.evaluation.chart OUT [OUT ...] --file chart.png

OUT are folders of the evaluation command (run on its default suite). A line counts as right when everything judged in
it is: exactly the modalities asked for, their order, each concept among the judge's five best, movement, the answer.
Knows results and lines of suites; no model, no judge.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from nextgpt_core.errors import NextGPTError
from nextgpt_core.evaluation.run import read_results
from nextgpt_core.evaluation.suite import HELD_OUT, Case, read_suite
from nextgpt_core.media import MEDIA, Modality

LETTERS = {Modality.TEXT: "T", Modality.IMAGE: "I", Modality.AUDIO: "A", Modality.VIDEO: "V"}
ROW_PX, LABEL_PX, BAR_PX, VALUE_PX, MARGIN_PX = 30, 190, 460, 120, 16


def is_right(scores: dict[str, Any]) -> bool:
    """Whether everything that was judged of one answer is right."""
    judged = [scores.get(name, True) for name in ("modalities", "order", "answer", "moves")]
    judged += [value for name, value in scores.items() if name.startswith("fact_")]
    ranks = [rank for each in scores.get("rank", {}).values() for rank in each]
    return all(judged) and all(rank is not None and rank <= 5 for rank in ranks)


def combination(case: Case) -> str:
    """E.g. "T+I -> T+A": what the person's turns hold in all, and what the last answer is to hold."""
    items = [item for m in case.messages if not m.get("generate") for item in _items(m.get("content"))]
    shown = {Modality(item["type"]) for item in items if item.get("type") in MEDIA} | {Modality.TEXT}
    wanted = case.expect.modalities or frozenset({Modality.TEXT})
    turns = " (turns)" if sum(m.get("role") == "user" for m in case.messages) > 1 else ""
    return f"{_spelled(shown)} -> {_spelled(wanted)}{turns}"


def _items(content: Any) -> Sequence[dict[str, Any]]:
    return content if isinstance(content, list) else ()


def _spelled(modalities: Iterable[Modality]) -> str:
    return "+".join(letter for modality, letter in LETTERS.items() if modality in modalities)


def shares(cases: Iterable[Case], results: Iterable[dict[str, Any]]) -> list[tuple[str, float, int]]:
    """(combination, share of right lines, number of lines), best first; lines without a result are left out."""
    scores = {result["id"]: result["scores"] for result in results}
    rows: dict[str, list[bool]] = {}
    for case in cases:
        if case.id in scores:
            rows.setdefault(combination(case), []).append(is_right(scores[case.id]))
    found = [(name, sum(right) / len(right), len(right)) for name, right in rows.items()]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def draw(rows: Sequence[tuple[str, float, int]]) -> Image.Image:
    """One bar a combination, with its share and number of lines."""
    width = 2 * MARGIN_PX + LABEL_PX + BAR_PX + VALUE_PX
    chart = Image.new("RGB", (width, 2 * MARGIN_PX + ROW_PX * len(rows)), "white")
    pen, font = ImageDraw.Draw(chart), ImageFont.load_default(16)
    left = MARGIN_PX + LABEL_PX
    for number, (name, share, count) in enumerate(rows):
        top = MARGIN_PX + ROW_PX * number
        pen.text((left - 10, top + ROW_PX / 2), name, fill="#222222", font=font, anchor="rm")
        pen.rectangle((left, top + 5, left + BAR_PX, top + ROW_PX - 5), fill="#eeeef4")
        if share:
            pen.rectangle((left, top + 5, left + round(BAR_PX * share), top + ROW_PX - 5), fill="#5b5bd6")
        said = f"{100 * share:.0f} %  of {count}"
        pen.text((left + BAR_PX + 10, top + ROW_PX / 2), said, fill="#222222", font=font, anchor="lm")
    return chart


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, nargs="+", help="folders that the evaluation command filled")
    parser.add_argument("--suite", type=Path, default=HELD_OUT, help="the JSON lines they answered")
    parser.add_argument("--file", type=Path, default=Path("chart.png"))
    chosen = parser.parse_args()
    try:
        rows = shares(read_suite(chosen.suite), [result for out in chosen.out for result in read_results(out)])
    except NextGPTError as error:
        print(error, file=sys.stderr)
        return 2
    if not rows:
        print(f"no result in {', '.join(map(str, chosen.out))} answers a line of {chosen.suite}.", file=sys.stderr)
        return 2
    draw(rows).save(chosen.file)
    for name, share, count in rows:
        print(f"{name:24} {100 * share:4.0f} %  of {count}")
    print(f"best: {rows[0][0]}; worst: {rows[-1][0]}; {chosen.file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
