"""The page stays quick in a long chat. The numbers themselves come from bench/page.py; here the margins are wide."""

import statistics
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "bench"))
import page as bench  # noqa: E402


@pytest.fixture(scope="module")
def updates(tiny_bot, tmp_path_factory):
    return bench.measure_updates(tiny_bot, tmp_path_factory.mktemp("long"))


def test_an_update_of_a_long_chat_costs_little(updates):
    """Stated: under 100 ms of processor time in a chat of 200 messages with 60 media; here twice that."""
    assert len(updates) > 15, "words and steps are streamed"
    assert statistics.median(updates) < 2 * bench.LIMITS["update_ms"], updates


def test_an_update_does_not_grow_with_the_media(tiny_bot, tmp_path, updates):
    """Files are named, never opened again: without media a chat of the same length is not many times cheaper."""
    bare = bench.measure_updates(tiny_bot, tmp_path, num_messages=200, num_media=0)
    assert statistics.median(updates) < 10 * statistics.median(bare) + 20
