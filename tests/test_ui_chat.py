"""The chat's handlers as plain functions over the real tiny model: no Gradio, no browser."""

import html
import json
import os
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from nextgpt_core import Conversation, Modality, NextGPT, Text
from nextgpt_core.errors import BadInput, NextGPTError, NotSupported
from nextgpt_core.events import Timings
from nextgpt_core.media import Audio, Image, MediaLimits, Video
from nextgpt_core.media_files import open_media, read_recipe, save_media
from nextgpt_core.ui import chat
from nextgpt_core.ui.api import generate
from nextgpt_core.ui.bubbles import chat_messages, entry_index, escape_words, headed, unescape_words
from nextgpt_core.ui.chat import Wish
from nextgpt_core.ui.controls import controls_for, modality_choices, read_modalities, read_options
from nextgpt_core.ui.examples import EXAMPLES, examples_for
from nextgpt_core.ui.export import export_zip
from nextgpt_core.ui.history import History
from nextgpt_core.ui.reply_in_progress import footer_line
from nextgpt_core.ui.session import MAX_AT_ONCE, MAX_FILES, Session, sweep
from nextgpt_core.ui.telling import KINDS, told
from nextgpt_core.ui.welcome import notice_html
from nextgpt_core.ui.words import LANGUAGES, TABLE, language_of

ALL = ("text", "image", "audio", "video")
QUICK = {"seed": 7, "new_seed": False, "max_new_tokens": 16, **{f"{m}.num_steps": 3 for m in ALL[1:]}}


@pytest.fixture(scope="module")
def bot():
    return NextGPT.from_preset("tiny", log=lambda line: None)


@pytest.fixture
def session(tmp_path):
    return Session(tmp_path, "tiny")


@pytest.fixture
def picture(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 255, (48, 64, 3)).astype(np.uint8)
    return str(save_media(Image(pixels), tmp_path / "in" / "photo.png"))


def ask(bot, session, text="Show me everything", files=(), modalities=ALL, **values):
    sent = chat.send(bot, session, {"text": text, "files": list(files)}, Wish({**QUICK, **values}, modalities))
    return [sent, *chat.answer(bot, session)]


def raises(error):
    """A function that breaks like a part of the model would."""

    def breaks(*arguments, **named):
        raise error

    return breaks


def test_a_whole_turn_streams_and_ends_in_the_transcript(bot, session, picture):
    views = ask(bot, session, files=[picture])
    assert views[0].busy and views[0].draft == chat.EMPTY_DRAFT
    assert any("Thinking" in m["content"] for v in views for m in v.messages)
    last = views[-1]
    assert not last.busy and not last.notice and last.seed == 7
    question, reply = session.transcript.entries
    assert [item.part.modality.value for item in question.items] == ["image", "text"]
    made = {item.part.modality: item for item in reply.items}
    assert {Modality.IMAGE, Modality.AUDIO, Modality.VIDEO} <= set(made), reply.failure
    for modality, kind in ((Modality.IMAGE, Image), (Modality.AUDIO, Audio), (Modality.VIDEO, Video)):
        assert isinstance(open_media(made[modality].path), kind)
        recipe = read_recipe(made[modality].path)
        assert recipe["prompt"] == "Show me everything" and recipe["num_steps"] == 3
    assert "seed 7" in reply.footer


def test_the_footer_says_how_long_it_took():
    timings = Timings(total_s=4.21, num_tokens=20, token_s=0.5)
    assert footer_line(timings, 7) == "4.2 s · 38 tokens/s · seed 7"
    assert footer_line(Timings(total_s=1), 7, "zh") == "1.0 秒 · 种子 7"


def test_progress_is_shown_step_by_step_with_a_preview(bot, session, monkeypatch):
    monkeypatch.setattr(chat, "MIN_YIELD_S", 0.0)
    views = ask(bot, session, modalities=("image",))
    making = [m["content"] for v in views for m in v.messages if 'class="making"' in m["content"]]
    assert any("step 3 of 3" in content and 'value="3"' in content for content in making)
    assert any("data:image/jpeg;base64," in content for content in making)
    last = [m["content"] for m in views[-1].messages]
    assert not [content for content in last if 'class="making"' in content]
    assert any(" s</span>" in content and "seed 7" in content and "<img alt=" in content for content in last)


def test_the_same_seed_makes_the_same_picture(bot, session):
    ask(bot, session, modalities=("image",))
    first = session.transcript.entries[-1].items[-1].part
    view = chat.retry(session, 1, Wish({**QUICK, "seed": 99}, ("image",)), same_seed=True)
    assert view.busy and len(session.transcript.entries) == 1
    list(chat.answer(bot, session))
    assert session.transcript.entries[-1].items[-1].part == first


def test_the_second_turn_tells_the_model_the_first(bot, session, picture):
    ask(bot, session, files=[picture])
    ask(bot, session, text="And again", modalities=("text",))
    conversation = session.transcript.conversation()
    assert [turn.role for turn in conversation.turns] == ["user", "assistant", "user", "assistant"]
    assert isinstance(conversation, Conversation)


@pytest.mark.parametrize(
    ("text", "files", "told"),
    [
        ("", [], "empty"),
        ("x" * 9000, [], "at most"),
        ("hi", ["nothing.png"] * (MAX_FILES + 1), "files"),
        ("hi", ["bad"], "bad"),
    ],
)
def test_a_refused_draft_changes_nothing(bot, session, tmp_path, text, files, told):
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    ask(bot, session, modalities=("text",))
    before = session.transcript
    sent, *rest = ask(bot, session, text=text, files=[str(tmp_path / "bad.png") if f == "bad" else f for f in files])
    assert told in sent.notice and sent.draft is None and not sent.busy
    assert len(rest) == 1, "a generator that yields nothing makes Gradio empty the page"
    assert session.transcript is before
    assert not ask(bot, session, modalities=("text",))[-1].notice


def test_impossible_settings_are_told_not_raised(bot, session):
    sent = ask(bot, session, temperature=99.0)[0]
    assert "temperature" in sent.notice.lower() and not session.transcript.entries


def test_a_model_error_becomes_a_bubble_and_the_chat_goes_on(bot, session, monkeypatch):
    monkeypatch.setattr(bot.model, "prompt", raises(RuntimeError("secret")))
    last = ask(bot, session, modalities=("text",))[-1]
    assert not last.busy and "went wrong" in last.messages[-1]["content"] and "secret" not in str(last.messages)
    monkeypatch.undo()
    chat.retry(session, 1, Wish(QUICK, ("text",)))
    list(chat.answer(bot, session))
    assert not session.transcript.entries[-1].failure and len(session.transcript.entries) == 2


def test_a_failed_question_is_not_told_to_the_model(bot, session, monkeypatch):
    monkeypatch.setattr(bot.model, "prompt", raises(MemoryError()))
    ask(bot, session, text="first", modalities=("text",))
    assert "memory" in session.transcript.entries[-1].failure
    monkeypatch.undo()
    ask(bot, session, text="second", modalities=("text",))
    assert [turn.text for turn in session.transcript.conversation().turns if turn.role == "user"] == ["second"]


def test_stop_frees_the_page_at_once_and_keeps_what_was_made(bot, session):
    chat.send(bot, session, {"text": "all", "files": []}, Wish({**QUICK, "audio.num_steps": 50}, ALL))
    views = chat.answer(bot, session)
    for view in views:
        if any('class="medium' in m["content"] for m in view.messages):
            break
    stopped = chat.stop(session)
    assert not stopped.busy and stopped.messages[-1]["content"].find("stopped") >= 0
    entries = session.transcript.entries
    rest = list(views)
    assert rest and not rest[-1].busy, "the last word shows the page free"
    assert session.transcript.entries == entries
    assert entries[-1].paths
    assert not ask(bot, session, text="again", modalities=("text",))[-1].notice


def test_stop_while_waiting_in_line(bot, session):
    chat.send(bot, session, {"text": "hi", "files": []}, Wish(QUICK, ("text",)))
    chat.stop(session)
    assert [view.busy for view in chat.answer(bot, session)] == [False]
    assert len(session.transcript.entries) == 2


def test_a_closed_tab_stops_the_model(bot, session):
    chat.send(bot, session, {"text": "all", "files": []}, Wish(QUICK, ALL))
    reply = session.reply
    views = chat.answer(bot, session)
    next(views)
    views.close()
    assert reply.stopped.is_set() and session.reply is None
    assert bot.reply(Conversation().say("still there?")).parts is not None, "the model's lock is free"


def test_a_full_queue_leaves_a_usable_page(bot, session):
    chat.send(bot, session, {"text": "hi", "files": []}, Wish(QUICK, ("text",)))
    view = chat.recover(session)
    assert not view.busy and "too many people" in view.messages[-1]["content"]


def test_a_message_sent_during_an_answer_stays_in_the_box(bot, session):
    chat.send(bot, session, {"text": "hi", "files": []}, Wish(QUICK, ("text",)))
    sent = chat.send(bot, session, {"text": "me too", "files": []}, Wish(QUICK))
    assert sent.busy and sent.draft is None and "still being made" in sent.notice
    assert not list(chat.answer(bot, session))[-1].notice


def test_one_visitor_does_not_fill_the_line(bot, tmp_path):
    history, pages = History(tmp_path / "kept"), []
    for _ in range(MAX_AT_ONCE + 1):
        pages.append(Session(tmp_path, "tiny"))
        pages[-1].shelf = history.shelf("v" * 40)
        told = chat.send(bot, pages[-1], {"text": "more"}, Wish(QUICK, ("text",)))
    assert f"{MAX_AT_ONCE} answers" in told.notice and told.draft is None and not told.busy
    stranger = Session(tmp_path, "tiny")
    stranger.shelf = history.shelf("w" * 40)
    assert chat.send(bot, stranger, {"text": "more"}, Wish(QUICK, ("text",))).busy
    chat.stop(pages[0])
    assert chat.send(bot, pages[-1], {"text": "more"}, Wish(QUICK, ("text",))).busy
    assert chat.retry(pages[0], 0, Wish(QUICK, ("text",))).notice, "nor by asking again"
    pages[1].reply.asked_s -= 3600  # a page that was closed while it waited
    assert chat.retry(pages[0], 0, Wish(QUICK, ("text",))).busy


def test_undo_gives_the_question_back(bot, session, picture):
    ask(bot, session, text="look", files=[picture], modalities=("text",))
    view = chat.undo(session, 1)
    assert view.draft["text"] == "look" and open_media(view.draft["files"][0]).modality == Modality.IMAGE
    assert view.messages == []


def test_edit_reruns_with_the_media_kept(bot, session, picture):
    ask(bot, session, text="look", files=[picture], modalities=("text",))
    ask(bot, session, text="more", modalities=("text",))
    chat.edit(session, 1, escape_words("look <again>"), Wish(QUICK, ("text",)))
    list(chat.answer(bot, session))
    question, reply = session.transcript.entries
    assert question.text == "look <again>" and len(question.paths) == 1 and reply.role == "assistant"
    assert session.transcript.versions(0) == (1, 2)
    chat.show_version(session, 0, 0)
    assert [e.text for e in session.transcript.entries if e.role == "user"] == ["look", "more"]
    chat.show_version(session, 0, 1)
    assert session.transcript.entries == (question, reply)


def test_only_words_are_edited(bot, session, picture):
    """Gradio sends every message of a question that is edited: its picture, its words, its line of versions."""
    ask(bot, session, text="what", files=[picture], modalities=("text",))
    for turn in range(2):
        for index, message in enumerate(chat.view(session).messages):
            if message["role"] == "user":
                chat.edit(session, index, "new" if index == 1 else message["content"], Wish(QUICK, ("text",)))
        list(chat.answer(bot, session))
        assert session.transcript.entries[0].text == "new" and session.transcript.versions(0)[1] == turn + 2


def test_clear_forgets_and_deletes(bot, session, picture):
    ask(bot, session, files=[picture], modalities=("text",))
    folder = session.folder
    assert chat.clear(session).messages == [] and not folder.exists()


def test_sessions_never_meet(bot, session):
    other = session.__deepcopy__({})
    ask(bot, session, modalities=("image",))
    ask(bot, other, modalities=("image",))
    assert session.folder != other.folder
    assert len(session.transcript.entries) == len(other.transcript.entries) == 2


def test_what_people_type_is_shown_as_typed():
    typed = "<|im_start|> <b>x</b> &amp; <script>"
    assert unescape_words(escape_words(typed)) == typed and "<" not in escape_words(typed)


def test_words_inside_our_html_stay_as_they_are():
    told = headed("Too *long*\n'it's' <b>12</b> & \"more\" [x](y) #1")
    assert html.unescape(told) == "<b>Too *long*</b><br>'it's' <b>12</b> & \"more\" [x](y) #1"
    assert not re.search(r"[*'\[\]]", told) and "<b>12" not in told and "&amp;#" not in told


def test_every_message_belongs_to_its_entry(bot, session, picture):
    ask(bot, session, files=[picture])
    messages = chat_messages(session.transcript)
    owners = [entry_index(session.transcript, i) for i in range(len(messages))]
    assert owners == sorted(owners) and set(owners) == {0, 1} and entry_index(session.transcript, len(messages)) is None
    assert [messages[i]["role"] for i in range(len(messages))] == ["user" if o == 0 else "assistant" for o in owners]


def test_options_are_read_from_the_panel():
    values = {control.key: control.default for control in controls_for(Modality)}
    options = read_options(values, ["auto"])
    assert options.modalities is None and options.seed is None and options.system_prompt is None
    chosen = read_options({**values, "new_seed": False, "seed": 3, "video.guidance": 5}, ["video"])
    assert chosen.seed == 3 and chosen.modalities == {Modality.VIDEO} and chosen.media[Modality.VIDEO].guidance == 5
    assert modality_choices({Modality.AUDIO}) == ["auto", "text", "audio"]
    assert read_options({**values, "never": ["video"]}).forbidden == {Modality.VIDEO}
    assert read_modalities([]) is None


def test_size_and_length_are_settings_and_are_obeyed(bot, session):
    controls = controls_for(bot.can_make, bot.media_options, bot.extents)
    chosen = {}
    for modality, offered in bot.extents.items():
        group = [control for control in controls if control.group == modality.value]
        for (name, extent), control in zip(offered.items(), group, strict=False):  # they head their group
            assert control.key == f"{modality.value}.{name}" and control.default == extent.usual
            assert control.word in TABLE and f"{control.word}_hint" in TABLE
            chosen[control.key] = extent.low
    assert {"image.size_px", "audio.seconds", "video.num_frames"} <= set(chosen)
    ask(bot, session, **chosen)
    made = {item.part.modality.value: item.part for item in session.transcript.entries[-1].items}
    image, audio, video = made["image"], made["audio"], made["video"]
    assert image.pixels.shape[0] == chosen["image.size_px"] and len(video.frames) == chosen["video.num_frames"]
    assert audio.duration_s == pytest.approx(chosen["audio.seconds"], rel=0.05)


def test_the_export_opens_again(bot, session, picture, tmp_path):
    ask(bot, session, files=[picture])
    with zipfile.ZipFile(export_zip(session)) as archive:
        archive.extractall(tmp_path / "open")
    messages = json.loads((tmp_path / "open" / "transcript.json").read_text())
    again = Conversation.from_messages(messages, tmp_path / "open")
    assert [turn.modalities for turn in again.turns] == [e.turn.modalities for e in session.transcript.entries]
    assert "NExT-GPT" in (tmp_path / "open" / "chat.md").read_text()


def test_the_endpoint_yields_parts_in_order(bot, tmp_path, picture):
    text, files, parts = list(generate(bot, tmp_path, "Show me", [picture], ["text", "image"], 7))[-1]
    assert [part["type"] for part in parts if part["type"] != "text"] == ["image"]
    assert isinstance(open_media(files[0]), Image) and isinstance(text, str)
    with pytest.raises(ValueError, match="empty"):
        list(generate(bot, tmp_path, "", [], [], None))
    with pytest.raises(ValueError, match="modalities"):
        list(generate(bot, tmp_path, "hi", [], ["smell"], None))


def test_examples_have_their_files(bot):
    assert examples_for(bot.can_read, bot.can_make) == list(EXAMPLES)
    for path in {path for example in EXAMPLES for path in example.all_files}:
        open_media(path)
    turns = {(frozenset(e.reads), e.makes) for e in EXAMPLES}
    picture, sound, clip, text = Modality.IMAGE, Modality.AUDIO, Modality.VIDEO, Modality.TEXT
    for reads, makes in (((), {picture}), ((), {sound}), ((), {clip}), ({picture}, {text}), ({picture}, {sound, clip})):
        assert (frozenset(reads), frozenset(makes)) in turns


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.before or e.files][-1:], ids=lambda e: e.word)
def test_an_example_may_begin_in_the_middle_of_a_chat(bot, session, example):
    assert chat.example(bot, session, example, Wish(QUICK, ("text",))).busy
    list(chat.answer(bot, session))
    entries = session.transcript.entries
    assert [e.role for e in entries] == ["user", "assistant"] * 2 and entries[1].items[0].part.caption == "a dragon"
    assert not entries[-1].failure


def test_every_version_of_an_answer_is_kept(bot, session):
    ask(bot, session, text="one", modalities=("text",))
    first = session.transcript.entries[1]
    ask(bot, session, text="two", modalities=("text",))
    chat.retry(session, 1, Wish(QUICK, ("text",)))
    list(chat.answer(bot, session))
    assert len(session.transcript.entries) == 2 and session.transcript.versions(1) == (1, 2)
    second = session.transcript.entries[1]
    chat.retry(session, 1, Wish(QUICK, ("text",)))
    list(chat.answer(bot, session))
    assert session.transcript.versions(1) == (2, 3)
    assert any("3/3" in m["content"] for m in chat.view(session).messages)
    chat.show_version(session, 1, 1)
    assert session.transcript.entries[1] is second
    chat.show_version(session, 1, 0)
    assert session.transcript.entries[1] is first and session.transcript.entries[2].text == "two"
    assert chat.show_version(session, 1, 9).messages == chat.view(session).messages
    assert chat.undo(session, 1).messages == [] and not session.transcript.forks


def test_a_chat_survives_the_page_and_the_server(bot, tmp_path, picture):
    def visit(browser="a" * 40):
        new = Session(tmp_path / "chats", "tiny")
        new.shelf = History(tmp_path / "data").shelf(browser)
        return new

    session = visit()
    ask(bot, session, text="look", files=[picture], modalities=("image",))
    chat.retry(session, 1, Wish(QUICK, ("text",)))
    list(chat.answer(bot, session))
    again = visit()
    (kept,) = again.shelf.list()
    assert kept.title == "look" and kept.id == session.chat_id
    chat.open_chat(again, kept.id)
    assert again.transcript.versions(1) == (1, 2)
    assert len(chat.view(again).messages) == len(chat.view(session).messages)
    chat.show_version(again, 1, 0)
    assert again.transcript.entries[1].paths[0].is_file() and "look" in again.transcript.entries[0].text
    assert chat.open_chat(visit("b" * 40), kept.id).notice, "nobody opens the chat of another"
    chat.rename_chat(again, kept.id, "an owl")
    assert [c.title for c in again.shelf.list()] == ["an owl"]
    chat.delete_chat(again, kept.id)
    assert not again.shelf.list() and not again.transcript.entries


def test_a_reload_in_the_middle_stops_the_old_page_and_shows_what_was_made(bot, tmp_path):
    one, two = (Session(tmp_path / "chats", "tiny") for _ in range(2))
    one.shelf = two.shelf = History(tmp_path / "data").shelf("c" * 40)
    chat.send(bot, one, {"text": "all", "files": []}, Wish(QUICK, ALL))
    views = chat.answer(bot, one)
    while not one.reply.items:
        next(views)
    reply = one.reply
    chat.open_chat(two, one.chat_id)
    assert reply.stopped.is_set() and two.transcript.entries[1].items and two.chat_id and one.chat_id is None
    list(views)


def test_a_chat_goes_on_without_the_media_that_are_gone(bot, tmp_path, picture):
    shelf, page = History(tmp_path / "kept").shelf("v" * 40), Session(tmp_path, "tiny")
    page.shelf = shelf
    ask(bot, page, text="", files=[picture], modalities=("image",))
    chat_id = page.chat_id
    for entry in shelf.load(chat_id).entries:
        entry.paths[0].unlink()
    later = Session(tmp_path, "tiny")
    later.shelf = shelf
    chat.open_chat(later, chat_id)
    last = ask(bot, later, text="go on", modalities=("text",))[-1]
    assert not last.notice and not later.transcript.entries[-1].failure
    assert len(shelf.load(chat_id).entries) == 4, "and it is still kept"
    chat.retry(later, 1, Wish(QUICK, ("text",)))
    assert "is gone" in list(chat.answer(bot, later))[-1].messages[-1]["content"], "what is asked about is missed"


def test_a_saved_chat_comes_back_with_its_media(bot, session, picture, tmp_path):
    ask(bot, session, files=[picture], modalities=("image",))
    path = export_zip(session)
    other = session.__deepcopy__({})
    assert not chat.bring_back(other, path).notice
    assert [e.turn.modalities for e in other.transcript.entries] == [
        e.turn.modalities for e in session.transcript.entries
    ]
    (tmp_path / "no.zip").write_bytes(b"no")
    before = other.transcript
    assert chat.bring_back(other, str(tmp_path / "no.zip")).notice and other.transcript is before


def test_every_word_is_there_in_both_languages():
    for key, words in TABLE.items():
        assert len(words) == len(LANGUAGES) and all(words), key
        named = [sorted(re.findall(r"{(\w+)", text)) for text in words]
        assert named[0] == named[1], key
    words_used = {c.word for c in controls_for(Modality)} | {c.group for c in controls_for(Modality)}
    assert words_used <= set(TABLE) and {e.word for e in EXAMPLES} <= set(TABLE)
    assert language_of("zh-CN,zh;q=0.9,en;q=0.8") == "zh" and language_of("fr, en") == "en" == language_of(None)


def test_the_page_speaks_chinese(bot, session):
    session.language = "zh"
    last = ask(bot, session, modalities=("text",))[-1]
    assert "种子 7" in last.messages[-1]["content"] and "重试" in last.messages[-1]["content"]
    assert "空" in chat.send(bot, session, {}, Wish()).notice


def test_what_went_wrong_is_told_in_chinese_too(bot, session, tmp_path, monkeypatch):
    """The common cases whole; elsewhere a heading with what to do above the sentence that names files and numbers."""
    session.language = "zh"
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    wide = save_media(Image(np.zeros((8, 8, 3), np.uint8)), tmp_path / "wide.png")
    long = save_media(Audio(np.zeros(32_000, np.float32), 16_000), tmp_path / "long.wav")
    (tmp_path / "no.zip").write_bytes(b"no")
    limits = {"wide": {"max_side_px": 4}, "long": {"max_audio_s": 0.5}, "heavy": {"max_file_mb": 1e-5}}
    for name, path in {"bad": tmp_path / "bad.png", "wide": wide, "heavy": wide, "long": long}.items():
        monkeypatch.setattr("nextgpt_core.ui.session.MediaLimits", lambda n=name: MediaLimits(**limits.get(n, {})))
        notice = chat.send(bot, session, {"text": "x", "files": [str(path)]}, Wish()).notice
        heading, sentence = notice.split("\n")
        assert {"bad": "无法使用", "wide": "过大", "heavy": "过大", "long": "过长"}[name] in heading
        assert path.name in sentence and path.name in notice_html(notice)
    assert "字符" in chat.send(bot, session, {"text": "x" * 9000}, Wish()).notice
    assert "无法打开" in chat.bring_back(session, str(tmp_path / "no.zip")).notice
    assert "设置" in ask(bot, session, modalities=("text",), temperature=99.0)[0].notice
    monkeypatch.setattr(type(bot), "can_make", frozenset({Modality.AUDIO}))
    assert "无法生成" in ask(bot, session, modalities=("image",))[-1].messages[-1]["content"]
    monkeypatch.undo()
    for error, said in (
        (MemoryError(), "内存"),
        (BadInput("no", "chat_too_long"), "容量"),
        (NextGPTError("x"), "未能"),
    ):
        assert said in told(error, "zh")
    assert told(NotSupported("it cannot.")) == "The model cannot do this\nIt cannot."


def test_every_reason_of_an_error_has_its_words():
    package = Path(chat.__file__).parents[1]
    sources = [path.read_text(encoding="utf-8") for path in (*package.glob("*.py"), *package.glob("decoders/*.py"))]
    named = set(re.findall(r'"((?:too|chat_too)_l\w+|held_back|bad_zip)"', "".join(sources)))
    assert {"too_large", "too_long", "chat_too_long", "held_back"} <= named
    for reason in named | {"cannot_read", "cannot_make", "not_done", *KINDS.values()}:
        assert f"err_{reason}" in TABLE


def test_old_folders_are_swept(session, tmp_path):
    (tmp_path / "chat-old").mkdir()
    os.utime(tmp_path / "chat-old", (0, 0))
    sweep(tmp_path)
    assert not (tmp_path / "chat-old").exists() and session.folder.exists()


def test_text_parts_only_reach_the_box(bot, session):
    ask(bot, session, text="say", modalities=("text",))
    assert all(isinstance(item.part, Text) for item in session.transcript.entries[-1].items)
