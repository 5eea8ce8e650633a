"""Frozen configuration of one whole model, and the options of one reply. Plain values and JSON; builds nothing."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field, replace
from typing import Any

from nextgpt_core.errors import BadInput
from nextgpt_core.media import MEDIA, Modality

INPUT_PROJECTIONS = ("linear", "mlp", "grouping", "two-layer", "groupvit")
OUTPUT_PROJECTIONS = ("span", "gated", "signals", "linear", "mlp")
MAX_CANDIDATES = 16
SPANS = ("tokens", "tags", "published", "published-v1.5")


@dataclass(frozen=True)
class LLMConfig:
    """The causal language model and its low-rank adapters."""

    kind: str
    """"pinned" (weights of `source` through weights.py), "vicuna" (a downloaded folder `source`, llm_vicuna.py), "hub",
    "omni" and "omni3" (llm_hub.py), "toy" (random weights of the size in `toy`)."""
    source: str = ""
    toy: dict[str, int] = field(default_factory=dict)
    """hidden_size, num_hidden_layers, ... of a Llama configuration when kind is "toy"."""
    lora_rank: int = 16
    lora_alpha: int = 32
    lora_targets: tuple[str, ...] = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
    lora_first_layer: int = 0
    """Adapters sit on layers lora_first_layer .. last; the layers below stay those of the base model."""
    signal_layer: int = 0
    """Output projections read hidden states after this many layers; 0 means the last, normalised ones."""
    text_state_layer: int = 0
    """Decoders read captions as hidden states after this many layers; at most lora_first_layer, so adapters never
    change a decoder's text condition."""
    spans: str = "tokens"
    """"tokens": spans open and close with new tokens, which must be trained; "tags": with words in angle brackets,
    which any instructed model can be told to write (signal_tags.py); "published" and "published-v1.5": bare signal
    tokens laid out as in the released checkpoints (signal_published.py)."""
    reads: tuple[Modality, ...] = ()
    """Media that the language model reads by its own encoders ("omni", "omni3"); they need no row in `encoders`."""
    static_cache: bool = False
    """Keys and values of a conversation in memory of fixed size, so that a GPU can replay recorded steps
    (key_value_cache.py); a CPU is quicker with a cache that grows."""

    def __post_init__(self) -> None:
        if self.text_state_layer > self.lora_first_layer:
            raise BadInput(
                f"text_state_layer ({self.text_state_layer}) must not exceed lora_first_layer "
                f"({self.lora_first_layer}): the decoders' text condition has to stay that of the base model."
            )
        if self.spans not in SPANS:
            raise BadInput(f"spans must be one of {', '.join(SPANS)}, got {self.spans!r}.")


@dataclass(frozen=True)
class EncoderConfig:
    """One media encoder: kind is a key of encoders.ENCODERS, settings go to its constructor."""

    kind: str
    num_features: int
    dim: int
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InputProjectionConfig:
    """features [B, P, D_enc] -> soft tokens [B, Q, D_llm]."""

    kind: str = "linear"
    num_tokens: int = 0
    """Q of the grouping kind; linear and mlp keep P tokens."""

    def __post_init__(self) -> None:
        if self.kind not in INPUT_PROJECTIONS:
            raise BadInput(f"input projection {self.kind!r} is unknown; choose one of {', '.join(INPUT_PROJECTIONS)}.")


@dataclass(frozen=True)
class OutputProjectionConfig:
    """signal hidden states [B, K, D_llm] -> condition [B, T, D_cond]."""

    num_signals: int = 4
    width: int = 256
    num_layers: int = 2
    num_heads: int = 4
    kind: str = "span"
    """"span": reads the whole span, caption too; "gated": the same, making as many rows as the caption needs;
    "signals": as released, reads the K signal tokens, hidden states plus input embeddings, with as many encoder layers
    as decoder layers; "linear" and "mlp": one map of the span's mean state, `width` being that of the hidden layer."""

    def __post_init__(self) -> None:
        if self.kind not in OUTPUT_PROJECTIONS:
            raise BadInput(f"output projection {self.kind!r} is unknown; choose of {', '.join(OUTPUT_PROJECTIONS)}.")


@dataclass(frozen=True)
class DecoderConfig:
    """One diffusion decoder: kind is a key of decoders.DECODERS, settings go to its constructor."""

    kind: str
    settings: dict[str, Any] = field(default_factory=dict)
    num_steps: int = 16
    guidance: float = 3.0
    """What this decoder was made for; used where a reply's options do not say."""
    candidates: int = 0
    """How many are made at once unless a reply's options say otherwise, of which the encoder of the same medium keeps
    the one that fits best, where it can tell (condition_reader.py); 0: nobody has learned to choose."""


@dataclass(frozen=True)
class NextGPTConfig:
    """Everything needed to build a model without weights. Tables are keyed by `Modality`."""

    preset: str
    llm: LLMConfig
    encoders: dict[Modality, EncoderConfig]
    input_projections: dict[Modality, InputProjectionConfig]
    output_projections: dict[Modality, OutputProjectionConfig]
    decoders: dict[Modality, DecoderConfig]
    system_prompt: str = ""
    condition_from: str = "signal"
    """"signal": decoders read projected signal states (NExT-GPT); "caption": they read the written caption."""

    def __post_init__(self) -> None:
        if set(self.encoders) != set(self.input_projections):
            raise BadInput("encoders and input_projections must name the same modalities.")
        if set(self.decoders) != set(self.output_projections):
            raise BadInput("decoders and output_projections must name the same modalities.")

    @property
    def media_options(self) -> dict[Modality, MediaOptions]:
        """Steps and guidance that suit each decoder."""
        return {m: MediaOptions(c.num_steps, c.guidance) for m, c in self.decoders.items()}

    @property
    def signal_counts(self) -> dict[Modality, int]:
        return {m: self.output_projections[m].num_signals for m in MEDIA if m in self.output_projections}

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=2)

    @staticmethod
    def from_json(text: str) -> NextGPTConfig:
        """Raises BadInput when the text is not a configuration written by `to_json`."""
        tables = {
            "encoders": EncoderConfig,
            "input_projections": InputProjectionConfig,
            "output_projections": OutputProjectionConfig,
            "decoders": DecoderConfig,
        }
        try:
            raw = json.loads(text)
            for name, row in tables.items():
                raw[name] = {Modality(key): row(**value) for key, value in raw[name].items()}
            llm = raw.pop("llm")
            llm["lora_targets"] = tuple(llm["lora_targets"])
            llm["reads"] = tuple(Modality(name) for name in llm.get("reads", ()))
            return NextGPTConfig(llm=LLMConfig(**llm), **raw)
        except (json.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadInput(
                f"config.json is not a NExT-GPT configuration ({error}); restore it from the checkpoint's source."
            ) from error


def _check_number(name: str, value: object, low: float, high: float, whole: bool = False) -> None:
    """Raises BadInput unless `value` is a number in [low, high], and a whole one if asked."""
    kinds = (int,) if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:
        noun = "a whole number" if whole else "a number"
        raise BadInput(f"{name} must be {noun} between {low} and {high}, got {value!r}.")


def _modality_set(names: object) -> frozenset[Modality]:
    """Modalities or their names, at least one. Raises BadInput."""
    try:
        chosen = frozenset() if isinstance(names, str) else frozenset(Modality(name) for name in names)
    except (TypeError, ValueError):
        chosen = frozenset()
    if not chosen:
        raise BadInput(f"modalities must be a set out of {', '.join(Modality)}, not empty, or left out; got {names!r}.")
    return chosen


EXTENTS = {"size_px": (4096, True), "seconds": (600, False), "num_frames": (1000, True)}
"""Fields of MediaOptions that say how large or long: the most of any model, and whether they are whole numbers."""


@dataclass(frozen=True)
class MediaOptions:
    """How one modality is decoded."""

    num_steps: int
    guidance: float
    negative_prompt: str = ""
    candidates: int | None = None
    """How many are made at once to choose from; None: as many as suit the decoder."""
    size_px: int | None = None
    seconds: float | None = None
    num_frames: int | None = None
    """Where the decoder offers a choice (extent.py); None: as it makes them."""

    def __post_init__(self) -> None:
        _check_number("steps", self.num_steps, 1, 200, whole=True)
        _check_number("guidance", self.guidance, 0, 30)
        if self.candidates is not None:
            _check_number("candidates", self.candidates, 1, MAX_CANDIDATES, whole=True)
        for name, (most, whole) in EXTENTS.items():
            if getattr(self, name) is not None:
                _check_number(name, getattr(self, name), 1 if whole else 0.01, most, whole)


DEFAULT_MEDIA = {
    Modality.IMAGE: MediaOptions(num_steps=16, guidance=3.0),
    Modality.AUDIO: MediaOptions(num_steps=16, guidance=3.0),
    Modality.VIDEO: MediaOptions(num_steps=16, guidance=3.0),
}


class MediaTable(dict):
    """Options by modality that a person chose; what is not in it reads as `DEFAULT_MEDIA`, or, in a reply, as what the
    decoder at hand was made for (`NextGPTConfig.media_options`)."""

    def __missing__(self, modality: Modality) -> MediaOptions:
        return DEFAULT_MEDIA[modality]


@dataclass(frozen=True)
class Options:
    """Options of one reply.

    `modalities` None lets the model choose; a set makes the reply hold exactly these (text is dropped when absent).
    `forbidden` never appear, whatever the model would choose.
    `seed` None draws one, which the reply reports. temperature 0 is greedy.
    """

    seed: int | None = None
    temperature: float = 0.0
    top_p: float = 0.9
    max_new_tokens: int = 160
    modalities: frozenset[Modality] | None = None
    forbidden: frozenset[Modality] = frozenset()
    system_prompt: str | None = None
    condition_from: str | None = None
    media: dict[Modality, MediaOptions] = field(default_factory=MediaTable)

    def __post_init__(self) -> None:
        _check_number("temperature", self.temperature, 0, 5)
        _check_number("top_p", self.top_p, 0, 1)
        if self.top_p == 0:
            raise BadInput("top_p must be above 0; for greedy decoding set temperature to 0.")
        _check_number("max_new_tokens", self.max_new_tokens, 1, 4096, whole=True)
        if self.seed is not None:
            _check_number("seed", self.seed, 0, 2**32 - 1, whole=True)
        if self.modalities is not None:
            object.__setattr__(self, "modalities", _modality_set(self.modalities))
        if self.forbidden:
            object.__setattr__(self, "forbidden", _modality_set(self.forbidden))
        if both := self.forbidden & (self.modalities or frozenset()):
            raise BadInput(f"{', '.join(sorted(both))} cannot be both wanted and forbidden; choose one of the two.")
        if len(self.forbidden) == len(Modality):
            raise BadInput("every modality is forbidden, so that nothing can be answered; allow at least one.")
        object.__setattr__(self, "media", MediaTable(self.media))
        if self.condition_from not in (None, "signal", "caption"):
            raise BadInput(f'condition_from must be "signal" or "caption", got {self.condition_from!r}.')

    def with_media(self, modality: Modality, **changes: Any) -> Options:
        """A copy with some options of one modality changed, e.g. with_media(Modality.IMAGE, num_steps=8)."""
        return replace(self, media={**self.media, modality: replace(self.media[modality], **changes)})

    def for_config(self, config: NextGPTConfig) -> Options:
        """A copy whose `media` holds every decoder of `config`: what was chosen, else what suits the decoder."""
        return replace(self, media={**config.media_options, **self.media})
