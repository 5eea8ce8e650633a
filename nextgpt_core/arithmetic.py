"""In which numbers a device multiplies matrices fast. Knows processors and accelerators; no network."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from functools import cache

import torch

TRIAL = (256, 576, 576)
"""Rows, inner and outer width of the product that is timed: a layer of a small language model over a prompt."""


@cache
def fast_dtype(device_type: str = "cpu") -> torch.dtype:
    """bfloat16 on accelerators and on processors that multiply faster in it, float32 on others.

    Instructions for 16 bits are not enough: with AMX products take a fifth of the time that 32 bits take, with AVX-512
    alone they took nearly twice as long on a processor that was measured. With AVX2 alone, as in most laptops, they
    take up to 60 times as long and are not tried."""
    if device_type != "cpu":
        return torch.bfloat16
    if not (torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()):
        return torch.float32
    return min((torch.bfloat16, torch.float32), key=_seconds)


def _seconds(dtype: torch.dtype) -> float:
    """The shortest of several products; the first prepares."""
    rows, inner, outer = TRIAL
    a, b = torch.ones(rows, inner, dtype=dtype), torch.ones(inner, outer, dtype=dtype)
    taken = []
    for _ in range(6):
        began = time.perf_counter()
        a @ b
        taken.append(time.perf_counter() - began)
    return min(taken[1:])


def mixed(device: str | torch.device = "cpu") -> AbstractContextManager:
    """Autocast to `fast_dtype` of the device, for training and for large batches."""
    kind = torch.device(device).type
    return torch.autocast(kind, torch.bfloat16, enabled=fast_dtype(kind) is torch.bfloat16)
