"""Looks after the television beside the board, in a thread of its own: the board never waits."""

import logging
import threading

from vuoro.core.clock import Clock
from vuoro.core.on_hours import Week, is_on
from vuoro.display.tv_orders import Standing, order
from vuoro.hardware.tv import Tv, TvState

log = logging.getLogger(__name__)

LOOK_SECONDS = 300.0
"""How often the set is asked how it is; somebody may have used the remote control."""
SETTLING_SECONDS = 20.0
"""A set that was told something is asked again after this; slow ones take half of it."""
EAGER_TIMES = 3
"""How often it is; a set that does not obey is then told only as often as it is looked at."""
_STEP_SECONDS = 15.0
"""How late an opening hour may be noticed, also when the wall clock was set."""


class TvWatch:
    """One set and its hours."""

    def __init__(self, tv: Tv, week: Week | None, clock: Clock) -> None:
        self._tv, self._week, self._clock = tv, week, clock
        self._standing = Standing()
        self._look_at = float("-inf")
        self._seen = TvState.UNKNOWN
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tv", daemon=True)

    @property
    def state(self) -> str:
        """For staff: ``ok``, ``unknown``, ``offline``, or ``ignores``: it does not obey."""
        if self._seen in (TvState.ON, TvState.STANDBY):
            return "ignores" if self._standing.told > EAGER_TIMES else "ok"
        return self._seen.value

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Leave the set as it is."""
        self._closing.set()
        self._tv.close()
        if self._thread.is_alive():
            self._thread.join(timeout=2)

    def step(self) -> None:
        """Look at the set if it is time to, and tell it what it should know."""
        wanted, mono = is_on(self._week, self._clock.now()), self._clock.mono()
        if wanted is self._standing.wanted and mono < self._look_at:
            return
        self._seen = seen = self._tv.look()
        self._standing, told = order(self._standing, wanted, seen)
        soon = told is not None and self._standing.told <= EAGER_TIMES
        self._look_at = mono + (SETTLING_SECONDS if soon else LOOK_SECONDS)
        if told is not None:
            log.info("the television is told", extra={"on": told, "seen": seen.value})
            self._tv.switch(on=told)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self.step()
            except Exception:
                log.exception("the television could not be looked after")
            self._closing.wait(_STEP_SECONDS)
