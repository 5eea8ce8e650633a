"""The commands that measure `omni` run at toy size and compare like with like."""

import json
import sys
from pathlib import Path

import pytest
import torch

sys.path.insert(0, str(Path(__file__).parent / "bench"))
import omni as bench  # noqa: E402


@pytest.mark.parametrize("preset", ["omni-toy", "omni-encoders-toy"])
def test_the_command_prints_a_table_and_one_json_line(preset, capsys):
    torch.set_num_threads(1)
    assert bench.main(["--preset", preset, "--prompt", "20", "--tokens", "6", "--bandwidth", "10"]) == 0
    out = capsys.readouterr().out
    result = json.loads(out.strip().splitlines()[-1])
    assert "| plain generate |" in out and "| video |" in out
    assert result["preset"] == preset and result["mixed_s"] > 0 and result["load_s"] > 0
    for way in ("generate", "growing", "static"):
        row = result["tokens"][way]
        assert row["decode_tok_s"] > 0 and row["prefill_tok_s"] > 0 and 0 < row["roof"] < 1
        assert row["same_tokens"] == 1.0, "a static cache must say what plain generation says"
    assert set(result["media"]) == {"image", "audio", "video"}
    assert all(row["same"] and min(row[k] for k in ("ours_s", "stock_s", "reference_s")) > 0
               for row in result["media"].values())  # fmt: skip
    if not torch.cuda.is_available():
        assert result["tokens"]["chat"] is None and result["peaks"] is None and "not yet measured" in out


@pytest.mark.skipif(torch.cuda.is_available(), reason="says what happens without a GPU")
def test_the_full_size_is_refused_on_a_cpu(capsys):
    assert bench.main(["--preset", "omni"]) == 2
    assert "preset nano" in capsys.readouterr().err
