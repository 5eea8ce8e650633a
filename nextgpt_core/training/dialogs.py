"""Conversations as training examples: token ids, labels, where soft tokens go, and which positions are signals.

Uses the very prompt template of inference (conversation.py), so that what is trained is what is run. Knows stored
encoder features, not encoders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from nextgpt_core.conversation import END, Conversation, Made, Piece, Said, Seen, Turn, prompt_pieces, turn_pieces
from nextgpt_core.media import MEDIA, Modality, Text
from nextgpt_core.model import NextGPTModel

IGNORE = -100
MADE_WEIGHT, PLAN_WEIGHT, BESIDE_WEIGHT = 2.0, 1.0, 0.5
"""Of a learned token of a medium (which one, its caption) and of an end, where another medium might follow; of words
before the first medium; and of the other words beside it; against one of an answer in words alone. What is said beside
a medium is half a matter of taste, and there is more of it; but a clip that brings its sound is announced as one, and
the announcement decides."""
SOFT = -1  # placeholder id where a soft token goes


@dataclass(frozen=True)
class StoredMedium:
    """A medium known by its row of a pack: stands where a `Part` would stand in a turn."""

    modality: Modality
    part: str = ""
    row: int = 0
    caption: str = ""


@dataclass(frozen=True)
class Span:
    """A medium the model makes: positions of its span, open token to last signal, and the caption it must carry."""

    modality: Modality
    positions: tuple[int, ...]
    caption: str


@dataclass
class Example:
    """One conversation, flat. `soft` lists (first position, medium) of every medium that is read; `kept` marks words
    of the untouched language model; `weights` are those of the labels in the loss; `kind` is the drawn dialog's."""

    kind: str = ""
    ids: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    kept: list[bool] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    soft: list[tuple[int, StoredMedium]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def to_turns(dialog: dict) -> list[Turn]:
    """The JSON form of data/conversations.py -> turns of `Text` and `StoredMedium`."""
    turns = []
    for turn in dialog["turns"]:
        parts = []
        for item in turn["content"]:
            if "text" in item:
                parts.append(Text(item["text"]))
            elif "see" in item:
                parts.append(StoredMedium(Modality(item["see"]), item["part"], item["row"]))
            else:
                parts.append(StoredMedium(Modality(item["make"]), caption=item["caption"]))
        turns.append(Turn(turn["role"], tuple(parts)))
    return turns


def build_example(model: NextGPTModel, dialog: dict, num_soft: dict[Modality, int]) -> Example:
    """`num_soft`: soft tokens per medium. Every assistant turn is learned: words, open token, caption, first signal and
    end mark; the remaining signals are forced at inference and therefore carry no label."""
    example, signals = Example(dialog.get("kind", "")), model.signals

    def add(piece: Piece, learn: bool, keep: bool = False, weight: float = 1.0) -> None:
        if isinstance(piece, Seen):
            example.soft.append((len(example.ids), piece.part))
            ids, labels = [SOFT] * num_soft[piece.part.modality], None
        else:
            ids = model.piece_ids(piece)
            labels = list(ids) if learn else None
            if isinstance(piece, Made):
                count = len(signals.ids(piece.modality))
                start = len(example.ids)
                example.spans.append(Span(piece.modality, tuple(range(start, start + len(ids))), piece.caption))
                if labels is not None and count > 1:
                    labels[1 - count :] = [IGNORE] * (count - 1)
        example.ids += ids
        example.labels += labels if labels is not None else [IGNORE] * len(ids)
        example.kept += [keep] * len(ids)
        example.weights += [weight] * len(ids)

    turns = to_turns(dialog)
    for number, before, said, end in LEARNED[model.llm.prompt_form](turns, _told(model)):
        for piece in before:
            add(piece, learn=False)
        words = PLAN_WEIGHT if makes_media(turns[number]) else 1.0
        for piece in said:
            made = isinstance(piece, Made)
            keep = dialog["turns"][number].get("untouched", False)
            add(piece, learn=True, keep=keep, weight=MADE_WEIGHT if made else words)
            words = BESIDE_WEIGHT if made else words
        add(end, learn=True, weight=MADE_WEIGHT)
    return example


def _told(model: NextGPTModel) -> str:
    return model.told(model.config.system_prompt, model.config.decoders)


def makes_media(turn: Turn) -> bool:
    return any(isinstance(part, StoredMedium) for part in turn.parts)


Learned = Iterator[tuple[int, list[Piece], list[Piece], Piece]]
"""Number of a learned turn, what precedes it, its own pieces, and what ends it."""


def _chatml_learned(turns: Sequence[Turn], system: str) -> Learned:
    """Every turn of the assistant: each prompt is the one before it and more."""
    for number, turn in enumerate(turns):
        if turn.role == "assistant":
            first = number < 2
            before = Conversation(tuple(turns[:number] if first else turns[number - 1 : number]))
            pieces = prompt_pieces(before, system if first else "", MEDIA, MEDIA)
            yield number, pieces if first else [Said("\n"), *pieces], turn_pieces(turn, MEDIA, MEDIA), END


def _vicuna_learned(turns: Sequence[Turn], system: str) -> Learned:
    """One turn: the first that makes media, else the last. A newer message is written otherwise than an older one, so
    prompts do not grow out of each other, and what was made would have to be read by an encoder. Before its signals a
    medium is described, as the released model was taught (its stage 2), and as its captions are then found."""
    answers = [number for number, turn in enumerate(turns) if turn.role == "assistant"]
    number = next((n for n in answers if makes_media(turns[n])), answers[-1])
    said: list[Piece] = []
    words: list[str] = []
    for part in turns[number].parts:
        words.append(part.text.strip() if isinstance(part, Text) else part.caption)
        if not isinstance(part, Text):
            said += [Said(" ".join(words)), Made(part.modality, part.caption)]
            words = []
    said += [Said(" ".join(words))] if words else []
    yield number, prompt_pieces(Conversation(tuple(turns[:number])), system, MEDIA, MEDIA, "vicuna-v0"), said, STOP


STOP = Said("\n###")
LEARNED = {"chatml": _chatml_learned, "vicuna-v0": _vicuna_learned}
"""Which turns of a conversation are learned, by the form of prompts."""


@dataclass
class Batch:
    """B examples padded on the right to length L."""

    ids: Tensor  # [B, L], SOFT and padding included
    labels: Tensor  # [B, L], IGNORE where nothing is learned
    mask: Tensor  # [B, L], 1 where real
    kept: Tensor  # [B, L], True where the label is a word of the untouched language model
    weights: Tensor  # [B, L], of the labels in the loss
    kinds: list[str]  # of the B conversations
    soft: dict[Modality, list[tuple[int, int, StoredMedium]]]  # (example, position, medium)
    spans: dict[Modality, list[tuple[int, Span]]]


def collate(examples: list[Example]) -> Batch:
    longest = max(len(e.ids) for e in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    labels = torch.full_like(ids, IGNORE)
    mask = torch.zeros_like(ids)
    kept = torch.zeros_like(ids, dtype=torch.bool)
    weights = torch.zeros(ids.shape)
    soft: dict[Modality, list] = {}
    spans: dict[Modality, list] = {}
    for i, example in enumerate(examples):
        length = len(example.ids)
        ids[i, :length] = torch.tensor(example.ids)
        labels[i, :length] = torch.tensor(example.labels)
        mask[i, :length] = 1
        kept[i, :length] = torch.tensor(example.kept)
        weights[i, :length] = torch.tensor(example.weights)
        for position, medium in example.soft:
            soft.setdefault(medium.modality, []).append((i, position, medium))
        for span in example.spans:
            spans.setdefault(span.modality, []).append((i, span))
    return Batch(ids, labels, mask, kept, weights, [e.kind for e in examples], soft, spans)


def embed_batch(model: NextGPTModel, batch: Batch, features_of: Callable[[StoredMedium], Tensor]) -> Tensor:
    """[B, L, D]: word and signal embeddings with soft tokens put in place. Differentiable in projections and rows."""
    device = model.llm.device
    embeds = model.llm.embed(batch.ids.clamp(min=0).to(device))
    for modality, places in batch.soft.items():
        features = torch.stack([features_of(medium) for _, _, medium in places]).to(device)
        soft = model.soft_tokens(modality, features.float())
        rows = torch.tensor([i for i, _, _ in places], device=device)[:, None]
        columns = torch.tensor([p for _, p, _ in places], device=device)[:, None] + torch.arange(
            soft.shape[1], device=device
        )
        embeds = embeds.index_put((rows, columns), soft.to(embeds.dtype))
    return embeds


def span_states(hidden: Tensor, places: list[tuple[int, Span]]) -> tuple[Tensor, Tensor]:
    """hidden [B, L, D] -> states of the spans' tokens [S, longest, D], mask [S, longest] True where real."""
    longest = max(len(span.positions) for _, span in places)
    states = hidden.new_zeros(len(places), longest, hidden.shape[-1])
    mask = torch.zeros(len(places), longest, dtype=torch.bool, device=hidden.device)
    for number, (row, span) in enumerate(places):
        states[number, : len(span.positions)] = hidden[row, list(span.positions)]
        mask[number, : len(span.positions)] = True
    return states, mask
