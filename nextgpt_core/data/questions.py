"""Questions about a medium that was shown or made, and their short answers from its facts.

Also the questions nobody could answer from the medium (who, where, which words), with answers that say so.
Knows facts of seen media and words; no pack and no request for new media.
"""

from __future__ import annotations

import random

from nextgpt_core.data import phrases
from nextgpt_core.data.backgrounds import SETTINGS
from nextgpt_core.data.grammar import agreeing, is_several
from nextgpt_core.data.question_words import IS, IS_SPEECH, NO_COLOUR, SPEECH, UNKNOWABLE, WHAT, WHAT_HELD, WORDS_SAID
from nextgpt_core.data.seen import Seen, motion_words


def what(seen: Seen, rng: random.Random, split: str) -> tuple[str, str]:
    """The plain question what it is, and the answer with the whole description."""
    table = WHAT if split == "train" else WHAT_HELD
    if seen.kind == "speech" and rng.random() < 0.6:
        return rng.choice(table[seen.modality]), rng.choice(SPEECH)
    return rng.choice(table[seen.modality]), agreeing(rng.choice(IS[seen.modality]), is_several(seen.said)).format(
        a=seen.said
    )


def named(seen: Seen, rng: random.Random) -> str:
    return agreeing(rng.choice(IS[seen.modality]), is_several(seen.said)).format(a=seen.said)


def follow_ups(seen: Seen, rng: random.Random, others: list[str]) -> list[tuple[str, str]]:
    """Every question about details that the facts answer; `others` are phrases of other things for a "no"."""
    it = rng.choice(("it", seen.name)) if (seen.count or 1) == 1 else "them"
    found: list[tuple[str, str]] = []
    medium = {"image": "picture", "audio": "recording", "video": "clip"}[seen.modality]
    if seen.colour is not None:
        colour = seen.colour
        be = "are they" if (seen.count or 1) > 1 else "is it"
        found.append(
            (
                rng.choice(
                    (
                        f"What colour {be}?",
                        "Which colour does it have?",
                        f"What color {be}?",
                        f"and the colour of the {seen.name}?",
                    )
                ),
                rng.choice(
                    (
                        f"{colour.capitalize()}.",
                        f"It's {colour}.",
                        f"The colour is {colour}.",
                        f"I'd say {colour}.",
                        f"It is {seen.thing}, so {colour}.",
                    )
                ),
            )
        )
    elif seen.modality == "image" and not seen.part:
        asked = rng.choice(("What colour is it?", "Which colour did you give it?", "What color is it?"))
        found.append((asked, rng.choice(NO_COLOUR)))
    if (
        seen.modality == "image"
        and seen.count is not None
        and seen.part == "pictures"
        and phrases.can_be_counted(seen.name)
    ):
        number = phrases.COUNTS.get(seen.count, "one")
        many = phrases.plural(seen.name)
        found.append(
            (
                rng.choice(
                    (
                        f"How many {many} are there?",
                        f"How many {many} do you see?",
                        "How many are there?",
                        f"Count the {many}.",
                        f"how many {many}",
                    )
                ),
                rng.choice(
                    (
                        f"{number.capitalize()}.",
                        f"I see {number}.",
                        f"I count {number}.",
                        f"There {'is' if seen.count == 1 else 'are'} {number}.",
                    )
                ),
            )
        )
    if seen.modality == "audio" and seen.count is not None:
        times = {1: "once", 2: "twice"}.get(seen.count, f"{_NUMBER.get(seen.count, seen.count)} times")
        found.append(
            (
                rng.choice(
                    (
                        "How many times do you hear it?",
                        "How often does it sound?",
                        "How many times?",
                        "Count how often you hear it.",
                    )
                ),
                rng.choice((f"{times.capitalize()}.", f"I hear it {times}.", f"It sounds {times}.")),
            )
        )
    if seen.ground is not None:
        if seen.ground in SETTINGS:
            where = SETTINGS[seen.ground][0]
            found.append(
                (
                    rng.choice(
                        (
                            "Where is it?",
                            f"Where is the {seen.name}?",
                            "What is the setting?",
                            "What is in the background?",
                        )
                    ),
                    rng.choice((f"It's {where}.", f"{where.capitalize()}.", f"It is {where}, I think.")),
                )
            )
        else:
            found.append(
                (
                    rng.choice(
                        (
                            "What colour is the background?",
                            "Which background does it have?",
                            "And the background?",
                            "What's behind it?",
                        )
                    ),
                    rng.choice(
                        (
                            f"The background is {seen.ground}.",
                            f"{seen.ground.capitalize()}.",
                            f"It has {phrases.with_article(seen.ground)} background.",
                        )
                    ),
                )
            )
    if seen.motion is not None:
        moving = motion_words(seen.motion)
        found.append(
            (
                rng.choice(
                    (
                        "How does it move?",
                        "What is it doing?",
                        f"What does the {seen.name} do?",
                        "In which way does it move?",
                    )
                ),
                rng.choice((f"It's {moving}.", f"{moving.capitalize()}.", f"The {seen.name} is {moving}.")),
            )
        )
    if seen.modality == "audio" and rng.random() < 0.3:
        yes = rng.choice(SPEECH)
        no = rng.choice((f"No, I hear {seen.thing}.", f"No, nobody is talking. It's {seen.thing}."))
        found.append((rng.choice(IS_SPEECH), f"Yes. {yes}" if seen.kind == "speech" else no))
    if seen.mood is not None:
        found.append(
            (
                rng.choice(
                    ("Is it happy or sad?", "What is the mood?", "How does the music feel?", "Is the tune cheerful?")
                ),
                rng.choice((f"It sounds {seen.mood}.", f"It's a {seen.mood} tune.", f"Rather {seen.mood}.")),
            )
        )
    if seen.tempo in ("slow", "fast"):
        found.append(
            (
                rng.choice(("Is it slow or fast?", "What is the tempo?", "How fast is it?")),
                rng.choice((f"It's {seen.tempo}.", f"{seen.tempo.capitalize()}.")),
            )
        )
    if seen.kind == "instrument" and seen.modality == "audio":
        found.append(
            (
                rng.choice(("Which instrument is it?", "What instrument is playing?", "Name the instrument.")),
                rng.choice(
                    (f"It's {seen.thing}.", f"I hear {seen.thing}.", f"{seen.thing[:1].upper()}{seen.thing[1:]}.")
                ),
            )
        )
    other = rng.choice(others)
    if rng.random() < 0.5:
        found.append(
            (
                rng.choice(
                    (
                        f"Is that {seen.thing}?",
                        f"Is this {seen.thing}?",
                        f"it's {seen.thing}, right?",
                        f"Do you {_sense(seen)} {seen.thing}?",
                    )
                ),
                rng.choice(
                    (
                        f"Yes, that's {seen.thing}.",
                        f"Yes, it's {seen.thing}.",
                        "Yes, indeed.",
                        f"Right, I {_sense(seen)} {seen.thing}.",
                    )
                ),
            )
        )
    elif other != seen.thing:
        found.append(
            (
                rng.choice(
                    (
                        f"Is that {other}?",
                        f"Is this {other}?",
                        f"it's {other}, isn't it?",
                        f"Do you {_sense(seen)} {other}?",
                    )
                ),
                rng.choice(
                    (
                        f"No, it's {seen.thing}.",
                        f"No, I {_sense(seen)} {seen.thing}.",
                        f"I don't think so. It's {seen.thing}.",
                        f"No, that's {seen.thing}.",
                    )
                ),
            )
        )
    found.append(
        (
            rng.choice(
                (
                    f"Just name {'it' if it != 'them' else 'them'}.",
                    "One word, please: what is it?",
                    f"What is the {medium} of? Just the name.",
                )
            ),
            rng.choice((seen.name[:1].upper() + seen.name[1:] + ".", seen.thing[:1].upper() + seen.thing[1:] + ".")),
        )
    )
    return found


_NUMBER = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}


def _sense(seen: Seen) -> str:
    return "hear" if seen.modality == "audio" else "see"


def unknowable(seen: Seen, rng: random.Random) -> tuple[str, str]:
    """A question that the medium cannot answer, and an honest answer."""
    if seen.kind == "speech":
        asked, answers = WORDS_SAID
        return rng.choice(asked), rng.choice(answers)
    asked, answers = UNKNOWABLE[seen.modality]
    return rng.choice(asked), rng.choice(answers).format(a=seen.said)
