"""Gathers the events of one reply into what the page shows meanwhile and what the transcript keeps afterwards.

Knows the event types and nothing about Gradio or networks.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from nextgpt_core.config import Options
from nextgpt_core.events import Event, Finished, MediaReady, MediaStarted, MediaStep, TextPiece, Timings
from nextgpt_core.media import Modality, Part, Text
from nextgpt_core.ui.transcript import Entry, Item
from nextgpt_core.ui.words import say

MAX_WAIT_S = 600.0


@dataclass(frozen=True)
class Progress:
    """The medium being made right now."""

    modality: Modality
    caption: str
    num_steps: int
    step: int = 0  # steps done
    preview: np.ndarray | None = None  # uint8 [h, w, 3]


@dataclass
class ReplyInProgress:
    """One reply from the moment the question is sent. `save(part, seed)` writes a medium and returns its
    path. Any thread may call `stop`; only the thread that makes the reply calls `take`."""

    save: Callable[[Part, int], Path]
    options: Options
    language: str = "en"
    stopped: threading.Event = field(default_factory=threading.Event)
    begun: bool = False
    asked_s: float = field(default_factory=time.monotonic)
    items: tuple[Item, ...] = ()
    progress: Progress | None = None
    finished: Finished | None = None

    @property
    def awaited(self) -> bool:
        """False once nobody can be waiting for it any more: a page closed while it stood in line says nothing."""
        return self.begun or time.monotonic() - self.asked_s < MAX_WAIT_S

    def take(self, event: Event) -> None:
        if isinstance(event, TextPiece):
            if self.items and isinstance(self.items[-1].part, Text):
                last = Item(Text(self.items[-1].part.text + event.text))
                self.items = (*self.items[:-1], last)
            else:
                self.items = (*self.items, Item(Text(event.text)))
        elif isinstance(event, MediaStarted):
            self.progress = Progress(event.modality, event.caption, event.num_steps)
        elif isinstance(event, MediaStep):
            caption, seen = (self.progress.caption, self.progress.preview) if self.progress else ("", None)
            preview = seen if event.preview is None else event.preview
            self.progress = Progress(event.modality, caption, event.num_steps, event.step, preview)
        elif isinstance(event, MediaReady):
            reply_seed = (event.seed - event.index) % 2**32  # what a person would type to get all of this again
            item = Item(event.part, self.save(event.part, reply_seed), event.seconds, reply_seed)
            self.items, self.progress = (*self.items, item), None
        elif isinstance(event, Finished):
            media = iter([item for item in self.items if item.path is not None])
            self.items = tuple(Item(p) if isinstance(p, Text) else self._final(next(media), p) for p in event.parts)
            self.progress, self.finished = None, event

    def _final(self, item: Item, part: Part) -> Item:
        """The item with the part as it ended: saved again where it has changed since (a clip got its sound)."""
        path = item.path if part == item.part else self.save(part, item.seed)
        return replace(item, part=part, path=path)

    def entry(self, failure: str = "") -> Entry:
        """What is there so far, as the transcript keeps it. Empty stretches of text are dropped."""
        items = tuple(i for i in self.items if not isinstance(i.part, Text) or i.part.text.strip())
        footer, seed = "", self.options.seed
        if self.finished:
            footer, seed = footer_line(self.finished.timings, self.finished.seed, self.language), self.finished.seed
        if not failure and (self.stopped.is_set() or (self.finished is not None and self.finished.stopped)):
            footer = " · ".join(filter(None, (say(self.language, "stopped"), footer)))
        elif not failure and not items:
            failure = say(self.language, "empty_answer")
        return Entry("assistant", items, footer, failure, seed)


def footer_line(timings: Timings, seed: int, language: str = "en") -> str:
    """E.g. "4.2 s · 38 tokens/s · seed 7"."""
    told = [say(language, "in_s", seconds=timings.total_s)]
    if timings.tokens_per_s:
        told.append(say(language, "per_s", speed=f"{timings.tokens_per_s:.{0 if timings.tokens_per_s >= 10 else 1}f}"))
    return " · ".join((*told, say(language, "in_seed", seed=seed)))
