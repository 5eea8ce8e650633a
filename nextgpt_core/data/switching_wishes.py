"""More ways to ask for the thing at hand in another modality, or once more: put together from parts, for training only.

Patterns of grammar.spelled_out. Words only.
"""

from __future__ import annotations

from collections.abc import Mapping

from nextgpt_core.data.grammar import patterns

REACTIONS = patterns("""
    [Lovely/Nice/Great/Cool/Sweet/Brilliant/Wonderful/Perfect/Fantastic/Beautiful/Pretty/Cute/Good/Fine/Excellent/
      Awesome/Amazing/Okay/Ok/Right/Alright/Wow/Oh/Hm/Hmm/Haha/Ha/Thanks/Thank you/Ah/Well/So/Yes/Super/Neat][!/./,/./]
    [That's/That is/This is/Looks/Sounds/How] [nice/great/good/lovely/funny/cool/sweet/fine][!/./.]
    [I like/I love/We like/My kids love] [it/this/that][!/./.]
    [Well done/Good job/Not bad/Nice one/Good work/Exactly what I meant/Just as I hoped/Better than I thought][!/./.]
    [Thanks for/Thank you for] [that/the last one/this one][!/./.]
""")
"""What people say of an answer before they go on."""

WISHES: Mapping[str, tuple[str, ...]] = {
    "video": patterns("""
        [I'd/I would/We'd/My kids would] [like/love/enjoy] [it/that one/this] [as a clip/as a short film/animated/
          on video/in motion/to move][, please/ too/ now/].
        [What does it look like/How does it look/What would it look like] [when it moves/in motion/while it moves/
          animated]?[ Show me./]
        [Is there/Would there be/Have you got/Do you have] [a clip/a video/an animation/a moving version/
          a film] of [it/that/this one][ too/ as well/]?
        [Get/Set] [it/that/this] [moving/in motion/going][, please/ for me/ now/]
        [A moving one/Moving pictures/The animated version/The moving version/A few seconds of motion/Some motion/
          Movement][, please/ next/ now/?].
        [Breathe life into/Give life to] [it/that/this][ now/, please/]
        [The clip/A clip/The video/A little video/Video/A gif/Film] [now/next/please/too/as well/
          of the same][, please/?/]
        [Don't leave it standing there/It should not stand still/It looks frozen/
          That one does not move]. [A clip would be nicer./Animate it./Let it move./As a clip.]
        [Could/Can/Would/Will] you [do/show me/give me/try] [the same/that/it] [in motion/as a clip/as a film/
          as a gif/animated][ as well/, please/]?
        [Now/Next/Then] [I want/I'd like/I need/show me] [a clip/a video/moving pictures/an animation/
          a gif] of [it/that/the same thing][, please/].
        [In motion/Animated/As moving pictures/As a gif/As a little film/On video][ this time/ next/, please/ too/?]
        [Same/The same thing/The same one], [in motion/but as a clip/as a gif/animated/
          on video][, please/ this time/].
        [Film/Animate/Shoot] [it/this/that/the same][ too/ as well/ next/ for me/ now/].
        [I want to/Let me/Let us/May I/Can we] [watch/see] [it/this/that] [go/move about/move/in action/
          on the move][ now/].
        [It/That] [would be/is] [nicer/better/more fun/livelier] [as a video/if it moved/in motion].
        [Next step/One more thing/And then]: [a clip of it/the video/it in motion/the moving version].
    """),
    "audio": patterns("""
        [I'd/I would/We'd/My kids would] [like/love] to [hear/listen to] [it/that/this][, please/ too/ now/].
        [Is there/Would there be/Have you got/Do you have] [a sound/a recording/some audio/a noise] of [it/that/
          this one][ too/ as well/]?
        [Its/The] [sound/noise/voice] [next/now/alone/too/as well/please], [please/nothing else/only that/
          if you can]
        [Audio/Sound/The audio/Its noise/A recording/An audio file] [now/next/please/too/as well/
          of the same][, please/?/]
        [Play/Give] me [its noise/its sound/what it sounds like/the sound it makes/a recording of it][ now/ too/].
        [Could/Can/Would/Will] you [play/let me hear/give me/make] [the sound of it/its sound/what it sounds like/
          the noise it makes][, please/ as well/ too/]?
        [I can't hear it/I hear nothing/It is silent/My speakers are silent/Not a sound so far]. [Play it./
          Its sound, please./Just the sound, please./Let me listen.]
        [Now/Next/Then] [I want/I'd like/I need/play me] [its sound/the sound/the noise of it/
          a recording of it][, please/].
        [As audio/As a sound/As a recording/Only as a sound/To be heard/Audible/In sound][ this time/ next/
          , please/ too/?/]
        [Same/The same thing/The same one], [as audio/but as a sound/for listening/
          only the sound][, please/ this time/].
        [What would I/What do I/What does one/What do people] hear [when it is near/from it/if it stood here/
          if I closed my eyes/when I meet one][?/? Play it./ then?]
        Let [me/us/my kids] [hear/listen to] [it/that/this/its sound][ now/ for a moment/, please/ too/].
        [How loud/How noisy/How shrill] is it? [Let me hear it./Play it./I want to listen.]
        [And its/So its/Now its/Then its] [sound/noise/voice][?/ please/, please/]
        [Next step/One more thing/And then]: [its sound/the noise it makes/a sound of it/the audio].
        [My eyes are closed/I'm blind/I shut my eyes/I can't look now]. [Let me hear it instead./
          Only the sound, please./What does it sound like?]
        [Give it a voice/Let it be heard/Make it heard/Let it sound/Let it make its noise][, please/ now/ alone/]
    """),
    "image": patterns("""
        [I'd/I would/We'd/My kids would] [like/love] [a picture of it/to see it/it as a picture/it drawn/
          a still of it/a still image of that][, please/ too/ now/].
        [Is there/Would there be/Have you got/Do you have] [a picture/a drawing/an image/a still/
          a portrait] of [it/that/this one][ too/ as well/]?
        [A picture/A drawing/An image/A still/The picture/Just a still/One still frame/A sketch/
          An illustration] [now/next/please/too/as well/of the same/to keep/to print][, please/?/]
        [Could/Can/Would/Will] you [draw/paint/sketch/picture/illustrate] [it/that/
          this one][, please/ as well/ too/ for me/]?
        [Now/Next/Then] [I want/I'd like/I need/show me] [a picture/a drawing/a still picture/an image] of [it/
          that/the same thing][, please/].
        [As a picture/As a drawing/As a still/On paper/As an image/Standing still/Without motion/
          Drawn][ this time/ next/, please/ too/?/]
        [Same/The same thing/The same one], [as a picture/but still/drawn/on paper/
          as a drawing][, please/ this time/].
        [Freeze it/Hold it still/Stop it there/Take a still of it/
          Keep it still][, please/ in a picture/ and show me/].
        [I can't see it/I see nothing/I have never seen one/Where is it/Nothing to look at so far][./
          ?] [Show me a picture./A drawing, please./Let me look at it./Draw one.]
        Let [me/us/my kids] [see/look at] [it/that/one][ now/ for a moment/, please/ too/ in a picture/].
        [What kind of thing/What creature/Who or what] [is it/makes such a noise]? [Draw it./A picture, please./
          Show me.]
        [I'd like to/I want to/We want to] [print it/hang it up/put it on paper/colour it in][. A picture, please./
          , so draw it./: a picture of it, please.]
        [And its/So its/Now its] [picture/portrait/looks][?/ please/, please/]
        [Next step/One more thing/And then]: [a picture of it/the drawing/a still of it/it on paper].
        [Draw/Paint/Sketch/Picture/Illustrate] [it/this/that/the same][ too/ as well/ next/ for me/ now/].
    """),
    "again": patterns("""
        [Same/The same/This/That] [again/once more/another time/one more time][, please/ for me/!/].
        [I'd/We'd/My kids would] [like/love] [that/it/the same] [again/once more/another time][, please/].
        [Give it another go/Have another go/Another go/Another round/Once again/From the start/Do over/Redo/
          Redo it][, please/!/.]
        [Is there/Can I have/May I have/Could I get] [another/a second] [one/version/one of the same][, please/]?
        [Now/And/And now] [again/once more/a second one/another one/the next one][, please/!/.]
    """),
}
