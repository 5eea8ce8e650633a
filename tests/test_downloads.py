"""Plans and downloads of large presets: terms first, resumed files, and what a person reads when all is unreachable."""

import os
import subprocess
import sys
import threading
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from nextgpt_core import download_plans, downloads
from nextgpt_core.download_plans import plan_of
from nextgpt_core.downloads import check_files, describe, fetch_file, is_complete
from nextgpt_core.errors import BadInput, MissingWeights
from nextgpt_core.presets import preset_config
from nextgpt_core.weights import main, preset_file

BODY = bytes(range(256)) * 40


class Server(BaseHTTPRequestHandler):
    """Serves BODY with ranges; the address says how it misbehaves."""

    def do_GET(self) -> None:
        first = int(self.headers["Range"].removeprefix("bytes=").rstrip("-")) if "Range" in self.headers else 0
        ranged = first and "no-ranges" not in self.path
        if ranged and first >= len(BODY):
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(BODY)}")
            self.end_headers()
            return
        body = BODY[first:] if ranged else BODY
        self.send_response(404 if "absent" in self.path else 206 if ranged else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if "breaks" in self.path else body)

    def log_message(self, *arguments) -> None:
        pass


@pytest.fixture(scope="module")
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_plan_names_terms_before_anything_else(tmp_path):
    text = describe("paper", tmp_path)
    top, _, rest = text.partition("[")
    assert "NOT FOR COMMERCIAL USE" in top and "agrees to their licences" in top
    for source in plan_of("paper"):
        assert source.licence in rest and source.name in rest
        assert (source.name in top) == source.non_commercial
    assert "Meta gives out on request" in rest and "vicuna-7b-delta-v0" in rest
    with pytest.raises(BadInput, match="fetches what it needs on first use"):
        describe("nano", tmp_path)


def test_plans_cover_what_the_preset_opens():
    from nextgpt_core.checkpoint import PAPER_CHECKPOINT

    config, names = preset_config("paper"), {source.name for source in plan_of("paper")}
    opened = {config.llm.source, "imagebind_huge.pth", PAPER_CHECKPOINT.split("/")[0]}
    assert opened | {decoder.settings["source"] for decoder in config.decoders.values()} == names


def test_a_broken_download_goes_on_where_it_broke_off(address, tmp_path):
    target, said = tmp_path / "weights.pth", []
    for attempt in range(2):
        with pytest.raises(MissingWeights, match="Start again|start again"):
            fetch_file(f"{address}/breaks", target, said.append)
        assert not target.exists() and (tmp_path / "weights.pth.part").stat().st_size >= len(BODY) // 2 + attempt
    assert fetch_file(f"{address}/whole", target, said.append).read_bytes() == BODY
    assert any("going on" in line for line in said) and not (tmp_path / "weights.pth.part").exists()


def test_a_server_without_ranges_starts_anew_and_a_whole_part_is_taken(address, tmp_path):
    target, part = tmp_path / "a.pth", tmp_path / "a.pth.part"
    part.write_bytes(b"old" * 5)
    assert fetch_file(f"{address}/no-ranges", target).read_bytes() == BODY
    target.unlink()
    part.write_bytes(BODY)
    assert fetch_file(f"{address}/whole", target).read_bytes() == BODY
    target.unlink()
    part.write_bytes(BODY + b"more")
    with pytest.raises(MissingWeights, match=f"{len(BODY) + 4} of {len(BODY)}"):
        fetch_file(f"{address}/whole", target)
    assert not part.exists(), "what is too long is thrown away"


def test_a_file_of_a_known_hash_is_checked_by_it(address, tmp_path):
    target = tmp_path / "a.pth"
    with pytest.raises(MissingWeights, match="another file than the published one.*deleted.*Start again"):
        fetch_file(f"{address}/whole", target, sha256="0" * 64)
    assert not list(tmp_path.iterdir()), "neither the file nor its part is kept"
    assert fetch_file(f"{address}/whole", target, sha256=sha256(BODY).hexdigest()).read_bytes() == BODY
    assert all(len(source.sha256) == 64 for source in plan_of("paper") if source.address)


def test_what_cannot_be_reached_is_said(address, tmp_path):
    with pytest.raises(MissingWeights, match="404"):
        fetch_file(f"{address}/absent", tmp_path / "a")
    with pytest.raises(MissingWeights, match="another machine"):
        fetch_file("http://127.0.0.1:9/a", tmp_path / "a")


def test_an_unreachable_hub_is_said_with_the_cure(tmp_path):
    code = (
        "import sys; from pathlib import Path; from nextgpt_core.download_plans import PAPER\n"
        "from nextgpt_core.downloads import _fetch_repository\n"
        "from nextgpt_core.errors import MissingWeights\n"
        "try: _fetch_repository(PAPER[2], Path(sys.argv[1]) / PAPER[2].name)\n"
        "except MissingWeights as error: print(error)"
    )
    env = {**os.environ, "HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], env=env, capture_output=True, text=True, timeout=120
    )
    assert "cannot be fetched" in done.stdout and "HF_HUB_OFFLINE" in done.stdout and "kept" in done.stdout, done.stderr
    source = download_plans.PAPER[2]
    (tmp_path / source.name).mkdir()
    (tmp_path / source.name / downloads.INCOMPLETE).touch()
    (tmp_path / source.name / "pytorch_model.pt").write_bytes(b"half")
    assert not is_complete(source, tmp_path), "a download that did not end is not taken for whole"
    (tmp_path / source.name / downloads.INCOMPLETE).unlink()
    assert is_complete(source, tmp_path)


def test_files_that_came_damaged_are_deleted_and_named(tmp_path):
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "b.bin").write_bytes(BODY)
    whole = {"a.json": (2, ""), "b.bin": (len(BODY), sha256(BODY).hexdigest())}
    check_files(tmp_path, whole, "page")
    with pytest.raises(MissingWeights, match="c.json of page did not come"):
        check_files(tmp_path, whole | {"c.json": (1, "")}, "page")
    with pytest.raises(MissingWeights, match="b.bin of page came damaged"):
        check_files(tmp_path, whole | {"b.bin": (len(BODY), "0" * 64)}, "page")
    assert not (tmp_path / "b.bin").exists()


def test_the_command_shows_the_plan_and_refuses_kindly(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("NEXTGPT_CACHE", str(tmp_path))
    assert main(["--preset", "paper"]) == 0
    assert "--preset paper --fetch" in capsys.readouterr().out
    assert main(["--preset", "nano"]) == 1
    assert "nothing to download" in capsys.readouterr().err
    assert not Path(tmp_path / "paper").exists(), "a plan writes nothing"
    with pytest.raises(MissingWeights, match="--preset paper"):
        preset_file("paper", "imagebind_huge.pth")


@pytest.mark.parametrize("name", ["omni", "omni-encoders"])
def test_the_open_presets_are_planned_too(name, tmp_path, monkeypatch):
    """Every source of the preset is in its plan, whose one part with terms is named with how to get it."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    config, text = preset_config(name), describe(name, tmp_path)
    parts = [*config.decoders.values(), *config.encoders.values()]
    sources = {config.llm.source, *(part.settings["source"] for part in parts)}
    planned = {source.name for source in plan_of(name)}
    assert {source.removeprefix("stabilityai/") for source in sources} == planned
    assert "NOT FOR COMMERCIAL USE" not in text and "cache of the hub" in text
    assert "Stability AI Community License" in text and "convert_stable_audio_3_to_diffusers.py" in text
    assert all(s.licence == "Apache-2.0" for s in plan_of(name) if s.name != "stable-audio-3-medium")
    converted = tmp_path / "stable-audio-3-medium"
    converted.mkdir()
    (converted / "model_index.json").touch()
    assert "[  there] stable-audio-3-medium" in describe(name, tmp_path)
