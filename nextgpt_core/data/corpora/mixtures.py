"""Two sounds at once, mixed from finished clips of the same split.

Knows which kinds may be mixed; labels are ordered loudest first.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from nextgpt_core.data.corpora.clips import Clip, finish, seeded, splits

_FRONT = ("instrument", "animal", "effect", "machine", "voice", "speech")
_PAIRS = (
    ("effect", "nature"),
    ("animal", "nature"),
    ("instrument", "nature"),
    ("machine", "nature"),
    ("speech", "nature"),
    ("animal", "effect"),
    ("effect", "machine"),
    ("animal", "machine"),
    ("speech", "instrument"),
    ("voice", "nature"),
    ("animal", "animal"),
    ("instrument", "animal"),
)


Parts = list[tuple[np.ndarray, list[dict]]]
"""int16 [N, S] and the N rows that say what they are, for each part of the corpus."""


def mixtures(parts: Parts, num: int) -> Iterator[Clip]:
    """`num` clips of two different labels; the second is 1-7 dB quieter. Facts of a tune stay when it is in front."""
    pools, rng = _pools(parts), seeded("mixtures")
    for k, split in enumerate(splits(num)):
        yield _mixture(parts, pools, _PAIRS[k % len(_PAIRS)], split, rng)


def more_mixtures(parts: Parts, num: int, split: str) -> Iterator[Clip]:
    """`num` others of one split."""
    pools, rng = _pools(parts), seeded("more mixtures", split)
    known = {
        kind: {parts[which][1][number]["labels"][0] for which, number in rows}
        for (kind, its), rows in pools.items()
        if its == split
    }
    # A small corpus may lack a kind, or hold one label of it, which does not mix with itself.
    pairs = [(a, b) for a, b in _PAIRS if a in known and b in known and len(known[a] | known[b]) > 1]
    for k in range(num):
        yield _mixture(parts, pools, pairs[k % len(pairs)], split, rng)


def _pools(parts: Parts) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """(kind, split) -> (part, number) of every row."""
    pools: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for which, (_, rows) in enumerate(parts):
        for number, row in enumerate(rows):
            pools.setdefault((row["kind"], row["split"]), []).append((which, number))
    return pools


def _mixture(parts: Parts, pools: dict, kinds: tuple[str, str], split: str, rng: np.random.Generator) -> Clip:
    while True:
        picks = [pools[kind, split][int(rng.integers(len(pools[kind, split])))] for kind in kinds]
        rows = [parts[which][1][number] for which, number in picks]
        if rows[0]["labels"] != rows[1]["labels"]:
            break
    front, back = (parts[which][0][number].astype(np.float32) / 32767 for which, number in picks)
    loudness = [max(float(np.sqrt(np.mean(wave**2))), 1e-4) for wave in (front, back)]
    back = back * min(loudness[0] / loudness[1], 4.0) * 10 ** (-float(rng.uniform(1, 7)) / 20)
    facts = rows[0]["facts"] if kinds[0] in _FRONT else {}
    licences = " and ".join(dict.fromkeys(row["licence"] for row in rows))
    sources = " and ".join(dict.fromkeys(row["source"] for row in rows))
    labels = (rows[0]["labels"][0], rows[1]["labels"][0])
    return Clip(labels, "mixture", finish(front + back, int(rng.integers(4))), sources, licences, split, dict(facts))
