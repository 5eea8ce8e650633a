"""Decoders that are published diffusers pipelines: loaded late, run step by step, conditioned on prompt embeddings.

A condition is what the pipeline's own text encoder makes of a caption, or what an output projection imitates: rows
[T, D] in the scale of unit root mean square (`condition_scale`); rows of zeros are padding, because published
pipelines read captions of any length. The pipeline is no submodule: its weights are published, so they are in no
checkpoint of ours, and they are loaded when the first medium is made. Subclasses name the pipeline and its call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, ClassVar

import torch
from diffusers import DiffusionPipeline
from torch import Tensor, nn

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.base import Decoder, Step
from nextgpt_core.decoders.stepwise import stepwise
from nextgpt_core.errors import BadInput, MissingWeights
from nextgpt_core.extent import Extent
from nextgpt_core.media import Modality, Part
from nextgpt_core.placement import Placed


class StockDecoder(Decoder):
    """settings: `source`, a hub repository or folder; `num_tokens` and `dim`, T and D; `dtype`, e.g. "float16" (the
    usual one if left out, float32 for toys); `toy`, True for the same pipeline at toy size and random weights, built in
    memory."""

    reads_states = False
    pipeline_class: ClassVar[type[DiffusionPipeline]]
    precise: ClassVar[tuple[str, ...]] = ()
    """Components that stay in float32."""
    usual_dtype: ClassVar[str] = "bfloat16"
    guided: ClassVar[bool] = True
    """Whether guidance leads away from a negative prompt; distilled networks do without."""
    embeds_guidance: ClassVar[bool] = False
    """Whether the strength of guidance is an input of such a network."""
    how_to_get: ClassVar[str] = "Fetch it where there is a network: hf download {source}"

    def __init__(self, source: str, num_tokens: int, dim: int, dtype: str | None = None, toy: bool = False) -> None:
        super().__init__()
        self.source, self.shape, self.toy = source, (num_tokens, dim), toy
        self.dtype: torch.dtype = getattr(torch, dtype or ("float32" if toy else self.usual_dtype))
        self.placed: Placed | None = None
        self.register_buffer("condition_scale", torch.ones(()))
        object.__setattr__(self, "_pipeline", None)  # hidden from `Module`: see above

    @property
    def condition_shape(self) -> tuple[int, int]:
        return self.shape

    def toy_pipeline(self) -> DiffusionPipeline:
        """The pipeline of real classes at toy size."""
        raise NotImplementedError

    def read(self, pipe: Any, captions: list[str]) -> list[Tensor]:
        """Captions -> rows of their text states, [L, D] each, by the pipeline's own text encoder."""
        raise NotImplementedError

    def make(self, pipe: Any, rows: Tensor, negative: Tensor | None, options: MediaOptions, **common: Any) -> Part:
        """Runs the pipeline on rows [1, L, D]; `common` holds generator, callback and steps by their usual names."""
        raise NotImplementedError

    @property
    def denoising_obstacle(self) -> str:
        return super().denoising_obstacle if self.guided else "it was distilled"

    @property
    def loaded(self) -> bool:
        return self._pipeline is not None

    @property
    def stays(self) -> bool:
        return self.loaded and (self.placed is None or self.placed.mode == "resident")

    @property
    def device(self) -> torch.device | None:
        return torch.device(self.placed.device) if self.placed else None

    @property
    def pipeline(self) -> DiffusionPipeline:
        """Loaded on first use and put where the plan says. Raises MissingWeights."""
        if self._pipeline is None:
            pipe = self._toy() if self.toy else self._published()
            pipe.set_progress_bar_config(disable=True)
            for component in pipe.components.values():
                if isinstance(component, nn.Module):
                    component.requires_grad_(False)  # published parts stay as they are
            object.__setattr__(self, "_pipeline", pipe)
            self._settle(pipe)
        return self._pipeline

    def unload(self) -> None:
        """Forgets the pipeline; the next medium loads it again."""
        object.__setattr__(self, "_pipeline", None)

    def _toy(self) -> DiffusionPipeline:
        pipe = self.toy_pipeline()
        for name, component in pipe.components.items():
            if isinstance(component, nn.Module) and name not in self.precise and self.dtype != torch.float32:
                component.to(self.dtype)
        return pipe

    def _published(self) -> DiffusionPipeline:
        dtypes = {"default": self.dtype, **dict.fromkeys(self.precise, torch.float32)}
        try:
            return self.pipeline_class.from_pretrained(self.source, torch_dtype=dtypes)
        except (OSError, ValueError) as error:
            raise MissingWeights(
                f"the {self.modality.value} decoder {self.source} cannot be loaded ({error}). "
                + self.how_to_get.format(source=self.source)
            ) from error

    def place(self, placed: Placed | None) -> None:
        """As in the contract; None stands for no plan: the pipeline follows `Module.to`."""
        self.placed = placed
        self.unload()

    def _settle(self, pipe: DiffusionPipeline) -> None:
        mode = self.placed.mode if self.placed else "resident"
        device = torch.device(self.placed.device) if self.placed else self.condition_scale.device
        if mode == "resident":
            pipe.to(device)
        elif mode == "swapped":
            pipe.enable_model_cpu_offload(device=device)
        elif mode == "streamed":
            networks = {name: c for name, c in pipe.components.items() if isinstance(c, nn.Module)}
            whole = [name for name, c in networks.items() if not getattr(c, "_supports_group_offloading", True)]
            pipe.enable_group_offload(
                onload_device=device,
                offload_type="leaf_level",
                use_stream=device.type == "cuda",
                exclude_modules=whole,  # small autoencoders, so far; they stay on the device
            )

    def _apply(self, fn: Callable, recurse: bool = True) -> StockDecoder:
        super()._apply(fn, recurse)
        if self.loaded and self.placed is None:
            self._pipeline.to(self.condition_scale.device)
        return self

    def check(self, options: MediaOptions) -> None:
        super().check(options)
        if not self.guided and (options.negative_prompt.strip() or options.guidance > 1 and not self.embeds_guidance):
            raise BadInput(
                f"the {self.modality.value} decoder was distilled, so it cannot leave out what a negative prompt says"
                + ("." if self.embeds_guidance else ", and guidance changes nothing: set it to 0.")
            )
        if options.negative_prompt.strip() and options.guidance <= 1:
            raise BadInput(
                f"the {self.modality.value} decoder runs without guidance here, so leaving out "
                f"{options.negative_prompt.strip()!r} has no effect. Set its guidance above 1 or empty the field."
            )

    @torch.no_grad()
    def encode_captions(self, captions: list[str]) -> Tensor:
        """-> [B, T, D], or more rows than T where a caption needs them; the pipeline's own limit cuts the longest."""
        rows = self._read(captions)
        longest = max(self.shape[0], *map(len, rows))
        condition = self.condition_scale.new_zeros(len(rows), longest, self.shape[1])
        for target, real in zip(condition, rows, strict=True):
            target[: len(real)] = real.to(condition)
        return condition / self.condition_scale

    def measure_scale(self, captions: list[str]) -> None:
        """Sets `condition_scale` so that rows of these captions have unit root mean square; before stage 2."""
        rows = torch.cat(self._read(captions)).float()
        self.condition_scale.copy_(rows.pow(2).mean().sqrt().clamp(min=1e-6))

    def _read(self, captions: list[str]) -> list[Tensor]:
        with torch.no_grad(), self._on_device() as pipe:
            return self.read(pipe, list(captions))

    def rows(self, condition: Tensor | None) -> Tensor | None:
        """Condition [1, T, D] -> its real rows [1, L, D] in the pipeline's scale and precision; None stays None."""
        if condition is None:
            return None
        real = condition[0].abs().amax(-1) > 0
        real[0] = True
        return (condition[:, real] * self.condition_scale).to(self.pipeline._execution_device, self.dtype)

    def stream(
        self, condition: Tensor, negative: Tensor | None, options: MediaOptions, generator: torch.Generator
    ) -> Iterator[Step | Part]:
        guided = self.guided and options.guidance > 1
        if guided and negative is None:
            negative = self.encode_captions([""])
        with self._on_device() as pipe:
            rows, unwanted = self.rows(condition), self.rows(negative) if guided else None

            def run(on_step: Callable[[int], None]) -> Part:
                def after_step(pipe: Any, number: int, time: Any, tensors: dict) -> dict:
                    on_step(number + 1)
                    return tensors

                common = {"num_inference_steps": options.num_steps, "generator": generator}
                return self.make(pipe, rows, unwanted, options, callback_on_step_end=after_step, **common)

            with closing(stepwise(run)) as values:
                for done, value in values:
                    yield value if done else Step(value, options.num_steps)

    def _on_device(self) -> _Visit:
        return _Visit(self)


class SquareDecoder(StockDecoder):
    """A picture of `size_px` by `size_px`, from half to double of which a person may choose."""

    modality = Modality.IMAGE

    def __init__(self, size_px: int = 1024, **settings: Any) -> None:
        super().__init__(**settings)
        self.size_px = size_px

    @property
    def extents(self) -> dict[str, Extent]:
        return {"size_px": Extent(self.size_px // 2, 2 * self.size_px, 32, self.size_px)}


class _Visit:
    """The pipeline, on its device while the block runs where the plan lets it wait in main memory."""

    def __init__(self, decoder: StockDecoder) -> None:
        self.decoder = decoder
        self.waits = decoder.placed is not None and decoder.placed.mode == "waiting"

    def __enter__(self) -> DiffusionPipeline:
        pipe = self.decoder.pipeline
        if self.waits:
            pipe.to(self.decoder.placed.device)
        return pipe

    def __exit__(self, *_: object) -> None:
        pipe = self.decoder._pipeline
        if pipe is None:
            return
        pipe.maybe_free_model_hooks()  # a stopped run leaves a component on the device
        if self.waits:
            pipe.to("cpu")
            if torch.cuda.is_available():
                torch.cuda.empty_cache()
