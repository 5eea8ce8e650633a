"""What is true of a medium that the person shows, and the questions and answers about it.

Reads rows of packs (captions in the words of the corpora) into facts; answers only from these facts and says so when
a question goes beyond them. Knows no template of a request.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nextgpt_core.data import phrases
from nextgpt_core.data.backgrounds import SETTINGS, UNSAID
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.catalogue import Catalogue, spoken_names
from nextgpt_core.data.kinds_of_things import photo_kind
from nextgpt_core.data.motions import MOTIONS
from nextgpt_core.data.scenes import POSITIONS, RELATIONS
from nextgpt_core.data.sound_captions import heard_phrase
from nextgpt_core.data.wants import Want, clip_of, ground_phrase

_WORDS = {word: number for number, word in phrases.COUNTS.items()}
_GROUND = re.compile(
    r" (?:in front of a plain (?P<held>\w+) backdrop|(?:on|with) an? (?P<colour>\w+) background|(?P<setting>"
    + "|".join(re.escape(wording) for pair in SETTINGS.values() for wording in pair)
    + r"))$"
)
_OPENINGS = sorted(
    {o for table in (phrases.STYLE_OPENINGS, phrases.HELD_STYLE_OPENINGS) for row in table.values() for o in row}
    | set(phrases.OPENINGS)
    | set(phrases.HELD_OPENINGS),
    key=len,
    reverse=True,
)
_HEAD = re.compile(r"^(?:(?P<count>two|three|four) |an? |the )?(?:(?P<size>tiny|small|large) )?(?P<rest>.*)$")


@dataclass(frozen=True)
class Seen:
    """Facts of one shown medium. `said` is the whole description ("two red cars on a beach"), `thing` is short."""

    modality: str
    part: str
    row: int
    thing: str
    said: str
    name: str
    concept: str | None = None
    label: str | None = None
    colour: str | None = None
    count: int | None = None
    ground: str | None = None
    motion: str | None = None
    tempo: str | None = None
    mood: str | None = None
    kind: str = ""
    size: str | None = None
    place: str | None = None
    other: str | None = None
    relation: str | None = None
    style: str | None = None
    plain: bool = False
    """Whether there is nothing behind it but paper or a soft tone."""

    @property
    def item(self) -> dict:
        return {"see": self.modality, "part": self.part, "row": self.row}


def _without_opening(caption: str) -> str:
    """The caption without the words that name a style or a picture."""
    for opening in _OPENINGS:
        before, after = opening.split("{}")
        if (before or after) and caption.startswith(before) and after in caption:
            cut = caption[len(before) :]
            return cut.replace(after, "", 1) if after else cut
    return caption


@lru_cache(maxsize=4096)
def _written_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """All names and their plurals, the longest first."""
    return tuple(
        sorted({*names, *(phrases.plural(n) for n in names if phrases.can_be_counted(n))}, key=len, reverse=True)
    )


def _ground_of(text: str) -> tuple[str, str | None]:
    match = _GROUND.search(text)
    if match is None:
        return text, None
    ground = match["held"] or match["colour"]
    if match["setting"]:
        ground = next(key for key, pair in SETTINGS.items() if match["setting"] in pair)
    return text[: match.start()], ground


def seen_picture(catalogue: Catalogue, row: int) -> Seen:
    """Facts of a row of the pictures pack. Colour, count and background are None where the caption is silent."""
    found = catalogue.rows["pictures"][row]
    concept = catalogue.by_name[found["concept"]]
    name = spoken_names(concept)[0]
    text, ground = _ground_of(found["caption"])
    text = _without_opening(text)
    head = _HEAD.match(text)
    rest, colour, tail = head["rest"], None, None
    for coloured in (False, True):
        word, _, remaining = rest.partition(" ")
        if coloured and word not in COLOURS:
            break
        base = remaining if coloured else rest
        for candidate in _written_names(
            tuple(n for n in concept.names if n == concept.concept or n.split()[0] not in COLOURS)
        ):
            if base == candidate or base.startswith((candidate + " ", candidate + ",")):
                tail, colour = base[len(candidate) :], word if coloured else None
                break
        if tail is not None:
            break
    if tail is None:  # a wording the tables do not know: keep it as it is
        thing = phrases.with_article(name)
        return Seen("image", "pictures", row, thing, text + ground_phrase(ground), name, concept.concept, ground=ground)
    count = _WORDS.get(head["count"] or "", 1)
    alone = count == 1 and not tail and not concept.category.startswith(("People", "Smileys", "Symbols"))
    before = " ".join(word for word in (head["size"], colour) if word)
    if count > 1:
        thing = " ".join(word for word in (phrases.COUNTS[count], before, phrases.plural(name)) if word)
    else:
        thing = phrases.with_article(f"{before} {name}".strip())
    tail = tail.replace(", placed", "").replace("side by side with", "next to").replace("beside", "next to")
    place, other, relation = _tail_facts(tail)
    return Seen(
        "image",
        "pictures",
        row,
        thing,
        thing + tail + ground_phrase(ground),
        name,
        concept.concept,
        colour=colour or (found.get("main_colour") if alone else None),
        count=count if not tail or place or count > 1 else None,
        ground=ground,
        size=head["size"],
        place=place,
        other=other,
        relation=relation,
        plain=ground is None and found.get("background") in UNSAID,
    )


def _tail_facts(tail: str) -> tuple[str | None, str | None, str | None]:
    """What follows the thing in a caption -> place, second thing and relation to it."""
    tail = tail.strip()
    if tail in POSITIONS:
        return tail, None, None
    for relation in (*RELATIONS, "and"):
        if tail.startswith(f"{relation} "):
            return None, tail.removeprefix(f"{relation} "), "next to" if relation == "and" else relation
    return None, None, None


def seen_photo(catalogue: Catalogue, number: int) -> Seen:
    """Facts of a photograph of an ImageNet class: its name, and its kin among concepts and sounds where it has some."""
    named, kind = catalogue.photo_name(number), photo_kind(number)
    concept, label = catalogue.kin_photos.get(number, ("", ""))
    name = catalogue.photos[number]
    # Few people mean the breed: the everyday word comes first, unless the name says it anyway.
    said = f"{phrases.with_article(kind)}, {named}" if kind and kind not in name.split() else named
    return Seen("image", "photos", number, named, said, name, concept or None, label or None, kind="photo")


def seen_clip(catalogue: Catalogue, row: int) -> Seen:
    found = catalogue.rows["clips"][row]
    ground = _ground_of(found["caption"])[1]
    motion = found["motion"] if found["motion"] in MOTIONS else None  # its own animation, or merely swaying
    want = clip_of(catalogue.by_name[found["concept"]], motion, ground)
    thing = phrases.with_article(want.name)
    return Seen("video", "clips", row, thing, want.said, want.name, found["concept"], ground=ground, motion=motion)


def seen_sound(catalogue: Catalogue, row: int) -> Seen:
    """Facts of a sound: one or two labels; count, tempo and mood where the row states them."""
    found = catalogue.rows["sounds"][row]
    labels, facts = found["labels"], found["facts"]
    thing = heard_phrase(labels[0])
    said = thing if len(labels) == 1 else f"{thing} and {heard_phrase(labels[1])}"
    tempo, mood = facts.get("tempo"), {"major": "happy", "minor": "sad"}.get(facts.get("mood", ""))
    if len(labels) == 1 and mood is not None:
        tune = f"a {tempo} tune" if tempo in ("slow", "fast") else "a tune"
        said = f"{thing}, {tune}" if thing.endswith(("ing", "chiptune")) else f"{tune} on {thing}"
    single = labels[0] if len(labels) == 1 else None
    other = None if single else heard_phrase(labels[1])
    return Seen(
        "audio",
        "sounds",
        row,
        thing,
        said,
        labels[0],
        None,
        single or labels[0],
        count=facts.get("count") if single else None,
        tempo=tempo if single else None,
        mood=mood if single else None,
        kind=found["kind"],
        other=other,
    )


def seen_made(want: Want) -> Seen:
    """What the assistant made itself, as far as it was asked for: facts for questions that come afterwards."""
    return Seen(
        want.modality,
        "",
        0,
        want.thing or want.said,
        want.said,
        want.name,
        want.concept,
        want.label,
        colour=want.colour,
        count=want.count if want.modality == "image" and want.other is None else None,
        ground=want.ground,
        motion=want.motion,
        size=want.size,
        place=want.position,
        other=want.other,
        relation=want.relation,
        style=want.style,
    )


def motion_words(motion: str) -> str:
    """ "moving left", "spinning" ..."""
    return MOTIONS[motion][0]
