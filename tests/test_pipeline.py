"""`NextGPT` on the tiny model: events, options, memory, errors, cancelling; every modality through the real path."""

import itertools
import threading
from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import NOISE, new_bot, noise_picture, quick

from nextgpt_core import NextGPT, pipeline
from nextgpt_core.conversation import Conversation
from nextgpt_core.errors import BadInput, NotSupported
from nextgpt_core.events import Finished, MediaReady, MediaStarted, MediaStep, TextPiece
from nextgpt_core.media import MEDIA, Audio, Image, Modality, Text, Video
from nextgpt_core.media_files import save_media
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config

HELLO = Conversation().say("hello")
ALL = frozenset(Modality)


@pytest.fixture
def bot(tiny_bot):
    """The shared bot with nothing remembered."""
    tiny_bot._caches.clear()
    tiny_bot._features.clear()
    return tiny_bot


def test_events_come_in_spoken_order(bot):
    options = quick(modalities=ALL).with_media(Modality.AUDIO, num_steps=3)
    events = list(bot.stream(HELLO, options))
    finished = events[-1]
    assert isinstance(finished, Finished) and not any(isinstance(e, Finished) for e in events[:-1])
    assert finished.seed == 3 and not finished.stopped
    media = [e for e in events if isinstance(e, MediaStarted)]
    assert {e.modality for e in media} == set(MEDIA) and [e.index for e in media] == list(range(len(media)))
    for started in media:
        own = [e for e in events if getattr(e, "index", None) == started.index]
        steps = options.media[started.modality].num_steps
        assert [type(e) for e in own] == [MediaStarted, *[MediaStep] * steps, MediaReady]
        assert [e.step for e in own[1:-1]] == list(range(1, steps + 1)) and started.num_steps == steps
        ready = own[-1]
        assert ready.part.modality == started.modality and ready.part.caption == started.caption
        assert ready.seconds > 0 and ready.part in finished.parts
        previews = [e.preview is not None for e in own[1:-1]]
        assert previews == [started.modality is not Modality.AUDIO] * (steps - 1) + [False]
    spoken = "".join(e.text for e in events if isinstance(e, TextPiece))
    assert spoken.strip() and Text(spoken.strip()) in finished.parts


def test_parts_and_timings_of_a_reply(bot):
    reply = bot.reply(HELLO, quick(modalities=ALL))
    assert [type(p) for p in reply.parts if p.modality != "text"] == [Image, Audio, Video]
    image, sound, clip = (p for p in reply.parts if p.modality != "text")
    assert image.pixels.shape == (64, 64, 3) and clip.frames.shape == (8, 32, 32, 3) and clip.fps == 8
    assert sound.rate_hz == 16_000 and 0 < np.abs(sound.samples).max() <= 0.91
    timings = reply.timings
    assert 0 < timings.first_token_s < timings.total_s and timings.num_tokens >= 8
    assert set(timings.media_s) == {"image", "audio", "video"} and timings.tokens_per_s > 0
    assert reply.text and reply.text == " ".join(p.text for p in reply.parts if isinstance(p, Text))


def test_a_seed_repeats_the_whole_reply(bot):
    options = quick(modalities={"text", "image"}, temperature=1.0)

    def fresh(options):
        bot._caches.clear()
        return bot.reply(HELLO, options)

    first, again, other = fresh(options), fresh(options), fresh(replace(options, seed=4))
    assert first.parts == again.parts and first.parts != other.parts
    unseeded = fresh(replace(options, seed=None))
    assert fresh(replace(options, seed=unseeded.seed)).parts == unseeded.parts


def test_media_of_one_reply_start_from_different_noise(bot):
    events = list(bot.stream(HELLO, quick(modalities=MEDIA, seed=2**32 - 1)))
    assert [e.seed for e in events if isinstance(e, MediaReady)] == [2**32 - 1, 0, 1]


def picture_of(bot, **changes):
    options = quick(modalities={"image"}, **changes)
    return bot.reply(HELLO, options).parts[0]


def test_options_of_a_picture_change_the_picture(bot):
    plain = picture_of(bot)
    step = quick().media

    def changed(**changes):
        return picture_of(bot, media={**step, Modality.IMAGE: replace(step[Modality.IMAGE], **changes)})

    assert plain == picture_of(bot)
    for changes in ({"negative_prompt": "rain"}, {"guidance": 8.0}, {"guidance": 0.0}, {"num_steps": 3}):
        other = changed(**changes)
        assert other != plain and other.caption == plain.caption, changes
    assert changed(negative_prompt="  ") == plain
    assert changed(guidance=0.0) == changed(guidance=1.0)


def test_conditions_come_from_signals_or_from_the_caption(bot):
    signal, caption = picture_of(bot, condition_from="signal"), picture_of(bot, condition_from="caption")
    assert signal.caption == caption.caption and signal != caption
    assert picture_of(bot) == signal, "the configuration's way is the default"


def test_every_modality_is_read(bot):
    lone = {m: bot.reply(Conversation().say(NOISE[m](1), "what?"), quick(temperature=1.0)).parts for m in MEDIA}
    assert all(lone.values())
    together = Conversation().say(*(NOISE[m](1) for m in MEDIA))
    assert bot.reply(together, quick(modalities=ALL)).parts


def test_what_is_seen_reaches_the_answer(bot):
    a, b = (bot.model.prompt(_pieces(bot, noise_picture(s)), bot.model.features).embeds for s in (1, 2))
    assert a.shape == b.shape and not torch.equal(a, b)


def _pieces(bot, part):
    return pipeline.prompt_pieces(Conversation().say(part), "", bot.can_read, bot.can_make)


def test_message_lists_are_accepted(bot, tmp_path):
    path = save_media(noise_picture(1), tmp_path / "x.png")
    content = [{"type": "text", "text": "what?"}, {"type": "image", "path": str(path)}]
    reply = bot.reply([{"role": "user", "content": content}], quick())
    assert reply.parts == bot.reply(Conversation().say("what?", noise_picture(1)), quick()).parts


@pytest.mark.parametrize(
    "asked", [Conversation(), [], Conversation().say(""), Conversation().say(" \n"), [{"role": "user", "content": ""}],
              HELLO.say("hi", role="assistant"), "hello"],
)  # fmt: skip
def test_nothing_to_answer_is_an_error_before_any_compute(bot, asked):
    with pytest.raises(BadInput):
        next(bot.stream(asked, quick()))
    assert bot.reply(HELLO, quick()).parts and not bot._lock.locked()


def test_a_conversation_beyond_the_models_length_is_refused(bot):
    with pytest.raises(BadInput, match="too long.*4096.*start a new chat"):
        bot.reply(Conversation().say("a" * 4200), quick())
    assert bot.reply(HELLO, quick()).parts


@pytest.fixture(scope="module")
def half():
    """Reads sounds only, makes pictures only."""
    tiny = preset_config("tiny")
    config = replace(
        tiny,
        encoders={Modality.AUDIO: tiny.encoders[Modality.AUDIO]},
        input_projections={Modality.AUDIO: tiny.input_projections[Modality.AUDIO]},
        decoders={Modality.IMAGE: tiny.decoders[Modality.IMAGE]},
        output_projections={Modality.IMAGE: tiny.output_projections[Modality.IMAGE]},
    )
    return NextGPT(NextGPTModel.from_config(config))


def test_what_the_model_cannot_do_is_refused(half):
    with pytest.raises(NotSupported, match="cannot make audio, video; it can make image, text"):
        half.reply(HELLO, quick(modalities=ALL))
    with pytest.raises(NotSupported, match="cannot read video; it can read audio, text"):
        half.reply(Conversation().say(NOISE[Modality.VIDEO](1)), quick())
    reply = half.reply(Conversation().say(NOISE[Modality.AUDIO](1)), quick(modalities={"image"}))
    assert [p.modality for p in reply.parts] == ["image"]
    following = Conversation().say("a").say(*reply.parts, role="assistant").say("again")
    assert half.reply(following, quick()).parts, "its own pictures are remembered though it reads none"


def test_an_error_midway_leaves_the_bot_usable(bot, monkeypatch):
    before = picture_of(bot)

    def fail(*_, **__):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(bot.model.decoders["image"], "stream", fail)
    with pytest.raises(RuntimeError, match="out of memory"):
        picture_of(bot)
    monkeypatch.undo()
    assert not bot._lock.locked() and picture_of(bot) == before


@pytest.mark.parametrize("kind", [TextPiece, MediaStarted, MediaStep, MediaReady])
def test_closing_the_stream_midway_leaves_the_bot_usable(bot, kind):
    options = quick(modalities={"text", "image"})
    whole = bot.reply(HELLO, options)
    stream = bot.stream(HELLO, options)
    next(event for event in stream if isinstance(event, kind))
    stream.close()
    assert not bot._lock.locked()
    assert bot.reply(HELLO, options).parts == whole.parts


def test_cancelling_stops_within_one_step_and_keeps_what_was_said(bot):
    cancel = threading.Event()
    options = quick(modalities=ALL).with_media(Modality.IMAGE, num_steps=50)
    events = []
    for event in bot.stream(HELLO, options, cancel):
        events.append(event)
        if isinstance(event, MediaStep) and event.step == 2:
            cancel.set()
    assert isinstance(events[-1], Finished) and events[-1].stopped and isinstance(events[-2], MediaStep)
    assert events[-2].step == 2
    kept = "".join(e.text for e in events if isinstance(e, TextPiece)).strip()
    assert [p.text for p in events[-1].parts if isinstance(p, Text)] == ([kept] if kept else [])
    assert bot.reply(HELLO, quick()).parts


def test_cancelling_words_stops_within_one_token(bot):
    cancel = threading.Event()
    events = []
    for event in bot.stream(HELLO, quick(modalities={"text"}, max_new_tokens=500, temperature=1.0), cancel):
        events.append(event)
        cancel.set()
    assert [type(e) for e in events] == [TextPiece, Finished] and events[-1].stopped
    cancelled = bot.reply(HELLO, quick(), cancel)
    assert cancelled.stopped and cancelled.parts == ()


def test_conversations_can_take_turns(bot):
    talks = [Conversation().say("tell me of cats"), Conversation().say(noise_picture(2), "and of this")]

    def run(bot, order):
        histories, replies = list(talks), [[], []]
        for which in order:
            reply = bot.reply(histories[which], quick(modalities={"text", "image"}, temperature=1.0))
            replies[which].append(reply.parts)
            histories[which] = histories[which].say(*reply.parts, role="assistant").say("go on")
        return replies

    mixed = run(bot, (0, 1, 0, 1))
    assert len(bot._caches) == 2
    bot._caches.clear()
    alone = run(bot, (0, 0)), run(bot, (1, 1))
    for ours, theirs in zip(mixed, (alone[0][0], alone[1][1]), strict=True):
        for a, b in zip(ours, theirs, strict=True):
            assert_alike(a, b)


def assert_alike(first, second):
    """Equal words and captions; pixels may differ by a rounding where cached and fresh keys meet."""
    assert [p.modality for p in first] == [p.modality for p in second]
    for a, b in zip(first, second, strict=True):
        assert a.caption == b.caption
        if isinstance(a, Text):
            assert a == b
        else:
            assert np.abs(a.pixels.astype(int) - b.pixels.astype(int)).max() <= 2


def count_positions(bot, monkeypatch):
    counts, hidden = [], bot.model.llm.hidden

    def counting(embeds, mask=None, cache=None):
        counts.append(embeds.shape[1])
        return hidden(embeds, mask, cache)

    monkeypatch.setattr(bot.model.llm, "hidden", counting)
    return counts


def test_a_turn_computes_only_what_is_new(bot, monkeypatch):
    counts = count_positions(bot, monkeypatch)
    first = bot.reply(HELLO, quick(modalities={"image"}))
    prompt_length = counts[0]
    talk = HELLO.say(*first.parts, role="assistant").say("more")
    counts.clear()
    bot.reply(talk, quick(modalities={"text"}))
    reused = counts[0]
    bot._caches.clear()
    counts.clear()
    bot.reply(talk, quick(modalities={"text"}))
    assert counts[0] - reused >= prompt_length


def test_many_conversations_keep_the_latest_caches(bot, monkeypatch):
    talks = [Conversation().say(f"{n} is a number of its own, said at some length " * 3) for n in range(6)]
    for talk in talks:
        bot.reply(talk, quick(modalities={"text"}, max_new_tokens=1))
    assert len(bot._caches) == pipeline.KEY_VALUE_CACHES
    counts = count_positions(bot, monkeypatch)
    for talk in itertools.chain(talks[-4:], talks[-4:]):
        bot.reply(talk, quick(modalities={"text"}, max_new_tokens=1))
    assert max(counts) == 1, "the four latest are all still there"


def test_encoders_run_once_for_each_distinct_medium(bot):
    calls = []
    hooks = [e.register_forward_hook(lambda module, *_: calls.append(module.modality)) for e in
             bot.model.encoders.values()]  # fmt: skip
    talk = Conversation().say(noise_picture(1), noise_picture(1), noise_picture(2), NOISE[Modality.AUDIO](1), "what?")
    bot.reply(talk, quick(max_new_tokens=1))
    bot.reply(talk.say("hm", role="assistant").say(noise_picture(2), "again"), quick(max_new_tokens=1))
    for hook in hooks:
        hook.remove()
    assert sorted(calls) == ["audio", "image", "image"]


def test_remembered_features_are_bounded(bot, monkeypatch):
    monkeypatch.setattr(pipeline, "FEATURE_CACHE_ITEMS", 2)
    for seed in (1, 2, 1, 3):
        bot._features_of(noise_picture(seed))
    assert list(bot._features) == [noise_picture(1).content_hash, noise_picture(3).content_hash]


def test_made_media_stay_in_the_conversation(bot):
    reply = bot.reply(HELLO, quick(modalities=ALL))
    talk = HELLO.say(*reply.parts, role="assistant").say("another one")
    prompt = bot.model.prompt(pipeline.prompt_pieces(talk, "", bot.can_read, bot.can_make), bot.model.features)
    opens = bot.model.signals.opens()
    replayed = [opens[k] for k in prompt.keys if k in opens]
    assert replayed == [p.modality for p in reply.parts if p.modality != "text"]
    assert bot.reply(talk, quick(modalities={"video"})).parts[0].modality == "video"


def test_system_prompts_can_be_replaced(bot):
    def told(conversation=HELLO, **changes):
        bot.reply(conversation, quick(max_new_tokens=1, **changes))
        return bot.model.llm.tokenizer.decode([k for k in bot._caches[0].keys if not bot.model.signals.is_new(k)])

    assert told().startswith(f"<|im_start|>system\n{bot.config.system_prompt}<|im_end|>")
    assert told(system_prompt="Rhyme.").startswith("<|im_start|>system\nRhyme.<|im_end|>")
    assert told(system_prompt="").startswith("<|im_start|>user\n")
    assert told(replace(HELLO, system_prompt="Sing."), system_prompt="Rhyme.").startswith("<|im_start|>system\nSing.")


def test_moving_to_a_device_forgets_what_lay_on_the_old_one():
    bot = new_bot()
    bot.reply(Conversation().say(noise_picture(1)), quick(max_new_tokens=1))
    assert bot._caches and bot._features
    assert bot.to("cpu") is bot and not bot._caches and not bot._features
