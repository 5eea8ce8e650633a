"""What the ablation runs on at toy size: random networks, and packs of four rows with nothing real in them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from nextgpt_core.data.packs import Pack
from nextgpt_core.encoders.efficientnet import EfficientNetLite
from nextgpt_core.evaluation.judges import PICTURES, SOUNDS, Judges, Vocabulary
from nextgpt_core.evaluation.picture_judge import PictureJudge
from nextgpt_core.media import Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config
from nextgpt_core.training.decoder_data import LatentData, write_text_states
from nextgpt_core.training.preparation import DECODER_PACKS

LABELS = (("penguin",), ("rocket",), ("sunflower",))


def toy(folder: Path) -> tuple[NextGPTModel, dict, dict, Judges]:
    """-> model, latents and captions of stage 2, judges. Packs are written to `folder` and read into memory."""
    torch.manual_seed(0)
    model = NextGPTModel.from_config(preset_config("tiny")).eval()
    latents = {}
    for modality in DECODER_PACKS:
        pack, flow = folder / modality.value, model.decoders[modality.value].flow
        pack.mkdir()
        rows = "".join(json.dumps({"caption": f"{modality.value} number {n}"}) + "\n" for n in range(4))
        (pack / "rows.jsonl").write_text(rows, encoding="utf-8")
        write_text_states(Pack(pack), model.llm.text_states, log=lambda line: None)
        np.save(pack / "latents.npy", np.zeros((4, flow.num_tokens, flow.config.channels), np.float16))
        latents[modality] = dict.fromkeys(("train", "held"), LatentData(pack))
    told = {
        Modality.IMAGE: ["two penguins on a red background"],
        Modality.VIDEO: [f"a penguin moving {way}" for way in ("up", "down", "left", "right")],
    }
    captions = {modality: dict.fromkeys(("train", "held"), those) for modality, those in told.items()}
    judge = PictureJudge(EfficientNetLite(0), len(LABELS), width=16, size_px=64)
    return (
        model,
        latents,
        captions,
        Judges(judge, nn.Identity(), {PICTURES: Vocabulary(LABELS), SOUNDS: Vocabulary(())}),
    )
