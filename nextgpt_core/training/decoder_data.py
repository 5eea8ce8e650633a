"""What decoder training reads: latents of a pack's media and language-model states of its captions, computed once.

Both lie as arrays beside the pack. Knows packs, autoencoders and the language model's text states.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from nextgpt_core.data.packs import Pack
from nextgpt_core.decoders.base import TextStates

MAX_CAPTION_TOKENS = 32

CATEGORY_WEIGHTS = {
    "Animals & Nature": 3.0,
    "Food & Drink": 2.0,
    "Travel & Places": 2.0,
    "Activities": 2.0,
    "Objects": 1.5,
    "People & Body": 0.5,
    "Smileys & Emotion": 0.5,
    "Symbols": 0.4,
}
"""How often a decoder's training draws pictures of a category, per row. On a budget of minutes, things that people ask
for come before the hundred nearly equal faces."""

STYLE_WEIGHTS = {"flat": 0.7, "twemoji": 0.3}


def write_text_states(pack: Pack, text_states: TextStates, log=print, batch_size: int = 128) -> None:
    """Writes `states.npy` float16 [tokens of all distinct captions, D], `spans.npy` int64 [rows, 2] (start, length).

    Captions are sorted by length so that batches hold little padding. Longer ones are cut at MAX_CAPTION_TOKENS.
    """
    if (pack.folder / "spans.npy").is_file():
        return
    distinct = sorted(set(pack.captions), key=lambda c: (len(c), c))
    chunks, spans, position = [], {}, 0
    for start in range(0, len(distinct), batch_size):
        captions = distinct[start : start + batch_size]
        states, mask = text_states(captions)
        for caption, state, length in zip(captions, states, mask.sum(1).tolist(), strict=True):
            length = min(length, MAX_CAPTION_TOKENS)
            chunks.append(state[:length].half().numpy())
            spans[caption] = (position, length)
            position += length
        if start // batch_size % 25 == 0:
            log(f"caption states: {start + len(captions)} of {len(distinct)}")
    np.save(pack.folder / "states.npy", np.concatenate(chunks))
    np.save(pack.folder / "spans.npy", np.array([spans[caption] for caption in pack.captions]))


def write_latents(pack: Pack, encode: Callable[[np.ndarray], Tensor], log=print, batch_size: int = 64) -> None:
    """Writes `latents.npy` float16 [rows, N, C]; `encode` turns a slice of media into tokens [b, N, C]."""
    if (pack.folder / "latents.npy").is_file():
        return
    chunks = []
    with torch.no_grad():
        for start in range(0, len(pack), batch_size):
            chunks.append(encode(np.asarray(pack.media[start : start + batch_size])).half().numpy())
            if start // batch_size % 50 == 0:
                log(f"latents: {start} of {len(pack)}")
    np.save(pack.folder / "latents.npy", np.concatenate(chunks))


class LatentData:
    """Latents and caption states of one pack or several, in memory."""

    def __init__(self, *folders: Path) -> None:
        self.rows = [row for folder in folders for row in Pack(folder).rows]
        self.latents = torch.cat([torch.from_numpy(np.load(folder / "latents.npy")) for folder in folders])
        states = [np.load(folder / "states.npy") for folder in folders]
        starts = np.cumsum([0, *map(len, states)])
        self.states = torch.from_numpy(np.concatenate(states))
        self.spans = np.concatenate(
            [np.load(folder / "spans.npy") + [start, 0] for folder, start in zip(folders, starts, strict=False)]
        )

    @property
    def captions(self) -> list[str]:
        return [row["caption"] for row in self.rows]

    @cached_property
    def fellows(self) -> tuple[Tensor, Tensor, Tensor]:
        """Rows of which the same is true, and which may therefore swap captions: all rows in the order of their groups,
        and of every row the place where its group begins and its size. Of pictures and clips nothing is noted that
        would tell, and each stands alone."""
        keys = [
            json.dumps([row["labels"], row["facts"]], sort_keys=True) if "facts" in row else str(number)
            for number, row in enumerate(self.rows)
        ]
        _, group, sizes = np.unique(keys, return_inverse=True, return_counts=True)
        starts = np.cumsum(sizes) - sizes
        return torch.from_numpy(np.argsort(group, kind="stable")), *map(torch.from_numpy, (starts[group], sizes[group]))

    def fellow(self, rows: Tensor, generator: torch.Generator) -> Tensor:
        """For each row one of its fellows, drawn evenly. A caption that always comes with the same sound is learned by
        heart, and a draft that has seen the answer teaches the flow nothing."""
        order, starts, sizes = self.fellows
        return order[starts[rows] + (torch.rand(len(rows), generator=generator) * sizes[rows]).long()]

    def __len__(self) -> int:
        return len(self.latents)

    def batch(self, rows: list[int], generator: torch.Generator | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """-> latents [B, N, C] float32, states [B, L, D] float32, mask [B, L]; with `generator` under captions of
        fellows."""
        told = rows if generator is None else self.fellow(torch.as_tensor(rows), generator).tolist()
        spans = self.spans[told]
        longest = int(spans[:, 1].max())
        states = torch.zeros(len(rows), longest, self.states.shape[1])
        mask = torch.zeros(len(rows), longest, dtype=torch.bool)
        for i, (start, length) in enumerate(spans.tolist()):
            states[i, :length] = self.states[start : start + length].float()
            mask[i, :length] = True
        return self.latents[rows].float(), states, mask

    def weights(self, concepts: Path) -> Tensor:
        """[rows]: rows of what people ask for most, and of the main style, are drawn more often. Rows that name no
        picture concept (sounds) all weigh the same."""
        categories = {c["concept"]: c["category"] for c in json.loads(concepts.read_text(encoding="utf-8"))}
        weights = [
            CATEGORY_WEIGHTS.get(categories.get(r["concept"], ""), 1.0) * STYLE_WEIGHTS.get(r.get("style"), 1.0)
            for r in self.rows
        ]
        return torch.tensor(weights)

    def text_statistics(self) -> tuple[Tensor, Tensor]:
        """Mean and standard deviation of every state dimension over distinct caption tokens."""
        sample = self.states[:: max(1, len(self.states) // 50_000)].float()
        return sample.mean(0), sample.std(0).clamp(min=1e-3)
