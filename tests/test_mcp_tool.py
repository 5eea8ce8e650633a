"""The MCP tool, spoken to by the official client over HTTP, on the same server as the page and the OpenAI routes."""

import asyncio
import base64
import json
import os
import socket
import time
import urllib.error
import urllib.request

import pytest
from conftest import noise_picture

from nextgpt_core.events import Finished
from nextgpt_core.media import Audio, Image, Video
from nextgpt_core.ui.routes.media_in_text import data_url, medium_bytes, open_bytes
from nextgpt_core.ui.serve import Doors, launch_settings, serve

pytest.importorskip("mcp", reason='the package mcp is not installed: pip install "mcp>=1.21,<2"')
KEY = "a key for tests"


@pytest.fixture(scope="module")
def address(tiny_bot, tmp_path_factory):
    """The whole server as `python app.py --openai --mcp` starts it, in this process."""
    import gradio as gr

    before = os.environ.get("GRADIO_TEMP_DIR")
    os.environ["GRADIO_TEMP_DIR"] = str(tmp_path_factory.mktemp("gradio"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    yield serve(tiny_bot, port=port, block=False, doors=Doors(openai=True, mcp=True, key=KEY)).rstrip("/")
    gr.close_all()
    os.environ.pop("GRADIO_TEMP_DIR")
    if before is not None:
        os.environ["GRADIO_TEMP_DIR"] = before


def use(address, work, key=KEY):
    """Runs `work(session)` in an initialised MCP session."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def run():
        headers = {"Authorization": f"Bearer {key}"}
        async with streamablehttp_client(f"{address}/mcp", headers=headers) as (read, write, _):
            async with ClientSession(read, write) as session:
                await session.initialize()
                return await work(session)

    return asyncio.run(asyncio.wait_for(run(), 60))


def test_the_tool_makes_every_kind_of_medium(address):
    heard = []

    async def on_progress(progress, total, message):
        heard.append(message)

    async def work(session):
        (tool,) = (await session.list_tools()).tools
        assert tool.name == "generate" and "context" not in tool.inputSchema["properties"]
        assert tool.inputSchema["properties"]["modalities"]["items"]["enum"] == ["audio", "image", "text", "video"]
        picture = noise_picture(1)
        told = {"prompt": "Show me", "files": [data_url(picture.modality, medium_bytes(picture))], "seed": 3}
        told["modalities"] = ["text", "image", "audio", "video"]
        return await session.call_tool("generate", told, progress_callback=on_progress)

    result = use(address, work)
    assert not result.isError, result.content
    by_kind = {block.type: block for block in result.content}
    assert by_kind["text"].text
    assert isinstance(open_bytes(base64.b64decode(by_kind["image"].data)), Image)
    assert isinstance(open_bytes(base64.b64decode(by_kind["audio"].data)), Audio)
    clip = by_kind["resource"].resource
    assert clip.mimeType == "video/mp4" and isinstance(open_bytes(base64.b64decode(clip.blob)), Video)
    assert any("step" in message for message in heard)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"prompt": ""}, "empty"),
        ({"prompt": "x", "files": ["/etc/passwd"]}, "data URL"),
        ({"prompt": "x", "files": ["http://127.0.0.1/x"]}, "data URL"),
        ({"prompt": "x", "modalities": ["smell"]}, "smell"),
        ({"prompt": "x", "files": ["data:,x"] * 9}, "at most"),
    ],
)
def test_what_cannot_be_done_is_told(address, told, why):
    result = use(address, lambda session: session.call_tool("generate", told))
    assert result.isError and why in result.content[0].text


def test_leaving_stops_the_model(address, tiny_bot, monkeypatch):
    stream, heard = tiny_bot.stream, []

    def slowly(*arguments, **named):
        for event in stream(*arguments, **named):
            heard.append(event)
            time.sleep(0.1)
            yield event

    async def work(session):
        told = {"prompt": "everything", "modalities": ["image", "audio", "video"], "seed": 3}
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(session.call_tool("generate", told), 1)

    monkeypatch.setattr(tiny_bot, "stream", slowly)
    use(address, work)
    give_up = time.monotonic() + 20
    while tiny_bot._lock.locked():
        assert time.monotonic() < give_up
        time.sleep(0.02)
    assert heard and not isinstance(heard[-1], Finished) or heard[-1].stopped, "it was finished for nobody"


def test_without_the_key_there_is_no_tool(address):
    for path in ("/mcp", "/v1/models"):
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(urllib.request.Request(address + path, headers={"Authorization": "Bearer no"}))
        assert error.value.code == 401


def test_the_page_and_the_routes_live_on_the_same_server(address):
    request = urllib.request.Request(f"{address}/v1/models", headers={"Authorization": f"Bearer {KEY}"})
    assert json.load(urllib.request.urlopen(request))["data"][0]["id"] == "nextgpt-tiny"
    assert b"NExT-GPT" in urllib.request.urlopen(address).read()
    assert launch_settings()["run_history"] is False


def test_both_are_off_unless_asked_for(tiny_bot):
    from nextgpt_core.ui.serve import door_settings

    assert door_settings(tiny_bot, Doors()) == {}
