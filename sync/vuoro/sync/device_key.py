"""The key that makes this computer the device that was approved: a file only its owner can read."""

import base64
import os
from pathlib import Path

from vuoro.core.passes import SigningKey

KEY_FILE = "device.key"
OTHER_FILE = "device.key.other"
"""A key to come, or one that was: while keys change it is not known which one the backend has."""
PENDING_FILE = "device.key.pending"
_SEED_BYTES = 32


class BadKeyFile(Exception):
    """The key file can't be used; the message says what to do."""


class DeviceKey:
    """The device's key (Ed25519), and the other one while they change.

    ``folder`` None keeps them in memory, for models.
    """

    def __init__(self, folder: Path | None, seed: bytes, other: bytes | None = None) -> None:
        self._folder, self._seed, self._other = folder, seed, other
        self._key = SigningKey(seed)

    @property
    def public(self) -> str:
        """The public key, base64."""
        return _public(self._seed)

    @property
    def public_bytes(self) -> bytes:
        """The public key, 32 bytes."""
        return self._key.public()

    @property
    def other_public(self) -> str:
        """The public key of the other one, base64; empty where there is none."""
        return "" if self._other is None else _public(self._other)

    def signature(self, message: bytes) -> str:
        """The signature of a message, base64."""
        return _text(self._key.sign(message))

    def prepare(self) -> str:
        """Make the key that will follow this one; its public key. Raises BadKeyFile."""
        self._other = os.urandom(_SEED_BYTES)
        if self._folder is not None:
            write_seed(self._folder / OTHER_FILE, self._other)
        return _public(self._other)

    def change(self) -> bool:
        """Go on with the other key, and keep this one. False where there is none."""
        if self._other is None:
            return False
        self._seed, self._other = self._other, self._seed
        self._key = SigningKey(self._seed)
        if self._folder is not None:
            write_seed(self._folder / KEY_FILE, self._seed)
            write_seed(self._folder / OTHER_FILE, self._other)
        return True


def find_key(folder: Path) -> DeviceKey | None:
    """The key in a data folder, if there is one. Raises BadKeyFile."""
    seed = read_seed(folder / KEY_FILE)
    return None if seed is None else DeviceKey(folder, seed, read_seed(folder / OTHER_FILE))


def find_pending(folder: Path) -> DeviceKey | None:
    """The key that waits for its approval, if there is one. Raises BadKeyFile."""
    seed = read_seed(folder / PENDING_FILE)
    return None if seed is None else DeviceKey(None, seed)


def make_pending(folder: Path) -> DeviceKey:
    """A new key that is to be approved; until then this computer stays who it was."""
    seed = os.urandom(_SEED_BYTES)
    write_seed(folder / PENDING_FILE, seed)
    return DeviceKey(None, seed)


def promote(folder: Path) -> None:
    """The key was approved: it is the device's own now. Does nothing where none is pending.

    The one before stays as the other key, for a kill before the identity is changed as well.
    """
    pending, before = read_seed(folder / PENDING_FILE), read_seed(folder / KEY_FILE)
    if pending is None:
        return
    if before is not None:
        write_seed(folder / OTHER_FILE, before)
    write_seed(folder / KEY_FILE, pending)
    (folder / PENDING_FILE).unlink()


def destroy_keys(folder: Path) -> None:
    """Make the device's identity useless for whoever finds its disk (offline_sync §3.17)."""
    for name in (KEY_FILE, OTHER_FILE, PENDING_FILE):
        file = folder / name
        if file.exists():
            write_seed(file, bytes(_SEED_BYTES))
            file.unlink()


def read_seed(file: Path) -> bytes | None:
    """The 32 bytes in a key file, if it is there. Raises BadKeyFile."""
    try:
        seed = base64.b64decode(file.read_text(encoding="ascii").strip(), validate=True)
        if len(seed) == _SEED_BYTES:
            return seed
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadKeyFile(f"{file} can't be read ({error.strerror}).") from None
    except ValueError:
        pass
    raise BadKeyFile(
        f"{file} holds no key. Move it away and enrol this device anew: vuoro enrol --again"
    )


def write_seed(file: Path, seed: bytes) -> None:
    """Write a key file so that a power cut leaves the old or the new one. Raises BadKeyFile."""
    fresh = file.with_name(f"{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(_text(seed).encode("ascii") + b"\n")
            opened.flush()
            os.fsync(descriptor)
        fresh.replace(file)
        folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise BadKeyFile(f"{file} can't be written ({error.strerror}).") from None


def _public(seed: bytes) -> str:
    return _text(SigningKey(seed).public())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
