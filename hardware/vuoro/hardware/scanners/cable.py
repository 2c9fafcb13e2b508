"""A scanner at the end of a cable."""

import logging
import time
from collections.abc import Callable
from typing import Protocol

from vuoro.hardware.scanners.payload import Payload
from vuoro.hardware.scanners.repeats import RepeatGuard
from vuoro.hardware.scanners.retrying import retry_after
from vuoro.hardware.scanners.scanner import (
    OnCode,
    ScannerError,
    ScannerSource,
    ScannerState,
    scanned,
)
from vuoro.hardware.tether import Mono, Tether

log = logging.getLogger(__name__)


class Device(Protocol):
    """How one kind of cable is read. Every call but ``close`` may raise DeviceLost."""

    def open(self) -> int:
        """See ``tether.Line.open``."""
        ...

    def patience(self) -> float | None:
        """See ``tether.Line.patience``."""
        ...

    def read(self) -> tuple[Payload, ...]:
        """The codes that what arrived completes."""
        ...

    def silence(self) -> tuple[Payload, ...]:
        """The codes that silence completes."""
        ...

    def close(self) -> None:
        """See ``tether.Line.close``."""
        ...


class CableScanner:
    """Reports the codes of one device; its own thread owns the device.

    A code held in view is reported once in ``same_code_seconds``: a scanner in a stand reads it
    again and again, as a camera does.
    """

    def __init__(
        self,
        device: Device,
        source: ScannerSource,
        *,
        same_code_seconds: float,
        mono: Mono = time.monotonic,
        retry: Callable[[int], float] = retry_after,
    ) -> None:
        self._source = source
        self._line = _ScannerLine(device, source, RepeatGuard(same_code_seconds), mono)
        self._tether = Tether(self._line, "scanner", retry=retry, mono=mono)

    @property
    def source(self) -> ScannerSource:
        return self._source

    @property
    def state(self) -> ScannerState:
        if self._tether.closing or not self._tether.used:
            return ScannerState.CLOSED
        return ScannerState.READY if self._tether.attached else ScannerState.OFFLINE

    def start(self, on_code: OnCode) -> None:
        if self._tether.used:
            raise ScannerError("the scanner was started before")
        self._line.report_to(on_code)
        self._tether.start()

    def watch(self, on_state: Callable[[], None]) -> None:
        """Be told when ``state`` is another one, in the scanner's own thread; before ``start``."""
        self._tether.watch(on_state)

    def close(self) -> None:
        self._line.mute()
        self._tether.close()


class _ScannerLine:
    """What the scanner's thread does with its device (see ``tether.Line``)."""

    def __init__(
        self, device: Device, source: ScannerSource, guard: RepeatGuard, mono: Mono
    ) -> None:
        self._device = device
        self._source = source
        self._guard = guard
        self._mono = mono
        self._on_code: OnCode | None = None

    def report_to(self, on_code: OnCode) -> None:
        self._on_code = on_code

    def mute(self) -> None:
        self._on_code = None

    def open(self) -> int:
        return self._device.open()

    def patience(self) -> float | None:
        return self._device.patience()

    def arrived(self) -> None:
        self._report(self._device.read())

    def silent(self) -> None:
        self._report(self._device.silence())

    def close(self) -> None:
        self._device.close()

    def _report(self, payloads: tuple[Payload, ...]) -> None:
        for payload in payloads:
            on_code = self._on_code
            if on_code is None or not self._guard.is_news((payload,), self._mono()):
                continue
            try:
                on_code(scanned((payload,), self._source))
            except Exception:
                log.exception("a scanned code could not be handled")
