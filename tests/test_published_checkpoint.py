"""Checkpoints of the public code: strict loading, the known mistakes by name, and one whole turn in parity.

The numbers of the turn were recorded from the public code, run at the same reduced size on the same weights and media.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from conftest import quick
from published_toy import BASE_ROWS, NUM_ROWS, base_weights, checkpoint, config, said
from seeded_weights import seeded_clip, seeded_picture, seeded_sound, seeded_tensor, seeded_tensors
from test_imagebind import published as imagebind_file

from nextgpt_core import NextGPT
from nextgpt_core.conversation import Conversation, prompt_pieces
from nextgpt_core.errors import MissingWeights
from nextgpt_core.events import MediaReady, TextPiece
from nextgpt_core.llm_vicuna import check_generation
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets_paper import paper_v15
from nextgpt_core.published_checkpoint import load_published, load_v15

TURN = json.loads((Path(__file__).parent / "fixtures" / "published_turn.json").read_text())
PREFIX = "llama_model.base_model.model."
IMAGE, AUDIO, VIDEO = MEDIA


def new_model(changes=None) -> NextGPTModel:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    model = NextGPTModel.from_config(changes or config())
    base = model.llm.model.get_base_model()
    ours = {n.replace(".base_layer.", "."): t for n, t in base.state_dict().items() if ".lora_" not in n}
    with torch.no_grad():
        for name, tensor in base_weights({n: tuple(t.shape) for n, t in ours.items()}).items():
            ours[name].copy_(tensor)
    return model.eval()


@pytest.fixture(scope="module")
def model():
    return new_model()


@pytest.fixture(scope="module")
def tokenizer(model):
    return model.llm.tokenizer


@pytest.fixture(scope="module")
def loaded(model, tokenizer, tmp_path_factory):
    path = tmp_path_factory.mktemp("published") / "pytorch_model.pt"
    torch.save(checkpoint(tokenizer), path)
    load_published(model, path)
    for encoder in model.encoders.values():
        encoder.load_pretrained(imagebind_file())
    return NextGPT(model)


def save(tmp_path, tensors, name="pytorch_model.pt") -> Path:
    torch.save(tensors, tmp_path / name)
    return tmp_path / name


def picked(values: torch.Tensor, count: int = 16) -> list[float]:
    flat = values.flatten().double()
    return flat[torch.linspace(0, len(flat) - 1, count).long()].tolist()


CONVERSATIONS = {
    "text": Conversation().say("Hi there"),
    "image": Conversation().say("What is it?", seeded_picture()),
    "audio": Conversation().say("What is it?", seeded_sound()),
    "video": Conversation().say("What is it?", seeded_clip()),
    "history": Conversation().say("What is it?", seeded_picture()).say("A cat", role="assistant").say("And now?"),
}


@torch.inference_mode()
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_prompts_are_the_public_codes(loaded, name):
    pieces = prompt_pieces(CONVERSATIONS[name], "", MEDIA, MEDIA, "vicuna-v0")
    embeds = loaded.model.prompt(pieces, loaded._features_of).embeds
    assert len(embeds) == TURN["prompts"][name]["length"]
    assert picked(embeds) == pytest.approx(TURN["prompts"][name]["picked"], abs=1e-4)


def test_one_whole_turn_is_the_public_codes(loaded, monkeypatch):
    """Token ids, hidden states of the signals, and the conditions that decoders get."""
    fed, states, conditions = [], {}, {}
    from nextgpt_core.sampling_published import PublishedReplyLoop

    plain_advance, plain_condition = PublishedReplyLoop._advance, loaded.model.condition

    def advance(self, ids):
        fed.extend(ids)
        return plain_advance(self, ids)

    def condition(modality, span_hidden, mask=None):
        states[modality] = span_hidden
        conditions[modality] = plain_condition(modality, span_hidden, mask)
        return conditions[modality]

    monkeypatch.setattr(PublishedReplyLoop, "_advance", advance)
    monkeypatch.setattr(loaded.model, "condition", condition)
    events = list(loaded.stream(CONVERSATIONS["image"], quick(max_new_tokens=60)))
    wanted = TURN["token_ids"]
    assert fed[: len(wanted)] == wanted == said(loaded.model.llm.tokenizer)
    assert "".join(e.text for e in events if isinstance(e, TextPiece)) == "Surethnok"
    ready = [e for e in events if isinstance(e, MediaReady)]
    assert [e.modality for e in ready] == [IMAGE, VIDEO, AUDIO]
    assert [e.part.caption for e in ready] == ["Sure", "thn", "ok"], "what was said before a medium describes it"
    for modality in MEDIA:
        assert picked(states[modality]) == pytest.approx(TURN["signal_hidden"][modality], abs=1e-4)
        assert picked(conditions[modality]) == pytest.approx(TURN["conditions"][modality], abs=1e-4)


def test_a_checkpoint_fills_every_trained_tensor_and_is_saved_whole(loaded, tokenizer, tmp_path):
    tensors = checkpoint(tokenizer)
    llm = loaded.model.llm
    assert torch.equal(llm.signal_in, tensors[PREFIX + "model.embed_tokens.weight"][BASE_ROWS:])
    assert torch.equal(llm.signal_out, tensors[PREFIX + "lm_head.weight"][BASE_ROWS:])
    for modality in MEDIA:
        assert torch.equal(
            loaded.model.input_projections[modality].project.weight, tensors["llama_proj.weight"]
        )  # one for all
    lora = "model.layers.1.self_attn.v_proj.lora_B.default.weight"
    assert torch.equal(llm.model.get_base_model().state_dict()[lora], tensors[PREFIX + lora])
    back = NextGPT.from_checkpoint(loaded.save(tmp_path / "saved"))
    ids = torch.arange(NUM_ROWS)
    assert torch.allclose(back.model.llm.embed(ids), llm.embed(ids), atol=0.02)


def test_stage_1_and_2_files_load_without_adapters(tokenizer, tmp_path):
    model, said_aloud = new_model(), []
    load_published(model, save(tmp_path, checkpoint(tokenizer, stage=2)), said_aloud.append)
    assert "no adapters" in said_aloud[0]
    assert model.llm.signal_in.shape == (38, 64)


def changed(tokenizer, change) -> dict[str, torch.Tensor]:
    tensors = checkpoint(tokenizer)
    return change(tensors) or tensors


def rows(number):
    def change(tensors):
        for name in ("model.embed_tokens.weight", "lm_head.weight"):
            whole = tensors[PREFIX + name]
            extra = torch.zeros(max(0, number - len(whole)), whole.shape[1])
            tensors[PREFIX + name] = torch.cat([whole, extra])[:number]

    return change


MISTAKES = {
    "plain base (32000)": (rows(BASE_ROWS), "32000.*not its base"),
    "Vicuna with [PAD] (32001)": (rows(BASE_ROWS + 1), r"\[PAD\].*32001.*not its base"),
    "tokenizer with four more (32042)": (rows(NUM_ROWS + 4), "32042.*added_tokens.json"),
    "[PAD] kept (32039)": (rows(NUM_ROWS + 1), r"over a Vicuna v0 that kept its own \[PAD\]"),
    "other version (36 rows)": (rows(NUM_ROWS - 2), "36 are v1.5"),
    "missing LoRA": (lambda t: {n: v for n, v in t.items() if ".lora_" not in n}, "0 of 16 adapter.*ChocoWu"),
    "half of the LoRA": (lambda t: {n: v for n, v in t.items() if "lora_A" not in n}, "8 of 16 adapter"),
    "picture condition of SD 2": (
        lambda t: t.update({"gen_text_hidden_fcs.0.model.weight": torch.zeros(12, 32)}),
        "12 wide.*reads 8.*768.*1024",
    ),
    "later code's file": (lambda t: {"model.mm_input_projector.weight": torch.zeros(2)}, "v1.5 code.*load_v15"),
    "no NExT-GPT file": (lambda t: {"model.norm.weight": torch.zeros(2)}, "no NExT-GPT checkpoint"),
    "a missing tensor": (lambda t: drop(t, "llama_proj.bias"), "missing: .*project.bias"),
    "an unknown tensor": (lambda t: t.update(stranger=torch.zeros(1)), "unexpected: stranger"),
    "another base (v1.5 under v0)": (
        lambda t: t.update({PREFIX + "model.embed_tokens.weight": seeded_tensor("llama-2", (NUM_ROWS, 64))}),
        r"word soup.*Vicuna-7B v0 \(LLaMA-1\)",
    ),
}


def drop(tensors, name):
    del tensors[name]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_known_mistakes_name_cause_and_cure(tokenizer, tmp_path, mistake):
    change, words = MISTAKES[mistake]
    fresh = new_model()
    before = fresh.llm.signal_in.clone()
    with pytest.raises(MissingWeights, match=f"(?s){words}"):
        load_published(fresh, save(tmp_path, changed(tokenizer, change)))
    assert torch.equal(fresh.llm.signal_in, before), "nothing is half loaded"


def test_files_that_hold_code_are_never_run(model, tmp_path):
    path = tmp_path / "pytorch_model.pt"
    torch.save({"weight": print}, path)
    with pytest.raises(MissingWeights, match="more than tensors"):
        load_published(model, path)
    path.write_bytes(b"no checkpoint at all")
    with pytest.raises(MissingWeights, match="damaged"):
        load_published(model, path)


@pytest.mark.parametrize(
    "stated, spans, words",
    [
        ({"max_position_embeddings": 4096, "rms_norm_eps": 1e-5}, "published", "Vicuna v1.5.*Put Vicuna-7B v0 there"),
        ({"max_position_embeddings": 2048, "rms_norm_eps": 1e-6}, "published-v1.5", "LLaMA-1.*vicuna-7b-v1.5"),
    ],
)
def test_the_wrong_generation_of_the_base_is_refused(tmp_path, stated, spans, words):
    (tmp_path / "config.json").write_text(json.dumps(stated))
    with pytest.raises(MissingWeights, match=words):
        check_generation(tmp_path, spans)
    check_generation(tmp_path, {"published": "published-v1.5", "published-v1.5": "published"}[spans])


# The later code's files.


def v15_config(kind: str):
    small, later = config(), paper_v15(kind)
    return replace(
        small,
        llm=replace(small.llm, spans="published-v1.5"),
        input_projections=later.input_projections,
        encoders={m: replace(c, num_features=c.num_features) for m, c in small.encoders.items()},
    )


def v15_files(model: NextGPTModel, tmp_path, kind: str) -> tuple[Path, Path]:
    """What the later code would save: one input projector for all, three output projectors, both matrices."""
    start = {"linear": "project.", "two-layer": "", "groupvit": ""}[kind]
    shapes = {n: tuple(t.shape) for n, t in model.input_projections["image"].state_dict().items()}
    tensors = seeded_tensors({f"model.mm_input_projector.{n.removeprefix(start)}": s for n, s in shapes.items()})
    whole = {"model.embed_tokens.weight": seeded_tensor("embed_tokens", (BASE_ROWS + 36, 64)) * 12}
    whole["lm_head.weight"] = seeded_tensor("lm_head", (BASE_ROWS + 36, 64))
    names = {"read": "in_fc", "transformer": "tfm", "write": "out_fc", "queries": "query_embs"}
    outputs = {}
    for modality, short in ((IMAGE, "img"), (VIDEO, "vid"), (AUDIO, "aud")):
        for name, tensor in model.output_projections[modality].state_dict().items():
            first, _, rest = name.partition(".")
            theirs = f"model.mm_output_{short}_projector.{names[first]}{'.' if rest else ''}{rest}"
            outputs[theirs] = seeded_tensor(theirs, tuple(tensor.shape))
    return (
        save(tmp_path, tensors | whole, "mm_input_projector.bin"),
        save(tmp_path, outputs | whole, "mm_output_projector.bin"),
    )


@pytest.mark.parametrize("kind", ["linear", "two-layer", "groupvit"])
def test_projectors_of_the_later_code_load(tmp_path, kind):
    fresh = new_model(v15_config(kind))
    inputs, outputs = v15_files(fresh, tmp_path, kind)
    load_v15(fresh, inputs, outputs)
    names = list(fresh.input_projections["image"].state_dict())
    stored = torch.load(inputs, weights_only=True)
    published = {"linear": "weight", "two-layer": "layer.0.weight", "groupvit": "in_fc.weight"}[kind]
    ours = names[[n.removeprefix("project.") for n in names].index(published)]
    for modality in MEDIA:
        found = fresh.input_projections[modality].state_dict()[ours]
        assert torch.equal(found, stored[f"model.mm_input_projector.{published}"])
    written = torch.load(outputs, weights_only=True)["model.mm_output_vid_projector.out_fc.weight"]
    assert torch.equal(fresh.output_projections["video"].write.weight, written)
    assert fresh.llm.signal_in.shape == (36, 64) and fresh.signals.ids(IMAGE)[0] == BASE_ROWS


def test_mistakes_with_the_later_codes_files(tmp_path):
    fresh = new_model(v15_config("linear"))
    inputs, outputs = v15_files(fresh, tmp_path, "linear")
    with pytest.raises(MissingWeights, match="swap the two files"):
        load_v15(fresh, inputs, inputs)
    with pytest.raises(MissingWeights, match=r"paper_v15\('linear'\)"):
        load_v15(new_model(v15_config("two-layer")), inputs, outputs)
    with pytest.raises(MissingWeights, match="no mm_input_projector"):
        load_v15(fresh, outputs, outputs)
    old = {n: t for n, t in torch.load(inputs, weights_only=True).items() if n != "lm_head.weight"}
    with pytest.raises(MissingWeights, match="2025-05-13"):
        load_v15(fresh, save(tmp_path, old, "old.bin"))
    said_aloud = []
    load_v15(fresh, inputs, log=said_aloud.append)
    assert "untrained projections" in said_aloud[0] and Modality.IMAGE in fresh.can_make
