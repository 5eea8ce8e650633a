"""Questions about a medium that it cannot answer, and answers that say so. Words only: {m} is the name of what is seen
or makes the sound, {a} the description of what is seen or heard.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

UNKNOWABLE = {
    "image": (
        patterns("""
            Who [made/painted/drew/took] this[ picture/]?
            [Where/When] was this [taken/painted/made/drawn]?
            [Who/Whom] does [this/the {m}] belong to?
            [How much does/What does] [this/the {m}] cost?
            How [old/heavy/expensive/tall] is [this/the {m}]?
            What is the [{m}'s/its] name?
            [What's/What is/Tell me] [the name of/the age of/the owner of] [this/that/the] {m}[, please/]?
            How old [might/would/could] [this/that/the] {m} be?
            [What's/What is] [this/that/the] {m} called[ by its owner/ at home/]?
            [Whose {m} is/Who owns] this[ {m}/]?
            [What/How much] does [this/that] {m} weigh?
            [Is/Was] [this/that] {m} [mine/stolen/expensive/bought in a shop/on sale]?
            What [was here/happened] [yesterday/before/before that/afterwards]?
            [What does it smell like/How does it taste/What does it weigh/How does it feel to the touch]?
            [Which/What] [shop/city/country/museum/family] [is it/does it come] from?
            What is [written/printed/standing] on [it/the back]?
            What is [it/the {m}] thinking[ about/]?
            [Who is/Who's] [that/this/it][ exactly/ really/]?
            [What's/What is] [his/her] name?
            [Do you know/Can you say/Any idea] [who this is/whose it is/who it belongs to]?
            Is [this/that] [mine/Anna's/our neighbour's/the one from TV/somebody famous]?
            [Have you seen/Do you know] this [one/very one] [before/personally/from somewhere]?
            [In which/In what] [town/country/street/garden/village] [was it taken/is that/was this]?
            [Which/What] [place on the map/continent/address] is this?
            [Where/In which shop] [can I buy/did they buy/did she get] [it/this one/exactly this]?
            [What's/What is] [its price/the price tag/it worth/the value of it]?
            [Is/Was] it [expensive/cheap/a bargain/worth the money]?
            [how much/what price/what cost][?/ is it/ was it/ for one]
            [What/How much] would [you/someone/a dealer] pay for [it/this/the {m}]?
            [Does it/Would it] taste [good/sweet/like anything]?
            What does [it/this/the {m}] [smell of/taste like/do when I'm not there]?
            [Is it/Does it feel] [soft/warm/cold/sticky/smooth] [to the touch/when you touch it]?
            How many [kilos/grams/pounds/calories] [has it/does it have/is that]?
            What's the weight of [it/this/the {m}]?
            How [long/wide/high] is [it/the {m}] in [metres/inches/real life]?
            [How long/Since when] [has she had/have they had/did I have] [it/this one]?
            [What/Which] year is [it/this] from?
            [When/On which day/At what time] was [it/this] [snapped/photographed/made/drawn]?
            [Is this/Is it] [an old/a recent] [picture/one]? [From when/How old exactly]?
            [Who's/Who is] the [artist/painter/photographer/author][ of this/ here/]?
            [Which/What] [brand/make/company/factory] [is it/made it/does it come from]?
            [Was it/Is it] made in [China/Italy/a factory/our town]?
            With [what/which] [camera/pen/program/phone] was this [made/taken/done]?
            [What/Who] is [just outside the frame/behind the camera/left out of the picture]?
            [What/Who] [stood/sat/was] next to it [before/when you weren't there/the day before]?
            What [will happen/comes/happened] [next/a minute later/after the picture was taken/right before]?
            [Is it/Was it] [hungry/lonely/in love/friendly/dangerous/tame][ today/ at heart/]?
            [Does it/Will it] [bite/like children/like me/get on with cats/obey]?
            [What/Whom] is [it/the {m}] [waiting for/dreaming of/looking for/afraid of]?
            What [is it/will it be] [doing/up to] [next/later on/tomorrow]?
            [Why/For whom] was [this/the picture] [taken/made/drawn]?
            [Is it/Is she/Is he] [a boy or a girl/married/single/from here]?
            [Can you read/What is] the [number plate/serial number/phone number/label/name tag][ for me/ on it/]?
            What [number/date/name/word] is [on the back/on the label/written underneath]?
            Is [it/this] still [working/for sale/alive/in use/there][ today/]?
            [Will/Can] [this/it] [fit in my car/last for years/grow bigger/win a prize]?
            [Is it/Was it] [paid for/insured/lost/found/a gift/borrowed]?
            [Who/Which person] [gave it to me/sent it/sold it/lost it/is its owner]?
            [What/How] [did it do/was it] [yesterday/last week/when it was young]?
            [When/Where] was [it/the {m}] [born/built/bought/found/first seen]?
            Has [it/the {m}] ever [won a prize/been ill/had a name/been sold]?
            [What's the story/What is the story/What's the secret] behind [it/this/the picture]?
            [Say/Tell me] [who owns it/the price/how old it is/where it lives/when it was bought].
            [My friend asks/We have a bet/I have to fill in a form]: [how old is it/what did it cost/what is its name]?
            Is [its owner/the owner/whoever has it] [nearby/nice/rich/famous]?
        """),
        (
            "I can't tell that from the picture. I only see {a}.",
            "The picture doesn't say. It shows {a}.",
            "I don't know. All I can see is {a}.",
            "That isn't visible here, I'm afraid. I see {a}.",
            "I can't know that from the picture alone, but I see {a}.",
            "A picture can't tell that. What I see is {a}.",
            "Nothing in the picture tells me. I only see {a}.",
            "I can't say: the picture shows {a}, and no more.",
        ),
    ),
    "audio": (
        patterns("""
            [Where/When] was this recorded?
            Who [recorded/played/made] this?
            What is the [title/name] of this?
            What happened [before/after] [this/that]?
            [Whose/Which] [house/street/farm/car] is that?
            How [old/big/tall/far away/heavy] is [it/what I hear/that {m}/this {m}/the {m}]?
            [What is/What's/Tell me] [the name/the age/the owner] of [that/this/the] {m}[, please/]?
            [Whose/Which person's] {m} is [that/this]?
            What [breed/brand/make] is [that/the] {m}?
            What [colour/size] [is it/does it have]?
            [Is/Was] it [mine/my neighbour's/an expensive one]?
            [Who/What person] is [there/behind that/causing it]?
            [Who exactly/Which person exactly/What's the name of whoever] is [behind it/doing that/to blame]?
            [In which/In what] [town/country/street/room/building] [was it recorded/is that/was this]?
            From [which/what] [direction/house/floor/village] does [it/this/the sound] come?
            [When/On what day/At what hour] [was it/did this happen/was the recording made]?
            [Who/Which person] [held the microphone/made the recording/was there too/pressed record]?
            With [what/which] [microphone/phone/device] was [it/this] recorded?
            What does [it/the thing that makes it] [cost/weigh/eat/smell of]?
            [Is it/Was it] [a black one/a new one/an old one/a cheap one]?
            [What/Which] [brand/make/model/year] is [it/that/this]?
            What's [its name/the owner's name/it called at home]?
            How much [is it/does it cost/did they pay]?
            Is it [mine/the one next door/the one we had/the same as yesterday's]?
            Is it [friendly/dangerous/hungry/ill/tame/a boy or a girl]?
            [Why/For what reason] [does it do that/was this recorded/is it making that noise]?
            What [caused it/set it off/happened just before/comes after it]?
            What [will happen/happened] [when it stops/next/in the end/a minute later]?
            Who [else was in the room/was nearby/stood next to it/was listening][ at the time/]?
            How [many metres/far] [is it/was it] from [me/the microphone/our house]?
            [Is/Was] [somebody/anybody] [hurt/at home/angry/watching]?
            [What/Whom] does it [want/belong to/mean/call]?
            [How long/Since when] [has it been going on/does it usually last/did it go on after that]?
            [Does it/Will it] [bite/need repair/stop soon/come back tomorrow]?
            [Should I/Do I have to] [pay for it/tell the owner/worry about who it was]?
            [Whose/Which family's] [house/garden/car/party] [is it/was that]?
            [Who/Which artist/Which composer] [wrote/recorded/performs] [this/it]?
            [Which/What] [album/film/record/show] is [this/it] from?
            [Is this/Was that] [live/on the radio/from a film/from my street]?
            What's the [phone number/address/name] of [the owner/whoever did this/the person there]?
            [who was it/whose is it/where was that/what did it cost]
            [My mother wants to know/The police asked/For the form]: [where was it/who was it/when was that]?
            [How old/How big/What colour] is the [thing/one] [that makes this noise/I hear]?
        """),
        (
            "I can't tell that from the sound. I only hear {a}.",
            "I don't know. All I can hear is {a}.",
            "The recording doesn't say. I hear {a}.",
            "I can't know that just by listening, but I hear {a}.",
            "A sound can't tell that. What I hear is {a}.",
            "Nothing in the recording tells me. I only hear {a}.",
            "I can't say: I hear {a}, and no more.",
        ),
    ),
    "video": (
        patterns("""
            Who [filmed/made/shot] this?
            [Where/When] was this [filmed/shot]?
            What happens [after the clip/next/when it ends]?
            How [much does it cost/old is it/heavy is it]?
            What is [its/the {m}'s] name?
            [What's the name of/How old is/Who owns/How heavy is] [this/that/the] {m}?
            Where [is it/is the {m}] going[ to/]?
            [Who is/Who's] [that/this/it][ exactly/ in the clip/]?
            [What's/What is] [its name/its owner called/the name on it]?
            [In which/In what] [town/country/street/studio] was [it/this] [filmed/made/shot]?
            [When/On which day/What year] was [it/this] [filmed/recorded/made]?
            [Who/Which person] [held the camera/is behind the camera/directed it/uploaded it]?
            With [what/which] [camera/phone/program] was [it/this] [filmed/made]?
            [Which/What] [film/series/channel/advert] is [this/it] [from/taken from]?
            What [happened/was there] [before/just before the clip/a minute earlier]?
            [And then/What comes next/How does it go on/How does it end][ after the clip/]?
            [Where does it go after that/Why does it leave at the end/Where did it come from before]?
            [What/How much] [is it worth/does it cost/did it cost/was paid for it]?
            [Who/Whom] does [it/the {m}] belong to?
            Whose [is it/{m} is that/{m} is this]?
            How [old/heavy/strong/expensive] is [it/the {m}][ really/ by now/]?
            [What/Who] is [it/the {m}] [thinking of/waiting for/looking for/running from]?
            Why [does it/does the {m}] [do that/move like that/behave so]?
            Is [it/the {m}] [hungry/friendly/dangerous/happy inside/tame/a boy or a girl]?
            [Does it/Will it] [bite/taste good/come back/get tired/like me]?
            How does it [smell/taste/feel when you touch it]?
            [Which/What] [brand/make/factory] [is it/made it/is it from]?
            What [is said/does somebody say/is being talked about] [in the video/in this clip/there]?
            What [is its number plate/number is on it/is written on its back]?
            [What/Who] is [outside the frame/next to the camera/watching it]?
            [Is it/Was it] [mine/stolen/bought/my brother's/on sale]?
            [where was that/who owns it/how old is it/who filmed it/what did it cost]
            [Is this/Was this] [on television/in the news/filmed in our street/shown in the cinema]?
            [What's/What is] the [story/reason/secret] behind [it/this clip]?
            [My boss asks/We have a bet/For the record]: [who filmed it/how old is it/where was it]?
            [How many people/Who else] [saw/watched/filmed] [this/the clip]?
            Where [was it/was the {m}] [bought/born/built/first seen]?
        """),
        (
            "I can't tell that from the clip. I only see {a}.",
            "I don't know. The clip just shows {a}.",
            "The clip doesn't say. I see {a}.",
            "I can't know that from the clip alone, but I see {a}.",
            "A short clip can't tell that. What I see is {a}.",
            "Nothing in the clip tells me. I only see {a}.",
        ),
    ),
}
