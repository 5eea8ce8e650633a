"""The links between a caption and a sound, measured one by one: python -m tests.bench.sounds --corpora corpora

    facts     number of events, tempo, register and mood told from real held-out sounds
    coded     the same after the sound codec, and the multi-resolution STFT distance to the real ones, next to that of
              Griffin-Lim from the uncoded mel (ten times as many numbers a second as latents) and from plain mels of as
              many numbers a second as the latents have
    made      the same of sounds that the decoder makes from captions as the language model writes them, the ranks of
              what was asked for among all labels, and seconds per sound

The last needs captions only. Nothing here is trained on: captions are drawn from the labels, not from a suite.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from nextgpt_core.checkpoint import load_checkpoint
from nextgpt_core.config import MediaOptions
from nextgpt_core.data.sound_captions import with_article
from nextgpt_core.decoders.sound_codec import SoundCodec
from nextgpt_core.evaluation import sound_facts
from nextgpt_core.evaluation.judges import Judges
from nextgpt_core.media import Audio, Modality
from nextgpt_core.training.contact_sheets import write_sheet
from nextgpt_core.training.sound_codec import spectral_distance, to_wave

RATE_HZ = 16_000
FACTS = {
    "count": sound_facts.events,
    "tempo": sound_facts.tempo,
    "register": sound_facts.register,
    "mood": sound_facts.mood,
}
MOODS = {"major": "happy", "minor": "sad"}
TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times", 5: "five times"}


def facts_right(sounds: Iterable[tuple[np.ndarray, dict]]) -> dict[str, str]:
    """(float samples, known facts) -> fact -> "right of all"."""
    right: dict[str, list[bool]] = defaultdict(list)
    for samples, facts in sounds:
        for name in FACTS.keys() & facts.keys():
            right[name].append(FACTS[name](samples, RATE_HZ) == facts[name])
    return {name: f"{sum(found)} of {len(found)}" for name, found in sorted(right.items())}


def held_out(corpora: Path, num: int) -> tuple[Tensor, list[dict]]:
    """`num` single sounds of the held-out split, every label in turn: waves [num, S] and their facts."""
    lines = (corpora / "sounds" / "items.jsonl").open(encoding="utf-8")
    items = [item for line in lines if (item := json.loads(line))["split"] == "held" and item["kind"] != "mixture"]
    random.Random(0).shuffle(items)
    waves = np.load(corpora / "sounds" / "waves.npy", mmap_mode="r")
    return to_wave(np.stack([waves[item["row"]] for item in items[:num]])), [item["facts"] for item in items[:num]]


def plain_mels(codec: SoundCodec) -> dict[str, SoundCodec]:
    """Name -> a codec of which only the mel and Griffin-Lim are used, with as many numbers a second as the latents of
    `codec`: the fewer frames, the more bands, and windows of four hops or at least the codec's own."""
    config, found = codec.config, {}
    for frames_together in (1, 2, 4):
        hop, num_mels = config.hop * frames_together, config.latent_channels * frames_together // config.frames_together
        found[f"{num_mels} mels every {hop}"] = SoundCodec(
            config.rate_hz, max(config.fft, 4 * hop), hop, num_mels, 8, 0, 0, 1, 1
        ).eval()
    return found


@torch.inference_mode()
def measure_codec(codec, waves: Tensor, batch_size: int = 8) -> tuple[dict[str, float], list[np.ndarray]]:
    """Distances to the real waves of Griffin-Lim on the real log-mel, on the coded one and on those of plain_mels; the
    waves of the coded one."""
    ways: dict[str, list[float]] = defaultdict(list)
    made, plain = [], plain_mels(codec)
    for wave in waves.split(batch_size):
        outs = {"coded": codec.decode(codec.encode(wave))}
        mels = {"real_mel": codec, **plain}
        outs |= {name: other.vocode(other.mel.magnitudes(other.mel(wave))) for name, other in mels.items()}
        for name, out in outs.items():
            ways[name].append(float(spectral_distance(out, wave)) * len(wave))
        made += list(outs["coded"].numpy())
    return {name: round(sum(values) / len(waves), 3) for name, values in ways.items()}, made


def requests(corpora: Path, num: int) -> dict[str, list[tuple[str, dict, list[str]]]]:
    """Kind of request -> (caption, facts, labels), `num` each, from the facts that training sounds have."""
    lines = (corpora / "sounds" / "items.jsonl").open(encoding="utf-8")
    seen: dict[str, set] = defaultdict(set)
    for item in map(json.loads, lines):
        label, *others = item["labels"]
        if item["kind"] == "mixture":
            seen["both"].add((label, others[0]))
            continue
        seen["plain"].add(label)
        for name in FACTS.keys() & item["facts"].keys():
            seen[name].add((label, item["facts"][name]))
    rng = random.Random(0)

    def some(kind: str) -> list:
        known = sorted(seen[kind], key=str)
        return rng.sample(known, min(num, len(known)))

    return {
        "plain": [(with_article(label), {}, [label]) for label in some("plain")],
        "events": [
            (f"{with_article(label)}, {TIMES[count]}", {"count": count}, [label])
            for label, count in some("count")
            if count in TIMES
        ],
        "tempo": [
            (f"a {word} tune on {with_article(label)}", {"tempo": word}, [label]) for label, word in some("tempo")
        ],
        "register": [
            (f"a {word} tune on {with_article(label)}", {"register": word}, [label])
            for label, word in some("register")
            if word != "middle"
        ],
        "mood": [
            (f"a {MOODS[word]} tune on {with_article(label)}", {"mood": word}, [label]) for label, word in some("mood")
        ],
        "both": [
            (f"{with_article(first)} with {with_article(second)}", {}, [first, second])
            for first, second in some("both")
        ],
    }


def measure_made(model, corpora: Path, num: int, out: Path | None, options: MediaOptions) -> None:
    decoder, judges = model.decoders["audio"], Judges.shipped()
    for kind, rows in requests(corpora, num).items():
        ranks, sounds, seconds = [], [], []
        for number, (caption, facts, labels) in enumerate(rows):
            condition = decoder.encode_text(*model.llm.text_states([caption]))
            began = time.monotonic()
            *_, part = decoder.stream(condition, None, options, torch.Generator().manual_seed(number))
            seconds.append(time.monotonic() - began)
            sounds.append((part.samples, facts))
            scores = judges.scores(part)
            ranks += [judges.vocabulary(Modality.AUDIO).rank(scores, label) for label in labels]
        top = {f"top{k}": f"{100 * sum(rank <= k for rank in ranks) / len(ranks):.0f} %" for k in (1, 5)}
        print(kind, len(rows), top, facts_right(sounds), f"{np.median(seconds):.2f} s", flush=True)
        if out is not None:
            captions = [caption for caption, _, _ in rows[:16]]
            write_sheet([Audio(s, RATE_HZ) for s, _ in sounds[:16]], captions, out / kind)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, default=Path("checkpoints/nextgpt-nano"))
    parser.add_argument("--corpora", type=Path, default=Path("corpora"))
    parser.add_argument("--num", type=int, default=24, help="captions of each kind")
    parser.add_argument("--held", type=int, default=128, help="held-out sounds; 0 leaves out the first two measures")
    parser.add_argument("--steps", type=int, default=16)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--out", type=Path, help="folder for sounds and their spectrograms")
    a = parser.parse_args()
    model = load_checkpoint(a.checkpoint).eval()
    if a.out is not None:
        a.out.mkdir(parents=True, exist_ok=True)
    if a.held:
        waves, facts = held_out(a.corpora, a.held)
        print("facts", facts_right(zip(waves.numpy(), facts, strict=True)), flush=True)
        distances, made = measure_codec(model.decoders["audio"].codec, waves)
        print("coded", facts_right(zip(made, facts, strict=True)), distances, flush=True)
    if a.num:
        measure_made(model, a.corpora, a.num, a.out, MediaOptions(num_steps=a.steps, guidance=a.guidance))


if __name__ == "__main__":
    main()
