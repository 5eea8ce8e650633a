"""The preset `paper` from a folder of downloads, as `from_preset` loads it: every file in its published form, small."""

from dataclasses import replace

import pytest
import torch
from conftest import NOISE, quick
from published_toy import HIDDEN, LAYERS, base_weights, checkpoint, config, said, unused_rows
from test_imagebind import published as imagebind_file
from transformers import LlamaConfig, LlamaForCausalLM

from nextgpt_core import NextGPT
from nextgpt_core.checkpoint import PAPER_CHECKPOINT, build_paper, for_replies, load_checkpoint, read_tensors
from nextgpt_core.conversation import Conversation
from nextgpt_core.decoders import build_decoder
from nextgpt_core.errors import MissingWeights
from nextgpt_core.llm import toy_tokenizer
from nextgpt_core.llm_vicuna import MARKS
from nextgpt_core.media import MEDIA, Modality, Text
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets_paper import paper

ROWS = 32_000


def small_paper():
    """`paper` with the sizes of published_toy and nothing random: all weights come from files."""
    small, full = config(), paper()
    decoders = {
        m: replace(c, settings={**c.settings, "toy": False, "dtype": "float32"}) for m, c in small.decoders.items()
    }
    return replace(small, preset="paper", llm=replace(small.llm, toy={}, source=full.llm.source), decoders=decoders)


@pytest.fixture(scope="module")
def downloads(tmp_path_factory):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("cache") / "paper"
    tokenizer = toy_tokenizer(MARKS)
    sizes = {"hidden_size": HIDDEN, "intermediate_size": 96, "num_hidden_layers": LAYERS, "num_attention_heads": 2}
    sizes |= {"max_position_embeddings": 2048, "rms_norm_eps": 1e-6}
    vicuna = LlamaForCausalLM(LlamaConfig(vocab_size=ROWS, **sizes))
    shapes = {name: tuple(tensor.shape) for name, tensor in vicuna.state_dict().items()}
    tensors = base_weights(shapes)
    tensors["model.embed_tokens.weight"] = torch.cat([tensors["model.embed_tokens.weight"], unused_rows(ROWS)])
    vicuna.load_state_dict(tensors)
    vicuna.save_pretrained(folder / "vicuna-7b-v0")
    tokenizer.save_pretrained(folder / "vicuna-7b-v0")
    torch.save(imagebind_file(), folder / "imagebind_huge.pth")
    (folder / PAPER_CHECKPOINT).parent.mkdir()
    torch.save(checkpoint(tokenizer, base_rows=ROWS), folder / PAPER_CHECKPOINT)
    for decoder in config().decoders.values():
        build_decoder(decoder).pipeline.save_pretrained(folder / decoder.settings["source"])
    return folder


@pytest.fixture
def cache(downloads, monkeypatch):
    monkeypatch.setenv("NEXTGPT_CACHE", str(downloads.parent))
    return downloads


def test_everything_loads_from_its_files_and_answers(cache):
    bot = NextGPT(for_replies(build_paper(small_paper())))
    assert bot.model.llm.num_base_rows == ROWS and bot.model.signals.ids(Modality.IMAGE)[0] == 32_002
    reply = bot.reply(Conversation().say("What is it?", NOISE[Modality.IMAGE](1)), quick(max_new_tokens=60))
    made = [part.modality for part in reply.parts if not isinstance(part, Text)]
    assert made == [Modality.IMAGE, Modality.VIDEO, Modality.AUDIO]
    assert reply.text == "Sure thn ok" and len(said(bot.model.llm.tokenizer)) == 46


@torch.no_grad()
def test_adapters_are_merged_for_replies_which_stay_the_same(cache):
    model = build_paper(small_paper())
    llm, ids = model.llm, torch.tensor([[1, 40, 41, 42, 32_002, 32_003]])
    llm.model.float()  # the usual bfloat16 rounds merged weights by up to one part in 256
    apart = llm.hidden(llm.embed(ids))[0]
    with llm.model.disable_adapter():
        assert not torch.allclose(llm.hidden(llm.embed(ids))[0], apart, atol=1e-2), "adapters that do something"
    assert for_replies(model) is model and llm.merged and not any(".lora_" in name for name in model.state_dict())
    together = llm.hidden(llm.embed(ids))[0]
    assert torch.allclose(together, apart, atol=1e-4) and torch.equal(
        llm.logits(together).argmax(-1), llm.logits(apart).argmax(-1)
    )
    random = NextGPT(NextGPTModel.from_config(config()).eval()).model
    assert not for_replies(random).llm.merged, "what is saved whole stays whole"


def test_a_model_loaded_for_replies_is_saved_with_its_adapters_and_trained_from_there(cache, tmp_path):
    models = {"apart": build_paper(small_paper()), "merged": for_replies(build_paper(small_paper()))}
    folders = [NextGPT(model).save(tmp_path / name) for name, model in models.items()]
    apart, merged = map(read_tensors, folders)
    assert apart.keys() == merged.keys() and all(torch.equal(apart[name], merged[name]) for name in apart)
    llm = load_checkpoint(folders[1]).llm
    assert not llm.merged and sum(p.requires_grad for n, p in llm.named_parameters() if ".lora_" in n) == 2 * 4 * LAYERS
    assert NextGPT.from_checkpoint(folders[1]).model.llm.merged


@pytest.mark.parametrize("name", ["imagebind_huge.pth", PAPER_CHECKPOINT, "zeroscope_v2_576w", "vicuna-7b-v0"])
def test_whatever_is_missing_is_named_before_anything_loads(cache, name):
    hidden = cache / (name.replace("/", "-") + ".hidden")
    (cache / name).rename(hidden)
    try:
        with pytest.raises(MissingWeights, match=name):
            build_paper(small_paper())
    finally:
        hidden.rename(cache / name)


def test_a_saved_model_needs_the_downloads_but_not_the_checkpoint(cache, tmp_path):
    folder = NextGPT(build_paper(small_paper())).save(tmp_path / "mine")
    copied = [*folder.glob("encoder-*"), *(f for f in folder.glob("decoder-*") if f.stat().st_size > 1_000)]
    assert not copied, "the work of others is not saved again"
    back = NextGPT.from_checkpoint(folder)
    reply = back.reply(Conversation().say("Hi"), quick(max_new_tokens=4, modalities=frozenset({Modality.TEXT})))
    assert reply.text.startswith("Sure") and set(back.can_make) == {Modality.TEXT, *MEDIA}
