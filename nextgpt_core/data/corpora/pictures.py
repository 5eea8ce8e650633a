"""Builds corpora/pictures: every concept in several drawing styles as cut-out pictures, and corpora/concepts.json.

Writes <style>.npy, uint8 [N, 160, 160, 4] straight-alpha RGBA trimmed to its content and centred with a 4 % margin, and
items.jsonl saying which row is which concept. Knows packages and file names; does not know scenes or captions.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from nextgpt_core.data.corpora.concepts import Concept, listed_concepts, save_concepts
from nextgpt_core.data.corpora.drawings import drawings, key_of
from nextgpt_core.errors import BadMedia

SIZE_PX = 160
MARGIN = 0.04  # of the side, on each side
_FONTS = "/usr/share/fonts/truetype/ancient-scripts"
_MIN_ALPHA = 8  # fainter than this is not content when trimming


@dataclass(frozen=True)
class Style:
    """One drawing style: where it comes from, under which licence, and what it may be used for."""

    package: str
    version: str
    """Of the npm package; for Debian packages the path of what they install."""
    licence: str
    kind: str  # see `drawings`
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
    "symbola": Style("fonts-symbola", f"{_FONTS}/Symbola_hint.ttf", "free for any use", "font", "eyes"),
    "clipart": Style("openclipart-svg", "/usr/share/openclipart/svg", "public domain", "clipart", "eyes"),
    "icon-park": Style("@iconify-json/icon-park", "1.2.4", "Apache-2.0", "words", "eyes"),
    "streamline-core": Style("@iconify-json/streamline-color", "1.2.2", "CC-BY-4.0", "words", "eyes"),
    "streamline-plump": Style("@iconify-json/streamline-plump-color", "1.2.2", "CC-BY-4.0", "words", "eyes"),
    "streamline-flex": Style("@iconify-json/streamline-flex-color", "1.2.2", "CC-BY-4.0", "words", "eyes"),
    "streamline-cyber": Style("@iconify-json/streamline-cyber-color", "1.2.2", "CC-BY-4.0", "words", "eyes"),
    "kameleon": Style("@iconify-json/streamline-kameleon-color", "1.2.2", "CC-BY-4.0", "words", "eyes"),
    "game-icons": Style("@iconify-json/game-icons", "1.2.4", "CC-BY-3.0", "words", "eyes"),
    "mdi": Style("@iconify-json/mdi", "1.2.3", "Apache-2.0", "words", "eyes"),
    "hugeicons": Style("@iconify-json/hugeicons", "1.2.35", "MIT", "words", "eyes"),
    "fa7": Style("@iconify-json/fa7-solid", "1.2.5", "CC-BY-4.0", "words", "eyes"),
    "phosphor": Style("@iconify-json/ph", "1.2.2", "MIT", "words", "eyes"),
    "lucide": Style("@iconify-json/lucide", "1.2.137", "ISC", "words", "eyes"),
    "dinkie": Style("@iconify-json/dinkie-icons", "1.2.0", "MIT", "words", "eyes"),
    "noto": Style("@iconify-json/noto", "1.2.9", "Apache-2.0", "iconify", "held_style"),
    "openmoji": Style("@iconify-json/openmoji", "1.2.29", "CC-BY-SA-4.0", "iconify", "eval"),
}


def build(out: Path, log: Callable[[str], None]) -> None:
    """Downloads, draws and writes everything. Raises MissingWeights when a package or resvg-py cannot be had."""
    out = Path(out)
    cache, folder = out / "_downloads", out / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    listed = listed_concepts(cache)
    sources = {style: drawings(spec.package, spec.version, spec.kind, cache) for style, spec in STYLES.items()}
    # a concept is kept when every training style has it, so that scenes may pair any concept with any style
    training = [style for style, spec in STYLES.items() if spec.split == "train"]
    kept = [(c, row) for c, row in listed if all(key_of(c, row, sources[style]) for style in training)]
    log(f"{len(kept)} of {len(listed)} concepts are drawn in every training style")
    items = []
    for style, spec in STYLES.items():
        pictures = []
        for concept, row in kept:
            key = key_of(concept, row, sources[style])
            if key is None:
                continue
            try:
                picture = cut_out(sources[style][key]())
                if not picture.any():
                    raise BadMedia("it is drawn empty")
            except BadMedia as error:
                log(f"{style}: {key} is left out: {error}")
                continue
            items.append(_item(concept, style, spec, len(pictures)))
            pictures.append(picture)
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
        "source": f"Debian {spec.package}" if spec.version.startswith("/") else f"npm {spec.package}@{spec.version}",
        "licence": spec.licence,
        "split": spec.split,
    }
