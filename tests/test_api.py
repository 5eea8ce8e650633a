"""The typed endpoint through gradio_client, against the whole page with the real tiny model."""

import json
import os
import socket
import threading
import time
from pathlib import Path

import pytest
from conftest import noise_clip, noise_picture, noise_sound
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from nextgpt_core.media import Audio, Image, Video
from nextgpt_core.media_files import open_media, read_recipe, save_media
from nextgpt_core.ui import api
from nextgpt_core.ui import serve as serving
from nextgpt_core.ui.api import generate

FAST = {f"{m}.num_steps": 2 for m in ("image", "audio", "video")} | {"max_new_tokens": 16}
SNAPSHOT = Path(__file__).parent / "api_snapshot.json"


@pytest.fixture(scope="module")
def address(tiny_bot, tmp_path_factory):
    import gradio as gr

    before = os.environ.get("GRADIO_TEMP_DIR")
    os.environ["GRADIO_TEMP_DIR"] = str(tmp_path_factory.mktemp("gradio"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    yield serving.serve(tiny_bot, port=port, block=False)
    gr.close_all()
    os.environ.pop("GRADIO_TEMP_DIR")
    if before is not None:
        os.environ["GRADIO_TEMP_DIR"] = before


@pytest.fixture(scope="module")
def client(address, tmp_path_factory):
    return Client(address, verbose=False, download_files=str(tmp_path_factory.mktemp("downloads")))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    parts = (noise_picture(1), noise_sound(2), noise_clip(3))
    return [str(save_media(part, folder / f"file{number}")) for number, part in enumerate(parts)]


def test_any_mix_goes_in_and_comes_back_as_files(client, files):
    every = ["text", "image", "audio", "video"]
    text, made, parts = client.predict("Show me", [handle_file(f) for f in files], every, 7, FAST, api_name="/generate")
    assert isinstance(text, str) and text
    assert {type(open_media(path)) for path in made} == {Image, Audio, Video}
    assert sorted(part["type"] for part in parts if "file" in part) == sorted(every[1:])
    for part in parts:
        if "file" in part:
            recipe = read_recipe(made[part["file"]])
            assert recipe["prompt"] == "Show me" and recipe["num_steps"] == 2
            assert recipe["seed"] == part["seed"] == 7 and recipe["model"] == "tiny"


def test_the_same_seed_makes_the_same_file(client):
    one, two = (client.predict("a fox", [], ["image"], 7, FAST, api_name="/generate")[1][0] for _ in range(2))
    assert open_media(one) == open_media(two)


def test_the_answer_streams(client, monkeypatch):
    monkeypatch.setattr(api, "MIN_YIELD_S", 0.0)  # the tiny model is done before a second update is due
    job = client.submit("a fox", [], ["text", "image"], 7, {**FAST, "image.num_steps": 40}, api_name="/generate")
    updates = list(job)
    assert len(updates) > 2 and updates[-1][2][-1].get("file") == 0
    steps = [part["step"] for update in updates for part in update[2] if "step" in part]
    assert steps == sorted(steps) and steps, "the steps are told as they happen"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("", [], [], None, None), "empty"),
        (("x" * 9000, [], [], None, None), "characters"),
        (("x", [], [], -1, None), "seed"),
        (("x", [], [], None, {"image.num_steps": 0}), "steps"),
        (("x", [], [], None, {"image.colour": 1}), "image.colour"),
        (("x", [], [], None, {"temperature": "hot"}), "right type"),
        (("x", [], [], None, [1]), "settings"),
    ],
)
def test_what_cannot_be_done_is_told(client, asked, told):
    with pytest.raises(AppError, match=f"(?i){told}"):
        client.predict(*asked, api_name="/generate")


@pytest.mark.parametrize("place", ["/etc/passwd", serving.__file__, "http://127.0.0.1:1/x.png"])
def test_no_path_and_no_address_is_opened(client, place):
    forged = {"path": place, "url": place, "meta": {"_type": "gradio.FileData"}}
    with pytest.raises(AppError):
        client.predict("x", [forged], [], 7, FAST, api_name="/generate")


def test_cancelling_the_job_stops_the_model_within_a_step(client, tiny_bot):
    slow = {**FAST, "image.num_steps": 50, "video.num_steps": 50, "audio.num_steps": 50}
    every = ["text", "image", "audio", "video"]
    job = client.submit("a long one", [], every, 7, slow, api_name="/generate")
    for update in job:
        if any("step" in part for part in update[2]):
            break
    job.cancel()
    cancelled_at = time.monotonic()
    while tiny_bot._lock.locked():
        assert time.monotonic() - cancelled_at < 5
        time.sleep(0.01)


def test_closing_the_generator_frees_the_model(tiny_bot, tmp_path):
    updates = generate(tiny_bot, tmp_path, "a fox", [], ["image"], 7, {"image.num_steps": 50})
    next(updates)
    assert tiny_bot._lock.locked()
    updates.close()
    assert not tiny_bot._lock.locked()


def test_a_full_queue_is_told(address, monkeypatch, client, tiny_bot):
    """Nobody is answered while the lock is held; the line is as long as it may be; the next is turned away."""
    with tiny_bot._lock:
        clients = [Client(address, verbose=False) for _ in range(2)]
        jobs = [
            one.submit("x", [], ["text"], 7, FAST, api_name="/generate") for one in clients for _ in range(12)
        ]  # one is being answered, MAX_IN_LINE wait
        give_up = time.monotonic() + 30
        full = []
        while not full and time.monotonic() < give_up:
            full = [job for job in jobs if job.done()]
            time.sleep(0.05)
        assert full, "nobody was turned away"
        assert any("full" in str(job.exception()).lower() for job in full)
    threads = [threading.Thread(target=job.cancel) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert client.predict("x", [], ["text"], 7, FAST, api_name="/generate")[0]


def test_the_contract_of_the_api_is_the_one_programs_rely_on(client):
    """A change here breaks other people's programs. Where it is meant, write the new contract into the snapshot."""
    told = client.view_api(return_format="dict", print_info=False)
    kept = ("parameter_name", "label", "component", "parameter_has_default")
    contract = {
        name: {
            side: [
                {"type": row["python_type"]["type"], **{key: row[key] for key in kept if key in row}}
                for row in endpoint[side]
            ]
            for side in ("parameters", "returns")
        }
        for name, endpoint in told["named_endpoints"].items()
    }
    assert not told["unnamed_endpoints"]
    assert contract == json.loads(SNAPSHOT.read_text()), json.dumps(contract, indent=1)
