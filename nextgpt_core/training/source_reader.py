"""Training task of the source reader: from the states of a caption to the conditions of its sources, and their
playing."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

from nextgpt_core.decoders.audio import AudioDecoder
from nextgpt_core.decoders.source_reader import FIELDS
from nextgpt_core.training.decoder_data import LatentData
from nextgpt_core.training.things_reader import ThingsReaderTask


class SourceReaderTask(ThingsReaderTask):
    """Beside the things: cross-entropy of every field of every source that is there, and of whether it is."""

    def __init__(
        self, decoder: AudioDecoder, bank: dict[str, Tensor], data: LatentData, held: LatentData, batch_size: int = 192
    ) -> None:
        """data, held: the packs "asked-sounds"."""
        super().__init__(decoder, decoder.reader, bank, data, held, batch_size)

    def _wanted(self, data: LatentData, rows: list[int]) -> tuple[Tensor, dict[str, Tensor]]:
        """-> [B, THINGS] where a source is, and of each field its class [B, THINGS]."""
        codes = data.latents[rows].float()
        return codes[..., 0] > 0, {name: codes[..., 1 + k].long() for k, name in enumerate(FIELDS)}

    def layout_losses(self, data: LatentData, rows: list[int], condition: Tensor) -> dict[str, Tensor]:
        said, (there, wanted) = self.reader.said_of(condition), self._wanted(data, rows)
        losses = {"present": F.binary_cross_entropy_with_logits(said["present"].float(), there.float())}
        return losses | {name: F.cross_entropy(said[name].float()[there], wanted[name][there]) for name in FIELDS}

    def layout_found(self, data: LatentData, rows: list[int], condition: Tensor) -> dict[str, Tensor]:
        """The right number of sources; of those that are there, every field right."""
        said, (there, wanted) = self.reader.said_of(condition), self._wanted(data, rows)
        found = {"present": ((said["present"] > 0) == there).all(-1).float()}
        return found | {name: (said[name].argmax(-1) == wanted[name])[there].float() for name in FIELDS}
