"""Draws the page with Gradio and wires chat.py to it. `build_ui(bot)` is the only thing others need.

The transcript lives on the server in each visitor's `Session`; the Chatbot only shows it and is never read back.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import gradio as gr

from nextgpt_core.errors import NextGPTError
from nextgpt_core.media import MEDIA
from nextgpt_core.ui import chat
from nextgpt_core.ui.api import add_generate_endpoint
from nextgpt_core.ui.chat import View, Wish
from nextgpt_core.ui.controls import AUTO, QUALITIES, Control, controls_for, effort, modality_choices
from nextgpt_core.ui.examples import ASSETS, examples_for
from nextgpt_core.ui.export import export_chat
from nextgpt_core.ui.history import History
from nextgpt_core.ui.session import Session
from nextgpt_core.ui.telling import told
from nextgpt_core.ui.theme import ACT_JS, CLICK_DOWNLOAD_JS, DICE_JS, WHO_JS
from nextgpt_core.ui.welcome import caps, chat_list, notice_html, welcome
from nextgpt_core.ui.words import LANGUAGES, TABLE, language_of, say

ONE_AT_A_TIME = {"concurrency_id": "model", "concurrency_limit": 1}
PRIVATE = {"api_visibility": "private", "show_progress": "hidden"}
QUICK = {"queue": False, **PRIVATE}
# The newest choice is the last: Auto drops the others, any other drops Auto, none is Auto. A list of outputs is
# expected back, hence the outer brackets.
PICK_JS = f"""(v) => {{
  if (!v.length || v[v.length - 1] === "{AUTO}") return [["{AUTO}"]];
  return [v.filter((x) => x !== "{AUTO}")];
}}"""
READY_JS = "() => { document.body.dataset.ready = '1' }"
"""From here on nothing that the visitor does is overtaken by the page's first answer."""
# Gradio has words of its own under names like "image": ours get a prefix.
I18N = gr.I18n(**{name: {f"ng_{key}": words[i] for key, words in TABLE.items()} for i, name in enumerate(LANGUAGES)})


def label(key: str):
    """The words of words.TABLE, chosen in the browser."""
    return I18N(f"ng_{key}")


def build_ui(bot, folder: Path | None = None, history: History | None = None):
    """The page of one bot as gr.Blocks; `folder` receives the visitors' media (default: Gradio's own temp folder),
    `history` keeps their chats (default: `history.data_folder()`).

    Launch it with `serve.launch_settings()`: theme, style and script belong to launch in Gradio 6.
    """
    root = (folder or Path(os.environ.get("GRADIO_TEMP_DIR") or tempfile.mkdtemp(prefix="nextgpt-"))) / "chats"
    root.mkdir(parents=True, exist_ok=True)
    history = history or History()
    # Our own files under unguessable folder names: served in place, not hashed and copied again for every update.
    gr.set_static_paths([root, history.folder, ASSETS])
    examples = examples_for(bot.can_read, bot.can_make)
    controls = controls_for(bot.can_make, bot.media_options, bot.extents)
    kinds = modality_choices(bot.can_make)
    name = bot.config.preset

    with gr.Blocks(title="NExT-GPT", fill_height=True, delete_cache=(3600, 86400)) as demo:
        session = gr.State(Session(root, name), delete_callback=lambda gone: gone.clear())
        with gr.Sidebar(open=False, position="left", elem_id="chats", label=label("chats"), width=300):
            gr.Button(label("close"), size="sm", elem_classes=["do", "do-chats", "close-panel"])
            chats = gr.HTML("", elem_id="chat-list")
            with gr.Accordion(label("save_chat"), open=False, elem_id="save"):
                saves = {
                    kind: gr.Button(label(f"as_{kind}"), size="sm", elem_id=f"save-{kind}")
                    for kind in ("zip", "html", "markdown")
                }
            bring = gr.UploadButton(label("open_zip"), file_types=[".zip"], size="sm", elem_id="open-zip")
            download = gr.DownloadButton("Download", elem_id="download", visible="hidden")
        with gr.Row(elem_id="top"):
            gr.Button(label("chats"), size="sm", elem_id="open-chats", elem_classes=["do", "do-chats"])
            gr.HTML("<h1>NExT-GPT</h1>", elem_id="title")
            new_chat = gr.Button(label("new_chat"), size="sm", elem_id="new-chat")
            gr.Button(label("settings"), size="sm", elem_id="open-settings", elem_classes=["do", "do-settings"])
        page = gr.Chatbot(
            elem_id="chat",
            label=label("chat"),
            show_label=False,
            container=False,
            scale=1,
            height=None,
            layout="bubble",
            editable="user",
            buttons=[],
            placeholder=welcome(examples),
            allow_tags=False,
            sanitize_html=True,
        )
        notice = gr.HTML("", elem_id="notice")
        box = gr.MultimodalTextbox(
            elem_id="box",
            placeholder=label("ask"),
            show_label=False,
            label=label("message"),
            container=False,
            sources=["upload", "microphone"],
            file_types=[m.value for m in MEDIA if m in bot.can_read],
            file_count="multiple",
            max_plain_text_length=1_000_000,  # else long words become a text file; too long a message is told
            autofocus=True,
        )
        wanted = gr.CheckboxGroup(
            [(label(kind), kind) for kind in kinds],
            value=[AUTO],
            label=label("answer_with"),
            elem_id="wanted",
            container=False,
        )
        limits = gr.HTML(caps(name), elem_id="caps")
        with gr.Sidebar(open=False, position="right", elem_id="settings", label=label("settings"), width=320):
            gr.Button(label("close"), size="sm", elem_classes=["do", "do-settings", "close-panel"])
            panel = _draw(controls, kinds[1:])
        act = gr.Textbox(visible="hidden")
        who = gr.Textbox(visible="hidden")
        act_ask = gr.Button("ask", elem_id="act-ask", visible="hidden")
        act_quick = gr.Button("act", elem_id="act-quick", visible="hidden")
        add_generate_endpoint(bot, root, ONE_AT_A_TIME)

        values = [panel[control.key] for control in controls]
        live = [page, box, notice, panel["seed"]]
        outputs = [*live, chats]

        def shown(state: View):
            """A View as component updates."""
            draft = {} if state.draft is None else {"value": state.draft}
            return [
                state.messages,
                gr.MultimodalTextbox(submit_btn=not state.busy, stop_btn=state.busy, **draft),
                notice_html(state.notice),  # always sent: gr.HTML takes gr.skip() for properties
                gr.skip() if state.seed is None else state.seed,
            ]

        def all_shown(now: Session, state: View):
            return [*shown(state), chat_list(now)]

        def wish(arguments) -> Wish:
            chosen, *rest = arguments
            return Wish(dict(zip((control.key for control in controls), rest, strict=True)), tuple(chosen or ()))

        def on_load(now: Session, browser_id: str, chat_id: str, request: gr.Request):
            now.language = language_of(request.headers.get("accept-language"))
            try:
                now.shelf = history.shelf(browser_id)
            except NextGPTError as error:
                now.notice = told(error, now.language)
            known = now.shelf is not None and chat_id in {kept.id for kept in now.shelf.list()}
            state = chat.open_chat(now, chat_id) if known else chat.view(now)
            words = now.language
            first = gr.Chatbot(state.messages, placeholder=welcome(examples, words))
            return [
                first,
                *all_shown(now, state)[1:],
                caps(name, words),
                gr.CheckboxGroup([(say(words, kind), kind) for kind in kinds]),
                gr.CheckboxGroup([(say(words, kind), kind) for kind in kinds[1:]]),
                gr.Radio([(say(words, quality), quality) for quality in QUALITIES]),
            ]

        def on_send(now: Session, draft, *arguments):
            return all_shown(now, chat.send(bot, now, draft, wish(arguments)))

        def on_act_ask(now: Session, told: str, *arguments):
            verb, number = (told or "").split("-")[:2]
            if verb == "example":  # the number alone is believed: paths sent by a browser are not
                return all_shown(now, chat.example(bot, now, examples[int(number)], wish(arguments)))
            return all_shown(now, chat.retry(now, int(number), wish(arguments), same_seed=verb == "again"))

        def on_act_quick(now: Session, told: str):
            verb, what, *rest = (told or "").split("-", 2)
            if verb == "undo":
                state = chat.undo(now, int(what))
            elif verb == "show":
                state = chat.show_version(now, int(what), int(rest[0]))
            elif verb == "open":
                state = chat.open_chat(now, what)
            elif verb == "delete":
                state = chat.delete_chat(now, what)
            else:
                state = chat.rename_chat(now, what, rest[0])
            return all_shown(now, state)

        def on_answer(now: Session):
            for state in chat.answer(bot, now):
                yield shown(state)

        def on_edit(now: Session, event: gr.EditData, *arguments):
            index = event.index[0] if isinstance(event.index, list | tuple) else event.index
            return all_shown(now, chat.edit(now, int(index), str(event.value), wish(arguments)))

        asked = [wanted, *values]
        beginnings = [
            box.submit(on_send, [session, box, *asked], outputs, **QUICK),
            page.edit(on_edit, [session, *asked], outputs, **QUICK),
            act_ask.click(on_act_ask, [session, act, *asked], outputs, js=ACT_JS, **QUICK),
        ]
        for beginning in beginnings:
            answering = beginning.then(on_answer, session, live, trigger_mode="multiple", **ONE_AT_A_TIME, **PRIVATE)
            # `then` does not follow a failed event. An update that was on its way when the person pressed stop may
            # have arrived last: what is true is shown once more.
            answering.then(lambda now: all_shown(now, chat.view(now)), session, outputs, **QUICK)
            answering.failure(lambda now: all_shown(now, chat.recover(now)), session, outputs, **QUICK)
        act_quick.click(on_act_quick, [session, act], outputs, js=ACT_JS, **QUICK)
        box.stop(lambda now: all_shown(now, chat.stop(now)), session, outputs, **QUICK)
        new_chat.click(lambda now: all_shown(now, chat.clear(now)), session, outputs, **QUICK)
        bring.upload(lambda now, path: all_shown(now, chat.bring_back(now, path)), [session, bring], outputs, **QUICK)
        for kind, saving in saves.items():
            saving.click(
                lambda now, kind=kind: str(export_chat(now.transcript, now.folder, kind)), session, download, **QUICK
            ).then(None, None, None, js=CLICK_DOWNLOAD_JS, **PRIVATE)
        wanted.input(None, wanted, wanted, js=PICK_JS, **PRIVATE)
        panel["dice"].click(None, None, [panel["seed"], panel["new_seed"]], js=DICE_JS, **PRIVATE)
        panel["seed"].input(None, None, panel["new_seed"], js="() => false", **PRIVATE)
        efforts = {key: panel[key] for key in effort("balanced", controls)}
        panel["quality"].input(
            lambda quality: list(effort(quality, controls).values()), panel["quality"], list(efforts.values()), **QUICK
        )
        first = [*outputs, limits, wanted, panel["never"], panel["quality"]]
        opened = demo.load(on_load, [session, who, act], first, js=WHO_JS, **QUICK)
        opened.then(None, None, None, js=READY_JS, **PRIVATE)
    return demo


def _draw(controls: list[Control], kinds: list[str]) -> dict:
    """The side panel: one accordion per group; returns the components by key."""
    drawn = {
        "quality": gr.Radio(
            [(label(quality), quality) for quality in QUALITIES],
            value="balanced",
            label=label("quality"),
            info=label("quality_hint"),
            elem_id="set-quality",
        )
    }
    for position, group in enumerate(dict.fromkeys(control.group for control in controls)):
        with gr.Accordion(label(group), open=position < 2, elem_id=f"group-{group}"):
            for control in (control for control in controls if control.group == group):
                drawn[control.key] = _component(control, kinds)
            if group == "seed_group":
                drawn["dice"] = gr.Button(label("dice"), size="sm", elem_id="dice")
    return drawn


def _component(c: Control, kinds: list[str]):
    hint = f"{c.word}_hint"
    named = {
        "label": label(c.word),
        "info": label(hint) if hint in TABLE else None,
        "elem_id": f"set-{c.key.replace('.', '-')}",
    }
    if c.kind == "slider":
        return gr.Slider(c.low, c.high, value=c.default, step=c.step, **named)
    if c.kind == "number":
        return gr.Number(value=c.default, precision=0, **named)
    if c.kind == "switch":
        return gr.Checkbox(value=c.default, **named)
    if c.kind == "kinds":
        return gr.CheckboxGroup([(label(kind), kind) for kind in kinds], value=c.default, **named)
    return gr.Textbox(value=c.default, lines=2, max_lines=6, **named)
