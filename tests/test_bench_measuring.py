"""How the benchmarks of large presets count and in what order they measure."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from transformers import AutoModelForCausalLM, LlamaConfig, MixtralConfig, Qwen3MoeConfig

sys.path.insert(0, str(Path(__file__).parent / "bench"))
import decoding  # noqa: E402
import measuring  # noqa: E402

from nextgpt_core.media import Modality  # noqa: E402
from nextgpt_core.placement import MODES, PartSize, Placed  # noqa: E402

SIZES = {"vocab_size": 64, "hidden_size": 32, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2}
SIZES |= {"num_key_value_heads": 1}
EXPERT = 2 * 3 * 32 * 16
"""Weights of one expert in both layers: up, gate and down."""


def weights(model) -> int:
    return sum(p.numel() for p in model.parameters())


@pytest.mark.parametrize("tied", [False, True])
def test_a_dense_model_reads_everything_but_its_table_of_words(tied):
    model = AutoModelForCausalLM.from_config(LlamaConfig(**SIZES, tie_word_embeddings=tied)).to(torch.bfloat16)
    assert decoding.bytes_read(model) == 2 * (weights(model) - (0 if tied else 64 * 32))


@pytest.mark.parametrize(
    "config",
    [
        MixtralConfig(**SIZES, num_local_experts=8, num_experts_per_tok=2),
        Qwen3MoeConfig(**SIZES, moe_intermediate_size=16, num_experts=8, num_experts_per_tok=2, head_dim=16),
    ],
    ids=["mixtral", "qwen3-moe"],
)
def test_of_a_mixture_of_experts_those_that_a_token_visits_count(config):
    model = AutoModelForCausalLM.from_config(config)
    table = 0 if config.tie_word_embeddings else 64 * 32
    assert decoding.bytes_read(model) == 4 * (weights(model) - table - 6 * EXPERT)


def test_a_decoder_stands_in_every_way_and_then_as_it_stood():
    stood = Placed(PartSize("image", 5), "cuda:1", "waiting")
    decoder = SimpleNamespace(modality=Modality.IMAGE, placed=stood, seen=[])

    def place(placed):
        decoder.placed = placed
        decoder.seen.append(placed)

    decoder.place = place
    assert list(measuring.in_every_way(decoder, "cuda:0")) == list(MODES)
    assert [placed.mode for placed in decoder.seen] == [*MODES, "waiting"] and decoder.placed is stood
    for _ in measuring.in_every_way(decoder, "cuda:0"):
        break
    assert decoder.placed is stood, "also when it is left early"


def test_peaks_are_measured_after_the_mixed_reply_and_its_decoders_are_loaded(monkeypatch):
    order, pipelines = [], []
    loaded = {"pipeline": property(lambda self: pipelines.append(1)), "unload": lambda self: pipelines.clear()}
    decoder = type("Decoder", (), loaded)()
    bot = SimpleNamespace(can_read=set(), can_make={Modality.TEXT}, _features={}, _caches=[],
                          model=SimpleNamespace(decoders={"image": decoder}))  # fmt: skip

    def reply(conversation, options):
        order.append("mixed" if pipelines else "reference")
        return SimpleNamespace(parts=())

    bot.reply, bot._speak, bot._spoken = reply, None, None
    for name in ("turns", "media", "peaks"):
        monkeypatch.setattr(measuring, f"measure_{name}", lambda *_, name=name: order.append(name))
    measuring.measure(bot, small=True)
    assert order == ["turns", "media", "reference", "mixed", "mixed", "peaks"], (
        "loading is part of the reference's way only"
    )


def test_what_fails_is_told_and_the_rest_goes_on(capsys):
    assert decoding.attempt("division", lambda: 1 / 0) is None and decoding.attempt("one", lambda: 1) == 1
    assert "not measured: division: division by zero" in capsys.readouterr().err
