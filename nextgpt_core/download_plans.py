"""What the parts of large presets are: where they come from, what they weigh, under which terms.

Licences are noted as publishers state them, most of them seen in stored copies of their pages up to November 2026 (not
seen again: Qwen3-4B, SigLIP 2, CLAP, Whisper), and so are sizes, with these exceptions, which are arithmetic from
numbers of weights: vicuna-7b-v0, audioldm-l-full, zeroscope_v2_576w, stable-audio-3-medium. The page of each source is
what counts. Fetches nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from nextgpt_core.errors import BadInput


@dataclass(frozen=True)
class Source:
    """One thing to fetch into `folder/name`, or into the hub's own cache: files of a hub repository, or one file at an
    address."""

    name: str
    what: str
    licence: str
    size_gb: float
    repository: str = ""
    patterns: tuple[str, ...] = ()
    """Which files of the repository; all if empty."""
    address: str = ""
    sha256: str = ""
    """Of the file at the address."""
    needed: tuple[str, ...] = ()
    """Files that must be there for the source to count as complete, relative to `folder/name`; empty for one file."""
    non_commercial: bool = False
    agree: str = ""
    """What a person must do before the download is allowed."""
    by_hand: str = ""
    """Steps for what no command can fetch; such a source is only looked for."""
    in_hub_cache: bool = False
    """It is loaded by the name of its repository, so it is kept where the hub's library keeps what it fetches."""


PIPELINE = ("model_index.json", "*/*.json", "*/*.txt", "*/*.model")
PAPER = (
    Source(
        name="imagebind_huge.pth",
        what="encoder of pictures, clips and sounds (ImageBind-huge)",
        licence="CC-BY-NC-SA 4.0",
        size_gb=4.8,
        address="https://dl.fbaipublicfiles.com/imagebind/imagebind_huge.pth",
        sha256="d6f6c22bedcc90708448d5d2fbb7b2db9c73f505dc89bd0b2e09b23af1b62157",  # as many public copies state it
        non_commercial=True,
    ),
    Source(
        name="vicuna-7b-v0",
        what="language model (Vicuna-7B v0, in transformers' form)",
        licence="LLaMA-1 licence (research only); LMSYS's difference to it: Apache-2.0",
        size_gb=13.5,
        needed=("config.json",),
        non_commercial=True,
        by_hand="Vicuna v0 is published as a difference to LLaMA-7B, whose weights Meta gives out on request:\n"
        "      1. get LLaMA-7B (the first LLaMA) in transformers' form, after agreeing to Meta's terms;\n"
        "      2. fetch lmsys/vicuna-7b-delta-v0 from the hub and add it with FastChat 0.1:\n"
        "         python -m fastchat.model.apply_delta --base LLAMA --target vicuna-7b-v0 --delta DELTA\n"
        "      3. put the result in the folder named above; delete its added_tokens.json, if there is one.\n"
        "      Vicuna v1.5 (LLaMA-2) does not fit and is refused.",
    ),
    Source(
        name="nextgpt_7b_tiva_v0",
        what="NExT-GPT's adapters, embeddings and projections",
        licence="CC-BY-NC-SA 4.0",
        size_gb=0.8,
        repository="ChocoWu/nextgpt_7b_tiva_v0",
        patterns=("pytorch_model.pt",),
        needed=("pytorch_model.pt",),
        non_commercial=True,
    ),
    Source(
        name="stable-diffusion-v1-5",
        what="picture decoder (Stable Diffusion 1.5)",
        licence="CreativeML OpenRAIL-M (commercial use allowed, with use restrictions)",
        size_gb=5.5,
        repository="stable-diffusion-v1-5/stable-diffusion-v1-5",
        patterns=(*PIPELINE, "unet/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.safetensors",
                  "text_encoder/model.safetensors", "safety_checker/model.safetensors"),
        needed=("model_index.json",),
    ),
    Source(
        name="audioldm-l-full",
        what="sound decoder (AudioLDM-L-full)",
        licence="CC-BY-NC-SA 4.0",
        size_gb=3.9,
        repository="cvssp/audioldm-l-full",
        patterns=(*PIPELINE, "*/*.bin", "*/*.safetensors"),
        needed=("model_index.json",),
        non_commercial=True,
    ),
    Source(
        name="zeroscope_v2_576w",
        what="clip decoder (ZeroScope v2 576w)",
        licence="CC-BY-NC 4.0",
        size_gb=3.6,
        repository="cerspense/zeroscope_v2_576w",
        patterns=(*PIPELINE, "*/*.bin", "*/*.safetensors"),
        needed=("model_index.json",),
        non_commercial=True,
    ),
)  # fmt: skip
WEIGHTS = ("*/*.safetensors",)
CONVERT_SOUNDS = """Stability AI publishes it in a form of its own, which diffusers converts:
      1. accept the terms on https://huggingface.co/stabilityai/stable-audio-3-medium, then: hf auth login
      2. with scripts/convert_stable_audio_3_to_diffusers.py of github.com/huggingface/diffusers:
         python convert_stable_audio_3_to_diffusers.py --checkpoint_path stabilityai/stable-audio-3-medium \\
           --text_encoder_repo google/t5gemma-b-b-ul2 --output_dir FOLDER --dtype float32
      3. put FOLDER in the folder named above, as stable-audio-3-medium."""


def _hub(repository: str, what: str, size_gb: float, patterns: tuple[str, ...] = ()) -> Source:
    """An Apache-2.0 repository that is loaded by its name."""
    needed = ("model_index.json" if patterns else "config.json",)
    return Source(repository, what, "Apache-2.0", size_gb, repository, patterns, needed=needed, in_hub_cache=True)


OMNI_DECODERS = (
    _hub("Tongyi-MAI/Z-Image-Turbo", "picture decoder (Z-Image-Turbo, in float32)", 32.8, PIPELINE + WEIGHTS),
    Source(
        name="stable-audio-3-medium",
        what="sound decoder (Stable Audio 3 medium)",
        licence="Stability AI Community License (free below one million US dollars of yearly revenue), Gemma terms",
        size_gb=7.4,
        needed=("model_index.json",),
        by_hand=CONVERT_SOUNDS,
    ),
    _hub("Wan-AI/Wan2.1-T2V-1.3B-Diffusers", "clip decoder (Wan 2.1, in float32)", 28.9, PIPELINE + WEIGHTS),
)
OMNI = (_hub("Qwen/Qwen2.5-Omni-7B", "language model that sees, hears and watches", 22.4), *OMNI_DECODERS)
OMNI_ENCODERS = (
    _hub("Qwen/Qwen3-4B-Instruct-2507", "language model", 8.1),
    _hub("google/siglip2-so400m-patch14-224", "encoder of pictures and clips (SigLIP 2)", 4.6),
    _hub("laion/clap-htsat-unfused", "encoder of sounds (CLAP)", 1.2),
    *OMNI_DECODERS,
)
PLANS = {"paper": PAPER, "omni": OMNI, "omni-encoders": OMNI_ENCODERS}
"""preset -> what it needs. Other presets fetch themselves on first use."""


def plan_of(preset: str) -> tuple[Source, ...]:
    """Raises BadInput for a preset without downloads."""
    if preset not in PLANS:
        raise BadInput(
            f"there is nothing to download for the preset {preset!r}: it fetches what it needs on first use. Presets "
            f"with downloads: {', '.join(PLANS)}."
        )
    return PLANS[preset]
