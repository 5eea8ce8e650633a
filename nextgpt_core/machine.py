"""From a configuration and this machine to a plan: which published parts there are and how large, which accelerators
have how much room, what a person allows. placement.py chooses; here is what it chooses from."""

from __future__ import annotations

import torch

from nextgpt_core.config import NextGPTConfig
from nextgpt_core.errors import BadInput
from nextgpt_core.llm_hub import HUB_KINDS, PART_NAME
from nextgpt_core.media import MEDIA
from nextgpt_core.model import NextGPTModel
from nextgpt_core.placement import GB, Device, PartSize, Plan, parse_memory, plan_parts

BYTES = 2  # of a bfloat16 number
SIZES: dict[str, tuple[float, ...]] = {
    "Qwen/Qwen2.5-Omni-7B": (6.53, 2.40),
    "Qwen/Qwen3-4B-Instruct-2507": (3.63, 0.39),
    "google/siglip2-so400m-patch14-224": (0.43,),
    "laion/clap-htsat-unfused": (0.03,),
    "openai/whisper-large-v3-turbo": (0.64,),
    "Tongyi-MAI/Z-Image-Turbo": (4.02, 6.15, 0.08),
    "stabilityai/stable-audio-3-medium": (0.28, 1.45, 0.11),
    "Wan-AI/Wan2.1-T2V-1.3B-Diffusers": (5.68, 1.42, 0.26),
}
"""Billions of parameters of each component that can be moved by itself (text encoder, transformer, autoencoder; one
kept in float32 counts twice), counted on the published classes at published sizes; of a language model, what quantises
and what does not. A part of your own needs a row."""

WORK_GB = {"image": 2.0, "audio": 1.0, "video": 4.0, PART_NAME: 1.0, "encoders": 0.5}
"""Activations while a part works, at the sizes of the presets. Estimated; to be measured on a GPU (tests/bench)."""
CACHES_GB = 0.94
"""Key-value caches of four conversations of 4,096 tokens (28 layers, 4 heads of 128, bfloat16)."""


def is_planned(config: NextGPTConfig) -> bool:
    """Whether a preset is large enough to need a plan; toys are not."""
    return config.llm.kind in HUB_KINDS and not config.llm.toy


def part_sizes(config: NextGPTConfig) -> list[PartSize]:
    """What there is to place: the language model, the encoders together, each decoder. Raises BadInput for a source
    whose size is not in the table."""
    llm = _size(config.llm.source)
    parts = [PartSize(PART_NAME, sum(llm), (), _work(PART_NAME), round(CACHES_GB * GB), llm[0], resident_only=True)]
    if config.encoders:
        sources = {c.settings.get("source", "") for c in config.encoders.values()}
        weights = sum(_size(source)[0] for source in sorted(sources))
        parts.append(PartSize("encoders", weights, work=_work("encoders"), resident_only=True))
    for modality in MEDIA:
        if modality in config.decoders:
            pieces = _size(config.decoders[modality].settings.get("source", ""))
            parts.append(PartSize(modality.value, sum(pieces), pieces, _work(modality.value)))
    return parts


def _size(source: str) -> tuple[int, ...]:
    if source not in SIZES:
        raise BadInput(
            f"the size of {source!r} is not known, so that no plan can be made: add its billions of parameters to "
            "SIZES in nextgpt_core/machine.py."
        )
    return tuple(round(billions * 1e9 * BYTES) for billions in SIZES[source])


def _work(name: str) -> int:
    return round(WORK_GB[name] * GB)


def accelerators(memory: str | None = None) -> list[Device]:
    """CUDA devices with their free memory, or at most `memory` of each."""
    if not torch.cuda.is_available():
        return []
    most = parse_memory(memory) if memory else None
    free = [torch.cuda.mem_get_info(index)[0] for index in range(torch.cuda.device_count())]
    return [Device(f"cuda:{i}", size if most is None else min(size, most)) for i, size in enumerate(free)]


def free_main_memory() -> int:
    import psutil  # comes with accelerate, which peft needs

    return psutil.virtual_memory().available


def plan_for(config: NextGPTConfig, memory: str | None = None, log=print) -> Plan | None:
    """The plan for this machine, printed; None for presets that need none. Raises NotSupported when it cannot fit,
    BadInput for a malformed `memory`."""
    if not is_planned(config):
        if memory:
            parse_memory(memory)
            log(f"--memory changes nothing for {config.preset}: it is small and stays in main memory.")
        return None
    devices = accelerators(memory)
    plan = plan_parts(part_sizes(config), devices, free_main_memory())
    log(plan.table())
    if memory:
        for index, device in enumerate(devices):  # a plan that errs must not take what others were promised
            total = torch.cuda.get_device_properties(index).total_memory
            torch.cuda.set_per_process_memory_fraction(min(1.0, device.memory / total), index)
    return plan


def build_planned(config: NextGPTConfig, memory: str | None = None, log=print) -> NextGPTModel:
    """A preset of published parts, placed by its plan, without adapters: nothing of ours is in it yet."""
    plan = plan_for(config, memory, log)
    model = NextGPTModel.from_config(config, log, plan)
    model.llm.shed_adapters()
    for encoder in model.encoders.values():
        if encoder.frozen_prefixes:
            encoder.load_pretrained()
    device = model.llm.device
    for part in (model.encoders, model.input_projections, model.output_projections):
        part.to(device)
    return model.eval()
