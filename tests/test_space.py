"""What Hugging Face Spaces reads from this repository, and the door on a Space; see also test_gpu_calls.py."""

import re
import sys
import types
from pathlib import Path

import pytest
from conftest import new_bot, quick
from forked_gpu import ForkedGPU

import app
from nextgpt_core.ui.zero_gpu import place, zero_gpu

ROOT = Path(__file__).resolve().parent.parent
COLOURS = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}


@pytest.fixture(scope="module")
def front():
    """The front matter of README.md: every line is `key: value`."""
    head = re.match(r"---\n(.*?)\n---\n", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert head, "README.md begins with the front matter of the Space"
    return dict(line.split(": ", 1) for line in head[1].splitlines())


def test_the_front_matter_is_what_spaces_accept(front):
    assert front["sdk"] == "gradio" and (ROOT / front["app_file"]).is_file() and front["license"] == "apache-2.0"
    assert {front["colorFrom"], front["colorTo"]} <= COLOURS and len(front["short_description"]) <= 60
    assert front["python_version"].strip('"') == "3.12.12", "the one that ZeroGPU offers beside 3.10"


def test_the_versions_agree(front):
    """The Space installs `sdk_version` and then requirements.txt, which must not ask for another one."""
    packaging = pytest.importorskip("packaging.requirements")
    lines = [line.split("#")[0].strip() for line in (ROOT / "requirements.txt").read_text().splitlines()]
    needed = [packaging.Requirement(line) for line in lines if line]
    here = {"python_full_version": front["python_version"].strip('"'), "python_version": "3.12"}
    on_space = {need.name: need.specifier for need in needed if not need.marker or need.marker.evaluate(here)}
    elsewhere = {
        need.name for need in needed if not need.marker or need.marker.evaluate({"python_full_version": "3.11.7"})
    }
    assert on_space["gradio"].contains(front["sdk_version"])
    assert on_space["torch"].contains("2.11.0") and not on_space["torch"].contains("2.12.0"), "the newest of ZeroGPU"
    assert set(on_space) == elsewhere


def test_a_space_chooses_by_its_variables(monkeypatch):
    assert app.parse_arguments([]).preset == "nano" and not app.parse_arguments([]).openai
    monkeypatch.setenv("NEXTGPT_PRESET", "tiny")
    monkeypatch.setenv("NEXTGPT_OPENAI", "1")
    monkeypatch.setenv("NEXTGPT_API_KEY", "k")
    monkeypatch.setenv("GRADIO_SERVER_NAME", "0.0.0.0")
    chosen = app.parse_arguments([])
    assert (chosen.preset, chosen.openai, chosen.mcp, chosen.api_key, chosen.host) == (
        "tiny",
        True,
        False,
        "k",
        "0.0.0.0",
    )


def test_without_zero_gpu_nothing_happens(monkeypatch):
    monkeypatch.delenv("SPACES_ZERO_GPU", raising=False)
    assert zero_gpu() is None
    bot = object()
    assert place(bot, None) is bot


def test_on_zero_gpu_the_bot_is_used_in_its_calls_only(monkeypatch):
    gpu = ForkedGPU()
    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    monkeypatch.setitem(sys.modules, "spaces", types.SimpleNamespace(GPU=gpu))
    assert zero_gpu() is gpu
    bot = place(new_bot(), zero_gpu(), device="cpu")
    assert bot.reply([{"role": "user", "content": "hi"}], quick()).parts
    assert gpu.calls[0][0] == "speech_call"


def test_a_missing_package_is_told(monkeypatch, capsys):
    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    monkeypatch.setitem(sys.modules, "spaces", None)
    assert zero_gpu() is None and "pip install spaces" in capsys.readouterr().err


def test_the_real_package_takes_our_functions():
    """Off ZeroGPU `spaces.GPU` gives the function back as it is; the form of our calls must be one it takes."""
    spaces = pytest.importorskip("spaces", reason="only on Spaces")
    bot = new_bot().in_gpu_calls(spaces.GPU)
    assert bot.reply([{"role": "user", "content": "hi"}], quick()).parts
