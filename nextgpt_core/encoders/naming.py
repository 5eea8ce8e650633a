"""One name for what a photograph shows, from three witnesses: a classifier of ImageNet's thousand labels, a detector of
COCO's eighty kinds, and the head trained on drawings.

None of them knows everyday things well: ImageNet has 118 breeds of dog and no person, COCO has persons and no flower,
drawings have both but look different. A table (everyday.txt) says which labels, kinds and concepts speak for which
everyday name. The witnesses' votes for a name add up; a part of it ("owl" of "bird") or a label ("Beagle" of "dog") is
said instead when it holds most of them. So an unsure classifier ends with a coarse name rather than a wrong fine one.
Knows numbers and the table; not pixels, words' embeddings, or files of weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.encoders.centernet import COCO
from nextgpt_core.encoders.efficientnet import NUM_CLASSES

HEAT_FLOOR, HEAT_FULL, HEAT_WEIGHT = 0.2, 0.8, 0.7
"""Heat below the floor is noise, from `HEAT_FULL` on it is certain; and what certainty weighs against ImageNet's."""
DRAWN_WEIGHT = 1.0
MOST = 0.7
"""The share of a name's votes that one part or label must hold to be said instead."""
LABEL_LEAST = 0.4
"""And the least probability of such a label."""
NOWHERE = -1


@dataclass(frozen=True)
class Kind:
    """One everyday name. `root`: number of the kind it is a part of, its own otherwise; `always`: said even when one
    label holds all votes; `labels`: ImageNet ids, `coco`: channel of COCO or None, `drawn`: names of concepts."""

    name: str
    root: int
    always: bool
    labels: tuple[int, ...]
    coco: int | None
    drawn: tuple[str, ...]


@cache
def everyday_kinds() -> tuple[Kind, ...]:
    """The table, in the order of the file."""
    kinds: list[Kind] = []
    root = 0
    for line in (Path(__file__).parent / "everyday.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        name, labels, coco, drawn = (cell.strip() for cell in line.split("|"))
        if not name.startswith(">"):
            root = len(kinds)
        kinds.append(
            Kind(
                name.lstrip(">! "),
                root,
                name.startswith("!"),
                tuple(i for span in labels.split() for i in _span(span)),
                COCO.index(coco) if coco else None,
                tuple(word.strip() for word in drawn.split(";") if word.strip()),
            )
        )
    return tuple(kinds)


def _span(text: str) -> range:
    """ "7" -> 7; "7-9" -> 7, 8, 9."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def kinds_of_labels() -> Tensor:
    """[1000]: the kind that each ImageNet label speaks for, the part rather than the whole; NOWHERE for no kind."""
    numbers = torch.full((NUM_CLASSES,), NOWHERE)
    for part in (False, True):
        for number, kind in enumerate(everyday_kinds()):
            if (kind.root != number) == part:
                numbers[list(kind.labels)] = number
    return numbers


def kinds_of_concepts(concepts: list[str]) -> Tensor:
    """[len(concepts)]: the kind that each named drawing speaks for; NOWHERE for no kind."""
    kinds = everyday_kinds()
    of_name = {name: number for number, kind in enumerate(kinds) if kind.root == number for name in kind.drawn}
    of_name |= {name: number for number, kind in enumerate(kinds) if kind.root != number for name in kind.drawn}
    return torch.tensor([of_name.get(name, NOWHERE) for name in concepts])


@dataclass(frozen=True)
class Said:
    """kinds [B, K] and labels [B, 1000]: one-hot where that is said; sure [B]: what photographs' witnesses gave it."""

    kinds: Tensor
    labels: Tensor
    sure: Tensor


class Naming(nn.Module):
    """`kind_of_concept` [num_concepts] is for whoever knows the concepts' names to fill; before, they do not vote."""

    def __init__(self, num_concepts: int) -> None:
        super().__init__()
        kinds = everyday_kinds()
        self.register_buffer("kind_of_concept", torch.full((num_concepts,), NOWHERE))
        self.register_buffer("kind_of_label", kinds_of_labels(), persistent=False)
        self.register_buffer("root", torch.tensor([kind.root for kind in kinds]), persistent=False)
        self.register_buffer("always", torch.tensor([kind.always for kind in kinds]), persistent=False)
        heats = torch.tensor([NOWHERE if kind.coco is None else kind.coco for kind in kinds])
        self.register_buffer("heat_of_kind", heats, persistent=False)

    def forward(self, photo: Tensor, heat: Tensor, drawn: Tensor) -> Said:
        """Probabilities of labels [B, 1000], heat of COCO's kinds [B, 80], probabilities of concepts [B, concepts]."""
        labels = self._sums(photo, self.kind_of_label)
        votes = labels + DRAWN_WEIGHT * self._sums(drawn, self.kind_of_concept)
        warm = ((heat - HEAT_FLOOR) / (HEAT_FULL - HEAT_FLOOR)).clamp(0, 1) * HEAT_WEIGHT
        warm = torch.where(self.heat_of_kind == NOWHERE, 0.0, warm[:, self.heat_of_kind])
        lone = torch.where(self.kind_of_label == NOWHERE, photo, 0.0)
        best = torch.cat([self._sums(votes + warm, self.root), lone], 1).argmax(1, keepdim=True)
        sure = torch.cat([self._sums(labels + warm, self.root), lone], 1).gather(1, best)[:, 0]
        names = [self._narrowed(*row) for row in zip(best[:, 0].tolist(), votes, photo, strict=True)]
        said = F.one_hot(torch.tensor(names, device=photo.device), len(self.root) + NUM_CLASSES).float()
        return Said(said[:, : len(self.root)], said[:, len(self.root) :], sure)

    def _sums(self, values: Tensor, kind_of: Tensor) -> Tensor:
        """[B, N] and the kind of each column [N] -> [B, K]; columns of no kind are left out."""
        sums = values.new_zeros(len(values), len(self.root) + 1)
        return sums.index_add(1, kind_of.remainder(len(self.root) + 1), values)[:, :-1]

    def _narrowed(self, number: int, votes: Tensor, photo: Tensor) -> int:
        """The number of a root or, beyond the kinds, of a label -> the same of what is said for it: a part, or a label,
        that holds most of its votes."""
        if number >= len(self.root):
            return number
        family = self.root == number
        part = int(torch.where(family, votes, 0.0).argmax())
        if part != number and votes[part] >= MOST * votes[family].sum() > 0:
            number, family = part, torch.arange(len(family), device=family.device) == part
        own = torch.where((self.kind_of_label != NOWHERE) & family[self.kind_of_label], photo, 0.0)
        label = int(own.argmax())
        if not self.always[number] and own[label] >= max(MOST * float(own.sum()), LABEL_LEAST):
            return len(self.root) + label
        return number
