"""Every training run of `nano` by name: what it builds, what it needs, and where it leaves its result.

    picture-autoencoder, sound-codec                     autoencoders
    picture-detail, sound-detail                         their decoders alone, latents staying as they are
    prepare-pictures, prepare-sounds, prepare-clips      latents, caption states and features beside the packs
    image, audio, video                                  the decoders' flows
    choice                                               readers of conditions, for choosing among candidates
    1, 2, 3                                              the three stages
    assemble                                             gathers the results into a checkpoint folder

The encoders have a command of their own: python -m nextgpt_core.training.encoders image audio video.
A result lies in RUNS/<name>/; a run that is started again goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from nextgpt_core.checkpoint import load_checkpoint, load_pretrained_backbones, save_checkpoint
from nextgpt_core.data.corpora.concepts import load_concepts
from nextgpt_core.data.packs import build_pack
from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder
from nextgpt_core.decoders.sound_codec import SoundCodec
from nextgpt_core.encoders.efficientnet import EfficientNetLite
from nextgpt_core.errors import MissingWeights
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config
from nextgpt_core.training.condition_readers import ConditionReaderTask, picture_targets, sound_targets
from nextgpt_core.training.contact_sheets import write_sheet
from nextgpt_core.training.decoder_data import LatentData
from nextgpt_core.training.draft import CONDITION_NOISE, DraftTask, read_conditions
from nextgpt_core.training.ears import Sounds
from nextgpt_core.training.latent_flow import LatentFlowTask
from nextgpt_core.training.loop import Recipe, train
from nextgpt_core.training.picture_autoencoder import Look, PictureAutoencoderTask
from nextgpt_core.training.preparation import PACKS, decoder_data, measure_scale, prepare
from nextgpt_core.training.sound_codec import SoundCodecTask
from nextgpt_core.training.spans import SpanTask
from nextgpt_core.training.stages import STAGES, StageTask, trainable_names
from nextgpt_core.training.text_condition import TextConditionTask, use_text_statistics
from nextgpt_core.weights import efficientnet_lite0_path

AUTOENCODER = {
    Modality.IMAGE: "picture-autoencoder",
    Modality.AUDIO: "sound-codec",
    Modality.VIDEO: "picture-autoencoder",
}

CLIP_SCALE = "clip-token-scale.safetensors"
CHOICE = "choice.safetensors"
DRAFT_NOISE = {Modality.AUDIO: 0.6}
"""On conditions, where it is not CONDITION_NOISE: there are fewer sounds than pictures to know by heart."""


@dataclass(frozen=True)
class Place:
    """Folders and budget of one call of the command."""

    preset: str
    corpora: Path
    runs: Path
    minutes: float | None = None
    device: str = "cpu"
    start_from: Path | None = None
    """A checkpoint folder: what has no result under `runs` yet is taken from there, and trained further."""
    lr: float | None = None
    """In place of the run's own learning rate, e.g. a smaller one to train further."""
    reread: bool = False
    """With `start_from`: the reading of captions and the draft are trained further too, before the flow. Output
    projections and readers of conditions have to follow."""


def _media(part: str, split: str, place: Place) -> np.ndarray:
    """A whole pack in memory: training draws rows at random, which a disk is slow at."""
    return np.load(build_pack(part, split, place.corpora).folder / "media.npy")


def _budget(place: Place, recipe: Recipe) -> Recipe:
    changes = {"minutes": place.minutes, "lr": place.lr}
    return replace(recipe, **{name: value for name, value in changes.items() if value is not None})


def _settings(place: Place, modality: Modality) -> dict:
    return preset_config(place.preset).decoders[modality].settings


def picture_autoencoder(place: Place) -> None:
    model = PictureAutoencoder(**_settings(place, Modality.IMAGE)["autoencoder"])
    task = PictureAutoencoderTask(model, _media("pictures", "train", place), _media("pictures", "held", place), 12)
    recipe = Recipe(minutes=20, lr=2e-3, ema=0.998, weight_decay=1e-4)
    train(task, _budget(place, recipe), place.runs / "picture-autoencoder")
    model.eval().save_pretrained(place.runs / "picture-autoencoder" / "model")


def sound_codec(place: Place) -> None:
    model = SoundCodec(**_settings(place, Modality.AUDIO)["codec"])
    _codec_run(place, "sound-codec", SoundCodecTask(model, *_sounds(place)), Recipe(minutes=8, lr=2e-3))


def sound_detail(place: Place) -> None:
    model = _with_results(place).decoders[Modality.AUDIO.value].codec
    task = SoundCodecTask(model, *_sounds(place), keep_latents=True)
    _codec_run(place, "sound-detail", task, Recipe(minutes=8, lr=1e-3))


def _sounds(place: Place) -> tuple[np.ndarray, np.ndarray]:
    held = _media("sounds", "held", place)
    return _media("sounds", "train", place), held[np.random.RandomState(0).permutation(len(held))]  # not by label


def _codec_run(place: Place, name: str, task: SoundCodecTask, recipe: Recipe) -> None:
    recipe = replace(recipe, ema=0.998, weight_decay=1e-4)
    train(task, _budget(place, recipe), place.runs / name)
    task.model.eval().save_pretrained(place.runs / "sound-codec" / "model")


def picture_detail(place: Place) -> None:
    """The decoder of pictures at the size they come out, seen by the first layers of the photograph network too."""
    model = _with_results(place).decoders[Modality.IMAGE.value].autoencoder
    look = Look(EfficientNetLite.from_file(0, efficientnet_lite0_path()))
    task = PictureAutoencoderTask(
        model, _media("fine", "train", place), _media("fine", "held", place), 8, look=look, keep_latents=True
    )
    recipe = Recipe(minutes=25, lr=1e-3, ema=0.998, weight_decay=1e-4)
    train(task, _budget(place, recipe), place.runs / "picture-detail")
    model.eval().save_pretrained(place.runs / "picture-autoencoder" / "model")


def _with_results(place: Place) -> NextGPTModel:
    """The preset's model, or that of `start_from`, with every result found under `runs`, in the order the runs are
    made."""
    if place.start_from:
        model = load_checkpoint(place.start_from)
    else:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            model = NextGPTModel.from_config(preset_config(place.preset))
        load_pretrained_backbones(model)
    for modality in MEDIA:
        file = place.runs / "encoders" / f"{modality.value}.safetensors"
        encoder = model.encoders[modality.value]
        if file.is_file():
            _fill(encoder, load_file(file))
        elif modality is Modality.VIDEO:  # what a frame shows is read as in pictures; only the motion head is its own
            encoder.sight.load_state_dict(model.encoders[Modality.IMAGE.value].sight.state_dict())
        decoder, folder = model.decoders[modality.value], place.runs / AUTOENCODER[modality] / "model"
        if folder.is_dir():
            if modality is Modality.AUDIO:
                decoder.codec.load_state_dict(SoundCodec.from_pretrained(folder).state_dict())
            else:
                decoder.autoencoder.load_state_dict(PictureAutoencoder.from_pretrained(folder).state_dict())
        if modality is Modality.VIDEO:
            if (file := place.runs / CLIP_SCALE).is_file():
                _fill(decoder, load_file(file))
            decoder.picture.load_state_dict(model.decoders[Modality.IMAGE.value].state_dict())
        flow = place.runs / f"{modality.value}-flow" / "flow.safetensors"
        if flow.is_file():
            decoder.flow.load_state_dict(load_file(flow))
    if (file := place.runs / CHOICE).is_file():
        _fill(model, load_file(file))
    results = [place.runs / f"stage-{name}" / "result.safetensors" for name in STAGES]
    # In the order they were made: stages share tensors, and the later training has the last word.
    for file in sorted((f for f in results if f.is_file()), key=lambda f: f.stat().st_mtime):
        _fill(model, load_file(file))
    return model


def _fill(module: nn.Module, tensors: dict[str, torch.Tensor]) -> None:
    """Copies tensors by name; every given name must exist with its shape."""
    state = module.state_dict()
    for name, tensor in tensors.items():
        if name not in state or state[name].shape != tensor.shape:
            raise MissingWeights(f"{name} of an earlier run does not fit this preset; train that part again.")
        state[name].copy_(tensor)


def preparation(modality: Modality) -> Callable[[Place], None]:
    def run(place: Place) -> None:
        model = _with_results(place)
        if modality is Modality.VIDEO and not (place.runs / CLIP_SCALE).is_file():
            scale = measure_scale(model.decoders[modality.value], build_pack(PACKS[modality], "train", place.corpora))
            save_file({"token_scale": scale.contiguous()}, place.runs / CLIP_SCALE)
        prepare(modality, place.corpora, model)

    return run


def flow(modality: Modality) -> Callable[[Place], None]:
    """Three trainings in a row: reading captions, the draft, the flow. `minutes` is the budget of the last, and the
    most that the others get. Of a flow of `start_from` only the last is done, all with `reread`."""

    def run(place: Place) -> None:
        decoder = _with_results(place).decoders[modality.value].to(place.device)
        data, held = (decoder_data(place.corpora, modality, split) for split in ("train", "held"))
        out = place.runs / f"{modality.value}-flow"
        weights = data.weights(place.corpora / "concepts.json")
        begun = out / "begun.safetensors"
        if begun.is_file():
            decoder.flow.load_state_dict(load_file(begun))
        elif not place.start_from or place.reread:
            still = place.runs / "image-flow" / "flow.safetensors"
            if place.start_from and decoder.flow.draft is not None:
                decoder.flow.draft.forget()  # it knows the sounds of another corpus by heart
            elif modality is Modality.VIDEO and still.is_file():
                # Clips show the concepts that pictures show: all but the token layout carries over.
                ours, theirs = decoder.flow.state_dict(), load_file(still)
                _fill(decoder.flow, {n: t for n, t in theirs.items() if n in ours and ours[n].shape == t.shape})
            else:
                use_text_statistics(decoder.flow, data)
            longest = float("inf") if place.minutes is None else place.minutes
            recipe = Recipe(minutes=min(3, longest), lr=2e-3, ema=0.99, warmup_steps=50)
            train(TextConditionTask(decoder.flow, data, held), recipe, out / "condition")
            recipe = Recipe(minutes=min(2.5, longest), lr=1.5e-3, ema=0.995, warmup_steps=50)
            noise = DRAFT_NOISE.get(modality, CONDITION_NOISE)
            if decoder.flow.draft is not None:
                train(DraftTask(decoder.flow, data, held, weights, noise=noise), recipe, out / "draft")
            save_file({n: t.cpu().contiguous() for n, t in decoder.flow.state_dict().items()}, begun)
        task = LatentFlowTask(decoder, data, held, write_sheet, 48, weights=weights)
        recipe = Recipe(minutes=45, lr=1e-3, ema=0.998, warmup_steps=200, weight_decay=0.0, beta2=0.98)
        train(task, _budget(place, recipe), out)
        save_file({n: t.cpu().contiguous() for n, t in decoder.flow.state_dict().items()}, out / "flow.safetensors")

    return run


def choice(place: Place) -> None:
    """The readers of conditions, by which encoders choose among candidates."""
    model = _with_results(place)
    if not model.condition_readers:
        raise MissingWeights("this configuration has nothing to choose with; set `candidates` of its decoders to 1.")
    state: dict[str, torch.Tensor] = {}
    for name, reader in model.condition_readers.items():
        flow, modality = model.decoders[name].flow, Modality(name)
        try:
            data = {split: decoder_data(place.corpora, modality, split) for split in ("train", "held")}
        except MissingWeights as missing:
            if not place.start_from:
                raise
            print(f"the reader of {name} conditions stays as it is: {missing}")
            continue
        targets_of = _targets(modality, place.corpora)
        targets = {split: targets_of(split, rows) for split, rows in data.items()}
        conditions = {split: read_conditions(flow, rows) for split, rows in data.items()}
        task = ConditionReaderTask(reader, conditions, targets)
        recipe = Recipe(minutes=2, lr=2e-3, ema=0.99, warmup_steps=20)
        train(task, _budget(place, recipe), place.runs / f"choice-{name}")
        state |= {f"condition_readers.{name}.{n}": t.contiguous() for n, t in reader.state_dict().items()}
    save_file(state, place.runs / CHOICE)


def _targets(modality: Modality, corpora: Path) -> Callable[[str, LatentData], dict[str, torch.Tensor]]:
    """A function from a split and its rows to what the reader of `modality` is to say of them."""
    if modality is Modality.IMAGE:
        concepts = [concept.concept for concept in load_concepts(corpora / "concepts.json")]
        return lambda split, rows: picture_targets(corpora, split, rows, concepts)
    sounds = Sounds(corpora / "sounds", corpora / "packs" / "hearing" / "mel.npy")
    return lambda split, rows: sound_targets(sounds, split)


def stage(name: str) -> Callable[[Place], None]:
    def run(place: Place) -> None:
        from nextgpt_core.training.sources import stored_latents, stored_sources

        model = _with_results(place).to(place.device)
        row = STAGES[name]
        if row.reads == "spans":
            task = SpanTask(model, stored_latents(place.corpora, model))
        else:
            task = StageTask(model, row, stored_sources(place.corpora, row, model))
        out = place.runs / f"stage-{name}"
        recipe = Recipe(minutes=20, lr=row.lr, ema=0.98, warmup_steps=20, weight_decay=0.0, report_every=10)
        train(task, _budget(place, recipe), out)
        state = model.state_dict()
        save_file({n: state[n].cpu().contiguous() for n in trainable_names(model, row)}, out / "result.safetensors")

    return run


def assemble(place: Place) -> None:
    save_checkpoint(_with_results(place), place.runs / "assembled")


RUNS: dict[str, Callable[[Place], None]] = {
    "picture-autoencoder": picture_autoencoder,
    "sound-codec": sound_codec,
    "picture-detail": picture_detail,
    "sound-detail": sound_detail,
    **{f"prepare-{PACKS[m]}": preparation(m) for m in MEDIA},
    **{m.value: flow(m) for m in MEDIA},
    "choice": choice,
    **{name: stage(name) for name in STAGES},
    "assemble": assemble,
}
