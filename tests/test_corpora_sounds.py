"""The sound corpus: tunes, recipes, held-out combinations, packing and captions; no sound font or package is needed."""

import json
import random

import numpy as np
import pytest

from nextgpt_core.data import sound_captions
from nextgpt_core.data.corpora import beats, clips, soundfonts, sounds, synthesis, tunes
from nextgpt_core.data.corpora.mixtures import mixtures


def test_held_settings_never_meet_train_settings():
    rng = clips.seeded("test")
    drawn = {split: {clips.draw_settings(rng, split) for _ in range(400)} for split in clips.SPLITS}
    assert drawn["train"] and drawn["held"] and not drawn["train"] & drawn["held"]
    assert clips.splits(50).count("held") == 4


def test_finish_makes_exact_unclipped_clips_and_refuses_silence():
    wave = clips.finish(np.ones(100) * 5 + np.arange(100))
    assert wave.shape == (clips.NUM_SAMPLES,) and 0.5 < np.abs(wave).max() < 0.9 and wave.dtype == np.float32
    with pytest.raises(ValueError, match="silent"):
        clips.finish(np.zeros(10))


@pytest.mark.parametrize("voice", soundfonts.INSTRUMENTS[::9], ids=lambda v: v.label.label)
def test_tunes_stay_in_range_and_state_true_facts(voice):
    rng = clips.seeded(voice.label.label)
    for _ in range(20):
        settings = clips.draw_settings(rng, "train")
        notes, facts = tunes.compose(rng, settings, voice.low, voice.high, voice.style)
        assert notes and all(voice.low <= note.key <= voice.high for note in notes)
        assert all(note.start_s + note.length_s < clips.LENGTH_S for note in notes)
        assert facts["tempo"] in tunes.TEMPOS
        if "mood" in facts and voice.style == "melody":
            thirds = {(note.key - min(n.key for n in notes)) % 12 for note in notes}
            assert thirds, facts


def test_midi_bytes_are_a_whole_standard_file():
    note = tunes.Note(0.5, 1.0, 60, 90)
    data = tunes.midi_bytes([tunes.Tune((note,), {}, 40, 8, 24)] * 3)
    assert data[:4] == b"MThd" and data[14:18] == b"MTrk"
    assert int.from_bytes(data[18:22], "big") == len(data) - 22 and data.endswith(b"\xff\x2f\x00")
    assert data.count(bytes([0x90, 60, 90])) == 3


def test_beats_and_counted_rhythms():
    rng = clips.seeded("beats")
    for _ in range(30):
        settings = clips.draw_settings(rng, "train")
        notes, facts = beats.beat(rng, settings)
        assert facts["tempo"] in tunes.TEMPOS and len(notes) > 4
        notes, facts = beats.rhythm(rng, settings, (60, 61))
        assert facts.get("count", len(notes)) == len(notes)


@pytest.mark.parametrize("length_s", [0.1, 0.5, 1.2, 4.0])
@pytest.mark.parametrize("num", [1, 2, 4, 8])
def test_events_come_in_order_and_end_in_time_and_mostly_evenly(num, length_s):
    rng = clips.seeded("events")
    drawn = [np.array(clips.event_times(rng, num, length_s)) for _ in range(60)]
    for starts in drawn:
        assert len(starts) == num and starts[0] >= 0 and (np.diff(starts) > 0).all()
        if num * length_s < clips.LENGTH_S - 0.5:
            assert starts[-1] + length_s <= clips.LENGTH_S and (np.diff(starts) > 0.9 * length_s).all()
    if num > 2 and num * length_s < clips.LENGTH_S - 0.5:
        steps = [np.diff(starts) for starts in drawn]
        assert np.mean([step.max() / step.min() < 1.15 for step in steps]) > 0.7
        assert len({tuple(starts) for starts in drawn}) == len(drawn), "no two alike"


@pytest.mark.parametrize("recipe", synthesis.recipes(), ids=lambda r: r.label.label)
def test_every_recipe_sounds_at_both_ends_of_its_range(recipe):
    for pitch, speed in ((0.79, 0.74), (1.27, 1.36)):
        made = recipe.make(np.random.default_rng(1), pitch, speed, 1.0 if recipe.most == 0 else 0.0)
        assert np.isfinite(made).all() and np.abs(made).max() > 0.01 and len(made) < 5 * clips.RATE_HZ


def test_labels_are_unique_named_and_many():
    labels = sounds.all_labels()
    kinds = [label.kind for label in labels]
    assert len({label.label for label in labels}) == len(labels)
    assert kinds.count("instrument") >= 60 and len(kinds) - kinds.count("instrument") >= 45
    assert set(kinds) <= set(clips.KINDS)


def test_build_packs_rows_in_order_and_repeats_exactly(tmp_path, monkeypatch):
    parts = (sounds.Part("synthesis", "synthesis:synthesis", 3),)
    monkeypatch.setattr(sounds, "PARTS", parts)
    monkeypatch.setattr(sounds, "NUM_MIXTURES", 24)
    monkeypatch.setattr(synthesis, "_TABLES", ("synth_nature",))
    monkeypatch.setattr(sounds, "make_part", _with_stand_ins(sounds.make_part))
    lines = []
    for name in ("a", "b"):
        sounds.build(tmp_path / name, lines.append)
    waves = np.load(tmp_path / "a/sounds/waves.npy", mmap_mode="r")
    items = [json.loads(line) for line in (tmp_path / "a/sounds/items.jsonl").read_text().splitlines()]
    assert waves.dtype == np.int16 and waves.shape == (len(items), clips.NUM_SAMPLES)
    assert [item["row"] for item in items] == list(range(len(items)))
    assert int(np.abs(waves[:]).max(axis=1).min()) > 8000
    assert (tmp_path / "a/sounds/waves.npy").read_bytes() == (tmp_path / "b/sounds/waves.npy").read_bytes()
    assert not (tmp_path / "a/sounds/_parts").exists() and "clips" in lines[-1]


def _with_stand_ins(make_part):
    """Mixtures need every kind; the toy build has only some, so it mixes from a part that owns them all."""

    def run(out, name, log):
        if name != "mixtures":
            return make_part(out, name, log)
        rng = np.random.default_rng(0)
        rows = [
            {"labels": [f"{kind} {k}"], "kind": kind, "facts": {}, "source": "s", "licence": "MIT", "split": split}
            for kind in clips.KINDS
            for split in clips.SPLITS
            for k in range(2)
        ]
        waves = (rng.standard_normal((len(rows), clips.NUM_SAMPLES)) * 3000).astype(np.int16)
        made = ((clip, clip) for clip in mixtures([(waves, rows)], 24))
        return sounds._write(out / "sounds" / "_parts", name, (_relabelled(clip) for clip, _ in made))

    return run


def _relabelled(clip):
    return clips.Clip(("rain", "hail"), clip.kind, clip.samples, clip.source, clip.licence, clip.split, clip.facts)


def test_captions_are_grammatical_varied_and_split():
    item = {"labels": ["violin"], "facts": {"tempo": "slow", "mood": "minor", "register": "low"}, "names": [["fiddle"]]}
    captions = {
        split: {sound_captions.describe_sound(item, random.Random(k), split) for k in range(300)}
        for split in clips.SPLITS
    }
    assert len(captions["train"]) > 60 and len(captions["held"]) > 30 and not captions["train"] & captions["held"]
    assert any("sad" in caption for caption in captions["train"])
    dog = {"labels": ["dog bark"], "facts": {"count": 2}, "names": [["barking dog"]]}
    assert any("twice" in sound_captions.describe_sound(dog, random.Random(k), "train") for k in range(20))
    asked = {sound_captions.describe_sound(dog, random.Random(k), "train") for k in range(200)}
    assert {"two dog barks", "a dog barking twice", "a dog bark, two times"} <= asked
    assert sound_captions.several("knock on a door", 3) == "knocks on a door"
    assert sound_captions.several("thunder", 2) is None and sound_captions.several("spring", 1) == "spring"
    pair = {"labels": ["dog bark", "rain"], "facts": {}, "kind": "mixture"}
    assert "rain" in sound_captions.describe_sound(pair, random.Random(1), "train")
    with pytest.raises(ValueError):
        sound_captions.describe_sound(dog, random.Random(1), "test")


def test_articles():
    wanted = {
        "dog bark": "a dog bark",
        "rain": "rain",
        "organ": "an organ",
        "wind chimes": "wind chimes",
        "ukulele": "a ukulele",
        "owl hoot": "an owl hoot",
        "typing": "typing",
        "brass": "brass",
        "spring": "a spring",
        "bass guitar": "a bass guitar",
    }
    assert {name: sound_captions.with_article(name) for name in wanted} == wanted
