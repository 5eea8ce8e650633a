"""CC0 recordings of the Debian package sonic-pi-samples, played at many speeds, counts, rooms and tones.

Knows which file is which sound; sequences short strokes into rhythms. Knows no file outside that package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nextgpt_core.data.corpora.clips import (
    LENGTH_S,
    NUM_SAMPLES,
    RATE_HZ,
    Clip,
    Label,
    Settings,
    at,
    draw_settings,
    event_times,
    fade,
    finish,
    renderings,
    repitch,
    room,
    seeded,
    splits,
    tone,
)
from nextgpt_core.data.corpora.tunes import beat_s
from nextgpt_core.errors import BadInput

FOLDER = Path("/usr/share/sonic-pi/samples")
SOURCE, LICENCE = "sonic-pi-samples", "CC0-1.0"


@dataclass(frozen=True)
class Recording:
    """A label and its files; `play` is "events" (counted), "bed" (fills the clip), "rhythm" (strokes with a tempo)."""

    label: Label
    files: tuple[str, ...]
    play: str
    most: int = 4


def _recording(label: str, names: str, kind: str, files: str, play: str, most: int = 4) -> Recording:
    return Recording(
        Label(label, tuple(n.strip() for n in names.split(",") if n.strip()), kind), tuple(files.split()), play, most
    )


RECORDINGS = (
    _recording("crow", "crow cawing, raven, cawing", "animal", "misc_crow", "events", 5),
    _recording("burp", "burping", "voice", "misc_burp", "events", 3),
    _recording(
        "record scratch",
        "dj scratching, vinyl scratch",
        "effect",
        "vinyl_scratch vinyl_backspin vinyl_rewind",
        "events",
        3,
    ),
    _recording("vinyl crackle", "old record crackle, record hiss", "effect", "vinyl_hiss", "bed"),
    _recording("cash register", "till, shop till", "machine", "perc_till", "events", 1),
    _recording("temple bell", "singing bowl, gong", "instrument", "perc_bell perc_bell2", "events", 2),
    _recording("3d printer", "printer", "machine", "loop_3d_printer", "bed"),
    _recording(
        "robot",
        "robot noises, robot voice",
        "machine",
        "mehackit_robot1 mehackit_robot2 mehackit_robot3 mehackit_robot4 "
        "mehackit_robot5 mehackit_robot6 glitch_robot1 glitch_robot2",
        "events",
        3,
    ),
    _recording(
        "modem",
        "phone line noise, dial-up",
        "machine",
        "mehackit_phone1 mehackit_phone2 mehackit_phone3 mehackit_phone4",
        "events",
        3,
    ),
    _recording(
        "tabla",
        "indian drums",
        "instrument",
        "tabla_ghe2 tabla_ghe4 tabla_na tabla_na_o tabla_tas1 tabla_te1 tabla_tun1 tabla_ke3 tabla_re tabla_dhec",
        "rhythm",
    ),
    _recording("drum kit", "drums, drum set", "instrument", "loop_amen_full loop_breakbeat loop_amen", "bed"),
    _recording("drum roll", "rolling drum", "instrument", "drum_roll", "bed"),
    _recording("whoosh", "swoosh, swish", "effect", "ambi_swoosh perc_swoosh ambi_dark_woosh", "events", 2),
    _recording("rubbing glass", "squeaking glass", "effect", "ambi_glass_rub", "bed"),
    _recording("humming glass", "glass hum, eerie hum", "effect", "ambi_glass_hum ambi_haunted_hum", "bed"),
    _recording(
        "electric guitar",
        "jazz guitar, clean electric guitar",
        "instrument",
        "guit_e_fifths guit_e_slide guit_em9 guit_harmonics",
        "bed",
    ),
    _recording("cinematic boom", "deep boom, movie boom", "effect", "misc_cineboom", "bed"),
    _recording("finger snap", "snapping fingers, snap", "effect", "perc_snap perc_snap2", "events", 6),
    _recording("thud", "impact, something falling", "effect", "perc_impact1 perc_impact2", "events", 3),
    _recording(
        "blip",
        "electronic blip, computer blip",
        "effect",
        "elec_blip elec_blip2 elec_plip elec_ping elec_pop",
        "events",
        6,
    ),
    _recording("electronic chime", "chime, notification", "effect", "elec_chime elec_bell", "events", 2),
    _recording("machine hall", "factory, industrial noise", "machine", "loop_industrial", "bed"),
    _recording("cowbell", "", "instrument", "drum_cowbell", "rhythm"),
    _recording("snare drum", "snare", "instrument", "drum_snare_hard drum_snare_soft", "rhythm"),
    _recording(
        "cymbal",
        "crash cymbal",
        "instrument",
        "drum_cymbal_hard drum_splash_hard drum_splash_soft drum_cymbal_open",
        "events",
        3,
    ),
)


def labels() -> list[Label]:
    """Every label this part makes."""
    return [recording.label for recording in RECORDINGS]


def _load(name: str) -> np.ndarray:
    """One sample as mono float32 at 16 kHz with peak 1; raises BadInput when the package is missing."""
    import soundfile
    from scipy.signal import resample_poly

    path = FOLDER / f"{name}.flac"
    if not path.is_file():
        raise BadInput(f"{path} is missing. Install the Debian package sonic-pi-samples.")
    samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    mono = resample_poly(samples.mean(axis=1), RATE_HZ, rate_hz).astype(np.float32)
    return mono / np.abs(mono).max()


def _events(rng: np.random.Generator, piece: np.ndarray, most: int, k: int) -> tuple[np.ndarray, dict[str, str | int]]:
    samples = np.zeros(NUM_SAMPLES, np.float32)
    length_s = len(piece) / RATE_HZ
    most = max(1, min(most, int((LENGTH_S - 0.2) / length_s)))
    count = 1 + k % most
    for start_s in event_times(rng, count, length_s):
        at(samples, start_s, repitch(piece, float(rng.uniform(0.97, 1.03))), float(rng.uniform(0.75, 1.0)))
    return samples, {"count": count}


def _bed(rng: np.random.Generator, piece: np.ndarray) -> np.ndarray:
    """Fills the clip from a random place; a short piece is repeated whole."""
    if len(piece) < NUM_SAMPLES:
        lead = np.zeros(int(rng.uniform(0, 0.4) * RATE_HZ), np.float32)
        return np.concatenate([lead, np.tile(fade(piece, 0.003, 0.01), 1 + NUM_SAMPLES // len(piece))])[:NUM_SAMPLES]
    first = int(rng.integers(0, min(len(piece) - NUM_SAMPLES, 3 * RATE_HZ) + 1))
    return piece[first : first + NUM_SAMPLES].copy()


def _rhythm(
    rng: np.random.Generator, strokes: list[np.ndarray], settings: Settings
) -> tuple[np.ndarray, dict[str, str | int]]:
    samples = np.zeros(NUM_SAMPLES, np.float32)
    tempo, one_s = beat_s(rng, settings)
    pattern = rng.integers(-2, len(strokes), 8)
    pattern[0] = 0
    for step in range(int((LENGTH_S - 0.3) / (one_s / 2))):
        if (stroke := int(pattern[step % 8])) >= 0:
            at(samples, 0.05 + step * one_s / 2, strokes[stroke], float(rng.uniform(0.6, 1.0)))
    return samples, {"tempo": tempo}


def recordings(num: int) -> Iterator[Clip]:
    """`num` clips for each recording; where events are counted, more, and the last file is for held-out clips only."""
    for recording in RECORDINGS:
        label = recording.label
        rng = seeded("recordings", label.label)
        pieces = [_load(name) for name in recording.files]
        for k, split in enumerate(splits(renderings(num, recording.most if recording.play == "events" else 0))):
            settings = draw_settings(rng, split)
            factor = 2 ** ((settings.pitch - 5.5) / 22 + (settings.speed - 4) / 40)
            pool = pieces
            if recording.play == "events" and len(pieces) > 2:
                pool = pieces[-1:] if split == "held" else pieces[:-1]
            facts: dict[str, str | int] = {}
            if recording.play == "rhythm":
                samples, facts = _rhythm(rng, [repitch(piece, factor) for piece in pieces], settings)
            elif recording.play == "events":
                samples, facts = _events(rng, repitch(pool[k % len(pool)], factor), recording.most, k // len(pool))
            else:
                samples = _bed(rng, repitch(pool[k % len(pool)], factor))
            if recording.most == 1 or recording.play == "bed":
                facts = {}
            samples = tone(room(samples, settings.room, rng), float(rng.uniform(-0.5, 0.4)))
            yield Clip((label.label,), label.kind, finish(samples, settings.level), SOURCE, LICENCE, split, facts)
