"""How a photograph gets its name: the table of everyday names is sound, witnesses add up, doubt ends with the whole."""

import pytest
import torch

from nextgpt_core.encoders.centernet import COCO
from nextgpt_core.encoders.efficientnet import imagenet_labels
from nextgpt_core.encoders.naming import NOWHERE, Naming, everyday_kinds, kinds_of_concepts

KINDS = everyday_kinds()
NUMBER = {kind.name: number for number, kind in enumerate(KINDS)}
LABELS = imagenet_labels()
DRAWN = ["dog face", "owl", "scissors", "red heart"]


def said(labels: dict[str, float] = {}, heat: dict[str, float] = {}, drawn: dict[str, float] = {}):  # noqa: B006
    """What is said, and how sure, when the witnesses see the given things."""
    naming = Naming(len(DRAWN))
    naming.kind_of_concept.copy_(kinds_of_concepts(DRAWN))
    rows = [torch.zeros(1, size) for size in (len(LABELS), len(COCO), len(DRAWN))]
    for row, names, seen in zip(rows, (LABELS, COCO, DRAWN), (labels, heat, drawn), strict=True):
        for name, value in seen.items():
            row[0, names.index(name)] = value
    found = naming(*rows)
    assert float(found.kinds.sum() + found.labels.sum()) == 1
    names = [kind.name for kind in KINDS] + list(LABELS)
    return names[int(torch.cat([found.kinds, found.labels], 1).argmax())], float(found.sure)


def test_the_table_names_every_thing_once_and_parts_lie_in_their_whole():
    assert len(NUMBER) == len(KINDS)
    roots = [kind for number, kind in enumerate(KINDS) if kind.root == number]
    labels = [label for kind in roots for label in kind.labels]
    assert len(labels) == len(set(labels)), "one label speaks for one kind and its parts"
    assert all(0 <= label < len(LABELS) for kind in KINDS for label in kind.labels)
    assert all(KINDS[kind.root].root == kind.root for kind in KINDS)
    assert not [kind for kind in KINDS if kind.coco is not None and KINDS[kind.root] is not kind]


def test_most_kinds_of_the_detector_have_a_name():
    named = {COCO[kind.coco] for kind in KINDS if kind.coco is not None}
    assert {"person", "giraffe", "apple", "cake"} <= named and len(named) >= 70


@pytest.mark.parametrize(
    ("labels", "heat", "drawn", "name"),
    [
        ({"Beagle": 0.9}, {}, {}, "Beagle"),
        ({"Beagle": 0.3, "Basset Hound": 0.25, "drum": 0.35}, {}, {}, "dog"),  # doubt about the breed only
        ({"jaguar": 0.25}, {"giraffe": 0.7}, {}, "giraffe"),  # ImageNet has none
        ({"great grey owl": 0.3, "junco": 0.05}, {"bird": 0.5}, {"owl": 0.3}, "owl"),  # a part of birds
        ({"letter opener": 0.5}, {"scissors": 0.35}, {"scissors": 0.6}, "scissors"),
        ({"daisy": 0.95}, {}, {}, "flower"),  # one of two flowers that ImageNet knows
        ({"volcano": 0.6}, {}, {}, "volcano"),
        ({"stethoscope": 0.6}, {"person": 0.3}, {}, "stethoscope"),  # a label of no kind
    ],
)
def test_a_photograph_gets_the_name_that_most_speaks_for(labels, heat, drawn, name):
    assert said(labels, heat, drawn)[0] == name


def test_drawings_vote_for_a_name_but_do_not_make_it_surer():
    assert said({"Beagle": 0.5}, {}, {"dog face": 0.9})[1] == pytest.approx(0.5)
    assert said({"Beagle": 0.5}, {"dog": 0.8})[1] > said({"Beagle": 0.5}, {"dog": 0.3})[1] > 0.5


def test_faint_heat_is_noise():
    assert said({"drum": 0.1}, {"person": 0.19})[0] == "drum"


def test_concepts_without_an_everyday_name_speak_for_none():
    assert kinds_of_concepts(DRAWN).tolist() == [
        NUMBER["dog"], NUMBER["owl"], NUMBER["scissors"], NOWHERE,
    ]  # fmt: skip
