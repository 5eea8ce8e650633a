"""Adapters of a higher rank: the model says what it said before, and has more to learn with."""

from __future__ import annotations

from dataclasses import replace

import torch

from nextgpt_core.errors import BadInput
from nextgpt_core.llm import LLM
from nextgpt_core.model import NextGPTModel


def widened(model: NextGPTModel, rank: int) -> NextGPTModel:
    """`model` with adapters of `rank`; itself where they have it already.

    The product of both factors stays what it was: the new columns of B are zero, as all of B is where a training
    begins (Hu et al. 2022, section 4.1), and alpha grows with the rank. Raises BadInput for a smaller rank and for a
    model whose language model is not built by `LLM.from_config`.
    """
    row = model.config.llm
    if rank == row.lora_rank:
        return model
    if rank < row.lora_rank or type(model.llm) is not LLM:
        raise BadInput(
            f"the adapters of {model.config.preset} cannot grow from rank {row.lora_rank} to {rank}; leave --lora-rank "
            "out, or name a higher one for a preset whose language model is built here, such as nano."
        )
    row = replace(row, lora_rank=rank, lora_alpha=row.lora_alpha * rank // row.lora_rank)
    llm = LLM.from_config(row, lambda num_rows: model.signals)
    wider = NextGPTModel(replace(model.config, llm=row), llm)
    known = model.state_dict()
    with torch.no_grad():
        for name, target in wider.state_dict().items():
            target[tuple(slice(size) for size in known[name].shape)].copy_(known[name])
    return wider.eval()
