"""Events of keyboards and what plays one, straight from /dev/input/event* (linux/input.h)."""

import contextlib
import fcntl
import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from vuoro.hardware.tether import DeviceLost
from vuoro.hardware.usb_identity import UsbName, find_device, find_input

EV_SYN, EV_KEY, EV_SW = 0x00, 0x01, 0x05
SYN_REPORT, SYN_DROPPED = 0, 3
SW_HEADPHONE_INSERT = 2
RELEASED, PRESSED, REPEATED = 0, 1, 2
"""Values of a key event; the last is typed by the kernel while a key is held."""

EVENT = struct.Struct("llHHi")
"""Seconds, microseconds, kind, code, value. The time has two words of this program's size."""

EVIOCGID = 0x80084502
EVIOCGNAME_256 = 0x81004506
EVIOCGSW_8 = 0x8008451B
EVIOCGRAB = 0x40044590
EVIOCSCLOCKID = 0x400445A0
"""As on x86, ARM and RISC-V."""
_CLOCK_MONOTONIC = 1
_EVENTS_AT_ONCE = 64

Ioctl = Callable[[int, int, int | bytes], int | bytes]
"""As ``fcntl.ioctl``."""


class InputEvent(NamedTuple):
    """``at`` in seconds by the monotonic clock; ``code`` of a key is its place, not its letter."""

    at: float
    kind: int
    code: int
    value: int


class EventSplitter:
    """Bytes in pieces of any size to events. Remembers less than one event."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> list[InputEvent]:
        data = self._rest + piece
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        return [
            InputEvent(seconds + microseconds / 1_000_000, kind, code, value)
            for seconds, microseconds, kind, code, value in EVENT.iter_unpack(data[:whole])
        ]


class InputDevice:
    """One input device, by its USB name or by a path; for one thread, opens again after ``close``.

    Grabbed, unless told otherwise: no window and no console gets its keys while it is open.
    """

    def __init__(
        self,
        source: str,
        *,
        root: Path = Path("/"),
        ioctl: Ioctl | None = None,
        grab: bool = True,
    ) -> None:
        self._source = source
        self._grab = grab
        self._root = root
        self._ioctl = ioctl or fcntl.ioctl
        self._splitter = EventSplitter()
        self._descriptor = -1
        self.name = ""
        """What the device calls itself, once it was open."""

    def open(self) -> int:
        """The descriptor that becomes readable with events. Raises DeviceLost."""
        path = find_device(self._source, find_input, self._root)
        if path is None:
            raise DeviceLost(f"{self._source} is unplugged")
        self._splitter = EventSplitter()
        try:
            self._descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            self._claim()
        except OSError as error:
            self.close()
            raise DeviceLost(f"{path} can't be used: {error.strerror}") from error
        return self._descriptor

    def read(self) -> list[InputEvent]:
        """What has happened; empty when nothing has. Raises DeviceLost."""
        try:
            piece = os.read(self._descriptor, _EVENTS_AT_ONCE * EVENT.size)
        except BlockingIOError:
            return []
        except OSError as error:
            raise DeviceLost(f"{self._source} is unplugged") from error
        if not piece:
            raise DeviceLost(f"{self._source} is unplugged")
        return self._splitter.feed(piece)

    def switch(self, code: int) -> bool:
        """Whether a switch is on now. Raises DeviceLost."""
        try:
            answer = self._ioctl(self._descriptor, EVIOCGSW_8, bytes(8))
        except OSError as error:
            raise DeviceLost(f"{self._source} does not tell its switches") from error
        return bool(int.from_bytes(bytes(answer), sys.byteorder) >> code & 1)

    def close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            # Closing lets go of the grab.
            os.close(descriptor)

    def _claim(self) -> None:
        fd = self._descriptor
        if self._grab:
            self._ioctl(fd, EVIOCGRAB, 1)
        self._ioctl(fd, EVIOCSCLOCKID, struct.pack("i", _CLOCK_MONOTONIC))
        name = UsbName.parse(self._source)
        if name is not None and not self._is(name):
            raise OSError(None, "another device has taken its place")
        with contextlib.suppress(OSError):
            answer = self._ioctl(fd, EVIOCGNAME_256, bytes(256))
            self.name = bytes(answer).split(b"\0")[0].decode("utf-8", "replace")

    def _is(self, name: UsbName) -> bool:
        """Between the look into sysfs and the opening the file may have got another device."""
        answer = self._ioctl(self._descriptor, EVIOCGID, bytes(8))
        _, vendor, product, _ = struct.unpack("HHHH", bytes(answer))
        return (f"{vendor:04x}", f"{product:04x}") == (name.vendor, name.product)
