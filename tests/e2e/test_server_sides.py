"""What the server does while people come, go and hurry: closed tabs, strangers, missing files, and how quick it is.

The server runs in this process, so that a test can look at the pipeline itself; the margins are wide, the numbers come
from bench/page.py.
"""

import re
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
import page as bench  # noqa: E402

from .conftest import Chat  # noqa: E402

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    import os

    import torch

    from nextgpt_core import NextGPT

    torch.set_num_threads(1)
    os.environ["GRADIO_HEARTBEAT_INTERVAL"] = "1"  # how soon a closed tab is noticed; 15 s otherwise
    return bench.Watched(NextGPT.from_preset("tiny", log=lambda line: None))


@pytest.fixture(scope="module")
def address(watched, tmp_path_factory):
    with bench.served(watched, tmp_path_factory.mktemp("served")) as address:
        yield address


@pytest.fixture
def page(open_page, address, watched):
    watched.num_steps = None
    watched.log.clear()
    return open_page(address)


def wait_until(true, seconds: float = 60.0) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, "it never came true"
        time.sleep(0.01)


def test_the_page_is_ready_soon(browser, address):
    bench.measure_ready(browser, address)
    assert min(bench.measure_ready(browser, address) for _ in range(2)) < 5 * bench.LIMITS["ready_s"]


def test_the_first_words_are_soon_to_be_seen(page, watched):
    Chat(page).want("Text")
    assert bench.measure_first_token(page, watched) < 10 * bench.LIMITS["first_token_s"]


def test_stop_ends_the_work_within_a_step(page, watched):
    Chat(page).want("Picture")
    watched.num_steps = 200
    steps, _ = bench.measure_stop(page, watched)
    assert steps <= bench.LIMITS["stop_steps"]
    page.locator("#chat .footer", has_text="stopped").wait_for()


def test_a_closed_tab_stops_the_work(page, watched):
    from nextgpt_core.events import Finished, MediaStep

    Chat(page).want("Picture", "Sound", "Clip")
    watched.num_steps = 200
    slow_down(watched)
    page.fill("#box textarea", "a long one")
    page.press("#box textarea", "Enter")
    while not any(isinstance(event, MediaStep) for _, event in watched.log):
        page.wait_for_timeout(20)
    assert watched.bot._lock.locked()
    page.close()
    wait_until(lambda: not watched.bot._lock.locked(), 30)
    assert not any(isinstance(event, Finished) for _, event in watched.log), "it was stopped, not finished"


def test_each_medium_announces_itself_with_steps_and_a_preview(page, watched):
    chat = Chat(page)
    chat.want("Picture")
    watched.num_steps = 60
    slow_down(watched)
    chat.send("watch me")
    making = page.locator("#chat .making")
    making.filter(has_text=re.compile(r"Painting a picture · step \d+ of 60")).wait_for()
    making.locator("img.preview").wait_for()
    assert making.locator("img.preview").evaluate("e => e.naturalWidth > 0")
    assert page.locator("#chat [role=log]").get_attribute("aria-busy") == "true"
    chat.check_accessible()
    chat.wait_answered()
    assert page.locator("#chat [role=log]").get_attribute("aria-busy") == "false"
    assert re.search(r"\d s · .*seed \d+", page.locator("#chat .footer").inner_text())


def test_a_reload_in_the_middle_keeps_what_was_made_and_frees_the_model(page, watched):
    chat = Chat(page)
    chat.want("Picture", "Clip")
    watched.num_steps = 60
    slow_down(watched)
    chat.send("slowly")
    page.locator("#chat .bot-row .medium img").first.wait_for()
    page.reload()
    page.locator("#chat .footer", has_text="stopped").wait_for()
    chat.check_media_play(sound=False, clip=False)
    wait_until(lambda: not watched.bot._lock.locked(), 30)
    vars(watched).pop("stream")
    chat.want("Text")
    chat.send("still there?")
    chat.wait_answered(2)


def slow_down(watched) -> None:
    """Every step takes 50 ms, so that there is time to leave."""
    stream = type(watched).stream

    def slowly(*arguments, **named):
        for event in stream(watched, *arguments, **named):
            time.sleep(0.05)
            yield event

    watched.stream = slowly


@pytest.fixture(autouse=True)
def at_full_speed(watched):
    yield
    vars(watched).pop("stream", None)


def test_a_strangers_media_cannot_be_guessed(page, address, watched):
    """Media are served by unguessable names alone: the folders above them are not listed."""
    chat = Chat(page)
    chat.want("Picture")
    chat.send("mine")
    chat.wait_answered()
    image = page.locator("#chat .bot-row img").first
    image.wait_for()
    url = image.evaluate("e => e.src")
    assert urllib.request.urlopen(url).status == 200
    path = url.split("file=", 1)[1]
    for part in range(1, 4):
        above = "/".join(path.split("/")[:-part])
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address.rstrip('/')}/gradio_api/file={above}")


def test_media_that_are_gone_are_told_and_the_chat_goes_on(page, watched, tmp_path):
    """The janitor may have taken a file that an old page still shows."""
    from urllib.parse import unquote, urlparse

    from nextgpt_core.media_files import save_media

    chat = Chat(page)
    picture = save_media(noise(), tmp_path / "gone.png")
    chat.attach(picture)
    chat.want("Text")
    chat.send("look")
    chat.wait_answered()
    url = page.locator("#chat .user-row img").first.evaluate("e => e.src")
    Path(unquote(urlparse(url).path.split("file=", 1)[1])).unlink()
    chat.send("and now")
    chat.wait_answered(2)
    assert "and now" in chat.words
    page.reload()
    page.locator("#chat .user-row", has_text="look").wait_for()
    url = page.locator("#chat .user-row img").first.evaluate("e => e.src")
    Path(unquote(urlparse(url).path.split("file=", 1)[1])).unlink()  # the copy that was kept
    page.reload()
    page.locator("#chat .user-row .gone", has_text="no longer kept").wait_for()
    chat.want("Text")
    chat.send("still there?")
    page.locator("#chat .user-row", has_text="still there?").wait_for()
    chat.wait_answered(3)
    assert page.locator("#chat .failure").count() == 0 and page.locator("#notice p").count() == 0


def test_a_full_line_is_told_and_the_question_can_be_asked_again(page, address, watched):
    from gradio_client import Client

    client = Client(address, verbose=False)
    with watched.bot._lock:  # nobody is answered
        jobs = [client.submit("x", [], ["text"], 7, {"max_new_tokens": 8}, api_name="/generate") for _ in range(24)]
        wait_until(lambda: any(job.done() for job in jobs))
        Chat(page).want("Text")
        Chat(page).send("let me in")
        page.locator("#chat .failure", has_text="too many people").wait_for()
        page.wait_for_selector("#box .submit-button")
        for job in jobs:
            job.cancel()
    Chat(page).act("Retry")
    page.locator("#chat .footer", has_text="seed").wait_for()
    assert page.locator("#chat .failure").count() == 0


def test_what_breaks_is_told_in_the_persons_language_and_mended_by_retry(open_page, address, watched, tmp_path):
    page = open_page(address, 390, 800, locale="zh-CN", color_scheme="dark")
    chat = Chat(page)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"broken" * 10)
    chat.attach(broken)
    chat.send("这是什么")
    page.locator("#notice b", has_text="无法使用此文件").wait_for()
    assert "'broken.png'" in page.locator("#notice").inner_text()
    chat.check_accessible()
    page.locator("#box .delete-button").first.click()
    watched.stream = break_down
    chat.want("文字")
    chat.send("你好")
    page.locator("#chat .failure", has_text="内存不足").wait_for()
    page.wait_for_selector("#box .submit-button")
    chat.check_accessible()
    del watched.stream
    chat.act("重试")
    page.locator("#chat .footer", has_text="种子").wait_for()
    assert page.locator("#chat .failure").count() == 0 and page.locator("#notice p").count() == 0


def break_down(*arguments, **named):
    raise MemoryError
    yield


def noise():
    import numpy as np

    from nextgpt_core.media import Image

    return Image(np.random.default_rng(0).integers(0, 255, (48, 64, 3)).astype(np.uint8))
