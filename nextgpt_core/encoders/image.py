"""The image encoder: a picture in, the words for what it shows out, as expected input embeddings.

Slots in order: first thing (3), second thing (3), photograph label (3), kind, background, colour, count, place, size.
Knows `Sight`, the detector, how their names are put together, and word tables; not files, training or the language
model that reads the slots.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from nextgpt_core.encoders.centernet import COCO, SIZE_PX, CenterNet
from nextgpt_core.encoders.efficientnet import HEAD_CHANNELS, NUM_CLASSES, prepare_picture
from nextgpt_core.encoders.naming import Naming, everyday_kinds
from nextgpt_core.encoders.sight import ABOVE, ATTRIBUTES, BESIDE, REGIONS, Sight
from nextgpt_core.encoders.words import NUM_PIECES, Words, sharpened
from nextgpt_core.errors import BadInput
from nextgpt_core.media import Image, Modality
from nextgpt_core.weights import efficientnet_lite0_path

KINDS = ("drawing", "photo")
NUM_FEATURES = 3 * NUM_PIECES + 1 + len(ATTRIBUTES)
DECIDED = 4.0
"""How much surer than the gate the features are whether a picture is a photograph: two labels at once say neither."""
WORTH_A_LOOK = 0.02
"""From this probability of being a photograph on, a second look and a detector's follow; they take the longest."""
SURER, START = 20.0, 9.0
"""Steepness of the choice between labels of drawings and of photographs per unit of probability, and the start (in
logits) of the head that the gate has chosen."""


class ImageEncoder(nn.Module):
    """Random weights; `load_pretrained` fills the frozen backbone, a state dict the rest."""

    modality = Modality.IMAGE
    frozen_prefixes = ("sight.backbone.",)
    """State that comes from an installed package and is therefore not saved with the model."""

    def __init__(
        self,
        num_features: int = NUM_FEATURES,
        dim: int = 576,
        num_concepts: int = 1322,
        width: int = HEAD_CHANNELS,
        size_px: int = 224,
        large_px: int = SIZE_PX,
        detects: bool = False,
    ) -> None:
        """`detects`: whether a detector looks at photographs too. Raises BadInput unless num_features is NUM_FEATURES:
        each slot has a meaning of its own."""
        super().__init__()
        if num_features != NUM_FEATURES:
            raise BadInput(f"The image encoder makes {NUM_FEATURES} features, not {num_features}; set num_features so.")
        self.size_px, self.large_px = size_px, large_px
        self.sight = Sight(num_concepts, width)
        self.detector = CenterNet().requires_grad_(False) if detects else None
        self.naming = Naming(num_concepts)
        self.concept_words = Words(num_concepts, dim)
        self.photo_words = Words(NUM_CLASSES, dim)
        self.everyday_words = Words(len(everyday_kinds()), dim)
        self.kind_words = Words(len(KINDS), dim, 1)
        self.attribute_words = nn.ModuleDict({name: Words(len(words), dim, 1) for name, words in ATTRIBUTES.items()})

    def load_pretrained(self) -> None:
        """Fills the backbone from the installed package. Raises MissingWeights."""
        self.sight.load_backbone(efficientnet_lite0_path())

    @property
    def recognises(self) -> dict[str, int]:
        """head -> number of classes, of `recognise`."""
        num = self.concept_words.num_labels
        return {"concept": num, "second": num + 1} | {name: len(words) for name, words in ATTRIBUTES.items()}

    def recognise(self, pixels: Tensor, **_for_photographs: Tensor) -> dict[str, Tensor]:
        """pixels [B, 3, S, S] -> head -> probabilities [B, classes]; the last class of "second": there is one thing."""
        attributes = {name: values.softmax(-1) for name, values in self.sight.attribute_logits(pixels).items()}
        logits = self.sight.concept_logits(self.sight.maps(pixels).drawn)
        first, second = ordered_concepts(logits, attributes["place"])
        lone = 1 - second.sum(-1, keepdim=True)
        return {"concept": first, "second": torch.cat([second, lone], -1), **attributes}

    def prepare(self, part: Image) -> dict[str, Tensor]:
        """One picture -> the whole of it as "pixels", the square in its middle as "middle", both [3, size_px, size_px],
        and for a detector the whole as "large" [3, large_px, large_px], float32."""
        inputs = {
            "pixels": prepare_picture(part.pixels, self.size_px),
            "middle": prepare_picture(_middle(part.pixels), self.size_px),
        }
        return inputs if self.detector is None else inputs | {"large": prepare_picture(part.pixels, self.large_px)}

    def forward(self, pixels: Tensor, middle: Tensor, large: Tensor | None = None) -> Tensor:
        """pixels and middle [B, 3, S, S], for a detector large [B, 3, L, L] -> features [B, 15, dim], float32."""
        maps = self.sight.maps(pixels)
        concepts = self.sight.concept_logits(maps.drawn)
        is_photo = self.sight.photo_probability(maps.oddness)
        labels, heat = self.sight.photo_logits(maps.deep).softmax(-1), pixels.new_zeros(len(pixels), len(COCO))
        rows = (is_photo > WORTH_A_LOOK).nonzero()[:, 0]
        if len(rows):
            # Squeezed into a square things look odd, cut out of the middle some are missing: the two are averaged.
            second = self.sight.photo_logits(self.sight.maps(middle[rows]).deep).softmax(-1)
            labels = labels.index_copy(0, rows, (labels[rows] + second) / 2)
            if self.detector is not None:
                heat = heat.index_copy(0, rows, self.detector(large[rows]))
        said = self.naming(labels, heat, concepts[:, 0].softmax(-1))
        words = self.everyday_words(said.kinds) + self.photo_words(said.labels)
        return self.compose(concepts, words, said.sure, is_photo, self.sight.attribute_logits(pixels))

    def compose(
        self, concepts: Tensor, called: Tensor, sure: Tensor, is_photo: Tensor, attributes: dict[str, Tensor]
    ) -> Tensor:
        """Logits [B, regions, concepts]; the words of a photograph's name [B, 3, dim] and how sure that is [B];
        probability of a photograph [B]; attribute logits -> features [B, 15, dim]."""
        first, second = ordered_concepts(concepts, attributes["place"].softmax(-1))
        is_photo = torch.sigmoid(DECIDED * torch.logit(is_photo, eps=1e-4))
        drawn = (1 - is_photo)[:, None, None]
        # The surer of the two heads speaks, the gate's own head having a start: some things that people photograph have
        # no ImageNet class, and some photographs look like drawings to the gate.
        surer = sure - concepts[:, 0].softmax(-1).amax(-1)
        labelled = torch.sigmoid(SURER * surer + START * (2 * is_photo - 1))[:, None, None]
        slots = [
            (1 - labelled) * self.concept_words(first),
            drawn * self.concept_words(second),
            labelled * called,
            self.kind_words(torch.stack([1 - is_photo, is_photo], 1)),
        ]
        for name, words in self.attribute_words.items():
            said = words(sharpened(attributes[name]))
            slots.append(said if name == "colour" else drawn * said)  # the rest was only ever learned on drawings
        return torch.cat(slots, 1)


def _middle(rgb: np.ndarray) -> np.ndarray:
    """uint8 [H, W, 3] -> the square in the middle."""
    height, width = rgb.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return rgb[top : top + side, left : left + side]


def ordered_concepts(concepts: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
    """Logits [B, regions, concepts] and place probabilities -> first and second concept, [B, concepts] each.

    Of two things side by side the left is first, of two above each other the upper; a lone thing is read from the
    whole picture, and the second is then all zeros.
    """
    by_region = dict(zip(REGIONS, sharpened(concepts).unbind(1), strict=True))
    beside, above = place[:, BESIDE, None], place[:, ABOVE, None]
    first = (1 - beside - above) * by_region["whole"] + beside * by_region["left"] + above * by_region["top"]
    return first, beside * by_region["right"] + above * by_region["bottom"]
