"""How an error is told on the page: a heading in the visitor's language with what to do, then the error's own sentence.

That sentence is English: it names files, numbers and commands. Knows no Gradio.
"""

from __future__ import annotations

import errno
import logging

from nextgpt_core.errors import BadInput, BadMedia, MissingWeights, NextGPTError, NotSupported
from nextgpt_core.ui.words import say

log = logging.getLogger(__name__)
KINDS = {BadMedia: "unreadable", BadInput: "bad_input", MissingWeights: "missing_weights", NotSupported: "cannot"}


class Refused(BadInput):
    """A wish that the page itself refuses, in the visitor's own language."""


def plain_words(error: Exception, language: str = "en") -> str:
    """One sentence, without a heading. Surprises are logged in full."""
    if isinstance(error, NextGPTError):
        text = str(error)
        return text[:1].upper() + text[1:]
    log.error("unexpected error while answering", exc_info=error)
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return say(language, "no_memory")
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return say(language, "no_room")
    return say(language, "went_wrong", error=type(error).__name__)


def told(error: Exception, language: str = "en", otherwise: str = "") -> str:
    """The heading, where the sentence is not in the visitor's language already, and the sentence on a line of its own.
    `otherwise` is the reason where the error gives none."""
    sentence = plain_words(error, language)
    if not isinstance(error, NextGPTError) or isinstance(error, Refused):
        return sentence
    kind = next((word for kind, word in KINDS.items() if isinstance(error, kind)), "not_done")
    return f"{say(language, f'err_{error.reason or otherwise or kind}')}\n{sentence}"
