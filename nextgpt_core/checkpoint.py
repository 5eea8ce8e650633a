"""Strict saving and loading of a model folder: config.json and one safetensors file per part.

Only trained tensors are stored: the pinned base language model and frozen backbones come from their own sources. Every
expected tensor must be there with its shape, and nothing else may be.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from nextgpt_core.config import NextGPTConfig
from nextgpt_core.errors import MissingWeights
from nextgpt_core.machine import PLANNED_KINDS, build_planned, is_planned, plan_for
from nextgpt_core.model import NextGPTModel
from nextgpt_core.placement import Plan
from nextgpt_core.presets import preset_config
from nextgpt_core.published_checkpoint import BASE, load_published
from nextgpt_core.weights import preset_file

SHIPPED = {"nano": Path(__file__).resolve().parent.parent / "checkpoints" / "nextgpt-nano"}
"""Presets whose weights come with the program."""
PAPER_CHECKPOINT = "nextgpt_7b_tiva_v0/pytorch_model.pt"


def state_apart(model: NextGPTModel) -> dict[str, Tensor]:
    """The state of a model under the names that it has before adapters are merged; of merged ones, what was kept."""
    state, kept = model.state_dict(), model.llm.kept_adapters
    if not kept:
        return state
    bare = "llm.model."
    state = {BASE + n.removeprefix(bare) if n.startswith(bare) else n: tensor for n, tensor in state.items()}
    return state | {f"llm.{name}": tensor for name, tensor in kept.items()}


def stored_names(model: NextGPTModel) -> list[str]:
    """Names of the tensors a checkpoint holds, in state_dict order."""
    keep_base = is_random(model.config)  # random base weights and backbones exist nowhere else
    base = tuple(prefix + name for prefix in (BASE, f"{BASE}model.") for name in model.llm.trained_base)
    frozen = tuple(f"encoders.{m}.{prefix}" for m, e in model.encoders.items() for prefix in e.frozen_prefixes)
    return [
        name
        for name in state_apart(model)
        if keep_base
        or not name.startswith(frozen)
        and (not name.startswith("llm.model.") or ".lora_" in name or name.startswith(base))
    ]


def is_random(config: NextGPTConfig) -> bool:
    """Whether the base language model is drawn at random, at toy size."""
    return bool(config.llm.toy)


def file_of(name: str) -> str:
    """decoders.image.flow.x -> decoder-image.safetensors; llm.x -> language-model.safetensors; the layers of pictures
    have a file of their own, for files of more than 45 MB are slow to host."""
    group, modality, *rest = name.split(".")
    if group == "decoders" and rest[:1] == ["layers"]:
        return f"decoder-{modality}-layers.safetensors"
    if group == "llm":
        return "language-model.safetensors"
    if group in ("encoders", "decoders"):
        return f"{group[:-1]}-{modality}.safetensors"
    return f"{group.replace('_', '-')}.safetensors"


def save_checkpoint(model: NextGPTModel, folder: Path, dtype: torch.dtype = torch.bfloat16) -> Path:
    """Writes `folder`; floating tensors are stored as `dtype`. A tensor equal to one already written (the clip decoder
    shares the picture autoencoder) is stored once and named in the metadata key "same_as"."""
    if model.llm.merged and (is_random(model.config) or not model.llm.kept_adapters):
        raise ValueError("the base weights hold merged adapters, or there are none; save before merge()")
    folder.mkdir(parents=True, exist_ok=True)
    state = state_apart(model)
    files: dict[str, dict[str, Tensor]] = {}
    same_as: dict[str, dict[str, str]] = {}
    written: dict[tuple, list[str]] = {}
    for name in stored_names(model):
        tensor = state[name].detach().cpu()
        tensor = tensor.to(dtype).contiguous() if tensor.is_floating_point() else tensor.contiguous()
        key = (tuple(tensor.shape), tensor.dtype, float(tensor.double().sum()))
        twin = next((t for t in written.get(key, ()) if torch.equal(files[file_of(t)][t], tensor)), None)
        if twin is not None and tensor.numel() > 1:
            same_as.setdefault(file_of(name), {})[name] = twin
            files.setdefault(file_of(name), {})
            continue
        files.setdefault(file_of(name), {})[name] = tensor.clone()
        written.setdefault(key, []).append(name)
    for stale in {file.name for file in folder.glob("*.safetensors")} - files.keys():
        (folder / stale).unlink()  # a part of another model would make the folder unreadable
    for file, tensors in files.items():
        save_file(tensors, folder / file, metadata={"same_as": json.dumps(same_as.get(file, {}))})
    (folder / "config.json").write_text(model.config.to_json() + "\n", encoding="utf-8")
    return folder


def read_tensors(folder: Path) -> dict[str, Tensor]:
    """All tensors of a checkpoint folder by name. Raises MissingWeights for a damaged file."""
    tensors: dict[str, Tensor] = {}
    twins: dict[str, str] = {}
    for file in sorted(folder.glob("*.safetensors")):
        try:
            with safe_open(file, framework="pt") as opened:
                twins |= json.loads((opened.metadata() or {}).get("same_as", "{}"))
                tensors |= {name: opened.get_tensor(name) for name in opened.keys()}
        except Exception as error:  # safetensors raises its own type, OSError or ValueError
            raise MissingWeights(
                f"{file} is damaged ({error}); restore it, e.g. with: git checkout -- {folder.name}"
            ) from error
    for name, twin in twins.items():
        if twin in tensors:
            tensors[name] = tensors[twin]
    return tensors


def load_tensors(model: NextGPTModel, folder: Path) -> None:
    """Fills the trained tensors of `model` from `folder`. Raises MissingWeights naming what is missing or misshapen."""
    tensors = read_tensors(folder)
    state = model.state_dict()  # once: it walks the whole model
    expected = {name: state[name] for name in stored_names(model)}
    missing = [n for n in expected if n not in tensors]
    surplus = [n for n in tensors if n not in expected]
    misshapen = [n for n in expected if n in tensors and tensors[n].shape != expected[n].shape]
    if missing or surplus or misshapen:
        lines = [f"{len(names)} {what} (first: {names[0]} of {file_of(names[0])})" for what, names in
                 (("missing", missing), ("unexpected", surplus), ("of another shape", misshapen)) if names]  # fmt: skip
        raise MissingWeights(
            f"the checkpoint in {folder} does not fit its config.json: tensors {'; '.join(lines)}. Restore the whole "
            "folder from one source; files of different versions do not mix."
        )
    with torch.no_grad():
        for name, target in expected.items():
            target.copy_(tensors[name])


def load_checkpoint(folder: Path, log=print, memory: str | None = None) -> NextGPTModel:
    """Builds the model that `folder/config.json` describes and loads its tensors. `memory`, e.g. "12GB", is what parts
    that go to an accelerator may take of each."""
    if not (folder / "config.json").is_file():
        raise MissingWeights(
            f"{folder} holds no config.json. Give a checkpoint folder, or fetch the shipped one again with: "
            "git checkout -- checkpoints"
        )
    # Bytes that are no text become text that is no configuration, and one error says so.
    config = NextGPTConfig.from_json((folder / "config.json").read_text(encoding="utf-8", errors="replace"))
    plan = plan_for(config, memory, log)
    model = NextGPTModel.from_config(config, log, plan)
    load_pretrained_backbones(model)
    load_tensors(model, folder)
    if plan is not None:
        model.gather()
    return model.eval()


def load_pretrained_backbones(model: NextGPTModel) -> None:
    """Fills frozen encoder backbones from their own sources; toy encoders keep their random ones."""
    if is_random(model.config):
        return
    for encoder in model.encoders.values():
        if encoder.frozen_prefixes:
            encoder.load_pretrained()


def build_preset(name: str, log=print, memory: str | None = None) -> NextGPTModel:
    """`nano` from its shipped folder, `tiny` at random with a fixed seed, `omni` and `paper` from published parts by a
    plan within `memory`. Raises BadInput for an unknown name, NotSupported for what this machine cannot hold."""
    config = preset_config(name)
    if name == "paper":
        return build_paper(config, plan_for(config, memory, log), log)
    if is_planned(config):
        return build_planned(config, memory, log)
    if name in SHIPPED:
        return load_checkpoint(SHIPPED[name], log, memory)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return NextGPTModel.from_config(config, log).eval()


def build_paper(config: NextGPTConfig, plan: Plan | None = None, log=print) -> NextGPTModel:
    """The published model from its downloads, placed by `plan`. Everything is looked for before anything is loaded.
    Raises MissingWeights, naming what to fetch."""
    folders = [decoder.settings["source"] for decoder in config.decoders.values()]
    for name in (config.llm.source, "imagebind_huge.pth", PAPER_CHECKPOINT, *folders):
        preset_file("paper", name)
    model = NextGPTModel.from_config(config, log, plan)
    load_pretrained_backbones(model)
    load_published(model, preset_file("paper", PAPER_CHECKPOINT), log)
    if plan is not None:
        model.gather()
    return model.eval()


def for_replies(model: NextGPTModel) -> NextGPTModel:
    """A loaded large model, ready to answer and no longer to be trained: adapters merged, for they cost time at every
    token. Others stay as they are, and so do adapters over 8 or 4 bits, which could not hold them."""
    if model.config.llm.kind in PLANNED_KINDS and not is_random(model.config) and not model.llm.quantised:
        model.llm.merge()
    return model
