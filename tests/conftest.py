"""What many tests share: one tiny model, answers made of two denoising steps, and small media of every kind.

`tiny` starts its decoders at zero velocity, so that no condition would show in a picture; `wake` lets it show.
"""

import numpy as np
import pytest

from nextgpt_core.config import MediaOptions, Options
from nextgpt_core.media import MEDIA, Audio, Image, Video


def noise_picture(seed: int, side: int = 40) -> Image:
    return Image(np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8))


def noise_sound(seed: int, seconds: float = 0.5) -> Audio:
    samples = np.random.default_rng(seed).uniform(-0.5, 0.5, int(16_000 * seconds))
    return Audio(samples.astype(np.float32), 16_000)


def noise_clip(seed: int) -> Video:
    return Video(np.random.default_rng(seed).integers(0, 256, (4, 32, 32, 3), dtype=np.uint8), 8.0)


NOISE = dict(zip(MEDIA, (noise_picture, noise_sound, noise_clip), strict=True))


def quick(**changes) -> Options:
    """Options of a reply that costs little; two denoising steps."""
    steps = {m: MediaOptions(num_steps=2, guidance=3.0) for m in MEDIA}
    return Options(**{"seed": 3, "max_new_tokens": 8, "media": steps, **changes})


def wake(model):
    """Gives the zero-initialised layers of every flow small fixed weights; returns the model."""
    import torch

    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        flows = [model.decoders["image"].flow, model.decoders["audio"].flow, model.decoders["video"].picture.flow]
        for flow in flows:
            for layer in (flow.patch_out, flow.modulation[1]):
                layer.weight.copy_(torch.randn(layer.weight.shape, generator=generator) * 0.2)
    return model


def draw_at_once(model):
    """Makes the picture decoders read off every condition that there are no layers to lay, and the sound decoder that
    there is one source, as it is made; returns the model."""
    import torch

    with torch.no_grad():
        for picture in (model.decoders["image"], model.decoders["video"].picture):
            picture.layers.reader.present.weight.zero_()
            picture.layers.reader.present.bias.fill_(-9.0)
        sounds = model.decoders["audio"].reader
        for head in (sounds.present, *sounds.fields.values()):
            head.weight.zero_()
            head.bias.zero_()  # the first of every field says that nothing is asked for
        sounds.present.bias[1] = -9.0
    return model


@pytest.fixture(scope="session")
def tiny_bot():
    """One awake tiny bot for all tests; a test that changes its weights must build its own with `new_bot`."""
    return new_bot()


def new_bot():
    import torch

    from nextgpt_core import NextGPT

    torch.set_num_threads(1)  # threads cost more than they bring at toy size
    bot = NextGPT.from_preset("tiny")
    wake(bot.model)
    return bot


def pytest_collection_modifyitems(items):
    """Browser tests come last: the browser's driver leaves an event loop behind in which no other can be run."""
    items.sort(key=lambda item: "e2e" in item.path.parts)
