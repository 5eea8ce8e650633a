"""How people ask for a clip: sentences that are put together from parts, for training only.

Gaps as in requests.py. Words only.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

COMPOSED = patterns("""
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
    A gif of {a} to send to my brother.
    A short [video/film/clip] of {a}[, please/].
    A five second mp4 with {a} in it.
    a vid of {a} [pls/plz/thx]
    My grandma loves this kind of thing, so could you make a film of {a}?
    My website looks boring, so I'd like a [video/clip/loop] of {a} at the top.
    My homework is about motion. Can I get a [clip/video/film] of {a}?
    My daughter [asks/is asking] for a movie of {a}.
    My intro is still missing some {bare} footage, [can/could] you make it?
    Background loop with {a}[, please/ pls/].
    Background video for my landing page: {bare}.
    For my class on filming I need a clip of {a}.
    For a birthday card that opens on the phone, [an animation/a little video/a clip] of {a} would be sweet.
    For the school project we need {bare} footage.
    For our company's newsletter, please [produce/create/prepare] a brief video of {a}.
    For tomorrow's talk: one {bare} video, ten seconds or so.
    for insta, reel of {a}
    Instead of a picture I would rather see {a} move.
    Instead of a still image, could you [do/make/create] some {bare} animation?
    Instead of explaining {a}, show it to me in a [video/clip/film].
    I want to see {a} in motion.
    I would like [a video/a clip/a film] of {a}.
    I need {bare} footage for a talk.
    I collect gifs, and one of {a} is still missing.
    I have only seen photos of {a}, so [a video/a clip/footage] would be great.
    I never saw {a} move before, [can/could] you make a vid?
    Can you make a video of {a}[ for me/]?
    Can u do a [vid/clip/gif] of {a}
    Can I see {a} moving?
    Can I please please have a movie with {a}, [mommy/daddy] said yes!
    Can we get {a} as an animation for the splash screen?
    Could you [film/animate] {a} for me?
    Could I have some {bare} footage[, please/]?
    Could you turn {a} into a [little/short/small] moving picture?
    Could there be a [clip/video] of {a} on my blog? I'd like you to make one.
    Please [generate/make/create] a video of {a}.
    Please show me some {bare} video.
    Please a film from {a}, I [want show/will show] it to my students.
    Please create a [short/brief] clip showing {a} for the front page of our brochure site.
    pls gif of {a}
    plz make {bare} vid for my [bro/sis/bff]
    Show me {a} on [video/film].
    Show me how {a} moves.
    Show {a} to my kids in a [movie/clip/film], they are bored.
    show me a vid of {a} [pls/plz/ty]
    Make [a movie/a film/a video] of {a}.
    Make {a} move!
    Make me one {bare} gif.
    make vid with {a} for my status
    Give me a video of {a}.
    Give me {bare} footage to cut into my vlog.
    Give me an mp4 of {a}, I want to test a screen.
    gimme {a} in a vid
    Video of {a}[, please/ pls/].
    Video, {a}, short.
    video pls! {bare}!
    Clip of {a} for the site.
    Clip: {bare}.
    Clips are more fun than photos, so [do/make] one of {a}.
    Animation of {a}, [thanks/thx/please].
    Animate {a}.
    Animated {bare} gif for my forum signature.
    Gif of {a}.
    GIF with {a} as a reply to my friend's text.
    Footage of {a}, please, roughly [five/six/eight] seconds.
    Footage needed: {bare}.
    Film {a} for me.
    Film of {a}[, please/, thank you/].
    Movie time! I [wanna/want to] see {a}.
    Movie of {a}, a [short/little] one.
    Moving picture of {a}, please.
    Moving images of {a} are what I [need/want] for the trade fair booth.
    Reel of {a} for my channel.
    Reels do better than photos, so let's [make/do] one with {a}.
    Loop of {a} for the TV behind the counter.
    Looping {bare} video for a digital picture frame.
    We need [a video/a clip] of {a} for the shop window.
    We are building a travel page and some {bare} footage would [suit/fit] it well.
    We would appreciate [a brief film/a short video] of {a} for our annual meeting.
    We learn English words at school, and today it is {a}. Can we have a [video/clip]?
    Would you [please /]make a film of {a}?
    Would it be possible to see {a} in a [short/brief] clip?
    Is there a chance of getting {bare} footage from you?
    Do you think you could make [an animation/a clip/a video] of {a}?
    Do me a favor: {a}, as a gif.
    Do a vid of {a} [plz/pls].
    Let me see {a} in a [video/clip/movie].
    Let me watch {a} for a few seconds.
    Let's have a look at {a} in [motion/movement].
    Let's see some {bare} footage.
    What does {a} look like when it moves? A [clip/video] please.
    What about a video of {a}[ for the banner/]?
    what u got on {bare}? vid pls
    How about a [movie/film/clip] of {a}?
    How does {a} move? [Show me/Let me see] in a video.
    Want [a vid/a clip/a video] of {a}.
    wanna see {a} move lol
    Wish to see video about {a}, [thank you/thanks] very much.
    Need {bare} video asap, [slides/the deck] due in an hour.
    need a gif of {a} for our group chat
    Needed for a science poster with a QR code: a clip of {a}.
    Hey, [can/could] you whip up a clip of {a}?
    hey bro, {bare} vid [pls/plz]?
    Hi, I am a teacher and my pupils want to [see/watch] {a}. A short video will do.
    Hi there! An animation of {a}[, please/]?
    Hello, I look for video where is {a}. You can make?
    Hello! My blog needs a small looping mp4 of {a}.
    Generate {bare} footage.
    Generate a [clip/video/movie] featuring {a}.
    Create an animation: {bare}.
    Send me a vid of {a}[ please/ pls/].
    Send my sister something nice, maybe a clip of {a}. I'll forward it.
    Got any {bare} clips? Make me one.
    Got to fill a screen at the entrance, so [a video/a film/a loop] of {a}.
    It would be lovely to see {a} on [film/video].
    It's for a flashcard app: a [clip/video/gif] of {a}.
    It's my nephew's birthday and he'd love some {bare} video.
    Photos are boring. Do {a} as a [vid/clip/video].
    Pictures I have enough; now I [want/need] a film of {a}.
    Pictures don't move, so a video of {a} instead[, please/].
    Not a photo, a video: {a}.
    Not just a drawing, I want {a} [really moving/in motion/to move].
    Our library wants a film of {a} next to the showcase.
    Our new banner should have {a} in it, as a [moving picture/clip/video].
    The title page needs [a clip/a video] of {a}.
    The kids want to watch {a}, so a [short/little] movie please.
    The app takes mp4 files only, so one of {a}, [please/thanks].
    This page needs life. Put {a} in a video for me.
    This evening I teach the word for {a} and want to show it in a [clip/video/film].
    Something that moves, please: {a}.
    Something for my lock screen, a live wallpaper with {a}.
    Someone asked me what {a} looks like. Could you make a [video/clip] I can send?
    Some {bare} footage[, please/ pls/].
    So I'm making a slideshow and want one [clip/video] in it, showing {a}.
    Kindly [provide/supply/prepare] a video of {a}.
    Kindly generate {bare} footage for our training course.
    I'd love to [see/watch] {a} on video.
    I'd like one {bare} reel for my small business page.
    I'm drawing {a} and need a [clip/video] as reference for how it moves.
    I'm bored, [show/make] me a vid of {a}.
    I'm writing a children's story and a moving picture of {a} would go well with chapter one.
    One [clip/video] of {a}, please.
    One {bare} gif coming up? Thanks!
    Vid of {a}[, thx/, ty/].
    vids please, first one: {a}
    Mp4 of {a}.
    Me want movie with {a}!
    Mommy, I mean computer, [make/do] a movie with {a}!
    Try {bare} as a [video/clip/film].
    You make video? I like see {a}.
    You can do gifs, right? Make one of {a}, then.
    If you can make [videos/clips/films], make one of {a}.
    If it isn't too much trouble, a short film of {a}.
    When I open my site, I want visitors to see {a} in a [video/clip/loop].
    Where can I see {a} moving? Maybe you can make a [clip/video/film].
    To show my pupils, I need a clip of {a}.
    To finish my collage I still need {bare} footage.
    Ten seconds of {a}, [filmed/on film/on video].
    Put {a} in a [movie/film/video] for me.
    As a thank-you for my neighbor, I'd like to send [a clip/a little video/an animation] of {a}.
    Ok now {a}, but as a [vid/clip/video].
    yo {bare} vid [pls/plz]
    yo, can i get {a} as a gif
    Surprise my little boy with a film of {a}.
    Stock footage: {bare}.
""")
