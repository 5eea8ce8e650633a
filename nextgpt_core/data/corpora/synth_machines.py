"""Recipes for machines, signals and small household effects.

Knows how they sound in terms of waveforms.py; counts and rooms are added by synthesis.py.
"""

from __future__ import annotations

import numpy as np

from nextgpt_core.data.corpora.clips import at
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
)


def _gate(length_s, period_s, share):
    """1 for the first `share` of every period, else 0, with soft edges."""
    t = seconds(length_s) % period_s
    return np.clip(np.minimum(t, share * period_s - t) / 0.004, 0, 1)


def _alarm_clock(rng, pitch, speed, length_s):
    group_s = 0.9 / speed
    return np.sign(sine(1950 * pitch, length_s)) * _gate(length_s, group_s / 8, 0.55) * _gate(length_s, group_s, 0.5)


def _smoke_alarm(rng, pitch, speed, length_s):
    return (sine(3100 * pitch, length_s) + 0.3 * sine(6200 * pitch, length_s)) * _gate(length_s, 0.55 / speed, 0.7)


def _siren(rng, pitch, speed, length_s):
    if rng.random() < 0.5:  # two tones
        hz = np.where(seconds(length_s) * speed % 1.1 < 0.55, 440.0, 587.0) * pitch
    else:
        hz = pitch * (
            850 + 350 * np.sin(2 * np.pi * speed * rng.uniform(0.3, 0.5) * seconds(length_s) + rng.uniform(0, 6))
        )
    return band(buzz(hz, length_s, 8), 300, 4500)


def _morse(rng, pitch, speed, length_s):
    dot_s = 0.075 / speed
    keyed: list[np.ndarray] = []
    while sum(map(len, keyed)) < length_s * 16000:
        keyed += [
            np.ones(int((3 if rng.random() < 0.45 else 1) * dot_s * 16000)),
            np.zeros(int((3 if rng.random() < 0.25 else 1) * dot_s * 16000)),
        ]
    key = np.concatenate(keyed)[: int(length_s * 16000)]
    return sine(680 * pitch, length_s) * np.convolve(key, np.ones(60) / 60, "same")


def _clock(rng, pitch, speed, length_s):
    turn = [0]

    def tick():
        turn[0] += 1
        hz = (2600 if turn[0] % 2 else 2050) * pitch
        return (sine(hz, 0.04) * 0.5 + noise(rng, 0.04)) * decay(0.04, 0.004, 0.0005)

    return pulses(rng, length_s, 2.0 * speed, tick, 0)


def _typing(rng, pitch, speed, length_s):
    def key():
        low = rng.uniform(0.5, 1.2)
        return np.concatenate(
            [
                band(noise(rng, 0.03), 900 * pitch * low, 5200) * decay(0.03, 0.005, 0.0005) * rng.uniform(0.5, 1),
                np.zeros(600),
                band(noise(rng, 0.02), 1500 * pitch, 6500) * decay(0.02, 0.003, 0.0005) * 0.35,
            ]
        )

    return pulses(rng, length_s, 7 * speed, key, 0.55)


def _knock(rng, pitch, speed, length_s):
    hz = 155 * pitch
    return (
        sine(curve([(0, hz * 1.3), (1, hz)], 0.28), 0.28) + 0.5 * band(noise(rng, 0.28), 250, 1400) * decay(0.28, 0.01)
    ) * decay(0.28, 0.03, 0.001)


def _motor(rng, pitch, length_s, hz, rough, wobble=0.04):
    turning = hz * pitch * (1 + slow(rng, length_s, 3, -wobble, wobble))
    tone = buzz(turning, length_s, 24, 0.7)
    return tone * (1 - rough + rough * np.abs(sine(turning / 2, length_s))) + 0.6 * band(
        noise(rng, length_s), 300, 3500
    )


def _lawn_mower(rng, pitch, speed, length_s):
    return np.tanh(1.5 * _motor(rng, pitch, length_s, 62 * speed**0.3, 0.8))


def _vacuum(rng, pitch, speed, length_s):
    whine = buzz(310 * pitch * (1 + slow(rng, length_s, 0.6, -0.02, 0.02)), length_s, 9, 1.1)
    return band(noise(rng, length_s), 250, 6500) * 0.8 + whine * 0.5


def _drill(rng, pitch, speed, length_s):
    effort = 0.4 + 0.6 * np.clip(slow(rng, length_s, 1.3 * speed) * 1.8, 0, 1)
    return np.tanh(buzz(390 * pitch * effort, length_s, 14, 0.6)) * effort + 0.3 * noise(rng, length_s) * effort


def _steam_train(rng, pitch, speed, length_s):
    rate = 3.4 * speed * (1 + 0.2 * np.linspace(0, 1, int(length_s * 16000)))
    beat = np.cumsum(rate) / 16000
    chuff = (
        band(noise(rng, length_s), 250 * pitch, 2800)
        * np.exp(-4.5 * (beat % 1))
        * (1 + 0.7 * (np.floor(beat) % 4 == 0))
    )
    chord = sum(sine(hz * pitch * (1 + slow(rng, length_s, 4, -0.004, 0.004)), length_s) for hz in (415, 523, 622, 740))
    whistle = np.zeros(len(chuff))
    at(whistle, float(rng.uniform(0.1, 0.45)) * length_s, swell(float(rng.uniform(0.9, 1.9)), 0.08, 0.25))
    return 1.5 * chuff + whistle * (0.22 * chord + 0.12 * band(noise(rng, length_s), 800, 5000))


def _car_horn(rng, pitch, speed, length_s):
    size_s = float(np.clip(rng.choice((0.35, 0.6, 0.9)) / speed, 0.25, 1.3))
    return band(buzz(420 * pitch, size_s, 14, 0.6) + buzz(500 * pitch, size_s, 14, 0.6), 300, 5500) * swell(
        size_s, 0.03, 0.05
    )


def _ship_horn(rng, pitch, speed, length_s):
    size_s = float(np.clip(1.9 / speed, 1.3, 2.4))
    return (buzz(98 * pitch, size_s, 24, 0.9) + buzz(123 * pitch, size_s, 20, 0.9)) * swell(size_s, 0.08, 0.12)


def _bell(rng, hz, size_s, partials=(1, 2.76, 5.4, 8.9), half_s=0.25):
    return sum(
        sine(hz * p, size_s) * decay(size_s, half_s / (1 + n), 0.001) / (1 + n)
        for n, p in enumerate(partials)
        if hz * p < 7800
    )


def _bicycle_bell(rng, pitch, speed, length_s):
    ring = np.zeros(int(0.75 * 16000))
    for n in range(6):
        made = _bell(rng, 2250 * pitch, 0.4, (1, 1.52, 2.4))
        first = int(n * 0.045 / speed * 16000)
        ring[first : first + len(made)] += made[: len(ring) - first]
    return ring * decay(0.75, 0.3)


def _doorbell(rng, pitch, speed, length_s):
    size_s = 1.5
    ring = np.zeros(int(size_s * 16000))
    for hz, start_s in ((659, 0.0), (523, 0.5 / speed**0.5)):
        made = _bell(rng, hz * pitch, 1.2, (1, 2, 3), 0.28)
        first = int(start_s * 16000)
        ring[first : first + len(made)] += made[: len(ring) - first]
    return ring * curve([(0, 1), (0.85, 1), (1, 0)], size_s)


def _laser(rng, pitch, speed, length_s):
    size_s = float(np.clip(0.35 / speed, 0.2, 0.5))
    t = np.linspace(0, 1, int(size_s * 16000))
    return np.tanh(2 * sine(pitch * (150 + 2800 * np.exp(-5 * t)), size_s)) * decay(size_s, size_s / 4)


def _ufo(rng, pitch, speed, length_s):
    return sine(pitch * (700 + 320 * sine(6.5 * speed, length_s) + 150 * slow(rng, length_s, 1)), length_s)


def _game_coin(rng, pitch, speed, length_s):
    low = np.sign(sine(988 * pitch, 0.08 / speed))
    return np.concatenate([low * 0.8, np.sign(sine(1319 * pitch, 0.5)) * decay(0.5, 0.12)])


def _game_jump(rng, pitch, speed, length_s):
    size_s = float(np.clip(0.3 / speed, 0.2, 0.45))
    return np.sign(sine(curve([(0, 260 * pitch), (1, 900 * pitch)], size_s), size_s)) * swell(size_s, 0.05, 0.5)


def _boing(rng, pitch, speed, length_s):
    t = seconds(0.8)
    return buzz(pitch * (160 + 90 * np.exp(-3 * t) * np.sin(2 * np.pi * 11 * speed * t) + 120 * t), 0.8, 12) * decay(
        0.8, 0.16
    )


def _slide_whistle(rng, pitch, speed, length_s):
    size_s = float(np.clip(1.0 / speed, 0.7, 1.4))
    ends = (600, 1900) if rng.random() < 0.5 else (1900, 600)
    hz = curve([(0, ends[0]), (1, ends[1])], size_s) * pitch * (1 + 0.012 * sine(6, size_s))
    return (sine(hz, size_s) + 0.15 * sine(2 * hz, size_s) + 0.03 * noise(rng, size_s)) * swell(size_s, 0.06, 0.12)


def _firework(rng, pitch, speed, length_s):
    fly = sine(curve([(0, 900 * pitch), (1, 2600 * pitch)], 0.8), 0.8) * swell(0.8, 0.3, 0.1) * 0.25 + 0.08 * noise(
        rng, 0.8
    ) * swell(0.8)
    bang = band(noise(rng, 1.6), 0, 900) * decay(1.6, 0.12) * 3
    crackle = pulses(rng, 1.6, 60, lambda: noise(rng, 0.008) * decay(0.008, 0.002, 0.0005)) * curve(
        [(0, 0), (0.1, 1), (1, 0)], 1.6
    )
    return np.concatenate([fly, bang + 0.6 * crackle])


def _static(rng, pitch, speed, length_s):
    return noise(rng, length_s) * (0.5 + 0.5 * slow(rng, length_s, 9 * speed) ** 2) + 0.6 * band(
        noise(rng, length_s), 900 * pitch, 1100 * pitch
    )


def _geiger(rng, pitch, speed, length_s):
    return pulses(
        rng,
        length_s,
        11 * speed**2,
        lambda: (noise(rng, 0.006) + sine(2900 * pitch, 0.006)) * decay(0.006, 0.0015, 0.0003),
    )


def _busy_tone(rng, pitch, speed, length_s):
    return (sine(480 * pitch, length_s) + sine(620 * pitch, length_s)) * _gate(length_s, 1.0 / speed, 0.5)


def _hammer(rng, pitch, speed, length_s):
    return (
        _bell(rng, 1150 * pitch, 0.45, (1, 1.7, 3.1, 4.6), 0.06)
        + 1.3 * band(noise(rng, 0.45), 300, 5000) * decay(0.45, 0.008)
    ) * decay(0.45, 0.09, 0.001)


def _saw(rng, pitch, speed, length_s):
    stroke = np.abs(np.sin(np.pi * 1.5 * speed * seconds(length_s) + rng.uniform(0, 3))) ** 1.5
    teeth = 0.5 + 0.5 * np.sign(sine(90 * pitch * (0.3 + stroke), length_s))
    return band(noise(rng, length_s), 1300 * pitch, 6000) * stroke * (0.3 + teeth)


def _washing_machine(rng, pitch, speed, length_s):
    turn = 0.5 + 0.5 * np.sin(2 * np.pi * 0.9 * speed * seconds(length_s))
    return (
        0.7 * _motor(rng, pitch, length_s, 48, 0.3, 0.02) * (0.6 + 0.4 * turn)
        + band(noise(rng, length_s), 250, 1600) * turn**3 * 1.5
    )


def _kettle(rng, pitch, speed, length_s):
    rise = np.linspace(0.85, 1.05, int(length_s * 16000)) * 2300 * pitch
    return sine(rise * (1 + 0.004 * sine(9, length_s)), length_s) * 0.6 + band(noise(rng, length_s), 1500, 6500) * 0.35


def _camera(rng, pitch, speed, length_s):
    click = lambda hz: band(noise(rng, 0.05), hz * pitch, 7000) * decay(0.05, 0.006, 0.0005)  # noqa: E731
    return np.concatenate([click(1200), np.zeros(int(900 / speed)), click(2200) * 0.8])


RECIPES = tuple(
    recipe(*row)
    for row in (
        ("alarm clock", "alarm, beeping alarm, digital alarm", "machine", _alarm_clock),
        ("smoke alarm", "fire alarm, smoke detector", "machine", _smoke_alarm),
        ("siren", "police siren, ambulance", "machine", _siren),
        ("morse code", "telegraph, beeping code", "machine", _morse),
        ("ticking clock", "clock, tick tock, watch", "machine", _clock),
        ("typing", "keyboard, computer keyboard, someone typing", "machine", _typing),
        ("knock on a door", "knocking, door knock", "effect", _knock, 7),
        ("lawn mower", "mower, motor", "machine", _lawn_mower),
        ("vacuum cleaner", "hoover, vacuum", "machine", _vacuum),
        ("electric drill", "drill, power drill", "machine", _drill),
        ("steam train", "steam locomotive, steam engine, locomotive", "machine", _steam_train),
        ("car horn", "honking car, honk, beep beep", "machine", _car_horn, 4),
        ("ship horn", "foghorn, boat horn", "machine", _ship_horn, 2),
        ("bicycle bell", "bike bell", "effect", _bicycle_bell, 4),
        ("doorbell", "ding dong, door bell", "machine", _doorbell, 3),
        ("laser gun", "laser, ray gun", "effect", _laser, 7),
        ("flying saucer", "ufo, alien ship", "machine", _ufo),
        ("video game coin", "game coin, coin", "effect", _game_coin, 5),
        ("video game jump", "jumping in a video game", "effect", _game_jump, 6),
        ("spring", "boing, bouncing spring", "effect", _boing, 4),
        ("slide whistle", "sliding whistle", "effect", _slide_whistle, 3),
        ("fireworks", "firework, rockets", "effect", _firework, 2),
        ("radio static", "static, noise, white noise", "machine", _static, 0, False),
        ("geiger counter", "radiation detector", "machine", _geiger),
        ("busy tone", "telephone tone, busy signal", "machine", _busy_tone),
        ("hammer", "hammering, hammer blows", "effect", _hammer, 7),
        ("saw", "sawing wood, hand saw", "effect", _saw),
        ("washing machine", "laundry machine", "machine", _washing_machine),
        ("kettle", "whistling kettle, tea kettle", "machine", _kettle),
        ("camera", "camera shutter, taking a photo", "machine", _camera, 5),
    )
)
