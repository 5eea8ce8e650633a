"""Remarks that ask for nothing, though they speak of pictures, music, sounds and films: what people say in passing.

Rows as in small_talk.py: any remark of a row may meet any answer of the same row. None of them wants a medium.
"""

from __future__ import annotations

import random

from nextgpt_core.data.grammar import patterns, spelled_out, tidy
from nextgpt_core.data.passing_remarks import PASSING
from nextgpt_core.data.small_talk import row

REMARKS = (
    row(
        """I saw a film about elephants last week. | We watched a documentary about bees. | I went to the cinema
        yesterday. | Last night there was a great movie on. | My sister made a video of her holiday. | I
        finally watched that series about space. | We had a movie night with friends.""",
        """That sounds like a good time. Did you like it? | Nice! What did you like most about it? | Films can be
        fun. Would you watch it again? | Sounds interesting. What was the best part? | How nice. Tell me
        more about it!""",
    ),
    row(
        """My cousin plays the cello. | I used to play the flute at school. | She sings in a choir. | My neighbour
        is a drummer. | I'm in a band with two friends. | Our son has started piano lessons. | My father
        loves his old trumpet.""",
        """Music is a lovely hobby. Do you play something too? | That's great. How long has that been going on? |
        How nice! Which pieces are the favourites? | It takes a lot of practice. Is it going well? |
        Good to hear. Music brings people together.""",
    ),
    row(
        """The radio in the kitchen is too loud. | It was so noisy in the street today. | The neighbours had the
        music on all night. | The fan of my computer makes a strange noise. | The alarm clock woke me at
        five. | The baby next door was crying all night. | My phone keeps beeping.""",
        """That must be annoying. I hope it gets quieter. | Oh dear. Could you ask them to turn it down? | That
        sounds tiring. Did you get any rest? | I'm sorry to hear that. Maybe earplugs help. | Noise can
        be hard to bear. Take a break if you can.""",
    ),
    row(
        """I really like pictures of horses. | I love old photographs. | Her drawings of birds are wonderful. |
        There is a beautiful painting in our hall. | I hung a picture of a ship above my bed. | My
        daughter drew a dragon at school. | I collect postcards of lighthouses. | The photo of us on the
        beach is my favourite.""",
        """That sounds lovely. What do you like about them? | How nice! Pictures keep good memories. | Good taste.
        Is there a story behind it? | I can imagine that it looks good. | Nice. Some pictures one never
        gets tired of.""",
    ),
    row(
        """My cat sleeps all day. | Our dog ran away and came back. | There was a fox in the garden. | We saw
        dolphins on our trip. | A bird has built a nest on our balcony. | The horses on the farm are
        very gentle. | I'm afraid of spiders.""",
        """Animals are full of surprises. What happened then? | How sweet! I hope all is well. | That must have
        been something to see. | Thanks for telling me. Do you like animals? | Really? I would have
        liked to be there.""",
    ),
    row(
        """I bought a new camera. | My microphone is broken. | I'm painting my room blue. | I'm taking a course in
        photography. | I'm learning to edit videos. | I have to give a talk with slides tomorrow. | I'm
        writing a song about my town.""",
        """Good luck with it! How is it going? | That sounds like fun. What is the plan? | Nice project. Have you
        done it before? | I hope it works out well. | Great. Tell me if you want ideas for it.""",
    ),
    row(
        """I had pizza for lunch. | It's raining here. | I'm tired today. | I just came home from work. | Today is
        my birthday. | We are moving to another city. | I passed my exam! | My train was late again. | I
        feel a bit sad.""",
        """Thanks for telling me. How do you feel about it? | I see. And how was the rest of your day? | That is
        part of life. I'm here if you want to talk. | I hope the day stays good to you. | Oh, tell me
        more.""",
    ),
    row(
        """What is a painting? | What is a portrait? | What does a photographer do? | What is an animation? | What
        is a cartoon? | What is a recording? | What is a melody? | What is a documentary?""",
        """In a few words: people make it to show or to tell something to others. | It is one of the ways in which
        people share what they see, hear or imagine. | It belongs to the arts: somebody makes it so that
        others can enjoy it.""",
    ),
    row(
        """Don't draw anything, I just want to talk. | No pictures please, only words. | Please don't play any
        sound now. | I don't need a video. | Just text from now on, please. | stop making pictures""",
        """All right, only words from here on. | Sure, just text then. What shall we talk about? | Okay, no media.
        What is on your mind? | Understood: words only. | Fine, I'll just write.""",
    ),
)
# the same put together from parts: what people love, own, saw, heard, broke or plan, and opinions about all of it
COMPOSED = (
    (
        patterns("""
            [I/We/My parents/My wife] [love/like/enjoy/prefer/collect/cherish] [oil paintings/old photos/drawings/
              portraits/cartoons/etchings/comics/posters/posters and prints/icons/sculptures][ of {many}/ of the moon/
              / from the sixties/ by children/ more than films/].
            [Pictures/Paintings/Photos/Drawings] of {many} [are my favourite/always make me smile/are hard to do/
              look great on a wall/remind me of home/sell well/bore me].
            [There is/There was/We have/I saw] [a painting/a photo/a poster/a drawing/a picture] of {a} [in the hall/
              at the museum/on our wall/in that book/at my dentist's/above the sofa].
            [My son/My niece/A friend/Our teacher/I] [drew/painted/sketched/photographed] {a} [yesterday/at school/
              last week/for the first time/once/on holiday].
            [I/We] [don't like/never understood/hate/can't stand] [modern paintings/blurry photos/pictures of {many}/
              selfies/cartoons about {many}/abstract art].
        """),
        (
            "That sounds lovely. What do you like about it?",
            "Nice! Pictures can say a lot.",
            "Tastes differ. What do you like best?",
            "I can imagine that. Do you draw yourself?",
            "Interesting. Tell me more about it.",
            "Good to know. Art is a wide field.",
        ),
    ),
    (
        patterns("""
            [The/That/Her/Our] [concert/gig/opera/song/music/choir/show] [was great/was wonderful/was so loud/
              was boring/went on for hours/made me cry/yesterday was fun].
            [He/My aunt/Our neighbour/My friend/Her brother/My boss] [plays/practises/teaches/learns/
              loves] the [{plays}] [so well/every evening/at church/in a band/since last year/quite badly/at weddings].
            [I/We] [love/like/miss/enjoy/hate] the sound of [rain/the sea/bells/{many}/church bells/trains at night/
              children laughing/an old clock][ in the morning/ at night/ from my window/].
            [I can't get/I have] [that song/this tune/the melody] [out of my head/in my head][ today/
              / since this morning/].
            [The/My] [dog/cat/baby/rooster/alarm/radio/neighbour's dog] [kept barking/woke me up/is so loud/
              makes a lot of noise/never stops/was noisy again][ at night/ yesterday/ this morning/].
            [Music/Silence/Noise/A good song] [helps me work/makes me happy/is good for me/is what I need/
              hurts my ears].
            [I heard/We heard/You could hear] [thunder/sirens/an owl/a bang/birds/{many}] [all night/on our walk/
              from far away/in the woods/yesterday].
        """),
        (
            "That sounds like something to remember.",
            "I see. Sounds can stay with us for a long time.",
            "How nice. Do you play or sing yourself?",
            "I can imagine. How did you feel about it?",
            "Music and sounds do a lot to us.",
            "Tell me more. When was that?",
        ),
    ),
    (
        patterns("""
            [The/This/That] [film/movie/series/video/documentary/show/cartoon] [about {many}/on TV/I saw/you know/
              my sister made] [was great/was too long/was hilarious/is famous/won a prize/scared me/ended badly].
            [I/We/They/My class] [watched/saw/rented/missed] [a film/a documentary/a cartoon/a video/
              a clip] about {many}[
              / last night/ on Sunday/ at school/ on the train/].
            [My friend/Someone/My uncle/A colleague] [sent/showed] me [a video/a clip/a funny gif/a film] of {a}[
              / yesterday/ and I laughed/ from the zoo/].
            [I/My sister/Our boss] [make/edit/film/upload] [videos/little films/clips] [for fun/for work/every week/
              about {many}/on weekends].
            [Films/Videos/Cartoons/Clips] [are too long nowadays/were better in the past/about {many} are fun/
              with animals are the best/make me sleepy].
        """),
        (
            "That sounds entertaining. What was it like?",
            "Nice. What do you remember best?",
            "I see. Would you recommend it?",
            "Films can be fun. Which ones do you like?",
            "Sounds good. Tell me more.",
            "Thanks for telling me about it.",
        ),
    ),
    (
        patterns("""
            [My/Our/Her] [camera/microphone/piano/guitar/printer/screen/tablet/projector/phone/headset] [broke/
              is broken/
              is new/was stolen/got wet/fell down/is too old/was expensive/is in repair][ today/ last week/ again/].
            [I/We] [bought/sold/lost/repaired/found] [a camera/an old radio/a record player/a tripod/a drum/speakers/
              a paint box/a film projector][ yesterday/ at a market/ for my son/].
            [I'm/We're/My brother is] [learning/planning/trying] to [draw/film/sing/paint {many}/play the piano/
              photograph {many}/edit videos].
            [Tomorrow/Next week/Soon] [I/we] [will visit/are going to] [an exhibition/a concert/the cinema/the zoo/
              a photo course/the opera].
            [I/We] [have/keep/saw/met/fed/own] [{a}/two {many}/some {many}][ at home/ in the garden/ on the way/
              / on holiday/ this morning/].
            {many} are [so cute/dangerous/expensive/my favourite/smart/overrated/everywhere now].
        """),
        (
            "I see. How did that come about?",
            "Thanks for telling me. What happens next?",
            "Interesting. Is there anything I can help with?",
            "I understand. What are your plans?",
            "Good to know. How do you feel about it?",
            "That's something. Tell me more.",
        ),
    ),
)  # fmt: skip
_PLAYS = "piano/cello/trumpet/drums/banjo/organ/clarinet/recorder/tuba"


def draw(rng: random.Random, things: tuple[str, str] = ("a horse", "horses")) -> tuple[str, str]:
    """One remark and one of its answers. `things`: something to speak of, one of it and several."""
    if rng.random() < 0.4:
        remarks, answers = rng.choice(REMARKS)
        return rng.choice(remarks), rng.choice(answers)
    remarks, answers = rng.choice(COMPOSED + PASSING)
    text = spelled_out(rng.choice(remarks).replace("{plays}", _PLAYS), rng)
    text = tidy(text.format(a=things[0], many=things[1]))
    return text[:1].upper() + text[1:], rng.choice(answers)
