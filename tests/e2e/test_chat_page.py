"""The whole page with the real tiny model in a real browser."""

import zipfile
from pathlib import Path

import pytest
from gradio_client import Client, handle_file

from nextgpt_core.media import Audio, Image, Video
from nextgpt_core.media_files import open_media

from .conftest import Chat

pytestmark = pytest.mark.e2e
EXAMPLES = Path(__file__).resolve().parents[2] / "assets" / "examples"
PICTURE, SOUND = EXAMPLES / "owl-picture.png", EXAMPLES / "dog-bark.wav"


@pytest.fixture
def page(open_page, tiny_app):
    return open_page(tiny_app)


def test_every_medium_goes_in_and_comes_back_and_plays(page):
    chat = Chat(page)
    chat.attach(PICTURE, SOUND)
    chat.want("Text", "Picture", "Sound", "Clip")
    chat.send("Show me <b>everything</b> <|im_start|>")
    chat.wait_answered()
    assert "<b>everything</b> <|im_start|>" in chat.words, "what was typed is shown as typed"
    assert page.locator("#chat .user-row .image-frame img").count() == 1
    assert page.locator("#chat .user-row .minimal-audio-player").count() == 1
    chat.check_media_play()
    assert "seed" in page.locator("#chat .footer").last.inner_text()
    assert page.locator("#box textarea").input_value() == ""


def test_stop_gives_the_box_back_and_the_next_message_works(page):
    chat = Chat(page)
    page.click("#open-settings")
    for medium in ("image", "audio", "video"):  # long enough to be stopped
        page.locator(
            "#settings button", has_text={"image": "Picture", "audio": "Sound", "video": "Clip"}[medium]
        ).click()
        page.fill(f"#set-{medium}-num_steps input[type=number]", "50")
        page.press(f"#set-{medium}-num_steps input[type=number]", "Tab")
    page.click("#open-settings")
    chat.want("Picture", "Sound", "Clip")
    chat.send("a long one")
    page.wait_for_selector("#box .stop-button")
    page.keyboard.press("Escape")
    page.wait_for_selector("#box .submit-button")
    page.locator("#chat .footer", has_text="stopped").wait_for()
    chat.want("Auto")
    chat.want("Text")
    chat.send("and now")
    chat.wait_answered(2)
    assert page.locator("#chat .failure").count() == 0


def test_a_broken_file_is_told_and_nothing_is_lost(page, tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"broken" * 10)
    chat = Chat(page)
    chat.want("Text")
    chat.send("first")
    chat.wait_answered()
    chat.attach(broken)
    chat.send("what is this")
    page.locator("#notice p", has_text="broken.png").wait_for()
    page.wait_for_timeout(500)
    assert page.locator("#box textarea").input_value() == "what is this"
    assert page.locator("#box .thumbnail-item").count() == 1
    assert "first" in chat.words
    page.locator("#box .delete-button").first.click()
    chat.send("what is this")
    chat.wait_answered(2)
    assert page.locator("#notice p").count() == 0


def test_retry_edit_undo_export_and_new_chat(page):
    chat = Chat(page)
    chat.want("Text")
    chat.send("one")
    chat.wait_answered()
    page.locator("#chat [aria-label=Retry]").click()
    page.locator("#chat .footer").wait_for(state="detached")
    chat.wait_answered()
    page.locator("#chat .user-row").hover()
    page.locator("#chat [aria-label=Edit]").click()
    page.locator("#chat .user-row textarea").fill("two")
    page.locator("#chat [aria-label=Submit]").click()
    page.locator("#chat .user-row", has_text="two").wait_for()
    chat.wait_answered()
    with page.expect_download() as download:
        page.click("#export")
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "transcript.json" in archive.namelist()
    page.locator("#chat [aria-label=Undo]").click()
    page.locator("#chat .user-row").wait_for(state="detached")
    assert page.locator("#box textarea").input_value() == "two"
    page.click("#new-chat")
    page.locator("#chat .example").first.wait_for()


def test_an_example_card_starts_a_chat(page):
    page.locator("#chat .example", has_text="What is in this picture").click()
    Chat(page).wait_answered()
    assert page.locator("#chat .user-row .image-frame img").count() == 1


def test_two_people_never_see_each_other(open_page, tiny_app):
    one, two = Chat(open_page(tiny_app)), Chat(open_page(tiny_app, 390, 800))
    one.want("Picture")
    one.send("secret of one")
    two.want("Text")
    two.send("secret of two")
    one.wait_answered()
    two.wait_answered()
    assert "secret of two" not in one.words and "secret of one" not in two.words
    one.check_media_play(sound=False, clip=False)
    assert two.page.evaluate("document.documentElement.scrollWidth") <= 390, "the phone page scrolls sideways"


def test_programs_can_ask(tiny_app):
    client = Client(tiny_app, verbose=False)
    text, files, parts = client.predict(
        "Show me", [handle_file(str(PICTURE))], ["text", "image", "audio", "video"], 7, api_name="/generate"
    )
    kinds = [part["type"] for part in parts]
    assert {"image", "audio", "video"} <= set(kinds)
    assert {type(open_media(path)) for path in files} == {Image, Audio, Video}
    with pytest.raises(Exception, match="empty"):
        client.predict("", [], [], None, api_name="/generate")
    public = [name for name in client.view_api(return_format="dict")["named_endpoints"]]
    assert public == ["/generate"]
