"""A printer behind a device file: the kernel's /dev/usb/lp0, a parallel port, a pipe.

Never blocks: a printer that takes nothing must not hold the thread that writes to it. The traps of
usblp are in drivers/usb/class/usblp.c of Linux: it takes a block away without waiting until the
printer has it, and an answer of no bytes is no end.
"""

import contextlib
import errno
import os
import select
import stat
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from vuoro.hardware.printers.transport import (
    Mono,
    PrinterLost,
    PrinterStuck,
    PrinterUnreachable,
)
from vuoro.hardware.usb_identity import UsbNode, find_device, find_lp, usb_nodes

_BLOCK = 4096
"""Below the 8 KiB that usblp takes at once."""
_LARGEST_ANSWER = 256
_AFTER_NOTHING = 0.005
"""Seconds between two looks at a printer that answers with nothing, as idle USB printers do."""
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL


class FilePrinter:
    """The line through one device file (see ``transport.Printer``).

    ``device`` is a path, a USB name, or empty for the first USB printer. ``root`` holds /dev and
    /sys.
    """

    def __init__(
        self,
        device: str,
        *,
        root: Path = Path("/"),
        mono: Mono = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.answers = True
        self._device = device
        self._root = root
        self._mono = mono
        self._sleep = sleep
        self._file: int | None = None

    def __repr__(self) -> str:
        return f"FilePrinter({self._device or 'first USB printer'})"

    def open(self) -> None:
        if self._file is not None:
            return
        path = self._path()
        try:
            self._file, self.answers = _open_file(path)
        except OSError as error:
            raise PrinterUnreachable(f"{self!r}: {path}: {_why_not(error)}") from error

    def write(self, data: bytes, timeout: float) -> None:
        file = self._opened()
        end = self._mono() + timeout
        left = memoryview(data)
        while left:
            self._wait_until_taken(file, end, timeout)
            try:
                left = left[os.write(file, left[:_BLOCK]) :]
            except BlockingIOError:
                self._sleep(_AFTER_NOTHING)
            except OSError as error:
                raise self._failed(error) from error
        self._wait_until_taken(file, end, timeout)

    def read(self, timeout: float) -> bytes:
        file = self._opened()
        end = self._mono() + timeout
        while self.answers:
            events = _poll(file, select.POLLIN, end - self._mono())
            if not events:
                return b""
            said = self._said(file)
            if said:
                return said
            if events & _GONE:
                raise PrinterLost(f"{self!r} hung up")
            if self._mono() >= end:
                return b""
            self._sleep(_AFTER_NOTHING)
        self._sleep(max(0.0, end - self._mono()))
        return b""

    def close(self, *, drop: bool = False) -> None:
        """What usblp still holds goes with the file; a terminal must be told to let go of it."""
        file, self._file = self._file, None
        if file is None:
            return
        if drop and os.isatty(file):
            with contextlib.suppress(termios.error):
                termios.tcflush(file, termios.TCOFLUSH)
        with contextlib.suppress(OSError):
            os.close(file)

    def _path(self) -> Path:
        if self._device:
            path = find_device(self._device, find_lp, self._root)
        else:
            path = next((node.path for node in usb_printers(self._root)), None)
        if path is None:
            raise PrinterUnreachable(f"{self!r} is not there: switched off, or unplugged")
        return path

    def _opened(self) -> int:
        if self._file is None:
            raise PrinterLost(f"{self!r} is not open")
        return self._file

    def _wait_until_taken(self, file: int, end: float, timeout: float) -> None:
        events = _poll(file, select.POLLOUT, end - self._mono())
        if events & _GONE:
            raise PrinterLost(f"{self!r} hung up")
        if not events:
            raise PrinterStuck(f"{self!r} took no more bytes within {timeout:.1f} s")

    def _said(self, file: int) -> bytes:
        try:
            return os.read(file, _LARGEST_ANSWER)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise PrinterLost(f"{self!r}: {error}") from error

    def _failed(self, error: OSError) -> PrinterLost | PrinterStuck:
        if error.errno == errno.ENOSPC:
            return PrinterStuck(f"{self!r} is out of paper")
        return PrinterLost(f"{self!r}: {error}")


def _open_file(path: Path) -> tuple[int, bool]:
    """The open file, and whether it can answer. Raises OSError."""
    flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    if not stat.S_ISCHR(path.stat().st_mode):
        return os.open(path, flags | os.O_WRONLY | os.O_APPEND), False
    try:
        file = os.open(path, flags | os.O_RDWR)
    except PermissionError:
        return os.open(path, flags | os.O_WRONLY), False
    return file, _can_answer(file)


def _can_answer(file: int) -> bool:
    """False for a printer without an endpoint to answer by; words from before are dropped."""
    try:
        os.read(file, _LARGEST_ANSWER)
    except OSError as error:
        return error.errno != errno.EINVAL
    return True


def usb_printers(root: Path = Path("/")) -> Iterator[UsbNode]:
    """The printer files of USB printers that are plugged in."""
    return (node for node in usb_nodes("usbmisc", root) if node.entry.name.startswith("lp"))


def _poll(file: int, event: int, seconds: float) -> int:
    """What happened to the file within so many seconds; 0 for nothing."""
    poll = select.poll()
    poll.register(file, event)
    return next((events for _, events in poll.poll(max(0.0, seconds) * 1000)), 0)


def _why_not(error: OSError) -> str:
    match error.errno:
        case errno.EBUSY:
            return "another program uses it, CUPS perhaps"
        case errno.EACCES | errno.EPERM:
            return "not allowed; add this user to the group lp"
        case _:
            return error.strerror or str(error)
