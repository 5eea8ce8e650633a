"""Scenes of several facts: what is drawn, said and asked for agrees, and copies lie apart."""

import itertools
import random

import numpy as np
import pytest
from toy_corpora import TOYS, write_toys

from nextgpt_core.data import phrases
from nextgpt_core.data.backgrounds import SETTINGS, UNSAID
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.combined_scenes import MOST_THINGS, describe_combined, draw_combined
from nextgpt_core.data.layers import MOST_COPIES, asked_of_scene, boxes_of
from nextgpt_core.data.scenes import RELATIONS, Pictures, Scene, SceneObject, is_held, paint, places

CAT, OWL, CAR = (SceneObject(name, (name,)) for name in ("cat", "owl", "car"))


def drawn(split, number=300):
    rng = random.Random(4)
    scenes = [draw_combined(rng, TOYS, split) for _ in range(number)]
    return [(scene, describe_combined(scene, rng, split)) for scene in scenes]


@pytest.mark.parametrize("split", ["train", "held"])
def test_captions_say_every_fact(split):
    for scene, caption in drawn(split):
        words = caption.replace(",", " ").split()
        assert 1 <= len(scene.objects) <= MOST_THINGS and caption == caption.strip()
        for each in scene.objects:
            assert each.colour is None or each.colour in words
            numbers = {phrases.COUNTS.get(each.count), str(each.count), "pair", "couple"}
            assert each.count == 1 or numbers & set(words)
            assert any(name in caption or phrases.plural(name) in caption for name in each.names)
        if scene.background in COLOURS:
            assert scene.background in words


def test_facts_come_together():
    scenes = [scene for scene, _ in drawn("train")]
    several = [scene for scene in scenes if scene.objects[0].count > 1 and len(scene.objects) == 1]
    assert any(s.objects[0].colour and s.background in COLOURS for s in several)
    assert any(s.background in SETTINGS for s in several) and any(s.background in UNSAID for s in several)
    assert {len(scene.objects) for scene in scenes} == {1, 2, 3}
    assert any(scene.objects[0].position and scene.background in COLOURS for scene in scenes)
    assert any(len(s.objects) == 2 and any(each.count > 1 for each in s.objects) for s in scenes)


def test_held_combinations_are_kept_from_training():
    coloured = {
        split: {(each.concept, each.colour) for scene, _ in drawn(split) for each in scene.objects if each.colour}
        for split in ("train", "held")
    }
    assert coloured["train"] and not any(is_held(*each) for each in coloured["train"])
    assert any(is_held(*each) for each in coloured["held"])


ARRANGED = [
    *(
        Scene("3d", (SceneObject("cat", ("cat",), count=a), SceneObject("owl", ("owl",), count=b)), "red", relation, 7)
        for relation, (a, b) in itertools.product(RELATIONS, ((1, 1), (2, 1), (1, 3), (2, 2), (4, 1)))
    ),
    Scene("3d", (CAT, OWL, CAR), "red", None, 7),
    Scene("3d", (CAT, SceneObject("owl", ("owl",), count=2), CAR), "red", None, 7),
]


@pytest.mark.parametrize("scene", ARRANGED)
def test_things_lie_apart_and_within_the_picture(scene):
    boxes = [box for _, box in places(scene, random.Random(1))]
    assert len(boxes) == sum(each.count for each in scene.objects)
    for share, x, y in boxes:
        assert all(-0.02 < middle - share / 2 and middle + share / 2 < 1.02 for middle in (x, y))
    for (a, ax, ay), (b, bx, by) in itertools.combinations(boxes, 2):
        assert max(abs(ax - bx), abs(ay - by)) > 0.94 * (a + b) / 2


def test_counted_things_keep_their_relation():
    two = SceneObject("owl", ("owl",), count=2)
    cat, *owls = places(Scene("3d", (CAT, two), "red", "to the left of", 7), random.Random(1))
    assert all(cat[1][1] < owl[1][1] - 0.3 for owl in owls)
    *owls, cat = places(Scene("3d", (two, CAT), "red", "above", 7), random.Random(1))
    assert all(owl[1][2] < cat[1][2] - 0.3 for owl in owls)


def test_each_kind_of_thing_has_places_of_its_own():
    asked = asked_of_scene(ARRANGED[-1], "a cat, two owls and a car on a red background")
    assert asked.things == ("a cat", "an owl", "a car") and asked.background == "red"
    taken = np.flatnonzero(boxes_of(asked)[:, 0]).tolist()
    assert taken == [0, MOST_COPIES, MOST_COPIES + 1, 2 * MOST_COPIES]


def test_of_two_sides_that_are_as_good_the_same_is_asked_for():
    sides = {
        asked_of_scene(Scene("3d", (CAT, OWL), "red", "next to", number), "a cat and an owl").boxes[0][2] < 0.5
        for number in range(20)
    }
    assert sides == {True}


def test_they_can_be_painted(tmp_path):
    write_toys(tmp_path)
    pictures = Pictures(tmp_path / "pictures")
    names = [each.concept for each in TOYS[:2]]
    things = tuple(SceneObject(name, (name,), count=2) for name in names)
    picture = paint(Scene("3d", things, "red", "above", 3), pictures, 64)
    assert picture.shape == (64, 64, 3) and len(np.unique(picture.reshape(-1, 3), axis=0)) > 2
