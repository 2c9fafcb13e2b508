"""A printer on a serial cable, or on a USB port that acts as one.

Flow control by DTR/DSR, which most makers ship and Linux does not do, is done here: a few bytes at
a time, while the printer lets us. A line that is not up when the port is opened is taken not to be
in the cable: what could keep a printer busy then, we have not sent yet. Real-time requests go out
though it asks to wait: that is when they matter, and printers keep room for them (Epson, ESC/POS
reference, DLE EOT).
"""

import contextlib
import errno
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import serial

from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.transport import (
    Mono,
    PrinterLost,
    PrinterStuck,
    PrinterUnreachable,
)
from vuoro.hardware.usb_identity import find_device, find_tty

_LARGEST_ANSWER = 256
_REAL_TIME, _LONGEST_REAL_TIME = 0x10, 16
_FEW = 64
"""Bytes between two looks at DSR; a printer that says stop has room for 128 more."""
_ON_ITS_WAY = 32
_BETWEEN_LOOKS = 0.002
_LINES_UP_SECONDS = 0.05
"""How long a USB port may take to hear of its lines."""
_LAST_BYTES_SECONDS = 1.0
"""How long closing waits for what is on its way; the kernel would wait 30 s."""

_FAILURES = (OSError, termios.error)
"""What pyserial lets through; its own error is an OSError."""


class SerialPrinter:
    """The line through one serial port (see ``transport.Printer``).

    ``device`` is a path, a USB name, or empty for the first printer that the profile knows by its
    USB identity. ``root`` holds /dev and /sys.
    """

    answers = True

    def __init__(
        self,
        device: str,
        baud: int,
        profile: PrinterProfile,
        *,
        root: Path = Path("/"),
        mono: Mono = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._device = device
        self._baud = baud
        self._flow = profile.flow
        self._known = profile.usb
        self._root = root
        self._mono = mono
        self._sleep = sleep
        self._port: serial.Serial | None = None
        self._stops_by_dsr = False

    def __repr__(self) -> str:
        return f"SerialPrinter({self._device or 'first printer'}, {self._baud})"

    def open(self) -> None:
        if self._port is not None:
            return
        path = self._path()
        try:
            self._port = serial.Serial(
                str(path),
                self._baud,
                timeout=0,
                write_timeout=1,
                rtscts=self._flow == "rts_cts",
                xonxoff=self._flow == "xon_xoff",
                exclusive=True,
            )
            self._look_at_lines(self._port)
        except _FAILURES as error:
            self.close(drop=True)
            raise PrinterUnreachable(f"{self!r}: {path}: {error}") from error

    def write(self, data: bytes, timeout: float) -> None:
        port = self._opened()
        end = self._mono() + timeout
        try:
            with self._let_through(port, data, end):
                for piece in self._pieces(port, data, end):
                    port.write_timeout = max(0.001, end - self._mono())
                    port.write(piece)
        except serial.SerialTimeoutException as error:
            raise PrinterStuck(f"{self!r} took no more bytes within {timeout:.1f} s") from error
        except _FAILURES as error:
            raise PrinterLost(f"{self!r}: {error}") from error

    def read(self, timeout: float) -> bytes:
        port = self._opened()
        try:
            port.timeout = max(0.001, timeout)
            first = port.read(1)
            return first + port.read(min(port.in_waiting, _LARGEST_ANSWER)) if first else b""
        except _FAILURES as error:
            raise PrinterLost(f"{self!r}: {error}") from error

    def close(self, *, drop: bool = False) -> None:
        port, self._port = self._port, None
        if port is None:
            return
        with contextlib.suppress(*_FAILURES):
            if not drop:
                self._drain(port, 0, self._mono() + _LAST_BYTES_SECONDS)
            port.reset_output_buffer()
        with contextlib.suppress(*_FAILURES):
            port.close()

    def _path(self) -> Path:
        names = (self._device,) if self._device else tuple(f"usb:{each}" for each in self._known)
        found = (find_device(name, find_tty, self._root) for name in names)
        path = next((path for path in found if path is not None), None)
        if path is None:
            hint = "" if names else "; name it in device, its profile knows no USB identity"
            raise PrinterUnreachable(f"{self!r} is not there: unplugged{hint}")
        return path

    def _opened(self) -> serial.Serial:
        if self._port is None:
            raise PrinterLost(f"{self!r} is not open")
        return self._port

    def _look_at_lines(self, port: serial.Serial) -> None:
        """Which lines say stop. The kernel heeds CTS, as exactly as the port can; DSR is ours."""
        has_lines = _has_lines(port)
        self._stops_by_dsr = has_lines and self._flow == "dtr_dsr"
        if has_lines and self._flow == "auto":
            with contextlib.suppress(serial.SerialTimeoutException):
                self._wait(lambda: port.dsr or port.cts, self._mono() + _LINES_UP_SECONDS)
            self._stops_by_dsr = port.dsr
            port.rtscts = port.cts

    def _pieces(self, port: serial.Serial, data: bytes, end: float) -> Iterator[bytes]:
        """The bytes in pieces, each when the printer is ready for it."""
        if not self._stops_by_dsr or _is_real_time(data):
            yield data
            return
        for at in range(0, len(data), _FEW):
            self._drain(port, _ON_ITS_WAY, end)
            self._wait(lambda: port.dsr, end)
            yield data[at : at + _FEW]

    @contextlib.contextmanager
    def _let_through(self, port: serial.Serial, data: bytes, end: float) -> Iterator[None]:
        """Without RTS/CTS for a real-time request, if it is next; the kernel would hold it back."""
        passes = port.rtscts and _is_real_time(data) and not port.out_waiting
        if passes:
            port.rtscts = False
        try:
            yield
            if passes:
                self._drain(port, 0, min(end, self._mono() + _LAST_BYTES_SECONDS))
        finally:
            if passes:
                with contextlib.suppress(*_FAILURES):
                    port.rtscts = True

    def _drain(self, port: serial.Serial, left: int, end: float) -> None:
        self._wait(lambda: port.out_waiting <= left, end)

    def _wait(self, ready: Callable[[], bool], end: float) -> None:
        """Until it is so. Raises SerialTimeoutException."""
        while not ready():
            if self._mono() >= end:
                raise serial.SerialTimeoutException("not ready")
            self._sleep(_BETWEEN_LOOKS)


def _is_real_time(data: bytes) -> bool:
    return data[:1] == bytes((_REAL_TIME,)) and len(data) <= _LONGEST_REAL_TIME


def _has_lines(port: serial.Serial) -> bool:
    """Whether the port has modem lines at all; many a USB one has not."""
    try:
        return port.dsr is not None
    except OSError as error:
        if error.errno in (errno.ENOTTY, errno.EINVAL):
            return False
        raise
