"""NExT-GPT: a chat that reads and makes text, pictures, sounds and clips. The public face; importing it is cheap.

from nextgpt_core import NextGPT, Options
reply = NextGPT.from_preset("nano").reply([{"role": "user", "content": "Show me a penguin"}], Options(seed=7))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nextgpt_core.config import Options
from nextgpt_core.conversation import Conversation
from nextgpt_core.errors import NextGPTError
from nextgpt_core.media import Audio, Image, Modality, Text, Video

if TYPE_CHECKING:
    from nextgpt_core.pipeline import NextGPT

__all__ = ["Audio", "Conversation", "Image", "Modality", "NextGPT", "NextGPTError", "Options", "Text", "Video"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Loads the pipeline, and torch with it, when it is first asked for."""
    if name == "NextGPT":
        from nextgpt_core.pipeline import NextGPT

        return NextGPT
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
