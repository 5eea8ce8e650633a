"""Facts of media: painted scenes, moved drawings and played tunes are measured as what they are, and scored so."""

import json
import re
from collections import Counter

import numpy as np
import pytest
from toy_corpora import write_toys

from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.corpora import clips, synthesis, tunes
from nextgpt_core.data.motions import IDLE, Animations, ClipPlan, paint_clip
from nextgpt_core.data.requests import REQUESTS, SOURCE_REQUESTS
from nextgpt_core.data.scenes import POSITIONS, Pictures, Scene, SceneObject, is_held, paint
from nextgpt_core.errors import BadInput, BadMedia
from nextgpt_core.evaluation import clip_facts, energies, picture_facts, sound_facts
from nextgpt_core.evaluation.facts import FACTS, flaws
from nextgpt_core.evaluation.judges import PICTURES, SOUNDS, WEIGHTS, load_vocabulary
from nextgpt_core.evaluation.metrics import by_category, judged, summarise, table
from nextgpt_core.evaluation.suite import HELD_OUT, Expect, read_suite
from nextgpt_core.media import Audio, Image, Modality, Text, Video

RATE_HZ = 16_000


class NoJudges:
    """Judges that are asked for no concept."""

    class _Words:
        def best(self, scores):
            return []

    def vocabulary(self, modality):
        return self._Words()

    def scores(self, part):
        return np.zeros(1)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Cut-outs and animations in the real format; the car's disc has a bright sector, so that its turning is seen."""
    out = tmp_path_factory.mktemp("corpora")
    write_toys(out)
    rows, columns = np.mgrid[0:160, 0:160] - 79.5
    sector = (np.hypot(rows, columns) < 73) & (rows < 0) & (columns > 0)
    cutouts = np.load(out / "pictures" / "3d.npy")
    cutouts[2][sector] = (250, 240, 60, 255)
    np.save(out / "pictures" / "3d.npy", cutouts)
    return Pictures(out / "pictures"), Animations(out / "animations")


def scene(concept="cat", background="plain", relation=None, second=None, variation=5, **facts):
    things = [SceneObject(concept, (concept,), **facts)] + ([SceneObject(second, (second,))] if second else [])
    return Scene("3d", tuple(things), background, relation, variation)


def test_things_are_seen_each_alone(drawn):
    pair = paint(scene("cat", relation="next to", second="car"), drawn[0], 256)
    views = picture_facts.each_alone(pair)
    assert len(views) == 2 and all(view.shape[0] == view.shape[1] and view.dtype == np.uint8 for view in views)
    assert all(picture_facts.count(view) == 1 and picture_facts.place(view) == "center" for view in views)
    assert picture_facts.each_alone(paint(scene("cat"), drawn[0], 256)) == []


@pytest.mark.parametrize("colour", list(COLOURS))
@pytest.mark.parametrize("size_px", [64, 128, 300])
def test_said_colours_are_measured_in_front_and_behind(drawn, colour, size_px):
    behind = "black" if colour == "white" else "white"
    picture = paint(scene(background=behind, colour=colour), drawn[0], size_px)
    assert picture_facts.main_colour(picture) == colour
    assert picture_facts.background_colour(picture) == behind
    swapped = paint(scene(background=colour, colour=behind), drawn[0], size_px)
    assert picture_facts.background_colour(swapped) == colour
    assert picture_facts.main_colour(swapped) in (behind, "gray")  # white things are toned a little darker


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("background", ["plain", "gradient", "blue"])
def test_things_are_counted_and_grain_is_none(drawn, number, background):
    picture = paint(scene("car", background, count=number), drawn[0], 128)
    assert picture_facts.count(picture) == number
    rng = np.random.default_rng(0)
    grainy = np.clip(picture + rng.normal(0, 6, picture.shape), 0, 255).astype(np.uint8)
    assert picture_facts.count(grainy) == number


def test_parts_within_one_box_are_one_thing_and_two_apart_are_two():
    picture = np.full((128, 128, 3), 255, np.uint8)
    assert picture_facts.count(picture) == 0
    assert picture_facts.main_colour(picture) is None
    assert picture_facts.place(picture) is None
    picture[20:60, 20:24] = picture[20:60, 56:60] = picture[20:24, 20:60] = (200, 30, 30)  # a frame
    picture[35:45, 35:45] = (30, 30, 200)  # something within it
    assert picture_facts.count(picture) == 1
    picture[80:110, 80:110] = (30, 30, 200)
    assert picture_facts.count(picture) == 2
    picture[5, 120] = 0  # a crumb
    picture[5:14, 60:69] = 0  # a speck
    assert picture_facts.count(picture) == 2
    picture[:] = 255
    picture[5:8, 120:123] = 0
    assert picture_facts.count(picture) == 0


def test_a_steep_gradient_is_no_thing_even_where_one_reaches_the_edge():
    down = np.linspace(0, 1, 128)[:, None, None]
    picture = np.broadcast_to(255 * (1 - down) + np.array([90, 140, 255]) * down, (128, 128, 3)).astype(np.uint8)
    assert picture_facts.count(picture) == 0
    picture[40:90, :50] = (200, 30, 30)
    assert picture_facts.count(picture) == 1
    assert picture_facts.main_colour(picture) == "red"
    assert picture_facts.place(picture) == "left"


@pytest.mark.parametrize("position", list(POSITIONS))
def test_places_are_the_painted_ones(drawn, position):
    word = position.removeprefix("on the ").removeprefix("at the ").removeprefix("in the ").removesuffix(" corner")
    for variation in range(5):
        picture = paint(scene(position=position, background="gradient", variation=variation), drawn[0], 128)
        assert picture_facts.place(picture) == word
    assert picture_facts.place(paint(scene(size="small"), drawn[0], 128)) == "center"


MOTION_WORDS = {
    "moves left": "moving left",
    "moves right": "moving right",
    "moves up": "moving up",
    "moves down": "moving down",
    "grows": "growing",
    "shrinks": "shrinking",
    "spins": "spinning",
    "bounces": "bouncing",
    "shakes": "shaking",
    IDLE: "standing still",
}


def moved(drawn, motion, variation=1, background="plain", concept="car"):
    plan = ClipPlan("3d", concept, (concept,), motion, background, variation)
    return paint_clip(plan, *drawn, size_px=96)


@pytest.mark.parametrize("motion", list(MOTION_WORDS))
@pytest.mark.parametrize("background", ["plain", "gradient", "purple"])
def test_motions_are_told_apart(drawn, motion, background):
    for variation in range(3):
        frames = moved(drawn, motion, variation, background)
        assert clip_facts.motion(frames) == MOTION_WORDS[motion]
    backwards = {"moving left": "moving right", "moving up": "moving down", "growing": "shrinking"}
    if (word := MOTION_WORDS[motion]) in backwards:
        assert clip_facts.motion(frames[::-1]) == backwards[word]


def test_a_disc_that_cannot_be_seen_turning_stands_still(drawn):
    assert clip_facts.motion(moved(drawn, "spins", concept="owl")) == "standing still"
    assert abs(clip_facts.track(moved(drawn, "spins")).turned[-1]) == pytest.approx(337.5, abs=15)
    assert set(clip_facts.MOTIONS) == set(MOTION_WORDS.values())


def test_clips_with_nothing_or_one_frame_are_measured():
    noise = np.random.default_rng(0).integers(0, 256, (81, 48, 48, 3), np.uint8)
    assert clip_facts.motion(noise) == "standing still"
    empty = np.full((16, 48, 48, 3), 90, np.uint8)
    assert clip_facts.motion(empty) == "standing still"
    assert clip_facts.motion(empty[:1]) == "standing still"
    assert clip_facts.flicker(empty) == 0
    assert clip_facts.flicker(empty[:2]) is None


def test_flicker_is_change_that_is_taken_back_where_nothing_moves(drawn):
    frames = moved(drawn, "moves left", background="gray")
    assert clip_facts.flicker(frames) < 0.001
    fading = np.clip(frames.astype(int) - 2 * np.arange(16)[:, None, None, None], 0, 255).astype(np.uint8)
    assert clip_facts.flicker(fading) < 0.003
    blinking = np.clip(frames.astype(int) + 8 * (np.arange(16) % 2)[:, None, None, None], 0, 255).astype(np.uint8)
    assert clip_facts.flicker(blinking) == pytest.approx(8 / 255, rel=0.1)


def played(notes, brightness=4):
    """Notes as decaying tones with a few harmonics: float32 [81920] at 16 kHz."""
    samples = np.zeros(clips.NUM_SAMPLES, np.float32)
    for note in notes:
        length_s = max(0.15, note.length_s)
        times = np.arange(int(length_s * RATE_HZ)) / RATE_HZ
        hz = 440 * 2 ** ((note.key - 69) / 12)
        tone = sum(np.sin(2 * np.pi * hz * k * times) / k for k in range(1, brightness + 1) if hz * k < 7_500)
        clips.at(samples, note.start_s, clips.fade(tone * np.exp(-2 * times / length_s)), note.velocity / 127)
    return clips.finish(samples)


@pytest.mark.parametrize("tempo", list(tunes.TEMPOS))
@pytest.mark.parametrize(("register", "low", "high"), [("low", 28, 52), ("middle", 55, 71), ("high", 74, 96)])
def test_composed_tunes_have_their_tempo_and_register(tempo, register, low, high):
    rng = np.random.default_rng(7)
    right = np.zeros(2, int)
    for number in range(9):
        settings = clips.Settings(number, 3 * list(tunes.TEMPOS).index(tempo) + number % 3, 1, 0)
        notes, facts = tunes.compose(rng, settings, low, high, "melody")
        assert (facts["tempo"], facts["register"]) == (tempo, register)
        sound = played(notes)
        right += sound_facts.tempo(sound, RATE_HZ) == tempo, sound_facts.register(sound, RATE_HZ) == register
    assert (right >= 8).all(), right


@pytest.mark.parametrize("register", ["middle", "high"])
def test_composed_tunes_have_their_mood(register):
    rng, right = np.random.default_rng(8), []
    for number in range(24):
        settings = clips.Settings(number, number % 9, 1, 0)
        notes, facts = tunes.compose(rng, settings, *tunes.REGISTERS[register], "melody")
        right.append(sound_facts.mood(played(notes), RATE_HZ) == facts["mood"])
    assert sum(right) >= 22


def test_the_third_makes_the_mood_whatever_the_key_and_rate():
    for tonic, rate_hz in ((60, 16_000), (67, 24_000)):
        found = []
        for third in (4, 3):
            tune = [tonic + step for step in (0, third, 7, third, 12, 7, third, 0)]
            times = np.arange(int(0.4 * rate_hz)) / rate_hz
            tones = [np.sin(2 * np.pi * 440 * 2 ** ((note - 69) / 12) * times) * np.exp(-3 * times) for note in tune]
            found.append(sound_facts.mood(0.5 * np.concatenate(tones), rate_hz))
        assert found == ["major", "minor"]


@pytest.mark.parametrize("rate_hz", [16_000, 24_000, 44_100])
def test_the_rate_of_a_sound_does_not_matter(rate_hz):
    times = np.arange(int(4 * rate_hz)) / rate_hz
    strokes = np.exp(-6 * (times % 0.38)) * np.sin(2 * np.pi * 220 * times)
    sound = (0.5 * strokes).astype(np.float32)
    assert sound_facts.tempo(sound, rate_hz) == "fast"
    assert sound_facts.key(sound, rate_hz) == pytest.approx(57, abs=0.2)
    assert len(sound_facts.onsets(sound, rate_hz)) == pytest.approx(11, abs=1)


@pytest.mark.parametrize("label", ["knock on a door", "owl hoot", "hammer", "sheep bleat"])
def test_calls_are_counted(label):
    (recipe,) = [recipe for recipe in synthesis.recipes() if recipe.label.label == label]
    one = recipe.make(np.random.default_rng(2), 1.0, 1.0, 0.0)
    for number in (1, 2, 3):
        sound = np.zeros(clips.NUM_SAMPLES, np.float32)
        for call in range(number):
            clips.at(sound, 0.2 + call * (len(one) / RATE_HZ + 0.3), one)
        assert sound_facts.events(clips.finish(sound), RATE_HZ) == number


def test_a_wavering_call_is_one_event():
    times = np.arange(3 * RATE_HZ) / RATE_HZ
    tone = np.sin(2 * np.pi * 400 * times) * (0.75 + 0.25 * np.sin(2 * np.pi * 1.5 * times))  # 6 dB between extremes
    assert sound_facts.events(clips.finish(0.5 * tone), RATE_HZ) == 1


def test_a_quieter_fifth_does_not_lower_the_register():
    times = np.arange(2 * RATE_HZ) / RATE_HZ
    chord = 0.5 * np.sin(2 * np.pi * 660 * times) + 0.2 * np.sin(2 * np.pi * 990 * times)
    assert sound_facts.key(chord, RATE_HZ) == pytest.approx(76, abs=0.3)
    assert sound_facts.register(chord, RATE_HZ) == "high"


def test_silence_and_clipping():
    nothing = np.zeros(RATE_HZ, np.float32)
    assert sound_facts.events(nothing, RATE_HZ) == 0
    assert sound_facts.tempo(nothing, RATE_HZ) is None
    assert sound_facts.register(nothing, RATE_HZ) is None
    assert sound_facts.mood(nothing, RATE_HZ) is None
    assert sound_facts.silence(nothing, RATE_HZ) == 1
    assert sound_facts.peak(nothing) == 0
    tone = np.sin(2 * np.pi * 300 * np.arange(RATE_HZ) / RATE_HZ).astype(np.float32)
    half = np.concatenate([0.6 * tone, nothing])
    assert sound_facts.silence(half, RATE_HZ) == pytest.approx(0.5, abs=0.02)
    assert sound_facts.peak(half) == pytest.approx(0.6, abs=0.01)
    assert sound_facts.clipping(half) == 0
    assert sound_facts.clipping(np.clip(3 * tone, -1, 1)) > 0.5
    alone = nothing.copy()
    alone[[5, 6, 50]] = 1
    assert sound_facts.clipping(alone) == 0
    alone[5:9] = 1
    assert sound_facts.clipping(alone) == pytest.approx(4 / RATE_HZ)


def test_other_arrays_are_refused():
    with pytest.raises(BadMedia, match="uint8"):
        picture_facts.count(np.zeros((8, 8), np.uint8))
    with pytest.raises(BadMedia, match="clip"):
        clip_facts.motion(np.zeros((8, 8, 3), np.uint8))
    with pytest.raises(BadMedia, match="float"):
        sound_facts.events(np.zeros(80, np.int16), RATE_HZ)


def written(path, **expect):
    row = {"id": "a-1", "messages": [{"role": "user", "content": "hi"}], "expect": expect}
    path.write_text("\n" + json.dumps(row), "utf-8")
    return path


@pytest.mark.parametrize(
    ("expect", "complaint"),
    [
        ({"facts": ["red"]}, '"facts" must map'),
        ({"facts": {"smell": "red"}}, "unknown key 'smell'; known are colour"),
        ({"facts": {"colour": "grey"}}, "must be one of red"),
        ({"facts": {"count": "two"}}, "whole number from 1"),
        ({"facts": {"count": True}}, "whole number from 1"),
        ({"facts": {"events": 0}}, "whole number from 1"),
        ({"facts": {"motion": "jumping"}}, "bouncing"),
        ({"facts": {"place": ["left"]}}, "must be one of left"),
        ({"facts": {"mood": "sad"}}, "must be one of major, minor"),
        ({"facts": {"tempo": "fast"}, "modalities": ["image"]}, '"tempo" is one of audio'),
        ({"facts": {"colour": "red"}, "modalities": ["audio", "text"]}, "image or video"),
    ],
)
def test_wrong_facts_name_their_line(tmp_path, expect, complaint):
    with pytest.raises(BadInput, match="line 2") as caught:
        read_suite(written(tmp_path / "suite.jsonl", **expect))
    assert complaint in str(caught.value)


def test_facts_are_read_scored_summed_and_shown(tmp_path, drawn):
    facts = {"colour": "green", "background": "blue", "count": 2}
    (case,) = read_suite(written(tmp_path / "suite.jsonl", modalities=["image"], facts=facts))
    assert case.expect.facts == facts
    picture = Image(paint(scene("cat", "blue", colour="green", count=2), drawn[0], 128))
    scores = judged((picture,), case.expect, NoJudges())
    assert scores["facts"] == {"colour": ["green"], "background": ["blue"], "count": [2]}
    assert all(scores[f"fact_{name}"] for name in facts)
    other = judged((Image(paint(scene("cat", "red", colour="green"), drawn[0], 128)),), case.expect, NoJudges())
    assert [other[f"fact_{name}"] for name in facts] == [True, False, False]
    absent = judged((Text("no"),), case.expect, NoJudges())
    assert [absent[f"fact_{name}"] for name in facts] == [False, False, False]
    rows = [
        {"id": "a-1", "category": "a", "scores": scores, "error": "", "timings": [], "peak_memory_mb": 9}
        for scores in (scores, other)
    ]
    summary = summarise(rows)
    assert (summary["fact_colour"], summary["fact_background"], summary["fact_motion"]) == (1.0, 0.5, None)
    assert by_category(rows)["a"]["fact_count"] == 0.5
    title, *lines = table(rows).splitlines()
    assert "background" in title and "count" in title and "tempo" not in title
    assert "50 %" in lines[-1] and len(lines[-1]) == len(title)


def test_facts_are_looked_for_in_the_expected_medium_only(drawn):
    clip = Video(moved(drawn, "moves left", background="red"), 8.0)
    wants_picture = Expect(modalities=frozenset({Modality.IMAGE}), facts={"background": "red"})
    assert judged((clip,), wants_picture, NoJudges())["fact_background"] is False
    wants_clip = Expect(modalities=frozenset({Modality.VIDEO}), facts={"background": "red", "motion": "moving left"})
    scores = judged((clip,), wants_clip, NoJudges())
    assert scores["fact_background"] and scores["fact_motion"]
    assert scores["flicker"] == [pytest.approx(0, abs=0.001)]


def test_flaws_are_told_whatever_was_asked():
    loud = Audio(np.clip(3 * np.sin(np.arange(RATE_HZ) * 0.1), -1, 1).astype(np.float32), RATE_HZ)
    still = Audio(np.zeros(RATE_HZ, np.float32), RATE_HZ)
    scores = judged((loud, still), Expect(), NoJudges())
    assert scores["clipping"][0] > 0.5 and scores["silence"] == [0, 1]
    summary = summarise([{"scores": scores, "error": "", "timings": [], "peak_memory_mb": 1}])
    assert (summary["clipped"], summary["silent"], summary["flicker"]) == (0.5, 0.5, None)
    assert flaws(Image(np.zeros((4, 4, 3), np.uint8))) == {}
    assert FACTS["tempo"].measure(still) is None


SUITES = {Modality.IMAGE: "pictures", Modality.VIDEO: "clips", Modality.AUDIO: "sounds"}


@pytest.mark.parametrize("modality", list(SUITES))
def test_the_suites_ask_for_what_training_never_saw(modality):
    cases = read_suite(HELD_OUT.parent / f"{SUITES[modality]}.jsonl")
    assert len(cases) >= 60
    texts = [case.messages[0]["content"] for case in cases]
    assert len(set(texts)) == len(texts)
    known = [text for kinds in REQUESTS.values() for texts in kinds.values() for text in texts]
    known += [text for texts in SOURCE_REQUESTS.values() for text in texts]
    known = [text for text in known if len(re.findall(r"\w+", re.sub(r"{\w+}", "", text))) > 1]
    patterns = [re.sub(r"\\{\w+\\}", ".+", re.escape(text)) for text in known]
    assert not [text for text in texts if any(re.fullmatch(pattern, text, re.IGNORECASE) for pattern in patterns)]
    motions = {word: motion for motion, word in MOTION_WORDS.items()}
    asked = set()
    for case in cases:
        assert case.expect.modalities == {Modality.TEXT, modality}
        (concepts,) = case.expect.concept.values()
        facts = case.expect.facts
        asked |= set(facts)
        if modality == Modality.AUDIO:
            continue
        if "background" in facts:
            assert is_held(concepts[0], "on", facts["background"]), case.id
        elif "motion" in facts:
            assert is_held(concepts[0], motions[facts["motion"]]), case.id
        if "colour" in facts:
            assert is_held(concepts[0], facts["colour"]), case.id
        if len(concepts) > 1:
            assert is_held(*sorted(concepts)), case.id
        elif facts.get("count", 1) > 1:
            assert is_held(concepts[0], str(facts["count"])), case.id
    assert (
        asked
        == {
            Modality.IMAGE: {"colour", "background", "count", "place"},
            Modality.VIDEO: {"background", "motion"},
            Modality.AUDIO: {"events", "tempo", "register", "mood"},
        }[modality]
    )


@pytest.mark.skipif(not (WEIGHTS / f"{SOUNDS}.json").is_file(), reason="judges are not trained yet")
@pytest.mark.parametrize("modality", list(SUITES))
def test_the_judges_can_name_what_the_suites_ask_for(modality):
    vocabulary = load_vocabulary(SOUNDS if modality == Modality.AUDIO else PICTURES)
    for case in read_suite(HELD_OUT.parent / f"{SUITES[modality]}.jsonl"):
        assert all(vocabulary.accepted(name) for names in case.expect.concept.values() for name in names)


def test_energy_is_how_much_a_frame_differs_from_the_next():
    frames = np.zeros((3, 8, 8, 3), np.uint8)
    frames[1, :4] = 51
    assert energies.energy(frames) == pytest.approx(0.1) and energies.energy(frames[:1]) == 0


def test_clips_are_held_against_real_ones_of_their_concept_or_motion():
    known = energies.table()
    assert set(known["motions"]) == set(clip_facts.MOTIONS) - {"standing still"}
    assert energies.real(["penguin"]) == known["own"]["penguin"] > energies.real(["owl"])
    assert energies.real(["owl"], "shaking") == energies.real(["penguin"], "shaking") == known["motions"]["shaking"]
    median = energies.real(["no such thing"])
    assert sum(value < median for value in known["own"].values()) == len(known["own"]) // 2
    assert energies.real(["no such thing", "owl"]) == known["own"]["owl"]


def test_suites_of_what_is_shown_have_their_media_and_expect_an_answer():
    for name, least in (("alive", 15), ("doings", 15), ("hearing", 60)):
        cases = read_suite(HELD_OUT.parent / f"{name}.jsonl")
        assert len(cases) >= least
        for case in cases:
            shown = HELD_OUT.parent / case.messages[0]["content"][0]["path"]
            assert shown.is_file(), case.id
            assert case.expect.answer_any or case.expect.answer_each or case.expect.moves
    assert set(Counter(case.category for case in cases).values()) == {15}
