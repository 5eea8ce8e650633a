"""Starts the page: launch settings, an own temporary folder that goes with the process, no calls to other servers.

The same server carries, when asked for, OpenAI-compatible routes and an MCP tool; both want a key.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nextgpt_core.media import MediaLimits

ICON = Path(__file__).resolve().parents[2] / "assets" / "icon.svg"
MAX_IN_LINE = 20  # people waiting for an answer; one more is told to come back


@dataclass(frozen=True)
class Doors:
    """What else the server answers besides the page. `key` guards both; empty draws one, which is printed."""

    openai: bool = False
    mcp: bool = False
    key: str = ""

    @property
    def any(self) -> bool:
        return self.openai or self.mcp


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
    from nextgpt_core.ui.layout import I18N
    from nextgpt_core.ui.theme import CSS, HEAD, JS, page_theme

    return {
        "i18n": I18N,
        "theme": page_theme(),
        "css": CSS,
        "js": JS,
        "head": HEAD,
        "footer_links": ["api"],
        "favicon_path": ICON if ICON.is_file() else None,
        "pwa": True,  # can be installed as an app
        "max_file_size": f"{MediaLimits().max_file_mb:.0f}mb",
        "ssr_mode": False,
        "run_history": False,
        "state_session_capacity": 1000,
    }


def door_settings(bot, doors: Doors) -> dict[str, Any]:
    """`app_kwargs` of `Blocks.launch`: routes that stand before the page's own. Raises NotSupported without `mcp`."""
    if not doors.any:
        return {}
    from nextgpt_core.ui.routes.asking import Asking
    from nextgpt_core.ui.routes.openai import OpenAIRoutes
    from nextgpt_core.ui.routes.videos import VideoRoutes

    asking, routes, settings = Asking(bot), [], {}
    if doors.openai:
        routes += OpenAIRoutes(asking, doors.key).routes + VideoRoutes(asking, doors.key).routes
    if doors.mcp:
        from nextgpt_core.ui.routes.mcp import MCPTool

        tool = MCPTool(asking, doors.key)
        routes += tool.routes

        @contextlib.asynccontextmanager
        async def lifespan(app):
            async with tool.running():
                yield

        settings["lifespan"] = lifespan
    return {"app_kwargs": {"routes": routes, **settings}}


def serve(
    bot, host: str = "127.0.0.1", port: int = 7860, share: bool = False, block: bool = True, doors: Doors | None = None
) -> str:
    """Opens the page of `bot` and returns its address; with `block` only after the server was stopped."""
    prepare_environment()
    from nextgpt_core.ui.layout import build_ui

    doors = doors or Doors()
    if doors.any and not doors.key:
        doors = Doors(doors.openai, doors.mcp, secrets.token_urlsafe(24))
        print(f"Key of the API, drawn for this run (set NEXTGPT_API_KEY to choose one): {doors.key}", flush=True)
    demo = build_ui(bot).queue(max_size=MAX_IN_LINE)
    _, url, _ = demo.launch(
        server_name=host,
        server_port=port,
        share=share,
        prevent_thread_lock=not block,
        **launch_settings(),
        **door_settings(bot, doors),
    )
    return url
