"""The video encoder: a clip in, the words for what it shows and how it moves out, as expected input embeddings.

Slots in order: thing (3), photograph label (3), kind, motion (2), background, colour. Frames are read in time order;
what they show is averaged, how they change is read by a small network over sixteen thumbnails. Knows `Sight` and word
tables; not files, training or the language model that reads the slots.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.encoders.efficientnet import HEAD_CHANNELS, NUM_CLASSES, prepare_picture
from nextgpt_core.encoders.sight import ATTRIBUTES, Sight
from nextgpt_core.encoders.words import NUM_PIECES, Words, sharpened
from nextgpt_core.errors import BadInput
from nextgpt_core.media import Modality, Video
from nextgpt_core.weights import efficientnet_lite0_path

KINDS = ("drawing", "photo")
MOTIONS = (
    "moving left", "moving right", "moving up", "moving down", "spinning", "growing", "shrinking", "bouncing",
    "shaking", "animated", "standing still",
)  # fmt: skip
SAID_ATTRIBUTES = ("background", "colour")
MOTION_FRAMES, MOTION_PX, MOTION_PIECES = 16, 24, 2
NUM_FEATURES = 2 * NUM_PIECES + 1 + MOTION_PIECES + len(SAID_ATTRIBUTES)


class MotionHead(nn.Module):
    """luma [B, 16, 24, 24] in 0..1, in time order -> logits [B, motions]. Time is read as channels."""

    def __init__(self, width: int) -> None:
        super().__init__()
        channels = (2 * MOTION_FRAMES - 1, 2 * width, 3 * width, 4 * width)
        layers: list[nn.Module] = []
        for channels_in, channels_out in pairwise(channels):
            layers += [
                nn.Conv2d(channels_in, channels_out, 3, padding=1), nn.GroupNorm(4, channels_out), nn.GELU(),
                nn.MaxPool2d(2),
            ]  # fmt: skip
        self.body = nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.3), nn.Linear(4 * width * 9, 128), nn.GELU())
        self.out = nn.Linear(128, len(MOTIONS))

    def forward(self, luma: Tensor) -> Tensor:
        changes = luma[:, 1:] - luma[:, :-1]
        away = luma - luma.mean(1, keepdim=True)
        # Brightness of the thing against its background must not matter: only how strong a change is, and which way.
        scale = away.abs().amax((1, 2, 3), keepdim=True).clamp(min=0.02)
        return self.out(self.body(torch.cat([changes, away], 1) / scale))


class VideoEncoder(nn.Module):
    """Random weights; `load_pretrained` fills the frozen backbone, a state dict the rest."""

    modality = Modality.VIDEO
    frozen_prefixes = ("sight.backbone.",)
    """State that comes from an installed package and is therefore not saved with the model."""

    def __init__(
        self,
        num_features: int = NUM_FEATURES,
        dim: int = 576,
        num_concepts: int = 1322,
        width: int = HEAD_CHANNELS,
        size_px: int = 224,
        num_frames: int = 8,
        motion_width: int = 24,
    ) -> None:
        """Raises BadInput unless num_features is NUM_FEATURES: each slot has a meaning of its own."""
        super().__init__()
        if num_features != NUM_FEATURES:
            raise BadInput(f"The video encoder makes {NUM_FEATURES} features, not {num_features}; set num_features so.")
        self.size_px, self.num_frames = size_px, num_frames
        self.sight = Sight(num_concepts, width)
        self.motion = MotionHead(motion_width)
        self.concept_words = Words(num_concepts, dim)
        self.photo_words = Words(NUM_CLASSES, dim)
        self.kind_words = Words(len(KINDS), dim, 1)
        self.motion_words = Words(len(MOTIONS), dim, MOTION_PIECES)
        self.attribute_words = nn.ModuleDict({name: Words(len(ATTRIBUTES[name]), dim, 1) for name in SAID_ATTRIBUTES})

    def load_pretrained(self) -> None:
        """Fills the backbone from the installed package. Raises MissingWeights."""
        self.sight.load_backbone(efficientnet_lite0_path())

    def prepare(self, part: Video) -> dict[str, Tensor]:
        """One clip of any length -> {"pixels": float32 [8, 3, size_px, size_px], "luma": float32 [16, 24, 24]}."""
        frames = part.frames
        pixels = [prepare_picture(frames[i], self.size_px) for i in _spread(len(frames), self.num_frames)]
        return {"pixels": torch.stack(pixels), "luma": small_luma(frames)}

    def forward(self, pixels: Tensor, luma: Tensor) -> Tensor:
        """pixels [B, 8, 3, S, S], luma [B, 16, 24, 24] -> features [B, 11, dim], float32."""
        shape = pixels.shape[:2]
        flat = pixels.flatten(0, 1)
        maps = self.sight.maps(flat)
        attributes = self.sight.attribute_logits(flat)

        def over_time(per_frame: Tensor) -> Tensor:
            return per_frame.unflatten(0, shape).mean(1)

        is_photo = over_time(self.sight.photo_probability(maps.oddness))
        # Mean log-probabilities: a frame that could be anything does not outvote one that is sure.
        concept = sharpened(over_time(self.sight.concept_logits(maps.drawn, ("whole",))[:, 0].log_softmax(-1)))
        photo = sharpened(over_time(self.sight.photo_logits(maps.deep).log_softmax(-1)))
        drawn, photographed = (1 - is_photo)[:, None, None], is_photo[:, None, None]
        slots = [
            drawn * self.concept_words(concept),
            photographed * self.photo_words(photo),
            self.kind_words(torch.stack([1 - is_photo, is_photo], 1)),
            self.motion_words(sharpened(self.motion(luma))),
        ]
        for name, words in self.attribute_words.items():
            said = words(over_time(sharpened(attributes[name])))
            slots.append(said if name == "colour" else drawn * said)
        return torch.cat(slots, 1)


def _spread(length: int, count: int) -> list[int]:
    """`count` frame numbers in time order, evenly spread over 0..length - 1, ends included; repeats when too few."""
    return [round(i * (length - 1) / max(1, count - 1)) for i in range(count)]


def small_luma(frames: np.ndarray) -> Tensor:
    """uint8 [T, H, W, 3] -> sixteen evenly spread frames of brightness, float32 [16, 24, 24] in 0..1."""
    chosen = torch.from_numpy(frames[_spread(len(frames), MOTION_FRAMES)]).float() / 255
    luma = chosen @ torch.tensor([0.30, 0.59, 0.11])
    return F.adaptive_avg_pool2d(luma, MOTION_PX)
