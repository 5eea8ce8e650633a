"""Clips: what the caption says moves does move that way; true animations, idle clips and splits."""

import random

import numpy as np
import pytest
from toy_corpora import TOYS, write_toys

from nextgpt_core.data.corpora.animations import is_held_animation
from nextgpt_core.data.motions import (
    IDLE,
    MOTIONS,
    Animations,
    ClipPlan,
    describe_clip,
    draw_clip,
    paint_clip,
    poses,
)
from nextgpt_core.data.scenes import Pictures
from nextgpt_core.errors import BadInput, MissingWeights


@pytest.fixture(scope="module")
def corpora(tmp_path_factory):
    out = tmp_path_factory.mktemp("corpora")
    write_toys(out)
    return Pictures(out / "pictures"), Animations(out / "animations")


def _painted(corpora, motion, concept="cat"):
    return paint_clip(ClipPlan("3d", concept, (concept,), motion, "plain", 11), *corpora)


def _track(clip):
    """Per frame: (mean column, mean row, covered share) of what is not white."""
    inside = (clip != 255).any(-1)
    return np.array([(np.nonzero(f)[1].mean(), np.nonzero(f)[0].mean(), f.mean()) for f in inside])


@pytest.mark.parametrize(
    ("motion", "which", "sign"),
    [
        ("moves left", 0, -1),
        ("moves right", 0, 1),
        ("moves up", 1, -1),
        ("moves down", 1, 1),
        ("grows", 2, 1),
        ("shrinks", 2, -1),
    ],
)
def test_motion_goes_the_way_it_is_called(corpora, motion, which, sign):
    clip = _painted(corpora, motion)
    assert clip.shape == (16, 96, 96, 3)
    assert clip.dtype == np.uint8
    track = _track(clip)[:, which] * sign
    assert (np.diff(track) >= 0).all()
    assert track[-1] - track[0] > (0.3 if which == 2 else 30)


@pytest.mark.parametrize("motion", ["bounces", "shakes", IDLE])
def test_repeated_motion_returns(corpora, motion):
    track = _track(_painted(corpora, motion))
    assert np.ptp(track[:, 1 if motion == "bounces" else 2 if motion == IDLE else 0]) > (0.03 if motion == IDLE else 6)


@pytest.mark.parametrize("motion", list(MOTIONS))
def test_the_middle_frame_shows_the_thing_large_upright_and_in_the_middle(motion):
    for variation in range(20):
        path = poses(ClipPlan("3d", "cat", ("cat",), motion, "plain", variation))
        assert path.shape == (16, 4)
        x, y, side, angle = path[8]
        assert abs(x - 0.5) < 0.01 and abs(y - 0.5) < 0.01 and 0.55 < side < 0.7 and angle == 0
        assert np.ptp(path, 0).max() > 0.1


def test_a_true_animation_stays_where_it_is(corpora):
    path = poses(ClipPlan("3d", "cat", ("cat",), None, "beach", 3), 8)
    assert path.shape == (8, 4) and np.ptp(path, 0).max() == 0


def test_every_plan_can_be_painted_twice_the_same(corpora):
    rng = random.Random(5)
    for split in ("train", "held", "held_style", "eval"):
        for _ in range(20):
            plan = draw_clip(rng, TOYS, split)
            clip = paint_clip(plan, *corpora, size_px=48, num_frames=8)
            assert clip.shape == (8, 48, 48, 3)
            assert np.array_equal(clip, paint_clip(plan, *corpora, size_px=48, num_frames=8))


def test_true_animations_only_of_concepts_that_have_one():
    rng = random.Random(6)
    plans = [draw_clip(rng, TOYS, "train") for _ in range(600)]
    true = [plan for plan in plans if plan.motion is None]
    assert 0.35 < len(true) / len(plans) < 0.55
    assert {plan.concept for plan in true} <= {toy.concept for toy in TOYS if toy.animated}
    assert not any(is_held_animation(plan.concept) for plan in true)
    assert {plan.motion for plan in plans} == {None, IDLE, *MOTIONS}


def test_concepts_without_animations_still_give_clips():
    still = [toy for toy in TOYS if not toy.animated]
    assert all(draw_clip(random.Random(seed), still, "train").motion is not None for seed in range(40))


def test_captions_name_the_motion_with_the_splits_own_words():
    rng = random.Random(7)
    for split in ("train", "held"):
        for motion, wordings in MOTIONS.items():
            text = describe_clip(ClipPlan("flat", "owl", ("owl",), motion, "red", 1), rng, split)
            assert "owl" in text
            assert "red" in text
            assert any(w in text for w in (wordings[-1:] if split == "held" else wordings[:-1]))
    assert "owl" in describe_clip(ClipPlan("3d", "owl", ("owl",), None, "plain", 1), rng)


def test_errors_are_explained(corpora, tmp_path):
    with pytest.raises(MissingWeights, match="--parts animations"):
        Animations(tmp_path)
    with pytest.raises(BadInput, match="dodo"):
        corpora[1].clip("dodo")
    with pytest.raises(BadInput, match="split"):
        draw_clip(random.Random(0), TOYS, "test")
