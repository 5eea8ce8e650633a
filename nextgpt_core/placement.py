"""Where each part of a model goes: a plan over part sizes and devices. A pure function; nothing is measured or moved.

A part may stand in four ways, from fast to frugal:

    resident   on its device from first use on
    waiting    in main memory; moved to its device whole while it works, one such part at a time
    swapped    in main memory; its components (text encoder, transformer, autoencoder) are moved one after another
    streamed   in main memory; its layers are moved one after another: slow, but almost nothing stays on the device

Plans are tried in a fixed order of preference, and the first that fits is taken. All sizes are bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nextgpt_core.errors import BadInput, NotSupported

GB = 1_000_000_000
MODES = ("resident", "waiting", "swapped", "streamed")
PRECISIONS = {"16bit": 1.0, "8bit": 0.52, "4bit": 0.28}
"""Size of weights that quantise, relative to 16 bits; scales come on top of one half and one quarter."""
HEADROOM = 0.92
"""Share of a device that a plan fills; the rest is for the allocator's fragments and the display."""
STREAMED_SHARE = 0.08
"""Share of a streamed part that is on the device at a time."""


@dataclass(frozen=True)
class PartSize:
    """What a part needs. `weights` in 16 bits; `components` are its separately movable pieces; `work` is what it takes
    on top while it runs (activations), `keeps` what stays between its runs (key-value caches)."""

    name: str
    weights: int
    components: tuple[int, ...] = ()
    work: int = 0
    keeps: int = 0
    quantises: int = 0
    """How much of `weights` can be had in 8 and 4 bits: the layers of a language model, not its word tables, nor the
    encoders in it."""
    resident_only: bool = False
    """It runs for every token, so it must stay on its device."""
    streams: bool = True
    """Whether all its components can be moved layer by layer; what cannot would stay on the device for good, so such a
    part is swapped at most."""

    def on_device(self, mode: str, precision: str = "16bit") -> int:
        """Bytes on the device while the part works."""
        weights = self.weights - round(self.quantises * (1 - PRECISIONS[precision]))
        if mode == "swapped":
            weights = max(self.components, default=weights)
        elif mode == "streamed":
            weights = round(self.weights * STREAMED_SHARE)
        return weights + self.work + self.keeps


@dataclass(frozen=True)
class Device:
    """An accelerator, by its torch name, and how much of it may be used."""

    name: str
    memory: int


@dataclass(frozen=True)
class Placed:
    """One line of a plan."""

    part: PartSize
    device: str
    mode: str = "resident"
    precision: str = "16bit"

    @property
    def on_device(self) -> int:
        return self.part.on_device(self.mode, self.precision)

    @property
    def stays(self) -> int:
        """Bytes that are on the device also while other parts work."""
        return self.on_device - self.part.work if self.mode == "resident" else 0


@dataclass(frozen=True)
class Plan:
    """Lines in the order of the parts given."""

    placed: tuple[Placed, ...]

    def __contains__(self, name: str) -> bool:
        return any(line.part.name == name for line in self.placed)

    def __getitem__(self, name: str) -> Placed:
        return next(line for line in self.placed if line.part.name == name)

    def peak(self, device: str) -> int:
        """The most that is on `device` at any time: what stays, and the one part that works there."""
        here = [line for line in self.placed if line.device == device]
        return sum(line.stays for line in here) + max((line.on_device - line.stays for line in here), default=0)

    @property
    def main_memory(self) -> int:
        """Weights that wait in main memory."""
        return sum(line.part.weights for line in self.placed if line.mode != "resident")

    def table(self) -> str:
        """For a person: one line a part, then the peaks."""
        rows = [
            f"  {line.part.name:<16} {line.device:<8} {line.precision:<9} {line.mode:<9} {_gb(line.on_device)}"
            for line in self.placed
        ]
        peaks = [f"{device} {_gb(self.peak(device))}" for device in sorted({line.device for line in self.placed})]
        return "\n".join(
            ["Plan:", *rows, f"  peak: {', '.join(peaks)}; waiting in main memory: {_gb(self.main_memory)}"]
        )


def _gb(size: int) -> str:
    return f"{size / GB:.1f} GB"


def parse_memory(text: str) -> int:
    """ "12GB", "11.5 GiB", "8000MB" or "12" (gigabytes) -> bytes. Raises BadInput."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:(g|m)(i?)b?)?\s*", text.lower())
    if not match or float(match[1]) == 0:
        raise BadInput(f"--memory {text!r} is not a size; write for example 12GB or 800MB.")
    unit = {"g": 3, "m": 2, None: 3}[match[2]]
    return round(float(match[1]) * (1024 if match[3] else 1000) ** unit)


_ORDER = (
    ("16bit", "resident"), ("16bit", "waiting"), ("16bit", "swapped"), ("8bit", "waiting"),
    ("8bit", "swapped"), ("4bit", "waiting"), ("4bit", "swapped"), ("16bit", "streamed"), ("8bit", "streamed"),
    ("4bit", "streamed"),
)  # fmt: skip
"""Precision of the language model and way of the decoders, from best to most frugal. Quality goes before speed until
decoders would have to stream, which costs many times the seconds."""


def plan_parts(parts: Sequence[PartSize], devices: Sequence[Device], main_memory: int) -> Plan:
    """The first plan in the order of preference that fits. Raises NotSupported with advice when none does."""
    if not devices:
        raise NotSupported(
            "this preset needs a GPU and there is none that torch can use. Start the preset nano, which runs on any "
            "CPU (python app.py --preset nano), or install a torch build for your accelerator."
        )
    fits_device = None
    for precision, mode in _ORDER:
        plan = _placed(parts, devices, precision, mode)
        if plan is None:
            continue
        fits_device = plan
        if plan.main_memory <= main_memory:
            return _promoted(plan, devices)
    if fits_device is not None:
        raise NotSupported(
            f"the decoders would have to wait in main memory, which takes {_gb(fits_device.main_memory)}, and "
            f"{_gb(main_memory)} are free. Close other programs, leave a decoder out of the preset, or use nano."
        )
    raise NotSupported(_advice(parts, devices))


def _placed(parts: Sequence[PartSize], devices: Sequence[Device], precision: str, mode: str) -> Plan | None:
    """Largest part first, each on the device where most room is left; None when one does not fit."""
    lines: dict[str, Placed] = {}
    for part in sorted(parts, key=lambda p: (not p.resident_only, -p.weights)):
        chosen = precision if part.quantises else "16bit"
        line = Placed(part, "", _mode_of(part, mode), chosen)
        trials = [replace(line, device=device.name) for device in devices]
        plans = [Plan((*lines.values(), trial)) for trial in trials]
        room = [d.memory * HEADROOM - p.peak(d.name) for d, p in zip(devices, plans, strict=True)]
        best = max(range(len(devices)), key=lambda i: room[i])
        if room[best] < 0:
            return None
        lines[part.name] = trials[best]
    return Plan(tuple(lines[part.name] for part in parts))


def _mode_of(part: PartSize, mode: str) -> str:
    """The way closest to `mode` in which the part can stand."""
    if part.resident_only:
        return "resident"
    return "swapped" if mode == "streamed" and not part.streams else mode


def _promoted(plan: Plan, devices: Sequence[Device]) -> Plan:
    """The plan with single parts in faster modes, smallest parts first, as far as there is room."""
    for line in sorted(plan.placed, key=lambda line: line.part.weights):
        for mode in MODES[: MODES.index(line.mode)]:
            changed = Plan(tuple(replace(p, mode=mode) if p is line else p for p in plan.placed))
            if all(changed.peak(d.name) <= d.memory * HEADROOM for d in devices):
                plan = changed
                break
    return plan


def smallest_device(parts: Sequence[PartSize]) -> int:
    """Bytes of one device on which the most frugal plan fits."""
    precision, mode = _ORDER[-1]
    lines = [Placed(p, "one", _mode_of(p, mode), precision if p.quantises else "16bit") for p in parts]
    return round(Plan(tuple(lines)).peak("one") / HEADROOM)


def _advice(parts: Sequence[PartSize], devices: Sequence[Device]) -> str:
    there = ", ".join(f"{device.name} {_gb(device.memory)}" for device in devices)
    needed = smallest_device(parts)
    text = (
        f"this preset does not fit: even its most frugal plan takes {_gb(needed)} on one device, and there is {there}."
    )
    hungriest = max(parts, key=lambda p: p.on_device(_mode_of(p, "streamed")) if not p.resident_only else 0)
    without = smallest_device([p for p in parts if p is not hungriest]) if len(parts) > 1 else needed
    if not hungriest.resident_only and without < needed:
        text += f" Without {hungriest.name} it would take {_gb(without)}."
    return text + " Give it more with --memory if the device has more, leave parts out, or use the preset nano."
