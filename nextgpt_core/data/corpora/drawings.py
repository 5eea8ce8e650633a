"""Sets of drawings in packages: which picture shows which emoji or which named thing, and how it is drawn.

A source maps a key to a function that gives an RGBA picture. Keys are Unicode code points ("1f3ff", as emoji sets name
their files) or hyphenated names ("alarm-clock", as icon sets do). Knows packages and file names, not concepts' order.
"""

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from nextgpt_core.data.corpora.concepts import NAMES, Concept
from nextgpt_core.data.corpora.fetch import npm_package
from nextgpt_core.errors import BadMedia, MissingWeights

Source = dict[str, Callable[[], Image.Image]]
DRAWN_PX = 320  # SVGs are drawn larger than stored, then trimmed and reduced
AMBIGUOUS = frozenset("bat crane cricket date hook mouse pick seal seat star table wave".split())
"""Names under which icon sets draw something else than the emoji: a computer mouse, a building crane."""
_SIGNATURE = 12  # a word that ends this many file names of the clip art is a person's, or a number, not a thing


def key_of(concept: Concept, row: dict, source: Source) -> str | None:
    """How `source` spells this concept: by its code points, else by one of its names; None when it has no picture."""
    code = code_in(row, source)
    if code is not None:
        return code
    names = (re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") for name in concept.names)
    return next((name for name in names if name in source and name not in AMBIGUOUS), None)


def code_in(row: dict, source: dict) -> str | None:
    """The spelling of this emoji's code points that `source` uses; sets disagree about fe0f."""
    full = row["unified"].lower()
    short = (row.get("non_qualified") or full).lower()
    for code in (full, short, full.replace("-fe0f", ""), full.lstrip("0"), short.lstrip("0")):
        if code in source:
            return code
    return None


def drawings(package: str, version: str, kind: str, cache: Path) -> Source:
    """Every drawing of one set. Raises MissingWeights when it cannot be had.

    `kind`: "webp" or "svg" (one file an emoji), "iconify" (one JSON of SVG bodies with code points), "named" (the same
    without them, emoji names), "words" (icons, by their names), "font" (a font file with emoji), "clipart" (a folder of
    SVG files named by what they show).
    """
    if kind in ("font", "clipart"):
        path = Path(version)
        if not path.exists():
            raise MissingWeights(f"{path} is missing. Install the Debian package {package}.")
        return dict(_glyphs(path) if kind == "font" else _clip_art(path))
    folder = npm_package(package, version, cache)
    if kind == "webp":
        return {
            path.stem: (lambda path=path: Image.open(path).convert("RGBA"))
            for path in sorted(folder.glob("assets/*.webp"))
        }
    if kind == "svg":
        return {path.stem: (lambda path=path: _drawn(path.read_text("utf-8"))) for path in sorted(folder.glob("*.svg"))}
    if kind == "words":
        return dict(_iconify_openers(folder, {}))
    named_by = folder if kind == "iconify" else npm_package(*NAMES, cache)
    return dict(_iconify_openers(folder, json.loads((named_by / "chars.json").read_text("utf-8"))))


def _iconify_openers(folder: Path, chars: dict[str, str]) -> Iterator[tuple[str, Callable[[], Image.Image]]]:
    """`chars`: code points -> icon name; without it every icon goes by its own name. A set that writes its names
    without hyphens is understood too."""
    collection = json.loads((folder / "icons.json").read_text("utf-8"))
    icons, aliases = collection["icons"], collection.get("aliases", {})
    width, height = collection.get("width", 16), collection.get("height", 16)

    def opener(name: str) -> Callable[[], Image.Image]:
        alias = aliases.get(name, {})
        icon = icons[alias.get("parent", name)]
        box = f"{icon.get('left', 0)} {icon.get('top', 0)} {icon.get('width', width)} {icon.get('height', height)}"
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{box}">'

        def open_it() -> Image.Image:
            picture = _drawn(svg + icon["body"] + "</svg>")
            return picture.transpose(Image.FLIP_LEFT_RIGHT) if alias.get("hFlip") else picture

        return open_it

    drawn = {name for name in (*icons, *aliases) if name in icons or aliases[name]["parent"] in icons}
    for code, name in (chars or {name: name for name in sorted(drawn)}).items():
        for spelled in (name, name.replace("-", "")):
            if spelled in drawn:
                yield code, opener(spelled)
                break


def _drawn(svg: str) -> Image.Image:
    try:
        import resvg_py
    except ImportError:
        raise MissingWeights("Drawing SVG pictures needs resvg-py. Install it with: pip install resvg-py") from None
    try:
        png = resvg_py.svg_to_bytes(svg_string=svg, width=DRAWN_PX, skip_system_fonts=True)
    except ValueError as error:
        raise BadMedia(f"not a drawing: {error}") from error
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def _glyphs(font: Path) -> Iterator[tuple[str, Callable[[], Image.Image]]]:
    """Black line drawings of a font, for every single code point beyond U+2600 that it has a glyph for."""
    face = ImageFont.truetype(str(font), DRAWN_PX - 64)
    absent = face.getmask(chr(0x10FFFF)).getbbox()

    def opener(character: str) -> Callable[[], Image.Image]:
        def open_it() -> Image.Image:
            picture = Image.new("RGBA", (2 * DRAWN_PX, 2 * DRAWN_PX))
            ImageDraw.Draw(picture).text((DRAWN_PX // 2, DRAWN_PX // 2), character, font=face, fill=(0, 0, 0, 255))
            return picture

        return open_it

    for code in (*range(0x2600, 0x2800), *range(0x1F300, 0x1FB00)):
        box = face.getmask(chr(code)).getbbox()
        if box is not None and box != absent:
            yield f"{code:04x}", opener(chr(code))


def _clip_art(folder: Path) -> Iterator[tuple[str, Callable[[], Image.Image]]]:
    """The first file of each name; "owl-ganson-01" is an owl when "ganson" and "01" end many other names too."""
    files = [(re.sub("[^a-z0-9]+", "-", path.stem.lower()).split("-"), path) for path in sorted(folder.rglob("*.svg"))]
    endings = Counter(word for words, _ in files for word in set(words[1:]))
    seen = set()
    for words, path in files:
        while len(words) > 1 and (words[-1].isdigit() or endings[words[-1]] >= _SIGNATURE):
            words = words[:-1]
        if (name := "-".join(words)) not in seen:
            seen.add(name)
            yield name, lambda path=path: _drawn(path.read_text("utf-8", errors="replace"))
