"""Training task of a flow's draft: the average medium under a caption, by plain regression on latents.

The condition is read once per row and kept, so that an epoch over a pack takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.decoders.base import FlowDecoder
from nextgpt_core.training.decoder_data import LatentData

CONDITION_NOISE = 0.3
"""Standard deviation; conditions have unit variance. It keeps the draft from knowing rows by heart and makes it forgive
conditions that come from output projections."""


@torch.no_grad()
def read_captions(read: Callable[[Tensor, Tensor], Tensor], data: LatentData, batch_size: int = 256) -> Tensor:
    """What `read`, from caption states and mask to a condition, makes of every caption of `data`, bfloat16 [rows, T,
    D]."""
    chunks = []
    for start in range(0, len(data), batch_size):
        _, states, mask = data.batch(list(range(start, min(start + batch_size, len(data)))))
        with mixed():
            chunks.append(read(states, mask).bfloat16().cpu())
    return torch.cat(chunks)


def read_conditions(decoder: FlowDecoder, data: LatentData) -> Tensor:
    """What the decoder's flow is told of every caption of `data`, bfloat16 [rows, T, D]."""
    device = decoder.flow.device

    def read(states: Tensor, mask: Tensor) -> Tensor:
        with mixed(device):
            return decoder.flow_condition(decoder.encode_text(states.to(device), mask.to(device)))

    return read_captions(read, data)


class DraftTask:
    """MSE between the draft and the clean latents; a tenth of the conditions is the empty one, as in the flow."""

    def __init__(
        self,
        decoder: FlowDecoder,
        data: LatentData,
        held: LatentData,
        weights: Tensor | None = None,
        batch_size: int = 256,
        drop: float = 0.1,
        noise: float = CONDITION_NOISE,
    ) -> None:
        self.flow, self.data, self.held, self.batch_size, self.drop = decoder.flow, data, held, batch_size, drop
        self.noise = noise
        self.weights = torch.ones(len(data)) if weights is None else weights
        self.conditions, self.held_conditions = (read_conditions(decoder, rows) for rows in (data, held))

    def trainable(self) -> dict[str, nn.Parameter]:
        return {f"draft.{name}": p for name, p in self.flow.draft.named_parameters()}

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        rows = torch.multinomial(self.weights, self.batch_size, replacement=True, generator=generator)
        condition = self.conditions[self.data.fellow(rows, generator)].float()
        dropped = torch.rand(len(rows), generator=generator) < self.drop
        condition = torch.where(dropped[:, None, None], self.flow.null_condition.detach(), condition)
        condition = condition + self.noise * torch.randn(condition.shape, generator=generator)
        with mixed(self.flow.device):
            made = self.flow.draft(condition)
        return F.mse_loss(made.float(), self.data.latents[rows].float()), {}

    def validate(self) -> dict[str, float]:
        """Share of the latents' variance that the draft leaves open, on held-out captions."""
        with torch.no_grad():
            made = self.flow.draft(self.held_conditions.float())
        return {"draft_mse": float(F.mse_loss(made, self.held.latents.float()))}

    def sample(self, folder: Path, step: int) -> None:
        """Nothing of its own: the flow's samples show what became of the draft."""
