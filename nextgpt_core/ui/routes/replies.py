"""What a program gets back, in OpenAI's shapes, and what it is told when something is wrong.

Beyond OpenAI's own members a message has `images` (as OpenRouter gives them) and `parts`: everything in spoken order,
media as data URLs, in the form that a message's content takes, so that it can be sent back in the next turn.
"""

from __future__ import annotations

import base64
import logging
import secrets
import time
from typing import Any

from nextgpt_core.errors import NextGPTError
from nextgpt_core.events import Timings
from nextgpt_core.media import Modality, Part, Text
from nextgpt_core.ui.routes.asking import Busy
from nextgpt_core.ui.routes.media_in_text import data_url

log = logging.getLogger(__name__)
KINDS = {Modality.IMAGE: "image_url", Modality.AUDIO: "input_audio", Modality.VIDEO: "video_url"}
AUDIO_LIFE_S = 24 * 3600


class NotFound(NextGPTError):
    """What was asked for by its id is not there."""


def part_item(part: Part, content: bytes = b"") -> dict[str, Any]:
    """One part as an item of a content list; `content` is the medium's file."""
    if isinstance(part, Text):
        return {"type": "text", "text": part.text}
    kind = KINDS[part.modality]
    if part.modality == Modality.AUDIO:
        held = {"data": base64.b64encode(content).decode("ascii"), "format": "wav"}
    else:
        held = {"url": data_url(part.modality, content)}
    return {"type": kind, kind: held, "caption": part.caption}


def extra_members(part: Part, item: dict[str, Any]) -> dict[str, Any]:
    """The members by which other clients know a medium: OpenAI's `audio`, OpenRouter's `images`."""
    if part.modality == Modality.AUDIO:
        told = {"id": f"audio_{secrets.token_hex(8)}", "expires_at": int(time.time()) + AUDIO_LIFE_S}
        return {"audio": {**told, "data": item["input_audio"]["data"], "transcript": part.caption}}
    if part.modality == Modality.IMAGE:
        return {"images": [{"type": "image_url", "image_url": item["image_url"]}]}
    return {}


def chat_message(parts: list[Part], items: list[dict[str, Any]]) -> dict[str, Any]:
    """The message of an answer. `content` holds its words alone; the first sound is its `audio`."""
    words = "\n\n".join(part.text for part in parts if isinstance(part, Text))
    message: dict[str, Any] = {"role": "assistant", "content": words or None, "refusal": None}
    for part, item in zip(parts, items, strict=True):
        for name, value in extra_members(part, item).items():
            message[name] = [*message[name], *value] if name == "images" and name in message else value
    return {**message, "parts": items}


def usage(timings: Timings) -> dict[str, int]:
    said, read = timings.num_tokens, timings.num_prompt_tokens
    return {"prompt_tokens": read, "completion_tokens": said, "total_tokens": read + said}


class Completion:
    """The frame around one answer: the same id, time and model on every chunk."""

    def __init__(self, model: str) -> None:
        self.head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": model}

    def whole(self, message: dict[str, Any], finish: str, timings: Timings, seed: int) -> dict[str, Any]:
        choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
        return {**self.head, "object": "chat.completion", "choices": [choice], "usage": usage(timings), "seed": seed}

    def chunk(self, delta: dict[str, Any] | None, finish: str | None = None, **more: Any) -> dict[str, Any]:
        """A chunk with one delta; None for a chunk that has no choice, only `more`."""
        choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]
        return {**self.head, "object": "chat.completion.chunk", "choices": choices, **more}


def error_body(error: Exception) -> tuple[int, dict[str, Any]]:
    """(HTTP status, OpenAI's error shape) for whatever happened. Surprises are logged and told in one sentence."""
    if isinstance(error, Busy):
        return 429, error_shape(str(error), "rate_limit_error", code="rate_limit_exceeded")
    if isinstance(error, NotFound):
        return 404, error_shape(str(error), "invalid_request_error")
    if isinstance(error, NextGPTError):
        return 400, error_shape(str(error), "invalid_request_error", getattr(error, "name", None))
    log.error("unexpected error while answering a program", exc_info=error)
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return 503, error_shape("the machine ran out of memory; ask for fewer media at once.", "server_error")
    return 500, error_shape(f"something went wrong inside the program ({type(error).__name__}).", "server_error")


def error_shape(message: str, kind: str, param: str | None = None, code: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
