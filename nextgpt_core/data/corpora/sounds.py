"""Builds the sound corpus: waves.npy int16 [N, 81920] at 16 kHz, items.jsonl and labels.json in out/sounds.

Orders the parts and packs them; each part says itself what it plays. Every part is written to its own file first, so an
interrupted build goes on where it stopped and no more than one clip is held in memory.
"""

from __future__ import annotations

import importlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nextgpt_core.data.corpora.clips import NUM_SAMPLES, Clip, Label

_HERE = "nextgpt_core.data.corpora."


@dataclass(frozen=True)
class Part:
    """A generator "module:function" called with `num` clips per label; its module's labels() names what it makes."""

    name: str
    function: str
    num: int


PARTS = (
    Part("instruments", "soundfonts:instruments", 50),
    Part("drums", "soundfonts:drums", 36),
    Part("effects", "soundfonts:effects", 44),
    Part("recordings", "recordings:recordings", 40),
    Part("synthesis", "synthesis:synthesis", 40),
    Part("speech", "speech:speech", 200),
)
NUM_MIXTURES = 1_500


def _write(folder: Path, name: str, clips: Iterator[Clip]) -> int:
    """Writes one part as raw rows and JSON lines; the final names appear only when it is whole."""
    waves, items = folder / f"{name}.i16", folder / f"{name}.jsonl"
    num = 0
    with open(f"{waves}.new", "wb") as wave_file, open(f"{items}.new", "w", encoding="utf-8") as item_file:
        for num, clip in enumerate(clips, start=1):
            wave_file.write((clip.samples * 32767).astype("<i2").tobytes())
            row = {
                "id": f"{name}-{num - 1:05d}",
                "labels": list(clip.labels),
                "kind": clip.kind,
                "facts": clip.facts,
                "source": clip.source,
                "licence": clip.licence,
                "split": clip.split,
            }
            item_file.write(json.dumps(row, ensure_ascii=False) + "\n")
    Path(f"{waves}.new").replace(waves)
    Path(f"{items}.new").replace(items)
    return num


def _read(folder: Path, name: str) -> tuple[np.ndarray, list[dict]]:
    rows = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return np.memmap(folder / f"{name}.i16", "<i2", "r", shape=(len(rows), NUM_SAMPLES)), rows


def all_labels() -> list[Label]:
    """Every label of the corpus once, in build order."""
    found: dict[str, Label] = {}
    for module in dict.fromkeys(part.function.split(":")[0] for part in PARTS):
        for label in importlib.import_module(_HERE + module).labels():
            found.setdefault(label.label, label)
    return list(found.values())


def make_part(out: Path, name: str, log: Callable[[str], None]) -> None:
    """Renders one named part into out/sounds/_parts unless it is already there."""
    folder = out / "sounds" / "_parts"
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / f"{name}.jsonl").is_file():
        return
    if name == "mixtures":
        from nextgpt_core.data.corpora.mixtures import mixtures

        clips = mixtures([_read(folder, part.name) for part in PARTS], NUM_MIXTURES)
    else:
        part = next(part for part in PARTS if part.name == name)
        module, function = part.function.split(":")
        clips = getattr(importlib.import_module(_HERE + module), function)(part.num)
    log(f"sounds: {_write(folder, name, clips)} clips of {name}")


def build(out: Path, log: Callable[[str], None], keep_parts: bool = False) -> None:
    """Builds the whole corpus under out/sounds, about 1.4 GB; the same versions of the sources give the same bytes.

    Raises BadInput when a needed package (sound fonts, fluidsynth, espeak-ng, sonic-pi-samples) is missing.
    """
    folder = out / "sounds"
    names = [part.name for part in PARTS] + ["mixtures"]
    for name in names:
        make_part(out, name, log)
    counts: Counter[str] = Counter()
    known = {one.label: one for one in all_labels()}
    rows = [row for name in names for row in _read(folder / "_parts", name)[1]]
    waves = np.lib.format.open_memmap(folder / "waves.npy.new", "w+", "<i2", (len(rows), NUM_SAMPLES))
    first = 0
    for name in names:
        part_waves, part_rows = _read(folder / "_parts", name)
        for start in range(0, len(part_rows), 256):
            stop = min(start + 256, len(part_rows))
            waves[first + start : first + stop] = part_waves[start:stop]
        first += len(part_rows)
    waves.flush()
    del waves
    (folder / "waves.npy.new").replace(folder / "waves.npy")
    with open(folder / "items.jsonl", "w", encoding="utf-8") as items:
        for number, row in enumerate(rows):
            counts[f"{row['kind']}/{row['split']}"] += 1
            names = [list(known[label].names) for label in row["labels"]]
            items.write(json.dumps({"id": row["id"], "row": number, **row, "names": names}, ensure_ascii=False) + "\n")
    labels = [{"label": one.label, "names": list(one.names), "kind": one.kind} for one in known.values()]
    (folder / "labels.json").write_text(json.dumps(labels, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if not keep_parts:
        shutil.rmtree(folder / "_parts")
    log(f"sounds: {len(rows)} clips, {len(labels)} labels; {dict(sorted(counts.items()))}")
