"""The token loop for language models whose spans are spelled with tags (signal_tags.py).

The same finite-state machine over other symbols: while the model writes text, what may become an opening tag is held
back; a complete tag of an allowed modality opens a span, one of any other cannot be completed; the caption is sampled
from tokens without "<"; the first such token, a line end or the model's end mark closes it, and the closing tag is fed
in its one spelling. So every span is well-formed, whatever the model says, and no tag is ever shown. Knows no decoder.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import torch
from torch import Tensor

from nextgpt_core.errors import Cancelled
from nextgpt_core.media import Modality
from nextgpt_core.sampling import MAX_MEDIA, ReplyLoop, SignalReady, SpokenText
from nextgpt_core.signal_tags import closing_tag, opening_tag

MAX_TAG_CAPTION_TOKENS = 64


class TagReplyLoop(ReplyLoop):
    """One reply, as `ReplyLoop`."""

    @torch.inference_mode()
    def run(self) -> Iterator[SpokenText | SignalReady]:
        self.tags = {opening_tag(m): m for m in self.signals.modalities}
        self.tag_ids = {i for tag in self.tags for i in self.llm.tokenize(tag)}
        self.ending = torch.zeros_like(self.closed)
        self.ending[self.llm.ending_ids] = True
        self.began = self.mark = time.monotonic()
        hidden = self._read_prompt()
        held, pending, spoken = "", [], False  # text that may become a tag; ids that may end inside a character
        while True:
            if self.cancel.is_set():
                raise Cancelled("stopped")
            missing = self.must_make[0] if self.must_make else None
            over = self.clock.num_tokens >= self.options.max_new_tokens
            token = self.llm.end_id
            if self.may_speak and not (over and spoken):
                token = self._word(hidden, held, pending, spoken, over)
            if token == self.llm.end_id:
                if held or pending:
                    yield SpokenText(held + self.llm.tokenizer.decode(pending))
                    held, pending = "", []
                if missing is None:
                    break
                self.fed = []
                hidden = self._advance(self.signals.opening_ids(missing))[-1]
                yield from self._tag_span(missing, hidden)
                hidden = self.last_hidden
                continue
            spoken = True
            if not held:
                self.fed = []  # projections read a span from its opening tag on
            text = held + self.llm.tokenizer.decode([*pending, token])
            start, modality = self._tag_in(text)
            if modality is not None:
                if text[:start]:
                    yield SpokenText(text[:start])
                tag = opening_tag(modality)
                rest = tag[len(held) - start :] if start < len(held) else text[len(held) : start] + tag
                # A token that reaches beyond the tag, or begins before it, is fed as the tag in its own spelling.
                whole = text[start:] == tag and start <= len(held)
                hidden = self._advance([token] if whole else self.llm.tokenize(rest))[-1]
                held, pending = "", []
                yield from self._tag_span(modality, hidden)
                hidden = self.last_hidden
                continue
            if text.endswith("\ufffd"):
                pending.append(token)
            else:
                if text[:start]:
                    yield SpokenText(text[:start])
                held, pending = text[start:], []
            if token not in self.tag_ids:  # a second picture must not be harder to open
                self.used.add(token)
            hidden = self._advance([token])[-1]

    def _tag_in(self, text: str) -> tuple[int, Modality | None]:
        """Where a tag, or what may become one, starts in `text` (its end if nowhere), and the tag if it is complete."""
        start = text.rfind("<")
        if start >= 0:
            for tag, modality in self.tags.items():
                if text[start:].startswith(tag):
                    return start, modality
                if tag.startswith(text[start:]):
                    return start, None
        return len(text), None

    def _word(self, hidden: Tensor, held: str, pending: list[int], spoken: bool, over: bool) -> int:
        """The next id in the text state. A token that would complete a tag that is not allowed is closed."""
        allowed = self.may_make if self.num_media < MAX_MEDIA else frozenset(self.must_make)
        if over:  # the length is used up, and words that must be there are still to come
            allowed = frozenset()
        closed = (self.closed if spoken else self.closed_at_start).clone()
        opened = [self.llm.end_id] if spoken or self.num_media else []
        while True:
            token = self._choose(hidden, closed, opened, penalise=True)
            self.clock.num_tokens -= 1
            if token == self.llm.end_id and not spoken:
                opened = []
                continue
            text = held + self.llm.tokenizer.decode([*pending, token])
            modality = self._tag_in(text)[1] if token != self.llm.end_id else None
            if modality is None or modality in allowed:
                break
            closed[token] = True
        self.clock.num_tokens += 1
        now = time.monotonic()
        if not self.clock.first_token_s:
            self.clock.first_token_s = now - self.began
        else:
            self.clock.token_s += now - self.mark
        self.mark = now
        return token

    def _tag_span(self, modality: Modality, hidden: Tensor) -> Iterator[SignalReady]:
        """Caption and closing tag after an opening tag; leaves the state after the span in `last_hidden`."""
        caption: list[int] = []
        while len(caption) < MAX_TAG_CAPTION_TOKENS:
            if self.cancel.is_set():
                raise Cancelled("stopped")
            if caption:
                token = self._choose(hidden, self.closed, [self.llm.end_id], penalise=False)
                if token == self.llm.end_id or self.ending[token]:
                    break
            else:
                token = self._choose(hidden, self.closed_at_start | self.ending, [], penalise=False)
            caption.append(token)
            hidden = self._advance([token])[-1]
        self.last_hidden = self._advance(self.llm.tokenize(closing_tag(modality)))[-1]
        self.num_media += 1
        if modality in self.must_make:
            self.must_make.remove(modality)
        states = torch.cat(self.fed)[None]
        self.fed = []
        now = time.monotonic()
        self.clock.token_s += now - self.mark
        yield SignalReady(modality, " ".join(self.llm.tokenizer.decode(caption).split()), states)
        self.mark = time.monotonic()  # decoding a medium is not time per token
