"""In which numbers a device multiplies matrices fast. Knows processors and accelerators; no network."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

import torch


@cache
def fast_dtype(device_type: str = "cpu") -> torch.dtype:
    """bfloat16 on accelerators and on processors that have instructions for it (AVX-512, AMX, newer ARM); float32 on
    others, such as most laptops' with AVX2 alone, where 16-bit products take up to 60 times as long as 32-bit ones."""
    slow = device_type == "cpu" and not (
        torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    )
    return torch.float32 if slow else torch.bfloat16


def mixed(device: str | torch.device = "cpu") -> AbstractContextManager:
    """Autocast to `fast_dtype` of the device, for training and for large batches."""
    kind = torch.device(device).type
    return torch.autocast(kind, torch.bfloat16, enabled=fast_dtype(kind) is torch.bfloat16)
