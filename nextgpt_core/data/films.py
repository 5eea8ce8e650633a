"""Films in conversations: a clip with the sound of what it shows, asked for at once or of what was made before.

Joins the wordings of film_requests.py to things that can be seen and heard.
"""

from __future__ import annotations

import random

from nextgpt_core.data import phrases
from nextgpt_core.data.answers import film_turn, made_turn
from nextgpt_core.data.asking import filled, user
from nextgpt_core.data.backgrounds import SETTINGS
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.catalogue import Catalogue, spoken_names
from nextgpt_core.data.combined_requests import TOGETHER_HELD
from nextgpt_core.data.film_requests import film_after, film_request, silent_request
from nextgpt_core.data.grammar import agreeing, is_several
from nextgpt_core.data.sound_captions import heard_phrase
from nextgpt_core.data.sound_wants import doing_of, noise_of, sound_of
from nextgpt_core.data.wants import clip_of, is_ground_held

SILENT_SHARE = 0.2  # of films, those asked for without sound
TOLD_SHARE = 0.05  # of films, those that follow a question about the sound in words


def asked_after(rng: random.Random, label: str, catalogue: Catalogue, moving: bool) -> str:
    """A wish for a film of what the conversation is about; `moving`: a clip of it was made already."""
    verb = doing_of(label, catalogue)
    return film_after(rng, verb is not None, moving).format(noise=noise_of(label), **_verbs(verb))


def _verbs(verb: tuple[str, str, str] | None) -> dict[str, str]:
    return dict(zip(("do", "does", "doing"), verb or ("", "", ""), strict=True))


def draw_film(rng: random.Random, catalogue: Catalogue) -> list[dict]:
    """One clip together with the sound of what it shows; now and then asked for without the sound."""
    concept, label = rng.choice(catalogue.seen_and_heard)
    thing, verb = catalogue.by_name[concept], doing_of(label, catalogue)
    name, turns, kind = spoken_names(thing)[0], [], rng.random()
    held, silent = catalogue.split == "held", kind < SILENT_SHARE
    if held:
        template, silent = rng.choice(TOGETHER_HELD["VA"]), False
    elif silent:
        template = silent_request(rng)
    elif verb is not None and kind < SILENT_SHARE + TOLD_SHARE:
        noise = f"What noise {'do' if is_several(name) else 'does'} {phrases.with_article(name)} make, in words?"
        told = rng.choice(("It {does}.", "That is easy: it {does}.", "It is {doing} that one hears."))
        turns = [user(noise), {"role": "assistant", "content": [{"text": told.format(**_verbs(verb))}]}]
        template = film_after(rng, moving=False)
    else:
        template = film_request(rng, verb is not None)
    ground = rng.choice((*SETTINGS, *COLOURS)) if "{a}" in template and rng.random() < 0.12 else None
    if not held and is_ground_held(thing, ground):
        ground = None
    clip = clip_of(thing, ground=ground)
    many = phrases.plural(name) if phrases.can_be_counted(name) else clip.said
    gaps = {"a": clip.said, "bare": clip.name, "noise": noise_of(label), "heard": heard_phrase(label), "many": many}
    asked = filled(agreeing(template, is_several(clip.said)), **gaps, **_verbs(verb))
    if silent:
        return [user(asked), made_turn(clip, rng, asked=asked)]
    return [*turns, user(asked), film_turn(clip, sound_of(label, catalogue), rng, asked)]
