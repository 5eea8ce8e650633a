"""The chat as one MCP tool, `generate`, over streamable HTTP at /mcp; needs the package `mcp`. Asks for the key."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator
from typing import Annotated, Literal

from starlette.responses import JSONResponse
from starlette.routing import Route

from nextgpt_core.conversation import Conversation
from nextgpt_core.errors import BadInput, NextGPTError, NotSupported
from nextgpt_core.events import Finished, MediaStarted, MediaStep
from nextgpt_core.media import Modality, Part, Text
from nextgpt_core.recipe import media_recipe
from nextgpt_core.ui.routes.asking import Asking
from nextgpt_core.ui.routes.media_in_text import MIME_TYPES, medium_bytes, open_data_url
from nextgpt_core.ui.routes.openai import key_matches
from nextgpt_core.ui.routes.replies import error_body
from nextgpt_core.ui.routes.requests import read_options

PATH = "/mcp"
MAX_FILES = 8
INSTRUCTIONS = "Ask NExT-GPT, a model that reads and makes text, pictures, sounds and clips."


class MCPTool:
    """`routes` to mount, and `running()`, an async context that must be open while they are served."""

    def __init__(self, asking: Asking, key: str) -> None:
        try:
            from mcp.server.fastmcp import FastMCP
            from mcp.server.transport_security import TransportSecuritySettings
        except ImportError as error:
            raise NotSupported('--mcp needs the package mcp; install it with: pip install "mcp>=1.21,<2"') from error
        # The key guards against strange pages in a visitor's browser; the host's name is not ours to know.
        safety = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        self.asking, self.key = asking, key
        self.server = FastMCP("NExT-GPT", INSTRUCTIONS, stateless_http=True, transport_security=safety)
        self._add_tool()
        self.server.streamable_http_app()  # makes the session manager
        self.sessions = self.server.session_manager

    @property
    def routes(self) -> list[Route]:
        return [Route(PATH, endpoint=_Guarded(self.sessions.handle_request, self.key), methods=None)]

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self.sessions.run():
            yield

    def _add_tool(self) -> None:
        from mcp.server.fastmcp import Context
        from mcp.server.fastmcp.exceptions import ToolError
        from pydantic import Field

        makes = sorted(m.value for m in {*self.asking.bot.can_make, Modality.TEXT})
        names = Literal[tuple(makes)]  # type: ignore[valid-type]

        # no postponed annotations here: the tool's schema is read from them
        async def generate(prompt, files, modalities, seed, context):
            try:
                finished, options = await self._ask(prompt, files, modalities, seed, context)
                return await asyncio.to_thread(self._blocks, finished, options, prompt)
            except NextGPTError as error:
                raise ToolError(str(error)) from error
            except Exception as error:
                raise ToolError(error_body(error)[1]["error"]["message"]) from error

        generate.__annotations__ = {
            "prompt": Annotated[str, Field(description="what to say; may be empty when files are given")],
            "files": Annotated[
                list[str],
                Field(description="pictures, sounds and clips to read, each as a data URL (data:...;base64,)"),
            ],
            "modalities": Annotated[
                list[names], Field(description="what the answer must hold; empty lets the model choose")
            ],
            "seed": Annotated[int | None, Field(description="the same seed gives the same answer; empty draws one")],
            "context": Context,
        }
        generate.__defaults__ = ("", [], [], None, None)
        self.server.add_tool(
            generate,
            name="generate",
            description="Answers one message with any mix of text, picture, sound and clip.",
            structured_output=False,
        )

    async def _ask(self, prompt, files, modalities, seed, context):
        if len(files) > MAX_FILES:
            raise BadInput(f"{len(files)} files were sent; at most {MAX_FILES} go with one message.")
        parts = [await asyncio.to_thread(open_data_url, url) for url in files]
        if prompt.strip():
            parts.append(Text(prompt.strip()))
        options = read_options({"seed": seed, "modalities": modalities or None}).for_config(self.asking.bot.config)
        async with contextlib.aclosing(self.asking.events(Conversation().say(*parts), options)) as events:
            steps_done = 0
            async for event in events:
                if isinstance(event, MediaStarted):
                    await context.report_progress(steps_done, message=f"making {event.modality}: {event.caption}")
                elif isinstance(event, MediaStep):
                    steps_done += 1
                    told = f"{event.modality}: step {event.step} of {event.num_steps}"
                    await context.report_progress(steps_done, message=told)
                elif isinstance(event, Finished):
                    return event, options
        raise AssertionError("a stream always ends with Finished")

    def _blocks(self, finished: Finished, options, prompt: str) -> list:
        """The answer's parts in spoken order as MCP content."""
        from mcp import types

        def block(part: Part):
            if isinstance(part, Text):
                return types.TextContent(type="text", text=part.text)
            recipe = media_recipe(part, prompt, finished.seed, options, self.asking.bot.config.preset)
            data = base64.b64encode(medium_bytes(part, recipe)).decode("ascii")
            mime = MIME_TYPES[part.modality]
            if part.modality == Modality.IMAGE:
                return types.ImageContent(type="image", data=data, mimeType=mime)
            if part.modality == Modality.AUDIO:
                return types.AudioContent(type="audio", data=data, mimeType=mime)
            name = f"nextgpt://made/{part.content_hash[:16]}.mp4"  # MCP has no content of its own for clips
            held = types.BlobResourceContents(uri=name, blob=data, mimeType=mime)
            return types.EmbeddedResource(type="resource", resource=held)

        return [block(part) for part in finished.parts]


class _Guarded:
    """An ASGI application that asks for the key before it lets a request in."""

    def __init__(self, inside, key: str) -> None:
        self.inside, self.key = inside, key

    async def __call__(self, scope, receive, send) -> None:
        header = next((v for k, v in scope["headers"] if k == b"authorization"), b"").decode("latin-1")
        if key_matches(header, self.key):
            await self.inside(scope, receive, send)
        else:
            told = {"error": "the key is missing or wrong; send it as 'Authorization: Bearer <key>'."}
            await JSONResponse(told, 401)(scope, receive, send)
