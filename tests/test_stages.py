"""The three stages on the tiny model: exactly what trains, what is learned, what is read, and that losses fall."""

import random
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from conftest import NOISE, new_bot

from nextgpt_core.conversation import Conversation, prompt_pieces
from nextgpt_core.errors import BadInput
from nextgpt_core.media import MEDIA, Modality, Text
from nextgpt_core.training import loop
from nextgpt_core.training.decoder_data import LatentData, write_text_states
from nextgpt_core.training.dialogs import (
    BESIDE_WEIGHT,
    IGNORE,
    MADE_WEIGHT,
    PLAN_WEIGHT,
    SOFT,
    StoredMedium,
    build_example,
    collate,
    embed_batch,
    span_states,
    to_turns,
)
from nextgpt_core.training.loop import Recipe, train
from nextgpt_core.training.preparation import DECODER_PACKS
from nextgpt_core.training.spans import SpanTask
from nextgpt_core.training.stages import STAGES, Sources, StageTask, trainable_names

INPUT = [f"input_projections.{m}.project.{p}" for m in MEDIA for p in ("weight", "bias")]
WEIGHTED = ("read.0", "read.1", "layers.0.self_attn.out_proj", "layers.0.multihead_attn.out_proj", "layers.0.linear1",
            "layers.0.linear2", "layers.0.norm1", "layers.0.norm2", "layers.0.norm3", "write.0")  # fmt: skip
OUTPUT = [
    f"output_projections.{m}.{name}"
    for m in MEDIA
    for name in (
        "queries",
        *(f"layers.0.{a}.in_proj_{p}" for a in ("self_attn", "multihead_attn") for p in ("weight", "bias")),
        *(f"{layer}.{p}" for layer in WEIGHTED for p in ("weight", "bias")),
    )
]
LORA = [
    f"llm.model.base_model.model.model.layers.{layer}.{block}.{target}.lora_{side}.default.weight"
    for layer in (1, 2)
    for block, targets in (("self_attn", "qkvo"), ("mlp", ("gate", "up", "down")))
    for target in (f"{t}_proj" for t in targets)
    for side in "AB"
]
TRAINS = {
    "1": INPUT,
    "2": OUTPUT,
    "3": [*INPUT, *OUTPUT, "llm.signal_in", "llm.signal_out", *LORA],
}

SEE = {"see": "image", "part": "pictures", "row": 3}
TALK = {
    "turns": [
        {"role": "user", "content": [{"text": "What is this?"}, SEE, {"see": "audio", "part": "sounds", "row": 1}]},
        {"role": "assistant", "content": [{"text": "A cat, and here it is:"}, {"make": "image", "caption": "a cat"},
                                          {"make": "video", "caption": "a cat running"}]},
        {"role": "user", "content": [{"text": "Now its sound."}]},
        {"role": "assistant", "content": [{"make": "audio", "caption": "a meowing cat"}, {"text": "Good?"}]},
        {"role": "user", "content": [{"see": "video", "part": "clips", "row": 0}, {"text": "And this?"}]},
        {"role": "assistant", "content": [{"text": "A dog."}]},
    ]
}  # fmt: skip


@pytest.fixture(scope="module")
def model(tiny_bot):
    """For reading only: tests that train build their own."""
    return tiny_bot.model


def stored_features(model):
    def features(medium: StoredMedium):
        config = model.config.encoders[medium.modality]
        generator = torch.Generator().manual_seed(medium.row)
        return torch.randn(config.num_features, config.dim, generator=generator) * 0.1

    return features


def num_soft(model):
    return {m: model.config.encoders[m].num_features for m in MEDIA}


@pytest.fixture(scope="module")
def latents(model, tmp_path_factory):
    """Four rows of what each flow learns to make, as preparation writes them."""
    from nextgpt_core.data.packs import Pack

    tables = {}
    for m in DECODER_PACKS:
        folder = tmp_path_factory.mktemp(f"pack-{m}")
        (folder / "rows.jsonl").write_text("".join(f'{{"caption": "{m} number {n}"}}\n' for n in range(4)))
        write_text_states(Pack(folder), model.llm.text_states, log=lambda line: None)
        flow = model.decoders[m.value].flow
        shape = (4, flow.num_tokens, flow.config.channels)
        np.save(folder / "latents.npy", np.random.default_rng(0).normal(size=shape).astype(np.float16))
        data = LatentData(folder)
        tables[m] = {"train": data, "held": data}
    return tables


def task_of(model, stage, latents, dialog=TALK, batch_size=4):
    if stage == "2":
        told = {
            Modality.IMAGE: ["two cats on a red background"],
            Modality.VIDEO: [f"video number {n}" for n in range(4)],
        }
        captions = {m: dict.fromkeys(("train", "held"), those) for m, those in told.items()}
        return SpanTask(model, latents, captions, 4, batch_size, denoise_rows=2, log=lambda line: None)
    sources = Sources(lambda rng, split: dialog, stored_features(model))
    return StageTask(model, STAGES[stage], sources, batch_size=batch_size)


def measured(task, seed):
    """The loss of one batch, the same noise and times each call."""
    if isinstance(task, SpanTask):
        return float(task.loss(torch.Generator().manual_seed(seed))[0])
    task.waiting.clear()
    return float(task._losses(random.Random(seed), "train")[0])


@pytest.mark.parametrize("stage", STAGES)
def test_exactly_these_parameters_train(model, latents, stage):
    names = trainable_names(model, STAGES[stage])
    assert sorted(names) == sorted(TRAINS[stage])
    assert len(names) == {"1": 6, "2": 3 * 25, "3": 6 + 3 * 25 + 2 + 2 * 7 * 2}[stage]
    assert set(names) <= {name for name, _ in model.named_parameters()}


@pytest.mark.parametrize("stage", STAGES)
def test_stages_name_what_the_paper_trains(stage):
    row = STAGES[stage]
    assert row.reads == {"1": "captions", "2": "spans", "3": "conversations"}[stage]
    assert (row.text > 0) == (stage in "13")
    assert (row.align > 0) == (stage in "23") and (row.denoise > 0) == (stage == "2")


CAPTION = {"turns": [{"role": "user", "content": [SEE]}, {"role": "assistant", "content": [{"text": "a cat"}]}]}


@pytest.fixture
def twelve_steps(monkeypatch):
    ticks = iter(range(10**9))
    monkeypatch.setattr(loop, "time", SimpleNamespace(monotonic=lambda: float(next(ticks))))
    return Recipe(minutes=12 / 60, lr=5e-3, warmup_steps=1, ema=0.0, weight_decay=0.0, report_every=4)


@pytest.mark.parametrize("stage", STAGES)
def test_training_moves_what_trains_and_nothing_else(latents, twelve_steps, tmp_path, stage):
    model = new_bot().model
    # An adapter's second matrix starts at zero, so that the first would stand still for one step.
    task = task_of(model, stage, latents, CAPTION if stage == "1" else TALK, batch_size=2 if stage == "3" else 4)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    seed = 11  # the same batch, noise and times before and after
    with torch.no_grad():
        first = measured(task, seed)
    train(task, twelve_steps, tmp_path, lambda line: None)
    with torch.no_grad():
        last = measured(task, seed)
    assert last < first
    after = model.state_dict()
    moved = {name for name in before if not torch.equal(before[name], after[name])}
    unseen = ("input_projections.audio.", "input_projections.video.")
    reached = {n for n in TRAINS[stage] if not (stage == "1" and n.startswith(unseen))}
    # A bias before a softmax over keys has no effect in exact arithmetic; every other tensor must have moved.
    assert moved <= set(TRAINS[stage]) and moved == reached
    if stage == "2":
        return
    text = next((tmp_path / "samples").glob("*.txt")).read_text()
    assert "wanted" in text and ("<IMG>" in text or "<AUD>" in text or stage == "1")


def test_each_part_of_the_loss_falls_when_overfitting(latents):
    model = new_bot().model
    task = task_of(model, "3", latents, TALK, batch_size=1)
    parameters = list(task.trainable().values())
    for p in parameters:
        p.requires_grad_(True)
    optimiser, history = torch.optim.AdamW(parameters, lr=5e-3, weight_decay=0.0), []
    for _ in range(60):
        total, numbers, _ = task._losses(random.Random(0), "train")
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
        history.append(numbers)
    assert set(history[0]) == {"text", "align_image", "align_audio", "align_video"}
    assert all(history[-1][key] < 0.9 * history[0][key] for key in history[0])


def test_the_second_stage_aligns_and_denoises(model, latents):
    requires = {name: p.requires_grad for name, p in model.named_parameters()}
    task = task_of(model, "2", latents, batch_size=8)
    with torch.no_grad():
        _, numbers = task.loss(torch.Generator().manual_seed(0))
        told = task.validate()
    assert set(numbers) == {f"align_{m}" for m in MEDIA} | {f"denoise_{m}" for m in DECODER_PACKS}
    assert set(told) == {f"{kind}_{m}" for kind in ("align", "cosine") for m in MEDIA}
    for m in MEDIA:
        states, mask, wanted = task.spans[m]["train"]
        assert len(states) == len(mask) == len(wanted) == 4 + (m is Modality.IMAGE) and states.shape[:2] == mask.shape
        assert int(mask[0].sum()) == len(model.span_ids(m, f"{m} number 0"))
        with torch.no_grad():
            target = model.caption_condition(m, [f"{m} number 0"])[0, : wanted.shape[1]]
        assert torch.allclose(wanted[0].float(), target, atol=0.05)
    for name, p in model.named_parameters():
        p.requires_grad_(requires[name])


def test_the_second_stage_reads_rows_of_the_whole_pack(model, latents):
    requires = {name: p.requires_grad for name, p in model.named_parameters()}
    task = SpanTask(model, {Modality.AUDIO: latents[Modality.AUDIO]}, num_rows=2, batch_size=2, log=lambda line: None)
    assert task.drawn[Modality.AUDIO].tolist() == [0, 3], "a pack may lie in order"
    with torch.no_grad():
        target = model.caption_condition(Modality.AUDIO, ["audio number 3"])[0]
    assert torch.allclose(task.spans[Modality.AUDIO]["train"][2][1].float(), target, atol=0.05)
    for name, p in model.named_parameters():
        p.requires_grad_(requires[name])


def test_validation_counts_decisions(model, latents):
    requires = {name: p.requires_grad for name, p in model.named_parameters()}
    with torch.no_grad():
        numbers = task_of(model, "3", latents, batch_size=2).validate(num_batches=2)
    assert {"text", "open", "end", "word", "false_open"} <= set(numbers)
    assert 0 <= numbers["open"] <= 1 and 0 <= numbers["word"] <= 1
    for name, p in model.named_parameters():
        p.requires_grad_(requires[name])


def test_learned_positions_are_the_answers_and_no_forced_signal(model):
    example = build_example(model, TALK, num_soft(model))
    signals, learned = model.signals, [i for i, label in enumerate(example.labels) if label != IGNORE]
    assert len(example.ids) == len(example.labels)
    assert all(example.labels[i] == example.ids[i] for i in learned)
    spelled = "".join(
        signals.name(example.ids[i]) if signals.is_new(example.ids[i]) else model.llm.tokenizer.decode([example.ids[i]])
        for i in learned
    )
    assert spelled == (
        "A cat, and here it is:<IMG> a cat[IMG0]<VID> a cat running[VID0]<|im_end|>"
        "<AUD> a meowing cat[AUD0]Good?<|im_end|>A dog.<|im_end|>"
    )
    forced = {i for m in MEDIA for i in signals.ids(m)[1:]}
    assert not forced & set(example.labels) and forced & set(example.ids)
    assert [(span.modality, span.caption) for span in example.spans] == [
        (Modality.IMAGE, "a cat"), (Modality.VIDEO, "a cat running"), (Modality.AUDIO, "a meowing cat")]  # fmt: skip
    for span in example.spans:
        ids = [example.ids[p] for p in span.positions]
        assert ids == model.span_ids(span.modality, span.caption) and ids[0] == signals.open_id(span.modality)


def test_parts_of_a_stage_can_be_left_as_they_are(model):
    left = replace(STAGES["3"], frozen=("input_projections.", "llm.signal_in"))
    gone = set(trainable_names(model, STAGES["3"])) - set(trainable_names(model, left))
    assert gone == {*INPUT, "llm.signal_in"}
    with pytest.raises(BadInput, match="input_projection_"):
        trainable_names(model, replace(left, frozen=("input_projection_",)))


def test_a_medium_weighs_more_than_the_words_beside_it(model):
    example = build_example(model, TALK, num_soft(model))
    learned = [i for i, label in enumerate(example.labels) if label != IGNORE]
    in_spans = {position for span in example.spans for position in span.positions}
    ends = {i for i in learned if example.labels[i] == model.llm.end_id}
    assert {example.weights[i] for i in learned if i in in_spans} == {MADE_WEIGHT}
    assert [example.weights[i] for i in sorted(ends)] == [MADE_WEIGHT] * 3
    words = [example.weights[i] for i in learned if i not in in_spans | ends]
    assert set(words) == {BESIDE_WEIGHT, 1.0} and words[-1] == 1.0
    batch = collate([example, example])
    assert batch.weights.shape == batch.labels.shape and batch.weights[1].tolist() == example.weights


def as_conversation(dialog, num_turns):
    """The same talk as a person's conversation: stored media become real ones."""
    turns = []
    for turn in to_turns(dialog)[:num_turns]:
        parts = []
        for part in turn.parts:
            if isinstance(part, StoredMedium):
                medium = NOISE[part.modality](part.row)
                object.__setattr__(medium, "caption", part.caption)
                parts.append(medium)
            else:
                parts.append(part)
        turns.append((turn.role, parts))
    conversation = Conversation()
    for role, parts in turns:
        conversation = conversation.say(*parts, role=role)
    return conversation


@pytest.mark.parametrize("num_turns", [1, 3, 5])
def test_training_sees_exactly_the_prompt_of_inference(model, num_turns):
    example = build_example(model, TALK, num_soft(model))
    pieces = prompt_pieces(as_conversation(TALK, num_turns), model.config.system_prompt, model.can_read, model.can_make)
    prompt = model.prompt(pieces, model.features)
    keys = [SOFT if isinstance(key, tuple) else key for key in prompt.keys]
    assert example.ids[: len(keys)] == keys
    assert example.labels[len(keys)] == example.ids[len(keys)], "and goes on with the answer"
    answer = to_turns(TALK)[num_turns].parts[0]
    first = answer.text[0] if isinstance(answer, Text) else None
    assert first is None or model.llm.tokenizer.decode([example.ids[len(keys)]]) == first


def test_batches_put_soft_tokens_in_their_places(model):
    examples = [build_example(model, dialog, num_soft(model)) for dialog in (CAPTION, TALK)]
    batch = collate(examples)
    assert batch.ids.shape == batch.labels.shape == batch.mask.shape == (2, len(examples[1].ids))
    assert batch.mask.sum(1).tolist() == [len(e.ids) for e in examples]
    assert (batch.labels[0, len(examples[0].ids) :] == IGNORE).all()
    features = stored_features(model)
    with torch.no_grad():
        embeds = embed_batch(model, batch, features)
        plain = model.llm.embed(batch.ids.clamp(min=0))
        assert torch.equal(embeds[batch.ids != SOFT], plain[batch.ids != SOFT])
        for row, example in enumerate(examples):
            for position, medium in example.soft:
                soft = model.soft_tokens(medium.modality, features(medium)[None])[0]
                assert torch.allclose(embeds[row, position : position + len(soft)], soft, atol=1e-5)
    assert int((batch.ids == SOFT).sum()) == 15 + 15 + 11 + 11


def test_span_states_are_taken_from_the_spans(model):
    batch = collate([build_example(model, dialog, num_soft(model)) for dialog in (CAPTION, TALK)])
    hidden = torch.arange(batch.ids.numel()).view(*batch.ids.shape, 1).float()
    states, mask = span_states(hidden, batch.spans[Modality.AUDIO])
    ((row, span),) = batch.spans[Modality.AUDIO]
    assert row == 1 and states.squeeze(-1).tolist() == [[hidden[1, p].item() for p in span.positions]]
    assert mask.all() and mask.shape == states.shape[:2]
    assert batch.ids[1][list(span.positions)].tolist()[-2:] == list(model.signals.ids(Modality.AUDIO))


def plain_loss(model, untouched):
    """The text loss of stage 3 on one exchange of plain talk."""
    turns = [{"role": "user", "content": [{"text": "Why?"}]},
             {"role": "assistant", "content": [{"text": "Because it is so."}], "untouched": untouched}]  # fmt: skip
    task = StageTask(model, STAGES["3"], Sources(lambda rng, split: {"turns": turns}, None), batch_size=2)
    return task.loss(torch.Generator().manual_seed(0))[1]["text"]


def test_plain_talk_is_held_to_the_untouched_model():
    model = new_bot().model
    for name, parameter in model.llm.named_parameters():
        if ".lora_B." in name:
            torch.nn.init.zeros_(parameter)
    torch.nn.init.constant_(model.llm.signal_out, 0)
    one_hot, same = plain_loss(model, False), plain_loss(model, True)
    assert same < 0.3 * one_hot, "only the end mark is left to learn where nothing is tuned"
    torch.manual_seed(0)
    for name, parameter in model.llm.named_parameters():
        if ".lora_B." in name:
            torch.nn.init.normal_(parameter, std=5.0)
    assert plain_loss(model, True) > same + 0.01


def held_task(model, kind="T->T", **changes):
    """Stage 3 on plain talk that is answered otherwise than the model would; held to what it says now."""
    turns = [{"role": "user", "content": [{"text": "Why?"}]},
             {"role": "assistant", "content": [{"text": "Because it is so."}]}]  # fmt: skip
    stage = replace(STAGES["3"], **changes)
    return StageTask(model, stage, Sources(lambda rng, split: {"kind": kind, "turns": turns}, None), batch_size=2)


def losses_of(task):
    task.model.zero_grad()
    for parameter in task.trainable().values():
        parameter.requires_grad_(True)
    loss, numbers = task.loss(torch.Generator().manual_seed(0))
    loss.backward()
    return numbers["text"], {n: p.grad.clone() for n, p in task.trainable().items() if p.grad is not None}


def test_stage_3_can_be_held_to_what_the_model_said_before():
    model = new_bot().model
    free, held = held_task(model), held_task(model, hold=5.0)
    loss, gradients = losses_of(free)
    same, same_gradients = losses_of(held)
    assert same == pytest.approx(loss, abs=1e-5), "nothing has changed yet"
    assert gradients.keys() == same_gradients.keys()
    for name, gradient in gradients.items():
        torch.testing.assert_close(same_gradients[name], gradient, atol=1e-4, rtol=1e-3)
    anew = held_task(model, hold=5.0, anew=("T->T",))
    torch.manual_seed(0)
    with torch.no_grad():
        for parameter in held.trainable().values():
            parameter.add_(torch.randn_like(parameter))
    now = {name: parameter.detach().clone() for name, parameter in held.trainable().items()}
    loss, gradients = losses_of(free)
    more, more_gradients = losses_of(held)
    assert more > loss + 0.1, "what it says has moved away"
    assert losses_of(anew)[0] == pytest.approx(loss, abs=1e-5), "this kind is to be learned anew"
    assert any(not torch.allclose(more_gradients[name], gradients[name], atol=1e-3) for name in gradients)
    for name, parameter in held.trainable().items():
        assert torch.equal(parameter, now[name]), "looking back leaves no trace"


def test_what_announces_media_weighs_more_than_what_follows_them(model):
    turns = [
        {"role": "user", "content": [{"text": "Film a cat"}]},
        {"role": "assistant", "content": [{"text": "With its sound:"}, {"make": "video", "caption": "a cat"},
                                          {"make": "audio", "caption": "a cat"}, {"text": "There."}]},
    ]  # fmt: skip
    example = build_example(model, {"turns": turns}, num_soft(model))
    spans = [span.positions for span in example.spans]
    learned = [i for i, label in enumerate(example.labels) if label != IGNORE]
    assert {example.weights[i] for i in learned if i < spans[0][0]} == {PLAN_WEIGHT}
    assert {example.weights[i] for i in learned[:-1] if i > spans[-1][-1]} == {BESIDE_WEIGHT}
    assert PLAN_WEIGHT > BESIDE_WEIGHT
