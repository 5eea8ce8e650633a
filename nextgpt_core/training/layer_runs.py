"""The training runs of what takes captions apart, of pictures and of sounds, and of the flows under what it reads."""

from __future__ import annotations

from collections.abc import Callable

import torch
from safetensors.torch import save_file
from torch import Tensor

from nextgpt_core.data.layers import background_caption
from nextgpt_core.data.packs import build_pack
from nextgpt_core.decoders.base import FlowDecoder
from nextgpt_core.decoders.things_reader import ThingsReader
from nextgpt_core.media import Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.training.contact_sheets import write_sheet
from nextgpt_core.training.decoder_data import LatentData, write_latents, write_text_states
from nextgpt_core.training.latent_flow import LatentFlowTask
from nextgpt_core.training.layer_reader import BACKGROUNDS, LayerReaderTask
from nextgpt_core.training.loop import Recipe, train
from nextgpt_core.training.matte import MatteTask, matte_data
from nextgpt_core.training.preparation import decoder_data
from nextgpt_core.training.results import LAYERS, SOURCES, Place, with_results
from nextgpt_core.training.source_reader import SourceReaderTask
from nextgpt_core.training.things_reader import asked_in_captions, in_batches

ALONE = {Modality.IMAGE: "layers", Modality.AUDIO: "reader"}
"""The part of a decoder by which it makes one thing at a time."""
ASKED = {Modality.IMAGE: "asked", Modality.AUDIO: "asked-sounds"}
"""Packs of what captions ask for."""
BATCH_SIZE = {Modality.IMAGE: 128, Modality.AUDIO: 64}
NUM_MATTES = {"train": 2_500, "held": 96}


def asked_pack(model: NextGPTModel, part: str, place: Place) -> dict[str, LatentData]:
    """A pack of captions and of arrays that say what they ask for, by split."""
    packs = {split: build_pack(part, split, place.corpora) for split in ("train", "held")}
    for pack in packs.values():
        write_text_states(pack, model.llm.text_states)
        write_latents(pack, torch.from_numpy)
    return {split: LatentData(pack.folder) for split, pack in packs.items()}


def _begun(reader: ThingsReader, decoder: FlowDecoder) -> None:
    """The layout is read as the flow reads captions, to begin with."""
    own, known = reader.layout.state_dict(), decoder.flow.condition.state_dict()
    reader.layout.load_state_dict({n: known[n] if known[n].shape == own[n].shape else own[n] for n in own})


def _bank(model: NextGPTModel, decoder: FlowDecoder, captions: list[str]) -> dict[str, Tensor]:
    """Captions -> their conditions, as the flow reads them."""
    conditions = in_batches(captions, lambda chunk: decoder.flow.condition(*model.llm.text_states(chunk)))
    return dict(zip(captions, conditions, strict=True))


def _things(data: dict[str, LatentData]) -> list[str]:
    return sorted({thing for rows in data.values() for row in rows.rows for thing in row["things"]})


def _reader_recipe(place: Place) -> Recipe:
    longest = float("inf") if place.minutes is None else place.minutes
    return Recipe(minutes=min(8, longest), lr=1e-3, ema=0.995, warmup_steps=50, weight_decay=1e-3)


def layers(place: Place) -> None:
    """Two trainings: what the layers of a caption are and where they go, and which pixels of a thing are the thing.
    `minutes` is the budget of the second, and the most that the first gets."""
    decoder = _read_layers(place, _reader_recipe(place))
    mattes = {split: matte_data(decoder, place.corpora, split, count) for split, count in NUM_MATTES.items()}
    recipe = Recipe(minutes=15, lr=2e-3, ema=0.995, warmup_steps=50, weight_decay=1e-4)
    task = MatteTask(decoder.layers.matte, mattes["train"], mattes["held"])
    train(task, place.budgeted(recipe), place.runs / "layers" / "matte")
    _save(decoder, "layers.", place.runs / LAYERS)


def layer_reader(place: Place) -> None:
    """The first of both alone, which goes on from the reader that is there."""
    recipe = place.budgeted(_reader_recipe(place))
    _save(_read_layers(place, recipe, anew=False), "layers.", place.runs / LAYERS)


def _read_layers(place: Place, recipe: Recipe, anew: bool = True) -> FlowDecoder:
    model = with_results(place, Modality.IMAGE)
    decoder = model.decoders[Modality.IMAGE.value]
    reader = decoder.layers.reader
    data = asked_pack(model, ASKED[Modality.IMAGE], place)
    decoder.flow.requires_grad_(False)
    if anew:
        _begun(reader, decoder)
    bank = _bank(model, decoder, _things(data))
    reader.backgrounds.copy_(
        torch.stack(list(_bank(model, decoder, list(map(background_caption, BACKGROUNDS))).values()))
    )
    task = LayerReaderTask(decoder, bank, data["train"], data["held"])
    train(task, recipe, place.runs / "layers" / "reader")
    return decoder


def sources(place: Place) -> None:
    """What the sources of a sound's caption are, and how each is played."""
    model = with_results(place, Modality.AUDIO)
    decoder = model.decoders[Modality.AUDIO.value]
    data = asked_pack(model, ASKED[Modality.AUDIO], place)
    decoder.flow.requires_grad_(False)
    _begun(decoder.reader, decoder)
    task = SourceReaderTask(decoder, _bank(model, decoder, _things(data)), data["train"], data["held"])
    train(task, _reader_recipe(place), place.runs / "sources")
    _save(decoder, "reader.", place.runs / SOURCES)


def _save(decoder: FlowDecoder, prefix: str, file) -> None:
    state = decoder.state_dict()
    save_file({name: tensor.contiguous() for name, tensor in state.items() if name.startswith(prefix)}, file)


def under_captions(modality: Modality) -> Callable[[Place], None]:
    """The flow further, under conditions as they are read off whole captions."""

    def run(place: Place) -> None:
        model = with_results(place)
        decoder = model.decoders[modality.value].to(place.device)
        data, held = (decoder_data(place.corpora, modality, split) for split in ("train", "held"))
        asked = asked_pack(model, ASKED[modality], place)["train"]
        others = asked_in_captions(decoder, decoder.reader, asked, data)
        weights = data.weights(place.corpora / "concepts.json")
        size = BATCH_SIZE[modality]
        task = LatentFlowTask(decoder, data, held, write_sheet, size, weights=weights, others=others)
        recipe = Recipe(minutes=45, lr=6e-4, ema=0.998, warmup_steps=100, weight_decay=0.0, beta2=0.98)
        train(task, place.budgeted(recipe), place.runs / f"{modality.value}-layers")
        state = {n: t.cpu().contiguous() for n, t in decoder.flow.state_dict().items()}
        (place.runs / f"{modality.value}-flow").mkdir(exist_ok=True)
        save_file(state, place.runs / f"{modality.value}-flow" / "flow.safetensors")

    return run
