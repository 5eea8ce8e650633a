"""What people type in haste: letters left out, doubled or swapped, short forms, capitals and apostrophes missing.

Knows letters only. What the assistant says and the captions it writes stay spelled right.
"""

from __future__ import annotations

import random
import re

_SHORT = {
    "you": "u",
    "please": "pls",
    "are": "r",
    "picture": "pic",
    "because": "cuz",
    "what": "wat",
    "want to": "wanna",
}

# as people write what they hear: one for the other, in either direction
_SOUNDS_ALIKE = (
    ("y", "i"), ("ie", "ei"), ("ph", "f"), ("ck", "k"), ("c", "k"), ("c", "s"), ("s", "z"), ("ea", "ee"), ("ou", "u"),
    ("er", "or"), ("ar", "er"), ("tt", "t"), ("ll", "l"), ("rr", "r"), ("nn", "n"), ("pp", "p"), ("a", "e"), ("e", "i"),
    ("o", "u"), ("o", "a"), ("gh", "g"), ("wh", "w"), ("qu", "kw"), ("le", "el"), ("en", "an"), ("sh", "ch"),
    ("oo", "u"), ("ai", "ay"), ("x", "ks"), ("au", "o"),
)  # fmt: skip


def sounded_out(word: str, rng: random.Random) -> str:
    """The word written by ear: one or two of its sounds spelled another way, letters that follow each other swapped."""
    changes = [(a, b) for pair in _SOUNDS_ALIKE for a, b in (pair, pair[::-1]) if a in word[1:]]
    for old, new in rng.sample(changes, min(len(changes), rng.choice((1, 1, 2)))):
        places = [m.start() for m in re.finditer(re.escape(old), word) if m.start() > 0]
        if places:
            at = rng.choice(places)
            word = word[:at] + new + word[at + len(old) :]
    return word


def misspelt(text: str, rng: random.Random) -> str:
    """One word of four letters or more gets a slip: a letter doubled, dropped, two swapped, or it is written by ear."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not long:
        return text
    i = rng.choice(long)
    word, at = words[i], rng.randrange(1, len(words[i]) - 1)
    if rng.random() < 0.5:
        words[i] = sounded_out(word, rng)
        return " ".join(words)
    slips = (
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    words[i] = rng.choice(slips)
    return " ".join(words)


def hasty(text: str, rng: random.Random) -> str:
    """The same words typed in haste: short forms, one or two slips, often in lower case and without marks."""
    if rng.random() < 0.4:
        for proper, short in _SHORT.items():
            if rng.random() < 0.5:
                text = re.sub(rf"\b{proper}\b", short, text)
    for _ in range(rng.choice((1, 1, 2))):
        text = misspelt(text, rng)
    if rng.random() < 0.6:
        text = text.lower()
    if rng.random() < 0.4:
        text = text.replace("'", "").rstrip(".!") or text  # "..." stays
    return text


def careless(text: str, rng: random.Random) -> str:
    """All in lower case, mostly without a mark at the end, often without apostrophes: right words, typed anyhow."""
    text = text.lower()
    if rng.random() < 0.7:
        text = text.rstrip(".!?") or text
    return text.replace("'", "") if rng.random() < 0.5 else text
