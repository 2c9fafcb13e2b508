"""A scanner that looks at pictures: of a camera, of a video, or put into a folder."""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from vuoro.core.clock import Clock
from vuoro.hardware.scanners.decoding import Effort, decode
from vuoro.hardware.scanners.frames import Frames, NothingSeen, SourceEnded, SourceLost
from vuoro.hardware.scanners.repeats import RepeatGuard
from vuoro.hardware.scanners.retrying import retry_after
from vuoro.hardware.scanners.scanner import (
    OnCode,
    ScannerError,
    ScannerSource,
    ScannerState,
    scanned,
)
from vuoro.hardware.scanners.stats import ScannerStats, Tally

if TYPE_CHECKING:
    from vuoro.hardware.scanners.picture import GreyImage

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.15
"""A picture gets no further look after so long: the next one is better than a late answer."""
_CLOSER_PAUSE = 3
"""Closer looks take a quarter of the time at most, so that a slow computer still looks often."""
_CLOSE_SECONDS = 3.0
_REST_SECONDS = 3600.0


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
        self._on_state: Callable[[], None] = lambda: None
        self._open = False
        self._resting = False
        self._failures = 0
        self._looked = 0
        self._due = self._closer_from = 0.0
        self._tally = Tally()
        self._stop = threading.Event()
        self._wake = threading.Event()
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

    def watch(self, on_state: Callable[[], None]) -> None:
        """Be told when ``state`` is another one, in the scanner's own thread; before ``start``."""
        self._on_state = on_state

    def rest(self, resting: bool) -> None:
        """Let go of the device while nothing is to be read, so that a camera's light goes out."""
        self._resting = resting
        self._wake.set()

    def stats(self) -> ScannerStats:
        """How it has been doing these ten seconds."""
        return self._tally.stats(self._clock.mono())

    def close(self) -> None:
        self._stop.set()
        self._wake.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_CLOSE_SECONDS)
        self._state = ScannerState.CLOSED

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(self._guarded_step())
            self._wake.clear()
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
        if self._resting:
            return self._rest()
        began = self._clock.mono()
        try:
            picture = self._next()
        except SourceLost as lost:
            if self._failures == 0:
                log.warning("scanner offline: %s", lost)
            return self._lost()
        except NothingSeen as nothing:
            self._become(nothing.state or self._state)
            return self._pause(began)
        except SourceEnded:
            self._stop.set()
            self._become(ScannerState.ENDED)
            return 0.0
        self._failures = 0
        self._become(ScannerState.READY)
        if picture is not None:
            self._look(picture, began)
        return self._pause(began)

    def _next(self) -> "GreyImage | None":
        if not self._open:
            self._frames.open()
            self._open = True
        return self._frames.next()

    def _look(self, picture: "GreyImage", began: float) -> None:
        effort = self._frames.effort(self._looked)
        self._looked += 1
        starts = self._clock.mono()
        if effort is Effort.CLOSER and starts < self._closer_from:
            effort = Effort.QUICK
        view = decode(picture, effort, lambda: self._clock.mono() - starts > _LOOK_SECONDS)
        ends = self._clock.mono()
        self._tally.looked(ends, ends - starts)
        if effort is Effort.CLOSER:
            self._closer_from = ends + (ends - starts) * _CLOSER_PAUSE
        if view and self._guard.is_news(view, began) and not self._stop.is_set():
            self._tally.reported(ends)
            self._on_code(scanned(view, self._source))

    def _become(self, state: ScannerState) -> None:
        if state is self._state:
            return
        if ScannerState.COVERED in (state, self._state):
            log.warning("scanner %s", state)
        self._state = state
        try:
            self._on_state()
        except Exception:
            # Whoever is told must not end the thread that would bring the scanner back.
            log.exception("a listener to the scanner's state failed")

    def _pause(self, began: float) -> float:
        """Until the next look: by the beat, so that small delays don't add up to fewer looks."""
        now = self._clock.mono()
        on_time = 0 <= began - self._due < self._period
        self._due = max((self._due if on_time else began) + self._period, now)
        return self._due - now

    def _rest(self) -> float:
        self._let_go()
        self._failures = 0
        self._become(ScannerState.RESTING)
        return _REST_SECONDS

    def _lost(self) -> float:
        self._let_go()
        self._failures += 1
        self._become(ScannerState.OFFLINE)
        return retry_after(self._failures)

    def _let_go(self) -> None:
        self._open = False
        self._frames.close()
