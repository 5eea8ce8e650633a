"""The token loop: one reply as a stream of text pieces and closed signal spans.

A finite-state machine keeps every span well-formed: the open token of a modality is sampled, its caption is sampled
from plain text, the first signal token closes the caption, and the remaining signal tokens are forced. What modalities
may or must appear is decided here too, by masking, so a forced choice is always obeyed. Knows no decoder.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from nextgpt_core.config import Options
from nextgpt_core.errors import Cancelled
from nextgpt_core.key_value_cache import KeyValueCache
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.model import NextGPTModel, Prompt

MAX_CAPTION_TOKENS = 24
MAX_MEDIA = 4
REPETITION_PENALTY = 1.1
"""On tokens this reply has already used outside captions; small models loop without it (Keskar et al. 2019)."""


@dataclass(frozen=True)
class SpokenText:
    """Decoded characters, whole ones only."""

    text: str


@dataclass(frozen=True)
class SignalReady:
    """A span has closed. `span_hidden` [1, L, D] are the hidden states of its tokens, open token to last signal."""

    modality: Modality
    caption: str
    span_hidden: Tensor


@dataclass
class LoopClock:
    """Filled while the loop runs."""

    first_token_s: float = 0.0
    token_s: float = 0.0
    num_tokens: int = 0


class ReplyLoop:
    """One reply. `run()` yields `SpokenText` and `SignalReady` in spoken order."""

    def __init__(
        self,
        model: NextGPTModel,
        prompt: Prompt,
        options: Options,
        generator: torch.Generator,
        cache: KeyValueCache,
        cancel: threading.Event,
    ) -> None:
        self.model, self.llm, self.signals = model, model.llm, model.signals
        self.prompt, self.options, self.generator = prompt, options, generator
        self.cache, self.cancel, self.clock = cache, cancel, LoopClock()
        wanted = options.modalities
        self.may_make = (
            frozenset(self.signals.modalities if wanted is None else wanted & set(MEDIA)) - options.forbidden
        )
        self.must_make = [] if wanted is None else [m for m in MEDIA if m in wanted]
        self.may_speak = Modality.TEXT not in options.forbidden and (wanted is None or Modality.TEXT in wanted)
        self.num_media = 0
        # Marks and new ids are closed unless a state opens them.
        total = self.signals.base_vocab + self.signals.num_new
        closed = torch.zeros(total, dtype=torch.bool, device=self.llm.device)
        closed[self.signals.base_vocab :] = True
        closed[self.llm.special_ids] = True
        self.closed = closed
        self.closed_at_start = closed.clone()  # white space alone is no text
        self.closed_at_start[self.llm.blank_ids] = True
        self.used: set[int] = set()
        self.fed: list[Tensor] = []

    def _advance(self, ids: list[int]) -> Tensor:
        """Feeds tokens; returns their last hidden states [len(ids), D] and keeps those that projections read."""
        embeds = self.llm.embed(torch.tensor([ids], device=self.llm.device))
        place = {}
        if self.prompt.positions is not None:
            # Words go on after the largest position, which media read by the model itself set apart from the count.
            first = self.prompt.positions.max() + 1 + len(self.cache.keys) - len(self.prompt.keys)
            place = {"positions": (first + torch.arange(len(ids), device=embeds.device)).expand(3, 1, -1)}
        last, for_projection = self.cache.feed(self.llm, tuple(ids), embeds, **place)
        self.fed.append(for_projection[0])
        return last[0]

    def _read_prompt(self) -> Tensor:
        """Feeds what of the prompt is not in the cache; returns the last hidden state [D]."""
        done = self.cache.rewind_to(self.prompt.keys)
        place = {}
        if self.prompt.positions is not None:
            place = {"positions": self.prompt.positions[:, None, done:]}
        if self.prompt.deep is not None and self.prompt.deep[done:].any():
            place["deep"] = self.prompt.deep[None, done:]
        keys, embeds = self.prompt.keys[done:], self.prompt.embeds[done:]
        return self.cache.feed(self.llm, keys, embeds[None], **place)[0][0, -1]

    def _choose(self, hidden: Tensor, closed: Tensor, opened: list[int], penalise: bool) -> int:
        """Samples one id that is not `closed` [V + R], or is `opened` after all; greedy at temperature 0."""
        self.clock.num_tokens += 1
        logits = self.llm.logits(hidden)
        if penalise and self.used:
            seen = torch.tensor(sorted(self.used), device=logits.device)
            score = logits[seen]
            logits[seen] = torch.where(score > 0, score / REPETITION_PENALTY, score * REPETITION_PENALTY)
        mask = closed.clone()
        mask[opened] = False
        logits = logits.masked_fill(mask, -torch.inf)
        if self.options.temperature == 0:
            return int(logits.argmax())
        probabilities = (logits / self.options.temperature).softmax(-1).cpu()
        ordered, order = probabilities.sort(descending=True)
        ordered[ordered.cumsum(0) - ordered > self.options.top_p] = 0
        return int(order[torch.multinomial(ordered, 1, generator=self.generator)])

    @torch.inference_mode()
    def run(self) -> Iterator[SpokenText | SignalReady]:
        began = mark = time.monotonic()
        hidden = self._read_prompt()
        pending: list[int] = []  # text ids not yet shown, because they may end inside a character
        spoken = False
        while True:
            if self.cancel.is_set():
                raise Cancelled("stopped")
            token = self._next_token(hidden, spoken)
            now = time.monotonic()
            if not self.clock.first_token_s:
                self.clock.first_token_s = now - began
            else:
                self.clock.token_s += now - mark
            mark = now
            if token == self.llm.end_id:
                break
            if token in self.signals.opens():
                if pending:
                    yield SpokenText(self.llm.tokenizer.decode(pending))
                    pending = []
                yield from self._span(self.signals.opens()[token])
                hidden = self.last_hidden
                mark = time.monotonic()  # decoding a medium is not time per token
                continue
            spoken = True
            self.used.add(token)
            pending.append(token)
            text = self.llm.tokenizer.decode(pending)
            if not text.endswith("\ufffd"):
                yield SpokenText(text)
                pending = []
            hidden = self._advance([token])[-1]
        if pending:
            yield SpokenText(self.llm.tokenizer.decode(pending))

    def _next_token(self, hidden: Tensor, spoken: bool) -> int:
        """The next id in the text state: a word, an open token, or the end."""
        missing = self.must_make[0] if self.must_make else None
        over = self.clock.num_tokens >= self.options.max_new_tokens
        if not self.may_speak and not missing and not self.num_media and self.may_make:
            # Words are forbidden and nothing is asked for by name: the model chooses which medium.
            return self._choose(
                hidden, self.closed | True, [self.signals.open_id(m) for m in self.may_make], penalise=False
            )
        if not self.may_speak or over and spoken:
            return self.signals.open_id(missing) if missing else self.llm.end_id
        may_open = self.may_make if self.num_media < MAX_MEDIA else frozenset(self.must_make)
        if over:  # captions have used up the length, and the words that must be there are still to come
            may_open = frozenset()
        opened = [self.signals.open_id(m) for m in may_open]
        if spoken or self.num_media:
            opened.append(self.llm.end_id)
        closed = self.closed if spoken else self.closed_at_start
        token = self._choose(hidden, closed, opened, penalise=True)
        if token == self.llm.end_id and not spoken:
            # A medium alone is half an answer: a reply that may hold text goes on with a word.
            token = self._choose(hidden, closed, [], penalise=True)
        return self.signals.open_id(missing) if token == self.llm.end_id and missing else token

    def _span(self, modality: Modality) -> Iterator[SignalReady]:
        """Caption, then signals; leaves the hidden state after the span in `last_hidden`."""
        signals = list(self.signals.ids(modality))
        self.fed: list[Tensor] = []
        began = time.monotonic()
        hidden = self._advance([self.signals.open_id(modality)])[-1]
        caption: list[int] = []
        while len(caption) < MAX_CAPTION_TOKENS:
            if self.cancel.is_set():
                raise Cancelled("stopped")
            closed = self.closed if caption else self.closed_at_start
            token = self._choose(hidden, closed, signals[:1] if caption else [], penalise=False)
            if token == signals[0]:
                break
            caption.append(token)
            hidden = self._advance([token])[-1]
        states = self._advance(signals)
        self.last_hidden = states[-1]
        self.num_media += 1
        if modality in self.must_make:
            self.must_make.remove(modality)
        text = " ".join(self.llm.tokenizer.decode(caption).split())
        self.clock.token_s += time.monotonic() - began
        yield SignalReady(modality, text, torch.cat(self.fed)[None])
