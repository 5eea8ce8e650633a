"""What stock pipelines share at toy size: a tokenizer of bytes, a scheduler, weights that let something through."""

from __future__ import annotations

import torch
from diffusers import FlowMatchEulerDiscreteScheduler
from torch import nn
from transformers import PreTrainedTokenizerFast

VOCABULARY = 260
TEMPLATE = "{% for m in messages %}<start>{{ m.role }}\n{{ m.content }}<end>\n{% endfor %}<start>assistant\n"


def byte_tokenizer() -> PreTrainedTokenizerFast:
    """One token per byte, padding on the right, a chat template."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    marks = ("<pad>", "<start>", "<end>")
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: number for number, token in enumerate([*marks, *letters])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(mark, special=True) for mark in marks])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<end>", chat_template=TEMPLATE, padding_side="right"
    )


def awake(module: nn.Module) -> nn.Module:
    """Gives weights that start at zero small random ones: without training nothing would pass through them."""
    with torch.no_grad():
        for parameter in module.parameters():
            if parameter.numel() and not parameter.any():
                parameter.normal_(std=0.2)
    return module.eval()


def flow_scheduler(**changes) -> FlowMatchEulerDiscreteScheduler:
    return FlowMatchEulerDiscreteScheduler(**changes)
