"""`python -m nextgpt_core.data.corpora --parts pictures animations sounds --out corpora`: builds the corpora on disk.

Knows which module builds which part; each build(out, log) downloads into out/_downloads and writes under out.
"""

import argparse
import importlib
import sys
import time
from pathlib import Path

from nextgpt_core.errors import NextGPTError

PARTS = {
    "pictures": "nextgpt_core.data.corpora.pictures:build",
    "animations": "nextgpt_core.data.corpora.animations:build",
    "sounds": "nextgpt_core.data.corpora.sounds:build",
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nextgpt_core.data.corpora", description=__doc__.splitlines()[0])
    parser.add_argument("--parts", nargs="+", choices=sorted(PARTS), default=list(PARTS))
    parser.add_argument("--out", type=Path, default=Path("corpora"))
    options = parser.parse_args(arguments)
    started = time.monotonic()

    def log(line: str) -> None:
        print(f"[{time.monotonic() - started:7.1f} s] {line}", flush=True)

    for part in options.parts:
        module, function = PARTS[part].split(":")
        log(f"building {part}")
        try:
            getattr(importlib.import_module(module), function)(options.out, log)
        except NextGPTError as error:
            print(f"{part}: {error}", file=sys.stderr)
            return 1
    log("done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
