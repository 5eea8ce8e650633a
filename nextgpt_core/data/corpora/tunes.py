"""Short tunes with known tempo, register and mood, and the MIDI bytes that play many of them one after another.

Knows keys, scales and time; does not know which instrument will play, beyond its range and style.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

import numpy as np

from nextgpt_core.data.corpora.clips import LENGTH_S, Settings
from nextgpt_core.decoders.melody import LONG_NOTES, RHYTHMS, SCALES, TEMPOS, walk

GRID_S = 7.0
REGISTERS = {"low": (28, 52), "middle": (55, 71), "high": (74, 96)}
VELOCITIES = (56, 78, 98, 118)
STYLES = ("melody", "keys", "slow", "hits")
USUAL_TEMPO, USUAL_KEY, USUAL_RHYTHM = 0.7, 0.6, 0.4
"""Shares of the tunes in the middle tempo of their word, in C major or A minor, in the plainest rhythm: a decoder with
few examples learns few grids of time and pitch well, and many hardly."""
_USUAL_KEYS = {"major": 0, "minor": 9}


@dataclass(frozen=True)
class Note:
    """One sounding key: start and length in seconds from the start of the clip, MIDI key and velocity (0-127)."""

    start_s: float
    length_s: float
    key: int
    velocity: int


@dataclass(frozen=True)
class Tune:
    """Notes of one clip, what is true of them, and the channel controls: reverb send 0-127, bank and program."""

    notes: tuple[Note, ...]
    facts: dict[str, str | int]
    reverb: int
    bank: int
    program: int


def registers_within(low: int, high: int) -> list[str]:
    """The registers in which an instrument of MIDI range [low, high] can play at least ten semitones."""
    fits = [name for name, (a, b) in REGISTERS.items() if min(b, high) - max(a, low) >= 10]
    return fits or [min(REGISTERS, key=lambda name: abs(sum(REGISTERS[name]) / 2 - (low + high) / 2))]


def beat_s(rng: np.random.Generator, settings: Settings) -> tuple[str, float]:
    """The word for the tempo of `settings` and the length of a beat in seconds."""
    tempo = list(TEMPOS)[settings.speed // 3]
    which = 1 if rng.random() < USUAL_TEMPO else settings.speed % 3
    return tempo, 60.0 / TEMPOS[tempo][which]


def compose(
    rng: np.random.Generator, settings: Settings, low: int, high: int, style: str
) -> tuple[list[Note], dict[str, str | int]]:
    """Writes one tune in a key from `settings.pitch`, a tempo from `settings.speed`, a loudness from `settings.level`.

    `style` "melody" is one voice, "keys" may add chords or a bass, "slow" sounds long notes only (pads, choirs),
    "hits" plays rhythm on few keys (drums with a pitch) and states only the tempo.
    """
    if style == "slow" and settings.speed >= 6:
        settings = replace(settings, speed=settings.speed - 3)  # long notes are never fast
    tempo, beat = beat_s(rng, settings)
    mood = ("major", "minor")[int(rng.integers(2))]
    register = str(rng.choice(registers_within(low, high)))
    scale = SCALES[mood]
    bottom, top = max(low, REGISTERS[register][0]), min(high, REGISTERS[register][1])
    pitch = _USUAL_KEYS[mood] if rng.random() < USUAL_KEY else settings.pitch
    tonic = bottom + (pitch - bottom) % 12
    if tonic + 8 > top:
        tonic = max(bottom, tonic - 12)
    lengths = list(RHYTHMS[tempo][0 if rng.random() < USUAL_RHYTHM else rng.integers(len(RHYTHMS[tempo]))])
    if style == "slow":
        lengths = list(LONG_NOTES["medium" if tempo == "medium" else "slow"])
    legato = float(rng.choice((0.55, 0.9, 1.0)))
    notes: list[Note] = []
    start_s = float(rng.uniform(0.03, 0.07))
    for degree, beats in zip(walk(rng, len(lengths)), lengths, strict=True):
        if start_s > LENGTH_S - 0.35:
            break
        key = tonic + 12 * (degree // 7) + scale[degree % 7]
        while key > max(top, bottom + 12) and key - 12 >= low:
            key -= 12
        if style == "hits":
            key = bottom + int(rng.choice((0, 3, 7))) % max(top - bottom, 1)
        velocity = int(np.clip(VELOCITIES[settings.level] + rng.integers(-8, 9), 30, 127))
        length_s = min(beats * beat * legato, LENGTH_S - start_s - 0.12)
        notes.append(Note(start_s, length_s, int(np.clip(key, low, high)), velocity))
        if style == "keys" and len(notes) % 2 == 1 and settings.pitch % 3:
            for third in (0, 2, 4):
                chord_key = tonic - 12 + scale[(degree + third) % 7]
                if chord_key >= low:
                    notes.append(
                        Note(start_s, min(2 * beats * beat, LENGTH_S - start_s - 0.12), chord_key, velocity - 18)
                    )
        if style == "slow":
            notes.append(Note(start_s, length_s, min(high, tonic + scale[(degree + 2) % 7]), velocity))
        start_s += beats * beat
    facts: dict[str, str | int] = {"tempo": tempo}
    if style != "hits":
        facts |= {"register": register, "mood": mood}
    return notes, facts


def _quantity(value: int) -> bytes:
    """A MIDI variable-length quantity."""
    out = [value & 127]
    while value := value >> 7:
        out.append(value & 127 | 128)
    return bytes(reversed(out))


def midi_bytes(tunes: list[Tune], channel: int = 0) -> bytes:
    """A standard MIDI file (format 0, 1 ms ticks) that plays each tune at its own place on a grid of GRID_S seconds."""
    events: list[tuple[int, int, bytes]] = []
    for place, tune in enumerate(tunes):
        zero = round(place * GRID_S * 1000)
        setup = [(0xB0, 121, 0), (0xB0, 0, tune.bank), (0xC0, tune.program), (0xB0, 91, tune.reverb), (0xB0, 93, 0)]
        if channel == 9:
            setup.pop(1)
        for k, (status, *data) in enumerate(setup):
            events.append((zero + 2 * k, 0, bytes([status | channel, *data])))
        for note in tune.notes:
            start = zero + 20 + round(note.start_s * 1000)
            events.append((start, 2, bytes([0x90 | channel, note.key, max(1, note.velocity)])))
            events.append((start + max(30, round(note.length_s * 1000)), 1, bytes([0x80 | channel, note.key, 0])))
        events.append((zero + 5500, 3, bytes([0xB0 | channel, 120, 0])))
    events.append((round(len(tunes) * GRID_S * 1000), 3, bytes([0xB0 | channel, 123, 0])))
    track = b"\0\xff\x51\x03" + (1_000_000).to_bytes(3, "big")
    now = 0
    for tick, _, message in sorted(events, key=lambda e: (e[0], e[1])):
        track += _quantity(tick - now) + message
        now = tick
    track += b"\0\xff\x2f\0"
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, 1000) + b"MTrk" + struct.pack(">I", len(track)) + track
