"""Films in conversations: a clip with the sound of what it shows, asked for at once or of what was made before.

Joins the wordings of film_requests.py to things that can be seen and heard.
"""

from __future__ import annotations

import random

from nextgpt_core.data import phrases
from nextgpt_core.data.answers import film_turn, made_turn
from nextgpt_core.data.asking import ask_for, assistant, filled, user
from nextgpt_core.data.backgrounds import SETTINGS
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.catalogue import Catalogue, spoken_names
from nextgpt_core.data.combined_requests import TOGETHER_HELD
from nextgpt_core.data.corpora.concepts import Concept
from nextgpt_core.data.film_requests import film_after, film_request, silent_request
from nextgpt_core.data.grammar import agreeing, is_several
from nextgpt_core.data.sound_captions import heard_phrase
from nextgpt_core.data.sound_wants import doing_of, noise_of, sound_of
from nextgpt_core.data.spoken_noises import SPOKEN
from nextgpt_core.data.wants import clip_of, is_ground_held, picture_of

SILENT_SHARE = 0.22  # of films, those asked for without sound
TOLD_SHARE = 0.05  # of films, those that follow a question about the sound in words
AFTER_SHARE = 0.2  # of films, those that follow a clip, a picture or the sound of the thing

_SEEN = frozenset("beat blow drip fall flow gallop pass type".split())
"""What a thing does to be seen as much as to be heard: "a train passing" alone asks for no sound."""


def asked_after(rng: random.Random, concept: Concept, label: str, catalogue: Catalogue, last: str | None) -> str:
    """A wish for a film of what the conversation is about; `last`: the modality of what was made last, if any."""
    gaps = _gaps(rng, concept, label, catalogue)
    return filled(film_after(rng, gaps, last), **gaps)


def _gaps(rng: random.Random, concept: Concept, label: str, catalogue: Catalogue) -> dict[str, str]:
    """What can be said of a thing and of the sound it makes, by the gaps of film_requests.py."""
    clip = clip_of(concept)
    name = spoken_names(concept)[0]
    many = phrases.plural(name) if phrases.can_be_counted(name) else clip.said
    gaps = {"a": clip.said, "bare": clip.name, "noise": noise_of(label), "heard": heard_phrase(label), "many": many}
    if (verb := doing_of(label, catalogue)) is not None and verb[0] not in _SEEN:
        gaps |= dict(zip(("do", "does", "doing"), verb, strict=True))
    if label in SPOKEN:
        gaps["goes"] = rng.choice(SPOKEN[label])
    return gaps


def draw_film(rng: random.Random, catalogue: Catalogue) -> list[dict]:
    """One clip together with the sound of what it shows; now and then asked for without the sound."""
    concept, label = rng.choice(catalogue.seen_and_heard)
    thing, turns, kind = catalogue.by_name[concept], [], rng.random()
    gaps = _gaps(rng, thing, label, catalogue)
    held, silent = catalogue.split == "held", kind < SILENT_SHARE
    if held:
        template, silent = rng.choice(TOGETHER_HELD["VA"]), False
    elif silent:
        template = silent_request(rng)
    elif "does" in gaps and kind < SILENT_SHARE + TOLD_SHARE:
        name = spoken_names(thing)[0]
        noise = f"What noise {'do' if is_several(name) else 'does'} {phrases.with_article(name)} make, in words?"
        told = rng.choice(("It {does}.", "That is easy: it {does}.", "It is {doing} that one hears."))
        turns = [user(noise), assistant(told.format(**gaps))]
        template = film_after(rng, gaps, None)
    elif kind < SILENT_SHARE + TOLD_SHARE + AFTER_SHARE:
        first = rng.choice((clip_of(thing), clip_of(thing), picture_of(thing), sound_of(label, catalogue)))
        said = ask_for(first, rng, catalogue.split)
        turns = [user(said), made_turn(first, rng, asked=said)]
        template = film_after(rng, gaps, first.modality)
    else:
        template = film_request(rng, gaps)
    ground = rng.choice((*SETTINGS, *COLOURS)) if "{a}" in template and rng.random() < 0.12 else None
    if not held and is_ground_held(thing, ground):
        ground = None
    clip = clip_of(thing, ground=ground)
    asked = filled(agreeing(template, is_several(clip.said)), **(gaps | {"a": clip.said}))
    if silent:
        return [user(asked), made_turn(clip, rng, asked=asked)]
    return [*turns, user(asked), film_turn(clip, sound_of(label, catalogue), rng, asked)]
