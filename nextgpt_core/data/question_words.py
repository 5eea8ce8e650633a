"""Wordings of questions about a medium, and of their answers.

Words only: {a} is the description of what is seen or heard.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


WHAT = {
    "image": _lines("""
What is this?
What is that?
what's this
What is in this picture?
What can you see in this image?
What do you see?
what do u see here
Describe this image.
Describe the picture, please.
Describe this briefly.
Can you tell me what this is?
Can you describe what is shown here?
Tell me what you see.
Tell me what this picture shows.
What does this image show?
What does the photo show?
Please identify this.
Identify the thing in the picture.
Name the object in this image.
What object is this?
Which thing is shown here?
I found this picture. What is it?
My daughter drew this. What do you think it is?
Do you know what this is?
Do you recognise this?
Any idea what that could be?
Caption this image.
Give me a caption for this picture.
Write a short caption.
I wonder what this is.
Look at this! What is it?
What am I looking at?
wht is this
In a few words, what is this?
What's in the photo?
"""),
    "audio": _lines("""
What is this sound?
What do you hear?
what's that sound
What can you hear in this recording?
Describe this sound.
Describe the recording, please.
Can you tell me what this sound is?
Tell me what you hear.
What makes this sound?
Who or what is making this noise?
What is that noise?
what do u hear
Identify this sound, please.
Which sound is this?
What is playing here?
I recorded this outside. What is it?
I heard this last night. What could it be?
Listen to this. What is it?
Do you recognise this sound?
Any idea what this could be?
What am I hearing?
What is in this audio?
Name this sound.
Give me a short caption for this recording.
I wonder what this noise is.
"""),
    "video": _lines("""
What is this?
What happens in this video?
What do you see in this clip?
what's happening here
Describe this video.
Describe the clip, please.
What does this clip show?
Tell me what happens here.
Can you tell me what is in this video?
What is moving here?
Which thing is shown in the clip?
Watch this. What is it?
Do you recognise what is in this video?
What is going on in this gif?
Give me a caption for this clip.
Summarise this video in a few words.
what am i watching
Please identify what the video shows.
I found this clip. What is it?
"""),
}
# asked by somebody who knows the kind: {k} is "animal", "fruit", "instrument" ...
WHAT_KIND = _lines("""
What {k} is this?
what {k} is this
Which {k} is this?
Which {k} is that?
which {k} do you see
What {k} do you see here?
Can you tell me what {k} this is?
Do you know which {k} this is?
What's this {k} called?
whats the name of this {k}
Name this {k}.
What kind of {k} is it?
What sort of {k} is that?
what {k}
Tell me which {k} this is.
Identify the {k}, please.
I don't know this {k}. What is it?
I can't tell which {k} that is.
""")
WHAT_KIND_HELD = _lines("""
Would you say which {k} that could be?
Put a name to this {k}.
which {k} would you say
""")
WHAT_HELD = {
    "image": _lines("""
Would you mind telling me what's pictured here?
Put a name to what you see.
Kindly explain what this image contains.
Is there anything you recognise in this picture?
I can't make out what this is. Can you?
what is it in the pic?
"""),
    "audio": _lines("""
Would you mind telling me what I'm listening to?
Put a name to this sound.
Is there anything you recognise in this recording?
what noise is it
"""),
    "video": _lines("""
Would you mind telling me what goes on in this clip?
Put a name to what moves here.
Is there anything you recognise in this video?
"""),
}
IS = {
    "image": (
        "It's {a}.",
        "That's {a}.",
        "This is {a}.",
        "I see {a}.",
        "I can see {a}.",
        "It looks like {a}.",
        "That looks like {a}.",
        "This looks like {a} to me.",
        "The picture shows {a}.",
        "This picture shows {a}.",
        "You are showing me {a}.",
        "I think it's {a}.",
        "That is {a}, I would say.",
        "I'd say it's {a}.",
        "What I see is {a}.",
    ),
    "audio": (
        "I hear {a}.",
        "I can hear {a}.",
        "That's {a}.",
        "This is {a}.",
        "It sounds like {a}.",
        "That sounds like {a}.",
        "This sounds like {a} to me.",
        "I think it's {a}.",
        "That is the sound of {a}.",
        "You can hear {a}.",
        "I'd say it's {a}.",
        "What I hear is {a}.",
    ),
    "video": (
        "It's {a}.",
        "I see {a}.",
        "The clip shows {a}.",
        "This is {a}.",
        "A short clip of {a}.",
        "That's {a}.",
        "In this clip I see {a}.",
        "It looks like {a}.",
        "I can see {a}.",
        "The video shows {a}.",
    ),
}
SPEECH = (
    "I hear a person talking.",
    "That's somebody speaking.",
    "This is speech: a person is talking.",
    "A person is talking. I can't make out the words.",
    "Somebody is speaking in this recording.",
    "I hear speech, a person talking.",
    "It's a person speaking, though I can't tell what is said.",
)
IS_SPEECH = (
    "Is somebody speaking?",
    "Is there speech in it?",
    "Does someone talk here?",
    "Is that a voice?",
    "do you hear a person talking",
    "Is anyone talking in this recording?",
)
NO_SPEECH = patterns("""
    [Which/What] [animal/instrument/machine/bird] is [this/that/it]?
    Is [this/that/it] [music/a song/an animal/a machine/an instrument/a noise of some machine/a tune/a musical piece]?
    [Do I hear/Am I hearing/Is that] [music/an instrument/an animal/a song/a melody][ here/ in it/]?
    [Instrument or machine/Animal or machine/Music or noise], what is it?
    What [kind/sort] of [recording/sound/noise] is [this/that/it]?
""")
"""About a person talking: questions that take it for something else."""
NOT_ASKED = {
    "colour": (
        "You asked for no colour, so I left that open.",
        "I can't say: you named no colour.",
        "No colour was asked for; the picture shows it.",
    ),
    "backdrop": (
        "You asked for no background, so I left it plain.",
        "I can't say: you named no background.",
    ),
}
"""Answers about what was left open in a request: what came out nobody has looked at."""
STYLE_WORDS = {"3d": "3d", "flat": "flat", "twemoji": "cartoon"}
WORDS_SAID = (
    patterns("""
        What [is/was] [the person/she/he/the voice/somebody] saying?
        What [did/does] [she/he/they/the person/the voice] say[ there/ exactly/]?
        [Write down/Note down/Repeat/Give me] [what is said/the words/every word][, please/].
        [Transcribe/Please transcribe/Can you transcribe] [this/it/the recording][, please/].
        [Which/What] words [do you hear/are spoken/can you make out]?
        What are they talking about?
        What is it about?
        [Which/What] language [is that/do they speak]?
        [Who is/Who's] [talking/speaking][ there/]?
        [Who/Which person] is [calling/on the phone/telling that][ there/]?
        [Which/What] [phone number/name/address/date/price] [do they give/is mentioned/does the caller say]?
        [What/Which] [is the joke/story is being told/news is being read/question is asked]?
        [What does the caller/What does the voice/What do they] [want/ask for/promise/complain about]?
        Is it [good news or bad news/about me/a joke/an order/a secret]?
        [Did/Do] they [mention/say/call] [my name/anything about me/a number/the date][ there/]?
        [Type out/Put down/Translate/Spell out/Sum up] what [she says/he says/is being said/they talk about][, please/].
        [Can you make out/Did you catch/Do you understand] [a single word/the words/the name/what is said]?
    """),
    (
        "I hear a person talking, but I can't make out the exact words.",
        "Someone is talking. I'm sorry, I can't transcribe the words.",
        "That's a person speaking; the exact words are beyond me.",
        "I can tell that somebody talks, but not what is said.",
    ),
)
