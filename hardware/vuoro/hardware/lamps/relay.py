"""Lamps on a USB relay board of the common kind (16c0:05df, product "USBRelay1" to "USBRelay8").

The boards follow V-USB's driverless relay: a feature report of eight bytes sets a relay (0xFF on,
0xFD off, then its number from 1), and one that is read holds a serial number of five letters and,
in its last byte, a bit for each relay that is on (vusb.wikidot.com, driver-less USB relays).
"""

import errno
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from vuoro.hardware.lamps.hidraw import Hidraw, HidrawFile
from vuoro.hardware.usb_identity import UsbName, UsbNode, usb_nodes

COMMON_BOARD = UsbName("16c0", "05df")
ON, OFF = 0xFF, 0xFD
REPORT_BYTES = 9
"""With the byte of the report's number, which these boards do not look at."""
_ASKED_REPORT = 1
"""Asked with this number the answer begins with the serial number, at byte 0."""
_STATES_AT = 7
_RELAYS = re.compile(r"USBRelay([1-8])\b")

OpenHidraw = Callable[[Path], Hidraw]


class RelayBoard:
    """A ``LampBoard`` on the first relays of a board: three for red, yellow and green, else one."""

    def __init__(
        self, name: UsbName, open_hidraw: OpenHidraw = HidrawFile, root: Path = Path("/")
    ) -> None:
        self._name, self._open, self._root = name, open_hidraw, root
        self._device: Hidraw | None = None
        self._lamps = 0

    def open(self) -> int:
        node = self._node()
        self._device = self._open(node.path)
        self._lamps = lamps_of(node.words)
        self.set((False,) * self._lamps)
        return self._lamps

    def set(self, lit: tuple[bool, ...]) -> None:
        device = self._device
        if device is None:
            raise OSError(errno.ENODEV, "the relay board is not open")
        before = self._burning(device)
        for relay, on in enumerate(lit, start=1):
            if on is not bool(before >> (relay - 1) & 1):
                device.set_feature(bytes((0, ON if on else OFF, relay)).ljust(REPORT_BYTES, b"\0"))

    def close(self) -> None:
        device = self._device
        if device is None:
            return
        # Where it is unplugged, its relays have fallen.
        with suppress(OSError):
            self.set((False,) * self._lamps)
        self._device = None
        device.close()

    def _burning(self, device: Hidraw) -> int:
        """A bit for each relay that is on. Asking costs a transfer and shows that it is there."""
        report = device.get_feature(_ASKED_REPORT, REPORT_BYTES)
        if len(report) <= _STATES_AT:
            raise OSError(errno.EPROTO, f"a report of {len(report)} bytes is no relay board's")
        return report[_STATES_AT]

    def _node(self) -> UsbNode:
        nodes = usb_nodes("hidraw", self._root)
        found = next((node for node in nodes if self._name.names(node.name)), None)
        if found is None:
            raise OSError(errno.ENODEV, f"{self._name} is not plugged in")
        return found


def lamps_of(words: str) -> int:
    """How many lamps a board of this product name has: 3, or 1 where it has too few relays."""
    found = _RELAYS.search(words)
    return 3 if found is not None and int(found[1]) >= 3 else 1
