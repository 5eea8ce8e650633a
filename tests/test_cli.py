"""`python -m nextgpt_core` on the real tiny model."""

import subprocess
import sys

import numpy as np
import pytest

import app
from nextgpt_core.__main__ import main
from nextgpt_core.media import Audio, Image, Video
from nextgpt_core.media_files import open_media, read_recipe, save_media

TINY = ["--preset", "tiny", "--seed", "7", "--steps", "2"]


def test_every_part_becomes_a_file(tmp_path, capsys):
    picture = save_media(Image(np.zeros((32, 32, 3), np.uint8)), tmp_path / "x.png")
    arguments = ["a rocket", "--image", str(picture), "--modalities", "text,image,audio,video"]
    assert main([*arguments, "--out", str(tmp_path / "replies"), *TINY]) == 0
    printed = capsys.readouterr().out
    files = sorted((tmp_path / "replies").iterdir())
    assert files and all(str(path) in printed for path in files)
    assert [path.name[:2] for path in files] == [f"{n:02d}" for n in range(1, len(files) + 1)]
    media = {type(open_media(path)) for path in files if path.suffix != ".txt"}
    assert media == {Image, Audio, Video}
    made = next(path for path in files if path.suffix == ".png")
    assert read_recipe(made)["seed"] == 7 and read_recipe(made)["num_steps"] == 2


def test_the_same_seed_gives_the_same_files(tmp_path):
    for name in ("one", "two"):
        assert main(["a cat", "--modalities", "image", "--out", str(tmp_path / name), *TINY]) == 0
    one, two = (next((tmp_path / name).glob("*.png")) for name in ("one", "two"))
    assert open_media(one) == open_media(two)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "empty"),
        (["hi", "--image", "missing.png"], "missing.png"),
        (["hi", "--modalities", "text,smell"], "smell"),
        (["hi", "--seed", "-1"], "seed"),
        (["hi", "--preset", "huge"], "huge"),
    ],
)
def test_mistakes_are_told_in_words(tmp_path, capsys, arguments, told):
    assert main(["--preset", "tiny", *arguments, "--out", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert told in error and "Traceback" not in error


def test_a_sound_is_not_passed_as_a_picture(tmp_path, capsys):
    sound = save_media(Audio(np.zeros(16000, np.float32), 16000), tmp_path / "x.wav")
    assert main(["hi", "--image", str(sound), "--preset", "tiny"]) == 2
    assert "--audio" in capsys.readouterr().err


def test_it_runs_as_a_module(tmp_path):
    command = [sys.executable, "-m", "nextgpt_core", "hello", "--modalities=text", f"--out={tmp_path}/r", *TINY]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "r" / "01-text.txt").is_file()


def test_the_page_is_never_public_by_default(monkeypatch):
    monkeypatch.delenv("GRADIO_SERVER_NAME", raising=False)
    chosen = app.parse_arguments([])
    assert chosen.host == "127.0.0.1" and not chosen.share and chosen.preset == "nano"
    monkeypatch.setenv("GRADIO_SERVER_NAME", "0.0.0.0")  # what a Space sets
    assert app.parse_arguments([]).host == "0.0.0.0"


def test_the_page_tells_why_it_cannot_start(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    assert app.main(["--preset", "huge"]) == 2
    assert "huge" in capsys.readouterr().err
