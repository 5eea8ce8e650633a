"""Painted pictures seen once by the frozen backbone: changed at random, run through it, and kept on disk.

Heads then train on these arrays in seconds. Knows scenes, the backbone and the arrays; not the heads' losses.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from nextgpt_core.arithmetic import fast_dtype
from nextgpt_core.data.backgrounds import SETTINGS
from nextgpt_core.data.canvas import COLOURS, blend, main_colour, premultiplied, recoloured, resized
from nextgpt_core.data.scenes import Pictures, Scene, draw_scene, paint
from nextgpt_core.encoders.efficientnet import EfficientNetLite, normalise
from nextgpt_core.encoders.sight import ATTRIBUTES, FORK_CHANNELS, THUMB_PX, Sight, thumbnails
from nextgpt_core.training.picture_changes import changed, changed_cutout, texture

STYLE_SHARES = {
    "3d": 3, "flat": 3, "twemoji": 3, "emojione": 3, "streamline": 3, "fxemoji": 2, "clipart": 3, "icon-park": 2,
    "streamline-core": 2, "streamline-plump": 2, "streamline-flex": 2, "streamline-cyber": 2, "kameleon": 2,
    "high-contrast": 1, "emojione-monotone": 1, "symbola": 1.5, "game-icons": 1, "mdi": 0.5, "hugeicons": 0.7,
    "fa7": 0.4, "phosphor": 0.5, "lucide": 0.5, "dinkie": 0.7,
}  # fmt: skip
"""How often a style is drawn against the others, among those that have the concepts."""
BLACK_SHAPES = (
    "high-contrast", "emojione-monotone", "symbola", "game-icons", "mdi", "hugeicons", "fa7", "phosphor", "lucide",
    "dinkie",
)  # fmt: skip
SIZE_PX = 224


def fused(network: EfficientNetLite) -> EfficientNetLite:
    """The same function with norms folded into convolutions, channels last and in the fastest numbers: with 16-bit
    instructions five times as fast."""
    network = copy.deepcopy(network).eval()
    for module in network.modules():
        if isinstance(getattr(module, "norm", None), nn.BatchNorm2d):
            module.conv, module.norm = fuse_conv_bn_eval(module.conv, module.norm), nn.Identity()
    return network.to(fast_dtype(), memory_format=torch.channels_last)


def scene_facts(scene: Scene, pictures: Pictures) -> dict:
    """What is true of a scene, in the words of ATTRIBUTES (None: not said) and the concepts in reading order."""
    first = scene.objects[0]
    concepts = [o.concept for o in scene.objects]
    place, count = first.position, first.count
    if scene.relation is not None:
        place, count = ("above" if scene.relation in ("above", "below") else "beside"), 2
        if scene.relation in ("to the right of", "below"):
            concepts.reverse()
    elif place is not None:
        place = place.split("the ")[-1].removesuffix(" corner")
    elif count == 1 and first.size in (None, "large"):
        place = "center"
    size = first.size or ("medium" if scene.background in SETTINGS or first.position else "large")
    if count > 1:
        size = None
    colour = first.colour
    if colour is None and len(scene.objects) == 1:
        colour = main_colour(pictures.cutout(scene.style, first.concept))
    behind = {"plain": "white", "soft": None, "gradient": None}.get(scene.background, scene.background)
    return {"concepts": concepts, "background": behind, "colour": colour, "count": ATTRIBUTES["count"][count - 1],
            "place": place, "size": size}  # fmt: skip


def ordered(scene: Scene) -> Scene:
    """Says which of two things is on the left where the scene leaves it open: heads are trained on each half."""
    return replace(scene, relation="to the left of") if scene.relation == "next to" else scene


def _style(rng: random.Random, pictures: Pictures, concepts: list[str]) -> str:
    """A style that has all of `concepts`."""
    shares = {s: share for s, share in STYLE_SHARES.items() if all(pictures.has(s, c) for c in concepts)}
    return rng.choices(list(shares), list(shares.values()))[0]


def changed_scenes(rng: random.Random, concepts, pictures: Pictures, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    """Training pictures: half painted scenes, half single cut-outs redrawn on any background, in all styles."""
    order: list = []
    for _ in range(count):
        if rng.random() < 0.45:
            scene = ordered(draw_scene(rng, concepts))
            style = _style(rng, pictures, [o.concept for o in scene.objects])
            scene = replace(scene, style=style)
            picture, facts = paint(scene, pictures, rng.choice((96, 128, 160, 224))), scene_facts(scene, pictures)
        else:
            order = order or rng.sample(list(concepts), len(concepts))  # every concept equally often
            concept = order.pop()
            style = _style(rng, pictures, [concept.concept])
            picture, facts = _single(rng, concept, style, pictures)
        if style in BLACK_SHAPES:
            facts = {**facts, "colour": "black"}  # nothing in them can be recoloured
        picture, true_colours = changed(picture, rng)
        if not true_colours:
            facts = {**facts, "background": None, "colour": None}
        yield picture, {**facts, "style": style}


def _single(rng: random.Random, concept, style: str, pictures: Pictures) -> tuple[np.ndarray, dict]:
    """One changed cut-out of any size at any place, on a texture, a colour or white."""
    size_px = rng.choice((96, 128, 160, 224))
    cutout = pictures.cutout(style, concept.concept)
    colour = main_colour(cutout)
    if rng.random() < 0.12:
        colour = rng.choice(list(COLOURS))
        cutout = recoloured(cutout, colour)
    behind = None
    draw = rng.random()
    if draw < 0.35:
        canvas = texture(rng, size_px)
    elif draw < 0.55:
        behind = rng.choice(list(COLOURS))
        canvas = np.full((size_px, size_px, 3), COLOURS[behind], np.uint8)
    else:
        behind, canvas = "white", np.full((size_px, size_px, 3), 255, np.uint8)
    share = rng.choice((rng.uniform(0.25, 0.6), rng.uniform(0.6, 1.0), rng.uniform(0.85, 1.05)))
    free = max(0.0, 1 - share) / 2
    x, y = 0.5 + rng.uniform(-free, free), 0.5 + rng.uniform(-free, free)
    blend(canvas, resized(premultiplied(changed_cutout(cutout, rng)), round(share * size_px)), x * size_px, y * size_px)
    words = [
        ("top" if y < 0.36 else "bottom" if y > 0.64 else ""),
        ("left" if x < 0.36 else "right" if x > 0.64 else ""),
    ]
    size = "tiny" if share < 0.3 else "small" if share < 0.45 else "medium" if share < 0.75 else "large"
    return canvas, {"concepts": [concept.concept], "background": behind, "colour": colour, "count": "one",
                    "place": " ".join(w for w in words if w) or "center", "size": size}  # fmt: skip


def plain_scenes(split: str, concepts, pictures: Pictures, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    """Unchanged scenes of one split, for measuring."""
    rng = random.Random(f"sight {split}")
    for _ in range(count):
        scene = ordered(draw_scene(rng, concepts, split))
        yield paint(scene, pictures, 128), {**scene_facts(scene, pictures), "style": scene.style}


def prepared(picture: np.ndarray) -> Tensor:
    """uint8 [S, S, 3] -> normalised float32 [3, 224, 224]; PIL's bicubic, as close to the encoder's as bits allow."""
    image = picture if picture.shape[0] == SIZE_PX == picture.shape[1] else np.asarray(
        Image.fromarray(picture).resize((SIZE_PX, SIZE_PX), Image.BICUBIC)
    )  # fmt: skip
    return normalise(torch.from_numpy(np.array(image)).permute(2, 0, 1))


def write_features(
    folder: Path, sight: Sight, examples: Iterator[tuple[np.ndarray, dict]], count: int, log=print
) -> None:
    """Runs `count` pictures through the backbone: fork.npy float16, oddness.npy, thumbs.npy, rows.jsonl; kept."""
    if (folder / "rows.jsonl").is_file():
        return
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {"fork": ((FORK_CHANNELS, 7, 7), np.float16), "oddness": ((sight.photo_gate.in_features,), np.float32),
             "thumbs": ((3, THUMB_PX, THUMB_PX), np.float16)}  # fmt: skip
    arrays = {n: np.lib.format.open_memmap(folder / f"{n}.npy", "w+", t, (count, *s)) for n, (s, t) in sizes.items()}
    network, at = fused(sight.backbone), 0
    with (folder / "rows.tmp").open("w", encoding="utf-8") as file:
        while at < count:
            batch = [next(examples) for _ in range(min(32, count - at))]
            pixels = torch.stack([prepared(picture) for picture, _ in batch])
            with torch.inference_mode():
                maps = sight.maps(pixels.to(fast_dtype()), network)
            seen = {"fork": maps.fork, "oddness": maps.oddness, "thumbs": thumbnails(pixels)}
            for name, array in arrays.items():
                array[at : at + len(batch)] = seen[name].float().contiguous().numpy()
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for _, row in batch)
            file.flush()
            at += len(batch)
            if at % 1600 < 32:
                log(f"{folder.name}: {at} of {count}")
    (folder / "rows.tmp").replace(folder / "rows.jsonl")  # last: its presence marks a complete folder
