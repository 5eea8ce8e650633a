"""The audio encoder: a sound in, the words for what is heard out, as expected input embeddings.

Slots in order: loudest source (3), second source (3), kind, tempo, register, mood, number of events. A slot for which
there is nothing to say (no second source, no tempo in rain) is near zero. Knows log-mel spectrograms and word tables;
not files, training or the language model that reads the slots.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nextgpt_core.encoders.words import NUM_PIECES, Words, sharpened
from nextgpt_core.errors import BadInput
from nextgpt_core.media import Audio, Modality

RATE_HZ, WINDOW_SAMPLES, HOP, FFT_SIZE, NUM_BANDS = 16_000, 81_920, 256, 1024, 80
WINDOW_S, NUM_FRAMES = WINDOW_SAMPLES / RATE_HZ, WINDOW_SAMPLES // HOP
MAX_WINDOWS = 12
RANGE_DB = 80.0
# fact -> its classes in words; each head has one class more, "nothing to say", which is no word
FACTS: dict[str, tuple[str, ...]] = {
    "kind": ("instrument", "animal", "nature", "machine", "effect", "voice", "speech"),
    "tempo": ("slow", "medium", "fast"),
    "register": ("low", "middle", "high"),
    "mood": ("happy", "sad"),
    "count": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}
TIMED = ("tempo", "count")
"""Facts that are a matter of when."""
NUM_LAGS = 100
"""Frames of 16 ms up to the longest beat that is looked for, 1.6 s."""
SHARED = 4
"""Blocks of the body that the second source is heard from too."""
NUM_QUARTERS = 4
NAMED_ALREADY = 12.0
"""Logits by which a surely named first source is out of the question as the second."""
NUM_FEATURES = 2 * NUM_PIECES + len(FACTS)


class AudioEncoder(nn.Module):
    """A small convolutional network over log-mel windows of 5.12 s. Random weights; a state dict makes it hear."""

    modality = Modality.AUDIO
    frozen_prefixes = ()

    def __init__(
        self, num_features: int = NUM_FEATURES, dim: int = 576, num_labels: int = 200, channels: int = 24
    ) -> None:
        """Raises BadInput unless num_features is NUM_FEATURES: each slot has a meaning of its own."""
        super().__init__()
        if num_features != NUM_FEATURES:
            raise BadInput(f"The audio encoder makes {NUM_FEATURES} features, not {num_features}; set num_features so.")
        c = channels
        self.body = nn.Sequential(
            _conv(1, c, 2), _conv(c, 2 * c, 2), _conv(2 * c, 4 * c, 2), _Residual(4 * c), *_tail(c),
        )  # fmt: skip
        width = 16 * c
        self.merge = _merge(c)
        self.first = nn.Linear(width, num_labels)
        self.second = SecondSource(num_labels, channels)
        self.facts = nn.ModuleDict({name: nn.Linear(width, len(words) + 1) for name, words in FACTS.items()})
        self.timing = Timing({name: len(FACTS[name]) + 1 for name in TIMED})
        self.label_words = Words(num_labels, dim)
        self.fact_words = nn.ModuleDict({name: Words(len(words), dim, 1) for name, words in FACTS.items()})

    def prepare(self, part: Audio) -> dict[str, Tensor]:
        """One sound of any rate and length -> {"mel": float32 [W, 80, 320], "shares": float32 [W]}.

        W is 1 to 12: windows of 5.12 s, spread evenly when the sound is longer than twelve. A share says how much of a
        window is sound and not padding. Batches are padded with windows of share 0.
        """
        windows, shares = cut_windows(part.samples, part.rate_hz)
        return {"mel": log_mel(windows), "shares": shares}

    def hear(self, mel: Tensor) -> dict[str, Tensor]:
        """mel [N, 80, 320] -> logits: "first" [N, labels], "second" [N, labels + 1], each of FACTS [N, classes + 1].

        The last class of all but "first" means that there is nothing to say.
        """
        early = self.body[:SHARED](mel[:, None].contiguous(memory_format=torch.channels_last))
        maps = self.body[SHARED:](early).float()  # [N, 8c, 5, 20]
        merged = self.merge(_pooled(maps))
        first = self.first(merged)
        logits = {"first": first, "second": self.second(early, first)}
        logits |= {name: head(merged) for name, head in self.facts.items()}
        return logits | {name: logits[name] + timed for name, timed in self.timing(mel).items()}

    @property
    def recognises(self) -> dict[str, int]:
        """head -> number of classes, of `recognise`."""
        num = self.label_words.num_labels
        return {"first": num, "second": num + 1} | {name: len(words) + 1 for name, words in FACTS.items()}

    def recognise(self, mel: Tensor, shares: Tensor) -> dict[str, Tensor]:
        """mel [B, W, 80, 320], shares [B, W] -> head -> probabilities [B, classes]; the last class of all but "first":
        there is nothing to say."""
        batch, num_windows = shares.shape
        real = shares.flatten() > 0
        logits = self.hear(mel.flatten(0, 1)[real])
        weights = shares / shares.sum(1, keepdim=True)
        means = {}
        for name, values in logits.items():
            spread = values.new_zeros(batch * num_windows, values.shape[1])
            spread[real] = sharpened(values)
            means[name] = (spread.unflatten(0, (batch, num_windows)) * weights[..., None]).sum(1)
        return means

    def forward(self, mel: Tensor, shares: Tensor) -> Tensor:
        """mel [B, W, 80, 320], shares [B, W] -> features [B, 11, dim], float32."""
        means = self.recognise(mel, shares)
        slots = [self.label_words(means["first"]), self.label_words(means["second"][:, :-1])]
        slots += [words(means[name][:, :-1]) for name, words in self.fact_words.items()]
        return torch.cat(slots, 1)


class Timing(nn.Module):
    """Tempo and number of events from when a sound gets louder: pooled over time, pictures of it do not tell.

    Onset strength is the rise of all bands from frame to frame (spectral flux); its autocorrelation shows the beat, and
    what a small network marks along time is summed up, which counts.
    """

    def __init__(self, classes: dict[str, int], channels: int = 16, width: int = 64) -> None:
        super().__init__()
        self.marks = nn.Sequential(
            nn.Conv1d(2, channels, 9, padding=4), nn.ReLU(),
            nn.Conv1d(channels, channels, 9, padding=8, dilation=2), nn.ReLU(),
            nn.Conv1d(channels, channels, 5, padding=2), nn.Sigmoid(),
        )  # fmt: skip
        self.body = nn.Sequential(nn.Linear(channels + NUM_LAGS, width), nn.GELU(), nn.Linear(width, width), nn.GELU())
        self.heads = nn.ModuleDict({name: nn.Linear(width, count) for name, count in classes.items()})
        for head in self.heads.values():  # what the other heads say is only added to
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)

    def forward(self, mel: Tensor) -> dict[str, Tensor]:
        """mel [N, 80, 320] in -1..1 -> logits of each head [N, classes] to be added."""
        mel = mel.float()
        loud = torch.logsumexp(9 * mel, 1) / 9  # about the level of the loudest bands
        flux = F.pad((mel[..., 2:] - mel[..., :-2]).relu().mean(1), (2, 0))
        flux = flux / flux.amax(1, keepdim=True).clamp(min=1e-3)
        counted = self.marks(torch.stack([loud, flux], 1)).sum(2) / 10
        centred = flux - flux.mean(1, keepdim=True)
        spectrum = torch.fft.rfft(centred, 2 * NUM_FRAMES)
        alike = torch.fft.irfft(spectrum.abs().square(), 2 * NUM_FRAMES)
        beat = alike[:, 1 : NUM_LAGS + 1] / alike[:, :1].clamp(min=1e-6)
        h = self.body(torch.cat([counted, beat], 1))
        return {name: head(h) for name, head in self.heads.items()}


class SecondSource(nn.Module):
    """What sounds beside the source that is named first: heard in the whole and in each quarter of it, as a bark is
    short and rain is long. What is named first already is taken away.

    It begins as what names the first source, which is good at lone ones, and has learned to pass over quieter ones.
    """

    def __init__(self, num_labels: int, channels: int) -> None:
        super().__init__()
        self.body = _tail(channels)
        self.merge = _merge(channels)
        self.names = nn.Linear(16 * channels, num_labels)
        self.weigh = nn.Linear(16 * channels, 1)
        self.beside = nn.Linear(num_labels, 16 * channels, bias=False)
        self.nothing = nn.Linear(16 * channels, 1)
        for part in (self.weigh, self.beside):
            nn.init.zeros_(part.weight)

    def start_from(self, encoder: AudioEncoder) -> None:
        """Begins as what names the first source."""
        for own, block in zip(self.body, encoder.body[SHARED:], strict=True):
            own.load_state_dict(block.state_dict())
        self.merge.load_state_dict(encoder.merge.state_dict())
        self.names.load_state_dict(encoder.first.state_dict())

    def forward(self, early: Tensor, first: Tensor) -> Tensor:
        """early [N, 4c, 10, 40], logits of the first source [N, labels] -> logits [N, labels + 1], the last: nothing
        more is heard."""
        maps = self.body(early).float()  # [N, 8c, 5, 20]
        pooled = torch.stack([_pooled(part) for part in (maps, *maps.chunk(NUM_QUARTERS, 3))], 1)
        named = first.detach().float().softmax(-1)
        merged = self.merge(pooled) + self.beside(named)[:, None]  # [N, 1 + quarters, width]
        weights = self.weigh(merged).float().log_softmax(1)
        names = (self.names(merged).float().log_softmax(-1) + weights).logsumexp(1)
        nothing = self.nothing(merged[:, 0]).float()
        return torch.cat([names - NAMED_ALREADY * named, nothing], 1)


def _tail(c: int) -> nn.Sequential:
    return nn.Sequential(_conv(4 * c, 8 * c, 2), _Residual(8 * c))


def _merge(c: int) -> nn.Sequential:
    width = 16 * c
    return nn.Sequential(
        nn.Linear(3 * 8 * c * (NUM_BANDS // 16), width), nn.GELU(), nn.Dropout(0.3),
        nn.Linear(width, width), nn.GELU(), nn.Dropout(0.2),
    )  # fmt: skip


def _pooled(maps: Tensor) -> Tensor:
    """[N, 8c, 5, T] -> [N, 3 x 8c x 5]. Bands keep their place (pitch matters); over time the mean, the maximum and
    the unrest are kept."""
    unrest = (maps - maps.mean(3, keepdim=True)).abs().mean(3)
    return torch.cat([maps.mean(3), maps.amax(3), unrest], 1).flatten(1)


def _conv(channels_in: int, channels_out: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, 3, stride, 1, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(inplace=True),
    )


class _Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.inner = _conv(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.inner(x)


def cut_windows(samples: np.ndarray, rate_hz: int) -> tuple[Tensor, Tensor]:
    """Mono float32 [N] at any rate -> ([W, 81920] at 16 kHz, shares [W]), 1 <= W <= 12."""
    length = round(WINDOW_S * rate_hz)
    num_windows = min(MAX_WINDOWS, max(1, math.ceil(len(samples) / length - 0.1)))  # a tail below 0.5 s is dropped
    last = max(0, len(samples) - length)
    starts = [round(i * last / max(1, num_windows - 1)) for i in range(num_windows)]
    if num_windows * length >= len(samples):  # little sound: side by side, the last window is padded
        starts = [i * length for i in range(num_windows)]
    windows, shares = [], []
    for start in starts:
        piece = torch.from_numpy(np.array(samples[start : start + length], np.float32))
        shares.append(len(piece) / length)
        windows.append(_resampled(F.pad(piece, (0, length - len(piece)))))
    return torch.stack(windows), torch.tensor(shares)


def _resampled(window: Tensor) -> Tensor:
    """[n] -> [81920] over the same time, by cutting or extending the spectrum."""
    if len(window) == WINDOW_SAMPLES:
        return window
    spectrum = torch.fft.rfft(window)
    wanted = WINDOW_SAMPLES // 2 + 1
    spectrum = F.pad(spectrum[:wanted], (0, max(0, wanted - len(spectrum))))
    return torch.fft.irfft(spectrum, WINDOW_SAMPLES) * (WINDOW_SAMPLES / len(window))


def log_mel(windows: Tensor) -> Tensor:
    """[W, 81920] at 16 kHz -> [W, 80, 320] in -1..1: decibels below the sound's loudest point, 80 dB deep."""
    spectrum = torch.stft(windows, FFT_SIZE, HOP, window=torch.hann_window(FFT_SIZE), return_complex=True)
    power = _mel_matrix() @ spectrum.abs().square()[..., :NUM_FRAMES]
    decibels = 10 * (power + 1e-8).log10()
    loudest = decibels.amax().clamp(min=-40)
    return ((decibels - loudest).clamp(min=-RANGE_DB) / (RANGE_DB / 2) + 1).float()


@cache
def _mel_matrix() -> Tensor:
    """Triangular bands, evenly spaced in mel (O'Shaughnessy 1987) from 40 to 7,900 Hz: [80, 513]."""
    low, high = (2595 * math.log10(1 + hz / 700) for hz in (40, 7_900))
    corners = 700 * (10 ** (torch.linspace(low, high, NUM_BANDS + 2) / 2595) - 1)
    bins = torch.linspace(0, RATE_HZ / 2, FFT_SIZE // 2 + 1)
    rising = (bins[None] - corners[:-2, None]) / (corners[1:-1] - corners[:-2])[:, None]
    falling = (corners[2:, None] - bins[None]) / (corners[2:] - corners[1:-1])[:, None]
    return torch.minimum(rising, falling).clamp(min=0)
