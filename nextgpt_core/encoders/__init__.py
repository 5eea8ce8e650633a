"""The media encoders: kind -> class, imported only when one is built."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from nextgpt_core.errors import BadInput

if TYPE_CHECKING:
    from torch import nn

    from nextgpt_core.config import EncoderConfig
    from nextgpt_core.media import Modality

ENCODERS: dict[str, str] = {
    "image-words": "nextgpt_core.encoders.image:ImageEncoder",
    "audio-words": "nextgpt_core.encoders.audio:AudioEncoder",
    "video-words": "nextgpt_core.encoders.video:VideoEncoder",
    "imagebind-image": "nextgpt_core.encoders.imagebind:ImageBindImageEncoder",
    "imagebind-audio": "nextgpt_core.encoders.imagebind:ImageBindAudioEncoder",
    "imagebind-video": "nextgpt_core.encoders.imagebind:ImageBindVideoEncoder",
    "siglip": "nextgpt_core.encoders.siglip:SiglipEncoder",
    "siglip-frames": "nextgpt_core.encoders.siglip:SiglipFramesEncoder",
    "clap": "nextgpt_core.encoders.clap:ClapEncoder",
    "pe-audio": "nextgpt_core.encoders.pe_audio:PeAudioEncoder",
    "whisper": "nextgpt_core.encoders.whisper:WhisperEncoder",
}


def build_encoder(config: EncoderConfig) -> nn.Module:
    """The encoder of `config` at random weights; touches no disk. Raises BadInput for a wrong config."""
    if config.kind not in ENCODERS:
        raise BadInput(f"There is no encoder {config.kind!r}; choose one of {', '.join(ENCODERS)}.")
    module, name = ENCODERS[config.kind].split(":")
    encoder = getattr(import_module(module), name)
    try:
        return encoder(config.num_features, config.dim, **config.settings)
    except TypeError as error:
        raise BadInput(f"The settings of encoder {config.kind!r} do not fit ({error}).") from error


def build_encoders(configs: dict[Modality, EncoderConfig]) -> nn.ModuleDict:
    """All encoders by modality. A part that two encoders have in common (ImageBind reads pictures and clips by one
    transformer) is kept once. Raises BadInput."""
    from torch import nn

    built = nn.ModuleDict()
    for modality, config in configs.items():
        encoder = build_encoder(config)
        for other in built.values():
            if (key := getattr(encoder, "shared_key", None)) is not None and key == getattr(other, "shared_key", None):
                encoder.share(other)
        built[modality.value] = encoder
    return built
