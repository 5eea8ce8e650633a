"""How people ask for a picture, a sound, a clip, or several of them: sentences with a gap, for training and held out.

{a} is the thing with its article, {bare} without, {source} what makes a sound. Words only; no concept, no medium.
"""

from __future__ import annotations

from collections.abc import Mapping


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
