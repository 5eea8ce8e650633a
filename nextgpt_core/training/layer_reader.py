"""Training task of the layer reader: from the condition of a scene's caption to those of its layers, and their places.

Every target is known from the facts that the scene was painted from. The reading of captions itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.data.backgrounds import SETTINGS, UNSAID
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.layers import Asked, background_caption
from nextgpt_core.decoders.layer_reader import MOST_COPIES, PLACES, LayerReader

BACKGROUNDS = (UNSAID[0], *COLOURS, *SETTINGS)
CONDITION_NOISE = 0.3
"""Standard deviation, of conditions with unit variance, as in the training of drafts."""
NONE = -1


@dataclass(frozen=True)
class LayerFacts:
    """Targets of many captions: conditions [R, T, D] bfloat16; things [R, 2], rows of `bank` or NONE; behind [R];
    present [R, P]; boxes [R, P, 3]."""

    conditions: Tensor
    things: Tensor
    behind: Tensor
    present: Tensor
    boxes: Tensor

    def __len__(self) -> int:
        return len(self.conditions)


def facts_of(asked: Sequence[Asked], conditions: Tensor, bank: dict[str, int]) -> LayerFacts:
    """`conditions` [R, T, D] of the captions asked; `bank`: caption of a thing -> its row in the bank of conditions."""
    things = torch.full((len(asked), 2), NONE)
    behind = torch.zeros(len(asked), dtype=torch.long)
    present, boxes = torch.zeros(len(asked), PLACES), torch.zeros(len(asked), PLACES, 3)
    for row, each in enumerate(asked):
        things[row, : len(each.things)] = torch.tensor([bank[thing] for thing in each.things])
        if each.background not in UNSAID:
            behind[row] = BACKGROUNDS.index(each.background)
        taken = [0, MOST_COPIES]
        for thing, *box in each.boxes:
            present[row, taken[thing]] = 1
            boxes[row, taken[thing]] = torch.tensor(box)
            taken[thing] += 1
    return LayerFacts(conditions, things, behind, present, boxes)


def read_facts(
    splits: dict[str, list[Asked]], conditions_of: Callable[[list[str]], Tensor]
) -> tuple[dict[str, LayerFacts], Tensor, Tensor]:
    """-> facts by split, the bank of conditions [N, T, D], the conditions of BACKGROUNDS [K, T, D]. `conditions_of`:
    captions -> [B, T, D]."""
    things = sorted({thing for rows in splits.values() for each in rows for thing in each.things})
    bank = _in_batches(things, conditions_of)
    numbers = {thing: number for number, thing in enumerate(things)}
    facts = {
        split: facts_of(rows, _in_batches([each.caption for each in rows], conditions_of), numbers)
        for split, rows in splits.items()
    }
    return facts, bank, _in_batches([background_caption(name) for name in BACKGROUNDS], conditions_of)


def _in_batches(captions: list[str], conditions_of: Callable[[list[str]], Tensor], size: int = 128) -> Tensor:
    """Captions of like length together, so that batches hold little padding; bfloat16, in the given order."""
    order = sorted(range(len(captions)), key=lambda number: len(captions[number]))
    chunks = [conditions_of([captions[n] for n in order[k : k + size]]).bfloat16() for k in range(0, len(order), size)]
    found = torch.cat(chunks)
    return torch.empty_like(found).index_copy_(0, torch.tensor(order), found)


class LayerReaderTask:
    """Squared error of the things' conditions, distance of boxes, cross-entropy of the background and of what is
    there."""

    def __init__(
        self, reader: LayerReader, bank: Tensor, facts: LayerFacts, held: LayerFacts, batch_size: int = 256
    ) -> None:
        """`bank` [N, T, D]: the conditions of all things, alone."""
        self.reader, self.bank, self.facts, self.held, self.batch_size = reader, bank, facts, held, batch_size

    def trainable(self) -> dict[str, nn.Parameter]:
        return dict(self.reader.named_parameters())

    def _losses(self, facts: LayerFacts, rows: Tensor, noise: Tensor | float) -> dict[str, Tensor]:
        read = self.reader(facts.conditions[rows].float() + noise)
        wanted, present = facts.things[rows], facts.present[rows]
        asked = wanted != NONE
        apart = (read.boxes - facts.boxes[rows]).abs().sum(-1)
        return {
            "things": F.mse_loss(read.things[asked], self.bank[wanted[asked]].float()),
            "behind": F.cross_entropy(read.behind, facts.behind[rows]),
            "present": F.binary_cross_entropy_with_logits(read.present, present),
            "boxes": 4 * (apart * present).sum() / present.sum().clamp(min=1),
        }

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        rows = torch.randint(len(self.facts), (self.batch_size,), generator=generator)
        noise = CONDITION_NOISE * torch.randn(self.facts.conditions[rows].shape, generator=generator)
        losses = self._losses(self.facts, rows, noise)
        return sum(losses.values()), {name: float(value.detach()) for name, value in losses.items()}

    def validate(self) -> dict[str, float]:
        """On captions of held-out combinations in unseen wordings: share of things whose nearest condition is the right
        one, of backgrounds, of scenes with the right places taken, and the mean distance of box sides."""
        with torch.no_grad():
            read = self.reader(self.held.conditions.float())
        numbers = {}
        flat = F.normalize(self.bank.float().flatten(1), dim=-1)
        for number, name in enumerate(("first", "second")):
            asked = self.held.things[:, number] != NONE
            near = F.normalize(read.things[asked, number].flatten(1), dim=-1) @ flat.T
            numbers[name] = float((near.argmax(-1) == self.held.things[asked, number]).float().mean())
        present = self.held.present.bool()
        numbers["behind"] = float((read.behind.argmax(-1) == self.held.behind).float().mean())
        numbers["present"] = float(((read.present > 0) == present).all(-1).float().mean())
        numbers["boxes"] = float((read.boxes - self.held.boxes).abs().mean(-1)[present].mean())
        return numbers

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: `validate` says it in numbers."""
