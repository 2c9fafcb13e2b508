"""The beginning of a release's file: what it is, and who signed that."""

import lzma
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from vuoro.core.release.manifest import LONGEST, MANIFEST, SIGNATURE, BadRelease, Manifest, trusted

BROKEN = "The file of the release is damaged or cut off. Fetch it again."


@contextmanager
def opened(file: BinaryIO) -> Iterator[tarfile.TarFile]:
    """The tar in a release's file, read once from front to back. Raises BadRelease within."""
    try:
        with tarfile.open(fileobj=file, mode="r|xz") as tar:
            yield tar
    except (tarfile.TarError, lzma.LZMAError, EOFError):
        raise BadRelease(BROKEN) from None


def head(tar: tarfile.TarFile, keys: Sequence[Ed25519PublicKey]) -> tuple[Manifest, bytes, bytes]:
    """The manifest if one of these keys signed it, its text, the signature. Raises BadRelease."""
    text, signature = _first(tar, MANIFEST), _first(tar, SIGNATURE)
    return trusted(text, signature, keys), text, signature


def _first(tar: tarfile.TarFile, name: str) -> bytes:
    member = tar.next()
    if member is None or member.name != name or not member.isreg() or member.size > LONGEST:
        raise BadRelease("This file is no release of Vuoro.")
    source = tar.extractfile(member)
    assert source is not None, "a regular file can be read"
    return source.read()
