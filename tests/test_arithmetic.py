"""16-bit products only where the processor has instructions for them."""

import pytest
import torch

from nextgpt_core import arithmetic

TIMES = {torch.bfloat16: 0.001, torch.float32: 0.005}


@pytest.fixture(params=[True, False], ids=["with 16-bit instructions", "without"])
def capable(request, monkeypatch) -> bool:
    monkeypatch.setattr(arithmetic, "_seconds", TIMES.get)
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: request.param)
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: request.param)
    arithmetic.fast_dtype.cache_clear()
    yield request.param
    arithmetic.fast_dtype.cache_clear()


def test_products_are_made_in_the_numbers_that_are_fast(capable):
    wanted = torch.bfloat16 if capable else torch.float32
    assert arithmetic.fast_dtype() is wanted
    with arithmetic.mixed():
        assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype is wanted
    assert (torch.ones(2, 2) @ torch.ones(2, 2)).dtype is torch.float32


def test_accelerators_always_multiply_in_16_bits(capable):
    assert arithmetic.fast_dtype("cuda") is torch.bfloat16


def test_instructions_that_are_slow_are_not_used(monkeypatch):
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: True)
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: True)
    monkeypatch.setattr(arithmetic, "_seconds", lambda dtype: -TIMES[dtype])
    arithmetic.fast_dtype.cache_clear()
    assert arithmetic.fast_dtype() is torch.float32
    arithmetic.fast_dtype.cache_clear()


def test_the_trial_is_short():
    assert 0 < arithmetic._seconds(torch.float32) < 0.5
