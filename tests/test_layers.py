"""Scenes in layers: what captions ask for, what is read off conditions, and how drawn layers are laid."""

import random
from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import new_bot, quick
from toy_corpora import TOYS, Captions, write_toys

from nextgpt_core.config import MediaOptions
from nextgpt_core.data.corpora.concepts import save_concepts
from nextgpt_core.data.layers import (
    asked_of_clip,
    asked_of_scene,
    background_caption,
    boxes_of,
    describe_layer,
    draw_layer,
    said_style,
    thing_caption,
)
from nextgpt_core.data.motions import ClipPlan
from nextgpt_core.data.packs import asked_examples
from nextgpt_core.data.scenes import Pictures, Scene, SceneObject, paint
from nextgpt_core.decoders.image import ImageDecoder
from nextgpt_core.decoders.latent_flow import TextCondition
from nextgpt_core.decoders.layer_reader import MOST_COPIES, MOST_THINGS, PLACES, LayerReader
from nextgpt_core.decoders.layering import (
    LONE_SHARE,
    Drawing,
    Layers,
    Placing,
    SceneLayers,
    cleared,
    cut_out,
    laid,
    parted,
    swept,
)
from nextgpt_core.decoders.matte import Matte
from nextgpt_core.media import Image
from nextgpt_core.training.layer_reader import BACKGROUNDS, LayerReaderTask
from nextgpt_core.training.loop import Recipe, train
from nextgpt_core.training.matte import MatteTask, covered_things, matte_data
from nextgpt_core.training.things_reader import asked_in_captions, in_batches

CAT, OWL = (SceneObject(toy.concept, toy.names) for toy in TOYS[:2])
PAIR = Scene("flat", (CAT, OWL), "red", "to the left of", 1)
NUM_TOKENS, DIM = 2, 16
AUTOENCODER = {"channels": (16, 16, 16), "latent_channels": 8, "encoder_blocks": (1, 1, 1), "decoder_blocks": (1, 1, 1)}
FLOW = {"condition_tokens": NUM_TOKENS, "condition_dim": DIM, "draft_width": 16, "width": 32, "num_layers": 1}


@pytest.fixture
def corpora(tmp_path):
    write_toys(tmp_path)
    save_concepts(list(TOYS), tmp_path / "concepts.json")
    return tmp_path


def quiet(line):
    pass


def test_a_scene_is_asked_for_layer_by_layer():
    each = asked_of_scene(PAIR, "a flat drawing of a cat to the left of an owl on a red background")
    assert each.things == ("a flat drawing of a cat", "a flat drawing of an owl") and each.background == "red"
    (first, share, across, down), (second, *_) = each.boxes
    assert (first, second) == (0, 1) and 0.4 < share < 0.6 and across < 0.4 and 0.4 < down < 0.6


def test_a_style_that_is_not_said_is_not_asked_for():
    assert asked_of_scene(PAIR, "a cat to the left of an owl").things == ("a cat", "an owl")
    assert said_style("twemoji", "a clip of a sticker of a cat") == "twemoji"
    blue = SceneObject("car", ("car", "automobile"), colour="blue")
    assert thing_caption(blue, "3d") == "a blue car" and thing_caption(blue, "flat") == "a flat drawing of a blue car"


def test_every_copy_has_a_box():
    three = Scene("3d", (SceneObject("cat", ("cat",), count=3),), "plain", None, 5)
    assert [box[0] for box in asked_of_scene(three, "three cats").boxes] == [0, 0, 0]


def test_a_clip_is_asked_for_as_its_middle_frame():
    plan = ClipPlan("3d", "owl", ("owl",), "moves left", "beach", 3)
    each = asked_of_clip(plan, "an owl moving left on a beach")
    ((thing, share, across, down),) = each.boxes
    assert each.things == ("an owl",) and each.background == "beach" and thing == 0
    assert 0.5 < share < 0.7 and abs(across - 0.5) < 0.05 and abs(down - 0.5) < 0.05


def test_layers_are_lone_things_or_nothing(corpora):
    rng, pictures = random.Random(0), Pictures(corpora / "pictures")
    layers = [draw_layer(rng, TOYS) for _ in range(200)]
    assert all(len(layer.objects) <= 1 for layer in layers) and any(not layer.objects for layer in layers)
    for layer in layers[:40]:
        picture, caption = paint(layer, pictures, 32), describe_layer(layer, rng)
        assert picture.shape == (32, 32, 3) and caption.startswith("an empty scene") == (not layer.objects)


def test_boxes_say_which_places_are_taken():
    table = boxes_of(asked_of_scene(PAIR, "a cat to the left of an owl"))
    assert table.shape == (PLACES, 4) and np.flatnonzero(table[:, 0]).tolist() == [0, MOST_COPIES]
    empty = asked_of_scene(Scene("3d", (), "beach", None, 1), "an empty scene on a beach")
    assert empty.things == ("an empty scene on a beach",) and not boxes_of(empty).any()


def test_the_reader_gives_conditions_of_the_usual_length():
    reader = LayerReader(12, NUM_TOKENS, DIM, num_backgrounds=3).requires_grad_(False)
    read = TextCondition(12, NUM_TOKENS, DIM).requires_grad_(False)
    states, mask = torch.randn(3, 7, 12), torch.ones(3, 7, dtype=torch.bool)
    condition = reader(states, mask, read)
    assert (
        condition.shape == (3, reader.condition_tokens + NUM_TOKENS, DIM)
        and reader.condition_tokens == 2 * NUM_TOKENS + 2
    )
    assert condition.var(-1, unbiased=False).allclose(torch.ones(condition.shape[:2]), atol=1e-2)
    things, layout = reader.things_of(condition), reader.layout_of(condition)
    assert things.shape == (3, MOST_THINGS, NUM_TOKENS, DIM)
    assert torch.equal(things[:, 1], condition[:, NUM_TOKENS : 2 * NUM_TOKENS])
    signal = condition[:, : reader.condition_tokens]
    assert torch.equal(reader.things_of(signal), things[:, :2]), "a projected signal holds two things"
    assert torch.equal(reader.layout_of(signal).boxes, layout.boxes)
    assert layout.present.shape == (3, PLACES) and layout.behind.shape == (3, 3)
    assert layout.boxes.shape == (3, PLACES, 3) and 0 <= float(layout.boxes.min()) <= float(layout.boxes.max()) <= 1


class FirstThree(torch.nn.Module):
    def forward(self, states):
        return torch.where(torch.arange(states.shape[1])[:, None] < 3, 30.0, -30.0).expand(len(states), -1, MOST_THINGS)


def test_a_thing_is_read_from_its_own_words():
    """With a gate that opens for the first three tokens alone, what else is said makes no difference."""
    reader = LayerReader(12, NUM_TOKENS, DIM, num_backgrounds=3).requires_grad_(False)
    read = TextCondition(12, NUM_TOKENS, DIM).requires_grad_(False)
    reader.gate = FirstThree()
    states = torch.randn(1, 7, 12)
    whole = reader.things_of(reader(states, torch.ones(1, 7, dtype=torch.bool), read))
    alone = read(states[:, :3], torch.ones(1, 3, dtype=torch.bool))
    assert whole[:, 0].allclose(alone, atol=1e-3) and not whole[:, 0].allclose(read(states, torch.ones(1, 7).bool()))


def test_the_reader_learns_its_captions(corpora, tmp_path):
    torch.manual_seed(0)
    arrays, rows = zip(*asked_examples(corpora, "train", 30), strict=True)
    data = Captions(list(rows), list(arrays))
    decoder = ImageDecoder(
        64, 2, AUTOENCODER, {**FLOW, "text_dim": 12}, {"num_backgrounds": len(BACKGROUNDS), "width": 32}
    )
    decoder.flow.requires_grad_(False)
    things = sorted({thing for row in rows for thing in row["things"]})
    alone = Captions([{"caption": thing} for thing in things], [np.zeros((PLACES, 4), np.float32)] * len(things))
    conditions = decoder.flow.condition(*alone.batch(list(range(len(things))))[1:])
    task = LayerReaderTask(decoder, dict(zip(things, conditions, strict=True)), data, data, batch_size=30)
    before = task.validate()
    numbers = train(task, Recipe(minutes=2, max_steps=150, lr=1e-2, ema=0.9), tmp_path / "run", quiet)
    assert numbers["first"] > before["first"] and numbers["behind"] > 0.7 and numbers["boxes"] < before["boxes"]
    assert not any(p.grad is not None for p in decoder.flow.parameters())


def test_a_thing_is_drawn_under_the_condition_that_a_scene_gives_it(corpora):
    decoder = new_bot().model.decoders["image"]
    arrays, rows = zip(*asked_examples(corpora, "train", 12), strict=True)
    layers = Captions([{"caption": "x", "alone": thing} for row in rows for thing in row["things"]], [np.zeros(1)] * 99)
    text_dim = decoder.flow.config.text_dim
    data = Captions(list(rows), list(arrays), text_dim)
    conditions, numbers = asked_in_captions(decoder, decoder.layers.reader, data, layers)
    wanted = [thing for row in rows for thing in row["things"]]
    assert [layers.rows[number]["alone"] for number in numbers] == wanted
    assert conditions.shape == (len(wanted), *decoder.flow.condition_shape)


def test_captions_share_batches_by_length_and_come_back_in_order():
    made = in_batches(["ccc", "a", "bb"], lambda chunk: torch.tensor([[[float(len(c))]] for c in chunk]), size=2)
    assert made.flatten().tolist() == [3, 1, 2]


def test_things_are_laid_where_they_belong():
    things = torch.full((1, 3, 32, 32), 1.0)
    coverage = torch.zeros(1, 1, 32, 32)
    coverage[..., 8:24, 8:24] = 1
    things[..., 8:24, 8:24] = -0.5
    behind = torch.full((3, 32, 32), 0.25)
    picture = Layers(laid(cut_out(things, coverage), [Placing(0, LONE_SHARE / 2, 0.25, 0.25)]), behind).flat()
    assert picture[:, 8, 8].allclose(torch.tensor(-0.5)) and picture[:, 20, 20].allclose(torch.tensor(0.25))
    assert (picture[0] < 0).sum() == 64, "half as wide and half as high, without a rim of the white it was drawn on"
    assert float(picture.max()) <= 0.26


def test_things_that_would_cover_each_other_are_made_smaller():
    near = [Placing(0, 0.5, 0.3, 0.3), Placing(1, 0.5, 0.7, 0.35)]
    first, second = parted(near)
    assert first.share == second.share == pytest.approx(0.5 * 0.8 / 0.94) and (second.across, second.down) == (
        0.7,
        0.35,
    )
    beside = [Placing(0, 0.45, 0.26, 0.5), Placing(1, 0.45, 0.74, 0.5)]
    assert list(parted(beside)) == beside and list(parted(beside[:1])) == beside[:1] and parted(()) == ()
    assert parted([near[0], near[0]])[0].share == pytest.approx(0.3), "and not to nothing"


def test_what_reaches_over_the_edge_is_cut_off():
    things, coverage = torch.zeros(1, 3, 16, 16), torch.ones(1, 1, 16, 16)
    front = laid(cut_out(things, coverage), [Placing(0, 0.9, 0.0, 1.0), Placing(0, 0.9, 1.0, 0.0)])
    picture = Layers(front, torch.ones(3, 16, 16)).flat()
    assert picture.shape == (3, 16, 16) and picture[0, 0, 0] == 1 and picture[0, -1, 0] == 0 == picture[0, 0, -1]


def test_crumbs_are_swept_and_small_parts_are_not():
    coverage = torch.zeros(2, 1, 64, 64)
    coverage[0, 0, 20:44, 20:44] = 1
    crumbed, thin = coverage.clone(), torch.zeros(1, 1, 64, 64)
    crumbed[0, 0, 6:8, 30:40] = crumbed[0, 0, 50:53, 8:11] = 1
    coverage[0, 0, 50:60, 50:60] = crumbed[0, 0, 50:60, 50:60] = 1  # a thick part of its own, as a ball beside a dog
    coverage[0, 0, 32:34, 44:60] = crumbed[0, 0, 32:34, 44:60] = 1  # a thin one that is joined to the rest
    assert torch.equal(swept(crumbed), coverage)
    thin[..., 30:32, 5:50] = 1
    assert torch.equal(swept(thin), thin)


def test_a_soft_outline_keeps_its_share():
    line = torch.linspace(-1, 1, 128)
    far = (line[:, None] ** 2 + line**2).sqrt()
    share = ((0.64 - far) / 0.09).clamp(0, 1)[None, None]  # six pixels of outline
    red = torch.tensor([1.0, -1, -1])[None, :, None, None]
    own = cut_out(share * red + (1 - share), (share > 0.02).float())
    assert (own[:, 3:] - share).abs().max() < 0.1, "the matte has taken all of the outline for the thing"
    assert (own[:, :3] - own[:, 3:] * red).abs().max() < 0.2, "and none of it is pale"


def scene_layers(present, behind=0, share=0.5):
    """SceneLayers whose reader always says the same: that the places `present` are taken."""
    layers = SceneLayers(12, NUM_TOKENS, DIM, {"width": 8, "reaches": (1,)}, width=8, num_backgrounds=3).eval()
    with torch.no_grad():
        for layer in (layers.reader.present, layers.reader.behind, layers.reader.boxes):
            layer.weight.zero_()
            layer.bias.zero_()
        layers.reader.present.bias[:] = -5
        layers.reader.present.bias[list(present)] = 5
        layers.reader.behind.bias[behind] = 5
        layers.reader.boxes.bias[::3] = torch.logit(torch.tensor(share))
    return layers


def test_only_what_needs_layers_gets_them():
    condition = torch.randn(1, 2 * NUM_TOKENS + 2, DIM)
    lone, nothing = (0,), ()
    for layers in (scene_layers(lone, share=0.95), scene_layers(nothing, 1)):
        drawing = layers.drawing(condition)
        assert not drawing.placings and torch.equal(drawing.conditions, condition[:, :NUM_TOKENS])
    small, before_red = scene_layers(lone).drawing(condition), scene_layers(lone, 1, 0.95).drawing(condition)
    assert len(small.conditions) == len(before_red.conditions) == 2 and len(small.placings) == 1
    pair = scene_layers((0, MOST_COPIES)).drawing(condition)
    assert len(pair.conditions) == 3 and [placing.layer for placing in pair.placings] == [0, 1]
    three = scene_layers((0, 1, 2)).drawing(condition)
    assert len(three.conditions) == 2 and [placing.layer for placing in three.placings] == [0, 1, 2]
    assert [drawing.twins for drawing in (small, pair, three)] == [(), (), (0, 0)]


def test_a_caption_may_ask_for_a_third_thing_and_a_signal_for_two():
    caption, signal = torch.randn(1, 3 * NUM_TOKENS + 2, DIM), torch.randn(1, 2 * NUM_TOKENS + 2, DIM)
    layers = scene_layers((0, MOST_COPIES, MOST_COPIES + 1, 2 * MOST_COPIES))
    drawing = layers.drawing(caption)
    assert [placing.layer for placing in drawing.placings] == [0, 1, 3, 2] and drawing.twins == (1,)
    assert torch.equal(drawing.conditions[:3], layers.reader.things_of(caption)[0])
    assert [placing.layer for placing in layers.drawing(signal).placings] == [0, 1, 2]


def test_a_lone_thing_that_moves_gets_room_and_what_it_was_drawn_before():
    condition = torch.randn(1, 2 * NUM_TOKENS + 2, DIM)
    lone, nothing = (0,), ()
    for layers in (scene_layers(lone, share=0.95), scene_layers(nothing)):
        drawing = layers.drawing(condition, room=0.6)
        assert len(drawing.conditions) == 1 and not drawing.backed
        assert [placing.share for placing in drawing.placings] == [0.6]
    assert scene_layers(lone, share=0.3).drawing(condition, room=0.6).placings[0].share < 0.31
    before_red = scene_layers(lone, 1, 0.95).drawing(condition, room=0.6)
    assert before_red.backed and before_red.placings[0].share == 0.6
    pixels = torch.full((1, 3, 32, 32), 0.5)
    made = scene_layers(lone).layers(Drawing(condition, (Placing(0, 0.6, 0.5, 0.5),)), pixels)
    assert torch.allclose(made.behind, pixels[0], atol=1e-4) and made.front.shape == (4, 32, 32)


def test_every_copy_is_laid_where_it_goes():
    layers = scene_layers((0, 1, MOST_COPIES)).drawing(torch.randn(1, 2 * NUM_TOKENS + 2, DIM))
    assert [placing.layer for placing in layers.placings] == [0, 2, 1] and len(layers.conditions) == 3
    places = [replace(each, across=0.2 + 0.3 * n, share=0.3) for n, each in enumerate(layers.placings)]
    made = scene_layers(range(PLACES))
    made.matte.forward = lambda things: torch.ones_like(things[:, :1])
    pixels = torch.tensor([-1.0, 0.0, 1.0, 0.5])[:, None, None, None].expand(-1, 3, 64, 64)  # a, b, behind, a's twin
    front = made.layers(replace(layers, placings=tuple(places)), pixels, clean=False).front[0, 32]
    assert [float(front[round(64 * each.across)]) for each in places] == pytest.approx([-1, 0.5, 0], abs=1e-4)
    early = made.layers(replace(layers, placings=tuple(places)), pixels[:3], clean=False).front[0, 32]
    assert [float(early[round(64 * each.across)]) for each in places] == pytest.approx([-1, -1, 0], abs=1e-4)


def test_a_background_that_is_nearly_plain_is_made_plain():
    fade = torch.linspace(-0.5, 0.5, 32)[:, None].expand(3, 32, 32)
    mottled = fade + 0.05 * torch.randn(3, 32, 32, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(cleared(mottled), fade, atol=0.03)
    beach = torch.where(torch.arange(32)[:, None] > 20, 1.0, -1.0).expand(3, 32, 32)
    assert torch.equal(cleared(beach), beach)


def test_a_picture_decoder_draws_layers():
    decoder = new_bot().model.decoders["image"]
    with torch.no_grad():
        decoder.layers.reader.present.bias[:] = -9
        decoder.layers.reader.present.bias[[0, MOST_COPIES]] = 9
    condition = torch.randn(1, *decoder.condition_shape, generator=torch.Generator().manual_seed(0))
    options = MediaOptions(num_steps=2, guidance=2.0, candidates=2)
    generator = torch.Generator().manual_seed(1)
    *steps, part = decoder.stream(condition, None, options, generator, lambda parts: len(parts) - 1)
    assert len(steps) == 2 and isinstance(part, Image) and part.pixels.shape == (64, 64, 3)
    assert steps[0].preview.shape == (64, 64, 3) and steps[1].preview is None
    same = decoder.stream(condition, None, options, torch.Generator().manual_seed(1), lambda parts: len(parts) - 1)
    assert np.array_equal([*same][-1].pixels, part.pixels)


def test_a_reply_with_layers_is_well_formed():
    bot = new_bot()
    for decoder in (bot.model.decoders["image"], bot.model.decoders["video"].picture):
        with torch.no_grad():
            decoder.layers.reader.present.bias[:] = 9
    reply = bot.reply([{"role": "user", "content": "two owls"}], quick(modalities={"text", "image", "video"}))
    assert {part.modality.value for part in reply.parts} >= {"image", "video"}


def test_things_come_with_their_coverage(corpora):
    things = covered_things(Pictures(corpora / "pictures"), TOYS, random.Random(0), "train", 64)
    for _ in range(5):
        picture, coverage = next(things)
        assert picture.shape == (64, 64, 3) and coverage.shape == (64, 64)
        assert coverage[32, 32] == 255 and coverage[0, 0] == 0, "a disc"


def test_the_matte_learns_what_is_in_front(corpora, tmp_path):
    torch.manual_seed(0)
    decoder = new_bot().model.decoders["image"]
    pixels, coverage = matte_data(decoder, corpora, "train", 3)
    assert pixels.shape == (3, 3, 64, 64) and pixels.dtype == torch.float16 and coverage.shape == (3, 64, 64)
    things = covered_things(Pictures(corpora / "pictures"), TOYS, random.Random(1), "train", 64)
    drawn = [next(things) for _ in range(8)]
    clear = torch.stack([torch.from_numpy(p).permute(2, 0, 1).half() / 127.5 - 1 for p, _ in drawn])
    data = (clear, torch.stack([torch.from_numpy(c) for _, c in drawn]))
    task = MatteTask(Matte(16, (1, 2)), data, data, batch_size=8)
    before = task.validate()
    numbers = train(task, Recipe(minutes=1, max_steps=60, lr=1e-2, ema=0.9), tmp_path / "run", quiet)
    assert numbers["overlap"] > 0.9 > before["overlap"]


def test_backgrounds_have_captions_of_their_own():
    captions = [background_caption(name) for name in BACKGROUNDS]
    assert len(set(captions)) == len(captions) and captions[0] == "an empty scene"
