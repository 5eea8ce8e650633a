"""python -m nextgpt_core.evaluation.sheets --preset nano --out DIR: fixed prompts on one sheet a medium, to look at.

Pictures side by side, clips as film strips, sounds as spectrograms, row by row in the order of PROMPTS; the same
prompts for every set of weights, so that sheets can be compared. Clips and sounds also as one file each to be played.
Numbers are the suite's business.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image as PILImage

from nextgpt_core.config import Options
from nextgpt_core.decoders.playing import faded
from nextgpt_core.errors import NextGPTError
from nextgpt_core.evaluation.real_items import RealItems
from nextgpt_core.media import MEDIA, Modality, Part
from nextgpt_core.training.contact_sheets import grid, spectrogram

SINGLE = (
    "a penguin, a red apple, a cat face, a bicycle, a hamburger, a car, a guitar, a rocket, a tree, a dog face, a "
    "house, a banana, a tropical fish, an alarm clock, an owl, a red heart, a strawberry, an umbrella, a lion, a "
    "sailboat, a snowman, a robot, a sunflower, a pizza"
)
STYLED = (
    "a flat drawing of a strawberry, a flat drawing of an elephant, a flat drawing of a train, a flat drawing of "
    "a key, a cartoon of a dog, a cartoon of a bus, a cartoon of a rose, a cartoon of a ghost, a 3d picture of a "
    "camera, a 3d picture of a duck, a 3d picture of a cactus, a 3d picture of a trophy"
)
SCENES = (
    "a penguin on a blue background; a fox on a yellow background; a car on a beach; a sunflower in the snow; a "
    "shark under water; a rocket in space; a purple mushroom; a green car; two apples; three bananas; a cat to "
    "the left of a dog; a small ball in the bottom right corner"
)
CLIPS = (
    "an animated penguin; an animated fish; an animated butterfly; an animated octopus; an animated bee; an "
    "animated duck; an animated heart; an animated snail; a soccer ball bouncing; an apple bouncing; a rocket "
    "moving up; a car moving left; a train moving right; a balloon moving up; a leaf moving down; a star "
    "spinning; a gear spinning; a pizza spinning; a heart growing; a flower growing; a ghost shrinking; a bell "
    "shaking; a tree shaking; a cat on a beach"
)
SOUNDS = (
    "a dog bark; a cat meow; a cow moo; a rooster; an owl; a frog croak; a crow; a bee buzz; an elephant "
    "trumpeting; a whale song; a horse gallop; birds; rain; thunder; wind; a stream; bubbles; fire; ocean waves; "
    "a siren; a train; a car engine; a helicopter; an alarm clock; a telephone; a church bell; a door creaking; "
    "footsteps; applause; laughing; a heartbeat; an explosion; a laser; a drum kit; a piano; a violin; a flute; a "
    "trumpet; an acoustic guitar; an organ; a harp; a xylophone; a sad tune on a piano; a happy tune on a violin; "
    "a fast tune on a banjo; a slow tune on a cello; a dog bark and rain; a church bell and wind"
)


HEARD_S = 3.0


def _split(text: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark))


PROMPTS = {
    Modality.IMAGE: (*_split(SINGLE, ","), *_split(STYLED, ","), *_split(SCENES, ";")),
    Modality.AUDIO: _split(SOUNDS, ";"),
    Modality.VIDEO: _split(CLIPS, ";"),
}
ASKED = {Modality.IMAGE: "Draw {}.", Modality.AUDIO: "Play the sound of {}.", Modality.VIDEO: "Make a clip of {}."}


def made(bot, modality: Modality, prompt: str, seed: int = 0) -> Part:
    """The medium that the model makes of one prompt."""
    messages = [{"role": "user", "content": ASKED[modality].format(prompt)}]
    return bot.reply(messages, Options(seed=seed, modalities=frozenset({modality}))).parts[0]


def small(picture: np.ndarray, side: int) -> np.ndarray:
    return np.asarray(PILImage.fromarray(picture).resize((side, side), PILImage.LANCZOS))


def picture_sheet(parts: list[Part]) -> np.ndarray:
    """Eight in a row, 160 px each."""
    return grid([small(part.pixels, 160) for part in parts], columns=8)


def clip_sheet(parts: list[Part]) -> np.ndarray:
    """Two strips in a row, every second frame at 96 px."""
    strips = [np.concatenate([small(f, 96) for f in part.frames[::2]] + [np.full((96, 8, 3), 255, np.uint8)], 1)
              for part in parts]  # fmt: skip
    return grid(strips, columns=2)


def sound_sheet(parts: list[Part]) -> np.ndarray:
    """Four spectrograms in a row, low frequencies at the bottom."""
    return grid([np.pad(spectrogram(p), ((2, 2), (2, 2), (0, 0)), constant_values=255) for p in parts], columns=4)


SHEETS = {Modality.IMAGE: picture_sheet, Modality.AUDIO: sound_sheet, Modality.VIDEO: clip_sheet}


def play_sounds(parts: list[Part], file: Path) -> None:
    """The first seconds of every sound, one after another."""
    import soundfile

    rate_hz = parts[0].rate_hz
    heard = [faded(part.samples[: round(HEARD_S * rate_hz)], 0.2, rate_hz) for part in parts]
    soundfile.write(file, np.concatenate(heard), rate_hz, format="OGG", subtype="OPUS")


def play_clips(parts: list[Part], file: Path) -> None:
    """All clips beside each other, six in a row, over and over."""
    frames = [grid([small(part.frames[k], 96) for part in parts], columns=6) for k in range(len(parts[0].frames))]
    first, *others = (PILImage.fromarray(frame) for frame in frames)
    delay = round(1000 / parts[0].fps)
    first.save(file, save_all=True, append_images=others, duration=delay, loop=0, quality=60)


PLAYED = {Modality.AUDIO: (play_sounds, ".ogg"), Modality.VIDEO: (play_clips, ".webp")}


def beside(made: list[Part], real: list[Part | None]) -> list[Part]:
    """Every medium that has a real one, and then that."""
    return [part for pair in zip(made, real, strict=True) if pair[1] is not None for part in pair]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--preset", default="nano")
    parser.add_argument("--checkpoint", help="a saved model, instead of --preset")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--media", nargs="+", type=Modality, default=list(MEDIA), choices=list(MEDIA))
    parser.add_argument("--corpora", type=Path, help="built corpora: a second sheet shows each thing beside a real one")
    parser.add_argument("--limit", type=int, help="only the first prompts of each medium")
    chosen = parser.parse_args()
    from nextgpt_core.pipeline import NextGPT

    try:
        bot = NextGPT.from_checkpoint(chosen.checkpoint) if chosen.checkpoint else NextGPT.from_preset(chosen.preset)
        chosen.out.mkdir(parents=True, exist_ok=True)
        for modality in chosen.media:
            prompts = PROMPTS[modality][: chosen.limit]
            parts = [made(bot, modality, prompt) for prompt in prompts]
            sheets = {"samples": parts}
            if chosen.corpora:
                real = RealItems(chosen.corpora)
                sheets["beside-real"] = beside(parts, [real.of(modality, prompt) for prompt in prompts])
            for name, shown in sheets.items():
                file = chosen.out / f"{name}-{modality.value}.jpg"
                PILImage.fromarray(SHEETS[modality](shown)).save(file, quality=88)
                print(file)
            if modality in PLAYED:
                play, suffix = PLAYED[modality]
                file = chosen.out / f"samples-{modality.value}{suffix}"
                play(parts, file)
                print(file)
    except NextGPTError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
