"""How people ask for a clip without its sound: what wishes for films must not be taken for.

Patterns of grammar.spelled_out with the gaps {a}, {bare} and {noise}. For training; words only.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

SILENT = patterns("""
    [a/one/a short] [silent/mute/soundless/quiet] [clip/video/film/gif] of {a}[, please/./]
    [{a} on video/a video of {a}/a clip of {a}/film {a}/animate {a}][, no sound/, without sound/ without audio/, muted/
      , sound off/, I don't need the sound/. No sound, please/, and mute it/ but leave out the sound][./]
    [Film/Animate] {a} [without its {noise}/silently/and keep it mute/, only the picture].
    {bare} clip, [muted/no audio]
    A silent movie of {a}, like in the old days.
    I want to watch {a} but not hear it.
    The baby is asleep: {a} on video, without a sound.
    For the office screen I need a mute clip of {a}.
    Footage of {a}, audio removed.
    {bare} gif, no sound needed
    Only the moving picture of {a}, not the {noise}.
    {bare} footage, silent
    {bare} video minus the audio
    I'm in a library, so film {a} without sound.
    A clip of {a} that makes no noise.
    Film {a}, microphone off.
    I can't stand the {noise}. A clip of {a} without it, please.
    A gif of {a}, so no audio.
    I add my own music later: a soundless video of {a}.
    [Mute/Muted/Silent/Soundless], please: [a clip of {a}/{a} on video/{bare} video].
    {bare} [clip/video/film] ([no sound/muted/silent/without audio])
    [A clip/A video/A film] of {a} [with the sound off/and no noise/and please no {noise}/but not a sound].
    [Film/Animate/Shoot] {a}, but [I don't want to hear it/leave the sound out/no audio/mute it].
    [Sound off/Audio off/No audio/Volume zero], [video on/clip on]: {a}.
    [The sound/The {noise}/Audio] is not [needed/wanted], [just/only] [film/animate] {a}.
    I only want to [watch/see] {a} [move/in motion/on video], [not hear it/no sound/without hearing it].
    Nobody [may/should] hear it: [a clip of {a}/{a} on video].
    Just the moving images of {a}, [no sound/without sound/no audio].
    Leave the {noise} out, I just want the footage of {a}.
    Leave it silent [please/pls]: a short clip of {a}.
    For a waiting room, so no audio: [a video/a clip/a loop] of {a}.
    For our lobby screen, which has no speakers, we need {bare} footage.
    For the library display: {a} on video, and it [must/has to/should] be completely silent.
    I [want/would like/need] a silent clip of {a}.
    I don't want to hear {a}, only see it move in a clip.
    I only want to watch {a}, not listen to it, so make a film without any {noise}.
    I am deaf, so don't bother with sound, just [show/give/make] me a video of {a}.
    Headphones are broken so skip the sound, but [show/give/make] me a vid of {a}.
    Headphones forgotten at home... can u do {a} as a clip with no sound?
    No noise please, baby sleeps. Just a [little/short/small] film of {a}.
    No sound, just {bare} video.
    No {noise}, no music, nothing: a video of {a}, muted.
    no audio pls, {bare} vid only
    No {noise} on it please, but otherwise a normal video of {a}.
    Mute [video/clip/movie] of {a}[, please/].
    Muted {bare} loop for my homepage, thanks.
    Silent [film/movie/clip] with {a}, like in the old days before the talkies.
    Silent {bare} footage[ please/ pls/].
    silent gif style vid of {a} [pls/plz/thx]
    Soundless [clip/video/animation] of {a}, a few seconds is enough.
    Could you please make a video of {a} without the {noise}?
    Could I get some {bare} footage with the audio track [removed/left out/taken out]?
    Could we have {a} in a short movie, but with the sound [off/turned off/switched off]?
    Can you show me {a} moving, but without sound? People are sleeping here.
    Can u make a vid of {a} but like no {noise} [pls/plz/thx]
    Can I have a video of {a} that has no {noise} in it?
    Please generate a clip of {a}; [sound is not needed/no sound is needed/sound is unnecessary].
    Please make me {a} in a movie, but mute it, my boss must not hear.
    Please prepare an mp4 of {a} without an audio track[, thank you/].
    pls vid of {a}, no sound, im in class
    plz make {bare} clip w no audio
    Give me [a reel/a clip/a vid] of {a} with no sound, I add a voiceover later.
    Give me {bare} footage and keep it silent.
    Make {a} move in a video, but I don't want any {noise}.
    Make me a [quiet/silent/mute] animation of {a}.
    make vid {a}. sound no. only picture moving
    Video of {a}, sound off.
    Video only, no audio: {a}.
    video pls of {a}, mute it, im on the bus
    Clip of {a}. Without sound.
    Clip, {bare}, [zero/no] sound.
    Footage of {a} only, I will [record/add/make] the {noise} myself afterwards.
    Footage without audio, showing {a}, is required for the exhibition.
    Show me {a} in motion, [silently/without sound/with no sound].
    Show {a} in a video, but spare me the {noise}.
    show me {bare} vid but dont make it loud, like no sound at all
    Skip the {noise}, I just want [a video/a clip/to see a film] of {a}.
    Skip audio. {a}, [mp4/video/clip].
    My speakers don't work anyway, so just the [picture track/visuals/images] of a clip showing {a}.
    My baby is asleep, can I see a movie of {a} with zero {noise}?
    My own soundtrack goes on top, so please deliver the {bare} video [mute/silent/without audio].
    My dog goes crazy when he hears the {noise}, so a video of {a} without it.
    We [need/want/require] a video of {a} for the hospital hallway, where sound is not allowed.
    We will dub it ourselves, so send the clip of {a} [without any audio/with no audio/mute].
    We're in an open-plan office: {bare} video, muted[, thanks/].
    Would you kindly produce a short film of {a}, without any accompanying sound?
    Would it be possible to [see/get/have] {a} on video, but not to hear it?
    Would be cool to see {a} move, but my ears hurt, so no {noise} in the clip.
    Is it possible to get {bare} footage that has no audio [track/channel]?
    Is a video of {a} without the {noise} [possible/doable/feasible]?
    Do me a clip of {a}, but turn the sound off[ please/].
    Do one mute {bare} reel for me.
    Do you make videos? I'd like {a}, and [it should be silent/it should have no sound].
    Don't add any sound. I just need an animation of {a}.
    Don't include the {noise}, but do make a video of {a}.
    dont want no {noise}, just {a} on vid
    Without sound[, please/]: a little movie of {a}.
    Without the {noise} it is perfect for me, so a mute clip of {a}.
    Want to see {a} in a video but [not hear it/without hearing it].
    wanna see {a} move but no sound cuz my gf is sleeping
    Need some {bare} footage for a music video, so the clip itself [must/should/has to] be silent.
    need {a} as a loop, no audio, [its/it's] for a shop window
    Moving picture of {a}, no {noise}, please.
    Moving pictures only, nothing to hear: {a}.
    It's for a slideshow with a speaker, so please make a video of {a} that makes no sound.
    It's late and the walls are thin, so one silent {bare} clip[ please/].
    Mommy has a headache, so can you make a movie of {a} that is [super/very/really] quiet with no sound?
    Daddy says no {noise}! But I want to see {a} in a movie!
    I'd be grateful for a brief film of {a}; the audio may be omitted [entirely/altogether/completely].
    I'll be talking over it during my lecture, so [a mute/a silent/a soundless] video of {a}.
    Only the visuals: [clip/video/footage] of {a}.
    Only pictures that move, of {a}, and without the sound. Thank you my friend.
    Only watching, no listening: {bare} video.
    Loop of {a} for the screen at the gym, it runs on mute anyway so leave sound away.
    Loopable {bare} mp4, no audio.
    Background video with {a} for my site, autoplay, so it [has to/must/needs to] be muted.
    Browsers block autoplay with sound, so the {bare} clip [must not have any/should have no] audio.
    Hey, a vid of {a}, but [cut/kill/drop] the {noise}.
    Hi! I edit the sound on my own, so just the raw footage of {a} with no audio[ please/].
    Hello, I wish a film about {a} but sound is not necessary to me, please without.
    Sorry to be picky, but could the video of {a} be made without the {noise}?
    Since I'm in a meeting, show me {a} as a clip with the sound muted.
    Since we narrate it live, the film of {a} [should/must/needs to] be silent.
    So I've got my own audio already. All I'm missing is [the/some] {bare} footage, mute.
    Someone is sleeping next to me. A short video of {a}, but [no/zero] {noise}!
    The {noise} scares my kid, so a video of {a} without sound[, please/].
    The sound would disturb my patients, but a film of {a} would be lovely.
    The museum wants {bare} footage, and [it must be silent/sound is forbidden there].
    Turn off the {noise} and let me see a video of {a}.
    Take the sound away and give me a [movie/film/clip] of {a}.
    Let me see {a} move in a vid, no sound wanted.
    Let's do a movie of {a} with no {noise}.
    Animate {a} for me, [silent/without sound/no audio].
    Animation of {a}, please, with the [volume/sound] at zero.
    A mute clip of {a}[, please/, pls/].
    A video of {a}. Sound isn't needed, I have a song for it.
    A few seconds of {bare} video with no sound on it[ please/].
    Film {a} for me, but without a microphone, so to speak: [no sound/no audio].
    Film, {bare}, silent. Thanks.
    Got a toothache and can't stand noise. [A silent/A mute] vid of {a} would cheer me up.
    How about a video of {a}, but with the {noise} [removed/taken out/left out]?
    What would {a} look like in a clip with [no sound/the sound off/the volume down to zero]?
    Generate {bare} footage, audio: none.
    Generate an mp4 of {a} with [no audio track/no sound track].
    gimme {a} on vid but mute
    Gonna put a rap beat on it, so a [clip/vid/reel] of {a} with nothing to hear.
    Kindly create a video of {a}, [excluding/omitting/without] sound.
    All I want is to see {a} on film, keep the {noise} to yourself lol
    As my loudspeaker is defect, please a video from {a} but no tone.
    Because I'm in the library, could the {bare} video be [without sound/silent/muted]?
    Teacher said the clip must not have sound. Can you [do/make] one of {a}?
    Send me a [reel/clip/vid] of {a}, but hold the {noise}.
    Shhh, no sound! But I [want/would like] a movie of {a}.
    Reel with {a}, [no audio/no sound/mute], I pick a trending track later.
    Vid of {a}, mute, [thx/ty/thanks].
    You can drop the audio, I just [need/want] to see {a} moving in a clip.
    At night I watch on mute, so make me a soundless [movie/film/video] of {a}.
    yo drop one {bare} vid, no sound tho
    Stock footage of {a}, please; we [replace/redo] all sound in post, so none on the file.
    Nothing to listen to, please, only [a clip/a video/footage] of {a}.
""")
