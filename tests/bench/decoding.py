"""Tokens a second of a language model: plain `generate`, as the chat decodes, and with static caches, in one run.

What cannot be measured on this machine is None.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from transformers import DynamicCache, StaticCache

CUDA = torch.cuda.is_available()
WAYS = {
    "generate": "plain generate",
    "apart": "chat, adapters not merged",
    "chat": "chat",
    "static": "static cache",
    "compiled": "static cache, CUDA graphs",
}
"""Of decoding; a preset may lack some."""


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


@torch.inference_mode()
def greedy(llm: Any, ids: torch.Tensor, count: int, way: str) -> tuple[float, float, list[int]]:
    """Greedy decoding after `ids` [1, L] -> seconds to read them, seconds of `count` steps, the ids found.

    Chat: as sampling.py does it, with a growing cache and every token awaited. The others: with a preallocated one.
    """
    chat, length = way in ("chat", "apart"), ids.shape[1] + count + 1
    cache = DynamicCache() if chat else StaticCache(config=llm._base.config.get_text_config(), max_cache_len=length)

    def step(token: torch.Tensor) -> torch.Tensor:
        hidden = llm.hidden(llm.embed(token), cache=cache)[0]
        return llm.logits(hidden[:, -1])[:, : llm.num_base_rows].argmax(-1, keepdim=True)

    def following(token: torch.Tensor) -> torch.Tensor:
        found = step(token).clone()
        return torch.tensor([[int(found)]], device=llm.device) if chat else found

    read_s, token = timed(lambda: step(ids))
    found = [token]
    if way == "compiled":
        step = torch.compile(step, mode="reduce-overhead", fullgraph=True)
        for _ in range(3):  # compiles, records, replays: none of it is the speed of a stream
            found.append(following(found[-1]))
    warm = len(found)
    began = clock()
    while len(found) < count:
        found.append(following(found[-1]))
    steps_s = (clock() - began) * count / max(1, count - warm)
    return read_s, steps_s, [int(t) for t in found]


def generated(llm: Any, ids: torch.Tensor, count: int) -> tuple[float, float, list[int]]:
    """The same by plain `generate` of the transformers library."""
    arguments = {"attention_mask": torch.ones_like(ids), "do_sample": False, "pad_token_id": 0, "eos_token_id": -1}
    llm._base.generate(ids, max_new_tokens=2, **arguments)  # first use loads kernels
    first_s, _ = timed(lambda: llm._base.generate(ids, max_new_tokens=1, **arguments))
    whole_s, out = timed(lambda: llm._base.generate(ids, max_new_tokens=count, **arguments))
    return first_s, max(whole_s - first_s, 1e-9) * count / max(1, count - 1), out[0, ids.shape[1] :].tolist()


def measure_tokens(llm: Any, length: int, count: int, bandwidth_gb_s: float, ways: tuple[str, ...]) -> dict[str, Any]:
    """Tokens a second by each of the `ways`; `same_tokens` is the share that plain generation would say too."""
    ids, read = prompt_ids(llm, length), bytes_read(llm._base)
    plain = generated(llm, ids, count)
    result: dict[str, Any] = {"prompt_tokens": length, "new_tokens": count, "bytes_per_token": read}
    for way in ways:
        if way == "compiled":
            found = attempt(WAYS[way], lambda: greedy(llm, ids, count, "compiled")) if CUDA else None
        else:
            found = plain if way == "generate" else greedy(llm, ids, count, way)
        if found is None:
            result[way] = None
            continue
        read_s, steps_s, tokens = found
        roof = read * count / steps_s / (bandwidth_gb_s * 1e9) if bandwidth_gb_s else None
        same = sum(a == b for a, b in zip(tokens, plain[2], strict=True)) / count
        result[way] = {"prefill_tok_s": length / read_s, "decode_tok_s": count / steps_s, "roof": roof,
                       "same_tokens": same}  # fmt: skip
    return result
