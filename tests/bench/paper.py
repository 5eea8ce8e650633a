"""How quick and how large `paper` is: `python tests/bench/paper.py`. Prints a table; its last line is JSON.

Runs at full size with random weights in files like the published ones (25 GB of disk, in --folder), which cost what
those cost; with --published on those themselves, if they have been fetched. Needs a GPU, except with --toy, which shows
that the command runs and nothing else. What cannot be measured is null.

  load_s           the language model, the encoders and a checkpoint of ours from their files, and merging the adapters;
                   then each decoder, when its first medium is made
  prefill, decode  tokens a second of one stream: plain `generate`, the reference's way (the same, all attentions and
                   hidden states kept), a growing key-value cache (also before adapters are merged), a static one, and
                   as the chat decodes, with steps recorded as a CUDA graph (CUDA only), all in this run on the same
                   prompt; roof: the share of --bandwidth reached
  turns            seconds until the first word about a picture, a sound and a clip; of a second turn; and of that the
                   reference's way: everything encoded and read anew
  <medium>_s       ours step by step, the stock pipeline in one call, and the reference's way: reloaded for every medium
  mixed_s          one reply with text and every medium to a message with every medium; in_turn: words waiting for
                   media; reference: that, with decoders loaded for it
  peak_gb          GPU memory at its peak while one medium is made, by way of standing (placement.py)
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

import measuring  # noqa: E402
import random_paper  # noqa: E402
from decoding import CUDA, measure_tokens, timed  # noqa: E402

from nextgpt_core import NextGPT, NextGPTError  # noqa: E402
from nextgpt_core.checkpoint import build_preset, for_replies, load_checkpoint  # noqa: E402
from nextgpt_core.errors import NotSupported  # noqa: E402
from nextgpt_core.machine import is_planned  # noqa: E402
from nextgpt_core.model import NextGPTModel  # noqa: E402


def load(checkpoint: Path | None, memory: str | None) -> NextGPTModel:
    """From its files, placed by a plan, adapters apart; None: the published model. What is too small for a plan goes
    onto the GPU as it is."""
    model = build_preset("paper", memory=memory) if checkpoint is None else load_checkpoint(checkpoint, memory=memory)
    return model if is_planned(model.config) else model.to("cuda" if CUDA else "cpu")


def measure(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    checkpoint = None if chosen.published else random_paper.write(folder, chosen.toy)
    with contextlib.nullcontext() if chosen.published else random_paper.downloads_in(folder):
        load_s, model = timed(lambda: load(checkpoint, chosen.memory))
        if chosen.toy:
            model.llm.model.float()  # so that ways of decoding can be held against each other
        sizes = (chosen.prompt, chosen.tokens, chosen.bandwidth)
        apart = measure_tokens(model.llm, *sizes, ("apart",))
        merge_s, _ = timed(lambda: for_replies(model))
        name = "paper" if chosen.published else "paper-toy" if chosen.toy else "paper-random"
        result = {"preset": name, **measuring.machine(), "load_s": load_s + merge_s, "merge_s": merge_s}
        result["tokens"] = measure_tokens(model.llm, *sizes, ("generate", "reference", "growing", "static", "chat"))
        result["tokens"]["apart"] = apart["apart"]
        return result | measuring.measure(NextGPT(model), small=chosen.toy)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python tests/bench/paper.py", description=__doc__.split("\n")[0])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--toy", action="store_true", help="tiny networks, on any machine: shows that the command runs")
    size.add_argument("--published", action="store_true", help="the downloads of the preset instead of random weights")
    parser.add_argument("--folder", type=Path, help="where random weights are written and kept (default: nowhere)")
    parser.add_argument("--memory", help="as in app.py")
    measuring.add_arguments(parser)
    chosen = parser.parse_args(arguments)
    try:
        if not chosen.toy and not CUDA:
            raise NotSupported(
                "the preset paper at full size needs a GPU and there is none that torch can use. With --toy this "
                "command runs anywhere, at toy size; to chat without a GPU, start the preset nano."
            )
        with tempfile.TemporaryDirectory() as own:
            measuring.show(measure(chosen, chosen.folder or Path(own)))
    except NextGPTError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
