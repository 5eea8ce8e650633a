"""More ways to ask which two things sound at once and how many events a recording holds, and of answering.

Patterns of grammar.spelled_out with the gaps of details. Words only.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

BOTH = patterns("""
Which two things do you hear?
Which two [sources/noises/sounds] make up this[ recording/ clip/]?
What else is in there?
What is in [there/it/this] besides the [loud one/louder sound/most obvious one/first sound]?
Name everything you can hear.
[name/list] [all the sounds/every sound/all noises] in this[ please/]
There are two sounds mixed in this. Which?
There is more than one [sound/noise] here. [What are they?/Name them./Can you name each?]
Can you pick the sources apart?
[Can you/Could you/please/Try to] [separate/tell apart/untangle] the [two sounds/sounds/two noises][, please/ for me/]?
[what is/what's] going on in the background and in the foreground
What is in the foreground, and what is in the background?
What is loud here and what is [quiet/soft/faint]?
What [plays/sounds/is heard] in front, and what behind?
[One sound covers another/Two noises overlap] [here/in this]. [Which ones?/What are the two?]
I [recorded/taped] two things at [once/the same time]. [Which are they?/Can you hear which?/What are they?]
I hear one thing, but there must be [another/a second]. [Name both./What are the two?/Tell me both.]
my [brother/friend/teacher] says there are two [sounds/noises] in it, which ones
[First/The first] sound and [second/the second] sound, please.
[sound one/first sound]? [sound two/second sound]?
[Break/Split] this [down/up] into its [two sounds/sources/parts], please.
What are the two [sources/ingredients/layers/parts] of this [sound/mix/recording]?
[Who or what/What] is making noise here, both [at once/of them/together]?
[who/what] is the other one
Which sound is [under/beneath/behind] the main one, and what is the main one?
[Besides/Apart from] the main sound, what is there? Name both, please.
[Would/Could] you [kindly/please/] [identify/name/specify] both [sound sources/sources/sounds]?
[Both/both] [sounds/noises] [please/pls]
I need both [sounds/of the sounds/things] [written down/named/for my notes].
For the [label/archive/list] I need to know [both sounds/each sound/every sound] in it.
It is a [mixture/mix/blend] of two [sounds/things]: [which/of which/what are they]?
what [two things/2 things/2 sounds] [r/are] in this
how many different [things/sounds/noises] and which ones?
[ok so/so/hey,] what are the two [sounds/noises] [here/in this/u hear]
I can't [separate/tell apart] the two [sounds/noises]. [Can you?/What are they?]
[One thing/One noise] is [easy/clear], the other [less so/not]. [Which are they?/What are both?]
What [sounds/noises] are [playing/heard/there] at the same time?
Which sounds [happen/come/run] together [here/in this clip/]?
What is [accompanied/joined/covered] by what [here/in this recording/]?
[Say/Tell me] what is [near/close] and what is far[ away/].
[What/Which sound] comes with [the other/the first] one? Name the two.
Please to tell which two sounds are in the record.
what is to hear here, the two things?
Listen [carefully/closely/well]: [which two sounds/what two things] [are there/can you make out]?
Listen twice, there is something [behind/under] it. What are the two?
Mummy, what are [those/the] two [noises/sounds]?
[I bet/Bet] you can't [name/tell] both [sounds/noises]!
[Quiz/Riddle/Little test]: which two sounds did I [mix/put together/lay over each other]?
[What/Which things] did I [mix/put together/blend] [here/in this file/in this recording]?
I [closed/shut] my eyes and heard two things. Which?
The [main sound/loud one] and the [quiet/other] one, [please/what are they?]
[So/And] what would you say are the two [things/sounds]?
Is there a second [sound/source/noise]? [Name both./Tell me the two./Which are they?]
""")
BOTH_TOLD = (
    "There are two sounds: {a} and {v}.",
    "{A} in front, and {v} behind it.",
    "In the foreground {a}, in the background {v}.",
    "I can make out {a} and {v}.",
    "You can hear {a}, and also {v}.",
    "First {a}, and besides that {v}.",
    "Both {a} and {v} can be heard.",
    "The main sound is {a}, the other is {v}.",
    "I hear two things at once: {a} and {v}.",
    "A mix of {a} and {v}.",
    "It's {a} together with {v}.",
)
TIMES = patterns("""
[How many times/how often] does [it/this/that] [happen/come/occur/sound][ here/ in the clip/]?
How many times do you hear {a}?
[how many times/how often] [was/is] that
[Once, twice or more often/Once or more than once/Once or twice][, which/, how often/]?
[Did/Does] it [happen/sound/come] once or [several times/more often][, and how often/]?
How often [can you/do you] hear [the sound/that sound/it][ in all/ altogether/ in total/]?
[Please/Would you/Could you] count how [often/many times] it [comes/sounds/happens][, please/].
[Count/count] [the times/how often it comes/along], please.
[Tell/tell] me how [often/many times] [you hear it/it happens/that was].
I [lost/lost the] count. How [often/many times] was [it/that]?
I need the number of times [it sounds/it is heard/it happens].
how many times is [it/that] in [there/this clip/the recording]
How many times [exactly/in all/altogether]?
[And/So] how [often/many times] [in all/altogether/did it come/was it]?
[times/number of times]?
How [often/frequently] does the [sound/noise] [return/come back/repeat]?
How many [repetitions/repeats] [are there/do you hear/can you count]?
Is [it/the sound] repeated, and how often?
How often did that just [go off/sound/happen]?
[Say/Tell me] the [count/number of times][, just that/ and nothing else/], please.
[Does/Did] it [come/happen] [again/a second time], and how often in all?
My [ears/old ears] [are bad/fail me]. How many times [was that/did it come]?
I [think/thought] I heard it [a few times/more than once]. How often [was it/is it really]?
How many times can one hear [it/this]?
[u hear it how many times/how many times u hear it]
It comes how many times, please?
How often it is to hear?
[Let's/let us] count together: how [often/many times]?
[can u/could you] count how often [it/the noise] [is/comes][?/]
For my [notes/protocol/log]: how [often/many times] [is it heard/does it sound/did it occur]?
Kindly state how [often/many times] [the sound/it] occurs.
In [five seconds/this short clip/the recording], how [often/many times] does it sound?
[The clip is short/It goes quickly]: how [often/many times] do you hear it?
Was that [once/only once/just one time], or how many times?
how many times did [it/that] go
Listen [again/well] and [count/tell me how often].
[Can/Did] you count [it/them/how often it was]? [How many times?/How often?]
I want to know how [often/many times] it [rings out/sounds/is repeated].
[Count/Counting] with your fingers, how many times?
We have a bet: how [often/many times] does it sound?
How [often/many times] is there such a [sound/noise]?
[How many times/how often] did you [hear/notice/catch] [it/that]?
""")
TIMES_TOLD = (
    "It can be heard {v}.",
    "I heard it {v}.",
    "It was {v}.",
    "It happens {v}.",
    "{V}, if I counted right.",
    "You can hear it {v}.",
    "It comes {v}.",
    "{V}, as far as I can hear.",
    "Altogether it is heard {v}.",
)
NUMBER = patterns("""
[How many/how many] {many} was that[ in all/ altogether/]?
How many {many} [come/sound/happen/are heard] [in the clip/in the recording/here/]?
[how many/And how many] {many} exactly?
[What/Which] number of {many} [do you hear/is there/can be heard]?
[Tell/Could you tell] me how many {many} [there are/you hear/I recorded][, please/].
[I need/Give me/I want] the [number/count] of {many}[, please/].
[Please/Would you/Could you/kindly] [count/number] [the/all the] {many}[ in this/ you hear/][, please/].
I lost count of the {many}. How many [were there/was it/are there]?
I [counted/only caught] a few {many}. How many do you [get/count/hear]?
[number of/count of] {many}?
{many}: how many[, please/]?
How many [different/single/separate] {many} can you [make out/tell apart/count]?
One or [several/many/two] {many}? [How many?/Count, please./]
[Is it/Was it] one, two or [three/more] {many}?
[Just one/Only one], or more {many}?
[hey/ok/so] how many {many} [u hear/are in this/was that]
How many of [the/those] {many} [do you hear/did you catch/are there]?
There were {many}. How many in all?
[Listen/Listen closely] and count the {many}.
Listen to this and tell me how many {many} there [are/were].
My [son/daughter/grandson] wants to know how many {many} [that was/there are/you hear].
We have a bet: how many {many} [are in it/does one hear]?
For the [log/protocol/report]: how many {many} [are there/were there/are heard]?
[Say/Name/Write] the number of {many}, [nothing else/only the number/please].
As a number: how many {many}?
[Can/Did] you count the {many}? How many [are there/were there/is it]?
How many {many} [went by/came/did I just hear]?
How much {many} are there?
How many {many} there are in the audio?
It is how many {many}, please?
[Help me/Please help me] count: how many {many}?
[I wonder/I'd like to know/I am curious] how many {many} [there are/that was/you count].
Do you hear several {many}? How many?
Let's count! How many {many} [do we hear/are there]?
How many {many} [before it stops/until the end/from start to end]?
In total, how many {many} [are there/do you count/were there]?
[Can one/Can you] count the {many}[ in it/ here/]? How many?
Have you counted how many {many} there are?
What's your count of [the/] {many}?
If you [counted/count] the {many}, [what do you get/how many would it be]?
Was it [more than one/several], and how many {many} then?
[Mum/Mummy/dad], how many {many} [is that/was that/are there]?
""")
NUMBER_TOLD = (
    "{V} altogether.",
    "I make it {v}.",
    "{V}, if I counted right.",
    "My count is {v}.",
    "{V}, as far as I can hear.",
    "The number is {v}.",
    "I can make out {v}.",
    "{V} in all.",
    "I get {v}.",
    "Exactly {v}.",
)
ALONE = """
[What/what] else [do you hear/can be heard/is there][ besides that/ besides it/ with it/][?/]
What else is in there?
Is there [anything/something] else[ in it/ in the background/ to hear/][?/]
[Do/Can] you hear [anything/something] [else/besides that/behind it]?
[Is/Was] that [all/everything]?
[Is there/Do you hear] a second [sound/source/noise]?
[One sound or two/Is it one sound or two/One source or several]?
[anything in the background/and in the background][?/]
Are [several/two] [things/sounds] mixed [here/in it]?
[Name/Tell me/List] [everything/all sounds][ that you hear/ in it/][, please/].
"""
"""Of one sound alone: else a model would name a second whenever it is asked for more."""
ALONE_TOLD = (
    "Nothing else, only {v}.",
    "I hear only {v}.",
    "Only one sound: {v}.",
    "Just {v}, nothing else that I can make out.",
    "No second sound that I can hear, only {v}.",
    "I hear one thing alone: {v}.",
)
