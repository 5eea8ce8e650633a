"""Draws the page with Gradio and wires chat.py to it. `build_ui(bot)` is the only thing others need.

The transcript lives on the server in each visitor's `Session`; the Chatbot only shows it and is never read back.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import gradio as gr

from nextgpt_core.media import MEDIA, MediaLimits, Modality
from nextgpt_core.ui import chat
from nextgpt_core.ui.api import add_generate_endpoint
from nextgpt_core.ui.bubbles import escape_words
from nextgpt_core.ui.chat import View, Wish
from nextgpt_core.ui.controls import AUTO, Control, controls_for, modality_choices
from nextgpt_core.ui.examples import examples_for
from nextgpt_core.ui.export import export_zip
from nextgpt_core.ui.session import MAX_FILES, Session
from nextgpt_core.ui.theme import CLICK_DOWNLOAD_JS, TOGGLE_SETTINGS_JS

ONE_AT_A_TIME = {"concurrency_id": "model", "concurrency_limit": 1}
PRIVATE = {"api_visibility": "private", "show_progress": "hidden"}
# The newest choice is the last: Auto drops the others, any other drops Auto, none is Auto. A list of outputs is
# expected back, hence the outer brackets.
PICK_JS = f"""(v) => {{
  if (!v.length || v[v.length - 1] === "{AUTO}") return [["{AUTO}"]];
  return [v.filter((x) => x !== "{AUTO}")];
}}"""


def build_ui(bot, folder: Path | None = None):
    """The page of one bot as gr.Blocks; `folder` receives the visitors' media (default: Gradio's own temp folder).

    Launch it with `serve.launch_settings()`: theme, style and script belong to launch in Gradio 6.
    """
    root = (folder or Path(os.environ.get("GRADIO_TEMP_DIR") or tempfile.mkdtemp(prefix="nextgpt-"))) / "chats"
    root.mkdir(parents=True, exist_ok=True)
    # Our own files under unguessable folder names: served in place, not hashed and copied again for every update.
    gr.set_static_paths([root])
    examples = examples_for(bot.can_read, bot.can_make)
    controls = controls_for(bot.can_make)

    with gr.Blocks(title="NExT-GPT", fill_height=True, delete_cache=(3600, 86400)) as demo:
        session = gr.State(Session(root, bot.config.preset), delete_callback=lambda gone: gone.clear())
        with gr.Row(elem_id="top"):
            gr.HTML("<h1>NExT-GPT</h1>", elem_id="title")
            new_chat = gr.Button("New chat", size="sm", elem_id="new-chat", scale=0, min_width=90)
            settings = gr.Button("Settings", size="sm", elem_id="open-settings", scale=0, min_width=80)
            export = gr.Button("Export", size="sm", elem_id="export", scale=0, min_width=80)
            download = gr.DownloadButton("Download", elem_id="download", visible="hidden")
        page = gr.Chatbot(
            elem_id="chat",
            label="Chat",
            show_label=False,
            container=False,
            scale=1,
            height=None,
            layout="bubble",
            editable="user",
            buttons=["copy"],
            placeholder=_welcome(bot),
            examples=[
                {"text": e.text, "display_text": e.title, "icon": e.icon_path, "files": e.draft["files"]}
                for e in examples
            ],
            allow_tags=False,
            sanitize_html=True,
        )
        notice = gr.HTML("", elem_id="notice")
        box = gr.MultimodalTextbox(
            elem_id="box",
            placeholder="Ask for words, a picture, a sound or a clip",
            show_label=False,
            label="Message",
            container=False,
            sources=["upload", "microphone"],
            file_types=[m.value for m in MEDIA if m in bot.can_read],
            file_count="multiple",
            max_plain_text_length=10_000,
            autofocus=True,
        )
        wanted = gr.CheckboxGroup(
            modality_choices(bot.can_make), value=[AUTO], label="Answer with", elem_id="wanted", container=False
        )
        gr.HTML(_caps(bot), elem_id="caps")
        with gr.Sidebar(open=False, position="right", elem_id="settings", label="Settings"):
            panel = _draw(controls)
        add_generate_endpoint(bot, root, ONE_AT_A_TIME)

        values = [panel[control.key] for control in controls]
        outputs = [page, box, notice, panel["seed"]]

        def shown(state: View):
            """A View as component updates."""
            draft = {} if state.draft is None else {"value": state.draft}
            return [
                state.messages,
                gr.MultimodalTextbox(submit_btn=not state.busy, stop_btn=state.busy, **draft),
                notice_html(state.notice),  # always sent: gr.HTML takes gr.skip() for properties
                gr.skip() if state.seed is None else state.seed,
            ]

        def wish(arguments) -> Wish:
            chosen, *rest = arguments
            return Wish(dict(zip((control.key for control in controls), rest, strict=True)), tuple(chosen or ()))

        def on_send(now: Session, draft, *arguments):
            return shown(chat.send(bot, now, draft, wish(arguments)))

        def on_example(now: Session, event: gr.SelectData, *arguments):
            # the index alone is believed: paths sent by a browser are not
            number = event.index[0] if isinstance(event.index, list | tuple) else event.index
            return shown(chat.send(bot, now, examples[int(number)].draft, wish(arguments)))

        def on_answer(now: Session):
            for state in chat.answer(bot, now):
                yield shown(state)

        def on_retry(now: Session, event: gr.RetryData, *arguments):
            return shown(chat.retry(now, _first(event.index), wish(arguments)))

        def on_edit(now: Session, event: gr.EditData, *arguments):
            return shown(chat.edit(now, _first(event.index), str(event.value), wish(arguments)))

        def on_undo(now: Session, event: gr.UndoData):
            return shown(chat.undo(now, _first(event.index)))

        asked = [session, wanted, *values]
        quick = {"queue": False, **PRIVATE}
        beginnings = [
            box.submit(on_send, [session, box, wanted, *values], outputs, **quick),
            page.example_select(on_example, asked, outputs, **quick),
            page.retry(on_retry, asked, outputs, **quick),
            page.edit(on_edit, asked, outputs, **quick),
        ]
        for beginning in beginnings:
            answering = beginning.then(on_answer, session, outputs, trigger_mode="multiple", **ONE_AT_A_TIME, **PRIVATE)
            # `then` does not follow a failed event. An update that was on its way when the person pressed stop may
            # have arrived last: what is true is shown once more.
            answering.then(lambda now: shown(chat.view(now)), session, outputs, **quick)
            answering.failure(lambda now: shown(chat.recover(now)), session, outputs, **quick)
        box.stop(lambda now: shown(chat.stop(now)), session, outputs, **quick)
        page.undo(on_undo, session, outputs, **quick)
        new_chat.click(lambda now: shown(chat.clear(now)), session, outputs, **quick)
        settings.click(None, None, None, js=TOGGLE_SETTINGS_JS, **PRIVATE)
        wanted.input(None, wanted, wanted, js=PICK_JS, **PRIVATE)
        export.click(export_zip, session, download, **quick).then(None, None, None, js=CLICK_DOWNLOAD_JS, **PRIVATE)
    return demo


def notice_html(text: str) -> str:
    return f'<p role="alert">{escape_words(text)}</p>' if text else ""


def _first(index) -> int:
    return int(index[0] if isinstance(index, list | tuple) else index)


def _draw(controls: list[Control]) -> dict:
    """The side panel: one accordion per group; returns the components by key."""
    drawn, groups = {}, dict.fromkeys(control.group for control in controls)
    for position, group in enumerate(groups):
        with gr.Accordion(group, open=position == 0):
            for c in (control for control in controls if control.group == group):
                named = {"label": c.label, "info": c.hint or None, "elem_id": f"set-{c.key.replace('.', '-')}"}
                if c.kind == "slider":
                    drawn[c.key] = gr.Slider(c.low, c.high, value=c.default, step=c.step, **named)
                elif c.kind == "number":
                    drawn[c.key] = gr.Number(value=c.default, precision=0, **named)
                elif c.kind == "switch":
                    drawn[c.key] = gr.Checkbox(value=c.default, **named)
                else:
                    drawn[c.key] = gr.Textbox(value=c.default, lines=2, max_lines=6, **named)
    return drawn


def _names(modalities) -> str:
    words = {Modality.IMAGE: "pictures", Modality.AUDIO: "sounds", Modality.VIDEO: "clips"}
    named = ["text", *(words[m] for m in MEDIA if m in modalities)]
    return ", ".join(named[:-1]) + f" and {named[-1]}" if len(named) > 1 else named[0]


def _welcome(bot) -> str:
    reads, makes = _names(bot.can_read), _names(bot.can_make)
    does = f"reads and makes {reads}" if reads == makes else f"reads {reads}, and makes {makes}"
    return f"## One chat for everything\n\nNExT-GPT {does}, in one conversation."


def _caps(bot) -> str:
    limits = MediaLimits()
    return (
        f"Up to {MAX_FILES} files of {limits.max_file_mb:.0f} MB a message; sounds up to "
        f"{limits.max_audio_s / 60:.0f} min, clips up to {limits.max_video_s / 60:.0f} min. "
        f"Model: {bot.config.preset}. Answers can be wrong."
    )
