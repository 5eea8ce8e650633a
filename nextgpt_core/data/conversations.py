"""Draws the conversations of stage 3 (the wanted modalities change from turn to turn) and the captions of stage 1.

Everything is plain JSON: {"kind", "turns": [{"role", "content": items}]}, an item being {"text"}, {"see", "part",
"row"} or {"make", "caption"}. A turn in the untouched language model's own words says so: "untouched".
Media are named by pack and row (for part "photos" by ImageNet class); features and tokens are the trainer's business.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from nextgpt_core.data import phrases, questions
from nextgpt_core.data.answers import made_turn, several_turn
from nextgpt_core.data.asking import ask_for, assistant, draw_seen, filled, other_thing, seen_turn, user
from nextgpt_core.data.catalogue import Catalogue, spoken_names
from nextgpt_core.data.changes import CHANGES, changed_picture, draw_change, moved, worded
from nextgpt_core.data.combined_requests import (
    CLAUSES,
    CLAUSES_HELD,
    JOINERS,
    LETTERS,
    OPENERS,
    THING_OPENERS,
    TOGETHER,
    TOGETHER_HELD,
    composed_request,
    shown_request,
)
from nextgpt_core.data.cross_requests import BOTH_TO_IMAGE, BOTH_TO_IMAGE_HELD, BOTH_TO_TEXT, BOTH_TO_TEXT_HELD, CROSS
from nextgpt_core.data.dialogues import draw_asking, draw_switching
from nextgpt_core.data.films import draw_film
from nextgpt_core.data.grammar import agreeing, is_several
from nextgpt_core.data.marked_requests import BY_ORDER, marked_request
from nextgpt_core.data.misspelling import hasty
from nextgpt_core.data.ordered_requests import ordered_request
from nextgpt_core.data.plain_turns import draw_plain
from nextgpt_core.data.requests import FORBIDS_TEXT
from nextgpt_core.data.scenes import is_colourable, is_held
from nextgpt_core.data.seen import seen_picture
from nextgpt_core.data.sights_and_sounds import SOUNDINGS
from nextgpt_core.data.sound_wants import draw_sound, noise_of, sound_of
from nextgpt_core.data.wants import Want, clip_of, draw_clip, draw_picture, picture_of

KINDS: dict[str, float] = {
    "T->T": 0.34,
    "T->I": 0.14,
    "T->A": 0.2,
    "T->V": 0.34,
    "T->film": 0.36,
    "T->several": 0.32,
    "T+I->T": 0.25,
    "T+A->T": 0.25,
    "T+V->T": 0.1,
    "T+A->I": 0.03,
    "T+I->A": 0.03,
    "T+I->V": 0.08,
    "T+I->I": 0.05,
    "T+V->I": 0.02,
    "T+V->A": 0.01,
    "T+A+I->I/T": 0.02,
    "T+I->several": 0.06,
    "asking": 0.14,
    "switching": 0.24,
}
_DRAW = {"image": draw_picture, "audio": draw_sound, "video": draw_clip}
_AUDIBLE_SHARE = 0.6
"""Of clips, those of what can be heard, too: else a wish for such a clip would nearly always be one for a film."""
_NO_TEXT_SHARE = 0.02
_ASIDE_SHARE = 0.04
_HASTE_SHARE = 0.12  # of conversations in which everything is typed in haste


def draw_conversation(rng: random.Random, catalogue: Catalogue, split: str) -> dict:
    """One conversation of a kind drawn by `KINDS`. Raises ValueError when `split` is not the catalogue's own."""
    _check(catalogue, split)
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    turns = _DRAWERS[kind](rng, catalogue)
    if rng.random() < _HASTE_SHARE:
        for item in (item for turn in turns if turn["role"] == "user" for item in turn["content"] if "text" in item):
            item["text"] = hasty(item["text"], rng)
    return {"kind": kind, "turns": turns}


def draw_caption_pair(rng: random.Random, catalogue: Catalogue, split: str) -> dict:
    """One medium, a short question or none, and its description in a few words (stage 1)."""
    _check(catalogue, split)
    seen = draw_seen(rng, catalogue, rng.choices(("image", "audio", "video"), (55, 25, 20))[0])
    silent = rng.random() < 0.35
    asked, answer = questions.what(seen, rng, split)
    if silent:
        asked, answer = "", seen.said[:1].upper() + seen.said[1:] + "."
    return {"kind": "caption", "turns": [user(asked, seen.item), assistant(answer)]}


def _check(catalogue: Catalogue, split: str) -> None:
    if split != catalogue.split:
        raise ValueError(f"split {split!r} asked of a catalogue loaded for {catalogue.split!r}")


def _one(modality: str) -> Callable[[random.Random, Catalogue], list[dict]]:
    def draw(rng: random.Random, catalogue: Catalogue) -> list[dict]:
        audible = modality == "video" and rng.random() < _AUDIBLE_SHARE
        thing = (catalogue.by_name[rng.choice(catalogue.seen_and_heard)[0]],) if audible else ()
        want = _DRAW[modality](rng, catalogue, *thing)
        asked = ask_for(want, rng, catalogue.split)
        silent = rng.random() < _NO_TEXT_SHARE
        if silent:
            medium = {"image": "picture", "audio": "sound", "video": "clip"}[modality]
            asked = (
                asked.rstrip(" .")
                + ("" if asked.endswith(("?", "!")) else ".")
                + rng.choice(FORBIDS_TEXT).format(medium=medium)
            )
        answer = made_turn(want, rng, silent, asked)
        if not silent and rng.random() < _ASIDE_SHARE:  # and a question beside it, which is answered in words
            row = rng.choice([row for row in catalogue.talk if row["prompt"].endswith("?")])
            joiner = rng.choice((". ", ". And ", " and ", ". Also, "))
            prompt = row["prompt"] if joiner == ". " else row["prompt"][:1].lower() + row["prompt"][1:]
            asked = asked.rstrip(" .!?") + joiner + prompt
            answer["content"].append({"text": row["answer"]})
        return [user(asked), answer]

    return draw


def _several(rng: random.Random, catalogue: Catalogue) -> list[dict]:
    """Several media in one reply: of one thing, or each of its own."""
    held = catalogue.split == "held"
    if rng.random() < 0.65:
        together = TOGETHER_HELD if held else TOGETHER
        orders = list(together)
        order = rng.choices(orders, [len(together[o]) for o in orders])[0]
        if "A" in order:
            concept, label = rng.choice(catalogue.seen_and_heard)
            thing = catalogue.by_name[concept]
        else:
            thing, label = catalogue.draw_concept(rng), None
        wants = [_of(letter, thing, label, catalogue) for letter in order]
        name = spoken_names(thing)[0]
        phrase = picture_of(thing).said
        kind = 1.0 if held else rng.random()
        composing = ordered_request if kind < 0.3 and len(order) < 4 else composed_request if kind < 0.6 else None
        if 0.6 < kind < 0.8 and order in BY_ORDER:
            composing = marked_request
        template = composing(order, rng) if composing else rng.choice(together[order])
        asked = filled(agreeing(template, is_several(phrase)), a=phrase, bare=name, noise=noise_of(label))
        return [user(asked), several_turn(wants, rng, True, asked)]
    order = rng.choice(("IA", "AI", "IV", "VI", "AV", "VA", "IAV", "VIA", "AIV"))
    wants = [_DRAW[LETTERS[letter]](rng, catalogue) for letter in order]
    if not held and rng.random() < 0.45:
        text = ordered_request(order, rng, tuple(want.asked for want in wants))
        return [user(text), several_turn(wants, rng, False, text)]
    table = CLAUSES_HELD if held else CLAUSES
    nouns = not held and rng.random() < 0.35
    clauses = []
    for letter, want in zip(order, wants, strict=True):
        chosen = rng.choice([c for c in table[letter] if held or c.startswith(("a ", "an ", "the ")) == nouns])
        clauses.append(chosen.format(a=want.asked))
    opener = rng.choice(THING_OPENERS if nouns else OPENERS)
    joiner = rng.choice(JOINERS[:4] if nouns else JOINERS)
    joined = clauses[0] + "".join(
        (", " if number + 2 < len(clauses) and "." not in joiner else joiner) + clause
        for number, clause in enumerate(clauses[1:])
    )
    text = (
        opener
        + joined
        + ("?" if opener.startswith(("Can", "Could")) and ". " not in joined else "." if rng.random() < 0.7 else "")
    )
    text = text[:1].upper() + text[1:] if rng.random() < 0.85 else text
    return [user(text), several_turn(wants, rng, False, text)]


def _of(letter: str, thing, label: str | None, catalogue: Catalogue) -> Want:
    if letter == "A":
        return sound_of(label, catalogue)
    return picture_of(thing) if letter == "I" else clip_of(thing)


def _read(modality: str) -> Callable[[random.Random, Catalogue], list[dict]]:
    def draw(rng: random.Random, catalogue: Catalogue) -> list[dict]:
        turn, answer, seen = seen_turn(rng, catalogue, modality)
        turns = [turn, answer]
        if rng.random() < 0.2:  # a second question about the same upload
            asked, said = questions.follow_up(seen, rng, other_thing(seen, rng, catalogue))
            turns += [user(asked), assistant(said)]
        return turns

    return draw


def _cross(source: str, target: str) -> Callable[[random.Random, Catalogue], list[dict]]:
    def draw(rng: random.Random, catalogue: Catalogue) -> list[dict]:
        need = {"A": "heard", "I": "drawn", "V": "drawn"}[target]
        seen = draw_seen(rng, catalogue, LETTERS[source], "seen" if source == "A" else need)
        if target == "A":
            label = seen.label or rng.choice(catalogue.heard[seen.concept])
            want = sound_of(label, catalogue)
        else:
            concept = SOUNDINGS[seen.label].concept if source == "A" else seen.concept
            thing = catalogue.by_name[concept]
            want = picture_of(thing, ground=seen.ground) if target == "I" else clip_of(thing)
            if source == "I" and target == "V" and rng.random() < 0.4:
                asked, motion = moved(rng, catalogue.split == "held")
                want = clip_of(thing, motion)
                return [user(asked, seen.item), made_turn(want, rng, asked=asked)]
        asked = rng.choice(CROSS[f"{source}>{target}"][catalogue.split])
        asked = asked.lower() if rng.random() < 0.06 else asked
        return [user(asked, seen.item, after=rng.random() < 0.2), made_turn(want, rng, asked=asked)]

    return draw


def _several_shown(rng: random.Random, catalogue: Catalogue) -> list[dict]:
    """An upload, and several media of what it shows or plays, in the order asked."""
    held = catalogue.split == "held"
    source = rng.choices(("I", "A", "V"), (70, 20, 10))[0]
    orders = {"I": ("VA", "VA", "AV", "IA", "AI", "IV", "VI", "IVA", "VAI"), "A": ("IV", "VI"), "V": ("IA", "AI")}
    order = rng.choice(orders[source])
    seen = draw_seen(rng, catalogue, LETTERS[source], "seen" if source == "A" else "heard" if "A" in order else "drawn")
    concept = SOUNDINGS[seen.label].concept if source == "A" else seen.concept
    while concept not in catalogue.by_name:  # a photograph that can be heard, but has no drawing
        seen = draw_seen(rng, catalogue, LETTERS[source], "seen" if source == "A" else "heard")
        concept = SOUNDINGS[seen.label].concept if source == "A" else seen.concept
    label = seen.label or next(iter(catalogue.heard.get(concept, ())), None)
    wants = [_of(letter, catalogue.by_name[concept], label, catalogue) for letter in order]
    ordering = not held and rng.random() < 0.35
    asked = ordered_request(order, rng, known=True) if ordering else shown_request(order, rng, held)
    asked = asked.format(noise=noise_of(label))
    return [user(asked, seen.item, after=rng.random() < 0.2), several_turn(wants, rng, True, asked)]


def _changed(rng: random.Random, catalogue: Catalogue) -> list[dict]:
    """An uploaded picture made again with one change: another colour, place, number or style; or simply again."""
    seen = draw_seen(rng, catalogue, "image", "drawn")
    thing = catalogue.by_name[seen.concept]
    kinds = ["ground", "ground", "style", "again"]
    kinds += ["colour"] * 2 if is_colourable(thing) else []
    kinds += ["size", "position"] if rng.random() < 0.4 else []
    kinds += ["count"] * 2 if phrases.can_be_counted(spoken_names(thing)[0]) else []
    kind, kept = rng.choice(kinds), {"ground": seen.ground}
    if seen.part == "pictures" and seen.other is None:
        kept |= {"count": seen.count or 1, "position": seen.place, "size": seen.size}
    words, change = draw_change(kind, kept.get(kind), rng) if kind in CHANGES else ({}, {})
    asked = worded(kind, rng, catalogue.split == "held", **words)
    kept = {name: value for name, value in kept.items() if name not in change}
    want = changed_picture(thing, kept | change)
    return [user(asked, seen.item, after=rng.random() < 0.2), made_turn(want, rng, asked=asked)]


def _both(rng: random.Random, catalogue: Catalogue) -> list[dict]:
    """A sound and a picture uploaded together: drawn side by side, or described and compared."""
    held = catalogue.split == "held"
    heard = draw_seen(rng, catalogue, "audio", "seen")
    source = SOUNDINGS[heard.label].concept
    if rng.random() < 0.5:
        seen = draw_seen(rng, catalogue, "image", "drawn")
        while seen.concept == source or (not held and is_held(*sorted((seen.concept, source)))):
            seen = draw_seen(rng, catalogue, "image", "drawn")
        want = picture_of(catalogue.by_name[source], other=catalogue.by_name[seen.concept], relation="next to")
        asked, answer = rng.choice(BOTH_TO_IMAGE_HELD if held else BOTH_TO_IMAGE), made_turn(want, rng)
    else:
        same = rng.random() < 0.5
        rows = catalogue.rows_by_concept["pictures"].get(source, ())
        if same and rows:
            seen = seen_picture(catalogue, rng.choice(rows))
        else:
            seen = draw_seen(rng, catalogue, "image")
        fits = seen.concept == source or seen.label == heard.label
        lines = (
            (
                "Yes, they fit: I see {i} and I hear {a}.",
                "They belong together: {i} and {a}.",
                "I see {i}, and I hear {a}. That fits.",
            )
            if fits
            else (
                "No, I see {i}, but I hear {a}.",
                "I see {i} and I hear {a}. They don't belong together.",
                "The picture shows {i}, the sound is {a}. That doesn't fit.",
            )
        )
        text = rng.choice(lines).format(i=seen.thing, a=heard.said)
        asked, answer = rng.choice(BOTH_TO_TEXT_HELD if held else BOTH_TO_TEXT), assistant(text)
    items = [heard.item, seen.item]
    if rng.random() < 0.5:
        items.reverse()
    return [user(asked, *items), answer]


_DRAWERS: dict[str, Callable[[random.Random, Catalogue], list[dict]]] = {
    "T->T": draw_plain,
    "T->I": _one("image"),
    "T->A": _one("audio"),
    "T->V": _one("video"),
    "T->film": draw_film,
    "T->several": _several,
    "T+I->T": _read("image"),
    "T+A->T": _read("audio"),
    "T+V->T": _read("video"),
    "T+A->I": _cross("A", "I"),
    "T+I->A": _cross("I", "A"),
    "T+I->V": _cross("I", "V"),
    "T+I->I": _changed,
    "T+V->I": _cross("V", "I"),
    "T+V->A": _cross("V", "A"),
    "T+A+I->I/T": _both,
    "T+I->several": _several_shown,
    "asking": draw_asking,
    "switching": draw_switching,
}
