"""Packs drawn from toy corpora: complete, deterministic, kept when there, and refused when not."""

import json

import numpy as np
import pytest
from toy_corpora import TOYS, write_toys

from nextgpt_core.data import packs
from nextgpt_core.data.corpora.concepts import save_concepts
from nextgpt_core.data.packs import CLIP_FRAMES, CLIP_PX, FINE_PX, PICTURE_PX, Pack, build_pack, described_scenes
from nextgpt_core.errors import MissingWeights

SOUNDS = [
    ("dog bark", "animal", "train"),
    ("rain", "nature", "held"),
    ("rain", "nature", "train"),
    ("owl hoot", "animal", "held"),
]


def quiet(line):
    pass


@pytest.fixture
def corpora(tmp_path, monkeypatch):
    write_toys(tmp_path)
    save_concepts(list(TOYS), tmp_path / "concepts.json")
    (tmp_path / "sounds").mkdir()
    np.save(tmp_path / "sounds" / "waves.npy", np.arange(4 * 2000, dtype=np.int16).reshape(4, 2000))
    items = [
        {
            "id": f"s-{n}",
            "row": n,
            "labels": [label],
            "kind": kind,
            "facts": {},
            "source": "toy",
            "licence": "CC0",
            "split": split,
        }
        for n, (label, kind, split) in enumerate(SOUNDS)
    ]
    (tmp_path / "sounds" / "items.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items))
    two = {"train": 3, "held": 2}
    few = {"pictures": {"train": 6, "held": 3}, **dict.fromkeys(("layers", "clips", "fine", "lone-sounds"), two)}
    few["sounds"] = packs.COUNTS["sounds"]
    monkeypatch.setattr(packs, "COUNTS", few)
    return tmp_path


SHAPES = {
    "pictures": (PICTURE_PX, PICTURE_PX, 3),
    "layers": (PICTURE_PX, PICTURE_PX, 3),
    "fine": (FINE_PX, FINE_PX, 3),
    "clips": (CLIP_FRAMES, CLIP_PX, CLIP_PX, 3),
    "sounds": (2000,),
    "lone-sounds": (2000,),
}


@pytest.mark.parametrize("part", SHAPES)
@pytest.mark.parametrize("split", ["train", "held"])
def test_a_pack_holds_every_example(corpora, part, split):
    pack = build_pack(part, split, corpora, quiet)
    wanted = packs.COUNTS[part][split] or sum(s == split for _, _, s in SOUNDS)
    assert len(pack) == len(pack.media) == len(pack.captions) == wanted
    assert pack.media.shape[1:] == SHAPES[part] and pack.media.dtype == (
        np.uint8 if len(SHAPES[part]) > 1 else np.int16
    )
    assert all(row["caption"].strip() and row["concept"] for row in pack.rows)
    assert not list(pack.folder.glob("*.tmp"))


def test_fewer_rows_are_the_first_ones(corpora, tmp_path_factory):
    some = build_pack("pictures", "train", corpora, quiet, rows=4)
    captions = some.captions
    (some.folder / "rows.jsonl").unlink()
    assert len(captions) == 4 and build_pack("pictures", "train", corpora, quiet).captions[:4] == captions


@pytest.mark.parametrize("part", ["pictures", "clips"])
def test_the_same_corpus_gives_the_same_pack(corpora, part):
    first = build_pack(part, "train", corpora, quiet)
    media, rows = np.array(first.media), first.rows
    (first.folder / "rows.jsonl").unlink()  # as if the drawing had been interrupted
    again = build_pack(part, "train", corpora, quiet)
    assert np.array_equal(again.media, media) and again.rows == rows
    held = build_pack(part, "held", corpora, quiet)
    assert held.rows != rows[: len(held)]


def test_sounds_keep_their_rows_apart(corpora):
    pack = build_pack("sounds", "train", corpora, quiet)
    assert [row["concept"] for row in pack.rows] == ["dog bark", "rain"]
    assert pack.media[:, 0].tolist() == [0, 4000]


def test_a_complete_pack_is_kept(corpora):
    pack = build_pack("sounds", "held", corpora, quiet)
    (corpora / "sounds" / "waves.npy").unlink()
    assert build_pack("sounds", "held", corpora, quiet).captions == pack.captions


def test_what_is_not_built_says_how_to_build_it(tmp_path):
    with pytest.raises(MissingWeights, match="nextgpt_core.data.packs"):
        Pack(tmp_path / "nowhere")
    with pytest.raises(MissingWeights, match="nextgpt_core.data.corpora"):
        build_pack("pictures", "train", tmp_path, quiet)


def test_the_facts_behind_a_pack_are_drawn_again_without_painting(corpora):
    pack = build_pack("pictures", "train", corpora, quiet)
    again = list(described_scenes(corpora, "train", len(pack)))
    assert [caption for _, caption in again] == pack.captions
    assert [scene.objects[0].concept for scene, _ in again] == [row["concept"] for row in pack.rows]
