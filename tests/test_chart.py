"""The chart of combinations: what a line combines, when it is right, and that bars are as long as shares."""

import json
import subprocess
import sys

import numpy as np
from PIL import Image

from nextgpt_core.evaluation import chart
from nextgpt_core.evaluation.suite import HELD_OUT, read_suite


def test_combinations_name_inputs_and_outputs():
    found = {case.category: chart.combination(case) for case in read_suite(HELD_OUT)}
    assert found["t2i"] == "T -> T+I" and found["ti2t-photo"] == "T+I -> T" and found["ta2i"] == "T+A -> T+I"
    assert "(turns)" in found["turns"] and "(turns)" not in found["multi"]


def test_a_line_is_right_when_all_of_it_is():
    assert chart.is_right({"modalities": True, "rank": {"image": [5]}, "seen": {}})
    assert not chart.is_right({"modalities": True, "rank": {"image": [6]}})
    assert not chart.is_right({"modalities": True, "rank": {"image": [None]}})
    assert not chart.is_right({"modalities": True, "fact_colour": False})
    assert not chart.is_right({"modalities": False})


def test_the_command_draws_bars_as_long_as_shares(tmp_path):
    cases = [case for case in read_suite(HELD_OUT) if case.category in ("t2i", "ta2t")]
    pictures = [case.id for case in cases if case.category == "t2i"]
    rows = [{"id": case.id, "scores": {"modalities": case.id not in pictures[::2]}} for case in cases]
    (tmp_path / "results.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = [sys.executable, "-m", "nextgpt_core.evaluation.chart", str(tmp_path), "--file", str(tmp_path / "c.png")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "best: T+A -> T; worst: T -> T+I" in told and "50 %  of 70" in told
    pixels = np.asarray(Image.open(tmp_path / "c.png").convert("RGB")).astype(int)
    filled = (pixels == (0x5B, 0x5B, 0xD6)).all(-1).sum(1)
    middles = [filled[chart.MARGIN_PX + chart.ROW_PX * n + chart.ROW_PX // 2] for n in range(2)]
    assert abs(middles[0] - chart.BAR_PX) <= 2 and abs(middles[1] - chart.BAR_PX / 2) <= 2
    (tmp_path / "empty").mkdir()
    assert subprocess.run([*command[:3], str(tmp_path / "empty")], capture_output=True).returncode == 2
