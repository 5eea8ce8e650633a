"""User turns: a request worded around a want, and an upload with a question about it and its answer.

Knows requests, questions, seen media and the catalogue; does not know kinds of conversations.
"""

from __future__ import annotations

import random
import re

from nextgpt_core.data import questions
from nextgpt_core.data.catalogue import Catalogue
from nextgpt_core.data.grammar import agreeing, is_several, spelled_out
from nextgpt_core.data.kinds_of_things import CONCEPT_KINDS, SOUND_KINDS, photo_kind
from nextgpt_core.data.misspelling import misspelt
from nextgpt_core.data.motion_words import REQUESTS as MOTION_REQUESTS
from nextgpt_core.data.question_words import WHAT_KIND, WHAT_KIND_HELD
from nextgpt_core.data.requests import COMPOSED, COMPOSED_SOURCE, REQUESTS, SOURCE_REQUESTS
from nextgpt_core.data.seen import Seen, seen_clip, seen_photo, seen_picture, seen_sound
from nextgpt_core.data.wants import Want

PHOTO_SHARE = 0.3
MISSPELT_SHARE = 0.16
SPEECH_SHARE = 0.12
MIXED_SHARE = 0.3
"""Of recordings: people play speech far more often than any one other sound, and seldom one source alone."""
_HEARD_FACTS = ("number", "number", "times", "played", "played", "both", "both", "tempo", "mood", "instrument")
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
    asked = misspelt(want.asked, rng) if rng.random() < MISSPELT_SHARE else want.asked
    arranged = want.other is not None or want.position is not None or want.count > 1 or want.ground is not None
    alone = 0.3 if arranged and want.modality == "image" else 0.16
    if NAMED_ALONE[want.modality].search(asked) and rng.random() < alone:
        said = rng.choice((asked, bare(asked), asked, bare(asked), f"{asked} please", f"{asked}, please."))
        said = said[:1].upper() + said[1:] if rng.random() < 0.35 else said
        return f"{said}{rng.choice(('.', '!'))}" if said[-1].isalnum() and rng.random() < 0.25 else said
    if want.does is not None and split == "train" and rng.random() < 0.35:
        return filled(spelled_out(rng.choice(MOTION_REQUESTS), rng), does=want.does)
    source = want.source or ""
    templates = REQUESTS[want.modality][split]
    composed = COMPOSED[want.modality] if split == "train" else ()
    named = asked
    if want.modality == "audio" and source and rng.random() < 0.45:
        templates, composed = SOURCE_REQUESTS[split], COMPOSED_SOURCE if split == "train" else ()
        named = source = misspelt(source, rng) if rng.random() < MISSPELT_SHARE else source
    while True:
        composing = composed and rng.random() < 0.5
        template = spelled_out(rng.choice(composed), rng) if composing else rng.choice(templates)
        template = agreeing(template.strip(), is_several(named))
        if want.style is None or not _NAMES_PICTURE.search(template):
            break  # "a picture of a cartoon of ..." is nobody's English
    text = filled(template, a=asked, bare=bare(asked), source=source).replace("  ", " ")
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
    rows = catalogue.mixed_sounds if rng.random() < MIXED_SHARE else ()
    return seen_sound(catalogue, rng.choice(rows or range(len(catalogue.rows["sounds"]))))


def other_thing(seen: Seen, rng: random.Random, catalogue: Catalogue) -> str:
    """A phrase of another thing of the same modality, for questions whose answer is no."""
    other = draw_seen(rng, catalogue, seen.modality)
    while other.name == seen.name or (other.concept and other.concept == seen.concept):
        other = draw_seen(rng, catalogue, seen.modality)
    return other.thing


def kinds_of(seen: Seen, catalogue: Catalogue) -> tuple[str, ...]:
    """Words for the kind of thing shown, with which a person who cannot name it would ask; () where there are none."""
    if seen.modality == "audio":
        return SOUND_KINDS.get(seen.kind, ())
    if seen.kind == "photo":
        return {"dog": ("breed of dog", "dog", "animal"), "": ()}.get(photo_kind(seen.row), ("animal",))
    return CONCEPT_KINDS.get(catalogue.by_name[seen.concept].subcategory, ())


def telling_seen(rng: random.Random, catalogue: Catalogue, modality: str) -> Seen:
    """Of a few media that could be shown, the one of which most can be told."""
    drawn = [draw_seen(rng, catalogue, modality) for _ in range(4)]
    return max(drawn, key=lambda seen: (len(questions.facts_of(seen, rng)), rng.random()))


def heard_fact(rng: random.Random, catalogue: Catalogue) -> tuple[Seen, str, str]:
    """(a sound, a question about one fact of it, its answer): kinds of facts by _HEARD_FACTS, though sounds of which
    much can be told, tunes, are the most. Sounds of one event are mostly passed over, see questions.facts_of."""
    wanted = rng.choice(_HEARD_FACTS)
    while True:
        seen = draw_seen(rng, catalogue, "audio")
        if seen.count == 1 and wanted in ("number", "times") and rng.random() < 0.8:
            continue
        if found := questions.details(seen, rng).get(wanted):
            return seen, *found


def seen_turn(rng: random.Random, catalogue: Catalogue, modality: str) -> tuple[dict, dict, Seen]:
    """(user's turn with an upload and a question, the assistant's answer, what was shown)."""
    kind = rng.random()
    seen = draw_seen(rng, catalogue, modality) if kind < 0.5 else telling_seen(rng, catalogue, modality)
    if modality == "audio" and kind > 0.4 and rng.random() < 0.7:
        seen, asked, answer = heard_fact(rng, catalogue)
    elif kind < 0.5:
        asked, answer = questions.what(seen, rng, catalogue.split)
        if (kinds := kinds_of(seen, catalogue)) and rng.random() < 0.4:
            words = WHAT_KIND if catalogue.split == "train" else WHAT_KIND_HELD
            asked = rng.choice(words).format(k=rng.choice(kinds))
    elif kind < 0.85:
        asked, answer = questions.follow_up(seen, rng, other_thing(seen, rng, catalogue))
    else:
        asked, answer = questions.unknowable(seen, rng)
    if rng.random() < 0.04 and kind < 0.5:
        asked = ""  # an upload without a word is a question too
    elif rng.random() < 0.15:
        asked = asked.lower()
    return user(asked, seen.item, after=rng.random() < 0.2), {"role": "assistant", "content": [{"text": answer}]}, seen
