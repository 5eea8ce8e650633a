"""Packs: examples drawn once from a corpus and laid flat on disk, so that training reads arrays and nothing else.

    python -m nextgpt_core.data.packs [--corpora corpora] [--parts pictures layers asked ...] [--rows 10000]

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

from nextgpt_core.data.lone_sounds import asked_sounds, lone_examples
from nextgpt_core.errors import MissingWeights

if TYPE_CHECKING:
    from nextgpt_core.data.motions import ClipPlan
    from nextgpt_core.data.scenes import Scene

PICTURE_PX, CLIP_PX, CLIP_FRAMES = 128, 96, 16
FINE_PX = 256
COUNTS = {
    "pictures": {"train": 40_000, "held": 1_000},
    "clips": {"train": 1_500, "held": 60},
    "layers": {"train": 30_000, "held": 500},
    "paths": {"train": 12_000, "held": 600},
    "asked": {"train": 20_000, "held": 1_200},
    "fine": {"train": 10_000, "held": 128},
    "sounds": {"train": 0, "held": 0},  # every rendered sound, as it is
    "lone-sounds": {"train": 13_000, "held": 640},
    "asked-sounds": {"train": 16_000, "held": 1_000},
}

ASKED_SHARES = (0.2, 0.12, 0.08, 0.6)
"""Of captions of scenes, of clips, of single layers and of scenes of several facts, in what captions ask for."""


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

    def features(self, num_features: int, dim: int) -> np.ndarray:
        """What an encoder says of the media, [rows, num_features, dim], on disk. Raises MissingWeights with the command
        that writes it, also where another encoder wrote it."""
        path, run = self.folder / "features.npy", f"--stage prepare-{self.folder.parent.name}"
        command = f"python -m nextgpt_core.training {run}, with the --preset that is trained"
        if not path.is_file():
            raise MissingWeights(f"{path} is not there. Write it with: {command}.")
        features = np.load(path, mmap_mode="r")
        if features.shape[1:] != (num_features, dim):
            raise MissingWeights(
                f"{path} was written by other encoders: {features.shape[1:]} instead of {(num_features, dim)}. Delete "
                f"it and write it again with: {command}."
            )
        return features

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


def described_clips(corpora: Path, split: str, count: int, seed: str = "clips") -> Iterator[tuple[ClipPlan, str]]:
    """The facts behind the rows of a clip pack, with their captions; nothing is painted."""
    from nextgpt_core.data.corpora.concepts import load_concepts
    from nextgpt_core.data.motions import describe_clip, draw_clip

    concepts, rng = load_concepts(corpora / "concepts.json"), random.Random(f"{seed} {split}")
    for _ in range(count):
        plan = draw_clip(rng, concepts, split)
        yield plan, describe_clip(plan, rng, split)


def clip_examples(
    corpora: Path, split: str, count: int, size_px: int = CLIP_PX, seed: str = "clips"
) -> Iterator[tuple[np.ndarray, dict]]:
    from nextgpt_core.data.motions import Animations, paint_clip
    from nextgpt_core.data.scenes import Pictures

    pictures, animations = Pictures(corpora / "pictures"), Animations(corpora / "animations")
    for plan, caption in described_clips(corpora, split, count, seed):
        row = {"caption": caption, "concept": plan.concept, "motion": plan.motion}
        yield paint_clip(plan, pictures, animations, size_px, CLIP_FRAMES), row


def described_layers(corpora: Path, split: str, count: int) -> Iterator[tuple[Scene, str]]:
    """The facts behind the rows of the pack of layers, with their captions; nothing is painted."""
    from nextgpt_core.data.corpora.concepts import load_concepts
    from nextgpt_core.data.layers import describe_layer, draw_layer

    concepts, rng = load_concepts(corpora / "concepts.json"), random.Random(f"layers {split}")
    for _ in range(count):
        layer = draw_layer(rng, concepts, split)
        yield layer, describe_layer(layer, rng, split)


def described_combined(corpora: Path, split: str, count: int) -> Iterator[tuple[Scene, str]]:
    """The facts of scenes of several facts, with their captions; nothing is painted."""
    from nextgpt_core.data.combined_scenes import describe_combined, draw_combined
    from nextgpt_core.data.corpora.concepts import load_concepts

    concepts, rng = load_concepts(corpora / "concepts.json"), random.Random(f"combined {split}")
    for _ in range(count):
        scene = draw_combined(rng, concepts, split)
        yield scene, describe_combined(scene, rng, split)


def layer_examples(corpora: Path, split: str, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    """Lone things and empty backgrounds: all that the picture decoder draws at once. "alone": the plainest caption."""
    from nextgpt_core.data.layers import asked_of_scene
    from nextgpt_core.data.scenes import Pictures, paint

    pictures = Pictures(corpora / "pictures")
    for layer, caption in described_layers(corpora, split, count):
        each = asked_of_scene(layer, caption)
        row = {"caption": caption, "concept": each.concept, "style": layer.style, "alone": each.things[0]}
        yield paint(layer, pictures, PICTURE_PX), row


def asked_examples(corpora: Path, split: str, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    """What captions of scenes, clips and single layers ask for (layers.py); nothing is painted. The array, float32
    [12, 4], says of each of four places for each of three things whether it is taken, the share of the side, and the
    centre across and down; the row holds "things" and "background"."""
    from nextgpt_core.data.layers import asked_of_clip, asked_of_scene, boxes_of

    rng = random.Random(f"asked {split}")
    kinds = (
        (asked_of_scene, described_scenes(corpora, split, count)),
        (asked_of_clip, described_clips(corpora, split, count)),
        (asked_of_scene, described_layers(corpora, split, count)),
        (asked_of_scene, described_combined(corpora, split, count)),
    )
    for _ in range(count):
        asked_of, described = rng.choices(kinds, ASKED_SHARES)[0]
        each = asked_of(*next(described))
        row = {"caption": each.caption, "concept": each.concept, "things": each.things, "background": each.background}
        yield boxes_of(each), row


def path_examples(corpora: Path, split: str, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    """Where the captions of clips send things (relative_path in motions.py), float32; nothing is painted."""
    from nextgpt_core.data.motions import relative_path

    for plan, caption in described_clips(corpora, split, count, "paths"):
        row = {"caption": caption, "concept": plan.concept, "motion": plan.motion}
        yield relative_path(plan, CLIP_FRAMES).astype(np.float32), row


def fine_examples(corpora: Path, split: str, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    """Other scenes, and stills of clips, at the size that pictures come out: for the decoder of latents alone."""
    stills = clip_examples(corpora, split, count, FINE_PX, "fine")
    for number, (picture, row) in enumerate(picture_examples(corpora, split, count, FINE_PX, "fine")):
        if number % 5 == 4:
            clip, row = next(stills)
            picture = clip[CLIP_FRAMES // 2]
        yield picture, row


def sound_items(corpora: Path, split: str) -> list[dict]:
    """The rows of the sound corpus that belong to `split`, in their order."""
    lines = (corpora / "sounds" / "items.jsonl").open(encoding="utf-8")
    return [item for line in lines if (item := json.loads(line))["split"] == split]


def sound_examples(corpora: Path, split: str, count: int) -> Iterator[tuple[np.ndarray, dict]]:
    from nextgpt_core.data.sound_captions import describe_sound

    waves = np.load(corpora / "sounds" / "waves.npy", mmap_mode="r")
    rng = random.Random(f"sounds {split}")
    for item in sound_items(corpora, split)[:count]:
        row = {"caption": describe_sound(item, rng, split), "concept": item["labels"][0], "labels": item["labels"]}
        yield waves[item["row"]], {**row, "kind": item["kind"], "facts": item["facts"]}


EXAMPLES = {
    "pictures": picture_examples,
    "layers": layer_examples,
    "paths": path_examples,
    "asked": asked_examples,
    "fine": fine_examples,
    "clips": clip_examples,
    "sounds": sound_examples,
    "lone-sounds": lone_examples,
    "asked-sounds": asked_sounds,
}


def build_pack(part: str, split: str, corpora: Path, log=print, rows: int | None = None) -> Pack:
    """Draws the examples of one part and split, or its first `rows`; deterministic. An existing complete pack is
    kept."""
    folder = corpora / "packs" / part / split
    if (folder / "rows.jsonl").is_file():
        return Pack(folder)
    folder.mkdir(parents=True, exist_ok=True)
    count = COUNTS[part][split] or len(sound_items(corpora, split))
    count = min(count, rows or count)
    drawn: list[dict] = []
    media = None
    for number, (array, row) in enumerate(EXAMPLES[part](corpora, split, count)):
        if media is None:
            shape = (count, *array.shape)
            media = np.lib.format.open_memmap(folder / "media.npy", "w+", array.dtype, shape)
        media[number] = array
        drawn.append(row)
        if number % 5000 == 4999:
            log(f"{part} {split}: {number + 1} of {count}")
    media.flush()
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
