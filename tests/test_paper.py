"""The preset `paper` at toy size, through the whole pipeline; and its refusal where the weights are missing."""

import threading

import numpy as np
import pytest
import torch
from conftest import NOISE, quick

from nextgpt_core import NextGPT
from nextgpt_core.checkpoint import build_paper
from nextgpt_core.config import NextGPTConfig
from nextgpt_core.conversation import Conversation, Mark, Said, Seen, prompt_pieces
from nextgpt_core.errors import BadInput, MissingWeights
from nextgpt_core.events import Finished, MediaReady, MediaStep, TextPiece
from nextgpt_core.key_value_cache import KeyValueCache
from nextgpt_core.media import MEDIA, Modality, Text
from nextgpt_core.model import NextGPTModel
from nextgpt_core.presets import preset_config
from nextgpt_core.presets_paper import paper, paper_toy, paper_v15
from nextgpt_core.sampling_published import PublishedReplyLoop, may_become_stop
from nextgpt_core.signal_published import PublishedSignals

IMAGE, AUDIO, VIDEO = MEDIA
COUNTS = {IMAGE: 4, AUDIO: 8, VIDEO: 24}


def new_bot() -> NextGPT:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    return NextGPT(NextGPTModel.from_config(paper_toy()))


@pytest.fixture(scope="module")
def bot():
    return new_bot()


def shown(pieces) -> list[str]:
    """Prompt pieces as a person would write them down."""
    names = {Said: lambda p: p.text, Mark: lambda p: p.token, Seen: lambda p: f"({p.part.modality})"}
    return [names[type(piece)](piece) for piece in pieces]


def test_signal_ids_are_the_released_ones():
    signals = PublishedSignals(32_000, COUNTS)
    assert signals.num_new == 38 and signals.mark_id("<Img>") == 32_000 and signals.mark_id("</Img>") == 32_001
    assert [signals.ids(m) for m in MEDIA] == [
        tuple(range(32_002, 32_006)), tuple(range(32_030, 32_038)), tuple(range(32_006, 32_030))
    ]  # fmt: skip
    assert signals.opens() == {32_002: IMAGE, 32_006: VIDEO, 32_030: AUDIO} and signals.mark_id("<s>") is None
    assert [signals.name(i) for i in (32_001, 32_002, 32_029, 32_037)] == ["</Img>", "[IMG0]", "[VID23]", "[AUD7]"]
    later = PublishedSignals(32_000, COUNTS, ())
    assert later.num_new == 36 and later.ids(IMAGE) == (32_000, 32_001, 32_002, 32_003)


def test_prompts_are_written_as_the_released_model_was_prompted():
    picture = NOISE[IMAGE](1)

    def prompt(conversation, system=""):
        return shown(prompt_pieces(conversation, system, MEDIA, MEDIA, "vicuna-v0"))

    assert prompt(Conversation().say("Hi <s> ###")) == ["<s>", "### Human:  Hi <s> ###\n### Assistant:"]
    asked = Conversation().say("What is this?", picture)
    seen = ["<Img>", "(image)", "</Img>", "<s>"]
    assert prompt(asked) == ["<s>", "### Human:", *seen, " What is this?\n### Assistant:"]
    longer = asked.say(picture, "A cat", role="assistant").say("More")
    assert prompt(longer) == [
        "<s>", "### Human:", *seen, "What is this?\n### Assistant:", *seen,
        "A cat\n### Human:  More\n### Assistant:",
    ]  # fmt: skip
    assert prompt(Conversation().say("Hi"), "Be kind.")[1].startswith("Be kind.\n### Human:  Hi")
    with pytest.raises(BadInput, match="cannot read image"):
        prompt_pieces(asked, "", (AUDIO,), MEDIA, "vicuna-v0")


def test_one_turn_reads_and_makes_everything(bot):
    conversation = Conversation().say("Look and listen", *(NOISE[m](1) for m in MEDIA))
    options = quick(modalities=frozenset({Modality.TEXT, *MEDIA}))
    events = list(bot.stream(conversation, options))
    ready = [e for e in events if isinstance(e, MediaReady)]
    assert {e.part.modality for e in ready} == set(MEDIA) and isinstance(events[-1], Finished)
    assert any(isinstance(e, TextPiece) for e in events)
    for modality in MEDIA:
        steps = [e.step for e in events if isinstance(e, MediaStep) and e.modality == modality]
        assert steps == [1, 2]
    finished = events[-1]
    again = bot.reply(conversation, options)  # with the prompt from the cache, so to rounding
    assert [p.modality for p in again.parts] == [p.modality for p in finished.parts]
    sound, repeated = ([p for p in parts if p.modality == AUDIO][0] for parts in (finished.parts, again.parts))
    assert np.allclose(sound.samples, repeated.samples, atol=1e-4), "a seed repeats a reply"
    next_turn = conversation.say(*finished.parts, role="assistant").say("And now only words")
    words = bot.reply(next_turn, quick(modalities=frozenset({Modality.TEXT})))
    assert all(isinstance(part, Text) for part in words.parts)


def test_one_token_for_each_medium_and_shared_sight(bot):
    model = bot.model
    for modality in MEDIA:
        soft = model.soft_tokens(modality, model.features(NOISE[modality](2))[None])
        assert soft.shape == (1, 1, model.llm.hidden_size)
    assert model.encoders["image"].trunk is model.encoders["video"].trunk


def test_conditions_come_from_signals_or_from_captions(bot):
    conversation = Conversation().say("Show me a cat")
    made = {}
    for source in ("signal", "caption"):
        options = quick(modalities=frozenset({IMAGE}), condition_from=source)
        made[source] = bot.reply(conversation, options).parts[0].content_hash
    assert made["signal"] != made["caption"]


def test_a_reply_stops_within_one_step(bot):
    cancel = threading.Event()
    seen = []
    for event in bot.stream(Conversation().say("A film"), quick(modalities=frozenset({VIDEO})), cancel):
        seen.append(event)
        if isinstance(event, MediaStep):
            cancel.set()
    assert sum(isinstance(e, MediaStep) for e in seen) == 1 and seen[-1].stopped


def test_the_stop_sign_is_held_back_and_never_shown(bot, monkeypatch):
    """The model is made to say "ab##c###": only the full sign ends the reply."""
    said = iter(bot.model.llm.tokenize("ab##c###never"))
    monkeypatch.setattr(PublishedReplyLoop, "_next", lambda self, hidden, spoken: next(said))
    pieces = [e.text for e in bot.stream(Conversation().say("Hi"), quick(modalities=None)) if isinstance(e, TextPiece)]
    assert "".join(pieces) == "ab##c"
    assert may_become_stop("x#") and may_become_stop("##") and not may_become_stop("#x")


def test_words_keep_their_blanks_as_they_stream(bot, monkeypatch):
    """LLaMA's tokenizer drops the blank before whatever it decodes first, so words must not be decoded one by one."""
    from tokenizers import Tokenizer, decoders
    from tokenizers.models import BPE
    from transformers import PreTrainedTokenizerFast

    words = ["<unk>", "<s>", "</s>", "▁Hi", "▁there", ",", "▁you", "▁###", "<0xC3>", "<0xA9>"]
    model = Tokenizer(BPE(vocab={word: i for i, word in enumerate(words)}, merges=[], byte_fallback=True))
    model.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    said = iter([3, 4, 5, 8, 9, 6, 7])
    monkeypatch.setattr(bot.model.llm, "tokenizer", PreTrainedTokenizerFast(tokenizer_object=model))
    monkeypatch.setattr(PublishedReplyLoop, "_next", lambda self, hidden, spoken: next(said))
    pieces = prompt_pieces(Conversation(), "", MEDIA, MEDIA, "vicuna-v0")[:1]
    loop = PublishedReplyLoop(
        bot.model,
        bot.model.prompt(pieces, bot._features_of),
        quick(),
        torch.Generator(),
        KeyValueCache(),
        threading.Event(),
    )
    assert [event.text for event in loop.run()] == ["Hi", " there", ",", "é", " you"]


def test_typed_signals_stay_text(bot):
    ids = bot.model.llm.tokenize("[IMG0] <Img> </s> <image_00>")
    assert not set(ids) & set(bot.model.llm.special_ids) and max(ids) < bot.model.llm.num_base_rows


def test_a_saved_model_comes_back(bot, tmp_path):
    fresh = new_bot()
    with torch.no_grad():
        fresh.model.llm.model.get_input_embeddings().weight.add_(0.1)
    folder = fresh.save(tmp_path / "saved")
    back = NextGPT.from_checkpoint(folder)
    ids = torch.tensor([5, 259, 270])
    assert torch.allclose(back.model.llm.embed(ids), fresh.model.llm.embed(ids), atol=2e-2)
    assert NextGPTConfig.from_json(paper().to_json()) == paper()


def test_presets_say_what_was_published():
    config = preset_config("paper")
    assert config.signal_counts == COUNTS and config.llm.lora_rank == config.llm.lora_alpha == 32
    assert {m: (o.num_steps, o.guidance) for m, o in config.media_options.items()} == dict.fromkeys(MEDIA, (50, 7.5))
    assert config.decoders[VIDEO].settings["num_frames"] == 24 and config.decoders[AUDIO].settings["seconds"] == 9.0
    later = paper_v15("linear")
    assert later.decoders[IMAGE].settings["dim"] == 1024 and later.encoders[AUDIO].num_features == 228


def test_without_weights_paper_says_what_to_fetch(tmp_path, monkeypatch):
    monkeypatch.setenv("NEXTGPT_CACHE", str(tmp_path))
    with pytest.raises(MissingWeights, match="python -m nextgpt_core.weights --preset paper") as refusal:
        build_paper(paper())
    assert "vicuna-7b-v0" in str(refusal.value) and "nano" in str(refusal.value)


@pytest.mark.gpu
def test_full_size_with_random_weights_makes_everything():
    """Every class at its published size on an accelerator; prints seconds. No meaning in the media."""
    bot = NextGPT(NextGPTModel.from_config(paper_toy("published")))
    bot.to("cuda")
    options = quick(modalities=frozenset({Modality.TEXT, *MEDIA}), max_new_tokens=32)
    reply = bot.reply(Conversation().say("Look and listen", *(NOISE[m](1) for m in MEDIA)), options)
    print(reply.timings, f"peak {torch.cuda.max_memory_allocated() / 1e9:.1f} GB")
    assert {part.modality for part in reply.parts} >= set(MEDIA)
