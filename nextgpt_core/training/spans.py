"""Training task of stage 2 at its cheapest: the language model is frozen, so each span is read once and kept.

Every example is a short request and its answer's span, "Show me a penguin" -> <open> a penguin <signals>; what trains
is the output projections, on the distance to the decoder's own condition of the caption plus, where latents of media
are given, the denoising loss of the decoder, frozen (NExT-GPT, section 4.2).
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.training.dialogs import build_example, collate, embed_batch, span_states
from nextgpt_core.training.stages import STAGES, trainable_names, wanted_conditions

ASKED = {
    Modality.IMAGE: ("Show me {}", "Draw {}", "A picture of {}, please", "Can you paint {}?", "I want to see {}"),
    Modality.AUDIO: ("Play {}", "Let me hear {}", "The sound of {}, please", "Can I hear {}?", "Record {}"),
    Modality.VIDEO: ("Animate {}", "A clip of {}, please", "Make a video: {}", "Can you film {}?", "Show a clip of {}"),
}
"""Contexts in which the spans are read; wordings of the whole variety belong to stage 3."""

NUM_HELD = 200


@torch.no_grad()
def read_spans(
    model: NextGPTModel, modality: Modality, captions: list[str], log=print, batch_size: int = 32
) -> tuple[Tensor, Tensor, Tensor]:
    """Spans of captions -> states [rows, longest, D] bfloat16, mask, wanted conditions [rows, T, D]."""
    rng = random.Random(0)
    states, masks, wanted = [], [], []
    for start in range(0, len(captions), batch_size):
        chunk = captions[start : start + batch_size]
        examples = []
        for caption in chunk:
            asked = {"text": rng.choice(ASKED[modality]).format(caption)}
            turns = [{"role": "user", "content": [asked]},
                     {"role": "assistant", "content": [{"make": modality.value, "caption": caption}]}]  # fmt: skip
            examples.append(build_example(model, {"turns": turns}, {}))
        batch = collate(examples)
        with mixed(model.llm.device):
            embeds = embed_batch(model, batch, lambda medium: medium)
            hidden = model.llm.hidden(embeds, batch.mask.to(embeds.device))[1]
        state, mask = span_states(hidden, batch.spans[modality])
        states.append(state.bfloat16().cpu())
        masks.append(mask.cpu())
        wanted.append(wanted_conditions(model, modality, chunk).bfloat16().cpu())
        if start // batch_size % 10 == 0:
            log(f"spans {modality.value}: {start + len(chunk)} of {len(captions)}")
    longest = max(state.shape[1] for state in states)
    padded = [F.pad(s, (0, 0, 0, longest - s.shape[1])) for s in states]
    padded_masks = [F.pad(m, (0, longest - m.shape[1])) for m in masks]
    return torch.cat(padded), torch.cat(padded_masks), torch.cat(wanted)


def spread(total: int, count: int) -> Tensor:
    """At most `count` row numbers, evenly over all: a pack may lie in order, sounds by what they are."""
    return torch.linspace(0, total - 1, min(count, total)).round().long()


class Latents(Protocol):
    """What `denoising_loss` of a decoder takes, [rows, ...], under the captions of these media."""

    captions: list[str]
    latents: Tensor


class SpanTask:
    """Stage 2. `latents[modality][split]` hold captions and latents, `captions[modality][split]` those of which the
    condition alone is learned; `num_rows` spans of each are read. Latents are needed to train; held-out spans are those
    of either table."""

    def __init__(
        self,
        model: NextGPTModel,
        latents: Mapping[Modality, Mapping[str, Latents]],
        captions: dict[Modality, dict[str, list[str]]] | None = None,
        num_rows: int = 2500,
        batch_size: int = 64,
        denoise_rows: int = 4,
        log=print,
    ) -> None:
        self.model, self.stage, self.latents = model.eval(), STAGES["2"], latents
        self.batch_size, self.denoise_rows, self.device = batch_size, denoise_rows, model.llm.device
        model.requires_grad_(False)
        captions = captions or {}
        self.drawn: dict[Modality, Tensor] = {}
        self.spans: dict[Modality, dict[str, tuple[Tensor, Tensor, Tensor]]] = {}
        for modality in (m for m in MEDIA if m in latents or m in captions):
            self.spans[modality] = {}
            for split, count in (("train", num_rows), ("held", NUM_HELD)):
                asked = captions[modality][split][:count] if modality in captions else []
                if split in latents.get(modality, {}):
                    told = latents[modality][split].captions
                    rows = spread(len(told), count)
                    asked = [*(told[row] for row in rows), *asked]
                    if split == "train":
                        self.drawn[modality] = rows
                self.spans[modality][split] = read_spans(model, modality, asked, log)

    def trainable(self) -> dict[str, nn.Parameter]:
        parameters = dict(self.model.named_parameters())
        return {name: parameters[name] for name in trainable_names(self.model, self.stage)}

    def _distance(self, modality: Modality, split: str, rows: Tensor) -> tuple[Tensor, Tensor]:
        """-> mean squared distance of conditions, projected conditions [B, T, D]."""
        states, mask, wanted = self.spans[modality][split]
        longest = int(mask[rows].sum(1).max())
        chosen = (states[rows][:, :longest], mask[rows][:, :longest], wanted[rows])
        states, mask, wanted = (tensor.to(self.device) for tensor in chosen)
        made = self.model.condition(modality, states.float(), mask)
        return F.mse_loss(made, wanted.float()), made

    def _denoise(self, modality: Modality, condition: Tensor, rows: Tensor, generator: torch.Generator) -> Tensor:
        clean = self.latents[modality]["train"].latents[self.drawn[modality][rows]]
        return self.model.decoders[modality.value].denoising_loss(clean, condition, generator)

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        total, numbers = torch.zeros((), device=self.device), {}
        for modality in self.spans:
            count = len(self.spans[modality]["train"][0])
            rows = torch.randint(count, (self.batch_size,), generator=generator)
            few = rows[: self.denoise_rows]
            if modality in self.drawn:  # those with latents come first
                few.copy_(torch.randint(len(self.drawn[modality]), few.shape, generator=generator))
            distance, made = self._distance(modality, "train", rows)
            total, numbers[f"align_{modality.value}"] = total + self.stage.align * distance, float(distance.detach())
            if modality in self.drawn:
                denoise = self._denoise(modality, made[: len(few)], few, generator)
                total = total + self.stage.denoise * denoise
                numbers[f"denoise_{modality.value}"] = float(denoise.detach())
        return total, numbers

    def validate(self) -> dict[str, float]:
        """Distance and mean cosine of projected to wanted conditions on held-out captions."""
        numbers = {}
        for modality, splits in self.spans.items():
            distance, made = self._distance(modality, "held", torch.arange(len(splits["held"][0])))
            cosine = F.cosine_similarity(made.cpu(), splits["held"][2].float(), dim=-1).mean()
            numbers |= {f"align_{modality.value}": float(distance), f"cosine_{modality.value}": float(cosine)}
        return numbers

    def sample(self, folder: Path, step: int) -> None:
        """Nothing to look at: `validate` says it in numbers, the assembled model in pictures."""
