"""Whole sentences in which the moving picture and the sound of a thing are both wished for, in either order.

Patterns of grammar.spelled_out with the gaps of film_requests.py. For training; words only.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

WHOLE = patterns("""
    With its {noise} in it, please: {a} on video.
    I want to hear it {do} as well as see it move: {a}.
    {bare} video + audio
    {bare}, clip, sound on
    {bare} footage with the original sound
    {bare} reel, not muted
    {bare} mp4 with audio track
    {bare} talkie[, please/]
    a noisy gif of {a}
    An audible clip of {a}[, please/].
    I'd like a loud little film of {a}.
    a {doing} {bare}, filmed, sound on
    Sound first: I want to hear the {noise}. Then the picture: {a}, moving.
    For the ears its {noise}, for the eyes a clip: {a}.
    Not a silent film but one I can hear: {a}.
    {a}, like on television, with sound and moving.
    The kids want to see {a} move and they want the {noise} too.
    For school: a short film of {a}. The class must be able to hear it.
    For work I need footage of {a}, audio track included.
    My grandson asks how {a} moves and what it sounds like. A clip, please.
    It would be nice if I could watch {a} and hear it meanwhile.
    I was hoping for a video of {a} that isn't mute.
    A clip of {a}, {doing} so that we can hear it.
    A movie of {a} whose {noise} you can hear.
    please video from {a} and must have sound
    I want see {a} moving and also hear sound of it
    Silent clips bore me. Film {a} and let me hear it.
    For the party screen: {a} on video, speakers on.
    Video of {a}, and its {noise} should come out of the speakers.
    I'd love to hear {a} in a video.
    Pictures that move and a {noise} to hear: {a}.
    Could there be a film of {a} with the {noise} left in?
    {bare} gif that makes noise
    {bare} movie, audible
    {bare} animation with sound effect
    {bare} film, I want to hear it
    {bare} clip incl. audio
    {bare} vid w sound pls
    {bare}: moving, audible
    {bare} moving and {doing}, as a clip
    a short reel of {a} with live sound
    A sound film of {a}.
    A talkie about {a}, not a silent movie.
    Raw footage of {a}, microphone on.
    The {noise} of {a} and the clip that goes with it.
    The sound matters to me, but I want to watch as well: film {a}.
    Its {noise} is what I wait for, so film {a} with the microphone on.
    I'd hate to miss the {noise}: a video of {a}.
    Turn up the volume and play me a film of {a}.
    Headphones are on, screen is on: a clip of {a}, with its sound.
    Grandma sees badly but hears well, grandpa the other way round: a video of {a} with sound for both.
    My son wants to watch {a}. He also wants to hear it.
    My little sister keeps asking for {a} on film, and loud.
    We talk about {a} in class. I want to show a clip that one can hear.
    For our website: an mp4 of {a}. It needs its audio.
    For my slides I need {a} moving, and the audience should hear it too.
    For a birthday card: an animation of {a} that can be heard.
    Would it be possible to obtain a film of {a}, including the sound?
    I should be grateful for a video recording of {a} in which the {noise} is audible.
    Yo, film {a}, crank up the sound
    mum can i see {a} move and hear it too
    I not want silent, I want film of {a} with sound
    can make {a} moving with voice?
    You never hear anything in clips. I want one of {a} with its {noise}.
    Not only the {noise} and not only the picture: {a} in a clip with both.
    Don't just play the sound of {a}, film it too.
    Don't just film {a}, let me hear it too.
    A clip alone is not enough, I want the {noise} of {a} with it.
    The sound alone is not enough, I want to watch {a} as well.
    I wonder how {a} looks in motion and how it sounds. Film it with sound.
    Film {a} the way one would see and hear it outdoors.
    As if I stood beside it, seeing it move and hearing it: {a}.
    Like a nature film, with the original sound: {a}.
    Let {a} move and {do} on my screen, sound on.
    Make {a} move, and make it heard.
    If you film {a}, leave the microphone on.
    What I'd watch now is {a}, with the {noise} turned up.
    [Something/I want something] to watch with sound: {a}.
    [Moving/Animated] {bare}, [{noise} included/with {noise}/sound included/{doing} as well].
    {a} [doing its thing/in action] on video, [{noise} and all/sound and all/with everything one hears].
    [Press record/Roll camera and sound/Camera on, microphone on/Start the camera and the microphone]: {a}.
    [Picture/Video] [on/running], [sound/volume] [on/up]: {a}.
    {a}. [Moving/In motion/On video]. [Audible/With sound/{doing}, too/Not mute]. [Thanks/Please/One clip].
    {bare} [clip/video/gif/film] - [with sound/audible/not silent/and I mean with sound/{noise} on]
    {bare} [clip/video/gif/film] ([with sound/audible/sound on/{noise} please/not mute])
    [one/1/a] {bare} [clip/video/gif/film], [one/1/a] soundtrack [on it/in it/that fits]
    [clip/video/film/gif] [of/with] {a} [&/+/and] [{noise}/audio/sound] [please/pls/thx/]
    [i want/i need/gimme/give me/send] {bare} [clip/video/vid] [with sound/w/ sound/that has sound/where u hear it]
    [A living/A lively] {bare} on [the/my] screen, [heard and seen/seen and heard].
    [A {bare}/One of these: {bare}], [as if live/as in real life/like the real thing], with [movement and sound/sound
      and movement/motion and {noise}].
    [Let/Have] {a} [walk/run/jump/move/pass] across the screen [and be heard/and {do}/with its {noise}/, sound on].
    [Let/Have/Make] {a} [{do} and move/move and {do}/{do} on video/{do} in a clip].
    I [want/need/would like] {a} that [moves and {does}/moves and can be heard/{does} while it moves].
    [Show/Give/Get/Send] me {a} that [moves and {does}/moves and can be heard/{does} in the clip].
    [Make/Do/Create] [me/us/] {a} that [moves and {does}/both moves and {does}/one can watch and hear].
    [Where is/Is there/Have you got/Got] [a clip/a video/a film] of {a} [with sound/that is not silent/that {does}/with
      its {noise}]?
    [May/Might] I [watch/see] {a} with the [sound/volume/speakers/{noise}] on?
    [Is it possible/Would it work] to [film/animate] {a} [with sound/and keep the sound/together with its {noise}]?
    [Why not/Let's] [film/animate] {a} [and record its {noise} with it/with sound/and have its {noise} in it too].
    [How/What] about [a video/a clip/a film/footage] of {a} [in which it {does}/with all its {noise}/where the {noise}
      is left in/that one can also hear]?
    I [bet/guess/think] {a} is [funnier/nicer/better/more fun] [in motion and with sound/on video with sound]. Show me.
    [Teach/Show] my [son/daughter/class/baby] [how {a} moves and sounds/what {a} looks like in motion and how it
      sounds]: [one clip/a clip/a film], sound on.
    [Explain/Tell] nothing, just [film/animate] {a} with [sound/its {noise}].
    [No/Not a] [text/picture/still], [I want/give me/but] a [clip/film/video] of {a} [with its sound/that makes noise/
      in which it {does}].
    [Not/I don't mean] a [still/picture/photo] and not a [mute/silent] [clip/gif]: {a} [with sound, please/moving and
      audible/moving and {doing}].
    The [last/usual] clips were [mute/silent/without sound]. [This time/Now] {a}, and [with sound/audible/let it {do}].
    I [hate/can't stand/don't like] silent [films/clips/videos/gifs], so [{a} with sound/film {a} with its {noise}].
    [Eyes and ears/Both eyes and ears] [want/need] something: {a} in a clip.
    My [eyes/ears] want [it too/their share]: [film/animate] {a} with [its {noise}/sound].
    What would a [microphone and a camera/camera with a microphone] [catch/record/get] near {a}? [Show me./One clip.]
    [Put/Place] a camera and a microphone [near/in front of/next to] {a}.
    [Point/Hold] the camera at {a} and [leave the sound on/record the sound/let the microphone run/keep the {noise}].
    [Record/Capture] {a} with [camera and microphone/picture and sound/video and audio].
    [Record/Capture] both the [movement/look] and the [sound/{noise}] of {a} in [one/a single] [clip/file/film/video].
    [Video/Clip] file with [an audio track/sound track/sound in it]: {a}.
    [mp4/Video/Clip], {a}, [audio on/audio yes/sound yes/sound: on/sound=on]
    {a}; [video with sound/clip with audio/film, audible/movie, sound on]
    [Topic/Subject/Title]: {a}. [Format/Type/Kind]: [video with sound/film with audio/clip, audible].
    The [whole/full] {bare} experience: [see it move and hear it/motion and {noise}/watch it and hear it {do}].
    [As/Like] at the [zoo/cinema/theatre/movies], [seen and heard/with sound and all/with everything]: {a}, moving.
    I [sit/am sitting] [with popcorn/on the sofa/at the window] and want to [watch and hear/see and hear] {a}.
    [Surround/Entertain/Amaze] [me/us] with {a}, [moving and {doing}/seen and heard/on video and loud].
    [Two/Three/A few/Some] seconds of {a} [with sound/, sound on/with its {noise}/that one can hear too], as a [clip/
      video/film].
    [A/One] [loop/short loop] of {a} [with sound/that also {does}/and its {noise} with it].
    [A/One] [scene/shot/take] of {a}, [camera rolling, microphone open/sound recorded/sound included/{doing} and
      moving].
    [A/One] [trailer/teaser/spot/commercial] [about/with/for] {a}, [sound on/with sound/with its {noise}].
    [Breaking news/A report/The news]: {a}, [filmed with sound/with original sound/and we hear it {do}].
    {a} [caught/captured/recorded] on [camera/tape/video] [with sound/while {doing}/, and one hears it/and on the
      microphone too].
    {a} on [YouTube/television/TV/the news], [with sound of course/sound on/not muted].
    A [nature/home/holiday/phone] [video/film/clip] of {a} [with sound/in which it {does}/where one hears its {noise}].
    {heard}, [as a video with sound/in a clip one can hear/filmed so that one hears it/to watch and to listen to].
    {heard}: [make it a film/film that/as a clip] [with sound/and keep the sound/with the noise in it].
    [Can/Could] I both [see and hear/watch and hear] {heard}?
    A [film/clip/video/gif] in which I [can hear/hear] {heard}.
    [Watch/Seeing] {heard} is not enough, [let me hear it too/I want to hear it as well/with sound, please].
    The [sight and the sound/look and the sound/movement and the sound] of {heard}[ in one clip/ together/ on video].
    [Synchronised/Synchronized/Matching/Fitting] [sound/audio/{noise}] and [video/clip/film/moving picture] of {a}.
    [Video/Moving picture] plus [{noise}/matching sound/fitting sound] [= {a}/: {a}/for {a}].
    Half of it is the {noise}: [film/animate] {a} [and keep that/with it].
    Don't [spare/save on] the [sound/{noise}/volume] when you [film/animate/shoot] {a}.
    [When/If] you [animate/film/shoot] {a}, [let it {do}/add the {noise}/I want to hear it too/put sound under it].
    [Before/After] lunch we [watch/look at] {a} [on video with sound/with the sound on]. [Make it/Film it].
    My [deaf-ish uncle/half blind aunt] and I [want/need] [a film/a clip] of {a} [with sound/with loud sound].
    [A/One] [music free/plain] clip of {a} with only [its own {noise}/the sound it makes].
    [Original/Real/Live/Natural] sound, moving [picture/image]: {a}.
    [Audio/Sound] and [video/clip] of {a} in [the same/one/a single] [file/clip/mp4].
    [Merge/Combine/Join/Unite] [clip/video] and [sound/{noise}] of {a} [into one/in one file/, please].
    [Give/Lend] {a} [a body that moves and a voice one hears/motion and sound/a moving picture and a voice].
    [Bring/Call] {a} to life, [voice included/with voice/loudly/so that I hear it/sound and all].
    [Wake/Start] {a} up: [it should move and {do}/let it move and {do}/moving and {doing}, in a clip].
    {a} should [move and {do}/be seen moving and be heard/move on my screen and be audible].
    {a} must [move and {do}/not just move but {do} as well/be filmed and heard].
    [Whatever/However] {a} does and sounds like: [film it with sound/a clip with sound/make it a film].
""")
