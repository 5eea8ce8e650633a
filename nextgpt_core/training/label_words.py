"""Fills encoders' word tables with the language model's own input embeddings of label names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import torch
from torch import Tensor

from nextgpt_core.encoders.words import Words
from nextgpt_core.weights import ensure_smollm2


@cache
def _reader():
    """(tokenizer, input embeddings bfloat16 [vocabulary, 576]) of the pinned language model. Raises MissingWeights."""
    from safetensors import safe_open
    from tokenizers import Tokenizer

    folder = ensure_smollm2()
    with safe_open(str(folder / "model.safetensors"), "pt") as file:
        embeddings = file.get_tensor("model.embed_tokens.weight")
    return Tokenizer.from_file(str(folder / "tokenizer.json")), embeddings


def name_embeddings(names: Sequence[str], num_pieces: int) -> Tensor:
    """[len(names), num_pieces, dim]: embeddings of " " + name as within a sentence, first pieces, zero-padded.

    With one piece a longer name gives the mean of all its pieces.
    """
    tokenizer, embeddings = _reader()
    table = torch.zeros(len(names), num_pieces, embeddings.shape[1])
    for row, name in enumerate(names):
        pieces = embeddings[tokenizer.encode(f" {name}", add_special_tokens=False).ids].float()
        pieces = pieces.mean(0, keepdim=True) if num_pieces == 1 else pieces[:num_pieces]
        table[row, : len(pieces)] = pieces
    return table


def fill(words: Words, names: Sequence[str]) -> None:
    """Writes the names' embeddings into a table of as many labels."""
    words.names.copy_(name_embeddings(names, words.names.shape[1]))
