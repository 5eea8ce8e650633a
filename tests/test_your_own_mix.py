"""docs/your-own-mix.md, done: the code on the page is the code that runs, added by table and preset lines alone."""

import re
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from conftest import NOISE, quick

from nextgpt_core import Conversation, NextGPT, presets
from nextgpt_core.config import DecoderConfig, EncoderConfig, MediaOptions
from nextgpt_core.decoders import DECODERS
from nextgpt_core.encoders import ENCODERS
from nextgpt_core.media import Image, Modality

PAGE = (Path(__file__).parent.parent / "docs" / "your-own-mix.md").read_text(encoding="utf-8")
HEAD = """
import numpy as np
import torch
from torch import Tensor, nn
from nextgpt_core.decoders.base import Decoder, Step
from nextgpt_core.media import Audio, Image, Modality
"""


def block(name):
    """The Python block of the page that defines class `name`."""
    return next(b for b in re.findall(r"```python\n(.*?)```", PAGE, re.S) if f"class {name}(" in b)


@pytest.fixture
def preset(monkeypatch):
    """The page followed to the letter: two files, two table lines, two preset lines."""
    for path, name in (("encoders.loudness", "LoudnessEncoder"), ("decoders.stripes", "StripesDecoder")):
        module = ModuleType(f"nextgpt_core.{path}")
        exec(compile(HEAD + block(name), path, "exec"), module.__dict__)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    row = re.search(r'"loudness": "([^"]+)"', PAGE)[1]
    monkeypatch.setitem(ENCODERS, "loudness", row)
    monkeypatch.setitem(DECODERS, "stripes", "nextgpt_core.decoders.stripes:StripesDecoder")
    tiny = presets.tiny()
    mine = replace(
        tiny,
        preset="mine",
        encoders={**tiny.encoders, Modality.AUDIO: EncoderConfig("loudness", 8, 32)},
        decoders={**tiny.decoders, Modality.IMAGE: DecoderConfig("stripes", num_steps=4, guidance=0.0)},
        condition_from="caption",
    )
    monkeypatch.setitem(presets.PRESETS, "mine", lambda: mine)
    return "mine"


def test_a_new_encoder_and_decoder_work_in_a_whole_turn(preset, tmp_path):
    torch.set_num_threads(1)
    bot = NextGPT.from_preset(preset)
    asked = Conversation().say(NOISE[Modality.AUDIO](1), "draw this")
    reply = bot.reply(asked, quick(modalities={"text", "image"}, media={}))
    picture = next(p for p in reply.parts if isinstance(p, Image))
    letters = np.frombuffer(picture.caption.encode()[:32].ljust(32), np.uint8).astype(np.float32)
    expected = ((letters / 128 - 1).clip(-1, 1) * 127 + 128).astype(np.uint8)
    assert np.abs(picture.pixels[0, :, 0].astype(int) - expected).max() <= 1
    signal = bot.reply(asked, quick(modalities={"image"}, condition_from="signal", media={}))
    assert signal.parts[0] != picture, "the output projection was made to the new decoder's shape"
    assert bot.config.media_options[Modality.IMAGE] == MediaOptions(4, 0.0)
    bot.save(tmp_path / "mine")
    again = NextGPT.from_checkpoint(tmp_path / "mine")
    assert again.config.to_json() == bot.config.to_json()


def test_the_page_names_lines_and_files_that_exist():
    assert 'EncoderConfig("loudness", 8, 32)' in PAGE
    assert 'DecoderConfig("stripes", num_steps=4, guidance=0.0)' in PAGE
    root = Path(__file__).parent.parent
    for path in re.findall(r"`((?:nextgpt_core|tests)/[\w/]+\.py)`", PAGE):
        if not path.endswith(("loudness.py", "stripes.py")):
            assert (root / path).is_file(), path
