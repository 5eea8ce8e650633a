"""One thing wished for in several media, each mark {I}, {A}, {V} after the words that ask for that medium.

Patterns of grammar.spelled_out with the gaps {a}, {bare} and {noise} of combined_requests.py. For training; words only.
"""

from __future__ import annotations

import random
import re

from nextgpt_core.data.grammar import as_typed, patterns, spelled_out

_MARKED = patterns("""
    First a drawing{I} of {a}, then [its/the matching] sound{A}.
    {a}: a picture{I} and [after that/then] a sound{A}
    Show me a photo{I} of {a} and let me hear it{A} [afterwards/after that].
    i wanna see a pic{I} of {a} n then hear it{A} [plz/pls]
    Could you [please/kindly] draw{I} {a} and then play its {noise}{A}?
    To my eyes an image{I}, to my ears an audio clip{A}, both of {a}.
    Paint it{I}, then let it be heard{A}: {a}[, please/].
    First the {noise}{A} of {a}, then its portrait{I}.
    Sound{A} first, picture{I} second, both of {a}[ please/].
    {a}, [please/pls]: audio{A}, then image{I}
    Let me hear{A} {a} and [afterwards/after that] draw it for me{I}.
    I would like to hear the {noise}{A} of {a}, followed by a [still/single] picture{I}.
    Two things about {a}: a sound file{A} and a drawing{I}, in that order.
    my kid guesses by ear first, so play{A} {a}, then show the picture{I}
    Draw{I} {a}, then make it move in a video{V}[, please/].
    {a} as a still picture{I} and then as a [short/little] video{V}
    Please make an image{I} and [afterwards/then] a short film{V} of {a}.
    pic{I} and then vid{V} of {a}[ thx/ thanks/]
    I'd be glad of a photo{I} of {a}; a moving clip{V} should [follow/come next].
    Frozen in a picture{I} first, then alive in a film{V}: {a}!
    You draw it{I}, you film it{V}, I am happy. It's {a}.
    Film{V} {a}, and then give me a [drawing/still drawing] to print{I}.
    A video{V} of {a}, [then/and then] a picture{I} for my wall.
    vid{V} then pic{I}, {a}, [go/now]
    May I see {a} on video{V} and [afterwards/then] as a painting{I}?
    Start with a short animation{V} of {a}, finish with a drawing{I}.
    First it moves{V}, then it stands still in a photo{I}: {a}[ please/].
    We need {a} for our website, one animation{V} and [after it/then] one image{I}.
    The {noise}{A} of {a} first, a [little/short] film{V} of it second.
    Play the sound{A} of {a}, then show a video{V}.
    hear it{A} and then watch it{V}: {a}, [pls/please]
    Audio file{A} plus video clip{V} of {a}, [in this order/in that order].
    Is it possible to have a recording{A} and then an animation{V} of {a}?
    I want listen{A} {a} and after I want see video{V}, [thank you/thanks].
    Mommy, I wanna hear{A} {a} and then see it move in a movie{V}!
    {a}: a picture{I}, a sound{A}, a clip{V}
    Draw{I}, sound{A}, film{V}: [everything/all] about {a}!
    I want to see a photo{I} of {a}, hear it{A} and [finally/lastly] watch it move{V}.
    Could I have an image{I}, an audio clip{A} and a [short/brief] video{V} of {a}?
    Look at it{I}, listen to it{A}, watch it move{V}. The [thing/subject] is {a}.
    For the lesson on {a} we need a drawing{I}, a recording{A} and an animation{V}.
    Picture{I}, video{V}, sound{A} of {a}[, please/, thanks/].
    One {bare} please, as a painting{I}, as a film{V} and [at the end/finally] as a sound{A}.
    first draw{I} {a}, 2nd animate it{V}, 3rd play its {noise}{A}
    The [same/very same] {bare} three times: painted{I}, filmed{V}, recorded on tape{A}.
    My presentation is about {a}: an image{I}, a video{V} and an audio file{A} would [help/be useful].
    Give me the sound{A}, the picture{I} and the video{V} of {a}, [one by one/one after another].
    Hear it{A}, see it drawn{I}, see it moving{V}: {a}
    I wonder if {a} could come as a sound{A}, then as a picture{I}, then as a [short/tiny] film{V}.
    audio{A}, image{I}, video{V}: {a}
    Begin with the {noise}{A} of {a}, continue with a sketch{I}, end with an animation{V}.
    How about {a} for the ears{A}, then on paper{I}, then on film{V}?
    Ears first: the {noise}{A} of {a}. Then a clip{V}, and [finally/lastly] a drawing{I}.
    sound{A} + video{V} + pic{I} of {a}[ pls/ please/]
    Let {a} be heard{A}, let it move on film{V}, let it rest in a picture{I}.
    Please [prepare/make] an audio file{A}, a video{V} and an image{I} of {a}, in this order.
    I am doing homework with {a}, need recording{A}, then film{V}, then drawing{I}.
    Can we play it{A}, film it{V} and draw it{I}? I [mean/am talking about] {a}.
    Film{V} {a}, draw it{I}, and then let me [just/only] hear it{A}.
    Clip{V}, image{I}, audio{A}. {a}[, please/].
    A little movie{V} of {a}, a poster picture{I}, and the {noise}{A} to [finish/end].
    Animate{V} {a} for me, then paint it{I}, then play its {noise}{A} [without pictures/on its own].
    It would be [lovely/nice] to have {a} as a video{V}, a picture{I} and an audio clip{A}.
    video{V} 1st, picture{I} 2nd, sound{A} 3rd, and all of {a}!
    Watch{V}, hear{A}, then colour in the drawing{I}: that's my plan with {a}.
    Make {a} move{V}, then let me hear it{A}, then draw it{I}.
    gimme vid{V}, audio{A} n pic{I} of {a} [bro/mate]
    Of {a} I require a video{V}, a sound recording{A} and a still image{I}, [in that sequence/in that order].
    Do me a movie{V}, a sound bite{A} and a portrait{I} of {a}, [would you/will you]?
""")
_MARK = re.compile(r"\{([IAV])\}")


def _by_order() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pattern in _MARKED:
        found.setdefault("".join(_MARK.findall(pattern)), []).append(_MARK.sub("", pattern))
    return found


BY_ORDER = _by_order()
"""The wordings by the media they ask for, in order, without their marks. A clip and then a sound are mostly a film, and
have no wordings here."""


def marked_request(order: str, rng: random.Random) -> str:
    """A request for one thing in the media of `order`, a key of BY_ORDER, with gaps {a}, {bare} and {noise}."""
    return as_typed(spelled_out(rng.choice(BY_ORDER[order]), rng), rng)
