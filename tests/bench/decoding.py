"""Tokens a second of a language model: plain `generate`, the reference's way, and as the chat decodes, in one run.

What cannot be measured on this machine is None.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import torch
from torch import nn

from nextgpt_core import key_value_cache
from nextgpt_core.key_value_cache import KeyValueCache, StaticKeyValueCache

CUDA = torch.cuda.is_available()
WAYS = {
    "generate": "plain generate",
    "reference": "the reference's way: generate, all attentions and hidden states kept",
    "apart": "growing cache, adapters not merged",
    "growing": "growing cache",
    "static": "static cache, launched kernel by kernel",
    "chat": "chat: static cache, steps recorded as a CUDA graph",
}
"""Of decoding; a preset may lack some. All but the first two feed as sampling.py does, every token awaited."""


def clock() -> float:
    if CUDA:
        torch.cuda.synchronize()
    return time.perf_counter()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = clock()
    value = work()
    return clock() - began, value


def attempt(what: str, work: Callable[[], Any]) -> Any:
    """The value of `work`, or None where it fails; the reason goes to stderr, and the rest can still be measured."""
    try:
        return work()
    except Exception as error:  # compilers and offloading raise anything
        print(f"not measured: {what}: {error}", file=sys.stderr)
        return None


def bytes_read(base: nn.Module) -> int:
    """Bytes of the weights that one token needs: layers and head, not the table of words; of a mixture of experts, as
    many experts as a token visits. The key-value cache, which is read as well, is left out."""
    config, text = base.config.get_text_config(), base.get_decoder()
    names = ("num_experts", "num_local_experts", "n_routed_experts")
    experts = next((number for name in names if (number := getattr(config, name, None))), 0)
    share = config.num_experts_per_tok / experts if experts else 1.0
    words = text.get_input_embeddings().weight
    layers = [(name, weight) for name, weight in text.named_parameters() if weight is not words]
    read = sum(weight.nbytes * (share if ".experts." in name else 1.0) for name, weight in layers)
    return round(read) + base.get_output_embeddings().weight.nbytes


def prompt_ids(llm: Any, length: int) -> torch.Tensor:
    """Words at random, ids [1, length]."""
    ids = torch.randint(3, llm.num_base_rows - 16, (1, length), generator=torch.Generator().manual_seed(0))
    return ids.to(llm.device)


@contextmanager
def unrecorded() -> Iterator[None]:
    """Within the block no step is recorded."""
    records = key_value_cache.records
    key_value_cache.records = lambda device: False
    try:
        yield
    finally:
        key_value_cache.records = records


WARM = 3
"""Tokens before the clock starts: kernels are loaded, and the step is recorded."""


@torch.inference_mode()
def greedy(llm: Any, ids: torch.Tensor, count: int, static: bool) -> tuple[float, float, list[int]]:
    """Greedy decoding after `ids` [1, L] -> seconds to read them, seconds of `count` steps, the ids found."""

    def feed(cache: KeyValueCache, fed: torch.Tensor) -> int:
        hidden = cache.feed(llm, tuple(fed[0].tolist()), llm.embed(fed))[0]
        return int(llm.logits(hidden[0, -1])[: llm.num_base_rows].argmax())

    cache = StaticKeyValueCache() if static else KeyValueCache()
    feed(cache, ids)  # first use loads kernels
    cache.rewind_to((-1,))
    read_s, token = timed(lambda: feed(cache, ids))
    found = [token]
    warm, began = min(WARM, count - 1), clock()
    while len(found) < count:
        if len(found) == warm:
            began = clock()
        found.append(feed(cache, torch.tensor([found[-1:]], device=llm.device)))
    return read_s, (clock() - began) * count / max(1, count - warm), found


def generated(llm: Any, ids: torch.Tensor, count: int, kept: bool = False) -> tuple[float, float, list[int]]:
    """The same by plain `generate` of the transformers library; `kept`: with attentions and hidden states of all
    tokens and layers, which only plain attention can give, as the published code asks for them at every step."""
    arguments = {"attention_mask": torch.ones_like(ids), "do_sample": False, "pad_token_id": 0, "eos_token_id": -1}
    usual = llm.text_config._attn_implementation
    if kept:
        arguments |= {"output_attentions": True, "output_hidden_states": True, "return_dict_in_generate": True}
        llm._base.set_attn_implementation("eager")
    try:
        llm._base.generate(ids, max_new_tokens=2, **arguments)  # first use loads kernels
        first_s, _ = timed(lambda: llm._base.generate(ids, max_new_tokens=1, **arguments))
        whole_s, out = timed(lambda: llm._base.generate(ids, max_new_tokens=count, **arguments))
    finally:
        if kept:
            llm._base.set_attn_implementation(usual)
    told = out.sequences if kept else out
    return first_s, max(whole_s - first_s, 1e-9) * count / max(1, count - 1), told[0, ids.shape[1] :].tolist()


def measure_tokens(llm: Any, length: int, count: int, bandwidth_gb_s: float, ways: tuple[str, ...]) -> dict[str, Any]:
    """Tokens a second by each of the `ways`; `same_tokens` is the share that plain generation would say too."""
    ids, read = prompt_ids(llm, length), bytes_read(llm._base)
    plain = generated(llm, ids, count)
    result: dict[str, Any] = {"prompt_tokens": length, "new_tokens": count, "bytes_per_token": read}
    for way in ways:
        result[way] = None
        if way == "chat" and not CUDA:
            continue  # nothing is recorded there
        if way == "generate":
            found = plain
        elif way == "reference":
            found = attempt(WAYS[way], lambda: generated(llm, ids, count, kept=True))
        else:
            with nullcontext() if way == "chat" else unrecorded():
                found = attempt(WAYS[way], lambda way=way: greedy(llm, ids, count, way in ("static", "chat")))
        if found is None:
            continue
        read_s, steps_s, tokens = found
        roof = read * count / steps_s / (bandwidth_gb_s * 1e9) if bandwidth_gb_s else None
        same = sum(a == b for a, b in zip(tokens, plain[2], strict=True)) / count
        result[way] = {"prefill_tok_s": length / read_s, "decode_tok_s": count / steps_s, "roof": roof,
                       "same_tokens": same}  # fmt: skip
    return result
