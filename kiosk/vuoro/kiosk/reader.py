"""The scanner of this kiosk, fitted to what the kiosk needs of it."""

import logging

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import ScannerSettings
from vuoro.hardware.scanners import (
    ScannedCode,
    ScannerError,
    ScannerSource,
    ScannerState,
    open_scanner,
)
from vuoro.hardware.scanners.cable import CableScanner
from vuoro.hardware.scanners.camera import PictureScanner
from vuoro.hardware.scanners.keyboard import KeyboardScanner
from vuoro.hardware.scanners.preview import Preview
from vuoro.hardware.scanners.stats import ScannerStats
from vuoro.kiosk.flow.events import DeviceChanged, Scanned
from vuoro.kiosk.flow.state import OK
from vuoro.kiosk.ports import Post

log = logging.getLogger(__name__)

_STATES = {
    ScannerState.READY: OK,
    # It listens again with the first screen that can use a code: nobody has to look after it.
    ScannerState.RESTING: OK,
    ScannerState.ABSENT: "none",
    ScannerState.COVERED: "covered",
}


class ScannerReader:
    """A CodeReader over a scanner."""

    def __init__(self, settings: ScannerSettings, clock: Clock) -> None:
        self.preview = Preview(mirrored=settings.mirror) if shows_preview(settings) else None
        self._scanner = open_scanner(settings, clock, self.preview)

    def start(self, post: Post) -> None:
        def on_code(code: ScannedCode) -> None:
            flawed = code.flaw is not None
            post(Scanned(code.text, code.length, flawed, several=code.ambiguous))

        if isinstance(self._scanner, PictureScanner | CableScanner):
            self._scanner.watch(lambda: post(DeviceChanged(scanner=self.state())))
        self._scanner.start(on_code)

    def state(self) -> str:
        return _STATES.get(self._scanner.state, "offline")

    def listen(self, listens: bool) -> None:
        """Only a camera has to rest: nobody should be seen by one that reads nothing."""
        scanner = self._scanner
        if isinstance(scanner, PictureScanner) and scanner.source is ScannerSource.CAMERA:
            scanner.rest(not listens)

    def stats(self) -> ScannerStats | None:
        """How a scanner that looks at pictures is doing; None for any other."""
        return self._scanner.stats() if isinstance(self._scanner, PictureScanner) else None

    def key(self, text: str, at: float) -> bool:
        scanner = self._scanner
        return isinstance(scanner, KeyboardScanner) and scanner.press(text, at)

    def close(self) -> None:
        self._scanner.close()


class NoReader:
    """A scanner that the settings describe wrongly: the kiosk goes on without."""

    preview = None

    def start(self, post: Post) -> None:
        pass

    def state(self) -> str:
        return "offline"

    def listen(self, listens: bool) -> None:
        pass

    def key(self, text: str, at: float) -> bool:
        return False

    def close(self) -> None:
        pass


def open_reader(settings: ScannerSettings, clock: Clock) -> ScannerReader | NoReader:
    """The scanner of these settings; a log line and none where they can't be meant."""
    try:
        return ScannerReader(settings, clock)
    except ScannerError:
        log.exception("no scanner")
        return NoReader()


def shows_preview(settings: ScannerSettings) -> bool:
    """Whether visitors see what the camera sees."""
    return settings.kind == "camera" and settings.preview
