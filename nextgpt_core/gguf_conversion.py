"""Turns a GGUF file of a llama-shaped language model into a plain transformers folder, once.

Knows the GGUF container (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3), the few tensor
types small models use, and the llama name map. Does not know where files come from or where they are kept.
Needs numpy, torch, safetensors and tokenizers; neither transformers nor the gguf package.
"""

import json
import math
import mmap
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nextgpt_core.errors import MissingWeights

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_CONTROL_TOKEN = 3

# GGUF name -> transformers name of a llama block; {} is the block number.
_OUTER = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
}
_BLOCK = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
_BLOCK_NAME = re.compile(r"blk\.(\d+)\.([a-z_]+)\.weight")


def _halves(raw: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(raw).view(np.float16).astype(np.float32)


def _q4(nibbles: np.ndarray) -> np.ndarray:
    """Low nibbles are the first 16 weights of a block, high nibbles the last 16. [n, 16] uint8 -> [n, 32] float32."""
    return np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32)


def _bf16(raw: np.ndarray) -> np.ndarray:
    return (np.ascontiguousarray(raw).view(np.uint16).astype(np.uint32) << 16).view(np.float32)


# type id -> (weights per block, bytes per block, [num_blocks, bytes] uint8 -> [num_blocks, weights] float32)
_Dequantise = Callable[[np.ndarray], np.ndarray]
_TENSOR_TYPES: dict[int, tuple[int, int, _Dequantise]] = {
    0: (1, 4, lambda raw: np.ascontiguousarray(raw).view(np.float32)),
    1: (1, 2, _halves),
    2: (32, 18, lambda raw: _halves(raw[:, :2]) * (_q4(raw[:, 2:]) - 8)),  # Q4_0
    3: (32, 20, lambda raw: _halves(raw[:, :2]) * _q4(raw[:, 4:]) + _halves(raw[:, 2:4])),  # Q4_1
    8: (32, 34, lambda raw: _halves(raw[:, :2]) * np.ascontiguousarray(raw[:, 2:]).view(np.int8)),  # Q8_0
    30: (1, 2, _bf16),
}


@dataclass(frozen=True)
class _TensorPlace:
    shape: tuple[int, ...]  # rows first, as in torch
    type_id: int
    offset: int


class GgufFile:
    """Metadata and tensors of one GGUF file; the tensors stay on disk until asked for.

    Raises MissingWeights when the file is cut short, is not GGUF, or holds a tensor type this reader does not know.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with open(path, "rb") as file:
            if path.stat().st_size < 24 or file.read(4) != b"GGUF":
                raise self._damaged("it does not start as a GGUF file does")
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._at = 4
        try:
            version, num_tensors, num_fields = self._read("I"), self._read("Q"), self._read("Q")
            if version not in (2, 3):
                raise self._damaged(f"it says GGUF version {version}, and versions 2 and 3 are known")
            self.metadata: dict[str, Any] = {}
            for _ in range(num_fields):
                key = self._read_string()
                self.metadata[key] = self._read_value(self._read("I"))
            self._places: dict[str, _TensorPlace] = {}
            for _ in range(num_tensors):
                name = self._read_string()
                shape = tuple(self._read("Q") for _ in range(self._read("I")))[::-1]
                self._places[name] = _TensorPlace(shape, self._read("I"), self._read("Q"))
        except (struct.error, UnicodeDecodeError, KeyError) as error:
            raise self._damaged(f"its header ends or goes wrong at byte {self._at} ({error})") from error
        alignment = self.metadata.get("general.alignment", 32)
        self._data_start = -(-self._at // alignment) * alignment

    def _damaged(self, why: str) -> MissingWeights:
        return MissingWeights(f"{self.path} cannot be read: {why}. Delete it and fetch it again.")

    def _read(self, code: str) -> Any:
        value = struct.unpack_from("<" + code, self._bytes, self._at)[0]
        self._at += struct.calcsize("<" + code)
        return value

    def _read_string(self) -> str:
        length = self._read("Q")
        if length > len(self._bytes) - self._at:
            raise struct.error(f"a text of {length} bytes in a file of {len(self._bytes)}")
        self._at += length
        return self._bytes[self._at - length : self._at].decode("utf-8")

    def _read_value(self, kind: int) -> Any:
        if kind == _STRING:
            return self._read_string()
        if kind == _ARRAY:
            item_kind, length = self._read("I"), self._read("Q")
            return [self._read_value(item_kind) for _ in range(length)]
        return self._read(_SCALARS[kind])

    @property
    def names(self) -> list[str]:
        return list(self._places)

    def tensor(self, name: str) -> np.ndarray:
        """One tensor, dequantised: float32 [rows, ...] in torch's order of dimensions."""
        place = self._places[name]
        if place.type_id not in _TENSOR_TYPES:
            raise self._damaged(f"tensor {name} has GGML type {place.type_id}; known are {sorted(_TENSOR_TYPES)}")
        per_block, block_bytes, dequantise = _TENSOR_TYPES[place.type_id]
        num_blocks = math.prod(place.shape) // per_block
        start = self._data_start + place.offset
        if start + num_blocks * block_bytes > len(self._bytes):
            raise self._damaged(f"tensor {name} lies beyond the end of the file")
        raw = np.frombuffer(self._bytes, np.uint8, num_blocks * block_bytes, start).reshape(num_blocks, block_bytes)
        return dequantise(raw).reshape(place.shape)


def _unpermute(weight: np.ndarray, num_heads: int) -> np.ndarray:
    """GGUF keeps rotary pairs side by side, transformers keeps them half a head apart. [heads * dim, in] both ways."""
    pairs = weight.reshape(num_heads, weight.shape[0] // num_heads // 2, 2, weight.shape[1])
    return pairs.swapaxes(1, 2).reshape(weight.shape)


def llama_state_dict(gguf: GgufFile) -> dict[str, np.ndarray]:
    """The tensors under transformers' names, float32; an unknown name is an error, never skipped."""
    heads = {"attn_q": gguf.metadata["llama.attention.head_count"]}
    heads["attn_k"] = gguf.metadata.get("llama.attention.head_count_kv", heads["attn_q"])
    state = {}
    for name in gguf.names:
        block = _BLOCK_NAME.fullmatch(name)
        if name in _OUTER:
            state[_OUTER[name]] = gguf.tensor(name)
        elif block and block[2] in _BLOCK:
            weight = gguf.tensor(name)
            if block[2] in heads:
                weight = _unpermute(weight, heads[block[2]])
            state[f"model.layers.{block[1]}.{_BLOCK[block[2]]}.weight"] = weight
        else:
            raise MissingWeights(f"{gguf.path} holds a tensor {name!r} that a llama model does not have.")
    return state


def llama_config(gguf: GgufFile) -> dict[str, Any]:
    """The content of a transformers config.json for this file."""
    meta = gguf.metadata
    if meta.get("general.architecture") != "llama":
        raise MissingWeights(f"{gguf.path} holds a {meta.get('general.architecture')!r} model; only llama is known.")
    num_heads = meta["llama.attention.head_count"]
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": meta.get("llama.vocab_size", len(meta["tokenizer.ggml.tokens"])),
        "hidden_size": meta["llama.embedding_length"],
        "intermediate_size": meta["llama.feed_forward_length"],
        "num_hidden_layers": meta["llama.block_count"],
        "num_attention_heads": num_heads,
        "num_key_value_heads": meta.get("llama.attention.head_count_kv", num_heads),
        "head_dim": meta["llama.embedding_length"] // num_heads,
        "hidden_act": "silu",
        "max_position_embeddings": meta["llama.context_length"],
        "rms_norm_eps": meta["llama.attention.layer_norm_rms_epsilon"],
        "rope_theta": meta.get("llama.rope.freq_base", 10000.0),
        "rope_parameters": {"rope_type": "default", "rope_theta": meta.get("llama.rope.freq_base", 10000.0)},
        "attention_bias": False,
        "mlp_bias": False,
        "tie_word_embeddings": "output.weight" not in gguf.names,
        "bos_token_id": meta["tokenizer.ggml.bos_token_id"],
        "eos_token_id": meta["tokenizer.ggml.eos_token_id"],
        "pad_token_id": meta.get("tokenizer.ggml.padding_token_id"),
        "dtype": "bfloat16",
        "torch_dtype": "bfloat16",
    }


def byte_level_tokenizer(gguf: GgufFile) -> tuple[Any, dict[str, Any]]:
    """(tokenizers.Tokenizer, content of tokenizer_config.json) for a `gpt2` vocabulary, `smollm` splitting rule.

    That rule cuts digits apart before the GPT-2 pattern is applied. transformers' own GGUF import leaves the cut out,
    which changes the ids of runs of spaces before a digit.
    """
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    meta = gguf.metadata
    rule = (meta.get("tokenizer.ggml.model"), meta.get("tokenizer.ggml.pre"))
    if rule != ("gpt2", "smollm"):
        raise MissingWeights(f"{gguf.path} has the tokenizer {rule}; only ('gpt2', 'smollm') is known.")
    tokens, kinds = meta["tokenizer.ggml.tokens"], meta["tokenizer.ggml.token_type"]
    merges = [tuple(merge.split(" ")) for merge in meta["tokenizer.ggml.merges"]]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, fuse_unk=False, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    special = [token for token, kind in zip(tokens, kinds, strict=True) if kind == _CONTROL_TOKEN]
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in special])
    roles = {"bos": "bos", "eos": "eos", "unk": "unknown", "pad": "padding"}
    config: dict[str, Any] = {
        f"{role}_token": tokens[meta[f"tokenizer.ggml.{gguf_role}_token_id"]]
        for role, gguf_role in roles.items()
        if f"tokenizer.ggml.{gguf_role}_token_id" in meta
    }
    config |= {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": meta["llama.context_length"],
        "chat_template": meta.get("tokenizer.chat_template"),
        "clean_up_tokenization_spaces": False,
    }
    return tokenizer, config


def convert_gguf(path: Path, folder: Path) -> None:
    """Writes config.json, generation_config.json, model.safetensors (bfloat16) and the tokenizer into `folder`."""
    import torch
    from safetensors.torch import save_file

    gguf = GgufFile(path)
    config = llama_config(gguf)
    tokenizer, tokenizer_config = byte_level_tokenizer(gguf)
    state = {name: torch.from_numpy(w.copy()).to(torch.bfloat16) for name, w in llama_state_dict(gguf).items()}
    folder.mkdir(parents=True, exist_ok=True)
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer.save(str(folder / "tokenizer.json"))
    generation = {key: config[key] for key in ("bos_token_id", "eos_token_id", "pad_token_id")}
    for name, content in {
        "config.json": config,
        "generation_config.json": generation,
        "tokenizer_config.json": tokenizer_config,
    }.items():
        (folder / name).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
