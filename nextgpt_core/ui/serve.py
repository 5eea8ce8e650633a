"""Starts the page: launch settings, an own temporary folder that goes with the process, no calls to other servers."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import sys
import tempfile
import threading
from typing import Any

from nextgpt_core.media import MediaLimits


def prepare_environment() -> None:
    """Must run before Gradio is imported: no analytics, and a temporary folder of our own, removed at the end."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if "GRADIO_TEMP_DIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="nextgpt-")
        os.environ["GRADIO_TEMP_DIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        if threading.current_thread() is threading.main_thread():  # Python allows signal handlers nowhere else
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # else a stopped service leaves the folder behind


def launch_settings() -> dict[str, Any]:
    """What `Blocks.launch` needs to show the page as it is meant."""
    from nextgpt_core.ui.theme import CSS, HEAD, JS, page_theme

    return {
        "theme": page_theme(),
        "css": CSS,
        "js": JS,
        "head": HEAD,
        "footer_links": ["api"],
        "max_file_size": f"{MediaLimits().max_file_mb:.0f}mb",
        "ssr_mode": False,
        "run_history": False,
        "state_session_capacity": 1000,
    }


def serve(bot, host: str = "127.0.0.1", port: int = 7860, share: bool = False, block: bool = True) -> str:
    """Opens the page of `bot` and returns its address; with `block` only after the server was stopped."""
    prepare_environment()
    from nextgpt_core.ui.layout import build_ui

    demo = build_ui(bot).queue(max_size=20)
    _, url, _ = demo.launch(
        server_name=host, server_port=port, share=share, prevent_thread_lock=not block, **launch_settings()
    )
    return url
