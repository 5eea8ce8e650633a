"""The one training loop on a toy task: budget, resuming, averaging, reports, and what a bad gradient does."""

import json
import math
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from nextgpt_core.training import loop
from nextgpt_core.training.loop import Recipe, WeightAverage, learning_rate, train


class Line:
    """Learns y = 3 x - 1 from noisy draws; records what it was asked."""

    def __init__(self, stop_at=None, broken_at=None):
        torch.manual_seed(0)
        self.line, self.frozen = nn.Linear(1, 1), nn.Linear(1, 1)
        self.frozen.requires_grad_(False)
        self.stop_at, self.broken_at = stop_at, broken_at
        self.seen, self.sampled = [], []

    def trainable(self):
        return {f"line.{name}": p for name, p in self.line.named_parameters()}

    def loss(self, generator):
        if self.stop_at is not None and len(self.seen) == self.stop_at:
            raise KeyboardInterrupt
        x = torch.randn(16, 1, generator=generator)
        self.seen.append(float(x[0]))
        loss = (self.line(x) + self.frozen(x) * 0 - 3 * x + 1).pow(2).mean()
        if len(self.seen) - 1 == self.broken_at:
            loss = loss * math.inf
        return loss, {"first": float(x[0])}

    def validate(self):
        assert not torch.is_grad_enabled()
        x = torch.linspace(-1, 1, 11)[:, None]
        return {"error": float((self.line(x) - 3 * x + 1).abs().max())}

    def sample(self, folder, step):
        self.sampled.append(step)


@pytest.fixture(autouse=True)
def one_second_a_step(monkeypatch):
    """A clock on which every step takes one second, so that a budget in minutes is a number of steps."""
    ticks = iter(range(10**9))
    monkeypatch.setattr(loop, "time", SimpleNamespace(monotonic=lambda: float(next(ticks))))


def recipe(steps, **changes):
    return Recipe(**{"minutes": steps / 60, "lr": 0.05, "warmup_steps": 2, "report_every": 5, **changes})


def quiet(line):
    pass


def log_of(folder):
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def test_training_learns_within_its_budget(tmp_path):
    task = Line()
    frozen = [p.clone() for p in task.frozen.parameters()]
    numbers = train(task, recipe(150, ema=0.9), tmp_path, quiet)
    assert numbers["error"] < 0.2 and len(task.seen) == 150 and task.sampled == [150]
    assert all(torch.equal(a, b) for a, b in zip(frozen, task.frozen.parameters(), strict=True))
    rows = log_of(tmp_path)
    assert [row["step"] for row in rows] == [*range(5, 151, 5), 150]
    assert rows[0]["loss"] > rows[-2]["loss"] and rows[-1]["val_error"] == pytest.approx(numbers["error"], abs=1e-4)


def test_a_resumed_run_equals_an_unbroken_one(tmp_path):
    whole = Line()
    train(whole, recipe(12), tmp_path / "whole", quiet)
    broken = Line(stop_at=7)
    with pytest.raises(KeyboardInterrupt):
        train(broken, recipe(12, save_every_s=0.5), tmp_path / "broken", quiet)
    resumed, said = Line(), []
    train(resumed, recipe(12), tmp_path / "broken", said.append)
    assert "resumed at step 7" in said[0]
    assert broken.seen + resumed.seen == whole.seen, "the same batches in the same order"
    assert all(torch.equal(a, b) for a, b in zip(whole.line.parameters(), resumed.line.parameters(), strict=True))


def test_a_spent_budget_trains_no_further(tmp_path):
    first, second = Line(), Line()
    train(first, recipe(8), tmp_path, quiet)
    train(second, recipe(8), tmp_path, quiet)
    assert second.seen == []
    assert all(torch.equal(a, b) for a, b in zip(first.line.parameters(), second.line.parameters(), strict=True))
    longer = Line()
    train(longer, recipe(10), tmp_path, quiet)
    assert len(longer.seen) == 2


def test_the_average_is_returned_and_the_raw_weights_are_kept(tmp_path):
    averaged, raw = Line(), Line()
    train(averaged, recipe(20, ema=0.9), tmp_path / "a", quiet)
    train(raw, recipe(20, ema=0), tmp_path / "b", quiet)
    state = torch.load(tmp_path / "a" / "state.pt", weights_only=True)
    assert torch.equal(averaged.line.weight, state["average"]["line.weight"])
    assert torch.equal(raw.line.weight, state["parameters"]["line.weight"])
    assert not torch.equal(averaged.line.weight, raw.line.weight)
    assert state["step"] == 20 and state["elapsed"] == 20


def test_accumulated_batches_make_one_step(tmp_path):
    task = Line()
    train(task, recipe(6, accumulate=3), tmp_path, quiet)
    assert len(task.seen) == 18 and len(set(task.seen)) == 18


def test_a_bad_gradient_changes_nothing(tmp_path):
    good, bad, said = Line(), Line(broken_at=4), []
    train(good, recipe(4, ema=0), tmp_path / "good", quiet)
    train(bad, recipe(5, ema=0), tmp_path / "bad", said.append)
    assert sum("not finite" in line for line in said) == 1
    assert torch.isfinite(bad.line.weight).all()


def test_samples_and_saves_come_as_often_as_asked(tmp_path):
    task = Line()
    train(task, recipe(20, sample_every_s=6.5, save_every_s=1e9), tmp_path, quiet)
    assert task.sampled == [7, 14, 20] and not (tmp_path / "state.tmp").exists()


def test_the_learning_rate_rises_then_falls():
    chosen = recipe(100, warmup_steps=10, lr=1.0)
    rates = [learning_rate(chosen, step, step / 100) for step in range(101)]
    assert rates[0] == pytest.approx(0.1) and max(rates) == max(rates[8:11]) <= 1.0
    assert rates[10:] == sorted(rates[10:], reverse=True) and rates[-1] == pytest.approx(0.02)
    assert learning_rate(chosen, 100, 7.0) == pytest.approx(0.02)


def test_swapping_twice_restores():
    line = nn.Linear(2, 2)
    average = WeightAverage(dict(line.named_parameters()), 0.5)
    before = line.weight.detach().clone()
    with torch.no_grad():
        line.weight += 1
    average.update(1000)
    average.swap()
    assert torch.allclose(line.weight, before + 0.5)
    average.swap()
    assert torch.allclose(line.weight, before + 1)
