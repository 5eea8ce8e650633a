"""What it takes to make a medium again, as the plain dictionary that media_files.py stores inside the file."""

from __future__ import annotations

import dataclasses
from typing import Any

from nextgpt_core.config import MediaOptions, Options
from nextgpt_core.errors import BadInput
from nextgpt_core.media import Modality, Part

# Characters of each text that are kept: escaped, an emoji takes twelve, and all must fit the comment field.
MAX_CHARS = {"prompt": 400, "caption": 300, "negative_prompt": 300, "system_prompt": 200}


def media_recipe(part: Part, prompt: str, seed: int, options: Options, model_name: str) -> dict[str, Any]:
    """What it takes to make this medium again; stored in the file. `seed` is the reply's, as a person would type it.

    A reply also depends on what was said before and on the media it was shown, which no file can hold.
    """
    recipe = {
        "made_by": "NExT-GPT",
        "model": model_name,
        "modality": part.modality.value,
        "prompt": prompt,
        "caption": part.caption,
        "seed": seed,
        "temperature": options.temperature,
        "top_p": options.top_p,
        "max_new_tokens": options.max_new_tokens,
        "modalities": sorted(m.value for m in options.modalities) if options.modalities else None,
        "system_prompt": options.system_prompt or "",
        **dataclasses.asdict(options.media[part.modality]),
    }
    return {key: text[: MAX_CHARS[key]] if key in MAX_CHARS else text for key, text in recipe.items()}


def recipe_options(recipe: dict[str, Any]) -> Options:
    """The options a recipe was written with; what an older one lacks keeps its default. Raises BadInput for a recipe
    that is not ours or was tampered with."""
    try:
        modality = Modality(recipe["modality"])
        media = {f.name: recipe[f.name] for f in dataclasses.fields(MediaOptions) if f.name in recipe}
        names = ("seed", "temperature", "top_p", "max_new_tokens", "modalities")
        rest = {name: recipe[name] for name in names if name in recipe}
        options = Options(**rest, system_prompt=recipe.get("system_prompt") or None)
        return options.with_media(modality, **media)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"this file's recipe was not written by NExT-GPT ({error}).") from error
