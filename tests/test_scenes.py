"""Scenes: facts, pixels and captions agree; the splits keep apart what they promise to keep apart."""

import random

import numpy as np
import pytest
from toy_corpora import TOYS, write_toys

from nextgpt_core.data import scenes
from nextgpt_core.data.backgrounds import SETTINGS, UNSAID, background
from nextgpt_core.data.canvas import COLOURS, recoloured
from nextgpt_core.data.scenes import Pictures, Scene, SceneObject, describe, draw_scene, is_held, paint
from nextgpt_core.errors import BadInput, MissingWeights


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    out = tmp_path_factory.mktemp("corpora")
    write_toys(out)
    return Pictures(out / "pictures")


def _scene(**facts):
    base = {
        "style": "3d",
        "objects": (SceneObject("cat", ("cat",)),),
        "background": "plain",
        "relation": None,
        "variation": 5,
    }
    return Scene(**{**base, **facts})


def test_painting_is_deterministic_and_has_the_asked_size(pictures):
    rng = random.Random(1)
    for _ in range(60):
        scene = draw_scene(rng, TOYS, "train")
        first = paint(scene, pictures, 64)
        assert first.shape == (64, 64, 3)
        assert first.dtype == np.uint8
        assert np.array_equal(first, paint(scene, pictures, 64))


def test_plain_scene_fills_most_of_a_white_picture(pictures):
    picture = paint(_scene(), pictures, 128)
    assert (picture[0, 0] == 255).all()
    assert tuple(picture[64, 64]) == (30, 200, 90)
    covered = (picture != 255).any(-1).mean()
    assert 0.45 < covered < 0.72


@pytest.mark.parametrize(
    ("position", "x", "y"), [("on the left", 0.27, 0.5), ("in the bottom right corner", 0.75, 0.75)]
)
def test_position_words_are_painted_there(pictures, position, x, y):
    picture = paint(_scene(objects=(SceneObject("cat", ("cat",), position=position),)), pictures, 100)
    rows, columns = np.nonzero((picture != 255).any(-1))
    assert abs(columns.mean() / 100 - x) < 0.06
    assert abs(rows.mean() / 100 - y) < 0.06


@pytest.mark.parametrize("relation", list(scenes.RELATIONS))
def test_relations_are_painted_as_said(pictures, relation):
    pair = (SceneObject("cat", ("cat",)), SceneObject("red apple", ("red apple",)))
    scene = _scene(objects=pair, relation=relation)
    picture = paint(scene, pictures, 100).astype(int)
    cat, apple = (np.argwhere(np.abs(picture - tone).max(-1) < 3).mean(0) for tone in ((30, 200, 90), (150, 120, 90)))
    if relation in ("above", "below"):
        assert (cat[0] < apple[0]) == (relation == "above")
    elif relation != "next to":
        assert (cat[1] < apple[1]) == (relation == "to the left of")
    text = describe(scene, random.Random(0))
    assert "cat" in text
    assert "red apple" in text


@pytest.mark.parametrize("colour", list(COLOURS))
def test_recoloured_takes_the_colour_even_on_grey(colour):
    grey = np.full((20, 20, 4), 140, np.uint8)
    grey[..., 3] = 255
    changed = recoloured(grey, colour)[10, 10, :3].astype(int)
    nearest = min(COLOURS, key=lambda name: np.abs(np.array(COLOURS[name]) - changed).sum())
    assert nearest == colour


def test_captions_say_the_facts():
    rng = random.Random(2)
    for split in ("train", "held"):
        for _ in range(300):
            scene = draw_scene(rng, TOYS, split)
            text = describe(scene, rng, split)
            first = scene.objects[0]
            assert text == text.lower().strip()
            if first.colour:
                assert first.colour in text
            if first.count > 1:
                assert {2: "two", 3: "three", 4: "four"}[first.count] in text
            if scene.background in COLOURS:
                assert scene.background in text
            if scene.background in SETTINGS:
                assert SETTINGS[scene.background][split == "held"] in text


def test_held_combinations_never_meet_training():
    rng = random.Random(3)

    def combinations(split):
        drawn = [draw_scene(rng, TOYS, split) for _ in range(1500)]
        return {
            (s.objects[0].concept, "on", s.background)
            for s in drawn
            if s.background in COLOURS and s.background != "white"
        }

    train, held = combinations("train"), combinations("held")
    assert train
    assert not any(is_held(*combination) for combination in train)
    assert all(is_held(*combination) for combination in held)


def test_unseen_styles_have_their_own_splits():
    rng = random.Random(4)
    assert {draw_scene(rng, TOYS, "held_style").style for _ in range(20)} == {"noto"}
    assert {draw_scene(rng, TOYS, "eval").style for _ in range(20)} == {"openmoji"}
    assert {draw_scene(rng, TOYS, "train").style for _ in range(200)} == {"3d", "flat", "twemoji"}
    with pytest.raises(BadInput, match="split"):
        draw_scene(rng, TOYS, "test")


@pytest.mark.parametrize("name", [*UNSAID, *COLOURS, *SETTINGS])
def test_every_background_can_be_painted(name):
    painted = background(name, 3, 48)
    assert painted.shape == (48, 48, 3)
    painted[:] = 0
    assert name == "black" or background(name, 3, 48).max() > 0


def test_missing_corpus_and_unknown_concept_are_explained(pictures, tmp_path):
    with pytest.raises(MissingWeights, match="--parts pictures"):
        Pictures(tmp_path)
    with pytest.raises(BadInput, match="dodo"):
        pictures.cutout("3d", "dodo")
