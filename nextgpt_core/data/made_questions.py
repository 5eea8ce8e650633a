"""More ways to ask for facts of what was shown or made: movement, manner of drawing, place, colour, which of two is
where, and what was made.

Patterns of grammar.spelled_out with the gaps of details. Words only.
"""

from __future__ import annotations

from nextgpt_core.data.grammar import patterns

MOTION = patterns("""
    [Which way/In which direction/Where to/How/In what way] [did/does] [it/the {m}] [go/move/travel/head][ again/,
      exactly/ then/]?
    [What kind of/What sort of/Which] [movement/motion] [is/was] [it/that][ again/]?
    [What did you/What have you] [make it do/let it do/have the {m} do]?
    [and/so/and then] [what did it do/it moved how/what was it up to/how did it go/it did what][?/]
    [What was/What is] the {m} [up to/busy with/doing in there/doing there]?
    [Say/Describe] [in a word/in words/briefly] [how it moves/how it moved/what it did/what it does][, please/].
    [Did/Does] [it/the {m}] [move/do anything/go anywhere/stand still]? [How/In what way/What]?
    How did I [want/wish] [it/the {m}] to move?
    [Its/The] [movement/motion/path]?
    {m}: [what movement/moving how/doing what]?
""")
STYLE = patterns("""
    [What/Which] [kind/sort/type] of [picture/drawing/image] [is/was] [it/that/this][ again/]?
    [In what manner/In which way/How] [did you draw/have you drawn/was it painted/is it done/did you do it/did you make
      the {m}]?
    [Which/What] [style/look/way of drawing] did I [ask for/want/choose/order/name][ again/]?
    [and/so] [drawn how/in what style/which look][?/]
    [Is it/Was it] [flat or three-dimensional/a photo or a drawing/drawn with lines or in colour areas/3d or flat]?
    [Say/Tell me] [the style/how it is drawn/the manner of drawing][, please/].
""")
SETTING = patterns("""
    [Where did you/Where have you] [put/place/draw/paint/set] [it/the {m}][ again/]?
    Where did I [want/wish] [it/the {m}][ to be/]?
    [On what/In what/In which place] [does/did] [the {m}/it] [stand/sit/stay/live]?
    [What sort of place/What kind of landscape/What scenery/Which scene] [is/was] [it/that][ in/]?
    [and/so] [it stands where/where was that/in front of what/against what scene][?/]
    [The/Its] [surroundings/scenery/scene/setting/place][?/, please/]
""")
BACKDROP = patterns("""
    [What/Which] [colour/color/shade/tint] [do you see/is there/did you put/is used] behind [it/the {m}]?
    [and/so] [behind it/the backdrop/at the back/the rest of the picture/the paper], [what/which] [colour/color/
      shade]?
    The [colour/color/shade] [behind it/of the backdrop/at the back/around the {m}][, please/?/]
    [What is/What's] the [backdrop's/background's] [colour/color/shade]?
    [On/Against/In front of] [what/which] [colour/color] [is/was] [it/the {m}] [set/drawn/put/shown]?
""")
COLOUR = patterns("""
    [What/Which] [shade/tint/hue/tone] {is} [it/the {m}/that]?
    [What/Which] [shade/colour/color/paint] did you [use/choose/take] [for it/for the {m}/there]?
    [and/so] [it is/that is/it was] [what/which] [colour/color][?/]
    The {m}'s [colour/color/shade][, please/?/]
    [Name/Say/Give me] [its/the] [colour/color/shade][, please/].
    [If you had to paint it/If I bought paint for it/For my colouring book], [what/which] [colour/color][ would it be/]?
    [what/which] [color/colour] [has it/it has/r these/is this][?/]
""")
SIDE = patterns("""
    Which [one/of the two/of them/thing] [is/was/did you put/stands] {v}?
    [What/Which] [is/was] {v}[ in the picture/ there/, then/]?
    [Who or what/What do you see/What did you draw] {v}?
    [and/so] [the one/the thing] {v}[ is what/ was which/]?
    {V}, [what is that/what do I see/what did I want/which one][?/]
    [Name/Tell me] [the thing/the one/what is] {v}[, please/].
""")
MADE_SOUND = patterns("""
    [What/Which] [sound/noise/thing] [was that/did you play/did I hear/was it/did I ask to hear][ again/ just now/]?
    [What/Who] [made/makes] [that/this] [sound/noise][ again/]?
    [What/Whom/Who] [was I hearing/did I just hear/have I been hearing/am I hearing][ there/]?
    [and/so] [what was that/who was that/that was what/what did I hear][?/]
    [Name/Tell me] [the sound/what that was/what you played/the source][, please/].
    [Say in words/In words], [what did you play/what was to be heard/what is that sound]?
""")
MADE_INSTRUMENT = patterns("""
    [Which/What] instrument [did you play/did you use/have I heard/plays/was playing/was it/did I ask for/have you
      played][ there/ just now/ again/]?
    [What/Which one] [did you play/was playing/was played][ there/ just now/ again/]?
    [Name/Tell me] the instrument[, please/ again/].
    [and/so] [the instrument/which instrument/that was played on what/what did you play it on][?/]
""")
SOUND_TOLD = ("It was {a}.", "{A}.", "That was {a}.", "I played {a}.", "You heard {a}.")
