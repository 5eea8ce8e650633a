"""Vicuna folders as people have them: with or without [PAD], with tokens of other setups, of the wrong generation."""

import json
from dataclasses import replace

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from nextgpt_core.errors import MissingWeights
from nextgpt_core.llm import toy_tokenizer
from nextgpt_core.llm_vicuna import MARKS, VicunaLLM
from nextgpt_core.media import MEDIA
from nextgpt_core.presets_paper import paper, paper_toy

COUNTS = dict(zip(MEDIA, (4, 8, 24), strict=True))


def save_folder(path, vocab_size: int = 32_000, num_tokens: int = 0, **changes):
    """A transformers folder as Vicuna's, 16 wide, with a tokenizer of bytes."""
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    sizes |= {"max_position_embeddings": 2048, "rms_norm_eps": 1e-6, **changes}
    LlamaForCausalLM(LlamaConfig(vocab_size=vocab_size, **sizes)).half().save_pretrained(path)
    tokenizer = toy_tokenizer(MARKS)
    if num_tokens:
        words = WordLevel({f"word {i}": i for i in range(num_tokens)}, unk_token="word 0")
        tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(words))
    tokenizer.save_pretrained(path)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NEXTGPT_CACHE", str(tmp_path))
    return tmp_path / "paper" / "vicuna-7b-v0"


def test_toys_have_the_precision_asked_for():
    toy = paper_toy().llm
    for dtype in (torch.float32, torch.float16):
        config = replace(toy, toy=toy.toy | {"dtype": str(dtype).removeprefix("torch.")})
        llm = VicunaLLM.from_config(config, COUNTS)
        assert llm._base.dtype == llm._base.lm_head.weight.dtype == dtype and llm.signal_in.dtype == torch.float32


@pytest.mark.parametrize("vocab_size", [32_000, 32_001])
def test_vicuna_loads_with_and_without_its_pad(folder, vocab_size):
    save_folder(folder, vocab_size)
    llm = VicunaLLM.from_config(paper().llm, COUNTS)
    assert llm.num_base_rows == 32_000 and llm.signals.num_new == 38 and llm.max_length == 2048
    assert llm.signal_in.shape == llm.signal_out.shape == (38, 16)
    assert llm.mark_id("<Img>") == 32_000 and llm.mark_id("<s>") == 1 and llm.end_id == 2
    logits = llm.logits(llm.hidden(llm.embed(torch.tensor([[1, 5, 32_002]])))[0])
    assert logits.shape == (1, 3, 32_038)
    assert sum(".lora_" in name for name in llm.state_dict()) == 8


@pytest.mark.parametrize(
    "made, words",
    [
        ({"vocab_size": 32_005}, "32005 tokens; Vicuna-7B has 32000"),
        ({"max_position_embeddings": 4096}, "Vicuna v1.5.*vicuna-7b-delta-v0"),
        ({"num_tokens": 32_042}, "32042 instead of 32038.*added_tokens.json"),
    ],
)
def test_folders_that_do_not_fit_are_refused_with_the_cure(folder, made, words):
    save_folder(folder, **made)
    with pytest.raises(MissingWeights, match=f"(?s){words}"):
        VicunaLLM.from_config(paper().llm, COUNTS)


def test_broken_folders_are_named(folder):
    with pytest.raises(MissingWeights, match="--preset paper"):
        VicunaLLM.from_config(paper().llm, COUNTS)
    folder.mkdir(parents=True)
    with pytest.raises(MissingWeights, match="no readable config.json"):
        VicunaLLM.from_config(paper().llm, COUNTS)
    (folder / "config.json").write_text(json.dumps({"max_position_embeddings": 2048}))
    with pytest.raises(MissingWeights, match="tokenizer in"):
        VicunaLLM.from_config(paper().llm, COUNTS)
