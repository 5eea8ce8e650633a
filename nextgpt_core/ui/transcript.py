"""The server's own record of one chat: who said what, with the file that shows each medium. The truth behind the page.

Immutable values; every change gives a new transcript. Knows no Gradio and no network.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from nextgpt_core.conversation import Conversation, Turn
from nextgpt_core.media import Part, Text


@dataclass(frozen=True)
class Item:
    """One part and, for a medium, the browser-safe file that shows it and the seconds it took to make (0: unknown)."""

    part: Part
    path: Path | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Entry:
    """One side's message. `footer` is a quiet line below it, `failure` a sentence on why it is incomplete."""

    role: str
    items: tuple[Item, ...]
    footer: str = ""
    failure: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(item.part.text for item in self.items if isinstance(item.part, Text))

    @property
    def paths(self) -> list[Path]:
        return [item.path for item in self.items if item.path is not None]

    @property
    def turn(self) -> Turn:
        return Turn(self.role, tuple(item.part for item in self.items))


@dataclass(frozen=True)
class Transcript:
    """Entries in spoken order, user and assistant in turn."""

    entries: tuple[Entry, ...] = ()

    def add(self, entry: Entry) -> Transcript:
        return Transcript((*self.entries, entry))

    def upto(self, index: int) -> Transcript:
        """The entries before `index`."""
        return Transcript(self.entries[:index])

    @property
    def unanswered(self) -> bool:
        return bool(self.entries) and self.entries[-1].role == "user"

    def asked_at(self, index: int) -> int | None:
        """Index of the user's entry that led to entry `index` (which may be that entry itself)."""
        for position in range(min(index, len(self.entries) - 1), -1, -1):
            if self.entries[position].role == "user":
                return position
        return None

    def edited(self, index: int, text: str) -> Transcript:
        """Cut behind the user's entry `index`, whose words become `text`; its media stay."""
        entry = self.entries[index]
        media = tuple(item for item in entry.items if item.path is not None)
        words = (Item(Text(text)),) if text.strip() else ()
        return self.upto(index).add(replace(entry, items=media + words))

    def conversation(self) -> Conversation:
        """What the model is told. A question that got no answer at all (failed or stopped early) is left out, unless
        it is the one to answer now; the person still sees it."""
        turns: list[Turn] = []
        for entry in self.entries:
            if entry.role == "assistant" and not entry.items:
                if turns and turns[-1].role == "user":
                    turns.pop()
                continue
            turns.append(entry.turn)
        return Conversation(tuple(turns))
