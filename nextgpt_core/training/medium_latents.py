"""Latents of a pack's media by the autoencoder of a published decoder, written once beside the pack: what the denoising
loss of stage 2 makes noisy. Knows packs and any decoder that can `encode_medium`; flows have latents of their own.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from nextgpt_core.config import DecoderConfig
from nextgpt_core.data.packs import Pack
from nextgpt_core.decoders.base import Decoder
from nextgpt_core.errors import MissingWeights
from nextgpt_core.media import Modality
from nextgpt_core.training.preparation import as_part
from nextgpt_core.training.spans import spread

FILE = "medium-latents.safetensors"
"""`rows` int64 [N] of the pack, `latents` float16 [N, ...] as the decoder's `encode_medium` gives them."""
NUM_LATENT_ROWS = {Modality.IMAGE: 2_000, Modality.AUDIO: 2_000, Modality.VIDEO: 500}
"""At most so many of a pack, evenly over it; of the published decoders some 65, 115 and 185 MB."""


def written_by(config: DecoderConfig) -> str:
    """By what decoder latents are, which media of which size included."""
    settings = {name: value for name, value in config.settings.items() if name != "dtype"}
    return json.dumps([config.kind, settings], sort_keys=True)


@torch.no_grad()
def write_medium_latents(
    pack: Pack, decoder: Decoder, config: DecoderConfig, num_rows: int | None = None, log=print
) -> None:
    """Writes FILE; what exists is kept."""
    path, modality = pack.folder / FILE, decoder.modality
    if path.is_file():
        return
    rows, latents = spread(len(pack), num_rows or NUM_LATENT_ROWS[modality]), []
    for number, row in enumerate(rows):
        latents.append(decoder.encode_medium(as_part(modality, pack.media[row])).half())
        if number % 100 == 0:
            log(f"{modality.value} latents: {number} of {len(rows)}")
    unfinished = path.with_suffix(".tmp")
    save_file({"rows": rows, "latents": torch.stack(latents)}, unfinished, {"written_by": written_by(config)})
    unfinished.replace(path)


class MediumLatents:
    """Latents [N, ...] and the captions of their media, in memory. Raises MissingWeights with the command that writes
    them, also where another decoder wrote them."""

    def __init__(self, folder: Path, config: DecoderConfig) -> None:
        path, run = folder / FILE, f"--stage prepare-{folder.parent.name}"
        command = f"python -m nextgpt_core.training {run}, with the --preset that is trained"
        if not path.is_file():
            raise MissingWeights(f"{path} is not there. Write it with: {command}.")
        with safe_open(path, "pt") as file:
            if file.metadata()["written_by"] != written_by(config):
                raise MissingWeights(
                    f"{path} was written by another decoder: {file.metadata()['written_by']} instead of "
                    f"{written_by(config)}. Delete it and write it again with: {command}."
                )
            self.latents = file.get_tensor("latents")
            captions = Pack(folder).captions
            self.captions = [captions[row] for row in file.get_tensor("rows")]
