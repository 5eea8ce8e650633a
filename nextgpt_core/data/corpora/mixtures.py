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


def mixtures(parts: list[tuple[np.ndarray, list[dict]]], num: int) -> Iterator[Clip]:
    """`num` clips of two different labels; the second is 1-7 dB quieter. Facts of a tune stay when it is in front."""
    pools: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for which, (_, rows) in enumerate(parts):
        for number, row in enumerate(rows):
            pools.setdefault((row["kind"], row["split"]), []).append((which, number))
    rng = seeded("mixtures")
    for k, split in enumerate(splits(num)):
        kinds = _PAIRS[k % len(_PAIRS)]
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
        yield Clip(labels, "mixture", finish(front + back, int(rng.integers(4))), sources, licences, split, dict(facts))
