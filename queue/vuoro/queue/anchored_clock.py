"""The computer's clock, judged by the moments at which the backend told the time."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from vuoro.core.clock import Clock, ClockState
from vuoro.queue.domain.clock_state import WRONG, clock_state

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Anchor:
    """At ``mono`` seconds of this boot the backend's clock stood at ``server_ms``."""

    mono: float
    server_ms: int


class AnchoredClock:
    """Another clock, whose state follows from anchors once the device is enrolled.

    It is only judged, never corrected: the computer's own time service sets it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.is_enrolled = False
        self.anchor: Anchor | None = None
        self.not_before: datetime | None = None
        """A moment that is past for certain: the clock may not stand before it."""

    @property
    def boot_id(self) -> uuid.UUID:
        return self._clock.boot_id

    @property
    def state(self) -> ClockState:
        own = self._clock.state
        if self.anchor is None or not self.is_enrolled:
            if self.not_before is not None and self._clock.now() < self.not_before - WRONG:
                own = ClockState.UNSET
            return clock_state(
                own, is_enrolled=self.is_enrolled, since_anchor=None, ahead=timedelta(0)
            )
        since = timedelta(seconds=self._clock.mono() - self.anchor.mono)
        true = _EPOCH + timedelta(milliseconds=self.anchor.server_ms) + since
        return clock_state(
            own, is_enrolled=True, since_anchor=since, ahead=self._clock.now() - true
        )

    def now(self) -> datetime:
        return self._clock.now()

    def mono(self) -> float:
        return self._clock.mono()
