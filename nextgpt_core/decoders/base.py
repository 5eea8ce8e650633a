"""The contract every decoder keeps, and the flow decoder that our own for pictures and sounds share.

A decoder turns a text-like condition into one medium by iterative denoising. It is handed caption states by whoever
assembles the model (it never sees the language model), and it yields after every step so that a caller can show
progress or stop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import FlowMatchEulerDiscreteScheduler
from torch import Tensor, nn

from nextgpt_core.arithmetic import mixed
from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.latent_flow import LatentFlow
from nextgpt_core.decoders.things_reader import ThingsReader
from nextgpt_core.extent import Extent, check_extents
from nextgpt_core.media import Modality, Part
from nextgpt_core.placement import Placed

TextStates = Callable[[list[str]], tuple[Tensor, Tensor]]
"""captions -> (states [B, L, D_text], mask [B, L] True where real)."""


@dataclass(frozen=True)
class Step:
    """One denoising step is done; `preview` is uint8 [h, w, 3] or None."""

    number: int
    num_steps: int
    preview: np.ndarray | None = None


Choose = Callable[[list[Part]], int]
"""Finished or rough candidates -> the number of the one to keep."""


class Decoder(nn.Module):
    """What the assembly needs of a decoder. Subclasses set `modality` and implement the three methods."""

    modality: ClassVar[Modality]
    reads_states: ClassVar[bool] = True
    """True: `encode_text` reads the chat model's caption states. False: the decoder brings a text encoder of its own,
    and `encode_captions` is called instead."""

    @property
    def condition_shape(self) -> tuple[int, int]:
        """(T, D) of the condition."""
        raise NotImplementedError

    def encode_text(self, states: Tensor, mask: Tensor) -> Tensor:
        """Caption states [B, L, D_text], mask [B, L] -> condition [B, T, D]."""
        raise NotImplementedError

    def encode_captions(self, captions: list[str]) -> Tensor:
        """Captions -> condition [B, T, D] by the decoder's own text encoder; rows of zeros are padding."""
        raise NotImplementedError

    @property
    def extents(self) -> dict[str, Extent]:
        """What a person may choose of "size_px", "seconds" and "num_frames"."""
        return {}

    def check(self, options: MediaOptions) -> None:
        """Raises BadInput for options that this decoder cannot honour; called before any compute."""
        check_extents(self.modality.value, options, self.extents)

    @property
    def denoising_obstacle(self) -> str:
        """Why `denoising_loss` cannot be asked for; empty where it can."""
        return "none is built for it"

    def encode_medium(self, part: Part) -> Tensor:
        """One medium -> its clean latents [...], always the same. (Flows of this project get theirs in bulk.)"""
        raise NotImplementedError

    def denoising_loss(self, latents: Tensor, condition: Tensor, generator: torch.Generator) -> Tensor:
        """Clean latents [B, ...] of media, condition [B, T, D] -> the loss that the network itself learned by, one
        number. The weights are frozen; the gradient reaches the condition. Noise and times come from `generator`, a
        CPU generator."""
        raise NotImplementedError

    @property
    def stays(self) -> bool:
        """Whether it is on its device and will not move, so that others may work there meanwhile."""
        return False

    @property
    def device(self) -> torch.device | None:
        """Where a plan lets it work; None without one."""
        return None

    def place(self, placed: Placed) -> None:
        """Takes one line of a plan (placement.py). Decoders small enough to need none follow `Module.to`."""

    def stream(
        self, condition: Tensor, negative: Tensor | None, options: MediaOptions, generator: torch.Generator
    ) -> Iterator[Step | Part]:
        """condition [1, T, D] -> a `Step` after each denoising step, then the finished part.

        `negative` [1, T, D] is what guidance steers away from; None means the learned empty condition. Noise comes
        from `generator`, a CPU generator, so that a seed gives the same noise on every device.
        """
        raise NotImplementedError


OTHER_SEEDS = 2_654_435_761
"""Distance between the seeds of candidates, modulo 2^32: far from those of a reply's next media."""
APART = 0.8
"""Noise level from which twins differ: what a thing is, and its colours, are settled by then; its outline is not."""


class FlowDecoder(Decoder):
    """Rectified-flow sampling in a latent space: Euler steps (diffusers' flow-match scheduler) with
    classifier-free guidance (Ho & Salimans 2022) on the velocity.

    Subclasses hold `flow` (LatentFlow) and `reader`, which takes captions apart, or None where all is made at once;
    their `stream` turns finished tokens into a part.
    """

    flow: LatentFlow
    reader: ThingsReader | None
    shift = 1.5  # more of the steps at high noise, where the content is decided

    @property
    def condition_shape(self) -> tuple[int, int]:
        num_tokens, dim = self.flow.condition_shape
        return (num_tokens if self.reader is None else self.reader.condition_tokens), dim

    def encode_text(self, states: Tensor, mask: Tensor) -> Tensor:
        states = states.to(self.flow.dtype)
        return (
            self.flow.condition(states, mask) if self.reader is None else self.reader(states, mask, self.flow.condition)
        )

    def to_tokens(self, latents: Tensor) -> Tensor:
        """The autoencoder's latents -> the flow's tokens [B, N, C]."""
        raise NotImplementedError

    def flow_condition(self, condition: Tensor) -> Tensor:
        """What of the condition [B, T, D] the flow itself reads: that of the first thing, or of all there is."""
        return condition[:, : self.flow.condition_shape[0]]

    @property
    def denoising_obstacle(self) -> str:
        return ""

    def denoising_loss(self, latents: Tensor, condition: Tensor, generator: torch.Generator) -> Tensor:
        """As in the contract, of the flow's tokens [B, N, C]: the mean squared error of the velocity at even times."""
        clean = latents.float()
        noise, t = torch.randn(clean.shape, generator=generator), torch.rand(len(clean), generator=generator)
        clean, noise, t = (x.to(condition.device) for x in (clean, noise, t))
        noisy = (1 - t[:, None, None]) * clean + t[:, None, None] * noise
        with mixed(condition.device):
            velocity = self.flow(noisy, t, self.flow_condition(condition))
        return F.mse_loss(velocity.float(), noise - clean)

    def denoise(
        self,
        condition: Tensor,
        negative: Tensor | None,
        options: MediaOptions,
        generator: torch.Generator,
        twins: Sequence[int] = (),
    ) -> Iterator[Tensor]:
        """The estimate of the clean tokens [candidates * L, N, C] after each step; the last is the result.

        condition [L, T, D] of L media made together, negative [1, T, D]: only what the flow reads. The first candidate
        is the one that would be made alone. From noise level APART on there are `twins` of the media of these numbers,
        at the end of each candidate's L: the same thing under noise of its own (as in SDEdit, Meng et al. 2022).
        """
        flow, device = self.flow, self.flow.device
        scheduler = FlowMatchEulerDiscreteScheduler(shift=self.shift)
        scheduler.set_timesteps(options.num_steps, device=device)
        shape, num = (len(condition), flow.num_tokens, flow.config.channels), options.candidates or 1
        # Others draw from generators of their own, so that what the first one becomes does not depend on their number.
        seeds = [(generator.initial_seed() + k * OTHER_SEEDS) % 2**32 for k in range(1, num)]
        generators = [generator, *(torch.Generator().manual_seed(seed) for seed in seeds)]
        x = torch.cat([torch.randn(shape, generator=each) for each in generators]).to(device)
        guided = options.guidance > 0 and options.guidance != 1
        empty = (flow.null_condition[None] if negative is None else negative).to(flow.dtype)

        def told(condition: Tensor) -> Tensor:
            conditions = condition.to(flow.dtype).repeat(num, 1, 1)
            return torch.cat([conditions, empty.to(conditions).expand_as(conditions)]) if guided else conditions

        conditions = told(condition)
        for number, time in enumerate(scheduler.timesteps, start=1):
            with torch.inference_mode():
                sigma = scheduler.sigmas[number - 1]
                inputs = (torch.cat([x, x]) if guided else x).to(flow.dtype)
                velocity = flow(inputs, sigma.expand(len(conditions)), conditions).float()
                if guided:
                    wanted, unwanted = velocity.chunk(2)
                    velocity = unwanted + options.guidance * (wanted - unwanted)
                clean = x - sigma * velocity
                x = scheduler.step(velocity, time, x).prev_sample
                if twins and scheduler.sigmas[number] <= APART:
                    own = clean.unflatten(0, (num, -1))[:, list(twins)]
                    noise = torch.stack([torch.randn(own.shape[1:], generator=each) for each in generators])
                    more = torch.lerp(own, noise.to(device), scheduler.sigmas[number].to(device))
                    x = torch.cat([x.unflatten(0, (num, -1)), more], 1).flatten(0, 1)
                    conditions, twins = told(torch.cat([condition, condition[list(twins)]])), ()
            yield x if number == options.num_steps else clean
