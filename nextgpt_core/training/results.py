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
from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder
from nextgpt_core.decoders.sound_codec import SoundCodec
from nextgpt_core.errors import MissingWeights
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config
from nextgpt_core.training.stages import STAGES

AUTOENCODER = {
    Modality.IMAGE: "picture-autoencoder",
    Modality.AUDIO: "sound-codec",
    Modality.VIDEO: "picture-autoencoder",
}

CLIP_SCALE = "clip-token-scale.safetensors"
MOVEMENT = "movement.safetensors"
LAYERS = "layers.safetensors"
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


def with_results(place: Place, *wanted: str) -> NextGPTModel:
    """The preset's model, or that of `start_from`, with every result found under `runs`, in the order the runs are
    made."""
    if place.start_from:
        model = load_checkpoint(place.start_from)
    else:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            model = NextGPTModel.from_config(preset_config(place.preset))
        load_pretrained_backbones(model)
    model = _with_parts(model, place, wanted)
    for modality in MEDIA:
        file = place.runs / "encoders" / f"{modality.value}.safetensors"
        encoder = model.encoders[modality.value]
        if file.is_file():
            fill(encoder, load_file(file))
        elif modality is Modality.VIDEO:  # what a frame shows is read as in pictures; only the motion head is its own
            encoder.sight.load_state_dict(model.encoders[Modality.IMAGE.value].sight.state_dict())
        decoder, folder = model.decoders[modality.value], place.runs / AUTOENCODER[modality] / "model"
        if folder.is_dir():
            if modality is Modality.AUDIO:
                decoder.codec.load_state_dict(SoundCodec.from_pretrained(folder).state_dict())
            else:
                decoder.autoencoder.load_state_dict(PictureAutoencoder.from_pretrained(folder).state_dict())
        if modality is Modality.IMAGE and (file := place.runs / LAYERS).is_file():
            fill(decoder, load_file(file))
        if modality is Modality.VIDEO:
            if (file := place.runs / CLIP_SCALE).is_file():
                fill(decoder, load_file(file))
            decoder.picture.load_state_dict(model.decoders[Modality.IMAGE.value].state_dict())
        flow = place.runs / f"{modality.value}-flow" / "flow.safetensors"
        if flow.is_file():
            decoder.flow.load_state_dict(load_file(flow))
        if modality is Modality.VIDEO and (file := place.runs / MOVEMENT).is_file():
            fill(decoder, load_file(file))
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


PARTS = {"layers": (Modality.IMAGE, LAYERS), "mover": (Modality.VIDEO, MOVEMENT)}
"""Parts that decoders came to have: whose they are, and the result that holds them."""


def _with_parts(model: NextGPTModel, place: Place, wanted: tuple[str, ...]) -> NextGPTModel:
    """A checkpoint from before pictures had layers and clips had movers gets them where they were trained or are
    `wanted`; what reads or writes the conditions of pictures then starts anew where its shape differs."""
    preset, rows = preset_config(place.preset).decoders, dict(model.config.decoders)
    for part, (modality, result) in PARTS.items():
        settings = dict(rows[modality].settings)
        if settings.get(part) is None and (part in wanted or (place.runs / result).is_file()):
            settings[part] = preset[modality].settings[part]
        rows[modality] = replace(rows[modality], settings=settings)
    clip = dict(rows[Modality.VIDEO].settings)
    clip["picture"] = rows[Modality.IMAGE].settings
    rows[Modality.VIDEO] = replace(rows[Modality.VIDEO], settings=clip)
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
