"""The cards of the empty chat: what to try, with the files it needs and the kinds of answer it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nextgpt_core.media import Modality

ASSETS = Path(__file__).resolve().parents[2] / "assets" / "examples"
IMAGE, AUDIO, VIDEO, TEXT = Modality.IMAGE, Modality.AUDIO, Modality.VIDEO, Modality.TEXT


@dataclass(frozen=True)
class Example:
    """`files` and `icon` are names in assets/examples."""

    title: str
    text: str
    makes: frozenset[Modality]
    icon: str
    files: tuple[str, ...] = ()
    reads: frozenset[Modality] = frozenset()

    @property
    def icon_path(self) -> str:
        return str(ASSETS / self.icon)

    @property
    def draft(self) -> dict:
        return {"text": self.text, "files": [str(ASSETS / name) for name in self.files]}


def _makes(*modalities: Modality) -> frozenset[Modality]:
    return frozenset(modalities)


EXAMPLES = (
    Example("A picture of a fox", "Show me a picture of a fox.", _makes(IMAGE), "fox.png"),
    Example("The sound of a violin", "Let me hear a violin.", _makes(AUDIO), "violin.png"),
    Example("A clip of a rocket", "Make a video of a rocket.", _makes(VIDEO), "rocket.png"),
    Example(
        "What is in this picture?",
        "What is in this picture?",
        _makes(TEXT),
        "owl.png",
        ("owl-picture.png",),
        _makes(IMAGE),
    ),
    Example(
        "Who makes this sound? Show me",
        "What makes this sound? Show me a picture of it.",
        _makes(TEXT, IMAGE),
        "speaker.png",
        ("dog-bark.wav",),
        _makes(AUDIO),
    ),
    Example(
        "A cat: picture, sound and clip",
        "Show me a cat as a picture, let me hear it, and make a video of it.",
        _makes(IMAGE, AUDIO, VIDEO),
        "cat.png",
    ),
)


def examples_for(can_read: frozenset[Modality], can_make: frozenset[Modality]) -> list[Example]:
    """The examples that this model can do and whose files are here."""
    return [
        example
        for example in EXAMPLES
        if example.makes <= can_make | {TEXT}
        and example.reads <= can_read
        and all((ASSETS / name).is_file() for name in (*example.files, example.icon))
    ]
