"""What the benchmarks of full-size presets share: how turns, media and memory are measured, and the table.

All ways of doing one thing are measured in one run, with the same noise and weights. What cannot be measured here is
None and reads "not yet measured".
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from decoding import CUDA, WAYS, attempt, timed

from nextgpt_core import Conversation, NextGPT, Options
from nextgpt_core.decoders.stock import StockDecoder
from nextgpt_core.media import MEDIA, Audio, Image, Modality, Part, Video
from nextgpt_core.placement import MODES, PartSize, Placed

CAPTION = "a lighthouse on a rocky coast at dusk, waves breaking"


def noise_media(small: bool) -> dict[Modality, Part]:
    """A picture of 512 px, a sound of 5 s and a clip of 4 s, or tiny ones."""
    rng, side, seconds = np.random.default_rng(0), 32 if small else 512, 0.5 if small else 5.0
    frames = (4, 32, 32, 3) if small else (32, 256, 256, 3)
    sound = rng.uniform(-0.5, 0.5, round(16_000 * seconds)).astype(np.float32)
    picture, clip = (rng.integers(0, 256, shape, dtype=np.uint8) for shape in ((side, side, 3), frames))
    return dict(zip(MEDIA, (Image(picture), Audio(sound, 16_000), Video(clip, 8.0)), strict=True))


def forget(bot: NextGPT) -> None:
    bot._features.clear()
    bot._caches.clear()


def measure_turns(bot: NextGPT, seen: list[Part]) -> dict[str, float]:
    """Seconds until the first word about media, then of a second question about them: with what the first turn left
    behind, and the reference's way, with everything encoded and read anew."""
    options = Options(seed=0, temperature=0, max_new_tokens=4, modalities=frozenset({Modality.TEXT}))
    asked = Conversation().say("What is this?", *seen)
    second = asked.say(*bot.reply(asked, options).parts, role="assistant").say("What else?")  # and kernels are loaded
    seconds = {}
    for name, conversation, anew in (("first_s", asked, True), ("second_s", second, False),
                                     ("second_anew_s", second, True)):  # fmt: skip
        if anew:
            forget(bot)
        seconds[name] = bot.reply(conversation, options).timings.first_token_s
    return seconds


def make(decoder: StockDecoder, options: Any) -> Part:
    condition = decoder.encode_captions([CAPTION])
    return list(decoder.stream(condition, None, options, torch.Generator().manual_seed(0)))[-1]


def stock(decoder: StockDecoder, options: Any) -> Part:
    """One plain call of the pipeline, of the same components, with the same conditions."""
    pipe, generator = decoder.pipeline, torch.Generator().manual_seed(0)
    common = {"callback_on_step_end": lambda pipe, number, time, tensors: tensors, "generator": generator}
    with torch.inference_mode():
        rows = decoder.rows(decoder.encode_captions([CAPTION]))
        unwanted = decoder.rows(decoder.encode_captions([""])) if options.guidance > 1 else None
        return decoder.make(pipe, rows, unwanted, options, num_inference_steps=options.num_steps, **common)


def measure_media(bot: NextGPT) -> dict[str, Any]:
    """By modality: seconds to load its decoder, and of one medium ours, by the stock pipeline, and reloaded for it."""
    result = {}
    for modality, options in bot.config.media_options.items():
        decoder = bot.model.decoders[modality.value]
        load_s, _ = timed(lambda d=decoder: d.pipeline)
        make(decoder, options)  # first use loads kernels
        ours_s, ours = timed(lambda d=decoder, o=options: make(d, o))
        stock_s, plain = timed(lambda d=decoder, o=options: stock(d, o))
        decoder.unload()
        reference_s, _ = timed(lambda d=decoder, o=options: make(d, o))
        result[modality.value] = {"load_s": load_s, "steps": options.num_steps, "ours_s": ours_s, "stock_s": stock_s,
                                  "reference_s": reference_s, "same": ours == plain}  # fmt: skip
    return result


def measure_mixed(bot: NextGPT, seen: list[Part]) -> dict[str, Any]:
    """One reply with text and every medium to a message with media, all decoders loaded; the same with the words
    waiting for the media (speech_ahead.py); and that with no decoder loaded, as in the reference at every reply."""
    options = Options(seed=0, max_new_tokens=32, modalities=frozenset({Modality.TEXT, *bot.can_make}))

    def reply() -> tuple[float, Any]:
        forget(bot)
        return timed(lambda: bot.reply(Conversation().say(CAPTION, *seen), options))

    spoken, bot._spoken = bot._spoken, bot._speak
    for decoder in bot.model.decoders.values():
        decoder.unload()
    reference_s, _ = reply()
    for decoder in bot.model.decoders.values():
        _ = decoder.pipeline
    in_turn_s, _ = reply()
    bot._spoken = spoken
    if CUDA:
        torch.cuda.reset_peak_memory_stats()
    mixed_s, made = reply()
    peak = torch.cuda.max_memory_allocated() / 1e9 if CUDA else None
    media = [part.modality.value for part in made.parts if part.modality is not Modality.TEXT]
    seconds = {"mixed_s": mixed_s, "mixed_in_turn_s": in_turn_s, "mixed_reference_s": reference_s}
    return {**seconds, "mixed_peak_gb": peak, "mixed_media": media}


def in_every_way(decoder: StockDecoder, device: str) -> Iterator[str]:
    """The ways of standing (placement.py), one after another; in the end the decoder stands as it stood before."""
    stood = decoder.placed
    try:
        for mode in MODES:
            decoder.place(Placed(PartSize(decoder.modality.value, 0), device, mode))
            yield mode
    finally:
        decoder.place(stood)


def measure_peaks(bot: NextGPT) -> dict[str, Any] | None:
    """By way of standing, GPU memory at its peak above what the rest of the model holds; CUDA only."""
    if not CUDA:
        return None
    result: dict[str, Any] = {}
    for modality, options in bot.config.media_options.items():
        decoder = bot.model.decoders[modality.value]
        for mode in in_every_way(decoder, str(bot.model.llm.device)):
            torch.cuda.empty_cache()
            before = torch.cuda.memory_allocated()
            torch.cuda.reset_peak_memory_stats()
            done = attempt(f"{modality} {mode}", lambda d=decoder, o=options: timed(lambda: make(d, o)))
            peak = (torch.cuda.max_memory_allocated() - before) / 1e9
            row = {"peak_gb": peak, "with_load_s": done[0]} if done else None
            result.setdefault(modality.value, {})[mode] = row
    return result


def measure(bot: NextGPT, small: bool) -> dict[str, Any]:
    """Everything but tokens. Peaks come last, because they leave decoders unloaded."""
    seen = [part for modality, part in noise_media(small).items() if modality in bot.can_read]
    turns, media = measure_turns(bot, seen), measure_media(bot)
    return {"turns": turns, "media": media, **measure_mixed(bot, seen), "peaks": measure_peaks(bot)}


def machine() -> dict[str, str]:
    return {"torch": torch.__version__, "device": torch.cuda.get_device_name() if CUDA else "cpu"}


def table(result: dict[str, Any]) -> str:
    merge = f" (of which merging {result['merge_s']:.2f} s)" if "merge_s" in result else ""
    lines = [
        f"{result['preset']} on {result['device']}, torch {result['torch']}; loaded in {result['load_s']:.2f} s{merge}"
    ]
    lines += ["", "| language model | prefill tok/s | decode tok/s | of the roof |", "|---|---|---|---|"]
    for way, said in WAYS.items():
        row = result["tokens"].get(way)
        if row is not None:
            roof = "" if row["roof"] is None else f"{row['roof']:.2f}"
            lines.append(f"| {said} | {row['prefill_tok_s']:.1f} | {row['decode_tok_s']:.1f} | {roof} |")
        elif way in result["tokens"]:
            lines.append(f"| {said} | not yet measured | not yet measured | |")
    heads = ("medium", "load s", "ours s", "stock s", "reference's way s", "peak GB by way")
    lines += ["", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for name, row in result["media"].items():
        ways = (result["peaks"] or {}).get(name)
        peaks = "not yet measured" if not ways else ", ".join(f"{m} {w['peak_gb']:.1f}" for m, w in ways.items() if w)
        seconds = " | ".join(f"{row[key]:.2f}" for key in ("load_s", "ours_s", "stock_s", "reference_s"))
        lines.append(f"| {name} | {seconds} | {peaks} |")
    turns, peak = result["turns"], result["mixed_peak_gb"]
    lines += ["", f"first word: {turns['first_s']:.3f} s; of the second turn {turns['second_s']:.3f} s, "
              f"everything read anew {turns['second_anew_s']:.3f} s"]  # fmt: skip
    at_peak = "GPU memory not yet measured" if peak is None else f"{peak:.1f} GB at its peak"
    waiting, reference = result["mixed_in_turn_s"], result["mixed_reference_s"]
    mixed = f"{result['mixed_s']:.2f} s ({waiting:.2f} s with words waiting for media, {reference:.2f} s with decoders "
    mixed += f"loaded for it, the reference's way), {at_peak}"
    return "\n".join([*lines, f"one reply with text and every medium: {mixed}"])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prompt", type=int, default=512, help="tokens of the prompt (default: 512)")
    parser.add_argument("--tokens", type=int, default=128, help="tokens to decode (default: 128)")
    parser.add_argument("--bandwidth", type=float, default=0.0, help="of the memory, GB/s, e.g. 3350 for an H100")


def show(result: dict[str, Any]) -> None:
    """The table, then everything as one line of JSON."""
    print(table(result))
    print(json.dumps(result))
