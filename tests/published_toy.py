"""A checkpoint with exactly the names and layout of the released `pytorch_model.pt`, at reduced size. Its model speaks
a known sentence: each token makes the next one by far the likeliest, so that one greedy turn makes all media."""

from dataclasses import replace

import torch
from seeded_weights import seeded_tensor, seeded_tensors

from nextgpt_core.config import EncoderConfig, NextGPTConfig
from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.presets_paper import paper_toy

HIDDEN, LAYERS, BASE_ROWS, DIM, WIDTH = 64, 2, 259, 32, 32
LLM = {"hidden_size": HIDDEN, "intermediate_size": 96, "num_hidden_layers": LAYERS, "num_attention_heads": 2}
LLM |= {"max_position_embeddings": 512, "rms_norm_eps": 1e-6}
CONDITIONS = {Modality.IMAGE: (77, 8), Modality.AUDIO: (1, 8), Modality.VIDEO: (77, 8)}
FCS = {Modality.IMAGE: "gen_text_hidden_fcs", Modality.VIDEO: "gen_text_hidden_fcs_video"}
FCS |= {Modality.AUDIO: "gen_text_hidden_fcs_audio"}
SIZES = {"width": 64, "num_blocks": 2, "num_heads": 4}
FIRST = {Modality.IMAGE: BASE_ROWS + 2, Modality.VIDEO: BASE_ROWS + 6, Modality.AUDIO: BASE_ROWS + 30}
NUM_ROWS = BASE_ROWS + 38


def config() -> NextGPTConfig:
    toy = paper_toy()
    sizes = {Modality.IMAGE: SIZES, Modality.AUDIO: SIZES | {"width": 48}, Modality.VIDEO: SIZES}
    return replace(
        toy,
        llm=replace(toy.llm, toy=LLM),
        encoders={m: EncoderConfig(f"imagebind-{m}", 1, DIM, {"sizes": sizes[m]}) for m in MEDIA},
        decoders={
            m: replace(c, settings=c.settings | dict(zip(("num_tokens", "dim"), CONDITIONS[m], strict=True)))
            for m, c in toy.decoders.items()
        },
        output_projections={
            m: replace(toy.output_projections[m], width=WIDTH, num_layers=4, num_heads=4) for m in MEDIA
        },
    )


def letters(text: str, tokenizer) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=False)


def said(tokenizer) -> list[int]:
    """ "Sure", a picture, "thn", a clip, "ok", a sound, then the stop sign."""
    spans = {m: list(range(first, first + n)) for (m, first), n in zip(FIRST.items(), (4, 24, 8), strict=True)}
    words = [letters(text, tokenizer) for text in ("Sure", "thn", "ok")]
    order = (Modality.IMAGE, Modality.VIDEO, Modality.AUDIO)
    ids = [i for word, m in zip(words, order, strict=True) for i in (*word, *spans[m])]
    return [*ids, *letters("#", tokenizer)]


def projection_shapes(tokens: int, dim: int) -> dict[str, tuple[int, ...]]:
    """One `gen_text_hidden_fcs*.0`, by the released names."""
    shapes = {"query_embs": (1, tokens, WIDTH), "fc.weight": (WIDTH, HIDDEN), "fc.bias": (WIDTH,)}
    shapes |= {"model.weight": (dim, WIDTH), "model.bias": (dim,)}
    for part, attentions in (("encoder", ("self_attn",)), ("decoder", ("self_attn", "multihead_attn"))):
        shapes |= {f"tfm.{part}.norm.{x}": (WIDTH,) for x in ("weight", "bias")}
        for layer in range(4):
            start = f"tfm.{part}.layers.{layer}"
            for attention in attentions:
                shapes[f"{start}.{attention}.in_proj_weight"] = (3 * WIDTH, WIDTH)
                shapes[f"{start}.{attention}.in_proj_bias"] = (3 * WIDTH,)
                shapes[f"{start}.{attention}.out_proj.weight"] = (WIDTH, WIDTH)
                shapes[f"{start}.{attention}.out_proj.bias"] = (WIDTH,)
            shapes |= {f"{start}.linear1.weight": (4 * WIDTH, WIDTH), f"{start}.linear1.bias": (4 * WIDTH,)}
            shapes |= {f"{start}.linear2.weight": (WIDTH, 4 * WIDTH), f"{start}.linear2.bias": (WIDTH,)}
            for norm in range(1, len(attentions) + 2):
                shapes |= {f"{start}.norm{norm}.{x}": (WIDTH,) for x in ("weight", "bias")}
    return shapes


def checkpoint(tokenizer, stage: int = 3, base_rows: int = BASE_ROWS) -> dict[str, torch.Tensor]:
    """The table of tensors of a stage; stages 1 and 2 have no adapters and shorter names. `base_rows` above BASE_ROWS
    puts unused words between those of the tokenizer and the signals, as many as LLaMA has."""
    prefix = "llama_model.base_model.model." if stage == 3 else "llama_model."
    embed = seeded_tensor("embed_tokens", (NUM_ROWS, HIDDEN)) * 12
    head = seeded_tensor("lm_head", (NUM_ROWS, HIDDEN)) * 0.5
    chain = [*letters(":", tokenizer), *said(tokenizer)]
    for this, following in zip(chain, [*chain[1:], chain[-1]], strict=True):
        head[following] += 0.5 * embed[this]
    if base_rows > BASE_ROWS:
        unused = unused_rows(base_rows)
        embed = torch.cat([embed[:BASE_ROWS], unused, embed[BASE_ROWS:]])
        head = torch.cat([head[:BASE_ROWS], 0 * unused, head[BASE_ROWS:]])
    tensors = {f"{prefix}model.embed_tokens.weight": embed, f"{prefix}lm_head.weight": head}
    if stage == 3:
        for layer in range(LAYERS):
            for name in "qkvo":
                start = f"{prefix}model.layers.{layer}.self_attn.{name}_proj"
                tensors |= seeded_tensors({f"{start}.lora_A.default.weight": (2, HIDDEN)})
                tensors |= seeded_tensors({f"{start}.lora_B.default.weight": (HIDDEN, 2)})
    tensors |= seeded_tensors({"llama_proj.weight": (HIDDEN, DIM), "llama_proj.bias": (HIDDEN,)})
    for modality, name in FCS.items():
        shapes = projection_shapes(*CONDITIONS[modality])
        tensors |= seeded_tensors({f"{name}.0.{rest}": shape for rest, shape in shapes.items()})
    return tensors


def unused_rows(base_rows: int) -> torch.Tensor:
    """Embeddings of words that the tokenizer of bytes never uses."""
    return seeded_tensor("unused", (base_rows - BASE_ROWS, HIDDEN))


def base_weights(shapes: dict[str, tuple[int, ...]]) -> dict[str, torch.Tensor]:
    """The plain language model under the checkpoint: names and shapes of a LlamaForCausalLM with BASE_ROWS rows. Its
    embeddings are those of the checkpoint a little before tuning."""
    tensors = {name: seeded_tensor("vicuna." + name, tuple(shape)) for name, shape in shapes.items()}
    tensors["model.embed_tokens.weight"] = seeded_tensor("embed_tokens", (NUM_ROWS, HIDDEN))[:BASE_ROWS] * 11
    return tensors
