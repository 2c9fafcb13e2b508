"""A release to play with, signed by a key that is trusted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vuoro.core.release.manifest import MANIFEST, SIGNATURE, described, sealed

KEY = Ed25519PrivateKey.from_private_bytes(b"release key of a test, 32 bytes.")
Release = Callable[..., Path]


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Makes the folder of a signed release; words are what its program says."""

    def make(version: str = "1.2.0", words: str = "good", key: Ed25519PrivateKey = KEY) -> Path:
        folder = tmp_path / "built" / version
        (folder / "bin").mkdir(parents=True)
        (folder / "bin/vuoro").write_text(f"#!/bin/sh\necho {words}\n", encoding="ascii")
        (folder / "bin/vuoro").chmod(0o755)
        (folder / "lib").mkdir()
        (folder / "lib/ääni.txt").write_bytes(words.encode() * 3000)
        text, signature = sealed(described(folder, version, "amd64", "3.13"), key)
        (folder / MANIFEST).write_bytes(text)
        (folder / SIGNATURE).write_bytes(signature)
        return folder

    return make
