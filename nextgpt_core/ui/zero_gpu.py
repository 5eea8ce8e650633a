"""Hugging Face's ZeroGPU: there the package `spaces` lends a GPU for one call at a time. Elsewhere nothing happens."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


def zero_gpu() -> Callable | None:
    """`spaces.GPU` on a ZeroGPU Space, else None. Must run before torch is imported: `spaces` takes CUDA's place."""
    if os.environ.get("SPACES_ZERO_GPU", "").lower() not in ("1", "true"):
        return None
    try:
        import spaces
    except ImportError:
        told = (
            "This is a ZeroGPU Space, but the package spaces is missing: the model stays on the CPU. pip install spaces"
        )
        print(told, file=sys.stderr)
        return None
    return spaces.GPU


def place(bot, gpu: Callable | None, device: str = "cuda"):
    """Puts the bot on the GPU that `gpu` lends; from then on it is used inside its calls only."""
    return bot if gpu is None else bot.to(device).in_gpu_calls(gpu)
