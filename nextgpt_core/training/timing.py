"""Training task of what hears tempo and number (Timing of the audio encoder), alone, after the rest of the ears.

Mixed and masked sounds, from which the rest learns, have lost their beat and their count; here they are only shifted
and made noisy. What the rest says is read once per row and added to.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.encoders.audio import FACTS, TIMED, AudioEncoder
from nextgpt_core.training.ears import Sounds

MOST_SHIFT, MOST_NOISE = 12, 0.1
"""Frames; standard deviation in [-1, 1]."""
ALONE = 0.3
"""Share of rows for which the rest says nothing, so that the timing learns to stand alone."""
UNTIMED_SHARE = 4
"""One in so many of the sounds without tempo or number is kept."""


class TimingTask:
    """Cross-entropy of the facts that are a matter of when."""

    def __init__(self, encoder: AudioEncoder, sounds: Sounds, batch_size: int = 128) -> None:
        self.encoder, self.sounds, self.batch_size = encoder.eval().requires_grad_(False), sounds, batch_size
        encoder.timing.requires_grad_(True)
        timed = torch.stack([sounds.facts[name] < len(FACTS[name]) for name in TIMED]).any(0)
        rows, self.held = sounds.rows("train"), sounds.rows("held")
        self.rows = torch.cat([rows[timed[rows]], rows[~timed[rows]][::UNTIMED_SHARE]])
        self.said = {split: self._said(rows) for split, rows in (("train", self.rows), ("held", self.held))}

    def trainable(self) -> dict[str, nn.Parameter]:
        return {f"timing.{name}": parameter for name, parameter in self.encoder.timing.named_parameters()}

    @torch.no_grad()
    def _said(self, rows: Tensor) -> dict[str, Tensor]:
        """What the rest of the encoder says of the timed facts: logits [rows, classes]."""
        chunks = []
        for some in rows.split(64):
            mel = self.sounds.mel_of(some)
            with mixed():
                heard = self.encoder.hear(mel)
            timed = self.encoder.timing(mel)
            chunks.append({name: heard[name].float() - timed[name] for name in TIMED})
        return {name: torch.cat([chunk[name] for chunk in chunks]) for name in TIMED}

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        chosen = torch.randint(len(self.rows), (self.batch_size,), generator=generator)
        mel = self.sounds.mel_of(self.rows[chosen])
        shift = int(torch.randint(-MOST_SHIFT, MOST_SHIFT + 1, (1,), generator=generator))
        level = MOST_NOISE * torch.rand(len(mel), 1, 1, generator=generator)
        mel = (mel.roll(shift, 2) + level * torch.randn(mel.shape, generator=generator)).clamp(-1, 1)
        kept = (torch.rand(len(mel), 1, generator=generator) > ALONE).float()
        timed, rows = self.encoder.timing(mel), self.rows[chosen]
        losses = {
            name: F.cross_entropy(timed[name] + kept * self.said["train"][name][chosen], self.sounds.facts[name][rows])
            for name in TIMED
        }
        return sum(losses.values()), {name: float(value.detach()) for name, value in losses.items()}

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Share right of held-out sounds that have the fact."""
        numbers = {}
        timed = [self.encoder.timing(self.sounds.mel_of(rows)) for rows in self.held.split(256)]
        for name in TIMED:
            logits = torch.cat([each[name] for each in timed]) + self.said["held"][name]
            wanted = self.sounds.facts[name][self.held]
            known = wanted < len(FACTS[name])
            numbers[name] = float((logits[known, :-1].argmax(-1) == wanted[known]).float().mean())
        return numbers

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: `validate` says it in numbers."""
