"""What a program sends in OpenAI's format, as a `Conversation` and `Options`. Raises BadInput for what cannot be done.

Nothing asked for is dropped in silence: a parameter that is not understood and not at its harmless default is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nextgpt_core.config import EXTENTS, NextGPTConfig, Options
from nextgpt_core.conversation import Conversation, Turn
from nextgpt_core.errors import BadInput
from nextgpt_core.media import MEDIA, Modality, Part, Text
from nextgpt_core.ui.controls import read_modalities
from nextgpt_core.ui.routes.media_in_text import open_base64, open_data_url

MAX_MESSAGES = 400
MAX_FILES = 64  # of one conversation

# name -> values that change nothing, so that clients which always send them work
HARMLESS = {
    "n": (None, 1),
    "stop": (None, [], ""),
    "presence_penalty": (None, 0),
    "frequency_penalty": (None, 0),
    "logit_bias": (None, {}),
    "logprobs": (None, False),
    "tools": (None, []),
    "tool_choice": (None, "none", "auto"),
    "response_format": (None, {"type": "text"}),
    "parallel_tool_calls": (None, True, False),
    "store": (None, False),
    "service_tier": (None, "auto", "default"),
}
IGNORED = {"model", "user", "metadata", "stream", "stream_options", "messages", "safety_identifier", "prompt_cache_key"}
KNOWN = {"modalities", "seed", "temperature", "top_p", "max_tokens", "max_completion_tokens", "audio"}
STEPS = {"num_steps", "guidance", "negative_prompt", "candidates", *EXTENTS}
ROLES = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant"}


class BadParameter(BadInput):
    """A value of the request's body; `name` is the parameter, as OpenAI's error shape tells it."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def read_body(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise BadInput("the body must be a JSON object.")
    return body


def check_parameters(body: dict[str, Any], known: set[str], harmless: dict[str, tuple] | None = None) -> None:
    """Raises BadParameter for the first parameter that would not do what it says."""
    for name, value in body.items():
        if name in known:
            continue
        if name not in (harmless or {}):
            raise BadParameter(name, f"{name!r} is not supported here; leave it out.")
        if value not in harmless[name]:
            raise BadParameter(name, f"{name}={value!r} is not supported; leave it out.")


def read_chat(body: dict[str, Any], config: NextGPTConfig) -> tuple[Conversation, Options]:
    """The body of /v1/chat/completions."""
    check_parameters(body, IGNORED | KNOWN | set(MEDIA), HARMLESS)
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise BadParameter("messages", "messages must be a list with at least one message.")
    if len(messages) > MAX_MESSAGES:
        raise BadParameter("messages", f"{len(messages)} messages were sent; at most {MAX_MESSAGES} fit.")
    system, turns = [], []
    for number, message in enumerate(messages):
        role = ROLES.get(message.get("role")) if isinstance(message, dict) else None
        if role is None:
            raise BadParameter("messages", f"message {number} needs a role: system, developer, user or assistant.")
        parts = _read_content(message, number)
        if role != "system":
            turns.append(Turn(role, parts))
        elif all(isinstance(part, Text) for part in parts):
            system += [part.text for part in parts]
        else:
            raise BadParameter("messages", f"message {number} is a system message; it must be plain text.")
    if sum(not isinstance(part, Text) for turn in turns for part in turn.parts) > MAX_FILES:
        raise BadParameter("messages", f"more than {MAX_FILES} media were sent.")
    audio = body.get("audio") or {}
    if not isinstance(audio, dict) or audio.get("format", "wav") != "wav":
        raise BadParameter("audio", 'sounds come as {"format": "wav"}.')
    length = body.get("max_completion_tokens") or body.get("max_tokens")
    options = read_options(body, max_new_tokens=length).for_config(config)
    for modality in MEDIA:
        if modality in body:
            options = options.with_media(modality, **_steps(body[modality], modality))
    return Conversation(tuple(turns), "\n".join(system) if system else None), options


def read_options(body: dict[str, Any], **more: Any) -> Options:
    """seed, temperature, top_p and modalities of a body; absent and null values keep their defaults."""
    names = ("seed", "temperature", "top_p")
    chosen = {name: body[name] for name in names if body.get(name) is not None}
    chosen |= {name: value for name, value in more.items() if value is not None}
    if isinstance(chosen.get("seed"), int):
        chosen["seed"] %= 2**32  # OpenAI allows 64 bits
    modalities = body.get("modalities")
    if modalities is not None:
        if not isinstance(modalities, list) or not all(isinstance(name, str) for name in modalities):
            raise BadParameter("modalities", "modalities must be a list out of text, image, audio, video.")
        chosen["modalities"] = read_modalities(modalities)
    return Options(**chosen)


def read_prompt(
    body: dict[str, Any], config: NextGPTConfig, modality: Modality, known: set[str], **harmless: tuple
) -> tuple[str, Options]:
    """The body of a route that makes one medium: {"prompt", "seed"} and any of STEPS."""
    check_parameters(body, {"model", "user", "prompt", "seed", *STEPS, *known}, harmless)
    prompt = body.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip():
        raise BadParameter("prompt", "prompt must say what to make.")
    options = read_options({"seed": body.get("seed"), "modalities": [modality.value]}).for_config(config)
    return prompt, options.with_media(modality, **_steps({k: body[k] for k in STEPS if k in body}, modality))


def with_side(body: dict[str, Any]) -> dict[str, Any]:
    """The body with OpenAI's "size" ("256x256") as our `size_px`, of square media. Raises BadParameter."""
    size = body.get("size")
    rest = {name: value for name, value in body.items() if name != "size"}
    if size in (None, "auto"):
        return rest
    width, _, height = size.partition("x") if isinstance(size, str) else ("", "", "")
    if not width.isdecimal() or width != height:
        raise BadParameter("size", f'size must be "auto" or a square such as "256x256", not {size!r}.')
    return {**rest, "size_px": int(width)}


def _steps(chosen: Any, modality: Modality) -> dict[str, Any]:
    if not isinstance(chosen, dict):
        raise BadParameter(modality.value, f"{modality} must be an object with {', '.join(sorted(STEPS))}.")
    check_parameters(chosen, STEPS)
    return {name: value for name, value in chosen.items() if value is not None}


def _read_content(message: dict[str, Any], number: int) -> tuple[Part, ...]:
    content = message.get("content")
    # an assistant message of ours may be sent back as it came: its parts say more than its words
    items = message.get("parts") or content
    if items is None:
        return ()
    if isinstance(items, str):
        return (Text(items),)
    if not isinstance(items, list):
        raise BadParameter("messages", f"content of message {number} must be a string or a list.")
    return tuple(_read_item(item, number) for item in items)


def _read_item(item: Any, number: int) -> Part:
    kind = item.get("type") if isinstance(item, dict) else None
    if kind == "text" and isinstance(item.get("text"), str):
        return Text(item["text"])
    if kind not in READERS or not isinstance(item.get(kind), dict | str):
        raise BadParameter(
            "messages",
            f"message {number} holds an item of type {kind!r}; accepted are text, {', '.join(READERS)}, each with a "
            "member of that name.",
        )
    name, read = READERS[kind]
    held = item[kind]
    part = read(held.get(name) if isinstance(held, dict) else held)
    wanted = Modality(kind.removeprefix("input_").removesuffix("_url")) if kind != "file" else part.modality
    if part.modality != wanted:
        raise BadParameter("messages", f"message {number} calls a {part.modality} {kind!r}.")
    return replace(part, caption=str(item.get("caption") or ""))


READERS: dict[str, tuple[str, Callable[[Any], Part]]] = {
    "image_url": ("url", open_data_url),
    "input_audio": ("data", open_base64),
    "audio_url": ("url", open_data_url),
    "video_url": ("url", open_data_url),
    "file": ("file_data", open_data_url),
}
"""item type -> where its medium is written, and how it is opened"""
