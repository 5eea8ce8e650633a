"""What kind of thing something is, "bird" or "fruit": people ask "what bird is this?", not only "what is this?".

Kinds of concepts follow the subcategories of the emoji vocabulary; kinds of photographs follow ImageNet's order, which
is that of WordNet. Words and numbers only.
"""

from __future__ import annotations

import bisect

CONCEPT_KINDS: dict[str, tuple[str, ...]] = {
    "animal-mammal": ("animal",),
    "monkey-face": ("animal",),
    "animal-bird": ("animal", "bird"),
    "animal-bug": ("animal", "insect"),
    "animal-marine": ("animal", "sea animal"),
    "animal-reptile": ("animal", "reptile"),
    "animal-amphibian": ("animal",),
    "plant-flower": ("plant", "flower"),
    "plant-other": ("plant",),
    "food-fruit": ("fruit", "food"),
    "food-vegetable": ("vegetable", "food"),
    "food-prepared": ("food", "dish"),
    "food-asian": ("food", "dish"),
    "food-sweet": ("food", "dessert"),
    "drink": ("drink",),
    "transport-ground": ("vehicle",),
    "transport-air": ("vehicle", "aircraft"),
    "transport-water": ("vehicle", "boat"),
    "place-building": ("building",),
    "place-religious": ("building",),
    "musical-instrument": ("instrument", "musical instrument"),
    "tool": ("tool",),
    "clothing": ("piece of clothing",),
    "sport": ("sport",),
    "computer": ("device", "gadget"),
    "light & video": ("device", "gadget"),
    "person-role": ("person",),
    "person-fantasy": ("character",),
    "household": ("household item",),
    "office": ("office item",),
    "phone": ("device",),
}
"""Subcategory -> kinds, the plainest first. Where nothing is listed people say "thing" or "object"."""

SOUND_KINDS: dict[str, tuple[str, ...]] = {
    "animal": ("animal",),
    "instrument": ("instrument", "musical instrument"),
    "machine": ("machine",),
}

_FIRST_CLASSES = (
    (0, "fish"), (4, "fish"), (7, "bird"), (25, "salamander"), (30, "frog"), (33, "turtle"), (38, "lizard"),
    (49, "crocodile"), (50, "alligator"), (51, "dinosaur"), (52, "snake"), (69, ""), (72, "spider"), (78, ""),
    (80, "bird"), (101, "elephant"), (102, ""), (107, "jellyfish"), (108, ""), (118, "crab"), (122, "lobster"),
    (124, ""), (127, "bird"), (147, "whale"), (149, ""), (151, "dog"), (269, "wolf"), (272, ""), (277, "fox"),
    (281, "cat"), (286, "wild cat"), (294, "bear"), (298, ""), (300, "beetle"), (308, ""), (321, "butterfly"),
    (327, ""), (330, "rabbit"), (333, ""), (365, "ape"), (370, "monkey"), (383, "lemur"), (385, "elephant"), (387, ""),
    (389, "fish"), (398, ""),
)  # fmt: skip
"""ImageNet classes from the number on are of the kind, up to the next entry; "" where one word would not fit all."""


def photo_kind(number: int) -> str:
    """The everyday kind of ImageNet class `number` ("dog" for a Golden Retriever), or "" where there is none."""
    return _FIRST_CLASSES[bisect.bisect_right(_FIRST_CLASSES, (number, "\uffff")) - 1][1]
