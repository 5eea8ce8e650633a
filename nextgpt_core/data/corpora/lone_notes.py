"""One note of every instrument of the sound fonts: what tunes are played from.

Knows which keys to sound; instruments and rendering are those of soundfonts.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nextgpt_core.data.corpora.clips import Clip, draw_settings, seeded
from nextgpt_core.data.corpora.soundfonts import INSTRUMENTS, REVERBS, clips_of
from nextgpt_core.data.corpora.tunes import REGISTERS, VELOCITIES, Note, Tune, registers_within

NUM = {"train": 14, "held": 2}
LENGTHS_S = (1.2, 2.4, 3.2)


def notes(split: str) -> Iterator[Clip]:
    """Every melodic instrument sounding one note: NUM times a C in each register that it has, always the same one, so
    that a decoder learns a pitch well. Facts: the register."""
    for voice in INSTRUMENTS:
        rng = seeded("notes", voice.label.label, split)
        tunes, wanted = [], []
        for register in registers_within(voice.low, voice.high):
            lowest, highest = REGISTERS[register]
            key = 12 * round((max(voice.low, lowest) + min(voice.high, highest)) / 24)
            for k in range(NUM[split]):
                settings = replace(draw_settings(rng, split), room=k % 2)
                length_s = float(rng.choice(LENGTHS_S))
                note = Note(0.05, length_s, key, VELOCITIES[settings.level])
                facts = {} if voice.style == "hits" else {"register": register}
                program = voice.programs[k % len(voice.programs)]
                tunes.append(Tune((note,), facts, REVERBS[settings.room], *program))
                wanted.append((split, settings))
        yield from clips_of(voice.label, tunes, wanted)
