"""The command that repeats the paper's ablation runs at toy size, and its variants read what they say."""

import json
import sys
from pathlib import Path

import pytest
import torch

sys.path.insert(0, str(Path(__file__).parent / "bench"))
import ablation as bench  # noqa: E402

from nextgpt_core.media import MEDIA, Modality  # noqa: E402
from nextgpt_core.training.spans import SpanTask  # noqa: E402


@pytest.fixture(scope="module")
def task(tmp_path_factory):
    model, latents, captions, _ = bench.toy(tmp_path_factory.mktemp("toy"))
    with bench.side_by_side(model.llm, bench.layers_of(model.llm)):
        return SpanTask(model, latents, captions, 4, 2, log=lambda line: None)


def test_the_command_prints_a_table_and_one_json_line(capsys):
    torch.set_num_threads(1)
    line = ["--toy", "--steps", "2", "--batch", "2", "--pictures", "2", "--drawing-steps", "2"]
    assert bench.main(line) == 0
    out = capsys.readouterr().out
    result = json.loads(out.strip().splitlines()[-1])
    assert "| what changes |" in out and "| without stage 2 |" in out and result["checkpoint"] == "toy"
    caption, constant, shipped, *trained = result["variants"]
    assert caption["cosine"] == {} and caption["num"] == 2 and set(shipped["cosine"]) == set(MEDIA)
    assert all(-1 <= cosine <= 1 for cosine in constant["cosine"].values()) and "num" not in constant
    assert [row["variant"] for row in trained] == [
        "the whole span", "signal tokens alone, 1", "signal tokens alone, 2", "linear", "mlp", "signals, 2", "1", "3",
        "without the denoising term", "without stage 2",
    ]  # fmt: skip
    by_name = {row["variant"]: row for row in trained}
    assert by_name["the whole span"]["cosine"] != by_name["without stage 2"]["cosine"], "two steps change something"
    assert by_name["1"]["cosine"] != by_name["3"]["cosine"]
    assert by_name["linear"]["weights_m"] != by_name["the whole span"]["weights_m"]


def test_each_variant_reads_its_own_layer_and_tokens(task):
    model, (states, mask, _) = task.model, task.spans[Modality.AUDIO]["train"]
    layers, num = bench.layers_of(model.llm), model.config.signal_counts[Modality.AUDIO]
    assert layers == [1, 2, 3] and states.shape[-1] == 3 * model.llm.hidden_size and "hidden" not in vars(model.llm)
    own = SpanTask(model, {Modality.AUDIO: task.latents[Modality.AUDIO]}, num_rows=4, log=lambda line: None)
    whole = bench.read(task, Modality.AUDIO, bench.Variant("", ""), "train")
    assert all(torch.equal(a, b) for a, b in zip(whole, own.spans[Modality.AUDIO]["train"], strict=True))
    deepest = bench.read(task, Modality.AUDIO, bench.Variant("", "", layer=3), "train")[0]
    assert torch.equal(deepest, states[..., 2 * model.llm.hidden_size :])
    first, all_read, _ = bench.read(task, Modality.AUDIO, bench.Variant("", "", num_read=1), "train")
    assert first.shape[1] == 1 and all_read.all()
    for row in range(len(states)):
        assert torch.equal(first[row, 0], whole[0][row, int(mask[row].sum()) - num])


def test_variants_begin_alike_and_at_random(task):
    weights = []
    for kind in (None, None, "linear"):
        bench.begin(task.model, bench.Variant("", "", kind=kind))
        weights.append({n: p.clone() for n, p in task.model.output_projections.named_parameters()})
    assert all(torch.equal(p, weights[1][n]) for n, p in weights[0].items())
    assert weights[0].keys() != weights[2].keys()


def test_what_is_not_built_is_said(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(bench, "load_checkpoint", lambda folder: bench.toy(tmp_path)[0])
    assert bench.main(["--corpora", str(tmp_path)]) == 2
    assert "nextgpt_core.data.packs" in capsys.readouterr().err
