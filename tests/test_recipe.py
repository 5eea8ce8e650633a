"""The recipe inside a generated file is enough to make the same medium again."""

import numpy as np
import pytest
from conftest import NOISE, quick

from nextgpt_core.config import Options
from nextgpt_core.errors import BadInput
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.media_files import read_recipe, save_media
from nextgpt_core.recipe import media_recipe, recipe_options


@pytest.mark.parametrize("modality", MEDIA)
def test_a_file_tells_how_to_make_it_again(tiny_bot, tmp_path, modality):
    options = quick(modalities=frozenset({Modality.TEXT, modality}), temperature=0.7).with_media(modality, guidance=2.5)
    reply = tiny_bot.reply([{"role": "user", "content": "a red fox"}], options)
    made = next(part for part in reply.parts if part.modality == modality)
    path = save_media(made, tmp_path / "made", media_recipe(made, "a red fox", reply.seed, options, "tiny"))
    recipe = read_recipe(path)
    assert recipe["prompt"] == "a red fox" and recipe["model"] == "tiny" and recipe["guidance"] == 2.5
    assert recipe["seed"] == 3 and recipe["caption"] == made.caption
    again = tiny_bot.reply([{"role": "user", "content": recipe["prompt"]}], recipe_options(recipe))
    remade = next(part for part in again.parts if part.modality == modality)
    assert remade.caption == made.caption
    # The second reply reads the first one's cached prompt: the same sums in another order, so equal up to rounding.
    first, second = (next(v for v in vars(part).values() if isinstance(v, np.ndarray)) for part in (made, remade))
    scale = 255 if first.dtype == np.uint8 else 1
    assert np.abs(first.astype(np.float32) - second.astype(np.float32)).max() <= 0.02 * scale


@pytest.mark.parametrize("modality", MEDIA)
def test_the_longest_texts_still_fit(tmp_path, modality):
    long = "🦊" * 9_000
    options = Options(seed=1, system_prompt=long).with_media(modality, negative_prompt=long)
    part = NOISE[modality](0)
    recipe = read_recipe(save_media(part, tmp_path / "made", media_recipe(part, long, 2**32 - 1, options, "x")))
    assert recipe["prompt"] == "🦊" * 400 and recipe["negative_prompt"] == "🦊" * 300


def test_recipes_of_others_are_refused():
    recipe = media_recipe(NOISE[Modality.IMAGE](0), "x", 1, Options(), "tiny")
    assert recipe_options(recipe).seed == 1
    for wrong in ({}, {"modality": "smell"}, {**recipe, "seed": -1}, {**recipe, "num_steps": "many"}):
        with pytest.raises(BadInput):
            recipe_options(wrong)
