"""Training task of every decoder's flow: predict the velocity of noisy latents under the caption (rectified flow).

One task for pictures and sounds: they differ in their packs and in how a sample is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.base import FlowDecoder
from nextgpt_core.media import Part
from nextgpt_core.training.decoder_data import LatentData
from nextgpt_core.training.draft import CONDITION_NOISE, read_conditions


class LatentFlowTask:
    """Logit-normal times (Esser et al. 2024), 10 % of the conditions dropped for classifier-free guidance.

    Conditions are read once per row and kept: the reading of captions is learned before (text_condition.py) and then
    stays, for output projections imitate it.
    """

    def __init__(
        self,
        decoder: FlowDecoder,
        data: LatentData,
        held: LatentData,
        show: Callable[[list[Part], list[str], Path], None],
        batch_size: int = 64,
        drop: float = 0.1,
        weights: Tensor | None = None,
        others: tuple[Tensor, Tensor] | None = None,
    ) -> None:
        """`weights` [rows]: how often each row is drawn against the others; None draws evenly. `others`: conditions
        [M, T, D] that ask for what rows [M] of `data` hold, in other words than theirs."""
        self.decoder, self.flow, self.data, self.held, self.show = decoder, decoder.flow, data, held, show
        self.batch_size, self.drop = batch_size, drop
        self.conditions, self.held_conditions = (read_conditions(decoder, rows) for rows in (data, held))
        self.rows = torch.arange(len(data))
        self.weights = torch.ones(len(data)) if weights is None else weights
        if others is not None:
            self.conditions, self.rows = torch.cat([self.conditions, others[0]]), torch.cat([self.rows, others[1]])
            self.weights = self.weights[self.rows]

    def trainable(self) -> dict[str, nn.Parameter]:
        """All but the reading of captions."""
        return {f"flow.{n}": p for n, p in self.flow.named_parameters() if not n.startswith("condition.")}

    def _loss(self, clean: Tensor, condition: Tensor, drop: float, generator: torch.Generator) -> Tensor:
        size = len(clean)
        noise = torch.randn(clean.shape, generator=generator)
        t = torch.sigmoid(torch.randn(size, generator=generator) + 0.3)
        dropped = torch.rand(size, generator=generator) < drop
        if self.flow.training:
            condition = condition + CONDITION_NOISE * torch.randn(condition.shape, generator=generator)
        device = self.flow.device
        clean, condition, noise, t, dropped = (x.to(device) for x in (clean, condition, noise, t, dropped))
        condition = torch.where(dropped[:, None, None], self.flow.null_condition, condition)
        noisy = (1 - t[:, None, None]) * clean + t[:, None, None] * noise
        with mixed(device):
            velocity = self.flow(noisy, t, condition)
        return F.mse_loss(velocity.float(), noise - clean)

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        self.flow.train()
        chosen = torch.multinomial(self.weights, self.batch_size, replacement=True, generator=generator)
        own = chosen < len(self.data)
        told = torch.where(own, self.data.fellow(torch.where(own, chosen, 0), generator), chosen)
        clean, condition = self.data.latents[self.rows[chosen]].float(), self.conditions[told].float()
        return self._loss(clean, condition, self.drop, generator), {}

    def validate(self) -> dict[str, float]:
        self.flow.eval()
        generator = torch.Generator().manual_seed(0)
        losses = [
            self._loss(self.held.latents[k : k + 64].float(), self.held_conditions[k : k + 64].float(), 0.0, generator)
            for k in range(0, min(256, len(self.held)), 64)
        ]
        return {"flow_loss": float(torch.stack(losses).mean())}

    def sample(self, folder: Path, step: int, count: int = 16) -> None:
        """Decodes the first held-out captions with the default options and shows them."""
        folder.mkdir(parents=True, exist_ok=True)
        self.decoder.eval()
        parts, captions = [], self.held.captions[:count]
        for number in range(len(captions)):
            _, states, mask = self.held.batch([number])
            condition = self.decoder.encode_text(states.to(self.flow.device), mask.to(self.flow.device))
            options = MediaOptions(num_steps=16, guidance=3.0)
            *_, part = self.decoder.stream(condition, None, options, torch.Generator().manual_seed(number))
            parts.append(part)
        self.show(parts, captions, folder / f"{step:07d}")
