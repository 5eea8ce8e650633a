"""One journey with the shipped nano model: a picture goes in; words, a picture, a sound and a clip come back."""

from pathlib import Path

import pytest

from .conftest import Chat, start_app, stop_app

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def nano_app(tmp_path_factory):
    if not list((ROOT / "checkpoints" / "nextgpt-nano").glob("*.safetensors")):
        pytest.skip("checkpoints/nextgpt-nano holds no weights; train them or restore them from the repository")
    process, address = start_app(tmp_path_factory.mktemp("nano"))
    yield address
    stop_app(process)


def test_nano_answers_in_all_four_modalities(open_page, nano_app):
    chat = Chat(open_page(nano_app))
    chat.attach(ROOT / "assets" / "examples" / "owl-picture.png")
    chat.want("Text", "Picture", "Sound", "Clip")
    chat.send("What is this? Show me one, let me hear it and make a video of it.")
    chat.wait_answered()
    assert chat.page.locator("#chat .failure").count() == 0
    chat.check_media_play()
    words = chat.page.locator("#chat .bot-row .message-content").first.inner_text()
    assert any(letter.isalpha() for letter in words)
