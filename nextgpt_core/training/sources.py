"""Where the stages' examples come from on a real corpus: drawn conversations, stored features, stored latents."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from nextgpt_core.data.catalogue import Catalogue
from nextgpt_core.data.conversations import draw_caption_pair, draw_conversation
from nextgpt_core.data.packs import Pack
from nextgpt_core.encoders.image import ImageEncoder
from nextgpt_core.media import Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.training.decoder_data import LatentData
from nextgpt_core.training.dialogs import StoredMedium
from nextgpt_core.training.eyes import photo_features
from nextgpt_core.training.preparation import DECODER_PACKS, PACKS, decoder_data
from nextgpt_core.training.stages import Sources, Stage

SPLITS = ("train", "held")
TOLD = {Modality.IMAGE: "asked", Modality.AUDIO: "asked-sounds", Modality.VIDEO: "paths"}
"""Packs of captions alone."""


def stored_sources(corpora: Path, stage: Stage, model: NextGPTModel) -> Sources:
    """Sources over the packs in `corpora`. Media are drawn only from rows whose features are stored; a photograph
    ("photos") gets features synthesised around its class where the encoder can do that. A conversation that shows what
    the model has no encoder for is drawn again. Raises MissingWeights when something is not built."""
    read = {part: modality for modality, part in PACKS.items() if modality in model.config.encoders}
    features = {}
    for part, split in ((part, split) for part in read for split in SPLITS):
        features[f"{part}/{split}"] = _features(corpora, model, read[part], split)
    catalogues = {}
    for split in SPLITS:
        whole = Catalogue.load(corpora, split)
        rows = {part: whole.rows[part][: len(features[f"{part}/{split}"])] for part in read}
        catalogues[split] = dataclasses.replace(whole, rows={**whole.rows, **rows})
    draw = draw_caption_pair if stage.reads == "captions" else draw_conversation
    generator = torch.Generator().manual_seed(0)
    image_encoder = model.encoders[Modality.IMAGE.value] if Modality.IMAGE.value in model.encoders else None
    shown = {*read, *(["photos"] if isinstance(image_encoder, ImageEncoder) else [])}

    def dialog(rng: random.Random, split: str) -> dict:
        while True:
            drawn = draw(rng, catalogues[split], split)
            seen = [item for turn in drawn["turns"] for item in turn["content"] if "see" in item]
            if all(item["part"] in shown for item in seen):
                break
        for item in seen:
            item["part"] = f"{item['part']}/{split}"
        return drawn

    def features_of(medium: StoredMedium) -> Tensor:
        if medium.part.startswith("photos/"):
            return photo_features(medium.row, generator, image_encoder)
        return torch.from_numpy(features[medium.part][medium.row].astype(np.float32))

    return Sources(dialog, features_of)


def shown_sounds(corpora: Path, model: NextGPTModel, every: int = 3) -> Tensor:
    """Stored features of recordings [N, P, D], one in `every`."""
    return torch.from_numpy(_features(corpora, model, Modality.AUDIO, "train")[::every].astype(np.float32))


def _features(corpora: Path, model: NextGPTModel, modality: Modality, split: str) -> np.ndarray:
    encoder = model.config.encoders[modality]
    return Pack(corpora / "packs" / PACKS[modality] / split).features(encoder.num_features, encoder.dim)


def stored_latents(corpora: Path) -> dict[Modality, dict[str, LatentData]]:
    """Decoder data per modality and split, for the denoising term of stage 2."""
    return {m: {split: decoder_data(corpora, m, split) for split in SPLITS} for m in DECODER_PACKS}


def stored_captions(corpora: Path) -> dict[Modality, dict[str, list[str]]]:
    """For stage 2: captions of what no flow makes at once: scenes, which are drawn in layers, sounds, which are played
    and mixed, and clips, which are moved."""
    return {m: {split: Pack(corpora / "packs" / part / split).captions for split in SPLITS} for m, part in TOLD.items()}
