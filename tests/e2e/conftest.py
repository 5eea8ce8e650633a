"""A real server as a subprocess and a real Chromium for the browser tests; both are started once."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
WAIT_MS = float(os.environ.get("NEXTGPT_E2E_WAIT_S", "60")) * 1000  # of every browser action: a busy machine is slow


def start_app(folder: Path, *arguments: str, wait_s: float = 600, port: int = 0):
    """`python app.py ...` on `port` or a free one; returns (process, address). Fails with the server's own words."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = port or probe.getsockname()[1]
    log = (folder / "server.log").open("w+")
    environment = {
        **os.environ,
        "GRADIO_TEMP_DIR": str(folder / "gradio"),
        "NEXTGPT_DATA": str(folder / "data"),
        "OMP_NUM_THREADS": "2",
    }
    command = [sys.executable, "app.py", "--port", str(port), *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    address, give_up = f"http://127.0.0.1:{port}", time.monotonic() + wait_s
    while time.monotonic() < give_up and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/gradio_api/info", timeout=10).read()
            return process, address
        except OSError:
            time.sleep(0.2)
    process.terminate()
    log.seek(0)
    pytest.fail(f"the server did not start: {log.read()[-3000:]}")


def stop_app(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


@pytest.fixture(scope="session")
def tiny_app(tmp_path_factory):
    process, address = start_app(tmp_path_factory.mktemp("tiny"), "--preset", "tiny")
    yield address
    stop_app(process)


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium found; install it (apt-get install chromium) to run the browser tests")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS, timeout=WAIT_MS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser):
    """Opens the chat at an address as a new visitor; every page is closed after the test."""
    contexts = []

    def open_at(address: str, width: int = 1200, height: int = 850, **more):
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.goto(address)
        page.locator("#chat .example").first.wait_for()
        page.locator("body[data-ready]").wait_for()
        return page

    yield open_at
    for context in contexts:
        context.close()


class Chat:
    """What a person does on the page."""

    def __init__(self, page) -> None:
        self.page = page

    def want(self, *names: str) -> None:
        """Chips under the box: Auto, Text, Picture, Sound, Clip; each is seen to light up before the next."""
        for name in names:
            chip = self.page.locator("#wanted label", has_text=name)
            chip.click()
            chip.locator("input:checked").wait_for()

    def attach(self, *paths) -> None:
        before = self.page.locator("#box .thumbnail-item").count()
        self.page.set_input_files("#box input[type=file]", [str(path) for path in paths])
        self.page.locator("#box .thumbnail-item").nth(before + len(paths) - 1).wait_for()
        self.page.locator("#box .loader").wait_for(state="detached")

    def send(self, text: str) -> None:
        self.page.fill("#box textarea", text)
        self.page.press("#box textarea", "Enter")

    def wait_answered(self, count: int = 1) -> None:
        """Until `count` answers have ended (each ends with a quiet footer line or a failure) and the box is free."""
        self.page.locator("#chat .ending").nth(count - 1).wait_for()
        self.page.wait_for_selector("#box .submit-button")

    def check_media_play(self, picture: bool = True, sound: bool = True, clip: bool = True) -> None:
        """Every medium of the last answer decodes in the browser, and sound and clip run."""
        answer = self.page.locator("#chat .bot-row").last
        if picture:
            image = answer.locator(".medium img").first
            image.scroll_into_view_if_needed()
            self._until(image, "e => e.complete && e.naturalWidth > 0")
            assert image.get_attribute("alt")
        for kind in ("video",) * clip + ("audio",) * sound:
            player = answer.locator(kind).first
            player.scroll_into_view_if_needed()
            self._until(player, "e => e.readyState >= 2 && e.duration > 0 && !e.error")
            if kind == "video":
                assert player.evaluate("e => e.videoWidth") > 0
            player.evaluate("e => { e.muted = true; e.loop = true; return e.play(); }")
            self._until(player, "e => e.currentTime > 0")
            player.evaluate("e => e.pause()")

    def check_accessible(self) -> None:
        """No finding of axe-core that is serious."""
        from axe_playwright_python.sync_playwright import Axe

        found = [v for v in Axe().run(self.page).response["violations"] if v["impact"] in ("serious", "critical")]
        assert not found, [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found]

    def check_asked_clip_plays(self) -> None:
        clip = self.page.locator("#chat .user-row video").first
        self._until(clip, "e => e.readyState >= 2 && e.videoWidth > 0 && !e.error")

    def _until(self, locator, script: str) -> None:
        locator.wait_for()
        give_up = time.monotonic() + WAIT_MS / 1000
        while not locator.evaluate(script):
            if time.monotonic() > give_up:
                raise AssertionError(f"never true: {script} for {locator.evaluate('e => e.outerHTML')[:400]}")
            self.page.wait_for_timeout(100)

    def act(self, name: str, row: int = -1) -> None:
        """Clicks one of the quiet buttons of an answer: Retry, Same seed, Copy, Undo, Use as input, ..."""
        rows = self.page.locator("#chat .bot-row")
        rows.nth(rows.count() + row if row < 0 else row).hover()
        rows.nth(rows.count() + row if row < 0 else row).get_by_role("button", name=name).last.click()

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", self.page.locator("#chat").inner_text())
