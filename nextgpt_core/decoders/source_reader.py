"""What the sources of a sound are: which to make, each alone, and how each is played.

The flow makes every source once, under a condition of its own; playing.py puts them into time and over each other.

Letters: B batch, T condition tokens of one source, D condition width.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from nextgpt_core.decoders.melody import SCALES, TEMPOS
from nextgpt_core.decoders.playing import KINDS, MOST_TIMES, REGISTERS, Playing
from nextgpt_core.decoders.things_reader import THINGS, ThingsReader

FIELDS = {
    "kind": KINDS,
    "times": tuple(range(MOST_TIMES + 1)),
    "tempo": (None, *TEMPOS),
    "mood": (None, *SCALES),
}
"""What is said of the playing of a source, and all that can be said of it."""
REGISTER = (None, *REGISTERS)
"""Not said of the playing but of the source itself, in whose condition it lies: a low note sounds otherwise."""


class SourceReader(ThingsReader):
    """Heads over every field of every source, over its register, and over whether there is a second source."""

    def __init__(self, text_dim: int, num_tokens: int, dim: int, width: int = 256) -> None:
        super().__init__(text_dim, num_tokens, dim, width)
        self.present = nn.Linear(width, THINGS)
        self.register = nn.Linear(num_tokens * dim, len(REGISTER))
        self.fields = nn.ModuleDict({name: nn.Linear(width, THINGS * len(known)) for name, known in FIELDS.items()})

    def said_of(self, condition: Tensor) -> dict[str, Tensor]:
        """The condition -> logits: "present" [B, THINGS], and of each field [B, THINGS, classes]."""
        h = self.told_of(condition)
        said = {name: head(h).unflatten(1, (THINGS, -1)) for name, head in self.fields.items()}
        return {"present": self.present(h), **said}

    def register_of(self, things: Tensor) -> Tensor:
        """Conditions of sources [..., T, D] -> logits [..., len(REGISTER)]."""
        return self.register(things.flatten(-2))

    @torch.inference_mode()
    def sources(self, condition: Tensor) -> tuple[Tensor, list[Playing]]:
        """condition [1, ...] -> the conditions of the sources, [L, T, D] with L of 1 or 2, and how each is played."""
        said = self.said_of(condition)
        count = 1 + int(said.pop("present")[0, 1] > 0)
        best = {name: logits[0].argmax(-1).tolist() for name, logits in said.items()}
        things = self.things_of(condition)[0, :count]
        best["register"] = self.register_of(things).argmax(-1).tolist()
        known = {**FIELDS, "register": REGISTER}
        played = [Playing(**{name: known[name][best[name][k]] for name in known}) for k in range(count)]
        return things, played
