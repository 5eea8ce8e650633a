"""How people ask for a picture: sentences that are put together from parts, for training only.

Gaps as in requests.py. Words only.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

COMPOSED = patterns("""
    [Can/Could/Would/Will] you [draw/paint/sketch/do/make/create] {a}[ for me/ for us/, please/ quickly/]?
    [Please/please/Kindly] [draw/paint/sketch/make/create/design] [me/us/] {a}[./!/, thanks/]
    [Draw/Paint/Sketch/Do/Make/Create/Show] [me/us/] {a}[./!/, please./ please/]
    [I'd/I would] [like/love/enjoy] [a picture/a drawing/an image/a painting] [of/with/showing] {a}[, please/].
    [I want/I need/We need/I'm looking for] [a picture/a drawing/
      an image] [of/with/showing] {a}[, please/ for my card/ for a poster/].
    [How about/What about/Let's have/Let's see/Time for] {a}[, drawn/, painted/, as a picture/][?/]
    [My kids/My daughter/My son/My class] [would love/wants/would like] to see {a}.
    [I've always wanted/I would like/I'd love] to see {a}.
    [What/How] [might/would/could] {a} look[ like/]? [Show me./Draw it./]
    [Do you think you could/Are you able to/Is it possible to] [draw/paint/show me] {a}?
    [It would help/I'd be glad/I'd be happy] to have [a picture/a drawing] of {a}.
    [Fill a page with/Put on paper/On a sheet of paper:] {a}[, please/].
    [picture/pic/drawing/image/painting][:/ -/,] {a}
    {a}[ as a picture/ on a picture/, drawn/, painted/ - picture/ image/ drawing][ please/ pls/]
    [The picture should/It should/The drawing must] show {a}.
    [Describe with a picture/Explain with a drawing] what {a} [looks/would look] like.
    [So/Okay/Alright/Well], [draw/paint/show me] {a}.
    put {a} somewhere and show me the picture
    nothing else. draw it: {a}
    Make {a} appear in a drawing[, please/].
    Bring {a} to life with your [pencil/brush], on paper.
    I only want to look at {a}, [a drawing is fine/a drawing will do].
    Go and get me {a}! In a [picture/photo], of course.
    Can you do {a}? I mean [draw/sketch] it.
    You know {a}? [Draw/Paint] one.
    Do you know how to draw {a}? [Show me/Let me see].
    What does it look like, {a}? One picture is [enough/fine].
    show what {a} looks like, only [a pic/a picture]
    I wonder how you would paint {a}.
    Someone should paint {a}. [You should do it/You do it], please.
    A still image, nothing moving: {a}.
    no clip no noise, [a drawing/a picture] of {a}
    Start drawing, and stop when it is {a}.
    Start with an empty page and [put/draw] {a} on it.
    Colouring page: {a}
    My [daughter/son] wants {a} on her birthday card, could you draw the front?
    For the birthday invitation we need {a}, [drawn/painted] nicely.
    {a}, drawn so that I can [put it on/stick it on] my fridge
    {a} on paper[, please/, pls/]
    {a}, and make it a picture not a story
    Turn your pixels into {a}[ please/].
    Give me {a} to look at.
    gimme {a}, the drawn kind
    give the picture some space around {a}[, please/]
    I [would be grateful for/would appreciate] an illustration showing {a}.
    Kindly [draw/depict] {a}; a single image will suffice.
    Would you mind putting {a} into a picture?
    Could {a} be in my next wallpaper? [Please draw it/Please paint it].
    Imagine {a}. Now draw what you [see/have in mind].
    Imagine a photo album, first page: {a}. Let me see that [page/photo].
    Close your eyes, think of {a}, then draw it.
    Say cheese! A [photo/snapshot] of {a}.
    Catch {a} with your camera, one [photo/snapshot].
    Shoot {a} for me, one [still/photo], no film.
    snap a pic of {a} plz
    pls draw {a} [i cant draw lol/cuz i cant draw]
    plz pic of {a}, dont make it move
    draw me {a} or i will [cry/be sad]!
    Draw. {a}. [Now/Right now]. Thanks.
    wanna see {a}!!! [paint it paint it/draw it draw it]!
    Mommy can't draw {a}. Can you?
    me like {a}, you make [picture/drawing]?
    I am wanting one picture with {a} inside, thank you sir.
    it should be {a}, it should be [a drawing/drawn], it should be funny
    It is quiet here. Draw {a} for me, and [keep it/leave it] quiet.
    Run, pencil, run: {a}!
    Hello, first I want to say you are nice. Now a [picture/drawing] of {a}.
    If you were a painter and I ordered {a}, what would be on the canvas? [Show me/Let me see it].
    We talked enough, show {a}, [one image/one picture].
    Again and again I fail to draw {a}, so you [do it/draw it].
    Just {a}. Just a picture. [Nothing more/That's all].
    Let's see {a}, hand drawn.
""")
