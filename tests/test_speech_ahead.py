"""Words that run ahead while a medium is made: the same events in the same order, stops and errors as before.

On a CPU the rule that allows it never does, so it is replaced here; CUDA streams are not exercised.
"""

import threading
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch
from conftest import quick

from nextgpt_core import NextGPT, speech_ahead
from nextgpt_core.conversation import Conversation
from nextgpt_core.errors import BadInput
from nextgpt_core.events import Finished, MediaReady, MediaStarted, MediaStep, TextPiece
from nextgpt_core.media import Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.placement import GB, MODES, PartSize, Placed
from nextgpt_core.presets_paper import paper_toy
from nextgpt_core.sampling import SignalReady
from nextgpt_core.sampling_published import PublishedReplyLoop

ASKED = Conversation().say("Show me")
ANSWER = quick(modalities=None, max_new_tokens=60)


@pytest.fixture(scope="module")
def model():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    return NextGPTModel.from_config(paper_toy())


@pytest.fixture
def said(model, monkeypatch):
    """The model is made to say "ab", a picture, "cd", a sound, "ef"; what it has said so far."""
    words, image, sound = (lambda m: model.signals.open_id(m)), Modality.IMAGE, Modality.AUDIO
    spell, heard = model.llm.tokenize, []
    script = [*spell("ab"), words(image), *spell("cd"), words(sound), *spell("ef"), model.llm.end_id]

    def say(self, hidden, spoken):
        return next(self.__dict__.setdefault("script", iter(script)))

    def speak(self, text, plain=PublishedReplyLoop._speak):
        heard.append(text)
        return plain(self, text)

    monkeypatch.setattr(PublishedReplyLoop, "_next", say)
    monkeypatch.setattr(PublishedReplyLoop, "_speak", speak)
    return heard


def bot_of(model, may_run_ahead: bool | None) -> NextGPT:
    """None: a plain bot."""
    bot = NextGPT(model)
    if may_run_ahead is not None:
        bot._spoken = lambda conversation, options, cancel, seed: speech_ahead.speech_ahead(
            lambda stop: bot._speak(conversation, options, stop, seed), cancel, lambda span: may_run_ahead, None
        )
    return bot


def without_times(events):
    plain = [replace(e, seconds=0.0) if isinstance(e, MediaReady) else e for e in events[:-1]]
    last = events[-1]
    return [*plain, last.parts, last.seed, last.stopped, last.timings.num_tokens, last.timings.num_prompt_tokens]


def nobody_speaks() -> bool:
    return not [thread for thread in threading.enumerate() if thread.name == "speaking"]


def test_events_and_their_order_stay_the_same(model, said):
    plain, ahead, in_turn = (list(bot_of(model, may).stream(ASKED, ANSWER)) for may in (None, True, False))
    assert "".join(e.text for e in plain if isinstance(e, TextPiece)) == "abcdef"
    assert without_times(plain) == without_times(ahead) == without_times(in_turn)
    assert nobody_speaks()


@pytest.mark.parametrize("may_run_ahead", [True, False])
def test_words_run_ahead_while_a_medium_is_made_and_only_then(model, said, monkeypatch, may_run_ahead):
    decoder, before = model.decoders["image"], []
    plain, everything_said = decoder.stream, threading.Event()

    def stream(*arguments, **choice):
        if may_run_ahead:
            deadline = threading.Timer(20, everything_said.set)
            deadline.start()
            while "".join(said) != "abcdef" and not everything_said.wait(0.001):
                pass
            deadline.cancel()
        before.append("".join(said))
        yield from plain(*arguments, **choice)

    monkeypatch.setattr(decoder, "stream", stream)
    for event in bot_of(model, may_run_ahead).stream(ASKED, ANSWER):
        if isinstance(event, TextPiece) and event.text == "a":
            assert "".join(said) == "a", "text is not run ahead of"
    assert before == ["abcdef" if may_run_ahead else "ab"]


def test_a_stop_while_a_medium_is_made_drops_the_words_that_ran_ahead(model, said):
    cancel, events = threading.Event(), []
    for event in bot_of(model, True).stream(ASKED, ANSWER, cancel):
        events.append(event)
        if isinstance(event, MediaStep):
            cancel.set()
    assert isinstance(events[-2], MediaStep) and isinstance(events[-1], Finished) and events[-1].stopped
    assert [part.text for part in events[-1].parts] == ["ab"] and events[-1].timings.num_prompt_tokens
    assert nobody_speaks()


def test_a_stop_after_a_medium_is_made_drops_them_too(model, said):
    cancel, events = threading.Event(), []
    for event in bot_of(model, True).stream(ASKED, ANSWER, cancel):
        events.append(event)
        if isinstance(event, MediaReady):
            cancel.set()
    assert isinstance(events[-2], MediaReady) and events[-1].stopped and len(events[-1].parts) == 2


def test_a_stop_in_the_words_stops_within_one_token(model, said):
    cancel, events = threading.Event(), []
    for event in bot_of(model, True).stream(ASKED, ANSWER, cancel):
        events.append(event)
        cancel.set()
    assert [type(e) for e in events] == [TextPiece, Finished] and events[-1].stopped


@pytest.mark.parametrize("kind", [TextPiece, MediaStarted, MediaStep, MediaReady])
def test_going_away_ends_the_thread_and_leaves_the_bot_usable(model, said, kind):
    bot = bot_of(model, True)
    whole = bot.reply(ASKED, ANSWER)
    stream = bot.stream(ASKED, ANSWER)
    next(event for event in stream if isinstance(event, kind))
    stream.close()
    assert nobody_speaks() and not bot._lock.locked()
    assert [p.modality for p in bot.reply(ASKED, ANSWER).parts] == [p.modality for p in whole.parts]


def test_errors_of_words_and_of_media_come_through(model, said, monkeypatch):
    bot = bot_of(model, True)
    with pytest.raises(BadInput, match="too long"):
        bot.reply(Conversation().say("x" * 2000), ANSWER)

    def fail(*_, **__):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(model.decoders["image"], "stream", fail)
    with pytest.raises(RuntimeError, match="out of memory"):
        bot.reply(ASKED, ANSWER)
    assert nobody_speaks() and not bot._lock.locked()


def test_a_decoder_must_stay_and_leave_room(model, monkeypatch):
    decoder, cuda = model.decoders["image"], torch.device("cuda:0")
    decoder.unload()
    assert not decoder.stays, "loading sets things that the language model must not see"
    assert decoder.pipeline and decoder.stays
    for free, wanted in ((2.9, False), (3.1, True)):
        monkeypatch.setattr(speech_ahead, "free_memory", lambda device, free=free: free * GB)
        assert speech_ahead.has_room(decoder, cuda) is wanted
        assert not speech_ahead.has_room(decoder, torch.device("cpu"))
    for mode, wanted in (("resident", True), ("waiting", False)):
        decoder.place(Placed(PartSize("image", 0), "cpu", mode))
        assert decoder.pipeline and decoder.stays is wanted
    monkeypatch.setattr(speech_ahead, "free_memory", lambda device: 0.0)
    for mode in MODES:
        decoder.place(Placed(PartSize("image", 0), "cuda:1", mode))
        assert speech_ahead.has_room(decoder, cuda), "a decoder on another GPU is in nobody's way"
        assert not speech_ahead.has_room(decoder, torch.device("cuda:1"))
    decoder.place(None)


def test_on_a_gpu_a_span_is_complete_before_it_is_told(monkeypatch):
    """With stand-ins for CUDA: the order of calls, not their effect."""
    calls = []
    stream = SimpleNamespace(device="cuda:0", wait_stream=lambda other: calls.append(f"wait for {other}"),
                             synchronize=lambda: calls.append("synchronize"))  # fmt: skip
    hidden = SimpleNamespace(record_stream=lambda other: calls.append(f"read by {other}"))
    monkeypatch.setattr(torch.cuda, "default_stream", lambda device: "default")
    monkeypatch.setattr(torch.cuda, "stream", lambda chosen: nullcontext(calls.append("work") or chosen))
    span = SignalReady(Modality.IMAGE, "", hidden)
    events = speech_ahead.speech_ahead(lambda stop: iter_of(span), threading.Event(), lambda span: False, stream)
    assert next(events) is span
    assert calls == ["wait for default", "work", "read by default", "synchronize"] and list(events) == []


def iter_of(*events):
    yield from events
