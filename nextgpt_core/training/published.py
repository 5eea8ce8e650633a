"""The runs of presets whose decoders are the work of others: `paper`, `omni-encoders`, `omni`, mixes of your own.

    prepare-pictures, prepare-sounds, prepare-clips      what the encoders say of each medium, and its latents by the
                                                         decoder's own autoencoder where stage 2 has a denoising
                                                         loss, beside the packs
    1, 2, 3                                              the three stages: projections and adapters
    assemble                                             gathers the results into a checkpoint folder

Encoders and decoders stay as they were published. Results lie as those of runs.py do.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import save_file

from nextgpt_core.checkpoint import load_pretrained_backbones, save_checkpoint
from nextgpt_core.config import NextGPTConfig
from nextgpt_core.data.packs import Pack, build_pack
from nextgpt_core.decoders.stock import StockDecoder
from nextgpt_core.errors import BadInput
from nextgpt_core.machine import is_planned, plan_for
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config
from nextgpt_core.training import runs
from nextgpt_core.training.loop import train
from nextgpt_core.training.medium_latents import MediumLatents, write_medium_latents
from nextgpt_core.training.preparation import NUM_FEATURE_ROWS, PACKS, write_features
from nextgpt_core.training.results import Place, fill_stages
from nextgpt_core.training.sources import SPLITS, stored_sources
from nextgpt_core.training.spans import SpanTask
from nextgpt_core.training.stages import STAGES, StageTask, trainable_names

OURS = "flow-"
"""How the kinds of this project's own decoders begin."""
SCALED_BY = 256
"""Captions by which the scale of conditions is measured."""


def run(name: str, place: Place) -> None:
    """Does a run by its name: one of runs.py, or, where decoders of others make the media, one of these. Raises
    BadInput for a run that would train such a decoder."""
    theirs = [d.kind for d in _config(place).decoders.values() if not d.kind.startswith(OURS)]
    table = RUNS if theirs else runs.RUNS
    if name not in table:
        raise BadInput(
            f"this preset makes media by {', '.join(theirs)}, which stay as they were published. What can be trained: "
            f"{', '.join(RUNS)}."
        )
    table[name](place)


def _config(place: Place) -> NextGPTConfig:
    stated = place.start_from / "config.json" if place.start_from else None
    if stated is None or not stated.is_file():
        return preset_config(place.preset)
    return NextGPTConfig.from_json(stated.read_text(encoding="utf-8", errors="replace"))


def with_results(place: Place) -> NextGPTModel:
    """The preset's published parts, or the checkpoint `start_from`, with what the stages have learned so far; large
    ones stand where their plan says. Raises NotSupported where this machine cannot hold them."""
    if place.start_from:
        model = place.started()
    else:
        config = preset_config(place.preset)
        plan = plan_for(config)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            model = NextGPTModel.from_config(config, plan=plan)
        load_pretrained_backbones(model)
        if plan is not None:
            model.gather()
    fill_stages(model, place)
    return model if is_planned(model.config) else model.to(place.device)


def preparation(modality: Modality) -> Callable[[Place], None]:
    def prepare(place: Place) -> None:
        model = with_results(place).eval()
        for split in SPLITS:
            pack = build_pack(PACKS[modality], split, place.corpora)
            if modality.value in model.encoders:
                encoder = model.encoders[modality.value]
                write_features(pack, modality, encoder, NUM_FEATURE_ROWS[modality][split])
            if split == "train" and modality in denoising(model):
                write_medium_latents(pack, model.decoders[modality.value], model.config.decoders[modality])

    return prepare


def stage(name: str) -> Callable[[Place], None]:
    def learn(place: Place) -> None:
        model, row = with_results(place), place.stage(name)
        names = trainable_names(model, row)
        if row.reads == "spans":
            captions = {m: stored_captions(place.corpora, m) for m in model.config.decoders}
            names += measure_scales(model, captions)
            task = SpanTask(model, stored_latents(place.corpora, model), captions)
        else:
            task = StageTask(model, row, stored_sources(place.corpora, row, model))
        train(task, place.stage_recipe(row), place.runs / f"stage-{name}")
        state = model.state_dict()
        result = {n: state[n].cpu().contiguous() for n in names}
        save_file(result, place.runs / f"stage-{name}" / "result.safetensors")

    return learn


def denoising(model: NextGPTModel, log=None) -> list[Modality]:
    """What is made by decoders whose denoising loss stage 2 has; `log` hears of the others."""
    found = []
    for modality, config in model.config.decoders.items():
        ours = config.kind.startswith(OURS)
        obstacle = (
            "it learns that with a preset of its own" if ours else model.decoders[modality.value].denoising_obstacle
        )
        if not obstacle:
            found.append(modality)
        elif log is not None:
            log(
                f"{modality.value}: no denoising loss by {config.kind}: {obstacle}; captions alone teach the projection"
            )
    return found


def stored_latents(corpora: Path, model: NextGPTModel, log=print) -> dict[Modality, dict[str, MediumLatents]]:
    """For the denoising loss of stage 2, which only training takes. Raises MissingWeights where none are written."""
    config = model.config.decoders
    return {
        m: {"train": MediumLatents(corpora / "packs" / PACKS[m] / "train", config[m])} for m in denoising(model, log)
    }


def stored_captions(corpora: Path, modality: Modality) -> dict[str, list[str]]:
    """By split, in an order that is not the pack's: sounds lie by what they are."""
    found = {split: Pack(corpora / "packs" / PACKS[modality] / split).captions for split in SPLITS}
    return {split: random.Random(0).sample(captions, len(captions)) for split, captions in found.items()}


def measure_scales(model: NextGPTModel, captions: dict[Modality, dict[str, list[str]]]) -> list[str]:
    """Brings conditions of stock pipelines to unit root mean square, as far as they let that be done, before
    projections learn to make them; -> names of the tensors that say by how much."""
    stock = [m for m in captions if isinstance(model.decoders[m.value], StockDecoder)]
    for modality in stock:
        model.decoders[modality.value].measure_scale(captions[modality]["train"][:SCALED_BY])
    return [f"decoders.{modality.value}.condition_scale" for modality in stock]


def assemble(place: Place) -> None:
    save_checkpoint(with_results(place), place.runs / "assembled")


RUNS: dict[str, Callable[[Place], None]] = {
    **{f"prepare-{PACKS[m]}": preparation(m) for m in MEDIA},
    **{name: stage(name) for name in STAGES},
    "assemble": assemble,
}
