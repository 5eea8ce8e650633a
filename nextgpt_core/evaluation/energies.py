"""How much a clip moves against real clips: 1 is as much, below LEAST it is nearly a still, above MOST it is noise.

Energy is the mean absolute change between neighbouring frames, 0 to 1. Real clips are the true animation of the concept
or, where a motion is asked for, painted clips of that motion; a table of theirs is shipped, made by

    python -m nextgpt_core.evaluation.energies --corpora corpora
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from nextgpt_core.data.corpora.concepts import load_concepts
from nextgpt_core.data.motions import MOTIONS, Animations, ClipPlan, paint_clip
from nextgpt_core.data.scenes import Pictures
from nextgpt_core.evaluation.picture_facts import shrunk

TABLE = Path(__file__).parent / "weights" / "energies.json"
LEAST, MOST = 0.5, 2.0
NUM_PAINTED = 40
"""Concepts that are painted for the energy of each motion, evenly over all of them."""


def energy(frames: np.ndarray) -> float:
    """uint8 [F, H, W, 3] -> mean absolute change between neighbouring frames, 0 to 1; 0 for a lone frame."""
    if len(frames) < 2:
        return 0.0
    pixels = np.stack([shrunk(frame) for frame in frames])
    return float(np.abs(np.diff(pixels, axis=0)).mean() / 255)


def measured(corpora: Path) -> dict[str, dict[str, float]]:
    """The table: "own", the energy of every true animation by concept, and "motions", the median by motion (as in
    clip_facts.MOTIONS). All before plain paper. Raises MissingWeights when the corpora are not built."""
    concepts = load_concepts(corpora / "concepts.json")
    pictures, animations = Pictures(corpora / "pictures"), Animations(corpora / "animations")

    def painted(concept, motion: str | None) -> float:
        plan = ClipPlan("3d", concept.concept, concept.names, motion, "plain", 0)
        return round(energy(paint_clip(plan, pictures, animations)), 5)

    drawn = {item["concept"] for item in pictures.items if item["style"] == "3d"}
    known = [concept for concept in concepts if concept.concept in drawn]
    chosen = known[:: max(1, len(known) // NUM_PAINTED)]
    return {
        "own": {concept.concept: painted(concept, None) for concept in concepts if concept.animated},
        "motions": {
            words[0]: float(np.median([painted(concept, motion) for concept in chosen]))
            for motion, words in MOTIONS.items()
        },
    }


@lru_cache(maxsize=1)
def table(path: Path = TABLE) -> dict[str, dict[str, float]]:
    return json.loads(path.read_text("utf-8"))


def real(names: Sequence[str], motion: str | int | None = None) -> float:
    """The energy of real clips: of `motion` where it is given, else of the first of `names` that has an animation of
    its own, else the median animation's."""
    known = table()
    if motion in known["motions"]:
        return known["motions"][motion]
    own = [known["own"][name] for name in names if name in known["own"]]
    return own[0] if own else float(np.median([*known["own"].values()]))


def main() -> None:
    parser = argparse.ArgumentParser(prog="nextgpt_core.evaluation.energies", description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("corpora"), help="built corpora (default: %(default)s)")
    made = measured(parser.parse_args().corpora)
    TABLE.write_text(json.dumps(made, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"{TABLE}: {len(made['own'])} animations, {len(made['motions'])} motions")


if __name__ == "__main__":
    main()
