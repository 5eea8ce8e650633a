"""Language models in 8 and 4 bits by bitsandbytes, which works on a CPU too: from files, by a plan, at toy size."""

from dataclasses import replace

import pytest
import torch
from transformers import Qwen3Config, Qwen3ForCausalLM

from nextgpt_core.checkpoint import for_replies
from nextgpt_core.llm import toy_tokenizer
from nextgpt_core.llm_hub import HubLLM, _class_of, _toy
from nextgpt_core.llm_loading import PART_NAME, loading_arguments
from nextgpt_core.llm_vicuna import MARKS, VicunaLLM
from nextgpt_core.media import MEDIA
from nextgpt_core.model import NextGPTModel
from nextgpt_core.placement import PRECISIONS, PartSize, Placed, Plan
from nextgpt_core.presets_omni import TEXT_MODEL, THINKER, TOY_THINKER, omni_encoders_toy
from nextgpt_core.presets_paper import paper

pytest.importorskip("bitsandbytes", reason="needs the extra `gpu`")

LAYERS = {"8bit": "Linear8bitLt", "4bit": "Linear4bit"}
SIZES = {"hidden_size": 128, "intermediate_size": 256, "num_hidden_layers": 2, "num_attention_heads": 4}
COUNTS = dict.fromkeys(MEDIA, 1)


def plan(precision: str) -> Plan:
    return Plan((Placed(PartSize(PART_NAME, 1), "cpu", "resident", precision),))


def bytes_of_layers(llm) -> int:
    named = llm._base.named_parameters()
    return sum(p.numel() * p.element_size() for n, p in named if ".layers." in n and "lora" not in n)


def states(llm) -> torch.Tensor:
    ids = torch.tensor([llm.tokenize("hello there, who are you?")])
    return llm.hidden(llm.embed(ids))[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    folder, tokenizer = tmp_path_factory.mktemp("qwen"), toy_tokenizer()
    config = Qwen3Config(vocab_size=len(tokenizer), num_key_value_heads=2, head_dim=32, **SIZES)
    Qwen3ForCausalLM(config).to(torch.bfloat16).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.mark.parametrize(("precision", "likeness"), [("8bit", 0.99), ("4bit", 0.95)])
def test_fewer_bits_say_nearly_the_same_in_the_memory_that_plans_count_on(folder, precision, likeness):
    config = replace(TEXT_MODEL, source=str(folder))
    whole, small = (HubLLM.from_config(config, COUNTS, plan(p)) for p in ("16bit", precision))
    assert small.quantised and not whole.quantised
    assert LAYERS[precision] in {type(module).__name__ for module in small.model.modules()}
    assert bytes_of_layers(small) <= PRECISIONS[precision] * bytes_of_layers(whole)
    pair = states(small).float().flatten(), states(whole).float().flatten()
    assert torch.cosine_similarity(*pair, dim=0).item() > likeness and not torch.equal(*pair)


@pytest.mark.parametrize("precision", LAYERS)
def test_adapters_over_fewer_bits_are_trained_and_never_merged(folder, precision):
    llm = HubLLM.from_config(replace(TEXT_MODEL, source=str(folder)), COUNTS, plan(precision))
    llm.logits(states(llm)).pow(2).mean().backward()
    adapters = {n: p for n, p in llm.named_parameters() if ".lora_" in n}
    assert adapters and all(p.grad is not None for p in adapters.values())
    toy = omni_encoders_toy()
    model = NextGPTModel(replace(toy, llm=llm.config), llm)
    assert for_replies(model) is model and not llm.merged, "they would be rounded away"


@pytest.mark.parametrize("precision", LAYERS)
def test_the_thinkers_own_eyes_and_ears_keep_their_precision(tmp_path, precision):
    torch.manual_seed(0)
    base = _toy(replace(THINKER, toy=TOY_THINKER), 300).to(torch.bfloat16)
    base.save_pretrained(tmp_path)
    loaded = _class_of("omni").from_pretrained(tmp_path, **loading_arguments(plan(precision), torch.bfloat16))
    small = {name for name, module in loaded.named_modules() if type(module).__name__ == LAYERS[precision]}
    assert small and all(name.startswith("model.language_model.layers.") for name in small)


def test_vicuna_too(tmp_path, monkeypatch):
    from test_llm_vicuna import save_folder

    monkeypatch.setenv("NEXTGPT_CACHE", str(tmp_path))
    save_folder(tmp_path / "paper" / "vicuna-7b-v0", hidden_size=128, intermediate_size=128)
    llm = VicunaLLM.from_config(paper().llm, COUNTS, plan("4bit"))
    assert llm.quantised and llm.marks == MARKS and states(llm).isfinite().all()
