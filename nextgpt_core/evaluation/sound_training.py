"""Trains the sound judge from scratch on the training clips and measures it on renderings it never heard.

All spoiling is done on log-mel pictures (gain, noise, shift in time and pitch, masks, low-pass, blur, mixing), so each
clip passes the Fourier transform once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from nextgpt_core.arithmetic import mixed
from nextgpt_core.errors import MissingWeights
from nextgpt_core.evaluation.sound_judge import NUM_FRAMES, NUM_MELS, SoundJudge, log_mel, mel_filters

_FLOOR = float(np.log(1e-6))


@dataclass(frozen=True)
class SoundSet:
    """mels float16 [N, 64, 256]; targets float32 [N, labels], each row sums to 1; first: the louder label of each."""

    mels: Tensor
    targets: Tensor
    first: Tensor
    splits: tuple[str, ...]
    kinds: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]

    def rows(self, split: str, mixture: bool | None = None) -> Tensor:
        chosen = [
            number
            for number, (own, kind) in enumerate(zip(self.splits, self.kinds, strict=True))
            if own == split and (mixture is None or (kind == "mixture") == mixture)
        ]
        return torch.tensor(chosen)


def read_sounds(folder: Path, log: Callable[[str], None]) -> SoundSet:
    """The corpus as log-mel pictures. Raises MissingWeights when it is not built."""
    if not (folder / "items.jsonl").is_file():
        raise MissingWeights(
            f"{folder} is not built. Build it with: python -m nextgpt_core.data.corpora --parts sounds"
        )
    items = [json.loads(line) for line in (folder / "items.jsonl").read_text("utf-8").splitlines()]
    rows = json.loads((folder / "labels.json").read_text("utf-8"))
    labels = tuple((row["label"], *(name for name in row["names"] if name != row["label"])) for row in rows)
    index = {names[0]: number for number, names in enumerate(labels)}
    waves = np.load(folder / "waves.npy", mmap_mode="r")
    filters = mel_filters()
    mels = torch.empty(len(items), NUM_MELS, NUM_FRAMES, dtype=torch.float16)
    targets = torch.zeros(len(items), len(labels))
    for start in range(0, len(items), 64):
        batch = torch.from_numpy(waves[start : start + 64].astype(np.float32))
        batch *= 0.7 / batch.abs().amax(1, keepdim=True).clamp_min(1)
        mels[start : start + 64] = log_mel(batch, filters)
        if start % 3200 == 0:
            log(f"  {start} of {len(items)} sounds")
    for number, item in enumerate(items):
        for label in item["labels"]:
            targets[number, index[label]] = 1 / len(item["labels"])
    first = torch.tensor([index[item["labels"][0]] for item in items])
    return SoundSet(mels, targets, first, tuple(i["split"] for i in items), tuple(i["kind"] for i in items), labels)


def spoilt_mels(mels: Tensor, targets: Tensor, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """float32 [B, 64, 256] and [B, labels], each clip spoilt in its own way; some are mixed with their neighbour."""
    mels, targets = mels.clone(), targets.clone()
    for number, mel in enumerate(mels.clone()):
        if rng.random() < 0.25:
            other = mels[number - 1] - rng.uniform(0.7, 2.5)  # 3 to 11 dB quieter
            mel = torch.logaddexp(mel, other)
            targets[number] = 0.6 * targets[number] + 0.4 * targets[number - 1]
        mel = mel.roll(int(rng.integers(-30, 31)), 1)
        if rng.random() < 0.4:
            mel = mel.roll(int(rng.integers(-1, 2)), 0)
        if rng.random() < 0.3:
            width = 3 if rng.random() < 0.7 else 5
            mel = functional.avg_pool1d(mel, width, 1, width // 2, count_include_pad=False)
        if rng.random() < 0.3:
            cut = int(rng.integers(36, NUM_MELS))
            mel[cut:] -= torch.arange(NUM_MELS - cut)[:, None] * rng.uniform(0.1, 0.5)
        if rng.random() < 0.4:
            tilt = torch.linspace(0, float(rng.normal(0, 2)), NUM_MELS)[:, None]
            mel = torch.logaddexp(mel, mel.amax() - rng.uniform(5, 11) + tilt + torch.randn_like(mel) * 0.5)
        mel = mel + rng.normal(0, 0.7)
        for axis, size in ((0, 8), (1, 40)):
            if rng.random() < 0.5:
                width = int(rng.integers(1, size))
                start = int(rng.integers(0, mel.shape[axis] - width))
                mel.narrow(axis, start, width).fill_(_FLOOR if rng.random() < 0.5 else float(mel.mean()))
        mels[number] = mel.clamp_min(_FLOOR)
    return mels, targets


def train_sounds(judge: SoundJudge, sounds: SoundSet, epochs: int, log: Callable[[str], None]) -> None:
    """AdamW, one-cycle learning rate, soft cross-entropy: a mixture's labels share the probability."""
    rng = np.random.default_rng(0)
    torch.manual_seed(0)
    rows = sounds.rows("train")
    steps = epochs * (len(rows) // 64)
    judge.to(memory_format=torch.channels_last).train()
    optimizer = torch.optim.AdamW(judge.parameters(), lr=1e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps, pct_start=0.15)
    for epoch in range(epochs):
        total = 0.0
        for chosen in rows[torch.randperm(len(rows))][: len(rows) // 64 * 64].view(-1, 64):
            mels, targets = spoilt_mels(sounds.mels[chosen].float(), sounds.targets[chosen], rng)
            with mixed():
                logits = judge(mels)
            loss = functional.cross_entropy(logits.float(), targets, label_smoothing=0.05)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        log(f"  epoch {epoch + 1} of {epochs}: loss {total / (len(rows) // 64):.3f}")
    judge.to(memory_format=torch.contiguous_format).eval()


@torch.inference_mode()
def sound_scores(judge: SoundJudge, mels: Tensor) -> np.ndarray:
    """float16 [N, 64, 256] -> float32 [N, labels]."""
    return torch.cat([judge(batch.float()).softmax(-1) for batch in mels.split(64)]).numpy()
