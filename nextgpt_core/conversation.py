"""Turns and conversations, the message lists people know from other chats, and the prompt template.

A conversation is immutable: every change gives a new one. Media are values (see media.py), never paths in text, so
nothing typed by a person can open a file. Knows no tokenizer and no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nextgpt_core.errors import BadInput
from nextgpt_core.media import Image, Modality, Part, Text

ROLES = ("user", "assistant")


@dataclass(frozen=True)
class Turn:
    """What one side said: parts in spoken order."""

    role: str
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise BadInput(f"a turn's role must be user or assistant, got {self.role!r}.")

    @property
    def text(self) -> str:
        return " ".join(p.text.strip() for p in self.parts if isinstance(p, Text) and p.text.strip())

    @property
    def modalities(self) -> frozenset[Modality]:
        return frozenset(p.modality for p in self.parts if not (isinstance(p, Text) and not p.text.strip()))


@dataclass(frozen=True)
class Conversation:
    turns: tuple[Turn, ...] = ()
    system_prompt: str | None = field(default=None)

    def say(self, *parts: Part | str, role: str = "user") -> Conversation:
        """A new conversation with one more turn; plain strings become `Text`."""
        said = tuple(Text(p) if isinstance(p, str) else p for p in parts)
        return Conversation((*self.turns, Turn(role, said)), self.system_prompt)

    def check_askable(self) -> None:
        """Raises BadInput unless the last turn is a user's and says or shows something."""
        if not self.turns or self.turns[-1].role != "user":
            raise BadInput("there is nothing to answer: the last turn must be the user's.")
        if not self.turns[-1].modalities:
            raise BadInput("the message is empty: type something or attach a picture, a sound or a clip.")

    @staticmethod
    def from_messages(messages: Sequence[dict[str, Any]], folder: Path | str = ".") -> Conversation:
        """Reads [{"role", "content": str | [{"type": "text", "text"} | {"type": "image"|"audio"|"video", "path"}]}].

        Relative paths start at `folder`. Raises BadInput for a malformed list, BadMedia for an unreadable file.
        """
        from nextgpt_core.media_files import open_media

        if not isinstance(messages, Sequence) or isinstance(messages, str | bytes):
            raise BadInput('messages must be a list of {"role": ..., "content": ...}.')
        system, turns = None, []
        for number, message in enumerate(messages):
            if not isinstance(message, dict) or "role" not in message or "content" not in message:
                raise BadInput(f'message {number} must be {{"role": ..., "content": ...}}, got {message!r}.')
            content = message["content"]
            if message["role"] == "system":
                if not isinstance(content, str):
                    raise BadInput("a system message must be plain text.")
                system = content
                continue
            items = [{"type": "text", "text": content}] if isinstance(content, str) else content
            if not isinstance(items, list):
                raise BadInput(f"content of message {number} must be a string or a list, got {type(content).__name__}.")
            parts: list[Part] = []
            for item in items:
                kind = item.get("type") if isinstance(item, dict) else None
                if kind == "text" and isinstance(item.get("text"), str):
                    parts.append(Text(item["text"]))
                elif kind in ("image", "audio", "video") and isinstance(item.get("path"), str | Path):
                    part = open_media(Path(folder) / item["path"])
                    if part.modality != kind:
                        raise BadInput(f"message {number} calls {item['path']} {kind}, but it is {part.modality}.")
                    parts.append(part)
                else:
                    raise BadInput(
                        f"message {number} holds {item!r}; expected a text item with 'text' or an image, audio or "
                        "video item with 'path'."
                    )
            turns.append(Turn(message["role"], tuple(parts)))
        return Conversation(tuple(turns), system)


@dataclass(frozen=True)
class Said:
    """A stretch of prompt: plain text of a person or of the model; never parsed for special tokens."""

    text: str


@dataclass(frozen=True)
class Mark:
    """A structural token of the template by its exact spelling ("<|im_start|>", "<|im_end|>")."""

    token: str


@dataclass(frozen=True)
class Seen:
    """A medium that the model reads through its encoder."""

    part: Part


@dataclass(frozen=True)
class Made:
    """A medium that the model made: its caption and signal tokens are replayed as they were spoken."""

    modality: Modality
    caption: str


Piece = Said | Mark | Seen | Made
START, END = Mark("<|im_start|>"), Mark("<|im_end|>")


def _line(role: str) -> list[Piece]:
    return [START, Said(f"{role}\n")]


def turn_pieces(turn: Turn, readable: Iterable[Modality], makeable: Iterable[Modality]) -> list[Piece]:
    """The pieces of one turn's content. A medium that the assistant made itself (it has a caption) is replayed as
    its span; any other medium is read by its encoder, announced by its name so that text and media stay apart. A
    user's media come before the words, whichever was attached first."""
    readable, makeable = frozenset(readable), frozenset(makeable)
    pieces: list[Piece] = []
    parts = sorted(turn.parts, key=lambda p: isinstance(p, Text)) if turn.role == "user" else turn.parts
    for number, part in enumerate(parts):
        if isinstance(part, Text):
            text = part.text.strip() if turn.role == "assistant" else part.text
            follows_text = number > 0 and isinstance(parts[number - 1], Text)
            pieces.append(Said(f" {text}" if follows_text else text))
        elif turn.role == "assistant" and part.modality in makeable:
            pieces.append(Made(part.modality, part.caption))
        elif part.modality in readable:
            pieces += [Said(f"{part.modality.value}: "), Seen(part), Said("\n")]
        else:
            raise BadInput(f"this model cannot read {part.modality.value}; remove it from the message.")
    return pieces


def prompt_pieces(
    conversation: Conversation,
    system_prompt: str,
    readable: Iterable[Modality],
    makeable: Iterable[Modality],
    form: str = "chatml",
) -> list[Piece]:
    """The whole prompt in one of PROMPT_FORMS: system line, every turn, then the opened assistant turn that the model
    goes on from."""
    system = conversation.system_prompt if conversation.system_prompt is not None else system_prompt
    return PROMPT_FORMS[form](conversation, system, readable, makeable)


def _chatml_pieces(
    conversation: Conversation, system: str, readable: Iterable[Modality], makeable: Iterable[Modality]
) -> list[Piece]:
    pieces: list[Piece] = [*_line("system"), Said(system), END, Said("\n")] if system else []
    for turn in conversation.turns:
        pieces += [*_line(turn.role), *turn_pieces(turn, readable, makeable), END, Said("\n")]
    return [*pieces, *_line("assistant")]


def _vicuna_pieces(
    conversation: Conversation, system: str, readable: Iterable[Modality], makeable: Iterable[Modality]
) -> list[Piece]:
    """`### Human: ... ### Assistant: ... ###`, as the released NExT-GPT was prompted: every medium, also one that the
    model made, is read by its encoder between <Img> and </Img>; each stretch of text begins with the start mark; the
    newest message has a second space before its words. Words are plain text whatever they contain."""
    readable = frozenset(readable)
    pieces: list[Piece] = []
    text = f"{system}\n### Human:" if system else "### Human:"

    def close_text() -> None:
        nonlocal text
        if text:
            pieces.extend((Mark("<s>"), Said(text)))
        text = ""

    for number, turn in enumerate(conversation.turns):
        media = [part for part in turn.parts if not isinstance(part, Text)]
        for part in media:
            if part.modality not in readable:
                raise BadInput(f"this model cannot read {part.modality.value}; remove it from the message.")
            close_text()
            pieces.extend((Mark("<Img>"), Seen(part), Mark("</Img>")))
        newest = number == len(conversation.turns) - 1
        words = f" {turn.text}" if newest else turn.text
        text += words if media else f" {words}"
        text += "\n### Assistant:" if turn.role == "user" else "\n### Human:"
    close_text()
    return pieces


PROMPT_FORMS = {"chatml": _chatml_pieces, "vicuna-v0": _vicuna_pieces}


@dataclass(frozen=True)
class GivenPicture:
    """A picture that a clip may start from. `just_shown`: it came with the message that is answered; then it is what is
    meant, whatever the model takes it for."""

    picture: Image
    just_shown: bool


def last_picture(conversation: Conversation, made: Sequence[Part]) -> tuple[GivenPicture, ...]:
    """The picture that was shown or made last, of which a clip may be wanted; none where there is none."""
    said = [(part, turn is conversation.turns[-1]) for turn in conversation.turns for part in turn.parts]
    all_parts = (*said, *((part, False) for part in made))
    return tuple([GivenPicture(part, now) for part, now in all_parts if isinstance(part, Image)][-1:])
