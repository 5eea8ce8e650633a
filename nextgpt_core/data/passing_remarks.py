"""What people say in passing about pictures, music, films and animals, and what they ask about them that words answer.

Rows of (patterns, short answers) as in remarks.py: {a} and {many} are something to speak of, {plays} instruments.
Words only; none of them wants a medium.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

PASSING = (
    (
        patterns("""
            My [grandmother/uncle/little brother/girlfriend/neighbour/late father] [paints/draws/used to paint/
              takes photographs/
              sculpts/restores old pictures][ a lot/ in her spare time/ for a living/ on Sundays/].
            I [took/snapped] a [photo/picture/few photos] of [my cat/my dad/the sunset/my lunch/{a}] [yesterday/
              this morning/
              at the lake/on my trip].
            [We/They] [hung/put] the [painting/poster/family photo/calendar with {many}] [in the kitchen/
              over the fireplace/
              back on the wall].
            My [phone/camera/album/cloud] is [full of/stuffed with] [photos/pictures of {many}/pictures of my kids/
              old snapshots].
            [She/He/My nephew] [wants to be/is/became] [an artist/a photographer/an illustrator/a comic artist/
              a film maker].
            [That photo/That drawing/The portrait] [turned out badly/came out well/is on my desk/got lost in the move/
              makes me sad].
            [I can't/I never could/My sister can't] [draw at all/draw a straight line/paint/
              take a decent photo][, sadly/].
            i look [terrible/so old/funny] in [photos/pictures/every photo of us]
            [Yesterday/On Sunday] we were at [a gallery/the museum/a painting class/an exhibition of {many}].
            [The kids/My class] [spent all day drawing/painted the whole wall/made collages/drew {many} with chalk].
            There's [a crack/a stain/dust] on [my lens/the painting/the frame/grandma's portrait].
            [Photography/Painting/Sketching] [calms me down/is my new hobby/costs a fortune/was my best subject].
            Somebody [sold/bought/stole] [a painting of {many}/a famous picture/a Picasso] for [millions/a fiver/
              a laugh].
            [The picture/The photo] in my [passport/school book/wallet] [is awful/was taken years ago/
              is nearly gone].
        """),
        (
            "Pictures can keep what we would forget. Go on!",
            "I see. What do you like most in a picture?",
            "That says a lot. Tell me more if you like.",
            "Thanks for telling me. Do you paint or photograph, too?",
            "Interesting! How did that come about?",
            "I understand. Everybody sees pictures differently.",
        ),
    ),
    (
        patterns("""
            The [radio/telly/music/bass/washing machine] is so loud [here/next door/in this cafe][ today/].
            [I sing/My dad sings/We all sing] [in the shower/in the car/out of tune/in a gospel choir/
              when nobody is home].
            I was at [a concert/the opera/a jazz club/a festival/band practice] [last night/on Friday/with my sister].
            [My ears hurt/My ears are ringing/I've got a headache] from [the concert/all that drilling/the party/
              the sirens].
            [My son/The girl upstairs/Our neighbour] [practises the [{plays}]/plays the [{plays}]] [all day long/
              until midnight/really well/before breakfast].
            I [gave up/started/want to take up/miss] [the [{plays}]/singing/piano lessons/playing in a band].
            [Our dog/The puppy/My parrot] [howls/barks/makes a racket] [whenever the phone rings/when I sing/
              at the postman/
              all night].
            I [wake up to/fall asleep to/work to] [birdsong/the sound of traffic/podcasts/heavy metal/whale songs].
            It's so [quiet/silent/noisy] [in the house/since the kids left/in our street/up here in the hills].
            [There was thunder/The storm howled/A siren went off/A cockerel crowed] [all night/at four in the morning/
              and nobody slept].
            [That song/That tune/Our song] [was at our wedding/reminds me of you/is stuck in my head/
              came on in the shop].
            [I'm deaf in one ear/My hearing is getting bad/My gran wears hearing aids/I need quiet to think].
            [My record player/My violin/Our piano/The doorbell] [needs repair/sounds odd lately/is from 1920/
              was a present].
            [She has/He has/They say I have] [a lovely voice/perfect pitch/no sense of rhythm].
        """),
        (
            "I see. How do you feel about it?",
            "Sounds and music can change a whole day.",
            "Thanks for telling me. Has it been like that for long?",
            "I can imagine. What would you like best?",
            "That is something to talk about. Go on!",
            "Tell me more, I like hearing about it.",
        ),
    ),
    (
        patterns("""
            I was at the [cinema/pictures/movies/drive-in] [last night/yesterday/with my mum/on my own].
            [We/I] [binged/finished/started/gave up on] [a series/a show about {many}/season two/
              that new drama][ on Sunday/].
            I [cried/fell asleep/laughed out loud/was bored] [during the film/at the end of the movie/in the cinema].
            [My brother/My cousin/A friend of mine] [works in film/has a video channel/is an actor/
              wants to make movies/
              edits wedding videos].
            The [ending/plot/acting/soundtrack/trailer] of that [film/movie] was [great/awful/better than the book/
              a letdown].
            [I filmed/We filmed/Dad filmed] [my sister's wedding/the school play/the whole match/
              {many} at the zoo] [yesterday/last summer/with an old camera].
            [The video/My clip/That film of {many}] [went viral/got deleted/has ten views/is on my old phone].
            [I love/I can't stand/My kids adore] [horror films/cartoons/westerns/nature films/films with subtitles].
            [The telly/Our TV/The projector] [broke down/went black/died on us][ in the middle of the film/ again/].
            [Popcorn/Cinema tickets/Streaming] [is so dear now/has got expensive/was cheaper once][, don't you think/].
            [We have/There's] a film night [on Friday/at school/at my place], [and I'm in charge of snacks/
              I can't wait/
              it's a tradition].
            [I'm an extra/My aunt is/Our dog is] in a [film/music video/
              TV advert][, just for a second/, imagine that/].
            [Nobody goes/I hardly ever go/My friends never go] to the cinema [any more/these days/in summer].
        """),
        (
            "That sounds like quite something. Go on!",
            "I see. Which films do you like in general?",
            "I see. And what else is new?",
            "Thanks for telling me about it.",
            "I understand. Films are a world of their own.",
            "Tell me more about it!",
        ),
    ),
    (
        patterns("""
            [Our/My/The neighbours'] [cat/dog/rabbit/hamster] [had babies/is on a diet/hates the vet/caught a mouse/
              turned ten today/is asleep on my lap].
            [We're getting/I want to adopt/My kids want/We might get] [a puppy/a kitten/{a}/two {many}/hens].
            I [dreamt of/once fed/was scared of/wrote a poem about/read a book about] {many}[ last night
              / as a child/, believe it or not/].
            [There were/I counted/We spotted] [{many}/so many {many}/at least ten {many}] [by the road/on our holiday/
              at the market/behind the house].
            [A bee stung me/A pigeon stole my sandwich/A deer ran in front of our car/The goat ate my hat] [today/
              yesterday/
              on the way here].
            [The vet says/My mum thinks/They say] [he is fine/{many} bring luck/she's too fat/it will live].
            [My cat/The dog/The tortoise] [went missing/had to see the vet/came home wet] [last week/on Monday/
              when I was away].
            [Walking the dog/Feeding the birds/Riding/Watching {many}] [is good for me/keeps me fit/
              takes up my mornings].
            My [favourite toy/tattoo/mug/costume] [was/is] [{a}/a bear/an elephant][, I loved it/, don't laugh/].
            [Guess what/You know what/By the way], [I saw {many} today/we have {many} now/my sister bought {a}].
            [It was/That was/What] [a lovely day/a long day/such fun] [at the zoo/on the farm/at the aquarium/
              in the woods].
            [I used to/My gran used to] [have/keep/be afraid of] {many}.
            my [dog/cat] is so [cute/lazy/naughty][ lol/ tho/ today/]
            [There's/We have] [a mouse in the kitchen/a wasp nest in the shed/a hedgehog under the hedge].
            My [daughter/little one] [thinks/says] {many} [can talk/are her friends/live under her bed].
        """),
        (
            "Oh! How did you feel about that?",
            "Thanks for telling me. What happened then?",
            "I see. How did that come about?",
            "That's quite a story. Go on!",
            "I can imagine that well. What else happened?",
            "Well, well. Tell me more about it.",
        ),
    ),
    (  # questions about pictures, music and films that words answer
        patterns("""
            [Which/What] [film/movie/series/documentary] should [I/we] watch [tonight/with the kids/on a rainy day/
              on our first date]?
            [What/Which] [music/song/album] [should I play/would you put on/goes well] at [a party/dinner/my wedding/
              work]?
            [Which/What kind of] [camera/guitar/paint/microphone] [should I buy/is good for a beginner/would you pick]?
            [What picture/Which poster] should I [hang over my bed/put in the hall/give my mum/choose for the office]?
            [Can you recommend/Do you know/Any tips for] [a good film/a nice song/a museum/a photo course/
              a comedy][ for us/
              / for my dad/]?
            [Should I/Is it worth it to] [learn the [{plays}]/go to the cinema tonight/buy that painting/
              frame the photo/
              adopt a dog]?
            [Do you prefer/What's better,] [films or books/paintings or photos/cats or dogs/radio or telly/
              the [{plays}] or the flute]?
        """),
        (
            "That depends on your taste. What do you usually enjoy?",
            "Hard to say from here. What did you like last time?",
            "I would start with what you already love. What is that?",
            "Tell me a bit about your taste, and we can think about it together.",
            "I'm no expert, but I'd like to hear what you think first.",
        ),
    ),
    (
        patterns("""
            Is it [hard/expensive/fun] to [make a film/learn the [{plays}]/keep {many}/paint with oils/
              record an album]?
            How do I [hold a camera/tune a guitar/hang a heavy picture/get a song out of my head/
              clean an oil painting]?
            Do people still [go to the opera/buy records/print photos/listen to the radio], do you think?
            What [makes a good photo/makes a song catchy/is so great about cinema], in your opinion?
        """),
        (
            "I know only a little about that. What is your own idea?",
            "People see that differently. What do you think?",
            "Good question. Somebody who does it every day would know best.",
            "I'm a small model and no expert. Have you asked around?",
        ),
    ),
    (  # told that no media are wanted
        patterns("""
            [No need to/You needn't/Please don't] [draw/paint/play/film/show me] [anything/that/
              it], I'm [just telling you/
              only chatting/just thinking aloud].
            I [don't want/don't need/wasn't asking for] [a picture/a clip/a sound/any pictures][ of that
              / now/], [only your opinion/
              just an answer/I just want to chat].
            [Let's just talk/Just words, please/Only text/Just chat with me][ for now/ about {many}/].
            [In words only/In writing, please/Without pictures][, thank you/: I want to talk/
              : let's chat about {many}].
            [Stop/Enough] with the [pictures/clips/sounds][, let's talk/ for today/, please/].
            [I want to/Let us/I'd rather] [just talk/chat a bit/only write][ instead of making pictures
              / for a while/, without any media/].
        """),
        (
            "All right, words only. What would you like to talk about?",
            "Of course, no media. What is on your mind?",
            "Fine, let's just talk. How are you?",
            "Understood: only text. Tell me more.",
            "Sure, I'll only write. Go ahead.",
        ),
    ),
    (  # words about the arts and about what was seen or heard
        patterns("""
            I [read/finished/bought] a book about [a painter/the history of film/an opera singer/
              {many} in art][ in the paper/
              / last night/].
            [I'm writing/My daughter is writing] [an essay/a paper/a speech] [about film music/on modern art/
              about {many}/
              on silent films].
            [My/Our] [art/music/film] teacher [is very strict/gave me a good mark/is retiring/likes my work].
            [I have/My sister has] an [exam/interview/audition] at the [art school/film school/conservatory] [tomorrow/
              next week].
            [We/They] [argued about/talked about/joked about] [the film/her painting/his music/
              the photos] [all evening/at dinner/again].
            [The word/The old word] ["cinema"/"piano"/"camera"/"cartoon"] [sounds Italian/is the same in German/
              is hard to spell].
            [Digital art/Vinyl/Silent film/Street art] is [coming back/overrated/not my thing/what I live for].
            [I work/My mum works] [in a cinema/at a record shop/for the radio/in a photo lab/at the zoo].
        """),
        (
            "Interesting! What made you think of that?",
            "I see. Go on, I'm reading along.",
            "Thanks for telling me. What do you think about it yourself?",
            "That sounds worth a talk. Tell me more!",
            "I understand. And what comes next?",
        ),
    ),
)  # fmt: skip
