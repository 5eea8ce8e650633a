"""Small English: verbs that agree with several things, whether a phrase names several, and slips of the keyboard.

Knows words only.
"""

from __future__ import annotations

import random
import re
from functools import lru_cache

from nextgpt_core.data import phrases

_AFTER_HEAD = re.compile(
    r" (?:with|of|in|on|at|to|under|above|below|next|as|for|and|behind|without|that|by|\w+ing|once|twice|\w+ times)\b|,"
)
_COUNT_WORDS = frozenset(phrases.COUNTS.values())
_AGREEMENTS = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"\b([Ww])hat does \{", r"\1hat do {"),
        (r"\b([Hh])ow does \{", r"\1ow do {"),
        (r"\} looks\b", "} look"),
        (r"\} sounds\b", "} sound"),
        (r"\b([Tt])h(is|at) is \{", r"\1hese are {"),
        (r"\b([Tt])hat's \{", r"\1hose are {"),
        (r"\b([Ii])t's \{", r"these are {"),
        (r"\b([Hh])ere is \{", r"\1ere are {"),
        (r"\b([Hh])ere's \{", r"\1ere are {"),
        (r"\b([Tt])hat looks like \{", r"\1hose look like {"),
        (r"\b([Tt])his looks like \{", r"\1hese look like {"),
        (r"\bit looks like \{", "they look like {"),
        (r"\bIt looks like \{", "They look like {"),
        (r"\bWhat I see is \{", "What I see are {"),
        (r"\bit is: \{", "they are: {"),
        (r"\bIt was \{", "They were {"),
        (r"\bThat was \{", "Those were {"),
    )
)


@lru_cache(maxsize=4096)
def agreeing(template: str, plural: bool) -> str:
    """The sentence with its verbs made to fit several things where `plural`: "this is {a}" -> "these are {a}"."""
    if plural:
        for pattern, said in _AGREEMENTS:
            template = pattern.sub(said, template)
        template = (
            template[:1].upper() + template[1:]
            if template.startswith("these are {") and template.endswith(".")
            else template
        )
    return template


def is_several(phrase: str) -> bool:
    """True for phrases of several things: "two cars", "grapes on a beach"; not for "fire", "a violin"."""
    head = _AFTER_HEAD.split(phrase, maxsplit=1)[0]
    if head.startswith(("a ", "an ", "the ")):
        return False
    return (
        head.split(" ")[0] in _COUNT_WORDS or head.endswith(("s", "people", "men")) and not head.endswith(("ss", "us"))
    )


_SHORT_VERB = re.compile(r"[^aeiou]*[aeiou][bgmnpt]")


def doing(do: str) -> str:
    """ "run" -> "running", "lose its leaves" -> "losing its leaves"."""
    verb, *rest = do.split(" ", 1)
    if verb.endswith("e") and verb != "be":
        verb = verb[:-1]
    elif _SHORT_VERB.fullmatch(verb):
        verb += verb[-1]
    return " ".join([f"{verb}ing", *rest])


_CHOICE = re.compile(r"\[([^\[\]]*)\]")


def spelled_out(pattern: str, rng: random.Random) -> str:
    """One of the wordings of a pattern: "[Can/Could] you [draw/paint] it[, please/]?"; choices may be nested."""
    while match := _CHOICE.search(pattern):
        pattern = pattern[: match.start()] + rng.choice(match[1].split("/")) + pattern[match.end() :]
    return pattern


def tidy(text: str) -> str:
    """One space between words and none before a mark: what choices left empty leaves no trace."""
    return re.sub(r"\s+([,.?!])", r"\1", " ".join(text.split()))


def as_typed(text: str, rng: random.Random) -> str:
    """`text` tidied; mostly with a capital first, unless a gap comes first."""
    text = tidy(text)
    return text if text.startswith("{") or rng.random() < 0.3 else text[:1].upper() + text[1:]


def patterns(text: str) -> tuple[str, ...]:
    """One pattern a line; a line that ends inside a choice goes on in the next, after a space where it ends in a
    word."""
    found, begun = [], ""
    for line in text.strip().splitlines():
        line = line.strip()
        begun += f" {line}" if begun and begun[-1] not in "/[" and line[0] not in "/],." else line
        if begun.count("[") == begun.count("]"):
            found.append(begun)
            begun = ""
    return tuple(found)
