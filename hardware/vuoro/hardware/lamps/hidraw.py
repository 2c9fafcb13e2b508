"""Feature reports of a HID device through /dev/hidrawN (linux/hidraw.h, kernel docs hid/hidraw)."""

import fcntl
import os
from pathlib import Path
from typing import Protocol


class Hidraw(Protocol):
    """An open HID device. Each method but ``close`` raises OSError when it has gone."""

    def set_feature(self, report: bytes) -> None:
        """Send a feature report; its first byte is the number of the report."""
        ...

    def get_feature(self, number: int, length: int) -> bytes:
        """Ask for a feature report; ``length`` with the byte of its number."""
        ...

    def close(self) -> None: ...


class HidrawFile:
    """An opened /dev/hidrawN."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)

    def set_feature(self, report: bytes) -> None:
        fcntl.ioctl(self._descriptor, hidiocsfeature(len(report)), bytearray(report))

    def get_feature(self, number: int, length: int) -> bytes:
        buffer = bytearray(length)
        buffer[0] = number
        got = fcntl.ioctl(self._descriptor, hidiocgfeature(length), buffer)
        return bytes(buffer[:got])

    def close(self) -> None:
        os.close(self._descriptor)


def hidiocsfeature(length: int) -> int:
    """``HIDIOCSFEATURE(len)``: ``_IOC(_IOC_WRITE|_IOC_READ, 'H', 0x06, len)``."""
    return _ioc(0x06, length)


def hidiocgfeature(length: int) -> int:
    """``HIDIOCGFEATURE(len)``: ``_IOC(_IOC_WRITE|_IOC_READ, 'H', 0x07, len)``."""
    return _ioc(0x07, length)


def _ioc(number: int, length: int) -> int:
    write_and_read = 3
    return write_and_read << 30 | length << 16 | ord("H") << 8 | number
