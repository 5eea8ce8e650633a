"""How quick and how large `omni` is: `python -m tests.bench.omni --preset omni`. Prints a table; its last line is JSON.

On a GPU with the weights: every line. Anywhere, with `--preset omni-toy` or `omni-encoders-toy`: the same commands at
toy size and random weights, which shows that they run and nothing else. What cannot be measured is null.

  load_s           building the language model and encoders; then each decoder, when its first medium is made
  prefill, decode  tokens a second of one stream: plain `generate`, a growing and a static key-value cache, and as the
                   chat decodes, with steps recorded as a CUDA graph (CUDA only), all in this run on the same prompt;
                   roof: the share of --bandwidth reached
  turns            seconds until the first word; of a second turn, and with everything encoded anew
  <medium>_s       ours step by step, the stock pipeline in one call, and the reference's way: reloaded for every medium
  mixed_s          one reply with text and every medium to a message with every medium; in_turn: words waiting for
                   media; reference: that, with decoders loaded for it
  peak_gb          GPU memory at its peak while one medium is made, by way of standing (placement.py)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

import measuring  # noqa: E402
from decoding import measure_tokens, timed  # noqa: E402

from nextgpt_core import NextGPT, NextGPTError  # noqa: E402
from nextgpt_core.model import NextGPTModel  # noqa: E402
from nextgpt_core.presets_omni import omni_encoders_toy, omni_toy  # noqa: E402

TOYS = {"omni-toy": omni_toy, "omni-encoders-toy": omni_encoders_toy}
WAYS = ("generate", "growing", "static", "chat")


def build(preset: str, memory: str | None) -> NextGPT:
    if preset not in TOYS:
        return NextGPT.from_preset(preset, memory=memory)
    torch.manual_seed(0)
    return NextGPT(NextGPTModel.from_config(TOYS[preset]()))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.omni", description=__doc__.split("\n")[0])
    parser.add_argument("--preset", default="omni", help="omni, omni-encoders, or a toy of either (default: omni)")
    parser.add_argument("--memory", help="as in app.py")
    measuring.add_arguments(parser)
    chosen = parser.parse_args(arguments)
    try:
        load_s, bot = timed(lambda: build(chosen.preset, chosen.memory))
    except NextGPTError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    result = {"preset": chosen.preset, **measuring.machine(), "load_s": load_s}
    llm = bot.model.llm
    result["tokens"] = measure_tokens(llm, chosen.prompt, chosen.tokens, chosen.bandwidth, WAYS)
    measuring.show(result | measuring.measure(bot, small=chosen.preset in TOYS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
