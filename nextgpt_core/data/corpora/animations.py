"""Builds corpora/animations: true animations of the concepts, each resampled to 16 frames over its whole loop.

About half of the files in the packages hold a single frame; those are left out, and corpora/concepts.json is rewritten
with `animated` set for the others. Writes clips.npy, uint8 [N, 16, 96, 96, 4] straight-alpha RGBA, and items.jsonl.
One crop serves all frames of a clip, so movement is kept. Needs corpora/concepts.json from the pictures part; does not
know captions.
"""

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from nextgpt_core.data.corpora.concepts import DATASOURCE, load_concepts, save_concepts
from nextgpt_core.data.corpora.drawings import code_in
from nextgpt_core.data.corpora.fetch import npm_package
from nextgpt_core.errors import BadMedia

PACKAGES = tuple((f"@lobehub/fluent-emoji-anim-{number}", "1.0.0") for number in (1, 2, 3, 4))
LICENCE = "MIT"
NUM_FRAMES = 16
SIZE_PX = 96
MARGIN = 0.04
_MIN_ALPHA = 8


def build(out: Path, log: Callable[[str], None]) -> None:
    """Downloads and writes everything. Raises MissingWeights when concepts.json or a package cannot be had."""
    out = Path(out)
    cache, folder = out / "_downloads", out / "animations"
    folder.mkdir(parents=True, exist_ok=True)
    concepts = load_concepts(out / "concepts.json")
    files = {}
    for name, version in PACKAGES:
        for path in sorted(npm_package(name, version, cache).glob("assets/*.webp")):
            files.setdefault(path.stem, (path, f"npm {name}@{version}"))
    rows = json.loads((npm_package(*DATASOURCE, cache) / "emoji.json").read_text("utf-8"))
    row_of = {"".join(chr(int(code, 16)) for code in row["unified"].split("-")): row for row in rows}
    found = [(concept, code_in(row_of[concept.emoji], files)) for concept in concepts]
    found = [(concept, files[code]) for concept, code in found if code is not None and _moves(files[code][0])]
    log(f"{len(found)} of {len(concepts)} concepts have an animation")
    part = folder / "clips.part"
    clips = np.lib.format.open_memmap(
        part, mode="w+", dtype=np.uint8, shape=(len(found), NUM_FRAMES, SIZE_PX, SIZE_PX, 4)
    )
    items = []
    for number, (concept, (path, source)) in enumerate(found):
        clips[number], num_source_frames = resampled(path)
        items.append(
            {
                "id": f"animation/{concept.concept.replace(' ', '-')}",
                "concept": concept.concept,
                "row": number,
                "source": source,
                "licence": LICENCE,
                "split": "held" if is_held_animation(concept.concept) else "train",
                "num_source_frames": num_source_frames,
                "energy": round(energy(clips[number]), 5),
            }
        )
        if number % 200 == 199:
            log(f"{number + 1} animations")
    clips.flush()
    part.replace(folder / "clips.npy")
    (folder / "items.jsonl").write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), "utf-8")
    moving = {concept.concept for concept, _ in found}
    save_concepts([replace(concept, animated=concept.concept in moving) for concept in concepts], out / "concepts.json")


def is_held_animation(concept: str) -> bool:
    """True for the fixed 3 % of concepts whose true animation training never sees."""
    return zlib.crc32(f"{concept}|animation".encode()) % 33 == 0


def resampled(path: Path) -> tuple[np.ndarray, int]:
    """Reads an animated picture: (uint8 [16, 96, 96, 4] straight alpha evenly over one loop, number of source frames).

    Raises BadMedia when the file cannot be read.
    """
    try:
        frames, starts, total = _frames(path)
    except (OSError, EOFError) as error:
        raise BadMedia(
            f"{path} cannot be read as an animation ({error}). Delete its package folder and fetch it again."
        ) from None
    wanted = (np.arange(NUM_FRAMES) + 0.5) * total / NUM_FRAMES
    chosen = [frames[index] for index in np.searchsorted(starts, wanted, side="right") - 1]
    visible = np.maximum.reduce([np.asarray(frame.getchannel("A")) for frame in chosen]) >= _MIN_ALPHA
    if not visible.any():
        return np.zeros((NUM_FRAMES, SIZE_PX, SIZE_PX, 4), np.uint8), len(frames)
    rows, columns = np.flatnonzero(visible.any(1)), np.flatnonzero(visible.any(0))
    box = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    scale = SIZE_PX * (1 - 2 * MARGIN) / max(box[2] - box[0], box[3] - box[1])
    width, height = max(1, round((box[2] - box[0]) * scale)), max(1, round((box[3] - box[1]) * scale))
    corner = ((SIZE_PX - width) // 2, (SIZE_PX - height) // 2)
    clip = []
    for frame in chosen:
        canvas = Image.new("RGBa", (SIZE_PX, SIZE_PX))
        canvas.paste(frame.convert("RGBa").resize((width, height), Image.LANCZOS, box=box), corner)
        clip.append(np.asarray(canvas.convert("RGBA")))
    return np.stack(clip), len(frames)


def energy(clip: np.ndarray) -> float:
    """How much moves: mean absolute change between neighbouring frames (round the loop) on white, 0 to 1."""
    alpha = clip[..., 3:].astype(np.float32) / 255
    shown = clip[..., :3] * alpha + 255 * (1 - alpha)
    return float(np.abs(shown - np.roll(shown, -1, 0)).mean() / 255)


def _moves(path: Path) -> bool:
    with Image.open(path) as opened:
        return getattr(opened, "n_frames", 1) > 1


def _frames(path: Path) -> tuple[list[Image.Image], np.ndarray, float]:
    """All frames, their start times in ms, and the length of the loop in ms."""
    frames, durations = [], []
    with Image.open(path) as opened:
        for number in range(getattr(opened, "n_frames", 1)):
            opened.seek(number)
            frames.append(opened.convert("RGBA"))
            durations.append(max(1.0, float(opened.info.get("duration", 0) or 0)))
    starts = np.concatenate([[0.0], np.cumsum(durations)])
    return frames, starts[:-1], float(starts[-1])
