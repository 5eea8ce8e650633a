"""The vocabulary of things: about 1,500 emoji with names a person would say, in a fixed order.

Names come from the icon names of `@iconify-json/noto` (they follow Unicode's CLDR) and the short names of
`emoji-datasource`, cleaned by the tables below. Knows words only; does not know which pictures or clips exist.
"""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from nextgpt_core.data.corpora.fetch import npm_package
from nextgpt_core.errors import MissingWeights

DATASOURCE = ("emoji-datasource", "16.0.0")
NAMES = ("@iconify-json/noto", "1.2.9")


@dataclass(frozen=True)
class Concept:
    """One nameable thing. `concept` is the first and preferred of `names`; `emoji` is the Unicode text.

    `animated` says that a true animation exists; the animations part sets it.
    """

    concept: str
    names: tuple[str, ...]
    category: str
    subcategory: str
    emoji: str
    animated: bool = False


_SYMBOLS_KEPT_TEXT = """
warning no-entry radioactive biohazard atom-symbol star-of-david wheel-of-dharma yin-yang latin-cross orthodox-cross
star-and-crescent peace-symbol menorah infinity question-mark exclamation-mark heavy-dollar-sign recycling-symbol
fleur-de-lis trident-emblem check-mark cross-mark red-circle orange-circle yellow-circle green-circle blue-circle
purple-circle brown-circle black-circle red-square orange-square yellow-square green-square blue-square purple-square
brown-square large-orange-diamond large-blue-diamond red-triangle-pointed-up red-exclamation-mark red-question-mark
plus medical-symbol
"""
_SYMBOLS_KEPT = frozenset(_SYMBOLS_KEPT_TEXT.split())
_DROPPED_TEXT = """
hundred-points anger-symbol heart-exclamation eye-in-speech-bubble middle-finger breast-feeding globe-with-meridians
muted-speaker mobile-phone-with-arrow chart-increasing-with-yen low-battery bell-with-slash person-in-steamy-room
man-in-steamy-room woman-in-steamy-room raised-back-of-hand japanese-post-office love-hotel left-speech-bubble
right-anger-bubble e-mail locked-with-pen person-kneeling person-standing
"""
_DROPPED = frozenset(_DROPPED_TEXT.split())

# fmt: off
# concept slug -> the name a person would use
_SAID = {
    "automobile": "car", "red-heart": "red heart", "hot-beverage": "coffee", "soccer-ball": "soccer ball",
    "honeybee": "bee", "lady-beetle": "ladybug", "phoenix-bird": "phoenix", "t-rex": "tyrannosaurus rex",
    "sauropod": "long-necked dinosaur", "kiwi-fruit": "kiwi", "ear-of-corn": "corn",
    "steaming-bowl": "bowl of noodles", "cooking": "fried egg", "poultry-leg": "chicken leg",
    "meat-on-bone": "meat on the bone", "pot-of-food": "stew", "sheaf-of-rice": "rice plant",
    "leaf-fluttering-in-wind": "leaves in the wind", "spiral-shell": "seashell",
    "two-hump-camel": "two-humped camel", "shallow-pan-of-food": "paella", "bowl-with-spoon": "bowl with a spoon",
    "fork-and-knife-with-plate": "plate with knife and fork", "bottle-with-popping-cork": "champagne bottle",
    "globe-showing-europe-africa": "globe showing africa", "globe-showing-americas": "globe showing america",
    "globe-showing-asia-australia": "globe showing asia", "beach-with-umbrella": "beach",
    "railway-car": "railway carriage", "articulated-lorry": "semi truck", "sport-utility-vehicle": "suv",
    "fuel-pump": "gas pump", "wheel": "car wheel", "high-voltage": "lightning bolt", "droplet": "water drop",
    "water-wave": "ocean wave", "piata": "piñata", "1st-place-medal": "gold medal",
    "2nd-place-medal": "silver medal", "3rd-place-medal": "bronze medal", "tennis": "tennis ball",
    "bowling": "bowling ball and pins", "cricket": "cricket insect", "video-game": "game controller",
    "cricket-game": "cricket bat and ball", "ping-pong": "ping pong paddle", "ice-hockey": "ice hockey stick",
    "field-hockey": "field hockey stick", "badminton": "badminton racket", "lacrosse": "lacrosse stick",
    "flag-in-hole": "golf flag", "flying-disc": "frisbee", "pool-8-ball": "eight ball", "game-die": "dice",
    "performing-arts": "theater masks", "framed-picture": "framed picture", "artist-palette": "paint palette",
    "thong-sandal": "flip-flop", "womans-clothes": "blouse", "mans-shoe": "dress shoe", "womans-sandal": "sandal",
    "womans-boot": "boot", "womans-hat": "sun hat", "billed-cap": "baseball cap",
    "rescue-workers-helmet": "rescue helmet", "gem-stone": "diamond", "headphone": "headphones",
    "musical-keyboard": "piano keyboard", "long-drum": "conga drum", "optical-disk": "compact disc",
    "computer-disk": "minidisc", "clapper-board": "clapperboard", "locked": "padlock", "unlocked": "open padlock",
    "locked-with-key": "padlock with a key", "cigarette": "cigarette", "moai": "moai statue",
    "bullseye": "dartboard", "three-oclock": "wall clock", "magnifying-glass-tilted-left": "magnifying glass",
    "roll-of-paper": "toilet paper", "hourglass-done": "hourglass", "building-construction": "construction site",
    "european-post-office": "post office", "snowman": "snowman with snowflakes", "snowman-without-snow": "snowman",
    "reminder-ribbon": "awareness ribbon", "man-mage": "wizard", "woman-mage": "witch", "person-mage": "mage",
    "man-merpeople": "merman", "woman-merpeople": "mermaid", "person-merpeople": "merperson",
    "mrs-claus": "mrs. claus", "mx-claus": "mx claus", "person-deaf": "deaf person", "man-deaf": "deaf man",
    "woman-deaf": "deaf woman", "oncoming-fist": "punching fist",
    "person-in-suit-levitating": "levitating man in a suit", "zzz": "sleeping zzz", "family": "family",
    "kiss": "couple kissing", "busts-in-silhouette": "two people in silhouette",
    "bust-in-silhouette": "person in silhouette", "collision": "explosion", "dizzy": "dizzy star",
    "person": "person", "hourglass-not-done": "hourglass with flowing sand", "construction": "construction barrier",
    "people-hugging": "two people hugging", "leftwards-hand": "hand pointing left",
    "rightwards-hand": "hand pointing right", "face-with-tongue": "face with tongue out",
    "face-vomiting": "vomiting face", "man-beard": "man with a beard", "woman-beard": "woman with a beard",
    "person-beard": "bearded person", "face-exhaling": "exhaling face", "face-blowing-a-kiss": "face blowing a kiss",
    "woman-and-man-holding-hands": "woman and man holding hands", "warning": "warning sign",
    "no-entry": "no entry sign", "plus": "plus sign", "radioactive": "radioactive sign",
    "biohazard": "biohazard sign", "red-triangle-pointed-up": "red triangle",
    "large-orange-diamond": "orange diamond shape", "large-blue-diamond": "blue diamond shape", "mate": "mate drink",
    "ok-hand": "ok hand sign", "woman-getting-massage": "woman getting a massage",
    "man-getting-massage": "man getting a massage", "person-getting-massage": "person getting a massage",
    "man-getting-haircut": "man getting a haircut", "woman-getting-haircut": "woman getting a haircut",
    "person-getting-haircut": "person getting a haircut", "person-taking-bath": "person taking a bath",
    "person-rowing-boat": "person rowing a boat", "man-rowing-boat": "man rowing a boat",
    "woman-rowing-boat": "woman rowing a boat", "wind-face": "wind blowing face", "foggy": "foggy bridge",
    "oden": "oden skewer", "takeout-box": "takeout box", "wood": "wood log", "ring": "diamond ring", "ewe": "sheep",
    "infinity": "infinity symbol", "airplane-departure": "airplane taking off", "ice": "ice cube",
    "airplane-arrival": "airplane landing", "speaker-low-volume": "speaker at low volume", "leafy-green": "lettuce",
    "speaker-medium-volume": "speaker at medium volume", "speaker-high-volume": "speaker at high volume",
    "chart-increasing": "rising chart", "chart-decreasing": "falling chart",
    "index-pointing-up": "finger pointing up", "backhand-index-pointing-left": "finger pointing left",
    "backhand-index-pointing-right": "finger pointing right",
    "backhand-index-pointing-up": "hand with a finger pointing up",
    "index-pointing-at-the-viewer": "finger pointing at you", "backhand-index-pointing-down": "finger pointing down",
    "page-facing-up": "sheet of paper", "film-frames": "film strip", "pouring-liquid": "pouring drink",
    "joker": "joker card", "pick": "pickaxe", "link": "chain link", "pinata": "piñata", "station": "train station",
    "package": "cardboard box", "memo": "note and pencil", "umbrella-on-ground": "beach umbrella",
}
# concept name -> further names; names here win over the short names
_ALSO = {
    "car": "automobile, red car", "bicycle": "bike", "airplane": "plane, aeroplane", "motorcycle": "motorbike",
    "french fries": "fries, chips", "hamburger": "burger", "soft ice cream": "ice cream cone", "doughnut": "donut",
    "eggplant": "aubergine", "mobile phone": "smartphone, cell phone", "television": "tv",
    "laptop": "laptop computer", "desktop computer": "computer", "camera": "photo camera", "red apple": "apple",
    "pizza": "slice of pizza", "birthday cake": "cake", "shortcake": "slice of cake", "baby chick": "chick",
    "spouting whale": "whale spouting water", "crocodile": "alligator", "tyrannosaurus rex": "t-rex, dinosaur",
    "panda": "panda bear", "rocket": "space rocket", "flying saucer": "ufo", "fire engine": "fire truck",
    "bus": "city bus", "delivery truck": "truck", "suv": "blue car", "tram car": "streetcar",
    "sailboat": "sailing boat", "ship": "cargo ship", "passenger ship": "cruise ship",
    "evergreen tree": "fir tree, pine tree", "deciduous tree": "tree", "wrapped gift": "present, gift",
    "jack o lantern": "halloween pumpkin, pumpkin", "couch and lamp": "couch, sofa", "light bulb": "lamp",
    "wastebasket": "trash can", "violin": "fiddle", "piano keyboard": "piano, keyboard instrument",
    "microphone": "singing microphone", "drum": "drums", "guitar": "electric guitar", "soccer ball": "football",
    "american football": "rugby style football", "pile of poo": "poop, poop face",
    "face with tears of joy": "laughing crying face", "thumbs up": "thumbs-up sign", "red heart": "heart",
    "coffee": "cup of coffee, hot coffee", "beer mug": "beer, glass of beer", "wine glass": "wine, glass of wine",
    "cheese wedge": "cheese", "glass of milk": "milk", "moon cake": "mooncake", "corn": "corn on the cob",
    "tangerine": "orange, mandarin", "cooked rice": "rice, bowl of rice", "fire": "flame",
    "sun with face": "smiling sun", "umbrella with rain drops": "umbrella in the rain",
    "lightning bolt": "lightning", "globe showing africa": "earth, globe", "ringed planet": "planet saturn, planet",
    "house": "home", "train": "railway train", "high-speed train": "express train", "locomotive": "steam train",
    "sleeping zzz": "zzz", "robot": "robot face", "alien": "alien face", "santa claus": "father christmas",
    "wizard": "male mage", "witch": "female mage", "police officer": "cop, policeman", "health worker": "doctor",
    "cook": "chef", "firefighter": "fireman", "technologist": "programmer", "guard": "royal guard",
    "dartboard": "bullseye", "game controller": "video game", "frisbee": "flying disc", "eight ball": "pool ball",
    "theater masks": "masks", "ladybug": "ladybird", "bee": "honeybee", "two-humped camel": "camel with two humps",
    "camel": "dromedary", "snail": "garden snail", "spider web": "cobweb", "kitchen knife": "knife",
    "padlock": "lock", "open padlock": "unlocked padlock", "diamond": "gem, gemstone", "cityscape": "city",
    "candle": "burning candle", "rabbit": "bunny", "teddy bear": "toy bear", "alarm clock": "clock",
    "wall clock": "round clock", "bell": "golden bell", "whale": "blue whale", "hatching chick": "chick hatching",
    "wolf": "wolf head", "fox": "fox head", "mouse": "little mouse", "basketball": "basket ball",
    "tennis ball": "tennis", "envelope": "letter", "gas pump": "fuel pump", "suspension railway": "hanging train",
    "smiling face with smiling eyes": "blushing smiley", "grinning face": "smiley, happy face",
    "crying face": "sad face", "cloud with rain": "rain cloud", "cloud with snow": "snow cloud",
    "thumbs down": "thumbs-down sign", "cloud with lightning": "storm cloud",
    "cloud with lightning and rain": "thunderstorm", "closed mailbox with raised flag": "mailbox",
    "sun behind cloud": "partly cloudy sun", "water drop": "droplet", "raising hands": "raised hands",
    "money bag": "bag of money", "pouting face": "red angry face", "woman dancing": "dancer",
    "ocean wave": "wave, sea wave", "sheep": "ewe", "metro": "subway train", "bread": "loaf of bread",
    "lettuce": "salad leaves, leafy green", "ice cube": "ice", "rising chart": "chart going up",
    "falling chart": "chart going down", "cardboard box": "package", "film strip": "film frames", "pickaxe": "pick",
    "note and pencil": "memo", "label": "price tag",
}
_SHORT_DROPPED_TEXT = """
pencil email gun flags stars sunny boat phone tea cancer v hand o x fist shit hankey flipper family bamboo date
calendar chart book shell sound speaker satellite cook feet whale cake train tram mouse cat dog horse cow pig rabbit
tiger monkey boom house office bank school factory star moon fog couple bust walking surfer swimmer spades hearts
clubs diamonds rage innocent relaxed blush joy smile grin wave punch clap pray muscle lips eyes ear tongue grimacing
worried confused frowning hushed anguished sob scream angry mask sleepy sleeping mother lock knife link bow bee
wedding dolls massage haircut compression hocho calling notes label bookmark receipt package pouch sandal shirt shoe
ring gem crown art ticket ocean leaves herb blossom rice curry bento stew fries egg corn pizza beer beers cocktail
melon hotdog runner running dancers wink heart kissing yum laughing satisfied smirk unamused sweat pensive confounded
disappointed cry persevere triumph fearful weary astonished flushed neutral expressionless open mouth sunglasses
selfie dash hole zap busstop hospital japan rotating_light construction beginner name_badge dart golf gift tada
lantern camping door bath shower seat mag scales octagonal_sign three_button_mouse drum_with_drumsticks
lower_left_paintbrush lower_left_crayon lower_left_ballpoint_pen lower_left_fountain_pen black_joker ice_cream
icecream person_in_tuxedo school_satchel lion_face earth_asia city_sunrise pedestrian bug ant rat cop angel
couplekiss first_quarter_moon_with_face helmet_with_white_cross rice_scene clapper hotsprings bullettrain_side
bullettrain_front airplane_arriving mega birthday cooking smoking nail_care partly_sunny moyai earth_africa foggy
house_buildings derelict_house_building building_construction point_left point_right point_down point_up
hatched_chick barber tropical_drink pound dollar yen euro mobile
"""
# fmt: on
_SHORT_DROPPED = frozenset(_SHORT_DROPPED_TEXT.split())

_NEED_ARTICLE = (
    "veil|tuxedo|crown|turban|headscarf|skullcap|white cane|motorized wheelchair|manual wheelchair|monocle"
    "|halo|medical mask|thermometer|head bandage|diagonal mouth|raised eyebrow|tear$|hearing aid|lotus position|suit"
)
_ONLY_NAMED = re.compile("person|family|hand|sky|mail|place-map|dishware|money|cat-face|monkey-face")


def listed_concepts(cache: Path) -> list[tuple[Concept, dict]]:
    """Every usable concept in Unicode's order, each with its `emoji-datasource` row (for the codes file names use).

    Downloads two npm packages into `cache`. Raises MissingWeights when they cannot be had.
    """
    rows = json.loads((npm_package(*DATASOURCE, cache) / "emoji.json").read_text("utf-8"))
    slugs = json.loads((npm_package(*NAMES, cache) / "chars.json").read_text("utf-8"))
    kept = []
    for row in sorted(rows, key=lambda row: row["sort_order"]):
        code = row["unified"].lower()
        slug = slugs.get(code) or slugs.get(code.replace("-fe0f", ""))
        if slug is not None and _usable(slug, row):
            kept.append((_said(slug), row))
    first = {name for name, _ in kept}
    taken: set[str] = set()
    listed = []
    for name, row in kept:
        if name in taken:
            continue
        others = [other.strip() for other in _ALSO.get(name, "").split(",")] + _short_names(row)
        if name.endswith(" face") and row["category"] == "Animals & Nature":
            others.insert(0, name.removesuffix(" face"))  # people say "cat" for both the face and the whole animal
            shared = {others[0]}
        else:
            shared = set()
        names = [name]
        for other in others:
            if other and other not in names and (other in shared or (other not in first and other not in taken)):
                names.append(other)
        taken.update(names)
        emoji = "".join(chr(int(code, 16)) for code in row["unified"].split("-"))
        listed.append((Concept(name, tuple(names), row["category"], row["subcategory"], emoji), row))
    return listed


def save_concepts(concepts: list[Concept], path: Path) -> None:
    """Writes the ordered list as JSON, one object a line."""
    lines = ",\n".join(json.dumps(asdict(concept), ensure_ascii=False) for concept in concepts)
    part = Path(path).with_suffix(".part")
    part.write_text(f"[\n{lines}\n]\n", "utf-8")
    part.replace(path)  # at once: a training may be reading the list


def load_concepts(path: Path) -> list[Concept]:
    """Reads what `save_concepts` wrote (usually corpora/concepts.json), same order. Raises MissingWeights if absent."""
    if not Path(path).is_file():
        raise MissingWeights(
            f"{path} is not there. Build it with: python -m nextgpt_core.data.corpora --parts pictures"
        )
    rows = json.loads(Path(path).read_text("utf-8"))
    return [Concept(**{**row, "names": tuple(row["names"])}) for row in rows]


def _usable(slug: str, row: dict) -> bool:
    category, subcategory = row["category"], row["subcategory"]
    if category in ("Flags", "Component") or slug in _DROPPED or "facing-right" in slug:
        return False
    if category == "Symbols":
        return slug in _SYMBOLS_KEPT
    if subcategory == "time" and re.search(r"(oclock|thirty)$", slug):
        return slug == "three-oclock"
    return not (slug.startswith(("family-", "kiss-", "couple-with-heart-")) or slug == "magnifying-glass-tilted-right")


def _said(slug: str) -> str:
    if slug in _SAID:
        return _SAID[slug]
    name = slug.replace("-", " ")
    for joined in ("high speed", "t shirt", "yo yo", "x ray", "hot dog", "one piece", "tear off", "roller skate"):
        if joined in name and joined not in ("hot dog", "roller skate"):
            name = name.replace(joined, joined.replace(" ", "-"))
    name = re.sub(r"^(person|man|woman) bald$", r"bald \1", name)
    name = re.sub(r"^(person|man|woman) (?=(red|curly|white|blond) hair$)", r"\1 with ", name)
    name = re.sub(rf"\b(with|in|wearing) (?=({_NEED_ARTICLE})\b)", r"\1 a ", name)
    return re.sub(r"^person (?=(superhero|supervillain|fairy|vampire|elf|genie|zombie)$)", "", name)


def _short_names(row: dict) -> list[str]:
    """Short names a person could say; those of people and faces mostly repeat the name in worse English."""
    if row["category"] in ("Smileys & Emotion", "Symbols") or _ONLY_NAMED.match(row["subcategory"]):
        return []
    said = []
    for short in row["short_names"]:
        if short not in _SHORT_DROPPED and not re.search(r"\d", short) and len(short) > 2:
            said.append(short.replace("_", " ").replace("-", " "))
    return said
