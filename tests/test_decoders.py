"""Decoders at toy size: the velocity network, guidance, seeds, previews, token layouts, autoencoder and codec."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import draw_at_once, new_bot

from nextgpt_core.config import MediaOptions
from nextgpt_core.decoders.audio import AudioDecoder
from nextgpt_core.decoders.base import Step
from nextgpt_core.decoders.image import grid_to_tokens, to_uint8, tokens_to_grid
from nextgpt_core.decoders.latent_flow import LatentFlow, TextCondition
from nextgpt_core.decoders.picture_autoencoder import PictureAutoencoder
from nextgpt_core.decoders.sound_codec import LogMel, SoundCodec
from nextgpt_core.errors import BadInput
from nextgpt_core.media import MEDIA, PART_TYPES, Image, Modality

FLOW = {"text_dim": 12, "condition_tokens": 3, "condition_dim": 8, "width": 16, "num_layers": 2, "num_heads": 2}
AUTOENCODER = {
    "channels": (16, 16, 16), "encoder_blocks": (1, 1, 1), "decoder_blocks": (1, 1, 1), "latent_channels": 6
}  # fmt: skip
QUICK = MediaOptions(num_steps=3, guidance=3.0)


@pytest.fixture(scope="module")
def decoders():
    """The tiny model's three, awake."""
    return draw_at_once(new_bot().model).decoders


def condition_of(decoder, seed=0):
    return torch.randn(1, *decoder.condition_shape, generator=torch.Generator().manual_seed(seed))


def run(decoder, condition, negative=None, options=QUICK, seed=0):
    *steps, part = decoder.stream(condition, negative, options, torch.Generator().manual_seed(seed))
    return steps, part


@pytest.mark.parametrize("grid", [(5,), (3, 4), (2, 3, 4)])
def test_velocity_has_the_shape_of_its_tokens(grid):
    flow = LatentFlow(grid=grid, channels=7, **FLOW)
    x, condition = torch.randn(2, flow.num_tokens, 7), torch.randn(2, 3, 8)
    velocity = flow(x, torch.tensor([0.1, 0.9]), condition)
    assert velocity.shape == x.shape and flow.condition_shape == (3, 8)
    assert torch.equal(velocity, torch.zeros_like(x)), "training starts at zero velocity"


def awake_flow(grid=(2, 3)):
    torch.manual_seed(0)
    flow = LatentFlow(grid=grid, channels=7, **FLOW).eval()
    for layer in (flow.patch_out, flow.modulation[1]):
        torch.nn.init.normal_(layer.weight, std=0.3)
    return flow


@torch.no_grad()
def test_velocity_depends_on_time_condition_place_and_nothing_else():
    flow = awake_flow()
    x, t, condition = torch.randn(2, 6, 7), torch.tensor([0.2, 0.7]), torch.randn(2, 3, 8)
    velocity = flow(x, t, condition)
    assert torch.allclose(flow(x[:1], t[:1], condition[:1]), velocity[:1], atol=1e-5), "rows do not see each other"
    for other in (flow(x, t + 0.1, condition), flow(x, t, condition + 0.5), flow(x.flip(1), t, condition).flip(1)):
        assert not torch.allclose(other, velocity, atol=1e-3)


def test_every_weight_of_a_flow_gets_a_gradient():
    flow = awake_flow()
    condition = flow.condition(torch.randn(2, 4, 12), torch.ones(2, 4, dtype=torch.bool))
    condition = torch.cat([condition[:1], flow.null_condition[None]])
    flow(torch.randn(2, 6, 7), torch.rand(2), condition).pow(2).sum().backward()
    assert not [name for name, p in flow.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0]


@torch.no_grad()
def test_text_conditions_are_bounded_and_ignore_padding():
    torch.manual_seed(0)
    read = TextCondition(12, 3, 8)
    states, mask = torch.randn(2, 5, 12), torch.tensor([[True] * 5, [True] * 2 + [False] * 3])
    condition = read(states, mask)
    assert condition.shape == (2, 3, 8)
    assert torch.allclose(condition.var(-1, correction=0), torch.ones(2, 3), atol=1e-2)
    states[1, 2:] = 99.0
    assert torch.allclose(read(states, mask)[1], condition[1], atol=1e-5)
    assert torch.allclose(read(states[1:, :2], mask[1:, :2])[0], condition[1], atol=1e-5)


@pytest.mark.parametrize("modality", MEDIA)
def test_a_stream_is_steps_and_then_the_part(decoders, modality):
    decoder = decoders[modality.value]
    steps, part = run(decoder, condition_of(decoder))
    assert [(s.number, s.num_steps) for s in steps] == [(1, 3), (2, 3), (3, 3)]
    assert all(isinstance(s, Step) for s in steps) and isinstance(part, PART_TYPES[modality])
    previews = [s.preview for s in steps]
    assert previews[-1] is None, "the part itself follows at once"
    if modality is Modality.AUDIO:
        assert previews == [None] * 3
    else:
        shape = part.pixels.shape if modality is Modality.IMAGE else part.frames.shape[1:]
        assert previews[0].shape == (64, 64, 3), "of a clip: the picture that then moves"
        assert previews[0].dtype == np.uint8
        assert previews[1] is None if modality is Modality.IMAGE else previews[1].shape == shape


@pytest.mark.parametrize("modality", MEDIA)
def test_seed_condition_and_guidance_decide_the_part(decoders, modality):
    decoder = decoders[modality.value]
    condition, negative = condition_of(decoder), condition_of(decoder, 1)
    part = run(decoder, condition)[1]
    assert run(decoder, condition)[1] == part
    for other in (
        run(decoder, condition, seed=1),
        run(decoder, condition_of(decoder, 2)),
        run(decoder, condition, negative),
        run(decoder, condition, options=replace(QUICK, guidance=0)),
        run(decoder, condition, options=replace(QUICK, num_steps=5)),
    ):
        assert other[1] != part
    for off in (0.0, 1.0):  # without guidance nothing is steered away from
        plain = replace(QUICK, guidance=off)
        assert run(decoder, condition, negative, plain)[1] == run(decoder, condition, None, plain)[1]


@pytest.mark.parametrize("modality", MEDIA)
def test_a_medium_is_as_large_and_long_as_chosen(decoders, modality):
    decoder = decoders[modality.value]
    condition = condition_of(decoder)
    _, full = run(decoder, condition)
    for name, extent in decoder.extents.items():
        chosen = replace(QUICK, **{name: extent.low})
        decoder.check(chosen)
        _, part = run(decoder, condition, options=chosen)
        if name == "seconds":
            assert part.duration_s == pytest.approx(extent.low, abs=1e-3) and abs(part.samples[-1]) < 1e-6
            assert np.array_equal(part.samples[:50], full.samples[:50])
        elif name == "num_frames":
            assert np.array_equal(part.frames, full.frames[: extent.low])
        else:
            pixels = part.pixels if modality is Modality.IMAGE else part.frames[0]
            assert pixels.shape == (extent.low, extent.low, 3)
        for wrong in (extent.high + extent.step, extent.low + extent.step / 2):
            if name != "num_frames" or wrong > extent.high:  # every whole number of frames in between is offered
                with pytest.raises(BadInput, match="between"):
                    decoder.check(replace(QUICK, **{name: wrong if name == "seconds" else round(wrong)}))


def test_an_extent_nobody_offers_is_refused(decoders):
    with pytest.raises(BadInput, match="cannot be chosen"):
        decoders["audio"].check(replace(QUICK, size_px=64))
    with pytest.raises(BadInput, match="cannot be chosen"):
        decoders["image"].check(replace(QUICK, seconds=1.0))


@pytest.mark.parametrize("num_steps", [1, 2, 30])
def test_any_number_of_steps_works(decoders, num_steps):
    steps, part = run(decoders["image"], condition_of(decoders["image"]), options=replace(QUICK, num_steps=num_steps))
    assert len(steps) == num_steps and part.pixels.shape == (64, 64, 3)


def test_euler_steps_solve_a_straight_flow_exactly(decoders):
    """A velocity that always points from the data to the noise must land on the data, in any number of steps."""
    decoder, found = decoders["image"], []
    shape = (1, decoder.flow.num_tokens, decoder.flow.config.channels)
    noise = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    data = torch.randn(shape, generator=torch.Generator().manual_seed(5))
    forward, pixels = decoder.flow.forward, decoder.pixels
    decoder.flow.forward = lambda x, t, condition: (noise - data).expand_as(x)
    decoder.pixels = lambda tokens: found.append(tokens) or pixels(tokens)
    try:
        for num_steps in (1, 5):
            run(decoder, condition_of(decoder), options=MediaOptions(num_steps, 2.0))
    finally:
        decoder.flow.forward = forward
        del decoder.pixels
    assert all(torch.allclose(tokens, data, atol=1e-4) for tokens in found) and len(found) == 1 + 2


def test_a_stream_can_be_left_after_any_step(decoders):
    decoder = decoders["video"]
    generator = torch.Generator().manual_seed(0)
    stream = decoder.stream(condition_of(decoder), None, replace(QUICK, num_steps=100), generator)
    assert next(stream).number == 1
    stream.close()
    assert run(decoder, condition_of(decoder))[1].frames.shape == (8, 32, 32, 3)


def test_what_is_sent_nowhere_sways(decoders):
    decoder = decoders["video"]
    condition = condition_of(decoder)[:, decoder.picture.condition_shape[0] :]
    picture = Image(np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8))
    full = decoder.size_px
    try:
        decoder.mover.path = lambda condition: (
            torch.linspace(-0.2, 0.2, decoder.num_frames)[None, :, None] * torch.ones(4)
        )
        sent = decoder.path(condition)
        decoder.mover.path = lambda condition: torch.zeros(1, decoder.num_frames, 4)
        assert sent is not None and decoder.path(condition) is None
    finally:
        del decoder.mover.path
    for path in (sent, None):
        frames = decoder.given_carried(picture, path)
        assert frames.shape == (decoder.num_frames, full, full, 3) and frames.dtype == np.uint8
        assert not np.array_equal(frames[0], frames[2])


def test_a_clip_follows_both_halves_of_its_condition(decoders):
    decoder, condition = decoders["video"], condition_of(decoders["video"])
    first = decoder.picture.condition_shape[0]
    assert decoder.condition_shape[0] == first + decoder.mover.condition_shape[0]
    _, clip = run(decoder, condition)
    for half in (slice(None, first), slice(first, None)):
        others = []
        for seed in range(5):  # a path is one of a few: not every other condition chooses another
            other = condition.clone()
            other[:, half] += 3 * torch.randn(other[:, half].shape, generator=torch.Generator().manual_seed(seed))
            others.append(run(decoder, other)[1].frames)
        assert any(not np.array_equal(frames, clip.frames) for frames in others)


def test_picture_tokens_and_grids_are_inverse():
    latents = torch.randn(2, 3, 4, 6)
    tokens = grid_to_tokens(latents, 2)
    assert tokens.shape == (2, 6, 12) and torch.equal(tokens_to_grid(tokens, 4, 6, 2), latents)
    patch = latents[0, :, 0:2, 2:4]  # the second token is the patch to the right of the first
    assert torch.equal(tokens[0, 1].reshape(2, 2, 3), patch.permute(1, 2, 0))


@pytest.mark.parametrize("modality", [Modality.IMAGE, Modality.AUDIO])
@torch.no_grad()
def test_coded_media_become_tokens_of_the_flow(decoders, modality):
    decoder = decoders[modality.value]
    if modality is Modality.IMAGE:
        latents = decoder.autoencoder.encode(torch.rand(1, 3, 64, 64) * 2 - 1)
    else:
        num_latents = decoder.flow.num_tokens * decoder.patch
        latents = decoder.codec.encode(torch.rand(1, num_latents * decoder.codec.samples_per_latent) - 0.5)
    tokens = decoder.to_tokens(latents)
    assert tokens.shape == (1, decoder.flow.num_tokens, decoder.flow.config.channels)
    made = decoder.finish(tokens)
    if modality is Modality.IMAGE:
        assert np.array_equal(made.pixels, to_uint8(decoder.autoencoder.decode(latents))[0])
    else:
        wave = decoder.codec.decode(latents)[0].numpy()
        scale = made.samples / np.where(np.abs(wave) < 1e-4, np.inf, wave)
        kept = scale[np.abs(wave) >= 1e-4]
        assert len(made.samples) == len(wave) and kept.std() < 1e-3 * kept.mean()


def test_colours_become_bytes():
    assert to_uint8(torch.tensor([-2.0, -1, 0, 1, 2]).view(1, 1, 1, 5).expand(1, 3, 1, 5))[0, 0, :, 0].tolist() == [
        0, 0, 128, 255, 255]  # fmt: skip


@pytest.mark.parametrize("upscale", [1, 2])
@pytest.mark.parametrize(("height", "width"), [(64, 64), (96, 96), (32, 48)])
@torch.no_grad()
def test_pictures_shrink_by_sixteen_and_come_back(height, width, upscale):
    autoencoder = PictureAutoencoder(**AUTOENCODER, upscale=upscale).eval()
    latents = autoencoder.encode(torch.rand(2, 3, height, width))
    assert latents.shape == (2, 6, height // 16, width // 16)
    assert autoencoder.decode(latents).shape == (2, 3, upscale * height, upscale * width)


def test_an_upscale_that_cannot_be_is_refused():
    with pytest.raises(BadInput, match="1 or 2"):
        PictureAutoencoder(**AUTOENCODER, upscale=3)


@torch.no_grad()
def test_latents_are_normalised_by_running_statistics():
    torch.manual_seed(0)
    autoencoder = PictureAutoencoder(**AUTOENCODER)
    autoencoder.encoder[-1].weight *= 100  # an untrained network's latents hardly vary
    autoencoder.latent_norm.momentum = 0.3
    pictures = torch.rand(16, 3, 32, 32) * 2 - 1
    autoencoder.train()
    for _ in range(30):  # the statistics forget their start
        autoencoder.encode(pictures)
    latents = autoencoder.eval().encode(pictures)
    mean, std = latents.mean((0, 2, 3)), latents.std((0, 2, 3))
    assert torch.allclose(mean, torch.zeros(6), atol=0.05) and torch.allclose(std, torch.ones(6), atol=0.05)
    before = autoencoder.latent_norm.running_mean.clone()
    autoencoder.encode(pictures + 1)
    assert torch.equal(autoencoder.latent_norm.running_mean, before), "eval leaves them alone"


@pytest.fixture(scope="module")
def codec():
    return SoundCodec(16_000, width=16, encoder_blocks=1, decoder_blocks=1, latent_channels=5, fine_width=16).eval()


@torch.no_grad()
def test_sounds_shrink_to_latent_frames_and_come_back(codec):
    assert codec.samples_per_latent == 1024
    wave = torch.rand(2, 8 * 1024) - 0.5
    latents = codec.encode(wave)
    assert latents.shape == (2, 5, 8) and codec.spectrum(latents).shape == (2, 513, 32)
    made = codec.decode(latents)
    assert made.shape == wave.shape and torch.isfinite(made).all()
    assert torch.equal(made, codec.decode(latents)), "a spectrogram always gives the same wave"


@torch.no_grad()
def test_a_tone_keeps_its_pitch_and_its_loudness_through_mel_bands(codec):
    time = torch.arange(16 * 1024) / 16_000
    wave = 0.5 * torch.sin(2 * torch.pi * 440 * time)[None]
    made = codec.vocode(codec.mel.magnitudes(codec.mel(wave)))[0]
    peak = int(torch.fft.rfft(made).abs().argmax()) * 16_000 / len(made)
    assert peak == pytest.approx(440, rel=0.06)
    assert float(made.pow(2).mean().sqrt()) == pytest.approx(float(wave.pow(2).mean().sqrt()), rel=0.35)


def test_log_mel_is_loud_where_the_sound_is():
    mel = LogMel(16_000, 1024, 256, 80)
    wave = torch.zeros(1, 16 * 256)
    assert mel(wave).shape == (1, 80, 16)
    wave[:, 8 * 256 :] = torch.randn(8 * 256, generator=torch.Generator().manual_seed(0)) * 0.3
    loudness = mel(wave)[0].mean(0)
    assert (loudness[10:] > loudness[:6].max() + 1).all()


def test_a_made_sound_is_neither_clipped_nor_silent(decoders):
    decoder: AudioDecoder = decoders["audio"]
    for scale in (0.01, 1.0, 20.0):
        samples = decoder.finish(scale * torch.randn(1, decoder.flow.num_tokens, decoder.flow.config.channels)).samples
        assert samples.dtype == np.float32 and 0 < np.abs(samples).max() <= 0.901


def test_previews_come_every_few_steps_and_cost_nothing_else(decoders):
    decoder, decoded = decoders["image"], []
    pixels = decoder.pixels
    decoder.pixels = lambda tokens: decoded.append(len(tokens)) or pixels(tokens)
    try:
        steps, _ = run(decoder, condition_of(decoder), options=replace(QUICK, num_steps=10))
    finally:
        del decoder.pixels
    shown = [step.number for step in steps if step.preview is not None]
    assert shown == [1, 5, 9] and len(decoded) == 4
