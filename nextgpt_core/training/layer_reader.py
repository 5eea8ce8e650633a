"""Training task of the layer reader: from the states of a caption to the conditions of its layers, and their places.

A thing's condition is to become the one that the flow already knows: that of the plainest caption of the thing alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.data.backgrounds import SETTINGS, UNSAID
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.decoders.image import ImageDecoder
from nextgpt_core.decoders.layer_reader import THINGS, Layout
from nextgpt_core.training.decoder_data import LatentData

BACKGROUNDS = (UNSAID[0], *COLOURS, *SETTINGS)
NONE = -1
SHARPNESS = 20.0
"""Of the choice among things by cosine. Among thousands of conditions near ones must still be told apart."""
BOX_WEIGHT = 4.0


@torch.no_grad()
def in_batches(captions: list[str], conditions_of: Callable[[list[str]], Tensor], size: int = 128) -> Tensor:
    """Conditions of captions, bfloat16 in the given order. Captions of like length are read together, so that batches
    hold little padding."""
    order = sorted(range(len(captions)), key=lambda number: len(captions[number]))
    chunks = [conditions_of([captions[n] for n in order[k : k + size]]).bfloat16() for k in range(0, len(order), size)]
    found = torch.cat(chunks)
    return torch.empty_like(found).index_copy_(0, torch.tensor(order), found)


class LayerReaderTask:
    """Squared error of the things' conditions, and a choice of the right one among all by cosine; distance of boxes;
    cross-entropy of the background and of what is there."""

    def __init__(
        self,
        decoder: ImageDecoder,
        bank: dict[str, Tensor],
        data: LatentData,
        held: LatentData,
        batch_size: int = 192,
    ) -> None:
        """`bank`: caption of a thing alone -> its condition [T, D]; data, held: the packs "asked"."""
        self.decoder, self.reader, self.data, self.held = decoder, decoder.layers.reader, data, held
        self.batch_size = batch_size
        self.bank = torch.stack(list(bank.values())).float()
        numbers = {caption: number for number, caption in enumerate(bank)}
        self.things, self.behind = {}, {}
        for rows in (data, held):
            things = torch.full((len(rows), THINGS), NONE)
            for row, each in enumerate(rows.rows):
                things[row, : len(each["things"])] = torch.tensor([numbers[thing] for thing in each["things"]])
            said = [0 if r["background"] in UNSAID else BACKGROUNDS.index(r["background"]) for r in rows.rows]
            self.things[rows], self.behind[rows] = things, torch.tensor(said)

    def trainable(self) -> dict[str, nn.Parameter]:
        return dict(self.reader.named_parameters())

    def _read(self, data: LatentData, rows: list[int]) -> tuple[Tensor, Tensor, Layout]:
        """-> conditions of things [B, THINGS, T, D], cosines [B, THINGS, N], layout."""
        _, states, mask = data.batch(rows)
        with torch.autocast("cpu", torch.bfloat16):
            condition = self.decoder.encode_text(states, mask)
            things, layout = self.reader.things_of(condition).float(), self.reader.layout_of(condition)
            near = F.normalize(things.flatten(2), dim=-1) @ F.normalize(self.bank.flatten(1), dim=-1).T
        return things, near.float(), layout

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        rows = torch.randint(len(self.data), (self.batch_size,), generator=generator).tolist()
        things, near, layout = self._read(self.data, rows)
        wanted, boxes = self.things[self.data][rows], self.data.latents[rows].float()
        asked, present = wanted != NONE, boxes[..., 0]
        apart = (layout.boxes.float() - boxes[..., 1:]).abs().sum(-1)
        losses = {
            "things": F.mse_loss(things[asked], self.bank[wanted[asked]]),
            "named": F.cross_entropy(SHARPNESS * near[asked], wanted[asked]),
            "behind": F.cross_entropy(layout.behind.float(), self.behind[self.data][rows]),
            "present": F.binary_cross_entropy_with_logits(layout.present.float(), present),
            "boxes": BOX_WEIGHT * (apart * present).sum() / present.sum().clamp(min=1),
        }
        return sum(losses.values()), {name: float(value.detach()) for name, value in losses.items()}

    def validate(self) -> dict[str, float]:
        """On captions of held-out combinations in unseen wordings: share of first and second things whose condition is
        nearest to the right one, of backgrounds, of captions with the right places taken; mean distance of box sides
        and centres."""
        held, found = self.held, {"first": [], "second": [], "behind": [], "present": [], "boxes": []}
        for start in range(0, len(held), 200):
            rows = list(range(start, min(start + 200, len(held))))
            with torch.no_grad():
                _, near, layout = self._read(held, rows)
            wanted, boxes = self.things[held][rows], held.latents[rows].float()
            right, present = near.argmax(-1) == wanted, boxes[..., 0] > 0
            for number, name in enumerate(("first", "second")):
                found[name].append(right[wanted[:, number] != NONE, number].float())
            found["behind"].append((layout.behind.argmax(-1) == self.behind[held][rows]).float())
            found["present"].append(((layout.present > 0) == present).all(-1).float())
            found["boxes"].append((layout.boxes.float() - boxes[..., 1:]).abs().mean(-1)[present])
        return {name: float(torch.cat(values).mean()) for name, values in found.items() if len(torch.cat(values))}

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: `validate` says it in numbers."""


@torch.no_grad()
def asked_in_scenes(decoder: ImageDecoder, asked: LatentData, layers: LatentData) -> tuple[Tensor, Tensor]:
    """The things of captions of scenes that are among the pictures of `layers` too: their conditions as they are read
    from the scene, bfloat16 [M, T, D], and the picture's row of `layers` [M]. The flow is to draw a thing under the
    condition that it gets in use, not only under that of a caption of its own."""
    rows_of: dict[str, list[int]] = {}
    for row, each in enumerate(layers.rows):
        rows_of.setdefault(each["alone"], []).append(row)
    conditions, rows = [], []
    for start in range(0, len(asked), 256):
        numbers = list(range(start, min(start + 256, len(asked))))
        _, states, mask = asked.batch(numbers)
        with torch.autocast("cpu", torch.bfloat16):
            things = decoder.layers.reader.things_of(decoder.encode_text(states, mask)).bfloat16()
        for place, number in enumerate(numbers):
            for thing, caption in enumerate(asked.rows[number]["things"]):
                found = rows_of.get(caption, ())
                if found:
                    conditions.append(things[place, thing])
                    rows.append(found[number % len(found)])
    return torch.stack(conditions), torch.tensor(rows)
