"""How people ask for a film: one clip of a thing together with the sound it makes. For training; words only.

A wish is put together from a clip (a noun or a verb), and what makes it a film: an adjunct, a clause or a sentence of
its own about the sound. Patterns of grammar.spelled_out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Mapping

from nextgpt_core.data.film_follow_ups import AFTER_ANY, AFTER_CLIP, AFTER_PICTURE, AFTER_SOUND
from nextgpt_core.data.film_sentences import WHOLE
from nextgpt_core.data.film_wishes import WISHES
from nextgpt_core.data.grammar import as_typed, patterns, spelled_out
from nextgpt_core.data.silent_clips import SILENT

# {a} the thing with its article, {bare} without, {many} several of it, {noise} what it does to be heard ("bark"),
# {heard} "a dog barking"; of what has a verb also {do} "bark", {does} "barks", {doing} "barking"; of what is imitated
# {goes} "woof"
_NOUNS = patterns("""
    [a/a/one/some/the/a short/a little/a brief/a nice] [video/video/clip/clip/film/movie/gif/animation/moving picture/
      footage/mp4/recording on video/cartoon] [of/of/of/with/showing/about] {a}
    {bare} [video/clip/film/movie/gif/animation/footage]
    {a} [on film/on video/in a clip/in a video/in a movie/in motion/in moving pictures/on my screen/filmed/animated/
      moving/on camera]
    [two seconds of/a few frames of/moving pictures of] {a}[ on film/ moving/]
""")
_VERBS = patterns("""
    [film/film/animate/animate/shoot/record on video/put on film/capture on video/set in motion] {a}
    [make/do/create/produce/record] [a video/a clip/a film/a movie/a gif/an animation/a short film] of {a}
    show me {a} [moving/in motion/on video/in a clip/on film/in a video/in a short film]
    let me [see/watch] {a} [move/in a clip/on video/moving/in a film/in action]
    bring {a} to [life/the screen]
    turn {a} into a [clip/film/video/gif]
""")
_WITH = patterns("""
     with [its/the/its own/the matching/its typical] [{noise}/sound/{noise}/noise/{doing}/voice]
     with [sound/audio/sound on/the sound on/the volume up/the sound it makes/what one hears/a soundtrack/
      all its noise/noise]
     [including/plus/along with/together with/and also/and/complete with/as well as/accompanied by/+] [its/
       the] [{noise}/
      sound/noise/audio/{doing}]
    , [sound/audio/its {noise}/the {noise}/the noise/its sound/{doing}] [included/too/as well/on top/added/and all/
      switched on/turned up]
     [that/that/which] [has sound/makes noise/is not mute/is not silent/can be heard/I can hear/one hears/is audible/
      comes with its {noise}/comes with sound/plays its {noise}/also plays its sound/carries its own sound]
    [,/, but/, and/ but] [not mute/not silent/not without sound/never silent/not muted/not a quiet one/
      please not mute/no silent film/with sound]
     so [that I/I/that we/everyone/that the kids] [can/could/may] [hear it/hear it too/hear its {noise}/hear it {do}/
      listen as well/also hear it]
     [while/while/as/when] it {does}[/ loudly/ for me to hear/, sound on/ and I listen/ so that I hear it]
     [where/in which] [it {does}/you hear it/one hears its {noise}/I hear it {do}/the {noise} is heard/
      it can be heard/it {does} loudly]
     {doing} [loudly/so that I hear it/with sound/for all to hear/, sound on/, with its sound/audibly/out loud]
    , [{doing} loudly/{doing} so that one hears it/which {does} so that I hear it/heard as well as seen/loud enough to
      be heard/to be seen and heard]
     [and/, and/, then] [let it {do}/let me hear it/let me listen/make it audible/let us hear the {noise}/let me hear
      it {do}/play its {noise} with it/have it {do}]
     [and/,] [I want to/I'd like to/I would like to/I have to/we should/I wish to] hear [it/it too/it {do}/the {noise}/
      its {noise}/that as well/it in there]
     [and/, but/, and/, only] [don't mute it/keep the sound/leave the sound in/turn the sound on/don't forget the
      {noise}/add the {noise}/add its sound to the clip/put its {noise} on it/do not drop the sound/keep its {noise}]
     with [some/a lot of/loud/real/proper/plenty of/clear] [{doing}/noise/sound]
    , [its/the/all the/some] [{doing}/{noise}/sound] [attached/on the track/in the background/not cut/not removed/
      clearly heard/behind it]
     as long as [I can hear it/the {noise} is there/it {does}/it is not mute]
     [because/since] I [want/like/need] to hear [it/its {noise}/the {noise}/the {doing}/it {do}]
    , [and/but/only] [make/let] it {do}
     to [watch and hear/see and hear/look at and listen to/watch and listen to]
     for [eyes and ears/my eyes and my ears/watching and listening]
""")
_SENTENCES = patterns("""
    [I want/I'd like/I need/I have/We want] to hear it[ too/ as well/ in there/ {do}/, not only see it/ while I watch].
    [With/Not without/And with] [sound/audio/its {noise}/the {noise}][, please/, of course/].
    [Sound/Audio/Volume] on[, please/].
    [No silent one/Not a silent one/Nothing silent/No mute clip/Nothing muted/Not mute][, please/].
    [It should/It has to/It must/It ought to] [have sound/be audible/{do}/{do} loudly/make its noise/come with sound/
      be heard/not be silent].
    [Don't/Do not/Please don't] [mute it/leave it silent/leave the sound away/forget the sound/drop its {noise}/
      make it mute/turn the sound off].
    [Keep/Leave/Put/Have] [the sound/its {noise}/the audio/the noise] [on/in it/on it/in there][, please/].
    [The/Its] [{noise}/sound/audio/noise] [should be in it/belongs to it/must not be missing/is important/
      should be there too/has to be on it].
    [Let me/Make sure I/I hope I] [can hear/hear] it[ too/ {do}/ as well/].
    I [like/love/miss/want] [the {doing}/its {noise}/how it {does}/the noise it makes], so [leave it in/keep that/
      let me hear it].
    Without [its/the] [sound/{noise}/noise] it is [boring/no fun/useless/not the same].
    [Microphone/Sound/Speakers] [on/on, please/switched on].
    Silence is [boring/no fun].
    I want it [audible/loud/with sound/noisy/not mute].
""")
_BOTH = patterns("""
    [I want to/I'd like to/Let me/Can I/We'd love to/My kids want to/Help me/May I] [watch and hear/see and hear/
      hear and see/look at and listen to/watch and listen to] {a} [in one clip/in one video/on video/at once/
      at the same time/together/in a film/ in a single clip/moving/on my screen]
    [I want to/I'd like to/Let me/We want to/My daughter wants to] [watch/see] {a} [{do}/{doing}/move] [and hear it/
      with sound/and listen to it/and hear its {noise}/with the sound on/and hear it at the same time/
      and hear what it sounds like]
    [I want to/I'd like to/Let me] [watch/see] {a} [while/as] it {does}[ and hear that/ and hear it/, with sound/]
    [picture and sound/sound and movement/moving picture and {noise}/film and audio/clip and {noise}/video and sound/
      movement and noise] of {a}[ in one/ together/ at once/ in one piece/, in one film]
    [one/a] [clip/film/video], [{a}/{bare}]: [moving/pictures] and [{noise}/sound/audible]
    [both/Both]: [{a} moving/a clip of {a}/{a} on video] [and the sound of it/and its {noise}/and what it sounds like]
    [How does/How would] {a} look and sound [when it moves/in motion/on film]? [Film it./As a clip, please./
      Make a film of it.]
    {a}, [moving and {doing}/moving and audible/on video and audible/in a clip, {doing}]
""")
_HEARD = patterns("""
    [A video/A clip/A film/Show me a clip/Make a video/I want a gif/Give me footage/A movie] of {heard}[, with sound/
      , with audio/ and I want to hear it/ with the sound on/ so that I can hear it/, audible/, sound on/, not mute/
      , loud and clear/, and leave the sound in/, I want to hear that][./, please./]
    [Film/Animate/Shoot] {heard}[, with the sound/ and let me hear it/ so that it can be heard/ and keep the noise/
      , sound included/, loudly][./]
    [I want to/I'd like to/Let me] watch {heard} and [hear it too/listen to it/hear that][./]
    {heard} [on video with sound/filmed with sound/as a film with audio/, clip and sound in one/in a clip, audible/
      as a clip I can hear/on film, and not silent][ please/]
    [Can/Could/Would] you film {heard} [with sound/loudly/so that we hear it/and keep the sound]?
""")
"""For sounds that are said as what the thing does: who wants to watch that wants to hear it."""
_NOUN_OPENERS = ("", "", "", "I need ", "I'd like ", "Give me ", "Can I have ", "Could I get ", "Please make ",
                 "Make me ", "I want ", "We need ", "I'm looking for ", "What I want is ", "How about ",
                 "Could you do ", "Do me ", "Show me ", "I could use ", "My class needs ")  # fmt: skip
_VERB_OPENERS = ("", "", "", "Please ", "Can you ", "Could you ", "I want you to ", "Would you ", "Now ", "Hi, ",
                 "I'd like you to ", "You could ", "Go and ")  # fmt: skip
_LEADS = patterns("""
    [My kids/My daughter/My son/We all/I/Our class] [like/liked/adore/are fond of/asked about] {many}.
    [It is for school/For my lesson on {many}/I collect clips/This is for a friend].
    {many} are [great/fun/so funny/my favourite].
""")
# the same for what the conversation holds already
_AGAIN = patterns("""
    [Now/Again/The same/The same again/Once more/Same clip/The same clip/Film it again/That again/One more time]
    [I want the same/I'd like it again/Do it again/Can I have it again/Could you redo it/Make it again/Repeat it]
""")
_FILM_IT = patterns("""
    [film/animate/shoot/make a clip of/do a video of/make a film of/record] [it/it/that/one]
    [a clip/a video/a film/a movie/an animation] of [it/that/one]
    [make/turn] [it/that] [a film/into a film/into a clip/a video]
    show me [it/that/one] on [video/film]
    let me [see/watch] it [move/in a clip/in motion]
""")
_AFTER = patterns("""
    [Now with sound/And with sound/With its {noise}, please/With audio please/Not silent, please/But with its sound]
    [Can/Could] [I have that/you do that/you film it/it be/I get it] with [sound/its {noise}][ too/, please/]?
    [I want to/Let me/I'd like to] [see and hear it/watch it and hear it/watch it with sound/hear it in the clip/
      hear it {do} in the clip/see it and hear it {do}/watch it {do} and hear it][, please/].
    [It is/It's/That is/The clip is/Why is it] [mute/silent/so quiet/without sound][./, isn't it?/!] [Again with sound/
      With its {noise}, please/Do it with audio/Add its {noise} to it/I want to hear it in there too/Give it sound].
    [Add/Put/Mix] [sound/its {noise}/the {noise}/audio] [to the clip/to the video/into the film/on it/to that clip].
    [Now I want/I also want/I'd also like/I wanted] to hear it [in it/in the clip/in the video/there/while it moves][
       too/ as well/].
    [Lovely/Nice/Great/Good/Cute], but [I can't hear it/it is silent/it makes no sound/where is its {noise}/
      it should {do}][./. Again, please./. With sound, please./?]
""")
_GAP = re.compile(r"\{(\w+)\}")
AFTER: Mapping[str | None, tuple[tuple[str, ...], ...]] = {
    "video": (_AFTER, AFTER_CLIP, AFTER_CLIP, _AGAIN, _FILM_IT),
    "image": (AFTER_PICTURE, AFTER_ANY, _FILM_IT),
    "audio": (AFTER_SOUND, AFTER_ANY, _FILM_IT),
    None: (AFTER_ANY, _FILM_IT),
}
"""Wordings by what was made last, each as often; of _AGAIN and _FILM_IT the sound is still to be said."""


def film_request(rng: random.Random, known: Collection[str]) -> str:
    """A request with some of the gaps {a}, {bare}, {many}, {noise}, {heard}, {do}, {does}, {doing}, {goes}: those that
    are `known`."""
    kind = rng.choices(("noun", "verb", "both", "heard", "whole", "wish"), (22, 18, 10, 10, 18, 30))[0]
    if kind in _SENTENCES_OF:
        return as_typed(_drawn(_SENTENCES_OF[kind], rng, known), rng)
    if kind == "both":
        text = _drawn(_BOTH, rng, known)
        asks = text.startswith(("Can", "May"))
        return as_typed(text if text.endswith(".") else text + ("?" if asks else rng.choice((".", "", "!"))), rng)
    nouns, openers = (_NOUNS, _NOUN_OPENERS) if kind == "noun" else (_VERBS, _VERB_OPENERS)
    opener = rng.choice(openers)
    clip = _drawn(nouns, rng, known)
    opener = "" if clip.startswith("{bare}") else opener
    text = opener + _with_sound(clip, opener, rng, known)
    if rng.random() < 0.1:
        text = f"{_drawn(_LEADS, rng, known)} {text[:1].upper()}{text[1:]}"
    return as_typed(text, rng)


_SENTENCES_OF = {"heard": _HEARD, "whole": WHOLE, "wish": WISHES}


def silent_request(rng: random.Random) -> str:
    """The opposite: a clip without its sound, with the gaps {a}, {bare} and {noise}."""
    return as_typed(spelled_out(rng.choice(SILENT), rng), rng)


def film_after(rng: random.Random, known: Collection[str], last: str | None) -> str:
    """The same for what the conversation holds already; `last` is the modality of what was made last, None where it
    was only talked about."""
    wordings = rng.choice(AFTER[last])
    if wordings not in (_AGAIN, _FILM_IT):
        return as_typed(_drawn(wordings, rng, known), rng)
    openers = ("", "", "Now ", "Then ", "And now ", "Please ", "Can you ", "Okay, ")
    opener = rng.choice(openers) if wordings is _FILM_IT else ""
    return as_typed(opener + _with_sound(_drawn(wordings, rng, known), opener, rng, known), rng)


def _with_sound(clip: str, opener: str, rng: random.Random, known: Collection[str]) -> str:
    """The clip asked for, and that it is to be heard."""
    asks = opener.startswith(("Can", "Could", "Would", "How"))
    if rng.random() < 0.2:
        return f"{clip}{'?' if asks else '.'} {_drawn(_SENTENCES, rng, known)}"
    adjunct = _drawn(_WITH, rng, known)
    adjunct = adjunct if adjunct.startswith(",") else f" {adjunct}"
    return clip + adjunct + ("?" if asks else rng.choice((".", "", "!", ", please.", " please", ".", "")))


def _drawn(wordings: tuple[str, ...], rng: random.Random, known: Collection[str]) -> str:
    while True:
        text = spelled_out(rng.choice(wordings), rng)
        if all(gap in known for gap in _GAP.findall(text)):
            return text
