"""A watch over the computer's health, which remembers what passes quickly."""

import logging
from collections.abc import Callable

from vuoro.core.clock import Clock
from vuoro.hardware.health.health import Health, Trouble, warnings

log = logging.getLogger(__name__)

HELD_SECONDS = 600.0
"""A weak supply gives way for a second, again and again: it is told for so long after."""
_PASSING = frozenset({Trouble.UNDERVOLTAGE, Trouble.HOT, Trouble.THROTTLED, Trouble.MEMORY_LOW})


class HealthWatch:
    """What is wrong with this computer, whenever somebody looks. For one thread."""

    def __init__(self, look: Callable[[], Health], clock: Clock) -> None:
        self._look, self._clock = look, clock
        self._seen: dict[Trouble, float] = {}
        self._told: tuple[Trouble, ...] = ()
        self.health = Health()
        """As of the last look."""

    def look(self) -> tuple[Trouble, ...]:
        """Look now: what is wrong, or was until just now; most urgent first."""
        self.health = self._look()
        now, mono = warnings(self.health), self._clock.mono()
        self._seen |= dict.fromkeys(now, mono)
        self._seen = {
            trouble: at
            for trouble, at in self._seen.items()
            if trouble in now or (trouble in _PASSING and mono - at < HELD_SECONDS)
        }
        told = tuple(trouble for trouble in Trouble if trouble in self._seen)
        if told != self._told:
            self._told = told
            log.info("health", extra={"troubles": [trouble.value for trouble in told]})
        return told
