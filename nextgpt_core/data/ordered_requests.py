"""Requests for two or three media that say their order in whole sentences: "before you paint it, let me hear it".

Knows the letters of combined_requests.py. Words only; for training.
"""

from __future__ import annotations

import random
import re

from nextgpt_core.data.grammar import patterns, spelled_out, tidy

# whole sentences that say an order: {v0}, {v1} ask for the media by verbs ("draw a cat"), {n0}, {n1} by nouns ("a
# picture of a cat"), {g0}, {g1} by what is being done ("drawing a cat"), {p0}, {p1} by what is done then ("drawn a
# cat"), numbered in the order they are to come; ¶ begins a new line
ORDERS_OF_TWO = patterns("""
    [Before/But before/Before] you {v1}, {v0}[, please/].
    [Please /]{v0} before you {v1}.
    {v1}, but [first/before that/start with this:] {v0}[, please/].
    [I need/I want/I'd like/Give me] {n1}, but [start with/begin with/first/before it] {n0}[, please/].
    [Start/Begin/Open] with {n0}[ and/,/, then] [end/finish/go on/continue/close] with {n1}[, please/].
    {v0}. [After that/Then/Next/Once that is done,/When you are done,/As a second thing,/Afterwards] {v1}.
    {v0}. [After that/Then/Next/And] [I'd like/I want/I need/give me/I would like] {n1}[, please/].
    [I'd like/I want/I need/Give me] {n0}. [After that/Then/Next/Afterwards], {v1}.
    {n0}[, /; /. ]{n1}[./, please./]
    [One/First]: {n0}[. /, ][two/second]: {n1}[./]
    1[./)] {n0} 2[./)] {n1}
    {n0} [and/plus/along with/together with/to go with/with/for/as well as/before/followed by/and after it/
      and underneath/matched with] {n1}[, please/ please/./]
    [Both/I want both/I need both/Make both]: {n0} and {n1}.
    [I need/I'd like/We need] {n0} [and/plus/as well as/together with/and then/
      followed by] {n1}[, please/ for my lesson/].
    [Could I get/Can I get/Could I have] {n0} [and/plus/as well as/together with/and then/followed by] {n1}?
    [Two things/Two wishes/Two tasks/Here is the plan]: {n0}[ and/, then/, and] {n1}.
    {v0}. [I also need/I also want/And I want/Besides, I need/On top I'd like/Also] {n1}[, please/].
    [Can/Could] you {v0}, and [when that is done/then/after it] {v1}?
    [While you are at it/In addition to that]: {n1}. [But first,/First of all,/Before it,] {n0}.
    [First of everything/To begin with/To start with/For a start/
      For starters], {v0}[. To end with, / and to end with, /; then /
      . To finish, /; to round it off, ]{v1}.
    [To begin with/As a start/For openers] {n0}, [to end with/to finish/as an ending/to close] {n1}[, please/].
    [Begin/Start/Kick off/Lead off/Open] by {g0}[, and/ and/, then] [end/finish/go on/carry on/
      close] by {g1}[, please/].
    [Could you/Can you/Would you/I want you to] [begin/start/kick off] by {g0} [and finish by/and end by/
      before] {g1}[?/, please?]
    [Kick off/Lead/Lead off/Set out] with {n0}[, / and /, and ][follow up/wrap up/round off/
      carry on] with {n1}[./, please./!]
    Lead with {n0}; {n1} [comes second/comes after it/is for the end/goes last].
    {n0} [comes first/goes first/is number one/first], {n1} [second/comes second/goes after/last/is number two].
    [After/Right after/Only after/When you are done with] {g0}, {v1}[, please/].
    [After/Once/When/As soon as] you have {p0}, {v1}[, please/].
    [Once/When] you have {p0}, [I'd like/I want/I'd love/give me/I'll have] {n1}[, please/].
    {v0}[. Once/. When/, and once/, and when] you have [done so/done that/finished], {v1}[, please/].
    {v0} [straight away/right away/at once/now], and {v1} [later/afterwards/after that/when you are through].
    {v0} [now/first], {v1} [afterwards/next/second].
    {n0} [now/first/before anything else], {n1} [afterwards/next/after that/as dessert][, please/].
    {n0} [as a starter/for starters/as the first course], {n1} [as dessert/for dessert/as the main course][, please/].
    {v0}[. And as dessert/. And for dessert/. As the second course/. As an encore/. As a bonus at the end]: {n1}.
    [Last of all/At the very end/As the last thing], {v1}. [First comes/Before that comes/The first thing is] {n0}.
    {n0} -> {n1}
    {v0} -> {v1}
    {n0} [=>/-->/>>/;/then/& then/, after that/, and only then/, next up] {n1}[./]
    {v0}[; /; then /; after that /; next, /; secondly, ]{v1}[./]
    [to do/Order/In this order/My list/The programme/Wanted]: {n0}; {n1}[./]
    [Order/In this order/Two jobs/Agenda]: {v0}; {v1}[./]
    {n0} ¶ {n1}
    {v0} ¶ {v1}
    1. {v0} ¶ 2. {v1}
    - {n0} ¶ - {n1}
    (a) {n0} ¶ (b) {n1}
    (a) {v0} (b) {v1}
    [Step one/Step 1/Part one/Job one/Number one/no 1]: {v0}. [Step two/Step 2/Part two/Job two/Number two/no 2]: {v1}.
    [Firstly/First], {v0}. [Secondly/Second], {v1}.
    [Firstly/First] {n0}, [secondly/second] {n1}[, please/].
    [First up/First]: {n0}. [Next up/Second/Last]: {n1}.
    The [first/first thing I want/first job] is {n0}, the [second/last/next/second one] is {n1}.
    I want two [things/files/media], [the first/number one] {n0} and [the second/number two] {n1}.
    [My first wish is/The first wish:] {n0}. [My second is/The second wish:] {n1}.
    [Don't/Do not/Please don't] {v1} before you have {p0}.
    {v1}, but [not before you have/only once you have/only when you have/only after you have/not until you have] {p0}.
    {n1}[, please/], but [only once you have/not before you have/not until you have] {p0}.
    {v1}, but [only after/not before] {g0}.
    [I want/I'd like/I need/Give me] {n1}[ too/ as well/], but {n0} [comes first/goes first/has to come before it/
      first].
    {v1}, but [lead with/open with/let it begin with/as the first thing] {n0}.
    {n1} [comes last/is for the end/can wait till the end]. [Start with/First I want/Begin with/Before it comes] {n0}.
    [Finish/End/Close] [with/on] {n1}, but [start/open] with {n0}.
    [Before/Prior to] {g1}, {v0}[, please/].
    Before {n1}, [I want/I need/I'd like/give me/there must be] {n0}.
    Not {n1} first: [begin with/start with/I want] {n0}[, and then that/, that comes after/].
    {v0}. [That's/This is] [the first part/for the beginning/number one]. [Then/Now the second part:/Number two:] {v1}.
    [I'll have/Let me have/We'd like/I fancy] {n0}, [then/and after that/and later/
      and afterwards] {n1}[./, ok?/, thanks!]
    [I want to start with/We begin with/Let's start with/Let's open with/Let's kick off with] {n0} [and move on to/
      and go over to/
      and close with/and follow it with] {n1}.
    [pls/plz/hey,/ok so/so] {v0} [n then/and then/and after/and when ur done] {v1}
    You know what? {v0}! [And then/And after that/Next,] {v1}!
    [It's for my class/It is for a quiz/For a birthday card/My kids want both]: {n0}, [then/and then/followed by] {n1}.
    [For our show/For my talk/For the quiz] I need {n0} [to open/at the start/at the beginning] and {n1} [to close/
      at the end/as the ending].
    [Two things, one after the other/One after the other, please/In exactly this order]: {n0}, {n1}.
    Would you be so kind as to {v0} and [afterwards/subsequently/after that] {v1}?
    [I would be glad if you could/It would be nice if you could] {v0} and [then/afterwards] {v1}.
""")
ORDERS_OF_THREE = patterns("""
    {v0}. [After that/Then/Next] {v1}. [Finally/In the end/At last/Last] {v2}.
    {v0}. [After that/Then/Next] [I'd like/I want/give me] {n1}. [Finish with/End with/Close with/Finally,] {n2}.
    [Start/Begin] with {n0}, [go on/continue] with {n1} and [end/finish] with {n2}.
    One: {n0}, two: {n1}, three: {n2}
    1. {n0} 2. {n1} 3. {n2}
    {n0}, {n1}, {n2}[./, please/, in this order/]
    [Three things/Here is my list]: {n0}, {n1} and {n2}.
    Before you {v2}, {v0} and {v1}.
    [First/Firstly], {v0}. [Second/Secondly], {v1}. [Third/Thirdly/Last of all/And lastly], {v2}.
    [To begin with/First up]: {n0}. [Then/Next up]: {n1}. [To end with/Last of all/Last]: {n2}.
    [Kick off/Lead/Open] with {n0}, [then/follow with/carry on with] {n1}, [and finish with/and wrap up with/
      last of all] {n2}.
    [Begin/Start] by {g0}, [go on by/continue by] {g1} and [finish by/end by] {g2}.
    {n0} -> {n1} -> {n2}
    {n0} [then/next/>>/;] {n1} [then/and then/>>/; last] {n2}
    {v0}; {v1}; {v2}[./]
    {n0}; {n1}; {n2}[./]
    {n0} ¶ {n1} ¶ {n2}
    1. {v0} ¶ 2. {v1} ¶ 3. {v2}
    1) {n0} 2) {n1} 3) {n2}
    - {n0} ¶ - {n1} ¶ - {n2}
    (a) {n0} (b) {n1} (c) {n2}
    Step [one/1]: {v0}. Step [two/2]: {v1}. Step [three/3]: {v2}.
    {v0}, [then/after that/next] {v1}[, and last of all/, and to finish/, and at the very end/
      ; finally] {v2}[./, please./]
    {n0} as a starter, {n1} as the main course and {n2} as dessert[, please/].
    {n0} comes first, {n1} second and {n2} last.
    The first is {n0}, the second {n1} and the third {n2}.
    After you have {p0}, {v1}, and [when that is done/last of all/after that] {v2}.
    When you have {p0}, {v1}. [Only then/And finally/To round it off,] {v2}.
    {v1} [and then/and after that] {v2}, but [first of all/before all that/before both], {v0}.
    {v2}, but only once you have {p0} and {p1}.
    Don't {v2} before you have {p0} and {p1}.
    [Last of all/At the very end/To end with] {n2}, [to begin with/at the start/first] {n0}, and {n1} in between.
    Before {g2}, {v0} and [then/after it] {v1}.
    Lead with {n0}, put {n1} in the middle and [close/end] with {n2}.
    [One after the other/In this order/In this very order]: {n0}, {n1}, {n2}.
""")
_NOUNS_OF = {
    "I": ("a picture of {a}", "a drawing of {a}", "an image of {a}", "one picture of {a}", "a painting of {a}",
          "{a} as a picture"),
    "A": ("the sound of {a}", "a recording of {a}", "one sound: {a}", "the noise of {a}", "{a} as audio",
          "some audio of {a}"),
    "V": ("a video of {a}", "a clip of {a}", "a gif of {a}", "an animation of {a}", "a short film of {a}",
          "{a} on video"),
}  # fmt: skip
_VERBS_OF = {
    "I": ("draw {a}", "paint {a}", "show me a picture of {a}", "sketch {a}", "make an image of {a}"),
    "A": ("play {a}", "let me hear {a}", "make the sound of {a}", "play the sound of {a}", "let me listen to {a}"),
    "V": ("animate {a}", "film {a}", "make a clip of {a}", "show me a video of {a}", "make a short film of {a}"),
}
_NOUNS_OF_IT = {
    "I": ("its picture", "its portrait", "a picture of it", "a drawing of it", "an image of one"),
    "A": ("its sound", "its {noise}", "the sound it makes", "the {noise} of it", "what it sounds like"),
    "V": ("a clip of it", "a video of it", "an animation of it", "it on video", "it in motion"),
}
_VERBS_OF_IT = {
    "I": ("draw it", "paint it", "show it", "show me a picture of it", "sketch it", "let me see it"),
    "A": ("let me hear it", "play its sound", "play its {noise}", "let me hear its {noise}", "make its noise"),
    "V": ("animate it", "film it", "make a clip of it", "set it in motion", "show it on video"),
}
_DOING = {
    "I": ("drawing {a}", "painting {a}", "sketching {a}", "making a picture of {a}", "showing me a picture of {a}"),
    "A": ("playing the sound of {a}", "letting me hear {a}", "making the sound of {a}", "playing {a}"),
    "V": ("animating {a}", "filming {a}", "making a clip of {a}", "showing me a video of {a}"),
}
_DOING_IT = {
    "I": ("drawing it", "painting it", "sketching it", "making a picture of it"),
    "A": ("letting me hear it", "playing its sound", "playing its {noise}", "making its noise"),
    "V": ("animating it", "filming it", "making a clip of it", "showing it on video"),
}
_DONE = {
    "I": ("drawn {a}", "painted {a}", "sketched {a}", "made a picture of {a}", "shown me a picture of {a}"),
    "A": ("played the sound of {a}", "let me hear {a}", "made the sound of {a}", "played {a}"),
    "V": ("animated {a}", "filmed {a}", "made a clip of {a}", "shown me a video of {a}"),
}
_DONE_IT = {
    "I": ("drawn it", "painted it", "sketched it", "made a picture of it"),
    "A": ("let me hear it", "played its sound", "played its {noise}", "made its noise"),
    "V": ("animated it", "filmed it", "made a clip of it", "shown it on video"),
}
_FORMS = {
    "v": (_VERBS_OF, _VERBS_OF_IT),
    "n": (_NOUNS_OF, _NOUNS_OF_IT),
    "g": (_DOING, _DOING_IT),
    "p": (_DONE, _DONE_IT),
}
"""Of a gap's letter: what is said of a thing with its name, and of "it"."""
_GAP_OF_ORDERS = re.compile(r"\{([vngp])(\d)\}")


def ordered_request(order: str, rng: random.Random, things: tuple[str, ...] | None = None, known: bool = False) -> str:
    """A request that says the order of two or three media. `things` are said one a medium; without, all media are of
    one thing, and the gaps {a} and {noise} are left for it and for what it does to be heard. What is `known` already
    is "it" from the beginning."""
    text = spelled_out(rng.choice(ORDERS_OF_TWO if len(order) == 2 else ORDERS_OF_THREE), rng)
    begun: list[int] = []

    def clause(match: re.Match) -> str:
        (named, of_it), number = _FORMS[match[1]], int(match[2])
        first, letter = not begun and not known, order[number]
        begun.append(number)
        if things is not None:
            chosen = rng.choice(named[letter])
            said = chosen.format(a=things[number])
            doubled = said.startswith(("the sound of the", "some audio of some"))
            return said.replace("the sound of ", "", 1) if doubled else said
        return rng.choice((named if first else of_it)[letter])

    text = re.sub(r" ?¶ ?", "\n", tidy(_GAP_OF_ORDERS.sub(clause, text)))
    text = re.sub(r"([.?!:]) ([a-z])", lambda m: m[0] if m[1] == ":" else f"{m[1]} {m[2].upper()}", text)
    return text[:1].upper() + text[1:] if rng.random() < 0.8 and not text.startswith("{") else text
