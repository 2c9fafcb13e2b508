"""A light that keeps its pattern and its board by itself, in a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable

from vuoro.hardware.lamps.lamp import LampBoard, LampState
from vuoro.hardware.lamps.patterns import Lit, lit
from vuoro.hardware.part_state import PartState
from vuoro.hardware.scanners.retrying import retry_after

log = logging.getLogger(__name__)

Mono = Callable[[], float]
REFRESH_SECONDS = 5.0
"""A still light is set again so often: a board that lost its power, or has gone, is noticed."""
_END_SECONDS = 2.0
"""Closing waits so long for a board that does not answer."""


class BlinkingLamp:
    """A ``Lamp`` over any board."""

    def __init__(self, board: LampBoard, mono: Mono = time.monotonic) -> None:
        self._board, self._mono = board, mono
        self._shown = (LampState.DARK, 0.0)
        """What is said, and since when."""
        self._state = PartState.OFFLINE
        self._lamps = 0
        """So many, while the board is open."""
        self._failures = 0
        self._closing = False
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> PartState:
        return self._state

    def start(self) -> None:
        if self._thread is None and not self._closing:
            self._thread = threading.Thread(target=self._run, name="lamp", daemon=True)
            self._thread.start()

    def show(self, state: LampState) -> None:
        self._shown = (state, self._mono())
        self._wake.set()

    def close(self) -> None:
        self._closing = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_END_SECONDS)

    def _run(self) -> None:
        try:
            while not self._closing:
                self._wake.wait(self.step())
                # Only now: what woke it, also in this very moment, is looked at next.
                self._wake.clear()
        finally:
            # Whatever ended the thread: no light says what nobody knows any more.
            self._board.close()
            self._state = PartState.OFFLINE

    def step(self) -> float:
        """Set the lamps as they must be now; seconds until that is to be done again."""
        try:
            if not self._lamps:
                self._lamps = self._board.open()
            wanted, wait = self._wanted()
            self._board.set(wanted)
        except OSError as error:
            return self._lost(error)
        if self._failures or self._state is not PartState.OK:
            log.info("the light works")
        self._failures, self._state = 0, PartState.OK
        return REFRESH_SECONDS if wait is None else min(wait, REFRESH_SECONDS)

    def _wanted(self) -> tuple[Lit, float | None]:
        state, since = self._shown
        return lit(state, self._mono() - since, self._lamps)

    def _lost(self, error: OSError) -> float:
        if not self._failures:
            log.warning("the light can't be set: %s", error)
        self._board.close()
        self._lamps, self._state = 0, PartState.OFFLINE
        self._failures += 1
        return retry_after(self._failures)
