"""Rhythms for drum sets and single percussion instruments, as notes of the standard drum map, with their tempo.

Knows beats and keys of the drum map; does not know which kit plays them.
"""

from __future__ import annotations

import numpy as np

from nextgpt_core.data.corpora.clips import LENGTH_S, Settings, event_times
from nextgpt_core.data.corpora.tunes import VELOCITIES, Note, beat_s

_KICK, _SNARE, _HAT, _OPEN_HAT, _CRASH, _RIDE = 36, 38, 42, 46, 49, 51
_TOMS = (50, 48, 45, 43)
_GROOVES = (  # sixteenths of one bar: kick, snare
    ((0, 8), (4, 12)),
    ((0, 6, 8), (4, 12)),
    ((0, 3, 8, 11), (4, 12)),
    ((0, 4, 8, 12), (4, 12)),
    ((0, 10), (4, 12, 15)),
    ((0, 7, 10), (8,)),
)


def beat(rng: np.random.Generator, settings: Settings) -> tuple[tuple[Note, ...], dict[str, str | int]]:
    """A groove for a whole drum set from the start to the end of a clip; the facts state its tempo."""
    tempo, one_s = beat_s(rng, settings)
    kick, snare = _GROOVES[int(rng.integers(len(_GROOVES)))]
    every = int(rng.choice((1, 2, 2, 4))) if tempo == "slow" else int(rng.choice((2, 4)))
    top = int(rng.choice((_HAT, _HAT, _RIDE)))
    velocity = VELOCITIES[settings.level]
    notes = [Note(0.03, 0.3, _CRASH, velocity)] if rng.random() < 0.35 else []
    fill_from = int(rng.integers(10, 40)) if rng.random() < 0.4 else 10_000
    step = 0
    while (start_s := 0.03 + step * one_s / 4) < LENGTH_S - 0.2:
        place = step % 16
        if step >= fill_from and step < fill_from + 8:
            notes.append(Note(start_s, 0.2, _TOMS[(step - fill_from) // 2], velocity))
        else:
            struck = [key for key, places in ((_KICK, kick), (_SNARE, snare)) if place in places]
            if place % every == 0:
                struck.append(_OPEN_HAT if top == _HAT and place == 14 else top)
            notes += [Note(start_s, 0.2, key, int(np.clip(velocity + rng.integers(-12, 9), 20, 127))) for key in struck]
        step += 1
    return tuple(notes), {"tempo": tempo}


def rhythm(
    rng: np.random.Generator, settings: Settings, keys: tuple[int, ...]
) -> tuple[tuple[Note, ...], dict[str, str | int]]:
    """A rhythm on one percussion instrument; few strokes carry a count, a pattern carries a tempo."""
    tempo, one_s = beat_s(rng, settings)
    velocity = VELOCITIES[settings.level]
    if settings.pitch < 4:
        count = 1 + (settings.pitch + settings.speed) % 4
        starts = event_times(rng, count, 0.7)
        return tuple(Note(s, 0.6, keys[0], velocity) for s in starts), {"count": count}
    pattern = (rng.random(8) < (0.75 if tempo == "slow" else 0.6)) | (np.arange(8) == 0)
    notes, step = [], 0
    while (start_s := 0.05 + step * one_s / 2) < LENGTH_S - 0.25:
        if pattern[step % 8]:
            key = keys[int(rng.integers(len(keys)))]
            notes.append(
                Note(
                    start_s,
                    one_s / 2,
                    key,
                    int(np.clip(velocity + (10 if step % 4 == 0 else rng.integers(-20, 1)), 20, 127)),
                )
            )
        step += 1
    return tuple(notes), {"tempo": tempo}
