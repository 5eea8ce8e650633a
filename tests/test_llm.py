"""The language model at toy size: ids, adapters, signal rows, text states, and what never changes."""

import pytest
import torch

from nextgpt_core.config import LLMConfig
from nextgpt_core.errors import NotSupported
from nextgpt_core.llm import LLM, MARKS
from nextgpt_core.media import MEDIA
from nextgpt_core.presets import preset_config
from nextgpt_core.signal_tokens import SignalTokens

CONFIG = preset_config("tiny").llm


@pytest.fixture(scope="module")
def llm():
    torch.manual_seed(0)
    return LLM.from_config(CONFIG, lambda vocab: SignalTokens(vocab, dict.fromkeys(MEDIA, 2))).eval()


def ids_of(llm, text):
    return torch.tensor([llm.tokenize(text)])


@pytest.mark.parametrize("text", ["", "hello", "Grüße 🐧\n\t", "a" * 500, *MARKS, "[IMG0]<IMG>"])
def test_any_text_becomes_plain_ids_and_comes_back(llm, text):
    ids = llm.tokenize(text)
    assert llm.tokenizer.decode(ids) == text
    assert not set(ids) & set(llm.special_ids) and all(not llm.signals.is_new(i) for i in ids)


def test_marks_and_blanks_are_known_by_id(llm):
    assert llm.special_ids == [0, 1, 2] and (llm.start_id, llm.end_id) == (1, 2)
    assert {llm.tokenize(c)[0] for c in " \n\t\r"} <= set(llm.blank_ids)
    assert not set(llm.tokenize("az.,0")) & set(llm.blank_ids)


def test_new_ids_use_the_signal_rows_and_plain_ids_the_base_table(llm):
    first = llm.signals.base_vocab
    embeds = llm.embed(torch.tensor([[5, first, first + llm.signals.num_new - 1]]))[0]
    assert torch.equal(embeds[1], llm.signal_in[0]) and torch.equal(embeds[2], llm.signal_in[-1])
    assert torch.equal(embeds[0], llm.model.get_base_model().get_input_embeddings().weight[5])
    assert embeds.dtype == torch.float32


@torch.no_grad()
def test_logits_cover_base_and_new_tokens(llm):
    hidden, middle = llm.hidden(llm.embed(ids_of(llm, "hello")))
    assert middle.shape == hidden.shape and not torch.equal(middle, hidden)
    logits = llm.logits(hidden)
    assert hidden.shape == (1, 5, llm.hidden_size) and logits.dtype == torch.float32
    assert logits.shape == (1, 5, llm.signals.base_vocab + llm.signals.num_new)
    assert torch.allclose(logits[..., llm.signals.base_vocab :], hidden @ llm.signal_out.T)


@torch.no_grad()
def test_right_padding_changes_nothing(llm):
    short, long = ids_of(llm, "hi"), ids_of(llm, "hi there")
    batch = torch.cat([torch.nn.functional.pad(short, (0, long.shape[1] - 2)), long])
    mask = (torch.arange(long.shape[1]) < torch.tensor([[2], [long.shape[1]]])).long()
    together = llm.hidden(llm.embed(batch), mask)[0]
    assert torch.allclose(together[0, :2], llm.hidden(llm.embed(short))[0][0], atol=1e-5)


@torch.no_grad()
def test_text_states_do_not_depend_on_their_neighbours(llm):
    states, mask = llm.text_states(["a cat", "a much longer caption", ""])
    assert mask.sum(1).tolist() == [5, 21, 1]  # an empty caption still has one state
    assert torch.allclose(states.pow(2).mean(-1)[mask], torch.ones(int(mask.sum())), atol=1e-3)
    alone, _ = llm.text_states([" a cat "])
    assert torch.allclose(states[0, :5], alone[0], atol=1e-4)


@torch.no_grad()
def test_adapters_change_replies_but_never_the_decoders_text():
    torch.manual_seed(0)
    llm = LLM.from_config(CONFIG, lambda vocab: SignalTokens(vocab, dict.fromkeys(MEDIA, 2))).eval()
    states, hidden = llm.text_states(["a cat"])[0], llm.hidden(llm.embed(ids_of(llm, "a cat")))[0]
    adapters = [(n, p) for n, p in llm.named_parameters() if ".lora_B." in n]
    assert len(adapters) == 7 * 2 and not any(".layers.0." in name for name, _ in adapters)
    for _, p in adapters:
        p.normal_(std=0.5)
    changed = llm.hidden(llm.embed(ids_of(llm, "a cat")))[0]
    assert torch.equal(llm.text_states(["a cat"])[0], states) and not torch.allclose(changed, hidden, atol=1e-3)
    names = [name for name in llm.state_dict() if "_text_prefix" in name]
    assert not names, "the prefix shares the layers; it must not be stored twice"
    llm.merge()
    llm.merge()
    assert torch.allclose(llm.hidden(llm.embed(ids_of(llm, "a cat")))[0], changed, atol=1e-4)
    assert torch.allclose(llm.text_states(["a cat"])[0], states, atol=1e-5)


def test_only_adapters_and_signal_rows_may_learn(llm):
    learn = {name for name, p in llm.named_parameters() if p.requires_grad}
    assert {n for n in learn if ".lora_" not in n} == {"signal_in", "signal_out"}


def test_an_unknown_source_is_refused():
    for config in (LLMConfig("pinned", "gpt-9"), LLMConfig("cloud")):
        with pytest.raises(NotSupported, match="unknown; use toy or"):
            LLM.from_config(config, lambda vocab: SignalTokens(vocab, {}))


@pytest.mark.slow
def test_the_pinned_tokenizer_keeps_marks_out_of_text_too():
    from transformers import PreTrainedTokenizerFast

    from nextgpt_core.weights import ensure_smollm2

    tokenizer = PreTrainedTokenizerFast.from_pretrained(ensure_smollm2())
    specials = {i for i, token in tokenizer.added_tokens_decoder.items() if token.special}
    assert len(specials) == 17
    for token in (*MARKS, "<repo_name>", "<IMG>", "[IMG0]"):
        ids = tokenizer.encode(token, add_special_tokens=False, split_special_tokens=True)
        assert not set(ids) & specials and tokenizer.decode(ids) == token
