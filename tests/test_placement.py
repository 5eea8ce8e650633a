"""Plans over part sizes and devices: what fits is taken in the order of preference, what cannot fit is refused."""

from types import SimpleNamespace

import pytest
import torch

from nextgpt_core.checkpoint import build_preset
from nextgpt_core.errors import BadInput, NotSupported
from nextgpt_core.llm_loading import loading_arguments, quantisation
from nextgpt_core.machine import CACHES_GB, NOT_STREAMED, SIZES, is_planned, part_sizes, plan_for
from nextgpt_core.placement import (
    GB,
    HEADROOM,
    Device,
    PartSize,
    parse_memory,
    plan_parts,
    smallest_device,
)
from nextgpt_core.presets import PRESETS, preset_config
from nextgpt_core.presets_paper import paper, paper_toy, paper_v15

LLM = PartSize("language model", 16 * GB, work=GB, keeps=GB, quantises=14 * GB, resident_only=True)
IMAGE = PartSize("image", 20 * GB, (8 * GB, 12 * GB), work=2 * GB)
SOUND = PartSize("audio", 4 * GB, (GB, 3 * GB), work=GB)
PARTS = (LLM, IMAGE, SOUND)
PLENTY = 500 * GB


def plan(*memories_gb, parts=PARTS, main_memory=PLENTY):
    devices = [Device(f"cuda:{i}", round(size * GB)) for i, size in enumerate(memories_gb)]
    return plan_parts(parts, devices, main_memory)


def modes(found):
    return [(line.precision, line.mode) for line in found.placed]


@pytest.mark.parametrize(
    ("memory", "expected"),
    [
        (80, [("16bit", "resident")] * 3),
        (46, [("16bit", "resident"), ("16bit", "resident"), ("16bit", "waiting")]),
        (35, [("16bit", "resident"), ("16bit", "swapped"), ("16bit", "waiting")]),
        (28, [("8bit", "resident"), ("16bit", "swapped"), ("16bit", "waiting")]),
        (24, [("4bit", "resident"), ("16bit", "swapped"), ("16bit", "waiting")]),
        (12, [("4bit", "resident"), ("16bit", "streamed"), ("16bit", "swapped")]),
    ],
)
def test_the_best_plan_that_fits_is_taken(memory, expected):
    found = plan(memory)
    assert [line.part.name for line in found.placed] == ["language model", "image", "audio"]
    assert modes(found) == expected
    assert found.peak("cuda:0") <= memory * GB * HEADROOM


@pytest.mark.parametrize("memory", range(12, 60, 4))
def test_no_plan_promises_more_than_there_is(memory):
    found = plan(memory)
    assert found.peak("cuda:0") <= memory * GB * HEADROOM
    waiting = [line for line in found.placed if line.mode != "resident"]
    assert found.main_memory == sum(line.part.weights for line in waiting)
    assert found["language model"].mode == "resident"


def test_a_peak_counts_what_stays_and_the_one_part_that_works():
    found = plan(80)
    assert found.peak("cuda:0") == (16 + 1 + 20 + 4) * GB + 2 * GB  # weights, caches, and the largest work
    assert found.peak("cuda:7") == 0
    found = plan(46)  # the sound decoder visits: its weights and its work come together
    assert found.peak("cuda:0") == (17 + 20) * GB + 5 * GB


def test_two_devices_share_the_parts():
    found = plan(24, 32)
    assert found["language model"].device == "cuda:1" and found["image"].device == "cuda:0"
    assert modes(found) == [("16bit", "resident")] * 3
    assert all(found.peak(f"cuda:{i}") <= size * GB * HEADROOM for i, size in enumerate((24, 32)))
    three = plan(24, 24, 8)
    assert len({line.device for line in three.placed}) == 3


def test_without_an_accelerator_nano_is_recommended():
    with pytest.raises(NotSupported, match="needs a GPU.*preset nano"):
        plan()


def test_what_cannot_fit_is_refused_with_what_it_would_take():
    least = smallest_device(PARTS)
    assert plan(least / GB).peak("cuda:0") <= least
    with pytest.raises(NotSupported, match=rf"takes {least / GB:.1f} GB.*cuda:0 5.0 GB.*--memory.*nano"):
        plan(5)
    with pytest.raises(NotSupported, match="Without image it would take"):
        plan(5)
    with pytest.raises(NotSupported, match="wait in main memory.*1.0 GB are free"):
        plan(12, main_memory=GB)


def test_more_main_memory_is_not_asked_for_when_all_is_resident():
    assert plan(80, main_memory=0).main_memory == 0


@pytest.mark.parametrize(
    ("text", "size"),
    [("12GB", 12 * GB), ("12", 12 * GB), (" 11.5 gib ", round(11.5 * 2**30)), ("800MB", 800_000_000), ("8g", 8 * GB)],
)
def test_memory_is_read_in_the_usual_spellings(text, size):
    assert parse_memory(text) == size


@pytest.mark.parametrize("text", ["", "much", "0GB", "-3GB", "12TB", "1.2.3", "12 GB please"])
def test_a_wrong_memory_says_how_to_write_it(text):
    with pytest.raises(BadInput, match="12GB"):
        parse_memory(text)


def config_source(name):
    return preset_config(name).llm.source


def test_what_cannot_be_streamed_is_swapped():
    """Stable Audio's autoencoder would stay on the device for good."""
    parts = part_sizes(preset_config("omni"))
    sound = next(part for part in parts if part.name == "audio")
    assert sound.components[-1] == 220_000_000 and sum(sound.components) == sound.weights and not sound.streams
    with pytest.raises(NotSupported):
        plan(0.99 * smallest_device(parts) / GB, parts=parts)
    least = plan(1.001 * smallest_device(parts) / GB, parts=parts)
    assert least["audio"].mode in ("swapped", "waiting") and least["video"].mode == "streamed"


@pytest.mark.parametrize("preset", [paper, lambda: paper_v15("linear")], ids=["paper", "paper-v1.5"])
def test_the_published_model_is_planned_as_well(preset, monkeypatch, tmp_path):
    monkeypatch.setenv("NEXTGPT_CACHE", str(tmp_path))
    config = preset()
    assert is_planned(config) and not is_planned(paper_toy())
    parts = part_sizes(config)
    assert [part.name for part in parts] == ["language model", "encoders", "image", "audio", "video"]
    assert modes(plan(48, parts=parts)) == [("16bit", "resident")] * 5
    assert plan(16, 12, parts=parts)["video"].device == "cuda:1", "decoders beside the language model"
    with pytest.raises(NotSupported, match="needs a GPU.*preset nano"):
        plan_for(config)
    small = tmp_path / "paper" / config.llm.source
    small.mkdir(parents=True)
    (small / "model.safetensors").write_bytes(b"x")
    assert not is_planned(config) and plan_for(config) is None, "a toy in files"


@pytest.mark.skipif(torch.cuda.is_available(), reason="says what happens without a GPU")
@pytest.mark.parametrize("name", ["paper", "omni", "omni-encoders"])
def test_a_machine_without_a_gpu_is_told_before_anything_is_fetched(name, monkeypatch, tmp_path):
    monkeypatch.setenv("NEXTGPT_CACHE", str(tmp_path))
    with pytest.raises(NotSupported, match="needs a GPU.*python app.py --preset nano"):
        build_preset(name, log=print)


def test_a_plan_says_how_the_language_model_is_loaded(monkeypatch):
    parts = part_sizes(paper())
    whole, half = plan(48, parts=parts), plan(16, parts=parts)
    assert loading_arguments(None, torch.float16) == {"dtype": torch.float16}
    assert loading_arguments(whole, torch.float16) == {"dtype": torch.float16, "device_map": {"": "cuda:0"}}
    assert half["language model"].precision in ("8bit", "4bit")
    monkeypatch.setattr("nextgpt_core.llm_loading.find_spec", lambda name: None)
    with pytest.raises(NotSupported, match="pip install bitsandbytes.*--memory"):
        loading_arguments(half, torch.float16)
    monkeypatch.setattr("nextgpt_core.llm_loading.find_spec", lambda name: True)
    four, eight = (quantisation(name, torch.float16) for name in ("4bit", "8bit"))
    assert four.load_in_4bit and four.bnb_4bit_compute_dtype == torch.float16 and eight.load_in_8bit


@pytest.mark.parametrize(("name", "least_gb"), [("omni", 16), ("omni-encoders", 12), ("paper", 16)])
def test_every_part_of_the_preset_has_a_size_and_some_plan(name, least_gb):
    parts = part_sizes(preset_config(name))
    assert {"language model", "image", "audio", "video"} <= {part.name for part in parts}
    assert all(part.weights > 0 and part.work > 0 for part in parts)
    assert smallest_device(parts) < least_gb * GB, "the README says so"
    assert plan(80, parts=parts)["language model"].precision == "16bit"
    assert parts[0].name == "language model" and parts[0].keeps > 0 and config_source(name) in CACHES_GB
    assert all(sum(billions) < 32 for billions in SIZES.values()) and set(NOT_STREAMED) <= set(SIZES)


def test_a_printed_plan_names_parts_devices_and_the_peak():
    text = plan(24, parts=part_sizes(preset_config("omni"))).table()
    assert all(word in text for word in ("language model", "image", "cuda:0", "peak:", "main memory"))


def on_gpus(monkeypatch, *free_gb):
    """A machine with these GPUs, a quarter of each taken by others; -> what the process is then held to."""
    held, sizes = {}, [round(size * GB) for size in free_gb]
    fake = {
        "is_available": lambda: True,
        "device_count": lambda: len(sizes),
        "mem_get_info": lambda index: (sizes[index], 0),
        "get_device_properties": lambda index: SimpleNamespace(total_memory=sizes[index] * 4 / 3),
        "set_per_process_memory_fraction": lambda share, index: held.update({index: share}),
    }
    for name, value in fake.items():
        monkeypatch.setattr(torch.cuda, name, value)
    monkeypatch.setattr("nextgpt_core.machine.free_main_memory", lambda: PLENTY)
    return held


def test_a_budget_chooses_and_prints_the_plan_and_is_kept_to(monkeypatch):
    held, printed = on_gpus(monkeypatch, 18), []
    found = plan_for(preset_config("omni-encoders"), "12GB", printed.append)
    assert printed == [found.table()] and "peak: cuda:0" in printed[0] and found.peak("cuda:0") <= 12 * GB
    assert held == {0: pytest.approx(12 / 24)}
    assert plan_for(preset_config("omni-encoders"), None, printed.append).peak("cuda:0") > 12 * GB
    assert held == {0: pytest.approx(12 / 24)}, "without a budget all that is free may be taken"
    with pytest.raises(NotSupported, match="does not fit.*cuda:0 12.0 GB.*Without video.*--memory"):
        plan_for(preset_config("omni"), "12GB", printed.append)


@pytest.mark.parametrize("name", ["omni", "paper"])
def test_the_language_model_has_one_gpu_and_decoders_the_other(name, monkeypatch):
    on_gpus(monkeypatch, 24, 24)
    found = plan_for(preset_config(name), log=lambda line: None)
    devices = {line.part.name: line.device for line in found.placed}
    assert devices["image"] == devices["video"] != devices["language model"]
    assert found["language model"].precision == "16bit"


def test_small_presets_need_no_plan(capsys):
    small = [name for name in PRESETS if not name.startswith(("omni", "paper"))]
    assert small and all(plan_for(preset_config(name)) is None for name in small)
    assert plan_for(preset_config("nano"), "12GB", print) is None
    assert "changes nothing for nano" in capsys.readouterr().out
