"""python -m nextgpt_core.evaluation.judge_training --corpora corpora: trains the judges and measures them.

Writes weights/{pictures,sounds}.{safetensors,json} beside this file. Real items only: nothing that a model made is ever
looked at. About 12 minutes of one CPU core.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from nextgpt_core.errors import NextGPTError
from nextgpt_core.evaluation.judges import (
    BACKBONE_VARIANT,
    PICTURES,
    SAME_TO_PEOPLE,
    SOUNDS,
    WEIGHTS,
    Vocabulary,
    load_half,
    save_half,
    save_vocabulary,
)

PICTURE_REPEATS = 3
PICTURE_EPOCHS = 12
SOUND_EPOCHS = 12


def accuracy(vocabulary: Vocabulary, scores: np.ndarray, wanted: Sequence[int]) -> dict[str, float | int]:
    """scores [N, labels], the true label of each row -> shares whose rank, by the suite's own rule, is 1 or up to 5."""
    ranks = np.array([vocabulary.rank(row, vocabulary.labels[n][0]) for row, n in zip(scores, wanted, strict=True)])
    return {
        "top1": round(float((ranks <= 1).mean()), 4),
        "top5": round(float((ranks <= 5).mean()), 4),
        "num": len(ranks),
    }


def train_picture_judge(corpora: Path, out: Path, log: Callable[[str], None]) -> None:
    """Raises MissingWeights when the picture or animation corpus or the backbone is missing."""
    from nextgpt_core.data.corpora.concepts import load_concepts
    from nextgpt_core.encoders.efficientnet import EfficientNetLite
    from nextgpt_core.evaluation.picture_judge import PictureJudge
    from nextgpt_core.evaluation.picture_training import PictureSets, features_of, train_head
    from nextgpt_core.weights import efficientnet_lite_path

    torch.manual_seed(0)
    concepts = load_concepts(corpora / "concepts.json")
    backbone = EfficientNetLite.from_file(BACKBONE_VARIANT, efficientnet_lite_path(BACKBONE_VARIANT))
    judge = PictureJudge(backbone.to(memory_format=torch.channels_last), len(concepts))
    sets = PictureSets(corpora, concepts, judge.size_px, PICTURE_REPEATS)
    log("pictures: features")
    train_head(judge.head, *features_of(judge, sets.train(), log), PICTURE_EPOCHS, log)
    save_half(judge.head, out / f"{PICTURES}.safetensors")
    load_half(judge.head, out / f"{PICTURES}.safetensors")  # what is measured is what is shipped
    vocabulary = Vocabulary(tuple(concept.names for concept in concepts), SAME_TO_PEOPLE[PICTURES])
    measured = {}
    streams = {
        "openmoji, a style never seen": (sets.openmoji(), 1),
        "seen styles, new combinations": (sets.held(), 1),
        "animations never seen": (sets.animations(), 6),
    }
    for name, (stream, frames) in streams.items():
        features, labels = features_of(judge, stream, log)
        with torch.inference_mode():
            scores = judge.head(features.float()).softmax(-1).view(-1, frames, len(concepts)).mean(1).numpy()
        measured[name] = accuracy(vocabulary, scores, labels[::frames].tolist())
        log(f"  {name}: {measured[name]}")
    save_vocabulary(PICTURES, vocabulary.labels, measured, out)


def train_sound_judge(corpora: Path, out: Path, log: Callable[[str], None]) -> None:
    """Raises MissingWeights when the sound corpus is missing."""
    from nextgpt_core.evaluation.sound_judge import SoundJudge
    from nextgpt_core.evaluation.sound_training import read_sounds, sound_scores, train_sounds

    torch.manual_seed(0)
    log("sounds: log-mel pictures")
    sounds = read_sounds(corpora / "sounds", log)
    judge = SoundJudge(len(sounds.labels))
    train_sounds(judge, sounds, SOUND_EPOCHS, log)
    save_half(judge, out / f"{SOUNDS}.safetensors")
    load_half(judge, out / f"{SOUNDS}.safetensors")
    vocabulary = Vocabulary(sounds.labels, SAME_TO_PEOPLE[SOUNDS])
    measured = {}
    for name, mixture in (("held-out renderings", False), ("held-out mixtures, the louder one", True)):
        rows = sounds.rows("held", mixture)
        measured[name] = accuracy(vocabulary, sound_scores(judge, sounds.mels[rows]), sounds.first[rows].tolist())
        log(f"  {name}: {measured[name]}")
    save_vocabulary(SOUNDS, vocabulary.labels, measured, out)


JUDGES = {PICTURES: train_picture_judge, SOUNDS: train_sound_judge}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nextgpt_core.evaluation.judge_training", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("corpora"))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--only", choices=tuple(JUDGES))
    chosen = parser.parse_args(argv)
    torch.set_num_threads(1)
    chosen.out.mkdir(parents=True, exist_ok=True)
    for kind, train in JUDGES.items():
        if chosen.only in (None, kind):
            started = time.process_time()
            try:
                train(chosen.corpora, chosen.out, lambda text: print(text, flush=True))
            except NextGPTError as error:
                print(error, file=sys.stderr)
                return 2
            print(f"{kind}: {time.process_time() - started:.0f} s of CPU time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
