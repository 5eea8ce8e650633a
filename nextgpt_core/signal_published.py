"""Signal tokens as the released checkpoints lay them out: no open token and no caption inside, just K signals in a row.

"published" (NExT-GPT 7b_tiva_v0): <Img> </Img> around media that are read, then [IMG0..3] [VID0..23] [AUD0..7], 38 rows
after the 32,000 of LLaMA. "published-v1.5" (the later training code): <image_00..03> <video_00..23> <audio_00..07>, 36
rows. Ids count as in signal_tokens.py: the rows have no spelling in the tokenizer, so nobody can type one.
"""

from __future__ import annotations

from dataclasses import dataclass

from nextgpt_core.media import Modality
from nextgpt_core.signal_tokens import SHORT

BASE_ROWS = 32_000
ROW_ORDER = (Modality.IMAGE, Modality.VIDEO, Modality.AUDIO)
WRAPS = {"published": ("<Img>", "</Img>"), "published-v1.5": ()}
"""Marks around a medium that is read, by LLMConfig.spans; they take the first new rows."""


@dataclass(frozen=True)
class PublishedSignals:
    """The face of `SignalTokens`; a span is opened by its own first signal."""

    base_vocab: int
    counts: dict[Modality, int]
    wraps: tuple[str, ...] = WRAPS["published"]

    @property
    def modalities(self) -> tuple[Modality, ...]:
        return tuple(m for m in ROW_ORDER if self.counts.get(m, 0) > 0)

    @property
    def num_new(self) -> int:
        return len(self.wraps) + sum(self.counts[m] for m in self.modalities)

    def ids(self, modality: Modality) -> tuple[int, ...]:
        """The K signal ids of `modality`, in order."""
        start = self.base_vocab + len(self.wraps)
        for m in self.modalities:
            if m == modality:
                return tuple(range(start, start + self.counts[m]))
            start += self.counts[m]
        raise KeyError(f"{modality} has no signal tokens")

    def open_id(self, modality: Modality) -> int:
        return self.ids(modality)[0]

    def opening_ids(self, modality: Modality) -> list[int]:
        """What precedes a caption in a prompt: nothing."""
        return []

    def caption_text(self, caption: str) -> str:
        """Captions are no part of a span here; they stand in the text before it."""
        return ""

    def opens(self) -> dict[int, Modality]:
        return {self.open_id(m): m for m in self.modalities}

    def is_new(self, token_id: int) -> bool:
        return token_id >= self.base_vocab

    def mark_id(self, mark: str) -> int | None:
        """Id of a mark around media, None for any other."""
        return self.base_vocab + self.wraps.index(mark) if mark in self.wraps else None

    def name(self, token_id: int) -> str:
        """Spelling for logs, e.g. "[IMG0]"."""
        if 0 <= token_id - self.base_vocab < len(self.wraps):
            return self.wraps[token_id - self.base_vocab]
        for m in self.modalities:
            if token_id in self.ids(m):
                return f"[{SHORT[m]}{token_id - self.open_id(m)}]"
        raise KeyError(f"{token_id} is not a signal token")
