"""How people ask for one medium in more than one clause: "take a pencil and draw a cat". For training only.

Elsewhere "and" joins several media. Gaps as in requests.py; patterns of grammar.spelled_out. Words only.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

IMAGE = patterns("""
    Take your pencils and draw {a}.
    I want a {bare} picture and it should be [cute/nice/good enough to print].
    I have been thinking about {a} and would love to see one drawn.
    [Imagine/Think of] {a} and [draw it/paint it/put it on paper] for me[, please/].
    Grab a brush and paint {a}[, would you/, thank you/].
    Please be so kind and draw {a} for my [daughter/son/niece].
    Sit down, take a breath, and sketch {a}.
    hi there, quick one, [pic/picture/photo] of {a} and thats it
    draw {a} and send it [over/here/back]
    {a}, drawn and ready to print, please.
    My son loves this and keeps asking. Could you draw {a} for him?
    I need a cover for my report. Please make a picture of {a}.
    We are doing a lesson on this tomorrow and I need an image of {a}.
    First think about it, then draw {a}.
    Picture {a} in your mind, then put it [on paper/on the canvas/in a drawing].
    Good morning and thanks for your help. I would like a drawing of {a}.
    I also need a picture of {a}[ for the handout/ for slide four/].
    Could you also paint {a}[ for me/ for my mum/]?
    Hello! My name is [Tom/Mia/Lena] and I am seven. Please draw {a}.
    mommy said i can ask you and i want a picture of {a}
    I can't draw and I never could. Draw {a} for me, will you?
    Please create an illustration of {a} and keep it [simple/tidy/family friendly].
    Make me a nice image of {a} and I'll hang it [on the fridge/over my desk/in the hall].
    Show me {a} in a picture and I'll be happy.
    I closed my eyes and there was {a}. Can you paint it for me?
    Think hard and then give me the best photo of {a} you can.
    I am not good in English, sorry, and I want you make picture with {a}.
    Hello sir and good day, kindly provide one photo of {a}.
    pls pls draw {a} and make it pretty
    For my [birthday card/blog/newsletter/flyer], and only for that, I need a picture of {a}.
    Take a sheet of paper, a pen, and draw {a}.
    Get out the crayons and the paper and draw me {a}!
    I'm writing a story and need an illustration. It should have {a} in it.
    My grandma asked for it and I promised. A painting of {a}, please.
    Look in your head for {a} and then draw what you find.
    What would {a} look like? Draw it and let me see.
    I wonder what {a} looks like, and a picture would help.
    We need artwork for the office wall, and the boss wants {a} on it.
    Please render {a} and give me the [png/jpg/image file].
    Ok so I tried this myself and failed. Can you draw {a}?
    Take a photo of {a} and share it with me.
    Pretend you are a photographer and take a shot of {a}.
    Be an artist, be brave, and paint {a}.
    You are a painter and I am your customer. I order {a}.
    generate image, {a}, and no text on it
    {a} and nothing else in the picture, please.
    Just {a} in the drawing, nothing fancy, and thanks a lot.
    My teacher wants us to bring a picture, and mine has to be of {a}.
    Dear assistant, I hope you are well and rested. I would like to have {a} painted.
    I'd like a sketch, then, of {a}.
    So then, draw {a}[ if you can/ when you have a minute/].
    Alright, then make it a picture of {a}.
    I've made up my mind, and it will be a drawing of {a}.
    I was at lunch with Anna and Ben and we want to see a picture of {a}.
    My husband and I would like a portrait of {a}.
    Me and my sister want a picture with {a} on it!
    My kids and their friends want to colour something in. Make a colouring page with {a}.
    Between you and me, I'd love a painting of {a}.
    Once and for all, what does {a} look like? Draw it.
    Try and draw {a}[ for us/ for the class/].
    Go ahead and draw {a}[, I can wait/, no rush/].
    Please try and paint {a} as well as you can.
    I have an empty frame and an empty wall. Fill it with a picture of {a}.
    I bought a frame, a nail, and a hammer, and now I need a painting of {a}.
    The last one was lovely. This time draw {a}.
    That worked nicely, thanks, and now do a picture of {a}.
    {bare} picture pls and thx
    {bare} drawing, please, and make it good.
    Would you draw {a} and sign it with your name?
    I dreamed of {a} last night and want to keep it as a picture.
    Read this, think, and then paint: {a}.
    I teach [biology/art/geography] and my pupils are eight. We need a picture of {a} for the board.
    Can you picture {a}? Then put it in a drawing for me.
    I'm making a memory game and one card is missing. It needs {a} on it.
    I want to print something on a [mug/T-shirt/tote bag] and I picked {a}, so make me the image.
    It's for my profile, and I'd like a picture of {a}.
    Please illustrate {a} and thank you in advance.
    hey, im in a meeting and need a photo of {a} asap
    need this for my slides and fast. image of {a}
    No hurry and no pressure, but I'd love to see {a} on canvas.
    I have seen many photos in my life, and never one of {a}. Make me one.
    Can you do pictures? If yes, then please do {a}.
    Simple and short: a picture of {a}.
    I like {bare} pictures and want one [for my room/for my desk/as a gift].
    Please help me, my friend, and make one image where is {a}.
    You know {a}, right? Sketch it and hand it to me.
    There is a blank page in my diary and it needs {a}. Please draw that.
    As a gift for mum and dad, I would like {a} in a frame, so please paint it.
    Give it some thought, take your time, and come back with a picture of {a}.
""")

AUDIO = patterns("""
    Sit down and play me {a}.
    Close the door and let me hear {a}, thanks and bye.
    I closed my eyes and want to hear {a}.
    Put your headphones on, then make me the sound of {a}.
    I have my headphones on and I'm ready. Play {a}.
    Think of {a} and let me hear it[, please/].
    Record {a} and send me the [sound file/audio/recording/mp3].
    Please be so kind and play {a} for my [daughter/son/grandpa].
    I can't sleep and I tried everything. Let me listen to {a}.
    sound of {a} pls and thx
    {bare} sound, short and clear, please.
    {bare} noise, and quick, please
    I need a {bare} recording and it should be [clear/clean/good enough for a podcast].
    {a}, recorded and ready to play, please.
    Set up your microphone and record {a}.
    Take a microphone, press record, and get me {a}.
    First be quiet, then let me hear {a}.
    My class is learning about sounds and we need {a} as a recording.
    I'm a teacher and my pupils have to guess. Play them {a}.
    I also need the sound of {a}[ for my game/ for the radio play/].
    Could you also record {a}[ for me/ for the play/]?
    My podcast is nearly done and one sound is missing. It's {a}.
    Hello, I am five and I want to hear {a}!
    mommy said i can ask and i want to listen to {a}
    We make a radio play and need {a} as a sound effect.
    What does {a} sound like? Play it and let me listen.
    I have never heard {a}, and I am curious. Play it for me.
    Go ahead and play {a}[, I'm listening/, I'm all ears/].
    Try and make the sound of {a}[ for us/ for the kids/].
    So then, let's hear {a}.
    Alright, then make it an audio clip of {a}.
    My wife and I would like to hear {a}.
    Me and my sister want to hear {a}!
    Sorry for my English and thank you. I want you make sound of {a}.
    Hello sir and good day, kindly provide one recording of {a}.
    hey, im in a rush and need audio of {a} asap
    need this for my ringtone and fast. sound of {a}
    I want a new ringtone, and {a} would be perfect to hear.
    Generate an audio clip, {a}, and keep it clean.
    Just the sound of {a}, nothing else, and thanks a lot.
    The last recording was great. This time let me hear {a}.
    That worked nicely, thanks, and now do the sound of {a}.
    I miss home, and most of all I miss hearing {a}. Play it for me.
    My grandma's eyes are weak and she loves to listen. Play {a} for her.
    Turn the volume up and give me {a}.
    I had a long day at the office and want to relax. Play me {a}.
    Can you do sounds? If yes, then please do {a}.
    Lean back, breathe out, and let me listen to {a}.
    Give me {a} for my ears, and I'll be happy.
""")

VIDEO = patterns("""
    Take {a} and make a short clip of it.
    I sat down with my popcorn and want to watch {a} in a short film.
    Set up your camera and film {a}.
    Grab the camera and get {a} on film[, please/].
    Think of {a} and turn it into a [video/short clip/gif].
    make a gif of {a} and send it [over/to me/here]
    I want to see {a} come alive, and a short clip will do.
    Close your eyes, picture {a}, and then make it a video.
    Please make {a} come alive before my eyes and I will be grateful.
    My daughter is bored and wants to watch something. Make her a video of {a}.
    I'm a teacher and my class is waiting. We would like a clip of {a}.
    Could you film {a} and give me the [file/mp4/clip]?
    {a}, animated and short, please.
    {a} in motion, and that's all I need.
    {bare} gif pls and thx
    {bare} video, short and simple, please.
    I want a {bare} clip and it should be [short/smooth/good enough for my homepage].
    Roll the camera, then film {a}.
    Lights, camera, and action: film {a}!
    You are the director and I am the producer. Shoot {a} for me.
    I have popcorn, a blanket, and time. Let me watch {a}.
    Dear assistant, I hope your day is good. I would like {a} as an animated clip.
    We need something for the screen in the lobby, and the boss wants a video of {a}.
    I also need a clip of {a}[ for the website/ for slide two/].
    Could you also animate {a}[ for me/ for the kids/]?
    First imagine {a}, then film it.
    Hello, I am six and I can type. I want to watch {a}!
    mommy said yes and i want a video with {a}
    I tried to film {a} myself and it came out shaky. Can you do it?
    My son loves cartoons and loves {a}, so please make him an animated clip.
    Still pictures are nice and all, but I want {a} moving.
    A photo is not enough. I want to see {a} moving.
    Go ahead and film {a}[, I can wait/, no rush/].
    Try and get {a} on video[ for us/ for the class/].
    Please try and animate {a} as well as you can.
    so then, a video of {a} pls
    Alright, then make it a clip of {a}.
    My wife and I would love to watch {a} on video.
    Me and my brother want to see {a} in a film!
    Tim and Lisa from marketing want a gif of {a}.
    I'm building a website and the header is empty. Put {a} there as a moving background.
    My presentation is dull, and an animation of {a} would help.
    Show me {a} in motion and I'll be happy.
    Bring {a} to life in a clip and let me watch.
    Let me sit here and watch {a} for a few seconds.
    I have never seen {a} in real life, and I want to watch one on video.
    Sorry for my English and thank you. I want you make video with {a}.
    Hello sir and good day, kindly provide one video clip of {a}.
    hey, im late and need a clip of {a} asap
    need this for my feed and fast. gif with {a}
    Shoot a few seconds of {a} and let it loop.
    Generate a video, {a}, and no text on it.
    Just {a} on film, nothing fancy, and thanks a lot.
    The last clip was great. This time film {a}.
    That worked nicely, thanks, and now do a video of {a}.
    I dreamed of {a} last night and want to watch it again, so make it a clip.
    Between you and me, I'd love to watch {a} in a little movie.
    We teach small children and they like moving pictures. Make one of {a}.
    It's for my science lesson, and I would like footage of {a}.
    I need footage for my project, and it should be of {a}.
    Get your tripod and your camera and shoot {a}.
    Think it over, take your time, and come back with a clip of {a}.
    Can you do videos? If yes, then please do {a}.
    Imagine {a} and let it play out on the screen[ for me/ for us/].
    I am stuck at home and nothing is on TV. Put {a} on my screen as a short film.
    What does {a} look like in motion? Make a clip and let me watch.
    I paused my work and I have two minutes. Let me watch {a} on film.
    Please be so kind and make an animation of {a} for my [nephew/niece/grandson].
    I want a moving picture, not a still one, and it should be of {a}.
    Take {a}, give it life, and make it a [gif/video/short film].
""")
