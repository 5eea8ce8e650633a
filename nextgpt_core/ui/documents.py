"""A transcript as a plain JSON document and back. Media are named by file; the document never holds a folder.

Driven by the field types of transcript.py: a new field or class there is stored as it is, and an older document that
lacks the field gets its default. Documents may come from strangers: every value is checked against its type.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

from nextgpt_core.conversation import ROLES
from nextgpt_core.errors import BadInput, NextGPTError
from nextgpt_core.media import MEDIA, Part, Text
from nextgpt_core.media_files import SUFFIXES
from nextgpt_core.ui.stored_media import ON_DISK
from nextgpt_core.ui.transcript import Item, Transcript

FORMAT = 1
PART_TYPES = typing.get_args(Part)


def transcript_document(transcript: Transcript, name_of: Callable[[Path], str]) -> dict[str, Any]:
    """`name_of(path)` says under which plain file name a medium is kept."""
    return {"format": FORMAT, "transcript": _plain(transcript, name_of)}


def read_document(document: Any, path_of: Callable[[str], Path]) -> Transcript:
    """The transcript of a document; media stay on disk until used. `path_of(name)` gives the file of a plain name.

    Raises BadInput where the document is malformed or from a newer program.
    """
    try:
        if document["format"] != FORMAT:
            raise BadInput(f"this chat was written by another version (format {document['format']!r}); update.")
        return _value(document["transcript"], Transcript, path_of)
    except NextGPTError:
        raise
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise BadInput(f"this is not a stored chat: {error}.") from error


def media_names(document: Any) -> set[str]:
    """The file names of all media in a document."""
    if isinstance(document, dict):
        own = {document["path"]} if "part" in document and isinstance(document.get("path"), str) else set()
        return own.union(*(media_names(value) for value in document.values()))
    return set().union(*(media_names(value) for value in document)) if isinstance(document, list) else set()


def _plain(value: Any, name_of: Callable[[Path], str]) -> Any:
    if isinstance(value, Text):
        return {"type": "text", "text": value.text}
    if isinstance(value, PART_TYPES):
        return {"type": value.modality.value, "caption": value.caption}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return name_of(value)
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name), name_of) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(item, name_of) for item in value]
    if isinstance(value, dict):
        return {_plain(key, name_of): _plain(item, name_of) for key, item in value.items()}
    assert value is None or isinstance(value, str | int | float | bool), f"transcripts hold no {type(value).__name__}"
    return value


def _value(plain: Any, kind: Any, path_of: Callable[[str], Path]) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any:
        return plain
    if origin in (typing.Union, types.UnionType):
        if plain is None and type(None) in arguments:
            return None
        (kind,) = (argument for argument in arguments if argument is not type(None))
        return _value(plain, kind, path_of)
    if origin in (tuple, list, frozenset, set):
        _check(plain, list)
        kinds = [arguments[0]] * len(plain) if origin is not tuple or arguments[1:] == (...,) else arguments
        return origin(_value(item, each, path_of) for item, each in zip(plain, kinds, strict=True))
    if origin is dict:
        _check(plain, dict)
        return {_value(k, arguments[0], path_of): _value(v, arguments[1], path_of) for k, v in plain.items()}
    if kind is Item:
        return _item(plain, path_of)
    if dataclasses.is_dataclass(kind):
        _check(plain, dict)
        hints = typing.get_type_hints(kind)
        names = [field.name for field in dataclasses.fields(kind) if field.init and field.name in plain]
        if plain.get("role", "user") not in ROLES:
            raise ValueError(f"a role {plain['role']!r}")
        return kind(**{name: _value(plain[name], hints[name], path_of) for name in names})
    if kind is Path:
        _check(plain, str)
        return path_of(plain)
    if issubclass(kind, Enum):
        return kind(plain)
    return float(_check(plain, int, float)) if kind is float else _check(plain, kind)


def _item(plain: Any, path_of: Callable[[str], Path]) -> Item:
    """An item's part and path belong together: a medium is its file."""
    _check(plain, dict)
    told, hints = _check(plain["part"], dict), typing.get_type_hints(Item)
    names = [field.name for field in dataclasses.fields(Item) if field.name in plain and field.name != "part"]
    rest = {name: _value(plain[name], hints[name], path_of) for name in names}
    if told["type"] == "text":
        return Item(Text(_check(told["text"], str)), **{**rest, "path": None})
    if told["type"] not in MEDIA or rest.get("path") is None:
        raise ValueError(f"a part of type {told['type']!r} without a file")
    if rest["path"].suffix != SUFFIXES[told["type"]]:
        raise ValueError(f"{rest['path'].name!r} is called {told['type']}")
    return Item(ON_DISK[told["type"]](rest["path"], _check(told.get("caption", ""), str)), **rest)


def _check(value: Any, *kinds: type) -> Any:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise TypeError(f"{kinds[0].__name__} expected, got {type(value).__name__}")
    return value
