"""What a reply says while it is being made: small, picklable values in the order they happen. Knows no network."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from nextgpt_core.media import Modality, Part


@dataclass(frozen=True)
class TextPiece:
    """The next characters of the answer; concatenating all pieces between two media gives one `Text` part."""

    text: str


@dataclass(frozen=True)
class MediaStarted:
    """A signal span has closed and its decoder begins."""

    index: int  # position of the medium among the media of this reply, from 0
    modality: Modality
    caption: str  # what the model says it is about to make; alt text
    num_steps: int


@dataclass(frozen=True)
class MediaStep:
    """One denoising step is done."""

    index: int
    modality: Modality
    step: int  # 1 .. num_steps
    num_steps: int
    preview: np.ndarray | None = None  # uint8 [h, w, 3], small, for pictures and clips


@dataclass(frozen=True)
class MediaReady:
    """The medium is finished."""

    index: int
    modality: Modality
    part: Part
    seconds: float  # wall time of the decoder
    seed: int


@dataclass(frozen=True)
class Timings:
    """Wall times of one reply, in seconds."""

    first_token_s: float = 0.0
    total_s: float = 0.0
    num_tokens: int = 0  # sampled by the language model, forced ones excluded
    token_s: float = 0.0  # time spent in the language model after the first token
    num_prompt_tokens: int = 0  # positions of the prompt, those of media included
    media_s: dict[str, tuple[float, ...]] = field(default_factory=dict)  # modality value -> seconds of each medium

    @property
    def tokens_per_s(self) -> float:
        return (self.num_tokens - 1) / self.token_s if self.num_tokens > 1 and self.token_s > 0 else 0.0


@dataclass(frozen=True)
class Finished:
    """The last event. `stopped` says that the person cancelled; `parts` then holds what was finished. A clip that was
    ready before its sound (soundtrack.py) has it here, and had none in its `MediaReady`."""

    parts: tuple[Part, ...]
    timings: Timings
    seed: int
    stopped: bool = False


Event = TextPiece | MediaStarted | MediaStep | MediaReady | Finished
