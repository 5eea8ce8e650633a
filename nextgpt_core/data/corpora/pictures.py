"""Builds corpora/pictures: every concept in several drawing styles as cut-out pictures, and corpora/concepts.json.

Writes <style>.npy, uint8 [N, 160, 160, 4] straight-alpha RGBA trimmed to its content and centred with a 4 % margin, and
items.jsonl saying which row is which concept. Knows packages and file names; does not know scenes or captions.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from nextgpt_core.data.corpora.concepts import NAMES, Concept, listed_concepts, save_concepts
from nextgpt_core.data.corpora.fetch import npm_package
from nextgpt_core.errors import MissingWeights

SIZE_PX = 160
MARGIN = 0.04  # of the side, on each side
_DRAWN_PX = 320  # SVGs are drawn larger than stored, then trimmed and reduced
_MIN_ALPHA = 8  # fainter than this is not content when trimming


@dataclass(frozen=True)
class Style:
    """One drawing style: where it comes from, under which licence, and what it may be used for."""

    package: str
    version: str
    licence: str
    kind: str  # "webp", "svg" (one file an emoji), "iconify" (one JSON of SVG bodies) or "named" (no code points in it)
    split: str
    """"train": decoders and encoders; "eyes": the image encoder alone, and only the concepts the set has; "held_style"
    and "eval": never trained on."""


STYLES = {
    "3d": Style("@lobehub/fluent-emoji-3d", "1.1.0", "MIT", "webp", "train"),
    "flat": Style("@iconify-json/fluent-emoji-flat", "1.2.6", "MIT", "iconify", "train"),
    "twemoji": Style("@twemoji/svg", "15.0.0", "CC-BY-4.0", "svg", "train"),
    "high-contrast": Style("@iconify-json/fluent-emoji-high-contrast", "1.2.6", "MIT", "iconify", "eyes"),
    "emojione": Style("@iconify-json/emojione", "1.2.3", "CC-BY-4.0", "named", "eyes"),
    "emojione-monotone": Style("@iconify-json/emojione-monotone", "1.2.1", "CC-BY-4.0", "named", "eyes"),
    "streamline": Style("@iconify-json/streamline-emojis", "1.2.4", "CC-BY-4.0", "named", "eyes"),
    "fxemoji": Style("@iconify-json/fxemoji", "1.2.2", "Apache-2.0", "named", "eyes"),
    "noto": Style("@iconify-json/noto", "1.2.9", "Apache-2.0", "iconify", "held_style"),
    "openmoji": Style("@iconify-json/openmoji", "1.2.29", "CC-BY-SA-4.0", "iconify", "eval"),
}


def build(out: Path, log: Callable[[str], None]) -> None:
    """Downloads, draws and writes everything. Raises MissingWeights when a package or resvg-py cannot be had."""
    out = Path(out)
    cache, folder = out / "_downloads", out / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    listed = listed_concepts(cache)
    sources = {style: _openers(spec, cache) for style, spec in STYLES.items()}
    # a concept is kept when every training style has it, so that scenes may pair any concept with any style
    training = [style for style, spec in STYLES.items() if spec.split == "train"]
    kept = [(c, row) for c, row in listed if all(code_in(row, sources[style]) for style in training)]
    log(f"{len(kept)} of {len(listed)} concepts are drawn in every training style")
    items = []
    for style, spec in STYLES.items():
        pictures = []
        for concept, row in kept:
            code = code_in(row, sources[style])
            if code is None:
                continue
            items.append(_item(concept, style, spec, len(pictures)))
            pictures.append(cut_out(sources[style][code]()))
        np.save(folder / f"{style}.npy", np.stack(pictures))
        log(f"{style}: {len(pictures)} pictures")
    (folder / "items.jsonl").write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), "utf-8")
    # animations built earlier stay known when only the pictures are built again
    clips = out / "animations" / "items.jsonl"
    animated = (
        {json.loads(line)["concept"] for line in clips.read_text("utf-8").splitlines()} if clips.is_file() else set()
    )
    save_concepts([replace(c, animated=c.concept in animated) for c, _ in kept], out / "concepts.json")


def cut_out(picture: Image.Image, size_px: int = SIZE_PX) -> np.ndarray:
    """Trims to content, scales to fill the square but a 4 % margin, centres.

    Returns uint8 [size_px, size_px, 4], straight alpha; all zero for an empty picture.
    """
    premultiplied = picture.convert("RGBA").convert("RGBa")
    box = picture.getchannel("A").point(lambda alpha: 255 if alpha >= _MIN_ALPHA else 0).getbbox()
    if box is None:
        return np.zeros((size_px, size_px, 4), np.uint8)
    content = premultiplied.crop(box)
    scale = size_px * (1 - 2 * MARGIN) / max(content.size)
    width, height = (max(1, round(side * scale)) for side in content.size)
    canvas = Image.new("RGBa", (size_px, size_px))
    canvas.paste(content.resize((width, height), Image.LANCZOS), ((size_px - width) // 2, (size_px - height) // 2))
    return np.asarray(canvas.convert("RGBA"))


def _item(concept: Concept, style: str, spec: Style, row: int) -> dict:
    return {
        "id": f"{style}/{concept.concept.replace(' ', '-')}",
        "concept": concept.concept,
        "style": style,
        "row": row,
        "source": f"npm {spec.package}@{spec.version}",
        "licence": spec.licence,
        "split": spec.split,
    }


def code_in(row: dict, source: dict) -> str | None:
    """The spelling of this emoji's code points that `source` uses; sets disagree about fe0f."""
    full = row["unified"].lower()
    short = (row.get("non_qualified") or full).lower()
    for code in (full, short, full.replace("-fe0f", ""), full.lstrip("0"), short.lstrip("0")):
        if code in source:
            return code
    return None


def _openers(spec: Style, cache: Path) -> dict[str, Callable[[], Image.Image]]:
    folder = npm_package(spec.package, spec.version, cache)
    if spec.kind == "webp":
        return {
            path.stem: (lambda path=path: Image.open(path).convert("RGBA"))
            for path in sorted(folder.glob("assets/*.webp"))
        }
    if spec.kind == "svg":
        return {path.stem: (lambda path=path: _drawn(path.read_text("utf-8"))) for path in sorted(folder.glob("*.svg"))}
    named_by = folder if spec.kind == "iconify" else npm_package(*NAMES, cache)
    return dict(_iconify_openers(folder, json.loads((named_by / "chars.json").read_text("utf-8"))))


def _iconify_openers(folder: Path, chars: dict[str, str]) -> Iterator[tuple[str, Callable[[], Image.Image]]]:
    """`chars`: code points -> icon name. A set that writes its names without hyphens is understood too."""
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
    for code, name in chars.items():
        for spelled in (name, name.replace("-", "")):
            if spelled in drawn:
                yield code, opener(spelled)
                break


def _drawn(svg: str) -> Image.Image:
    try:
        import resvg_py
    except ImportError:
        raise MissingWeights("Drawing SVG pictures needs resvg-py. Install it with: pip install resvg-py") from None
    png = resvg_py.svg_to_bytes(svg_string=svg, width=_DRAWN_PX, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")
