"""Releases for updates that go wrong: as good as the one in use, but for one thing, and signed."""

import shutil
from pathlib import Path

from deploy.raspberrypi.recipes.release import key_of, sign
from vuoro.lobby.appliance.bundle import pack

GOOD, BROKEN = "0.1.1", "0.1.2"
"""Versions; both newer than the one that the image has."""
_PRESET = 0
_WORDS = "raise RuntimeError('this release is broken, for a test')\n"


def variant(release: Path, version: str, key: Path, to: Path, breaks: str = "") -> Path:
    """The bundle of a copy of a release folder; made where it is missing.

    ``breaks`` is a module below its ``lib`` that then can't be imported.
    """
    bundle = to / f"vuoro-{version}-amd64.tar.xz"
    if bundle.exists():
        return bundle
    copy = to / version
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(release, copy, symlinks=True, copy_function=_linked)
    if breaks:
        module = copy / "lib" / breaks
        module.unlink()
        module.write_text(_WORDS, encoding="utf-8")
    for name in ("release.json", "release.sig"):
        (copy / name).unlink()
    sign(copy, "amd64", version, key_of(key))
    pack(copy, bundle, _PRESET)
    shutil.rmtree(copy)
    return bundle


def _linked(source: str, target: str) -> str:
    """Hard links: nothing of a release is ever written to in place."""
    Path(target).hardlink_to(source)
    return target
