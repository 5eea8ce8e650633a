"""Packs: examples drawn once from a corpus and laid flat on disk, so that training reads arrays and nothing else.

    python -m nextgpt_core.data.packs --corpora corpora --parts pictures stills clips fine sounds [--rows 10000]

A pack is a folder with `media.npy` and `rows.jsonl` ({"caption", "concept", ...}); training adds latents and caption
states beside them. Knows the corpora and their captions, not the networks.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nextgpt_core.errors import MissingWeights

if TYPE_CHECKING:
    from nextgpt_core.data.scenes import Scene

PICTURE_PX, CLIP_PX, CLIP_FRAMES = 128, 96, 16
FINE_PX = 256
COUNTS = {
    "pictures": {"train": 40_000, "held": 1_000},
    "clips": {"train": 20_000, "held": 300},
    "stills": {"train": 20_000, "held": 300},
    "fine": {"train": 10_000, "held": 128},
    "sounds": {"train": 0, "held": 0},  # every rendered sound, as it is
}


class Pack:
    """One folder on disk. Raises MissingWeights with the command that builds it."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        if not (self.folder / "rows.jsonl").is_file():
            raise MissingWeights(f"{self.folder} is not built. Run: python -m nextgpt_core.data.packs")

    @cached_property
    def media(self) -> np.ndarray:
        return np.load(self.folder / "media.npy", mmap_mode="r")

    @cached_property
    def rows(self) -> list[dict]:
        return [json.loads(line) for line in (self.folder / "rows.jsonl").open(encoding="utf-8")]

    @property
    def captions(self) -> list[str]:
        return [row["caption"] for row in self.rows]

    def __len__(self) -> int:
        return len(self.rows)


def picture_examples(
    corpora: Path, split: str, count: int, size_px: int | None = None, seed: str = "pictures"
) -> Iterator[tuple[np.ndarray, dict]]:
    from nextgpt_core.data.canvas import main_colour
    from nextgpt_core.data.scenes import Pictures, paint

    pictures = Pictures(corpora / "pictures")
    for scene, caption in described_scenes(corpora, split, count, seed):
        thing = scene.objects[0]
        row = {"caption": caption, "concept": thing.concept, "style": scene.style, "background": scene.background}
        if thing.colour is None:
            row["main_colour"] = main_colour(pictures.cutout(scene.style, thing.concept))
        yield paint(scene, pictures, size_px or PICTURE_PX), row


def described_scenes(corpora: Path, split: str, count: int, seed: str = "pictures") -> Iterator[tuple[Scene, str]]:
    """The facts behind the rows of a picture pack, with their captions; nothing is painted."""
    from nextgpt_core.data.corpora.concepts import load_concepts
    from nextgpt_core.data.scenes import describe, draw_scene

    concepts, rng = load_concepts(corpora / "concepts.json"), random.Random(f"{seed} {split}")
    for _ in range(count):
        scene = draw_scene(rng, concepts, split)
        yield scene, describe(scene, rng, split)


def clip_examples(
    corpora: Path, split: str, count: int, size_px: int = CLIP_PX, seed: str = "clips"
) -> Iterator[tuple[np.ndarray, dict]]:
    from nextgpt_core.data.corpora.concepts import load_concepts
    from nextgpt_core.data.motions import Animations, describe_clip, draw_clip, paint_clip
    from nextgpt_core.data.scenes import Pictures

    concepts, pictures = load_concepts(corpora / "concepts.json"), Pictures(corpora / "pictures")
    animations = Animations(corpora / "animations")
    rng = random.Random(f"{seed} {split}")
    for _ in range(count):
        plan = draw_clip(rng, concepts, split)
        row = {"caption": describe_clip(plan, rng, split), "concept": plan.concept, "motion": plan.motion}
        yield paint_clip(plan, pictures, animations, size_px, CLIP_FRAMES), row


def still_examples(corpora: Path, split: str, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    """The middle frame of clips under the captions of clips, so that a picture decoder can draw what is to move."""
    for clip, row in clip_examples(corpora, split, count, PICTURE_PX, "stills"):
        yield clip[CLIP_FRAMES // 2], row


def fine_examples(corpora: Path, split: str, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    """Other scenes, and stills of clips, at the size that pictures come out: for the decoder of latents alone."""
    stills = clip_examples(corpora, split, count, FINE_PX, "fine")
    for number, (picture, row) in enumerate(picture_examples(corpora, split, count, FINE_PX, "fine")):
        if number % 5 == 4:
            clip, row = next(stills)
            picture = clip[CLIP_FRAMES // 2]
        yield picture, row


def sound_examples(corpora: Path, split: str, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    from nextgpt_core.data.sound_captions import describe_sound

    waves = np.load(corpora / "sounds" / "waves.npy", mmap_mode="r")
    rng = random.Random(f"sounds {split}")
    for line in (corpora / "sounds" / "items.jsonl").open(encoding="utf-8"):
        item = json.loads(line)
        if item["split"] == split:
            row = {"caption": describe_sound(item, rng, split), "concept": item["labels"][0], "labels": item["labels"]}
            yield waves[item["row"]], {**row, "kind": item["kind"], "facts": item["facts"]}


EXAMPLES = {
    "pictures": picture_examples,
    "stills": still_examples,
    "fine": fine_examples,
    "clips": clip_examples,
    "sounds": sound_examples,
}


def build_pack(part: str, split: str, corpora: Path, log=print, rows: int | None = None) -> Pack:
    """Draws the examples of one part and split, or its first `rows`; deterministic. An existing complete pack is
    kept."""
    folder = corpora / "packs" / part / split
    if (folder / "rows.jsonl").is_file():
        return Pack(folder)
    folder.mkdir(parents=True, exist_ok=True)
    count = min(COUNTS[part][split], rows or COUNTS[part][split])
    examples = EXAMPLES[part](corpora, split, count)
    drawn: list[dict] = []
    if count:
        media = None
        for number, (array, row) in enumerate(examples):
            if media is None:
                shape = (count, *array.shape)
                media = np.lib.format.open_memmap(folder / "media.npy", "w+", array.dtype, shape)
            media[number] = array
            drawn.append(row)
            if number % 5000 == 4999:
                log(f"{part} {split}: {number + 1} of {count}")
        media.flush()
    else:
        arrays = []
        for array, row in examples:
            arrays.append(array)
            drawn.append(row)
        np.save(folder / "media.npy", np.stack(arrays))
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in drawn)
    (folder / "rows.tmp").write_text(text, encoding="utf-8")
    (folder / "rows.tmp").replace(folder / "rows.jsonl")  # last and atomic: its presence marks a complete pack
    log(f"{part} {split}: {len(drawn)} examples in {folder}")
    return Pack(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=Path("corpora"))
    parser.add_argument("--parts", nargs="+", choices=sorted(EXAMPLES), default=list(EXAMPLES))
    parser.add_argument("--rows", type=int, help="at most so many training rows, for a smaller budget")
    arguments = parser.parse_args()
    for part in arguments.parts:
        for split in ("train", "held"):
            build_pack(part, split, arguments.corpora, rows=arguments.rows)


if __name__ == "__main__":
    main()
