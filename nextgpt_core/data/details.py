"""Questions about one fact of a medium, and their answers: its colour, number, place, background, movement.

Patterns of grammar.spelled_out. Gaps: {m} the thing's name (of several: their plural), {many} the plural, {it} "it" or
"they", {is} and {was} agreeing with it, {v} the fact, {w} the same fact with another value, {a} the whole thing,
{t} the tempo.
Words only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nextgpt_core.data import heard_questions, made_questions, tune_questions
from nextgpt_core.data.grammar import patterns


@dataclass(frozen=True)
class Detail:
    """How one fact is asked for and told; `right` and `wrong` are questions with a value in them, for yes and no."""

    asked: tuple[str, ...]
    told: tuple[str, ...]
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


_SHORT = ("{V}.", "{V}.", "{It} {is} {v}.")
_YES = ("Yes, {it} {is} {v}.", "Yes, {v}.", "Right, {v}.")
_NO = ("No, {it} {is} {v}.", "No, {v}.", "No. {It} {is} {v}.")
YES, NO = _YES, _NO


def _detail(asked: str, told: tuple[str, ...], checks: str = "", more: tuple[str, ...] = ()) -> Detail:
    lines = patterns(checks) if checks else ()
    return Detail(
        patterns(asked) + more,
        told,
        tuple(line.replace("{x}", "{v}") for line in lines),
        tuple(line.replace("{x}", "{w}") for line in lines),
    )


DETAILS: Mapping[str, Detail] = {
    "colour": _detail(
        """
        [What/Which/what] [colour/color] {is} {it}?
        [What/Which] [colour/color] {was} {it}[ again/]?
        [What/Which/what] [colour/color] {is} the {m}[ in the picture/ here/ there/]?
        [What/Which] [colour/color] {was} the {m}[ again/ you drew/ in it/]?
        [what/which] [colour/color][?/]
        [And/and] [the/its] [colour/color]?
        [Tell/Can you tell] me the [colour/color][ of the {m}/], please.
        The [colour/color] of the {m}[, please/ is/]?
        In [what/which] [colour/color] {is} [the {m}/{it}] [drawn/painted]?
        [What/Which] [colour/color] [do/does] [the {m}/{it}] have?
        How would you [call/name] [the/that/its] [colour/color]?
        [Which/What] [colour/color] did I [ask for/want/choose]?
        """,
        (*_SHORT, "The {m} {is} {v}.", "I'd say {v}."),
        """
        {Is} [the {m}/{it}] {x}?
        {Was} the {m} {x}?
        [the {m}/{it}] {is} {x}, right?
        Would you call [the {m}/{it}] {x}?
        """,
        more=made_questions.COLOUR,
    ),
    "count": _detail(
        """
        How many {many} [are/were] there[ in the picture/ in all/ altogether/]?
        [How many/how many] [are/were] there[ then/ in total/]?
        [How many/how many] {many} [do you see/can you see/did you see/are in it/are on it/does it show][?/]
        [how many/how many of them/how many exactly/And how many][?/]
        [Count/Please count/Can you count] [them/the {many}][, please/ for me/].
        [Tell me/What is/And what was] the number of {many}[?/]
        [What number/How large a number] of {many} [is/was] that?
        """,
        ("{V}.", "{V}.", "I count {v}.", "There {is} {v}."),
        """
        [Are there/Do you see/Did I draw/Were there] {x} {many}?
        [Is that/That's/Was it] {x}[, right/]?
        """,
    ),
    "times": _detail(
        """
        How [many times/often] [do you hear it/is it heard/does it sound/was it]?
        [Count it/Count how often you hear it/How often is it][, please/]?
        [how many times/and how often][?/]
        """,
        ("{V}.", "I hear it {v}.", "It sounds {v}.", *heard_questions.TIMES_TOLD),
        more=heard_questions.TIMES,
    ),
    "setting": _detail(
        """
        Where {is} [it/the {m}]?
        Where {was} [it/the {m}][ again/]?
        [What is/What's/What was] [the setting/the scene/the surrounding/around it/the background/behind it/
          in the background]?
        [In/At] [what/which] [kind of place/place/landscape] {is} [it/the {m}]?
        [And where/where/where then][?/]
        [And the background/and the background/and around it/the background][?/]
        What [do you see/can be seen/is there] behind the {m}?
        [Describe/Tell me] the [background/surroundings], please.
        """,
        ("{It} {is} {v}.", "{V}.", "The {m} {is} {v}."),
        """
        {Is} [the {m}/{it}] {x}?
        {Was} the {m} {x}[, then/]?
        """,
        more=made_questions.SETTING,
    ),
    "backdrop": _detail(
        """
        [What/Which/what] [colour/color] [is/was] the [background/backdrop][ again/]?
        [What/Which/what] [colour/color] [is/was/lies] behind [it/the {m}]?
        [And the/and the/the] [background/backdrop/background's colour/colour behind it][?/]
        [What's/What is/What was] [behind it/in the background/behind the {m}]?
        [What/Which] background does it have?
        [In front of/Against/On] [what/which] [colour/background] {is} [the {m}/it]?
        Tell me the [colour/color] of the background[, please/].
        """,
        ("The background is {v}.", "{V}.", "The background is {v}.", "{V}, behind the {m}."),
        """
        [Is/Was] the [background/backdrop] {x}?
        """,
        more=made_questions.BACKDROP,
    ),
    "plain": _detail(
        """
        Where {is} [it/the {m}]?
        [What's/What is] [behind it/in the background/behind the {m}/around it]?
        [Is there/Do you see] [a landscape/anything else/something/any setting] [behind it/in the background]?
        [Is it/Is the {m}] [in the snow/on a beach/in space/on grass/somewhere/outdoors]?
        [And the background/and behind it/What about the background/the setting][?/]
        [Where was it drawn/What place is that/In which place is it]?
        """,
        (
            "Nothing: the background is plain.",
            "Just a plain background.",
            "Only a plain background, no place that I could name.",
            "No place in particular, the background is plain.",
        ),
    ),
    "place": _detail(
        """
        Where[ in the picture/ on the picture/ on the page/ in the frame/ exactly/] {is} [it/the {m}]?
        [On which side/In which part of the picture/At which edge/In which corner] {is} [it/the {m}]?
        Where [was the {m}/did you put it/did you put the {m}/does the {m} sit]?
        [left or right/Is it on the left or on the right/top or bottom/which side/which corner][?/]
        [And where/and its place/and the position][?/]
        """,
        ("{V}.", "{It} {is} {v}.", "The {m} {is} {v}."),
        """
        {Is} [the {m}/{it}] {x}?
        """,
    ),
    "size": _detail(
        """
        How [big/large] {is} [it/the {m}]?
        {Is} [it/the {m}] [big or small/large or small]?
        [What size {is} it/And the size/and how big][?/]
        """,
        ("{V}.", "{It} {is} {v}.", "The {m} {is} {v}."),
    ),
    "pair": _detail(
        """
        What else [is/was] [there/in it/in the picture]?
        [What/Which] [two things/things] [do you see/are there/did you draw/were in it]?
        [Is/Was] there [anything/something] else[ besides the {m}/ with it/]?
        What [is/was] [beside/with/near] [the {m}/it]?
        [Name/Tell me] both[ things/], please.
        [And the other thing/and what else/the second thing][?/]
        How [are/were] the two arranged?
        """,
        ("{A} {v}.", "I see two things: {a} {v}.", "There is {a} {v}."),
    ),
    "side": Detail(made_questions.SIDE, ("{A}.", "It's {a}.", "{A} is {v}.", "{A}.")),
    "motion": _detail(
        """
        [How does/How did] [it/the {m}] move?
        [What is/What was] [it/the {m}] doing?
        [What does/What did] [it/the {m}] do[ in the clip/ there/]?
        [In which way/Which way] [does/did] [it/the {m}] move?
        [And how does it move/and the movement/what happens/And what happens to it][?/]
        [Describe/Tell me] [the movement/what it does], please.
        """,
        ("It is {v}.", "{V}.", "The {m} is {v}."),
        """
        [Is/Was] [the {m}/it] {x}?
        """,
        more=made_questions.MOTION,
    ),
    "style": _detail(
        """
        [What/Which/what] style [is/was] [it/that/the picture][ in/ drawn in/]?
        [In what/In which] style [is it/was it/did you draw it]?
        [And the style/and the style/the style][?/]
        How [is/was] it drawn?
        """,
        ("{V} style.", "It is in {v} style.", "In {v} style."),
        more=made_questions.STYLE,
    ),
    "mood": _detail(
        """
        [Is/Was] [it/the tune/the music] [happy or sad/sad or happy/cheerful or sad]?
        [What is/What was/And] the mood?
        [How does/How did] [the music/it] feel?
        """,
        tune_questions.MOOD_TOLD,
        more=tune_questions.MOOD,
    ),
    "tempo": _detail(
        """
        [Is/Was] [it/the tune/the music] [slow or fast/fast or slow]?
        [What is/What was/And] the [tempo/pace/speed]?
        How [fast/quick/slow] [is/was] [it/this/the music/the rhythm]?
        [Is/Was] [it/the rhythm/this] [quick or leisurely/in a hurry or calm/a slow piece or a fast one]?
        At [what/which] [tempo/speed/pace] [is it/is it played/does it go]?
        """,
        ("It's {v}.", "{V}.", "Rather {v}.", *tune_questions.TEMPO_TOLD),
        more=tune_questions.TEMPO,
    ),
    "played": _detail(
        """
        [Which/What] instrument [is it/is that/do you hear/is playing], and [how fast/at what speed/is it slow or fast]?
        [What/Who] is [playing/played][ there/], and [how quickly/how fast/at which pace]?
        Name the instrument and [the tempo/its tempo/the speed/how fast it goes][, please/].
        [Instrument and tempo/instrument, tempo/The instrument and its pace][?/, please.]
        [What do you hear/What music is it]: [which/what] instrument, [which/what] [tempo/pace/speed]?
        """,
        ("{V}.", "I hear {v}.", "It's {v}.", *tune_questions.PLAYED_TOLD),
        more=tune_questions.PLAYED,
    ),
    "both": _detail(
        """
        [Which/What] two [sounds/things] [are these/do you hear/can be heard/are mixed here/are in it]?
        [What/what] else [do you hear/can be heard/is there/sounds][ besides that/ besides it/ with it/][?/]
        [Name/Tell me/List] [everything/both sounds/all sounds][ that you hear/ in it/ in this recording/][, please/].
        [What/what] is [mixed/going on at once/sounding together] [here/in this recording/there][?/]
        [What is/What's] [in the background/behind it/the other sound], and what is [in front/the main sound/the first]?
        [There are two sounds/Two things sound at once]: [which/what are they/name them][?/]
        What [do you hear/can you hear], [all of it/everything/both of them][, please/]?
        """,
        (
            "{A} and {v}.",
            "I hear {a} and {v}.",
            "Two things: {a} and {v}.",
            "{A}, and {v} with it.",
            *heard_questions.BOTH_TOLD,
        ),
        more=heard_questions.BOTH,
    ),
    "alone": _detail(heard_questions.ALONE, heard_questions.ALONE_TOLD),
    "number": _detail(
        """
        How many {many} [are there/do you hear/can you hear/are in it/were there/did you hear][ in all/]?
        [Count/Please count/Can you count] the {many}[, please/ for me/].
        [how many/And how many] {many}[?/]
        [Tell me/What is] the number of {many}[, please/].
        [Is it one/Is there one] or [more/several], and how many {many}?
        """,
        ("{V}.", "I hear {v}.", "I count {v}.", "{V} of them.", *heard_questions.NUMBER_TOLD),
        more=heard_questions.NUMBER,
    ),
    "instrument": _detail(
        """
        [Which/What] instrument [is it/was that/is playing/do you hear/did I hear]?
        Name the instrument[, please/].
        [What/Which one] [is/was] [being played/playing]?
        """,
        ("It's {v}.", "I hear {v}.", "{V}.", *tune_questions.INSTRUMENT_TOLD),
        more=tune_questions.INSTRUMENT,
    ),
    "played by you": Detail(made_questions.MADE_INSTRUMENT, made_questions.SOUND_TOLD),
    "sound of yours": Detail(made_questions.MADE_SOUND, made_questions.SOUND_TOLD),
    "name": _detail(
        """
        Just [name/the name of] [it/the thing].
        One word[, please/]: what [is/was] it?
        [What/what] [was/is] [it/that][ again/]?
        [Remind me/Tell me again]: what [is/was] [this/that/it]?
        """,
        ("{A}.", "It's {a}.", "{A}."),
        """
        [Is/Was] [that/this/it] {x}?
        [it's/that's] {x}, [right/isn't it]?
        """,
    ),
    "made": _detail(
        """
        What did you [make/just make/create/do for me][ again/]?
        [What/which thing] did I [ask for/want][ again/]?
        [what have you made/What was asked for/what was that supposed to be]?
        """,
        ("{A}.", "You asked for {a}.", "I made {a}."),
    ),
}
