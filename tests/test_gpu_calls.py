"""The chat with every use of the device in a forked worker, as on ZeroGPU; see forked_gpu.py."""

import os
import pickle
import threading

import numpy as np
import pytest
from conftest import new_bot, noise_picture, quick
from forked_gpu import ForkedGPU

from nextgpt_core import Conversation, Options
from nextgpt_core.errors import BadInput, BadMedia, NextGPTError
from nextgpt_core.events import Finished, MediaReady, MediaStep, TextPiece
from nextgpt_core.gpu_calls import MAX_CALL_S, PackedSpan, making_duration_s, speech_duration_s
from nextgpt_core.media import MEDIA, Image, Modality
from nextgpt_core.media_files import open_media
from nextgpt_core.ui import chat
from nextgpt_core.ui.api import generate
from nextgpt_core.ui.chat import Wish
from nextgpt_core.ui.session import Session

EVERYTHING = frozenset({Modality.TEXT, *MEDIA})


@pytest.fixture(scope="module")
def plain():
    return new_bot()


@pytest.fixture
def gpu():
    return ForkedGPU()


@pytest.fixture
def bot(plain, gpu, monkeypatch):
    """A bot whose networks refuse to run in this process."""
    from nextgpt_core import NextGPT

    here = os.getpid()

    def only_in_a_worker(function):
        def guarded(*arguments, **named):
            assert os.getpid() != here, "a network ran outside a GPU call"
            return function(*arguments, **named)

        return guarded

    model = plain.model
    for name in ("prompt", "features", "condition", "caption_condition"):
        monkeypatch.setattr(model, name, only_in_a_worker(getattr(model, name)))
    for decoder in model.decoders.values():
        monkeypatch.setattr(decoder, "stream", only_in_a_worker(decoder.stream))
    return NextGPT(model).in_gpu_calls(gpu)


def question():
    return Conversation().say(noise_picture(1), "Show me everything")


def test_a_reply_is_the_same_and_each_medium_is_a_call_of_its_own(plain, gpu, monkeypatch):
    from nextgpt_core import NextGPT

    options = quick(modalities=EVERYTHING)
    here = plain.reply(question(), options)
    events = list(NextGPT(plain.model).in_gpu_calls(gpu).stream(question(), options))
    there = events[-1]
    assert isinstance(there, Finished) and there.parts == here.parts and there.seed == here.seed
    assert [name for name, _ in gpu.calls] == ["speech_call", *["making_call"] * (len(there.parts) - 1)]
    assert there.timings.num_tokens == here.timings.num_tokens and there.timings.num_prompt_tokens > 0
    assert {type(event) for event in events} >= {TextPiece, MediaStep, MediaReady}
    steps = [event.step for event in events if isinstance(event, MediaStep)]
    assert steps == [1, 2] * 3


def test_the_page_works_over_forked_calls(bot, gpu, tmp_path):
    session = Session(tmp_path, "tiny")
    values = {"seed": 7, "new_seed": False, "max_new_tokens": 16, **{f"{m}.num_steps": 2 for m in MEDIA}}
    wish = Wish(values, tuple(m.value for m in EVERYTHING))
    assert not chat.send(bot, session, {"text": "Show me", "files": []}, wish).notice
    views = list(chat.answer(bot, session))
    entry = session.transcript.entries[-1]
    assert not entry.failure and not views[-1].busy, entry.failure
    assert {item.part.modality for item in entry.items} >= set(MEDIA)
    chat.send(bot, session, {"text": "And again", "files": []}, wish)
    list(chat.answer(bot, session))
    assert not session.transcript.entries[-1].failure
    text, files, _ = list(generate(bot, tmp_path, "Show me", [], ["image"], 7, {"image.num_steps": 2}))[-1]
    assert isinstance(open_media(files[0]), Image)
    assert gpu.open == 0


def test_stopping_ends_the_worker_at_its_next_step(bot, gpu):
    cancel = threading.Event()
    options = quick(modalities=frozenset({Modality.IMAGE})).with_media(Modality.IMAGE, num_steps=200)
    seen = []
    for event in bot.stream(question(), options, cancel):
        seen.append(event)
        if isinstance(event, MediaStep):
            cancel.set()
    assert seen[-1].stopped and sum(isinstance(e, MediaStep) for e in seen) <= 2 and gpu.closed_early == 1
    events = bot.stream(question(), options)
    assert any(isinstance(event, MediaStep) for event in events)
    events.close()
    assert gpu.closed_early == 2 and not bot._lock.locked()
    assert bot.reply(question(), quick(modalities=frozenset({Modality.TEXT}))).text


def test_errors_keep_their_words(bot, gpu, monkeypatch):
    long = Conversation().say("far too long " * 3000)
    with pytest.raises(BadInput, match="too long"):
        bot.reply(long, quick())

    def no_memory(*arguments):
        raise MemoryError

    monkeypatch.setattr(bot.model, "prompt", no_memory)
    with pytest.raises(MemoryError):
        bot.reply(question(), quick())

    def gone(*arguments):
        raise BadMedia("the picture is gone")

    monkeypatch.setattr(bot.model, "prompt", gone)
    with pytest.raises(BadMedia, match="the picture is gone"):
        bot.reply(question(), quick())
    monkeypatch.setattr(bot.model, "prompt", lambda *arguments: 1 / 0)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        bot.reply(question(), quick())
    assert gpu.open == 0 and not bot._lock.locked()


def test_what_the_service_says_reaches_the_person(plain):
    import gradio as gr

    from nextgpt_core import NextGPT

    def refusing(duration):
        def decorate(task):
            def call(*arguments):
                raise gr.Error(
                    "You have exceeded your GPU quota (<b>90s</b> requested).", title="ZeroGPU quota exceeded"
                )
                yield

            return call

        return decorate

    with pytest.raises(NextGPTError, match=r"quota \(90s requested\)"):
        NextGPT(plain.model).in_gpu_calls(refusing).reply(question(), quick())


def test_durations_follow_what_is_asked_for():
    span = PackedSpan(Modality.VIDEO, "x", np.zeros((1, 2, 3), np.float32), "float32")
    few, many = (Options().with_media(Modality.VIDEO, num_steps=steps) for steps in (4, 40))
    assert making_duration_s(span, few, 0, 1) < making_duration_s(span, many, 0, 1) <= MAX_CALL_S
    picture = PackedSpan(Modality.IMAGE, "x", span.hidden, "float32")
    assert making_duration_s(picture, Options(), 0, 1) < making_duration_s(span, Options(), 0, 1)
    short, long = (speech_duration_s(question(), Options(max_new_tokens=n), 1) for n in (16, 4096))
    assert short < long == MAX_CALL_S


def test_every_event_can_be_pickled(plain):
    for event in plain.stream(question(), quick(modalities=EVERYTHING)):
        again = pickle.loads(pickle.dumps(event))
        assert type(again) is type(event)
        if isinstance(event, MediaReady):
            assert again.part == event.part and again.part.caption == event.part.caption
