"""The settings a person can change, as one table: page controls are drawn from it and read back into `Options`.

Knows no Gradio: layout.py draws, this file says what exists, in which range, and what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nextgpt_core.config import DEFAULT_MEDIA, MediaOptions, Options
from nextgpt_core.errors import BadInput
from nextgpt_core.media import MEDIA, Modality

AUTO = "auto"
NOUNS = {Modality.TEXT: "Text", Modality.IMAGE: "Picture", Modality.AUDIO: "Sound", Modality.VIDEO: "Clip"}


@dataclass(frozen=True)
class Control:
    """One setting. kind: "slider" (low, high, step), "words", "number" or "switch"."""

    key: str
    group: str
    kind: str
    label: str
    hint: str
    default: Any
    low: float = 0
    high: float = 0
    step: float = 0


def controls_for(can_make: Iterable[Modality]) -> list[Control]:
    """Every setting of the side panel, in the order drawn; media that cannot be made have none."""
    can_make = frozenset(can_make)
    defaults = Options()
    table = [
        Control("seed", "Seed", "number", "Seed", "The same seed, message and settings make the same answer.", 7),
        Control("new_seed", "Seed", "switch", "New seed for every answer", "", True),
        Control("temperature", "Words", "slider", "Temperature", "0 always says the likeliest word; more is livelier.",
                defaults.temperature, 0, 2, 0.05),
        Control("top_p", "Words", "slider", "Top-p", "Only the likeliest words that add up to this share.",
                defaults.top_p, 0.05, 1, 0.05),
        Control("max_new_tokens", "Words", "slider", "Length", "The longest answer, in tokens.",
                defaults.max_new_tokens, 16, 512, 8),
        Control("system_prompt", "Words", "words", "Instructions", "Told to the model before the chat begins.", ""),
    ]  # fmt: skip
    for modality in MEDIA:
        if modality not in can_make:
            continue
        made, noun, key = DEFAULT_MEDIA[modality], NOUNS[modality], modality.value
        table += [
            Control(f"{key}.num_steps", noun, "slider", "Steps", "More steps: finer, slower.",
                    made.num_steps, 1, 50, 1),
            Control(f"{key}.guidance", noun, "slider", "Guidance", "How strictly it follows the words.",
                    made.guidance, 0, 12, 0.5),
            Control(f"{key}.negative_prompt", noun, "words", "Leave out", "What should not be in it.", ""),
        ]  # fmt: skip
    return table


def modality_choices(can_make: Iterable[Modality]) -> list[tuple[str, str]]:
    """(label, value) of the chips under the message box: Auto, then what can be made."""
    can_make = frozenset(can_make)
    return [("Auto", AUTO), *((NOUNS[m], m.value) for m in Modality if m == Modality.TEXT or m in can_make)]


def read_modalities(chosen: Sequence[str] | None) -> frozenset[Modality] | None:
    """None (the model chooses) for nothing or Auto. Raises BadInput for an unknown name."""
    names = [name for name in chosen or () if name != AUTO]
    try:
        return frozenset(Modality(name.strip().lower()) for name in names) or None
    except ValueError as error:
        known = ", ".join(m.value for m in Modality)
        raise BadInput(f"{error}; the modalities of an answer are {known}.") from error


def read_options(values: dict[str, Any], chosen: Sequence[str] | None = None) -> Options:
    """Options from the panel's values by key; missing keys keep their defaults. Raises BadInput out of range."""
    defaults = Options()
    whole = {"seed": None, "max_new_tokens": defaults.max_new_tokens}
    for key in whole:
        value = values.get(key)
        if value is not None:
            if value != value or value != int(value):
                raise BadInput(f"{key.replace('_', ' ')} must be a whole number, got {value}.")
            whole[key] = int(value)
    if values.get("new_seed"):
        whole["seed"] = None
    media = dict(DEFAULT_MEDIA)
    for modality in MEDIA:
        made, key = media[modality], modality.value
        media[modality] = MediaOptions(
            num_steps=int(values.get(f"{key}.num_steps", made.num_steps)),
            guidance=float(values.get(f"{key}.guidance", made.guidance)),
            negative_prompt=(values.get(f"{key}.negative_prompt") or made.negative_prompt).strip(),
        )
    return Options(
        seed=whole["seed"],
        temperature=float(values.get("temperature", defaults.temperature)),
        top_p=float(values.get("top_p", defaults.top_p)),
        max_new_tokens=whole["max_new_tokens"],
        modalities=read_modalities(chosen),
        system_prompt=(values.get("system_prompt") or "").strip() or None,
        media=media,
    )
