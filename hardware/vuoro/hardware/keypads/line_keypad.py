"""A keypad of text, for scripts: lines of JSON in a named pipe."""

import contextlib
import logging
import os
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec

from vuoro.hardware.keypads.keys import NavKey
from vuoro.hardware.keypads.tethered import Keys, TetheredKeypad
from vuoro.hardware.scanners.retrying import retry_after
from vuoro.hardware.tether import DeviceLost

log = logging.getLogger(__name__)

_LONGEST_LINE = 200


class KeyLine(msgspec.Struct, frozen=True):
    """One line: ``{"key": "next"}``."""

    key: NavKey


class LineKeypad(TetheredKeypad):
    """A ``NavKeypad`` that is a named pipe, made by us where it is missing.

    What is no such line is passed over, and told once.
    """

    def __init__(self, path: Path, *, retry: Callable[[int], float] = retry_after) -> None:
        keys = Keys()
        super().__init__(_Pipe(path, keys), keys, "keypad of lines", retry=retry)


class _Pipe:
    """The pipe (see ``tether.Line``)."""

    def __init__(self, path: Path, keys: Keys) -> None:
        self._path, self._keys = path, keys
        self._descriptor = -1
        self._rest = b""
        self._complained = False

    def open(self) -> int:
        self._rest = b""
        try:
            with contextlib.suppress(FileExistsError):
                os.mkfifo(self._path, 0o600)
            # Open for writing too: a pipe whose writers have all gone would be at its end.
            flags = os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC
            self._descriptor = os.open(self._path, flags)
        except OSError as error:
            raise DeviceLost(f"{self._path} can't be used: {error.strerror}") from error
        if not stat.S_ISFIFO(os.fstat(self._descriptor).st_mode):
            raise DeviceLost(f"{self._path} is no named pipe")
        return self._descriptor

    def patience(self) -> float | None:
        return None

    def arrived(self) -> None:
        try:
            data = self._rest + os.read(self._descriptor, 4096)
        except OSError as error:
            raise DeviceLost(f"{self._path} can't be read: {error.strerror}") from error
        *lines, self._rest = data.split(b"\n")
        self._rest = self._rest[-_LONGEST_LINE:]
        for line in filter(None, lines):
            self._take(line)

    def silent(self) -> None:
        pass

    def close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _take(self, line: bytes) -> None:
        try:
            key = msgspec.json.decode(line, type=KeyLine).key
        except (msgspec.DecodeError, UnicodeDecodeError):
            if not self._complained:
                log.warning("a line of the keypad names no key")
            self._complained = True
            return
        self._keys.put(key)
