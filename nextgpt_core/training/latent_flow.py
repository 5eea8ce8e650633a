"""Training task of every decoder's flow: predict the velocity of noisy latents under the caption (rectified flow).

One task for pictures, clips and sounds: they differ in their packs and in how a sample is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.base import FlowDecoder
from nextgpt_core.media import Part
from nextgpt_core.training.decoder_data import LatentData
from nextgpt_core.training.draft import CONDITION_NOISE


class LatentFlowTask:
    """Logit-normal times (Esser et al. 2024), 10 % of the conditions dropped for classifier-free guidance."""

    def __init__(
        self,
        decoder: FlowDecoder,
        data: LatentData,
        held: LatentData,
        show: Callable[[list[Part], list[str], Path], None],
        batch_size: int = 64,
        drop: float = 0.1,
        weights: Tensor | None = None,
    ) -> None:
        """`weights` [rows]: how often each row is drawn against the others; None draws evenly."""
        self.weights = torch.ones(len(data)) if weights is None else weights
        self.decoder, self.flow, self.data, self.held, self.show = decoder, decoder.flow, data, held, show
        self.batch_size, self.drop = batch_size, drop

    def trainable(self) -> dict[str, nn.Parameter]:
        """All but the reading of captions, which is learned before (text_condition.py) and then stays: output
        projections imitate it."""
        return {f"flow.{n}": p for n, p in self.flow.named_parameters() if not n.startswith("condition.")}

    def _loss(self, batch: tuple[Tensor, Tensor, Tensor], drop: float, generator: torch.Generator) -> Tensor:
        clean, states, mask = batch
        size = len(clean)
        noise = torch.randn(clean.shape, generator=generator)
        t = torch.sigmoid(torch.randn(size, generator=generator) + 0.3)
        dropped = torch.rand(size, generator=generator) < drop
        device = self.flow.device
        clean, states, mask, noise, t = (x.to(device) for x in (clean, states, mask, noise, t))
        expected = self.decoder.expected(clean, generator)
        with torch.autocast(device.type, torch.bfloat16):
            with torch.no_grad():
                condition = self.flow.condition(states, mask)
            if self.flow.training:
                jitter = CONDITION_NOISE * torch.randn(condition.shape, generator=generator)
                condition = condition + jitter.to(device)
            condition = torch.where(dropped[:, None, None].to(device), self.flow.null_condition, condition.float())
            noisy = (1 - t[:, None, None]) * clean + t[:, None, None] * noise
            velocity = self.flow(noisy, t, condition, expected)
        return F.mse_loss(velocity.float(), noise - clean)

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        self.flow.train()
        rows = torch.multinomial(self.weights, self.batch_size, replacement=True, generator=generator).tolist()
        return self._loss(self.data.batch(rows, generator), self.drop, generator), {}

    def validate(self) -> dict[str, float]:
        self.flow.eval()
        generator = torch.Generator().manual_seed(0)
        rows = list(range(min(256, len(self.held))))
        losses = [self._loss(self.held.batch(rows[i : i + 64]), 0.0, generator) for i in range(0, len(rows), 64)]
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
