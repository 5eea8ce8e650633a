"""Training task that teaches a decoder to read captions before it learns to draw: a fast start for its flow.

The condition is asked, through two throw-away linear heads, what the caption names and what the medium's latents look
like on average. Both are what the flow will need of it, and cost a hundredth of a flow step. Afterwards the condition
can be kept as it is, so that output projections have a fixed target while the flow trains on.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.decoders.latent_flow import LatentFlow
from nextgpt_core.training.decoder_data import LatentData


def use_text_statistics(flow: LatentFlow, data: LatentData) -> None:
    """Standardises the text states by this corpus; once, before a fresh condition trains."""
    mean, scale = data.text_statistics()
    flow.condition.text_mean.copy_(mean)
    flow.condition.text_scale.copy_(scale)


class TextConditionTask:
    """Cross-entropy of the concept plus MSE of the mean latents, both read linearly off the condition."""

    def __init__(
        self, flow: LatentFlow, data: LatentData, held: LatentData, batch_size: int = 256, token_drop: float = 0.1
    ) -> None:
        self.flow, self.data, self.held = flow, data, held
        self.batch_size, self.token_drop = batch_size, token_drop
        names = sorted({row["concept"] for row in data.rows})
        self.index = {name: number for number, name in enumerate(names)}
        tokens, dim = flow.condition_shape
        self.names = nn.Linear(tokens * dim, len(names))
        self.looks = nn.Linear(tokens * dim, data.latents[0].numel())

    def trainable(self) -> dict[str, nn.Parameter]:
        parts = {"condition": self.flow.condition, "names": self.names, "looks": self.looks}
        return {f"{part}.{name}": p for part, module in parts.items() for name, p in module.named_parameters()}

    def _read(self, data: LatentData, rows: list[int], drop: float, generator: torch.Generator) -> tuple[Tensor, ...]:
        """-> loss, concept logits, concept numbers (-1 where unknown)."""
        latents, states, mask = data.batch(rows)
        if drop:
            kept = mask & (torch.rand(mask.shape, generator=generator) > drop)
            mask = torch.where(kept.any(1, keepdim=True), kept, mask)
        with torch.autocast(self.flow.device.type, torch.bfloat16):
            condition = self.flow.condition(states, mask).flatten(1)
            logits, looks = self.names(condition).float(), self.looks(condition).float()
        wanted = torch.tensor([self.index.get(data.rows[row]["concept"], -1) for row in rows])
        known = wanted >= 0
        loss = F.cross_entropy(logits[known], wanted[known]) + 2 * F.mse_loss(looks, latents.flatten(1))
        return loss, logits, wanted

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        rows = torch.randint(len(self.data), (self.batch_size,), generator=generator).tolist()
        loss, logits, wanted = self._read(self.data, rows, self.token_drop, generator)
        return loss, {"named": float((logits.argmax(-1) == wanted).float().mean())}

    def validate(self) -> dict[str, float]:
        """Share of held-out captions (unseen phrasings) whose concept is read right."""
        with torch.no_grad():
            loss, logits, wanted = self._read(self.held, list(range(len(self.held))), 0.0, torch.Generator())
        return {"loss": float(loss), "named": float((logits.argmax(-1) == wanted).float().mean())}

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: `validate` says it in a number."""
