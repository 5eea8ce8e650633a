"""Language models of the transformers library as they are published: any ChatML text model, or a thinker of
Qwen2.5-Omni or Qwen3-Omni, which also sees, hears and watches.

How such a model fits the bricks: it is the `llm` of a configuration with `spans` "tags" (signal_tags.py), so it has no
new rows and needs no training to ask for media. A text model reads media through `encoders` and trainable input
projections, as ever. A thinker lists in `LLMConfig.reads` what its own encoders read: these media need no encoder and
no projection, arrive as finished soft tokens, and have positions in time, height and width (llm_media.py). Adapters sit
on the text layers only; without training they are left out, so that they cost nothing.

Letters: B batch, L sequence length, D hidden width, V vocabulary.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from nextgpt_core.config import LLMConfig
from nextgpt_core.errors import MissingWeights, NotSupported
from nextgpt_core.llm import LLM, MARKS, toy_tokenizer
from nextgpt_core.llm_loading import loading_arguments
from nextgpt_core.llm_media import ThinkerMedia
from nextgpt_core.media import Modality, Part
from nextgpt_core.placement import Plan
from nextgpt_core.signal_tags import TagSignals

THINKERS = {"omni": "Qwen2_5OmniThinker", "omni3": "Qwen3OmniMoeThinker"}
"""kind -> how the transformers library spells it."""
HUB_KINDS = ("hub", *THINKERS)


class HubLLM(LLM):
    """kind "hub": AutoModelForCausalLM of `source`; "omni", "omni3": the thinker of a Qwen2.5-Omni or Qwen3-Omni. With
    sizes in `toy`, the same classes at random weights."""

    def __init__(self, config: LLMConfig, base: nn.Module, tokenizer: Any, makes: tuple[Modality, ...]) -> None:
        nn.Module.__init__(self)
        if config.spans != "tags":
            raise NotSupported(f'language models of kind {config.kind} spell their spans: set spans to "tags".')
        missing = [
            mark for mark in MARKS[1:] if tokenizer.convert_tokens_to_ids(mark) in (None, tokenizer.unk_token_id)
        ]
        if missing:
            raise NotSupported(
                f"the tokenizer of {config.source} has no {' or '.join(missing)}: only models whose chat template is "
                "ChatML (Qwen, SmolLM, ...) can be used so far."
            )
        self.config, self.tokenizer = config, tokenizer
        base.requires_grad_(False)
        self.model = self._with_adapters(base)
        self.merged = False
        self.kept_adapters = {}
        self.num_base_rows = self.text_config.vocab_size
        self.signals = TagSignals(self.num_base_rows, makes, self.tokenize)
        self.start_id, self.end_id = (tokenizer.convert_tokens_to_ids(m) for m in MARKS[1:])
        spelled = tokenizer.batch_decode([[i] for i in range(len(tokenizer))])
        # Published tables are padded beyond the tokenizer; what has no spelling must not be said either.
        special = {i for i, token in tokenizer.added_tokens_decoder.items() if token.special}
        self.special_ids = sorted(special | set(range(len(tokenizer), self.num_base_rows)))
        self.blank_ids = [i for i, text in enumerate(spelled) if not text.strip()]
        self.ending_ids = [i for i, text in enumerate(spelled) if "<" in text or "\n" in text]
        source = "" if config.toy else config.source
        self.media = ThinkerMedia(base.config, source) if config.kind in THINKERS else None

    @staticmethod
    def from_config(config: LLMConfig, signal_counts: dict[Modality, int], plan: Plan | None = None) -> HubLLM:
        """Builds toys in memory, loads anything else from the hub or a folder. Raises MissingWeights, NotSupported."""
        makes = tuple(signal_counts)
        if config.toy:
            tokenizer = toy_tokenizer()
            return HubLLM(config, _toy(config, len(tokenizer)), tokenizer, makes)
        from transformers import AutoTokenizer

        arguments = loading_arguments(plan, torch.bfloat16)
        try:
            tokenizer = AutoTokenizer.from_pretrained(config.source)
            base = _class_of(config.kind).from_pretrained(config.source, **arguments)
            return HubLLM(config, base.eval(), tokenizer, makes)
        except (OSError, ValueError) as error:
            raise MissingWeights(
                f"the language model {config.source} cannot be loaded ({error}). Fetch it where there is a network: "
                f"hf download {config.source}"
            ) from error

    def _with_adapters(self, base: nn.Module) -> nn.Module:
        if not self.config.lora_rank:
            return base
        from peft import LoraConfig, get_peft_model

        layers = base.get_decoder().layers
        targets = [
            f"{prefix}.{name}"
            for prefix, layer in ((p, m) for p, m in base.named_modules() if any(m is inner for inner in layers))
            for name, _ in layer.named_modules()
            if name.split(".")[-1] in self.config.lora_targets
            and int(prefix.split(".")[-1]) >= self.config.lora_first_layer
        ]
        return get_peft_model(
            base, LoraConfig(r=self.config.lora_rank, lora_alpha=self.config.lora_alpha, target_modules=targets)
        )

    def shed_adapters(self) -> None:
        """Removes adapters that were never trained: they change nothing and cost time at every token."""
        if not self.merged and self.config.lora_rank:
            self.model = self.model.unload()
            self.merged = True

    @property
    def _base(self) -> nn.Module:
        return self.model if self.merged or not self.config.lora_rank else self.model.get_base_model()

    @property
    def device(self) -> torch.device:
        return self._base.get_input_embeddings().weight.device

    @property
    def hidden_size(self) -> int:
        return self.text_config.hidden_size

    def embed(self, ids: Tensor) -> Tensor:
        """ids [..., L] -> [..., L, D] float32."""
        return self._base.get_input_embeddings()(ids).float()

    def logits(self, hidden: Tensor) -> Tensor:
        """hidden [..., D] -> float32 logits [..., V]."""
        head = self._base.get_output_embeddings()
        return head(hidden.to(self._base.dtype)).float()

    def _states_of_words(self, ids: Tensor, mask: Tensor) -> Tensor:
        """As LLM's, at the whole depth's cost."""
        out = self._base.get_decoder()(
            input_ids=ids, attention_mask=mask.long(), use_cache=False, output_hidden_states=True
        )
        return out.hidden_states[self.config.text_state_layer or -1]

    @torch.no_grad()
    def read(self, part: Part) -> Tensor:
        """A medium -> its soft tokens [Q, D] float32, by the thinker's own encoders; wider where some of them go to the
        first layers (llm_media.py)."""
        return self.media.read(self._base, part).float()

    def marks_around(self, modality: Modality) -> tuple[list[int], list[int]]:
        return self.media.marks_around(modality)

    def places(self, part: Part, count: int) -> Tensor:
        return self.media.places(part, count)

    def positions(self, places: list[Tensor | int]) -> Tensor:
        """Places of all pieces -> [3, L] positions: each piece starts after the largest position before it."""
        start, found = 0, []
        for place in places:
            here = torch.arange(place).expand(3, -1) if isinstance(place, int) else place
            found.append(here + start)
            start = found[-1].max().item() + 1
        return torch.cat(found, 1).to(self.device, self.media.places_dtype)

    def hidden(self, embeds: Tensor, *rest: Any, deep: Tensor | None = None, **more: Any) -> tuple[Tensor, Tensor]:
        """As LLM.hidden; `deep` [B, L, N * D] is added to the states after each of the first N layers."""
        if deep is not None:
            layers = deep.to(self._base.dtype).flatten(0, 1).split(self.hidden_size, -1)
            everywhere = torch.ones(deep.shape[:2], dtype=torch.bool, device=deep.device)
            more |= {"visual_pos_masks": everywhere, "deepstack_visual_embeds": list(layers)}
        return super().hidden(embeds, *rest, **more)


def _class_of(kind: str) -> Any:
    import transformers

    if kind == "hub":
        return transformers.AutoModelForCausalLM
    return getattr(transformers, f"{THINKERS[kind]}ForConditionalGeneration")


def _toy(config: LLMConfig, vocab_size: int) -> nn.Module:
    """`toy` holds arguments of Qwen3Config (kind "hub") or of the thinker's configuration."""
    import transformers

    if config.kind == "hub":
        return transformers.Qwen3ForCausalLM(transformers.Qwen3Config(vocab_size=vocab_size, **config.toy)).eval()
    marks = ("vision_start", "vision_end", "audio_start", "audio_end", "image", "video", "audio")
    ids = {f"{name}_token_id": vocab_size + number for number, name in enumerate(marks)}
    sizes = {**config.toy, "text_config": {**config.toy["text_config"], "vocab_size": vocab_size + len(marks)}}
    thinker = getattr(transformers, f"{THINKERS[config.kind]}Config")(**sizes, **ids)
    return _class_of(config.kind)(thinker).eval()
