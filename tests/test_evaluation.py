"""Evaluation: the suite's format, names, scores and sums, and a whole run of the tiny preset with toy judges."""

import json
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import torch

from nextgpt_core.config import Options
from nextgpt_core.errors import BadInput, MissingWeights
from nextgpt_core.evaluation.__main__ import main
from nextgpt_core.evaluation.judges import (
    PICTURES,
    SOUNDS,
    WEIGHTS,
    Judges,
    Vocabulary,
    load_half,
    load_vocabulary,
    save_half,
    save_vocabulary,
)
from nextgpt_core.evaluation.metrics import MOVES_ABOVE, by_category, judged, movement, names_any, summarise, table
from nextgpt_core.evaluation.picture_judge import PictureJudge
from nextgpt_core.evaluation.run import check_names, read_results, run_suite
from nextgpt_core.evaluation.sound_judge import NUM_SAMPLES, SoundJudge, fitted, log_mel, mel_filters
from nextgpt_core.evaluation.suite import CONVERSATIONS, HELD_OUT, Expect, read_suite
from nextgpt_core.media import Audio, Image, Modality, Text, Video

FRESH = HELD_OUT.parent / "fresh.jsonl"
PICTURE_LABELS = (
    ("dog face", "dog"),
    ("cat face", "cat"),
    ("person running",),
    ("man running",),
    ("woman running",),
    ("sun",),
    ("red heart",),
)
SOUND_LABELS = (("dog bark", "dog"), ("violin", "fiddle"), ("viola",), ("rain",), ("piano",), ("siren",))


@pytest.fixture(scope="module")
def judges():
    from nextgpt_core.encoders.efficientnet import EfficientNetLite

    torch.manual_seed(0)
    picture_judge = PictureJudge(EfficientNetLite(0), len(PICTURE_LABELS), width=16, size_px=64)
    vocabularies = {
        PICTURES: Vocabulary(PICTURE_LABELS),
        SOUNDS: Vocabulary(SOUND_LABELS, (("violin", "viola"),), {"toys": {"top1": 0.5, "top5": 1.0, "num": 2}}),
    }
    return Judges(picture_judge, SoundJudge(len(SOUND_LABELS), (4, 8, 8, 8, 8)), vocabularies)


class FixedJudges(Judges):
    """Judges whose scores are given: number k is likeliest, the following ones fall."""

    def __init__(self, judges, **likeliest):
        super().__init__(judges.picture_judge, judges.sound_judge, judges.vocabularies)
        self.likeliest = likeliest

    def scores(self, part):
        num = len(self.vocabulary(part.modality).labels)
        first = self.likeliest[part.modality.value]
        return -((np.arange(num) - first) % num).astype(np.float32)


def picture(level=0):
    return Image(np.full((32, 32, 3), level, np.uint8))


def clip(*levels):
    return Video(np.stack([np.full((32, 32, 3), level, np.uint8) for level in levels]), 8.0)


def sound():
    return Audio(np.sin(np.arange(8_000) / 9).astype(np.float32) * 0.5, 16_000)


def write(path, *rows):
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8")
    return path


def line(case_id="t-1", messages=None, **expect):
    return {"id": case_id, "messages": messages or [{"role": "user", "content": "hello"}], "expect": expect}


GOOD = [{"role": "user", "content": "hi"}]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("{not json", "not JSON"),
        ("[1]", "expected an object"),
        ({"id": "a/b", "messages": GOOD}, '"id" must be'),
        ({"id": "a"}, '"messages" must be a list'),
        ({"id": "a", "messages": [{"role": "user"}]}, '"role" and "content"'),
        ({"id": "a", "messages": [*GOOD, {"role": "assistant", "content": "x"}]}, "last message must be the user's"),
        ({"id": "a", "messages": [{"role": "assistant", "generate": True}, *GOOD]}, "after a user message"),
        ({"id": "a", "messages": GOOD, "extra": 1}, "unknown key 'extra'"),
        (line(modality=["text"]), "unknown key 'modality'"),
        (line(modalities=["smell"]), '"modalities" must be a list'),
        (line(concept={"text": "dog"}), "the key 'text'"),
        (line(concept={"image": []}), '"concept" of image'),
        (line(answer_any="dog"), "answer_any"),
        (line(answer_none="dog"), "answer_none"),
        (line(answer_each="dog"), '"answer_each" must be a list of lists'),
        (line(answer_each=[["dog"], []]), 'each part of "answer_each"'),
        (line(moves="yes"), '"moves" must be'),
        (line(film=1.5), '"film" must be'),
        (line("first"), "was used on line 1"),
    ],
)
def test_a_malformed_line_is_named(tmp_path, row, complaint):
    path = write(tmp_path / "suite.jsonl", line("first"), "", row)
    with pytest.raises(BadInput) as caught:
        read_suite(path)
    assert "line 3" in str(caught.value)
    assert complaint in str(caught.value)


def test_an_unreadable_or_empty_suite_is_refused(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        read_suite(tmp_path / "absent.jsonl")
    with pytest.raises(BadInput, match="no lines"):
        read_suite(write(tmp_path / "empty.jsonl", ""))


def test_a_line_is_read_whole(tmp_path):
    row = line(
        "multi-007",
        modalities=["image", "text"],
        order=["text", "image"],
        concept={"image": ["dog", "cat"], "video": "dog"},
        answer_any=["dog"],
        moves=True,
    )
    (case,) = read_suite(write(tmp_path / "suite.jsonl", row))
    assert case.category == "multi"
    assert case.expect == Expect(
        modalities=frozenset({Modality.TEXT, Modality.IMAGE}),
        order=(Modality.TEXT, Modality.IMAGE),
        concept={Modality.IMAGE: ("dog", "cat"), Modality.VIDEO: ("dog",)},
        answer_any=("dog",),
        moves=True,
    )


def test_a_missing_file_names_the_line(tmp_path):
    message = {"role": "user", "content": [{"type": "image", "path": "absent.png"}]}
    (case,) = read_suite(write(tmp_path / "suite.jsonl", line("x-1", [message])))
    with pytest.raises(Exception, match=r"line 1 \(x-1\).*absent.png"):
        case.stretches(tmp_path)


@pytest.mark.parametrize("extra", [["--limit", "0"], ["--every", "0"], ["--ids", "nothing-"]])
def test_the_command_says_what_is_wrong(tmp_path, capsys, extra):
    path = write(tmp_path / "suite.jsonl", line())
    assert main([str(path), "--preset", "tiny", "--out", str(tmp_path / "out"), *extra]) == 2
    assert extra[0].strip("-") in capsys.readouterr().err or "nothing-" in extra


def test_names_stand_for_what_bears_them(judges):
    words = judges.vocabularies[PICTURES]
    assert words.accepted("Dog") == {0}
    assert words.accepted("person running") == {2, 3, 4}
    assert words.accepted("man running") == {2, 3}
    assert judges.vocabularies[SOUNDS].accepted("fiddle") == {1, 2}
    with pytest.raises(BadInput, match="no name the judge knows"):
        words.accepted("unicorn")


def test_rank_is_the_place_of_the_best_accepted_label(judges):
    words = judges.vocabularies[PICTURES]
    scores = np.array([0.1, 0.3, 0.05, 0.0, 0.2, 0.25, 0.1])
    assert words.rank(scores, "cat") == 1
    assert words.rank(scores, "sun") == 2
    assert words.rank(scores, "person running") == 3
    assert words.rank(scores, "man running") == 6
    assert words.best(scores, 2) == ["cat face", "sun"]


def test_unknown_concepts_are_refused_before_any_answer(tmp_path, judges):
    cases = read_suite(write(tmp_path / "suite.jsonl", line("ok-1"), line("bad-1", concept={"audio": "unicorn"})))
    with pytest.raises(BadInput, match=r'line 2 \(bad-1\): "concept" of audio'):
        check_names(cases, judges)


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("It is a DOG.", True),
        ("Two dogs play.", True),
        ("the dog's bowl", True),
        ("a hot-dog", True),
        ("a dogma", False),
        ("an underdog", False),
        ("", False),
        ("some puppies", True),
        ("an old fire  engine!", True),
    ],
)
def test_answers_are_found_as_whole_words(text, hit):
    assert names_any(text, ["dog", "puppy", "fire engine"]) is hit


def test_an_answer_names_every_part_and_nothing_that_is_not_there(judges):
    both = Expect(answer_each=(("dog", "barking"), ("rain",)), answer_none=("music",))
    said = {
        "A dog in the rain.": (True, [True, True]),
        "I hear barking.": (False, [True, False]),
        "A dog in the rain, and music.": (False, [True, True]),
        "": (False, [False, False]),
    }
    for text, (right, parts) in said.items():
        scores = judged((Text(text),), both, judges)
        assert (scores["answer"], scores["answer_each"]) == (right, parts), text
    one = Expect(answer_any=("three",), answer_none=("four",))
    answers = ("Three.", "Three or four.", "Four.")
    assert [judged((Text(text),), one, judges)["answer"] for text in answers] == [True, False, False]
    assert judged((Text("No music here."),), Expect(answer_none=("music",)), judges)["answer"] is False


def test_movement_ignores_grain_and_sees_change():
    rng = np.random.default_rng(0)
    still = np.clip(rng.normal(128, 4, (8, 96, 96, 3)), 0, 255).astype(np.uint8)
    assert 0 < movement(still) < MOVES_ABOVE
    assert movement(still[:1]) == 0
    assert movement(clip(0, 255, 0).frames) == pytest.approx(1.0)
    moving = np.full((8, 96, 96, 3), 255, np.uint8)
    for t in range(8):
        moving[t, 30:60, 8 * t : 8 * t + 30] = 0
    assert movement(moving) > MOVES_ABOVE


def test_a_film_is_a_clip_that_holds_its_sound(judges):
    fixed = FixedJudges(judges, image=0, audio=1, video=5)
    sound, silent = Audio(np.zeros(1600, np.float32), 16_000), clip(0, 200)
    answers = {"film": (replace(silent, audio=sound), sound), "apart": (silent, sound), "none": (Text("no"),)}
    scores = {name: judged(parts, Expect(film=True), fixed)["film"] for name, parts in answers.items()}
    assert scores == {"film": True, "apart": False, "none": False}
    cases = read_suite(HELD_OUT.parent / "films.jsonl")
    assert Counter(case.category for case in cases) == {"film": 60, "mute": 10}
    texts = [case.messages[-1]["content"] for case in cases]
    assert len(set(texts)) == len(texts)
    for case in cases:
        film = case.category == "film"
        assert case.expect.film == film and case.expect.moves, case.id
        assert set(case.expect.concept) == {Modality.VIDEO} | ({Modality.AUDIO} if film else set()), case.id


def test_scores_of_one_answer(judges):
    fixed = FixedJudges(judges, image=0, audio=1, video=5)
    expect = Expect(
        modalities=frozenset({Modality.TEXT, Modality.IMAGE, Modality.VIDEO}),
        order=(Modality.TEXT, Modality.IMAGE, Modality.VIDEO),
        concept={Modality.IMAGE: ("dog", "cat"), Modality.VIDEO: ("red heart",), Modality.AUDIO: ("rain",)},
        answer_any=("dog",),
        moves=True,
    )
    scores = judged((Text("A dog."), Text("And more"), picture(), clip(0, 200), Text("  ")), expect, fixed)
    assert scores["modalities"] and scores["order"] and scores["answer"] and scores["moves"]
    assert scores["rank"] == {"image": [1, 2], "audio": [None], "video": [2]}
    assert scores["shown_and_moves"] is True
    assert scores["energy"][0] > 2 and not scores["lively"], "a flash is more than any real clip of a heart"
    assert scores["seen"]["image"][0][0] == "dog face"
    worse = judged((picture(), Text("cat")), expect, fixed)
    assert not (worse["modalities"] or worse["order"] or worse["answer"] or worse["moves"] or worse["shown_and_moves"])
    assert judged((Text("x"),), Expect(), fixed) == {}


def result(case_id, scores, error="", **timing):
    timing = {"first_token_s": 0.5, "total_s": 1.0, "num_tokens": 3, "tokens_per_s": 20.0, "media_s": {}, **timing}
    category = case_id.rsplit("-", 1)[0]
    return {
        "id": case_id,
        "category": category,
        "scores": scores,
        "error": error,
        "timings": [timing],
        "peak_memory_mb": 9,
    }


def test_sums_are_exact():
    results = [
        result("a-1", {"modalities": True, "rank": {"image": [1]}}, media_s={"image": [2.0]}),
        result("a-2", {"modalities": False, "rank": {"image": [5, 6]}}, media_s={"image": [1.0, 4.0]}),
        result("b-1", {"modalities": True, "rank": {"image": [None]}, "answer": True}, "BadInput: no", num_tokens=0),
    ]
    summary = summarise(results)
    assert summary["num"] == 3
    assert summary["errors"] == 1
    assert summary["modalities"] == pytest.approx(2 / 3, abs=1e-4)
    assert (summary["image_top1"], summary["image_top5"]) == (0.25, 0.5)
    assert summary["audio_top1"] is None
    assert summary["answer"] == 1.0
    assert summary["image_s"] == 2.0
    assert summary["first_token_s"] == 0.5
    assert summary["peak_memory_mb"] == 9
    expected = {"num": 2, "errors": 0, "modalities": 0.5, "image_top1": 0.3333, "image_top5": 0.6667}
    assert by_category(results)["a"] == expected
    lines = table(results).splitlines()
    assert [text.split()[0] for text in lines] == ["category", "a", "b", "all"]
    assert "67 %" in lines[-1]
    json.dumps(summary)


def test_sounds_are_fitted_and_seen_on_the_mel_scale():
    samples = np.sin(2 * np.pi * 1_000 * np.arange(24_000) / 24_000).astype(np.float32) * 0.1
    wave = fitted(samples, 24_000)
    assert wave.shape == (NUM_SAMPLES,)
    assert np.abs(wave).max() == pytest.approx(0.7, abs=0.01)
    assert not wave[17_000:].any()
    mels = log_mel(torch.from_numpy(wave)[None], mel_filters())
    assert mels.shape == (1, 64, 256)
    loudest = int(mels[0, :, 20].argmax())
    filters = mel_filters()
    assert abs(float(filters[loudest].argmax()) * 16_000 / 1024 - 1_000) < 60


def test_judges_survive_saving_and_damage_is_told(tmp_path, judges):
    judge = judges.sound_judge
    save_half(judge, tmp_path / "sounds.safetensors")
    other = SoundJudge(len(SOUND_LABELS), (4, 8, 8, 8, 8)).eval()
    load_half(other, tmp_path / "sounds.safetensors")
    samples = sound().samples
    np.testing.assert_allclose(other.probabilities(samples, 16_000), judge.probabilities(samples, 16_000), atol=0.02)
    with pytest.raises(MissingWeights):
        load_half(SoundJudge(3, (4, 8, 8, 8, 8)), tmp_path / "sounds.safetensors")
    save_vocabulary(SOUNDS, SOUND_LABELS, {"toys": {"top1": 1.0}}, tmp_path)
    assert load_vocabulary(SOUNDS, tmp_path).labels == SOUND_LABELS
    (tmp_path / "sounds.json").write_text("{")
    with pytest.raises(MissingWeights, match="judge_training"):
        load_vocabulary(SOUNDS, tmp_path)


def test_a_clip_is_judged_by_its_frames(judges):
    scores = judges.scores(clip(0, 80, 160, 240))
    alone = [judges.scores(picture(level)) for level in (0, 80, 160, 240)]
    np.testing.assert_allclose(scores, np.mean(alone, 0), atol=1e-4)
    assert scores.sum() == pytest.approx(1, abs=1e-4)


def test_the_tiny_preset_runs_through(tmp_path, judges):
    from nextgpt_core.media_files import save_media
    from nextgpt_core.pipeline import NextGPT

    save_media(picture(90), tmp_path / "seen.png")
    turns = [
        {"role": "user", "content": [{"type": "image", "path": "seen.png"}, {"type": "text", "text": "a dog please"}]},
        {"role": "assistant", "generate": True},
        {"role": "user", "content": "and its sound"},
    ]
    path = write(
        tmp_path / "suite.jsonl",
        line("one-1", modalities=list(Modality), concept={"image": "dog", "audio": "dog", "video": "cat"}),
        line("turns-1", turns, modalities=["image"], moves=True),
    )
    bot = NextGPT.from_preset("tiny")
    everything = Options(seed=3, max_new_tokens=8, modalities=frozenset(Modality))
    cases, out = read_suite(path), tmp_path / "out"
    logged = []
    first = run_suite(bot, cases[:1], judges, tmp_path, out, everything, log=logged.append)
    assert first[0]["scores"]["modalities"] is True
    assert set(first[0]["scores"]["rank"]) == {"image", "audio", "video"}
    assert all((out / name).is_file() for name in first[0]["files"])
    assert len(first[0]["files"]) == 3
    with open(out / "results.jsonl", "a", encoding="utf-8") as file:
        file.write('{"id": "turns-1", "cut')  # as a killed run leaves it
    results = run_suite(bot, cases, judges, tmp_path, out, everything, resume=True, log=logged.append)
    assert [row["id"] for row in results] == ["one-1", "turns-1"]
    assert read_results(out) == results
    assert results[0] == first[0]
    assert len(results[1]["timings"]) == 2
    assert results[1]["files"][0].startswith("media/turns-1-turn1-")
    assert results[1]["scores"]["modalities"] is False
    summary = summarise(results)
    assert summary["peak_memory_mb"] > 50
    assert summary["audio_s"] is not None
    assert len(logged) == 2


def test_an_error_of_the_model_is_a_result(tmp_path, judges):
    class Refusing:
        def reply(self, conversation, options):
            raise BadInput("no")

    cases = read_suite(write(tmp_path / "suite.jsonl", line("x-1", modalities=["text"], concept={"image": "dog"})))
    (row,) = run_suite(Refusing(), cases, judges, tmp_path, tmp_path / "out", Options(seed=0), log=lambda text: None)
    assert row["error"] == "BadInput: no"
    assert row["scores"] == {"modalities": False, "rank": {"image": [None]}}


def test_captions_keep_what_was_asked_for(judges):
    expect, pixels = Expect(caption={Modality.IMAGE: ("two", "on a beach")}), np.zeros((8, 8, 3), np.uint8)
    kept = judged([Image(pixels, caption="two red cars on a beach")], expect, judges)
    lost = judged([Image(pixels, caption="two red cars")], expect, judges)
    assert kept["caption"] and not lost["caption"]
    assert not judged([Text("two on a beach")], expect, judges)["caption"]


def test_the_suites_with_media_are_sound():
    cases = read_suite(HELD_OUT)
    assert len(cases) >= 320
    talks = read_suite(CONVERSATIONS)
    assert len(talks) >= 120 and len({case.category for case in talks}) >= 20
    cases += talks
    more = read_suite(HELD_OUT.parent / "photographs.jsonl")  # goes on where the photographs of the first file end
    assert len({case.id for case in cases + more}) == len(cases + more) and {c.category for c in more} == {"ti2t-photo"}
    cases += more + [
        case for name in ("alive", "doings", "hearing") for case in read_suite(FRESH.with_name(f"{name}.jsonl"))
    ]
    texts = [json.dumps(case.messages) for case in cases]
    assert len(set(texts)) == len(texts)
    folder = HELD_OUT.parent
    contents = [message.get("content") for case in cases for message in case.messages]
    used = {item["path"] for content in contents if isinstance(content, list) for item in content if "path" in item}
    shipped = {str(path.relative_to(folder)) for path in (folder / "media").iterdir()}
    assert used == shipped
    credits = (folder / "SOURCES.md").read_text("utf-8")
    assert all(path.split("/")[1] in credits for path in used)
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 6_000_000


def test_the_fresh_suite_is_sound_and_asks_nothing_in_the_words_of_another_suite():
    cases = read_suite(FRESH)
    sizes = {"film": 20, "several": 20, "picture": 20, "clip": 12, "sound": 12, "follow": 16, "words": 12, "upload": 8}
    assert Counter(case.category for case in cases) == sizes
    for case in cases:
        case.stretches(FRESH.parent)  # raises for a message that is no message and for media that are not there
        assert case.expect.modalities and case.expect.film in (None, case.category == "film"), case.id
    names = ("held_out", "conversations", "photographs", "pictures", "clips", "films", "sounds")
    others = [case for name in names for case in read_suite(FRESH.with_name(f"{name}.jsonl"))]
    sentences = [text for case in cases for text in _said(case)]
    assert len(set(sentences)) == len(sentences)
    assert not set(sentences) & {text for case in others for text in _said(case)}


def _said(case):
    """The user's own words, small letters, without signs."""
    contents = [message["content"] for message in case.messages if message["role"] == "user"]
    texts = [piece if isinstance(piece, str) else piece[-1].get("text", "") for piece in contents]
    return [re.sub(r"[^a-z0-9]+", " ", text.lower()).strip() for text in texts]


@pytest.mark.skipif(not (WEIGHTS / f"{SOUNDS}.json").is_file(), reason="judges are not trained yet")
def test_the_shipped_judges_know_every_concept_of_the_suite():
    vocabularies = {kind: load_vocabulary(kind) for kind in (PICTURES, SOUNDS)}
    assert len(vocabularies[PICTURES].labels) >= 500
    assert len(vocabularies[SOUNDS].labels) >= 80
    for kind, vocabulary in vocabularies.items():
        own = {names[0] for names in vocabulary.labels}
        assert {name for row in vocabulary.same for name in row} <= own, kind
        assert vocabulary.accuracy
    suites = [path for path in sorted(HELD_OUT.parent.glob("*.jsonl")) if path.name != "plain_replies.jsonl"]
    assert len(suites) >= 11
    for case in (case for path in suites for case in read_suite(path)):
        for modality, names in case.expect.concept.items():
            for name in names:
                assert vocabularies[SOUNDS if modality == Modality.AUDIO else PICTURES].accepted(name), case.id
