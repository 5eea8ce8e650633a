"""Ids, names and counts of the signal tokens."""

import pytest

from nextgpt_core.media import MEDIA, Modality
from nextgpt_core.signal_tokens import SHORT, SignalTokens

TOKENS = SignalTokens(100, {Modality.IMAGE: 2, Modality.AUDIO: 3, Modality.VIDEO: 1})


def test_ids_follow_the_vocabulary_without_gap_or_overlap():
    laid_out = [i for m in TOKENS.modalities for i in (TOKENS.open_id(m), *TOKENS.ids(m))]
    assert laid_out == list(range(100, 100 + TOKENS.num_new)) and TOKENS.num_new == 9
    assert TOKENS.opens() == {100: Modality.IMAGE, 103: Modality.AUDIO, 107: Modality.VIDEO}


def test_only_ids_above_the_vocabulary_are_new():
    assert not TOKENS.is_new(99) and TOKENS.is_new(100) and TOKENS.is_new(108)


def test_names_are_distinct_and_spelled_as_in_the_paper():
    names = [TOKENS.name(i) for i in range(100, 109)]
    assert names[:3] == ["<IMG>", "[IMG0]", "[IMG1]"] and names[-1] == "[VID0]" and len(set(names)) == 9
    for strange in (99, 109):
        with pytest.raises(KeyError):
            TOKENS.name(strange)


def test_a_modality_that_cannot_be_made_has_no_tokens():
    only_sound = SignalTokens(10, {Modality.AUDIO: 4, Modality.VIDEO: 0})
    assert only_sound.modalities == (Modality.AUDIO,) and only_sound.num_new == 5
    assert only_sound.ids(Modality.AUDIO) == (11, 12, 13, 14)
    with pytest.raises(KeyError):
        only_sound.open_id(Modality.VIDEO)
    assert set(SHORT) == set(MEDIA)
