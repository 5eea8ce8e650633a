"""Where the results of training runs lie, and the model that holds all of them.

Every run starts from that model and leaves its own result beside the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from nextgpt_core.checkpoint import load_checkpoint, load_pretrained_backbones
from nextgpt_core.errors import MissingWeights
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config
from nextgpt_core.training.loop import Recipe
from nextgpt_core.training.stages import STAGES, Stage
from nextgpt_core.training.wider_adapters import widened

AUTOENCODER = {Modality.IMAGE: ("picture-autoencoder", "autoencoder"), Modality.AUDIO: ("sound-codec", "codec")}
"""The run that leaves it, and its name in the decoder."""

MOVEMENT = "movement.safetensors"
LAYERS = "layers.safetensors"
SOURCES = "sources.safetensors"
TAKEN_APART = {Modality.IMAGE: LAYERS, Modality.AUDIO: SOURCES}
DECODER_RESULTS = {**TAKEN_APART, Modality.VIDEO: MOVEMENT}
CHOICE = "choice.safetensors"


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
    freeze: tuple[str, ...] = ()
    """Prefixes of parameter names that a stage leaves as they are, e.g. "input_projections.": what enters at the first
    layer costs a pass back through all of them."""
    hold: float = 0.0
    """Of stage 3, how much it is held to what the checkpoint it starts from says."""
    anew: tuple[str, ...] = ()
    """Kinds of conversations that `hold` leaves alone."""
    restore: tuple[str, ...] = ()
    """Facts of sounds (restored_words.py) whose words are given back as they are before a stage begins."""
    lora_rank: int | None = None
    """With `start_from`: the rank to which its adapters grow."""

    def started(self) -> NextGPTModel:
        """The model of `start_from`, with adapters as wide as this call wants them."""
        model = load_checkpoint(self.start_from)
        return model if self.lora_rank is None else widened(model, self.lora_rank)

    def stage(self, name: str) -> Stage:
        """The row of STAGES, with what this call freezes and holds."""
        return replace(STAGES[name], frozen=self.freeze, hold=self.hold, anew=self.anew)

    def stage_recipe(self, stage: Stage) -> Recipe:
        return self.budgeted(
            Recipe(minutes=20, lr=stage.lr, ema=0.99, warmup_steps=20, weight_decay=0.0, report_every=10)
        )

    def budgeted(self, recipe: Recipe) -> Recipe:
        """`recipe` with the budget and the learning rate of this call, where it has any."""
        changes = {"minutes": self.minutes, "lr": self.lr}
        return replace(recipe, **{name: value for name, value in changes.items() if value is not None})


def with_results(place: Place, layers: Modality | None = None) -> NextGPTModel:
    """The preset's model, or that of `start_from`, with every result found under `runs`, in the order the runs are
    made; what it makes of the modality `layers` has them in any case."""
    if place.start_from:
        model = place.started()
    else:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            model = NextGPTModel.from_config(preset_config(place.preset))
        load_pretrained_backbones(model)
    model = _with_layers(model, place, layers)
    for modality in MEDIA:
        file = place.runs / "encoders" / f"{modality.value}.safetensors"
        encoder = model.encoders[modality.value]
        if file.is_file():
            fill(encoder, load_file(file))
        elif modality is Modality.VIDEO:  # what a frame shows is read as in pictures; only the motion head is its own
            encoder.sight.load_state_dict(model.encoders[Modality.IMAGE.value].sight.state_dict())
        decoder = model.decoders[modality.value]
        if modality is Modality.VIDEO:
            decoder.picture.load_state_dict(model.decoders[Modality.IMAGE.value].state_dict())
        elif (folder := place.runs / AUTOENCODER[modality][0] / "model").is_dir():
            own = getattr(decoder, AUTOENCODER[modality][1])
            own.load_state_dict(type(own).from_pretrained(folder).state_dict())
        if modality in DECODER_RESULTS and (file := place.runs / DECODER_RESULTS[modality]).is_file():
            fill(decoder, load_file(file))
        flow = place.runs / f"{modality.value}-flow" / "flow.safetensors"
        if flow.is_file():
            decoder.flow.load_state_dict(load_file(flow))
    if (file := place.runs / CHOICE).is_file():
        fill(model, load_file(file))
    fill_stages(model, place)
    return model


def fill_stages(model: NextGPTModel, place: Place) -> None:
    """Puts in what the three stages have learned so far."""
    results = [place.runs / f"stage-{name}" / "result.safetensors" for name in STAGES]
    # In the order they were made: stages share tensors, and the later training has the last word.
    for file in sorted((f for f in results if f.is_file()), key=lambda f: f.stat().st_mtime):
        fill(model, load_file(file))


def _with_layers(model: NextGPTModel, place: Place, wanted: Modality | None) -> NextGPTModel:
    """A checkpoint without layers of pictures or of sounds gets them where they were trained or are `wanted`; what
    reads or writes their conditions then starts anew where its shape differs."""
    preset, rows = preset_config(place.preset).decoders, dict(model.config.decoders)
    for modality, result in TAKEN_APART.items():
        row = rows[modality]
        if row.settings.get("layers") is None and (modality is wanted or (place.runs / result).is_file()):
            rows[modality] = replace(row, settings={**row.settings, "layers": preset[modality].settings["layers"]})
    clip = rows[Modality.VIDEO]
    rows[Modality.VIDEO] = replace(clip, settings={**clip.settings, "picture": rows[Modality.IMAGE].settings})
    if rows == model.config.decoders:
        return model
    grown = NextGPTModel(replace(model.config, decoders=rows), model.llm)
    state, known = grown.state_dict(), model.state_dict()
    fill(grown, {n: t for n, t in known.items() if n in state and state[n].shape == t.shape})
    return grown


def fill(module: nn.Module, tensors: dict[str, torch.Tensor]) -> None:
    """Copies tensors by name; every given name must exist with its shape."""
    state = module.state_dict()
    for name, tensor in tensors.items():
        if name not in state or state[name].shape != tensor.shape:
            raise MissingWeights(f"{name} of an earlier run does not fit this preset; train that part again.")
        state[name].copy_(tensor)
