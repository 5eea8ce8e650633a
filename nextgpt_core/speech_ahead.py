"""Words go on while a medium is made: the language model on a thread and a CUDA stream of its own.

The events of a reply keep their order: what is said while a medium is made is heard after it. Words run ahead only
then, and only where the decoder works on another GPU, or stays on this one anyway and there is room for the activations
of both; otherwise each token waits until it is asked for, as without this file. Knows events of speech, not how they
are made or shown.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Any

import torch

from nextgpt_core.decoders.base import Decoder
from nextgpt_core.errors import Cancelled
from nextgpt_core.events import Timings
from nextgpt_core.llm_loading import PART_NAME
from nextgpt_core.machine import WORK_GB
from nextgpt_core.placement import GB
from nextgpt_core.sampling import SignalReady


def has_room(decoder: Decoder, device: torch.device) -> bool:
    """Whether the language model, which is on `device`, may work while `decoder` does."""
    if device.type != "cuda":
        return False
    if decoder.device is not None and decoder.device != device:
        return True
    if not decoder.stays:
        return False
    return free_memory(device) >= (WORK_GB[decoder.modality.value] + WORK_GB[PART_NAME]) * GB


def free_memory(device: torch.device) -> float:
    """Bytes that this process can still use: of the device, within its share, and unused in its own pools."""
    free, total = torch.cuda.mem_get_info(device)
    reserved = torch.cuda.memory_reserved(device)
    share = torch.cuda.get_per_process_memory_fraction(device) * total
    return min(free, share - reserved) + reserved - torch.cuda.memory_allocated(device)


class _EitherSet:
    """What a reply is stopped by: the person, or whoever listened going away."""

    def __init__(self, *events: threading.Event) -> None:
        self.events = events

    def is_set(self) -> bool:
        return any(event.is_set() for event in self.events)


def speech_ahead(
    speak: Callable[[Any], Iterator],
    cancel: threading.Event,
    may_run_ahead: Callable[[SignalReady], bool],
    stream: torch.cuda.Stream | None,
) -> Iterator:
    """The events of `speak(stop)`, which runs on a thread and, if given, on `stream`. From a span for which
    `may_run_ahead` until the next event is asked for it goes on by itself. Raises what it raises. Once `cancel` is set,
    nothing but Timings is told, then Cancelled raised; closing ends it within one token."""
    told: SimpleQueue = SimpleQueue()
    turn, closed = threading.Condition(), threading.Event()
    asked, ahead = 0, False

    def ask(number: int, may_go_on: bool) -> None:
        nonlocal asked, ahead
        with turn:
            asked, ahead = asked + number, may_go_on
            turn.notify()

    def work() -> None:
        count, speaking = 0, speak(_EitherSet(cancel, closed))
        try:
            with torch.cuda.stream(stream):  # None changes nothing
                for event in speaking:
                    if isinstance(event, SignalReady) and stream is not None:
                        with torch.inference_mode():  # in which its tensor, read and freed by another stream, was made
                            event.span_hidden.record_stream(torch.cuda.default_stream(stream.device))
                        stream.synchronize()
                    told.put((event, None))
                    count += 1
                    with turn:
                        while not (asked > count or ahead or closed.is_set()):
                            turn.wait()
            told.put((None, None))
        except BaseException as error:
            told.put((None, error))
        finally:
            speaking.close()

    if stream is not None:
        stream.wait_stream(torch.cuda.default_stream(stream.device))
    thread, silenced = threading.Thread(target=work, name="speaking", daemon=True), False
    thread.start()
    try:
        while True:
            ask(1, may_go_on=False)
            event, error = told.get()
            if error is not None:
                raise error
            if event is None:
                break
            if cancel.is_set() and not isinstance(event, Timings):
                silenced = True
                continue
            if isinstance(event, SignalReady):
                ask(0, may_go_on=may_run_ahead(event))
            yield event
        if silenced:
            raise Cancelled("stopped")
    finally:
        closed.set()
        ask(0, may_go_on=False)
        thread.join()
