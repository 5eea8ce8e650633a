"""How a tune goes: the lengths of its notes and the degrees of a scale, drawn anew for every seed.

Knows beats and scales; neither instruments nor samples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TEMPOS = {"slow": (52, 62, 72), "medium": (92, 102, 114), "fast": (144, 162, 184)}
"""Beats a minute."""
SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
RHYTHMS = {  # lengths in beats, the plainest first; the last one is stretched to the end of the clip
    "slow": ((1, 1, 1, 1, 1), (2, 1, 1, 1), (1, 1, 2, 1), (1.5, 0.5, 1, 1, 1), (2, 2, 1)),
    "medium": (
        (1, 1, 1, 1, 1, 1, 1, 1),
        (1, 0.5, 0.5, 1, 1, 1, 0.5, 0.5, 2),
        (1.5, 0.5, 1, 1, 1.5, 0.5, 2),
        (2, 1, 1, 2, 1, 1),
    ),
    "fast": (
        (0.5,) * 20 + (2,),
        (1, 0.5, 0.5) * 5 + (2,),
        (0.5, 0.5, 1) * 5 + (2,),
        (1,) * 12,
        (0.5, 0.25, 0.25, 0.5, 0.5) * 5 + (2,),
    ),
}
LONG_NOTES = {"slow": (2, 1.5, 1.5), "medium": (2, 2, 2, 2)}
"""The same for what swells and fades: pads, choirs, strings."""
TONIC = -1
"""In semitones from the note that is transposed. Played slower, a note loses the top of its spectrum and a struck one
its stroke; a little faster, it stays the instrument that it was. So tunes lie about MIDDLE semitones above it."""
MIDDLE = 2
_LEAD_S, _LEFT_S = 0.05, 0.3


@dataclass(frozen=True)
class Note:
    """Seconds from the start of the sound; semitones from the note that is transposed."""

    start_s: float
    length_s: float
    semitones: int


def walk(rng: np.random.Generator, num: int) -> list[int]:
    """Scale degrees of a melody: a broken triad, a run, or steps and repeated motifs; tonic last. The third of the
    scale is always among them, however few there are: without it nobody hears the mood."""
    shape = rng.integers(4)
    if shape == 0:
        degrees = [int(d) for d in np.resize(((0, 2, 4, 2), (0, 2, 4, 7), (4, 2, 0, 2))[rng.integers(3)], num)]
    elif shape == 1:
        run = list(range(0, 8)) if rng.random() < 0.5 else list(range(min(num - 1, 7), -1, -1))
        degrees = [int(d) for d in np.resize(run + run[-2:0:-1], num)]
    else:
        motif = [0, 2, int(rng.choice((1, 3, 4))), 2]
        while len(motif) < num:
            step = int(rng.choice((-2, -1, -1, 1, 1, 2)))
            motif.append(int(np.clip(motif[-1] + step, -2, 8)))
        degrees = (motif[: num // 2] * 2 + motif)[:num] if shape == 2 else motif[:num]
    degrees[-1] = 0 if degrees[-1] < 5 else 7
    if num > 2 and not any(degree % 7 == 2 for degree in degrees):
        degrees[num // 2] = 2
    return degrees


def melody(
    rng: np.random.Generator, length_s: float, tempo: str | None, mood: str | None, long: bool = False
) -> list[Note]:
    """A tune of `length_s` seconds. `tempo` of TEMPOS and `mood` of SCALES; None leaves it to the generator. `long`
    notes are never fast."""
    tempo = tempo or ("medium", "slow", "fast")[int(rng.choice(3, p=(0.5, 0.25, 0.25)))]
    mood = mood or ("major", "minor")[int(rng.integers(2))]
    if long:
        lengths = LONG_NOTES["slow" if tempo == "slow" else "medium"]
    else:
        lengths = RHYTHMS[tempo][rng.integers(len(RHYTHMS[tempo]))]
    beat_s, scale, notes, start_s = 60 / TEMPOS[tempo][1], SCALES[mood], [], _LEAD_S
    for degree, beats in zip(walk(rng, len(lengths)), lengths, strict=True):
        if start_s > length_s - _LEFT_S:
            break
        semitones = TONIC + 12 * (degree // 7) + scale[degree % 7]
        notes.append(Note(start_s, min(beats * beat_s, length_s - start_s), semitones))
        start_s += beats * beat_s
    return notes
