"""What it takes to make a medium again, as the plain dictionary that media_files.py stores inside the file."""

from __future__ import annotations

from typing import Any

from nextgpt_core.config import Options
from nextgpt_core.media import Part

MAX_PROMPT_CHARS = 400  # of each text: three of them, escaped, must fit the comment field


def media_recipe(part: Part, prompt: str, seed: int, options: Options, model_name: str) -> dict[str, Any]:
    """What it takes to make this medium again; stored in the file."""
    made = options.media[part.modality]
    return {
        "made_by": "NExT-GPT",
        "model": model_name,
        "prompt": prompt[:MAX_PROMPT_CHARS],
        "caption": part.caption[:MAX_PROMPT_CHARS],
        "seed": seed,
        "num_steps": made.num_steps,
        "guidance": made.guidance,
        "negative_prompt": made.negative_prompt[:MAX_PROMPT_CHARS],
    }
