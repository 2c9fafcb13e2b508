"""From a checkout to a bootable device: our package, a release, Debian, and the disk of all three.

What did not change since the last time is not made again.
"""

import hashlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from deploy.raspberrypi.emulator.base import base
from deploy.raspberrypi.emulator.image import HERE, ROOT, Contents, made
from deploy.raspberrypi.emulator.qemu import Parts
from deploy.raspberrypi.emulator.steps import Steps

APPLIANCE = ROOT / "build/appliance"
FOLDER = APPLIANCE / "emulator"
RECIPES = HERE.parent / "recipes"
_OURS = ("booking", "core", "desk", "display", "hardware", "kiosk", "lobby", "printer", "queue",
         "sync", "deploy/raspberrypi/recipes", "pyproject.toml",
         "deploy/raspberrypi/requirements.lock")  # fmt: skip
"""What a release is made of."""


def built(steps: Steps, arch: str = "amd64") -> Parts:
    """All of it; each part is a step. Raises SystemExit where one failed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with steps.step("Debian 13 is there") as step:
        root = base(arch, FOLDER)
        step.seen = f"{root.stat().st_size >> 20} MB"
    with steps.step("a signed release is built") as step:
        release = release_bundle(arch)
        step.seen = f"{release.name}, {release.stat().st_size >> 20} MB"
    with steps.step("the package is built") as step:
        # After the release: it ships the key that releases are signed with.
        package = _recipe("deb.py", arch)
        step.seen = f"{package.name}, {package.stat().st_size >> 10} kB"
    with steps.step("the device is installed") as step:
        parts = made(Contents(root, package, release, APPLIANCE / "release.pub"), FOLDER)
        step.seen = f"{parts.disk.stat().st_blocks >> 11} MB on the disk"
    if not steps.good:
        raise SystemExit("The device could not be built.")
    return parts


def release_bundle(arch: str) -> Path:
    """A bundle with these sources; that of last time where nothing changed. Raises
    CalledProcessError."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    stamp = FOLDER / f"release-{arch}.stamp"
    bundle = FOLDER / f"vuoro-{_version()}-{arch}.tar.xz"
    state = fingerprint(ROOT, _OURS)
    if bundle.exists() and stamp.exists() and stamp.read_text() == state:
        return bundle
    stamp.unlink(missing_ok=True)
    bundle = _recipe("release.py", arch, "--download", "--preset", "0")
    stamp.write_text(state)
    return bundle


def fingerprint(root: Path, parts: tuple[str, ...]) -> str:
    """Of the names and contents of all files below these folders, but for what Python left."""
    told = hashlib.sha256()
    for file in sorted(_files(root, parts)):
        told.update(str(file.relative_to(root)).encode() + b"\0")
        told.update(hashlib.sha256(file.read_bytes()).digest())
    return told.hexdigest()


def _files(root: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    for part in parts:
        path = root / part
        if path.is_file():
            yield path
        for file in path.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file


def _recipe(script: str, arch: str, *words: str) -> Path:
    """Run one of the recipes; the file it names last. Raises CalledProcessError."""
    told = subprocess.run(
        [sys.executable, str(RECIPES / script), "--arch", arch, "--version", _version(),
         "--out", str(FOLDER), *words],
        check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    return Path(told.stdout.split()[-1])


def _version() -> str:
    with open(ROOT / "pyproject.toml", "rb") as file:
        return str(tomllib.load(file)["project"]["version"])
