"""How people ask for a picture, a sound, a clip, or several of them: sentences with a gap, for training and held out.

{a} is the thing with its article, {bare} without, {source} what makes a sound. Words only; no concept, no medium.
"""

from __future__ import annotations

from collections.abc import Mapping

from nextgpt_core.data.grammar import patterns


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


_IMAGE = _lines("""
Show me {a}.
Show me {a}
show me {a} please
Draw {a}.
Draw {a}
Draw me {a}, please.
draw {a} for me
Can you draw {a}?
Could you draw {a} for me?
Would you please draw {a}?
Paint {a}.
Paint me {a}.
Please paint {a}.
Sketch {a}.
Can you sketch {a}?
Generate an image of {a}.
Generate a picture of {a}
generate {a}
Create an image of {a}.
Create a picture that shows {a}.
Make a picture of {a}.
Make me an image of {a}, please.
Can you make a picture with {a}?
Design {a} for me.
Design an icon of {a}.
Illustrate {a}.
I need an illustration of {a}.
Render {a}.
Please render an image of {a}.
{bare} pic
{bare} picture
{bare} image please
pic of {a}
picture of {a}
image of {a}
a picture of {a}, please
photo of {a} pls
{a}, please.
{a} please, as a picture
I want to see {a}.
I'd like to see {a}.
I would love a picture of {a}.
I'd like an image of {a}, please.
I need a picture of {a}.
I need {a} for my presentation, can you draw one?
For my daughter's birthday I need a picture of {a}.
I'm making a card for a friend. Could you draw {a}?
My son wants to see {a}. Can you show him?
I'm writing a children's book and need a picture of {a}.
What does {a} look like?
what would {a} look like?
I wonder what {a} looks like.
I have never seen {a}. Show me?
Can I see {a}?
May I see {a}?
Let me see {a}.
let's see {a}
Do you have a picture of {a}?
Could I get an image of {a}?
Imagine {a} and draw it.
Try to draw {a}.
Hi! Please draw {a}.
hey can you make me {a}
Give me a picture of {a}.
give me an image with {a}
How about a picture of {a}?
It would be great to see {a}.
An image of {a} would be nice.
Put {a} on a picture for me.
Visualise {a}.
Use your pencils: {a}!
Surprise my cat with a picture of {a}.
{bare}
{a} pls :)
""")
_IMAGE_HELD = _lines("""
Would you mind drawing {a} for me?
Please produce a picture showing {a}.
I could really use an image of {a} right now.
sketch me {a} quickly
need pic: {bare}
{bare} thanks
Mind showing me {a}?
I'm curious how {a} would look.
Picture request: {a}.
For my blog post I want an illustration with {a}.
Could I have a look at {a}?
Bring me {a} on a canvas.
Kindly create an illustration of {a}.
""")
_AUDIO = _lines("""
Play {a}.
Play me {a}, please.
play {a}
Can you play {a}?
Could you play the sound of {a}?
Let me hear {a}.
let me hear {a} please
I want to hear {a}.
I'd like to hear {a}.
I would love to hear {a}.
Make the sound of {a}.
Make a sound like {a}.
Can you make the sound of {a}?
Generate the sound of {a}.
Generate an audio clip of {a}.
Create the sound of {a}.
Create an audio recording of {a}.
Record {a} for me.
Please record {a}.
{bare} sound
{bare} sound please
{bare}, audio
sound of {a}
the sound of {a}, please
audio of {a} pls
I need the sound of {a}.
I need a recording of {a} for my video.
For a school play I need the sound of {a}.
I'm making a radio play. Can I get the sound of {a}?
Do you have a recording of {a}?
Can I hear {a}?
May I listen to {a}?
I want to listen to {a}.
Give me the sound of {a}.
give me a sound: {a}
Sound effect: {a}
a sound effect of {a} please
How about the sound of {a}?
Hi, could you let me listen to {a}?
What would {a} sound like?
what does {a} sound like
Simulate the sound of {a}.
Help me fall asleep with the sound of {a}.
My daughter wants to hear {a}.
Turn on {a}.
Produce some audio with {a}.
""")
_SOURCE = _lines("""
What does {source} sound like?
what does {source} sound like
I wonder what {source} sounds like.
How does {source} sound?
how does {source} sound like?
Do you know what {source} sounds like? Let me hear it.
What sound does {source} make?
What kind of noise does {source} make? Play it.
Can you sound like {source}?
I've never heard {source}. What does it sound like?
Can you tell me how {source} sounds? I want to hear it.
Let me hear {source}.
Play {source}.
{source}, just the sound please
""")
_AUDIO_HELD = _lines("""
Would you mind playing {a}?
I'd enjoy listening to {a} now.
Please produce the sound of {a}.
audio: {bare}
Could I get {a} as an audio clip?
For my podcast I need the sound of {a}.
Fill the room with {a}.
Mind letting me hear {a}?
need sound: {bare}
""")
_SOURCE_HELD = _lines("""
I'm curious how {source} sounds.
Any idea what {source} sounds like? I'd like to listen.
Tell me with a sound what {source} is like.
""")
_VIDEO = _lines("""
Animate {a}.
Animate {a} for me, please.
Can you animate {a}?
Make a video of {a}.
Make me a video with {a}.
make a vid of {a}
Make a clip of {a}.
Make a gif of {a}.
Make an animation of {a}.
Create a video of {a}.
Create a short clip showing {a}.
Create an animation with {a}.
Generate a video of {a}.
Generate a clip of {a}
Film {a}.
Film {a} for me.
Please film {a}.
Record a video of {a}.
Shoot a short movie of {a}.
Show me a video of {a}.
Show me a clip of {a}, please.
show me a gif of {a}
Show me {a} as a video.
Show me an animation of {a}.
{bare} video
{bare} gif please
{bare} clip
{bare} animation
video of {a}
gif of {a} pls
a short movie of {a}, please
a clip with {a}, please
I want a video of {a}.
I'd like a clip of {a}.
I need an animation of {a} for my website.
I need a short video of {a} for a story.
Can I see {a} in motion?
I want to see {a} move.
Let me watch {a}.
I'd like to watch {a}.
How does {a} move? Show me a clip.
Could you make {a} come alive in a video?
Give me a video of {a}.
give me a moving picture of {a}
Can you render a video of {a}?
Turn {a} into an animation.
Bring {a} to life in a gif.
For my son's birthday I need a little film of {a}.
Do you have a video of {a}?
How about a video of {a}?
""")
_VIDEO_HELD = _lines("""
Would you mind filming {a}?
Please produce a short video showing {a}.
need gif: {bare}
I'd love a little movie with {a}.
Mind animating {a} for me?
Could I watch a clip of {a}?
For my homepage I want a looping gif of {a}.
Put {a} in motion, please.
I'm curious to see {a} in a film.
Kindly create an animated clip of {a}.
movie of {a} now
Let {a} dance across a video.
""")

# put together from parts; for training only
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

REQUESTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "image": {"train": _IMAGE, "held": _IMAGE_HELD},
    "audio": {"train": _AUDIO, "held": _AUDIO_HELD},
    "video": {"train": _VIDEO, "held": _VIDEO_HELD},
}
SOURCE_REQUESTS: Mapping[str, tuple[str, ...]] = {"train": _SOURCE, "held": _SOURCE_HELD}
FORBIDS_TEXT = (
    " No text, please.",
    " Only the {medium}, no words.",
    " Just the {medium}.",
    " Don't write anything, just the {medium}.",
)
