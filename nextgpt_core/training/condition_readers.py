"""Training task of condition readers: what a caption's condition asks for, in the classes of an encoder.

The conditions stay as they are; a small network of two layers is learned, in a minute. What a caption leaves unsaid is
learned as what is usual: a banana is yellow, a lone thing is in the middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.condition_reader import ConditionReader
from nextgpt_core.data.scenes import Pictures, Scene
from nextgpt_core.encoders.sight import ATTRIBUTES
from nextgpt_core.training.ears import Sounds
from nextgpt_core.training.sight_features import ordered, scene_facts

IGNORED = -100
CONDITION_NOISE = 0.5
"""Standard deviation, of conditions with unit variance: a layer over thousands of numbers learns rows by heart."""


def picture_targets(scenes: Sequence[tuple[Scene, str]], corpora: Path, concepts: Sequence[str]) -> dict[str, Tensor]:
    """head -> class of every one of `scenes`, IGNORED where nothing is known."""
    index = {name: number for number, name in enumerate(concepts)}
    targets = {name: torch.full((len(scenes),), IGNORED) for name in ("concept", "second", *ATTRIBUTES)}
    pictures = Pictures(corpora / "pictures")
    known: dict[tuple, dict] = {}  # the colour of a cut-out is asked of its pixels, once
    for number, (scene, _) in enumerate(scenes):
        facts = _facts(scene, pictures, known)
        first, *others = facts["concepts"]
        targets["concept"][number] = index[first]
        targets["second"][number] = index[others[0]] if others else len(concepts)
        for name, words in ATTRIBUTES.items():
            if facts[name]:
                targets[name][number] = words.index(facts[name])
    return targets


def _facts(scene: Scene, pictures: Pictures, known: dict[tuple, dict]) -> dict:
    scene = ordered(scene)
    key = (scene.style, scene.objects, scene.background, scene.relation)
    if key not in known:
        known[key] = scene_facts(scene, pictures)
    return known[key]


def sound_targets(sounds: Sounds, split: str) -> dict[str, Tensor]:
    """head -> class of every row of the sound pack, in its order."""
    rows = sounds.rows(split)
    heads = {"first": sounds.first, "second": sounds.second, **sounds.facts}
    return {name: values[rows] for name, values in heads.items()}


class ConditionReaderTask:
    """Cross-entropy of every head on noisy conditions [rows, T, D]."""

    def __init__(
        self,
        reader: ConditionReader,
        conditions: dict[str, Tensor],
        targets: dict[str, dict[str, Tensor]],
        weights: Tensor | None = None,
        batch_size: int = 256,
    ) -> None:
        """conditions, targets: by split, "train" and "held"."""
        self.reader, self.conditions, self.targets, self.batch_size = reader, conditions, targets, batch_size
        self.weights = torch.ones(len(conditions["train"])) if weights is None else weights

    def trainable(self) -> dict[str, nn.Parameter]:
        return dict(self.reader.named_parameters())

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        rows = torch.multinomial(self.weights, self.batch_size, replacement=True, generator=generator)
        condition = self.conditions["train"][rows].float()
        condition = condition + CONDITION_NOISE * torch.randn(condition.shape, generator=generator)
        losses = {
            name: F.cross_entropy(logits.float(), target, ignore_index=IGNORED)
            for name, logits in self.reader.logits(condition).items()
            if ((target := self.targets["train"][name][rows]) != IGNORED).any()
        }
        return sum(losses.values()), {name: float(value.detach()) for name, value in losses.items()}

    def validate(self) -> dict[str, float]:
        """Share of held-out captions (unseen phrasings) of which each head is read right."""
        with torch.no_grad():
            read = self.reader.logits(self.conditions["held"].float())
        numbers = {}
        for name, logits in read.items():
            target = self.targets["held"][name]
            known = target != IGNORED
            numbers[name] = float((logits[known].argmax(-1) == target[known]).float().mean())
        return numbers

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: `validate` says it in numbers."""
