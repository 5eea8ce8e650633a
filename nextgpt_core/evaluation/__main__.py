"""python -m nextgpt_core.evaluation FILE.jsonl --preset nano --out DIR: answers, judges, prints a table and JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nextgpt_core.config import Options
from nextgpt_core.errors import BadInput, NextGPTError
from nextgpt_core.evaluation.judges import Judges
from nextgpt_core.evaluation.metrics import by_category, summarise, table
from nextgpt_core.evaluation.run import RESULTS, run_suite
from nextgpt_core.evaluation.suite import HELD_OUT, read_suite


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m nextgpt_core.evaluation", description="Measure a model on a suite of conversations."
    )
    parser.add_argument("file", type=Path, nargs="?", default=HELD_OUT, help="JSON lines (default: the held-out suite)")
    parser.add_argument("--preset", default="nano")
    parser.add_argument("--checkpoint", help="a saved model, instead of --preset")
    parser.add_argument("--out", type=Path, required=True, help="folder for results.jsonl, summary.json and the media")
    parser.add_argument("--every", type=int, default=1, metavar="K", help="only every K-th line: a quick, even sample")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N lines (after --ids and --every)")
    parser.add_argument("--ids", help="only lines whose id begins with this")
    parser.add_argument("--condition-from", choices=("signal", "caption"), help="default: the model's own")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--resume", action="store_true", help="keep the results that are in --out already")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    chosen = arguments(argv)
    try:
        if chosen.every < 1 or (chosen.limit is not None and chosen.limit < 1):
            raise BadInput("--every and --limit must be at least 1.")
        cases = [case for case in read_suite(chosen.file) if case.id.startswith(chosen.ids or "")]
        cases = cases[:: chosen.every][: chosen.limit]
        if not cases:
            raise BadInput(f"no line of {chosen.file} has an id that begins with {chosen.ids!r}.")
        if not chosen.resume and (chosen.out / RESULTS).exists():
            raise BadInput(f"{chosen.out / RESULTS} exists. Go on with --resume, or choose another --out.")
        options = replace(Options(seed=chosen.seed), condition_from=chosen.condition_from)
        judges = Judges.shipped()
        from nextgpt_core.pipeline import NextGPT

        bot = NextGPT.from_checkpoint(chosen.checkpoint) if chosen.checkpoint else NextGPT.from_preset(chosen.preset)
        results = run_suite(bot, cases, judges, chosen.file.parent, chosen.out, options, chosen.resume)
    except NextGPTError as error:
        print(error, file=sys.stderr)
        return 2
    summary = {
        "model": chosen.checkpoint or chosen.preset,
        "condition_from": chosen.condition_from or "model's own",
        "seed": chosen.seed,
        **summarise(results),
        "categories": by_category(results),
        "judges": {kind: vocabulary.accuracy for kind, vocabulary in judges.vocabularies.items()},
    }
    (chosen.out / "summary.json").write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    print(f"\n{table(results)}\n\n{_judges_table(summary['judges'])}\n")
    print(json.dumps(summary))
    return 0


def _judges_table(accuracy: dict[str, dict]) -> str:
    lines = ["judges on real items they never saw"]
    for kind, sets in accuracy.items():
        for name, row in (sets or {}).items():
            lines.append(
                f"  {kind:9} {name:34} top-1 {100 * row['top1']:.0f} %  top-5 {100 * row['top5']:.0f} %  n {row['num']}"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
