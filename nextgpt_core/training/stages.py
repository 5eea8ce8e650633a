"""The three stages of NExT-GPT as rows of one table, and the task that trains any of them in the one loop.

1. encoder-side alignment: input projections learn to make media readable (captioning loss);
2. decoder-side alignment: output projections learn to say what a decoder wants to hear (distance to the decoder's
   text condition, plus the denoising loss through the frozen decoder);
3. modality-switching instruction tuning: adapters, signal rows and both projections on whole conversations.

(Wu et al. 2024, sections 4.1, 4.2 and 5.)
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.errors import BadInput
from nextgpt_core.media import Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.training.dialogs import (
    IGNORE,
    Batch,
    Example,
    StoredMedium,
    build_example,
    collate,
    embed_batch,
    span_states,
)


@dataclass(frozen=True)
class Stage:
    """What one stage reads, trains and minimises."""

    reads: str
    """"captions", "spans" or "conversations": which examples are drawn."""
    trains: tuple[str, ...]
    """Prefixes (or, with a leading dot, infixes) of the parameter names that train; all others are frozen."""
    text: float
    align: float
    denoise: float
    lr: float
    frozen: tuple[str, ...] = ()
    """Prefixes of names that `trains` holds and that stay as they are all the same."""
    hold: float = 0.0
    """Weight of the divergence from what the model said before this training, so that going on with something new
    does not cost what it could do already (learning without forgetting, Li and Hoiem 2016)."""
    anew: tuple[str, ...] = ()
    """Kinds of conversations that `hold` does not hold: those to be learned."""


STAGES = {
    "1": Stage("captions", ("input_projections.",), text=1.0, align=0.0, denoise=0.0, lr=5e-4),
    "2": Stage("spans", ("output_projections.",), text=0.0, align=1.0, denoise=0.1, lr=1e-3),
    "3": Stage(
        "conversations",
        ("input_projections.", "output_projections.", "llm.signal_in", "llm.signal_out", ".lora_"),
        text=1.0,
        align=0.25,
        denoise=0.0,
        lr=6e-4,
    ),
}


def trainable_names(model: NextGPTModel, stage: Stage) -> list[str]:
    """Exact names of the parameters that `stage` trains, in module order. Raises BadInput for a frozen prefix that no
    parameter has."""
    names = [name for name, _ in model.named_parameters()]  # once: it walks the whole model, in every step of a task
    for prefix in stage.frozen:
        if not any(name.startswith(prefix) for name in names):
            raise BadInput(f"no parameter of {model.config.preset} begins with {prefix!r}, so it cannot be frozen")
    starts = tuple(t for t in stage.trains if not t.startswith("."))
    inside = tuple(t for t in stage.trains if t.startswith("."))
    names = [name for name in names if not name.startswith(stage.frozen)]
    return [n for n in names if n.startswith(starts) or (n.startswith("llm.") and any(t in n for t in inside))]


@dataclass
class Sources:
    """Where examples come from. `dialog(rng, split)` draws the JSON form of a conversation; `features` looks up stored
    encoder features."""

    dialog: Callable[[random.Random, str], dict]
    features: Callable[[StoredMedium], Tensor]


def wanted_conditions(model: NextGPTModel, modality: Modality, captions: list[str]) -> Tensor:
    """What projections are to say of captions, [S, T, D]; a published decoder reads long ones in more than T rows, of
    which the first are taken."""
    return model.caption_condition(modality, captions)[:, : model.decoders[modality.value].condition_shape[0]]


GROUPING = ("grouping", "groupvit")
"""Input projections that make a number of soft tokens of their own."""
DRAWN_TOGETHER = 16  # batches
KEPT_WEIGHT = 3.0
"""Of plain talk against all other words: there the tuned model is to say what the untouched one would, with the same
doubts. Its likeliest words alone, as labels, make it surer than it was and ordinary replies of people less likely."""


def _divergence(logits: Tensor, wanted: Tensor) -> Tensor:
    """Kullback-Leibler divergence [N] of the distributions of two rows of logits [N, V], from `wanted`."""
    return F.kl_div(F.log_softmax(logits, dim=-1), wanted.softmax(-1), reduction="none").sum(-1)


class StageTask:
    """Stage 1 or 3 over one model (stage 2 has a task of its own, spans.py). Examples are drawn on the fly."""

    def __init__(self, model: NextGPTModel, stage: Stage, sources: Sources, batch_size: int = 8) -> None:
        self.model, self.stage, self.sources, self.batch_size = model, stage, sources, batch_size
        self.waiting: dict[str, list[list[Example]]] = {}
        model.requires_grad_(False)
        if not self.trainable():
            raise BadInput(
                f"nothing of {model.config.preset} trains here: its language model reads media by itself, without "
                "input projections. Go on with stage 2, or train a preset with encoders, such as omni-encoders."
            )
        self.num_soft = {m: self._num_soft(m) for m in model.config.encoders}
        self.before = {n: p.detach().clone() for n, p in self.trainable().items()} if stage.hold else {}

    def _num_soft(self, modality: Modality) -> int:
        config = self.model.config
        projection = config.input_projections[modality]
        grouped = projection.kind in GROUPING and projection.num_tokens
        return projection.num_tokens if grouped else config.encoders[modality].num_features

    def trainable(self) -> dict[str, nn.Parameter]:
        parameters = dict(self.model.named_parameters())
        return {name: parameters[name] for name in trainable_names(self.model, self.stage)}

    def _draw(self, rng: random.Random, split: str) -> list[Example]:
        """The next batch. Several are drawn at once and sorted by length first: mixed lengths would spend half of the
        compute on padding."""
        waiting = self.waiting.setdefault(split, [])
        if not waiting:
            dialogs = [self.sources.dialog(rng, split) for _ in range(DRAWN_TOGETHER * self.batch_size)]
            examples = sorted((build_example(self.model, d, self.num_soft) for d in dialogs), key=lambda e: len(e.ids))
            waiting += [examples[i : i + self.batch_size] for i in range(0, len(examples), self.batch_size)]
            rng.shuffle(waiting)
        return waiting.pop()

    def _forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """-> input embeddings, last hidden states and those that output projections read, all [B, L, D]."""
        device = self.model.llm.device
        with mixed(device):
            embeds = embed_batch(self.model, batch, self.sources.features)
            return embeds, *self.model.llm.hidden(embeds, batch.mask.to(device))

    def _text_loss(self, embeds: Tensor, hidden: Tensor, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """-> loss, predicted ids and true ids of the learned positions. Where the words are those of the untouched
        model, the loss is the divergence from its distribution; elsewhere cross-entropy, weighted as the batch says,
        and where the stage holds the model to what it said before, the divergence from that too."""
        labels = batch.labels[:, 1:].to(hidden.device)
        learned = labels != IGNORE
        kept = batch.kept[:, 1:].to(hidden.device) & learned
        with mixed(hidden.device):
            logits = self.model.llm.logits(hidden[:, :-1][learned]).float()
        losses = F.cross_entropy(logits, labels[learned], reduction="none")
        if kept.any():
            wanted = self._said(self.model.llm.untouched(), embeds, kept, batch)
            if num_new := self.model.signals.num_new:
                wanted[:, -num_new:] = -torch.inf
            losses[kept[learned]] = KEPT_WEIGHT * _divergence(logits[kept[learned]], wanted)
        if self.before:
            known = torch.tensor([kind not in self.stage.anew for kind in batch.kinds], device=hidden.device)
            held = learned & ~kept & known[:, None]
            if held.any():
                wanted = self._said(self._as_before(), embeds, held, batch)
                losses = losses.index_add(
                    0, held[learned].nonzero()[:, 0], self.stage.hold * _divergence(logits[held[learned]], wanted)
                )
        weights = batch.weights[:, 1:].to(hidden.device)[learned]
        return (losses * weights).sum() / weights.sum(), logits.argmax(-1), labels[learned]

    @torch.no_grad()
    def _said(self, state: AbstractContextManager, embeds: Tensor, places: Tensor, batch: Batch) -> Tensor:
        """Logits of the language model in another `state`, at the positions `places` [B, L - 1]."""
        rows, llm = places.any(1), self.model.llm
        with state, mixed(embeds.device):
            hidden, _ = llm.hidden(embeds[rows].detach(), batch.mask.to(embeds.device)[rows])
            return llm.logits(hidden[:, :-1][places[rows]]).float()

    @contextmanager
    def _as_before(self) -> Iterator[None]:
        """While it lasts, what trains is what it was before this training."""
        parameters = self.trainable()
        now = {name: p.data for name, p in parameters.items()}
        try:
            for name, p in parameters.items():
                p.data = self.before[name]
            yield
        finally:
            for name, p in parameters.items():
                p.data = now[name]

    def _align(self, hidden: Tensor, batch: Batch) -> dict[Modality, tuple[Tensor, Tensor]]:
        """Per modality: projected conditions and the decoder's own conditions of the captions, both [S, T, D]."""
        pairs = {}
        for modality, places in batch.spans.items():
            with torch.no_grad():
                wanted = wanted_conditions(self.model, modality, [span.caption for _, span in places]).float()
            pairs[modality] = (self.model.condition(modality, *span_states(hidden, places)).float(), wanted)
        return pairs

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        seed = int(torch.randint(2**31, (), generator=generator))
        total, numbers, _ = self._losses(random.Random(seed), "train")
        return total, numbers

    def _losses(self, rng: random.Random, split: str) -> tuple[Tensor, dict[str, float], dict[str, float]]:
        """-> weighted loss, its parts, and hit counts of the sampled decisions (which modality, which word)."""
        batch = collate(self._draw(rng, split))
        embeds, hidden, for_projection = self._forward(batch)
        total, numbers, hits = hidden.new_zeros((), dtype=torch.float32), {}, {}
        if self.stage.text:
            text, predicted, true = self._text_loss(embeds, hidden, batch)
            total, numbers["text"] = total + self.stage.text * text, float(text.detach())
            opens = torch.tensor(list(self.model.signals.opens()), device=true.device)
            for name, chosen in (("open", torch.isin(true, opens)), ("end", true == self.model.llm.end_id)):
                hits[name], hits[f"num_{name}"] = float((predicted == true)[chosen].sum()), float(chosen.sum())
            hits["false_open"] = float((torch.isin(predicted, opens) & ~torch.isin(true, opens)).sum())
            hits["word"], hits["num_word"] = float((predicted == true).sum()), float(len(true))
        if self.stage.align and batch.spans:
            for modality, (made, wanted) in self._align(for_projection, batch).items():
                distance = F.mse_loss(made, wanted)
                numbers[f"align_{modality.value}"] = float(distance.detach())
                total = total + self.stage.align * distance / len(batch.spans)
        return total, numbers, hits

    def validate(self, num_batches: int = 8) -> dict[str, float]:
        """Losses on held-out examples, and how often the most likely token is right: at open tokens, at end marks, at
        all learned positions. `false_open` counts positions where a medium would wrongly begin."""
        self.model.eval()
        self.waiting.pop("held", None)
        sums: dict[str, list[float]] = {}
        counts: dict[str, float] = {}
        rng = random.Random(0)
        for _ in range(num_batches):
            _, numbers, hits = self._losses(rng, "held")
            for key, value in numbers.items():
                sums.setdefault(key, []).append(value)
            for key, value in hits.items():
                counts[key] = counts.get(key, 0.0) + value
        rates = {k: counts[k] / counts[f"num_{k}"] for k in ("open", "end", "word") if counts.get(f"num_{k}")}
        return {**{k: sum(v) / len(v) for k, v in sums.items()}, **rates, "false_open": counts.get("false_open", 0.0)}

    def sample(self, folder: Path, step: int, count: int = 8) -> None:
        """Greedy continuations of held-out examples, as text with the signal tokens spelled."""
        folder.mkdir(parents=True, exist_ok=True)
        self.model.eval()
        rng, lines = random.Random(1), []
        examples = self._draw(rng, "held")
        for example in examples[:count]:
            batch = collate([example])
            _, hidden, _ = self._forward(batch)
            learned = batch.labels[0, 1:] != IGNORE
            predicted = self.model.llm.logits(hidden[0, :-1][learned]).argmax(-1).tolist()
            said, true = self._spell(predicted), self._spell(batch.labels[0, 1:][learned].tolist())
            asked = self._spell([i for i in example.ids if i >= 0])
            lines.append(f"asked    {asked}\nwanted   {true}\nteacher  {said}\n")
        (folder / f"{step:07d}.txt").write_text("\n".join(lines), encoding="utf-8")

    def _spell(self, ids: list[int]) -> str:
        signals, decode = self.model.signals, self.model.llm.tokenizer.decode
        return "".join(signals.name(i) if signals.is_new(i) else decode([i]) for i in ids)
