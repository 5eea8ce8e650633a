"""The image encoder: a picture in, the words for what it shows out, as expected input embeddings.

Slots in order: first thing (3), second thing (3), photograph label (3), kind, background, colour, count, place, size.
Knows `Sight` and word tables; not files, training or the language model that reads the slots.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from nextgpt_core.encoders.efficientnet import HEAD_CHANNELS, NUM_CLASSES, prepare_picture
from nextgpt_core.encoders.sight import ABOVE, ATTRIBUTES, BESIDE, REGIONS, Sight
from nextgpt_core.encoders.words import NUM_PIECES, Words, sharpened
from nextgpt_core.errors import BadInput
from nextgpt_core.media import Image, Modality
from nextgpt_core.weights import efficientnet_lite0_path

KINDS = ("drawing", "photo")
NUM_FEATURES = 3 * NUM_PIECES + 1 + len(ATTRIBUTES)
DECIDED = 4.0
"""How much surer than the gate the features are whether a picture is a photograph: two labels at once say neither."""
SURER, START = 20.0, 6.0
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
    ) -> None:
        """Raises BadInput unless num_features is NUM_FEATURES: each slot has a meaning of its own."""
        super().__init__()
        if num_features != NUM_FEATURES:
            raise BadInput(f"The image encoder makes {NUM_FEATURES} features, not {num_features}; set num_features so.")
        self.size_px = size_px
        self.sight = Sight(num_concepts, width)
        self.concept_words = Words(num_concepts, dim)
        self.photo_words = Words(NUM_CLASSES, dim)
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

    def recognise(self, pixels: Tensor) -> dict[str, Tensor]:
        """pixels [B, 3, S, S] -> head -> probabilities [B, classes]; the last class of "second": there is one thing."""
        attributes = {name: values.softmax(-1) for name, values in self.sight.attribute_logits(pixels).items()}
        logits = self.sight.concept_logits(self.sight.maps(pixels).drawn)
        first, second = ordered_concepts(logits, attributes["place"])
        lone = 1 - second.sum(-1, keepdim=True)
        return {"concept": first, "second": torch.cat([second, lone], -1), **attributes}

    def prepare(self, part: Image) -> dict[str, Tensor]:
        """One picture -> {"pixels": float32 [3, size_px, size_px]}."""
        return {"pixels": prepare_picture(part.pixels, self.size_px)}

    def forward(self, pixels: Tensor) -> Tensor:
        """pixels [B, 3, S, S] -> features [B, 15, dim], float32."""
        maps = self.sight.maps(pixels)
        attributes = self.sight.attribute_logits(pixels)
        return self.compose(
            self.sight.concept_logits(maps.drawn),
            self.sight.photo_logits(maps.deep),
            self.sight.photo_probability(maps.oddness),
            attributes,
        )

    def compose(self, concepts: Tensor, photo: Tensor, is_photo: Tensor, attributes: dict[str, Tensor]) -> Tensor:
        """Logits [B, regions, concepts], [B, 1000], probability [B], attribute logits -> features [B, 15, dim]."""
        first, second = ordered_concepts(concepts, attributes["place"].softmax(-1))
        is_photo = torch.sigmoid(DECIDED * torch.logit(is_photo, eps=1e-4))
        drawn = (1 - is_photo)[:, None, None]
        # The surer of the two heads speaks, the gate's own head having a start: some things that people photograph have
        # no ImageNet class, and some photographs look like drawings to the gate.
        surer = photo.softmax(-1).amax(-1) - concepts[:, 0].softmax(-1).amax(-1)
        labelled = torch.sigmoid(SURER * surer + START * (2 * is_photo - 1))[:, None, None]
        slots = [
            (1 - labelled) * self.concept_words(first),
            drawn * self.concept_words(second),
            labelled * self.photo_words(sharpened(3 * photo)),  # a mean of near-synonyms is no word at all
            self.kind_words(torch.stack([1 - is_photo, is_photo], 1)),
        ]
        for name, words in self.attribute_words.items():
            said = words(sharpened(attributes[name]))
            slots.append(said if name == "colour" else drawn * said)  # the rest was only ever learned on drawings
        return torch.cat(slots, 1)


def ordered_concepts(concepts: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
    """Logits [B, regions, concepts] and place probabilities -> first and second concept, [B, concepts] each.

    Of two things side by side the left is first, of two above each other the upper; a lone thing is read from the
    whole picture, and the second is then all zeros.
    """
    by_region = dict(zip(REGIONS, sharpened(concepts).unbind(1), strict=True))
    beside, above = place[:, BESIDE, None], place[:, ABOVE, None]
    first = (1 - beside - above) * by_region["whole"] + beside * by_region["left"] + above * by_region["top"]
    return first, beside * by_region["right"] + above * by_region["bottom"]
