"""Signal spans in ordinary words, for language models that nobody has trained on signal tokens.

    <make_image>a red fox in snow</make_image>

The tags stand where signal_tokens.py has new tokens: the opening tag is written by the model (any instructed model can
be told to), the first "<" of a caption closes it, and the closing tag is forced. Its tokens come after the whole
caption and take the part of the K signals: output projections read their hidden states, adapters learn to fill them.

The tags are plain text and nobody scans prompts for them: only what the model itself says in the turn at hand opens a
span (sampling_tags.py), so a person who types a tag gets an answer, never a decoder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.signal_tokens import SHORT

NAMES = {Modality.IMAGE: "make_image", Modality.AUDIO: "make_audio", Modality.VIDEO: "make_video"}
NOUNS = {Modality.IMAGE: "a picture", Modality.AUDIO: "a sound or music", Modality.VIDEO: "a short clip"}


def opening_tag(modality: Modality) -> str:
    return f"<{NAMES[modality]}>"


def closing_tag(modality: Modality) -> str:
    return f"</{NAMES[modality]}>"


@dataclass(frozen=True)
class TagSignals:
    """The face of `SignalTokens` over tags: no new ids, spans spelled by `tokenize`."""

    base_vocab: int
    makes: tuple[Modality, ...]
    tokenize: Callable[[str], list[int]]

    num_new = 0

    @property
    def modalities(self) -> tuple[Modality, ...]:
        return tuple(m for m in MEDIA if m in self.makes)

    def opening_ids(self, modality: Modality) -> list[int]:
        return self.tokenize(opening_tag(modality))

    def ids(self, modality: Modality) -> tuple[int, ...]:
        """The forced tokens that end a span."""
        return tuple(self.tokenize(closing_tag(modality)))

    def caption_text(self, caption: str) -> str:
        """A caption as it stands between tags; angle brackets would end it and are left out."""
        return caption.replace("<", " ").strip()

    def opens(self) -> dict[int, Modality]:
        """Ids that open a span by themselves: none."""
        return {}

    def is_new(self, token_id: int) -> bool:
        return False

    def name(self, token_id: int) -> str:
        raise KeyError(f"{token_id} is not a signal token; spans are spelled {', '.join(SHORT[m] for m in self.makes)}")


def instructions(makes: Iterable[Modality]) -> str:
    """What a system prompt must say so that an untrained model writes spans."""
    makes = [m for m in MEDIA if m in frozenset(makes)]
    if not makes:
        return ""
    ways = " ".join(f"For {NOUNS[m]} write {opening_tag(m)}description{closing_tag(m)}." for m in makes)
    return (
        f"You can make media. {ways} The description is one plain English sentence that says everything to be seen or "
        "heard; it is turned into the medium and shown to the person at that place. Make a medium when one is asked "
        "for or plainly wanted, one tag for each, and add a short sentence of your own; never say that you cannot."
    )
