"""The socket of a side door: a file in the data folder that only its owner can open."""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

NAME = "admin.sock"
_ONLY_THE_OWNER = 0o177


@contextlib.contextmanager
def address(data: Path) -> Iterator[str]:
    """Its address, by way of the open folder: the kernel allows 107 characters."""
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{NAME}"
    finally:
        os.close(folder)


def answer_to(line: bytes, data: Path, seconds: float) -> bytes | None:
    """The line that comes back for a line, None where nobody has a door open. Raises OSError."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as there:
            there.settimeout(seconds)
            with address(data) as where:
                there.connect(where)
            there.sendall(line)
            with there.makefile("rb") as answers:
                return answers.readline()
    except (FileNotFoundError, ConnectionRefusedError):
        return None


@contextlib.contextmanager
def listening(data: Path) -> Iterator[socket.socket]:
    """Listen at it; the file is gone afterwards."""
    # One left behind by a process that was killed: ours is the only one, the database's lock says.
    (data / NAME).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(_ONLY_THE_OWNER)
    try:
        with address(data) as where:
            listener.bind(where)
    finally:
        os.umask(before)
    try:
        yield listener
    finally:
        (data / NAME).unlink(missing_ok=True)
