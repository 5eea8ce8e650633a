"""How quick and how large `omni` is: `python -m tests.bench.omni --preset omni`. Prints a table; its last line is JSON.

On a GPU with the weights: every line. Anywhere, with `--preset omni-toy` or `omni-encoders-toy`: the same commands at
toy size and random weights, which shows that they run and nothing else. What cannot be measured is null.

  load_s           building the language model and encoders; then each decoder, when its first medium is made
  peak_gb          GPU memory at its peak while one medium is made, by way of standing (placement.py)
  prefill, decode  tokens a second of one stream: plain `generate`, a static key-value cache, and that compiled into
                   CUDA graphs (CUDA only), all in this run on the same prompt; roof: the share of --bandwidth reached
  <medium>_s       ours step by step, the stock pipeline in one call, and the reference's way: reloaded for every medium
  mixed_s          one reply with text and every medium
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from nextgpt_core import Conversation, NextGPT, NextGPTError, Options  # noqa: E402
from nextgpt_core.decoders.stock import StockDecoder  # noqa: E402
from nextgpt_core.media import Modality  # noqa: E402
from nextgpt_core.model import NextGPTModel  # noqa: E402
from nextgpt_core.placement import MODES, PartSize, Placed  # noqa: E402
from nextgpt_core.presets_omni import omni_encoders_toy, omni_toy  # noqa: E402

TOYS = {"omni-toy": omni_toy, "omni-encoders-toy": omni_encoders_toy}
CAPTION = "a lighthouse on a rocky coast at dusk, waves breaking"
CUDA = torch.cuda.is_available()


def clock() -> float:
    if CUDA:
        torch.cuda.synchronize()
    return time.perf_counter()


def timed(work: Any) -> tuple[float, Any]:
    began = clock()
    value = work()
    return clock() - began, value


def build(preset: str, memory: str | None) -> NextGPT:
    if preset not in TOYS:
        return NextGPT.from_preset(preset, memory=memory)
    torch.manual_seed(0)
    return NextGPT(NextGPTModel.from_config(TOYS[preset]()))


def static_decode(llm: Any, ids: torch.Tensor, count: int, compiled: bool) -> tuple[float, float, list[int]]:
    """Greedy decoding over a preallocated cache -> seconds to read `ids` [1, L], seconds of `count` steps, the ids."""
    from transformers import StaticCache

    cache = StaticCache(config=llm.text_config, max_cache_len=ids.shape[1] + count + 1)

    def step(token: torch.Tensor) -> torch.Tensor:
        hidden = llm.hidden(llm.embed(token), cache=cache)[0]
        return llm.logits(hidden[:, -1]).argmax(-1, keepdim=True)

    read_s, token = timed(lambda: step(ids))
    found = [token]
    if compiled:
        step = torch.compile(step, mode="reduce-overhead", fullgraph=True)
        for _ in range(3):  # compiles, records, replays: none of it is the speed of a stream
            found.append(step(found[-1]).clone())
    warm = len(found)
    began = clock()
    while len(found) < count:
        found.append(step(found[-1]).clone())
    steps_s = (clock() - began) * count / max(1, count - warm)
    return read_s, steps_s, [int(t) for t in found]


@torch.inference_mode()
def measure_tokens(bot: NextGPT, length: int, count: int, bandwidth_gb_s: float) -> dict[str, Any]:
    llm = bot.model.llm
    base, weights = llm._base, sum(p.numel() * p.element_size() for p in llm._base.get_decoder().parameters())
    generator = torch.Generator().manual_seed(0)
    ids = torch.randint(3, llm.num_base_rows - 16, (1, length), generator=generator).to(llm.device)
    arguments = {"attention_mask": torch.ones_like(ids), "do_sample": False, "pad_token_id": 0, "eos_token_id": -1}
    base.generate(ids, max_new_tokens=2, **arguments)  # first use loads kernels
    first_s, _ = timed(lambda: base.generate(ids, max_new_tokens=1, **arguments))
    whole_s, out = timed(lambda: base.generate(ids, max_new_tokens=count, **arguments))
    plain = out[0, length:].tolist()
    rows = {"generate": (first_s, max(whole_s - first_s, 1e-9) * count / max(1, count - 1), plain)}
    rows["static"] = static_decode(llm, ids, count, compiled=False)
    rows["compiled"] = static_decode(llm, ids, count, compiled=True) if CUDA else None
    result: dict[str, Any] = {"prompt_tokens": length, "new_tokens": count}
    for name, row in rows.items():
        if row is None:
            result[name] = None
            continue
        read_s, steps_s, tokens = row
        roof = weights * count / steps_s / (bandwidth_gb_s * 1e9) if bandwidth_gb_s else None
        result[name] = {"prefill_tok_s": length / read_s, "decode_tok_s": count / steps_s, "roof": roof,
                        "same_tokens": sum(a == b for a, b in zip(tokens, plain, strict=True)) / count}  # fmt: skip
    return result


def make(decoder: StockDecoder, options: Any) -> Any:
    condition = decoder.encode_captions([CAPTION])
    return list(decoder.stream(condition, None, options, torch.Generator().manual_seed(0)))[-1]


def stock(decoder: StockDecoder, options: Any) -> Any:
    """One plain call of the pipeline with the same conditions."""
    pipe, generator = decoder.pipeline, torch.Generator().manual_seed(0)
    with torch.inference_mode():
        rows = decoder.rows(decoder.encode_captions([CAPTION]))
        unwanted = decoder.rows(decoder.encode_captions([""])) if options.guidance > 1 else None
        return decoder.make(pipe, rows, unwanted, options, num_inference_steps=options.num_steps, generator=generator)


def measure_media(bot: NextGPT) -> dict[str, Any]:
    result = {}
    for modality, options in bot.config.media_options.items():
        decoder = bot.model.decoders[modality.value]
        load_s, _ = timed(lambda d=decoder: d.pipeline)
        make(decoder, options)  # first use loads kernels
        ours_s, ours = timed(lambda d=decoder, o=options: make(d, o))
        stock_s, plain = timed(lambda d=decoder, o=options: stock(d, o))

        def reloaded(d: StockDecoder = decoder, o: Any = options) -> Any:
            d.unload()
            return make(d, o)

        reference_s, _ = timed(reloaded)
        result[modality.value] = {"load_s": load_s, "steps": options.num_steps, "ours_s": ours_s, "stock_s": stock_s,
                                  "reference_s": reference_s, "same": ours == plain}  # fmt: skip
    return result


def measure_peaks(bot: NextGPT) -> dict[str, Any] | None:
    """By way of standing, GPU memory at its peak above what the rest of the model holds; CUDA only."""
    if not CUDA:
        return None
    result: dict[str, Any] = {}
    for modality, options in bot.config.media_options.items():
        decoder = bot.model.decoders[modality.value]
        for mode in MODES:
            decoder.place(Placed(PartSize(modality.value, 0), str(bot.model.llm.device), mode))
            torch.cuda.empty_cache()
            before = torch.cuda.memory_allocated()
            torch.cuda.reset_peak_memory_stats()
            seconds, _ = timed(lambda d=decoder, o=options: make(d, o))
            peak = (torch.cuda.max_memory_allocated() - before) / 1e9
            result.setdefault(modality.value, {})[mode] = {"peak_gb": peak, "with_load_s": seconds}
        decoder.unload()
    return result


def measure(preset: str, memory: str | None, length: int, count: int, bandwidth_gb_s: float) -> dict[str, Any]:
    load_s, bot = timed(lambda: build(preset, memory))
    result: dict[str, Any] = {"preset": preset, "torch": torch.__version__, "load_s": load_s}
    result["device"] = torch.cuda.get_device_name() if CUDA else "cpu"
    result["tokens"] = measure_tokens(bot, length, count, bandwidth_gb_s)
    result["media"] = measure_media(bot)
    result["peaks"] = measure_peaks(bot)
    options = Options(seed=0, max_new_tokens=32, modalities=frozenset(Modality))
    result["mixed_s"] = timed(lambda: bot.reply(Conversation().say(CAPTION), replace(options)))[0]
    return result


def table(result: dict[str, Any]) -> str:
    lines = [
        f"{result['preset']} on {result['device']}, torch {result['torch']}; loaded in {result['load_s']:.2f} s",
        "",
    ]
    lines += ["| language model | prefill tok/s | decode tok/s | of the roof |", "|---|---|---|---|"]
    for name in ("generate", "static", "compiled"):
        row = result["tokens"][name]
        if row is None:
            lines.append(f"| {name} | not yet measured | not yet measured | |")
        else:
            roof = "" if row["roof"] is None else f"{row['roof']:.2f}"
            lines.append(f"| {name} | {row['prefill_tok_s']:.1f} | {row['decode_tok_s']:.1f} | {roof} |")
    lines += [
        "",
        "| medium | load s | ours s | stock s | reference's way s | peak GB by way |",
        "|---|---|---|---|---|---|",
    ]
    for name, row in result["media"].items():
        ways = (result["peaks"] or {}).get(name)
        peaks = "not yet measured" if not ways else ", ".join(f"{m} {w['peak_gb']:.1f}" for m, w in ways.items())
        seconds = " | ".join(f"{row[key]:.2f}" for key in ("load_s", "ours_s", "stock_s", "reference_s"))
        lines.append(f"| {name} | {seconds} | {peaks} |")
    return "\n".join([*lines, "", f"one reply with text and every medium: {result['mixed_s']:.2f} s"])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.omni", description=__doc__.split("\n")[0])
    parser.add_argument("--preset", default="omni", help="omni, omni-encoders, or a toy of either (default: omni)")
    parser.add_argument("--memory", help="as in app.py")
    parser.add_argument("--prompt", type=int, default=512, help="tokens of the prompt (default: 512)")
    parser.add_argument("--tokens", type=int, default=128, help="tokens to decode (default: 128)")
    parser.add_argument("--bandwidth", type=float, default=0.0, help="of the memory, GB/s, e.g. 3350 for an H100")
    chosen = parser.parse_args(arguments)
    try:
        result = measure(chosen.preset, chosen.memory, chosen.prompt, chosen.tokens, chosen.bandwidth)
    except NextGPTError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(table(result))
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
