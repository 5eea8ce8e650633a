"""Several candidates from one condition: made together, held against what was asked for, the best one kept."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import draw_at_once, new_bot, quick

from nextgpt_core.condition_reader import ConditionReader, agreement, fit
from nextgpt_core.config import MediaOptions
from nextgpt_core.conversation import Conversation, GivenPicture, last_picture
from nextgpt_core.errors import BadInput
from nextgpt_core.media import MEDIA, Audio, Image, Modality, Text, Video
from nextgpt_core.model import NextGPTModel
from nextgpt_core.pipeline import NextGPT
from nextgpt_core.presets import preset_config
from nextgpt_core.training.condition_readers import IGNORED, ConditionReaderTask
from nextgpt_core.training.loop import Recipe, train

OPTIONS = MediaOptions(3, 2.0, candidates=3)


@pytest.fixture(scope="module")
def model():
    return draw_at_once(new_bot().model)


def condition_of(model, modality):
    torch.manual_seed(1)
    return torch.randn(1, *model.decoders[modality.value].condition_shape)


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("modality", [Modality.IMAGE, Modality.AUDIO])
def test_the_first_candidate_is_the_one_made_alone(model, modality):
    decoder, condition = model.decoders[modality.value], condition_of(model, modality)
    *_, several = decoder.denoise(decoder.flow_condition(condition), None, OPTIONS, generator())
    *_, alone = decoder.denoise(decoder.flow_condition(condition), None, replace(OPTIONS, candidates=None), generator())
    assert several.shape[0] == 3 and alone.shape[0] == 1
    assert torch.allclose(several[:1], alone, atol=1e-4)
    assert not torch.allclose(several[:1], several[1:2], atol=1e-2), "each candidate starts from noise of its own"


def test_twins_are_alike_but_not_the_same_and_change_nothing_else(model):
    decoder, conditions = model.decoders["image"], torch.randn(2, *model.decoders["image"].flow.condition_shape)
    options = replace(OPTIONS, num_steps=8)
    *_, alone = decoder.denoise(conditions, None, options, generator())
    first, *_, several = decoder.denoise(conditions, None, options, generator(), twins=(0, 0))
    assert first.shape[0] == 3 * 2 and several.shape[0] == 3 * 4
    assert torch.allclose(several.unflatten(0, (3, 4))[:, :2].flatten(0, 1), alone, atol=1e-4)
    for own, _, twin, other in several.unflatten(0, (3, 4)):
        gaps = [float((a - b).square().mean()) for a, b in ((own, twin), (own, other), (twin, other))]
        assert min(gaps) > 0.01 and float(own.square().mean()) > 0
    *_, others = decoder.denoise(conditions, None, options, generator(), twins=(1, 0))
    for own, second, twin, other in others.unflatten(0, (3, 4)):
        assert (twin - second).square().mean() < (twin - own).square().mean()
        assert (other - own).square().mean() < (other - second).square().mean()


@pytest.mark.parametrize("modality", [Modality.IMAGE, Modality.AUDIO])
def test_the_chosen_one_is_yielded(model, modality):
    decoder, condition = model.decoders[modality.value], condition_of(model, modality)
    *_, tokens = decoder.denoise(decoder.flow_condition(condition), None, OPTIONS, generator())
    offered = []

    def choose(parts):
        offered.extend(parts)
        return 2

    *steps, part = decoder.stream(condition, None, OPTIONS, generator(), choose)
    assert [step.number for step in steps] == [1, 2, 3] and len(offered) == 3
    assert part == decoder.finish(tokens[2:3])


def test_a_clip_starts_from_the_chosen_picture(model):
    decoder, condition = model.decoders["video"], condition_of(model, Modality.VIDEO)
    given = Image(np.full((40, 90, 3), 200, np.uint8))
    counts = []

    def clip(choice):
        def choose(parts):
            counts.append(len(parts))
            return choice

        *_, part = decoder.stream(condition, None, OPTIONS, generator(), choose, [given])
        return part

    drawn, shown = clip(0), clip(3)
    assert counts == [4, 4] and drawn != shown


def test_a_picture_that_comes_with_the_request_is_what_is_meant():
    picture, other = (Image(np.full((8, 8, 3), level, np.uint8)) for level in (1, 2))
    asked = Conversation().say(picture, Text("bring it to life"))
    assert last_picture(asked, []) == (GivenPicture(picture, True),)
    later = asked.say(Text("Here it is."), role="assistant").say(Text("now a clip of a dog"))
    assert last_picture(later, []) == (GivenPicture(picture, False),)
    assert last_picture(asked, [Text("Here."), other]) == (GivenPicture(other, False),)
    assert last_picture(Conversation().say(Text("a clip")), []) == ()


def test_a_clip_asked_of_a_picture_shows_that_picture():
    bot, chosen = new_bot(), []
    decoder = bot.model.decoders["video"]
    stream = decoder.stream

    def watched(condition, negative, options, generator, choose=None, given=()):
        chosen.append((choose, [each.pixels.mean() for each in given]))
        yield from stream(condition, negative, options, generator, choose, given)

    def drawn(*asked):
        raise AssertionError("no other picture is needed")

    decoder.stream, decoder.picture.drawn = watched, drawn
    picture = Image(np.full((64, 64, 3), 7, np.uint8))
    reply = bot.reply(Conversation().say(picture, Text("move")), quick(modalities={"text", "video"}))
    assert chosen == [(None, [7.0])]
    clip = next(part for part in reply.parts if isinstance(part, Video))
    assert np.abs(clip.frames.astype(int) - 7).max() <= 1


def wanting(model, modality, seen, number):
    """A reader whose conditions ask for what candidate `number` shows more than the others do."""
    reader = model.condition_readers[modality.value]
    with torch.no_grad():
        for name, head in reader.heads.items():
            others = torch.cat([seen[name][:number], seen[name][number + 1 :]]).amax(0)
            head.weight.zero_()
            head.bias.zero_()
            head.bias[(seen[name][number] / others).argmax()] = 50.0
    return reader


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("modality", [Modality.IMAGE, Modality.AUDIO])
def test_the_encoder_prefers_what_was_asked_for(modality, number):
    model = draw_at_once(new_bot().model)
    decoder, encoder = model.decoders[modality.value], model.encoders[modality.value]
    condition = condition_of(model, modality)
    *_, tokens = decoder.denoise(decoder.flow_condition(condition), None, OPTIONS, generator())
    parts = [decoder.finish(tokens[k : k + 1]) for k in range(3)]
    inputs = [encoder.prepare(part) for part in parts]
    seen = encoder.recognise(**{name: torch.stack([each[name] for each in inputs]) for name in inputs[0]})
    assert {name: values.shape[1] for name, values in seen.items()} == encoder.recognises
    for values in seen.values():
        assert torch.allclose(values.sum(1), torch.ones(3), atol=1e-3)
    wanting(model, modality, {name: values.detach() for name, values in seen.items()}, number)
    assert model.chooser(modality, condition)(parts) == number


def test_a_picture_of_the_conversation_is_kept_when_it_shows_the_thing():
    model = new_bot().model
    condition, given = condition_of(model, Modality.VIDEO), Image(np.full((64, 64, 3), 30, np.uint8))
    drawn = Image(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8))
    head = model.condition_readers["image"].heads["concept"]
    sure = model.encoders["image"].sight.concepts.classifier
    with torch.no_grad():
        for layer in (head, sure):
            layer.weight.zero_()
            layer.bias.zero_()
            layer.bias[2] = 30.0  # both pictures surely show concept 2, and it is asked for
    assert model.chooser(Modality.VIDEO, condition, (given,))([drawn, given]) == 1
    with torch.no_grad():
        head.bias[2], head.bias[1] = 0.0, 30.0  # something else is asked for
    alone = model.chooser(Modality.VIDEO, condition)([drawn, given])
    assert model.chooser(Modality.VIDEO, condition, (given,))([drawn, given]) == alone


def test_unsure_requests_do_not_depend_on_what_is_seen():
    asked = {"colour": torch.full((1, 4), 0.25), "concept": torch.tensor([[0.0, 1.0]])}
    seen = {"colour": torch.tensor([[1.0, 0, 0, 0], [0.25] * 4]), "concept": torch.tensor([[0.9, 0.1], [0.1, 0.9]])}
    shares = agreement(asked, seen)
    assert torch.allclose(shares["colour"], torch.full((2,), 0.25)) and shares["concept"].tolist() == pytest.approx(
        [0.1, 0.9]
    )
    assert int(fit(asked, seen).argmax()) == 1


def test_replies_with_candidates_repeat_with_their_seed():
    bot = new_bot()
    options = quick(modalities=MEDIA, seed=3)
    for modality in MEDIA:
        options = options.with_media(modality, candidates=2)
    hello = [{"role": "user", "content": "Hello"}]
    first, second = (bot.reply(hello, options) for _ in range(2))
    for one, other in zip(first.parts, second.parts, strict=True):
        values = [part.samples if isinstance(part, Audio) else part.pixels if isinstance(part, Image) else part.frames
                  for part in (one, other)]  # fmt: skip
        # Equal up to rounding: the second time the cache holds the prompt already.
        assert np.abs(values[0] * 1.0 - values[1]).max() < (0.02 if isinstance(one, Audio) else 3)


def test_a_model_without_readers_refuses_candidates():
    config = preset_config("tiny")
    config = replace(config, decoders={m: replace(c, candidates=0) for m, c in config.decoders.items()})
    bot = NextGPT(NextGPTModel.from_config(config))
    assert not bot.model.condition_readers
    options = quick(modalities={"image"}).with_media(Modality.IMAGE, candidates=2)
    with pytest.raises(BadInput, match="set candidates to 1"):
        bot.reply([{"role": "user", "content": "Hello"}], options)


@pytest.mark.parametrize("candidates", [0, 17, 1.5, True])
def test_impossible_numbers_of_candidates_are_refused(candidates):
    with pytest.raises(BadInput, match="candidates"):
        MediaOptions(4, 1.0, candidates=candidates)


def test_a_reader_learns_what_conditions_ask_for(tmp_path):
    torch.manual_seed(0)
    reader = ConditionReader((2, 8), {"concept": 3, "colour": 2})
    kinds = torch.arange(300) % 3
    conditions = torch.randn(300, 2, 8) * 0.3
    conditions[torch.arange(300), 0, kinds] += 4
    colours = torch.where(torch.arange(300) < 200, kinds % 2, IGNORED)
    split = {"concept": kinds, "colour": colours}
    task = ConditionReaderTask(
        reader, {"train": conditions, "held": conditions}, {"train": split, "held": split}, batch_size=32
    )
    assert set(task.trainable()) == {name for name, _ in reader.named_parameters()}
    numbers = train(
        task, Recipe(minutes=5, max_steps=150, lr=1e-2, warmup_steps=5, ema=0.9), tmp_path, log=lambda _: None
    )
    assert numbers["concept"] > 0.95 and numbers["colour"] > 0.9
