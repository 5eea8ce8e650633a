"""The cards of the empty chat: what to try, with the files it needs and the kinds of answer it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nextgpt_core.media import Modality

ASSETS = Path(__file__).resolve().parents[2] / "assets" / "examples"
IMAGE, AUDIO, VIDEO, TEXT = Modality.IMAGE, Modality.AUDIO, Modality.VIDEO, Modality.TEXT


@dataclass(frozen=True)
class Example:
    """`word` is a key of words.TABLE; `files` and `icon` are names in assets/examples. `before` is what was said
    already: for each turn its words and, where the assistant showed something, the file."""

    word: str
    text: str
    makes: frozenset[Modality]
    icon: str
    files: tuple[str, ...] = ()
    reads: frozenset[Modality] = frozenset()
    before: tuple[tuple[str, str], ...] = ()

    @property
    def icon_path(self) -> str:
        return str(ASSETS / self.icon)

    @property
    def draft(self) -> dict:
        return {"text": self.text, "files": [str(ASSETS / name) for name in self.files]}

    @property
    def all_files(self) -> list[Path]:
        return [ASSETS / name for name in (self.icon, *self.files, *(file for _, file in self.before if file))]


def _example(word: str, text: str, makes: str, icon: str, *files: str, reads: str = "", before=()) -> Example:
    return Example(word, text, _kinds(makes), icon, files, _kinds(reads), before)


def _kinds(names: str) -> frozenset[Modality]:
    return frozenset(Modality(name) for name in names.split())


EXAMPLES = (
    _example("ex_fox", "Show me a picture of a fox.", "image", "fox.png"),
    _example("ex_violin", "Let me hear a violin.", "audio", "violin.png"),
    _example("ex_rocket", "Make a video of a rocket.", "video", "rocket.png"),
    _example("ex_owl", "What is in this picture?", "text", "owl.png", "owl-picture.png", reads="image"),
    _example(
        "ex_dog",
        "What makes this sound? Show me a picture of it.",
        "text image",
        "speaker.png",
        "dog-bark.wav",
        reads="audio",
    ),
    _example(
        "ex_cat",
        "Let me hear it and make a video of it.",
        "audio video",
        "cat-picture.png",
        "cat-picture.png",
        reads="image",
    ),
    _example(
        "ex_all",
        "Show me a drum as a picture, let me hear it, and make a video of it.",
        "image audio video",
        "drum.png",
    ),
    _example(
        "ex_turns",
        "Now make a video of it.",
        "video",
        "dragon.png",
        before=(("Show me a picture of a dragon.", ""), ("a dragon", "dragon.png")),
    ),
)


def examples_for(can_read: frozenset[Modality], can_make: frozenset[Modality]) -> list[Example]:
    """The examples that this model can do and whose files are here."""
    return [
        example
        for example in EXAMPLES
        if example.makes <= can_make | {TEXT}
        and example.reads <= can_read
        and all(path.is_file() for path in example.all_files)
    ]
