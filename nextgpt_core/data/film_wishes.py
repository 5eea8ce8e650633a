"""Wishes for films as people say them who name the noise: "a clip of a cow that goes moo".

Patterns of grammar.spelled_out with the gaps of film_requests.py; {goes} is the noise as it is spoken. For training;
words only.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

WISHES = patterns("""
    Could you [make/create/put together] a [short video/little clip] of {a} that includes its {noise}?
    Please make me a clip of {heard}, with the sound in it.
    I'd [love/like] a video of {a} that goes {goes}.
    Show me {a} on video while it {does}[, please/].
    Film of {heard}, sound on.
    Video: {a}, {noise} included.
    {bare} video, {noise} and all
    {bare} clip where it goes {goes}
    {bare} gif but with the {noise} built in, [thanks/pls]
    Give me a [vid/clip] of {a} {doing}, and let me hear the {goes} while I watch.
    Can I [see and hear/watch and hear] {a} in one clip?
    Would you mind animating {a} so that it actually goes {goes}?
    Let's have a [film/movie] of {a}, complete with its {noise}.
    Want a video of {a}. Want the {noise} in it too.
    Need an mp4 of {heard}, audio track included.
    Generate an animation of {a} with the {noise} [baked/built] into the same file.
    Render {a} as a short movie with its {noise} on the soundtrack.
    Produce a brief [video/film] in which {a} {does} audibly.
    Kindly prepare a short film of {a}, accompanied by its [natural/characteristic] {noise}.
    We require footage of {a} in which its {noise} can be clearly heard.
    I was wondering whether you could film {a} while it {does}, with the sound kept in.
    Yo, hook me up with a vid of {a} goin' {goes}.
    Dude, I need {a} on video and it's gotta go {goes}.
    Ooh, can you do a cartoon of {a} going {goes}?
    Please to make video of {a} with sound of him {doing} inside.
    I want see video where is {a} and it make {goes}.
    Sorry for my English, I need one clip of {a}, moving and with the {noise} inside.
    Hello, is possible to have small film of {a} with sound [together/inside]?
    How would {a} look and sound in a five-second clip?
    What might a camera with a microphone catch next to {a}? Make me that clip.
    If I filmed {a} {doing}, what would the video look and sound like?
    Suppose I had my camcorder running when {a} started to {do}. Show me that tape, sound and all.
    Imagine you are filming {a} up close and the microphone is picking up its {noise}. Give me that clip.
    Pretend you walked past {a} with your phone recording video and it went {goes}. Play that for me.
    Bet you can't make a video of {a} where it {does} out loud.
    I bet you five bucks you can't do a clip of {a} that really goes {goes}.
    Ten bucks says your video of {a} won't even go {goes}.
    Betcha can't animate {a} and get the {noise} right in the same clip!
    {goes}! That's what I want to hear in a video of {a}.
    {goes} {goes}! Make me a [little/short] movie with {a} in it doing that.
    Hear the {goes}, see the {bare}: that's the kind of clip I'm after.
    With the {noise} in it, please: a short video of {a}.
    The {noise} should be heard while {a} is on screen. One clip, [please/thanks].
    That {noise}, plus {a} moving on screen, in a single video[, please/].
    Sound on! I want a clip of {heard}.
    Sound and picture together: {a}, {doing}, in one short clip.
    Audio included, please: a short reel of {a}.
    {doing} out loud, on film: {a}. Can you do it?
    Something that goes {goes} while I watch it move, so a clip of {a}, I suppose.
    Something short I can play with the speakers on: a video of {heard}.
    My kid wants a video with {a} in it, {goes} and all.
    My daughter keeps saying "{goes}" and I'd like a clip of {a} doing it to show her.
    Our class is learning about noises, so we need a short video of {a} while it {does}.
    For my presentation I need a clip of {a} with its {noise} in the audio track.
    For a toddler: a tiny cartoon of {a} that goes {goes}, please.
    I'm teaching my son what {a} does, so a video where it goes {goes} would be [great/perfect/ideal].
    I'm making a slideshow and need {a} on video, {noise} included.
    Because my nephew has never met {a}, could you make a clip that shows it and lets him hear the {noise}?
    Since I can't go out and film {a} myself, make me a clip with the real {noise} in it.
    There's a spot in my reel for {a}, {doing}. Could you [shoot/make] that clip with sound?
    Last time the video had no sound. Please redo {a} and let it {do} this time.
    Ugh, every clip of {a} I find is silent. Make me one that has the {noise}.
    Why are all these clips of {a} silent? Give me one that goes {goes}.
    Why is it so hard to get a decent video of {heard}? Make me one, sound and all.
    Honestly, I'm tired of mute gifs. Do {a}, but with the {noise} in it.
    No silent movies, please. I want {a} on film, {noise} included.
    No mute stuff: a vid of {a} where you can hear it {do}.
    Not a silent gif, OK? A clip where {a} goes {goes}.
    Enough with the silent clips! Give me {a} {doing}, loud and clear, on video.
    Don't forget the {noise} when you make my video of {a}.
    Don't leave it silent: in the clip, {a} should go {goes}.
    Make a movie of {a} and have it {do}.
    Make {a} move and {do} in a short clip.
    Make it a video, with {a} in it, and make it go {goes}.
    Make me a moving picture of {a} that you can hear {doing}.
    Create a scene with {a} in which it {does}, sound included.
    Create one clip: {a}, with audio of its {noise}.
    Draw me a cartoon of {a} that moves and goes {goes}.
    Animate {a}[, please/], and add its {noise} to the clip.
    Animate {heard}, with matching sound in the same clip.
    Record {a} on video, {noise} and all.
    Record a little film of {heard}[, please/], picture and sound together.
    Film {a} for me, and keep the microphone on so I get the {noise}.
    Film me {a}, {doing}, in a few seconds of video with sound.
    Capture {a} on camera as it goes {goes}.
    Play me a video of {a} where I can hear it {do}.
    Play a clip of {a}, its {noise} in the clip.
    Send [me/over] a clip of {heard}, with the volume up.
    Send footage of {a} with audio.
    Got any footage of {heard}? I'd want the sound in it, of course.
    Got a video of {a}? The kind where it goes {goes}?
    Have you got a clip of {a} that comes with its {noise}?
    Do me a clip with {a}, one that goes {goes}.
    Do you think you could make a short film in which {a} {does}?
    Do a quick animation of {heard}, noise and everything.
    Are you able to make a clip of {a} with its {noise} in it?
    Is it possible to get {a} on video while it goes {goes}?
    Is there any chance of a short film of {a} with its {noise} in the soundtrack?
    Any chance you could whip up a vid of {a}, {doing} and everything?
    Any way to get a clip of {a} with the {noise} on it?
    Might I trouble you for a short film of {a}, with its {noise} audible throughout?
    May I have a brief video of {heard}, with sound?
    May I request a clip showing {a} as it {does}, with the accompanying audio?
    Should it not be too much trouble, I would appreciate a short film of {heard}, sound included.
    Would it be OK to ask for a video of {a}, with the {noise} part of it?
    Would love to see {a} {do} in a short clip, sound on.
    Could I get {a}, on video, {doing}? With the sound, [please/I mean].
    Could we see a short scene with {a} that has its {noise} as well?
    Can you make one of those "{goes}" videos? You know, with {a} in it.
    Can u do a vid of {a} that goes {goes} [plz/pls/]
    Can somebody make me a clip of {heard}? Sound has to be in it.
    pls make a vid of {a} w sound
    plz plz make {a} move and go {goes} in a video
    gimme a clip of {a} goin {goes}
    gimme {a}, video, {noise} on
    lemme see {a} {do} in a vid, sound on
    wanna watch {a} go {goes}, make it a clip
    yo make a reel of {a} with that {noise} in it
    bro I need a clip of {a} {doing}, volume all the way up
    Hey, how about a short clip of {a} that goes {goes}?
    Hey there! Could you make me a video of {a}, {noise} included?
    Hi, I'd like one short movie of {a} while it {does}, please.
    Hi! {a} on video, please. With the {noise}.
    Good morning, I'm looking for a short clip of {a} in which one hears the {noise}.
    Dear assistant, please prepare a video of {a} together with its {noise} in one clip.
    Oh wow, you make videos with sound?! Do {a} going {goes}!
    Oh, and a clip of {a}, the kind that goes {goes}.
    Omg please make a video of {a} where it goes {goes}!!!
    Yay! Now a movie with {a} in it that goes {goes}!
    Again! Do {a} in a video and make it go {goes}!
    Daddy, I want {a} in a film and it has to go {goes}!
    Um, a picture of, no wait, a video of {a}, with the {noise} in it.
    Um, could you, like, make {a} go {goes} in a clip?
    Uh, I need a clip, with sound I mean, of {a}.
    Er, make that a film: {a}, and it should {do} in it.
    Hmm, a gif of {a}... actually no, a video, because I want it to go {goes}.
    Hmm, let me think. A clip of {heard}, sound and all.
    Actually, scratch that. I want a video of {a}, and it has to have its {noise}.
    Well, I'd like a clip of {a}, I mean one that you can hear as well.
    Okay, so I need a vid of {a}, and, this is important, the {noise} has to be in it.
    Okay, next: {heard}, as a clip with sound.
    So, picture this as a short film: {a}, in motion, {doing} for all to hear.
    So I need this video thing of {a}, and it should, you know, go {goes}.
    Right, one clip, [sound included/with audio], of {a}.
    Maybe you could make a small video of {a} with the {noise} on it?
    Perhaps a short film of {heard}, with the sound left in?
    Possibly an odd request, but could I have {a} on video while it {does}?
    It'd be [lovely/nice/great] to have a clip of {a} that also has the {noise}.
    It would cheer me up to watch a clip of {a} going {goes}.
    Nothing would make me happier right now than a video of {a} with its {noise}.
    Anyone who's good with video here? I need {a}, {doing}, with sound.
    Someone asked me how {a} moves and what it sounds like. Show me both in one video.
    Sometimes you just need a clip of {heard}. With sound, please!
    Tonight's movie: {a}. It should go {goes} on screen.
    Today I'm after a short reel of {a}, with its {noise} in the audio.
    Time for a movie! Starring {a}, which {does} out loud.
    Roll camera, roll sound: {a}!
    Lights, camera, {goes}! Give me a clip of {a}.
    Action shot of {a}, as a clip, with its {noise} in there.
    Close-up video of {heard}, with audio.
    Clip of {a}, {noise} included.
    Clip please: {a} that goes {goes}.
    Clip with sound: {heard}.
    Footage of {heard}, with original sound.
    Footage wanted: {a}, moving, with its {noise} on the track.
    Animation of {a}, {doing} included.
    Short of {a}, complete with {noise}.
    Short video, {a}, goes {goes}. Go.
    Movie with {a} in it, and it goes {goes}, please.
    Moving picture of {a}, please, one that you can hear {doing}.
    Gif-style loop of {a}, only with the {noise} in the clip.
    Cartoon time! I want {a} that goes {goes}.
    mp4 of {a}, {noise} in the same file
    mp4, {heard}, with audio
    vid of {a} {doing}, sound on, thx
    video of {a} but make it go {goes}
    video + {noise}, {a}, all in one clip
    One video with sound, please. Subject: {a}.
    One clip, both things in it: how {a} looks and the {noise} it makes.
    A clip of {heard} would be [nice/lovely/good], provided I can hear it.
    A video of {a}, if you'd be so kind, and do let it {do}.
    A few seconds of film with {a} going {goes} is all I need.
    A speaking film, so to say, of {a}: it must be going {goes}.
    An animation of {heard} with its sound, please.
    An mp4 with {a} in it, where it {does}.
    Few seconds of video, {a}, and sound when it {does}.
    Two seconds are enough: {a} on camera, going {goes}.
    Five seconds of {heard}, filmed with sound.
    Just a quick clip of {a} that goes {goes}, nothing fancy.
    Just film {a}, and leave the {noise} in.
    Only thing I ask: when you make the video of {a}, put the {noise} in it.
    Everybody at the party wants to see {a} on video and hear it {do}.
    Everyone laughs when something goes {goes}. Make me a clip of {a} doing that.
    Nobody believes me that {a} goes {goes}. Make me a video that proves it.
    People keep asking me what {a} looks and sounds like when it {does}. A clip would settle it.
    Grandma can't remember what {a} sounds like. Make her a little film with the {noise} in it.
    Whenever I think of {a} I think of that {noise}. Put both into a video for me.
    When {a} goes {goes}, how does that look? Show me in a clip with sound.
    Where's my clip of {a} with the {noise}? I'd like it now.
    Which of your tricks is the one that films things with sound? Use it on {a}.
    Who can make me a video where {a} goes {goes}? You, I hope!
    How about {heard}, in a short film with sound?
    How does {a} look and sound while {doing}? Let me see it in a video.
    How hard would it be to do a reel of {a} with the {noise} synced to it?
    Ever filmed {a} that goes {goes}? Do it now, one short clip.
    Think you can manage a short film of {a}, {doing} and all?
    Try a video of {a}, and try to get the {noise} into it.
    Try your hand at a scene with {a} that goes {goes}.
    Surprise me with a movie of {heard}. I'll have my speakers on.
    Turn {a} into a little film, {noise} included.
    Bring {a} to life in a short clip and let it go {goes}.
    Put {a} in a video and put its {noise} in there too.
    Put together a scene where {a} {does} and I can hear it.
    Get me {a} on tape, moving and going {goes}.
    Get that {noise} and {a} into one clip for me.
    Show {a} in motion and let the {noise} play along, all in one video.
    Show us a film of {heard}, please, with its sound.
    Let me watch a clip of {a} and hear it go {goes} at the same time.
    Let {a} {do} in a short animation, with sound.
    Could be a cartoon, could be realistic, but I want a clip of {a} that goes {goes}.
    Either style is fine, as long as the clip shows {a} and has its {noise}.
    As a test of your video skills, do {a}, with its {noise} in the clip.
    As long as it has sound, any short clip of {a} will do.
    In one short film, show {a} and let me hear its {noise}.
    All I want is a clip of {a} where it {does}.
    All together in one file, please: {a}, filmed, with its {noise}.
    Both sound and motion, please. A short film of {a}.
    You know how {a} goes {goes}? I want that as a video.
    You know those clips with the sound left on? One of {a}, please.
    You'd make my day with a video of {a} going {goes}.
    Your next film should star {a}, and it should {do} in it.
    This might sound silly, but could I have a clip of {a} that goes {goes}?
    Looking for a clip of {heard}, must have audio.
    Looking for {a} on video with the {noise} intact.
    Hoping for a short vid of {a}, one where it {does}.
    Thinking of a short scene: {a}, its {noise}, nothing else. Can you make it?
    If you can do videos with sound, I'd like one of {a}.
    If a clip of {a} doesn't go {goes}, I don't want it. Make me one that does.
    If it's a video of {a}, I expect to hear it {do}. Please make one like that.
    Without the {noise} it's no fun, so make the clip of {a} with it.
    Silence would ruin it: a movie of {a} needs its {noise}. Make it so, please.
    Volume up! Now a video of {heard}, please.
    Headphones on. I'm ready for your clip of {a} going {goes}.
    Popcorn's ready, so show me a film of {a}, {noise} and everything.
    Loud, please: a short clip in which {a} {does}.
    Go on, film {a} for me, and let it go {goes}.
    Come on, one little clip of {a} with its {noise}!
    Be a star and make me a video of {heard}, sound included.
    Quick favour: {a}, on video, {doing}, with the sound on.
    Quick one: a clip of {a}, has to go {goes}.
    Request: short video, {a}, with its {noise}.
    Task: animate {a} with a soundtrack of its {noise}, in a single clip.
    Thanks in advance for a short clip of {a} that has its {noise} too.
    Thank you, and now the same kind of clip with {a}, {noise} included.
    Next, a video of {a} with sound, please.
    Now a clip where {a} goes {goes}.
    Nice day for a movie! One with {a} in it, and its {noise}.
    What I'd really like is {a} on film, {doing} where I can hear it.
    What about a small film where {a} goes {goes}?
    Whatever you do, the clip of {a} must go {goes}.
    Here's what I need: a clip of {a}, in which it {does}, with sound.
    Here's a fun one: {a} going {goes}, as an animation.
    Excuse me, please, I search video of {a} with the {noise} in it.
    Excuse me, could you film {heard} and leave the sound in?
    Me want movie! Movie with {a} that go {goes}!
    Some {bare} footage with the {noise} on it, please.
    Little {bare} movie, sound on, please.
    Your best {bare} clip, one that goes {goes}.
    This {bare} video of mine has lost its sound. Make me a new one that goes {goes}.
    My {bare} video needs its {noise} in the same clip. Can you make it?
    Every {bare} gif out there is mute! I want a video that goes {goes}.
    Decent {bare} footage, the sort where it {does} audibly, would be much appreciated.
""")
