"""The command that measures `paper` runs at toy size, from files like the published ones, comparing like with like."""

import json
import os
import sys
from pathlib import Path

import pytest
import torch

sys.path.insert(0, str(Path(__file__).parent / "bench"))
import paper as bench  # noqa: E402
import random_paper  # noqa: E402

MEDIA = {"image", "audio", "video"}


def test_the_command_prints_a_table_and_one_json_line(tmp_path, capsys, monkeypatch):
    torch.set_num_threads(1)
    monkeypatch.setenv("NEXTGPT_CACHE", "elsewhere")
    line = ["--toy", "--folder", str(tmp_path), "--prompt", "20", "--tokens", "6", "--bandwidth", "10"]
    assert bench.main(line) == 0
    out = capsys.readouterr().out
    result = json.loads(out.strip().splitlines()[-1])
    assert "| growing cache, adapters not merged |" in out and "| video |" in out and "everything read anew" in out
    assert result["preset"] == "paper-toy" and 0 < result["merge_s"] < result["load_s"]
    for way in ("generate", "reference", "apart", "growing", "static"):
        row = result["tokens"][way]
        assert min(row["decode_tok_s"], row["prefill_tok_s"]) > 0 and 0 < row["roof"] < 1 and row["same_tokens"] == 1.0
    assert all(seconds > 0 for seconds in result["turns"].values())
    assert set(result["media"]) == set(result["mixed_media"]) == MEDIA and result["mixed_s"] > 0
    assert result["mixed_in_turn_s"] > 0 and result["mixed_reference_s"] > 0
    for row in result["media"].values():
        assert row["same"] and min(row[key] for key in ("load_s", "ours_s", "stock_s", "reference_s")) > 0
    assert list(result)[-1] == "peaks", "what leaves decoders unloaded comes last"
    if not torch.cuda.is_available():
        assert result["tokens"]["chat"] is None and result["peaks"] is None and "not yet measured" in out
    assert os.environ["NEXTGPT_CACHE"] == "elsewhere"
    written = (tmp_path / "paper" / "imagebind_huge.pth").stat().st_mtime_ns
    assert random_paper.write(tmp_path, toy=True) == tmp_path / "model", "what is there is not written again"
    assert (tmp_path / "paper" / "imagebind_huge.pth").stat().st_mtime_ns == written


@pytest.mark.skipif(torch.cuda.is_available(), reason="says what happens without a GPU")
@pytest.mark.parametrize("line", [[], ["--published"]])
def test_the_full_size_is_refused_on_a_cpu(line, capsys):
    assert bench.main(line) == 2
    error = capsys.readouterr().err
    assert "needs a GPU" in error and "--toy" in error and "preset nano" in error


def test_full_size_is_that_of_the_preset():
    from nextgpt_core.presets_paper import paper

    assert random_paper.preset(toy=False) == paper()
    full = random_paper.networks(toy=False)
    assert full.encoders == paper().encoders and full.llm.toy["hidden_size"] == 4096
    assert {c.settings["dtype"] for c in full.decoders.values()} == {full.llm.toy["dtype"]} == {"float16"}
