"""One counter box at work: what the lobby tells and what the button does become light and sound."""

import queue
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from vuoro.core.clock import Clock
from vuoro.core.wire.counter import CounterFrame
from vuoro.display.quiet import is_quiet
from vuoro.hardware.buttons import Button, Press
from vuoro.hardware.lamps import Lamp, LampState
from vuoro.hardware.part_state import PartState
from vuoro.lobby.counter.box import (
    DARK,
    Box,
    Event,
    Framed,
    Linked,
    Noticed,
    is_sounding,
    light,
    lobby_time,
    seconds_to_change,
    step,
)

_LONGEST_SLEEP = 30.0
"""Quiet hours begin and end by the wall clock, which may be set meanwhile."""


class Sound(Protocol):
    """The locating sound (see ``locator``)."""

    @property
    def state(self) -> PartState: ...

    def start(self) -> None: ...

    def want(self, wanted: bool) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Parts:
    """What hangs on the box."""

    lamp: Lamp
    sound: Sound
    button: Button

    def states(self) -> tuple[tuple[str, str], ...]:
        """Each that there is, and how it is, for the report to the lobby service."""
        every = (("light", self.lamp), ("sound", self.sound), ("button", self.button))
        return tuple((name, part.state.value) for name, part in every if part.state != "none")


class CounterBox:
    """The box as a loop over what happens. ``take`` and ``stop`` may come from any thread."""

    def __init__(self, parts: Parts, clock: Clock, quiet_hours: str) -> None:
        self._parts, self._clock, self._quiet_hours = parts, clock, quiet_hours
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._box = Box(linked=clock.mono())
        self._shown = DARK

    def framed(self, frame: CounterFrame) -> None:
        self._events.put(Framed(frame))

    def linked(self, up: bool) -> None:
        self._events.put(Linked(up))

    def notice(self, notice: LampState) -> None:
        self._events.put(Noticed(notice))

    def lobby_time(self) -> datetime | None:
        """What time it is by the lobby's clock, if it has said so."""
        return lobby_time(self._box, self._clock.mono())

    def stop(self) -> None:
        """End ``run``; also from a signal."""
        self._events.put(None)

    def run(self, on_press: Callable[[Press], None]) -> None:
        """Until ``stop``; then the counter is dark and silent."""
        parts = self._parts
        parts.lamp.start()
        parts.sound.start()
        parts.button.start(on_press)
        try:
            while self._happen():
                self._appear()
        finally:
            parts.button.close()
            parts.sound.close()
            parts.lamp.close()

    def _happen(self) -> bool:
        """Wait for what happens next, if only time; False when it is to end."""
        wait = seconds_to_change(self._box, self._clock.mono())
        try:
            event = self._events.get(timeout=min(wait or _LONGEST_SLEEP, _LONGEST_SLEEP))
        except queue.Empty:
            return True
        if event is None:
            return False
        self._box = step(self._box, event, self._clock.mono())
        return True

    def _appear(self) -> None:
        mono = self._clock.mono()
        shown = light(self._box, mono)
        if shown != self._shown:
            self._shown = shown
            self._parts.lamp.show(shown.state)
        quiet = is_quiet(self._quiet_hours, self._clock.now())
        self._parts.sound.want(is_sounding(self._box, mono) and not quiet)
