"""What carries things along: rigid movement of a picture's thing, its reading off a condition, and how both learn."""

import json
import math
import random

import numpy as np
import pytest
import torch
from toy_corpora import TOYS, write_toys

from nextgpt_core.data import packs
from nextgpt_core.data.corpora.concepts import save_concepts
from nextgpt_core.data.motions import IDLE, MOTIONS, ClipPlan, relative_path
from nextgpt_core.data.scenes import Pictures
from nextgpt_core.decoders.cutting import cut
from nextgpt_core.decoders.layering import Layers
from nextgpt_core.decoders.mover import (
    POSE,
    Mover,
    carried,
    carried_whole,
    centre,
    journey,
    moved_along,
    stretched,
    sway,
    with_room,
)
from nextgpt_core.decoders.regions import filled, reached, spread
from nextgpt_core.decoders.video import GOES_SOMEWHERE
from nextgpt_core.training.decoder_data import LatentData
from nextgpt_core.training.loop import Recipe, train
from nextgpt_core.training.movement import Painter, PathTask, SeparationTask

MOTIONS_AND_NONE = [None, IDLE, *MOTIONS]


def new_mover(**settings):
    torch.manual_seed(0)
    return Mover(12, 2, 8, 4, **{"num_paths": 3, "width": 16, "size_px": 32, "widths": (8, 8), **settings}).eval()


def square(row, column, size=64, side=16):
    """[1, 1, size, size], ones in a square whose middle is at (row, column)."""
    picture = torch.zeros(1, 1, size, size)
    picture[..., row - side // 2 : row + side // 2, column - side // 2 : column + side // 2] = 1
    return picture


def test_a_pose_of_zeros_gives_the_picture_and_others_move_it():
    thing = square(32, 32)[0]
    behind = torch.rand(3, 64, 64) * 2 - 1
    layers = Layers(torch.cat([torch.full((3, 64, 64), 0.5) * thing, thing]), behind)
    path = torch.zeros(3, POSE)
    path[1, 0], path[2, 2] = 0.2, 0.5
    frames = carried(layers, path)
    assert frames.shape == (3, 3, 64, 64)
    assert torch.allclose(frames[0], layers.flat(), atol=1e-4)
    assert torch.allclose(frames[1][:, :, :26], behind[:, :, :26], atol=1e-4), "nothing is left where it was"
    assert torch.allclose(frames[1, :, 32, 45], torch.tensor(0.5), atol=1e-4)


def test_a_whole_picture_goes_along_without_an_edge():
    pixels = torch.linspace(-1, 1, 64).expand(3, 64, 64)
    path = torch.zeros(2, POSE)
    path[1, 0] = 0.25
    still, moved = carried_whole(pixels, path)
    assert torch.allclose(still, pixels, atol=1e-4)
    assert torch.allclose(moved[:, :, 20:], pixels[:, :, 4:48], atol=1e-4) and moved[:, :, :16].min() > -1.01
    assert moved[0, 0, 0] > moved[0, 0, 15], "mirrored"


def test_what_is_sent_nowhere_sways_and_loops():
    path = sway(16)
    assert path.shape == (16, POSE) and journey(path) > 0
    steps = torch.cat([path, path[:1]]).diff(dim=0).abs().amax(0)
    assert (steps < 0.04).all(), "no jump where the loop begins again"
    assert path.abs().amax() < 0.1


def test_a_sway_is_as_wide_as_the_thing_needs():
    bold, pale = (torch.randn(3, 64, 64, generator=torch.Generator().manual_seed(0)) * much for much in (0.5, 0.02))
    path = sway(16)
    narrow, wide = (stretched(path, carried_whole(pixels, path)) for pixels in (bold, pale))
    assert narrow.abs().amax() < path.abs().amax() < wide.abs().amax()


@pytest.mark.parametrize(
    ("pose", "row", "column", "side"),
    [
        ((0.25, 0.0, 0.0, 0.0), 20, 56, 16),
        ((0.0, 0.25, 0.0, 0.0), 36, 40, 16),
        ((0.0, 0.0, math.log(2), 0.0), 20, 40, 32),
        ((0.0, 0.0, -math.log(2), 0.5), 20, 40, 8),
    ],
)
def test_a_pose_shifts_scales_and_turns_about_the_thing(pose, row, column, side):
    thing = square(20, 40)
    moved = moved_along(thing, torch.tensor([pose]), centre(thing))
    assert ((moved > 0.5) != (square(row, column, side=side) > 0.5)).sum() < 12


def test_what_fills_the_picture_is_given_room_to_go():
    path = torch.zeros(2, POSE)
    path[:, 0], path[1, 2] = 0.1, 0.5
    wide, small = square(32, 32, side=60)[0], square(32, 32, side=20)[0]
    assert torch.equal(with_room(path, small, 0.6), path)
    given = with_room(path, wide, 0.6)
    assert torch.equal(given[:, [0, 1, 3]], path[:, [0, 1, 3]])
    assert torch.allclose(given[:, 2] - path[:, 2], torch.tensor(math.log(0.6 * 64 / 60)))
    assert torch.equal(with_room(path, torch.zeros(1, 64, 64), 0.6), path), "nothing is there"


def test_turns_are_clockwise():
    bar = torch.zeros(1, 1, 64, 64)
    bar[..., 30:34, 32:60] = 1  # to the right of the middle
    turned = moved_along(bar, torch.tensor([[0.0, 0.0, 0.0, 0.25]]), torch.zeros(2))
    assert turned[..., 34:60, 30:34].mean() > 0.9 and turned[..., :30, :].max() < 0.1, "now below it"


def test_what_is_hidden_is_filled_in_to_fit_what_is_around_it():
    slope = torch.linspace(-1, 1, 64).expand(1, 3, 64, 64)
    known = 1 - square(32, 32, side=24)
    filled = spread(torch.where(known > 0, slope, 9.0), known)
    assert torch.equal(torch.where(known > 0, filled, slope), slope)
    assert (filled - slope).abs().max() < 0.35
    assert spread(slope, torch.zeros(1, 1, 64, 64)).abs().max() == 0, "nothing is known"


def test_what_was_hidden_of_a_horizon_stays_sharp():
    sea = torch.ones(1, 3, 64, 64)
    sea[:, :, 40:] = -1
    assert torch.allclose(filled(sea, 1 - square(40, 32, side=24)), sea, atol=0.12)


def test_only_what_is_joined_to_the_edge_is_reached():
    ring = (square(32, 32, side=24) - square(32, 32, side=20))[0] > 0
    free = ~ring
    assert torch.equal(reached(free), square(32, 32, side=24)[0] == 0)


def test_a_hollow_drawing_is_cut_out_whole():
    page = torch.linspace(0.6, 0.9, 64)[:, None].expand(3, 64, 64)
    outline = (square(30, 34, side=32) - square(30, 34, side=28))[0]
    layers = cut(torch.where(outline > 0, -1.0, page), None)
    assert layers.front[3, 30, 34] == 1, "its inside has the colour of the page"
    assert layers.front[3, 5, 5] == 0 and torch.allclose(layers.behind, page, atol=0.02)
    assert torch.allclose(layers.flat(), torch.where(outline > 0, -1.0, page), atol=0.02)


def test_nothing_is_cut_where_no_thing_can_be_told():
    noise = torch.rand(3, 64, 64, generator=torch.Generator().manual_seed(0)) * 2 - 1
    assert cut(noise, None) is None, "no plain background"
    assert cut(torch.zeros(3, 64, 64), None) is None, "an empty page"
    with torch.no_grad():
        assert cut(noise, new_mover().separation) is None, "the network has learned nothing: it is not sure"


def test_a_thing_in_a_scene_is_cut_out_where_the_network_is_sure():
    noise = torch.rand(3, 64, 64, generator=torch.Generator().manual_seed(0)) * 2 - 1
    separation = new_mover().separation
    ring = (square(32, 32, size=32 * 2, side=24) - square(32, 32, side=12))[0]
    separation.forward = lambda pixels: ring[None]
    layers = cut(noise, separation)
    assert torch.equal(layers.front[3:], square(32, 32, side=24)[0]), "holes are filled"


def test_the_middle_of_nothing_is_the_middle():
    assert torch.equal(centre(torch.zeros(1, 1, 8, 8)), torch.zeros(2))


@pytest.mark.parametrize("motion", [None, IDLE, *MOTIONS])
def test_a_journey_tells_a_sway_from_a_movement(motion):
    for variation in range(10):
        path = relative_path(ClipPlan("3d", "cat", ("cat",), motion, "plain", variation))
        assert (float(journey(torch.from_numpy(path))) > GOES_SOMEWHERE) == (motion in MOTIONS)


@pytest.fixture(scope="module")
def corpora(tmp_path_factory):
    out = tmp_path_factory.mktemp("corpora")
    write_toys(out)
    save_concepts(list(TOYS), out / "concepts.json")
    return out


def test_paths_are_read_off_captions(corpora, tmp_path, monkeypatch):
    monkeypatch.setattr(packs, "COUNTS", {"paths": {"train": 40, "held": 12}})
    data = {}
    for split in ("train", "held"):
        pack = packs.build_pack("paths", split, corpora, lambda line: None)
        assert pack.media.shape[1:] == (16, POSE)
        np.save(pack.folder / "latents.npy", pack.media)
        # Toy states: one token that says which motion it is.
        states = np.zeros((len(pack), 12), np.float16)
        states[np.arange(len(pack)), [MOTIONS_AND_NONE.index(row["motion"]) for row in pack.rows]] = 1
        np.save(pack.folder / "states.npy", states)
        np.save(pack.folder / "spans.npy", np.stack([np.arange(len(pack)), np.ones(len(pack), int)], -1))
        data[split] = LatentData(pack.folder)
    torch.manual_seed(0)
    mover = Mover(12, 2, 8, 16, 12, 32, 32, (8, 8))
    task = PathTask(mover, data["train"], data["held"], 16)
    before = task.validate()
    assert before["drift"] < 1e-3, "bfloat16 may round"
    after = train(task, Recipe(minutes=1, max_steps=150, lr=5e-3, ema=0, warmup_steps=5), tmp_path, lambda line: None)
    assert after["path_mse"] < 0.3 * before["path_mse"] and 0 < after["drift"] < 1
    assert {name.split(".")[0] for name in task.trainable()} == {"condition", "reading", "paths"}
    assert json.loads((tmp_path / "log.jsonl").read_text().splitlines()[0])


def test_the_thing_in_front_is_learned_from_painted_pictures(corpora, tmp_path):
    mover = new_mover()
    task = SeparationTask(mover.separation, Pictures(corpora / "pictures"), 8)
    assert "noto" not in task.painter.concepts and "openmoji" not in task.painter.concepts
    before = task.validate()
    after = train(task, Recipe(minutes=1, max_steps=60, lr=5e-3, ema=0, warmup_steps=5), tmp_path, lambda line: None)
    assert after["cover_error"] < 0.7 * before["cover_error"] and after["behind_error"] < before["behind_error"]


def test_painted_truth_fits_the_picture(corpora):
    pixels, still, cover = Painter(Pictures(corpora / "pictures"), 32, ["3d", "flat"]).batch(random.Random(0), 6)
    assert pixels.shape == still.shape == (6, 3, 32, 32) and cover.shape == (6, 1, 32, 32)
    assert (cover.amax((1, 2, 3)) > 0.9).all()
    assert torch.where(cover == 0, pixels - still, 0).abs().max() < 0.02, "what is not the thing lies behind"
