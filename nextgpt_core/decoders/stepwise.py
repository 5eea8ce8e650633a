"""A diffusers pipeline as a generator: one value after every denoising step, and a stop within one step.

Stock pipelines run to the end and report steps to a callback. Here the call runs on a thread of its own that waits in
the callback until the next step is asked for, so at any time only one of the two threads works: order, seeds and errors
are those of a plain call. Knows no modality and no pipeline class.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import Queue
from typing import Any

import torch


class _Closed(BaseException):
    """Raised inside the callback when nobody wants the rest; not an Exception, so that no pipeline swallows it."""


def stepwise(run: Callable[[Callable[[Any], None]], Any]) -> Iterator[tuple[bool, Any]]:
    """`run(on_step)` is called once; whatever it hands to `on_step` is yielded as (False, value), and what it returns
    as (True, result), last. An error of `run` is raised here. Closing the generator ends `run` at its next step."""
    steps: Queue = Queue()
    wanted = threading.Semaphore(0)
    closed = threading.Event()

    def on_step(value: Any) -> None:
        steps.put(("step", value))
        wanted.acquire()
        if closed.is_set():
            raise _Closed

    def work() -> None:
        wanted.acquire()
        try:
            if not closed.is_set():
                with torch.inference_mode():  # a mode of the thread, not of the process
                    steps.put(("done", run(on_step)))
        except _Closed:
            pass
        except BaseException as error:
            steps.put(("error", error))

    thread = threading.Thread(target=work, name="denoising", daemon=True)
    thread.start()
    try:
        while True:
            wanted.release()
            kind, value = steps.get()
            if kind == "error":
                raise value
            yield kind == "done", value
            if kind == "done":
                return
    finally:
        closed.set()
        wanted.release()
        thread.join()
