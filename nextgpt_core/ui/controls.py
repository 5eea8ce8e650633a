"""The settings a person can change, as one table: page controls are drawn from it and read back into `Options`.

Knows no Gradio: layout.py draws, this file says what exists, in which range, and what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nextgpt_core.config import DEFAULT_MEDIA, EXTENTS, MAX_CANDIDATES, MediaOptions, Options
from nextgpt_core.errors import BadInput
from nextgpt_core.extent import Extent
from nextgpt_core.media import MEDIA, Modality

AUTO = "auto"
MAX_STEPS = 50
QUALITIES = {"fast": 0.5, "balanced": 1.0, "best": 2.0}
"""Times the steps and candidates that a decoder was made for."""


@dataclass(frozen=True)
class Control:
    """One setting. kind: "slider" (low, high, step), "words", "number", "switch" or "kinds" (modalities to tick).
    `group` and `word` are keys of words.TABLE; a hint, where there is one, is `<word>_hint`."""

    key: str
    group: str
    kind: str
    default: Any
    low: float = 0
    high: float = 0
    step: float = 0

    @property
    def word(self) -> str:
        return self.key.rpartition(".")[2]


def controls_for(
    can_make: Iterable[Modality],
    media_options: Mapping[Modality, MediaOptions] = DEFAULT_MEDIA,
    extents: Mapping[Modality, Mapping[str, Extent]] | None = None,
) -> list[Control]:
    """Every setting of the side panel, in the order drawn; media that cannot be made have none. `media_options` are
    what the model's decoders were made for (`NextGPT.media_options`), `extents` the sizes and lengths they offer."""
    can_make = frozenset(can_make)
    defaults = Options()
    table = [
        Control("never", "answer_with", "kinds", []),
        Control("seed", "seed_group", "number", 7),
        Control("new_seed", "seed_group", "switch", True),
        Control("temperature", "words_group", "slider", defaults.temperature, 0, 2, 0.05),
        Control("top_p", "words_group", "slider", defaults.top_p, 0.05, 1, 0.05),
        Control("max_new_tokens", "words_group", "slider", defaults.max_new_tokens, 16, 512, 8),
        Control("system_prompt", "words_group", "words", ""),
    ]
    for modality in MEDIA:
        if modality not in can_make:
            continue
        made, key = media_options.get(modality, DEFAULT_MEDIA[modality]), modality.value
        for name, offered in (extents or {}).get(modality, {}).items():
            table.append(
                Control(f"{key}.{name}", key, "slider", offered.usual, offered.low, offered.high, offered.step)
            )
        table += [
            Control(f"{key}.num_steps", key, "slider", made.num_steps, 1, max(MAX_STEPS, made.num_steps), 1),
            Control(f"{key}.guidance", key, "slider", made.guidance, 0, max(12, made.guidance), 0.5),
        ]
        if made.candidates:  # elsewhere nobody can choose among several
            table.append(Control(f"{key}.candidates", key, "slider", made.candidates, 1, MAX_CANDIDATES, 1))
        table.append(Control(f"{key}.negative_prompt", key, "words", made.negative_prompt))
    return table


def modality_choices(can_make: Iterable[Modality]) -> list[str]:
    """Values of the chips under the message box, which are keys of words.TABLE too: Auto, then what can be made."""
    can_make = frozenset(can_make)
    return [AUTO, *(m.value for m in Modality if m == Modality.TEXT or m in can_make)]


def effort(quality: str, controls: Sequence[Control]) -> dict[str, int]:
    """Steps and candidates of every medium by control key for one of QUALITIES."""
    return {
        control.key: max(1, min(int(control.high), round(control.default * QUALITIES[quality])))
        for control in controls
        if control.word in ("num_steps", "candidates")
    }


def read_modalities(chosen: Sequence[str] | None) -> frozenset[Modality] | None:
    """None (the model chooses) for nothing or Auto. Raises BadInput for an unknown name."""
    names = [name for name in chosen or () if name != AUTO]
    try:
        return frozenset(Modality(name.strip().lower()) for name in names) or None
    except ValueError as error:
        known = ", ".join(m.value for m in Modality)
        raise BadInput(f"{error}; the modalities of an answer are {known}.") from error


def _optional(values: dict[str, Any], key: str) -> dict[str, float]:
    """Settings of one medium that are None unless chosen."""
    whole = {"candidates": True} | {name: whole for name, (_, whole) in EXTENTS.items()}
    chosen = {name: values[f"{key}.{name}"] for name in whole if values.get(f"{key}.{name}") is not None}
    return {name: int(value) if whole[name] else float(value) for name, value in chosen.items()}


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
            **_optional(values, key),
        )
    return Options(
        seed=whole["seed"],
        temperature=float(values.get("temperature", defaults.temperature)),
        top_p=float(values.get("top_p", defaults.top_p)),
        max_new_tokens=whole["max_new_tokens"],
        modalities=read_modalities(chosen),
        forbidden=read_modalities(values.get("never")) or frozenset(),
        system_prompt=(values.get("system_prompt") or "").strip() or None,
        media=media,
    )
