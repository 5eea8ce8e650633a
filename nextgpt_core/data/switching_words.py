"""How people switch in the middle of a conversation: as a video, its sound, again, in another colour, just in words.

Blocks of wordings parted by "|"; the second block of a step is kept for held-out conversations. Words only.
"""

from __future__ import annotations

from collections.abc import Mapping


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
sound. | let me hear it | Add the sound. | And what would I hear?
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
STYLE_WORDS = {"3d": "3d", "flat": "flat", "twemoji": "cartoon"}
TOLD = _worded(
    """
That was {a}. | I made {a}. | It was {a}. | {a}. | You asked for {a}, and that is what I made. | It's {a}. | That is
{a}. | I just made {a}.
"""
)
