"""The loss by which published latent diffusion networks learned: how well they tell the noise in noisy latents
(Ho et al. 2020; Rombach et al. 2022), or the velocity (Salimans & Ho 2022), at a random time of their schedule.

The network stays as it is; what learns is the condition that it reads. Knows schedulers, no modality.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from diffusers import DDPMScheduler, SchedulerMixin
from torch import Tensor

Predict = Callable[[Tensor, Tensor, Tensor], Tensor]
"""noisy latents [1, ...], time [1], condition [1, T, D] -> what the network says, as the latents."""
TARGETS: dict[str, Callable[[DDPMScheduler, Tensor, Tensor, Tensor], Tensor]] = {
    "epsilon": lambda schedule, clean, noise, times: noise,
    "v_prediction": lambda schedule, clean, noise, times: schedule.get_velocity(clean, noise, times),
}
"""What is to be said, by the scheduler's `prediction_type`."""


def training_schedule(scheduler: SchedulerMixin) -> DDPMScheduler:
    """The times and noise levels of training behind any scheduler that samples: those that take few steps know noise
    only at the times of their steps."""
    return DDPMScheduler.from_config(scheduler.config)


def noise_loss(
    predict: Predict,
    scheduler: SchedulerMixin,
    clean: Tensor,
    condition: Tensor,
    generator: torch.Generator,
    device: torch.device,
    dtype: torch.dtype,
) -> Tensor:
    """clean [B, ...] scaled latents, condition [B, T, D], the network's device and precision -> mean squared error.
    Noise and times come from `generator`, a CPU generator.

    The pass back is done here, a row at a time, and only its end, the gradient of the condition, is handed on: large
    networks need the memory of one row, and may leave the device as soon as this returns.
    """
    schedule = training_schedule(scheduler)
    clean = clean.float()
    noise = torch.randn(clean.shape, generator=generator)
    times = torch.randint(schedule.config.num_train_timesteps, (len(clean),), generator=generator)
    noisy = schedule.add_noise(clean, noise, times)
    target = TARGETS[schedule.config.prediction_type](schedule, clean, noise, times)
    learns = torch.is_grad_enabled() and condition.requires_grad
    losses, gradients = [], []
    for number in range(len(clean)):
        row = slice(number, number + 1)
        told = condition[row].detach().to(device).requires_grad_(learns)
        said = predict(noisy[row].to(device, dtype), times[row].to(device), told.to(dtype))
        loss = F.mse_loss(said.float(), target[row].to(device)) / len(clean)
        losses.append(loss.detach())
        if learns:
            gradients.append(torch.autograd.grad(loss, told)[0])
    total = torch.stack(losses).sum().to(condition.device)
    if not learns:
        return total
    gradient = torch.cat(gradients).to(condition)
    return total + ((condition - condition.detach()) * gradient).sum()  # adds nothing but the gradient
