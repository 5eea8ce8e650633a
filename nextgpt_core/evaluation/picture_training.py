"""Trains the picture judge's head on painted scenes and true animations, and measures it on pictures it never saw.

Pictures are spoilt on purpose (blur, noise, JPEG, warping, colour, low resolution), so that the judge forgives what a
small decoder does to a picture. Backbone features are computed once; the head then trains in seconds.
"""

from __future__ import annotations

import dataclasses
import io
import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.nn import functional

from nextgpt_core.arithmetic import mixed
from nextgpt_core.data import phrases
from nextgpt_core.data.backgrounds import SETTINGS, UNSAID, background
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.corpora.concepts import Concept
from nextgpt_core.data.scenes import (
    POSITIONS,
    SIZES,
    Pictures,
    Scene,
    SceneObject,
    draw_scene,
    is_colourable,
    is_held,
    paint,
)
from nextgpt_core.evaluation.picture_judge import PictureHead, PictureJudge

SEEN_STYLES = ("3d", "flat", "twemoji", "noto")
_PAINTED_PX = (96, 128, 128, 128)


def judge_scene(rng: random.Random, concept: Concept, style: str) -> Scene:
    """One thing, as a training picture: never one of the combinations that are kept for held-out pictures."""
    while True:
        thing: dict = {"concept": concept.concept, "names": concept.names}
        behind, name = rng.choices(UNSAID, (0.6, 0.25, 0.15))[0], concept.concept
        kind = rng.choices(
            ("plain", "background", "setting", "colour", "size", "position", "count"), (45, 18, 10, 7, 6, 8, 6)
        )[0]
        held = False
        if kind == "background":
            behind = rng.choice(list(COLOURS))
            held = behind != "white" and is_held(name, "on", behind)
        elif kind == "setting":
            behind = rng.choice(list(SETTINGS))
            held = is_held(name, "in", behind)
        elif kind == "colour" and is_colourable(concept):
            thing["colour"] = rng.choice(list(COLOURS))
            held = is_held(name, thing["colour"])
        elif kind == "size":
            thing["size"] = rng.choice(list(SIZES))
        elif kind == "position":
            thing["position"] = rng.choice(list(POSITIONS))
        elif kind == "count" and phrases.can_be_counted(name):
            thing["count"] = rng.choice((2, 3, 4))
            held = is_held(name, str(thing["count"]))
        if not held:
            return Scene(style, (SceneObject(**thing),), behind, None, rng.getrandbits(30))


def spoilt(picture: np.ndarray, rng: np.random.Generator, size_px: int) -> np.ndarray:
    """uint8 [h, w, 3] -> uint8 [size_px, size_px, 3] as a weak decoder might have drawn it."""
    if rng.random() < 0.3:
        data = io.BytesIO()
        Image.fromarray(picture).save(data, "JPEG", quality=int(rng.integers(30, 90)))
        picture = np.asarray(Image.open(data))
    pixels = torch.tensor(picture).permute(2, 0, 1)[None].float()
    if rng.random() < 0.35:
        small = int(rng.integers(40, 90))
        pixels = functional.interpolate(pixels, (small, small), mode="bilinear", antialias=True)
    zoom, turn = rng.uniform(0.88, 1.15, 2), rng.normal(0, 0.05)
    theta = torch.tensor([[zoom[0], -turn, rng.normal(0, 0.04)], [turn, zoom[1], rng.normal(0, 0.04)]])[None].float()
    grid = functional.affine_grid(theta, (1, 3, size_px, size_px), align_corners=False)
    if rng.random() < 0.5:
        bends = torch.tensor(rng.normal(0, rng.uniform(0.005, 0.03), (1, 2, 6, 6))).float()
        grid = grid + functional.interpolate(bends, (size_px, size_px), mode="bicubic").permute(0, 2, 3, 1)
    pixels = functional.grid_sample(pixels, grid, mode="bilinear", padding_mode="border", align_corners=False)[0]
    pixels = pixels * torch.tensor(rng.normal(1, 0.05, (3, 1, 1))).float() + rng.normal(0, 6)
    if rng.random() < 0.35:
        pixels = pixels + torch.tensor(rng.standard_normal((3, size_px, size_px)), dtype=torch.float32) * rng.uniform(
            2, 14
        )
    return pixels.clamp(0, 255).byte().permute(1, 2, 0).numpy()


def plain_sized(picture: np.ndarray, size_px: int) -> np.ndarray:
    return np.asarray(Image.fromarray(picture).resize((size_px, size_px), Image.BICUBIC))


class PictureSets:
    """Streams of (uint8 [S, S, 3], concept index): "train", "held", "openmoji", "animations"."""

    def __init__(self, corpora: Path, concepts: Sequence[Concept], size_px: int, repeats: int) -> None:
        self.concepts, self.size_px, self.repeats = concepts, size_px, repeats
        self.index = {concept.concept: number for number, concept in enumerate(concepts)}
        self.pictures = Pictures(corpora / "pictures")
        folder = corpora / "animations"
        rows = [json.loads(line) for line in (folder / "items.jsonl").read_text("utf-8").splitlines()]
        self.clips, self.clip_items = np.load(folder / "clips.npy", mmap_mode="r"), rows

    def train(self) -> Iterator[tuple[np.ndarray, int]]:
        for number, concept in enumerate(self.concepts):
            for style in SEEN_STYLES:
                if not self.pictures.has(style, concept.concept):
                    continue
                for k in range(self.repeats):
                    rng = random.Random(f"{concept.concept}/{style}/{k}")
                    painted = paint(judge_scene(rng, concept, style), self.pictures, rng.choice(_PAINTED_PX))
                    yield spoilt(painted, np.random.default_rng(rng.getrandbits(32)), self.size_px), number
        for item in self.clip_items:
            if item["split"] == "train":
                rng = np.random.default_rng(item["row"])
                for frame in rng.choice(16, 2, replace=False):
                    yield spoilt(self._frame(item["row"], frame, rng), rng, self.size_px), self.index[item["concept"]]

    def held(self) -> Iterator[tuple[np.ndarray, int]]:
        """Held-out combinations of the styles that were trained on, unspoilt."""
        rng = random.Random("held")
        for k in range(700):
            scene = draw_scene(rng, self.concepts, "held")
            if scene.relation is None:
                scene = dataclasses.replace(scene, style=SEEN_STYLES[k % 4])
                if self.pictures.has(scene.style, scene.objects[0].concept):
                    yield (
                        plain_sized(paint(scene, self.pictures, 128), self.size_px),
                        self.index[scene.objects[0].concept],
                    )

    def openmoji(self) -> Iterator[tuple[np.ndarray, int]]:
        """A style that was never trained on, one picture a concept, unspoilt."""
        for number, concept in enumerate(self.concepts):
            if self.pictures.has("openmoji", concept.concept):
                scene = Scene("openmoji", (SceneObject(concept.concept, concept.names),), "plain", None, number)
                yield plain_sized(paint(scene, self.pictures, 128), self.size_px), number

    def animations(self) -> Iterator[tuple[np.ndarray, int]]:
        """Frames 0, 3, .. 15 of the animations that training never saw; six in a row are one clip."""
        for item in self.clip_items:
            if item["split"] == "held":
                for frame in range(0, 16, 3):
                    picture = self._frame(item["row"], frame, np.random.default_rng(0))
                    yield plain_sized(picture, self.size_px), self.index[item["concept"]]

    def _frame(self, row: int, frame: int, rng: np.random.Generator) -> np.ndarray:
        rgba = self.clips[row, frame].astype(np.float32)
        alpha = rgba[..., 3:] / 255
        behind = background(str(rng.choice(UNSAID)), int(rng.integers(24)), rgba.shape[0])
        return (rgba[..., :3] * alpha + behind * (1 - alpha)).astype(np.uint8)


def features_of(
    judge: PictureJudge, stream: Iterator[tuple[np.ndarray, int]], log: Callable[[str], None], batch: int = 32
):
    """(features float16 [N, D], concept indices int64 [N])."""
    features, labels, waiting = [], [], []

    def flush() -> None:
        pixels = torch.from_numpy(np.stack([picture for picture, _ in waiting])).permute(0, 3, 1, 2).float()
        with mixed():
            features.append(judge.features(pixels.contiguous(memory_format=torch.channels_last)).half())
        labels.extend(number for _, number in waiting)
        waiting.clear()
        if len(labels) % (batch * 50) == 0:
            log(f"  {len(labels)} pictures")

    for item in stream:
        waiting.append(item)
        if len(waiting) == batch:
            flush()
    if waiting:
        flush()
    return torch.cat(features), torch.tensor(labels)


def train_head(
    head: PictureHead, features: torch.Tensor, labels: torch.Tensor, epochs: int, log: Callable[[str], None]
) -> None:
    """Fits the head by AdamW on one-cycle learning rate; features float16 [N, D], labels int64 [N]."""
    sample = features[:: max(1, len(features) // 4000)].float()
    head.mean.copy_(sample.mean(0))
    head.scale.copy_(sample.std(0) + 0.05)
    optimizer = torch.optim.AdamW(head.parameters(), lr=1e-3, weight_decay=0.05)
    steps = epochs * (len(features) // 256)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps, pct_start=0.1)
    head.train()
    for epoch in range(epochs):
        total = 0.0
        for rows in torch.randperm(len(features))[: len(features) // 256 * 256].view(-1, 256):
            with mixed():
                logits = head(features[rows].float())
            loss = functional.cross_entropy(logits.float(), labels[rows], label_smoothing=0.1)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        if epoch % 5 == 4 or epoch == epochs - 1:
            log(f"  epoch {epoch + 1}: loss {total / (len(features) // 256):.3f}")
    head.eval()
