"""Lamps that exist in this program only: a chip and a relay board that answer as real ones do."""

import errno
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.hardware.lamps.hidraw import Hidraw
from vuoro.hardware.lamps.relay import OFF, ON, REPORT_BYTES

if TYPE_CHECKING:
    from gpiod.line import Value

_ALL_ON, _ALL_OFF = 0xFE, 0xFC


class SimulatedChip:
    """A GPIO chip, asked as ``gpiod.request_lines``. ``levels`` holds the volts of its lines:
    True is high. Lines that were never ours float and are not in it.
    """

    def __init__(self, lines: int = 28) -> None:
        self.levels: dict[int, bool] = {}
        self.users: dict[int, str] = {}
        self.there = True
        self._lines = lines
        self._plugged = 1
        """How often; lines of an earlier plugging stay dead."""

    def request_lines(
        self, path: str, *, config: Mapping[Any, Any], consumer: str
    ) -> "SimulatedLines":
        """Raises FileNotFoundError, OSError (EBUSY), ValueError, as the binding does."""
        if not self.there:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", path)
        ((offsets, settings),) = config.items()
        if any(offset >= self._lines for offset in offsets):
            raise ValueError("Invalid argument")
        if any(offset in self.users for offset in offsets):
            raise OSError(errno.EBUSY, "Device or resource busy")
        self.users |= dict.fromkeys(offsets, consumer)
        lines = SimulatedLines(self, offsets, self._plugged, low=settings.active_low)
        lines.set_values(dict.fromkeys(offsets, settings.output_value))
        return lines

    def plug(self) -> None:
        self.there, self._plugged = True, self._plugged + 1

    def check(self, plugged: int) -> None:
        """Raises OSError unless the chip has been in since then."""
        if not self.there or plugged != self._plugged:
            raise OSError(errno.ENODEV, "No such device")

    def unplug(self) -> None:
        """As a GPIO expander on USB or I²C may go; what used its lines is told so."""
        self.there = False
        self.levels.clear()
        self.users.clear()


class SimulatedLines:
    """Lines of the chip that were asked for, until they are released."""

    def __init__(
        self, chip: SimulatedChip, offsets: tuple[int, ...], plugged: int, *, low: bool
    ) -> None:
        self._chip, self._offsets, self._plugged, self._low = chip, offsets, plugged, low
        self._released = False

    def set_values(self, values: "Mapping[int | str, Value]") -> None:
        from gpiod.line import Value

        if self._released:
            raise AssertionError("the lines were released")  # gpiod: RequestReleasedError
        self._chip.check(self._plugged)
        for line, value in values.items():
            if line not in self._offsets:
                raise ValueError(f"line {line} was not asked for")
            self._chip.levels[int(line)] = (value is Value.ACTIVE) is not self._low

    def release(self) -> None:
        self._released = True
        with suppress(OSError):
            self._chip.check(self._plugged)
            for offset in self._offsets:
                self._chip.users.pop(offset, None)


class SimulatedRelays:
    """A USB relay board. ``on`` holds the numbers of the relays that are on, from 1."""

    def __init__(self, relays: int = 4, serial: str = "VUORO") -> None:
        self.on: set[int] = set()
        self.clicks = 0
        self.open_files = 0
        self._relays, self._serial = relays, serial.encode("ascii")[:5]
        self.there = True
        self._plugged = 1
        """How often; a file of an earlier plugging stays dead."""

    def open(self, path: Path) -> Hidraw:
        """As ``HidrawFile``. Raises OSError while it is out."""
        if not self.there:
            raise OSError(errno.ENXIO, "No such device or address", str(path))
        self.open_files += 1
        return _OpenBoard(self, self._plugged)

    def unplug(self) -> None:
        self.there = False
        self.on.clear()

    def plug(self) -> None:
        self.there, self._plugged = True, self._plugged + 1

    def check(self, plugged: int) -> None:
        """Raises OSError unless the board has been in since then."""
        if not self.there or plugged != self._plugged:
            raise OSError(errno.ENODEV, "No such device")

    def take(self, report: bytes) -> None:
        """A feature report as the firmware takes it: command, number; others are ignored."""
        command, number = report[1], report[2]
        before = set(self.on)
        everyone = set(range(1, self._relays + 1))
        if command == ON:
            self.on |= {number} & everyone
        elif command == OFF:
            self.on -= {number}
        elif command == _ALL_ON:
            self.on = everyone
        elif command == _ALL_OFF:
            self.on = set()
        self.clicks += len(before ^ self.on)

    def report(self) -> bytes:
        """Five letters of the serial number, nothing, and the relays in the last of eight bytes."""
        bits = sum(1 << (relay - 1) for relay in self.on)
        return self._serial.ljust(7, b"\0") + bytes((bits,))


class _OpenBoard:
    """An open file of the board."""

    def __init__(self, board: SimulatedRelays, plugged: int) -> None:
        self._board, self._plugged = board, plugged

    def set_feature(self, report: bytes) -> None:
        self._board.check(self._plugged)
        if len(report) != REPORT_BYTES or report[0] != 0:
            raise OSError(errno.EPIPE, "Broken pipe")  # the stall of a wrong report
        self._board.take(report)

    def get_feature(self, number: int, length: int) -> bytes:
        self._board.check(self._plugged)
        return self._board.report()[:length]

    def close(self) -> None:
        self._board.open_files -= 1
