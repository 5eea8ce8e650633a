"""More ways to ask for the instrument, the tempo and the mood of music that was uploaded, and of answering.

Patterns of grammar.spelled_out with the gaps of details; {t} is the tempo alone. Words only.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

TEMPO = patterns("""
How fast [does it run/do they play/is the playing]?
[how fast/how slow] is [it/that/this][ played/]
[Is/Was] [it/this/that] [played/performed] [fast or slowly/slowly or quickly/slowly or fast]?
[Quick or slow/Slow, medium or fast/Fast or slow/slow or quick][?/, please?/, what do you think?]
[What is the/What's the/The] [speed/tempo/pace][ here/ of this/ of the piece/][, please/]?
[Tell/Could you tell] me [the tempo/how fast it is/the pace][, please/].
[Describe/Name/Judge] the [tempo/speed/pace][, please/].
Would you call it [fast/quick] or [slow/calm]?
Does it [hurry/rush] or [take its time/drag/stroll]?
[Could/Can] one [run/march] to it, or rather [walk/stroll]: how fast is it?
Can [I/you/one] dance to it, or is it [too slow/slow]? What is the tempo?
[At/In] what [speed/tempo] [do they play/does it run/does the beat go]?
What is the tempo like?
How [lively/speedy/hurried] [is it/does it sound/is the playing]?
Is the [beat/rhythm/pulse] slow or fast, [tell me/what would you say]?
[Slow/slow], [medium/middling] or [fast/quick][?/, which?]
tempo[?/ please/ of this]
the [speed/pace] [pls/please/?]
[What tempo/what tempo] [is it/is that/has it/do you hear]?
I need [the tempo/its speed/the pace] for my [list/notes/dance class/workout][, please/].
Is this good for [jogging/dancing/falling asleep]: how fast is it?
[Is it/Is this] an [allegro/andante] or [an adagio/a largo], in plain words: fast or slow?
[My teacher asks/We are asked] [how fast it is/for the tempo].
The speed, is it slow, medium or fast?
Please say to me how fast is the [music/piece].
It goes fast or slow?
[so is it/is it] [fast or slow/slow or fast] or what
Does the [music/beat/playing] go quickly or slowly?
[Do they play/Does somebody play] it quickly or slowly?
[I'd say/I think] it is fast. How fast do you find it?
I [cannot/can't] tell [whether/if] it is [slow or fast/fast or slow]. [Can you?/Help me.]
[Would/Could] you [classify/rate/estimate] the [tempo/pace/speed][, please/]?
In one word: how fast is [it/this]?
[Tap/Clap] along: [is it/does it go] slow or fast?
If you [tap/clap] along, is it slow, medium or fast?
Do the notes [come/follow] quickly or slowly?
[Is that/Is it] a [slow/calm] [one/piece] or a [quick/fast] one?
And the tempo, slow or fast?
How quickly [does it move/does it go along/do the notes follow each other]?
Is it like a [snail or a hare/turtle or a rabbit], slow or fast?
[What pace/which speed] would you [give it/say it has]?
The tempo of this [piece/music/rhythm], if you please?
""")
TEMPO_TOLD = (
    "A {v} tempo.",
    "The tempo is {v}.",
    "It goes at a {v} pace.",
    "I'd call it {v}.",
    "The pace is {v}.",
    "It sounds {v} to me.",
    "{V}, I would say.",
    "At a {v} tempo.",
    "The speed is {v}.",
    "I hear a {v} tempo.",
)
PLAYED = patterns("""
What is played and how fast?
What is [played/being played], and [at what tempo/how fast/at what speed]?
Describe the [tune/music/piece]: instrument, speed[, please/].
Describe the [playing/music][: which instrument, how fast/ with instrument and tempo/, its instrument and its tempo].
[Who/What] plays, and is it quick or slow?
[what plays/what's playing] and is it [slow or fast/fast/quick]
[Which/What] [instrument/musical instrument] plays, and does it play [slowly or fast/fast or slowly]?
[Slow or fast/Fast or slow], and on [what/which] [instrument/thing]?
[The/Its] tempo and the instrument[, please/]?
[tempo/speed] + instrument[?/ please/]
[Can you/Could you/Please] [tell me/name] [the instrument/what is played] and [the tempo/how fast it is played]?
Which instrument [do I/can I/does one] hear here, and in [what/which] tempo?
What [kind of/sort of] music is it, [which/what] instrument and [how fast/what speed]?
Tell me [all about/everything about/something about] the [tune/music]: [who plays/what instrument], how fast?
[Two questions/Two things]: which instrument is it, and how fast does it go?
First the instrument, then the [speed/tempo/pace], please.
First the [tempo/speed], then the instrument, please.
[I am/We are] learning [instruments/music]. [What/Which one] is [this/it], and is it slow or fast?
My [homework/music teacher/worksheet] asks for the instrument and the tempo[ of this/].
[For/In] my [list/music diary/playlist] I need the instrument and [the tempo/how fast it is].
[Somebody/Someone] plays [here/something]. [On what/What on], and how fast?
[what's that/what is this] instrument n how fast is it
What is [this/that] instrument, and how [quickly/fast] is it [played/being played]?
Is it a slow piece or a quick one, and what plays it?
How fast is it, and [what/which instrument] is it played on?
How fast is the [music/tune/piece] and [what/which instrument] [do you hear/plays it]?
[Kindly/Please] state the instrument and the tempo[ of the recording/].
[Please to say/Please tell] which instrument is playing and how fast.
What is the instrument [called/here], and does it [hurry/rush/dawdle]?
[What makes/Who makes] the music, and [is it/does it sound] fast or slow?
What [instrument/music] is [this/it] and what is its [tempo/speed/pace]?
[Recognise/Identify/Determine] instrument and tempo, please.
Daddy, what is that [playing/instrument], and is it slow or fast?
[Can you hear/Do you hear] which instrument it is, and how fast it [goes/is played]?
[Guess/Guess for me]: which instrument, which speed?
Describe what is played and in what [manner/tempo/speed].
[What is heard/What plays], and is the playing slow, medium or fast?
[I'd like to know/I want to know/I wonder] what is played and how fast[ it is/].
I heard this [at a concert/on the radio/at a friend's]. Which instrument is it, and how fast do they play?
[Tell/tell] me [two things/both]: [the instrument and its speed/what plays and how fast].
[Sum up/Describe] the [music/tune] in a few words, with instrument and tempo.
A [tune/melody]? [On which instrument/On what], and how [fast/quick]?
[Instrument: __, tempo: __/instrument: ..., tempo: .../Fill in, please: instrument __, tempo __]
[Who's/Who is] [performing/playing], [fast or slow/slow or quick]?
""")
PLAYED_TOLD = (
    "That's {v}.",
    "This is {v}.",
    "It sounds like {v}.",
    "You hear {v}.",
    "I can hear {v}.",
    "I'd say {v}.",
    "{A}, and the tempo is {t}.",
    "The instrument is {a}, the tempo is {t}.",
    "Instrument: {a}. Tempo: {t}.",
    "I hear {a} at a {t} tempo.",
    "It's {a}, and the playing is {t}.",
    "{A}, at a {t} pace.",
)
INSTRUMENT = patterns("""
[Which/What] instrument [plays/is played/is used/makes this/can be heard][ here/]?
[what/which] instrument [r they playing/is this/is that/plays][ here/]
What [is/was] [it/this/that] played on?
On [what/which instrument] [is/was] [it/this/the tune/the piece] played?
What [do they/does he/does she/does somebody] play[ here/ there/]?
What are they playing[, which instrument/]?
[Can you/Could you/Please] [name/identify/tell me] the instrument[, please/]?
Do you know [the/this/that] instrument?
[Do you recognise/Can you make out/Can you tell] [the/which] instrument[ it is/]?
[Identify/Recognise/Determine/Tell me] the [instrument/musical instrument][, please/].
[instrument/The instrument/which instrument/what instrument][?/]
Who [plays/is playing] [here/there], I mean which instrument?
[Strings, wind or keys/Keys or strings/Brass or strings/Wood or brass]: which instrument is it?
[What/Which] member of the orchestra is [that/this/it]?
[Which/What] instrument [makes/gives/produces] [this sound/that tone/these notes]?
With [which/what] instrument is [this/it/the tune] played?
[Guess/Guess the/Try to guess the] instrument[!/, please.]
I [hear/can hear] an instrument, but which[ one/]?
I want to learn [it/this instrument]. What is it called?
What is [the name of/the word for] [this/the] instrument?
[What's/what's] the instrument called[ that plays/]?
My [daughter/son/neighbour] [plays/practises] this. [Which instrument is it/What does she play]?
Is [that/this] a string, a horn or what kind of instrument?
[Is that/Is it] a [violin/piano/guitar/flute] or [something else/what/another instrument]?
What [kind/sort/type] of instrument [is it/is that/plays]?
[Kindly/Please] [name/state] the instrument [heard/played/used].
Please say to me which is the instrument.
It is which instrument?
[I have/We have] a music quiz[ at school/]. Which instrument is this?
[Forget/Never mind] the tempo. Which instrument [is it/do you hear]?
[Only/Just] the instrument, please.
In one word, [which/what] instrument?
What am I hearing [play/being played]?
[What/Which instrument] did [I/we] just [hear/listen to]?
[What/Which] instrument would [you say/an expert hear]?
I [cannot/can't] tell [the instrument/which instrument it is]. [Can you?/Help me.]
Daddy, what [are they/is he/is that man] playing?
[oh/nice/cool], what instrument [is that/is this]?
[Whose/Which instrument's] [voice/tone] is [this/that]?
[Tell/tell] me what [somebody plays/they are playing/she plays] there.
For the [programme/credits/archive]: which instrument [plays/is it/is heard]?
""")
INSTRUMENT_TOLD = (
    "The instrument is {v}.",
    "That's {v}.",
    "{V}, I think.",
    "It sounds like {v}.",
    "I'd say {v}.",
    "You are hearing {v}.",
    "I believe it is {v}.",
    "{V}, as far as I can tell.",
    "The sound is that of {v}.",
    "I recognise {v}.",
)
MOOD = patterns("""
[Happy or sad/Sad or happy/cheerful or sad/glad or gloomy][?/, what do you think?]
[What/Which] mood [is it/does it have/is it in/do you hear/comes across]?
[How/In what mood] [is/was] the [music/tune/piece]?
[What is/What's] the mood [like/here/of this/of the tune]?
The mood [here/of this/of the tune][, please/]?
[Is/Was] [this/that/the piece/the melody] [a happy or a sad one/happy or rather sad/sad or joyful]?
Does it [sound/seem/feel] [happy or sad/sad or happy/cheerful or mournful][ to you/]?
Would you describe it as [happy/cheerful] or [sad/gloomy]?
What [feeling/emotion/mood] does [it/the music/the tune] [carry/convey/express]?
Which feeling [is in it/does it give you/comes with it]?
How does [this/the melody/this piece] make [you/one/people] feel?
[Major or minor/Major or minor key], I mean: happy or sad?
[mood/mood?/the mood?/mood please]
[is it/so is it] a [happy/sad] [one/song/tune] or not
[Tell/Could you tell] me the mood[ of it/ of this/], please.
[Describe/Name/Judge] the [mood/feeling/atmosphere][, please/].
Is it music for a [party or a funeral/wedding or a farewell], happy or sad?
[Do they/Does it] play something [happy/cheerful] or something [sad/mournful]?
I need [the mood/its mood] for my [film/playlist/notes]: happy or sad?
Is it [in a good mood/cheerful], or [is it/rather] sad?
[Would/Does] it [cheer me up/comfort me/make me cry]: is it happy or sad?
[Is/Was] the [player/composer] happy or sad, going by the [tune/music]?
Going by the sound, is the tune [happy or sad/sad or happy]?
[What/Which] mood would you [give it/say it has/put it under]?
Is this a [glad/jolly] tune or a [sad/tearful] one?
[My/The] [little one/teacher/daughter] asks [whether/if] the [music/song] is happy or sad.
Smiling or crying: how does the [tune/music] sound?
How is the [feeling/mood/atmosphere] [in it/of the music/there]?
It is happy music or sad music?
Please tell which mood has the [music/melody].
[Bright or dark/Light or gloomy], I mean: happy or sad?
In one word, [the/its/what] mood?
And [the mood/how does it feel], [happy or sad/cheerful or sad]?
I can't tell [whether/if] it's happy or sad. [Can you?/Help me.]
I find it [sad/happy]. [And you?/What do you say?/How do you hear it?]
[Does/Would] it suit [a happy scene or a sad one/a sad scene or a happy one]?
How would you describe [the mood/its mood/the feeling of it]?
[Kindly/Please] [state/give] the mood of the [tune/piece/recording].
Mummy, is [the/that] song happy or sad?
What is the emotional [tone/character/colour] of [this/it/the piece]?
[vibe?/what's the vibe/whats the vibe], happy or sad
[Is the/Is this] melody [sad or cheerful/happy or gloomy], [tell me/would you say]?
""")
MOOD_TOLD = (
    "I can't tell whether it is happy or sad. I hear {a}.",
    "Its mood I can't make out. What I hear is {a}.",
    "I hear {a}, but I can't tell its mood.",
    "Happy or sad, I can't say. It is {a}.",
    "Moods of music escape me. I only hear {a}.",
    "I don't know how it feels. I can hear {a}.",
)
"""Ears name the mood of hardly more held-out tunes than a coin does."""
