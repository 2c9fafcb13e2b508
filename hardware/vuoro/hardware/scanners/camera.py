"""A scanner that looks at pictures: of a camera, of a video, or put into a folder."""

import logging
import threading

from vuoro.core.clock import Clock
from vuoro.hardware.scanners.decoding import decode
from vuoro.hardware.scanners.frames import Frames, SourceEnded, SourceLost
from vuoro.hardware.scanners.repeats import RepeatGuard
from vuoro.hardware.scanners.retrying import retry_after
from vuoro.hardware.scanners.scanner import (
    OnCode,
    ScannerError,
    ScannerSource,
    ScannerState,
    scanned,
)

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.15
"""A picture gets no further look after so long: the next one is better than a late answer."""
_CLOSE_SECONDS = 12.0
"""OpenCV waits up to 10 s for a camera that has stopped sending."""


class PictureScanner:
    """Looks at one picture every ``period`` seconds; its own thread owns the device."""

    def __init__(
        self,
        frames: Frames,
        source: ScannerSource,
        clock: Clock,
        *,
        period: float,
        same_code_seconds: float,
    ) -> None:
        self._frames = frames
        self._source = source
        self._clock = clock
        self._period = period
        self._guard = RepeatGuard(same_code_seconds)
        self._state = ScannerState.CLOSED
        self._on_code: OnCode = lambda code: None
        self._open = False
        self._failures = 0
        self._looked = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def source(self) -> ScannerSource:
        return self._source

    @property
    def state(self) -> ScannerState:
        return self._state

    def start(self, on_code: OnCode) -> None:
        if self._thread is not None:
            raise ScannerError("the scanner was started before")
        self._on_code = on_code
        self._state = ScannerState.OFFLINE
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_CLOSE_SECONDS)
        self._state = ScannerState.CLOSED

    def _run(self) -> None:
        while not self._stop.is_set():
            self._stop.wait(self._guarded_step())
        self._let_go()

    def _guarded_step(self) -> float:
        try:
            return self.step()
        except Exception:
            # A kiosk whose scanner died in silence sends everybody to the desk; go on and tell.
            log.exception("a look at the scanner failed")
            return self._lost()

    def step(self) -> float:
        """Look once, report what is new; the seconds to wait before the next step."""
        began = self._clock.mono()
        try:
            if not self._open:
                self._frames.open()
                self._open = True
            picture = self._frames.next()
        except SourceLost as lost:
            if self._failures == 0:
                log.warning("scanner offline: %s", lost)
            return self._lost()
        except SourceEnded:
            self._stop.set()
            self._state = ScannerState.ENDED
            return 0.0
        self._failures = 0
        self._state = ScannerState.READY
        if picture is not None:
            effort = self._frames.effort(self._looked)
            self._looked += 1
            view = decode(picture, effort, lambda: self._clock.mono() - began > _LOOK_SECONDS)
            if view and self._guard.is_news(view, began) and not self._stop.is_set():
                self._on_code(scanned(view, self._source))
        return max(0.0, self._period - (self._clock.mono() - began))

    def _lost(self) -> float:
        self._let_go()
        self._failures += 1
        self._state = ScannerState.OFFLINE
        return retry_after(self._failures)

    def _let_go(self) -> None:
        self._open = False
        self._frames.close()
