"""The judges together: what they can name, how a name is looked up, and what a medium is ranked as.

Loads the shipped heads from weights/ beside this file. Knows no model under test and no suite.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from nextgpt_core.errors import BadInput, MissingWeights
from nextgpt_core.evaluation.picture_judge import PictureJudge
from nextgpt_core.evaluation.sound_judge import SoundJudge
from nextgpt_core.media import Audio, Image, Modality, Video

WEIGHTS = Path(__file__).parent / "weights"
PICTURES, SOUNDS = "pictures", "sounds"
KIND_OF = {Modality.IMAGE: PICTURES, Modality.VIDEO: PICTURES, Modality.AUDIO: SOUNDS}
BACKBONE_VARIANT = 2

# Things people cannot tell apart in a 128 px picture or a five-second sound either: any of a row stands for the others.
SAME_TO_PEOPLE = {
    PICTURES: (
        ("grinning face", "grinning face with big eyes"),
        ("grinning face with smiling eyes", "beaming face with smiling eyes"),
        ("slightly smiling face", "smiling face", "smiling face with smiling eyes"),
        ("kissing face", "kissing face with smiling eyes", "kissing face with closed eyes"),
        ("slightly frowning face", "frowning face"),
        ("face with open mouth", "hushed face", "astonished face"),
        ("frowning face with open mouth", "anguished face"),
        ("weary face", "tired face"),
        ("enraged face", "angry face"),
        ("two hearts", "revolving hearts"),
        ("beating heart", "growing heart"),
        ("red heart", "heart suit"),
        ("left facing fist", "right facing fist"),
        ("palm down hand", "palm up hand", "leftwards pushing hand", "rightwards pushing hand"),
        ("raised hand", "hand with fingers splayed"),
        ("hand pointing left", "hand pointing right"),
        ("train", "metro", "light rail", "tram"),
        ("tram car", "trolleybus"),
        ("sun behind cloud", "sun behind small cloud", "sun behind large cloud"),
        ("waxing crescent moon", "waning crescent moon", "crescent moon"),
        ("waxing gibbous moon", "waning gibbous moon"),
        ("first quarter moon", "last quarter moon"),
        ("first quarter moon face", "last quarter moon face"),
        ("speaker at low volume", "speaker at medium volume", "speaker at high volume"),
        ("hourglass", "hourglass with flowing sand"),
        ("star", "glowing star"),
        ("baseball", "softball"),
        ("american football", "rugby football"),
        ("videocassette", "pager"),
        ("compact disc", "dvd"),
        ("musical note", "musical notes"),
        ("inbox tray", "outbox tray"),
        ("spiral calendar", "calendar", "tear-off calendar"),
        ("file folder", "open file folder"),
        ("rising chart", "falling chart"),
        ("clinking glasses", "clinking beer mugs"),
        ("closed mailbox with raised flag", "closed mailbox with lowered flag"),
        ("open mailbox with raised flag", "open mailbox with lowered flag"),
        ("globe showing africa", "globe showing america", "globe showing asia"),
        ("umbrella", "umbrella with rain drops"),
        ("dog face", "guide dog", "service dog"),
        ("camera", "camera with flash"),
        ("mountain", "snow capped mountain", "mount fuji"),
        ("bookmark", "label"),
        ("cityscape", "cityscape at dusk", "night with stars"),
    ),
    SOUNDS: (
        ("violin", "viola"),
        ("cello", "contrabass"),
        ("string orchestra", "synth strings"),
        ("brass band", "synth brass"),
        ("choir", "synth voice"),
        ("double bass", "bass guitar"),
    ),
}


@dataclass(frozen=True)
class Vocabulary:
    """What a judge can name. `labels` in the order of its scores, each first by its own name, then by others."""

    labels: tuple[tuple[str, ...], ...]
    same: tuple[tuple[str, ...], ...] = ()
    accuracy: dict | None = None
    """Measured on real items that training never saw: {set: {"top1", "top5", "num"}}."""

    @cached_property
    def _by_name(self) -> dict[str, set[int]]:
        table: dict[str, set[int]] = {}
        for number, names in enumerate(self.labels):
            for name in names:
                table.setdefault(name.lower(), set()).add(number)
        return table

    def accepted(self, name: str) -> frozenset[int]:
        """Every label that `name` may stand for: its bearers, a neutral person's man and woman, rows of `same`.

        Raises BadInput for a name that is not in the vocabulary.
        """
        wanted = name.lower().strip()
        if wanted not in self._by_name:
            raise BadInput(f"{name!r} is no name the judge knows (it knows {len(self._by_name)} names).")
        found = set(self._by_name[wanted])
        for number in tuple(found):
            own = self.labels[number][0]
            bare = own.removeprefix("person ").removeprefix("people ")
            gendered = own.removeprefix("woman ").removeprefix("man ")
            others = (
                [f"{who} {bare}" for who in ("man", "woman")] if gendered == own else [gendered, f"person {gendered}"]
            )
            for row in self.same:
                if own in row:
                    others += row
            for other in others:
                found |= {n for n in self._by_name.get(other, ()) if self.labels[n][0] == other}
        return frozenset(found)

    def rank(self, scores: np.ndarray, name: str) -> int:
        """Place of `name` among all labels, from 1, by falling score."""
        order = np.argsort(-scores, kind="stable")
        return 1 + int(np.flatnonzero(np.isin(order, list(self.accepted(name))))[0])

    def best(self, scores: np.ndarray, num: int = 5) -> list[str]:
        return [self.labels[number][0] for number in np.argsort(-scores, kind="stable")[:num]]


class Judges:
    """Recognisers of pictures (and of clips, by their frames) and of sounds, with their vocabularies."""

    def __init__(
        self, picture_judge: PictureJudge, sound_judge: SoundJudge, vocabularies: dict[str, Vocabulary]
    ) -> None:
        self.picture_judge, self.sound_judge = picture_judge.eval(), sound_judge.eval()
        self.vocabularies = vocabularies

    @classmethod
    def shipped(cls) -> Judges:
        """The trained judges. Raises MissingWeights when a file is missing or damaged."""
        from nextgpt_core.encoders.efficientnet import EfficientNetLite
        from nextgpt_core.weights import efficientnet_lite_path

        vocabularies = {kind: load_vocabulary(kind) for kind in (PICTURES, SOUNDS)}
        backbone = EfficientNetLite.from_file(BACKBONE_VARIANT, efficientnet_lite_path(BACKBONE_VARIANT))
        picture_judge = PictureJudge(backbone, len(vocabularies[PICTURES].labels))
        sound_judge = SoundJudge(len(vocabularies[SOUNDS].labels))
        for kind, network in ((PICTURES, picture_judge.head), (SOUNDS, sound_judge)):
            load_half(network, WEIGHTS / f"{kind}.safetensors")
        return cls(picture_judge, sound_judge, vocabularies)

    def vocabulary(self, modality: Modality) -> Vocabulary:
        return self.vocabularies[KIND_OF[modality]]

    def scores(self, part: Image | Audio | Video) -> np.ndarray:
        """float32 [labels of the modality's vocabulary]: probabilities, frames of a clip averaged."""
        if isinstance(part, Audio):
            return self.sound_judge.probabilities(part.samples, part.rate_hz)
        return self.picture_judge.probabilities(part.frames if isinstance(part, Video) else part.pixels[None])


def load_vocabulary(kind: str, folder: Path = WEIGHTS) -> Vocabulary:
    path = folder / f"{kind}.json"
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        labels = tuple(tuple(names) for names in row["labels"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MissingWeights(
            f"{path} is missing or damaged ({error}). Restore it, or train the judges: "
            "python -m nextgpt_core.evaluation.judge_training"
        ) from error
    return Vocabulary(labels, SAME_TO_PEOPLE[kind], row.get("accuracy"))


def save_vocabulary(kind: str, labels: Sequence[Sequence[str]], accuracy: dict, folder: Path = WEIGHTS) -> None:
    rows = ",\n".join(json.dumps(list(names), ensure_ascii=False) for names in labels)
    text = f'{{"accuracy": {json.dumps(accuracy)},\n"labels": [\n{rows}\n]}}\n'
    (folder / f"{kind}.json").write_text(text, encoding="utf-8")


def load_half(network, path: Path) -> None:
    """Loads every tensor of a bf16 file into `network`, strictly. Raises MissingWeights."""
    from nextgpt_core.weights import load_safetensors_strict

    shapes = {name: tensor.shape for name, tensor in network.state_dict().items()}
    network.load_state_dict(load_safetensors_strict(path, shapes))


def save_half(network, path: Path) -> None:
    """All tensors as bf16; whole numbers and the running statistics of norms as they are."""
    import torch
    from safetensors.torch import save_file

    exact = ("running_mean", "running_var", "mean", "scale")
    tensors = {
        name: tensor.to(torch.bfloat16) if tensor.is_floating_point() and name.split(".")[-1] not in exact else tensor
        for name, tensor in network.state_dict().items()
    }
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, path)
