"""Recipes for weather, water and fire.

Knows how nature sounds in terms of waveforms.py; counts and rooms are added by synthesis.py.
"""

from __future__ import annotations

import numpy as np

from nextgpt_core.data.corpora.waveforms import band, curve, decay, noise, pulses, recipe, sine, slow


def _rain(rng, pitch, speed, length_s):
    bed = band(noise(rng, length_s), 900 * pitch, 7900) * (0.35 + 0.15 * slow(rng, length_s, 1))
    shape = decay(0.012, 0.003, 0.001)

    def drop():
        return noise(rng, 0.012) * shape * rng.uniform(0.5, 3)

    return bed + 1.2 * band(pulses(rng, length_s, 160 * speed, drop), 1800 * pitch, 6500)


def _wind(rng, pitch, speed, length_s):
    low, gusts = noise(rng, length_s), slow(rng, length_s, 1.2 * speed)
    body = band(low, 120 * pitch, 500 * pitch) * (0.4 + gusts)
    howl = (
        band(low, 560 * pitch, 680 * pitch, 3) * gusts**2 * 4 + band(low, 900 * pitch, 1050 * pitch, 3) * gusts**4 * 5
    )
    return body + howl


def _waves(rng, pitch, speed, length_s):
    hiss = noise(rng, length_s)
    turn = rng.uniform(0, 2 * np.pi)
    rise = 0.5 - 0.5 * np.cos(turn + 2 * np.pi * 0.3 * speed * np.arange(len(hiss)) / 16000)
    return band(hiss, 100, 900 * pitch) * (0.25 + rise) + band(hiss, 1500 * pitch, 7900) * 0.7 * rise**3


def _stream(rng, pitch, speed, length_s):
    def gurgle():
        size_s = rng.uniform(0.02, 0.07)
        start = rng.uniform(350, 1500) * pitch
        return (
            sine(curve([(0, start), (1, start * rng.uniform(1.1, 1.8))], size_s), size_s)
            * decay(size_s, size_s / 4)
            * rng.uniform(0.2, 1)
        )

    return pulses(rng, length_s, 55 * speed, gurgle) + 0.25 * band(noise(rng, length_s), 700 * pitch, 4000)


def _fire(rng, pitch, speed, length_s):
    def crack():
        size_s = rng.uniform(0.004, 0.03)
        return (
            band(noise(rng, size_s + 0.01), 900 * pitch, 6500)
            * decay(size_s + 0.01, size_s / 4, 0.0005)
            * rng.exponential(1.5)
        )

    roar = band(noise(rng, length_s), 0, 260 * pitch) * (0.6 + 0.5 * slow(rng, length_s, 5))
    return 0.9 * roar + 1.6 * pulses(rng, length_s, 13 * speed, crack)


def _drip(rng, pitch, speed, length_s):
    start = rng.uniform(800, 1100) * pitch
    return sine(curve([(0, start), (0.2, start * 0.85), (1, start * 1.9)], 0.16), 0.16) * decay(0.16, 0.03, 0.002)


def _thunder(rng, pitch, speed, length_s):
    size_s = float(np.clip(2.3 / speed, 1.6, 3.4))
    crack = band(noise(rng, size_s), 200, 5000) * decay(size_s, 0.09)
    roll = (
        band(noise(rng, size_s), 0, 130 * pitch, 3)
        * (0.3 + slow(rng, size_s, 7))
        * curve([(0, 0), (0.06, 1), (0.4, 0.7), (1, 0)], size_s)
    )
    return crack * rng.uniform(0.2, 1) + 9 * roll


def _hail(rng, pitch, speed, length_s):
    def stone():
        hz = rng.uniform(1500, 4200) * pitch
        return (sine(hz, 0.03) + 0.6 * noise(rng, 0.03)) * decay(0.03, 0.004, 0.0005) * rng.exponential(1)

    return pulses(rng, length_s, 38 * speed, stone) + 0.03 * noise(rng, length_s)


RECIPES = (
    recipe("rain", "rainfall, raining", "nature", _rain, 0, False),
    recipe("wind", "blowing wind, howling wind", "nature", _wind, 0, False),
    recipe("ocean waves", "sea, seashore, surf, waves", "nature", _waves, 0, False),
    recipe("stream", "river, flowing water, brook", "nature", _stream, 0, False),
    recipe("campfire", "fire, crackling fire, fireplace", "nature", _fire, 0, False),
    recipe("water drops", "dripping water, dripping tap, drip", "nature", _drip, 7),
    recipe("thunder", "thunderstorm, thunderclap", "nature", _thunder, 2),
    recipe("hail", "hailstones", "nature", _hail, 0, False),
)
