"""Requests for two or three media that say their order in whole sentences: "before you paint it, let me hear it".

Knows the letters of combined_requests.py. Words only; for training.
"""

from __future__ import annotations

import random
import re

from nextgpt_core.data.grammar import patterns, spelled_out, tidy

# whole sentences that say an order: {v0}, {v1} ask for the media by verbs ("draw a cat"), {n0}, {n1} by nouns ("a
# picture of a cat"), numbered in the order they are to come
ORDERS_OF_TWO = patterns("""
    [Before/But before/Before] you {v1}, {v0}[, please/].
    [Please /]{v0} before you {v1}.
    {v1}, but [first/before that/start with this:] {v0}[, please/].
    [I need/I want/I'd like/Give me] {n1}, but [start with/begin with/first/before it] {n0}[, please/].
    [Start/Begin/Open] with {n0}[ and/,/, then] [end/finish/go on/continue/close] with {n1}[, please/].
    {v0}. [After that/Then/Next/Once that is done,/When you are done,/As a second thing,/Afterwards] {v1}.
    {v0}. [After that/Then/Next/And] [I'd like/I want/I need/give me/I would like] {n1}[, please/].
    [I'd like/I want/I need/Give me] {n0}. [After that/Then/Next/Afterwards], {v1}.
    {n0}[, /; /. ]{n1}[./, please./]
    [One/First]: {n0}[. /, ][two/second]: {n1}[./]
    1[./)] {n0} 2[./)] {n1}
    {n0} [and/plus/along with/together with/to go with/with/for/as well as/before/followed by/and after it/
      and underneath/matched with] {n1}[, please/ please/./]
    [Both/I want both/I need both/Make both]: {n0} and {n1}.
    [I need/I'd like/We need] {n0} [and/plus/as well as/together with/and then/
      followed by] {n1}[, please/ for my lesson/].
    [Could I get/Can I get/Could I have] {n0} [and/plus/as well as/together with/and then/followed by] {n1}?
    [Two things/Two wishes/Two tasks/Here is the plan]: {n0}[ and/, then/, and] {n1}.
    {v0}. [I also need/I also want/And I want/Besides, I need/On top I'd like/Also] {n1}[, please/].
    [Can/Could] you {v0}, and [when that is done/then/after it] {v1}?
    [While you are at it/In addition to that]: {n1}. [But first,/First of all,/Before it,] {n0}.
""")
ORDERS_OF_THREE = patterns("""
    {v0}. [After that/Then/Next] {v1}. [Finally/In the end/At last/Last] {v2}.
    {v0}. [After that/Then/Next] [I'd like/I want/give me] {n1}. [Finish with/End with/Close with/Finally,] {n2}.
    [Start/Begin] with {n0}, [go on/continue] with {n1} and [end/finish] with {n2}.
    One: {n0}, two: {n1}, three: {n2}
    1. {n0} 2. {n1} 3. {n2}
    {n0}, {n1}, {n2}[./, please/, in this order/]
    [Three things/Here is my list]: {n0}, {n1} and {n2}.
    Before you {v2}, {v0} and {v1}.
""")
_NOUNS_OF = {
    "I": ("a picture of {a}", "a drawing of {a}", "an image of {a}", "one picture of {a}", "a painting of {a}",
          "{a} as a picture"),
    "A": ("the sound of {a}", "a recording of {a}", "one sound: {a}", "the noise of {a}", "{a} as audio",
          "some audio of {a}"),
    "V": ("a video of {a}", "a clip of {a}", "a gif of {a}", "an animation of {a}", "a short film of {a}",
          "{a} on video"),
}  # fmt: skip
_VERBS_OF = {
    "I": ("draw {a}", "paint {a}", "show me a picture of {a}", "sketch {a}", "make an image of {a}"),
    "A": ("play {a}", "let me hear {a}", "make the sound of {a}", "play the sound of {a}", "let me listen to {a}"),
    "V": ("animate {a}", "film {a}", "make a clip of {a}", "show me a video of {a}", "make a short film of {a}"),
}
_NOUNS_OF_IT = {
    "I": ("its picture", "its portrait", "a picture of it", "a drawing of it", "an image of one"),
    "A": ("its sound", "its {noise}", "the sound it makes", "the {noise} of it", "what it sounds like"),
    "V": ("a clip of it", "a video of it", "an animation of it", "it on video", "it in motion"),
}
_VERBS_OF_IT = {
    "I": ("draw it", "paint it", "show it", "show me a picture of it", "sketch it", "let me see it"),
    "A": ("let me hear it", "play its sound", "play its {noise}", "let me hear its {noise}", "make its noise"),
    "V": ("animate it", "film it", "make a clip of it", "set it in motion", "show it on video"),
}
_GAP_OF_ORDERS = re.compile(r"\{([vn])(\d)\}")


def ordered_request(order: str, rng: random.Random, things: tuple[str, ...] | None = None, known: bool = False) -> str:
    """A request that says the order of two or three media. `things` are said one a medium; without, all media are of
    one thing, and the gaps {a} and {noise} are left for it and for what it does to be heard. What is `known` already
    is "it" from the beginning."""
    text = spelled_out(rng.choice(ORDERS_OF_TWO if len(order) == 2 else ORDERS_OF_THREE), rng)
    begun: list[int] = []

    def clause(match: re.Match) -> str:
        verb, number = match[1] == "v", int(match[2])
        first, letter = not begun and not known, order[number]
        begun.append(number)
        if things is not None:
            chosen = rng.choice((_VERBS_OF if verb else _NOUNS_OF)[letter])
            said = chosen.format(a=things[number])
            doubled = said.startswith(("the sound of the", "some audio of some"))
            return said.replace("the sound of ", "", 1) if doubled else said
        tables = (_VERBS_OF, _NOUNS_OF) if first else (_VERBS_OF_IT, _NOUNS_OF_IT)
        return rng.choice(tables[not verb][letter])

    text = tidy(_GAP_OF_ORDERS.sub(clause, text))
    text = re.sub(r"([.?!:]) ([a-z])", lambda m: m[0] if m[1] == ":" else f"{m[1]} {m[2].upper()}", text)
    return text[:1].upper() + text[1:] if rng.random() < 0.8 and not text.startswith("{") else text
