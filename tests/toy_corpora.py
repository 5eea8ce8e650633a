"""Toys for the tests of data and training: a picture and animation corpus in the real file format, and captions."""

import json
from pathlib import Path

import numpy as np
import torch

from nextgpt_core.data.corpora.concepts import Concept

TOYS = (
    Concept("cat", ("cat", "kitty"), "Animals & Nature", "animal-mammal", "\U0001f408", True),
    Concept("owl", ("owl",), "Animals & Nature", "animal-bird", "\U0001f989", True),
    Concept("car", ("car", "automobile"), "Travel & Places", "transport-ground", "\U0001f697", False),
    Concept("scissors", ("scissors",), "Objects", "office", "\u2702\ufe0f", False),
    Concept("red apple", ("red apple", "apple"), "Food & Drink", "food-fruit", "\U0001f34e", False),
    Concept("grinning face", ("grinning face",), "Smileys & Emotion", "face-smiling", "\U0001f600", True),
)


def write_toys(out: Path) -> None:
    """Writes pictures/ and animations/ under `out`: a disc of its own colour for each toy concept."""
    rows, columns = np.mgrid[0:160, 0:160] - 79.5
    disc = np.hypot(rows, columns) < 73
    pictures, items = np.zeros((len(TOYS), 160, 160, 4), np.uint8), []
    for number, toy in enumerate(TOYS):
        pictures[number][disc] = (30 + 30 * number, 200 - 20 * number, 90, 255)
        for style in ("3d", "flat", "twemoji", "noto", "openmoji"):
            items.append({"id": f"{style}/{toy.concept}", "concept": toy.concept, "style": style, "row": number})
    (out / "pictures").mkdir()
    for style in ("3d", "flat", "twemoji", "noto", "openmoji"):
        np.save(out / "pictures" / f"{style}.npy", pictures)
    (out / "pictures" / "items.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items))
    moving = [number for number, toy in enumerate(TOYS) if toy.animated]
    clips = np.zeros((len(moving), 16, 96, 96, 4), np.uint8)
    for row, number in enumerate(moving):
        for frame in range(16):
            clips[row, frame, 20 + frame : 60 + frame, 30:70] = pictures[number, 80, 80]
    (out / "animations").mkdir()
    np.save(out / "animations" / "clips.npy", clips)
    rows = [{"concept": TOYS[number].concept, "row": row} for row, number in enumerate(moving)]
    (out / "animations" / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def write_toy_sounds(out: Path, num_samples: int) -> None:
    """Writes sounds/ under `out`: a tone of its own for each of three labels, six to train on and three held out."""
    labels, times = ("rain", "wind", "stream"), np.arange(num_samples) / 16_000
    waves = [np.sin(2 * np.pi * 200 * (2 + number % 3) * times) * (number + 3) / 20 for number in range(9)]
    items = [
        {
            "id": f"toy-{number}",
            "row": number,
            "labels": [labels[number % 3]],
            "names": [[]],
            "kind": "nature",
            "facts": {},
            "split": "train" if number < 6 else "held",
        }
        for number in range(9)
    ]
    (out / "sounds").mkdir()
    np.save(out / "sounds" / "waves.npy", (np.stack(waves) * 32767).astype(np.int16))
    (out / "sounds" / "items.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items))


class Captions:
    """What LatentData gives: rows, latents and states of captions, here one random state a word."""

    def __init__(self, rows, arrays, text_dim=12):
        self.rows, self.latents, self.text_dim = rows, torch.from_numpy(np.stack(arrays)), text_dim

    def __len__(self):
        return len(self.rows)

    def batch(self, rows):
        words = [self.rows[row]["caption"].split() for row in rows]
        states = torch.zeros(len(rows), max(map(len, words)), self.text_dim)
        mask = torch.zeros(states.shape[:2], dtype=torch.bool)
        for i, spoken in enumerate(words):
            for k, word in enumerate(spoken):
                states[i, k] = torch.randn(self.text_dim, generator=torch.Generator().manual_seed(sum(map(ord, word))))
                mask[i, k] = True
        return self.latents[rows], states, mask
