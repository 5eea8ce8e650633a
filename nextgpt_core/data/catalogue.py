"""What a conversation can be about: rows of the packs, concepts, sounds, and which of them are seen and heard alike.

Reads rows and label lists once; answers look-ups quickly. Knows no template and no network; media stay on disk.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from nextgpt_core.data import phrases
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.corpora.concepts import Concept, load_concepts
from nextgpt_core.data.packs import Pack
from nextgpt_core.data.plain_talk import load_talk
from nextgpt_core.data.sights_and_sounds import ALSO_SEEN, DOG_CLASSES, DOG_KIN, PHOTO_KIN, SOUNDINGS
from nextgpt_core.errors import MissingWeights

PARTS = ("pictures", "clips", "sounds")
# how often people ask for things of a category, against the others
_CATEGORY_WEIGHTS = {
    "Animals & Nature": 5.0,
    "Food & Drink": 3.0,
    "Travel & Places": 2.5,
    "Activities": 2.0,
    "Objects": 1.8,
    "People & Body": 0.8,
    "Smileys & Emotion": 0.8,
    "Symbols": 0.6,
}
_COLOURED_ALIAS = (*COLOURS, "golden", "light")


def spoken_names(concept: Concept) -> tuple[str, ...]:
    """Names a person says, the preferred first: "cat" before "cat face"; not aliases that only add a colour."""
    names = [n for n in concept.names if n == concept.concept or n.split()[0] not in _COLOURED_ALIAS]
    if concept.category == "Animals & Nature" and concept.concept.endswith(" face"):
        short = concept.concept.removesuffix(" face")
        if short in names:
            names = [short, *(n for n in names if n != short)]
    return tuple(names)


@dataclass(frozen=True)
class Catalogue:
    """Rows of one split. `rows` maps part -> list of pack rows; `labels` maps sound label -> {"names", "kind"}."""

    split: str
    concepts: tuple[Concept, ...]
    rows: dict[str, list[dict]]
    labels: dict[str, dict]
    photos: tuple[str, ...]
    talk: list[dict]
    _cache: dict = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def load(corpora: Path, split: str) -> Catalogue:
        """Reads everything under `corpora`. Raises MissingWeights naming what is not built and the command for it."""
        from nextgpt_core.encoders.efficientnet import imagenet_labels

        corpora = Path(corpora)
        path = corpora / "sounds" / "labels.json"
        if not path.is_file():
            raise MissingWeights(
                f"{path} is not there. Build it with: python -m nextgpt_core.data.corpora --parts sounds"
            )
        labels = {row["label"]: row for row in json.loads(path.read_text("utf-8"))}
        rows = {part: Pack(corpora / "packs" / part / split).rows for part in PARTS}
        concepts = tuple(load_concepts(corpora / "concepts.json"))
        known = {concept.concept for concept in concepts}
        for part in ("pictures", "clips"):
            strange = sorted({row["concept"] for row in rows[part]} - known)
            if strange:
                raise MissingWeights(
                    f"{corpora / 'packs' / part / split} speaks of {', '.join(strange[:5])}, "
                    "which concepts.json does not list: it was built from an older list. "
                    "Delete that folder and run: python -m nextgpt_core.data.packs"
                )
        return Catalogue(split, concepts, rows, labels, imagenet_labels(), load_talk(corpora, split))

    @cached_property
    def by_name(self) -> dict[str, Concept]:
        return {concept.concept: concept for concept in self.concepts}

    @cached_property
    def _weights(self) -> list[float]:
        total, summed = 0.0, []
        for concept in self.concepts:
            total += _CATEGORY_WEIGHTS.get(concept.category, 1.0) / (
                1 + 0.25 * max(0, len(concept.concept.split()) - 2)
            )
            summed.append(total)
        return summed

    @cached_property
    def heard(self) -> dict[str, list[str]]:
        """Concept -> labels of the sounds it makes."""
        found: dict[str, list[str]] = defaultdict(list)
        for label, row in SOUNDINGS.items():
            if row.concept in self.by_name and label in self.labels:
                found[row.concept].append(label)
        for concept, label in ALSO_SEEN.items():
            if concept in self.by_name and label in self.labels and not found.get(concept):
                found[concept].append(label)
        return dict(found)

    @cached_property
    def seen_and_heard(self) -> list[tuple[str, str]]:
        """(concept, label) pairs for replies in several modalities: the main picture of each sound, and its kin."""
        return [(concept, label) for concept, labels in self.heard.items() for label in labels]

    @cached_property
    def talk_about(self) -> dict[str, list[dict]]:
        """Concept -> plain answers that tell about it."""
        found: dict[str, list[dict]] = defaultdict(list)
        for row in self.talk:
            if row["about"]:
                found[row["about"]].append(row)
        return dict(found)

    @cached_property
    def rows_by_concept(self) -> dict[str, dict[str, list[int]]]:
        """part -> concept (or, for sounds, the only label) -> row indices."""
        found = {part: defaultdict(list) for part in PARTS}
        for part in PARTS:
            for index, row in enumerate(self.rows[part]):
                if part != "sounds" or len(row["labels"]) == 1:
                    found[part][row["concept"]].append(index)
        return found

    @cached_property
    def kin_photos(self) -> dict[int, tuple[str, str]]:
        """ImageNet class id -> (concept or "", sound label or ""), for photographs that have a drawing or a sound."""
        found = {}
        for number, name in enumerate(self.photos):
            concept, label = DOG_KIN if number in DOG_CLASSES else PHOTO_KIN.get(name, ("", ""))
            concept, label = concept if concept in self.by_name else "", label if label in self.labels else ""
            if concept or label:
                found[number] = (concept, label)
        return found

    def photos_with(self, which: int) -> list[int]:
        """Class ids whose kin has a concept (`which` 0) or a sound label (`which` 1)."""
        key = ("photos", which)
        if key not in self._cache:
            self._cache[key] = [number for number, kin in self.kin_photos.items() if kin[which]]
        return self._cache[key]

    def rows_with(self, part: str, need: str) -> list[int]:
        """Row indices of `part` whose thing is "heard" (pictures, clips) or "seen" (sounds). Computed once."""
        key = (part, need)
        if key not in self._cache:
            if need == "seen":
                good = {label for label, row in SOUNDINGS.items() if row.concept in self.by_name}
            else:
                good = set(self.heard)
            self._cache[key] = [i for name, rows in self.rows_by_concept[part].items() if name in good for i in rows]
        return self._cache[key]

    def draw_concept(self, rng: random.Random) -> Concept:
        return rng.choices(self.concepts, cum_weights=self._weights)[0]

    def draw_label(self, rng: random.Random) -> str:
        """A sound label; sounds of animals, nature and effects a little more often than instruments."""
        if "label weights" not in self._cache:
            weights = [
                0.6 if row["kind"] == "instrument" else 1.4 if row["kind"] == "animal" else 1.0
                for row in self.labels.values()
            ]
            self._cache["label weights"] = (list(self.labels), list(accumulate(weights)))
        names, summed = self._cache["label weights"]
        return rng.choices(names, cum_weights=summed)[0]

    @cached_property
    def sounds_by_subject(self) -> dict[str, list[int]]:
        """Rows of sounds by what they hold: a "mixture" of two, a "tune" with a tempo, one with a "mood", an
        "instrument", "counted" events, "speech", or "any" that is neither of two nor spoken."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(self.rows["sounds"]):
            if len(row["labels"]) > 1 or row["kind"] == "speech":
                found["mixture" if len(row["labels"]) > 1 else "speech"].append(number)
                continue
            found["any"].append(number)
            for subject, fact in (("tune", "tempo"), ("mood", "mood"), ("counted", "count")):
                if fact in row["facts"]:
                    found[subject].append(number)
            if row["kind"] == "instrument":
                found["instrument"].append(number)
        return dict(found)

    def photo_name(self, number: int) -> str:
        """Class name with its article: "a tabby cat", "sunglasses"."""
        name = self.photos[number]
        if name.split()[-1] in _MASS_PHOTOS or (name.endswith("s") and name in _PLURAL_PHOTOS):
            return name
        return phrases.with_article(name) if name[0].islower() else ("an " if name[0] in "AEIO" else "a ") + name


_MASS_PHOTOS = frozenset(
    """guacamole consomme carbonara eggnog hay dough wool velvet wine espresso syrup corn broccoli paper""".split()
)
_PLURAL_PHOTOS = frozenset(
    ("binoculars", "clogs", "pajamas", "sunglasses", "jeans", "parallel bars", "swim trunks", "mashed potatoes")
)
