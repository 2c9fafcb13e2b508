"""A release comes as one signed file, and nothing of another is ever unpacked."""

import io
import lzma
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lobby.appliance.conftest import KEY, Release
from vuoro.core.release.manifest import BadRelease, File, Manifest, sealed, trusted
from vuoro.lobby.appliance.bundle import pack, peek, unpack

TRUSTED = (KEY.public_key(),)


@pytest.fixture
def bundle(release: Release, tmp_path: Path) -> Path:
    file = tmp_path / "release.tar.xz"
    pack(release(), file, preset=0)
    return file


def test_what_was_packed_comes_out_as_it_was(bundle: Path, tmp_path: Path) -> None:
    shares: list[float] = []
    folder = tmp_path / "opt/1.2.0"
    folder.parent.mkdir()

    manifest = unpack(bundle, folder, TRUSTED, shares.append)

    assert (manifest.version, manifest.arch, manifest.python) == ("1.2.0", "amd64", "3.13")
    assert peek(bundle, TRUSTED) == manifest
    assert subprocess.check_output([folder / "bin/vuoro"]) == b"good\n"
    assert (folder / "lib/ääni.txt").stat().st_mode & 0o777 == 0o644
    assert shares[-1] == 1.0
    assert trusted((folder / "release.json").read_bytes(),
                   (folder / "release.sig").read_bytes(), TRUSTED) == manifest  # fmt: skip


def test_every_user_can_read_what_a_careful_root_unpacked(bundle: Path, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        unpack(bundle, tmp_path / "1.2.0", TRUSTED)
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "1.2.0").rglob("*")}
    assert modes == {0o755, 0o644}
    assert (tmp_path / "1.2.0").stat().st_mode & 0o777 == 0o755


def test_what_nobody_trusted_signed_is_not_unpacked(release: Release, tmp_path: Path) -> None:
    stranger = Ed25519PrivateKey.generate()
    pack(release(key=stranger), tmp_path / "strange.tar.xz", preset=0)

    with pytest.raises(BadRelease, match="not signed by anybody"):
        unpack(tmp_path / "strange.tar.xz", tmp_path / "1.2.0", TRUSTED)

    assert not (tmp_path / "1.2.0").exists()


def test_a_key_that_takes_over_is_trusted_beside_the_old_one(bundle: Path) -> None:
    assert peek(bundle, (Ed25519PrivateKey.generate().public_key(), *TRUSTED)).version == "1.2.0"


def _link(folder: Path) -> Path:
    link = folder / "link"
    link.symlink_to("/bin/sh")
    return link


Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "another byte": lambda folder: (folder / "lib/ääni.txt").write_bytes(b"evil" * 3000),
    "longer": lambda folder: (folder / "lib/ääni.txt").write_bytes(b"good" * 3001),
    "one more": lambda folder: (folder / "lib/more.py").write_bytes(b""),
    "one less": lambda folder: (folder / "bin/vuoro").unlink(),
    "a link": lambda folder: os.replace(_link(folder), folder / "bin/vuoro"),
    "another manifest": lambda folder: (folder / "release.json").write_bytes(b"{}"),
    "no signature": lambda folder: (folder / "release.sig").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_after_signing_leaves_nothing(
    release: Release, tmp_path: Path, change: str
) -> None:
    folder = release()
    CHANGES[change](folder)
    pack(folder, tmp_path / "changed.tar.xz", preset=0)

    with pytest.raises(BadRelease):
        unpack(tmp_path / "changed.tar.xz", tmp_path / "1.2.0", TRUSTED)

    assert not (tmp_path / "1.2.0").exists()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), flip=st.integers(0, 255))
def test_a_file_cut_off_or_damaged_anywhere_leaves_nothing_that_was_not_signed(
    bundle: Path, tmp_path: Path, at: float, flip: int
) -> None:
    data = bytearray(bundle.read_bytes())
    place = int(at * len(data))
    if flip:
        data[place] ^= flip
    damaged = tmp_path / "damaged.tar.xz"
    damaged.write_bytes(data if flip else data[:place])
    folder = tmp_path / "out"

    try:
        unpack(damaged, folder, TRUSTED)
    except BadRelease:
        assert not folder.exists()
        return
    # xz has bytes that nothing depends on; what came out is what was signed.
    assert (folder / "lib/ääni.txt").read_bytes() == b"good" * 3000
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    folder.rmdir()


@pytest.mark.parametrize(
    "path", ["../evil", "/etc/passwd", "lib/../../evil", "lib//x", "./x", "", "a\0b", "lib\\..\\x"]
)
def test_no_file_lies_outside_even_if_it_is_signed(path: str) -> None:
    text, signature = sealed(Manifest("1.2.0", "amd64", "3.13", {path: File("0" * 64, 1)}), KEY)

    with pytest.raises(BadRelease, match="outside"):
        trusted(text, signature, TRUSTED)


def test_a_version_names_a_folder_and_nothing_else() -> None:
    text, signature = sealed(Manifest("../1.2.0", "amd64", "3.13", {}), KEY)

    with pytest.raises(BadRelease, match="no version"):
        trusted(text, signature, TRUSTED)


@pytest.mark.parametrize("content", [b"", b"hello", lzma.compress(b"hello")])
def test_any_other_file_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "photo.jpg").write_bytes(content)

    with pytest.raises(BadRelease, match="release"):
        peek(tmp_path / "photo.jpg", TRUSTED)


def test_a_tar_that_is_no_release_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "other.tar.xz", "w:xz") as tar:
        tar.addfile(tarfile.TarInfo("release.json"), io.BytesIO())
        tar.addfile(tarfile.TarInfo("readme"), io.BytesIO())

    with pytest.raises(BadRelease, match="no release of Vuoro"):
        peek(tmp_path / "other.tar.xz", TRUSTED)


def test_a_full_disk_is_noticed_before_anything_is_written(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = os.statvfs(tmp_path)
    usage = type("Usage", (), {"free": 1_000_000, "total": full.f_blocks, "used": 0})
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)

    with pytest.raises(BadRelease, match="not enough room"):
        unpack(bundle, tmp_path / "1.2.0", TRUSTED)

    assert not (tmp_path / "1.2.0").exists()
