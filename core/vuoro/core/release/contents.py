"""The files in a release, each checked while it is read."""

import hashlib
import tarfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from vuoro.core.release.head import BROKEN
from vuoro.core.release.manifest import BadRelease, File, Manifest

_BLOCK = 1024 * 1024

Progress = Callable[[float], None]
"""Told how much is done, 0 to 1."""


class Writes(Protocol):
    """Where the bytes of a file go."""

    def write(self, data: bytes, /) -> object: ...


Open = Callable[[str, File], AbstractContextManager[Writes]]
"""Opens a file of a release, by its path, to be written."""


def copy_contents(
    tar: tarfile.TarFile, manifest: Manifest, opened: Open, progress: Progress = lambda share: None
) -> None:
    """Read what follows the head, to where each file is opened.

    Raises BadRelease where a file is missing, unknown or not what was signed.
    """
    left, done = dict(manifest.files), 0
    while (member := tar.next()) is not None:
        wanted = left.pop(member.name, None)
        if wanted is None or not member.isreg():
            raise BadRelease(f"The release holds something nobody signed: {member.name}.")
        _copy(tar, member, wanted, opened)
        done += wanted.size
        progress(done / max(1, manifest.size))
    if left:
        raise BadRelease(BROKEN)


def _copy(tar: tarfile.TarFile, member: tarfile.TarInfo, wanted: File, opened: Open) -> None:
    source = tar.extractfile(member)
    if source is None or member.size != wanted.size:
        raise BadRelease(BROKEN)
    digest = hashlib.sha256()
    with opened(member.name, wanted) as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            out.write(block)
    if digest.hexdigest() != wanted.sha256:
        raise BadRelease(BROKEN)
