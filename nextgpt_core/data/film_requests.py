"""How people ask for a film: one clip of a thing together with the sound it makes. For training; words only."""

from __future__ import annotations

import random

from nextgpt_core.data.grammar import patterns, spelled_out

# {a} the thing with its article, {bare} without, {noise} what it does to be heard ("bark"), {heard} "a dog barking"
_FILMS = patterns("""
    [A/One/a/Make a/I need a/I'd like a/Give me a] [video/clip/film/movie/gif/moving picture] of {a} [with sound/
      with audio/with its sound/with its {noise}/with the {noise} in it/and its {noise}/including the {noise}/
      , sound included/that has sound/that can be heard/that I can hear/together with its sound][./!/, please./]
    [Film/Animate/Record/Shoot] {a} [with sound/with its {noise}/with audio/and keep the sound/, sound on/
      and let it be heard/and let me hear it too/and don't mute it/, audibly][./, please./ please/]
    [I want to/I'd like to/Let me/Can I/We want to] [watch and hear/see and hear/look at and listen to] {a}[
      / in one clip/ on video/ at once/ together][./]
    [{bare}/{bare}] [video/clip/film/gif/movie] [with sound/with audio/plus sound/, not mute/+ {noise}/with {noise}]
    [A film/A clip/A video/Something animated] in which {a} can be [heard too/both seen and heard/seen and heard][./]
    [No silent film/Not a silent clip/It must not be silent]: [film/animate/a video of] {a}[, please/][./]
    [Moving pictures/Two seconds of film/A moving picture] of {a}, [with sound/with its {noise}/sound included][./]
    [The clip/The video/The film] of {a} [should/must] [have sound/be heard/have its {noise} too/not be mute].
    [Can/Could/Would] you [film/animate/do a clip of] {a} [with sound/with its {noise}/so that I hear it too]?
    {a} [as a film with sound/on video, with sound/filmed, sound included/animated and audible][ please/]
    [both/Both]: [{a} moving/a clip of {a}] [and the sound of it/and its {noise}][, please/]
""")
_HEARD = patterns("""
    [A video/A clip/A film/Show me a clip/Make a video/I want a gif] of {heard}, [with sound/with audio/and I want to
      hear it/audibly/sound on/loud and clear/with the sound on][./, please./]
    [Film/Animate/Record] {heard}[, with the sound/, sound included/ and let me hear it/ so that it can be heard][./]
    [I want to/I'd like to/Let me] watch {heard} and [hear it too/listen to it/hear that][./]
    {heard} [on video with sound/filmed with sound/as a film with audio/, clip and sound in one][ please/]
    [Can/Could] you film {heard} [with sound/audibly/so that we hear it]?
    [Film/Make a video of/Show me a clip of/A film of/A clip of/I'd like a clip of] {heard}[, please/][./]
    [I want to/I'd like to/Let me] [watch/see] {heard} on [film/video][, please/][./]
""")
"""For sounds that are said as what the thing does: who wants to watch that wants to hear it."""
_AFTER = patterns("""
    [Now/Again/The same/The same again/Once more/Same clip/Film it again], [but with sound/but not mute/and with its
      {noise}/this time with sound/only with audio][, please/].
    [Now with sound/And with sound/With its {noise}, please/with audio please/not silent, please]
    [Can/Could] [I have that/you do that/you film it/it be] with sound[ too/, please/]?
    [I want to/Let me] [see and hear it/watch it and hear it/watch it with sound][, please/].
    It is [mute/silent]. [Again with sound/With its {noise}, please/Do it with audio].
""")
"""Of a thing shown or made before, when a silent clip is not what is wanted."""


def film_request(rng: random.Random) -> str:
    """A request with the gaps {a}, {bare}, {noise} and perhaps {heard}."""
    return _spelled(_HEARD if rng.random() < 0.3 else _FILMS, rng)


def film_after(rng: random.Random) -> str:
    """The same for what the conversation holds already, with the gap {noise}."""
    return _spelled(_AFTER, rng)


def _spelled(wordings: tuple[str, ...], rng: random.Random) -> str:
    text = " ".join(spelled_out(rng.choice(wordings), rng).split()).replace(" ,", ",")
    return text if text.startswith("{") or rng.random() < 0.3 else text[:1].upper() + text[1:]
