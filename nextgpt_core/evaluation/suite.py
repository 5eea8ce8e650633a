"""The lines of a suite: a conversation to be answered and what is expected of the answer.

Reads JSON lines and refuses a malformed one by its number. Does not know models, judges or how answers are scored.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from nextgpt_core.conversation import Conversation
from nextgpt_core.errors import BadInput, BadMedia
from nextgpt_core.evaluation.facts import FACTS, check_fact
from nextgpt_core.media import MEDIA, Modality

HELD_OUT = Path(__file__).parent / "suite" / "held_out.jsonl"
CONVERSATIONS = Path(__file__).parent / "suite" / "conversations.jsonl"


@dataclass(frozen=True)
class Expect:
    """What the answer should be; None or empty: not judged."""

    modalities: frozenset[Modality] | None = None
    """Exactly these, as a set; text counts when it is not blank."""
    order: tuple[Modality, ...] | None = None
    """The parts in spoken order; neighbouring text parts count as one."""
    concept: dict[Modality, tuple[str, ...]] = field(default_factory=dict)
    """What each medium shows or sounds like, by any name of the judges' vocabulary; several: each is asked for."""
    answer_any: tuple[str, ...] = ()
    """At least one of these words or phrases is in the text."""
    answer_each: tuple[tuple[str, ...], ...] = ()
    """Of each of these lists too: both parts of a mixture, an instrument and its tempo."""
    answer_none: tuple[str, ...] = ()
    """None of these words or phrases is in the text: what is not there to be seen or heard."""
    caption: dict[Modality, tuple[str, ...]] = field(default_factory=dict)
    """Words or phrases that the caption of a medium must keep: what was asked for and a decoder is told."""
    moves: bool | None = None
    """Whether the clip moves."""
    film: bool | None = None
    """Whether one clip holds the sound too, so that it plays with it."""
    facts: dict[str, str | int] = field(default_factory=dict)
    """What is true of the media, by the names of facts.FACTS: {"colour": "red", "count": 2, "motion": "growing"}."""


@dataclass(frozen=True)
class Case:
    """One line. `messages` goes to Conversation.from_messages piece by piece: see `stretches`."""

    id: str
    line: int
    messages: tuple[dict[str, Any], ...]
    expect: Expect

    @property
    def category(self) -> str:
        return self.id.rsplit("-", 1)[0]

    def stretches(self, folder: Path) -> list[Conversation]:
        """The conversation cut after every turn the model must answer itself, the last turn included, in order.

        Raises BadInput or BadMedia, naming the line.
        """
        pieces: list[list[dict[str, Any]]] = [[]]
        for message in self.messages:
            if message.get("generate"):
                pieces.append([])
            else:
                pieces[-1].append(message)
        try:
            return [Conversation.from_messages(piece, folder) for piece in pieces]
        except (BadInput, BadMedia) as error:
            raise type(error)(f"line {self.line} ({self.id}): {error}") from error


def read_suite(path: Path | str) -> list[Case]:
    """All cases of a file. Raises BadInput naming the line that is not as it should be."""
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read ({error}); expected a file of JSON lines.") from error
    cases: list[Case] = []
    seen: dict[str, int] = {}
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            case = _case(text, number)
            if case.id in seen:
                raise BadInput(f"the id {case.id!r} was used on line {seen[case.id]} already.")
        except BadInput as error:
            raise BadInput(f"{path.name}, line {number}: {error}") from error
        seen[case.id] = number
        cases.append(case)
    if not cases:
        raise BadInput(f"{path} holds no lines; expected one JSON object a line.")
    return cases


def _case(text: str, number: int) -> Case:
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(f"not JSON ({error}).") from error
    if not isinstance(row, dict):
        raise BadInput('expected an object with "id", "messages" and "expect".')
    _only(row, {"id", "messages", "expect"}, "the line")
    if not isinstance(row.get("id"), str) or not row["id"] or not set(row["id"]) <= _ID_LETTERS:
        raise BadInput(f'"id" must be letters, digits, "-", "_" and ".", got {row.get("id")!r}.')
    messages = row.get("messages")
    if not isinstance(messages, list) or not messages:
        raise BadInput('"messages" must be a list with at least one message.')
    for place, message in enumerate(messages):
        last = messages[place - 1] if place else {}
        if not isinstance(message, dict):
            raise BadInput(f"message {place} must be an object, got {message!r}.")
        if message.get("generate"):
            if message != {"role": "assistant", "generate": True} or last.get("role") != "user":
                raise BadInput(
                    f'message {place} must be {{"role": "assistant", "generate": true}} after a user message.'
                )
        elif "content" not in message or "role" not in message:
            raise BadInput(f'message {place} must have "role" and "content".')
    if messages[-1].get("role") != "user":
        raise BadInput("the last message must be the user's: it is the one to be answered.")
    return Case(row["id"], number, tuple(messages), _expect(row.get("expect", {})))


_ID_LETTERS = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


def _expect(row: Any) -> Expect:
    if not isinstance(row, dict):
        raise BadInput(f'"expect" must be an object, got {row!r}.')
    _only(row, {known.name for known in fields(Expect)}, '"expect"')
    modalities = _modalities(row["modalities"], "modalities") if "modalities" in row else None
    order = _modalities(row["order"], "order") if "order" in row else None
    wanted, caption = _by_medium(row, "concept"), _by_medium(row, "caption")
    for name in ("moves", "film"):
        if row.get(name) not in (None, True, False):
            raise BadInput(f'"{name}" must be true or false, got {row[name]!r}.')
    any_of, none_of = (_words(row[key], f'"{key}"') if key in row else () for key in ("answer_any", "answer_none"))
    each = row.get("answer_each", [])
    if not isinstance(each, list):
        raise BadInput(f'"answer_each" must be a list of lists of words, got {each!r}.')
    each_of = tuple(_words(words, 'each part of "answer_each"') for words in each)
    facts = _facts(row.get("facts", {}), modalities)
    exactly = frozenset(modalities) if modalities is not None else None
    moves, film = row.get("moves"), row.get("film")
    return Expect(exactly, order, wanted, any_of, each_of, none_of, caption, moves, film, facts)


def _by_medium(row: dict[str, Any], key: str) -> dict[Modality, tuple[str, ...]]:
    words = row.get(key, {})
    if not isinstance(words, dict):
        raise BadInput(f'"{key}" must map a modality to a name, got {words!r}.')
    for medium in words:
        if medium not in [m.value for m in MEDIA]:
            raise BadInput(f'"{key}" has the key {medium!r}; expected image, audio or video.')
    return {
        Modality(medium): _words([names] if isinstance(names, str) else names, f'"{key}" of {medium}')
        for medium, names in words.items()
    }


def _facts(facts: Any, modalities: tuple[Modality, ...] | None) -> dict[str, str | int]:
    if not isinstance(facts, dict):
        raise BadInput(f'"facts" must map names of facts to what is true, got {facts!r}.')
    for name, value in facts.items():
        check_fact(name, value)
        media = FACTS[name].media
        if modalities is not None and not set(media) & set(modalities):
            raise BadInput(f'the fact "{name}" is one of {" or ".join(media)}, which "modalities" does not expect.')
    return dict(facts)


def _only(row: dict[str, Any], known: set[str], what: str) -> None:
    if unknown := sorted(set(row) - known):
        raise BadInput(f"{what} has the unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}.")


def _words(value: Any, what: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(word, str) and word.strip() for word in value):
        raise BadInput(f"{what} must be a name or a list of names, got {value!r}.")
    return tuple(value)


def _modalities(value: Any, what: str) -> tuple[Modality, ...]:
    known = [modality.value for modality in Modality]
    if not isinstance(value, list) or not value or not all(item in known for item in value):
        raise BadInput(f'"{what}" must be a list of {", ".join(known)}, got {value!r}.')
    return tuple(Modality(item) for item in value)
