"""Sounds in layers: events told apart and counted, rhythms, tunes, sources at once; and what captions ask for."""

import random

import numpy as np
import pytest
import torch
from toy_corpora import Captions

from nextgpt_core.data import lone_sounds
from nextgpt_core.data.lone_sounds import LoneSounds, alone_caption, draw_asked
from nextgpt_core.data.sound_captions import said_facts
from nextgpt_core.decoders.audio import AudioDecoder
from nextgpt_core.decoders.melody import MIDDLE, SCALES, TEMPOS, TONIC, melody
from nextgpt_core.decoders.mixing import audible, bands, mixed, spans
from nextgpt_core.decoders.pitch import key
from nextgpt_core.decoders.playing import Playing, event_of, events_of, octaves_to, played
from nextgpt_core.decoders.source_reader import FIELDS, REGISTER, SourceReader
from nextgpt_core.evaluation import sound_facts
from nextgpt_core.training.loop import Recipe, train
from nextgpt_core.training.source_reader import SourceReaderTask, asked_register

RATE_HZ = 16_000


def struck(*starts_s: float, hz: float = 440.0, length_s: float = 5.12, decay_s: float = 0.1) -> np.ndarray:
    """Decaying tones at the given times."""
    wave, times = np.zeros(round(length_s * RATE_HZ), np.float32), np.arange(8000) / RATE_HZ
    tone = (0.5 * np.sin(2 * np.pi * hz * times) * np.exp(-times / decay_s)).astype(np.float32)
    for start_s in starts_s:
        first = round(start_s * RATE_HZ)
        wave[first : first + len(tone)] += tone[: len(wave) - first]
    return wave


def generator() -> np.random.Generator:
    return np.random.default_rng(0)


def test_events_are_told_apart_by_the_quiet_between_them():
    found = events_of(struck(0.1, 1.2, 3.0), RATE_HZ)
    assert len(found) == 3 and all(0.3 < len(event) / RATE_HZ < 0.9 for event in found)
    assert events_of(np.zeros(1000, np.float32), RATE_HZ) == []


def test_of_several_events_the_loudest_is_meant():
    wave = struck(0.1) + 2 * struck(2.0, hz=880)
    assert np.abs(event_of(wave, RATE_HZ)).max() == pytest.approx(np.abs(wave).max())


@pytest.mark.parametrize("times", [1, 2, 3, 5, 7])
def test_one_event_becomes_as_many_as_asked(times):
    wave = played(struck(0.05)[None], Playing("event", times), RATE_HZ, 5.12, generator())
    assert len(wave) == 81_920 and sound_facts.events(wave, RATE_HZ) == times


def test_a_number_fits_into_a_shorter_sound():
    wave = played(struck(0.05)[None], Playing("event", 3), RATE_HZ, 2.0, generator())
    assert len(wave) == 32_000 and sound_facts.events(wave, RATE_HZ) == 3


def test_no_two_events_are_quite_alike():
    first, second = events_of(played(struck(0.05)[None], Playing("event", 2), RATE_HZ, 5.12, generator()), RATE_HZ)
    size = min(len(first), len(second))
    assert np.abs(first[:size] - second[:size]).max() > 0.01


@pytest.mark.parametrize("kind", ["stroke", "note"])
@pytest.mark.parametrize("tempo", TEMPOS)
def test_rhythms_and_tunes_have_the_tempo_asked_for(kind, tempo):
    alone, playing = struck(0.05)[None], Playing(kind, 0, tempo)
    waves = [played(alone, playing, RATE_HZ, 5.12, np.random.default_rng(seed)) for seed in range(5)]
    assert sum(sound_facts.tempo(wave, RATE_HZ) == tempo for wave in waves) >= 4


def test_a_tune_stays_near_the_note_it_is_played_from():
    for seed in range(8):
        notes = melody(np.random.default_rng(seed), 5.12, "medium", "minor")
        assert all(-5 <= note.semitones <= 14 for note in notes) and len({note.semitones for note in notes}) > 2
        assert all(note.start_s + note.length_s <= 5.12 + 1e-6 for note in notes)


def test_tunes_lie_about_their_middle_above_the_note_that_is_made():
    tunes = [melody(np.random.default_rng(seed), 5.12, None, None) for seed in range(300)]
    heights = [np.average([n.semitones for n in tune], weights=[n.length_s for n in tune]) for tune in tunes]
    assert abs(np.mean(heights) - MIDDLE) < 1


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("mood", list(SCALES))
def test_the_third_of_the_scale_is_in_every_tune(mood, long):
    for seed in range(60):
        for tempo in TEMPOS:
            notes = melody(np.random.default_rng(seed), 5.12, tempo, mood, long)
            assert any((note.semitones - TONIC) % 12 == SCALES[mood][2] for note in notes), (seed, tempo)


@pytest.mark.parametrize("mood", list(SCALES))
@pytest.mark.parametrize("tempo", list(TEMPOS))
def test_tunes_have_the_mood_asked_for(tempo, mood):
    note, asked = struck(0.05, hz=261.6, decay_s=0.4), Playing("note", 0, tempo, mood)
    tunes = [played(note[None], asked, RATE_HZ, 5.12, np.random.default_rng(seed)) for seed in range(10)]
    assert sum(sound_facts.mood(tune, RATE_HZ) == mood for tune in tunes) >= 9


def test_a_tune_keeps_its_register():
    wave = played(struck(0.05, hz=261.6, decay_s=0.4)[None], Playing("note", 0, "slow"), RATE_HZ, 5.12, generator())
    assert sound_facts.register(wave, RATE_HZ) == "middle"


def test_what_repeats_is_made_more_than_once():
    assert Playing("event", 3).num_variants == Playing("stroke").num_variants == 2
    assert Playing("event", 1).num_variants == Playing("note").num_variants == Playing().num_variants == 1
    both = np.stack([struck(0.05, hz=300), struck(0.05, hz=900)])
    made = events_of(played(both, Playing("event", 4), RATE_HZ, 5.12, generator()), RATE_HZ)
    pitches = [sound_facts.key(event, RATE_HZ) for event in made]
    assert pitches[0] < pitches[1] - 12 and pitches[2] < pitches[3] - 12


def test_what_is_as_it_is_is_only_cut():
    wave = struck(0.1, 1.0, 2.0)
    assert np.array_equal(played(wave[None], Playing(), RATE_HZ, 5.12, generator())[:80_000], wave[:80_000])
    assert len(played(wave[None], Playing(), RATE_HZ, 1.5, generator())) == 24_000


@pytest.mark.parametrize("loudness", [0.003, 0.1, 1.0])
def test_both_sources_of_a_mixture_are_heard_however_loud_they_were_made(loudness):
    rain = loudness * np.random.default_rng(1).standard_normal(81_920).astype(np.float32)
    struck_often = struck(0.5, 1.5, 2.5, 3.5)
    both = mixed([struck_often, rain], RATE_HZ)
    first, second = bands(struck_often, RATE_HZ), bands(both - struck_often, RATE_HZ)
    shares = audible(first, second), audible(second, first)
    assert min(shares) > 0.4, shares


def test_what_is_masked_is_not_heard():
    loud, quiet = np.full((5, 32), 100.0), np.full((5, 32), 1.0)
    assert audible(quiet, loud) == 0 and audible(loud, quiet) == 1


def test_of_two_that_come_and_go_each_has_a_part_of_the_sound_to_itself():
    (first, its), (second, others) = spans([False, False], 4.0)
    assert first == 0 and second == 1 and its == others == 3
    assert spans([False, True], 4.0) == [(0, 4), (0, 4)] and spans([True, False], 4.0) == [(0, 4), (1, 3)]
    assert spans([False], 4.0) == [(0, 4)]


@pytest.mark.parametrize("wanted", [31.0, 45.2, 60.0, 84.4, 96.0])
def test_the_pitch_of_a_note_is_known(wanted):
    hz, times = 440 * 2 ** ((wanted - 69) / 12), np.arange(RATE_HZ) / RATE_HZ
    note = sum(np.sin(2 * np.pi * hz * k * times + k) / k for k in range(1, 8) if hz * k < RATE_HZ / 2)
    assert key((note * np.exp(-times)).astype(np.float32), RATE_HZ) == pytest.approx(wanted, abs=0.2)


def test_noise_and_silence_have_no_pitch():
    assert key(np.random.default_rng(0).standard_normal(16_000).astype(np.float32), RATE_HZ) is None
    assert key(np.zeros(16_000, np.float32), RATE_HZ) is None


@pytest.mark.parametrize("hz", [65.4, 130.8, 261.6, 523.3, 1046.5])
@pytest.mark.parametrize("register", ["low", "high"])
def test_a_tune_lies_in_the_register_asked_for_whatever_note_was_made(hz, register):
    note = struck(0.05, hz=hz, decay_s=0.4)
    wave = played(note[None], Playing("note", 0, "slow", None, register), RATE_HZ, 5.12, generator())
    assert sound_facts.register(wave, RATE_HZ) == register


def test_a_note_without_a_register_asked_for_stays_as_it_was_made():
    assert octaves_to(struck(0.05, hz=261.6), None, RATE_HZ) == 0


def test_the_same_seed_plays_the_same():
    one, other = (played(struck(0.05)[None], Playing("note"), RATE_HZ, 5.12, generator()) for _ in range(2))
    assert np.array_equal(one, other)


def test_the_reader_says_what_is_made_and_how():
    torch.manual_seed(0)
    reader = SourceReader(24, num_tokens=3, dim=8, width=16)
    condition = torch.randn(1, reader.condition_tokens, 8)
    with torch.no_grad():
        reader.present.bias[1] = 100
    conditions, playing = reader.sources(condition)
    assert conditions.shape == (2, 3, 8) and len(playing) == 2
    with torch.no_grad():
        reader.present.bias[1] = -100
    conditions, playing = reader.sources(condition)
    assert torch.equal(conditions, condition[:, :3]) and len(playing) == 1
    assert all(getattr(playing[0], name) in known for name, known in FIELDS.items())
    with torch.no_grad():
        reader.register.weight.zero_()
        reader.register.bias.copy_(torch.tensor([0.0, 0.0, 1.0]))
    assert reader.sources(condition)[1][0].register == REGISTER[2] == "high"


@pytest.mark.parametrize(
    ("facts", "caption", "said"),
    [
        ({"tempo": "fast", "mood": "major"}, "a lively tune on a piano", {"tempo": "fast"}),
        ({"tempo": "slow", "register": "low"}, "a piano", {}),
        ({"count": 3}, "a dog bark, three times", {"count": 3}),
        ({"count": 2}, "a dog bark", {}),
        ({"count": 1}, "a single knock on a door", {"count": 1}),
    ],
)
def test_only_what_a_caption_says_is_asked_for(facts, caption, said):
    assert said_facts(facts, caption) == said


def lone(monkeypatch) -> LoneSounds:
    sounds = LoneSounds.__new__(LoneSounds)
    items = {
        "dog bark": [{"labels": ["dog bark"], "names": [["dog"]], "facts": {"count": n}} for n in (1, 2, 5)],
        "rain": [{"labels": ["rain"], "names": [[]], "facts": {}}],
        "piano": [{"labels": ["piano"], "names": [[]], "facts": {"tempo": "slow", "mood": "minor", "register": "low"}}],
    }
    sounds.items, sounds.counts, sounds.split = items, {"dog bark": 5, "rain": 0, "piano": 0}, "train"
    sounds.labels = sorted(items)
    return sounds


def test_captions_ask_for_sources_and_their_playing(monkeypatch):
    sounds, rng = lone(monkeypatch), random.Random(0)
    drawn = [draw_asked(sounds, rng) for _ in range(300)]
    for each in drawn:
        assert len(each.things) == len(each.played) == len(each.labels) == each.codes()[:, 0].sum()
        for label, thing, playing in zip(each.labels, each.things, each.played, strict=True):
            assert label in thing and playing.kind == {"dog bark": "event", "rain": "as it is", "piano": "note"}[label]
            if playing.kind == "event":
                assert 1 <= playing.times <= 5
    assert {len(each.things) for each in drawn} == {1, 2}
    assert any("low" in thing for each in drawn for thing in each.things)
    barks = [each for each in drawn if each.labels == ("dog bark",)]
    unsaid = [each for each in barks if not any(said_facts({"count": n}, each.caption) for n in (1, 2, 5))]
    assert unsaid and all(each.played[0].times == 3 for each in unsaid)


def test_the_reader_learns_what_captions_ask_for(monkeypatch, tmp_path):
    torch.manual_seed(0)
    rng, sounds = random.Random(1), lone(monkeypatch)
    drawn = [draw_asked(sounds, rng) for _ in range(40)]
    data = Captions([{"caption": e.caption, "things": e.things} for e in drawn], [e.codes() for e in drawn])
    codec = {"width": 16, "encoder_blocks": 1, "decoder_blocks": 1, "latent_channels": 4, "num_mels": 16}
    flow = {"text_dim": 12, "condition_tokens": 2, "condition_dim": 16, "width": 32, "num_layers": 1}
    decoder = AudioDecoder(8, 2, codec, flow, {"width": 32})
    decoder.flow.requires_grad_(False)
    things = sorted({thing for each in drawn for thing in each.things})
    alone = Captions([{"caption": thing} for thing in things], [np.zeros(1)] * len(things))
    conditions = decoder.flow.condition(*alone.batch(list(range(len(things))))[1:])
    task = SourceReaderTask(decoder, dict(zip(things, conditions, strict=True)), data, data, batch_size=40)
    before = task.validate()
    numbers = train(task, Recipe(minutes=2, max_steps=150, lr=1e-2, ema=0.9), tmp_path / "run", lambda *_: None)
    assert numbers["register"] > 0.8
    assert numbers["first"] > before["first"] and numbers["present"] > 0.9 and numbers["kind"] > 0.8
    assert not any(p.grad is not None for p in decoder.flow.parameters())


def test_plainest_captions_tell_sources_apart():
    captions = {
        alone_caption("piano", "note", {"register": "low"}),
        alone_caption("piano", "note", {"register": "middle"}),
        alone_caption("drum kit", "as it is", {"tempo": "fast"}),
        alone_caption("woodblock", "stroke", {}),
    }
    assert captions == {"a low note on a piano", "a note on a piano", "a fast drum kit", "one stroke on a woodblock"}


def test_the_register_asked_for_is_that_of_the_plainest_caption():
    captions = [alone_caption("piano", "note", {"register": word}) for word in ("low", "middle", "high")]
    assert [REGISTER[asked_register(caption)] for caption in captions] == ["low", None, "high"]
    assert asked_register("a fast drum kit") == 0


def test_every_kind_of_instrument_is_known():
    assert set(lone_sounds._PLAYED.values()) == {"note", "long note", "stroke"}
