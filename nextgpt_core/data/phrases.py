"""The English of captions: articles, plurals, and the openings that name a style. Shared by pictures and clips.

Knows words only; does not know scenes, motions or files.
"""

import random

from nextgpt_core.data.backgrounds import SETTINGS, UNSAID

_NO_ARTICLE_TEXT = """
scissors eyeglasses glasses
sunglasses goggles jeans shorts briefs socks gloves headphones maracas skis chopsticks grapes
cherries blueberries peanuts beans pancakes sparkles fireworks fries chips houses bricks chains books bubbles eyes
lungs footprints dice noodles stew sushi bread bacon butter salt popcorn ice rice cheese milk beer wine coffee corn
cooking garlic broccoli lightning fire fog mud wood sand spaghetti luggage confetti money yarn thread sake champagne
tickets knobs dolls leaves notes needles shoes sandals hearts hands swords mugs droplets masks clothes fondue custard
honey bikini-bottoms falafel dango oden shopping-bags prayer-beads drums camping karate badminton bowling tennis
lacrosse golf ramen curry soap dna dirt foggy puff smoking cookware paella toilet-paper people men women paws zzz
fingers springs cards frames tabs dividers paperclips biceps lettuce prints santa-claus father-christmas mrs.-claus
mx-claus
"""
_NO_ARTICLE = frozenset(_NO_ARTICLE_TEXT.split())
_THE_TEXT = """
sun moon milky-way statue-of-liberty kaaba earth tokyo-tower ocean sea sky
"""
_THE = frozenset(_THE_TEXT.split())
_PROPER = {
    "two people hugging",
    "two people in silhouette",
    "mount fuji",
    "santa claus",
    "father christmas",
    "mrs. claus",
    "mx claus",
    "planet saturn",
}
_ARTICLED = {"bikini", "bowl of noodles", "bowl of rice", "cup of coffee", "hot coffee", "pot of honey"}
_AN_ANYWAY = ("hour", "honest", "heir", "x-ray", "x ray", "suv")
_A_ANYWAY = ("uni", "ufo", "one-", "one ", "euro", "ukulele", "use")
_IRREGULAR = {
    "mouse": "mice",
    "goose": "geese",
    "ox": "oxen",
    "tooth": "teeth",
    "foot": "feet",
    "child": "children",
    "man": "men",
    "woman": "women",
    "person": "people",
    "fish": "fish",
    "sheep": "sheep",
    "deer": "deer",
    "moose": "moose",
    "bison": "bison",
    "squid": "squid",
    "wolf": "wolves",
    "leaf": "leaves",
    "knife": "knives",
    "scarf": "scarves",
    "potato": "potatoes",
    "tomato": "tomatoes",
    "mango": "mangoes",
    "volcano": "volcanoes",
    "shrimp": "shrimp",
    "blowfish": "blowfish",
    "jellyfish": "jellyfish",
    "firefighter": "firefighters",
    "elf": "elves",
    "mosquito": "mosquitoes",
    "flamingo": "flamingos",
    "cactus": "cacti",
    "octopus": "octopuses",
    "loaf": "loaves",
    "hippopotamus": "hippopotamuses",
    "buffalo": "buffalo",
    "policeman": "policemen",
    "fireman": "firemen",
    "snowman": "snowmen",
    "merman": "mermen",
    "fly": "flies",
}
_JOINERS = (
    " with ",
    " of ",
    " in ",
    " on ",
    " at ",
    " behind ",
    " for ",
    " and ",
    " without ",
    " showing ",
    " over ",
    " taking ",
    " landing",
    " pointing ",
    " a ",
    " the ",
)
COUNTS = {2: "two", 3: "three", 4: "four"}

# style -> openings that name it; {} is the thing with its article
STYLE_OPENINGS = {
    "3d": ("a 3d picture of {}", "a 3d render of {}", "a 3d icon of {}"),
    "flat": ("a flat drawing of {}", "a flat illustration of {}", "a flat icon of {}"),
    "twemoji": ("a sticker of {}", "a cartoon of {}", "a cartoon sticker of {}"),
    "noto": ("a drawing of {}", "an emoji of {}"),
    "openmoji": ("a line drawing of {}", "an outline drawing of {}"),
}
HELD_STYLE_OPENINGS = {
    "3d": ("a rendered 3d scene showing {}",),
    "flat": ("a flat graphic showing {}",),
    "twemoji": ("a cartoon image showing {}",),
    "noto": ("a drawn image showing {}",),
    "openmoji": ("a line art image showing {}",),
}
OPENINGS = ("{}", "{}", "{}", "a picture of {}", "an image of {}", "an icon of {}", "a drawing of {}")
HELD_OPENINGS = ("an image that shows {}", "a depiction of {}", "{}, shown as a picture", "a nice illustration with {}")


def is_plural_or_mass(name: str) -> bool:
    """True for names that take no "a": "grapes", "scissors", "bread", "santa claus"."""
    head = _head(name)
    if name in _ARTICLED:
        return False
    return name in _PROPER or name.replace(" ", "-") in _NO_ARTICLE or head.split()[-1] in _NO_ARTICLE


def with_article(name: str) -> str:
    """ "a red apple", "an owl", "grapes", "the statue of liberty"; `name` may begin with adjectives."""
    if is_plural_or_mass(name):
        return name
    if name.replace(" ", "-") in _THE:
        return f"the {name}"
    vowel = name[0] in "aeiou8" and not name.startswith(_A_ANYWAY)
    return f"an {name}" if vowel or name.startswith(_AN_ANYWAY) else f"a {name}"


def can_be_counted(name: str) -> bool:
    """True when "three ..." sounds right: simple singular names without "of", "with" and the like."""
    return not is_plural_or_mass(name) and name.replace(" ", "-") not in _THE and _head(name) == name


def plural(name: str) -> str:
    """Plural of a countable name: "cat faces", "mice", "cherries"."""
    *before, last = name.split(" ")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        last += "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last += "s"
    return " ".join([*before, last])


def pick_name(names: tuple[str, ...], rng: random.Random) -> str:
    """The preferred name three times in five, else one of the others."""
    return names[0] if len(names) == 1 or rng.random() < 0.6 else rng.choice(names[1:])


def opened(text: str, style: str, rng: random.Random, split: str) -> str:
    """Puts an opening before `text`. The style is named in 15 % of 3d captions and 85 % of others."""
    named = rng.random() < (0.15 if style == "3d" else 0.85)
    if split == "held":
        choices = HELD_STYLE_OPENINGS[style] if named else HELD_OPENINGS
    else:
        choices = STYLE_OPENINGS[style] if named else OPENINGS
    return rng.choice(choices).format(text)


def said_background(background: str, rng: random.Random, split: str) -> str:
    """What follows a caption to say its background, with a leading space; nothing for the unsaid ones."""
    if background in UNSAID:
        return ""
    if background in SETTINGS:
        return f" {SETTINGS[background][split == 'held']}"
    if split == "held":
        return f" in front of a plain {background} backdrop"
    return f" {rng.choice(('on', 'on', 'with'))} {with_article(background)} background"


def _head(name: str) -> str:
    positions = [name.find(joiner) for joiner in _JOINERS if name.find(joiner) > 0]
    return name[: min(positions)] if positions else name
