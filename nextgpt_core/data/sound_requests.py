"""How people ask for a sound: sentences that are put together from parts, for training only.

Gaps as in requests.py. Words only.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

COMPOSED = patterns("""
    [Can/Could/Would/Will] you [play/make/imitate/let me hear/let us hear] {a}[ for me/, please/]?
    [Please/please/Kindly] [play/make/let me hear/imitate] {a}[./!/, thanks/]
    [Play/Make/Let me hear/Let us hear/Put on/Start] {a}[./!/, please./ please/]
    [I'd/I would] [like/love/enjoy] to [hear/listen to] {a}[, please/].
    [I want/I need/We need/I'm looking for] [the sound/a recording/
      some audio] of {a}[, please/ for my film/ for a game/].
    [How about/What about/Let's have/Time for] {a}[ to listen to/, as a sound/ in the speakers]?
    [My kids/My daughter/My son/My baby] [would love/wants/would like] to hear {a}.
    [I've never heard/I miss/I can't remember] {a}. [Let me hear it./Play it./Can I hear it?]
    [What would I hear/What does one hear] [near/from] {a}? [Play it./Let me listen./]
    [Do you think you could/Are you able to/Is it possible to] [play/make the sound of] {a}?
    [Make/Get/Give/Send/Prepare/Find/Produce/Create] me [a sound clip/an audio file/an audio clip/a sound file/
      an mp3/a wav file/an audio track/a sound recording/a sound sample/a recording/a sound bite/
      some audio] [of/of/with/for] {a}[, please/ please/ for my phone/ to listen to/ for my game/ for our theatre]
    [I want/I need/We need/I'm looking for/I'm after/I could use/How about/Could I have/Can I get/Let me have/
      Please make/Any chance of/It's time for] [a sound clip/an audio file/an audio clip/a sound file/an mp3/
      an audio recording/a short sound/a sound sample/the audio/some audio/
      a sound effect] [of/of/with] {a}[, please/ please/ for my class/]
    [sound clip/audio file/audio clip/sound file/mp3/recording/sound sample][ of/ with/:/,] {a}[ please/ pls/]
    [I want/I need/Can I get/Could I have/We need/Give me/Make] {a} as [audio/a sound/a sound clip/an audio file/
      an mp3/a recording][, please/ please/ for a game/]
    {a} as [an audio file/a sound clip/an mp3/a sound file/audio/a recording/a sound][, please/ please/ for a game/]
    [sound/audio/noise/listen][:/ -/,] {a}
    {a}[, sound/ as audio/, to listen to/ - audio/ sound effect][ please/ pls/]
    [For my ears/Close your eyes and listen/Silence, please, then]: {a}.
    [It should sound/Make it sound] like {a}.
    [So/Okay/Alright/Well], [play/let me hear] {a}.
    {bare} recording, no picture needed
    {bare} ringtone[, please/]
    {bare} mp3
    I want an mp3 of {a}.
    Only for the ears: {a}.
    A short audio clip of {a} for school.
    The kids want to hear {a}, nothing to look at.
    I was hoping for a recording of {a}.
    It would be nice if I could hear {a}.
    please sound from {a}
    {bare} wav
    {bare} sound effect for a game
    {bare} sample for my beat
    {bare} audio clip
    {bare}, only the sound
    No picture, just the sound of {a}.
    I don't need to see it, I want to hear {a}.
    For work I need a recording of {a}.
    For a radio play: a wav of {a}.
    I should be grateful for a recording of {a}.
    mum can i hear {a}
    My little sister keeps asking to hear {a}.
    As an alarm sound I want {a}.
    My phone should ring with the sound of {a}.
    Grandma wants to listen to {a}.
    a sound clip of {a}[, please/, thanks/]
    audio clip: {a}
    a short audio file with {a}[, if you can/, if possible/]
    sound effect {a}
    an mp3 of {a} [would be great/would be lovely/would help me]
    Could you [make/create/generate] a sound file of {a} for me?
    Can I [get/have] an audio recording of {a}?
    recording of {a}, just [the audio/the sound]
    I need a [short/brief] sound sample of {a}.
    sample of {a} for my beat, wav[ please/ pls/]
    gimme a ringtone with {a}[!/!!/]
    Turn {a} into a [ringtone/phone ringtone] for my mobile.
    Please send me a voice message that is [just/only] {a}.
    voice message with {a} in it, for my [sister/brother/buddy]
    snippet of {a} to listen to[, please/, thx/]
    sfx: {a}
    SFX of {a} for my game menu, [please/thanks]
    Would you [kindly provide/please provide] an audio track of {a}?
    an audio track, {a}, [looped if possible/if possible as a loop]
    We are looking for a sound effect of {a} for our radio play.
    My podcast intro needs a [sound clip/sound effect/sound bite] of {a}.
    sound bite: {a}
    wav file with {a}[ please/ pls/]
    a clip I can listen to, not watch: {a}
    The clip should be audio, and it should be {a}.
    i want listen a audio clip of {a}, [thank you/thanks]
    Do you have an audio clip with {a} for me?
    Is there any chance of a [short/little] recording of {a}? Ears only.
    Let me have {a} as an audio file[, please/].
    Send {a} as a voice message, [my friend/my mate] will laugh.
    Export {a} as an mp3[ please/].
    Record {a} for me and send me the [audio file/sound file].
    It's for a prank: a sound file of {a}, [loud/really loud].
    Looking for a notification sound, [maybe/perhaps] {a}?
    Make me an alarm tone out of {a}.
    Need audio clip of {a} asap
    Kindly [produce/prepare] a brief audio recording of {a}.
    yo drop me an audio clip of {a}
    pls pls a soundfile of {a} i need it for skool
    some background audio with {a}, one short track is [enough/fine]
    {a}, as an audio sample[ please/]
    Our school quiz needs a recording of {a} for the guess-the-sound round.
    May I ask for an audio sample of {a}?
    That sound effect everybody knows, {a}, can you [make/do] it?
    free sound effect {a}[ please/ pls/]
    A jingle-length audio clip with {a} [please/would do].
    How about an audio clip of {a} for my new ringtone?
    Sound file wanted: {a}. [Format does not matter/Any format will do].
    Text tone idea: {a}. [Make me/Give me] that little audio file.
    In the radio play the hero hears {a}; I need that as a sound effect.
    Add nothing, only a clean recording of {a}.
    You could make an audio file of {a}, [couldn't you/right]?
    Voice memo with {a}, [quick/fast]!
    The podcast starts with {a}, so please make that sound clip.
    {a}, as audio
    {a} sound [pls/please/plz]
    {a}, audio only
    {a} - my cat will love it, play it
    {a} for my ears[, please/, pls/]
    New headphones! Let me hear {a}.
    Just got a new speaker, so [play/play me] {a}.
    Testing the left and right speaker, please play {a}.
    Check my volume with {a}, will you?
    My earphones arrived today and I want to [try/test] them with {a}.
    Is my sound on? [Play/Try] {a} so I know.
    The noise of {a}! I passed my exam and I deserve it!
    Hooray, weekend! Play me {a}!
    Oh how I miss {a}, let me [hear/listen to] it again!
    Wow, you can do sounds? Then {a}!
    Yay, {a}, play it play it play it!
    Quick, {a}, before my brother [comes back/returns], on full volume!
    Long day today... let me just listen to {a}.
    My grandma is ninety and wants to hear {a}. [Could/Can] you play it?
    My baby calms down when she hears {a}, so play it [please/for her].
    Bored. Make the [sound/noise] of {a}.
    Surprise my dog with the sound of {a}!
    Today is my birthday, I wish to hear {a}!
    Close your mouth and play {a}, haha
    I close my eyes and listen to {a}. [Play it/Let me hear it].
    close my eyes and listen to {a}, that is what i [want/need] now
    Imagine we sit in the dark and hear {a}. Play that.
    Imagine you are a radio and the next thing on air is {a}.
    Pretend you're a loudspeaker and [play/give me] {a}.
    Picture me blindfolded: what I want in my ears is {a}.
    Suppose I call you and all I hear on the phone is {a}. [Play that/Let me hear that].
    If I held a seashell to my ear and heard {a}, what would that be like? Play it.
    Lying in my tent at night I hear {a}... [play it/let it sound] for me.
    Somewhere behind the wall there is {a}. Let me [hear/listen to] it.
    Let's play a game: I shut my eyes, you play {a}.
    Let my ears [enjoy/have] {a}.
    I wonder what {a} sounds like.
    I've always wondered what {a} sounds like[, you know/, honestly/].
    Never heard {a}. [Can you play it/Could you play it]?
    never in my life have i heard {a}, let me hear it
    What does it sound like, {a}?
    what noise is {a}? let me hear
    How does it sound, {a}? I [want to/would like to] hear it.
    how it sounds, {a}? please I want hear
    Curious about the sound of {a}.
    People keep talking about {a}, but I never heard it. [Play it/Let me hear it]?
    Would be nice to hear {a} now.
    It would be [wonderful/lovely] to hear {a}.
    A little listening to {a} would make my day.
    Someone told me you can do {a}, out loud I mean.
    Maybe you could let me hear {a}?
    Perhaps I might hear {a} for a moment?
    Hearing {a} would help me [fall asleep/relax].
    Nothing to see, just something to hear: {a}.
    no picture, no video, only the sound of {a}
    No images [please/pls]. I only want to hear {a}.
    no video!! just sound of {a}
    Don't draw it, don't film it, [play it/let me hear it]: {a}.
    don't show me anything, just let me hear {a}
    Not a photo and not a film, [only/just] audio of {a}.
    I can't look at the screen now, so only sound: {a}.
    Instead of describing it, let me hear {a}.
    Words won't do. [Play/Let me hear] {a}.
    I am blind, so please [play/let me hear] {a}.
    While driving I can only listen, so [play/give me] {a}.
    For a podcast: {a}, [about two seconds/short].
    For my radio play I [need/want] the sound of {a}.
    for my game, when player wins: {a}. only sound need
    For tomorrow's alarm I want {a}, wake me up with that [sound/noise].
    Wake me up with {a}, I need that sound for my alarm clock.
    Alarm sound: {a}
    When somebody rings at our door it should sound like {a}. Make that sound.
    Our theatre group needs to hear {a} from offstage. [Can/Could] you make the sound?
    Prank time! The sound of {a} [please/now].
    We want to scare our teacher with the sound of {a}, hehe
    Question five of the school quiz: what do you hear? Answer: {a}. Make me that sound.
    The kids must guess it by ear. Play {a}[ please/ for them/].
    Play {a}.
    play {a} [4/for] me plz
    Listen, I want {a} in my ears, [ok/okay]?
    listen to {a}, that's what I would like to do now
    hear {a} i want, [pls/please] you make
    Me want hear {a}!
    me and my sister wanna hear {a}
    mommy says you can make the noise of {a}, make it!
    can u do the sound of {a}[ lol/ haha/]
    wanna hear {a}, [nothing else/that's all]
    lemme hear {a} [real quick/quickly]
    gimme teh sound of {a}
    soudn of {a} plz
    audio of {a}[, thank you/, thx/]
    Sound only: {a}
    Loudly, please: {a}! [My speakers can take it/My speakers are ready].
    Softly please, {a}, [only/just] as sound.
    Good evening. Might I hear {a}, [please/if you would be so kind]?
    Dear assistant, I would be grateful to hear {a}.
    Sir, please to play {a}, I am [learning/studying] the English sounds.
    Hello! I'd love to hear {a}.
    hey, make some noise: {a}
    Hi, can you [play/make] the sound of {a}?
    Excuse me, could I hear {a}?
    Thanks in advance for letting me hear {a}.
    Ok now {a}, in sound
    And now, for my ears only, {a}!
    Give my ears {a}[!/ please!]
    Blast {a} [through/out of] my speakers.
    Would you play {a}? My phone is on [loud/full volume].
""")
FILES = patterns("""
    [I'd like/I could use/I'm looking for/I want/I need/We need/Give me/Send me/Make me/Find me/Get me/Do you have/
      Is there/Have you got/Let me have/Could I have/Might I have/Can you make/Would you make/Please make/Do] [a/one/
      a short/a little/a good] [sound clip/sound clip/sound clip/audio clip/sound file/audio file/sound bite/recording/
      sound recording/audio recording/sound effect/audio track/sound sample] [of/of/of/with/
      for] {a}[, please/ please/ for my podcast/ for our show/ to play at school/ and nothing to see/?/.]
    [sound clip/sound clip/audio clip/sound effect/sound bite/
      soundclip/audio snippet][ of/:/ with/,/ -] {a}[ please/ pls/
      , thanks/]
    {a}[ as/, as/ -/ in] [a sound clip/an audio clip/one sound clip/a sound bite/an audio snippet/a recording][ please/,
      please/]
    {bare} [sound clip/sound clip/audio clip/sound bite/audio snippet/sound recording][ please/ pls/, please/]
""")
"""For sounds by the words for a file of them: a "sound clip" is no clip."""
NOISES = patterns("""
    [Give me/I want/I need/We need/I could do with/Let's have/Could I get/Can I have/How about/I'd like/Get me/What I
      need is/Just] {a}[, please/ now/, now/ for my film/ for our video/ for a movie scene/ for the puppet show/ for my
      podcast/ for the stage/ for a slide show/ at full volume/ through my headphones/ for my drawing app/]
    [I'm/We're/I am] [trying out/setting up/checking/tuning] [my headphones/the loudspeakers/the sound card/
      a new stereo/my mixer]: {a}[, please/]
    [I'm/I am] [cutting/editing/making/finishing] [a film/a video/a cartoon/a picture book/a game] and [need/am missing/
      could use] {a}[, please/ for it/].
    [That calls for/I deserve/Time for/This needs/My video needs/The film needs/The scene needs/My app needs] {a}[!/./,
      please]
    [It was/That was/I had] a [good/long/great/bad] day, so [give me/let's have/I want] {a}[!/.]
    {a}[, please/ please/ now/, now/ for my film/ for a video/ to end the film/ for a picture story/]
""")
"""For what is named as a noise ("a dog bark", "a gunshot"), which no picture can be: any words do."""
