"""From a configuration and this machine to a plan: which published parts there are and how large, which accelerators
have how much room, what a person allows. placement.py chooses; here is what it chooses from."""

from __future__ import annotations

import torch

from nextgpt_core.config import EncoderConfig, NextGPTConfig
from nextgpt_core.errors import BadInput
from nextgpt_core.llm_hub import HUB_KINDS
from nextgpt_core.llm_loading import PART_NAME
from nextgpt_core.media import MEDIA
from nextgpt_core.model import NextGPTModel
from nextgpt_core.placement import GB, Device, PartSize, Plan, parse_memory, plan_parts
from nextgpt_core.weights import default_cache_dir

BYTES = 2  # of a number in 16 bits
SIZES: dict[str, tuple[float, ...]] = {
    "Qwen/Qwen2.5-Omni-7B": (6.53, 2.40),
    "Qwen/Qwen3-Omni-30B-A3B-Instruct": (0.91, 30.83),
    "Qwen/Qwen3-4B-Instruct-2507": (3.63, 0.39),
    "vicuna-7b-v0": (6.48, 0.26),
    "vicuna-7b-v1.5": (6.48, 0.26),
    "imagebind_huge.pth": (0.72,),
    "google/siglip2-so400m-patch14-224": (0.43,),
    "laion/clap-htsat-unfused": (0.03,),
    "openai/whisper-large-v3-turbo": (0.64,),
    "facebook/pe-av-large": (0.28,),
    "Tongyi-MAI/Z-Image-Turbo": (4.02, 6.15, 0.08),
    "stabilityai/stable-audio-3-medium": (0.28, 1.45, 0.11),
    "Wan-AI/Wan2.1-T2V-1.3B-Diffusers": (5.68, 1.42, 0.26),
    "black-forest-labs/FLUX.2-klein-4B": (4.02, 3.88, 0.08),
    "Efficient-Large-Model/Sana_Sprint_0.6B_1024px_diffusers": (2.61, 0.59, 0.35),
    "Lightricks/LTX-Video": (4.76, 1.92, 0.42),
    "stable-diffusion-v1-5": (0.12, 0.86, 0.08, 0.30),
    "stable-diffusion-2": (0.34, 0.87, 0.08),
    "audioldm-l-full": (0.13, 0.74, 0.06, 0.06),
    "zeroscope_v2_576w": (0.34, 1.41, 0.08),
}
"""Billions of parameters of each component that can be moved by itself (text encoder, denoising network, autoencoder,
safety checker, vocoder; one kept in float32 counts twice), counted on the published classes at published sizes; of a
language model, what quantises (experts held as one tensor do not) and what does not. A part of your own needs a row."""
NOT_STREAMED = ("stabilityai/stable-audio-3-medium",)
"""Of these, what cannot be moved layer by layer, because diffusers says that the autoencoder does not support it."""
CACHES_GB = {
    "Qwen/Qwen2.5-Omni-7B": 0.47,
    "Qwen/Qwen3-Omni-30B-A3B-Instruct": 0.81,
    "Qwen/Qwen3-4B-Instruct-2507": 1.21,
    "vicuna-7b-v0": 4.29,
    "vicuna-7b-v1.5": 4.29,
}
"""Keys and values of four conversations of 2,048 tokens: 4 bytes x tokens x layers x heads x width of a head."""

WORK_GB = {"image": 2.0, "audio": 1.0, "video": 4.0, PART_NAME: 1.0, "encoders": 0.5}
"""Activations while a part works, at the sizes of the presets. Estimated; to be measured on a GPU (tests/bench)."""
PLANNED_KINDS = (*HUB_KINDS, "vicuna")
SMALL_GB = 1.0


def is_planned(config: NextGPTConfig) -> bool:
    """Whether a preset is large enough to need a plan; toys, in memory or in files, are not."""
    return config.llm.kind in PLANNED_KINDS and not config.llm.toy and not _is_small_on_disk(config)


def _is_small_on_disk(config: NextGPTConfig) -> bool:
    folder = default_cache_dir() / "paper" / config.llm.source
    if config.llm.kind != "vicuna" or not folder.is_dir():
        return False
    return sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) < SMALL_GB * GB


def part_sizes(config: NextGPTConfig) -> list[PartSize]:
    """What there is to place: the language model, the encoders together, each decoder. Raises BadInput for a source
    whose size is not in the table."""
    source = config.llm.source
    llm, caches = _size(source), round(CACHES_GB.get(source, 1.0) * GB)
    parts = [PartSize(PART_NAME, sum(llm), (), _work(PART_NAME), caches, llm[0], resident_only=True)]
    if config.encoders:
        weights = sum(_size(source)[0] for source in sorted({_source(c) for c in config.encoders.values()}))
        parts.append(PartSize("encoders", weights, work=_work("encoders"), resident_only=True))
    for modality in MEDIA:
        if modality in config.decoders:
            source = config.decoders[modality].settings.get("source", "")
            pieces, streams = _size(source), source not in NOT_STREAMED
            parts.append(PartSize(modality.value, sum(pieces), pieces, _work(modality.value), streams=streams))
    return parts


def _source(encoder: EncoderConfig) -> str:
    """ImageBind's one file serves all its encoders."""
    return encoder.settings.get("source", "imagebind_huge.pth" if encoder.kind.startswith("imagebind") else "")


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
    model.gather()
    return model.eval()
