"""The clip and the sound of one reply put together, so that what was asked for "with sound" plays as one film.

The sound stays a part of its own beside it. Knows parts only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nextgpt_core.media import Audio, Part, Video


def with_sound(clip: Video, sound: Audio) -> Video:
    """The clip with this sound, repeated from its start until the sound has ended; a longer clip keeps its length."""
    num_frames = max(len(clip.frames), round(sound.duration_s * clip.fps))
    frames = clip.frames[np.arange(num_frames) % len(clip.frames)]
    return replace(clip, frames=frames, audio=sound)


def joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a reply, its clip with its sound where it holds exactly one of each and the clip is silent."""
    clips = [part for part in parts if isinstance(part, Video)]
    sounds = [part for part in parts if isinstance(part, Audio)]
    if len(clips) != 1 or len(sounds) != 1 or clips[0].audio is not None:
        return tuple(parts)
    return tuple(with_sound(part, sounds[0]) if part is clips[0] else part for part in parts)
