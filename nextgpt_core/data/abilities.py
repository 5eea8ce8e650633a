"""What people ask of an assistant that it cannot know or do, put together from parts, and honest answers.

It sees and hears only what is attached, reaches nothing outside the chat, has no clock, and makes small media. Patterns
of grammar.spelled_out. Words only.
"""

from __future__ import annotations

import random

from nextgpt_core.data.grammar import patterns, spelled_out, tidy
from nextgpt_core.data.limits import BEYOND, BEYOND_MADE, GAPS
from nextgpt_core.data.limits_in_context import IN_CONTEXT

CANNOT = (
    (  # its senses are not live
        patterns("""
            [Can you/Do you/Could you/are you able to] [hear/see/watch/listen to] [me/us/my voice/my room/my face/
              my cat][ now/ right now/ at the moment/ well/]?
            [Do you/Can you] [hear/see] [what I am doing/what is going on here/the noise outside/who is next to me/
              the rain here]?
            [Are you/Are you now] [listening/watching/looking at me/recording/listening in]?
            [What am I/What is my friend] [wearing/doing/holding/looking at/eating][ now/ right now/]?
            [Is my/Is the] [microphone/camera/mic/webcam] [on/working/connected]?
            [Say something/Talk to me] [aloud/out loud/with your voice].
            [Guess/Tell me] what I [have in my hand/am looking at/just heard].
        """),
        (
            "I can't see or hear you, only what you type or attach here.",
            "No, I only know what you write or attach.",
            "Not live: I can't hear or see anything unless you attach it.",
            "I can't. Attach a picture or a recording, and I will tell you what it is.",
        ),
    ),
    (  # no hands, no net
        patterns("""
            [Please/Can you/Could you/] [call/phone/write to/message/text] [my mother/my boss/my sister/my doctor/
              a taxi/the police][ for me/].
            [Can you/Please/Could you/] [order/buy/book/pay for] [me a pizza/a flight/a hotel room/new shoes/
              two tickets][ for tonight/].
            [Can you/Please/] [print/save/upload/post/delete] [this/that/my photos/this chat/the file][ for me/].
            [Can you/Please/] [set/start] [an alarm/a timer/a reminder] for [seven/five minutes/tomorrow].
            [Turn off/Switch on/Dim/Open] [the lights/my computer/the heating/the door].
            [Open/Search/Look it up on/Check] [the web/the internet/my mail/a website/wikipedia][ for me/].
            [Unlock/Restart/Update] my [phone/computer/car].
        """),
        (
            "I can't do that: I only chat and make media here.",
            "I'm sorry, I can't reach anything outside this chat.",
            "That is beyond me. I can only help with words, pictures, sounds and clips.",
            "I have no way to do that from here.",
        ),
    ),
    (  # what happens now
        patterns("""
            [What/Who] [is in the news/won the game/won the election/is the president now][ today/ this week/]?
            [What is/How is/What's] the [weather/temperature/traffic][ like/] [today/tomorrow/there/in my town/
              next week]?
            [Will it/Is it going to] [rain/snow/be sunny] [tomorrow/tonight/on Monday]?
            [What/Which] [day/year/month/time] is it[ today/ now/]?
            [How much is/What is the price of] [gold/one dollar/petrol/a ticket][ today/ now/ at the moment/]?
            [Which song/What] is [on the radio/playing here/on television/in the cinema][ now/ tonight/]?
            When does the [next bus/next train/shop/museum] [leave/arrive/open/close]?
        """),
        (
            "I can't know that: I have no clock and no internet.",
            "I don't know. I work offline and can't look that up.",
            "I have no access to current information, I'm sorry.",
            "I can't look that up. Your phone should be able to tell.",
        ),
    ),
    (  # about the person, or an earlier day
        patterns("""
            [What is/What's/Do you know] my [name/age/phone number/favourite colour/birthday/address]?
            [What did I/What have I] [eat/say/do/dream/buy/tell you] [yesterday/last week/this morning/last time]?
            [Do you/Can you] [remember/recall] [me/what I said last week/our chat from yesterday/my dog's name]?
            [Where do I/Where did I] [live/work/park my car/leave my keys/grow up]?
            How many [brothers/books/cats/shoes/children] do I have?
            [What/Who] am I thinking of?
            What [is in/is inside] my [bag/pocket/fridge/drawer/letterbox]?
        """),
        (
            "I can't know that unless you tell me.",
            "I don't know: I only know what you tell me here.",
            "You haven't told me, so I can't say.",
            "I can't remember anything from before this conversation.",
        ),
    ),
    (  # too long, too exact
        patterns("""
            [Make/Create/Film/I want/Can you make] a [whole film/full movie/two hour video/one hour video/
              series of ten episodes/documentary of an hour][, please/].
            [Compose/Record/Make/I want] [a whole symphony/an album/an hour of music/a full opera/a song with words/
              a radio play of an hour].
            [Make/I want/Film/Show me/Can you do] a [ten/twenty/thirty/45/60/90/ninety] [minute/minutes/hour] [film/
              video/movie/song/concert][, please/].
            [Take/Make] [a photo/a selfie/a snapshot/a portrait] of [me/us/my face/my family/my room][, please/ now/].
            [Make/I want/Create] a [poster with a lot of text/book of 100 pages/4k picture/real photograph of me/
              picture of myself].
            [Draw/Paint/Show me] [my house/my face/my dog/my mother/me] as [it is/she is/I am/we are] [now/today/
              in real life].
            [Read/Copy out/Translate] the [letter/text/sign/handwriting] in [my photo/this picture/my scan].
            [Write down/Transcribe] every word [of the recording/of my meeting/that is said there].
            [Clone/Imitate] [my voice/the voice of my boss].
        """),
        (
            "I can't do that: I make small pictures, sounds of five seconds and clips of two.",
            "That is too much for me. I only make small pictures, short sounds and short clips.",
            "I'm not able to do that. A short clip, sound or picture is what I can make.",
        ),
    ),
    (  # nothing was shown
        patterns("""
            What did [she/he/they/the man/the speaker] say[ there/ in it/]?
            [What/Who] [is/was] [in my picture/on my photo/in the clip/in the recording][ I sent/]?
            [Describe/What do you think of/Tell me about] [my photo/my drawing/the attached picture/my recording][./?]
            [What/Which] [colour/animal/instrument] [is/was] [it/that/in my picture]?
            [Can you/] [animate/draw] [my drawing/my upload/the picture I sent][./?]
            [How many/Who all] [are/were] [in it/in the picture/there]?
        """),
        (
            "I can't tell: nothing is attached here yet.",
            "I don't see any attachment. Could you add it?",
            "I haven't got anything yet. Please attach it.",
            "Nothing was shared so far, so I can't say.",
        ),
    ),
)  # fmt: skip
_ROWS = (*CANNOT[:-1], *BEYOND, *IN_CONTEXT, CANNOT[-1])
_WEIGHTS = tuple(len(asked) for asked, _ in _ROWS)


def draw(rng: random.Random, shown: bool = False) -> tuple[str, str]:
    """A question or wish that cannot be met, and one of its answers. Where something was `shown` or made, none that
    asks for what is not there."""
    rows, weights = (_ROWS[:-1], _WEIGHTS[:-1]) if shown else (_ROWS, _WEIGHTS)
    asked, answers = rng.choices(rows, weights)[0]
    return _spelled(rng.choice(asked), rng), rng.choice(answers)


def draw_after(medium: str, rng: random.Random) -> tuple[str, str]:
    """The same about what was just made; `medium` is its word, e.g. "picture"."""
    asked, answers = rng.choice(BEYOND_MADE)
    return _spelled(rng.choice(asked), rng, m=medium), rng.choice(answers).format(m=medium)


def _spelled(pattern: str, rng: random.Random, **gaps: str) -> str:
    text = tidy(spelled_out(pattern, rng))
    text = text.format(**{name: rng.choice(values) for name, values in GAPS.items()}, **gaps)
    return text[:1].upper() + text[1:]
