"""Requests whose thing is only in an upload: draw what is heard, play what is seen, animate a picture, and the like.

Keys are "input>output" with I, A, V. Words only; {medium} is never needed: people say "this".
"""

from __future__ import annotations

from collections.abc import Mapping


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


CROSS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "A>I": {
        "train": _lines("""
Draw what makes this sound.
Show me what makes this sound.
Which thing makes this sound? Show me one.
What animal or thing is this? Draw it.
Paint what you hear.
Draw what you hear.
draw this sound
Make a picture of what you hear.
Listen to this and draw it.
Can you draw the source of this sound?
I'd like to see what makes this noise.
Generate an image that fits this sound.
Create a picture for this recording.
Show me a picture of this.
What does the thing that makes this sound look like?
Turn this sound into a picture.
picture of whatever this is
Illustrate this recording, please.
I heard this. What did it look like?
"""),
        "held": _lines("""
Would you sketch whatever is making this noise?
I'm curious how the source of this sound looks.
Produce an image that matches the recording.
see this sound as a picture
"""),
    },
    "I>A": {
        "train": _lines("""
What does this sound like?
what does this sound like
Let me hear it.
Let me hear what this sounds like.
Play the sound of this.
Play the sound it makes.
What sound does it make?
Make the sound of the thing in this picture.
How does this sound?
I want to hear this.
Give me the sound that fits this picture.
Generate a sound for this image.
Create the audio for this picture.
sound for this pic please
Turn this picture into a sound.
Can you make the noise of what is shown here?
I wonder what this sounds like.
If this picture had sound, what would I hear?
"""),
        "held": _lines("""
Would you play me the noise this makes?
I'm curious how this thing sounds.
Produce audio that matches the image.
hear this picture
"""),
    },
    "I>V": {
        "train": _lines("""
Animate this.
animate this please
Make it move.
Can you make it move?
Turn this into a video.
Turn this picture into a clip.
Make a video of this.
Make a gif out of this.
Create an animation from this picture.
Generate a short clip of this.
Bring this picture to life.
Bring it to life.
bring this to life
Let it move.
Make this move, please.
Now let it come alive.
Set it in motion.
Show me this as a video.
I want to see this in motion.
Film this.
gif of this
Could you make a short movie of the thing in this picture?
"""),
        "held": _lines("""
Would you set this in motion?
I'd love a little film of what's shown here.
Produce a clip that shows this thing.
let this picture dance
"""),
    },
    "V>I": {
        "train": _lines("""
Draw this as a picture.
Make a picture of this.
Give me a still image of this.
Make an image of what is in this clip.
Draw the thing in this video.
Turn this clip into a picture.
Show me a picture of that.
Create a drawing from this video.
I need a still of this.
Paint what you see in the video.
just a picture of this please
Generate an image of the thing in the clip.
"""),
        "held": _lines("""
Would you sketch what appears in this clip?
Produce a single picture from this video.
one still image of this
"""),
    },
    "V>A": {
        "train": _lines("""
What would this sound like?
Add the sound to this video.
What sound belongs to this clip?
Let me hear the thing in this clip.
Play the sound for this video.
The video is silent. Make its sound.
Generate audio for this clip.
"""),
        "held": _lines("""
Would you play what this clip should sound like?
Produce a soundtrack for this silent video.
"""),
    },
}
# a sound and a picture together
BOTH_TO_IMAGE = _lines("""
Draw what you hear next to what you see.
Put what makes this sound next to the thing in the picture.
Make a picture of both: what you see and what you hear.
Combine the sound and the picture in one drawing.
Draw both things side by side.
Paint the thing in the picture together with what you hear.
""")
BOTH_TO_IMAGE_HELD = (
    "Would you sketch the two of them together?",
    "Produce one image with what is heard and what is shown.",
)
BOTH_TO_TEXT = _lines("""
What do you see and what do you hear?
Do these two belong together?
Does this sound fit the picture?
Describe both.
Name the picture and the sound.
Is this the sound of what is in the picture?
""")
BOTH_TO_TEXT_HELD = ("Do picture and recording match?", "Would you describe the image and the recording?")
