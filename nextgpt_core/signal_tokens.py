"""Names, ids and counts of the modality-signal tokens. The one place that spells them.

Every modality that can be made owns one *open* token, which starts its span, and K *signal* tokens. A span reads

    <open> caption text ... <sig_0> <sig_1> ... <sig_K-1>

The ids lie above the base vocabulary and have no spelling in the tokenizer, so no text typed by a person can become
a signal (NExT-GPT, Wu et al. 2024, section 3, names its tokens [IMG_i], [AUD_i], [VID_i]; so do we, for display only).
"""

from __future__ import annotations

from dataclasses import dataclass

from nextgpt_core.media import MEDIA, Modality

SHORT = {Modality.IMAGE: "IMG", Modality.AUDIO: "AUD", Modality.VIDEO: "VID"}


@dataclass(frozen=True)
class SignalTokens:
    """Id layout: base vocabulary, then for each modality (in the order of `MEDIA`) its open token and its K signals."""

    base_vocab: int
    counts: dict[Modality, int]

    @property
    def modalities(self) -> tuple[Modality, ...]:
        return tuple(m for m in MEDIA if self.counts.get(m, 0) > 0)

    @property
    def num_new(self) -> int:
        """Rows to add to the embedding: one open token and K signals per modality."""
        return sum(1 + self.counts[m] for m in self.modalities)

    def open_id(self, modality: Modality) -> int:
        start = self.base_vocab
        for m in self.modalities:
            if m == modality:
                return start
            start += 1 + self.counts[m]
        raise KeyError(f"{modality} has no signal tokens")

    def opening_ids(self, modality: Modality) -> list[int]:
        """What starts a span in a prompt: the open token."""
        return [self.open_id(modality)]

    def caption_text(self, caption: str) -> str:
        """A caption as it is tokenised within a span."""
        return " " + caption

    def ids(self, modality: Modality) -> tuple[int, ...]:
        """The K signal ids of `modality`, in order."""
        start = self.open_id(modality) + 1
        return tuple(range(start, start + self.counts[modality]))

    def opens(self) -> dict[int, Modality]:
        return {self.open_id(m): m for m in self.modalities}

    def is_new(self, token_id: int) -> bool:
        return token_id >= self.base_vocab

    def name(self, token_id: int) -> str:
        """Spelling for logs, e.g. "<IMG>" or "[IMG0]"."""
        for m in self.modalities:
            if token_id == self.open_id(m):
                return f"<{SHORT[m]}>"
            if token_id in self.ids(m):
                return f"[{SHORT[m]}{token_id - self.open_id(m) - 1}]"
        raise KeyError(f"{token_id} is not a signal token")
