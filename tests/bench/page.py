"""How quick the page is, apart from the model: `python -m tests.bench.page`. Prints a table; its last line is JSON.

Measured with the real page, the real `tiny` model and a real Chromium, all on this machine:
  ready_s         from opening the address to a page that can be typed into, on a server that is up
  first_token_s   from the moment the pipeline yields the first words to the moment they can be seen
  stop_steps      denoising steps the pipeline still takes after the person pressed Esc; stop_s: until it is free
  update_ms       server time of one streamed update in a chat of 200 messages with 60 media
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import socket
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
MARK = "zebra"  # put before the first words, to be found on the page
LIMITS = {"ready_s": 2.0, "first_token_s": 0.2, "stop_steps": 1, "update_ms": 100.0}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
# Notes when the mark is first on the page: Date.now() is the clock of the server, which is on the same machine.
WATCH_JS = f"""() => {{
  window.seenAt = null;
  new MutationObserver(() => {{
    if (window.seenAt === null && document.querySelector("#chat")?.innerText.includes("{MARK}"))
      requestAnimationFrame(() => {{ window.seenAt ??= Date.now(); }});
  }}).observe(document.body, {{subtree: true, childList: true, characterData: true}});
}}"""


class Watched:
    """A bot that tells when it yields. It answers the last turn alone, so that long chats fit a toy model; with
    `num_steps` every medium takes that many."""

    def __init__(self, bot, num_steps: int | None = None) -> None:
        self.bot, self.num_steps = bot, num_steps
        self.log: list[tuple[float, object]] = []
        self.model_s = 0.0  # processor time spent in the model

    def __getattr__(self, name):
        return getattr(self.bot, name)

    def stream(self, conversation, options, cancel=None):
        from nextgpt_core import Conversation
        from nextgpt_core.events import TextPiece

        if self.num_steps:
            for modality in self.bot.config.media_options:
                options = options.with_media(modality, num_steps=self.num_steps)
        marked, events = False, self.bot.stream(Conversation(conversation.turns[-1:]), options, cancel=cancel)
        try:
            while True:
                began = time.thread_time()
                event = next(events, None)
                self.model_s += time.thread_time() - began
                if event is None:
                    return
                if isinstance(event, TextPiece) and not marked:
                    marked, event = True, replace(event, text=f"{MARK} {event.text}")
                self.log.append((time.time(), event))
                yield event
        finally:
            events.close()


def long_transcript(folder: Path, num_messages: int = 200, num_media: int = 60):
    """Questions and answers in turn, the media spread over the answers in equal parts of each kind."""
    from nextgpt_core.media import MEDIA, Audio, Image, Text, Video
    from nextgpt_core.media_files import SUFFIXES, save_media
    from nextgpt_core.ui.transcript import Entry, Item, Transcript

    drawn = np.random.default_rng(0)
    parts = dict(
        zip(
            MEDIA,
            (
                Image(drawn.integers(0, 255, (256, 256, 3)).astype(np.uint8), "a picture of noise"),
                Audio(drawn.uniform(-0.5, 0.5, 32_000).astype(np.float32), 16_000, "two seconds of noise"),
                Video(drawn.integers(0, 255, (8, 128, 128, 3)).astype(np.uint8), 8.0, caption="a clip of noise"),
            ),
            strict=True,
        )
    )
    first = {m: save_media(part, folder / f"{m}{SUFFIXES[m]}") for m, part in parts.items()}
    transcript, made = Transcript(), 0
    for number in range(num_messages):
        role = "user" if number % 2 == 0 else "assistant"
        items = [Item(Text(f"Message {number}: some words, *some of them* in `Markdown`. " * 3))]
        while role == "assistant" and made * num_messages < num_media * (number + 1) and made < num_media:
            modality = MEDIA[made % len(MEDIA)]
            path = folder / f"{modality}-{made}{SUFFIXES[modality]}"  # sixty files of their own
            shutil.copyfile(first[modality], path)
            items.append(Item(parts[modality], path, 1.5))
            made += 1
        transcript = transcript.add(Entry(role, tuple(items), "1.5 s · 20 tokens/s · seed 7" if items[1:] else ""))
    assert made == num_media and len(transcript.entries) == num_messages
    return transcript


def measure_updates(bot, folder: Path, num_messages: int = 200, num_media: int = 60) -> list[float]:
    """Milliseconds of processor time of each streamed update: the handler's own work, what Gradio makes of it and the
    JSON it sends; the model's time is taken off. No throttle: every event is an update."""
    import gradio as gr
    import orjson
    from gradio.state_holder import SessionState

    from nextgpt_core.ui import chat
    from nextgpt_core.ui.chat import Wish
    from nextgpt_core.ui.layout import build_ui
    from nextgpt_core.ui.session import Session

    watched = Watched(bot, num_steps=12)
    before = chat.MIN_YIELD_S
    chat.MIN_YIELD_S = 0.0
    try:
        demo = build_ui(watched, folder)
        handler = next(fn for fn in demo.fns.values() if fn.name == "on_answer")
        holder = next(block for block in handler.inputs if isinstance(block, gr.State))
        state = SessionState(demo)
        session = Session(folder / "chats", "tiny")
        session.transcript = long_transcript(session.folder, num_messages, num_media)
        state[holder._id] = session
        wish = Wish({"seed": 7, "new_seed": False, "max_new_tokens": 24}, ("text", "image"))
        told = chat.send(watched, session, {"text": "One more, please", "files": []}, wish)
        assert not told.notice, told.notice
        times = asyncio.run(_updates(demo, handler, state, watched, orjson.dumps, gr.Request()))
        failure = session.transcript.entries[-1].failure
        assert not failure and len(session.transcript.entries) == num_messages + 2, failure
        return times
    finally:
        chat.MIN_YIELD_S = before


async def _updates(demo, handler, state, watched, dumps, request) -> list[float]:
    times, iterator = [], None
    while True:
        watched.model_s, began = 0.0, time.process_time()
        output = await demo.process_api(
            handler, [None], state=state, iterator=iterator, session_hash="bench", event_id="bench", request=request
        )
        dumps(output["data"], default=str)
        times.append((time.process_time() - began - watched.model_s) * 1000)
        if not output["is_generating"]:
            return times
        iterator = output["iterator"]


@contextlib.contextmanager
def served(bot, folder: Path):
    """The page of a bot on a free port of this process; gives its address."""
    os.environ["GRADIO_TEMP_DIR"], os.environ["NEXTGPT_DATA"] = str(folder / "gradio"), str(folder / "data")
    import gradio as gr

    from nextgpt_core.ui.serve import serve

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        yield serve(bot, port=port, block=False)
    finally:
        gr.close_all()


def measure_ready(browser, address: str) -> float:
    context = browser.new_context()
    try:
        page = context.new_page()
        began = time.monotonic()
        page.goto(address)
        page.wait_for_selector("#box textarea:enabled")
        return time.monotonic() - began
    finally:
        context.close()


def measure_first_token(page, watched: Watched, words: str = "hello") -> float:
    """Seconds until the first words are on the page, counted from the pipeline's yield."""
    watched.log.clear()
    page.evaluate(WATCH_JS)
    page.fill("#box textarea", words)
    page.press("#box textarea", "Enter")
    page.wait_for_function("() => window.seenAt !== null", timeout=60_000)
    seen_s = page.evaluate("() => window.seenAt") / 1000
    yielded_s = next(at for at, event in watched.log if MARK in getattr(event, "text", ""))
    return seen_s - yielded_s


def measure_stop(page, watched: Watched) -> tuple[int, float]:
    """(steps taken after Esc reached the server, seconds from the key to a pipeline that is free)."""
    from nextgpt_core.events import MediaStep
    from nextgpt_core.ui import chat

    watched.log.clear()
    told, stop = SimpleNamespace(at=None), chat.stop

    def noted(session):
        told.at = time.time()
        return stop(session)

    chat.stop = noted
    try:
        page.fill("#box textarea", "a long one")
        page.press("#box textarea", "Enter")
        give_up = time.monotonic() + 60
        while not any(isinstance(event, MediaStep) for _, event in watched.log):
            assert time.monotonic() < give_up, "no medium was begun"
            page.wait_for_timeout(20)
        pressed_s = time.time()
        page.keyboard.press("Escape")
        page.wait_for_selector("#box .submit-button")
        while watched.bot._lock.locked():
            time.sleep(0.002)
        free_s = time.time()
    finally:
        chat.stop = stop
    return sum(at > told.at and isinstance(event, MediaStep) for at, event in watched.log), free_s - pressed_s


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def main() -> int:
    import torch

    torch.set_num_threads(1)
    from playwright.sync_api import sync_playwright

    from nextgpt_core import NextGPT

    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nextgpt-bench-")))
        watched = Watched(NextGPT.from_preset("tiny", log=lambda line: None))
        updates = measure_updates(watched.bot, folder)
        found = {"update_ms": statistics.median(updates), "update_worst_ms": max(updates)}
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with served(watched, folder) as address:
            ready = [measure_ready(browser, address) for _ in range(5)]
            found |= {"ready_first_s": ready[0], "ready_s": statistics.median(ready[1:])}
            page = browser.new_page()
            page.goto(address)
            page.wait_for_selector("#box textarea:enabled")
            waits = []
            for number in range(5):
                waits.append(measure_first_token(page, watched, f"hello {number}"))
                page.wait_for_selector("#box .submit-button")
                page.reload()
                page.wait_for_selector("#box textarea:enabled")
                with contextlib.suppress(Exception):
                    page.click("#new-chat", timeout=2_000)
                page.wait_for_timeout(300)
            found |= {"first_token_s": statistics.median(waits), "first_token_worst_s": max(waits)}
            watched.num_steps = 200
            page.locator("#wanted label").nth(2).click()
            found["stop_steps"], found["stop_s"] = measure_stop(page, watched)
        browser.close()
    print(f"\n{'measured':<22}{'value':>10}{'limit':>10}")
    for name, value in found.items():
        print(
            f"{name:<22}{value:>10.3f}{LIMITS.get(name, ''):>10}{'  MISSED' if value > LIMITS.get(name, 1e9) else ''}"
        )
    print(json.dumps({name: round(value, 4) for name, value in found.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
