"""The token loop for models laid out like the released checkpoints (signal_published.py).

No repetition penalty, no captions inside spans, and a reply ends where the model writes "###", the next speaker's sign.
What was said since the last medium serves as the caption: the released model repeats it before its signals. The first
signal of a span is sampled, the others are forced, so a span is always whole.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import torch
from torch import Tensor

from nextgpt_core.errors import Cancelled
from nextgpt_core.media import Modality
from nextgpt_core.sampling import MAX_MEDIA, ReplyLoop, SignalReady, SpokenText

STOP = "###"
MAX_CAPTION_CHARACTERS = 200


class PublishedReplyLoop(ReplyLoop):
    """One reply; `run()` yields as ReplyLoop does, `span_hidden` [1, K, D] are the states of the K signals."""

    @torch.inference_mode()
    def run(self) -> Iterator[SpokenText | SignalReady]:
        began = mark = time.monotonic()
        hidden = self._read_prompt()
        pending: list[int] = []  # ids not yet shown: they may end inside a character or begin the stop
        self.said, self.shown, spoken = "", [], False
        while True:
            if self.cancel.is_set():
                raise Cancelled("stopped")
            token = self._next(hidden, spoken)
            now = time.monotonic()
            if not self.clock.first_token_s:
                self.clock.first_token_s = now - began
            else:
                self.clock.token_s += now - mark
            mark = now
            opened = self.signals.opens().get(token)
            if opened is None and token != self.llm.end_id:
                pending.append(token)
                text = self._text(pending)
                if STOP not in text:
                    if not text.endswith("\ufffd") and not may_become_stop(text):
                        yield self._speak(text)
                        self.shown, pending, spoken = pending, [], True
                    hidden = self._advance([token])[-1]
                    continue
            text = self._text(pending).split(STOP)[0]
            self.shown, pending = pending or self.shown, []
            if text.strip():
                yield self._speak(text)
                spoken = True
            if opened is None and not self.must_make:
                return
            yield from self._span(opened or self.must_make[0])
            hidden, mark = self.last_hidden, time.monotonic()

    def _text(self, ids: list[int]) -> str:
        """What `ids` add to the text: LLaMA's tokenizer drops the blank before the first word it decodes, so the words
        shown last are decoded with them and taken off again."""
        decode = self.llm.tokenizer.decode
        return decode([*self.shown, *ids])[len(decode(self.shown)) :] if self.shown else decode(ids)

    def _speak(self, text: str) -> SpokenText:
        self.said += text
        return SpokenText(text)

    def _next(self, hidden: Tensor, spoken: bool) -> int:
        """The next id: a word, the first signal of a span, or the end."""
        over = self.clock.num_tokens >= self.options.max_new_tokens
        if over or not self.may_speak:
            return self.signals.open_id(self.must_make[0]) if self.must_make else self.llm.end_id
        may_open = self.may_make if self.num_media < MAX_MEDIA else frozenset(self.must_make)
        opened = [self.signals.open_id(m) for m in may_open]
        if spoken or self.num_media:  # an empty reply is no reply
            opened.append(self.llm.end_id)
        return self._choose(hidden, self.closed, opened, penalise=False)

    def _span(self, modality: Modality) -> Iterator[SignalReady]:
        """All K signals; leaves the hidden state after the span in `last_hidden`."""
        began = time.monotonic()
        self.fed = []
        self.last_hidden = self._advance(list(self.signals.ids(modality)))[-1]
        self.num_media += 1
        if modality in self.must_make:
            self.must_make.remove(modality)
        caption, self.said = " ".join(self.said.split())[-MAX_CAPTION_CHARACTERS:], ""
        self.clock.token_s += time.monotonic() - began
        yield SignalReady(modality, caption, torch.cat(self.fed)[None])


def may_become_stop(text: str) -> bool:
    """Whether the end of `text` is a beginning of the stop."""
    return any(text.endswith(STOP[:length]) for length in range(1, len(STOP)))
