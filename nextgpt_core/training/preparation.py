"""What training needs beside the packs, each written once: caption states, latents, encoder features.

    python -m nextgpt_core.training --stage prepare-pictures   (likewise prepare-clips, prepare-sounds)

Knows how each kind of medium is encoded by its trained autoencoder and its trained encoder.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.data.packs import Pack, build_pack
from nextgpt_core.decoders.base import FlowDecoder
from nextgpt_core.media import Audio, Image, Modality, Part, Video
from nextgpt_core.model import NextGPTModel
from nextgpt_core.training.decoder_data import LatentData, write_latents, write_text_states
from nextgpt_core.training.picture_autoencoder import to_pixels
from nextgpt_core.training.sound_codec import to_wave

PACKS = {Modality.IMAGE: "pictures", Modality.AUDIO: "sounds", Modality.VIDEO: "clips"}
"""What encoders and the language model are shown."""
DECODER_PACKS = {Modality.IMAGE: ("layers",), Modality.AUDIO: ("lone-sounds",)}
"""What flows learn to make: one layer of a scene, one source of a sound, at a time. Clips are pictures that are
moved."""
NUM_FEATURE_ROWS = {
    Modality.IMAGE: {"train": 6_000, "held": 200},
    Modality.AUDIO: {"train": 100_000, "held": 100_000},
    Modality.VIDEO: {"train": 1_500, "held": 60},
}
"""How many rows of each pack the language model gets to see; encoding all of them would cost hours."""


def latents_of(decoder: FlowDecoder) -> Callable[[np.ndarray], Tensor]:
    """A function from a slice of media to the flow's tokens [b, N, C], by the decoder's trained autoencoder."""
    if decoder.modality is Modality.AUDIO:
        return lambda batch: decoder.to_tokens(decoder.codec.encode(to_wave(batch)))

    def encode(batch: np.ndarray) -> Tensor:
        with mixed():
            return decoder.to_tokens(decoder.autoencoder.encode(to_pixels(batch)))

    return encode


def as_part(modality: Modality, array: np.ndarray) -> Part:
    """One row of a pack as the value a person would have uploaded."""
    if modality is Modality.IMAGE:
        return Image(np.array(array))
    if modality is Modality.AUDIO:
        return Audio(array.astype(np.float32) / 32768, 16_000)
    return Video(np.array(array), 8.0)


@torch.no_grad()
def write_features(
    pack: Pack, modality: Modality, encoder: nn.Module, num_rows: int, log=print, batch_size: int = 8
) -> None:
    """Writes `features.npy` float16 [rows, P, D_enc] of the first rows."""
    if (pack.folder / "features.npy").is_file():
        return
    features, count = [], min(num_rows, len(pack))
    device = next((p.device for p in encoder.parameters()), torch.device("cpu"))
    for start in range(0, count, batch_size):
        rows = range(start, min(start + batch_size, count))
        inputs = [encoder.prepare(as_part(modality, pack.media[row])) for row in rows]
        stacked = {name: torch.stack([each[name] for each in inputs]) for name in inputs[0]}
        features.append(encoder(**{name: t.to(device) for name, t in stacked.items()}).half().cpu().numpy())
        if start % (100 * batch_size) == 0:
            log(f"{modality.value} features: {start} of {count}")
    np.save(pack.folder / "features.npy", np.concatenate(features))


def decoder_data(corpora: Path, modality: Modality, split: str) -> LatentData:
    """Everything prepared that the flow of `modality` trains on."""
    return LatentData(*(corpora / "packs" / part / split for part in DECODER_PACKS[modality]))


def prepare(modality: Modality, corpora: Path, model: NextGPTModel, log=print) -> None:
    """Draws the packs of one modality and writes everything beside them; what exists is kept. The model must hold the
    trained autoencoder and encoder of that modality."""
    model.eval()
    for split in ("held", "train"):
        for part in DECODER_PACKS.get(modality, ()):
            pack = build_pack(part, split, corpora, log)
            write_text_states(pack, model.llm.text_states, log)
            write_latents(pack, latents_of(model.decoders[modality.value]), log)
        pack = build_pack(PACKS[modality], split, corpora, log)
        write_features(pack, modality, model.encoders[modality.value], NUM_FEATURE_ROWS[modality][split], log)
