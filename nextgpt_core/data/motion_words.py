"""How people ask for a movement: as what the thing is doing, as what it does, as what it is made to do; and what things
do by themselves. Patterns of grammar.spelled_out; keys as in motions.MOTIONS. Words only.
"""

from __future__ import annotations

from collections.abc import Mapping

DOING: Mapping[str, str] = {
    "moves left": "[moving/moving/going/sliding/gliding/running/travelling/drifting] "
    "[left/left/to the left/leftwards/towards the left/"
    "from right to left/from the right to the left/off to the left]",
    "moves right": "[moving/going/sliding/gliding/running/travelling/drifting] "
    "[right/right/to the right/rightwards/towards the right/"
    "from left to right/from the left to the right/off to the right]",
    "moves up": "[moving up/moving upwards/rising/going up/floating up/flying up/climbing/going from bottom to top/"
    "going straight up/ascending/lifting off/soaring upwards/drifting up/shooting up/flying into the air]",
    "moves down": "[moving down/moving downwards/falling/going down/sinking/dropping/going from top to bottom/"
    "going straight down/descending/coming down/drifting down/tumbling down/diving down]",
    "spins": "[spinning/spinning around/rotating/whirling/turning around/spinning in a circle/turning round and round/"
    "making a full turn/"
    "doing a full turn/turning on its axis/twirling/doing a pirouette/going round in circles/revolving]",
    "grows": "[growing/getting bigger/getting larger/growing bigger/swelling/growing from small to big/becoming huge/"
    "expanding/becoming larger and larger/inflating/blowing up like a balloon]",
    "shrinks": "[shrinking/getting smaller/shrinking away/getting tinier/shrinking from big to small/becoming tiny/"
    "becoming smaller and smaller/dwindling/getting small]",
    "bounces": "[bouncing/bouncing up and down/jumping up and down/hopping/jumping/"
    "leaping up and down/bobbing up and down/skipping up and down/going boing]",
    "shakes": "[shaking/shaking from side to side/trembling/shivering/wobbling/"
    "jiggling/jittering/shaking left and right/rattling/quivering/vibrating/wiggling left and right]",
}
DOES: Mapping[str, str] = {
    "moves left": "[moves/goes/slides/glides/runs] [left/to the left/leftwards/towards the left/from right to left]",
    "moves right": "[moves/goes/slides/glides/runs] "
    "[right/to the right/rightwards/towards the right/from left to right]",
    "moves up": "[moves up/rises/goes up/floats up/flies up/moves upwards/ascends/lifts off/drifts up]",
    "moves down": "[moves down/falls/goes down/sinks/drops/moves downwards/descends/comes down/drifts down]",
    "spins": "[spins/spins around/rotates/whirls/turns around/twirls/does a full turn/revolves]",
    "grows": "[grows/gets bigger/gets larger/grows bigger/expands/becomes larger]",
    "shrinks": "[shrinks/gets smaller/shrinks away/gets tiny/becomes smaller/dwindles]",
    "bounces": "[bounces/bounces up and down/jumps up and down/hops/jumps/leaps up and down/bobs up and down]",
    "shakes": "[shakes/shakes from side to side/trembles/shivers/wobbles/jiggles/jitters/rattles/vibrates]",
}
DO: Mapping[str, str] = {
    "moves left": "[move/go/slide/glide/run] [left/to the left/leftwards/towards the left/from right to left]",
    "moves right": "[move/go/slide/glide/run] [right/to the right/rightwards/towards the right/from left to right]",
    "moves up": "[move up/rise/go up/float up/fly up/move upwards/ascend/lift off/go straight up]",
    "moves down": "[move down/fall/go down/sink/drop/move downwards/descend/come down/go straight down]",
    "spins": "[spin/spin around/rotate/whirl/turn around/twirl/do a full turn/revolve]",
    "grows": "[grow/get bigger/get larger/grow bigger/expand/become larger]",
    "shrinks": "[shrink/get smaller/shrink away/get tiny/become smaller/dwindle]",
    "bounces": "[bounce/bounce up and down/jump up and down/hop/jump/leap up and down/bob up and down]",
    "shakes": "[shake/shake from side to side/tremble/shiver/wobble/jiggle/jitter/rattle/vibrate]",
}
REQUESTS: tuple[str, ...] = (
    "[Make/Let/Have] {does}.",
    "[make/let/have] {does}",
    "[Can/Could] you [make/let] {does}?",
    "[I want/I'd like/I would love] to [see/watch] {does}.",
    "[Let me/I want to] [watch/see] {does}[, please/].",
    "[A video/A clip/An animation/A gif/Film it:] [where I see/of how one can see/in which we see/to see] {does}.",
    "Show me [in a clip/in a video/in motion] {does}.",
)
"""{does} is "a fox spin on a red background"."""
CHANGES: tuple[str, ...] = (
    "[Make/Let/Have] [it/it/this/that] {do}[, please/ now/].",
    "[make/let] it {do}",
    "[Can/Could] [you make it/it] {do}?",
    "[Now make/And now let/Now let] it {do}.",
    "I want [it/this] to {do}.",
    "[It/This] should {do}[ now/ in a clip/].",
    "[Animate it/Animate this/A clip], and [let/make] it {do}.",
    "[Show/Film] it {doing}.",
    "[now/And] {doing}[, please/ in a video/]",
    "[As a clip/In a video]: {doing}.",
)
"""Of a thing shown or made before."""
CHANGES_HELD = ("Would you have it {do}?", "same thing, only {doing}")
# subcategory of a concept -> what such things do; the caption keeps it
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "animal-mammal": ("run", "walk", "sleep", "eat", "play", "wag its tail", "look around"),
    "animal-bird": ("fly", "flap its wings", "walk", "peck"),
    "animal-bug": ("crawl", "fly", "buzz around"),
    "animal-marine": ("swim", "dive", "splash"),
    "animal-reptile": ("crawl", "creep", "blink"),
    "animal-amphibian": ("leap", "jump"),
    "transport-ground": ("drive", "drive by", "speed", "brake", "arrive"),
    "transport-air": ("fly", "take off", "land", "circle"),
    "transport-water": ("sail", "rock on the waves"),
    "person-role": ("dance", "wave", "walk", "work"),
    "person-fantasy": ("dance", "wave", "fly"),
    "person": ("dance", "wave", "laugh"),
    "plant-flower": ("bloom", "sway in the wind", "open"),
    "plant-other": ("sway in the wind", "lose its leaves"),
    "sky & weather": ("pass by", "shine", "come closer"),
    "food-prepared": ("steam", "be eaten"),
    "face-costume": ("laugh", "dance"),
    "cat-face": ("blink",),
    "monkey-face": ("blink", "laugh"),
}
