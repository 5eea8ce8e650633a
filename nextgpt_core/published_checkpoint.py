"""Strict loading of checkpoints of the public NExT-GPT code into a model of the presets `paper` and `paper_v15`.

`nextgpt_7b_tiva_v0/pytorch_model.pt` is one table of tensors (stage 3: with adapters; stages 1 and 2: without). The
later code writes `mm_input_projector.bin` and `mm_output_projector.bin`. Every tensor must be known, present and of its
shape, and the base model must be the one they were trained on; the ways in which people got this wrong before are
recognised and named. Knows names and shapes only; runs no network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from nextgpt_core.errors import MissingWeights
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.weights import check_tensors, load_pickle_tensors

Tensors = dict[str, Tensor]

FCS = {"gen_text_hidden_fcs.0.": Modality.IMAGE, "gen_text_hidden_fcs_video.0.": Modality.VIDEO,
       "gen_text_hidden_fcs_audio.0.": Modality.AUDIO}  # fmt: skip
"""Output projections of the released file."""
V15_PROJECTORS = {"model.mm_output_img_projector.": Modality.IMAGE, "model.mm_output_vid_projector.": Modality.VIDEO,
                  "model.mm_output_aud_projector.": Modality.AUDIO}  # fmt: skip
PROJECTION_PARTS = {"fc.": "read.", "in_fc.": "read.", "tfm.": "transformer.", "model.": "write.", "out_fc.": "write."}
"""Theirs -> ours, within one output projection; `fc` and `model` in the released file, `in_fc` and `out_fc` later."""
BASE, V15_BASE = "llm.model.base_model.model.", "model.mm_input_projector."
EMBED, HEAD = "model.embed_tokens.weight", "lm_head.weight"
STAGE_3, STAGE_1_2 = "llama_model.base_model.model.", "llama_model."
SAME_BASE = 0.8
"""Least mean cosine of embedding rows before and after tuning; other LLaMA generations give about 0."""


def load_published(model: NextGPTModel, path: Path, log: Callable[[str], None] = print) -> None:
    """Fills `model` from a `pytorch_model.pt`. Raises MissingWeights naming cause and cure."""
    published = load_pickle_tensors(path)
    _check_kind(published, model, path)
    stage_3 = STAGE_3 + EMBED in published
    prefix = STAGE_3 if stage_3 else STAGE_1_2
    _check_rows(published, prefix, model, path)
    _check_base(published[prefix + EMBED], model, path)
    if not stage_3:
        log(f"{path.name} is of stage 1 or 2: it has no adapters, so the language model answers as its base does.")
    converted: Tensors = {}
    for name, tensor in published.items():
        converted |= _converted(name, tensor, prefix, model.llm.num_base_rows)
    _fill(model, converted, path, adapters=stage_3)


def load_v15(
    model: NextGPTModel, input_path: Path, output_path: Path | None = None, log: Callable[[str], None] = print
) -> None:
    """Fills `model` (preset paper_v15) from `mm_input_projector.bin` and, if given, `mm_output_projector.bin`, whose
    embeddings then count, being of the later stage. Raises MissingWeights naming cause and cure."""
    tensors = load_pickle_tensors(input_path)
    kind = v15_projection_kind(tensors, input_path)
    if (expected := model.config.input_projections[Modality.IMAGE].kind) != kind:
        raise MissingWeights(
            f"{input_path} holds a {kind} projection, but the model was built with {expected}; build it with "
            f"paper_v15({kind!r})."
        )
    if output_path is not None:
        later = load_pickle_tensors(output_path)
        if strangers := [n for n in later if n.startswith(V15_BASE)]:
            raise MissingWeights(f"{output_path} holds {strangers[0]}: it is an input projector; swap the two files.")
        tensors |= later
        _check_image_width(later, "model.mm_output_img_projector.out_fc.weight", model, output_path)
    source = output_path or input_path
    if HEAD not in tensors:
        raise MissingWeights(
            f"{source} holds no lm_head.weight, so the rows that let the model say signal tokens are lost. The public "
            "code saves it since 2025-05-13: update it and save this stage again."
        )
    _check_rows(tensors, "", model, source)
    _check_base(tensors[EMBED], model, source)
    converted: Tensors = {}
    for name, tensor in tensors.items():
        converted |= _converted(name, tensor, "", model.llm.num_base_rows)
    outputs = output_path is not None
    if not outputs:
        log("No output projector was given: media will be made from untrained projections.")
    _fill(model, converted, source, adapters=False, outputs=outputs)


def v15_projection_kind(tensors: Mapping[str, Tensor], source: Path) -> str:
    """The kind of InputProjectionConfig that an `mm_input_projector.bin` holds. Raises MissingWeights."""
    for sign, kind in (("weight", "linear"), ("layer.0.weight", "two-layer"), ("in_fc.weight", "groupvit")):
        if V15_BASE + sign in tensors:
            return kind
    raise MissingWeights(
        f"{source} holds no {V15_BASE}*: it is no mm_input_projector.bin of the v1.5 code (linear, mlp or group)."
    )


def _converted(name: str, tensor: Tensor, prefix: str, base_rows: int) -> Tensors:
    """One published tensor under our names; unknown names stay as they are and are complained about later."""
    if name in (prefix + EMBED, prefix + HEAD):
        ours, rows = (EMBED, "llm.signal_in") if name.endswith(EMBED) else (HEAD, "llm.signal_out")
        return {BASE + ours: tensor[:base_rows], rows: tensor[base_rows:]}
    if name in ("llama_proj.weight", "llama_proj.bias"):
        return {f"input_projections.{m}.project.{name.removeprefix('llama_proj.')}": tensor for m in MEDIA}
    if name.startswith(V15_BASE):
        rest = name.removeprefix(V15_BASE)
        rest = f"project.{rest}" if rest in ("weight", "bias") else rest
        return {f"input_projections.{m}.{rest}": tensor for m in MEDIA}
    if prefix and name.startswith(prefix) and ".lora_" in name:
        return {BASE + name.removeprefix(prefix): tensor}
    for start, modality in (FCS | V15_PROJECTORS).items():
        if name.startswith(start):
            rest = name.removeprefix(start).replace("query_embs", "queries")
            for theirs, ours in PROJECTION_PARTS.items():
                rest = re.sub(f"^{re.escape(theirs)}", ours, rest)
            return {f"output_projections.{modality}.{rest}": tensor}
    return {name: tensor}


def _fill(model: nn.Module, converted: Tensors, source: Path, adapters: bool, outputs: bool = True) -> None:
    state = model.state_dict()
    starts = ("input_projections.", *(("output_projections.",) if outputs else ()), "llm.signal_")
    wanted = [
        n for n in state if n.startswith(starts) or n in (BASE + EMBED, BASE + HEAD) or adapters and ".lora_" in n
    ]
    check_tensors(converted, {name: state[name].shape for name in wanted}, source)
    with torch.no_grad():
        for name in wanted:
            state[name].copy_(converted[name])


def _check_kind(published: Mapping[str, Tensor], model: NextGPTModel, path: Path) -> None:
    """The right sort of file, whole adapters, the right width of the picture condition."""
    if any(name.startswith("model.mm_") for name in published):
        raise MissingWeights(
            f"{path} was written by the later v1.5 code, whose signal tokens and projections differ. Load it with "
            "load_v15 into a model of paper_v15, over lmsys/vicuna-7b-v1.5."
        )
    if not any(name.startswith(tuple(FCS)) for name in published):
        raise MissingWeights(
            f"{path} holds no gen_text_hidden_fcs: it is no NExT-GPT checkpoint. Fetch pytorch_model.pt of "
            "ChocoWu/nextgpt_7b_tiva_v0."
        )
    if not {STAGE_3 + EMBED, STAGE_1_2 + EMBED} & set(published):
        raise MissingWeights(f"{path} holds no embed_tokens of the language model; fetch the whole file again.")
    wanted = sum(".lora_" in name for name in model.state_dict())
    found = sum(".lora_" in name for name in published)
    if STAGE_3 + EMBED in published and found < wanted:
        raise MissingWeights(
            f"{path} holds {found} of {wanted} adapter (LoRA) tensors: without them the model would neither follow "
            "instructions nor ask for media. The file was cut or saved without its adapters; fetch pytorch_model.pt of "
            "ChocoWu/nextgpt_7b_tiva_v0 again."
        )
    _check_image_width(published, "gen_text_hidden_fcs.0.model.weight", model, path)


def _check_image_width(tensors: Mapping[str, Tensor], name: str, model: NextGPTModel, path: Path) -> None:
    if name not in tensors or Modality.IMAGE not in model.config.decoders:
        return
    found, wanted = tensors[name].shape[0], model.decoders["image"].condition_shape[1]
    if found != wanted:
        raise MissingWeights(
            f"{path} makes picture conditions {found} wide, but the picture decoder reads {wanted}. 768 is Stable "
            "Diffusion 1.5 (the released checkpoint, preset paper); 1024 is Stable Diffusion 2 (the v1.5 code, "
            "paper_v15). Use the decoder that the file was trained with; the two do not convert."
        )


def _check_rows(tensors: Mapping[str, Tensor], prefix: str, model: NextGPTModel, path: Path) -> None:
    """As many embedding rows as LLaMA's and the signal tokens'."""
    if prefix + EMBED not in tensors or prefix + HEAD not in tensors:
        raise MissingWeights(f"{path} lacks {prefix + EMBED} or {prefix + HEAD}; fetch the whole file again.")
    base, new = model.llm.num_base_rows, model.signals.num_new
    for name in (prefix + EMBED, prefix + HEAD):
        extra = len(tensors[name]) - base
        if extra == new:
            continue
        reason = {
            0: "it holds a plain language model without signal tokens (vocabulary 32000 at full size). Give the "
            "NExT-GPT checkpoint itself, not its base",
            1: "it holds a plain Vicuna v0 with its own [PAD] (32001 at full size) and no signal tokens. Give the "
            "NExT-GPT checkpoint itself, not its base",
            new
            + 4: "it was saved with a tokenizer that already held four added tokens (32042 instead of 32038), which "
            "shifts all signal ids. Delete added_tokens.json beside the Vicuna tokenizer and save it again",
            new
            + 1: "it was saved over a Vicuna v0 that kept its own [PAD] (one row too many), which shifts all signal "
            "ids. Merge Vicuna without [PAD] and save it again",
        }.get(extra, "it was saved by another version of NExT-GPT: 38 signal rows are the released model, 36 are v1.5")
        raise MissingWeights(f"{path}: {name} has {len(tensors[name])} rows, expected {base + new}: {reason}.")


def _check_base(embeddings: Tensor, model: NextGPTModel, path: Path) -> None:
    """Tuning moves embeddings little, so they show over which base a checkpoint was trained."""
    ours = model.llm.model.get_input_embeddings().weight
    theirs = embeddings[: len(ours)]
    if ours.device.type == "meta" or theirs.shape != ours.shape:
        return  # shapes are complained about with all others
    picked = torch.arange(0, len(ours), max(1, len(ours) // 2000))
    likeness = torch.cosine_similarity(ours[picked.to(ours.device)].float().cpu(), theirs[picked].float(), dim=-1)
    if (mean := float(likeness.mean())) < SAME_BASE:
        released = model.config.llm.spans == "published"
        wanted = "Vicuna-7B v0 (LLaMA-1), not v1.5 (LLaMA-2)" if released else "lmsys/vicuna-7b-v1.5"
        raise MissingWeights(
            f"{path} was trained over another language model than the one that is loaded: their word embeddings have "
            f"little in common (mean cosine {mean:.2f}), and answers would be word soup. It needs {wanted}."
        )
