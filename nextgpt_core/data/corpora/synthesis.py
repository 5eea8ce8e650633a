"""Sounds computed from noise, pulses and sines: weather, machines and animals no free recording was found for.

Walks the tables of synth_nature, synth_machines and synth_animals; each entry draws its own parameters, this file
gives it pitch and speed, repeats counted events, and adds room, tone and level.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import numpy as np

from nextgpt_core.data.corpora.clips import (
    LENGTH_S,
    NUM_SAMPLES,
    RATE_HZ,
    Clip,
    Label,
    at,
    draw_settings,
    event_times,
    finish,
    renderings,
    room,
    seeded,
    splits,
    tone,
)
from nextgpt_core.data.corpora.waveforms import Recipe

SOURCE, LICENCE = "own synthesis", "Apache-2.0"
_TABLES = ("synth_nature", "synth_machines", "synth_animals")


def recipes() -> list[Recipe]:
    """Every recipe of the three tables, in build order."""
    return [r for table in _TABLES for r in importlib.import_module(f"nextgpt_core.data.corpora.{table}").RECIPES]


def labels() -> list[Label]:
    """Every label this part makes."""
    return [recipe.label for recipe in recipes()]


def synthesis(num: int) -> Iterator[Clip]:
    """`num` clips for each recipe; counted recipes have more and carry the number of events that are really heard."""
    for recipe in recipes():
        label = recipe.label
        rng = seeded("synthesis", label.label)
        for k, split in enumerate(splits(renderings(num, recipe.most))):
            settings = draw_settings(rng, split)
            pitch, speed = 2 ** ((settings.pitch - 5.5) / 16), 2 ** ((settings.speed - 4) / 9)
            facts: dict[str, str | int] = {}
            if recipe.most == 0:
                samples = recipe.make(rng, pitch, speed, LENGTH_S)
            else:
                samples = np.zeros(NUM_SAMPLES, np.float32)
                first = recipe.make(rng, pitch, speed, 0.0)
                length_s = len(first) / RATE_HZ
                most = max(1, min(recipe.most, int((LENGTH_S - 0.15) / length_s)))
                count = 1 + k % most
                for n, start_s in enumerate(event_times(rng, count, length_s)):
                    at(
                        samples,
                        start_s,
                        first if n == 0 else recipe.make(rng, pitch, speed, 0.0)[: len(first)],
                        float(rng.uniform(0.8, 1)),
                    )
                facts = {"count": count} if recipe.most > 1 else {}
            samples = tone(room(samples, settings.room if recipe.roomy else 0, rng), float(rng.uniform(-0.4, 0.4)))
            yield Clip((label.label,), label.kind, finish(samples, settings.level), SOURCE, LICENCE, split, facts)
