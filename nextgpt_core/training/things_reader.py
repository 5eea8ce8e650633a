"""What the training tasks of readers of things share: from the states of a caption to the conditions of its things.

A thing's condition is to become the one that the flow already knows: that of the plainest caption of the thing alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.decoders.base import FlowDecoder
from nextgpt_core.decoders.things_reader import ThingsReader
from nextgpt_core.training.decoder_data import LatentData

NONE = -1
ORDINALS = ("first", "second", "third")
SHARPNESS = 20.0
"""Of the choice among things by cosine. Among thousands of conditions near ones must still be told apart."""
MOST_OTHERS = 1_024
"""Conditions that those of a batch are told from in one step of training, beside each other."""


@torch.no_grad()
def in_batches(captions: list[str], conditions_of: Callable[[list[str]], Tensor], size: int = 128) -> Tensor:
    """Conditions of captions, bfloat16 in the given order. Captions of like length are read together, so that batches
    hold little padding."""
    order = sorted(range(len(captions)), key=lambda number: len(captions[number]))
    chunks = [conditions_of([captions[n] for n in order[k : k + size]]).bfloat16() for k in range(0, len(order), size)]
    found = torch.cat(chunks)
    return torch.empty_like(found).index_copy_(0, torch.tensor(order), found)


class ThingsReaderTask:
    """Squared error of the things' conditions, and a choice of the right one among all by cosine; subclasses add what
    they have to say of the layout."""

    def __init__(
        self,
        decoder: FlowDecoder,
        reader: ThingsReader,
        bank: dict[str, Tensor],
        data: LatentData,
        held: LatentData,
        batch_size: int = 192,
    ) -> None:
        """`bank`: caption of a thing alone -> its condition [T, D]; data, held: packs of what captions ask for."""
        self.decoder, self.reader, self.data, self.held = decoder, reader, data, held
        self.batch_size = batch_size
        self.bank = torch.stack(list(bank.values())).float()
        self.directions = F.normalize(self.bank.flatten(1), dim=-1)
        numbers = {caption: number for number, caption in enumerate(bank)}
        self.things = {}
        for rows in (data, held):
            things = torch.full((len(rows), reader.num_things), NONE)
            for row, each in enumerate(rows.rows):
                things[row, : len(each["things"])] = torch.tensor([numbers[thing] for thing in each["things"]])
            self.things[rows] = things

    def layout_losses(self, data: LatentData, rows: list[int], condition: Tensor) -> dict[str, Tensor]:
        raise NotImplementedError

    def layout_found(self, data: LatentData, rows: list[int], condition: Tensor) -> dict[str, Tensor]:
        """In validation: name -> values of the rows that have any."""
        raise NotImplementedError

    def trainable(self) -> dict[str, nn.Parameter]:
        return dict(self.reader.named_parameters())

    def _read(self, data: LatentData, rows: list[int], among: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """-> condition, conditions of things [B, things, T, D], cosines [B, things, N] with N conditions `among` those
        of the bank."""
        _, states, mask = data.batch(rows)
        with mixed():
            condition = self.decoder.encode_text(states, mask)
            things = self.reader.things_of(condition).float()
            near = F.normalize(things.flatten(2), dim=-1) @ self.directions[among].T
        return condition.float(), things, near.float()

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        rows = torch.randint(len(self.data), (self.batch_size,), generator=generator).tolist()
        wanted = self.things[self.data][rows]
        asked = wanted != NONE
        others = torch.randint(len(self.bank), (min(MOST_OTHERS, len(self.bank)),), generator=generator)
        among = torch.cat([wanted[asked], others]).unique()
        condition, things, near = self._read(self.data, rows, among)
        losses = {
            "things": F.mse_loss(things[asked], self.bank[wanted[asked]]),
            "named": F.cross_entropy(SHARPNESS * near[asked], torch.searchsorted(among, wanted[asked])),
            **self.layout_losses(self.data, rows, condition),
        }
        return sum(losses.values()), {name: float(value.detach()) for name, value in losses.items()}

    def validate(self) -> dict[str, float]:
        """On held-out captions: share of first, second and further things whose condition is nearest to the right one,
        and what is found of the layout."""
        found: dict[str, list[Tensor]] = {name: [] for name in ORDINALS[: self.reader.num_things]}
        every = torch.arange(len(self.bank))
        for start in range(0, len(self.held), 200):
            rows = list(range(start, min(start + 200, len(self.held))))
            with torch.no_grad():
                condition, _, near = self._read(self.held, rows, every)
                layout = self.layout_found(self.held, rows, condition)
            wanted = self.things[self.held][rows]
            right = near.argmax(-1) == wanted
            for number, name in enumerate(ORDINALS[: self.reader.num_things]):
                found[name].append(right[wanted[:, number] != NONE, number].float())
            for name, values in layout.items():
                found.setdefault(name, []).append(values)
        return {name: float(torch.cat(values).mean()) for name, values in found.items() if len(torch.cat(values))}

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: `validate` says it in numbers."""


@torch.no_grad()
def asked_in_captions(
    decoder: FlowDecoder, reader: ThingsReader, asked: LatentData, lone: LatentData
) -> tuple[Tensor, Tensor]:
    """The things of whole captions that are among the lone things of `lone` too: their conditions as they are read from
    the whole caption, bfloat16 [M, T, D], and the row of `lone` [M]. The flow is to make a thing under the condition
    that it gets in use, not only under that of a caption of its own."""
    rows_of: dict[str, list[int]] = {}
    for row, each in enumerate(lone.rows):
        rows_of.setdefault(each["alone"], []).append(row)
    conditions, rows = [], []
    for start in range(0, len(asked), 256):
        numbers = list(range(start, min(start + 256, len(asked))))
        _, states, mask = asked.batch(numbers)
        with mixed():
            things = reader.things_of(decoder.encode_text(states, mask)).bfloat16()
        for place, number in enumerate(numbers):
            for thing, caption in enumerate(asked.rows[number]["things"]):
                found = rows_of.get(caption, ())
                if found:
                    conditions.append(things[place, thing])
                    rows.append(found[number % len(found)])
    none = things.new_zeros(0, *things.shape[2:])
    return torch.stack(conditions) if conditions else none, torch.tensor(rows, dtype=torch.long)
