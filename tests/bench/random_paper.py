"""The preset `paper` at random: the files of its downloads and a checkpoint over them, full size or toy.

They lie and load as the published ones do, so that loading and reloading cost what they cost there; only what the words
and media say is without meaning. Full size takes about 25 GB of disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, LlamaConfig

from nextgpt_core.checkpoint import load_pretrained_backbones, save_checkpoint
from nextgpt_core.config import NextGPTConfig
from nextgpt_core.decoders import build_decoder
from nextgpt_core.encoders import build_encoders
from nextgpt_core.llm import toy_tokenizer
from nextgpt_core.llm_vicuna import MARKS
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets_paper import paper, paper_toy
from nextgpt_core.signal_published import BASE_ROWS

CHECKPOINT = "model"


def networks(toy: bool) -> NextGPTConfig:
    """Every class at random, in the precision of the published files."""
    return paper_toy("toy" if toy else "published")


def preset(toy: bool) -> NextGPTConfig:
    """`paper`, whose weights come from files; of the toy, two denoising steps and everything in float32."""
    if not toy:
        return paper()
    small = networks(toy)
    decoders = {
        m: replace(c, num_steps=2, settings=c.settings | {"toy": False, "dtype": "float32"})
        for m, c in small.decoders.items()
    }
    return replace(small, preset="paper", llm=replace(small.llm, toy={}), decoders=decoders)


@contextmanager
def downloads_in(folder: Path) -> Iterator[None]:
    """Within the block the presets' downloads lie in `folder`."""
    before = os.environ.get("NEXTGPT_CACHE")
    os.environ["NEXTGPT_CACHE"] = str(folder)
    try:
        yield
    finally:
        del os.environ["NEXTGPT_CACHE"]
        if before is not None:
            os.environ["NEXTGPT_CACHE"] = before


def write(folder: Path, toy: bool) -> Path:
    """Writes what is not yet in `folder`; returns the checkpoint's folder, to be loaded within `downloads_in`."""
    if (folder / CHECKPOINT / "config.json").is_file():  # written last
        return folder / CHECKPOINT
    torch.manual_seed(0)
    downloads, config = folder / "paper", networks(toy)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    with torch.device(device):  # seven billion random numbers take minutes on a CPU
        sizes = {"max_position_embeddings": 2048, **config.llm.toy}
        vicuna = AutoModelForCausalLM.from_config(LlamaConfig(vocab_size=BASE_ROWS, **sizes))
    vicuna.save_pretrained(downloads / config.llm.source)
    del vicuna
    toy_tokenizer(MARKS).save_pretrained(downloads / config.llm.source)
    trunks = [
        encoder.trunk.float() if toy else encoder.trunk.half() for encoder in build_encoders(config.encoders).values()
    ]
    sight = {trunk.published_name(name): tensor for trunk in trunks for name, tensor in trunk.state_dict().items()}
    torch.save(sight, downloads / "imagebind_huge.pth")
    for decoder in config.decoders.values():
        build_decoder(decoder).pipeline.save_pretrained(downloads / decoder.settings["source"])
    with downloads_in(folder):
        model = NextGPTModel.from_config(preset(toy))
        load_pretrained_backbones(model)
        save_checkpoint(model, folder / CHECKPOINT)
    return folder / CHECKPOINT
