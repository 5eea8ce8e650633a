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
    """One part and, for a medium, the browser-safe file that shows it, the seconds it took to make (0: unknown) and
    the seed it was made from (None: not made here)."""

    part: Part
    path: Path | None = None
    seconds: float = 0.0
    seed: int | None = None


@dataclass(frozen=True)
class Entry:
    """One side's message. `footer` is a quiet line below it, `failure` a sentence on why it is incomplete, `seed`
    that of the whole answer."""

    role: str
    items: tuple[Item, ...]
    footer: str = ""
    failure: str = ""
    seed: int | None = None

    @property
    def text(self) -> str:
        return "\n\n".join(item.part.text for item in self.items if isinstance(item.part, Text))

    @property
    def paths(self) -> list[Path]:
        return [item.path for item in self.items if item.path is not None]

    @property
    def turn(self) -> Turn:
        return Turn(self.role, tuple(item.part for item in self.items))

    @property
    def there(self) -> Entry:
        """Without the media whose files are gone."""
        return replace(self, items=tuple(item for item in self.items if item.path is None or item.path.is_file()))


@dataclass(frozen=True)
class Fork:
    """Several versions of what was said from entry `at` on. The one shown is number `chosen` (from 0) and stands in
    the transcript's entries; `others` are the rest in order, each beginning with its entry `at`."""

    at: int
    chosen: int
    others: tuple[Transcript, ...]

    def all_with(self, shown: Transcript) -> tuple[Transcript, ...]:
        return (*self.others[: self.chosen], shown, *self.others[self.chosen :])


@dataclass(frozen=True)
class Transcript:
    """Entries in spoken order, user and assistant in turn. `forks` hold the versions that are not shown, in order of
    the entry where they part; a version's own forks count entries from the start of the chat too."""

    entries: tuple[Entry, ...] = ()
    forks: tuple[Fork, ...] = ()

    def add(self, entry: Entry) -> Transcript:
        return replace(self, entries=(*self.entries, entry))

    def upto(self, index: int) -> Transcript:
        """The entries before `index`; versions of later ones are forgotten."""
        return Transcript(self.entries[:index], tuple(fork for fork in self.forks if fork.at < index))

    def versions(self, index: int) -> tuple[int, int]:
        """(number of the shown version of entry `index`, from 0; how many there are)."""
        fork = self._fork(index)
        return (fork.chosen, len(fork.others) + 1) if fork else (0, 1)

    def branched(self, index: int) -> Transcript:
        """The entries before `index`; what follows is kept as a version, and the next entry added is another."""
        if index >= len(self.entries):
            return self
        fork, shown = self._fork(index), self._from(index)
        kept = fork.all_with(shown) if fork else (shown,)
        cut = self.upto(index)
        return replace(cut, forks=(*cut.forks, Fork(index, len(kept), kept)))

    def switched(self, index: int, number: int) -> Transcript:
        """Shows version `number` of entry `index`; nothing happens where there is no such version."""
        fork = self._fork(index)
        if fork is None or not 0 <= number <= len(fork.others) or number == fork.chosen:
            return self
        every = fork.all_with(self._from(index))
        cut, wanted = self.upto(index), every[number]
        fork = Fork(index, number, every[:number] + every[number + 1 :])
        return Transcript(cut.entries + wanted.entries, (*cut.forks, fork, *wanted.forks))

    def _fork(self, index: int) -> Fork | None:
        return next((fork for fork in self.forks if fork.at == index), None)

    def _from(self, index: int) -> Transcript:
        return Transcript(self.entries[index:], tuple(fork for fork in self.forks if fork.at > index))

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
        """Another version of the user's entry `index` with these words and the same media; the old one is kept."""
        entry = self.entries[index]
        media = tuple(item for item in entry.items if item.path is not None)
        words = (Item(Text(text)),) if text.strip() else ()
        return self.branched(index).add(replace(entry, items=media + words))

    def conversation(self) -> Conversation:
        """What the model is told. A question that got no answer at all (failed or stopped early) is left out, unless
        it is the one to answer now; the person still sees it. So are earlier media whose files are gone."""
        turns: list[Turn] = []
        for entry in (*(entry.there for entry in self.entries[:-1]), *self.entries[-1:]):
            if entry.role == "assistant" and not entry.items:
                if turns and turns[-1].role == "user":
                    turns.pop()
                continue
            turns.append(entry.turn)
        return Conversation(tuple(turns))
