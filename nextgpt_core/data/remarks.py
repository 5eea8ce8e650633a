"""Remarks that ask for nothing, though they speak of pictures, music, sounds and films: what people say in passing.

Rows as in small_talk.py: any remark of a row may meet any answer of the same row. None of them wants a medium.
"""

from __future__ import annotations

import random

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


def draw(rng: random.Random) -> tuple[str, str]:
    """One remark and one of its answers."""
    remarks, answers = rng.choice(REMARKS)
    return rng.choice(remarks), rng.choice(answers)
