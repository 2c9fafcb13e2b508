"""A scanner on a serial port: RS-232, or USB that plays one (CDC-ACM, FTDI, CP210x …)."""

import contextlib
import fcntl
import logging
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.hardware.scanners.keyboard import FEWEST_CHARACTERS
from vuoro.hardware.scanners.lines import LineSplitter
from vuoro.hardware.scanners.payload import Payload
from vuoro.hardware.scanners.profile import ScannerProfile, raw
from vuoro.hardware.tether import DeviceLost, Mono
from vuoro.hardware.usb_identity import find_device, find_tty

if TYPE_CHECKING:
    import serial

log = logging.getLogger(__name__)

_WRITE_SECONDS = 1.0
_PARITY = {"none": "N", "even": "E", "odd": "O"}


class SerialDevice:
    """One serial scanner (see ``cable.Device``), by its USB name or by a path."""

    def __init__(
        self,
        source: str,
        profile: ScannerProfile,
        *,
        root: Path = Path("/"),
        mono: Mono = time.monotonic,
    ) -> None:
        self._source = source
        self._profile = profile
        self._root = root
        self._mono = mono
        self._splitter = LineSplitter(profile.line_end, tuple(map(raw, profile.answers)))
        self._port: serial.Serial | None = None
        self._trigger_at = 0.0
        self._deaf = False

    def open(self) -> int:
        path = find_device(self._source, find_tty, self._root)
        if path is None:
            raise DeviceLost(f"{self._source} is unplugged")
        self._splitter.drop()
        self._deaf = False
        self._port = _open(path, self._profile)
        self._send(self._profile.hello)
        self._trigger()
        return self._port.fileno()

    def patience(self) -> float | None:
        if self._splitter.begun:
            return self._profile.pause_ms / 1000
        if self._profile.trigger_seconds:
            return max(0.0, self._trigger_at - self._mono())
        return None

    def read(self) -> tuple[Payload, ...]:
        assert self._port is not None
        try:
            piece = self._port.read(4096)
        except (OSError, termios.error) as error:
            raise DeviceLost(f"{self._source} is unplugged") from error
        return self._ended(self._splitter.feed(piece))

    def silence(self) -> tuple[Payload, ...]:
        if not self._splitter.begun:
            self._trigger()
            return ()
        if self._profile.pause_ends:
            return self._ended(self._splitter.end())
        self._splitter.drop()
        return ()

    def close(self) -> None:
        port, self._port = self._port, None
        if port is None:
            return
        # A port that is gone can't be told anything, and has to be let go all the same.
        with contextlib.suppress(OSError, termios.error):
            if not self._deaf:
                port.write(raw(self._profile.trigger_off))
            fcntl.ioctl(port.fileno(), termios.TIOCNXCL)
        with contextlib.suppress(OSError, termios.error):
            port.close()

    def _ended(self, payloads: tuple[Payload, ...]) -> tuple[Payload, ...]:
        codes = tuple(payload for payload in payloads if not _is_noise(payload))
        for code in codes:
            self._send(self._profile.accept if code.flaw is None else self._profile.reject)
        if codes:
            # It stops looking when it has read something.
            self._trigger()
        return codes

    def _trigger(self) -> None:
        if self._profile.trigger_seconds:
            self._send(self._profile.trigger_on)
            self._trigger_at = self._mono() + self._profile.trigger_seconds

    def _send(self, command: str) -> None:
        if not command or self._deaf:
            return
        assert self._port is not None
        from serial import SerialTimeoutException

        try:
            self._port.write(raw(command))
        except SerialTimeoutException:
            # It can be read all the same, until it is plugged in anew.
            log.warning("%s takes no commands", self._source)
            self._deaf = True
        except (OSError, termios.error) as error:
            raise DeviceLost(f"{self._source} is unplugged") from error


def _open(path: Path, profile: ScannerProfile) -> "serial.Serial":
    import serial

    try:
        port = serial.Serial(
            str(path),
            profile.baud,
            parity=_PARITY[profile.parity],
            timeout=0,
            write_timeout=_WRITE_SECONDS,
            exclusive=True,
        )
    except (OSError, termios.error) as error:
        raise DeviceLost(f"{path} can't be opened: {error}") from error
    # pyserial's lock keeps only those out who ask for it; this keeps out whoever opens the port.
    with contextlib.suppress(OSError):
        fcntl.ioctl(port.fileno(), termios.TIOCEXCL)
    return port


def _is_noise(payload: Payload) -> bool:
    """A few bytes that are no text, as a plug gives while it goes in, are no code of anybody."""
    return payload.flaw is not None and payload.length < FEWEST_CHARACTERS
