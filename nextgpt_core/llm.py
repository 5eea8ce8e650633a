"""The causal language model: frozen base, low-rank adapters (peft), and the new rows of the modality-signal tokens.

It speaks token ids and hidden states. It does not know what a picture is, how a reply is sampled, or what a decoder
does with the hidden states of its signal tokens.

Letters: B batch, L sequence length, D hidden width, R new rows (open and signal tokens), V base vocabulary.
"""

from __future__ import annotations

import inspect
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import LlamaConfig, LlamaForCausalLM, LlamaModel, PreTrainedTokenizerFast
from transformers.cache_utils import Cache

from nextgpt_core.arithmetic import fast_dtype
from nextgpt_core.config import LLMConfig
from nextgpt_core.errors import NotSupported
from nextgpt_core.signal_tokens import SignalTokens
from nextgpt_core.weights import ensure_smollm2

PINNED = {"smollm2-135m-instruct": ensure_smollm2}
"""source -> function that returns a transformers folder, fetching it once."""

_CACHE = "cache" if "cache" in inspect.signature(LlamaModel.forward).parameters else "past_key_values"
"""How transformers names the keys and values of what was read: the first from 5.24 on, and it alone from 5.40 on."""

MARKS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def toy_tokenizer(marks: tuple[str, ...] = MARKS) -> PreTrainedTokenizerFast:
    """One token per byte plus the three marks (ids 0, 1, 2), built in memory."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: number for number, token in enumerate([*marks, *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(mark, special=True) for mark in marks])
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer)


class LLM(nn.Module):
    """Base model with adapters and signal rows. `from_config` is the only way that touches disk or network.

    Attributes:
        signal_in [R, D], signal_out [R, D]: input rows and output rows of the new tokens; the base embedding stays
            untouched, so plain text keeps its probabilities up to the new tokens' share.
        kept_adapters: once adapters are merged, what they were, by name, in main memory.
        special_ids, blank_ids: ids of the tokenizer's marks, and of tokens that are nothing but white space.
    """

    marks = MARKS
    """No use, start of a turn or text, end of a turn or text."""
    prompt_form = "chatml"
    """Key of conversation.PROMPT_FORMS."""
    trained_base: tuple[str, ...] = ()
    """Beginnings of names within the base model that are trained and therefore saved."""

    def __init__(
        self, config: LLMConfig, base: LlamaForCausalLM, tokenizer: PreTrainedTokenizerFast, signals: SignalTokens
    ) -> None:
        super().__init__()
        from peft import LoraConfig, get_peft_model

        self.config, self.tokenizer, self.signals = config, tokenizer, signals
        hidden, layers = base.config.hidden_size, base.config.num_hidden_layers
        lora = LoraConfig(
            r=config.lora_rank,
            lora_alpha=config.lora_alpha,
            target_modules=list(config.lora_targets),
            layers_to_transform=list(range(config.lora_first_layer, layers)),
            layers_pattern="layers",
        )
        base.requires_grad_(False)
        self.model = get_peft_model(base, lora)
        self.num_base_rows = base.config.vocab_size
        device = base.get_input_embeddings().weight.device
        self.signal_in = nn.Parameter((torch.randn(signals.num_new, hidden) * 0.1).to(device))
        self.signal_out = nn.Parameter((torch.randn(signals.num_new, hidden) * 0.02).to(device))
        self.start_id, self.end_id = (tokenizer.convert_tokens_to_ids(m) for m in self.marks[1:])
        # `all_special_ids` names only the tokens with a role; a reply must not say any of the others either.
        self.special_ids = sorted(i for i, token in tokenizer.added_tokens_decoder.items() if token.special)
        spelled = tokenizer.get_vocab().items()
        self.blank_ids = sorted(i for token, i in spelled if not tokenizer.convert_tokens_to_string([token]).strip())
        # The first layers again as a model of their own: a caption's text states must not cost the whole depth. It
        # shares the very modules (adapters begin above it), so it is kept out of the registry of submodules.
        prefix_config = LlamaConfig(**{**base.config.to_dict(), "num_hidden_layers": config.text_state_layer or layers})
        with torch.device("meta"):
            prefix = LlamaModel(prefix_config)
        prefix.embed_tokens, prefix.rotary_emb = base.model.embed_tokens, base.model.rotary_emb
        prefix.layers = base.model.layers[: prefix_config.num_hidden_layers]
        prefix.norm = nn.Identity()
        object.__setattr__(self, "_text_prefix", prefix.eval())
        self.merged = False
        self.kept_adapters: dict[str, Tensor] = {}

    @staticmethod
    def from_config(config: LLMConfig, signals_of, log=print) -> LLM:
        """Builds the model: "pinned" fetches and loads the source, "toy" draws random weights.

        `signals_of(vocab_size) -> SignalTokens` lays out the new ids. Raises MissingWeights, NotSupported.
        """
        if config.kind == "toy":
            tokenizer = toy_tokenizer()
            base = LlamaForCausalLM(LlamaConfig(vocab_size=len(tokenizer), **config.toy))
        elif config.kind == "pinned" and config.source in PINNED:
            folder: Path = PINNED[config.source](log=log)
            tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
            base = LlamaForCausalLM.from_pretrained(folder, dtype=fast_dtype())
        else:
            raise NotSupported(f"language model {config.kind}:{config.source} is unknown; use toy or {list(PINNED)}.")
        return LLM(config, base, tokenizer, signals_of(base.config.vocab_size))

    @property
    def device(self) -> torch.device:
        return self.signal_in.device

    @property
    def hidden_size(self) -> int:
        return self.signal_in.shape[1]

    @property
    def text_config(self) -> Any:
        """The transformers configuration of the layers that read and write words."""
        return self._base.config.get_text_config()

    @property
    def max_length(self) -> int:
        """Positions the base model was made for."""
        return self.text_config.max_position_embeddings

    @property
    def _base(self) -> LlamaForCausalLM:
        return self.model if self.merged else self.model.get_base_model()

    @property
    def quantised(self) -> bool:
        """Whether the base weights have less than 16 bits; adapters merged into them would be rounded away."""
        return getattr(self._base, "is_quantized", False)

    def untouched(self) -> AbstractContextManager:
        """While it lasts, adapters change nothing: the model speaks as it was published."""
        if self.kept_adapters:
            raise ValueError("the adapters are merged and cannot be left out; load the model anew without merge()")
        return nullcontext() if self.merged else self.model.disable_adapter()

    def merge(self) -> None:
        """Folds the adapters into the base weights: faster replies, no further training. What they were is kept, so
        that the model can still be saved."""
        if not self.merged and self.config.lora_rank:
            self.kept_adapters = {n: t.detach().cpu() for n, t in self.state_dict().items() if ".lora_" in n}
            self.model = self.model.merge_and_unload()
            self.merged = True

    def mark_id(self, mark: str) -> int:
        """Id of a structural token of the prompt by its exact spelling."""
        return self.tokenizer.convert_tokens_to_ids(mark)

    def tokenize(self, text: str) -> list[int]:
        """Ids of plain text. Spellings of marks typed by a person stay ordinary characters."""
        return self.tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)

    def embed(self, ids: Tensor) -> Tensor:
        """ids [..., L], base or signal -> [..., L, D] float32."""
        table = self._base.get_input_embeddings()
        base = table(ids.clamp(max=self.num_base_rows - 1)).float()
        new = self.signal_in[(ids - self.num_base_rows).clamp(min=0)]
        return torch.where((ids >= self.num_base_rows)[..., None], new, base)

    def hidden(
        self,
        embeds: Tensor,
        mask: Tensor | None = None,
        cache: Cache | None = None,
        positions: Tensor | None = None,
        **more: Any,
    ) -> tuple[Tensor, Tensor]:
        """embeds [B, L, D] -> (last hidden states, normalised, from which words are predicted; states after
        `signal_layer` layers, which output projections read), both [B, L, D]. `cache` is extended in place;
        `positions` [3, B, L] in time, height and width, where media were read by the model itself."""
        layer = self.config.signal_layer
        out = self._base.get_decoder()(
            inputs_embeds=embeds.to(self._base.dtype),
            attention_mask=mask,
            position_ids=positions,
            use_cache=cache is not None,
            output_hidden_states=bool(layer),
            **{_CACHE: cache},
            **more,
        )
        return out.last_hidden_state, out.hidden_states[layer] if layer else out.last_hidden_state

    def logits(self, hidden: Tensor) -> Tensor:
        """hidden [..., D] -> float32 logits over base and new tokens [..., V + R]."""
        base = self._base.lm_head(hidden.to(self._base.dtype)).float()
        return torch.cat([base, hidden.float() @ self.signal_out.T], dim=-1)

    @torch.no_grad()
    def text_states(self, captions: list[str]) -> tuple[Tensor, Tensor]:
        """captions -> (states [B, L, D] float32 after `text_state_layer` layers, mask [B, L] True where real).

        A leading mark soaks up the attention-sink state of the first position and is dropped. Each state is scaled to
        unit root mean square.
        """
        rows = [[self.start_id, *(self.tokenize(caption.strip()) or [self.end_id])] for caption in captions]
        longest = max(map(len, rows))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows], device=self.device)
        mask = torch.tensor([[True] * len(row) + [False] * (longest - len(row)) for row in rows], device=self.device)
        states = self._states_of_words(ids, mask)[:, 1:].float()
        return states * states.pow(2).mean(-1, keepdim=True).clamp(min=1e-6).rsqrt(), mask[:, 1:]

    def _states_of_words(self, ids: Tensor, mask: Tensor) -> Tensor:
        """ids [B, L] -> states [B, L, D] after `text_state_layer` layers."""
        embeds = self._base.get_input_embeddings()(ids)
        return self._text_prefix(inputs_embeds=embeds, attention_mask=mask.long(), use_cache=False).last_hidden_state
