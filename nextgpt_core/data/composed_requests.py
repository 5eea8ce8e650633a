"""How people ask for a picture, a sound or a clip: sentences that are put together from parts, for training only.

Gaps as in requests.py. Words only.
"""

from __future__ import annotations

from collections.abc import Mapping

from nextgpt_core.data import clip_requests, picture_requests, sound_requests
from nextgpt_core.data.grammar import patterns

COMPOSED: Mapping[str, tuple[str, ...]] = {
    "image": picture_requests.COMPOSED,
    "audio": sound_requests.COMPOSED,
    "video": clip_requests.COMPOSED,
}
COMPOSED_SOURCE = patterns("""
    [What/How] [might/would/could/does] {source} sound[ like/]? [Play it./Let me hear it./]
    [I wonder/I'd like to know/I want to know/No idea] [what/how] {source} [sounds/would sound][ like/].
    [I have/I've] [never/not yet] heard {source}. [Play it for me./Can I?/Let me.]
    [What kind of/What/Which] [sound/noise/sounds] [does/would] {source} make?
    [Can/Could] I [hear/listen to] {source}[ for a moment/, please/]?
    [The voice/The sound/The noise] of {source}[, please/ for my kids/].
""")
