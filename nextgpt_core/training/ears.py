"""Training task of the audio encoder: log-mel windows in; sources, kind, tempo, register, mood and counts out."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.encoders.audio import FACTS, NUM_BANDS, NUM_FRAMES, RANGE_DB, AudioEncoder, log_mel
from nextgpt_core.errors import MissingWeights

MOOD_WORDS = {"major": "happy", "minor": "sad"}


class Sounds:
    """The rendered sounds as log-mel windows, computed once into `cache`. Raises MissingWeights when not built.

    Labels are in the order of labels.json.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        if not (folder / "items.jsonl").is_file():
            raise MissingWeights(f"{folder} is not built. Run: python -m nextgpt_core.data.corpora --parts sounds")
        self.folder, self.cache = folder, cache
        self.items = [json.loads(line) for line in (folder / "items.jsonl").open(encoding="utf-8")]
        self.labels = [row["label"] for row in json.loads((folder / "labels.json").read_text(encoding="utf-8"))]
        numbers = {label: number for number, label in enumerate(self.labels)}
        self.first = torch.tensor([numbers[item["labels"][0]] for item in self.items])
        self.second = torch.tensor(
            [numbers[item["labels"][1]] if len(item["labels"]) > 1 else len(self.labels) for item in self.items]
        )
        kind_of = {item["labels"][0]: item["kind"] for item in self.items if item["kind"] != "mixture"}
        self.facts = {name: torch.tensor([self._fact(name, item, kind_of) for item in self.items]) for name in FACTS}

    @staticmethod
    def _fact(name: str, item: dict, kind_of: dict[str, str]) -> int:
        """The class number of one fact of one item; the last class when there is nothing to say."""
        words = FACTS[name]
        value = item["facts"].get(name)
        if name == "kind":
            value = kind_of[item["labels"][0]]
        elif name == "count":
            return min(value, len(words)) - 1 if value else len(words)
        elif name == "mood":
            value = MOOD_WORDS.get(value)
        return words.index(value) if value in words else len(words)

    def rows(self, split: str) -> Tensor:
        return torch.tensor([number for number, item in enumerate(self.items) if item["split"] == split])

    @cached_property
    def mel(self) -> np.ndarray:
        """float16 [N, 80, 320]."""
        if not self.cache.is_file():
            waves = np.load(self.folder / "waves.npy", mmap_mode="r")
            mels = np.empty((len(self.items), NUM_BANDS, NUM_FRAMES), np.float16)
            for number, item in enumerate(self.items):
                wave = torch.from_numpy(waves[item.get("row", number)].astype(np.float32) / 32768)
                mels[number] = log_mel(wave[None])[0].numpy()
            self.cache.parent.mkdir(parents=True, exist_ok=True)
            np.save(self.cache, mels)
        return np.load(self.cache, mmap_mode="r")

    def mel_of(self, rows: Tensor) -> Tensor:
        """-> float32 [rows, 80, 320]."""
        order = rows.sort()  # a file is read forwards
        mel = torch.from_numpy(self.mel[order.values.numpy()].astype(np.float32))
        return mel[order.indices.argsort()]


class HearingTask:
    """Cross-entropy on all heads, but for what is a matter of when (timing.py); clips are shifted, tilted, masked, made
    noisy, and mixed two by two."""

    def __init__(self, encoder: AudioEncoder, sounds: Sounds, batch_size: int = 48) -> None:
        self.encoder, self.sounds, self.batch_size = encoder, sounds, batch_size
        self.train_rows, self.held_rows = sounds.rows("train"), sounds.rows("held")
        self._queue = torch.empty(0, dtype=torch.long)

    def trainable(self) -> dict[str, nn.Parameter]:
        return {n: p for n, p in self.encoder.named_parameters() if not n.startswith("timing.")}

    def _targets(self, rows: Tensor) -> dict[str, Tensor]:
        heads = {"first": self.sounds.first, "second": self.sounds.second, **self.sounds.facts}
        return {name: values[rows] for name, values in heads.items()}

    def batch(self, generator: torch.Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """One changed batch: mel [B, 80, 320] and class numbers by head."""
        if len(self._queue) < self.batch_size:
            self._queue = self.train_rows[torch.randperm(len(self.train_rows), generator=generator)]
        rows, self._queue = self._queue[: self.batch_size].sort().values, self._queue[self.batch_size :]
        mel, targets = changed_mel(self.sounds.mel_of(rows), generator), self._targets(rows)
        # A third of the clips gets a quieter second source; what is said of the first still holds.
        lone = (targets["second"] == len(self.sounds.labels)).nonzero()[:, 0]
        chosen = lone[torch.rand(len(lone), generator=generator) < 0.3]
        partners = lone[torch.randint(len(lone), (len(chosen),), generator=generator)]
        differ = targets["first"][chosen] != targets["first"][partners]
        chosen, partners = chosen[differ], partners[differ]
        quieter = 2 * (2 + 9 * torch.rand(len(chosen), 1, 1, generator=generator)) / RANGE_DB
        mixed = added(mel[chosen], mel[partners] - quieter)
        targets["second"] = targets["second"].clone()
        targets["second"][chosen] = targets["first"][partners]
        mel = mel.clone()
        mel[chosen] = mixed
        return mel, targets

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        self.encoder.train()
        mel, targets = self.batch(generator)
        with mixed():
            logits = self.encoder.hear(mel)
        losses = {
            name: F.cross_entropy(values.float(), targets[name], label_smoothing=0.05 if name == "first" else 0.0)
            for name, values in logits.items()
        }
        total = losses["first"] + 0.5 * losses["second"] + 0.25 * sum(losses[name] for name in FACTS)
        right = (logits["first"].argmax(-1) == targets["first"]).float().mean()
        return total, {"first": float(losses["first"].detach()), "top1": float(right)}

    def validate(self) -> dict[str, float]:
        self.encoder.eval()
        with mixed():
            parts = [self.encoder.hear(self.sounds.mel_of(rows)) for rows in self.held_rows.split(64)]
        logits = {name: torch.cat([part[name].float() for part in parts]) for name in parts[0]}
        targets = self._targets(self.held_rows)
        lone = targets["second"] == len(self.sounds.labels)
        best = logits["first"].topk(min(5, logits["first"].shape[1])).indices == targets["first"][:, None]
        numbers = {"top1": float(best[lone, 0].float().mean()), "top5": float(best[lone].any(1).float().mean())}
        if (~lone).any():
            numbers["mixture_first_top1"] = float(best[~lone, 0].float().mean())
            numbers["mixture_first_top5"] = float(best[~lone].any(1).float().mean())
            second = logits["second"][:, :-1]
            second = second.topk(min(5, second.shape[1])).indices == targets["second"][:, None]
            numbers["mixture_second_top1"] = float(second[~lone, 0].float().mean())
            numbers["mixture_second_top5"] = float(second[~lone].any(1).float().mean())
        silent = logits["second"].argmax(-1) == len(self.sounds.labels)
        numbers["second_detected"] = float((silent == lone).float().mean())
        for name, words in FACTS.items():
            known = targets[name] < len(words)
            numbers[name] = float((logits[name][known, :-1].argmax(-1) == targets[name][known]).float().mean())
        return numbers

    def sample(self, folder: Path, step: int) -> None:
        """Writes what is heard in some held clips beside what is in them."""
        folder.mkdir(parents=True, exist_ok=True)
        self.encoder.eval()
        rows = self.held_rows[:: max(1, len(self.held_rows) // 60)]
        best = self.encoder.hear(self.sounds.mel_of(rows))["first"]
        best = best.topk(min(3, best.shape[1])).indices
        lines = [
            f"{self.sounds.items[row]['labels']} heard as {[self.sounds.labels[n] for n in numbers]}"
            for row, numbers in zip(rows.tolist(), best.tolist(), strict=True)
        ]
        (folder / f"{step:07d}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def added(first: Tensor, second: Tensor) -> Tensor:
    """The sum of two sounds in scaled decibels: powers add, then the loudest point is 0 dB again, as in log_mel."""
    scale = RANGE_DB / 2 * 0.2302585  # half the range in decibels -> natural logarithm of power
    total = torch.logaddexp((first - 1) * scale, (second - 1) * scale) / scale + 1
    return (total + 1 - total.amax((1, 2), keepdim=True)).clamp(min=-1)


def changed_mel(mel: Tensor, generator: torch.Generator) -> Tensor:
    """Random shifts in time, tilts of tone, background noise and masks; [B, 80, 320] in and out."""
    batch = len(mel)

    def draw(low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand(batch, 1, 1, generator=generator)

    shift = int(torch.randint(NUM_FRAMES, (), generator=generator))
    half = batch // 2
    mel = torch.cat([mel[:half].roll(shift, 2), mel[half:]])
    bands = torch.linspace(-1, 1, NUM_BANDS)[None, :, None]
    mel = mel + draw(-0.25, 0.25) * bands + draw(-0.15, 0.15) * (bands.square() - 0.33)  # up to 10 dB of tone
    floor = draw(-1.6, -0.35) + draw(-0.2, 0.2) * bands + 0.06 * torch.randn(mel.shape, generator=generator)
    mel = added(mel, torch.where(draw(0, 1) < 0.5, floor, torch.full_like(floor, -3.0)))
    times = torch.arange(NUM_FRAMES)[None, None]
    start, length = draw(0, NUM_FRAMES), draw(0, 60)
    mel = torch.where((times >= start) & (times < start + length) & (draw(0, 1) < 0.4), torch.tensor(-1.0), mel)
    numbers = torch.arange(NUM_BANDS)[None, :, None]
    start, length = draw(0, NUM_BANDS), draw(0, 14)
    return torch.where((numbers >= start) & (numbers < start + length) & (draw(0, 1) < 0.4), torch.tensor(-1.0), mel)
