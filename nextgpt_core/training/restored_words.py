"""Words that an input projection gives back as they are, while what it makes of all else changes the least.

A projection trained on features that were often wrong learns to blur them: it made nearly the same soft token of "two"
and of "three" when the encoder counted badly, and no later training of the language model could tell them apart.
"""

from __future__ import annotations

import torch
from torch import Tensor

from nextgpt_core.encoders.audio import FACTS
from nextgpt_core.errors import BadInput
from nextgpt_core.input_projection import LinearProjection, MLPProjection
from nextgpt_core.media import Modality
from nextgpt_core.model import NextGPTModel

RIDGE = 1e-2
"""Share of the mean square of features that is added to all directions, also those in which none lie."""


def restore_facts(model: NextGPTModel, facts: tuple[str, ...], features: Tensor) -> None:
    """Lets the projection of sounds give back the words of `facts` (keys of FACTS). features [N, P, D]: stored ones of
    recordings. Raises BadInput where the model has no such facts or its projection no linear path."""
    encoder, projection = (
        parts[Modality.AUDIO.value] if Modality.AUDIO.value in parts else None
        for parts in (model.encoders, model.input_projections)
    )
    words = getattr(encoder, "fact_words", None)
    if words is None or not isinstance(projection, LinearProjection | MLPProjection):
        raise BadInput(f"{model.config.preset} has no facts of sounds read through a linear path; leave --restore out.")
    slots = dict(zip(FACTS, range(features.shape[1] - len(FACTS), features.shape[1]), strict=True))  # they come last
    for name in facts:
        others = torch.arange(features.shape[1]) != slots[name]
        restore(projection, words[name].names[:, 0].float(), features[:, others].flatten(0, 1).float())


@torch.no_grad()
def restore(projection: LinearProjection | MLPProjection, words: Tensor, features: Tensor) -> None:
    """After it projection(words) = words; words [K, D], features [M, D] those of which little is to change.

    The smallest change of the matrix, in the mean square of what it does to `features`, that moves K inputs to where
    they are wanted (the closed form of Meng et al. 2022, "Locating and editing factual associations", eq. 2).
    """
    wanted = words - projection(words)  # [K, D]
    moment = features.T @ features / len(features)
    moment += RIDGE * moment.diagonal().mean() * torch.eye(len(moment))
    keys = torch.linalg.solve(moment.double(), words.T.double())  # [D, K]
    change = torch.linalg.solve(words.double() @ keys, keys.T).T @ wanted.double()  # [D, D]
    linear = projection.linear if isinstance(projection, MLPProjection) else projection
    linear.project.weight += change.T.float()
