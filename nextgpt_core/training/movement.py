"""Training tasks of the mover: the path that a clip's caption asks for, and what of a picture is the thing in front.

Both have painted clips and pictures for their truth. Knows plans, cut-outs and backgrounds; not how a clip is made.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.data.backgrounds import SETTINGS, UNSAID, background
from nextgpt_core.data.canvas import COLOURS, blend, premultiplied, resized
from nextgpt_core.data.motions import MOTIONS
from nextgpt_core.data.scenes import ONLY_STYLE, Pictures
from nextgpt_core.decoders.cutting import Separation
from nextgpt_core.decoders.mover import Mover
from nextgpt_core.training.decoder_data import LatentData
from nextgpt_core.training.draft import CONDITION_NOISE, read_captions

POSE_UNITS = (0.1, 0.1, 0.3, 0.3)
"""What counts as one in each number of a pose, so that no kind of movement outweighs the others."""
SPREAD = 0.2
"""How far the paths of one kind lie apart, in POSE_UNITS: standard deviation of each mode of the mixture."""
KEPT, TOKEN_DROP = 1.0, 0.1
STANDING_WEIGHT = 0.3
"""How often a caption without composed motion is drawn, against one with it."""
MAIN_STYLES = {"3d": 0.45, "flat": 0.15, "twemoji": 0.15}
"""How often these are painted; the rest of the time, one of the other styles of training."""


class PathTask:
    """The path that a caption asks for, as a mixture of a few learned ones (a mixture density network, Bishop 1994).

    The reading of captions learns along, held to what it read before (KEPT): the output projections were trained on
    that.
    """

    def __init__(self, mover: Mover, data: LatentData, held: LatentData, batch_size: int = 64) -> None:
        """`data` and `held` hold paths [rows, F, POSE] in place of latents, and `motion` in their rows. The mover's
        paths start as ones of `data` that lie far apart."""
        self.mover, self.data, self.held, self.batch_size = mover, data, held, batch_size
        self.before, self.held_before = (read_captions(mover.condition, rows) for rows in (data, held))
        self.weights = torch.tensor([1.0 if row["motion"] in MOTIONS else STANDING_WEIGHT for row in data.rows])
        self.units = torch.tensor(POSE_UNITS)
        known = self._in_units(data.latents[:1000].float())
        chosen = [0]
        while len(chosen) < len(mover.paths):
            chosen.append(int(torch.cdist(known, known[chosen]).amin(1).argmax()))
        with torch.no_grad():
            mover.paths.copy_(data.latents[chosen].float())

    def _in_units(self, paths: Tensor) -> Tensor:
        """[B, F, POSE] -> [B, F * POSE], distances between which are comparable."""
        return (paths / self.units).flatten(1) / paths[0].numel() ** 0.5

    def trainable(self) -> dict[str, nn.Parameter]:
        parts = {"condition": self.mover.condition, "reading": self.mover.reading}
        named = {f"{part}.{name}": p for part, module in parts.items() for name, p in module.named_parameters()}
        return named | {"paths": self.mover.paths}

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        rows = torch.multinomial(self.weights, self.batch_size, replacement=True, generator=generator).tolist()
        paths, states, mask = self.data.batch(rows)
        heard = mask & (torch.rand(mask.shape, generator=generator) > TOKEN_DROP)
        mask = torch.where(heard.any(1, keepdim=True), heard, mask)
        with mixed():
            condition = self.mover.condition(states, mask).float()
            jitter = CONDITION_NOISE * torch.randn(condition.shape, generator=generator)
            logits = self.mover.logits(condition + jitter).float()
        drift = F.mse_loss(condition, self.before[rows].float())
        gaps = torch.cdist(self._in_units(paths), self._in_units(self.mover.paths)).square()
        wrong = -(logits.log_softmax(-1) - gaps / (2 * SPREAD**2)).logsumexp(-1).mean()
        return wrong + KEPT * drift, {"path": float(wrong.detach()), "drift": float(drift.detach())}

    def validate(self) -> dict[str, float]:
        """`path_mse` in units; `drift` of the condition; and the share of held-out captions with a composed motion
        whose path is nearest, among all paths of held-out captions, to one of that motion."""
        paths, states, mask = self.held.batch(list(range(len(self.held))))
        with torch.no_grad():
            condition = self.mover.condition(states, mask)
            drift = F.mse_loss(condition, self.held_before.float())
            read, true = self._in_units(self.mover.path(condition)), self._in_units(paths)
        nearest = torch.cdist(read, true).argmin(1).tolist()
        motions = [row["motion"] for row in self.held.rows]
        right = [motions[near] == motion for near, motion in zip(nearest, motions, strict=True) if motion in MOTIONS]
        return {
            "path_mse": float((read - true).square().sum(1).mean()),
            "drift": float(drift),
            "motion_right": sum(right) / max(1, len(right)),
        }

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: clips show it."""


class Painter:
    """Pictures of one or two things with their truth, drawn without end."""

    def __init__(self, pictures: Pictures, size_px: int, styles: Sequence[str]) -> None:
        self.pictures, self.size_px = pictures, size_px
        self.concepts = {style: [i["concept"] for i in pictures.items if i["style"] == style] for style in styles}

    def one(self, rng: random.Random) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """-> the picture and what lies behind, uint8 [s, s, 3]; how much of each pixel is the thing, uint8 [s, s]."""
        size = self.size_px
        behind = rng.choices((*UNSAID, "colour", "setting"), (0.35, 0.15, 0.15, 0.2, 0.15))[0]
        names = {"colour": list(COLOURS), "setting": list(SETTINGS)}.get(behind, [behind])
        still = background(rng.choice(names), rng.getrandbits(20), size)
        picture, cover = still.copy(), np.zeros((size, size, 3), np.uint8)
        main = [style for style in MAIN_STYLES if style in self.concepts]
        for _ in range(rng.choices((1, 2), (0.85, 0.15))[0]):
            style = rng.choices((*main, None), (*(MAIN_STYLES[s] for s in main), 1 - sum(MAIN_STYLES.values())))[0]
            style = style or rng.choice(list(self.concepts))
            side = rng.uniform(0.3, 1.0)
            far = 0.5 * (1 - side) + 0.05
            x, y = (size * (0.5 + rng.uniform(-far, far)) for _ in range(2))
            cutout = premultiplied(self.pictures.cutout(style, rng.choice(self.concepts[style])))
            drawn = resized(cutout, round(side * size))
            blend(picture, drawn, x, y)
            blend(cover, np.repeat(drawn[..., 3:], 4, -1), x, y)
        return picture, still, cover[..., 0]

    def batch(self, rng: random.Random, count: int) -> tuple[Tensor, Tensor, Tensor]:
        """The same as tensors: pixels [B, 3, s, s] in [-1, 1] twice, and cover [B, 1, s, s], 0 to 1."""
        picture, still, cover = (np.stack(each) for each in zip(*(self.one(rng) for _ in range(count)), strict=True))
        pixels = [torch.from_numpy(each).permute(0, 3, 1, 2).float() / 127.5 - 1 for each in (picture, still)]
        return *pixels, torch.from_numpy(cover)[:, None].float() / 255


class SeparationTask:
    """Cross-entropy of the thing's share, absolute error of what lies behind. Every second picture is blurred and
    grainy, as generated ones may be."""

    def __init__(self, separation: Separation, pictures: Pictures, batch_size: int = 16) -> None:
        self.separation, self.batch_size = separation, batch_size
        styles = sorted({item["style"] for item in pictures.items})
        unseen = [style for style in styles if style in ONLY_STYLE.values()]
        self.painter = Painter(pictures, separation.size_px, [style for style in styles if style not in unseen])
        held = Painter(pictures, separation.size_px, [ONLY_STYLE["held_style"]])
        self.held = held.batch(random.Random("separation held"), 128)

    def trainable(self) -> dict[str, nn.Parameter]:
        return {f"separation.{name}": p for name, p in self.separation.named_parameters()}

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        rng = random.Random(int(torch.randint(2**62, (1,), generator=generator)))
        pixels, still, cover = self.painter.batch(rng, self.batch_size)
        half = self.batch_size // 2
        soft = F.interpolate(F.avg_pool2d(pixels[:half], 2), scale_factor=2.0, mode="bilinear")
        pixels[:half] = soft + 0.04 * torch.randn(soft.shape, generator=generator)
        with mixed():
            logits, behind = self.separation.small(pixels)
        wrong = F.binary_cross_entropy_with_logits(logits.float(), cover)
        return wrong + 0.5 * F.l1_loss(behind.float(), still), {"cover": float(wrong.detach())}

    def validate(self) -> dict[str, float]:
        """On a style that training never sees: mean error of the thing's share, and of what lies behind (0 to 1)."""
        pixels, still, cover = self.held
        with torch.no_grad():
            logits, behind = self.separation.small(pixels)
        return {
            "cover_error": float((logits.sigmoid() - cover).abs().mean()),
            "behind_error": float((behind - still).abs().mean() / 2),
        }

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: clips show it."""
