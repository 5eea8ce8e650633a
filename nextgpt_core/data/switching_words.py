"""How people switch in the middle of a conversation: as a video, its sound, again, in another colour, just in words.

Blocks of wordings parted by "|"; the second block of a step is kept for held-out conversations. Words only.
"""

from __future__ import annotations

from collections.abc import Mapping

from nextgpt_core.data.grammar import patterns
from nextgpt_core.data.switching_wishes import WISHES


def _worded(text: str) -> tuple[str, ...]:
    return tuple(" ".join(wording.split()) for wording in text.split("|"))


_BLOCKS = {
    "video": (
        """
Now as a video. | now as a video please | Can you animate it? | Make it move. | Now animate it. | Turn it into a
clip. | And as a gif? | I want to see it move. | Let it move. | And now in motion. | Make a clip of it. | Could you
turn that into a video? | video of it? | Great, now film it. | As an animation, please.
""",
        """
Would you set it in motion now? | And how about a little film of it? | same thing but moving
""",
    ),
    "audio": (
        """
How does it sound? | And how does it sound? | What does it sound like? | Now let me hear it. | Play its sound. | And
the sound? | Can I hear it too? | Now the sound, please. | I want to hear it. | What noise does it make? | Now as a
sound. | let me hear it | And what would I hear?
""",
        """
Would you play me its noise now? | And for the ears? | same thing but as audio
""",
    ),
    "image": (
        """
Now draw it. | And what does it look like? | Show me a picture of it. | Now as a picture. | Draw it for me. | Show
it to me. | Can I see it? | Make an image of it. | And a picture, please. | What does it look like? | Just a still
picture, please. | Paint it now. | now a drawing of that | Let me see it.
""",
        """
Would you sketch it now? | And for the eyes? | same thing but as a still picture
""",
    ),
    "again": (
        """
Once more, please. | Again, please. | Another one please. | Do it again. | One more. | Make another one. | Try
again. | again | Can you make another? | I'd like one more of these.
""",
        """
Repeat that, would you? | encore please
""",
    ),
    "colour": (
        """
Draw it again in {c}. | Now in {c}. | Make it {c}. | In {c}, please. | Can you make it {c}? | The same in {c}. | now
{c} | I'd prefer it in {c}. | Again, but {c}. | Change the colour to {c}. | Paint it {c}.
""",
        """
Would {c} be possible? | same thing but {c}
""",
    ),
    "ground": (
        """
Put it {g}. | Now {g}. | Draw it {g}. | Can you put it {g}? | The same {g}, please. | Again, but {g}. | Show it {g}.
| I'd like to see it {g}.
""",
        """
Would you place it {g}? | same thing {g}
""",
    ),
    "count": (
        """
Now {n} of them. | Make it {n}. | Draw {n} of them. | Can you draw {n}? | {n}, please. | I need {n} of these. | Show
me {n} of them. | Put {n} on the picture.
""",
        """
Would {n} of those be possible? | same thing but {n}
""",
    ),
    "style": (
        """
In {s} style. | Now in {s} style, please. | Draw it again in {s} style. | The same in {s} style. | Make it {s}. | as {s}
please | Can you make it look {s}? | In {s}, please. | Redraw this in {s} style.
""",
        """
Would a {s} version be possible? | same thing but {s}
""",
    ),
    "size": (
        """
Make it {z}. | Draw it {z}. | {z}, please.
""",
        """
Would {z} be possible? | same thing but {z}
""",
    ),
    "place": (
        """
Put it {p}. | Draw it {p}. | {p}, please.
""",
        """
Would you place it {p}? | same thing {p}
""",
    ),
    "other": (
        """
Now {a}. | And {a}? | And now {a}, please. | The same with {a}. | Now the same for {a}. | How about {a}? | And what
about {a}? | No, I meant {a}. | Actually, I want {a} instead. | next: {a} | Sorry, I meant {a}.
""",
        """
Would {a} work as well? | swap it for {a}
""",
    ),
    "first": (
        """
Show me the first one again. | The first one again, please. | Go back to the first one. | I liked the first one
better. Again, please. | Can I have the first one once more?
""",
        """
Return to the very first one.
""",
    ),
    "the other": (
        """
The other one again, please. | No, the other one. | Now the other one once more. | the other one please | Can I have
the other one again?
""",
        """
Back to the other one.
""",
    ),
    "tell": (
        """
No more pictures, just tell me what it is. | Just tell me what that was. | What did you just make? | What is it, in
words? | No pictures now: what did you make? | What was that? | Tell me in words what you made. | no more media,
just text: what was it | Describe what you just made. | What have you made for me?
""",
        """
In plain words, what was that? | No media now. What was it?
""",
    ),
    "about": (
        """
No more pictures, just tell me about {m}. | Thanks. Now tell me about {m}. | Just text now: tell me about {m}. |
tell me about {m} | And tell me something about {m}.
""",
        """
In plain words now: what should I know about {m}?
""",
    ),
}
SAYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    step: (_worded(train), _worded(held)) for step, (train, held) in _BLOCKS.items()
}
# put together from parts, for training only; gaps as above, {do} and {doing} are a movement, {m} the thing's plural
_OWN: Mapping[str, tuple[str, ...]] = {
    "video": patterns("""
        [Now/And now/Then/Next/Okay, now/Great. Now/] [as/make it/turn it into/do] a [video/clip/gif/short film/
          little animation][, please/ please/]
        [Can/Could] [you animate it/you make it move/it move/I see it moving/you film it][ now/ for me/, please/]?
        [Let's/I'd like to/I want to] see [it/that] [move/moving/in motion/come alive/on video].
        [The same/Same thing/That] [as a video/in motion/animated/but moving][, please/].
        [and/now] [animated/moving/in motion/on video][?/ please/]
        [A still picture is not enough/Too still/Nice, but it stands still]. [Animate it/Make it move/A clip, please].
    """),
    "audio": patterns("""
        [Now/And now/Then/Next/Okay, now/Nice. Now/] [its/the/the matching] [sound/noise/audio][, please/ please/]
        [Can/Could] [I hear it/you let me hear it/you play it/we hear its sound][ now/ too/, please/]?
        [What/How] does [it/that/such a thing] sound[ like/][?/? Play it./ then?]
        [What/Which] [sound/noise] [does/would] [it/that] make[?/? Play it./ then?]
        [Let's/I'd like to/I want to/Let me] [hear/listen to] [it/that][ now/ too/ as well/].
        [and/now] [its sound/the sound/to listen to/for my ears][?/ please/]
        [Is it loud/Is it noisy/It's so quiet here]? [Let me hear./Play it./Make it sound.]
    """),
    "image": patterns("""
        [Now/And now/Then/Next/Okay, now/Nice. Now/] [as/make/draw it as] a [picture/drawing/painting/
          still image][, please/ please/]
        [Can/Could] [I see it/you draw it/you show it to me/you paint it/we see a picture][ now/ too/, please/]?
        [What/How] does [it/that/such a thing] look[ like/][?/? Show me./ then?]
        [Let's/I'd like to/I want to/Let me] [see/look at] [it/that][ now/ too/ as a picture/].
        [and/now] [a picture/drawn/to look at/its picture][?/ please/]
        [Which animal or thing is that/What makes that sound/I can't imagine it]? [Draw it./Show me./Show it, please.]
    """),
    "again": patterns("""
        [Draw/Make/Do/Play/Show] [it/that] [again/once more/one more time/another time][, please/].
        [Again/Once more/One more time/Encore/Repeat it/The same again/Same again][, please/!/.]
        [Can/Could] [you do that/I have that/you repeat it/you try it] [again/once more]?
        [I'd like/I want/Give me] [another one/one more/a second one][ of those/ like that/, please/].
        [Not quite/Hm/Almost]. [Try it again./Another try, please./Once more.]
        [a new version/another version/a fresh one/another take][, please/]
    """),
    "colour": patterns("""
        [Now/And now/Then/Again, but/The same, but/Same, only/] [in/painted/coloured/all in] {c}[, please/ please/].
        [Make/Paint/Draw/Colour/Turn] [it/this/that/the thing] {c}[, please/ instead/ now/].
        [Can/Could] [it be/you make it/you paint it/this be] {c}[ instead/, please/]?
        [I'd like/I want/I'd rather have/I prefer] [it/this/a version] in {c}.
        [What would it look like/How would it look] in {c}?
        [Change/Switch] [the colour/its colour/it] to {c}[, please/].
        {c}[, please/ instead/ would be nicer/ this time/]
        [It/This] [should/must] be {c}.
    """),
    "ground": patterns("""
        [Now/And now/Then/Again, but/The same, but/Same thing, only/] {g}[, please/ please/].
        [Put/Place/Draw/Paint/Show] [it/this/that/the same thing] {g}[, please/ instead/ now/].
        [Can/Could] [it be/you put it/you place this/this be] {g}[ instead/, please/]?
        [I'd like/I want/I'd rather see] [it/this] {g}.
        [What would it look like/How would it look] {g}?
        [Change the background:/Another background:/New scene:] {g}[, please/].
        [It/This] [should/must] be {g}.
    """),
    "count": patterns("""
        [Now/And now/Then/Again, but/The same, but/] {n}[ of them/ of these/ of those/][, please/ please/].
        [Draw/Paint/Show/Give me/Make] {n}[ of them/ of these/ of it/ instead/ side by side/][, please/].
        [Can/Could] [there be/you draw/I have/I see] {n}[ of them/ of these/ instead/][, please/]?
        [I'd like/I want/I need] {n}[ of them/ of these/, not one/].
        [There should be/It should be/Make that] {n}.
        [One is too few/It looks lonely/More]: {n}[, please/].
    """),
    "style": patterns("""
        [Now/And now/Then/Again, but/The same, but/] [in/in a] {s} [style/look][, please/ please/].
        [Draw/Paint/Redo/Make/Redraw] [it/this/that] [in {s} style/as {s}/the {s} way][, please/].
        [Can/Could] [it be/you make it/you do this] [{s}/in {s} style][, please/]?
        [I'd like/I want/I'd rather have] [it/this] in {s} style.
        [What would it look like/How would it look] in {s} style?
        [{s} style/{s} version/as {s}][, please/]
    """),
    "other": patterns("""
        [Now/And now/Then/Next/And/] {a}[, please/ please/].
        [How about/What about/Let's try/I'd also like/Do the same with] {a}[ now/]?
        [And/Now] [the same/one more] [of/with/for] {a}[, please/].
        [No/Sorry/Wait/Hm], [I meant/rather/make it/I'd prefer/better] {a}.
        [Replace it with/Swap it for/Instead of that/Not that one,] {a}[, please/].
    """),
    "first": patterns("""
        [Back to/Let me have/Show me/I prefer/I liked/Give me] the [first/very first/earliest] one[ again/ once more/
          , please/].
        [What/How] about the first one[ again/]?
        [Can/Could] [we go back to/I have/you repeat] the first one[ again/, please/]?
    """),
    "the other": patterns("""
        [Back to/Let me have/Show me/I prefer/Give me] the [other/previous/earlier] one[ again/ once more/, please/].
        [No/Hm/Actually], the [other/previous] one[, please/].
        [Can/Could] [we go back to/I have/you repeat] the other one[ again/, please/]?
    """),
    "tell": patterns("""
        [No more/Enough/Stop the/Without any more] [pictures/media/sounds/clips/drawings][, please/ now/
          ]. [What was it/What did you make/Tell me what that was/Just say what it is][?/.]
        [What/what] [was/is] [that/it/the last one][ again/ supposed to be/ exactly/]?
        [What did you/What have you] [just make/make for me/create/produce]?
        [Just/Only] [tell me/say/words now]: what [was/is] it?
        [Name it/Say in words what you made/Describe it in words][, please/].
        [In words/In one sentence/In short/Put in words], what did you make?
        [Don't draw/Don't play/Don't show] anything[ now/ more/]. What was it?
    """),
    "about": patterns("""
        [No more pictures/Enough pictures/Stop drawing/No media now/Thanks, that will do/
          Just words from here]. [Tell me/Say] something about {m}.
        [Thanks/Great/Nice]. [What do you know/Tell me a bit/Tell me more/Tell me something] about {m}[?/, in words./.]
        [In words/Without a picture/Only in text], [tell me about/what should I know about/
          what do you know about] {m}[?/.]
        [And/So] what [can you tell me/do you know] about {m}?
    """),
    "size": patterns("""
        [Now/And now/Then/] [make it/draw it] {z}[, please/].
        [Can/Could] [it be/you make it] {z}?
        [I want/I'd like/I'd prefer] it {z}[, please/].
        {z}[, please/ this time/]
    """),
    "place": patterns("""
        [Now/And now/Then/] [put it/move it/place it/draw it] {p}[, please/].
        [Can/Could] [it be/you put it/you draw it] {p}?
        [I want/I'd like/I'd prefer] it {p}[, please/].
        [It should be/Better] {p}.
    """),
}
COMPOSED: Mapping[str, tuple[str, ...]] = {step: ways + WISHES.get(step, ()) for step, ways in _OWN.items()}
TOLD = _worded(
    """
That was {a}. | I made {a}. | It was {a}. | {a}. | You asked for {a}, and that is what I made. | It's {a}. | That is
{a}. | I just made {a}.
"""
)
