"""A chat as a zip, a page and Markdown; and opening a zip again, also one made to do harm. No model."""

import dataclasses
import json
import zipfile

import pytest
from conftest import NOISE

from nextgpt_core import Conversation
from nextgpt_core.errors import BadInput, BadMedia, NextGPTError
from nextgpt_core.media import MEDIA, Modality, Text
from nextgpt_core.media_files import SUFFIXES, open_media, read_recipe, save_media
from nextgpt_core.ui import import_chat as importing
from nextgpt_core.ui.export import export_chat
from nextgpt_core.ui.history import History, new_browser_id
from nextgpt_core.ui.import_chat import import_chat
from nextgpt_core.ui.transcript import Entry, Item, Transcript


@pytest.fixture
def shelf(tmp_path):
    return History(tmp_path / "data").shelf(new_browser_id())


@pytest.fixture
def transcript(tmp_path):
    """Every kind of medium in the answer, and in the question a picture whose file has the same name as another."""
    items = []
    for modality in MEDIA:
        part = dataclasses.replace(NOISE[modality](1), caption=f"<a> [{modality}]")
        path = save_media(part, tmp_path / "made" / f"same{SUFFIXES[modality]}", {"seed": 7})
        items.append(Item(part, path, 1.5))
    asked = NOISE[Modality.IMAGE](2)
    question = Item(asked, save_media(asked, tmp_path / "asked" / "same.png"))
    words = Item(Text("<script>alert(1)</script> 你好"))
    return Transcript((Entry("user", (question, words)), Entry("assistant", tuple(items), "2.0 s", "cut short")))


def packed(tmp_path, **members):
    path = tmp_path / "strange.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def message(name="x.png", kind="image"):
    return json.dumps([{"role": "user", "content": [{"type": kind, "path": f"media/{name}"}]}])


def test_an_exported_chat_opens_again_as_it_was(transcript, tmp_path, shelf):
    again = import_chat(export_chat(transcript, tmp_path), shelf.keep)
    assert [entry.role for entry in again.entries] == ["user", "assistant"]
    assert again.entries[0].text == transcript.entries[0].text
    assert (again.entries[1].footer, again.entries[1].failure) == ("2.0 s", "cut short")
    for before, after in zip(transcript.entries, again.entries, strict=True):
        for old, new in zip(before.items, after.items, strict=True):
            assert new.part.caption == old.part.caption and new.seconds == old.seconds
            if old.path is not None:
                assert new.path.read_bytes() == old.path.read_bytes() and new.path.parent == shelf.media
    assert read_recipe(again.entries[1].paths[0]) == {"seed": 7}
    chat_id = shelf.save(again)
    assert shelf.load(chat_id).entries[0].items[0].part == transcript.entries[0].items[0].part


def test_the_message_list_in_the_zip_opens_elsewhere(transcript, tmp_path, shelf):
    folder = tmp_path / "open"
    with zipfile.ZipFile(export_chat(transcript, tmp_path)) as archive:
        archive.extractall(folder)
    messages = json.loads((folder / "transcript.json").read_text(encoding="utf-8"))
    assert Conversation.from_messages(messages, folder).turns[1].modalities == set(MEDIA)
    page = (folder / "chat.html").read_text(encoding="utf-8")
    assert "<script>" not in page and 'src="media/same-2.png"' in page and (folder / "media" / "same-2.png").exists()
    (folder / "conversation.json").unlink()
    again = import_chat(packed(tmp_path, **read_all(folder)), shelf.keep)
    assert [len(entry.items) for entry in again.entries] == [2, 3]


def read_all(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_page_holds_everything(transcript, tmp_path):
    page = export_chat(transcript, tmp_path, "html").read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 2 and "data:audio/wav" in page and "data:video/mp4" in page
    assert "<script>" not in page and 'alt="&lt;a&gt; [image]"' in page and "你好" in page
    markdown = export_chat(transcript, tmp_path, "markdown").read_text(encoding="utf-8")
    assert "*[sound: <a> [audio]]*" in markdown and "cut short" in markdown


def test_expired_media_do_not_stop_an_export(transcript, tmp_path):
    transcript.entries[1].paths[0].unlink()
    for kind in ("zip", "html", "markdown"):
        assert export_chat(transcript, tmp_path, kind).stat().st_size > 0


def test_pictures_of_other_programs_are_written_anew(tmp_path, shelf):
    from PIL import Image as PILImage

    PILImage.fromarray(NOISE[Modality.IMAGE](1).pixels).save(tmp_path / "x.jpg")
    path = packed(tmp_path, **{"transcript.json": message("x.jpg"), "media/x.jpg": (tmp_path / "x.jpg").read_bytes()})
    (kept,) = import_chat(path, shelf.keep).entries[0].paths
    assert kept.suffix == ".png" and open_media(kept).modality == Modality.IMAGE


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"readme.txt": "hi"},
        {"conversation.json": "{broken"},
        {"conversation.json": "[]"},
        {"conversation.json": "[" * 100_000},
        {"transcript.json": '{"a": 1}'},
        {"transcript.json": message("../../../../etc/passwd")},
        {"transcript.json": message("x.png")},
        {"transcript.json": message("..\\x.png"), "media/..\\x.png": b"x"},
        {"transcript.json": message("x.png"), "media/x.png": b"<html>"},
        {"transcript.json": message("x.png"), "media/../x.png": b"x"},
        {"transcript.json": message("sub/x.png"), "media/sub/x.png": b"x"},
        {f"{number}.txt": "x" for number in range(1001)},
    ],
)
def test_zips_that_are_no_chats_are_refused(tmp_path, shelf, members):
    with pytest.raises(NextGPTError):
        import_chat(packed(tmp_path, **members), shelf.keep)
    assert not shelf.media.exists(), "nothing of it is kept"


def test_a_medium_called_by_the_wrong_name_is_refused(tmp_path, shelf, transcript):
    with zipfile.ZipFile(export_chat(transcript, tmp_path)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["media/same.png"] = members["media/same.wav"]
    with pytest.raises(BadInput, match="called image"):
        import_chat(packed(tmp_path, **members), shelf.keep)


def test_bombs_do_not_unpack(tmp_path, shelf, monkeypatch):
    monkeypatch.setattr(importing, "MAX_TRANSCRIPT_BYTES", 100_000)
    with pytest.raises(BadInput, match="unpacks"):
        import_chat(packed(tmp_path, **{"transcript.json": b" " * 1_000_000}), shelf.keep)
    bomb = packed(tmp_path, **{"transcript.json": message(), "media/x.png": b"\x89PNG\r\n\x1a\n" + bytes(60_000_000)})
    assert bomb.stat().st_size < 1e6
    with pytest.raises(BadInput, match="unpacks"):
        import_chat(bomb, shelf.keep)
    monkeypatch.setattr(importing, "MAX_ZIP_MB", 0.2)
    many = {"transcript.json": message(), "media/x.png": bytes(300_000)}
    with pytest.raises(BadInput, match="the most that a chat may be"):
        import_chat(packed(tmp_path, **many), shelf.keep)
    with pytest.raises(BadInput, match="larger"):
        (tmp_path / "big.zip").write_bytes(bytes(300_000))
        import_chat(tmp_path / "big.zip", shelf.keep)


def test_files_that_are_no_zips_are_refused(tmp_path, shelf, transcript):
    (tmp_path / "a.zip").write_bytes(b"hello")
    with pytest.raises(BadInput, match="damaged"):
        import_chat(tmp_path / "a.zip", shelf.keep)
    cut = export_chat(transcript, tmp_path)
    content = bytearray(cut.read_bytes())
    content[60:90] = bytes(30)
    cut.write_bytes(content)
    with pytest.raises((BadInput, BadMedia)):
        import_chat(cut, shelf.keep)
