"""Where the parts of large presets come from, what they weigh, under which terms, and fetching them.

Repositories come through huggingface_hub, which resumes broken downloads; every file is then checked against the size
and hash that the hub states. Other files come by plain HTTP, resumed, checked by length. Tensors are checked by name
and shape when a model is loaded. Sizes and licences are noted as publishers stated them; the page of each source is
what counts. Knows no network architecture.
"""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nextgpt_core.errors import BadInput, MissingWeights
from nextgpt_core.wheels import sha256_of

Log = Callable[[str], None]
GB = 1_000_000_000
CHUNK = 1 << 20


@dataclass(frozen=True)
class Source:
    """One thing to fetch into `folder/name`: files of a hub repository, or one file at an address."""

    name: str
    what: str
    licence: str
    size_gb: float
    repository: str = ""
    patterns: tuple[str, ...] = ()
    """Which files of the repository; all if empty."""
    address: str = ""
    needed: tuple[str, ...] = ()
    """Files that must be there for the source to count as complete, relative to `folder/name`; empty for one file."""
    non_commercial: bool = False
    agree: str = ""
    """What a person must do before the download is allowed."""
    by_hand: str = ""
    """Steps for what no command can fetch; such a source is only looked for."""


PIPELINE = ("model_index.json", "*/*.json", "*/*.txt", "*/*.model")
PAPER = (
    Source(
        name="imagebind_huge.pth",
        what="encoder of pictures, clips and sounds (ImageBind-huge)",
        licence="CC-BY-NC-SA 4.0",
        size_gb=4.8,
        address="https://dl.fbaipublicfiles.com/imagebind/imagebind_huge.pth",
        non_commercial=True,
    ),
    Source(
        name="vicuna-7b-v0",
        what="language model (Vicuna-7B v0, in transformers' form)",
        licence="LLaMA-1 licence (research only)",
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
        size_gb=1.6,
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
PLANS = {"paper": PAPER}
"""preset -> what it needs. Presets that fetch themselves on first use have no row."""


def plan_of(preset: str) -> tuple[Source, ...]:
    """Raises BadInput for a preset without downloads."""
    if preset not in PLANS:
        raise BadInput(
            f"there is nothing to download for the preset {preset!r}: it fetches what it needs on first use. Presets "
            f"with downloads: {', '.join(PLANS)}."
        )
    return PLANS[preset]


def is_complete(source: Source, folder: Path) -> bool:
    """Whether `source` lies in `folder` as far as can be seen without reading it."""
    path = folder / source.name
    if not source.needed:
        return path.is_file()
    return all((path / name).is_file() for name in source.needed) and not (path / INCOMPLETE).exists()


INCOMPLETE = ".incomplete"


def describe(preset: str, folder: Path) -> str:
    """The plan in words: terms first, then every file with its size, source and state."""
    plan = plan_of(preset)
    closed = [s for s in plan if s.non_commercial]
    lines = [f"Preset {preset}: {sum(s.size_gb for s in plan):.0f} GB into {folder}", ""]
    if closed:
        lines.append("NOT FOR COMMERCIAL USE: " + ", ".join(s.name for s in closed) + ".")
        lines.append("Whoever downloads and uses these parts agrees to their licences, named below.")
        lines.append("The page of each source is what counts: read it before you agree.")
        lines.append("")
    for source in plan:
        state = "there" if is_complete(source, folder) else "by hand" if source.by_hand else "missing"
        lines.append(f"[{state:>7}] {source.name:<24} {source.size_gb:5.1f} GB  {source.what}")
        lines.append(f"{'':10}licence: {source.licence}")
        if origin := source.repository or source.address:
            lines.append(f"{'':10}from: {origin}")
        if source.agree:
            lines.append(f"{'':10}first: {source.agree}")
        if source.by_hand and state != "there":
            lines.append(f"{'':6}{source.by_hand}")
    return "\n".join(lines)


def fetch(preset: str, folder: Path, log: Log = print) -> None:
    """Downloads what is missing and can be downloaded. Raises MissingWeights when a source cannot be reached or what
    came is not whole; what came so far stays and is resumed by the next call."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in plan_of(preset):
        if is_complete(source, folder):
            log(f"{source.name}: there")
        elif source.by_hand:
            log(f"{source.name}: has to be put there by hand, see the plan")
        elif source.repository:
            log(f"{source.name}: fetching about {source.size_gb} GB from {source.repository} ...")
            _fetch_repository(source, folder / source.name)
        else:
            log(f"{source.name}: fetching about {source.size_gb} GB from {source.address} ...")
            fetch_file(source.address, folder / source.name, log)


def _fetch_repository(source: Source, target: Path) -> None:
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled
    from huggingface_hub.utils import filter_repo_objects

    page, patterns = f"https://huggingface.co/{source.repository}", list(source.patterns) or None
    try:
        # Asked for first: without an answer, snapshot_download would take whatever lies in the folder for the whole.
        stated = HfApi().model_info(source.repository, files_metadata=True)
        target.mkdir(parents=True, exist_ok=True)
        (target / INCOMPLETE).touch()
        snapshot_download(source.repository, revision=stated.sha, local_dir=target, allow_patterns=patterns)
    except GatedRepoError as error:
        raise MissingWeights(
            f"{source.repository} asks for an agreement: open {page}, accept the terms ({source.licence}), "
            "then sign in with: hf auth login"
        ) from error
    except (HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled, OSError, ValueError) as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise MissingWeights(
            f"{source.repository} cannot be fetched ({reason}).\n"
            "Check the network, HF_ENDPOINT (a mirror of the hub) and HF_HUB_OFFLINE, and start again: what has come "
            f"is kept. Or copy the files of {page} to {target} from another machine."
        ) from error
    wanted = filter_repo_objects(stated.siblings, allow_patterns=patterns, key=lambda file: file.rfilename)
    check_files(target, {f.rfilename: (f.size, f.lfs.sha256 if f.lfs else "") for f in wanted}, page)
    if lacking := [name for name in source.needed if not (target / name).is_file()]:
        raise MissingWeights(f"{source.repository} came without {lacking[0]}; look at {page} for what has changed.")
    (target / INCOMPLETE).unlink()


def check_files(folder: Path, stated: dict[str, tuple[int, str]], page: str) -> None:
    """Raises MissingWeights unless every file (name -> size in bytes, sha256 or "") came whole; a damaged one is
    deleted, so that it is fetched again."""
    for name, (size, sha256) in stated.items():
        path = folder / name
        if not path.is_file():
            raise MissingWeights(f"{name} of {page} did not come. Start again: what has come is kept.")
        if path.stat().st_size != size or (sha256 and sha256_of(path) != sha256):
            path.unlink()
            raise MissingWeights(f"{name} of {page} came damaged and was deleted. Start again: it is fetched anew.")


def fetch_file(address: str, target: Path, log: Log = print, timeout_s: float = 60) -> Path:
    """One file by HTTP, resumed where it broke off; it takes its name only when its length is what the server states.

    Raises MissingWeights.
    """
    part = target.with_name(target.name + ".part")
    have = part.stat().st_size if part.is_file() else 0
    request = urllib.request.Request(address, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        with urllib.request.urlopen(request, timeout=timeout_s) as answer:
            resumed = answer.status == 206
            have = have if resumed else 0
            total = have + int(answer.headers.get("Content-Length") or 0)
            if resumed:
                log(f"{target.name}: going on after {have / GB:.1f} GB")
            with part.open("ab" if resumed else "wb") as file:
                while block := answer.read(CHUNK):
                    file.write(block)
    except urllib.error.HTTPError as error:
        if error.code != 416:  # asked for more than there is: the part may already be whole
            raise MissingWeights(
                f"{address} cannot be fetched: {error}. Start again later; what has come is kept."
            ) from error
        total = int((error.headers.get("Content-Range") or "*/0").rpartition("/")[2])
    except OSError as error:
        raise MissingWeights(
            f"{address} cannot be fetched ({error}). Check the network and start again: what has come is kept in "
            f"{part.name}. Or copy the file to {target} from another machine."
        ) from error
    if (found := part.stat().st_size) != total:
        if found > total:
            part.unlink()
        raise MissingWeights(f"{target.name} has {found} of {total} bytes. Start again: the rest is then fetched.")
    os.replace(part, target)
    return target
