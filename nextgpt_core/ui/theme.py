"""Colours, type and spacing of the page: one accent colour, system fonts, media first. Knows components by id only."""

import json
from pathlib import Path

from nextgpt_core.ui.words import script_words

ACCENT = "teal"
FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def page_theme():
    """A Gradio theme without web fonts: the page asks no other server for anything."""
    import gradio as gr

    theme = gr.themes.Base(primary_hue=ACCENT, neutral_hue="zinc", radius_size="lg", font=FONTS, font_mono=MONO)
    dark = "#131416"
    return theme.set(
        body_background_fill="#ffffff",
        body_background_fill_dark=dark,
        background_fill_primary_dark=dark,
        background_fill_secondary="#ffffff",
        background_fill_secondary_dark=dark,
        body_text_color_subdued="#62626b",
        body_text_color_subdued_dark="#a1a1aa",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1c1d20",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_shadow="none",
        checkbox_label_background_fill_selected="*primary_50",
        checkbox_label_background_fill_selected_dark="*primary_900",
        color_accent_soft="*neutral_100",
        color_accent_soft_dark="*neutral_800",
        border_color_accent_subdued="transparent",
        border_color_accent_subdued_dark="transparent",
        button_secondary_background_fill="transparent",
        button_secondary_background_fill_dark="transparent",
        button_secondary_background_fill_hover="*neutral_100",
        button_secondary_background_fill_hover_dark="*neutral_800",
    )


HERE = Path(__file__).parent
CSS = (HERE / "page.css").read_text(encoding="utf-8")
JS = (HERE / "page.js").read_text(encoding="utf-8").replace("__WORDS__", json.dumps(script_words()))
HEAD = '<meta name="color-scheme" content="light dark">'

# Who this browser is (a secret that never leaves it but to this server) and which chat this tab showed last.
WHO_JS = """
(session) => {
  let id = localStorage.getItem("nextgpt-browser");
  if (!id) {
    id = [...crypto.getRandomValues(new Uint8Array(24))].map((n) => n.toString(16).padStart(2, "0")).join("");
    localStorage.setItem("nextgpt-browser", id);
  }
  return [session, id, sessionStorage.getItem("nextgpt-chat") || ""];
}
"""
ACT_JS = "(...values) => { values[1] = window.nextgptAct; return values; }"
DICE_JS = "() => [Math.floor(Math.random() * 2 ** 32), false]"
CLICK_DOWNLOAD_JS = '() => { document.querySelector("#download").click(); }'
