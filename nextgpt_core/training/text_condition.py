"""Training task that teaches a decoder to read captions before it learns to draw: a fast start for its flow.

The condition is asked, through throw-away linear heads, what the caption names, what else is known of the medium (the
second source, tempo, register and number of events of a sound), and what its latents look like on average. All of it is
what the flow will need, and costs a hundredth of a flow step. Afterwards the condition can be kept as it is, so that
output projections have a fixed target while the flow trains on.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.decoders.latent_flow import LatentFlow
from nextgpt_core.training.decoder_data import LatentData


def use_text_statistics(flow: LatentFlow, data: LatentData) -> None:
    """Standardises the text states by this corpus; once, before a fresh condition trains."""
    mean, scale = data.text_statistics()
    flow.condition.text_mean.copy_(mean)
    flow.condition.text_scale.copy_(scale)


UNKNOWN = -100
NOTHING = "nothing"


def known_facts(row: dict) -> dict[str, str]:
    """Fact -> what it is in one row, in words; pictures and clips state none here."""
    labels = row.get("labels", ())
    second = {"second": labels[1] if len(labels) > 1 else NOTHING} if labels else {}
    return second | {name: str(value) for name, value in row.get("facts", {}).items()}


class TextConditionTask:
    """Cross-entropy of the concept and of every fact that rows state, plus MSE of the mean latents, all read linearly
    off the condition."""

    def __init__(
        self, flow: LatentFlow, data: LatentData, held: LatentData, batch_size: int = 256, token_drop: float = 0.1
    ) -> None:
        self.flow, self.data, self.held = flow, data, held
        self.batch_size, self.token_drop = batch_size, token_drop
        names = sorted({row["concept"] for row in data.rows})
        self.index = {name: number for number, name in enumerate(names)}
        tokens, dim = flow.condition_shape
        self.names = nn.Linear(tokens * dim, len(names))
        self.looks = nn.Linear(tokens * dim, data.latents[0].numel())
        words: dict[str, set[str]] = {}
        for row in data.rows:
            for fact, word in known_facts(row).items():
                words.setdefault(fact, set()).add(word)
        self.words = {fact: sorted(known) for fact, known in sorted(words.items())}
        self.facts = nn.ModuleDict({fact: nn.Linear(tokens * dim, len(known)) for fact, known in self.words.items()})

    def trainable(self) -> dict[str, nn.Parameter]:
        parts = {"condition": self.flow.condition, "names": self.names, "looks": self.looks, "facts": self.facts}
        return {f"{part}.{name}": p for part, module in parts.items() for name, p in module.named_parameters()}

    def _wanted(self, fact: str, row: dict) -> int:
        word = known_facts(row).get(fact)
        return self.words[fact].index(word) if word in self.words[fact] else UNKNOWN

    def _read(
        self, data: LatentData, rows: list[int], drop: float, generator: torch.Generator
    ) -> tuple[Tensor, dict[str, float]]:
        """-> loss, and by name the share of rows where the concept or a known fact is read right."""
        latents, states, mask = data.batch(rows, generator if drop else None)
        if drop:
            kept = mask & (torch.rand(mask.shape, generator=generator) > drop)
            mask = torch.where(kept.any(1, keepdim=True), kept, mask)
        with mixed(self.flow.device):
            condition = self.flow.condition(states, mask).flatten(1)
            logits = {"named": self.names(condition)} | {fact: head(condition) for fact, head in self.facts.items()}
            looks = self.looks(condition).float()
        wanted = {"named": [self.index.get(data.rows[row]["concept"], UNKNOWN) for row in rows]}
        wanted |= {fact: [self._wanted(fact, data.rows[row]) for row in rows] for fact in self.facts}
        loss, right = 2 * F.mse_loss(looks, latents.flatten(1)), {}
        for name, numbers in wanted.items():
            target = torch.tensor(numbers)
            known = target != UNKNOWN
            if known.any():
                loss = loss + F.cross_entropy(logits[name].float()[known], target[known])
                right[name] = float((logits[name].argmax(-1) == target)[known].float().mean())
        return loss, right

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        rows = torch.randint(len(self.data), (self.batch_size,), generator=generator).tolist()
        return self._read(self.data, rows, self.token_drop, generator)

    def validate(self) -> dict[str, float]:
        """Share of held-out captions (unseen phrasings) whose concept, and each fact, is read right. What a caption
        leaves unsaid can only be guessed."""
        with torch.no_grad():
            loss, right = self._read(self.held, list(range(len(self.held))), 0.0, torch.Generator())
        return {"loss": float(loss), **right}

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: `validate` says it in a number."""
