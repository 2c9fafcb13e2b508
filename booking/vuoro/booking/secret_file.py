"""The file with the secret of the vault: made once, readable by its owner only, never replaced."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from vuoro.booking.vault import SECRET_BYTES, MasterSecret

NAME = "secret"


class BadSecret(Exception):
    """The secret can't be used; the message says what to do."""


def read_secret(folder: Path) -> MasterSecret | None:
    """The secret of a data folder, None where there is none yet. Raises BadSecret."""
    file = folder / NAME
    try:
        with open(file, encoding="ascii") as opened:
            readable_by_others = os.fstat(opened.fileno()).st_mode & stat.S_IROTH
            text = opened.read().strip()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise BadSecret(_damaged(file)) from None
    except OSError as error:
        raise BadSecret(f"{file} can't be read ({error.strerror}). Check its owner.") from None
    if readable_by_others:
        raise BadSecret(f"Everybody on this computer can read {file}. Run: chmod 600 {file}")
    try:
        return MasterSecret(bytes.fromhex(text))
    except ValueError:
        raise BadSecret(_damaged(file)) from None


def make_secret(folder: Path) -> MasterSecret:
    """A new secret, on the disk before it is used; or that of whoever was faster.

    Raises BadSecret.
    """
    draft = folder / f".{NAME}-{os.getpid()}"
    try:
        _write(draft, secrets.token_hex(SECRET_BYTES))
        # A link never replaces what is there, and is never half a file.
        with contextlib.suppress(FileExistsError):
            os.link(draft, folder / NAME)
        draft.unlink()
        _sync_folder(folder)
    except OSError as error:
        raise BadSecret(f"{folder / NAME} can't be written ({error.strerror}).") from None
    made = read_secret(folder)
    assert made is not None, "it was just written"
    return made


def _write(file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(f"{text}\n")
        opened.flush()
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _damaged(file: Path) -> str:
    return f"{file} is not a secret of Vuoro ({2 * SECRET_BYTES} hex digits). Restore it."
