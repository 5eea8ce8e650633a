"""Training task of what hears a second source (SecondSource of the audio encoder), alone, after the rest of the ears.

In the spectrograms that the rest learns from one sound in ten has a second source, and "nothing" is the safe answer.
Here every other one has, from just as loud to far behind, and some are short. What the rest says stays as it is.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.encoders.audio import NUM_FRAMES, RANGE_DB, AudioEncoder
from nextgpt_core.training.ears import Sounds, added, changed_mel

FARTHEST_DB = 10.0
"""How much quieter than the other the second source is at most."""
SHORT, SHORTEST_FRAMES, LONGEST_FRAMES = 0.3, 30, 160
"""Share of sources that are heard for part of the time only, and for how long."""
SHARES = {"lone": 0.42, "made": 0.42, "rendered": 0.16}
"""What a batch holds: sounds alone, mixed here, and the mixtures of the corpus."""
SILENT, NUM_ASKED = 0.96, 200
"""Share of lone sounds that are to stay alone, and of how many of the training set that is read."""
HELD_DB, NUM_HELD = 8.0, 400
"""The mixtures and the lone sounds that it is measured on."""


class SecondSourceTask:
    """Cross-entropy of the source that is not named first. Where none of the two is named first, either is right."""

    def __init__(self, encoder: AudioEncoder, sounds: Sounds, batch_size: int = 64) -> None:
        self.encoder, self.sounds, self.batch_size = encoder.eval().requires_grad_(False), sounds, batch_size
        encoder.second.requires_grad_(True)
        self.nothing = len(sounds.labels)
        rows, held = sounds.rows("train"), sounds.rows("held")
        self.lone, self.rendered = self._parted(rows)
        self.held_lone, self.held_rendered = self._parted(held)
        kinds = sounds.facts["kind"][self.lone]
        # Half by how many there are, half kind by kind: there are few of rain and wind, which stand behind most.
        self.weights = 1 / len(kinds) + 1 / (kinds.bincount()[kinds] * len(kinds.unique()))

    def _parted(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        lone = self.sounds.second[rows] == self.nothing
        return rows[lone], rows[~lone]

    def trainable(self) -> dict[str, nn.Parameter]:
        return {f"second.{name}": parameter for name, parameter in self.encoder.second.named_parameters()}

    def batch(self, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """mel [B, 80, 320] and which labels are in it, bool [B, labels]; lone sounds, mixed here, mixtures."""
        sizes = [round(self.batch_size * SHARES[name]) for name in ("lone", "made", "made", "rendered")]
        lone = self.lone[torch.multinomial(self.weights, sum(sizes[:3]), replacement=True, generator=generator)]
        if not len(self.rendered):
            sizes[3] = 0
        rendered = self.rendered[torch.randint(max(1, len(self.rendered)), (sizes[3],), generator=generator)]
        rows = torch.cat([lone, rendered])
        alone, front, back, rendered = changed_mel(self.sounds.mel_of(rows), generator).split(sizes)
        made = mixture(front, back, FARTHEST_DB, generator, SHORT)
        present = self._present(rows)
        first, second, third, last = present.split(sizes)
        return torch.cat([alone, made, rendered]), torch.cat([first, second | third, last])

    def _present(self, rows: Tensor) -> Tensor:
        """Which labels rows have: bool [rows, labels]."""
        present = torch.zeros(len(rows), self.nothing + 1, dtype=torch.bool)
        for labels in (self.sounds.first, self.sounds.second):
            present[torch.arange(len(rows)), labels[rows]] = True
        return present[:, :-1]

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        mel, present = self.batch(generator)
        for name, part in self.encoder.second.named_children():
            part.train(name != "body")  # whose norms keep the statistics of the body they come from
        with mixed():
            logits = self.encoder.hear(mel)
        self.encoder.eval()
        wanted = left_over(logits["first"], present)
        second = logits["second"].float().log_softmax(-1)
        losses = -second.masked_fill(~wanted, -torch.inf).logsumexp(-1)
        right = wanted.gather(1, second.argmax(-1, keepdim=True))[:, 0].float()
        several = ~wanted[:, -1]
        return losses.mean(), {
            "second": float(losses.detach().mean()),
            "right": float(right[several].mean()) if several.any() else 0.0,
            "silent": float(right[~several].mean()) if (~several).any() else 0.0,
        }

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Of held-out mixtures, made here (0 to 8 dB) and of the corpus: how often the second names the source that is
        left, how often both are named; of lone sounds: how often it is silent."""
        generator = torch.Generator().manual_seed(1)
        front, back = (
            self.held_lone[torch.randint(len(self.held_lone), (NUM_HELD,), generator=generator)] for _ in range(2)
        )
        differ = self.sounds.first[front] != self.sounds.first[back]
        front, back = front[differ], back[differ]
        made = mixture(self.sounds.mel_of(front), self.sounds.mel_of(back), HELD_DB, generator)
        lone = self.held_lone[:: max(1, len(self.held_lone) // NUM_HELD)]
        numbers = self._numbers("made", made, self._present(front) | self._present(back))
        numbers |= self._numbers("mixture", self.sounds.mel_of(self.held_rendered), self._present(self.held_rendered))
        return numbers | self._numbers("lone", self.sounds.mel_of(lone), self._present(lone))

    @torch.no_grad()
    def settle(self) -> None:
        """Shifts "nothing", said too often else, so that SILENT of the lone sounds of the training set stay alone."""
        rows = self.lone[torch.randperm(len(self.lone), generator=torch.Generator().manual_seed(2))[:NUM_ASKED]]
        with mixed():
            heard = [self.encoder.hear(self.sounds.mel_of(some))["second"].float() for some in rows.split(64)]
        logits = torch.cat(heard)
        self.encoder.second.nothing.bias += (logits[:, :-1].amax(1) - logits[:, -1]).quantile(SILENT)

    def _numbers(self, name: str, mel: Tensor, present: Tensor) -> dict[str, float]:
        if not len(mel):
            return {}
        with mixed():
            heard = [self.encoder.hear(some) for some in mel.split(64)]
        first, second = (torch.cat([each[head].float() for each in heard]) for head in ("first", "second"))
        right = left_over(first, present).gather(1, second.argmax(-1, keepdim=True))[:, 0]
        if name == "lone":
            return {"lone_silent": float((second.argmax(-1) == self.nothing).float().mean())}
        named = present.gather(1, first.argmax(-1, keepdim=True))[:, 0]
        spoken = left_over(first, present).gather(1, second[:, :-1].argmax(-1, keepdim=True))[:, 0]
        return {
            f"{name}_second": float(right.float().mean()),
            f"{name}_both": float((right & named).float().mean()),
            f"{name}_both_if_asked": float((spoken & named).float().mean()),
        }

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: `validate` says it in numbers."""


def left_over(first: Tensor, present: Tensor) -> Tensor:
    """Logits of the first source [N, labels], labels that are in a sound [N, labels] -> what is right to say second,
    bool [N, labels + 1]: those that are not said first; nothing when there is but one."""
    said = torch.zeros_like(present).scatter_(1, first.argmax(-1, keepdim=True), True)
    several = present.sum(1, keepdim=True) > 1
    return torch.cat([present & ~said & several, ~several], 1)


def mixture(front: Tensor, back: Tensor, most_db: float, generator: torch.Generator, short: float = 0.0) -> Tensor:
    """Two sounds [N, 80, 320] at once, the second 0 to `most_db` quieter over the whole; with `short` some of each last
    only for a while."""
    behind = most_db * torch.rand(len(front), generator=generator)
    lift = (level_db(front) - level_db(back) - behind) / (RANGE_DB / 2)
    front, back = (passing(mel, short, generator) for mel in (front, back))
    return added(front, back + lift[:, None, None])


def level_db(mel: Tensor) -> Tensor:
    """[N, 80, 320] in -1..1 -> mean power in decibels [N]."""
    return 10 * (10 ** ((mel - 1) * (RANGE_DB / 20))).sum(1).mean(1).log10()


def passing(mel: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """A `share` of sounds [N, 80, 320] is silent before and after a while."""
    chosen, start, length = torch.rand(3, len(mel), 1, 1, generator=generator)
    length = SHORTEST_FRAMES + (LONGEST_FRAMES - SHORTEST_FRAMES) * length
    start = start * (NUM_FRAMES - length)
    times = torch.arange(NUM_FRAMES)
    heard = (times >= start) & (times < start + length)
    return torch.where(heard | (chosen >= share), mel, torch.full_like(mel, -1.0))
