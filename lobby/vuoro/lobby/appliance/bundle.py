"""A release as one file: a tar, packed with xz, whose first two members say what may follow."""

import lzma
import os
import shutil
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from vuoro.core.release.contents import Open, Progress, copy_contents
from vuoro.core.release.head import head, opened
from vuoro.core.release.manifest import MANIFEST, SIGNATURE, BadRelease, File, Manifest

ROOM = 200 * 1024 * 1024
"""Bytes that stay free beside an unpacked release."""


class NoRoom(BadRelease):
    """The disk is too full for it."""


def pack(release: Path, bundle: Path, preset: int = 6) -> None:
    """Write the file of a release that lies in a folder with its manifest and signature."""
    part = bundle.with_name(bundle.name + ".part")
    with (
        lzma.open(part, "wb", preset=preset) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        names = [file.relative_to(release).as_posix() for file in release.rglob("*")]
        rest = sorted(set(names) - {MANIFEST, SIGNATURE})
        for name in (MANIFEST, SIGNATURE, *rest):
            if (release / name).is_file():
                tar.add(release / name, name, filter=_anonymous)
    os.replace(part, bundle)


def peek(bundle: Path, keys: Sequence[Ed25519PublicKey]) -> Manifest:
    """What a file would bring; nothing is unpacked. Raises BadRelease."""
    with _opened(bundle) as tar:
        manifest, _, _ = head(tar, keys)
    return manifest


def unpack(
    bundle: Path,
    folder: Path,
    keys: Sequence[Ed25519PublicKey],
    progress: Progress = lambda share: None,
) -> Manifest:
    """Unpack into a new folder, every file checked as it is written, and flushed to the disk.

    Nothing is written before the signature is good. Raises BadRelease, and then leaves nothing.
    """
    with _opened(bundle) as tar:
        manifest, text, signature = head(tar, keys)
        _need(folder.parent, manifest.size + ROOM)
        folder.mkdir(parents=True)
        try:
            copy_contents(tar, manifest, _writer(folder), progress)
            (folder / MANIFEST).write_bytes(text)
            (folder / SIGNATURE).write_bytes(signature)
            _open_to_all(folder)
            flush(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return manifest


def flush(folder: Path) -> None:
    """Let a power cut find all of a folder on the disk."""
    for path in (*folder.rglob("*"), folder, folder.parent):
        if path.is_symlink():
            continue
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _writer(folder: Path) -> Open:
    """Files are written below the folder, and runnable where the manifest says so."""

    @contextmanager
    def opened(name: str, wanted: File) -> Iterator[BinaryIO]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as out:
            yield out
        path.chmod(0o755 if wanted.runs else 0o644)

    return opened


def _open_to_all(folder: Path) -> None:
    """Let every user read what root unpacked, whatever its umask: the programs run as others."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    for name in (MANIFEST, SIGNATURE):
        (folder / name).chmod(0o644)


def _need(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size:
        mega = 1_000_000
        raise NoRoom(
            f"There is not enough room for the release: {size // mega} MB are needed, "
            f"{free // mega} MB are free."
        )


@contextmanager
def _opened(bundle: Path) -> Iterator[tarfile.TarFile]:
    try:
        with bundle.open("rb") as file, opened(file) as tar:
            yield tar
    except FileNotFoundError:
        raise BadRelease(f"There is no file {bundle}.") from None


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """The same bytes whoever packs it, and when."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = 0
    return member
