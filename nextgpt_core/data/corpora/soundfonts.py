"""Instruments and recorded effects played by fluidsynth from the two MIT-licensed FluidR3 sound fonts.

Knows which programs make which sound; the tunes come from tunes.py, and rendering is one process per label.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nextgpt_core.data.corpora.clips import (
    LENGTH_S,
    NUM_SAMPLES,
    Clip,
    Label,
    Settings,
    draw_settings,
    event_times,
    finish,
    renderings,
    seeded,
    splits,
    tone,
)
from nextgpt_core.data.corpora.tunes import GRID_S, VELOCITIES, Note, Tune, compose, midi_bytes
from nextgpt_core.errors import BadInput

FONTS = (Path("/usr/share/sounds/sf2/FluidR3_GM.sf2"), Path("/usr/share/sounds/sf2/FluidR3_GS.sf2"))
SOURCE, LICENCE = "FluidR3 sound font", "MIT"
_FONT_RATE_HZ = 32_000  # twice the corpus rate: what a font aliases here lies above 8 kHz and is filtered out
REVERBS = (0, 30, 70, 120)


@dataclass(frozen=True)
class Voice:
    """A label and the (bank, program) pairs that sound like it, the playable range and the style of its tunes."""

    label: Label
    programs: tuple[tuple[int, int], ...]
    low: int
    high: int
    style: str


def _voice(label: str, names: str, programs: str, low: int, high: int, style: str = "melody") -> Voice:
    pairs = [tuple(map(int, p.split(":"))) if ":" in p else (0, int(p)) for p in programs.split()]
    return Voice(
        Label(label, tuple(n.strip() for n in names.split(",") if n.strip()), "instrument"),
        tuple(pairs),
        low,
        high,
        style,
    )


INSTRUMENTS = (
    _voice("piano", "grand piano, acoustic piano", "0 1", 28, 96, "keys"),
    _voice("electric piano", "rhodes piano, e-piano", "4 5 8:4 8:5 2", 36, 90, "keys"),
    _voice("honky-tonk piano", "saloon piano, barroom piano", "3", 36, 92, "keys"),
    _voice("harpsichord", "cembalo", "6 8:6", 36, 88, "keys"),
    _voice("clavinet", "funky clavinet", "7", 36, 84, "keys"),
    _voice("celesta", "", "8", 60, 98),
    _voice("glockenspiel", "orchestra bells", "9", 72, 103),
    _voice("music box", "musical box", "10", 60, 96),
    _voice("vibraphone", "vibes", "11", 53, 89),
    _voice("marimba", "", "12", 45, 90),
    _voice("xylophone", "", "13", 62, 100),
    _voice("tubular bells", "chimes", "14", 55, 79, "slow"),
    _voice("church bell", "church bells, big bell", "8:14", 48, 72, "slow"),
    _voice("hammered dulcimer", "dulcimer", "15", 50, 86),
    _voice("electric organ", "hammond organ, rock organ", "16 17 18 8:16 8:17", 36, 88, "keys"),
    _voice("church organ", "pipe organ", "19 8:19", 36, 88, "keys"),
    _voice("accordion", "squeezebox, bandoneon", "21 8:21 23 20", 48, 88, "keys"),
    _voice("harmonica", "mouth organ", "22", 55, 90),
    _voice("acoustic guitar", "guitar, classical guitar", "24 25 8:25", 40, 83, "keys"),
    _voice("ukulele", "", "8:24", 55, 84, "keys"),
    _voice("mandolin", "", "16:25", 55, 88),
    _voice("electric guitar", "jazz guitar, clean electric guitar", "26 27 28 8:28", 40, 83),
    _voice("distorted guitar", "rock guitar, heavy metal guitar, overdriven guitar", "29 30 8:30", 40, 80),
    _voice("hawaiian guitar", "steel guitar, slide guitar", "8:26", 48, 84),
    _voice("double bass", "upright bass, plucked double bass", "32", 28, 55),
    _voice("bass guitar", "electric bass", "33 34 35", 28, 55),
    _voice("slap bass", "funk bass", "36 37", 28, 55),
    _voice("synth bass", "synthesizer bass", "38 39 8:38 8:39", 28, 52),
    _voice("violin", "fiddle", "40 8:40 110", 55, 96),
    _voice("viola", "", "41", 48, 82),
    _voice("cello", "violoncello", "42", 36, 72),
    _voice("contrabass", "bowed double bass", "43", 28, 55),
    _voice("tremolo strings", "trembling strings", "44", 40, 88, "slow"),
    _voice("pizzicato strings", "plucked strings", "45", 40, 90),
    _voice("harp", "", "46", 36, 96, "keys"),
    _voice("timpani", "kettle drum", "47", 36, 57, "hits"),
    _voice("string orchestra", "strings, orchestra, string section", "48 49 8:48", 40, 92, "slow"),
    _voice("synth strings", "synthesizer strings", "50 51 8:50", 40, 88, "slow"),
    _voice("choir", "singing choir, people singing", "52 53", 43, 84, "slow"),
    _voice("synth voice", "synthetic voice", "54 85", 48, 84, "slow"),
    _voice("orchestra hit", "orchestral hit", "55", 48, 76, "hits"),
    _voice("trumpet", "", "56", 54, 86),
    _voice("trombone", "", "57", 40, 72),
    _voice("tuba", "", "58", 28, 58),
    _voice("muted trumpet", "trumpet with mute", "59", 54, 84),
    _voice("french horn", "horn", "60", 41, 77),
    _voice("brass band", "brass section, brass", "61 8:61", 43, 84),
    _voice("synth brass", "synthesizer brass", "62 63 8:62 8:63", 40, 84),
    _voice("saxophone", "sax", "64 65 66", 44, 86),
    _voice("oboe", "english horn", "68 69", 55, 88),
    _voice("bassoon", "", "70", 34, 70),
    _voice("clarinet", "", "71", 50, 90),
    _voice("piccolo", "piccolo flute", "72", 74, 102),
    _voice("flute", "", "73", 60, 96),
    _voice("recorder", "recorder flute", "74", 60, 94),
    _voice("pan flute", "pan pipes", "75", 58, 92),
    _voice("bottle blowing", "blown bottle", "76", 55, 90),
    _voice("shakuhachi", "japanese flute", "77", 55, 90),
    _voice("whistling", "whistle", "78", 62, 96),
    _voice("ocarina", "", "79", 58, 92),
    _voice("chiptune", "8-bit music, video game music, square wave", "80", 40, 96),
    _voice("sawtooth synthesizer", "synth lead, synthesizer", "81 86 84", 40, 92),
    _voice("calliope", "steam organ, fairground organ", "82 83", 50, 92),
    _voice("sine synthesizer", "pure tones, sine wave", "8:80", 48, 96),
    _voice("synth pad", "ambient pad, warm pad", "89 91 94 95", 40, 84, "slow"),
    _voice("bowed glass", "glass harmonica", "92", 50, 88, "slow"),
    _voice("crystal synthesizer", "icy synthesizer", "96 98", 52, 92),
    _voice("space music", "science fiction music", "101 97 103 102", 40, 84, "slow"),
    _voice("sitar", "indian sitar", "104", 45, 80),
    _voice("banjo", "", "105", 48, 86),
    _voice("shamisen", "", "106", 48, 84),
    _voice("koto", "japanese zither", "107 8:107", 48, 88),
    _voice("kalimba", "thumb piano", "108", 50, 88),
    _voice("bagpipe", "bagpipes", "109", 50, 80),
    _voice("shehnai", "shenai", "111", 50, 84),
    _voice("hand bell", "tinkling bells", "112", 60, 96),
    _voice("agogo", "agogo bells", "113", 55, 84, "hits"),
    _voice("steel drum", "steel pan, steelpan", "114", 50, 88),
    _voice("woodblock", "wood block", "115", 55, 84, "hits"),
    _voice("taiko drum", "taiko, big drum", "116 8:116", 40, 67, "hits"),
    _voice("tom-toms", "toms, tom drums", "117 8:117", 40, 72, "hits"),
    _voice("synth drum", "electronic tom", "118 8:118", 40, 72, "hits"),
    _voice("castanets", "", "8:115", 55, 80, "hits"),
)
_KITS = ((0, 8, 16), (24, 25), (40,))
DRUM_SETS = tuple(
    Label(a, b, "instrument")
    for a, b in (
        ("drum kit", ("drums", "drum set")),
        ("electronic drums", ("drum machine",)),
        ("brush drums", ("jazz drums with brushes",)),
    )
)
_PERCUSSION = (  # label, names, keys of the standard drum map
    ("snare drum", "snare", (38, 40)),
    ("bass drum", "kick drum", (35, 36)),
    ("cymbal", "crash cymbal", (49, 57, 55)),
    ("hi-hat", "hi-hat cymbal", (42, 46)),
    ("cowbell", "", (56,)),
    ("tambourine", "", (54,)),
    ("maracas", "shaker", (70, 82)),
    ("bongos", "bongo drums", (60, 61)),
    ("congas", "conga drums", (62, 63, 64)),
    ("claves", "wooden sticks", (75,)),
    ("guiro", "scraper", (73, 74)),
    ("triangle", "triangle bell", (81, 80)),
    ("hand clapping", "clapping hands, claps", (39,)),
    ("cuica", "", (78, 79)),
    ("sleigh bells", "jingle bells", (83,)),
    ("vibraslap", "rattle", (58,)),
    ("ride cymbal", "ride", (51, 53, 59)),
)
PERCUSSION = tuple(
    (Label(a, tuple(n.strip() for n in b.split(",") if n), "instrument"), keys) for a, b, keys in _PERCUSSION
)


@dataclass(frozen=True)
class Effect:
    """A recorded effect: (bank, program) pairs; `event_s` is the length of one event, 0 for a continuous sound."""

    label: Label
    programs: tuple[tuple[int, int], ...]
    event_s: float
    most: int


def _effect(label: str, names: str, kind: str, programs: str, event_s: float, most: int = 1) -> Effect:
    pairs = tuple(tuple(map(int, p.split(":"))) for p in programs.split())
    return Effect(Label(label, tuple(n.strip() for n in names.split(",") if n.strip()), kind), pairs, event_s, most)


EFFECTS = (
    _effect("rain", "rainfall, raining", "nature", "1:122", 0),
    _effect("thunder", "thunderstorm, thunderclap", "nature", "2:122", 2.4, 2),
    _effect("wind", "blowing wind, howling wind", "nature", "3:122", 0),
    _effect("stream", "river, flowing water, brook", "nature", "4:122", 0),
    _effect("bubbles", "bubbling water, bubble", "nature", "5:122", 0),
    _effect("ocean waves", "sea, seashore, surf, waves", "nature", "0:122", 0),
    _effect("dog bark", "dog, barking dog, dog barking", "animal", "1:123", 0.75, 5),
    _effect("horse gallop", "galloping horse, hooves, horse", "animal", "2:123", 0),
    _effect("birdsong", "bird, bird tweet, birds singing, chirping birds", "animal", "3:123 0:123", 1.0, 4),
    _effect("telephone", "phone, ringing telephone, phone ringing", "machine", "1:124 0:124", 0.9, 3),
    _effect("door creak", "creaking door, squeaky door", "effect", "2:124", 1.9, 2),
    _effect("door slam", "slamming door, door", "effect", "3:124", 0.9, 4),
    _effect("record scratch", "dj scratching, vinyl scratch", "effect", "4:124", 0.6, 6),
    _effect("wind chimes", "wind chime", "effect", "5:124", 0),
    _effect("car engine", "car, starting car", "machine", "1:125", 0),
    _effect("car brakes", "screeching tyres, braking car", "machine", "2:125", 1.9, 2),
    _effect("passing car", "car passing by", "machine", "3:125", 2.6, 1),
    _effect("car crash", "crash, accident", "effect", "4:125", 1.5, 2),
    _effect("siren", "police siren, ambulance", "machine", "5:125", 0),
    _effect("train", "railway, passing train", "machine", "6:125", 0),
    _effect("jet plane", "jet, airplane, plane", "machine", "7:125", 0),
    _effect("starship", "spaceship, spacecraft", "machine", "8:125", 0),
    _effect("helicopter", "chopper", "machine", "0:125", 0),
    _effect("laughter", "laughing person, laugh", "voice", "1:126", 1.3, 3),
    _effect("scream", "screaming, screaming person", "voice", "2:126", 1.9, 2),
    _effect("punch", "hit, fist fight", "effect", "3:126", 0.4, 6),
    _effect("heartbeat", "heart, beating heart", "effect", "4:126", 0.8, 6),
    _effect("footsteps", "steps, someone walking", "effect", "5:126", 0.5, 8),
    _effect("applause", "clapping audience, crowd clapping", "voice", "0:126", 0),
    _effect("machine gun", "gunfire", "effect", "1:127", 0),
    _effect("laser gun", "laser, ray gun", "effect", "2:127", 0.7, 5),
    _effect("explosion", "blast, bomb", "effect", "3:127", 1.5, 3),
    _effect("gunshot", "gun, pistol shot", "effect", "0:127", 1.0, 4),
    _effect("reverse cymbal", "reversed cymbal", "effect", "0:119", 2.0, 2),
    _effect("guitar fret noise", "string squeak", "effect", "0:120 1:120", 0.5, 5),
    _effect("breath", "breathing", "voice", "0:121", 0.8, 4),
)


def labels() -> list[Label]:
    """Every label this part makes, in build order."""
    return [v.label for v in INSTRUMENTS] + list(DRUM_SETS) + [p[0] for p in PERCUSSION] + [e.label for e in EFFECTS]


def render(tunes: list[Tune], channel: int = 0) -> np.ndarray:
    """Plays tunes with fluidsynth; float32 [num tunes, 81920] at 16 kHz, each cut from its own place on the grid.

    Raises BadInput when fluidsynth or a font is missing or fails; the message names the packages.
    """
    from scipy.signal import resample_poly

    absent = [str(f) for f in FONTS if not f.is_file()]
    if absent:
        raise BadInput(
            f"Sound fonts are missing: {absent}. Install the Debian packages fluid-soundfont-gm and fluid-soundfont-gs."
        )
    with tempfile.TemporaryDirectory() as folder:
        midi, raw = Path(folder, "tunes.mid"), Path(folder, "tunes.raw")
        midi.write_bytes(midi_bytes(tunes, channel))
        command = [
            "fluidsynth",
            "-ni",
            "-q",
            "-C",
            "0",
            "-R",
            "1",
            "-g",
            "0.5",
            "-r",
            str(_FONT_RATE_HZ),
            "-T",
            "raw",
            "-O",
            "float",
        ]
        try:
            subprocess.run([*command, "-F", str(raw), *map(str, FONTS), str(midi)], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise BadInput(
                f"fluidsynth could not play the tunes ({error}); install the Debian package fluidsynth."
            ) from error
        stereo = np.fromfile(raw, "<f4").reshape(-1, 2)
    mono = stereo.mean(axis=1)
    rows = np.zeros((len(tunes), NUM_SAMPLES), np.float32)
    for place in range(len(tunes)):
        first = round((place * GRID_S + 0.02) * _FONT_RATE_HZ)
        cut = resample_poly(mono[first : first + NUM_SAMPLES * 2], 1, 2)
        rows[place, : len(cut)] = cut
    return rows


def clips_of(label: Label, tunes: list[Tune], wanted: list[tuple[str, Settings]], channel: int = 0) -> Iterator[Clip]:
    rng = seeded("tone", label.label)
    for row, tune, (split, settings) in zip(render(tunes, channel), tunes, wanted, strict=True):
        samples = finish(tone(row, float(rng.uniform(-0.5, 0.4))), settings.level)
        yield Clip((label.label,), label.kind, samples, SOURCE, LICENCE, split, dict(tune.facts))


def _wanted(label: Label, num: int) -> tuple[np.random.Generator, list[tuple[str, Settings]]]:
    rng = seeded("soundfont", label.label)
    return rng, [(split, draw_settings(rng, split)) for split in splits(num)]


def instruments(num: int) -> Iterator[Clip]:
    """`num` tunes for each melodic instrument."""
    for voice in INSTRUMENTS:
        rng, wanted = _wanted(voice.label, num)
        tunes = []
        for k, (_, settings) in enumerate(wanted):
            notes, facts = compose(rng, settings, voice.low, voice.high, voice.style)
            tunes.append(Tune(tuple(notes), facts, REVERBS[settings.room], *voice.programs[k % len(voice.programs)]))
        yield from clips_of(voice.label, tunes, wanted)


def drums(num: int) -> Iterator[Clip]:
    """`num` beats for each drum set, then `num` rhythms for each single percussion instrument."""
    from nextgpt_core.data.corpora.beats import beat, rhythm

    for label, kits in zip(DRUM_SETS, _KITS, strict=True):
        rng, wanted = _wanted(label, num)
        tunes = [Tune(*beat(rng, s), REVERBS[s.room], 0, kits[k % len(kits)]) for k, (_, s) in enumerate(wanted)]
        yield from clips_of(label, tunes, wanted, channel=9)
    for label, keys in PERCUSSION:
        rng, wanted = _wanted(label, num)
        tunes = [Tune(*rhythm(rng, s, keys), REVERBS[s.room], 0, (0, 8, 16)[k % 3]) for k, (_, s) in enumerate(wanted)]
        yield from clips_of(label, tunes, wanted, channel=9)


def effects(num: int) -> Iterator[Clip]:
    """`num` renderings of each recorded effect (more of counted ones): pitch, loudness, room, timing and count vary."""
    for effect in EFFECTS:
        rng, wanted = _wanted(effect.label, renderings(num, effect.most))
        tunes = []
        for k, (_, settings) in enumerate(wanted):
            pitch = 60 + settings.pitch - 6
            velocity = VELOCITIES[settings.level]
            if effect.event_s:
                length_s = effect.event_s * 2 ** ((60 - pitch) / 12)
                most = max(1, min(effect.most, int((LENGTH_S - 0.2) / length_s)))
                count = 1 + (settings.speed + k) % most
                starts = event_times(rng, count, length_s)
                keys = pitch + rng.integers(-1, 2, count)
                notes = [Note(s, length_s - 0.02, int(key), velocity) for s, key in zip(starts, keys, strict=True)]
                facts: dict[str, str | int] = {"count": count} if effect.most > 1 else {}
            else:
                start_s = float(rng.uniform(0, 0.7)) if settings.speed % 2 else 0.0
                notes, facts = [Note(start_s, LENGTH_S - start_s - float(rng.uniform(0.1, 0.9)), pitch, velocity)], {}
                if settings.speed > 6:
                    notes.append(
                        Note(
                            start_s + 0.31, LENGTH_S - start_s - 0.5, pitch + int(rng.choice((-4, 3, 5))), velocity - 20
                        )
                    )
            tunes.append(Tune(tuple(notes), facts, REVERBS[settings.room], *effect.programs[k % len(effect.programs)]))
        yield from clips_of(effect.label, tunes, wanted)
