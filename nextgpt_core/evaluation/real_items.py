"""What the corpora hold of a prompt of the sheets, so that what is made can be looked at beside what is real."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from nextgpt_core.data.corpora.concepts import load_concepts
from nextgpt_core.data.layers import MAIN_STYLE
from nextgpt_core.data.motions import Animations
from nextgpt_core.data.scenes import Pictures
from nextgpt_core.media import Audio, Image, Modality, Part, Video

ARTICLES = ("a ", "an ", "the ")


class RealItems:
    """The drawings, animations and held-out sounds under `corpora`."""

    def __init__(self, corpora: Path) -> None:
        self.pictures, self.animations = Pictures(corpora / "pictures"), Animations(corpora / "animations")
        concepts = load_concepts(corpora / "concepts.json")
        self.concepts = {name: each.concept for each in reversed(concepts) for name in (*each.names, each.concept)}
        self.animated = {item["concept"] for item in self.animations.items}
        self.waves = np.load(corpora / "sounds" / "waves.npy", mmap_mode="r")
        self.sounds: dict[str, int] = {}
        for line in (corpora / "sounds" / "items.jsonl").open(encoding="utf-8"):
            item = json.loads(line)
            if item["split"] == "held" and len(item["labels"]) == 1:
                for name in (item["labels"][0], *item["names"][0]):
                    self.sounds.setdefault(name, item["row"])

    def of(self, modality: Modality, prompt: str) -> Part | None:
        """The corpus's own item of what `prompt` names; None where it names more than one thing or none that is
        there."""
        name = prompt.removeprefix("an animated ")
        name = next((name.removeprefix(article) for article in ARTICLES if name.startswith(article)), name)
        if modality is Modality.AUDIO:
            row = self.sounds.get(name)
            return None if row is None else Audio(self.waves[row].astype(np.float32) / 32767, 16_000)
        concept = self.concepts.get(name)
        if modality is Modality.IMAGE and concept and self.pictures.has(MAIN_STYLE, concept):
            return Image(_on_white(self.pictures.cutout(MAIN_STYLE, concept)))
        if modality is Modality.VIDEO and concept in self.animated:
            return Video(_on_white(self.animations.clip(concept)), 8.0)
        return None


def _on_white(pixels: np.ndarray) -> np.ndarray:
    """uint8 [..., 4], straight alpha -> [..., 3]."""
    share = pixels[..., 3:].astype(np.float32) / 255
    return (pixels[..., :3] * share + 255 * (1 - share)).round().astype(np.uint8)
