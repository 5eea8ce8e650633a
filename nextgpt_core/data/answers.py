"""What the assistant says beside the media it makes: short lines put together from openers, middles and closers.

Knows wants and words; no pack, no request. Every line is true of any medium of its modality: nothing is claimed about
how a picture turned out beyond what was asked.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from nextgpt_core.data.grammar import agreeing, is_several
from nextgpt_core.data.wants import Want

_OPENERS = (
    "",
    "",
    "",
    "Sure. ",
    "Sure, ",
    "Of course. ",
    "Of course! ",
    "Okay, ",
    "Okay! ",
    "Gladly. ",
    "With pleasure. ",
    "Happy to. ",
    "All right, ",
    "Certainly. ",
    "Good idea. ",
    "Coming right up. ",
    "Let's see. ",
    "No problem. ",
    "Right away. ",
    "Nice choice. ",
)
_MIDDLES = {
    "image": (
        "here is {a}",
        "here is {a} for you",
        "here's {a}",
        "here's a picture of {a}",
        "I drew {a}",
        "I drew {a} for you",
        "I painted {a} for you",
        "this is {a}",
        "this is what {a} looks like",
        "{a}, as you asked",
        "{a}, just for you",
        "I made a picture of {a}",
        "take a look at {a}",
        "I sketched {a}",
        "one picture of {a}",
        "let me draw {a}",
    ),
    "audio": (
        "here is {a}",
        "here's the sound of {a}",
        "listen to {a}",
        "this is {a}",
        "have a listen: {a}",
        "this is what {a} sounds like",
        "{a}, for your ears",
        "I made the sound of {a}",
        "you can hear {a} here",
        "let me play {a}",
        "here is a recording of {a}",
        "listen: {a}",
    ),
    "video": (
        "here is {a}",
        "here's a clip of {a}",
        "I animated {a}",
        "watch {a}",
        "this is {a}",
        "a short clip of {a}",
        "here's a little film of {a}",
        "{a}, in motion",
        "I made a video of {a}",
        "have a look at {a} in this clip",
        "a two second clip of {a}",
        "let me animate {a}",
    ),
}
_SHORT_BEFORE = (
    "Here you go:",
    "Here you are.",
    "Sure!",
    "Of course!",
    "Gladly.",
    "Here it is.",
    "As you wish.",
    "Coming up.",
    "One moment.",
    "There you go.",
    "Okay!",
    "Let me try.",
    "Done.",
    "With pleasure!",
    "Ta-da!",
    "Right away.",
    "Voila!",
    "All done:",
    "Okay, here goes.",
)
_SHORT_OF = {
    "image": (
        "Look:",
        "A drawing for you:",
        "Your picture:",
        "Pencils ready.",
        "Take a look:",
        "Fresh from the easel:",
    ),
    "audio": ("Listen:", "Your sound:", "Ears ready?", "Have a listen:", "Turn up the volume:"),
    "video": ("Watch:", "Your clip:", "Roll the film:", "And action!", "Have a look:"),
}
_CLOSERS = (
    "I hope you like it.",
    "Hope you like it!",
    "Enjoy!",
    "Is that what you had in mind?",
    "Tell me if you want something changed.",
    "Let me know if you need another one.",
    "I hope that helps.",
    "Shall I make another one?",
    "That was fun to make.",
    "What shall we make next?",
    "How do you like it?",
)
_CLOSERS_OF = {
    "image": (
        "I can also animate it.",
        "I can change it if you like.",
        "Would you like another colour?",
        "I can put it in front of another background.",
        "I enjoyed drawing that.",
        "Shall I turn it into a clip?",
    ),
    "audio": (
        "Shall I play something else?",
        "Would you like to hear another one?",
        "I hope your speakers are on.",
        "Nice to hear, isn't it?",
    ),
    "video": (
        "It lasts two seconds.",
        "I can also draw a still picture of it.",
        "Shall I make another clip?",
        "It keeps moving.",
    ),
}
_MEDIUM = {
    "image": ("picture", "drawing", "image"),
    "audio": ("sound", "recording"),
    "video": ("clip", "video", "animation"),
}


def sentence(text: str) -> str:
    """First letter upper-case, one full stop at the end unless it ends in a mark already."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", ":")) else text + "."


def middle(want: Want, rng: random.Random) -> str:
    return agreeing(rng.choice(_MIDDLES[want.modality]), is_several(want.said)).format(a=want.said)


def _closer(want: Want, rng: random.Random) -> str:
    return rng.choice(_CLOSERS if rng.random() < 0.6 else _CLOSERS_OF[want.modality])


def _before(want: Want, rng: random.Random) -> str:
    opener = rng.choice(_OPENERS)
    said = middle(want, rng)
    return sentence(opener + (said if opener.endswith(", ") or not opener else sentence(said)))


def make(want: Want) -> dict:
    return {"make": want.modality, "caption": want.caption}


def made_turn(want: Want, rng: random.Random, silent: bool = False) -> dict:
    """The assistant's turn for one medium: text before it, after it, on both sides, or none if forbidden."""
    if silent:
        content = [make(want)]
    else:
        shape = rng.random()
        if shape < 0.42:
            content = [{"text": _before(want, rng)}, make(want)]
        elif shape < 0.62:
            content = [{"text": _before(want, rng)}, make(want), {"text": _closer(want, rng)}]
        elif shape < 0.76:
            content = [{"text": _short(want, rng)}, make(want), {"text": _after(want, rng)}]
        elif shape < 0.88:
            content = [make(want), {"text": _after(want, rng)}]
        else:
            content = [{"text": _short(want, rng)}, make(want)]
    return {"role": "assistant", "content": content}


def _short(want: Want, rng: random.Random) -> str:
    return rng.choice(_SHORT_BEFORE if rng.random() < 0.6 else _SHORT_OF[want.modality])


def _after(want: Want, rng: random.Random) -> str:
    line = rng.choice(
        (
            "That is {a}.",
            "This is {a}.",
            "That's {a} for you.",
            "There it is: {a}.",
            "{a}, as you asked.",
            "{a}, just for you.",
            "Your {medium} of {a}.",
            "That's my {medium} of {a}.",
            "And that is {a}.",
            "A {medium} of {a}.",
        )
    )
    line = agreeing(line, is_several(want.said))
    text = (
        line.format(a=want.said, medium=rng.choice(_MEDIUM[want.modality]))
        .replace("A image", "An image")
        .replace("A animation", "An animation")
    )
    return sentence(text if rng.random() < 0.7 else f"{text} {_closer(want, rng)}")


_ALSO = {
    "image": (
        "and here is a picture of {a}",
        "and this is what {a} looks like",
        "and a drawing of {a}",
        "and here is {a}",
        "now look at {a}",
    ),
    "audio": (
        "and here is the sound of {a}",
        "and this is what {a} sounds like",
        "and now listen to {a}",
        "and here you can hear {a}",
        "now listen: {a}",
    ),
    "video": (
        "and here is a clip of {a}",
        "and now watch {a}",
        "and {a} in motion",
        "and here is {a}",
        "now watch: {a}",
    ),
}
_ALSO_SHORT = {
    "image": ("And the picture:", "And this is how it looks:", "Now the picture:", "And here is the drawing:"),
    "audio": ("And the sound:", "And this is how it sounds:", "Now the sound:", "And here you can hear it:"),
    "video": ("And the clip:", "And here it moves:", "Now the video:", "And here it is in motion:"),
}


def several_turn(wants: Sequence[Want], rng: random.Random, together: bool) -> dict:
    """The assistant's turn for several media in the order asked; `together` when all are about one thing."""
    shape = rng.random()
    content: list[dict] = []
    if shape < 0.6:  # one line that says what comes, then all media: a plan that the model can then follow
        said = list(dict.fromkeys(want.said for want in wants))
        media = [rng.choice(_MEDIUM[want.modality]) for want in wants]
        listed = ", ".join(media[:-1]) + " and " + media[-1]
        if together:
            thing = wants[0].said
            text = rng.choice(
                ("here is {a} as {m}", "{a}: {m}", "here you get {m} of {a}", "{m} of {a}, as you asked")
            ).format(a=thing, m=listed)
        else:
            text = rng.choice(
                (
                    "here is {l}",
                    "here are both: {l}" if len(wants) == 2 else "here is everything: {l}",
                    "{l}, as you asked",
                )
            ).format(l=", ".join(said[:-1]) + " and " + said[-1] if len(said) > 1 else said[0])
        opener = rng.choice(_OPENERS)
        text = sentence(opener + (text if opener.endswith(", ") or not opener else sentence(text)))
        content = [{"text": text}, *map(make, wants)]
    else:
        for number, want in enumerate(wants):
            if number == 0:
                text = _before(want, rng) if shape < 0.9 else _short(want, rng)
            elif together and rng.random() < 0.5:
                text = rng.choice(_ALSO_SHORT[want.modality])
            else:
                text = sentence(agreeing(rng.choice(_ALSO[want.modality]), is_several(want.said)).format(a=want.said))
            content += [{"text": text}, make(want)]
    if rng.random() < 0.2:
        content.append({"text": rng.choice(_CLOSERS)})
    return {"role": "assistant", "content": content}
