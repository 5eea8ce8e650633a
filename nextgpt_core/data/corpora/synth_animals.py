"""Recipes for animals and a few human noises: a raw tone (buzz, sine or noise) through a moving mouth.

These imitate; they are labelled as the animal so that a picture, a word and a sound can meet. Knows waveforms.py only.
"""

from __future__ import annotations

import numpy as np

from nextgpt_core.data.corpora.waveforms import (
    band,
    buzz,
    curve,
    decay,
    noise,
    pulses,
    recipe,
    seconds,
    sine,
    slow,
    swell,
    voice,
)


def _size(base_s, speed, rng, low=0.85, high=1.15):
    return float(base_s / speed**0.6 * rng.uniform(low, high))


def _cat(rng, pitch, speed, length_s):
    size_s = _size(0.85, speed, rng)
    hz = curve([(0, 480), (0.3, 700), (0.7, 620), (1, 390)], size_s) * pitch * (1 + 0.01 * sine(7, size_s))
    raw = buzz(hz, size_s, 14, 0.8) + 0.05 * noise(rng, size_s)
    return voice(raw, [(700, 1300), (2300, 1600), (3600, 3300)], 220) * swell(size_s, 0.18, 0.45)


def _purr(rng, pitch, speed, length_s):
    breath = 0.65 + 0.35 * np.sign(np.sin(2 * np.pi * 0.55 * speed * seconds(length_s)))
    roll = np.maximum(0, sine(25 * pitch * (1 + 0.06 * breath), length_s)) ** 3
    return band(noise(rng, length_s), 80, 750) * roll * np.convolve(breath, np.ones(1600) / 1600, "same")


def _cow(rng, pitch, speed, length_s):
    size_s = _size(1.7, speed, rng)
    hz = curve([(0, 118), (0.25, 172), (0.75, 160), (1, 105)], size_s) * pitch
    raw = buzz(hz, size_s, 28, 0.7) * (1 + 0.1 * noise(rng, size_s))
    return voice(raw, [(280, 560), (750, 950), (2200, 2300)], 120) * swell(size_s, 0.15, 0.25)


def _sheep(rng, pitch, speed, length_s):
    size_s = _size(0.85, speed, rng)
    shake = 0.55 + 0.45 * sine(9.5 * speed**0.3, size_s)
    raw = buzz(310 * pitch * (1 + 0.03 * sine(9.5, size_s)), size_s, 16, 0.6) * shake
    return voice(raw, [(750, 800), (1700, 1600), (2700, 2600)], 200) * swell(size_s, 0.06, 0.2)


def _duck(rng, pitch, speed, length_s):
    size_s = _size(0.19, speed, rng)
    raw = buzz(curve([(0, 260), (1, 205)], size_s) * pitch, size_s, 30, 0.3) + 0.2 * noise(rng, size_s)
    return voice(raw, [(1150, 1000), (2350, 2100), (3300, 3200)], 300) * swell(size_s, 0.1, 0.35)


def _rooster(rng, pitch, speed, length_s):
    parts = []
    for length, start, end in ((0.18, 620, 700), (0.14, 700, 720), (0.2, 780, 860), (0.85, 950, 560)):
        size_s = length / speed**0.4
        raw = buzz(curve([(0, start), (0.3, max(start, end)), (1, end)], size_s) * pitch, size_s, 9, 0.4) + 0.1 * noise(
            rng, size_s
        )
        parts += [
            voice(raw, [(1200, 1500), (2600, 2400)], 350) * swell(size_s, 0.12, 0.25),
            np.zeros(int(0.04 * 16000)),
        ]
    return np.concatenate(parts)


def _hen(rng, pitch, speed, length_s):
    size_s = _size(0.13, speed, rng)
    raw = buzz(curve([(0, 420), (0.5, 560), (1, 380)], size_s) * pitch, size_s, 12, 0.5)
    return voice(raw, [(1000, 900), (2100, 1800)], 300) * swell(size_s, 0.15, 0.4)


def _pig(rng, pitch, speed, length_s):
    size_s = _size(0.42, speed, rng)
    flutter = np.maximum(0, sine(38 * pitch * curve([(0, 1), (1, 0.75)], size_s), size_s)) ** 2
    return voice(noise(rng, size_s) * flutter, [(420, 350), (1150, 950)], 250) * swell(size_s, 0.15, 0.3)


def _horse(rng, pitch, speed, length_s):
    size_s = _size(1.5, speed, rng)
    hz = curve([(0, 700), (0.2, 1150), (0.6, 800), (1, 330)], size_s) * pitch
    shake = 0.6 + 0.4 * sine(curve([(0, 14), (1, 8)], size_s), size_s)
    return voice(
        buzz(hz * (1 + 0.04 * shake), size_s, 9, 0.5) * shake + 0.15 * noise(rng, size_s),
        [(900, 700), (2100, 1700)],
        350,
    ) * swell(size_s, 0.1, 0.4)


def _donkey(rng, pitch, speed, length_s):
    high, low = 0.55 / speed**0.5, 0.65 / speed**0.5
    hee = voice(
        buzz(curve([(0, 520), (1, 640)], high) * pitch, high, 12, 0.3) + 0.5 * noise(rng, high),
        [(1300, 1500), (2600, 2800)],
        350,
    ) * swell(high, 0.2, 0.1)
    haw = voice(buzz(curve([(0, 250), (1, 190)], low) * pitch, low, 26, 0.3), [(750, 600), (1300, 1100)], 200) * swell(
        low, 0.05, 0.25
    )
    return np.concatenate([0.5 * hee, haw * 1.2])


def _lion(rng, pitch, speed, length_s):
    size_s = _size(1.7, speed, rng)
    raw = buzz(
        curve([(0, 75), (0.35, 115), (1, 58)], size_s) * pitch * (1 + slow(rng, size_s, 30, -0.1, 0.1)),
        size_s,
        40,
        0.35,
    )
    raw = raw + 2.5 * noise(rng, size_s) * np.maximum(0, sine(32, size_s))
    return np.tanh(0.7 * voice(raw, [(380, 550), (900, 750), (1800, 1400)], 250)) * swell(size_s, 0.25, 0.5)


def _wolf(rng, pitch, speed, length_s):
    size_s = _size(2.3, speed, rng)
    hz = curve([(0, 260), (0.2, 520), (0.65, 540), (1, 330)], size_s) * pitch * (1 + 0.006 * sine(5, size_s))
    return (sine(hz, size_s) + 0.35 * sine(2 * hz, size_s) + 0.12 * sine(3 * hz, size_s)) * swell(size_s, 0.2, 0.3)


def _elephant(rng, pitch, speed, length_s):
    size_s = _size(1.2, speed, rng)
    hz = curve([(0, 330), (0.25, 520), (0.7, 560), (1, 400)], size_s) * pitch * (1 + slow(rng, size_s, 40, -0.03, 0.03))
    return np.tanh(
        2 * voice(buzz(hz, size_s, 12, 0.2) + 0.3 * noise(rng, size_s), [(900, 1200), (1900, 2300)], 400)
    ) * swell(size_s, 0.1, 0.3)


def _monkey(rng, pitch, speed, length_s):
    size_s = _size(0.24, speed, rng)
    hz = curve([(0, 420), (0.6, 900), (1, 700)], size_s) * pitch
    return voice(buzz(hz, size_s, 7, 0.8), [(500, 1200), (1100, 2300)], 250) * swell(size_s, 0.15, 0.35)


def _owl(rng, pitch, speed, length_s):
    size_s = _size(0.75, speed, rng)
    hz = curve([(0, 330), (0.2, 390), (0.8, 375), (1, 330)], size_s) * pitch * (1 + 0.01 * sine(6, size_s))
    return (sine(hz, size_s) + 0.12 * sine(2 * hz, size_s) + 0.02 * noise(rng, size_s)) * swell(size_s, 0.15, 0.4)


def _cuckoo(rng, pitch, speed, length_s):
    parts = []
    for hz, length in ((660, 0.2), (523, 0.32)):
        size_s = length / speed**0.5
        parts += [
            (sine(hz * pitch, size_s) + 0.15 * sine(2 * hz * pitch, size_s)) * swell(size_s, 0.12, 0.35),
            np.zeros(int(0.09 * 16000)),
        ]
    return np.concatenate(parts)


def _seagull(rng, pitch, speed, length_s):
    size_s = _size(0.5, speed, rng)
    hz = curve([(0, 900), (0.2, 1500), (0.6, 1250), (1, 800)], size_s) * pitch
    return voice(buzz(hz, size_s, 5, 0.4), [(1500, 1300), (3000, 2600)], 500) * swell(size_s, 0.1, 0.4)


def _woodpecker(rng, pitch, speed, length_s):
    def peck():
        return (sine(850 * pitch, 0.03) + 0.8 * band(noise(rng, 0.03), 600, 4000)) * decay(0.03, 0.004, 0.0005)

    return pulses(rng, 0.7, 17 * speed, peck, 0) * curve([(0, 1), (1, 0.5)], 0.7)


def _frog(rng, pitch, speed, length_s):
    size_s = _size(0.4, speed, rng)
    grain = np.maximum(0, sine(42 * pitch, size_s)) ** 4
    hz = curve([(0, 520), (1, 760)], size_s) * pitch
    return (
        (sine(hz, size_s) + 0.7 * sine(2.1 * hz, size_s) + 0.2 * noise(rng, size_s)) * grain * swell(size_s, 0.2, 0.2)
    )


def _cricket(rng, pitch, speed, length_s):
    t = seconds(length_s)
    chirp = (t * 2.4 * speed) % 1 < 0.42
    trill = np.maximum(0, np.sin(2 * np.pi * 31 * t)) ** 1.5
    return sine(4500 * pitch**0.7, length_s) * trill * np.convolve(chirp, np.ones(160) / 160, "same") + 0.004 * noise(
        rng, length_s
    )


def _insect(base_hz, slope, flights):
    def make(rng, pitch, speed, length_s):
        near = slow(rng, length_s, flights * speed, 0.15, 1.0)
        hz = base_hz * pitch * (1 + slow(rng, length_s, flights * 2 * speed, -0.09, 0.09))
        return buzz(hz, length_s, 22, slope) * near * (0.8 + 0.2 * noise(rng, length_s))

    return make


def _whale(rng, pitch, speed, length_s):
    size_s = _size(2.2, speed, rng)
    ends = rng.uniform(140, 480, 3) * pitch
    hz = curve([(0, ends[0]), (0.5, ends[1]), (1, ends[2])], size_s) * (1 + 0.02 * sine(4, size_s))
    return (sine(hz, size_s) + 0.4 * sine(2 * hz, size_s) + 0.2 * sine(3 * hz, size_s)) * swell(size_s, 0.25, 0.35)


def _dolphin(rng, pitch, speed, length_s):
    size_s = _size(0.7, speed, rng)
    whistle = sine(curve([(0, 2600), (0.4, 5200), (0.7, 3600), (1, 5600)], size_s) * min(pitch, 1.2), size_s) * swell(
        size_s, 0.1, 0.2
    )
    clicks = pulses(rng, size_s, 45, lambda: noise(rng, 0.003) * decay(0.003, 0.001, 0.0002), 0.1)
    return whistle + 0.5 * clicks


def _snake(rng, pitch, speed, length_s):
    size_s = _size(1.4, speed, rng)
    return band(noise(rng, size_s), 3000 * pitch, 7900) * swell(size_s, 0.3, 0.4)


def _mouse(rng, pitch, speed, length_s):
    size_s = _size(0.1, speed, rng)
    return sine(curve([(0, 3600), (0.5, 4700), (1, 3900)], size_s) * pitch**0.7, size_s) * swell(size_s, 0.2, 0.4)


def _snore(rng, pitch, speed, length_s):
    size_s = _size(1.5, speed, rng)
    flutter = np.maximum(0, sine(34 * pitch, size_s)) ** 2
    return voice(noise(rng, size_s) * flutter, [(300, 420), (800, 1000)], 250) * swell(size_s, 0.4, 0.25)


def _baby(rng, pitch, speed, length_s):
    size_s = _size(1.0, speed, rng)
    hz = curve([(0, 380), (0.25, 520), (0.7, 480), (1, 360)], size_s) * pitch * (1 + 0.02 * sine(6, size_s))
    return voice(buzz(hz, size_s, 14, 0.5), [(850, 1050), (1500, 1800), (3200, 3200)], 180) * swell(size_s, 0.12, 0.3)


RECIPES = tuple(
    recipe(*row)
    for row in (
        ("cat meow", "cat, meowing cat, meow", "animal", _cat, 4),
        ("cat purr", "purring cat, purring", "animal", _purr),
        ("cow moo", "cow, mooing cow, moo", "animal", _cow, 2),
        ("sheep bleat", "sheep, bleating sheep, lamb", "animal", _sheep, 4),
        ("duck quack", "duck, quacking duck, quack", "animal", _duck, 8),
        ("rooster crow", "rooster, crowing rooster, cockerel", "animal", _rooster, 2),
        ("clucking hen", "hen, chicken, clucking chicken", "animal", _hen, 10),
        ("pig grunt", "pig, oinking pig, oink", "animal", _pig, 6),
        ("horse neigh", "neighing horse, whinny", "animal", _horse, 2),
        ("donkey bray", "donkey, braying donkey", "animal", _donkey, 3),
        ("lion roar", "lion, roaring lion, tiger", "animal", _lion, 2),
        ("wolf howl", "wolf, howling wolf", "animal", _wolf, 2),
        ("elephant trumpeting", "elephant, trumpeting elephant", "animal", _elephant, 3),
        ("monkey", "ape, chimpanzee, monkey calling", "animal", _monkey, 8),
        ("owl hoot", "owl, hooting owl", "animal", _owl, 4),
        ("cuckoo", "cuckoo call, cuckoo clock", "animal", _cuckoo, 5),
        ("seagull", "gull, crying seagull", "animal", _seagull, 5),
        ("woodpecker", "pecking woodpecker", "animal", _woodpecker, 4),
        ("frog croak", "frog, croaking frog, toad", "animal", _frog, 6),
        ("crickets", "cricket, chirping crickets, grasshopper", "animal", _cricket, 0, False),
        ("bee buzz", "bee, buzzing bee, bees", "animal", _insect(215, 0.7, 1.2)),
        ("mosquito", "buzzing mosquito, gnat", "animal", _insect(610, 1.1, 0.9)),
        ("whale song", "whale, singing whale", "animal", _whale, 2),
        ("dolphin", "dolphin whistle, clicking dolphin", "animal", _dolphin, 4),
        ("snake hiss", "snake, hissing snake", "animal", _snake, 2),
        ("mouse squeak", "mouse, squeaking mouse", "animal", _mouse, 9),
        ("snoring", "someone snoring, snore", "voice", _snore, 2),
        ("baby cry", "crying baby, baby", "voice", _baby, 3),
    )
)
