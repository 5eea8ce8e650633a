"""The vocabulary's grammar, cut-outs, resampled animations and the package cache, on small files made here."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from nextgpt_core.data import phrases
from nextgpt_core.data.corpora import animations, concepts, drawings, fetch, pictures
from nextgpt_core.errors import BadInput, BadMedia, MissingWeights


def test_cut_out_trims_and_centres_with_a_margin():
    drawn = Image.new("RGBA", (200, 100))
    ImageDraw.Draw(drawn).rectangle((10, 20, 69, 49), fill=(200, 30, 30, 255))
    cut = pictures.cut_out(drawn)
    rows, columns = np.nonzero(cut[..., 3] > 128)
    assert cut.shape == (160, 160, 4)
    assert (columns.min(), columns.max()) == (6, 152)
    assert abs((rows.min() + rows.max()) / 2 - 79.5) <= 0.5
    assert np.abs(cut[80, 80].astype(int) - (200, 30, 30, 255)).max() <= 1


def test_cut_out_of_an_empty_picture_is_empty():
    assert pictures.cut_out(Image.new("RGBA", (50, 50))).max() == 0


def test_code_in_accepts_each_sets_spelling():
    row = {"unified": "2764-FE0F", "non_qualified": "2764"}
    assert drawings.code_in(row, {"2764": 1}) == "2764"
    assert drawings.code_in(row, {"2764-fe0f": 1}) == "2764-fe0f"
    assert drawings.code_in(row, {"1f600": 1}) is None


def test_animation_is_resampled_over_its_whole_loop(tmp_path):
    frames = []
    for number in range(32):
        frame = Image.new("RGBA", (64, 64))
        ImageDraw.Draw(frame).rectangle((number, 10, number + 19, 40), fill=(20, 160, 40, 255))
        frames.append(frame)
    path = tmp_path / "moving.webp"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=40, loop=0, lossless=True)
    clip, num_source_frames = animations.resampled(path)
    assert clip.shape == (16, 96, 96, 4)
    assert num_source_frames == 32
    starts = [int(np.flatnonzero((frame[..., 3] > 128).any(0))[0]) for frame in clip]
    assert starts == sorted(starts)
    assert starts[-1] > starts[0] + 40
    assert animations.energy(clip) > 0.005
    assert animations.energy(np.repeat(clip[:1], 16, 0)) == 0


def test_damaged_animation_says_so(tmp_path):
    path = tmp_path / "broken.webp"
    path.write_bytes(b"not a picture")
    with pytest.raises(BadMedia, match="cannot be read"):
        animations.resampled(path)


def test_concepts_survive_saving_and_absence_is_explained(tmp_path):
    kept = [concepts.Concept("piñata", ("piñata", "pinata"), "Activities", "game", "\U0001fa85", True)]
    concepts.save_concepts(kept, tmp_path / "concepts.json")
    assert concepts.load_concepts(tmp_path / "concepts.json") == kept
    with pytest.raises(MissingWeights, match="--parts pictures"):
        concepts.load_concepts(tmp_path / "absent.json")


def test_fetch_uses_the_cache_and_refuses_bad_names(tmp_path):
    (tmp_path / "npm-scope-thing-1.0.0" / "package").mkdir(parents=True)
    assert fetch.npm_package("@scope/thing", "1.0.0", tmp_path).name == "package"
    for call in (lambda: fetch.npm_package("", "1", tmp_path), lambda: fetch.pip_wheel("--pre", "1", tmp_path)):
        with pytest.raises(BadInput):
            call()
    with pytest.raises(BadInput):
        fetch.debian_package("-x", tmp_path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("penguin", "a penguin"),
        ("owl", "an owl"),
        ("unicorn", "a unicorn"),
        ("hourglass", "an hourglass"),
        ("grapes", "grapes"),
        ("sun", "the sun"),
        ("bowl of noodles", "a bowl of noodles"),
        ("ufo", "a ufo"),
        ("santa claus", "santa claus"),
        ("orange car", "an orange car"),
        ("wine glass", "a wine glass"),
    ],
)
def test_articles(name, said):
    assert phrases.with_article(name) == said


def test_plurals_and_what_can_be_counted():
    assert [phrases.plural(name) for name in ("mouse", "cat face", "cherry", "fox", "boy", "computer mouse")] == [
        "mice",
        "cat faces",
        "cherries",
        "foxes",
        "boys",
        "computer mice",
    ]
    assert phrases.can_be_counted("cat face")
    assert not phrases.can_be_counted("scissors")
    assert not phrases.can_be_counted("face with tears of joy")
