"""How people ask for several media at once: about one thing, or one medium each for different things.

Keys are modalities in the order asked: I image, A audio, V video. Words only.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from nextgpt_core.data.grammar import patterns, spelled_out

LETTERS = {"I": "image", "A": "audio", "V": "video"}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


# one thing in several media; {a} with its article, {bare} without
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "IA": _lines("""
Show me {a} and let me hear it.
Show me {a} with its sound.
Draw {a} and play its sound.
Draw {a} and let me hear what it sounds like.
Can you draw {a} and make its sound too?
A picture of {a} and its sound, please.
{bare} picture and sound
What does {a} look like and sound like?
What does {a} look like, and how does it sound?
I want to see and hear {a}.
I'd like to see {a} and hear it as well.
image + audio of {a}
Paint {a}, then play the sound it makes.
Create an image of {a} and a recording of it.
Let me see and hear {a}.
For a school project I need a picture and the sound of {a}.
Please show me {a}, and also what it sounds like.
"""),
    "AI": _lines("""
Let me hear {a} and then show it to me.
Play the sound of {a} and draw it.
I want to hear and see {a}.
The sound of {a} first, then a picture of it.
What does {a} sound like, and what does it look like?
{bare} sound and picture
audio and image of {a}, please
Make the sound of {a} and paint it too.
"""),
    "IV": _lines("""
Draw {a} and animate it.
A picture and a video of {a}, please.
Show me {a} as a picture and as a clip.
I need an image and a short video of {a}.
{bare} picture and gif
Make an image of {a}, then a clip of it.
First a drawing of {a}, then an animation.
"""),
    "VI": _lines("""
Make a video of {a} and a picture too.
Animate {a}, then draw it.
A clip and an image of {a}, please.
{bare} gif and picture
First a video of {a}, then a still picture.
"""),
    "VA": _lines("""
Make a video of {a} with its sound.
Film {a} and let me hear it.
A video of {a} with sound, please.
{bare} video with sound
Animate {a} and play its sound.
Show me a clip of {a} and its sound.
I want to watch and hear {a}.
A movie of {a} and what it sounds like.
"""),
    "AV": _lines("""
Play the sound of {a}, then show me a video of it.
Let me hear {a} and then animate it.
{bare} sound and video
audio and a clip of {a}, please
The sound of {a} and a short film of it.
"""),
    "IAV": _lines("""
Show me {a} as a picture, a sound and a video.
I want everything: an image, the sound and a clip of {a}.
{bare}: picture, sound, video
Draw {a}, let me hear it, and then animate it.
A picture, a recording and a short video of {a}, please.
"""),
    "IVA": _lines("""
Draw {a}, animate it and play its sound.
Give me {a} as picture, video and audio.
A picture, a clip and the sound of {a}.
"""),
    "VAI": _lines("""
A video of {a} with sound, and a picture as well.
Animate {a}, play its sound and draw it.
"""),
}
TOGETHER_HELD: Mapping[str, tuple[str, ...]] = {
    "IA": _lines("""
I'm curious how {a} looks and sounds.
Give me {a} for the eyes and for the ears: picture and audio.
Could I have {a} drawn, plus its sound?
need {bare}: image, then audio
"""),
    "AI": _lines("""
Start with the sound of {a} and finish with a drawing of it.
Could I hear {a} and get an illustration of it too?
"""),
    "IV": _lines("""
Would you make both a drawing and an animation of {a}?
still image plus gif of {a}
"""),
    "VI": ("Could I get a clip of {a} followed by a drawing?",),
    "VA": _lines("""
Would you film {a} and add the sound?
I'd love a movie of {a} that I can hear.
"""),
    "AV": ("Could I hear {a} and then watch a clip of it?",),
    "IAV": ("Produce an image, an audio clip and a video of {a}.",),
    "IVA": ("Could you draw {a}, animate it, and end with its sound?",),
    "VAI": ("Film {a}, add the sound, and end with a drawing.",),
}

# one clause a medium, each about its own thing; joined in the order asked
CLAUSES: Mapping[str, tuple[str, ...]] = {
    "I": (
        "draw {a}",
        "show me a picture of {a}",
        "make an image of {a}",
        "paint {a}",
        "a picture of {a}",
        "an image of {a}",
    ),
    "A": (
        "play {a}",
        "let me hear {a}",
        "make the sound of {a}",
        "play the sound of {a}",
        "the sound of {a}",
        "a recording of {a}",
    ),
    "V": ("animate {a}", "make a video of {a}", "film {a}", "show me a clip of {a}", "a video of {a}", "a gif of {a}"),
}
CLAUSES_HELD: Mapping[str, tuple[str, ...]] = {
    "I": ("sketch {a} for me", "produce a picture of {a}"),
    "A": ("have me listen to {a}", "produce an audio clip of {a}"),
    "V": ("shoot a little film of {a}", "produce an animation of {a}"),
}
JOINERS = (
    " and ",
    ", and ",
    " and then ",
    ", then ",
    " plus ",
    " and also ",
    ". Also ",
    ", after that ",
    " and afterwards ",
)
OPENERS = ("", "", "", "Please ", "Can you ", "Could you ", "I want you to ", "First ", "Hi, please ")
THING_OPENERS = ("", "I need ", "I'd like ", "Give me ", "Can I have ", "Please make ")  # before clauses that are nouns

# one thing in several media, put together clause by clause: how the first medium is asked for, and each further one;
# {a} with its article, {bare} without, {noise} what the thing does to be heard ("bark"), "sound" where nothing is known
ORDERED_FIRST: Mapping[str, tuple[str, ...]] = {
    "I": ("draw {a}", "show me {a}", "paint {a}", "make a picture of {a}", "let me see {a}", "show {a}"),
    "A": ("let me hear {a}", "play the sound of {a}", "play {a}", "make the sound of {a}"),
    "V": ("animate {a}", "film {a}", "make a video of {a}", "show me a clip of {a}", "do a video of {a}"),
}
ORDERED_NEXT: Mapping[str, tuple[str, ...]] = {
    "I": ("draw it", "show it to me", "paint it", "let me see it", "make a picture of it", "draw one"),
    "A": (
        "let me hear it", "play its sound", "let me hear it {noise}", "let me hear its {noise}", "play the {noise}",
        "make its sound", "play it", "let it {noise}", "hear it",
    ),
    "V": ("animate it", "make a video of it", "film it", "let it move in a clip", "make it move"),
}  # fmt: skip
NAMED_FIRST: Mapping[str, tuple[str, ...]] = {
    "I": ("a picture of {a}", "an image of {a}", "a drawing of {a}", "{bare} picture", "{bare} pic", "{bare} image"),
    "A": ("the sound of {a}", "a recording of {a}", "{bare} sound", "the noise of {a}", "{bare} audio"),
    "V": ("a video of {a}", "a clip of {a}", "an animation of {a}", "{bare} video", "{bare} clip"),
}
NAMED_NEXT: Mapping[str, tuple[str, ...]] = {
    "I": ("a picture of it", "a drawing", "an image", "a still picture", "{bare} picture"),
    "A": ("its sound", "the sound it makes", "its {noise}", "the {noise}", "{bare} sound", "the noise it makes"),
    "V": ("a video of it", "a clip", "an animation", "a short video", "{bare} video"),
}
_ORDERED_JOINERS = (" and ", ", and ", ", then ", " and then ", " and also ", ", ", ". Then ", ". Also ", "; ")
_NAMED_JOINERS = (" and ", " and ", " with ", " plus ", " + ", ", ", ", then ", " followed by ", " along with ",
                  " and also ")  # fmt: skip
_ORDERED_OPENERS = ("", "", "", "please ", "can you ", "could you ", "I want you to ", "first ")
_NAMED_OPENERS = ("", "", "", "I need ", "I'd like ", "give me ", "can I have ", "could you do ", "make ")
_LISTED = {"I": ("picture", "image", "drawing"), "A": ("sound", "audio", "sound"), "V": ("video", "clip", "animation")}
_LISTS = ("{a}: {m}", "{bare}: {m}", "{m} of {a}", "{bare} as {m}", "everything about {a}: {m}", "{a}, {m}")
_ENDS = ("", "", ".", ".", " please", ", please.", " pls", " too")


def composed_request(order: str, rng: random.Random) -> str:
    """A request for one thing in the media of `order`, with gaps {a}, {bare} and {noise}; for training only."""
    kind = rng.random()
    if kind < 0.2:
        media = [rng.choice(_LISTED[letter]) for letter in order]
        joiner = rng.choice((", ", " + ", " and ", ", "))
        return rng.choice(_LISTS).replace("{m}", joiner.join(media)) + rng.choice(_ENDS[:6])
    ordered = kind < 0.6
    first, following = (ORDERED_FIRST, ORDERED_NEXT) if ordered else (NAMED_FIRST, NAMED_NEXT)
    joiners = _ORDERED_JOINERS if ordered else _NAMED_JOINERS
    opener = rng.choice(_ORDERED_OPENERS if ordered else _NAMED_OPENERS)
    text = opener + rng.choice(first[order[0]])
    for letter in order[1:]:
        joiner, clause = rng.choice(joiners), rng.choice(following[letter])
        text += joiner + clause
    asks = opener.startswith(("can", "could"))
    text += "?" if asks and ". " not in text else rng.choice(_ENDS)
    return text[:1].upper() + text[1:] if rng.random() < 0.75 and not text.startswith("{") else text


# several media of what an upload shows or plays: the first clause points at it, the others follow; for training
SHOWN_FIRST: Mapping[str, tuple[str, ...]] = {
    "I": patterns("""
        [draw/paint/redraw/sketch] [this/it/this again/the thing/what you see/whatever that is]
        make [a picture/another picture/a drawing] of [this/it/that]
        show me [this/it] [as a picture/as a drawing]
    """),
    "A": patterns("""
        [play/make] [its sound/the sound of this/the noise it makes/what it sounds like]
        let me hear [it/this/what this sounds like/it {noise}]
        [what does this sound like/how does it sound]
    """),
    "V": patterns("""
        [animate/film] [this/it/that/this one/the thing/what you see]
        make [a video/a clip/a gif/an animation] of [this/it/that]
        [make this move/set it in motion/turn this into a clip/bring this to life/let it move]
    """),
}
SHOWN_NAMED: Mapping[str, tuple[str, ...]] = {
    "I": patterns("""
        [a picture/a drawing/an image/a new picture] of [this/it/that]
        [picture/drawing/image]
    """),
    "A": patterns("""
        [its sound/the sound/the noise of this/its noise/the sound it makes/its {noise}]
        [sound/audio]
    """),
    "V": patterns("""
        [a video/a clip/an animation/a gif] of [this/it/that]
        [video/clip/animation/gif]
    """),
}
SHOWN_HELD: Mapping[str, tuple[str, ...]] = {
    "I": ("sketch what is shown or heard", "a sketch of it"),
    "A": ("have me listen to it", "its audio"),
    "V": ("shoot a little film of it", "a small film of it"),
}
_SHOWN_OPENERS = ("", "", "", "please ", "can you ", "could you ", "I want you to ", "first ", "I'd like you to ")
_SHOWN_NAMED_OPENERS = (
    "",
    "",
    "I want ",
    "I need ",
    "I'd like ",
    "give me ",
    "can I have ",
    "for this one: ",
    "both: ",
)


def shown_request(order: str, rng: random.Random, held: bool = False) -> str:
    """A request for what an upload shows in the media of `order`, with the gap {noise}."""
    ordered = rng.random() < 0.6
    openers, joiners = (_SHOWN_OPENERS, _ORDERED_JOINERS) if ordered else (_SHOWN_NAMED_OPENERS, _NAMED_JOINERS)
    opener = "" if held else rng.choice(openers)
    first, following = (SHOWN_FIRST, ORDERED_NEXT) if ordered else (SHOWN_NAMED, NAMED_NEXT)
    text = opener
    for number, letter in enumerate(order):
        if held:
            clause = SHOWN_HELD[letter][not ordered]
        else:
            table = first[letter] if number == 0 else first[letter] + following[letter]
            clause = spelled_out(rng.choice([c for c in table if "{bare}" not in c]), rng)
        text += (rng.choice(joiners) if number else "") + clause
    asks = opener.startswith(("can", "could"))
    text += "?" if asks and ". " not in text else rng.choice(_ENDS)
    return text[:1].upper() + text[1:] if rng.random() < 0.7 else text
