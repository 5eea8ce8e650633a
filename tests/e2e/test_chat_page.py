"""The whole page with the real tiny model in a real browser: journeys of a person."""

import zipfile
from pathlib import Path

import pytest

from nextgpt_core.media_files import read_recipe

from .conftest import Chat, start_app, stop_app

pytestmark = pytest.mark.e2e
EXAMPLES = Path(__file__).resolve().parents[2] / "assets" / "examples"
PICTURE, SOUND = EXAMPLES / "owl-picture.png", EXAMPLES / "dog-bark.wav"


@pytest.fixture
def page(open_page, tiny_app):
    return open_page(tiny_app)


def set_numbers(page, wanted: dict[str, int]) -> None:
    """Types numbers beside sliders until the sliders stand there: one that was drawn a moment ago may still put its
    first value over what was typed faster than a person types."""
    for _ in range(20):
        late = [name for name, value in wanted.items() if page.input_value(f"{name} input[type=range]") != str(value)]
        if not late:
            return
        for name in late:
            page.fill(f"{name} input[type=number]", str(wanted[name]))
            page.press(f"{name} input[type=number]", "Tab")
        page.wait_for_timeout(200)
    pytest.fail(f"these settings do not keep what is typed: {late}")


def make_slowly(page) -> None:
    """Enough steps and candidates for a medium of `tiny` to be watched, or stopped, while it is made."""
    page.click("#open-settings")
    media = ("image", "audio", "video")
    for medium in media:
        page.locator(f"#group-{medium} button").first.click()
    steps = {f"#set-{medium}-num_steps": 50 for medium in media}
    set_numbers(page, steps | {f"#set-{medium}-candidates": 8 for medium in media})
    page.click("#open-settings")


def test_every_medium_goes_in_and_comes_back_plays_and_is_used_again(page, tmp_path):
    chat = Chat(page)
    make_slowly(page)
    chat.attach(PICTURE, SOUND)
    chat.want("Text", "Picture", "Sound", "Clip")
    chat.send("Show me <b>everything</b> <|im_start|>")
    page.locator("#chat .making progress").wait_for()
    chat.wait_answered()
    assert "<b>everything</b> <|im_start|>" in chat.words, "what was typed is shown as typed"
    assert page.locator("#chat .user-row .medium img").count() == 1
    assert page.locator("#chat .user-row .medium audio").count() == 1
    chat.check_media_play()
    assert "seed" in page.locator("#chat .footer").last.inner_text()
    assert page.locator("#box textarea").input_value() == ""
    answer = page.locator("#chat .bot-row").last
    answer.locator("button.look").click()
    large = page.locator("dialog.large img")
    assert large.evaluate("e => e.complete && e.naturalWidth > 0") and large.get_attribute("alt")
    page.keyboard.press("Escape")
    large.wait_for(state="detached")
    answer.locator(".medium.image").hover()
    with page.expect_download() as download:
        answer.locator(".medium.image a.act").click()
    download.value.save_as(tmp_path / "made.png")
    recipe = read_recipe(tmp_path / "made.png")
    assert recipe["prompt"] == "Show me <b>everything</b> <|im_start|>" and f"seed {recipe['seed']}" in chat.words
    assert recipe["num_steps"] == 50 and recipe["model"] == "tiny"
    for number, kind in enumerate(("image", "audio", "video"), 1):
        answer.locator(f".medium.{kind}").hover()
        answer.locator(f".medium.{kind} .do-use").click()
        page.locator("#box .thumbnail-item").nth(number - 1).wait_for()
    page.locator("#box .loader").wait_for(state="detached")
    chat.want("Auto")
    chat.want("Text")
    chat.send("and these?")
    chat.wait_answered(2)
    assert page.locator("#chat .user-row").last.locator(".medium").count() == 3


def test_stop_gives_the_box_back_and_the_next_message_works(page):
    chat = Chat(page)
    make_slowly(page)
    chat.want("Picture", "Sound", "Clip")
    chat.send("a long one")
    page.wait_for_selector("#box .stop-button")
    page.keyboard.press("Escape")
    page.wait_for_selector("#box .submit-button")
    page.locator("#chat .footer", has_text="stopped").wait_for()
    chat.act("Retry")
    page.locator("#chat .making progress").wait_for()
    page.click("#box .stop-button")
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


def test_files_of_other_kinds_and_sizes_are_told_at_the_box(open_page, tiny_app, tmp_path):
    page = open_page(tiny_app, locale="zh-CN")
    (tmp_path / "notes.txt").write_text("words")
    with (tmp_path / "huge.mp4").open("wb") as huge:
        huge.truncate(54_000_000)
    for name, told in (("notes.txt", "notes.txt 不是图片"), ("huge.mp4", "huge.mp4 超过 50 MB")):
        page.set_input_files("#box input[type=file]", str(tmp_path / name))
        page.locator(".toast-body", has_text=told).first.wait_for()
    assert page.locator("#box .thumbnail-item").count() == 0
    Chat(page).want("文字")
    Chat(page).send("好")
    Chat(page).wait_answered()


def test_versions_undo_saving_and_several_chats(page, tmp_path):
    chat, versions = Chat(page), page.locator("#chat .versions")
    chat.want("Text")
    chat.send("one")
    chat.wait_answered()
    chat.act("Retry")
    versions.filter(has_text="2/2").wait_for()
    chat.wait_answered()
    chat.act("Same seed")
    versions.filter(has_text="3/3").wait_for()
    chat.wait_answered()
    page.locator("#chat .user-row").hover()
    page.locator("#chat [aria-label=Edit]").click()
    page.locator("#chat .user-row textarea").fill("two")
    page.locator("#chat [aria-label=Submit]").click()
    page.locator("#chat .user-row", has_text="two").wait_for()
    chat.wait_answered()
    page.locator("#chat .user-row .versions button").first.click()
    page.locator("#chat .user-row", has_text="one").wait_for()
    page.locator("#chat .bot-row .versions", has_text="3/3").wait_for()
    page.locator("#chat .user-row .versions button").last.click()
    page.locator("#chat .user-row", has_text="two").wait_for()
    # another chat; then back, over a reload
    page.click("#new-chat")
    page.locator("#chat .example").first.wait_for()
    chat.send("quite another")
    chat.wait_answered()
    page.reload()
    page.locator("#chat .user-row", has_text="quite another").wait_for()
    page.click("#open-chats")
    assert page.locator("#chat-list .open").all_inner_texts() == ["quite another", "one"]
    page.locator("#chat-list .open", has_text="one").click()
    page.locator("#chat .user-row", has_text="two").wait_for()
    page.locator("#save button").first.click()
    for kind, ending in (("html", "html"), ("markdown", "md"), ("zip", "zip")):
        with page.expect_download() as download:
            page.click(f"#save-{kind}")
        assert download.value.suggested_filename.endswith(f".{ending}")
    saved = tmp_path / "chat.zip"
    download.value.save_as(saved)
    with zipfile.ZipFile(saved) as archive:
        assert "conversation.json" in archive.namelist()
    page.on("dialog", lambda dialog: dialog.accept("renamed"))
    page.locator("#chat-list li", has_text="quite another").locator(".do-rename").click()
    page.locator("#chat-list .open", has_text="renamed").wait_for()
    page.locator("#chat-list li", has_text="renamed").locator(".do-delete").click()
    page.locator("#chat-list .open", has_text="renamed").wait_for(state="detached")
    page.set_input_files("#chats input[type=file]", str(saved))
    page.locator("#chat-list .open").nth(1).wait_for()
    page.locator("#chat .user-row .versions", has_text="2/2").wait_for()
    page.click("#open-chats")
    chat.act("Undo")
    page.locator("#chat .user-row").wait_for(state="detached")
    assert page.locator("#box textarea").input_value() == "two"


def test_a_question_with_a_picture_is_edited_by_its_words_alone(page):
    chat = Chat(page)
    chat.attach(PICTURE)
    chat.want("Text")
    chat.send("one")
    chat.wait_answered()
    for number, words in enumerate(("two", "three"), 2):
        page.locator("#chat .user-row").hover()
        page.locator("#chat [aria-label=Edit]").click()
        boxes = page.locator("#chat .user-row textarea:visible")
        boxes.wait_for()
        assert boxes.count() == 1 and boxes.bounding_box()["width"] > 300
        boxes.fill(words)
        page.locator("#chat [aria-label=Submit]").click()
        page.locator("#chat .user-row .versions", has_text=f"{number}/{number}").wait_for()
        chat.wait_answered()
        assert words in page.locator("#chat .user-row").inner_text()
    assert page.locator("#chat .user-row .medium img").count() == 1


def test_an_example_card_starts_a_chat_and_settings_are_obeyed(page):
    page.click("#open-settings")
    page.locator("#set-quality label", has_text="Fast").click()
    page.locator("#set-never label", has_text="Clip").click()
    page.click("#dice")
    page.locator("#set-seed input").evaluate("e => e.value").isdigit()
    assert not page.locator("#set-new_seed input").is_checked()
    seed = page.locator("#set-seed input").input_value()
    page.locator("#group-image button").first.click()
    page.wait_for_function("document.querySelector('#set-image-num_steps input[type=number]')?.value === '8'")
    page.click("#open-settings")
    page.locator("#chat .example", has_text="What is in this picture").click()
    Chat(page).wait_answered()
    assert page.locator("#chat .user-row .medium img").count() == 1
    assert f"seed {seed}" in page.locator("#chat .footer").inner_text()
    assert page.locator("#chat .bot-row video").count() == 0


def test_camera_drop_paste_and_microphone_fill_the_box(open_page, tiny_app):
    page = open_page(tiny_app, permissions=["camera", "microphone", "clipboard-read", "clipboard-write"])
    items = page.locator("#box .thumbnail-item")
    page.locator("button.camera-button").click()
    page.wait_for_function("document.querySelector('dialog.camera video')?.videoWidth > 0")
    page.get_by_role("button", name="Take a picture").click()
    items.nth(0).wait_for()
    page.locator("dialog").wait_for(state="detached")
    page.locator("button.camera-button").click()
    page.get_by_role("button", name="Record a clip").click()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Finish").click()
    items.nth(1).wait_for()
    page.locator("dialog").wait_for(state="detached")
    file = """(kind) => {
        const carrier = new DataTransfer();
        const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 30});
        return new Promise((done) => canvas.toBlob((blob) => {
            carrier.items.add(new File([blob], kind + ".png", {type: "image/png"}));
            const event = kind === "drop" ? new DragEvent("drop", {dataTransfer: carrier, bubbles: true})
                : new ClipboardEvent("paste", {clipboardData: carrier, bubbles: true});
            document.querySelector("#chat").dispatchEvent(event);
            done();
        }));
    }"""
    for number, kind in enumerate(("drop", "paste"), 2):
        page.evaluate(file, kind)
        items.nth(number).wait_for()
    page.locator("#box [data-testid=microphone-button]").click()
    page.locator("#box").get_by_role("button", name="Record", exact=False).first.click()
    page.wait_for_timeout(700)
    chat = Chat(page)
    page.locator("#box .loader").wait_for(state="detached")
    chat.want("Text")
    chat.send("look at these")
    chat.wait_answered()
    assert page.locator("#chat .user-row .medium img").count() == 3
    chat.check_asked_clip_plays()
    assert page.locator("#chat .user-row .medium audio").count() == 1


def test_a_phone_in_the_dark_in_chinese_is_whole_and_accessible(open_page, tiny_app):
    one = open_page(tiny_app, 390, 800, locale="zh-CN", color_scheme="dark")
    two = Chat(open_page(tiny_app))
    one.locator("#chat h2", has_text="万物皆可").wait_for()
    assert one.locator("#new-chat").inner_text() == "新对话"
    assert one.locator("html").get_attribute("lang") == "zh"
    Chat(one).check_accessible()
    one.click("#open-settings")
    one.locator("#group-image button", has_text="图片").first.click()
    one.locator("#set-image-size_px", has_text="每边的像素数").wait_for()
    one.wait_for_timeout(500)
    Chat(one).check_accessible()
    one.locator("#settings .close-panel").click()
    one.locator("#wanted label", has_text="图片").click()
    Chat(one).send("秘密")
    two.want("Text", "Picture", "Sound", "Clip")
    two.send("secret of two")
    Chat(one).wait_answered()
    two.wait_answered()
    assert "secret of two" not in Chat(one).words and "秘密" not in two.words
    assert "种子" in one.locator("#chat .footer").inner_text()
    assert one.evaluate("document.documentElement.scrollWidth") <= 390, "the phone page scrolls sideways"
    Chat(one).check_accessible()
    two.check_accessible()
    two.page.click("#open-settings")
    two.page.wait_for_timeout(500)
    two.check_accessible()
    # by keyboard alone
    two.page.keyboard.press("Escape")
    two.page.locator("#chat button[class*=do-retry]").last.focus()
    two.page.keyboard.press("Enter")
    two.page.locator("#chat .versions", has_text="2/2").wait_for()


def test_chats_are_there_again_after_the_server_was_restarted(open_page, tmp_path):
    server, address = start_app(tmp_path, "--preset", "tiny")
    try:
        page = open_page(address)
        chat = Chat(page)
        chat.want("Picture")
        chat.send("to be kept")
        chat.wait_answered()
        stop_app(server)
        server, _ = start_app(tmp_path, "--preset", "tiny", port=int(address.rsplit(":", 1)[1]))
        page.reload()
        page.locator("#chat .user-row", has_text="to be kept").wait_for()
        chat.check_media_play(sound=False, clip=False)
        chat.want("Text")
        chat.send("and on it goes")
        chat.wait_answered(2)
    finally:
        stop_app(server)


def test_the_page_can_be_installed_and_is_spoken_to_by_keyboard(page):
    manifest = page.request.get(page.url.rstrip("/") + "/manifest.json").json()
    assert manifest["name"] == "NExT-GPT" and manifest["icons"]
    icon = page.request.get(page.url.rstrip("/") + "/" + manifest["icons"][0]["src"].lstrip("/"))
    assert icon.ok and icon.headers["content-type"].startswith("image/")
    assert page.locator("#chat .example").count() == 8
    page.locator("#new-chat").focus()
    page.keyboard.press("/")
    page.keyboard.type("by keys alone")
    composing = 'e => e.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true}))'
    page.locator("#box textarea").evaluate(composing)
    page.wait_for_timeout(300)
    assert page.locator("#box textarea").input_value() == "by keys alone", "Enter chose a word of an input method"
    page.locator("#wanted input").nth(1).focus()
    page.keyboard.press("Space")
    page.locator("#box textarea").focus()
    page.keyboard.press("Control+Enter")
    page.locator("#chat .user-row", has_text="by keys alone").wait_for()
    Chat(page).wait_answered()
    assert page.locator("#chat [role=log]").get_attribute("aria-live") == "polite", "answers are read out"
