"""The denoising loss of decoders: published ones at toy size, and our flows; latents and the log-mel of AudioLDM."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from conftest import NOISE, new_bot

from nextgpt_core.arithmetic import fast_dtype, mixed
from nextgpt_core.decoders.noise_loss import TARGETS
from nextgpt_core.decoders.published import AudioLDMDecoder, StableDiffusionDecoder
from nextgpt_core.media import MEDIA, Audio, Modality
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets_paper import paper_toy

LATENTS = {Modality.IMAGE: (4, 8, 8), Modality.AUDIO: (4, 25, 4), Modality.VIDEO: (4, 2, 8, 12)}


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.fixture(scope="module")
def decoders():
    torch.set_num_threads(1)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        made = NextGPTModel.from_config(paper_toy()).decoders
        for decoder in made.values():
            assert decoder.pipeline.unet is not None
    return {m: made[m.value] for m in MEDIA}


def material(decoder, count: int = 2):
    """-> latents [count, ...] of noise, conditions [count, T, D] that learn."""
    latents = torch.stack([decoder.encode_medium(NOISE[decoder.modality](seed)) for seed in range(count)])
    return latents, torch.randn(count, *decoder.condition_shape, generator=seeded(5)).requires_grad_()


def direct(decoder, latents, condition, generator, kind):
    """The loss written out, all rows in one pass, by the pipeline's own scheduler."""
    pipe = decoder.pipeline
    noise = torch.randn(latents.shape, generator=generator)
    times = torch.randint(1000, (len(latents),), generator=generator)
    kept = pipe.scheduler.alphas_cumprod[times].reshape(-1, *[1] * (latents.dim() - 1))
    noisy = pipe.scheduler.add_noise(latents, noise, times)
    rows = condition * decoder.condition_scale
    if decoder.modality is Modality.AUDIO:
        told = {"encoder_hidden_states": None, "class_labels": rows[:, 0] / rows[:, 0].norm(dim=-1, keepdim=True)}
    else:
        told = {"encoder_hidden_states": rows}
    target = noise if kind == "epsilon" else kept.sqrt() * noise - (1 - kept).sqrt() * latents
    return (pipe.unet(noisy, times, **told).sample - target).square().mean()


@pytest.mark.parametrize("kind", TARGETS)
@pytest.mark.parametrize("modality", MEDIA)
def test_value_and_gradient_are_those_of_the_loss_written_out(modality, kind, decoders):
    decoder = decoders[modality]
    pipe, plain = decoder.pipeline, decoder.pipeline.scheduler
    latents, condition = material(decoder)
    try:
        pipe.scheduler = type(plain).from_config(plain.config, prediction_type=kind)
        decoder.condition_scale.fill_(1.5)
        wanted = direct(decoder, latents, condition, seeded(), kind)
        loss = decoder.denoising_loss(latents, condition, seeded())
        (own,), (true,) = (torch.autograd.grad(3 * each, condition) for each in (loss, wanted))
        with torch.no_grad():
            assert torch.equal(decoder.denoising_loss(latents, condition, seeded()), loss.detach())
    finally:
        pipe.scheduler = plain
        decoder.condition_scale.fill_(1.0)
    assert loss.shape == () and torch.allclose(loss, wanted, atol=1e-5)
    assert own.abs().amax(-1).gt(0).all(), "every row is heard"
    assert torch.allclose(own, true, rtol=1e-3, atol=1e-4 * float(true.abs().max()))
    networks = [c for c in pipe.components.values() if isinstance(c, torch.nn.Module)]
    assert not any(p.requires_grad or p.grad is not None for c in networks for p in c.parameters())


@pytest.mark.parametrize("modality", MEDIA)
def test_a_condition_learns_what_no_other_one_says(modality, decoders):
    decoder = decoders[modality]
    latents, condition = material(decoder)
    learned = condition.detach().clone().requires_grad_()
    optimizer = torch.optim.Adam([learned], lr=0.3)
    losses = []
    for _ in range(12):
        loss = decoder.denoising_loss(latents, learned, seeded())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0]
    others = [torch.randn(condition.shape, generator=seeded(seed)) for seed in range(4)]
    assert all(float(decoder.denoising_loss(latents, other, seeded())) > losses[-1] for other in others)


@pytest.mark.parametrize("modality", MEDIA)
def test_latents_are_the_middle_of_the_posterior_at_the_decoders_own_size(modality, decoders):
    decoder, part = decoders[modality], NOISE[modality](1)
    latents = decoder.encode_medium(part)
    assert latents.shape == LATENTS[modality] and latents.dtype == torch.float32 and not latents.requires_grad
    assert torch.equal(latents, decoder.encode_medium(part))
    vae = decoder.pipeline.vae
    with torch.no_grad():
        mean = vae.encode(decoder.inputs(decoder.pipeline, part)).latent_dist.mean * vae.config.scaling_factor
    assert torch.allclose(latents, mean.transpose(0, 1) if modality is Modality.VIDEO else mean[0], atol=1e-6)


def test_pictures_become_what_an_autoencoder_reads(decoders):
    decoder = decoders[Modality.IMAGE]
    black_and_white = np.zeros((40, 40, 3), np.uint8)
    black_and_white[:, 20:] = 255
    seen = decoder.inputs(None, SimpleNamespace(pixels=black_and_white))
    assert seen.shape == (1, 3, 16, 16)
    assert seen[..., :6].max() < -0.95 and seen[..., 10:].min() > 0.95, "left stays left, black is -1, white is 1"


def test_a_pipeline_in_float16_learns_in_a_wider_range():
    decoder = StableDiffusionDecoder(source="", num_tokens=16, dim=8, toy=True, dtype="float16", size_px=16)
    condition = torch.randn(2, 16, 8).requires_grad_()
    decoder.denoising_loss(torch.randn(2, 4, 8, 8), condition, seeded()).backward()
    assert decoder.dtype == decoder.pipeline.unet.dtype == fast_dtype() != torch.float16
    assert condition.grad.abs().gt(0).any() and condition.grad.isfinite().all()


def test_weights_that_come_and_go_have_no_pass_back(decoders):
    decoder = decoders[Modality.VIDEO]
    assert not decoder.denoising_obstacle
    try:
        for mode, possible in (("resident", True), ("waiting", True), ("swapped", True), ("streamed", False)):
            decoder.placed = SimpleNamespace(mode=mode)
            assert bool(decoder.denoising_obstacle) != possible
    finally:
        decoder.placed = None


def slaney_hz(mel):
    """The mel scale of Slaney's Auditory Toolbox: 200/3 Hz a mel up to 1 kHz, then 27 mels an octave of 6.4."""
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))


def mel_by_hand(wave, hop, bands, rate_hz=16_000, fft=1024):
    """-> [frames, bands]: frame by frame, in double precision."""
    padded = np.pad(wave.astype(np.float64), fft // 2, mode="reflect")
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(fft) / fft)
    spectra = np.stack([np.abs(np.fft.rfft(window * padded[k * hop : k * hop + fft])) for k in range(len(wave) // hop)])
    top = 15 + 27 * np.log(rate_hz / 2 / 1000) / np.log(6.4)
    edges = slaney_hz(np.linspace(0, top, bands + 2))
    bins = np.arange(fft // 2 + 1) * rate_hz / fft
    bank = []
    for low, middle, high in zip(edges, edges[1:], edges[2:], strict=False):
        triangle = np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle)).clip(0)
        bank.append(triangle * 2 / (high - low))  # every band has the same area
    return np.log(np.maximum(spectra @ np.array(bank).T, 1e-5))


def test_the_log_mel_of_audioldm_agrees_with_one_computed_by_hand():
    decoder = AudioLDMDecoder(source="", num_tokens=1, dim=8, seconds=1.0)
    config = SimpleNamespace(upsample_rates=[5, 4, 2, 2, 2], sampling_rate=16_000, model_in_dim=64)
    pipe = SimpleNamespace(vocoder=SimpleNamespace(config=config), vae_scale_factor=4)
    time = np.arange(12_000) / 16_000
    tone = (0.2 * np.sin(2 * np.pi * 1000 * time) + 0.01 * np.random.default_rng(0).normal(size=12_000) + 0.1).astype(
        "f4"
    )
    mel = decoder.inputs(pipe, Audio(tone, 16_000))
    assert mel.shape == (1, 1, 100, 64), "hundred frames a second, whatever the sound's own length"
    level = tone - tone.mean()
    whole = np.concatenate([0.5 * level / np.abs(level).max(), np.zeros(4_000)])
    assert np.abs(mel[0, 0].numpy() - mel_by_hand(whole, 160, 64)).max() < 2e-3
    assert torch.allclose(mel[0, 0, 80:], torch.tensor(1e-5).log()), "silence follows"
    middle = slaney_hz(np.linspace(0, 15 + 27 * np.log(8) / np.log(6.4), 66))[1:-1]
    assert abs(middle[int(mel[0, 0, 30].argmax())] - 1000) < 60, "bands rise from 0 to 8 kHz"
    assert decoder.inputs(pipe, Audio(np.tile(tone, 3), 32_000)).shape == mel.shape, "longer ones are cut"


@pytest.mark.parametrize("modality", [Modality.IMAGE, Modality.AUDIO])
def test_flows_of_ours_keep_their_loss(modality):
    """The velocity at an even time, written out as stage 2 of `nano` was trained."""
    decoder = new_bot().model.decoders[modality.value].requires_grad_(False)
    flow, tokens = decoder.flow, (decoder.flow.num_tokens, decoder.flow.config.channels)
    clean = torch.randn(3, *tokens, generator=seeded(1)).half()
    condition = torch.randn(3, *decoder.condition_shape, generator=seeded(2)).requires_grad_()
    generator = seeded(3)
    noise, t = torch.randn(clean.shape, generator=generator), torch.rand(3, generator=generator)
    with mixed():
        velocity = flow((1 - t[:, None, None]) * clean.float() + t[:, None, None] * noise, t,
                        condition[:, : flow.condition_shape[0]])  # fmt: skip
    wanted = F.mse_loss(velocity.float(), noise - clean.float())
    loss = decoder.denoising_loss(clean, condition, seeded(3))
    assert not decoder.denoising_obstacle and torch.equal(loss, wanted)
    grads = [torch.autograd.grad(x, condition)[0] for x in (loss, wanted)]
    assert torch.equal(*grads) and grads[0].abs().max() > 0
