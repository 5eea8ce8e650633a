"""How a published language model is loaded where a plan (placement.py) wants it: device, and 8 or 4 bits where that is
needed to fit. Knows no particular model."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import torch

from nextgpt_core.errors import NotSupported
from nextgpt_core.placement import Plan

PART_NAME = "language model"
"""Its line in a plan."""


KEPT = [r"(.*\.)?audio_tower", r"(.*\.)?visual", "lm_head"]
"""What stays in 16 bits, as patterns over whole names: a thinker's own encoders, however deep they lie; the head."""


def loading_arguments(plan: Plan | None, dtype: torch.dtype) -> dict[str, Any]:
    """Arguments of `from_pretrained`. Raises NotSupported when what the plan calls for is not installed."""
    arguments: dict[str, Any] = {"dtype": dtype}
    if plan is not None and PART_NAME in plan:
        placed = plan[PART_NAME]
        arguments["device_map"] = {"": placed.device}
        if placed.precision != "16bit":
            arguments["quantization_config"] = quantisation(placed.precision, dtype)
    return arguments


def quantisation(precision: str, dtype: torch.dtype) -> Any:
    """ "8bit" or "4bit" weights of the text layers through bitsandbytes, an optional package; they are multiplied in
    `dtype`. Raises NotSupported."""
    if find_spec("bitsandbytes") is None:
        raise NotSupported(
            f"the plan calls for a language model in {precision}, which needs bitsandbytes: pip install bitsandbytes. "
            "Or give it more memory with --memory."
        )
    from transformers import BitsAndBytesConfig

    if precision == "8bit":
        return BitsAndBytesConfig(load_in_8bit=True, llm_int8_skip_modules=KEPT)
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=dtype,
        llm_int8_skip_modules=KEPT,
    )
