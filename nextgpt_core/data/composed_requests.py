"""How people ask for a picture, a sound or a clip: sentences that are put together from parts, for training only.

Gaps as in requests.py. Words only.
"""

from __future__ import annotations

from collections.abc import Mapping

from nextgpt_core.data.grammar import patterns

COMPOSED: Mapping[str, tuple[str, ...]] = {
    "image": patterns("""
        [Can/Could/Would/Will] you [draw/paint/sketch/do/make/create] {a}[ for me/ for us/, please/ quickly/]?
        [Please/please/Kindly] [draw/paint/sketch/make/create/design] [me/us/] {a}[./!/, thanks/]
        [Draw/Paint/Sketch/Do/Make/Create/Show] [me/us/] {a}[./!/, please./ please/]
        [I'd/I would] [like/love/enjoy] [a picture/a drawing/an image/a painting] [of/with/showing] {a}[, please/].
        [I want/I need/We need/I'm looking for] [a picture/a drawing/
          an image] [of/with/showing] {a}[, please/ for my card/ for a poster/].
        [How about/What about/Let's have/Let's see/Time for] {a}[, drawn/, painted/, as a picture/][?/]
        [My kids/My daughter/My son/My class] [would love/wants/would like] to see {a}.
        [I've always wanted/I would like/I'd love] to see {a}.
        [What/How] [might/would/could] {a} look[ like/]? [Show me./Draw it./]
        [Do you think you could/Are you able to/Is it possible to] [draw/paint/show me] {a}?
        [It would help/I'd be glad/I'd be happy] to have [a picture/a drawing] of {a}.
        [Fill a page with/Put on paper/On a sheet of paper:] {a}[, please/].
        [picture/pic/drawing/image/painting][:/ -/,] {a}
        {a}[ as a picture/ on a picture/, drawn/, painted/ - picture/ image/ drawing][ please/ pls/]
        [The picture should/It should/The drawing must] show {a}.
        [Describe with a picture/Explain with a drawing] what {a} [looks/would look] like.
        [So/Okay/Alright/Well], [draw/paint/show me] {a}.
    """),
    "audio": patterns("""
        [Can/Could/Would/Will] you [play/make/imitate/let me hear/let us hear] {a}[ for me/, please/]?
        [Please/please/Kindly] [play/make/let me hear/imitate] {a}[./!/, thanks/]
        [Play/Make/Let me hear/Let us hear/Put on/Start] {a}[./!/, please./ please/]
        [I'd/I would] [like/love/enjoy] to [hear/listen to] {a}[, please/].
        [I want/I need/We need/I'm looking for] [the sound/a recording/
          some audio] of {a}[, please/ for my film/ for a game/].
        [How about/What about/Let's have/Time for] {a}[ to listen to/, as a sound/ in the speakers]?
        [My kids/My daughter/My son/My baby] [would love/wants/would like] to hear {a}.
        [I've never heard/I miss/I can't remember] {a}. [Let me hear it./Play it./Can I hear it?]
        [What would I hear/What does one hear] [near/from] {a}? [Play it./Let me listen./]
        [Do you think you could/Are you able to/Is it possible to] [play/make the sound of] {a}?
        [Make/Get/Give/Send/Prepare/Find/Produce/Create] me [a sound clip/an audio file/an audio clip/a sound file/
          an mp3/a wav file/an audio track/a sound recording/a sound sample/a recording/a sound bite/
          some audio] [of/of/with/for] {a}[, please/ please/ for my phone/ to listen to/ for my game/ for our theatre]
        [I want/I need/We need/I'm looking for/I'm after/I could use/How about/Could I have/Can I get/Let me have/
          Please make/Any chance of/It's time for] [a sound clip/an audio file/an audio clip/a sound file/an mp3/
          an audio recording/a short sound/a sound sample/the audio/some audio/
          a sound effect] [of/of/with] {a}[, please/ please/ for my class/]
        [sound clip/audio file/audio clip/sound file/mp3/recording/sound sample][ of/ with/:/,] {a}[ please/ pls/]
        [I want/I need/Can I get/Could I have/We need/Give me/Make] {a} as [audio/a sound/a sound clip/an audio file/
          an mp3/a recording][, please/ please/ for a game/]
        {a} as [an audio file/a sound clip/an mp3/a sound file/audio/a recording/a sound][, please/ please/ for a game/]
        [sound/audio/noise/listen][:/ -/,] {a}
        {a}[, sound/ as audio/, to listen to/ - audio/ sound effect][ please/ pls/]
        [For my ears/Close your eyes and listen/Silence, please, then]: {a}.
        [It should sound/Make it sound] like {a}.
        [So/Okay/Alright/Well], [play/let me hear] {a}.
        {bare} recording, no picture needed
        {bare} ringtone[, please/]
        {bare} mp3
        I want an mp3 of {a}.
        Only for the ears: {a}.
        A short audio clip of {a} for school.
        The kids want to hear {a}, nothing to look at.
        I was hoping for a recording of {a}.
        It would be nice if I could hear {a}.
        please sound from {a}
        {bare} wav
        {bare} sound effect for a game
        {bare} sample for my beat
        {bare} audio clip
        {bare}, only the sound
        No picture, just the sound of {a}.
        I don't need to see it, I want to hear {a}.
        For work I need a recording of {a}.
        For a radio play: a wav of {a}.
        I should be grateful for a recording of {a}.
        mum can i hear {a}
        My little sister keeps asking to hear {a}.
        As an alarm sound I want {a}.
        My phone should ring with the sound of {a}.
        Grandma wants to listen to {a}.
    """),
    "video": patterns("""
        [Can/Could/Would/Will] you [animate/film/make a clip of/make a video of] {a}[ for me/, please/]?
        [Please/please/Kindly] [animate/film/make a video of/do a clip of] {a}[./!/, thanks/]
        [Animate/Film/Make a video of/Do a gif of/Shoot a clip of] {a}[./!/, please./ please/]
        [I'd/I would] [like/love/enjoy] [a video/a clip/an animation/a gif] [of/with/showing] {a}[, please/].
        [I want/I need/We need/I'm looking for] [a video/a clip/
          an animation] [of/with/showing] {a}[, please/ for my page/ for a story/].
        [How about/What about/Let's have/Time for] [a clip/a video/a little film] of {a}?
        [My kids/My daughter/My son/My class] [would love/wants/would like] to watch {a}.
        [I've always wanted/I would like/I'd love] to watch {a}[ on video/ in motion/].
        [How/In what way] [might/would/does] {a} move? [Animate it./Show me on video./]
        [Do you think you could/Are you able to/Is it possible to] [animate/film] {a}?
        [video/vid/clip/gif/animation/film][:/ -/,] {a}
        {a}[ as a video/ on video/, animated/, filmed/ - gif/, moving/ in a clip][ please/ pls/]
        [The video should/The clip must/It should] show {a}[ moving/].
        [Moving pictures/A few seconds/Two seconds] of {a}[, please/].
        [So/Okay/Alright/Well], [animate/film] {a}.
        {bare} footage
        {bare} reel[, please/]
        {bare} mp4
        a funny gif of {a}
        A short film of {a} for school.
        For work I need footage of {a}.
        The kids want to see {a} move.
        I was hoping for a video of {a}.
        It would be nice if I could watch {a} move.
        please video from {a}
        {bare} movie
        {bare} film, short
        {bare}, clip
        {bare} cartoon, animated
        a little animated film about {a}
        Raw footage of {a}.
        For our website: an mp4 of {a}.
        For my slides I need {a} moving.
        For a birthday card: an animation of {a}.
        I should be grateful for a video recording of {a}.
        mum can i see {a} move
        My little sister keeps asking for {a} on film.
        As a background for my screen I want a clip of {a}.
        I wonder how {a} looks in motion. Film it.
        Grandma wants to watch {a} on video.
    """),
}
COMPOSED_SOURCE = patterns("""
    [What/How] [might/would/could/does] {source} sound[ like/]? [Play it./Let me hear it./]
    [I wonder/I'd like to know/I want to know/No idea] [what/how] {source} [sounds/would sound][ like/].
    [I have/I've] [never/not yet] heard {source}. [Play it for me./Can I?/Let me.]
    [What kind of/What/Which] [sound/noise/sounds] [does/would] {source} make?
    [Can/Could] I [hear/listen to] {source}[ for a moment/, please/]?
    [The voice/The sound/The noise] of {source}[, please/ for my kids/].
""")
