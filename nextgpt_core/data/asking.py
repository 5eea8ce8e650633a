"""User turns: a request worded around a want, and an upload with a question about it and its answer.

Knows requests, questions, seen media and the catalogue; does not know kinds of conversations.
"""

from __future__ import annotations

import random
import re

from nextgpt_core.data import questions
from nextgpt_core.data.catalogue import Catalogue
from nextgpt_core.data.grammar import agreeing, is_several
from nextgpt_core.data.kinds_of_things import CONCEPT_KINDS, SOUND_KINDS, photo_kind
from nextgpt_core.data.misspelling import misspelt
from nextgpt_core.data.question_words import WHAT_KIND, WHAT_KIND_HELD
from nextgpt_core.data.requests import REQUESTS, SOURCE_REQUESTS
from nextgpt_core.data.seen import Seen, seen_clip, seen_photo, seen_picture, seen_sound
from nextgpt_core.data.wants import Want

PHOTO_SHARE = 0.4
SPEECH_SHARE = 0.12
"""Of recordings: people play speech far more often than any one other sound."""
_NAMES_PICTURE = re.compile("pic|image|photo|illustration|icon|look|seen?\\b|wonder")
_ARTICLE = re.compile(r"^(an?|the) ")
NAMED_ALONE = {
    "image": re.compile(""),
    "audio": re.compile(r"ing\b|\b(tune|melody|song|sound|noise|rhythm|beat)\b"),
    "video": re.compile(r"ing\b"),
}
"""Phrases that ask for a medium without any more words: "a red apple", "a dog barking", "a rocket taking off"."""


def user(text: str, *items: dict, after: bool = False) -> dict:
    """A user's turn; media come before the text unless `after`."""
    said = [{"text": text}] if text else []
    return {"role": "user", "content": [*said, *items] if after else [*items, *said]}


def filled(template: str, **gaps: str) -> str:
    """The template with its gaps filled; a sentence that began with a capital begins with one again."""
    text = template.format(**gaps)
    return text[:1].upper() + text[1:] if template.endswith((".", "?", "!")) else text


def bare(phrase: str) -> str:
    return _ARTICLE.sub("", phrase)


def ask_for(want: Want, rng: random.Random, split: str) -> str:
    """A request for one medium, sometimes misspelt in the name, sometimes all in lower case."""
    asked = misspelt(want.asked, rng) if rng.random() < 0.05 else want.asked
    if NAMED_ALONE[want.modality].search(asked) and rng.random() < 0.1:
        return rng.choice((asked, bare(asked), asked[:1].upper() + asked[1:], f"{asked} please", f"{asked}!"))
    templates = REQUESTS[want.modality][split]
    source = want.source or ""
    if want.modality == "audio" and source and rng.random() < 0.4:
        templates = SOURCE_REQUESTS[split]
        source = misspelt(source, rng) if rng.random() < 0.05 else source
    while True:
        template = agreeing(
            rng.choice(templates), is_several(asked if templates is REQUESTS[want.modality][split] else source)
        )
        if want.style is None or not _NAMES_PICTURE.search(template):
            break  # "a picture of a cartoon of ..." is nobody's English
    text = filled(template, a=asked, bare=bare(asked), source=source)
    return text.lower() if rng.random() < 0.06 else text


def draw_seen(rng: random.Random, catalogue: Catalogue, modality: str, need: str | None = None) -> Seen:
    """A medium to show: any row, or one whose thing is also "heard" (pictures, clips) or "seen" (sounds).

    `need` "drawn" asks for a photograph's kin among the concepts; rows of pictures always have one.
    """
    if modality == "image":
        if rng.random() < PHOTO_SHARE:
            numbers = catalogue.photos_with(1 if need == "heard" else 0) if need else range(len(catalogue.photos))
            if numbers:
                return seen_photo(catalogue, rng.choice(numbers))
        rows = catalogue.rows_with("pictures", "heard") if need == "heard" else range(len(catalogue.rows["pictures"]))
        return seen_picture(catalogue, rng.choice(rows))
    if modality == "video":
        rows = catalogue.rows_with("clips", "heard") if need == "heard" else range(len(catalogue.rows["clips"]))
        return seen_clip(catalogue, rng.choice(rows))
    if need == "seen":
        return seen_sound(catalogue, rng.choice(catalogue.rows_with("sounds", "seen")))
    if rng.random() < SPEECH_SHARE and (spoken := catalogue.rows_by_concept["sounds"].get("speech")):
        return seen_sound(catalogue, rng.choice(spoken))
    return seen_sound(catalogue, rng.choice(range(len(catalogue.rows["sounds"]))))


def _others(seen: Seen, rng: random.Random, catalogue: Catalogue) -> list[str]:
    """A phrase of another thing of the same modality, for questions whose answer is no."""
    other = draw_seen(rng, catalogue, seen.modality)
    while other.name == seen.name or (other.concept and other.concept == seen.concept):
        other = draw_seen(rng, catalogue, seen.modality)
    return [other.thing]


def kinds_of(seen: Seen, catalogue: Catalogue) -> tuple[str, ...]:
    """Words for the kind of thing shown, with which a person who cannot name it would ask; () where there are none."""
    if seen.modality == "audio":
        return SOUND_KINDS.get(seen.kind, ())
    if seen.kind == "photo":
        return {"dog": ("breed of dog", "dog", "animal"), "": ()}.get(photo_kind(seen.row), ("animal",))
    return CONCEPT_KINDS.get(catalogue.by_name[seen.concept].subcategory, ())


def seen_turn(rng: random.Random, catalogue: Catalogue, modality: str) -> tuple[dict, dict, Seen]:
    """(user's turn with an upload and a question, the assistant's answer, what was shown)."""
    seen = draw_seen(rng, catalogue, modality)
    kind = rng.random()
    if kind < 0.62:
        asked, answer = questions.what(seen, rng, catalogue.split)
        if (kinds := kinds_of(seen, catalogue)) and rng.random() < 0.4:
            words = WHAT_KIND if catalogue.split == "train" else WHAT_KIND_HELD
            asked = rng.choice(words).format(k=rng.choice(kinds))
    elif kind < 0.95:
        asked, answer = rng.choice(questions.follow_ups(seen, rng, _others(seen, rng, catalogue)))
    else:
        asked, answer = questions.unknowable(seen, rng)
    if rng.random() < 0.04 and kind < 0.62:
        asked = ""  # an upload without a word is a question too
    elif rng.random() < 0.06:
        asked = asked.lower()
    return user(asked, seen.item, after=rng.random() < 0.2), {"role": "assistant", "content": [{"text": answer}]}, seen
