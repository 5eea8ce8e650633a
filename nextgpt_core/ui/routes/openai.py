"""OpenAI-compatible routes over one bot: chat completions, pictures, sounds and the list of models.

Mounted by serve.py beside the page, off unless asked for. Every request must carry the key.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from nextgpt_core.config import Options
from nextgpt_core.conversation import Conversation
from nextgpt_core.errors import BadInput, NotSupported
from nextgpt_core.events import Finished, MediaReady, MediaStarted, MediaStep, TextPiece
from nextgpt_core.media import MediaLimits, Modality, Part, Text
from nextgpt_core.recipe import media_recipe
from nextgpt_core.ui.routes.asking import Asking
from nextgpt_core.ui.routes.media_in_text import data_url, medium_bytes
from nextgpt_core.ui.routes.replies import (
    Completion,
    NotFound,
    chat_message,
    error_body,
    error_shape,
    extra_members,
    part_item,
    usage,
)
from nextgpt_core.ui.routes.requests import BadParameter, read_body, read_chat, read_prompt, with_side

MAX_BODY_BYTES = int(MediaLimits().max_file_mb * 2e6)  # a file of the largest size in base64, and some words
MAX_PICTURES = 4  # of one request
MADE_BY = "nextgpt"


class OpenAIRoutes:
    """`routes` are the Starlette routes; `key` is what `Authorization: Bearer ...` must hold."""

    def __init__(self, asking: Asking, key: str) -> None:
        self.asking, self.bot, self.key = asking, asking.bot, key
        self.started = int(time.time())
        self.model = f"nextgpt-{self.bot.config.preset}"

    @property
    def routes(self) -> list[Route]:
        table = [
            ("GET", "/v1/models", self.list_models),
            ("GET", "/v1/models/{name:path}", self.one_model),
            ("POST", "/v1/chat/completions", self.chat),
            ("POST", "/v1/images/generations", self.images),
            ("POST", "/v1/audio/generate", self.audio),
        ]
        return [Route(path, guarded(handler, self.key), methods=[method]) for method, path, handler in table]

    async def list_models(self, request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [self._model()]})

    async def one_model(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name != self.model:
            raise NotFound(f"there is no model {name!r} here; it is {self.model!r}.")
        return JSONResponse(self._model())

    def _model(self) -> dict[str, Any]:
        reads = sorted(m.value for m in {*self.bot.can_read, Modality.TEXT})
        makes = sorted(m.value for m in {*self.bot.can_make, Modality.TEXT})
        told = {"id": self.model, "object": "model", "created": self.started, "owned_by": MADE_BY}
        return {**told, "input_modalities": reads, "output_modalities": makes}

    async def chat(self, request: Request) -> Response:
        body = await json_body(request)
        # opening media runs ffmpeg: not in the event loop
        conversation, options = await asyncio.to_thread(read_chat, body, self.bot.config)
        conversation.check_askable()
        completion = Completion(self.model)
        if body.get("stream"):
            wants_usage = bool((body.get("stream_options") or {}).get("include_usage"))
            lines = self._chunks(completion, conversation, options, wants_usage)
            first = await anext(lines)  # what is refused is refused with a status, not in the stream
            return StreamingResponse(_with_first(first, lines), media_type="text/event-stream")
        finished = await unless_gone(request, self.asking.finished(conversation, options))
        items = await asyncio.to_thread(self._items, conversation, options, finished)
        message = chat_message(list(finished.parts), items)
        reason = finish_reason(finished, options)
        return JSONResponse(completion.whole(message, reason, finished.timings, finished.seed))

    async def _chunks(
        self, completion: Completion, conversation: Conversation, options: Options, wants_usage: bool
    ) -> AsyncIterator[str]:
        """Server-sent events. Steps of a decoder come as comments, which keep the connection open."""
        prompt, role = conversation.turns[-1].text, {"role": "assistant"}
        try:
            async with contextlib.aclosing(self.asking.events(conversation, options)) as events:
                async for event in events:
                    if isinstance(event, TextPiece):
                        yield _line(completion.chunk({**role, "content": event.text}))
                        role = {}
                    elif isinstance(event, MediaStarted):
                        yield f": {event.modality} started\n\n"
                    elif isinstance(event, MediaStep):
                        yield f": {event.modality} step {event.step} of {event.num_steps}\n\n"
                    elif isinstance(event, MediaReady):
                        seed = (event.seed - event.index) % 2**32
                        item = await asyncio.to_thread(self._item, event.part, prompt, options, seed)
                        yield _line(completion.chunk({**role, "parts": [item], **extra_members(event.part, item)}))
                        role = {}
                    elif isinstance(event, Finished):
                        reason = finish_reason(event, options)
                        yield _line(completion.chunk({}, finish=reason, seed=event.seed))
                        if wants_usage:
                            yield _line(completion.chunk(None, usage=usage(event.timings)))
            yield "data: [DONE]\n\n"
        except Exception as error:
            if isinstance(error, BadInput | NotSupported):
                raise  # nothing was sent yet: these are raised before any compute
            yield _line(error_body(error)[1])

    async def images(self, request: Request) -> Response:
        body = await json_body(request)
        choices = {"n", "response_format"}
        body = with_side(body)
        harmless = {"quality": (None, "auto", "standard"), "style": (None,)}
        harmless |= {
            "output_format": (None, "png"),
            "moderation": (None, "auto"),
            "background": (None, "auto", "opaque"),
        }
        prompt, options = read_prompt(body, self.bot.config, Modality.IMAGE, choices, **harmless)
        count, form = body.get("n") or 1, body.get("response_format") or "b64_json"
        if not isinstance(count, int) or not 1 <= count <= MAX_PICTURES:
            raise BadParameter("n", f"n must be between 1 and {MAX_PICTURES}.")
        if form not in ("b64_json", "url"):
            raise BadParameter("response_format", "response_format must be b64_json or url (a data URL).")
        data = []
        for number in range(count):
            part, content, seed = await self._make(request, prompt, options, Modality.IMAGE, number)
            url = data_url(part.modality, content)
            held = {"url": url} if form == "url" else {"b64_json": url.split(",", 1)[1]}
            data.append({**held, "revised_prompt": part.caption, "seed": seed})
        return JSONResponse({"created": int(time.time()), "data": data, "output_format": "png"})

    async def audio(self, request: Request) -> Response:
        """The sound itself, as WAV."""
        body = await json_body(request)
        prompt, options = read_prompt(body, self.bot.config, Modality.AUDIO, set(), response_format=(None, "wav"))
        _, content, seed = await self._make(request, prompt, options, Modality.AUDIO)
        return Response(content, media_type="audio/wav", headers={"x-seed": str(seed)})

    async def _make(
        self, request: Request, prompt: str, options: Options, modality: Modality, number: int = 0
    ) -> tuple[Part, bytes, int]:
        """One medium for a prompt; `number` moves a chosen seed on."""
        if modality not in self.bot.can_make:
            raise NotSupported(f"this model cannot make {modality}.")
        return await unless_gone(request, make_one(self.asking, prompt, options, modality, number))

    def _item(self, part: Part, prompt: str, options: Options, seed: int) -> dict[str, Any]:
        recipe = media_recipe(part, prompt, seed, options, self.bot.config.preset)
        return part_item(part, medium_bytes(part, recipe))

    def _items(self, conversation: Conversation, options: Options, finished: Finished) -> list[dict[str, Any]]:
        prompt = conversation.turns[-1].text
        return [
            part_item(part) if isinstance(part, Text) else self._item(part, prompt, options, finished.seed)
            for part in finished.parts
        ]


async def make_one(
    asking: Asking, prompt: str, options: Options, modality: Modality, number: int = 0, on_step: Callable | None = None
) -> tuple[Part, bytes, int]:
    """(the medium, its file with its recipe inside, its seed). `on_step(event)` hears every denoising step."""
    if options.seed is not None:
        options = replace(options, seed=(options.seed + number) % 2**32)
    finished = None
    async with contextlib.aclosing(asking.events(Conversation().say(prompt), options)) as events:
        async for event in events:
            if on_step is not None and isinstance(event, MediaStep):
                on_step(event)
            finished = event
    part = next(part for part in finished.parts if part.modality == modality)
    recipe = media_recipe(part, prompt, finished.seed, options, asking.bot.config.preset)
    return part, await asyncio.to_thread(medium_bytes, part, recipe), finished.seed


def guarded(handler: Callable, key: str) -> Callable:
    """Asks for the key first; turns every error into OpenAI's shape."""

    async def answer(request: Request) -> Response:
        if not key_matches(request.headers.get("authorization", ""), key):
            told = "the key is missing or wrong; send it as 'Authorization: Bearer <key>'."
            return JSONResponse(error_shape(told, "authentication_error", code="invalid_api_key"), 401)
        try:
            return await handler(request)
        except Exception as error:
            status, body = error_body(error)
            return JSONResponse(body, status, headers={"retry-after": "5"} if status == 429 else None)

    return answer


def key_matches(header: str, key: str) -> bool:
    """Compares in constant time."""
    scheme, _, given = header.partition(" ")
    same = hmac.compare_digest(given.strip().encode(), key.encode())
    return same and scheme.lower() == "bearer" and bool(key)


async def json_body(request: Request) -> dict[str, Any]:
    """Raises BadInput for what is not a JSON object or too large."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > MAX_BODY_BYTES:
            raise BadInput(f"the request is larger than {MAX_BODY_BYTES / 1e6:.0f} MB; send smaller media.")
    try:
        return read_body(json.loads(bytes(content)))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"the body is not JSON ({error}).") from error


async def unless_gone(request: Request, work) -> Any:
    """The result of a coroutine; it is cancelled when the program that asked hangs up."""
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=0.2))[0]:
            if await request.is_disconnected():
                raise asyncio.CancelledError
        return task.result()
    finally:
        task.cancel()


def finish_reason(finished: Finished, options: Options) -> str:
    return "length" if finished.timings.num_tokens >= options.max_new_tokens else "stop"


def _line(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


async def _with_first(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    async with contextlib.aclosing(rest):
        yield first
        async for line in rest:
            yield line
