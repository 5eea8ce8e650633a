"""Every training run of `nano` by name: what it builds, what it needs, and where it leaves its result.

    picture-autoencoder, sound-codec                     autoencoders
    picture-detail, sound-detail                         their decoders alone, latents staying as they are
    prepare-pictures, prepare-sounds, prepare-clips      what is read of the packs: features; for flows also latents
                                                         and caption states
    image, audio                                         the decoders' flows
    layers, sources                                      what captions of pictures and of sounds are made of
    layer-reader                                         the former further, without the matte
    image-layers, audio-layers                           the flows of both further, on that
    movement                                             what carries the things of pictures along in clips
    choice                                               readers of conditions, for choosing among candidates
    1, 2, 3                                              the three stages
    assemble                                             gathers the results into a checkpoint folder

The encoders have a command of their own: python -m nextgpt_core.training.encoders image audio video.
A result lies in RUNS/<name>/; a run that is started again goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from nextgpt_core.checkpoint import save_checkpoint
from nextgpt_core.data.corpora.concepts import load_concepts
from nextgpt_core.data.packs import build_pack, described_scenes
from nextgpt_core.data.scenes import Pictures
from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder
from nextgpt_core.decoders.sound_codec import SoundCodec
from nextgpt_core.encoders.efficientnet import EfficientNetLite
from nextgpt_core.errors import MissingWeights
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config
from nextgpt_core.training.condition_readers import ConditionReaderTask, picture_targets, sound_targets
from nextgpt_core.training.contact_sheets import write_sheet
from nextgpt_core.training.draft import CONDITION_NOISE, DraftTask
from nextgpt_core.training.ears import Sounds
from nextgpt_core.training.latent_flow import LatentFlowTask
from nextgpt_core.training.layer_runs import ALONE, asked_pack, layer_reader, layers, sources, under_captions
from nextgpt_core.training.loop import Recipe, train
from nextgpt_core.training.movement import PathTask, SeparationTask
from nextgpt_core.training.picture_autoencoder import Look, PictureAutoencoderTask
from nextgpt_core.training.preparation import DECODER_PACKS, PACKS, decoder_data, prepare
from nextgpt_core.training.restored_words import restore_facts
from nextgpt_core.training.results import CHOICE, MOVEMENT, Place, with_results
from nextgpt_core.training.sound_codec import SoundCodecTask
from nextgpt_core.training.spans import SpanTask
from nextgpt_core.training.stages import STAGES, StageTask, trainable_names
from nextgpt_core.training.text_condition import TextConditionTask, use_text_statistics
from nextgpt_core.training.things_reader import in_batches
from nextgpt_core.weights import efficientnet_lite0_path

DRAFT_NOISE = {Modality.AUDIO: 0.6}
"""On conditions, where it is not CONDITION_NOISE: there are fewer sounds than pictures to know by heart."""
NUM_CHOSEN = {"train": 20_000, "held": 1_000}
"""Captions of scenes that the readers of conditions learn from."""


def _media(part: str, split: str, place: Place) -> np.ndarray:
    """A whole pack in memory: training draws rows at random, which a disk is slow at."""
    return np.load(build_pack(part, split, place.corpora).folder / "media.npy")


def _settings(place: Place, modality: Modality) -> dict:
    return preset_config(place.preset).decoders[modality].settings


def picture_autoencoder(place: Place) -> None:
    model = PictureAutoencoder(**_settings(place, Modality.IMAGE)["autoencoder"])
    task = PictureAutoencoderTask(model, _media("pictures", "train", place), _media("pictures", "held", place), 12)
    recipe = Recipe(minutes=20, lr=2e-3, ema=0.998, weight_decay=1e-4)
    train(task, place.budgeted(recipe), place.runs / "picture-autoencoder")
    model.eval().save_pretrained(place.runs / "picture-autoencoder" / "model")


def sound_codec(place: Place) -> None:
    model = SoundCodec(**_settings(place, Modality.AUDIO)["codec"])
    _codec_run(place, "sound-codec", SoundCodecTask(model, *_sounds(place, "sounds")), Recipe(minutes=8, lr=2e-3))


def sound_detail(place: Place) -> None:
    """On what the flow makes, one source at a time, and on whole sounds."""
    model = with_results(place).decoders[Modality.AUDIO.value].codec
    sounds = _sounds(place, *DECODER_PACKS[Modality.AUDIO], "sounds")
    task = SoundCodecTask(model, *sounds, crop_latents=24, keep_latents=True)
    _codec_run(place, "sound-detail", task, Recipe(minutes=60, lr=1e-3))


def _sounds(place: Place, *parts: str) -> tuple[np.ndarray, np.ndarray]:
    """Sounds to train on and held-out ones, those not by label."""
    train, held = (np.concatenate([_media(part, split, place) for part in parts]) for split in ("train", "held"))
    return train, held[np.random.RandomState(0).permutation(len(held))]


def _codec_run(place: Place, name: str, task: SoundCodecTask, recipe: Recipe) -> None:
    recipe = replace(recipe, ema=0.998, weight_decay=1e-4)
    train(task, place.budgeted(recipe), place.runs / name)
    task.model.eval().save_pretrained(place.runs / "sound-codec" / "model")


def picture_detail(place: Place) -> None:
    """The decoder of pictures at the size they come out, seen by the first layers of the photograph network too."""
    model = with_results(place).decoders[Modality.IMAGE.value].autoencoder
    look = Look(EfficientNetLite.from_file(0, efficientnet_lite0_path()))
    task = PictureAutoencoderTask(
        model, _media("fine", "train", place), _media("fine", "held", place), 8, look=look, keep_latents=True
    )
    recipe = Recipe(minutes=25, lr=1e-3, ema=0.998, weight_decay=1e-4)
    train(task, place.budgeted(recipe), place.runs / "picture-detail")
    model.eval().save_pretrained(place.runs / "picture-autoencoder" / "model")


def preparation(modality: Modality) -> Callable[[Place], None]:
    def run(place: Place) -> None:
        prepare(modality, place.corpora, with_results(place))

    return run


def flow(modality: Modality) -> Callable[[Place], None]:
    """Three trainings in a row: reading captions, the draft, the flow. `minutes` is the budget of the last, and the
    most that the others get. Of a flow of `start_from` only the last is done, all with `reread`."""

    def run(place: Place) -> None:
        decoder = with_results(place).decoders[modality.value].to(place.device)
        if modality in ALONE:
            setattr(decoder, ALONE[modality], None)  # one thing alone, under the flow's own reading
        data, held = (decoder_data(place.corpora, modality, split) for split in ("train", "held"))
        out = place.runs / f"{modality.value}-flow"
        weights = data.weights(place.corpora / "concepts.json")
        begun = out / "begun.safetensors"
        if begun.is_file():
            decoder.flow.load_state_dict(load_file(begun))
        elif not place.start_from or place.reread:
            if place.start_from:
                decoder.flow.draft.forget()  # it knows the sounds of another corpus by heart
            else:
                use_text_statistics(decoder.flow, data)
            longest = float("inf") if place.minutes is None else place.minutes
            recipe = Recipe(minutes=min(3, longest), lr=2e-3, ema=0.99, warmup_steps=50)
            train(TextConditionTask(decoder.flow, data, held), recipe, out / "condition")
            recipe = Recipe(minutes=min(2.5, longest), lr=1.5e-3, ema=0.995, warmup_steps=50)
            noise = DRAFT_NOISE.get(modality, CONDITION_NOISE)
            train(DraftTask(decoder, data, held, weights, noise=noise), recipe, out / "draft")
            save_file({n: t.cpu().contiguous() for n, t in decoder.flow.state_dict().items()}, begun)
        task = LatentFlowTask(decoder, data, held, write_sheet, 48, weights=weights)
        warmup = 30 if place.start_from else 200
        recipe = Recipe(minutes=45, lr=1e-3, ema=0.998, warmup_steps=warmup, weight_decay=0.0, beta2=0.98)
        train(task, place.budgeted(recipe), out)
        save_file({n: t.cpu().contiguous() for n, t in decoder.flow.state_dict().items()}, out / "flow.safetensors")

    return run


def movement(place: Place) -> None:
    """Two trainings: the path that a caption asks for, with the reading of captions held close to what it was (at
    first that of the picture flow), and what of a picture is the thing that moves. `minutes` is the budget of each, and
    3 the most that the first gets."""
    model = with_results(place)
    mover, known = model.decoders[Modality.VIDEO.value].mover, model.decoders[Modality.IMAGE.value].flow.condition
    if not place.start_from and not (place.runs / MOVEMENT).is_file():
        mover.condition.load_state_dict(known.state_dict())
    data = asked_pack(model, "paths", place)
    longest = float("inf") if place.minutes is None else place.minutes
    recipe = Recipe(minutes=min(3, longest), lr=2e-3, ema=0.98, warmup_steps=50)
    task = PathTask(mover, data["train"], data["held"])
    train(task, recipe, place.runs / "movement" / "path")
    recipe = Recipe(minutes=10, lr=2e-3, ema=0.99, warmup_steps=50)
    task = SeparationTask(mover.separation, Pictures(place.corpora / "pictures"))
    train(task, place.budgeted(recipe), place.runs / "movement" / "separation")
    save_file({f"mover.{n}": t.contiguous() for n, t in mover.state_dict().items()}, place.runs / MOVEMENT)


def choice(place: Place) -> None:
    """The readers of conditions, by which encoders choose among candidates."""
    model = with_results(place)
    if not model.condition_readers:
        raise MissingWeights("this configuration has nothing to choose with; set `candidates` of its decoders to 1.")
    state: dict[str, torch.Tensor] = {}
    for name, reader in model.condition_readers.items():
        try:
            material = {split: CHOICE_MATERIAL[Modality(name)](model, place.corpora, split) for split in NUM_CHOSEN}
        except MissingWeights as missing:
            if not place.start_from:
                raise
            print(f"the reader of {name} conditions stays as it is: {missing}")
            continue
        conditions, targets = ({split: made[k] for split, made in material.items()} for k in (0, 1))
        task = ConditionReaderTask(reader, conditions, targets)
        recipe = Recipe(minutes=2, lr=2e-3, ema=0.99, warmup_steps=20)
        train(task, place.budgeted(recipe), place.runs / f"choice-{name}")
        state |= {f"condition_readers.{name}.{n}": t.contiguous() for n, t in reader.state_dict().items()}
    save_file(state, place.runs / CHOICE)


def _asked_pictures(model: NextGPTModel, corpora: Path, split: str) -> tuple[Tensor, dict[str, Tensor]]:
    """Conditions of the captions of scenes, and what a reader is to say of them."""
    scenes = list(described_scenes(corpora, split, NUM_CHOSEN[split]))
    concepts = [concept.concept for concept in load_concepts(corpora / "concepts.json")]
    captions = [caption for _, caption in scenes]
    conditions = in_batches(captions, lambda chunk: model.caption_condition(Modality.IMAGE, chunk))
    return conditions, picture_targets(scenes, corpora, concepts)


def _asked_sounds(model: NextGPTModel, corpora: Path, split: str) -> tuple[Tensor, dict[str, Tensor]]:
    """The same of sounds."""
    captions = build_pack(PACKS[Modality.AUDIO], split, corpora).captions
    sounds = Sounds(corpora / "sounds", corpora / "packs" / "hearing" / "mel.npy")
    conditions = in_batches(captions, lambda chunk: model.caption_condition(Modality.AUDIO, chunk))
    return conditions, sound_targets(sounds, split)


CHOICE_MATERIAL = {Modality.IMAGE: _asked_pictures, Modality.AUDIO: _asked_sounds}


def stage(name: str) -> Callable[[Place], None]:
    def run(place: Place) -> None:
        from nextgpt_core.training.sources import shown_sounds, stored_captions, stored_latents, stored_sources

        model = with_results(place).to(place.device)
        row = place.stage(name)
        if row.reads == "spans":
            task = SpanTask(model, stored_latents(place.corpora), stored_captions(place.corpora))
        else:
            if place.restore:
                restore_facts(model, place.restore, shown_sounds(place.corpora, model))
            task = StageTask(model, row, stored_sources(place.corpora, row, model))
        out = place.runs / f"stage-{name}"
        train(task, place.stage_recipe(row), out)
        state = model.state_dict()
        save_file({n: state[n].cpu().contiguous() for n in trainable_names(model, row)}, out / "result.safetensors")

    return run


def assemble(place: Place) -> None:
    save_checkpoint(with_results(place), place.runs / "assembled")


RUNS: dict[str, Callable[[Place], None]] = {
    "picture-autoencoder": picture_autoencoder,
    "sound-codec": sound_codec,
    "picture-detail": picture_detail,
    "sound-detail": sound_detail,
    **{f"prepare-{PACKS[m]}": preparation(m) for m in MEDIA},
    **{m.value: flow(m) for m in DECODER_PACKS},
    "layers": layers,
    "layer-reader": layer_reader,
    "sources": sources,
    **{f"{m.value}-layers": under_captions(m) for m in ALONE},
    "movement": movement,
    "choice": choice,
    **{name: stage(name) for name in STAGES},
    "assemble": assemble,
}
