"""`NextGPT`: the one object people use. Reads a conversation, streams a reply of text and media.

bot = NextGPT.from_preset("nano")
reply = bot.reply([{"role": "user", "content": "Show me a penguin"}], Options(seed=7))
"""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from nextgpt_core.checkpoint import build_preset, for_replies, load_checkpoint, save_checkpoint
from nextgpt_core.config import MediaOptions, NextGPTConfig, Options
from nextgpt_core.conversation import Conversation, GivenPicture, last_picture, prompt_pieces
from nextgpt_core.decoders.base import Step
from nextgpt_core.errors import BadInput, Cancelled, NotSupported
from nextgpt_core.events import Event, Finished, MediaReady, MediaStarted, MediaStep, TextPiece, Timings
from nextgpt_core.extent import Extent
from nextgpt_core.gpu_calls import gpu_calls
from nextgpt_core.key_value_cache import KeyValueCache, StaticKeyValueCache
from nextgpt_core.media import Modality, Part, Text
from nextgpt_core.model import NextGPTModel
from nextgpt_core.sampling import ReplyLoop, SignalReady, SpokenText
from nextgpt_core.sampling_published import PublishedReplyLoop
from nextgpt_core.sampling_tags import TagReplyLoop
from nextgpt_core.soundtrack import joined
from nextgpt_core.speech_ahead import has_room, speech_ahead

FEATURE_CACHE_ITEMS = 64
KEY_VALUE_CACHES = 4


@dataclass(frozen=True)
class Reply:
    """A finished reply: parts in spoken order."""

    parts: tuple[Part, ...]
    timings: Timings
    seed: int
    stopped: bool = False

    @property
    def text(self) -> str:
        return " ".join(p.text.strip() for p in self.parts if isinstance(p, Text))


class NextGPT:
    """Any-to-any chat in one process. One reply at a time: `stream` holds a lock while it runs."""

    def __init__(self, model: NextGPTModel) -> None:
        self.model = model.eval()
        self._features: OrderedDict[str, Tensor] = OrderedDict()
        self._caches: list[KeyValueCache] = []  # most recently used first
        self._lock = threading.Lock()
        self._spoken, self._made = self._speak_beside, self._make
        self._stream_of_words: torch.cuda.Stream | None = None

    @staticmethod
    def from_preset(name: str = "nano", log=print, memory: str | None = None) -> NextGPT:
        """`memory`, e.g. "12GB", limits what a large preset takes of each accelerator. Raises BadInput for an unknown
        preset, MissingWeights when weights are absent or damaged, NotSupported when it does not fit this machine."""
        return NextGPT(for_replies(build_preset(name, log, memory)))

    @staticmethod
    def from_checkpoint(folder: Path | str, log=print, memory: str | None = None) -> NextGPT:
        """A folder written by `save` or by training."""
        return NextGPT(for_replies(load_checkpoint(Path(folder), log, memory)))

    @property
    def config(self) -> NextGPTConfig:
        return self.model.config

    @property
    def can_read(self) -> frozenset[Modality]:
        return self.model.can_read

    @property
    def can_make(self) -> frozenset[Modality]:
        return self.model.can_make

    @property
    def media_options(self) -> dict[Modality, MediaOptions]:
        """What suits each decoder; candidates are None where nobody can choose among several."""
        return {
            m: replace(made, candidates=max(1, self.config.decoders[m].candidates))
            if self.model.can_choose(m)
            else made
            for m, made in self.config.media_options.items()
        }

    @property
    def extents(self) -> dict[Modality, dict[str, Extent]]:
        """What may be chosen of the size and length of each medium."""
        return {Modality(name): decoder.extents for name, decoder in self.model.decoders.items()}

    def to(self, device: str | torch.device) -> NextGPT:
        self.model.to(device)
        self._features.clear()
        self._caches.clear()
        return self

    def in_gpu_calls(self, gpu) -> NextGPT:
        """From now on every use of the device is one call inside `gpu(duration=...)`, e.g. `spaces.GPU`."""
        self._spoken, self._made = gpu_calls(gpu, self._speak, self._make, lambda: self.model.llm.device)
        return self

    def save(self, folder: Path | str) -> Path:
        """Writes config.json and the trained tensors by part; `from_checkpoint` reads them back."""
        return save_checkpoint(self.model, Path(folder))

    def reply(
        self,
        conversation: Conversation | Sequence[dict[str, Any]],
        options: Options | None = None,
        cancel: threading.Event | None = None,
    ) -> Reply:
        """The stream, folded."""
        for event in self.stream(conversation, options, cancel):
            if isinstance(event, Finished):
                return Reply(event.parts, event.timings, event.seed, event.stopped)
        raise AssertionError("a stream always ends with Finished")

    def stream(
        self,
        conversation: Conversation | Sequence[dict[str, Any]],
        options: Options | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[Event]:
        """Yields events (events.py) as they happen; the last is `Finished`.

        Everything is checked before any compute. Raises NextGPTError (BadInput, BadMedia, NotSupported) for what a
        person can mend. Setting `cancel`, or closing the generator, stops within one token or denoising step.
        """
        if not isinstance(conversation, Conversation):
            conversation = Conversation.from_messages(conversation)
        options = (options or Options()).for_config(self.config)
        conversation.check_askable()
        self._check_modalities(conversation, options)
        for modality, decoder in self.model.decoders.items():
            media_options = options.media[Modality(modality)]
            decoder.check(media_options)
            if (media_options.candidates or 1) > 1 and not self.model.can_choose(Modality(modality)):
                raise BadInput(
                    f"this model cannot choose among several candidates of {modality}; set candidates to 1 or leave it "
                    "out."
                )
        seed = options.seed if options.seed is not None else secrets.randbelow(2**32)
        with self._lock:
            yield from self._stream(conversation, replace(options, seed=seed), cancel or threading.Event(), seed)

    @property
    def _loop_class(self) -> type[ReplyLoop]:
        loops = {"tokens": ReplyLoop, "tags": TagReplyLoop}
        return loops.get(self.config.llm.spans, PublishedReplyLoop)

    def _system_prompt(self, conversation: Conversation, options: Options) -> str:
        """The conversation's own, else the options', else the model's; where spans are spelled, with how to spell."""
        chosen = (conversation.system_prompt, options.system_prompt, self.config.system_prompt)
        makes = self.config.decoders.keys() & (options.modalities or self.can_make) - options.forbidden
        return self.model.told(next(text for text in chosen if text is not None), makes)

    def _check_modalities(self, conversation: Conversation, options: Options) -> None:
        seen = {p.modality for turn in conversation.turns if turn.role == "user" for p in turn.parts}
        for verb, wanted, able in (
            ("read", seen, self.can_read),
            ("make", options.modalities or frozenset(), self.can_make),
        ):
            if lacking := wanted - able:
                raise NotSupported(
                    f"this model cannot {verb} {', '.join(sorted(lacking))}; it can {verb} {', '.join(sorted(able))}.",
                    f"cannot_{verb}",
                )

    def _features_of(self, part: Part) -> Tensor:
        key = part.content_hash
        if key not in self._features:
            self._features[key] = self.model.features(part)
            if len(self._features) > FEATURE_CACHE_ITEMS:
                self._features.popitem(last=False)
        self._features.move_to_end(key)
        return self._features[key]

    def _cache_for(self, keys: tuple) -> KeyValueCache:
        """The cache that shares the longest beginning with this prompt, so that several chats can take turns."""
        best = max(self._caches, key=lambda cache: cache.shared_with(keys), default=None)
        # Agreeing on the system line alone is not the same conversation: that one keeps its cache, and when there are
        # too many, the one that nobody used for longest is taken over, with its memory if that is of fixed size.
        if best is not None and best.shared_with(keys) * 2 >= len(best.keys):
            self._caches.remove(best)
        elif len(self._caches) >= KEY_VALUE_CACHES:
            best = self._caches.pop()
        else:
            best = StaticKeyValueCache() if self.config.llm.static_cache else KeyValueCache()
        self._caches.insert(0, best)
        return best

    def _speak_beside(
        self, conversation: Conversation, options: Options, cancel: threading.Event, seed: int
    ) -> Iterator[SpokenText | SignalReady | Timings]:
        """`_speak`, which on a GPU goes on while a medium is made."""
        device = self.model.llm.device
        if device.type != "cuda":
            return self._speak(conversation, options, cancel, seed)
        if self._stream_of_words is None or self._stream_of_words.device != device:
            self._stream_of_words = torch.cuda.Stream(device)
        return speech_ahead(
            lambda stop: self._speak(conversation, options, stop, seed),
            cancel,
            lambda span: has_room(self.model.decoders[span.modality.value], device),
            self._stream_of_words,
        )

    def _speak(
        self, conversation: Conversation, options: Options, cancel: threading.Event, seed: int
    ) -> Iterator[SpokenText | SignalReady | Timings]:
        """The words and closed spans of a reply, then how long they took. Raises Cancelled."""
        began = time.monotonic()
        conversation = replace(conversation, system_prompt=self._system_prompt(conversation, options))
        pieces = prompt_pieces(conversation, "", self.can_read, self.can_make, self.model.llm.prompt_form)
        with torch.inference_mode():
            prompt = self.model.prompt(pieces, self._features_of)
        if len(prompt.keys) + options.max_new_tokens > (limit := self.model.llm.max_length):
            raise BadInput(
                f"the conversation is too long: {len(prompt.keys)} tokens, and the answer may take "
                f"{options.max_new_tokens} of the {limit} this model can hold. Shorten the message or start a new "
                "chat.",
                "chat_too_long",
            )
        read_s = time.monotonic() - began
        generator = torch.Generator().manual_seed(seed)
        cache = self._cache_for(prompt.keys)
        loop = self._loop_class(self.model, prompt, options, generator, cache, cancel)
        clock, stopped = loop.clock, None
        try:
            yield from loop.run()
        except Cancelled as error:
            stopped = error
        except BaseException:
            # A half-fed cache would poison the next turn.
            self._caches.remove(cache)
            raise
        yield Timings(
            first_token_s=read_s + clock.first_token_s,
            num_tokens=clock.num_tokens,
            num_prompt_tokens=len(prompt.keys),
            token_s=clock.token_s,
        )
        if stopped is not None:
            raise stopped

    def _stream(
        self, conversation: Conversation, options: Options, cancel: threading.Event, seed: int
    ) -> Iterator[Event]:
        began, timings = time.monotonic(), Timings()
        parts: list[Part] = []
        media_s: dict[str, tuple[float, ...]] = {}
        text, stopped, index = "", False, 0
        speaking = self._spoken(conversation, options, cancel, seed)
        try:
            for event in speaking:
                if isinstance(event, Timings):
                    timings = event
                    continue
                if isinstance(event, SpokenText):
                    piece = event.text.lstrip() if not text else event.text
                    text += piece
                    if piece:
                        yield TextPiece(piece)
                    continue
                if text.strip():
                    parts.append(Text(text.strip()))
                text = ""
                started = time.monotonic()
                for made in self._made(event, options, index, seed, cancel, last_picture(conversation, parts)):
                    if isinstance(made, MediaReady):
                        seconds = time.monotonic() - started
                        *earlier, part = joined((*parts, made.part))
                        made = replace(made, seconds=seconds, part=part)
                        parts = [*earlier, part]  # an earlier clip may have got this sound
                        value = event.modality.value
                        media_s[value] = (*media_s.get(value, ()), seconds)
                    yield made
                index += 1
        except Cancelled:
            stopped = True
            with contextlib.suppress(Cancelled):  # stopped while a medium was made: the words tell their times yet
                timings = next((event for event in speaking if isinstance(event, Timings)), timings)
        finally:
            speaking.close()
        if text.strip():
            parts.append(Text(text.strip()))
        timings = replace(timings, total_s=time.monotonic() - began, media_s=media_s)
        yield Finished(tuple(parts), timings, seed, stopped)

    def _make(
        self,
        span: SignalReady,
        options: Options,
        index: int,
        seed: int,
        cancel: threading.Event,
        given: tuple[GivenPicture, ...] = (),
    ) -> Iterator[Event]:
        """Runs the decoder of one closed span. A clip may start from a picture `given`."""
        modality, media_options = span.modality, options.media[span.modality]
        candidates = media_options.candidates or self.media_options[modality].candidates or 1
        media_options = replace(media_options, candidates=candidates)
        decoder = self.model.decoders[modality.value]
        yield MediaStarted(index, modality, span.caption, media_options.num_steps)
        with torch.inference_mode():
            if (options.condition_from or self.config.condition_from) == "signal":
                condition = self.model.condition(modality, span.span_hidden)
            else:
                condition = self.model.caption_condition(modality, [span.caption])
            negative = None
            if media_options.negative_prompt.strip():
                negative = self.model.caption_condition(modality, [media_options.negative_prompt])
        noise = torch.Generator().manual_seed((seed + index) % 2**32)
        choice = {}
        if self.model.can_choose(modality) and (candidates > 1 or (given and modality is Modality.VIDEO)):
            pictures = [each.picture for each in given]
            if modality is Modality.VIDEO:
                choice["given"] = pictures
            if modality is not Modality.VIDEO or not any(each.just_shown for each in given):
                choice["choose"] = self.model.chooser(modality, condition, pictures)
        for made in decoder.stream(condition, negative, media_options, noise, **choice):
            if isinstance(made, Step):
                yield MediaStep(index, modality, made.number, made.num_steps, made.preview)
                if cancel.is_set():
                    raise Cancelled("stopped")
            else:
                yield MediaReady(index, modality, replace(made, caption=span.caption), 0.0, (seed + index) % 2**32)
