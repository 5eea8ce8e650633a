"""Small random components that several stock pipelines share at toy size: a tokenizer of bytes and a scheduler."""

from __future__ import annotations

from diffusers import FlowMatchEulerDiscreteScheduler
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


def flow_scheduler(**changes) -> FlowMatchEulerDiscreteScheduler:
    return FlowMatchEulerDiscreteScheduler(**changes)
