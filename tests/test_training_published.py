"""Presets of published parts through the training command at toy size: features, three stages, assembly, a reply."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import NOISE, noise_picture, quick
from test_conversations import corpora  # noqa: F401

from nextgpt_core import Conversation, NextGPT, presets
from nextgpt_core.checkpoint import read_tensors
from nextgpt_core.conversation import prompt_pieces
from nextgpt_core.data.packs import Pack
from nextgpt_core.errors import BadInput, MissingWeights
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets_omni import omni_encoders_toy, omni_toy
from nextgpt_core.presets_paper import paper_toy
from nextgpt_core.training import published, runs
from nextgpt_core.training.dialogs import IGNORE, SOFT, build_example
from nextgpt_core.training.medium_latents import FILE, MediumLatents, write_medium_latents
from nextgpt_core.training.preparation import PACKS
from nextgpt_core.training.spans import SpanTask
from nextgpt_core.training.stages import STAGES, trainable_names, wanted_conditions

TOYS = {"paper": paper_toy, "omni-encoders": omni_encoders_toy, "omni": omni_toy}
SHAPES = {"pictures": ((40, 40, 3), np.uint8), "sounds": ((16_000,), np.int16), "clips": ((4, 32, 32, 3), np.uint8)}
TRAINED = {"paper": "123", "omni-encoders": "123", "omni": "23"}
DENOISED = {"paper": MEDIA, "omni-encoders": (), "omni": ()}
"""What is made by decoders whose own loss stage 2 has."""


@pytest.fixture(scope="module")
def material(corpora):  # noqa: F811
    """The small corpus of conversations with media beside its rows."""
    torch.set_num_threads(1)
    for part, (shape, dtype) in SHAPES.items():
        for split in ("train", "held"):
            folder = corpora / "packs" / part / split
            count = len((folder / "rows.jsonl").read_text().splitlines())
            media = np.random.default_rng(0).integers(0, 255, (count, *shape)).astype(dtype)
            np.save(folder / "media.npy", media)
    return corpora


@pytest.fixture
def place(material, tmp_path, monkeypatch, request):
    """Every training ends after eight steps."""
    for name in ("features.npy", FILE):
        for path in material.glob(f"packs/*/*/{name}"):
            path.unlink()
    monkeypatch.setattr(presets, "PRESETS", {**presets.PRESETS, **TOYS})
    plain = published.train

    def measured(task):
        """The mean loss of a few batches, the same each call, and the names of their terms. Of one batch it would not
        do: plain talk, held to what the model says already, begins at no loss at all."""
        getattr(task, "waiting", {}).clear()
        generator = torch.Generator().manual_seed(1)
        with torch.no_grad():
            found = [task.loss(generator) for _ in range(6)]
        return sum(float(total) for total, _ in found) / len(found), set().union(*(numbers for _, numbers in found))

    def short(task, recipe, folder):
        begun, terms[folder.name] = measured(task)
        plain(task, replace(recipe, max_steps=8, warmup_steps=1, ema=0.0, lr=5e-3), folder, lambda line: None)
        losses[folder.name] = begun, measured(task)[0]

    losses: dict[str, tuple[float, float]] = {}
    terms: dict[str, set[str]] = {}
    monkeypatch.setattr(published, "train", short)
    request.node.losses, request.node.terms = losses, terms
    return runs.Place(request.node.callspec.params["name"], material, tmp_path / "runs", minutes=1.0)


@pytest.mark.parametrize("name", TOYS)
def test_the_stages_run_from_packs_to_a_checkpoint_that_answers(name, place, request, capsys):
    for part in SHAPES:
        published.run(f"prepare-{part}", place)
    before = dict(published.with_results(place).named_parameters())
    for stage in TRAINED[name]:
        published.run(stage, place)
    assert set(request.node.losses) == {f"stage-{stage}" for stage in TRAINED[name]}
    assert all(last < first for first, last in request.node.losses.values()), request.node.losses
    told = [line for line in capsys.readouterr().out.splitlines() if "no denoising loss" in line]
    assert len(told) == len(MEDIA) - len(DENOISED[name]) and all("captions alone" in line for line in told)
    assert {f"align_{m}" for m in MEDIA} | {f"denoise_{m}" for m in DENOISED[name]} == request.node.terms["stage-2"]
    published.run("assemble", place)
    model = published.with_results(place)
    trained = {n for stage in TRAINED[name] for n in trainable_names(model, STAGES[stage])}
    moved = {n for n, p in model.named_parameters() if not torch.equal(p, before[n])}
    parts = {"output_projections", "llm"} | ({"input_projections"} if "1" in TRAINED[name] else set())
    assert moved <= trained and {n.split(".")[0] for n in moved} == parts
    assert any(".lora_" in n for n in moved)
    scaled = {m for m in MEDIA if float(model.decoders[m.value].condition_scale) != 1}
    assert scaled == (set() if name == "paper" else set(MEDIA)), "released projections know no scale but the pipeline's"
    bot = NextGPT.from_checkpoint(place.runs / "assembled")
    asked = Conversation().say("Show me", *(NOISE[m](1) for m in MEDIA))
    made = bot.reply(asked, quick(modalities=frozenset(MEDIA), condition_from="signal")).parts
    assert {part.modality for part in made} >= set(MEDIA)


@pytest.mark.parametrize("name", ["paper"])
def test_a_checkpoint_is_trained_further_whatever_the_preset(name, place, request, tmp_path):
    """What lies in the folder says what can be trained, so that `--preset` may be left out."""
    folder = NextGPT(NextGPTModel.from_config(TOYS[name]())).save(tmp_path / "mine")
    further = replace(place, preset="nano", start_from=folder)
    with pytest.raises(MissingWeights, match=r"medium-latents.safetensors is not there.*prepare-pictures"):
        published.run("2", further)
    for part in SHAPES:
        published.run(f"prepare-{part}", further)
    published.run("2", further)
    first, last = request.node.losses["stage-2"]
    assert last < first
    published.run("assemble", further)
    before, after = read_tensors(folder), read_tensors(place.runs / "assembled")
    moved = {n.split(".")[0] for n in before if not torch.equal(before[n], after[n])}
    assert before.keys() == after.keys() and moved == {"output_projections"}
    with pytest.raises(BadInput, match="stable-diffusion, audioldm, zeroscope"):
        published.run("image", further)


def test_the_denoising_loss_alone_teaches_every_projection(material, monkeypatch):
    """The distance to captions left out; networks stay as they are."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model = NextGPTModel.from_config(paper_toy())
    for modality in MEDIA:
        for path in material.glob(f"packs/{PACKS[modality]}/*/{FILE}"):
            path.unlink()
        pack = Pack(material / "packs" / PACKS[modality] / "train")
        write_medium_latents(pack, model.decoders[modality], model.config.decoders[modality], 2, lambda line: None)
    latents = published.stored_latents(material, model)
    assert [len(latents[m]["train"].captions) for m in MEDIA] == [2] * len(MEDIA)
    captions = {m: published.stored_captions(material, m) for m in MEDIA}
    task = SpanTask(model, latents, captions, batch_size=4, log=lambda line: None)
    assert all(
        task.latents[m]["train"].captions[-1] == Pack(material / "packs" / PACKS[m] / "train").captions[-1]
        for m in MEDIA
    ), "first and last row of a pack: they lie evenly over it"
    monkeypatch.setattr(task, "stage", replace(task.stage, align=0.0, denoise=1.0))
    learned = task.trainable()
    for parameter in learned.values():
        parameter.requires_grad_(True)
    networks = {m: model.decoders[m].pipeline.unet for m in MEDIA}
    before = {m: [p.clone() for p in network.parameters()] for m, network in networks.items()}
    optimizer, seen = torch.optim.Adam(learned.values(), lr=3e-3), []
    for _ in range(8):
        total, numbers = task.loss(torch.Generator().manual_seed(3))
        optimizer.zero_grad()
        total.backward()
        reached = {name.split(".")[1] for name, p in learned.items() if p.grad is not None and p.grad.abs().max() > 0}
        assert reached == set(MEDIA)
        optimizer.step()
        seen.append([numbers[f"denoise_{m}"] for m in MEDIA])
    assert all(last < first for first, last in zip(seen[0], seen[-1], strict=True)), seen
    for m, network in networks.items():
        assert all(
            torch.equal(old, new) and new.grad is None for old, new in zip(before[m], network.parameters(), strict=True)
        )


@pytest.mark.parametrize("name", ["paper"])
def test_latents_of_another_decoder_are_refused(name, place):
    model = published.with_results(place)
    config, folder = model.config.decoders[Modality.IMAGE], place.corpora / "packs" / "pictures" / "train"
    write_medium_latents(Pack(folder), model.decoders["image"], config, 2, lambda line: None)
    assert MediumLatents(folder, replace(config, num_steps=9)).latents.dtype == torch.float16
    larger = replace(config, settings=config.settings | {"size_px": 32})
    with pytest.raises(MissingWeights, match=r"another decoder.*size_px.: 16.*size_px.: 32.*prepare-pictures"):
        MediumLatents(folder, larger)


SEE = {"see": "image", "part": "pictures", "row": 0}
TALK = {
    "turns": [
        {"role": "user", "content": [{"text": "What is this?"}, SEE]},
        {"role": "assistant", "content": [{"text": "A cat."}]},
        {"role": "user", "content": [{"text": "Draw it."}]},
        {"role": "assistant", "content": [{"text": "Here:"}, {"make": "image", "caption": "a cat"}, {"text": "Good?"}]},
        {"role": "user", "content": [{"text": "Yes"}]},
        {"role": "assistant", "content": [{"text": "Fine."}]},
    ]
}  # fmt: skip
WHAT_IS_LEARNED = {
    "paper": "Here: a cat[IMG0]Good?\n###",
    "omni-encoders": "A cat.<|im_end|>Here:<make_image>a cat<Good?<|im_end|>Fine.<|im_end|>",
}


@pytest.mark.parametrize("name", WHAT_IS_LEARNED)
def test_training_sees_the_prompt_of_inference(name):
    """What comes before the first learned token is what a person's conversation becomes, instructions included."""
    bot = NextGPT(NextGPTModel.from_config(TOYS[name]()))
    model, config = bot.model, bot.config
    example = build_example(model, TALK, {m: config.encoders[m].num_features for m in MEDIA})
    talk = Conversation().say("What is this?", noise_picture(1))
    if name == "paper":  # whose prompts do not grow out of each other: the turn that makes something is learned
        talk = talk.say("A cat.", role="assistant").say("Draw it.")
    talk = replace(talk, system_prompt=bot._system_prompt(talk, quick(modalities=None)))
    prompt = model.prompt(prompt_pieces(talk, "", MEDIA, MEDIA, model.llm.prompt_form), model.features)
    asked = [SOFT if isinstance(key, tuple) else key for key in prompt.keys]
    assert example.ids[: len(asked)] == asked and example.labels[: len(asked)] == [IGNORE] * len(asked)
    assert example.labels[len(asked)] == example.ids[len(asked)], "and goes on with the answer"
    signals, learned = model.signals, [i for i in example.labels if i != IGNORE]
    spelled = "".join(signals.name(i) if signals.is_new(i) else model.llm.tokenizer.decode([i]) for i in learned)
    assert spelled == WHAT_IS_LEARNED[name]
    assert [(span.modality, span.caption) for span in example.spans] == [(Modality.IMAGE, "a cat")]


@pytest.mark.parametrize("name", ["omni-encoders"])
def test_what_does_not_fit_is_refused_with_the_cure(name, place):
    with pytest.raises(BadInput, match="z-image, stable-audio, wan, which stay as they were published.*1, 2, 3"):
        published.run("image", place)
    with pytest.raises(MissingWeights, match="prepare-pictures"):
        published.run("1", place)
    for part in SHAPES:
        published.run(f"prepare-{part}", place)
    with pytest.raises(MissingWeights, match=r"other encoders: \(4, 16\) instead of \(1, 24\).*Delete it"):
        published.run("1", replace(place, preset="paper"))
    with pytest.raises(BadInput, match="reads media by itself.*omni-encoders"):
        published.run("1", replace(place, preset="omni"))


def test_a_long_caption_teaches_as_many_rows_as_projections_make():
    model = NextGPTModel.from_config(omni_encoders_toy())
    long = "a red fox in snow, " * 9
    rows = model.decoders["video"].condition_shape[0]
    assert model.caption_condition(Modality.VIDEO, [long]).shape[1] > rows
    assert wanted_conditions(model, Modality.VIDEO, [long]).shape[1] == rows
