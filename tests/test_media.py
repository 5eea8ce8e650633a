"""The values of a conversation: what they accept, how they compare, what they say when they refuse."""

import dataclasses
import subprocess
import sys

import numpy as np
import pytest

from nextgpt_core.errors import BadMedia
from nextgpt_core.media import MEDIA, PART_TYPES, Audio, Image, MediaLimits, Modality, Text, Video


def pixels(*shape: int, value: int = 7) -> np.ndarray:
    return np.full(shape, value, np.uint8)


def tone(num: int = 160) -> np.ndarray:
    return np.sin(np.arange(num) / 5).astype(np.float32)


PARTS = {
    Modality.TEXT: lambda: Text("hello"),
    Modality.IMAGE: lambda: Image(pixels(4, 5, 3)),
    Modality.AUDIO: lambda: Audio(tone(), 16_000),
    Modality.VIDEO: lambda: Video(pixels(2, 4, 5, 3), 8.0, Audio(tone(), 16_000)),
}


def test_modalities_are_ordered_strings():
    assert [str(m) for m in Modality] == ["text", "image", "audio", "video"]
    assert Modality("audio") is Modality.AUDIO and f"{Modality.IMAGE}" == "image" and Modality.IMAGE == "image"
    assert MEDIA == ("image", "audio", "video")
    assert list(PART_TYPES) == list(Modality)


@pytest.mark.parametrize("modality", list(Modality))
def test_equal_content_is_equal(modality):
    one, two = PARTS[modality](), PARTS[modality]()
    assert one.modality is modality and isinstance(one, PART_TYPES[modality]) and one.caption == ""
    assert one == two and hash(one) == hash(two) and len({one, two}) == 1
    assert len(one.content_hash) == 64 and one.content_hash == two.content_hash
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.modality_ = 1
    assert len(repr(one)) < 200


def test_content_tells_parts_apart_and_captions_do_not():
    image = Image(pixels(4, 6, 3))
    assert image == Image(pixels(4, 6, 3), caption="a grey square")
    different = [
        image,
        Image(pixels(6, 4, 3)),
        Image(pixels(4, 6, 3, value=8)),
        Video(pixels(1, 4, 6, 3), 8.0),
        Video(pixels(1, 4, 6, 3), 9.0),
        Video(pixels(1, 4, 6, 3), 8.0, Audio(tone(), 16_000)),
        Audio(tone(), 16_000),
        Audio(tone(), 8_000),
        Text("a"),
        Text("b"),
    ]
    assert len(set(different)) == len(different)
    assert image != "image"


def test_hash_does_not_depend_on_memory_layout():
    wide = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    assert Image(wide[:, ::-1]) == Image(np.ascontiguousarray(wide[:, ::-1]))
    assert Audio(tone(), np.int64(16_000)) == Audio(tone(), 16_000)
    assert Video(pixels(2, 4, 4, 3), 8) == Video(pixels(2, 4, 4, 3), 8.0)


def test_durations():
    assert Audio(tone(8_000), 16_000).duration_s == 0.5
    assert Video(pixels(12, 4, 4, 3), 8.0).duration_s == 1.5


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Text(3), "must be a str"),
        (lambda: Image([[1]]), "numpy array"),
        (lambda: Image(pixels(4, 4, 3).astype(np.float32)), "float32.*uint8"),
        (lambda: Image(pixels(4, 4)), r"shape \[4, 4\]"),
        (lambda: Image(pixels(4, 4, 4)), r"\[H, W, 3\]"),
        (lambda: Image(pixels(0, 4, 3)), "empty"),
        (lambda: Audio(tone().astype(np.float64), 16_000), "float64.*float32"),
        (lambda: Audio(tone().reshape(2, -1), 16_000), r"\[N\]"),
        (lambda: Audio(tone(0), 16_000), "empty"),
        (lambda: Audio(tone() * 2, 16_000), r"\[-1, 1\]"),
        (lambda: Audio(tone() * np.float32("nan"), 16_000), "not numbers"),
        (lambda: Audio(np.array([0, np.inf], np.float32), 16_000), "not numbers"),
        (lambda: Audio(tone(), 16_000.5), "whole number"),
        (lambda: Audio(tone(), 0), "between 1000"),
        (lambda: Video(pixels(4, 4, 3), 8.0), r"\[T, H, W, 3\]"),
        (lambda: Video(pixels(0, 4, 4, 3), 8.0), "empty"),
        (lambda: Video(pixels(1, 4, 4, 3), 0.0), "above 0"),
        (lambda: Video(pixels(1, 4, 4, 3), float("nan")), "above 0"),
        (lambda: Video(pixels(1, 4, 4, 3), "8"), "number of frames"),
        (lambda: Video(pixels(1, 4, 4, 3), 8.0, tone()), "must be an Audio"),
    ],
)
def test_wrong_values_are_refused_with_a_reason(make, says):
    with pytest.raises(BadMedia, match=says):
        make()


def test_limits_must_be_positive():
    with pytest.raises(ValueError, match="max_audio_s"):
        MediaLimits(max_audio_s=0)
    with pytest.raises(ValueError, match="max_file_mb"):
        MediaLimits(max_file_mb=float("nan"))


def test_importing_media_is_light():
    code = "import sys, nextgpt_core.media; print([m for m in ('torch', 'PIL', 'scipy', 'gradio') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
