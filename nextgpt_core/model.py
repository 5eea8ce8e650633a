"""The whole network: encoders -> input projections -> language model -> output projections -> decoders.

Tables keyed by modality and loops over them. Knows prompts as pieces (conversation.py) and turns them into embeddings;
does not know how replies are sampled, saved or shown.

Letters: B batch, L prompt length, P features, Q soft tokens, K signals, D width of the language model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.condition_reader import ConditionReader, agreement, fit
from nextgpt_core.config import NextGPTConfig
from nextgpt_core.conversation import Made, Mark, Piece, Said, Seen
from nextgpt_core.decoders import build_decoder
from nextgpt_core.encoders import build_encoders
from nextgpt_core.input_projection import build_input_projection
from nextgpt_core.llm import LLM
from nextgpt_core.llm_hub import HUB_KINDS, HubLLM
from nextgpt_core.llm_vicuna import VicunaLLM
from nextgpt_core.media import Modality, Part
from nextgpt_core.output_projection import build_output_projection
from nextgpt_core.placement import Plan
from nextgpt_core.signal_tags import instructions
from nextgpt_core.signal_tokens import SignalTokens


@dataclass(frozen=True)
class Prompt:
    """A prompt ready for the language model: one key and one embedding per position.

    `keys` identify positions for reuse of the key-value cache: a token id, or (content hash, index) of a soft token.
    `positions` are given where the language model counts time, height and width apart (media it reads itself), `deep`
    where it takes something of these media in its first N layers.
    """

    keys: tuple
    embeds: Tensor  # [L, D]
    positions: Tensor | None = None  # [3, L]
    deep: Tensor | None = None  # [L, N * D], zero but at the media


SHOWN = 0.3
"""How probable it must be that a picture of the conversation shows what a clip is to show: the clip starts there."""


def chosen_as(modality: Modality) -> Modality:
    """Clips are chosen by their first pictures."""
    return Modality.IMAGE if modality is Modality.VIDEO else modality


class NextGPTModel(nn.Module):
    """Built from a configuration with random projections and decoders; checkpoint.py fills in trained tensors."""

    def __init__(self, config: NextGPTConfig, llm: LLM) -> None:
        super().__init__()
        self.config, self.llm = config, llm
        hidden = llm.hidden_size
        self.encoders = build_encoders(config.encoders)
        self.input_projections = nn.ModuleDict(
            {
                m.value: build_input_projection(c, config.encoders[m].num_features, config.encoders[m].dim, hidden)
                for m, c in config.input_projections.items()
            }
        )
        self.decoders = nn.ModuleDict({m.value: build_decoder(c) for m, c in config.decoders.items()})
        self.condition_readers = nn.ModuleDict(
            {
                m: ConditionReader(self.decoders[m].condition_shape, encoder.recognises)
                for m, encoder in self.encoders.items()
                if m in self.decoders and config.decoders[encoder.modality].candidates
                if hasattr(encoder, "recognises")
            }
        )
        self.output_projections = nn.ModuleDict(
            {
                m.value: build_output_projection(c, hidden, self.decoders[m.value].condition_shape)
                for m, c in config.output_projections.items()
            }
        )

    @staticmethod
    def from_config(config: NextGPTConfig, log=print, plan: Plan | None = None) -> NextGPTModel:
        """Builds every part; the language model's base weights are fetched once when the preset pins them. `plan` says
        where parts of large presets go; without one they are built on the CPU."""
        published = {"vicuna": VicunaLLM, **dict.fromkeys(HUB_KINDS, HubLLM)}.get(config.llm.kind)
        if published is None:
            llm = LLM.from_config(config.llm, lambda vocab: SignalTokens(vocab, config.signal_counts), log)
        else:
            llm = published.from_config(config.llm, config.signal_counts, plan)
        model = NextGPTModel(config, llm)
        for name, decoder in model.decoders.items():
            if plan is not None and name in plan:
                decoder.place(plan[name])
        return model

    def gather(self) -> None:
        """Puts what works beside the language model on its device. Decoders of a plan go where that says."""
        for part in (self.encoders, self.input_projections, self.output_projections, self.condition_readers):
            part.to(self.llm.device)

    @property
    def signals(self) -> SignalTokens:
        return self.llm.signals

    @property
    def can_read(self) -> frozenset[Modality]:
        return frozenset({Modality.TEXT, *self.config.encoders, *self.config.llm.reads})

    @property
    def can_make(self) -> frozenset[Modality]:
        return frozenset({Modality.TEXT, *self.config.decoders})

    def can_choose(self, modality: Modality) -> bool:
        """Whether candidates of this medium can be held against what was asked for."""
        return chosen_as(modality).value in self.condition_readers

    @torch.inference_mode()
    def chooser(self, modality: Modality, condition: Tensor, given: Sequence[Part] = ()) -> Callable[[list[Part]], int]:
        """A function that says which of several candidates fits `condition` [1, T, D] best. Of clips the first
        pictures are compared; one of those `given` is kept whenever it shows the thing that is asked for."""
        kind = chosen_as(modality).value
        encoder, reader = self.encoders[kind], self.condition_readers[kind]
        asked = reader(condition[:, : self.decoders[kind].condition_shape[0]])

        @torch.inference_mode()
        def choose(parts: list[Part]) -> int:
            inputs = [encoder.prepare(part) for part in parts]
            batch = {name: torch.stack([each[name] for each in inputs]).to(self.llm.device) for name in inputs[0]}
            seen = encoder.recognise(**batch)
            main = agreement(asked, seen)[next(iter(seen))]
            shown = [n for n, part in enumerate(parts) if main[n] > SHOWN and any(part is own for own in given)]
            return shown[-1] if shown else int(fit(asked, seen).argmax())

        return choose

    def told(self, system: str, makes: Iterable[Modality]) -> str:
        """A system prompt, and how to spell spans of what may be made where the language model must be told that."""
        return f"{system}\n\n{instructions(makes)}".strip() if self.config.llm.spans == "tags" else system

    @torch.no_grad()
    def features(self, part: Part) -> Tensor:
        """One medium -> encoder features [P, D_enc] float32, or, where the language model reads it by itself, its soft
        tokens [Q, D], with what its first N layers take beside them [Q, (1 + N) * D]. Raises BadMedia when the encoder
        cannot use it."""
        if part.modality in self.config.llm.reads:
            return self.llm.read(part)
        encoder = self.encoders[part.modality.value]
        inputs = {name: tensor[None].to(self.llm.device) for name, tensor in encoder.prepare(part).items()}
        return encoder(**inputs)[0].float()

    def soft_tokens(self, modality: Modality, features: Tensor) -> Tensor:
        """features [B, P, D_enc] -> [B, Q, D]."""
        return self.input_projections[modality.value](features)

    def span_ids(self, modality: Modality, caption: str) -> list[int]:
        """Ids of a medium the model makes: open token (or tag), caption, K signals (or closing tag)."""
        words = self.llm.tokenize(self.signals.caption_text(caption))
        return [*self.signals.opening_ids(modality), *words, *self.signals.ids(modality)]

    def piece_ids(self, piece: Said | Mark | Made) -> list[int]:
        if isinstance(piece, Said):
            return self.llm.tokenize(piece.text)
        if isinstance(piece, Mark):
            return [self.llm.mark_id(piece.token)]
        return self.span_ids(piece.modality, piece.caption)

    def prompt(self, pieces: Sequence[Piece], features_of: Callable[[Part], Tensor]) -> Prompt:
        """Pieces -> keys and embeddings. `features_of(part) -> [P, D_enc]` lets the caller cache encoder work."""
        keys: list = []
        embeds: list[Tensor] = []
        places: list[Tensor | int] = []  # for each piece its positions, or how many tokens of plain text it is

        def words(ids: list[int]) -> None:
            keys.extend(ids)
            places.append(len(ids))
            embeds.append(self.llm.embed(torch.tensor(ids, device=self.llm.device)))

        for piece in pieces:
            if isinstance(piece, Seen):
                own = piece.part.modality in self.config.llm.reads
                features = features_of(piece.part)
                soft = features if own else self.soft_tokens(piece.part.modality, features[None])[0]
                before, after = self.llm.marks_around(piece.part.modality) if own else ([], [])
                if before:
                    words(before)
                keys += [(piece.part.content_hash, i) for i in range(len(soft))]
                places.append(self.llm.places(piece.part, len(soft)) if own else len(soft))
                embeds.append(soft)
                if after:
                    words(after)
            elif ids := self.piece_ids(piece):
                words(ids)
        positions = self.llm.positions(places) if self.config.llm.reads else None
        width = self.llm.hidden_size
        deep = max((piece.shape[1] - width for piece in embeds), default=0)
        if not deep:
            return Prompt(tuple(keys), torch.cat(embeds), positions)
        wide = torch.cat([F.pad(piece, (0, width + deep - piece.shape[1])) for piece in embeds])
        return Prompt(tuple(keys), wide[:, :width], positions, wide[:, width:])

    def condition(self, modality: Modality, span_hidden: Tensor, mask: Tensor | None = None) -> Tensor:
        """Hidden states of spans [B, L, D] (mask [B, L] True where real) -> condition [B, T, D_cond]."""
        projection = self.output_projections[modality.value]
        if projection.reads_embeddings:
            signals = torch.tensor(self.signals.ids(modality), device=span_hidden.device)
            span_hidden = span_hidden + self.llm.embed(signals)
        return projection(span_hidden.float(), mask)

    def caption_condition(self, modality: Modality, captions: Iterable[str]) -> Tensor:
        """Captions -> condition [B, T, D_cond] by the decoder's own reading of text."""
        decoder = self.decoders[modality.value]
        if not decoder.reads_states:
            return decoder.encode_captions(list(captions))
        return decoder.encode_text(*self.llm.text_states(list(captions)))
