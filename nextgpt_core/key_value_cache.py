"""The language model's keys and values of one conversation, reused as far as the next prompt starts the same way.

Two of them: one that grows with every token, and one of fixed size (`LLMConfig.static_cache`) for GPUs, where a step of
one token is recorded once as a CUDA graph and then replayed, because launching its hundreds of kernels one by one takes
longer than they run. Both say the same. Knows ids and embeddings, not how tokens are chosen.

Letters: L tokens fed, D width of the language model.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from transformers.cache_utils import Cache, DynamicCache, StaticCache

log = logging.getLogger(__name__)


class KeyValueCache:
    """Grows with every token. `keys` name the positions that are in it, as in model.Prompt."""

    def __init__(self) -> None:
        self.keys: tuple = ()
        self.cache: Cache = DynamicCache()

    def shared_with(self, keys: tuple) -> int:
        """How many leading positions agree with `keys`."""
        count = 0
        for ours, theirs in zip(self.keys, keys, strict=False):
            if ours != theirs:
                break
            count += 1
        return count

    def rewind_to(self, keys: tuple) -> int:
        """Drops what does not agree with `keys`; returns how many leading positions are already computed. At least
        the last position is always left to compute, because its hidden state starts the reply."""
        shared = self.shared_with(keys[:-1])
        if shared < len(self.keys):
            self._drop(len(self.keys) - shared)
        self.keys = self.keys[:shared]
        return shared

    def _drop(self, count: int) -> None:
        """Forgets the last `count` positions."""
        if count == len(self.keys):
            self.cache = DynamicCache()
        else:
            self.cache.crop(-count)

    def feed(self, llm: Any, keys: tuple, embeds: Tensor, **place: Tensor) -> tuple[Tensor, Tensor]:
        """embeds [1, L, D] of the positions `keys` -> hidden states as `llm.hidden` gives them."""
        self.keys += keys
        return llm.hidden(embeds, cache=self.cache, **place)


FIRST_LENGTH = 1024
"""Positions of a new static cache. It doubles when it is full: a step reads all of it, and every length is recorded."""


class StaticKeyValueCache(KeyValueCache):
    """Of a fixed length, which doubles when it is full; what is in it then moves along."""

    def __init__(self) -> None:
        self.keys, self.length = (), 0
        self.cache: Cache | None = None
        self._step: Callable[..., tuple[Tensor, Tensor]] | None = None

    def _drop(self, count: int) -> None:
        self.cache.crop(-count)  # the memory stays, and with it what was recorded

    def feed(self, llm: Any, keys: tuple, embeds: Tensor, **place: Tensor) -> tuple[Tensor, Tensor]:
        if (needed := len(self.keys) + len(keys)) > self.length:
            self._lengthen(llm, needed)
        self.keys += keys
        if len(keys) > 1 or not records(embeds.device):
            return llm.hidden(embeds, cache=self.cache, **place)
        if self._step is None:
            self._step = recorded_step(llm, self.cache, embeds, place)
        return self._step(embeds, **place)

    def _lengthen(self, llm: Any, needed: int) -> None:
        self.length = self.length or FIRST_LENGTH
        while self.length < needed:
            self.length *= 2
        before, self._step = self.cache, None
        self.cache = StaticCache(config=llm.text_config, max_cache_len=self.length)
        if before is not None and before.layers[0].is_initialized:
            for old, new in zip(before.layers, self.cache.layers, strict=True):
                new.update(old.keys[:, :, : len(self.keys)], old.values[:, :, : len(self.keys)])


def records(device: torch.device) -> bool:
    """Whether steps can be recorded there."""
    return device.type == "cuda"


WARM_UPS = 2
"""Steps before the recording, in which libraries choose and load their kernels."""


def recorded_step(llm: Any, cache: Cache, embeds: Tensor, place: dict[str, Tensor]) -> Callable:
    """`llm.hidden` of one token, embeds [1, 1, D], over `cache`, as a CUDA graph. Where the model does something that
    cannot be recorded (some quantised layers and mixtures of experts ask the device for numbers), the plain step."""
    inputs = {"embeds": embeds.clone(), **{name: tensor.clone() for name, tensor in place.items()}}

    def step(**given: Tensor) -> tuple[Tensor, Tensor]:
        return llm.hidden(cache=cache, **given)

    here, graph = torch.cuda.current_stream(embeds.device), torch.cuda.CUDAGraph()
    beside = torch.cuda.Stream(embeds.device)
    beside.wait_stream(here)
    with torch.cuda.stream(beside):
        for _ in range(WARM_UPS):
            step(**inputs)
            cache.crop(-1)
    here.wait_stream(beside)
    try:
        # Another thread may be making a medium: what it does on its own stream is no business of this recording.
        with torch.cuda.graph(graph, stream=beside, capture_error_mode="thread_local"):
            outputs = step(**inputs)
    except RuntimeError as error:
        log.warning("Steps of the language model are not recorded as a CUDA graph, so it is slower: %s", error)
        return lambda embeds, **place: step(embeds=embeds, **place)

    def replayed(embeds: Tensor, **place: Tensor) -> tuple[Tensor, Tensor]:
        for name, tensor in {"embeds": embeds, **place}.items():
            inputs[name].copy_(tensor)
        graph.replay()
        last, for_projection = (tensor.clone() for tensor in outputs)  # the next step writes where these are
        return last, for_projection

    return replayed
