"""Training task of the layer reader: from the states of a caption to the conditions of its layers, and their places."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from nextgpt_core.data.backgrounds import SETTINGS, UNSAID
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.decoders.image import ImageDecoder
from nextgpt_core.training.decoder_data import LatentData
from nextgpt_core.training.things_reader import ThingsReaderTask

BACKGROUNDS = (UNSAID[0], *COLOURS, *SETTINGS)
BOX_WEIGHT = 4.0


class LayerReaderTask(ThingsReaderTask):
    """Beside the things: distance of boxes; cross-entropy of the background and of what is there."""

    def __init__(
        self, decoder: ImageDecoder, bank: dict[str, Tensor], data: LatentData, held: LatentData, batch_size: int = 96
    ) -> None:
        """data, held: the packs "asked"."""
        super().__init__(decoder, decoder.layers.reader, bank, data, held, batch_size)
        self.behind = {}
        for rows in (data, held):
            said = [0 if r["background"] in UNSAID else BACKGROUNDS.index(r["background"]) for r in rows.rows]
            self.behind[rows] = torch.tensor(said)

    def layout_losses(self, data: LatentData, rows: list[int], condition: Tensor) -> dict[str, Tensor]:
        layout, boxes = self.reader.layout_of(condition), data.latents[rows].float()
        present = boxes[..., 0]
        apart = (layout.boxes.float() - boxes[..., 1:]).abs().sum(-1)
        return {
            "behind": F.cross_entropy(layout.behind.float(), self.behind[data][rows]),
            "present": F.binary_cross_entropy_with_logits(layout.present.float(), present),
            "boxes": BOX_WEIGHT * (apart * present).sum() / present.sum().clamp(min=1),
        }

    def layout_found(self, data: LatentData, rows: list[int], condition: Tensor) -> dict[str, Tensor]:
        """Backgrounds right, the right places taken; distance of box sides and centres."""
        layout, boxes = self.reader.layout_of(condition), data.latents[rows].float()
        present = boxes[..., 0] > 0
        return {
            "behind": (layout.behind.argmax(-1) == self.behind[data][rows]).float(),
            "present": ((layout.present > 0) == present).all(-1).float(),
            "boxes": (layout.boxes.float() - boxes[..., 1:]).abs().mean(-1)[present],
        }
