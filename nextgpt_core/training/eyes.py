"""Training tasks of the image and video encoders' heads, over features and clips prepared once.

The backbone stays frozen, so the heads train in minutes on one core. Also makes features of photographs without having
photographs, for training the chat on the thousand photograph labels.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.encoders.image import ImageEncoder
from nextgpt_core.encoders.sight import ATTRIBUTES, REGIONS, Sight, region_masks
from nextgpt_core.encoders.video import MOTIONS, MotionHead
from nextgpt_core.encoders.words import sharpened
from nextgpt_core.errors import MissingWeights

IGNORED = -100
REGION_NAMES = tuple(REGIONS)


class SightFeatures:
    """One folder that sight_features.write_features made; labels as class numbers, IGNORED where nothing is said.

    `concepts` gives the order of the concept classes. Raises MissingWeights when the folder is not there.
    """

    def __init__(self, folder: Path, concepts: list[str]) -> None:
        if not (folder / "rows.jsonl").is_file():
            raise MissingWeights(f"{folder} is not there. Make it with: python -m nextgpt_core.training.encoders image")
        self.folder, self.classes = folder, {name: number for number, name in enumerate(concepts)}
        self.rows = [json.loads(line) for line in (folder / "rows.jsonl").open(encoding="utf-8")]
        self.concepts, self.regions = self._targets()
        self.attributes = {
            name: torch.tensor([words.index(row[name]) if row[name] else IGNORED for row in self.rows])
            for name, words in ATTRIBUTES.items()
        }

    def _targets(self) -> tuple[Tensor, Tensor]:
        """Concept [N, 2] and the region it is to be read from [N, 2]; IGNORED for the second of a lone thing."""
        concepts = torch.full((len(self.rows), 2), IGNORED)
        regions = torch.zeros(len(self.rows), 2, dtype=torch.long)
        for number, row in enumerate(self.rows):
            for place, name in enumerate(row["concepts"]):
                concepts[number, place] = self.classes[name]
            if len(row["concepts"]) == 2:
                names = ("top", "bottom") if row["place"] == "above" else ("left", "right")
                regions[number] = torch.tensor([REGION_NAMES.index(name) for name in names])
        return concepts, regions

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def fork(self) -> Tensor:
        """[N, 192, 7, 7] float16."""
        return torch.from_numpy(np.load(self.folder / "fork.npy", mmap_mode="c")[: len(self)])

    @cached_property
    def thumbs(self) -> Tensor:
        """[N, 3, 32, 32] float16."""
        return torch.from_numpy(np.load(self.folder / "thumbs.npy", mmap_mode="c")[: len(self)])

    @cached_property
    def oddness(self) -> Tensor:
        """[N, 48] float32."""
        return torch.from_numpy(np.load(self.folder / "oddness.npy", mmap_mode="c")[: len(self)])


class SightTask:
    """The blocks for drawings and the concept and attribute heads: cross-entropy of the things, each in its region, and
    of what is said."""

    def __init__(self, sight: Sight, features: SightFeatures, held: dict[str, SightFeatures], batch_size: int = 128):
        self.sight, self.features, self.held, self.batch_size = sight, features, held, batch_size
        self.masks = region_masks(REGION_NAMES, 7, 7)
        self._queue = torch.empty(0, dtype=torch.long)

    def trainable(self) -> dict[str, nn.Parameter]:
        return {
            n: p
            for n, p in self.sight.named_parameters()
            if n.startswith(("drawing_blocks.", "concepts.", "attributes."))
        }

    def concept_logits(self, features: SightFeatures, rows: Tensor) -> Tensor:
        """[B, regions, concepts] in mixed arithmetic."""
        with mixed():
            return self.sight.concepts(self.sight.drawing_blocks(features.fork[rows].float()), self.masks)

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        self.sight.train()
        if len(self._queue) < self.batch_size:
            self._queue = torch.randperm(len(self.features), generator=generator)
        rows, self._queue = self._queue[: self.batch_size].sort().values, self._queue[self.batch_size :]
        fork = self.features.fork[rows].float().contiguous(memory_format=torch.channels_last)
        # Mirrored pictures are other pictures of the same things: halves and places are mirrored with them.
        mirrored = bool(torch.rand((), generator=generator) < 0.5)
        targets, regions = self.features.concepts[rows], self.features.regions[rows]
        if mirrored:
            fork = fork.flip(-1)
            left, right = REGION_NAMES.index("left"), REGION_NAMES.index("right")
            swapped = torch.arange(len(REGION_NAMES))
            swapped[left], swapped[right] = right, left
            regions = swapped[regions]
        with mixed():
            pooled = self.sight.concepts.pooled(self.sight.drawing_blocks(fork), self.masks)
            first = pooled.gather(1, regions[:, :1, None].expand(-1, -1, pooled.shape[2]))[:, 0]
            paired = (targets[:, 1] != IGNORED).nonzero()[:, 0]
            second = pooled[paired, regions[paired, 1]]
            seen = torch.cat([first, second])
            logits = self.sight.concepts.classifier(self.sight.concepts.dropout(seen))
        wanted = torch.cat([targets[:, 0], targets[paired, 1]])
        concept_loss = F.cross_entropy(logits.float(), wanted, label_smoothing=0.05)
        said = self.sight.attributes(self.features.thumbs[rows].float())
        attribute_loss = sum(
            F.cross_entropy(said[name], target[rows], ignore_index=IGNORED)
            for name, target in self.features.attributes.items()
        )
        hits = (logits.argmax(-1) == wanted).float().mean()
        return concept_loss + 0.5 * attribute_loss, {"concept": float(concept_loss.detach()), "top1": float(hits)}

    def validate(self) -> dict[str, float]:
        self.sight.eval()
        numbers = {}
        for split, features in self.held.items():
            rows = torch.arange(len(features))
            lone = features.concepts[:, 1] == IGNORED
            logits = torch.cat([self.concept_logits(features, part).float() for part in rows.split(100)])
            best = logits[lone, 0].topk(min(5, logits.shape[-1])).indices == features.concepts[lone, :1]
            numbers[f"{split}_top1"] = float(best[:, 0].float().mean())
            numbers[f"{split}_top5"] = float(best.any(1).float().mean())
            if (~lone).any():
                read = logits[~lone].gather(1, features.regions[~lone][:, :, None].expand(-1, -1, logits.shape[2]))
                best = read.topk(min(5, read.shape[-1])).indices
                right = (best == features.concepts[~lone][:, :, None]).any(-1)
                numbers[f"{split}_pair_top5"] = float(right.float().mean())
            said = self.sight.attributes(features.thumbs.float())
            for name, target in features.attributes.items():
                known = target != IGNORED
                numbers[f"{split}_{name}"] = float((said[name].argmax(-1)[known] == target[known]).float().mean())
        return numbers

    def sample(self, folder: Path, step: int) -> None:
        """Writes what is read in the first pictures of each held split, beside what is there."""
        folder.mkdir(parents=True, exist_ok=True)
        names = list(self.features.classes)
        lines = []
        for split, features in self.held.items():
            logits = self.concept_logits(features, torch.arange(40))[:, 0]
            for row, numbers in zip(features.rows[:40], logits.topk(3).indices.tolist(), strict=True):
                lines.append(f"{split}: {row['concepts']} read as {[names[n] for n in numbers]}")
        (folder / f"{step:07d}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


class MotionTask:
    """The motion head on the brightness of sixteen small frames, [N, 16, 24, 24] uint8, and class numbers [N]."""

    def __init__(self, head: MotionHead, luma: Tensor, motions: Tensor, held_luma: Tensor, held_motions: Tensor):
        self.head, self.luma, self.motions = head, luma, motions
        self.held_luma, self.held_motions = held_luma, held_motions

    def trainable(self) -> dict[str, nn.Parameter]:
        return dict(self.head.named_parameters())

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        self.head.train()
        rows = torch.randint(len(self.luma), (128,), generator=generator)
        luma, motions = self.luma[rows].float() / 255, self.motions[rows]
        if torch.rand((), generator=generator) < 0.3:
            luma = 1 - luma
        luma = luma + torch.rand((), generator=generator) * 0.02 * torch.randn(luma.shape, generator=generator)
        if torch.rand((), generator=generator) < 0.5:  # left and right change places in a mirror
            luma, left, right = luma.flip(-1), MOTIONS.index("moving left"), MOTIONS.index("moving right")
            motions = torch.where(motions == left, right, torch.where(motions == right, left, motions))
        logits = self.head(luma)
        return F.cross_entropy(logits, motions, label_smoothing=0.05), {
            "accuracy": float((logits.argmax(-1) == motions).float().mean())
        }

    def validate(self) -> dict[str, float]:
        self.head.eval()
        right = self.head(self.held_luma.float() / 255).argmax(-1) == self.held_motions
        numbers = {"accuracy": float(right.float().mean())}
        for number, name in enumerate(MOTIONS):
            if (chosen := self.held_motions == number).any():
                numbers[name] = float(right[chosen].float().mean())
        return numbers

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: the numbers per motion say it all."""


def fit_photo_gate(sight: Sight, photographs: Tensor, drawings: Tensor, steps: int = 300) -> float:
    """Logistic regression on oddness [N, 48] of both kinds, equally weighted; returns the training accuracy."""
    values = torch.cat([photographs, drawings])
    wanted = torch.cat([torch.ones(len(photographs)), torch.zeros(len(drawings))])
    weights = torch.cat([torch.full((len(k),), 0.5 / len(k)) for k in (photographs, drawings)])
    sight.oddness_mean.copy_(values.mean(0))
    sight.oddness_scale.copy_(values.std(0).clamp(min=1e-3))
    scaled = (values - sight.oddness_mean) / sight.oddness_scale
    gate = sight.photo_gate.requires_grad_(True)
    nn.init.zeros_(gate.weight)
    nn.init.zeros_(gate.bias)
    optimiser = torch.optim.AdamW(gate.parameters(), lr=0.05, weight_decay=0.05)
    for _ in range(steps):
        losses = F.binary_cross_entropy_with_logits(gate(scaled)[:, 0], wanted, reduction="none")
        (losses * weights).sum().backward()
        optimiser.step()
        optimiser.zero_grad()
    gate.requires_grad_(False)
    right = ((gate(scaled)[:, 0] > 0) == (wanted > 0.5)).float()
    return float((right * weights).sum())


@torch.no_grad()
def photo_features(class_id: int, generator: torch.Generator, encoder: ImageEncoder) -> Tensor:
    """Features [15, dim] as `encoder` would give for a photograph of ImageNet class `class_id`, without a photograph.

    The label has probability 0.3 to 0.95; the rest goes to labels whose classifier weights are alike, with noise. The
    drawing heads, which are lost on photographs, say little and something random, as they do on real ones.
    """

    def uniform(low: float, high: float) -> float:
        return low + (high - low) * float(torch.rand((), generator=generator))

    weights = F.normalize(encoder.sight.backbone.classifier.weight, dim=1)
    alike = weights @ weights[class_id]
    noise = torch.randn(len(alike), generator=generator)
    others = (uniform(8, 16) * alike + 1.2 * noise).masked_fill(torch.arange(len(alike)) == class_id, -torch.inf)
    sure = uniform(0.3, 0.95)
    probabilities = (1 - sure) * others.softmax(0)
    probabilities[class_id] = sure
    num_concepts = encoder.concept_words.num_labels
    concepts = uniform(1, 2.5) * torch.randn(1, len(REGIONS), num_concepts, generator=generator)
    attributes = {
        name: uniform(1, 3) * torch.randn(1, len(words), generator=generator) for name, words in ATTRIBUTES.items()
    }
    is_photo = torch.tensor([uniform(0.9, 1.0)])
    name = encoder.photo_words(sharpened(3 * (probabilities + 1e-8).log()[None]))
    return encoder.compose(concepts, name, probabilities.amax()[None], is_photo, attributes)[0]
