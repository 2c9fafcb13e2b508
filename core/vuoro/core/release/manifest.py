"""What a release is made of: version, architecture, Python, and every file with its hash."""

import base64
import hashlib
import platform
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

MANIFEST, SIGNATURE = "release.json", "release.sig"
LONGEST = 8 * 1024 * 1024
"""Bytes of a manifest: some 40,000 files."""
VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+([a-z0-9.]{1,20})?")
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


class BadRelease(Exception):
    """A release can't be used; the message says why, and is for people."""


class File(msgspec.Struct, frozen=True):
    """One file: SHA-256 in hex, bytes, and whether it may be run."""

    sha256: str
    size: int
    runs: bool = False


class Manifest(msgspec.Struct, frozen=True):
    """A release. ``arch`` as Debian names it; ``python`` as 3.13; paths are below its folder."""

    version: str
    arch: str
    python: str
    files: dict[str, File]

    @property
    def size(self) -> int:
        """Bytes on the disk, about."""
        return sum(file.size for file in self.files.values())


def described(folder: Path, version: str, arch: str, python: str) -> Manifest:
    """The manifest of what lies in a folder."""
    return Manifest(version, arch, python, dict(_files(folder)))


def sealed(manifest: Manifest, key: Ed25519PrivateKey) -> tuple[bytes, bytes]:
    """The manifest as bytes, and their signature."""
    text = msgspec.json.encode(manifest, order="sorted")
    return text, base64.b64encode(key.sign(text)) + b"\n"


def trusted(text: bytes, signature: bytes, keys: Sequence[Ed25519PublicKey]) -> Manifest:
    """The manifest, if one of these keys signed it and all in it is sound. Raises BadRelease."""
    if not any(_signed(text, signature, key) for key in keys):
        raise BadRelease("The release is not signed by anybody this device trusts.")
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.DecodeError as error:
        raise BadRelease(f"The description of the release can't be read ({error}).") from None
    if not VERSION.fullmatch(manifest.version):
        raise BadRelease(f'"{manifest.version}" is no version.')
    for path in manifest.files:
        if not _is_inside(path):
            raise BadRelease(f"The release has a file that would lie outside of it: {path}.")
    return manifest


def fits_here(manifest: Manifest) -> None:
    """Raises BadRelease when it is for another kind of computer or system."""
    arch = _MACHINES.get(platform.machine(), platform.machine())
    if manifest.arch != arch:
        raise BadRelease(f"The release is for {manifest.arch}; this device is {arch}.")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    if manifest.python != python:
        raise BadRelease(
            f"The release needs Python {manifest.python}; this device has {python}. "
            "Bring Debian up to date first."
        )


def read_key(text: str) -> Ed25519PublicKey:
    """A public key of 32 bytes in base64. Raises BadRelease."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
    except ValueError:
        raise BadRelease("A key that releases are checked with can't be read.") from None


def _signed(text: bytes, signature: bytes, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(base64.b64decode(signature.strip(), validate=True), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    plain = path == "/".join(parts) and "\\" not in path and "\0" not in path
    return plain and bool(parts) and not {"..", ".", "/"} & set(parts)


def _files(folder: Path) -> Iterator[tuple[str, File]]:
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and name not in (MANIFEST, SIGNATURE):
            data = file.read_bytes()
            runs = bool(file.stat().st_mode & 0o100)
            yield name, File(hashlib.sha256(data).hexdigest(), len(data), runs)
