"""Fetching the parts of large presets (download_plans.py), and saying in words what that means.

Repositories come through huggingface_hub, which resumes broken downloads; every file is then checked against the size
and hash that the hub states. Other files come by plain HTTP, resumed, checked by length and hash. Tensors are checked
by name and shape when a model is loaded. Knows no network architecture.
"""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from nextgpt_core.download_plans import Source, plan_of
from nextgpt_core.errors import MissingWeights
from nextgpt_core.wheels import sha256_of

Log = Callable[[str], None]
GB = 1_000_000_000
CHUNK = 1 << 20


def is_complete(source: Source, folder: Path) -> bool:
    """Whether `source` lies in `folder` as far as can be seen without reading it."""
    path = folder / source.name
    if source.in_hub_cache:
        from huggingface_hub import try_to_load_from_cache

        return all(isinstance(try_to_load_from_cache(source.repository, name), str) for name in source.needed)
    if not source.needed:
        return path.is_file()
    return all((path / name).is_file() for name in source.needed) and not (path / INCOMPLETE).exists()


INCOMPLETE = ".incomplete"


def describe(preset: str, folder: Path) -> str:
    """The plan in words: terms first, then every file with its size, source and state."""
    plan = plan_of(preset)
    closed = [s for s in plan if s.non_commercial]
    lines = [f"Preset {preset}: {sum(s.size_gb for s in plan):.0f} GB into {folder}", ""]
    if any(s.in_hub_cache for s in plan):
        lines[0] += " and, where a repository is named, the cache of the hub (HF_HOME)"
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
            _fetch_repository(source, None if source.in_hub_cache else folder / source.name)
        else:
            log(f"{source.name}: fetching about {source.size_gb} GB from {source.address} ...")
            fetch_file(source.address, folder / source.name, log, sha256=source.sha256)


def _fetch_repository(source: Source, target: Path | None) -> None:
    """Into `target`, or the hub's own cache."""
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled
    from huggingface_hub.utils import filter_repo_objects

    page, patterns = f"https://huggingface.co/{source.repository}", list(source.patterns) or None
    try:
        # Asked for first: without an answer, snapshot_download would take whatever lies in the folder for the whole.
        stated = HfApi().model_info(source.repository, files_metadata=True)
        if target is None:
            target = Path(snapshot_download(source.repository, allow_patterns=patterns))
        else:
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
            f"is kept. Or copy the files of {page} to {target or 'the cache of the hub'} from another machine."
        ) from error
    wanted = filter_repo_objects(stated.siblings, allow_patterns=patterns, key=lambda file: file.rfilename)
    check_files(target, {f.rfilename: (f.size, f.lfs.sha256 if f.lfs else "") for f in wanted}, page)
    if lacking := [name for name in source.needed if not (target / name).is_file()]:
        raise MissingWeights(f"{source.repository} came without {lacking[0]}; look at {page} for what has changed.")
    (target / INCOMPLETE).unlink(missing_ok=True)


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


def fetch_file(address: str, target: Path, log: Log = print, timeout_s: float = 60, sha256: str = "") -> Path:
    """One file by HTTP, resumed where it broke off; it takes its name only when its length is what the server states,
    and its hash, where one is known, that of the published file.

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
    if sha256 and sha256_of(part) != sha256:
        part.unlink()
        raise MissingWeights(
            f"{target.name} came damaged, or is another file than the published one (sha256 {sha256[:12]}...), and was "
            "deleted. Start again: it is fetched anew."
        )
    os.replace(part, target)
    return target
