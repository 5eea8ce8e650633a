"""Trains the encoders of the nano preset, one after another, and writes runs/encoders/{image,audio,video}.safetensors.

    python -m nextgpt_core.training.encoders image audio video
    python -m nextgpt_core.training.encoders photographs --from checkpoints/nextgpt-nano
    python -m nextgpt_core.training.encoders second-source --from checkpoints/nextgpt-nano

Features, spectrograms and clips are prepared once under corpora/packs. Knows the tasks, not what the chat does with
the encoders.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch
from torch import nn

from nextgpt_core.arithmetic import fast_dtype
from nextgpt_core.checkpoint import read_tensors
from nextgpt_core.data.corpora.concepts import load_concepts
from nextgpt_core.data.motions import IDLE, Animations, draw_clip, paint_clip
from nextgpt_core.data.scenes import Pictures
from nextgpt_core.encoders.audio import FACTS, AudioEncoder
from nextgpt_core.encoders.efficientnet import imagenet_labels
from nextgpt_core.encoders.image import KINDS, ImageEncoder
from nextgpt_core.encoders.naming import everyday_kinds, kinds_of_concepts
from nextgpt_core.encoders.sight import ATTRIBUTES, FORK, Sight
from nextgpt_core.encoders.video import MOTIONS, VideoEncoder, small_luma
from nextgpt_core.errors import MissingWeights
from nextgpt_core.training.detector_weights import detector_state
from nextgpt_core.training.ears import HearingTask, Sounds
from nextgpt_core.training.eyes import MotionTask, SightFeatures, SightTask, fit_photo_gate
from nextgpt_core.training.label_words import fill
from nextgpt_core.training.loop import Recipe, train
from nextgpt_core.training.photographs import load_photographs, photograph_crops
from nextgpt_core.training.second_source import SecondSourceTask
from nextgpt_core.training.sight_features import changed_scenes, fused, plain_scenes, prepared, write_features
from nextgpt_core.training.timing import TimingTask
from nextgpt_core.weights import load_safetensors_strict

NUM_PICTURES = {"train": 50_000, "held": 400, "held_style": 400, "eval": 300}
NUM_CLIPS = {"train": 5_000, "held": 500}
# motion of a plan -> word of the encoder
MOTION_WORDS = {
    "moves left": "moving left", "moves right": "moving right", "moves up": "moving up", "moves down": "moving down",
    "spins": "spinning", "grows": "growing", "shrinks": "shrinking", "bounces": "bouncing", "shakes": "shaking",
    None: "animated", IDLE: "standing still",
}  # fmt: skip


def trained_state(encoder: nn.Module) -> dict[str, torch.Tensor]:
    """The state of an encoder without frozen prefixes."""
    return {n: t for n, t in encoder.state_dict().items() if not n.startswith(encoder.frozen_prefixes)}


def saved_state(encoder: nn.Module) -> dict[str, torch.Tensor]:
    """What a checkpoint holds of an encoder: its trained state, floats as bfloat16."""
    return {
        name: (tensor.bfloat16() if tensor.is_floating_point() else tensor).contiguous()
        for name, tensor in trained_state(encoder).items()
    }


def load_from_checkpoint(encoder: nn.Module, folder: Path) -> None:
    """Fills an encoder from a checkpoint folder. Raises MissingWeights when that has another encoder."""
    prefix = f"encoders.{encoder.modality.value}."
    state = {n.removeprefix(prefix): t for n, t in read_tensors(folder).items() if n.startswith(prefix)}
    if state.keys() != trained_state(encoder).keys():
        raise MissingWeights(f"{folder} holds no {encoder.modality.value} encoder of this kind; train it from scratch.")
    encoder.load_state_dict(state, strict=False)


def load_saved_state(encoder: nn.Module, path: Path) -> None:
    """Fills an encoder from a file that `train_*` wrote. Raises MissingWeights when it does not fit."""
    expected = {name: tensor.shape for name, tensor in trained_state(encoder).items()}
    encoder.load_state_dict(load_safetensors_strict(path, expected), strict=False)


def write_state(encoder: nn.Module, path: Path) -> None:
    from safetensors.torch import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(saved_state(encoder), str(path))


def fill_picture_words(encoder: ImageEncoder | VideoEncoder, concepts: list[str]) -> None:
    """Word tables of what both picture encoders say, and which everyday names the concepts speak for."""
    fill(encoder.concept_words, concepts)
    fill(encoder.photo_words, imagenet_labels())
    fill(encoder.kind_words, KINDS)
    if isinstance(encoder, ImageEncoder):
        fill(encoder.everyday_words, [kind.name for kind in everyday_kinds()])
        encoder.naming.kind_of_concept.copy_(kinds_of_concepts(concepts))
    for name, words in encoder.attribute_words.items():
        fill(words, ATTRIBUTES[name])


def prepare_sight(corpora: Path, sight: Sight, log=print) -> None:
    """Writes the features of every split under corpora/packs/sight."""
    concepts, pictures = load_concepts(corpora / "concepts.json"), Pictures(corpora / "pictures")
    for split, count in NUM_PICTURES.items():
        rng = random.Random(f"sight {split}")
        examples = (
            changed_scenes(rng, concepts, pictures, count)
            if split == "train"
            else plain_scenes(split, concepts, pictures, count)
        )
        write_features(corpora / "packs" / "sight" / split, sight, examples, count, log)


def train_image(
    corpora: Path, out: Path, packages: Path, minutes: float = 4.0, log=print, start: Path | None = None
) -> dict[str, float]:
    """Blocks for drawings, concept and attribute heads, the words; from the backbone, or further from a checkpoint,
    whose photograph gate stays. Returns the last validation numbers."""
    names = [concept.concept for concept in load_concepts(corpora / "concepts.json")]
    encoder = ImageEncoder(num_concepts=len(names))
    encoder.load_pretrained()
    prepare_sight(corpora, encoder.sight, log)
    folder = corpora / "packs" / "sight"
    splits = {split: SightFeatures(folder / split, names) for split in NUM_PICTURES}
    features = splits.pop("train")
    if start is not None:
        load_from_checkpoint(encoder, start)
    else:
        start_from_backbone(encoder.sight)
    task = SightTask(encoder.sight, features, splits)
    recipe = Recipe(minutes=minutes, lr=1e-3 if start else 2e-3, weight_decay=0.05, ema=0.99)
    numbers = train(task, recipe, out / "image", log)
    if start is None:
        oddness = photograph_oddness(encoder.sight, packages)
        numbers["gate_on_training"] = fit_photo_gate(encoder.sight, oddness, features.oddness)
    fill_picture_words(encoder, names)
    write_state(encoder, out / "image.safetensors")
    return numbers


def train_photographs(corpora: Path, out: Path, start: Path, detects: bool = False, log=print) -> dict[str, float]:
    """What the image encoder of a checkpoint needs for naming photographs: the names, who speaks for them, and with
    `detects` the detector. Its heads and blocks for drawings stay. Returns no numbers: nothing is learned."""
    names = [concept.concept for concept in load_concepts(corpora / "concepts.json")]
    encoder = ImageEncoder(num_concepts=len(names), detects=detects)
    load_from_checkpoint(encoder, start, but=("detector.", "naming.", "everyday_words."))
    if detects:
        encoder.detector.load_state_dict(detector_state(encoder.detector.state_dict(), corpora / "_downloads"))
    fill_picture_words(encoder, names)
    write_state(encoder, out / "image.safetensors")
    log(f"wrote {out / 'image.safetensors'}")
    return {}


def start_from_backbone(sight: Sight) -> None:
    """Blocks for drawings and the lift of the concept head begin as the backbone's own, which already know things."""
    convolution = fused(sight.backbone).head.conv.float()
    with torch.no_grad():
        sight.drawing_blocks.load_state_dict(sight.backbone.blocks[FORK:].state_dict())
        sight.concepts.lift.weight.copy_(convolution.weight)
        sight.concepts.lift.bias.copy_(convolution.bias)
        nn.init.zeros_(sight.concepts.attention.weight)
        nn.init.ones_(sight.concepts.attention.bias)


@torch.inference_mode()
def photograph_oddness(sight: Sight, packages: Path, count: int = 640) -> torch.Tensor:
    """Oddness [count, 48] of crops of the listed photographs."""
    network = fused(sight.backbone)
    crops = [
        prepared(crop) for crop in photograph_crops(load_photographs(packages), random.Random("photographs"), count)
    ]
    return torch.cat(
        [sight.maps(torch.stack(crops[i : i + 32]).to(fast_dtype()), network).oddness for i in range(0, count, 32)]
    )


def rendered_sounds(corpora: Path) -> Sounds:
    return Sounds(corpora / "sounds", corpora / "packs" / "hearing" / "mel.npy")


def train_audio(
    corpora: Path, out: Path, minutes: float = 6.0, log=print, start: Path | None = None
) -> dict[str, float]:
    """The whole audio encoder, from scratch, or further from a checkpoint. Returns the last validation numbers."""
    sounds = rendered_sounds(corpora)
    encoder = AudioEncoder(num_labels=len(sounds.labels)).to(memory_format=torch.channels_last)
    if start is not None:
        load_from_checkpoint(encoder, start)
    recipe = Recipe(minutes=minutes, lr=1e-3 if start else 3e-3, weight_decay=0.05, ema=0.995)
    numbers = train(HearingTask(encoder, sounds), recipe, out / "audio", log)
    recipe = Recipe(minutes=min(2.5, minutes), lr=3e-3, weight_decay=1e-3, ema=0.99)
    numbers |= train(TimingTask(encoder, sounds), recipe, out / "audio-timing", log)
    if start is None:
        encoder.second.start_from(encoder)
    numbers |= hear_second(encoder, sounds, out, minutes, log)
    fill(encoder.label_words, sounds.labels)
    for name, words in encoder.fact_words.items():
        fill(words, FACTS[name])
    write_state(encoder, out / "audio.safetensors")
    return numbers


def train_second(corpora: Path, out: Path, start: Path, minutes: float = 12.0, log=print) -> dict[str, float]:
    """Only what hears a second source, further, in the audio encoder of a checkpoint; all else stays bit for bit."""
    sounds = rendered_sounds(corpora)
    encoder = AudioEncoder(num_labels=len(sounds.labels)).to(memory_format=torch.channels_last)
    load_from_checkpoint(encoder, start)
    numbers = hear_second(encoder, sounds, out, minutes, log)
    write_state(encoder, out / "audio.safetensors")
    return numbers


def hear_second(encoder: AudioEncoder, sounds: Sounds, out: Path, minutes: float, log=print) -> dict[str, float]:
    recipe = Recipe(minutes=minutes, lr=1e-3, weight_decay=0.02, ema=0.97, warmup_steps=30)
    task = SecondSourceTask(encoder, sounds)
    train(task, recipe, out / "audio-second", log)
    task.settle()
    return task.validate()


def clip_luma(corpora: Path, split: str, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Small brightness clips uint8 [count, 16, 24, 24] and motion classes, kept on disk.

    One in twenty is a single frame, standing still.
    """
    file = corpora / "packs" / "motion" / f"{split}.npz"
    if not file.is_file():
        concepts, pictures = load_concepts(corpora / "concepts.json"), Pictures(corpora / "pictures")
        animations, rng = Animations(corpora / "animations"), random.Random(f"motion {split}")
        clips, classes = np.empty((count, 16, 24, 24), np.uint8), np.empty(count, np.int64)
        for number in range(count):
            plan = draw_clip(rng, concepts, split)
            frames, word = paint_clip(plan, pictures, animations, 48), MOTION_WORDS[plan.motion]
            if rng.random() < 1 / 20:
                frames, word = np.repeat(frames[rng.randrange(16)][None], 16, 0), "standing still"
            clips[number] = (small_luma(frames) * 255).byte().numpy()
            classes[number] = MOTIONS.index(word)
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(file, clips=clips, classes=classes)
    data = np.load(file)
    return torch.from_numpy(data["clips"]), torch.from_numpy(data["classes"])


def train_video(corpora: Path, out: Path, minutes: float = 2.0, log=print) -> dict[str, float]:
    """The motion head; what a frame shows is taken over from the trained image encoder."""
    names = [concept.concept for concept in load_concepts(corpora / "concepts.json")]
    image, encoder = ImageEncoder(num_concepts=len(names)), VideoEncoder(num_concepts=len(names))
    load_saved_state(image, out / "image.safetensors")
    encoder.sight.load_state_dict(image.sight.state_dict())
    sets = [values for split, count in NUM_CLIPS.items() for values in clip_luma(corpora, split, count)]
    numbers = train(MotionTask(encoder.motion, *sets), Recipe(minutes=minutes, lr=2e-3, ema=0.99), out / "video", log)
    fill_picture_words(encoder, names)
    fill(encoder.motion_words, MOTIONS)
    write_state(encoder, out / "video.safetensors")
    return numbers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "modalities",
        nargs="+",
        choices=("image", "audio", "video", "photographs", "second-source"),
        help="video needs image first",
    )
    parser.add_argument("--corpora", type=Path, default=Path("corpora"))
    parser.add_argument("--out", type=Path, default=Path("runs/encoders"))
    parser.add_argument("--minutes", type=float, help="training time of each; each has its own default")
    parser.add_argument(
        "--from", dest="start", type=Path, help="checkpoint folder whose image or audio encoder to train further"
    )
    parser.add_argument("--detects", action="store_true", help="photographs: with a detector; see its terms first")
    parser.add_argument("--packages", type=Path, default=Path(np.__file__).parents[1], help="where wheels are unpacked")
    arguments = parser.parse_args()
    given = {"minutes": arguments.minutes} if arguments.minutes else {}
    for modality in arguments.modalities:
        if modality == "image":
            numbers = train_image(arguments.corpora, arguments.out, arguments.packages, start=arguments.start, **given)
        elif modality == "audio":
            numbers = train_audio(arguments.corpora, arguments.out, start=arguments.start, **given)
        elif modality == "second-source":
            if arguments.start is None:
                parser.error("second-source completes an audio encoder: name its checkpoint with --from")
            numbers = train_second(arguments.corpora, arguments.out, arguments.start, **given)
        elif modality == "photographs":
            if arguments.start is None:
                parser.error("photographs completes an image encoder: name its checkpoint with --from")
            numbers = train_photographs(arguments.corpora, arguments.out, arguments.start, arguments.detects)
        else:
            numbers = train_video(arguments.corpora, arguments.out, **given)
        (arguments.out / f"{modality}.json").write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
