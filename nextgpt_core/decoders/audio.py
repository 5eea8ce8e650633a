"""The sound decoder of `nano`: a flow over latent frames of a few hundredths of a second, then the sound codec."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.base import Choose, FlowDecoder, Step
from nextgpt_core.decoders.latent_flow import LatentFlow
from nextgpt_core.decoders.mixing import mixed, spans
from nextgpt_core.decoders.playing import Playing, played
from nextgpt_core.decoders.sound_codec import SoundCodec
from nextgpt_core.decoders.source_reader import SourceReader
from nextgpt_core.extent import Extent
from nextgpt_core.media import Audio, Modality, Part

PEAK = 0.9
"""About -1 dBFS."""
HASTY = 4
"""Iterations for phases that are good enough to choose among candidates."""


class AudioDecoder(FlowDecoder):
    """settings: `num_tokens`; `patch`, latent frames per token; `codec` and `flow`, arguments of SoundCodec and
    LatentFlow; `layers`, of SourceReader, or None to make every sound at once."""

    modality = Modality.AUDIO

    def __init__(
        self,
        num_tokens: int,
        patch: int,
        codec: dict[str, Any],
        flow: dict[str, Any],
        layers: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self.codec = SoundCodec(**codec)
        self.patch = patch
        self.flow = LatentFlow(grid=(num_tokens,), channels=patch * self.codec.config.latent_channels, **flow)
        self.reader = None
        if layers is not None:
            self.reader = SourceReader(flow["text_dim"], *self.flow.condition_shape, **layers)

    def to_tokens(self, latents: Tensor) -> Tensor:
        """[B, C, n] -> [B, n / p, p * C]."""
        return latents.transpose(1, 2).reshape(len(latents), -1, self.patch * latents.shape[1])

    def sources(self, condition: Tensor) -> tuple[Tensor, list[Playing]]:
        """condition [1, T, D] -> the conditions of what the flow is to make, [L, T, D], and how each is played."""
        return (condition, [Playing()]) if self.reader is None else self.reader.sources(condition)

    def stream(
        self,
        condition: Tensor,
        negative: Tensor | None,
        options: MediaOptions,
        generator: torch.Generator,
        choose: Choose | None = None,
    ) -> Iterator[Step | Part]:
        """As in the contract. `options.candidates` are made at once; `choose` says which of them is yielded."""
        conditions, playing = self.sources(condition)
        rows = [row for row, each in enumerate(playing) for _ in range(each.num_variants)]
        conditions = conditions[rows]
        negative = None if negative is None else self.flow_condition(negative)
        made = None
        for number, made in enumerate(self.denoise(conditions, negative, options, generator), start=1):  # noqa: B007
            yield Step(number, options.num_steps)
        candidates = made.split(len(conditions))
        kept = 0
        if choose is not None and len(candidates) > 1:
            kept = choose([self.sound(each, playing, options, generator, HASTY) for each in candidates])
        yield self.sound(candidates[kept], playing, options, generator)

    def sound(
        self, tokens: Tensor, playing: list[Playing], options: MediaOptions, generator: torch.Generator, *hasty: int
    ) -> Audio:
        """tokens [V, N, C] of all variants of sources made alone -> the sound, peak at most PEAK."""
        rate_hz = self.codec.config.rate_hz
        waves = self.waves(tokens, *hasty)
        length_s = options.seconds or waves.shape[1] / rate_hz
        rng = np.random.default_rng(generator.initial_seed())  # the same for every candidate
        ends = np.cumsum([each.num_variants for each in playing])
        variants = np.split(waves, ends[:-1])
        parts = []
        for its, each, (start_s, own_s) in zip(
            variants, playing, spans([each.goes_on for each in playing], length_s), strict=True
        ):
            before = round(start_s * rate_hz)
            part = played(its, each, rate_hz, own_s, rng)
            parts.append(np.pad(part, (before, max(round(length_s * rate_hz) - before - len(part), 0))))
        return self._levelled(mixed(parts, rate_hz))

    @torch.inference_mode()
    def waves(self, tokens: Tensor, *hasty: int) -> np.ndarray:
        """tokens [L, N, C] -> float32 [L, S], not yet levelled; `hasty`: a number of iterations for the phases."""
        latents = tokens.reshape(len(tokens), -1, tokens.shape[-1] // self.patch).transpose(1, 2)
        return self.codec.decode(latents, *hasty).float().cpu().numpy()

    def finish(self, tokens: Tensor) -> Audio:
        """One source as it is made, [1, N, C]."""
        return self._levelled(self.waves(tokens)[0])

    def _levelled(self, wave: np.ndarray) -> Audio:
        gain = min(PEAK / max(float(np.abs(wave).max()), 1e-3), 4.0)
        return Audio(np.clip(wave * np.float32(gain), -1, 1), rate_hz=self.codec.config.rate_hz)

    @property
    def extents(self) -> dict[str, Extent]:
        full = self.flow.num_tokens * self.patch * self.codec.samples_per_latent / self.codec.config.rate_hz
        step = 0.5 if full >= 1 else full / 4
        longest = full // step * step
        return {"seconds": Extent(step, longest, step, longest)}
