"""Stands for `spaces.GPU` on ZeroGPU: every call runs in a forked process, what goes in and comes out is pickled, the
process ends at its next yield once the caller closed the generator, and two calls are never open at once."""

import inspect
import multiprocessing
import os
import pickle
import traceback

FORK = multiprocessing.get_context("fork")


class ForkedGPU:
    """Use it as `spaces.GPU`. `calls` tells what was asked for: (name, seconds); `closed_early` counts stops."""

    def __init__(self, max_duration_s: float = 90) -> None:
        self.calls, self.open, self.closed_early, self.max_duration_s = [], 0, 0, max_duration_s

    def __call__(self, duration):
        def decorate(task):
            assert inspect.isgeneratorfunction(task)

            def call(*arguments):
                seconds = duration(*arguments)
                assert isinstance(seconds, int) and 0 < seconds <= self.max_duration_s
                assert self.open == 0, "a second GPU is asked for while one is held"
                self.calls.append((task.__name__, seconds))
                self.open += 1
                try:
                    yield from self._run(task, pickle.dumps(arguments))
                finally:
                    self.open -= 1

            return call

        return decorate

    def _run(self, task, packed: bytes):
        receiver, sender = FORK.Pipe(duplex=False)
        stop = FORK.Event()
        process = FORK.Process(target=_work, args=(task, packed, sender, stop), daemon=True)
        process.start()
        sender.close()
        try:
            while True:
                kind, value = pickle.loads(receiver.recv_bytes())
                if kind == "end":
                    return
                if kind == "error":
                    raise RuntimeError(f"ZeroGPU worker error: {value}")  # the words are lost, as they are there
                yield value
        except GeneratorExit:
            self.closed_early += 1
            stop.set()
            raise
        finally:
            receiver.close()
            process.join(30)
            assert process.exitcode is not None, "the worker goes on although nobody listens"


def _work(task, packed: bytes, sender, stop) -> None:
    status = 1
    try:
        events = task(*pickle.loads(packed))
        for event in events:
            sender.send_bytes(pickle.dumps(("event", event)))
            if stop.is_set():
                events.close()
                break
        sender.send_bytes(pickle.dumps(("end", None)))
        status = 0
    except BrokenPipeError:
        status = 0
    except BaseException as error:
        traceback.print_exc()
        sender.send_bytes(pickle.dumps(("error", type(error).__name__)))
    finally:
        os._exit(status)  # nothing of the test runner's must run in here
