"""Vicuna-7B as NExT-GPT was published with it: LLaMA's tokenizer, bare signal tokens, and embeddings that were trained.

The released checkpoint holds whole embedding and output matrices, so a loaded model differs from plain Vicuna in every
row; they are saved with the adapters. Speaks token ids and hidden states, like llm.py; knows no media.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

from nextgpt_core.config import LLMConfig
from nextgpt_core.errors import MissingWeights
from nextgpt_core.llm import LLM, toy_tokenizer
from nextgpt_core.llm_loading import loading_arguments
from nextgpt_core.media import Modality
from nextgpt_core.placement import Plan
from nextgpt_core.signal_published import BASE_ROWS, WRAPS, PublishedSignals
from nextgpt_core.weights import preset_file

MARKS = ("<unk>", "<s>", "</s>")


class VicunaLLM(LLM):
    """kind "vicuna": the transformers folder `source` of the downloaded preset, or a random toy if `toy` has sizes."""

    marks = MARKS
    prompt_form = "vicuna-v0"
    trained_base = ("embed_tokens.", "lm_head.")

    def mark_id(self, mark: str) -> int:
        found = self.signals.mark_id(mark)
        return super().mark_id(mark) if found is None else found

    @staticmethod
    def from_config(config: LLMConfig, counts: dict[Modality, int], plan: Plan | None = None) -> VicunaLLM:
        """Raises MissingWeights when the folder is absent or holds another model, NotSupported."""
        if config.toy:
            tokenizer = toy_tokenizer(MARKS)
            sizes = {"vocab_size": len(tokenizer), **config.toy}
            base: nn.Module = AutoModelForCausalLM.from_config(LlamaConfig(**sizes))  # unlike the class, heeds `dtype`
        else:
            folder = preset_file("paper", config.source)
            check_generation(folder, config.spans)
            tokenizer, base = _tokenizer(folder), _base(folder, plan)
        signals = PublishedSignals(base.config.vocab_size, counts, WRAPS[config.spans])
        return VicunaLLM(config, base, tokenizer, signals)


def check_generation(folder: Path, spans: str) -> None:
    """Raises MissingWeights unless the base is of the LLaMA generation that a checkpoint was trained on.

    Vicuna v0 and v1.1 are LLaMA-1 (2,048 positions, norm epsilon 1e-6), v1.5 is LLaMA-2 (4,096 positions, 1e-5). Under
    the wrong one every answer is word soup, because adapters and embeddings fit other weights.
    """
    try:
        stated = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MissingWeights(
            f"{folder} holds no readable config.json ({error}); fetch the language model again."
        ) from None
    second = stated.get("max_position_embeddings", 2048) >= 4096 or stated.get("rms_norm_eps", 1e-6) > 5e-6
    if second and spans == "published":
        raise MissingWeights(
            f"{folder} holds a LLaMA-2 model such as Vicuna v1.5, but nextgpt_7b_tiva_v0 was trained on Vicuna-7B v0 "
            "(LLaMA-1): with this base it would answer word soup. Put Vicuna-7B v0 there: LLaMA-7B plus "
            "lmsys/vicuna-7b-delta-v0, merged."
        )
    if not second and spans == "published-v1.5":
        raise MissingWeights(
            f"{folder} holds a LLaMA-1 model, but v1.5 projections were trained on lmsys/vicuna-7b-v1.5 (LLaMA-2). "
            "Put that model there."
        )


def _tokenizer(folder: Path) -> Any:
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(folder)
    except Exception as error:  # missing files, missing sentencepiece: all are the person's to mend
        raise MissingWeights(
            f"the tokenizer in {folder} cannot be read ({error}). It needs tokenizer.json, or tokenizer.model and "
            "pip install sentencepiece. A file added_tokens.json of another setup must be deleted."
        ) from error
    if len(tokenizer) > BASE_ROWS + 1:
        raise MissingWeights(
            f"the tokenizer in {folder} knows {len(tokenizer)} tokens, expected {BASE_ROWS}: tokens were added "
            "by another setup, which shifts all signal ids (the known 32042 instead of 32038). Delete "
            "added_tokens.json and tokenizer.json there and fetch LLaMA's own tokenizer again."
        )
    return tokenizer


def _base(folder: Path, plan: Plan | None) -> LlamaForCausalLM:
    arguments = loading_arguments(plan, torch.float16 if torch.cuda.is_available() else torch.bfloat16)
    try:
        base = LlamaForCausalLM.from_pretrained(folder, local_files_only=True, **arguments)
    except (OSError, ValueError, RuntimeError) as error:
        raise MissingWeights(f"the language model in {folder} cannot be read ({error}); fetch it again.") from error
    if base.config.vocab_size == BASE_ROWS + 1:  # Vicuna v0 brings a [PAD] of its own, which the published model lacks
        base.resize_token_embeddings(BASE_ROWS)
    if base.config.vocab_size != BASE_ROWS:
        raise MissingWeights(
            f"the language model in {folder} has {base.config.vocab_size} tokens; Vicuna-7B has {BASE_ROWS} "
            f"(or {BASE_ROWS + 1} with its [PAD]). Fetch it again, without tokens added by another program."
        )
    return base
