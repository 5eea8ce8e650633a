"""The clip and the sound of one reply become one film: as parts, in a reply of the model, and in the files kept."""

import numpy as np
import pytest
from conftest import new_bot

from nextgpt_core.config import Options
from nextgpt_core.events import Finished, MediaReady
from nextgpt_core.media import Audio, Modality, Text, Video
from nextgpt_core.media_files import open_media
from nextgpt_core.soundtrack import joined, with_sound
from nextgpt_core.ui.api import Answer
from nextgpt_core.ui.reply_in_progress import ReplyInProgress

FRAMES = np.arange(4, dtype=np.uint8)[:, None, None, None].repeat(8, 1).repeat(8, 2).repeat(3, 3)
CLIP, SOUND = Video(FRAMES, 8.0), Audio(np.full(16_000, 0.1, np.float32), 16_000)


def test_a_clip_repeats_until_its_sound_has_ended():
    film = with_sound(CLIP, SOUND)
    assert film.audio == SOUND and film.duration_s == pytest.approx(1.0)
    assert film.frames[:, 0, 0, 0].tolist() == [0, 1, 2, 3, 0, 1, 2, 3]
    assert len(with_sound(CLIP, Audio(SOUND.samples[:100], 16_000)).frames) == 4


def test_only_one_silent_clip_and_one_sound_are_joined():
    words = Text("Here.")
    assert joined((CLIP, words, SOUND)) == (with_sound(CLIP, SOUND), words, SOUND)
    for parts in ((CLIP,), (SOUND,), (CLIP, CLIP, SOUND), (CLIP, SOUND, SOUND), (with_sound(CLIP, SOUND), SOUND)):
        assert joined(parts) == parts


def test_a_reply_with_both_ends_with_a_film_and_its_files_hold_the_sound(tmp_path):
    bot, options = new_bot(), Options(modalities={Modality.AUDIO, Modality.VIDEO}, seed=3)
    answer, paths = Answer(tmp_path, "a dog", options, "tiny"), []

    def save(part, seed):
        paths.append(answer._save(part, seed, 10 + len(paths)))
        return paths[-1]

    reply = ReplyInProgress(save, options)
    for event in bot.stream([{"role": "user", "content": "a dog"}], options):
        answer.take(event)
        reply.take(event)
        if isinstance(event, MediaReady) and event.modality is Modality.VIDEO:
            silent = event.part.audio is None
    assert isinstance(event, Finished)
    film = next(part for part in event.parts if isinstance(part, Video))
    sound = next(part for part in event.parts if isinstance(part, Audio))
    assert film.audio == sound and film.duration_s >= sound.duration_s - 0.5 / film.fps
    kept = [item for item in reply.items if isinstance(item.part, Video)]
    assert kept[0].part == film
    for path in (kept[0].path, answer.paths[[p["type"] for p in answer.parts if "file" in p].index("video")]):
        assert open_media(path).audio is not None
    assert len(paths) == 2 + silent
