"""The store of conversations: what is kept, what goes, and that nobody sees another's things. No model, no Gradio."""

import dataclasses
import json
import os
import threading
import time

import pytest
from conftest import NOISE

from nextgpt_core.errors import BadInput, BadMedia
from nextgpt_core.media import MEDIA, Image, Modality, Text
from nextgpt_core.media_files import SUFFIXES, open_media, save_media
from nextgpt_core.ui.documents import read_document, transcript_document
from nextgpt_core.ui.history import DAY_S, History, HistoryLimits, data_folder, new_browser_id, title_of
from nextgpt_core.ui.stored_media import ImageOnDisk
from nextgpt_core.ui.transcript import Entry, Item, Transcript


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "data")


@pytest.fixture
def shelf(history):
    return history.shelf(new_browser_id())


def saved(folder, modality=Modality.IMAGE, seed=0):
    part = NOISE[modality](seed)
    path = save_media(part, folder / f"{modality}-{seed}{SUFFIXES[modality]}")
    return Item(dataclasses.replace(part, caption=f"a {modality}"), path, 1.5)


def chat_of(words, *items):
    return Transcript((Entry("user", (Item(Text(words)),)), Entry("assistant", items, "2.0 s · seed 7")))


def test_a_conversation_survives_a_restart_with_all_its_media(history, tmp_path):
    me = new_browser_id()
    items = [saved(tmp_path, modality) for modality in MEDIA]
    transcript = chat_of("Show me <everything>", Item(Text("Here.")), *items)
    chat_id = history.shelf(me).save(transcript)
    for item in items:
        item.path.unlink()
    again = History(tmp_path / "data").shelf(me)
    (line,) = again.list()
    assert (line.id, line.title, line.num_messages) == (chat_id, "Show me <everything>", 2)
    read = again.load(chat_id)
    assert read.entries[1].footer == "2.0 s · seed 7" and read.entries[0].text == "Show me <everything>"
    for before, after in zip(items, read.entries[1].items[1:], strict=True):
        assert after.part.modality == before.part.modality and after.part.caption == before.part.caption
        assert after.part == open_media(after.path) and after.seconds == 1.5 and after.path.parent == again.media
    assert read.entries[1].items[1].part == items[0].part, "a picture comes back to the pixel"
    assert read.conversation().turns[1].modalities == {*MEDIA, Modality.TEXT}


def test_two_visitors_never_meet(history, tmp_path):
    mine, other = history.shelf(new_browser_id()), history.shelf(new_browser_id())
    chat_id = mine.save(chat_of("secret", saved(tmp_path)))
    assert other.list() == [] and other.folder != mine.folder
    with pytest.raises(BadInput):
        other.load(chat_id)
    other.delete(chat_id)
    with pytest.raises(BadInput):
        other.rename(chat_id, "mine now")
    assert mine.list()[0].title == "secret"
    with pytest.raises(BadInput, match="id"):
        history.shelf("../" * 11 + "x")


def test_the_folder_name_does_not_tell_the_browser_id(history, shelf, tmp_path):
    me = new_browser_id()
    history.shelf(me).save(chat_of("hi"))
    assert not [path for path in (tmp_path / "data").rglob("*") if me in str(path)]


@pytest.mark.parametrize("bad", ["../../etc/passwd", "", "a" * 15, "G" * 16, "0123456789abcdef/.."])
def test_ids_never_become_paths(shelf, bad):
    for use in (shelf.load, shelf.delete, lambda name: shelf.rename(name, "x")):
        with pytest.raises(BadInput):
            use(bad)


def test_saving_again_renaming_and_deleting(shelf, tmp_path):
    picture, sound = saved(tmp_path), saved(tmp_path, Modality.AUDIO)
    one = shelf.save(chat_of("first words of a rather long question " * 5, picture))
    two = shelf.save(chat_of("second", picture, sound))
    assert [line.id for line in shelf.list()] == [two, one]
    assert len(shelf.list()[1].title) <= 80 and len(list(shelf.media.iterdir())) == 2, "equal media are kept once"
    shelf.rename(one, "  my \n chat ")
    shelf.save(shelf.load(one).add(Entry("user", (Item(Text("more")),))), one)
    assert [(line.title, line.num_messages) for line in shelf.list()] == [("my chat", 3), ("second", 2)]
    shelf.delete(two)
    assert [path.suffix for path in shelf.media.iterdir()] == [".png"], "the shared picture stays"
    shelf.delete(one)
    assert not list(shelf.media.iterdir()) and shelf.list() == []
    with pytest.raises(BadInput, match="empty"):
        shelf.rename(one, " ")
    with pytest.raises(BadInput, match="no longer"):
        shelf.load(one)


def test_a_half_written_or_damaged_file_harms_nothing(shelf, monkeypatch):
    chat_id = shelf.save(chat_of("good"))
    monkeypatch.setattr(os, "replace", lambda *names: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError):
        shelf.save(chat_of("never arrives"), chat_id)
    monkeypatch.undo()
    assert shelf.load(chat_id).entries[0].text == "good"
    folder = next(shelf.folder.rglob("*.json")).parent
    assert [path.name for path in folder.iterdir()] == [f"{chat_id}.json"], "no partial file is left"
    (folder / f"{'0' * 16}.json").write_text("{broken")
    assert [line.id for line in shelf.list()] == [chat_id]
    with pytest.raises(BadInput, match="damaged"):
        shelf.load("0" * 16)


def test_what_goes_when_there_is_too_much(tmp_path):
    history = History(tmp_path / "data", HistoryLimits(max_conversations=3))
    shelf = history.shelf(new_browser_id())
    ids = [shelf.save(chat_of(f"chat {number}")) for number in range(5)]
    assert [line.id for line in shelf.list()] == ids[:1:-1]
    small = History(tmp_path / "small", HistoryLimits(max_mb=0.02)).shelf(new_browser_id())
    pictures = [saved(tmp_path, seed=seed) for seed in range(5)]  # about 5 kB each
    ids = [small.save(chat_of("x", picture)) for picture in pictures]
    left = [line.id for line in small.list()]
    assert left == ids[::-1][: len(left)] and 1 <= len(left) < 5
    with pytest.raises(BadInput, match="Export"):
        small.save(chat_of("x", *pictures))
    old = History(tmp_path / "data", HistoryLimits(max_age_days=0)).shelf(new_browser_id())
    assert old.list() == []


def test_the_sweep_of_all_visitors(tmp_path):
    history = History(tmp_path / "data")
    shelves = [history.shelf(new_browser_id()) for _ in range(3)]
    for number, shelf in enumerate(shelves):
        shelf.save(chat_of("x", saved(tmp_path, seed=number)))
    loose = shelves[2].keep(saved(tmp_path, seed=9).path)
    history.sweep()
    assert loose.exists(), "it may belong to an answer being made"
    os.utime(loose, (0, 0))
    history.sweep()
    assert not loose.exists() and all(len(shelf.list()) == 1 for shelf in shelves)
    tight = History(tmp_path / "data", HistoryLimits(max_total_mb=0.009))
    tight.sweep()
    assert [len(shelf.list()) for shelf in shelves] == [0, 0, 1] and not shelves[0].folder.exists()
    path = next(shelves[2].folder.rglob("*.json"))
    head, rest = path.read_text().split("\n", 1)
    path.write_text(json.dumps({**json.loads(head), "changed_s": time.time() - 91 * DAY_S}) + "\n" + rest)
    history.sweep()
    assert shelves[2].list() == []


def test_many_threads_save_at_once(shelf, tmp_path):
    picture = saved(tmp_path)
    threads = [threading.Thread(target=shelf.save, args=(chat_of(f"{n}", picture),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.list()) == 8 and len(list(shelf.media.iterdir())) == 1


def test_media_on_disk_open_late_and_say_when_they_are_gone(shelf, tmp_path):
    chat_id = shelf.save(chat_of("x", saved(tmp_path)))
    part = shelf.load(chat_id).entries[1].items[0].part
    assert isinstance(part, Image) and isinstance(part, ImageOnDisk) and part == NOISE[Modality.IMAGE](0)
    assert NOISE[Modality.IMAGE](0) == part and "pixels" not in vars(part) and "ImageOnDisk" in repr(part)
    part = shelf.load(chat_id).entries[1].items[0].part
    part.path.unlink()
    with pytest.raises(BadMedia, match="no longer kept"):
        _ = part.content_hash


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.pop("format"),
        lambda d: d.update(format=99),
        lambda d: d["transcript"].update(entries="abc"),
        lambda d: d["transcript"]["entries"][0].update(role="system"),
        lambda d: d["transcript"]["entries"][1].update(footer=7),
        lambda d: d["transcript"]["entries"][1]["items"][0].update(path="../../../etc/passwd"),
        lambda d: d["transcript"]["entries"][1]["items"][0].update(path=None),
        lambda d: d["transcript"]["entries"][1]["items"][0]["part"].update(type="smell"),
    ],
)
def test_documents_of_strangers_are_checked(shelf, tmp_path, spoil):
    document = transcript_document(chat_of("x", saved(tmp_path)), lambda path: path.name)
    assert read_document(json.loads(json.dumps(document)), shelf._media_path).entries[0].text == "x"
    spoil(document)
    with pytest.raises(BadInput):
        read_document(document, shelf._media_path)


def test_the_folder_is_chosen_by_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("NEXTGPT_DATA", str(tmp_path / "here"))
    assert data_folder() == tmp_path / "here"
    monkeypatch.delenv("NEXTGPT_DATA")
    assert "nextgpt" in str(data_folder())
    assert title_of(Transcript((Entry("user", ()),))) == "Untitled"
