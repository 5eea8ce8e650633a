"""User turns: a request worded around a want, and an upload with a question about it and its answer.

Knows requests, questions, seen media and the catalogue; does not know kinds of conversations.
"""

from __future__ import annotations

import random
import re

from nextgpt_core.data import questions
from nextgpt_core.data.asked_words import ground_phrase
from nextgpt_core.data.catalogue import Catalogue
from nextgpt_core.data.composed_requests import COMPOSED, COMPOSED_PLACE, COMPOSED_SOURCE
from nextgpt_core.data.grammar import agreeing, as_typed, is_several, spelled_out
from nextgpt_core.data.kinds_of_things import CONCEPT_KINDS, SOUND_KINDS, photo_kind
from nextgpt_core.data.misspelling import misspelt
from nextgpt_core.data.motion_words import REQUESTS as MOTION_REQUESTS
from nextgpt_core.data.question_words import WHAT_KIND, WHAT_KIND_HELD
from nextgpt_core.data.requests import REQUESTS, SOURCE_REQUESTS
from nextgpt_core.data.seen import Seen, seen_clip, seen_photo, seen_picture, seen_sound
from nextgpt_core.data.sound_captions import with_article as sound_article
from nextgpt_core.data.sound_requests import FILES, NOISES
from nextgpt_core.data.sound_wants import noise_of
from nextgpt_core.data.upload_openers import UPLOAD_OPENERS
from nextgpt_core.data.wants import Want

PHOTO_SHARE = 0.3
MISSPELT_SHARE = 0.16
SPEECH_SHARE = 0.12
MIXED_SHARE = 0.3
"""Of recordings: people play speech far more often than any one other sound, and seldom one source alone."""
_FILE_SHARE = 0.12  # of sounds, those wanted as a file
_NOISE_SHARE = 0.2  # of noises, those wanted in words that would do for any medium
_OPENER_SHARE = 0.15  # of questions about an upload, those after a remark about it
_LONE_PASSED = 0.8  # of recordings of one event where events are counted: they are many, and "one" the easy guess
HEARD: dict[str, float] = {
    "mixture": 0.2,
    "tune": 0.18,
    "counted": 0.26,
    "speech": 0.11,
    "mood": 0.02,
    "instrument": 0.03,
    "any": 0.2,
}
"""Of questions about a recording, what it holds or is asked for. Under "any" come all others: names, what cannot be
known, of sounds alone what else there is."""
_ANY_FACTS = ("alone", "alone", "tempo", "times")
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


def assistant(text: str) -> dict:
    """The assistant's turn in words alone."""
    return {"role": "assistant", "content": [{"text": text}]}


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
    where = ground_phrase(want.ground)
    alone_there = want.ground is not None and want.caption == want.thing + where and not is_several(want.thing)
    if alone_there and split == "train" and rng.random() < 0.25:
        gaps = {"thing": want.thing, "name": want.name, "where": where.strip()}
        return filled(as_typed(spelled_out(rng.choice(COMPOSED_PLACE), rng), rng), **gaps)
    if want.modality == "audio" and split == "train" and rng.random() < _NOISE_SHARE and _is_noise(want):
        return filled(as_typed(spelled_out(rng.choice(NOISES), rng), rng), a=asked)
    if want.modality == "audio" and split == "train" and rng.random() < _FILE_SHARE:
        return filled(as_typed(spelled_out(rng.choice(FILES), rng), rng), a=asked, bare=bare(asked))
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


def _is_noise(want: Want) -> bool:
    """Whether a sound is named by what is heard, not by a thing that could be drawn or filmed as well."""
    return want.caption == sound_article(want.name) and noise_of(want.label) != "sound"


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
    rows = catalogue.sounds_by_subject.get("mixture") if rng.random() < MIXED_SHARE else ()
    return seen_sound(catalogue, rng.choice(rows or range(len(catalogue.rows["sounds"]))))


def other_thing(seen: Seen, rng: random.Random, catalogue: Catalogue) -> str:
    """A phrase of another thing of the same modality, for questions whose answer is no."""
    other = draw_seen(rng, catalogue, seen.modality)
    while (
        other.name == seen.name
        or other.thing == seen.other
        or seen.thing == other.other
        or (other.concept and other.concept == seen.concept)
    ):
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


def heard_turn(rng: random.Random, catalogue: Catalogue) -> tuple[Seen, str, str]:
    """(a recording, a question about it, its answer): what it holds by HEARD, and the question to suit it."""
    subject = rng.choices(list(HEARD), list(HEARD.values()))[0]
    rows = catalogue.sounds_by_subject.get(subject)
    if not rows:  # a small corpus may hold nothing of the kind
        subject, rows = "any", range(len(catalogue.rows["sounds"]))
    while True:
        seen = seen_sound(catalogue, rng.choice(rows))
        if subject == "counted" and seen.count == 1 and rng.random() < _LONE_PASSED:
            continue
        if found := _heard(subject, seen, rng, catalogue):
            return seen, *found


def _heard(subject: str, seen: Seen, rng: random.Random, catalogue: Catalogue) -> tuple[str, str] | None:
    """A question and its answer, None where this recording has none of the kind that was drawn."""
    kind, told = rng.random(), questions.details(seen, rng)
    if subject == "mixture":
        if kind < 0.55:
            return told.get("both")
        return _plainly(seen, rng, catalogue) if kind < 0.92 else _otherwise(seen, rng, catalogue)
    if subject == "tune":
        if kind < 0.3:
            return _plainly(seen, rng, catalogue)
        return told.get("played") if kind < 0.75 else told.get("tempo")
    if subject in ("mood", "instrument"):
        return told.get(subject)
    if subject == "counted":
        return told.get("number" if kind < 0.65 else "times")
    if subject == "speech":
        if kind < 0.4:
            return _plainly(seen, rng, catalogue)
        return questions.speech_check(seen, rng) if kind < 0.85 else questions.unknowable(seen, rng)
    if kind < 0.4:
        return _plainly(seen, rng, catalogue)
    return told.get(rng.choice(_ANY_FACTS)) if kind < 0.6 else _otherwise(seen, rng, catalogue)


def _plainly(seen: Seen, rng: random.Random, catalogue: Catalogue) -> tuple[str, str]:
    """The question what it is, now and then by somebody who knows the kind of thing or says nothing at all."""
    asked, answer = questions.what(seen, rng, catalogue.split)
    if (kinds := kinds_of(seen, catalogue)) and rng.random() < 0.4:
        words = WHAT_KIND if catalogue.split == "train" else WHAT_KIND_HELD
        asked = rng.choice(words).format(k=rng.choice(kinds))
    return ("" if rng.random() < 0.04 else asked), answer  # an upload without a word is a question too


def _otherwise(seen: Seen, rng: random.Random, catalogue: Catalogue) -> tuple[str, str]:
    """A question about a detail, or one that the medium cannot answer."""
    if rng.random() < 0.7:
        return questions.follow_up(seen, rng, other_thing(seen, rng, catalogue))
    return questions.unknowable(seen, rng)


def seen_turn(rng: random.Random, catalogue: Catalogue, modality: str) -> tuple[dict, dict, Seen]:
    """(user's turn with an upload and a question, the assistant's answer, what was shown)."""
    if modality == "audio":
        seen, asked, answer = heard_turn(rng, catalogue)
    elif rng.random() < 0.5:
        seen = draw_seen(rng, catalogue, modality)
        asked, answer = _plainly(seen, rng, catalogue)
    else:
        seen = telling_seen(rng, catalogue, modality)
        asked, answer = _otherwise(seen, rng, catalogue)
    if asked and rng.random() < _OPENER_SHARE:
        asked = f"{rng.choice(UPLOAD_OPENERS[modality])} {asked}"
    if asked and rng.random() < 0.15:
        asked = asked.lower()
    return user(asked, seen.item, after=rng.random() < 0.2), assistant(answer), seen
