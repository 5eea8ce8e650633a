"""The one training loop: every network of the project is trained by it, from the autoencoders to the three stages.

It is resumable (model, average, optimiser and elapsed time are saved every few minutes), budgeted in minutes, logs one
JSON line per report, and asks the task for validation numbers and samples. It knows nothing of what a task trains.
"""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor, nn


class Task(Protocol):
    """What the loop needs to know of a training task."""

    def trainable(self) -> dict[str, nn.Parameter]:
        """Exact names of what trains; nothing else may receive a gradient."""

    def loss(self, generator: torch.Generator) -> tuple[Tensor, dict[str, float]]:
        """One batch drawn with `generator` -> scalar loss and numbers to log."""

    def validate(self) -> dict[str, float]:
        """Numbers on data that training never sees."""

    def sample(self, folder: Path, step: int) -> None:
        """Writes something a person can look at or listen to."""


@dataclass(frozen=True)
class Recipe:
    """Budget and optimisation of one run."""

    minutes: float
    max_steps: int | None = None
    """Ends the run earlier, whatever the machine's speed."""
    lr: float = 1e-3
    warmup_steps: int = 100
    weight_decay: float = 0.01
    beta2: float = 0.99
    clip_norm: float = 1.0
    ema: float = 0.999
    """Decay of the weight average that is saved and sampled; 0 saves the raw weights."""
    seed: int = 0
    report_every: int = 50
    save_every_s: float = 180.0
    sample_every_s: float = 600.0
    accumulate: int = 1


class WeightAverage:
    """Exponential moving average of the trainable tensors, warmed up so that early steps do not linger."""

    def __init__(self, parameters: dict[str, nn.Parameter], decay: float) -> None:
        self.decay, self.parameters = decay, parameters
        self.values = {name: p.detach().clone() for name, p in parameters.items()}

    @torch.no_grad()
    def update(self, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        torch._foreach_lerp_(list(self.values.values()), [p.detach() for p in self.parameters.values()], 1 - decay)

    @torch.no_grad()
    def swap(self) -> None:
        """Exchanges averaged and raw weights in place; call twice to restore."""
        for name, p in self.parameters.items():
            raw = p.detach().clone()
            p.copy_(self.values[name])
            self.values[name].copy_(raw)


def learning_rate(recipe: Recipe, step: int, fraction: float) -> float:
    """Linear warm-up in steps, then a cosine to 2 % over the budget; `fraction` in [0, 1] of the minutes is spent."""
    warm = min(1.0, (step + 1) / max(1, recipe.warmup_steps))
    return recipe.lr * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, fraction))))


def train(task: Task, recipe: Recipe, out: Path, log=print) -> dict[str, float]:
    """Trains until the budget is spent (over all resumed runs); returns the last validation numbers.

    `out/state.pt` resumes; `out/log.jsonl` holds the curve; `out/samples/` what the task drew. The task's parameters
    hold the averaged weights on return.
    """
    out.mkdir(parents=True, exist_ok=True)
    parameters = task.trainable()
    for p in parameters.values():
        p.requires_grad_(True)
    optimiser = torch.optim.AdamW(
        list(parameters.values()), lr=recipe.lr, betas=(0.9, recipe.beta2), weight_decay=recipe.weight_decay, fused=True
    )
    average = WeightAverage(parameters, recipe.ema)
    step, elapsed = 0, 0.0
    state_file = out / "state.pt"
    if state_file.exists():
        state = torch.load(state_file, weights_only=True)
        with torch.no_grad():
            for name, p in parameters.items():
                p.copy_(state["parameters"][name])
                average.values[name].copy_(state["average"][name])
        optimiser.load_state_dict(state["optimiser"])
        step, elapsed = state["step"], state["elapsed"]
        log(f"resumed at step {step}, {elapsed / 60:.1f} of {recipe.minutes} minutes spent")

    def save() -> None:
        state = {
            "parameters": {n: p.detach() for n, p in parameters.items()},
            "average": average.values,
            "optimiser": optimiser.state_dict(),
            "step": step,
            "elapsed": elapsed,
        }
        torch.save(state, state_file.with_suffix(".tmp"))
        state_file.with_suffix(".tmp").replace(state_file)

    def report(numbers: dict[str, float]) -> None:
        row = {"step": step, "minutes": round(elapsed / 60, 2), **{k: round(v, 5) for k, v in numbers.items()}}
        with (out / "log.jsonl").open("a") as file:
            file.write(json.dumps(row) + "\n")
        log(json.dumps(row))

    def review() -> dict[str, float]:
        if recipe.ema:
            average.swap()
        with torch.no_grad():
            numbers = task.validate()
            task.sample(out / "samples", step)
        if recipe.ema:
            average.swap()
        report({f"val_{k}": v for k, v in numbers.items()})
        return numbers

    last_save = last_sample = elapsed
    sums: dict[str, float] = {}
    while (share := max(elapsed / (60 * recipe.minutes), step / (recipe.max_steps or float("inf")))) < 1:
        began = time.monotonic()
        rate = learning_rate(recipe, step, share)
        for group in optimiser.param_groups:
            group["lr"] = rate
        # The seed depends on the step alone, so that a resumed run sees the data an unbroken run would have seen.
        generator = torch.Generator().manual_seed(recipe.seed * 1_000_003 + step)
        for _ in range(recipe.accumulate):
            loss, numbers = task.loss(generator)
            (loss / recipe.accumulate).backward()
        norm = nn.utils.clip_grad_norm_(parameters.values(), recipe.clip_norm)
        if torch.isfinite(norm):
            optimiser.step()
        else:
            log(f"step {step}: the gradient is not finite ({norm}); this step changes nothing")
        optimiser.zero_grad(set_to_none=True)
        step += 1
        average.update(step)
        elapsed += time.monotonic() - began
        for key, value in {"loss": float(loss.detach()), "norm": float(norm), **numbers}.items():
            sums[key] = sums.get(key, 0.0) + value
        if step % recipe.report_every == 0:
            report({**{k: v / recipe.report_every for k, v in sums.items()}, "lr": rate})
            sums = {}
        if elapsed - last_save > recipe.save_every_s:
            save()
            last_save = elapsed
        if elapsed - last_sample > recipe.sample_every_s:
            review()
            last_sample = elapsed
    save()
    numbers = review()
    if recipe.ema:
        average.swap()
    return numbers
