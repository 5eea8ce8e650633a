"""The errors a person is shown. Each message says what was wrong, what was expected and what to do.

Programming mistakes stay `AssertionError`, `TypeError` or `ValueError`; only `NextGPTError` reaches a chat bubble.
"""


class NextGPTError(Exception):
    """Base of every error whose text is meant for the person using the program.

    `reason` names a case so common that the chat page tells it in other languages too (`err_<reason>` in ui/words.py).
    """

    def __init__(self, message: str = "", reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class BadMedia(NextGPTError):
    """A file or array cannot be read as the picture, sound or clip it claims to be, or exceeds a stated limit."""


class BadInput(NextGPTError):
    """A message, option or configuration value is malformed or out of its stated range."""


class MissingWeights(NextGPTError):
    """Weights are absent, unreachable or damaged; the message names the file and the command that fetches it."""


class NotSupported(NextGPTError):
    """The loaded model cannot read or make what was asked for; the message says what it can."""


class Cancelled(NextGPTError):
    """The person stopped the reply; raised inside a denoising or token loop within one step."""
