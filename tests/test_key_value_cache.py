"""A cache of fixed size says what a growing one says: with prefixes reused, rewound, lengthened, and steps recorded."""

from dataclasses import replace

import pytest
import torch
from conftest import noise_picture
from transformers import StaticCache

from nextgpt_core import NextGPT, key_value_cache
from nextgpt_core.config import Options
from nextgpt_core.conversation import Conversation
from nextgpt_core.key_value_cache import KeyValueCache, StaticKeyValueCache
from nextgpt_core.llm import LLM
from nextgpt_core.llm_hub import HubLLM
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import PRESETS, preset_config, tiny
from nextgpt_core.presets_omni import omni_toy
from nextgpt_core.signal_tokens import SignalTokens

IDS = tuple(range(3, 33))


def tiny_llm() -> LLM:
    config = tiny()
    return LLM.from_config(config.llm, lambda vocab: SignalTokens(vocab, config.signal_counts))


def thinker() -> HubLLM:
    config = omni_toy()
    return HubLLM.from_config(config.llm, config.signal_counts)


@pytest.fixture(params=[tiny_llm, thinker], ids=["tiny", "thinker"])
def llm(request):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    return request.param().eval()


def feed(llm, cache, ids) -> torch.Tensor:
    return cache.feed(llm, ids, llm.embed(torch.tensor([ids])))[0]


@torch.inference_mode()
def test_hidden_states_are_those_of_a_growing_cache(llm, monkeypatch):
    monkeypatch.setattr(key_value_cache, "FIRST_LENGTH", 8)
    growing, static = KeyValueCache(), StaticKeyValueCache()
    for ids in (IDS[:6], IDS[6:7], IDS[7:8], IDS[8:9], IDS[9:12], IDS[12:20]):
        assert torch.allclose(feed(llm, growing, ids), feed(llm, static, ids), atol=1e-5)
    assert growing.keys == static.keys == IDS[:20] and static.length == 32
    other = (*IDS[:11], 50, 51)
    for prompt in (other, other, (60, 61, 62), IDS):  # another question, a retry, another conversation, the first
        done = growing.rewind_to(prompt)
        assert static.rewind_to(prompt) == done and static.keys == growing.keys == prompt[:done]
        assert torch.allclose(feed(llm, growing, prompt[done:]), feed(llm, static, prompt[done:]), atol=1e-5)


def replies(config) -> tuple[list, NextGPT]:
    """A turn, the same again, a second one on top, another conversation, and the second one again."""
    torch.manual_seed(0)
    bot = NextGPT(NextGPTModel.from_config(config).eval())
    options = Options(seed=3, max_new_tokens=12, temperature=1.0, modalities=frozenset({"text", "image"}))
    options = options.for_config(config).with_media("image", num_steps=1)
    first = Conversation().say(noise_picture(1), "what is this?")
    said = [bot.reply(first, options), bot.reply(first, options)]
    second = first.say(*said[0].parts, role="assistant").say("and now?")
    others = [bot.reply(question, options) for question in (second, Conversation().say("else"), second)]
    return [(reply.text, [part.caption for part in reply.parts[1:]]) for reply in (*said, *others)], bot


@pytest.mark.parametrize("preset", [tiny, omni_toy])
def test_replies_are_the_same_and_beginnings_are_reused(preset, monkeypatch):
    monkeypatch.setattr(key_value_cache, "FIRST_LENGTH", 64)
    config, kept = preset(), []
    for static in (False, True):
        said, bot = replies(replace(config, llm=replace(config.llm, static_cache=static)))
        kept.append((said, [cache.keys for cache in bot._caches]))
        assert all(isinstance(cache, StaticKeyValueCache) == static for cache in bot._caches)
    assert kept[0] == kept[1] and kept[0][0][0] == kept[0][0][1]


def test_the_oldest_conversation_gives_its_memory_to_a_new_one():
    torch.manual_seed(0)
    bot = NextGPT(NextGPTModel.from_config(omni_toy()).eval())
    first = None
    for number in range(6):
        bot.reply(Conversation(system_prompt=str(number) * 400).say("hi"), Options(max_new_tokens=1, seed=1))
        first = first or bot._caches[0]
    assert len(bot._caches) == 4 and first in bot._caches, "taken over"


def test_single_tokens_are_recorded_once_for_each_length(monkeypatch):
    torch.manual_seed(0)
    llm, recordings = tiny_llm().eval(), []
    monkeypatch.setattr(key_value_cache, "FIRST_LENGTH", 8)
    monkeypatch.setattr(key_value_cache, "records", lambda device: True)

    def recorded(llm, cache, embeds, place):
        recordings.append(cache.layers[0].max_cache_len)
        return lambda embeds, **place: llm.hidden(embeds, cache=cache, **place)

    monkeypatch.setattr(key_value_cache, "recorded_step", recorded)
    with torch.inference_mode():
        growing, static = KeyValueCache(), StaticKeyValueCache()
        for ids in (IDS[:5], *((i,) for i in IDS[5:12])):
            assert torch.allclose(feed(llm, growing, ids), feed(llm, static, ids), atol=1e-5)
        static.rewind_to((*IDS[:6], 70))
        feed(llm, static, (70,))
    assert recordings == [8, 16]


def test_a_step_asks_nothing_of_the_device(llm):
    """What a CUDA graph records must not wait for numbers; on the meta device there are none to wait for."""
    cache = StaticCache(config=llm.text_config, max_cache_len=16)
    llm.to("meta")
    with torch.inference_mode():
        llm.hidden(torch.empty(1, 4, llm.hidden_size, device="meta"), cache=cache)
        for layer in cache.layers:
            assert layer.cumulative_length.device.type == "meta"
        last, _ = llm.hidden(torch.empty(1, 1, llm.hidden_size, device="meta"), cache=cache)
    assert last.shape == (1, 1, llm.hidden_size)


def test_only_presets_for_a_gpu_pay_for_it():
    static = {name for name in PRESETS if preset_config(name).llm.static_cache}
    assert static == {"paper", "omni", "omni-encoders"}


@pytest.mark.gpu
@torch.inference_mode()
def test_recorded_steps_are_the_plain_ones(llm):
    llm.to("cuda")
    growing, static = KeyValueCache(), StaticKeyValueCache()
    for ids in (IDS[:6], *((i,) for i in IDS[6:])):
        embeds = llm.embed(torch.tensor([ids], device="cuda"))
        expected = growing.feed(llm, ids, embeds)[0]
        assert torch.allclose(static.feed(llm, ids, embeds)[0], expected, atol=1e-4)
    assert static._step.__name__ == "replayed"
