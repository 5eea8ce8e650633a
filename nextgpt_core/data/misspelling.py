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


def misspelt(text: str, rng: random.Random) -> str:
    """One word of four letters or more gets a slip: a letter doubled, dropped, or two swapped."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not long:
        return text
    i = rng.choice(long)
    word, at = words[i], rng.randrange(1, len(words[i]) - 1)
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
        text = text.replace("'", "").rstrip(".!")
    return text
