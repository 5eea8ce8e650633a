"""The table of decoders: kind -> "module:Class". A new decoder is one file and one line here."""

from __future__ import annotations

import importlib

from nextgpt_core.config import DecoderConfig
from nextgpt_core.decoders.base import Decoder
from nextgpt_core.errors import BadInput, NotSupported

DECODERS = {
    "flow-image": "nextgpt_core.decoders.image:ImageDecoder",
    "flow-audio": "nextgpt_core.decoders.audio:AudioDecoder",
    "flow-video": "nextgpt_core.decoders.video:VideoDecoder",
    "flux-klein": "nextgpt_core.decoders.flux_klein:FluxKleinDecoder",
    "sana-sprint": "nextgpt_core.decoders.sana_sprint:SanaSprintDecoder",
    "ltx": "nextgpt_core.decoders.ltx:LTXDecoder",
    "z-image": "nextgpt_core.decoders.z_image:ZImageDecoder",
    "stable-audio": "nextgpt_core.decoders.stable_audio:StableAudioDecoder",
    "stable-diffusion": "nextgpt_core.decoders.published:StableDiffusionDecoder",
    "audioldm": "nextgpt_core.decoders.published:AudioLDMDecoder",
    "zeroscope": "nextgpt_core.decoders.published:ZeroScopeDecoder",
    "wan": "nextgpt_core.decoders.wan:WanDecoder",
}


def build_decoder(config: DecoderConfig) -> Decoder:
    """A decoder with random weights. Raises NotSupported for an unknown kind, BadInput for settings that do not fit."""
    if config.kind not in DECODERS:
        raise NotSupported(f"decoder {config.kind!r} is unknown; this version has {', '.join(DECODERS)}.")
    module, name = DECODERS[config.kind].split(":")
    decoder = getattr(importlib.import_module(module), name)
    try:
        return decoder(**config.settings)
    except TypeError as error:
        raise BadInput(f"the settings of decoder {config.kind!r} do not fit ({error}).") from error
