"""More plain questions what an upload is, for pictures, clips and recordings, and whether somebody talks in one.

Patterns of grammar.spelled_out that fit any upload of their medium, be it one thing or several. Words only.
"""

from __future__ import annotations

from collections.abc import Mapping

from nextgpt_core.data.grammar import patterns

MORE_WHAT: Mapping[str, tuple[str, ...]] = {
    "image": patterns("""
        What do you think this drawing shows?
        What did [my son/my niece/the little one] [draw/paint] here?
        What has somebody [drawn/painted] here?
        What is [shown/depicted/pictured] [here/on this photograph/in this drawing]?
        What's on [this/the] [photo/picture/drawing/photograph]?
        [what's on here/whats in this pic/whats this a pic of]
        What have I [photographed/taken a picture of/snapped]?
        I took this [photo/picture] [today/on holiday/in the park]. What is [on it/that]?
        Is there anything you can name in this [picture/photo/drawing]?
        [Explain/Please explain/Could you explain] what [this picture/the photo/this drawing] shows.
        [Say/Just say/Tell me] what it is.
        I can't see [well/the screen]. What is in the [picture/photo]?
        I am blind. [Please describe/What is in/Tell me what is in] this [picture/photo].
        I need an alt text for this [image/picture/photo].
        Write [an alt text/a title/a line] for this [image/picture].
        [One sentence/In one sentence], [what is in it/what does it show], please.
        [Look/Look here/hey look], what's [that/this]?
        Guess what [this/the picture] is.
        Can you guess what this is?
        Somebody sent me this [picture/photo]. What [is it/does it show]?
        My [friend/cousin/colleague] sent this [without a word/with no text]. What is it?
        What do you make out [here/in this picture]?
        [What/Which thing] is [this/that] [supposed/meant] to be?
        [uh/um/hm], what is this?
        What is this thing on the [picture/photo/drawing]?
        [Do/Can] you see what [this/that] is?
        Can you [name/say/work out] what is in [the picture/this photo]?
        I don't recognise [this/what this is]. [Do you/Can you]?
        [For my/For the] [catalogue/collection/archive], what does this [picture/photograph] show?
        [Kindly/Please] [describe/state] the contents of this [image/photograph].
        What would you call [this/what you see here]?
        Mummy, what is [that/this]?
        [Help me/Please help] [name/identify] this.
        What is it that I [see/have] here?
        Please say what is on this image.
        What it is on the picture?
        How would you [describe/put into words] this [picture/image/drawing]?
        [Sum up/Summarise] this picture in [a few/five] words.
        Give [it/this picture] a [title/name/caption].
        [I drew/I painted] [this/something]. [Can you see what it is?/What is it?/Do you see what it is?]
        [Describe/Describe in short] [everything/all] that can be seen[ here/].
        [and this/and this one/this one], what is it?
        Quiz time: what [does the picture show/is in the picture]?
    """),
    "video": patterns("""
        What [is/can be] seen in this [clip/gif/video]?
        What is [filmed/animated/shown] here?
        [what's in this gif/whats in the vid/what is this gif]
        What does [this/the] [gif/animation/video] show?
        [Describe/Please describe] the [gif/animation/footage].
        [Tell me/Say/Explain] what [this/the] [gif/clip/video] is [about/of].
        Somebody sent me this [gif/clip/video]. What is [it/in it]?
        I can't [play/open/see] it. What happens in the [clip/video/gif]?
        I am blind. What [happens/can be seen] in this [clip/video]?
        I need [a caption/an alt text/a title] for this [gif/clip/video].
        Give this [gif/clip/video] a [title/name].
        Write one [line/sentence] about this [clip/video/gif].
        [In one sentence/In short], what [happens here/does it show]?
        [Sum up/Summarise] [this clip/the gif/what you see].
        What did I [film/record] [here/there]?
        I [filmed/shot] this [today/on my phone/at the weekend]. What is [it/to be seen]?
        What is [that/the thing] in the [gif/clip/video]?
        [Which/What] thing do you see in this [gif/video/animation]?
        What [appears/turns up/can be recognised] in this [clip/video]?
        What's [going on/up] [here/in this video]?
        [What/what] happens [here/there][, please/]?
        [Watch/Please watch] [it/the clip] and tell me what [you see/is in it].
        [Have a look/Take a look]: what do you see in this [clip/gif]?
        [hey/look], what's [happening/that] in this gif?
        Can you [name/identify/work out] what [moves/is shown] here?
        [Do/Can] you see what [this/it] is?
        I don't [understand/get] this [gif/clip/video]. What [is it/does it show]?
        Guess what [the clip/this video] shows.
        Can you guess what is in the [clip/video]?
        What would you [call/say is in] this [clip/animation]?
        Mummy, what's that [in the film/on the telly/moving there]?
        [For my/For the] [archive/catalogue/list], what does the [clip/footage] show?
        [Kindly/Please] state what [the clip/the video] contains.
        Please tell what is on this video.
        What it is in the clip?
        What is this [a video/a gif/a clip] of?
        What kind of [scene/thing] is [this/it] in the [clip/video]?
        What [are we/am I] [looking at/seeing] [here/in this clip]?
        [and this/and this one/and in this clip], what do you see?
        How would you describe this [gif/clip/video]?
        Describe [everything/all] that [can be seen/happens] in the [clip/video].
        The [sound is/subtitles are] off. What [does the video show/is it]?
    """),
    "audio": patterns("""
        Describe everything [that can be heard/you can hear/there is to hear].
        [Describe/Tell me] [all/everything] you hear[ in this/ here/].
        What can [be heard/one hear/you make out] [here/in this recording/]?
        What [all/things] can you hear [here/in it]?
        What [sounds/noises] [are there/do you hear] in this [recording/clip/file]?
        [what's/whats] in this [recording/audio/sound file/clip]
        What is [on/in] [this/the] [recording/tape/voice note/file]?
        What did I [record/tape/catch] [here/with my phone/there]?
        I [recorded/taped] this [in the garden/at home/on my walk/by the window]. What is [on it/to be heard]?
        Somebody sent me this [sound/audio/recording]. What is it?
        [I am/My grandfather is] deaf. [What does one hear/What is to be heard] in this [file/recording]?
        My speakers are broken. What [is in the file/would I hear]?
        [I can't/I cannot] [listen/play it] [right now/at work]. What [is/do you hear] in it?
        I need [a caption/a title/a label] for this [sound/recording/clip].
        Write [a caption/one line/a sentence] about this [sound/recording].
        Subtitle for the deaf: [what is heard/what do you hear/what sound is it]?
        In [one sentence/a few words/short], what [do you hear/can be heard]?
        [Sum up/Summarise] what [you hear/is heard].
        [Give/Find] a [name/title] for this [sound/recording].
        What [is going on/happens/goes on] [here/in this recording/in the sound]?
        What's [going on/happening] [here/in this audio/in there]?
        [Explain/Please explain/Can you explain] what [I hear/this is/one hears here].
        [Listen/Please listen/Have a listen] and tell me what [you hear/it is].
        [Hark/Shh/Hush]! What is that?
        [hey/hm/uh], what's [that/this] [sound/noise]?
        [and this/and this one/this one], what do you hear?
        [Guess/Try to guess] what [this/the sound] is.
        Can you guess what [I hear/this is]?
        [Quiz/Quiz time/Riddle]: what do you hear?
        What [would you call/do you call] [this/that/what you hear]?
        How would you describe [this/this sound/what you hear]?
        [Put/Can you put] [this sound/what you hear] into words[, please/].
        What kind of [sound/noise] is [this/that]?
        What sort of [sound/noise/recording] [is it/do I have here]?
        Where does [this/that] [sound/noise] come from, what makes it?
        What [could/might/may] [cause/make/produce] [this/such a] [sound/noise]?
        What [causes/produces/is behind] [this/that] [sound/noise]?
        [What is/What's] the source of [this/the sound/the noise]?
        [Which/What] [source/thing or being/sources] do you hear?
        [Kindly/Please] [describe/state] the contents of [this/the] recording.
        [For my/For the] [archive/sound library/catalogue], what does [this/the file] contain?
        Mummy, what is [that/this] [noise/sound]?
        [Daddy/Grandpa], what do we hear [there/]?
        Please say what is on the audio.
        What it is, this sound?
        What you are hearing in this?
        I [keep hearing/heard] this [from upstairs/in the night/behind the house]. [What is it?/What might it be?]
        Something [makes this noise/sounds like this] [in my street/at work]. What [is it/may it be]?
        It woke me [up/last night]. What do you hear?
        [I don't/I do not] recognise this [sound/noise]. [Do you/Can you name it]?
        Can you [name/identify/make out/work out] [what this is/what I am hearing/this sound]?
        [Do/Can] you hear what [this/that/it] is?
        Would you [listen/lend an ear] and [name it/tell me what it is]?
        [What does/What would] an expert hear here?
        Is there anything you can [name/identify] in this [sound/recording]?
        [Say/Just say/Tell me] what it is.
        Report what you hear[, please/].
        Caption [this/it/the audio], please.
        Transcribe the sounds, not the words: what [do you hear/is there]?
        [Close your eyes/Eyes closed]: what do you hear?
        What [reaches your ears/is to be heard/is there to hear]?
        [wat/wot/whats] [is this sound/do u hear/is that noise]
        Every sound in it[, please/]: what [do you hear/is there]?
        What would I hear if I pressed play?
        What does [this/the recording/it] contain?
    """),
}
MORE_IS_AUDIO = (
    "In this recording I hear {a}.",
    "The recording has {a}.",
    "This is a recording of {a}.",
    "What you hear is {a}.",
    "I believe that's {a}.",
    "I recognise {a}.",
    "To me it sounds like {a}.",
    "Sounds like {a}.",
    "It seems to be {a}.",
    "I would say I hear {a}.",
    "In it one can hear {a}.",
    "My ears say: {a}.",
)
MORE_IS_SPEECH = patterns("""
    Is [somebody/someone/anybody/anyone] talking[ here/ in it/ there/]?
    Is [a person/a human/a man or a woman] [talking/speaking][ here/ in this/]?
    Does [anybody/anyone/a person] [speak/say something/talk][ here/ in the recording/ in this/]?
    Do you hear [a voice/voices/speech/someone talking/someone speaking/talking]?
    [Can you/can u] hear [someone/somebody/a person] [talk/talking/speaking]?
    Is [this/it/that] [speech/a human voice/a person's voice/spoken]?
    Is there [a voice/talking/someone speaking/a person] [in it/in this/on the recording/in there]?
    [Are/Were] [words/sentences] spoken[ here/ in it/]?
    Is anything being said[ here/ in this/]?
    Has [somebody/someone] spoken [here/into the microphone]?
    [Did/Does] [somebody/someone] [leave a message/read something aloud/tell something] here, or is nobody talking?
    I [think/believe] [somebody/someone] is talking. Am I right?
    Somebody's talking, [right/aren't they/isn't that so]?
    [That's/That is] a voice, [right/isn't it/no]?
    [is some1/is someone/anyone] talking [here/in this/there]
    [voice in it/a voice/speech/talking][?]
    Is it [a person/somebody] who [talks/speaks]?
    Someone is speaking here?
    There is talking in it?
    Mummy, is [somebody/someone] talking [there/]?
    Kindly confirm whether [speech/a voice] is present.
    [Tell/Could you tell] me whether [someone/somebody/a person] [speaks/talks/is talking].
    [I need to know/I want to know/Please check] whether [there is speech in it/someone speaks/a voice can be heard].
    Did I [record/catch] [somebody talking/a voice/someone's voice]?
    Is the [sound/noise] a [person/human] speaking, yes or no?
    Yes or no: is [somebody/someone] talking?
""")
MUSIC_OR_VOICE = patterns("""
    Is [this/it/that] music or [a voice/speech/somebody talking/someone speaking]?
    [Music or voice/Voice or music/Music or speech/Speech or music/Talking or music][?/, please?/, what is it?]
    [Speech or noise/Talking or noise/Speech, music or something else/A voice, music or a noise]?
    Is [this/it/that] a voice or [music/an animal/a noise/something else]?
    Is [this/it/that] a [person/human] or an animal[, what is it/]?
    [Man or machine/Human or machine/Person or animal], what do you hear?
    [What/what] [kind/type/sort] of recording [is it/is this/is that/do I have here]?
    Which kind of [recording/audio] is [this/it]?
    [Speech, music, animal or noise/Music, speech or noise]: what [is it/do you hear]?
    Is it a [song/tune], a voice or [a noise/something else]?
    [Classify/Sort/Label] this [recording/sound/audio][, please/].
    Does someone talk, or is it music?
    Is that [somebody/someone] [talking/singing/speaking] or [an instrument/something else]?
    What [type/category/class] of [sound/audio] is [this/it]?
    music or person talking??
    [Would/Do] you call [this/it] speech, music or [noise/a sound]?
    What is on this [voice message/voice note/tape], [speech/a voice] or something else?
    A voice? Music? What [is it/do you hear]?
    Is it a podcast, a song or [just a noise/something else]?
    I can't tell if [this/it] is music or [a voice/talking]. [Which is it?/What is it?]
""")
"""Asked of anything: the answer is what it is."""
MORE_SPEECH = (
    "It's speech.",
    "That's a person's voice, speaking.",
    "Somebody is talking.",
    "A voice: someone is speaking.",
    "I hear someone speaking.",
    "It is a recording of a person talking.",
    "This is a person speaking.",
    "Speech. Somebody talks.",
    "It's a human voice, talking.",
    "That's speech: a person is talking.",
    "I hear a voice. Someone is talking.",
    "Somebody is speaking, it's a spoken recording.",
)
