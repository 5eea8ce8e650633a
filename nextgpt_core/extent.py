"""How large or how long a medium is made, where its decoder leaves that open: picture sides, seconds, frames.

A decoder offers an `Extent` by name; `MediaOptions` chooses one of its values. Knows numbers only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nextgpt_core.config import EXTENTS, MediaOptions
from nextgpt_core.errors import BadInput

NOUNS = {"size_px": "side in pixels", "seconds": "length in seconds", "num_frames": "number of frames"}


@dataclass(frozen=True)
class Extent:
    """Values `low`, `low + step`, ... up to `high`; `usual` is what is made when nobody chooses."""

    low: float
    high: float
    step: float
    usual: float

    def holds(self, value: float) -> bool:
        steps = (value - self.low) / self.step
        return self.low <= value <= self.high and abs(steps - round(steps)) < 1e-6


def check_extents(modality: str, options: MediaOptions, offered: Mapping[str, Extent]) -> None:
    """Raises BadInput for a choice that is not offered."""
    for name in EXTENTS:
        value, extent = getattr(options, name), offered.get(name)
        if value is None or (extent is not None and extent.holds(value)):
            continue
        if extent is None:
            raise BadInput(f"the {NOUNS[name]} of this model's {modality} cannot be chosen; leave {name} out.")
        raise BadInput(
            f"the {NOUNS[name]} of this model's {modality} must be between {extent.low:g} and {extent.high:g} in steps "
            f"of {extent.step:g}, got {value:g}."
        )
