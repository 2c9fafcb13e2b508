"""The first release of a device: taken when it is whole and signed, else nothing is left of it."""

import base64
import os
import platform
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.lobby.appliance.conftest import KEY, Release
from vuoro.lobby.appliance.bundle import pack

SCRIPT = Path(__file__).parents[3] / "deploy/raspberrypi/package/usr/lib/vuoro/first-release"
STRANGER = Ed25519PrivateKey.from_private_bytes(b"a key that nobody should trust!!")
needs_amd64 = pytest.mark.skipif(platform.machine() != "x86_64", reason="the fixture is for amd64")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A device with the package and without a release."""
    keys = tmp_path / "root/etc/vuoro/release-keys"
    keys.mkdir(parents=True)
    public = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    (keys / "project.pub").write_bytes(base64.b64encode(public) + b"\n")
    return tmp_path / "root"


def bundle(tmp_path: Path, folder: Path) -> Path:
    file = tmp_path / "vuoro.tar.xz"
    pack(folder, file, preset=0)
    return file


def first(file: Path, root: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([SCRIPT, file, root], capture_output=True, text=True, check=False)


@needs_amd64
def test_a_signed_release_is_in_use_at_once(tmp_path: Path, root: Path, release: Release) -> None:
    done = first(bundle(tmp_path, release("1.2.0", "good day")), root)

    assert (done.returncode, done.stderr) == (0, "")
    current = root / "opt/vuoro/current"
    assert os.readlink(current) == "releases/1.2.0"
    assert subprocess.check_output([current / "bin/vuoro"], text=True) == "good day\n"
    assert (current / "release.sig").is_file()


@needs_amd64
def test_a_second_first_release_is_refused(tmp_path: Path, root: Path, release: Release) -> None:
    file = bundle(tmp_path, release())
    first(file, root)

    done = first(file, root)

    assert done.returncode == 1
    assert "vuoro appliance update" in done.stderr


@pytest.mark.parametrize("fault", ["stranger", "changed", "added", "no release", "cut off"])
def test_whatever_is_wrong_with_it_no_release_is_in_use(
    tmp_path: Path, root: Path, release: Release, fault: str
) -> None:
    folder = release(key=STRANGER if fault == "stranger" else KEY)
    if fault == "changed":
        (folder / "bin/vuoro").write_text("#!/bin/sh\necho evil\n", encoding="ascii")
    if fault == "added":
        (folder / "lib/evil.py").write_text("", encoding="ascii")
    file = bundle(tmp_path, folder) if fault != "no release" else tmp_path / "x.tar.xz"
    if fault == "no release":
        file.write_bytes(b"not a release")
    if fault == "cut off":
        file.write_bytes(file.read_bytes()[:-200])

    done = first(file, root)

    assert done.returncode == 1
    assert done.stderr.startswith("first-release: ")
    assert not (root / "opt/vuoro/current").is_symlink()
