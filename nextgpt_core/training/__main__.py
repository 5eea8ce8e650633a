"""python -m nextgpt_core.training --stage NAME [--minutes M]: one training run; runs.py describes the names, and
published.py those of presets whose decoders are the work of others."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nextgpt_core.errors import NextGPTError


def main() -> int:
    from nextgpt_core.data.conversations import KINDS
    from nextgpt_core.encoders.audio import FACTS
    from nextgpt_core.training import published, runs

    parser = argparse.ArgumentParser(
        description=f"{runs.__doc__}\n{published.__doc__}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stage", required=True, choices=list(runs.RUNS), metavar="NAME", help="which run, see above")
    parser.add_argument("--preset", default="nano")
    parser.add_argument("--corpora", type=Path, default=Path("corpora"))
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    parser.add_argument("--minutes", type=float, help="budget over all resumed calls; each run has its own default")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--from", dest="start_from", type=Path, help="checkpoint folder to train further")
    parser.add_argument("--lr", type=float, help="learning rate in place of the run's own")
    parser.add_argument("--reread", action="store_true", help="with --from: train the reading of captions further too")
    parser.add_argument("--freeze", nargs="+", default=[], help="of a stage: prefixes of parameters that do not train")
    parser.add_argument(
        "--restore", nargs="+", default=[], choices=list(FACTS), metavar="FACT",
        help="of a stage: facts of sounds whose words the input projection is to give back as they are",
    )  # fmt: skip
    parser.add_argument("--lora-rank", type=int, help="with --from: the rank to which adapters grow")
    parser.add_argument("--hold", type=float, default=0.0, help="of stage 3: weight of what the model said before")
    parser.add_argument(
        "--anew", nargs="+", default=[], choices=list(KINDS), metavar="KIND", help="kinds that --hold leaves alone"
    )
    options = vars(parser.parse_args())
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}
    stage = given.pop("stage")
    try:
        published.run(stage, runs.Place(**given))
    except NextGPTError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
