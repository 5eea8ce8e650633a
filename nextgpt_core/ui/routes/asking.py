"""One question asked by a program: the model runs in a thread, its events arrive in the server's event loop.

Whoever stops listening stops the model within one step. Knows no protocol.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator

from nextgpt_core.config import Options
from nextgpt_core.conversation import Conversation
from nextgpt_core.errors import NextGPTError
from nextgpt_core.events import Event, Finished

MAX_WAITING = 20  # programs that ask or wait for the model; one more is told to come back


class Busy(NextGPTError):
    """Too many programs are asking."""


class Asking:
    """The bot, and how many programs may ask it at a time. The bot itself answers one after another."""

    def __init__(self, bot, max_waiting: int = MAX_WAITING) -> None:
        self.bot, self.max_waiting = bot, max_waiting
        self.num_waiting = 0

    async def events(self, conversation: Conversation, options: Options) -> AsyncIterator[Event]:
        """The bot's events. Raises Busy, NextGPTError or whatever the model breaks with.

        Closing or cancelling this generator stops the model within one step.
        """
        if self.num_waiting >= self.max_waiting:
            raise Busy("too many people are asking right now; try again in a moment.")
        self.num_waiting += 1
        loop, arrived, cancel = asyncio.get_running_loop(), asyncio.Queue(), threading.Event()

        def tell(event: Event | BaseException | None) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
                loop.call_soon_threadsafe(arrived.put_nowait, event)

        def work() -> None:
            try:
                for event in self.bot.stream(conversation, options, cancel):
                    tell(event)
                    if cancel.is_set():  # before the next word, not only between steps
                        break
                tell(None)
            except BaseException as error:
                tell(error)

        thread = threading.Thread(target=work, name="answering a program", daemon=True)
        thread.start()
        try:
            while (event := await arrived.get()) is not None:
                if isinstance(event, BaseException):
                    raise event
                yield event
        finally:
            cancel.set()
            self.num_waiting -= 1

    async def finished(self, conversation: Conversation, options: Options) -> Finished:
        """The last event: the whole answer."""
        async with contextlib.aclosing(self.events(conversation, options)) as events:
            async for event in events:
                if isinstance(event, Finished):
                    return event
        raise AssertionError("a stream always ends with Finished")
