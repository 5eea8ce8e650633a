"""How people ask for a picture, a sound or a clip: sentences that are put together from parts, for training only.

Gaps as in requests.py. Words only.
"""

from __future__ import annotations

from collections.abc import Mapping

from nextgpt_core.data import clip_requests, joined_requests, picture_requests, sound_requests
from nextgpt_core.data.grammar import patterns

COMPOSED: Mapping[str, tuple[str, ...]] = {
    "image": picture_requests.COMPOSED + joined_requests.IMAGE,
    "audio": sound_requests.COMPOSED + joined_requests.AUDIO,
    "video": clip_requests.COMPOSED + joined_requests.VIDEO,
}
COMPOSED_SOURCE = patterns("""
    [What/How] [might/would/could/does] {source} sound[ like/]? [Play it./Let me hear it./]
    [I wonder/I'd like to know/I want to know/No idea] [what/how] {source} [sounds/would sound][ like/].
    [I have/I've] [never/not yet] heard {source}. [Play it for me./Can I?/Let me.]
    [What kind of/What/Which] [sound/noise/sounds] [does/would] {source} make?
    [Can/Could] I [hear/listen to] {source}[ for a moment/, please/]?
    [The voice/The sound/The noise] of {source}[, please/ for my kids/].
""")
COMPOSED_PLACE = patterns("""
    [Put/Place/Set/Stand] {thing} {where} and [show me the picture/let me see the picture/draw that/show me/paint it].
    [Draw/Paint/Sketch/Make/Show me] {thing}[, and/ and/. And/;] [put it/it should be/let it be/I want it] {where}.
    [I want/I'd like/i need/Give me] [a picture/a drawing/an image/one picture] of {thing} and [it should be/
      the {name} should be/it has to be/put it] {where}[, please/].
    {name} [picture/pic/drawing/image], and [put it/the {name} should be/let the {name} be/it should be] {where}[ pls/]
    [Imagine/Think of/Take] {thing} {where} and [draw it/show it to me/paint that/put it on paper][, please/].
    {where}, {thing}[, please/. Draw that./, as a picture]
    [The picture/It/The drawing] should show {thing}, and [the place is/it is/we are] {where}.
""")
"""Of a picture of one {thing} (its bare {name}) before a background, {where} it is said, and of nothing else."""
