"""Runs every use of the device as one bounded call of its own, as Hugging Face's ZeroGPU wants it.

There a call happens in a forked process that holds a GPU for so long: what goes in and comes out is pickled, nothing
the parent sets later is seen in it, and errors lose their words. So: one call speaks the words and the spans of a
reply, one call makes each medium, no call is open while another one runs, and errors travel as values.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch

from nextgpt_core import errors
from nextgpt_core.config import Options
from nextgpt_core.conversation import Conversation
from nextgpt_core.errors import Cancelled, NextGPTError
from nextgpt_core.media import Modality
from nextgpt_core.sampling import SignalReady

# A call that asks for more than it needs waits longer and may be refused; one that asks for less is cut off.
MAX_CALL_S = 90
SPEECH_S = (10.0, 0.06)  # to begin with, and for each token
MAKING_S = {Modality.IMAGE: (8.0, 0.5), Modality.AUDIO: (8.0, 0.5), Modality.VIDEO: (12.0, 1.5)}  # ... each step


@dataclass(frozen=True)
class Failed:
    """An error inside a call, by the name of its class in errors.py."""

    kind: str
    message: str
    reason: str = ""

    def error(self) -> Exception:
        if self.kind == "MemoryError":
            return MemoryError(self.message)
        return getattr(errors, self.kind)(self.message, self.reason)


@dataclass(frozen=True)
class PackedSpan:
    """A `SignalReady` whose tensor is an array, so that no process shares memory of a device with another."""

    modality: Modality
    caption: str
    hidden: Any  # float32 [1, L, D]
    dtype: str

    @staticmethod
    def of(span: SignalReady) -> PackedSpan:
        hidden = span.span_hidden
        return PackedSpan(
            span.modality, span.caption, hidden.float().cpu().numpy(), str(hidden.dtype).removeprefix("torch.")
        )

    def open(self, device: torch.device) -> SignalReady:
        hidden = torch.from_numpy(self.hidden).to(device, getattr(torch, self.dtype))
        return SignalReady(self.modality, self.caption, hidden)


def speech_duration_s(conversation: Conversation, options: Options, seed: int) -> int:
    base, per_token = SPEECH_S
    return round(min(MAX_CALL_S, base + per_token * options.max_new_tokens))


def making_duration_s(span: PackedSpan, options: Options, index: int, seed: int, given: tuple = ()) -> int:
    base, per_step = MAKING_S[span.modality]
    return round(min(MAX_CALL_S, base + per_step * options.media[span.modality].num_steps))


def gpu_calls(gpu: Callable, speak: Callable, make: Callable, device: Callable) -> tuple[Callable, Callable]:
    """(speak, make) with the same arguments and yields, each run inside `gpu(duration=...)`, e.g. `spaces.GPU`.

    `device()` is the model's device, asked for inside a call.
    """

    @gpu(duration=speech_duration_s)
    def speech_call(conversation: Conversation, options: Options, seed: int):
        for event in _errors_as_values(lambda: speak(conversation, options, threading.Event(), seed)):
            yield PackedSpan.of(event) if isinstance(event, SignalReady) else event

    @gpu(duration=making_duration_s)
    def making_call(span: PackedSpan, options: Options, index: int, seed: int, given: tuple = ()):
        yield from _errors_as_values(lambda: make(span.open(device()), options, index, seed, threading.Event(), given))

    def spoken(conversation: Conversation, options: Options, cancel: threading.Event, seed: int) -> Iterator:
        rest, calling = [], _values_as_errors(speech_call(conversation, options, seed), cancel)
        for event in calling:
            if isinstance(event, PackedSpan):
                # Media are made between the words, and the GPU is asked for them alone: first hear the words out.
                rest = [event, *calling]
            else:
                yield event
        for event in rest:
            yield event.open(torch.device("cpu")) if isinstance(event, PackedSpan) else event

    def made(
        span: SignalReady, options: Options, index: int, seed: int, cancel: threading.Event, given: tuple = ()
    ) -> Iterator:
        yield from _values_as_errors(making_call(PackedSpan.of(span), options, index, seed, given), cancel)

    return spoken, made


def _errors_as_values(run: Callable[[], Iterator]) -> Iterator:
    try:
        yield from run()
    except NextGPTError as error:
        kind = type(error).__name__
        yield Failed(kind if hasattr(errors, kind) else "NextGPTError", str(error), error.reason)
    except Exception as error:
        if not isinstance(error, MemoryError) and type(error).__name__ != "OutOfMemoryError":
            raise
        yield Failed("MemoryError", "out of memory")


def _values_as_errors(events: Iterator, cancel: threading.Event) -> Iterator:
    """Events of a call. Raises what failed in it; closes it, which ends it at its next event, when cancelled."""
    try:
        for event in events:
            if cancel.is_set():
                raise Cancelled("stopped")
            if isinstance(event, Failed):
                raise event.error()
            yield event
    except Exception as error:
        # The service says in Gradio's own error that the visitor's time is used up, or the call was too long.
        told = getattr(error, "message", None)
        if isinstance(error, NextGPTError) or not isinstance(told, str) or "gradio" not in type(error).__module__:
            raise
        raise NextGPTError(re.sub(r"<[^>]*>", "", told)) from error
    finally:
        events.close()
