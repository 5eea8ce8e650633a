"""Training task of the source reader: from the states of a caption to the conditions of its sources, and their
playing."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from nextgpt_core.decoders.audio import AudioDecoder
from nextgpt_core.decoders.source_reader import FIELDS, REGISTER
from nextgpt_core.training.decoder_data import LatentData
from nextgpt_core.training.things_reader import ThingsReaderTask


def asked_register(thing: str) -> int:
    """The plainest caption of a source alone -> the place in REGISTER of what it asks for."""
    return next((k for k, word in enumerate(REGISTER) if word and thing.startswith(f"a {word} note ")), 0)


class SourceReaderTask(ThingsReaderTask):
    """Beside the things: cross-entropy of every field of every source that is there, of its register, and of whether it
    is there."""

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
        losses["register"] = F.cross_entropy(*self._registers(data, rows, condition))
        return losses | {name: F.cross_entropy(said[name].float()[there], wanted[name][there]) for name in FIELDS}

    def _registers(self, data: LatentData, rows: list[int], condition: Tensor) -> tuple[Tensor, Tensor]:
        """Of all sources that are there: logits [K, len(REGISTER)], and what is asked for [K]. The conditions are not
        trained by it: they are to be those that the flow knows."""
        asked = [[asked_register(thing) for thing in data.rows[row]["things"]] for row in rows]
        things = self.reader.things_of(condition).detach().float()
        told = [things[row, k] for row, its in enumerate(asked) for k in range(len(its))]
        return self.reader.register_of(torch.stack(told)), torch.tensor([each for its in asked for each in its])

    def layout_found(self, data: LatentData, rows: list[int], condition: Tensor) -> dict[str, Tensor]:
        """The right number of sources; of those that are there, every field right."""
        said, (there, wanted) = self.reader.said_of(condition), self._wanted(data, rows)
        register, asked = self._registers(data, rows, condition)
        found = {"present": ((said["present"] > 0) == there).all(-1).float()}
        found["register"] = (register.argmax(-1) == asked).float()
        return found | {name: (said[name].argmax(-1) == wanted[name])[there].float() for name in FIELDS}
