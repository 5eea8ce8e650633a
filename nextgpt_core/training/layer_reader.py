"""Training task of the layer reader: from the condition of a scene's caption to those of its layers, and their places.

Every target is known from the facts that the scene was painted from. The reading of captions itself stays as it is.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.data.backgrounds import SETTINGS, UNSAID
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.layers import background_caption, said_style, thing_caption
from nextgpt_core.data.scenes import Scene, places
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


def layer_captions(scene: Scene, caption: str) -> list[str]:
    """The captions of the things of a scene that `caption` asks for."""
    style = said_style(scene, caption)
    return [thing_caption(item, style) for item in scene.objects]


def facts_of(scenes: Sequence[tuple[Scene, str]], conditions: Tensor, bank: dict[str, int]) -> LayerFacts:
    """`scenes` with their captions; `bank`: caption of a thing -> its row in the bank of conditions."""
    things = torch.full((len(scenes), 2), NONE)
    behind = torch.zeros(len(scenes), dtype=torch.long)
    present, boxes = torch.zeros(len(scenes), PLACES), torch.zeros(len(scenes), PLACES, 3)
    for row, (scene, caption) in enumerate(scenes):
        for number, thing in enumerate(layer_captions(scene, caption)):
            things[row, number] = bank[thing]
        if scene.background not in UNSAID:
            behind[row] = BACKGROUNDS.index(scene.background)
        taken = [0, MOST_COPIES]
        for item, box in places(scene, random.Random(scene.variation)):
            number = int(item is not scene.objects[0])
            present[row, taken[number]] = 1
            boxes[row, taken[number]] = torch.tensor(box)
            taken[number] += 1
    return LayerFacts(conditions, things, behind, present, boxes)


class LayerReaderTask:
    """Squared error of the things' conditions and of the boxes, cross-entropy of the background and of what is there."""

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
