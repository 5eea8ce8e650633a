"""What the assistant says beside the media it makes: short lines that follow the words of the request.

Knows wants and words; no pack, no request. Every line is true of any medium of its modality: nothing is claimed about
how a picture turned out beyond what was asked.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from nextgpt_core.data.grammar import agreeing, is_several
from nextgpt_core.data.reply_words import CLOSERS, CLOSERS_BY_CATEGORY, CUES, PLAIN, SHORT
from nextgpt_core.data.wants import Want

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


def make(want: Want) -> dict:
    return {"make": want.modality, "caption": want.caption}


def _said(line: str, want: Want, caught: str = "") -> str:
    """A line of reply_words with its gaps filled."""
    line = agreeing(line.replace("{A}", "{a}"), is_several(want.said))
    thing, medium = want.said, _MEDIUM[want.modality][0]
    text = line.replace("{1}", caught).replace("{m}", medium).replace("{a}", thing)
    return re.sub(r"(^|[.!?] )([a-z])", lambda match: match[1] + match[2].upper(), text)


def _lines(want: Want, asked: str) -> list[tuple[str, str]]:
    """(line, what its cue has caught) of every cue in the request; of long things only lines that name them once."""
    found = []
    for cue, lines in CUES[want.modality]:
        if match := cue.search(asked):
            caught = match[1].lower() if match.groups() else ""
            if len(caught.split()) < 3 and not caught.endswith((" i", " can", " and", " please")):
                found += [(line, caught) for line in lines]
    return found


def spoken(want: Want, rng: random.Random, asked: str, used: set[str]) -> str:
    """A sentence that names what was made, in words that follow the request and were not used before."""
    found = [pair for pair in _lines(want, asked) if pair[0] not in used]
    if not found or rng.random() < 0.06:
        found = [(line, "") for line in PLAIN[want.modality]]
    line, caught = rng.choice(found)
    used.add(line)
    return _said(line, want, caught)


def _closer(want: Want, rng: random.Random, used: set[str]) -> str:
    lines = CLOSERS_BY_CATEGORY.get(want.category or "", ()) if rng.random() < 0.75 else ()
    lines = [line for line in lines or CLOSERS[want.modality] if line not in used] or CLOSERS[want.modality]
    line = rng.choice(lines)
    used.add(line)
    return line


def made_turn(
    want: Want, rng: random.Random, silent: bool = False, asked: str = "", used: set[str] | None = None
) -> dict:
    """The assistant's turn for one medium: text before it, after it, on both sides, or none if forbidden.

    `used`: lines that this conversation has heard; what is said now is added.
    """
    used = set() if used is None else used
    if silent:
        return {"role": "assistant", "content": [make(want)]}
    shape = rng.random()
    before: list[str] = []
    after: list[str] = []
    if shape < 0.72:
        before.append(spoken(want, rng, asked, used))
        if rng.random() < 0.3:
            after.append(_closer(want, rng, used))
    elif shape < 0.88:
        after.append(spoken(want, rng, asked, used))
        if rng.random() < 0.4:
            before.append(rng.choice(SHORT[want.modality]))
    else:
        before.append(rng.choice(SHORT[want.modality]))
        if rng.random() < 0.5:
            after.append(_closer(want, rng, used))
    return {"role": "assistant", "content": [*_texts(before), make(want), *_texts(after)]}


def _texts(lines: list[str]) -> list[dict]:
    return [{"text": " ".join(lines)}] if lines else []


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


# A reply with one medium begins with the thing or what was done; one with several with the media or their order.
_PLANS_TOGETHER = (
    "First the {first}, then the {last}: {a}.",
    "{M} of {a}.",
    "{M}, all of {a}.",
    "{M}: {a}.",
)
_PLANS_APART = (
    "First {mfirst}, then {mlast}.",
    "First {mfirst}, then {mlast}.",
    "First {mfirst}, then {mlast}.",
    "First {first}, then {last}.",
    "{L2}.",
    "In this order: {l2}.",
)
"""The first is the rule: where every line is as likely as any other, the likeliest word of all of them is one that
begins a reply with a single medium."""
_OF = {"image": "a picture of {}", "audio": "the sound of {}", "video": "a clip of {}"}


def several_turn(
    wants: Sequence[Want], rng: random.Random, together: bool, asked: str = "", used: set[str] | None = None
) -> dict:
    """The assistant's turn for several media in the order asked; `together` when all are about one thing."""
    if together and [want.modality for want in wants] == ["video", "audio"]:
        return film_turn(*wants, rng, asked, used)
    used = set() if used is None else used
    shape = rng.random()
    content: list[dict] = []
    if shape < 0.8:  # one line that says what comes, then all media: a plan that the model can then follow
        media = [_MEDIUM[want.modality][0] for want in wants]
        said = [want.said for want in wants]
        both = [_OF[want.modality].format(want.said) for want in wants]
        plans = [line for line in (_PLANS_TOGETHER if together else _PLANS_APART) if line not in used]
        line = rng.choice(plans or _PLANS_TOGETHER if together else plans or _PLANS_APART)
        used.add(line)
        gaps = {
            "a": wants[0].said,
            "m": _listed(media),
            "first": media[0] if together else said[0],
            "last": _listed(media[1:]) if together else _listed(said[1:]),
            "l2": _listed(both),
            "mfirst": both[0],
            "mlast": _listed(both[1:]),
        }
        gaps |= {key.upper(): sentence(text).rstrip(".") for key, text in gaps.items() if len(key) < 3}
        content = [{"text": sentence(line.format(**gaps))}, *map(make, wants)]
    else:
        for number, want in enumerate(wants):
            if number == 0:
                text = spoken(want, rng, asked, used) if shape < 0.95 else rng.choice(SHORT[want.modality])
            elif together and rng.random() < 0.5:
                text = rng.choice(_ALSO_SHORT[want.modality])
            else:
                text = sentence(agreeing(rng.choice(_ALSO[want.modality]), is_several(want.said)).format(a=want.said))
            content += [{"text": text}, make(want)]
    if rng.random() < 0.15:
        content.append({"text": _closer(wants[-1], rng, used)})
    return {"role": "assistant", "content": content}


_FILMED = (
    "A clip of {a} with its sound.",
    "A clip of {a} with its sound.",
    "A clip of {a}, and its sound.",
    "A short film of {a} with its sound.",
    "{A} on video with its sound.",
    "Clip and sound of {a}.",
)


def film_turn(clip: Want, sound: Want, rng: random.Random, asked: str = "", used: set[str] | None = None) -> dict:
    """The assistant's turn for a clip and its sound, which become one film: what comes is said first, as a plan
    that the model can then follow, and nothing between the two."""
    used = set() if used is None else used
    line = rng.choice([line for line in _FILMED if line not in used] or _FILMED)
    used.add(line)
    content = [{"text": _said(line, clip)}, make(clip), make(sound)]
    if rng.random() < 0.12:
        content.append({"text": _closer(clip, rng, used)})
    return {"role": "assistant", "content": content}


def _listed(words: Sequence[str]) -> str:
    """ "a cat", "a cat and a dog", "a cat, a dog and a cow"; the same thing twice is said once."""
    words = list(dict.fromkeys(words))
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else words[0]
