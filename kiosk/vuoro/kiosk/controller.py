"""The kiosk at work: events in, steps, effects out."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vuoro.core.clock import Clock
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.effects import Effect
from vuoro.kiosk.flow.events import Event, Pressed, Ticked
from vuoro.kiosk.flow.speech_events import Hush, Say, SpeechEffect, SpeechEvent
from vuoro.kiosk.flow.state import Config, Moment, State
from vuoro.kiosk.flow.timing import next_tick
from vuoro.kiosk.speech.aloud import aloud
from vuoro.kiosk.speech.reader import reader

MINUTE_MS = 60_000


class Runs(Protocol):
    """What carries out effects."""

    def run(self, effect: Effect) -> None: ...


class Talks(Protocol):
    """What speaks."""

    def run(self, effect: SpeechEffect) -> None: ...


class Controller(QObject):
    """Owns the state of the kiosk. Lives on the thread of the glass; ``post`` may come from any."""

    changed = Signal()
    """The state is another one; told after every step."""
    _posted = Signal(object)

    def __init__(
        self,
        clock: Clock,
        config: Config,
        new_press: Callable[[], UUID],
        paint: Callable[[State], None],
        errands: Runs | None = None,
    ) -> None:
        super().__init__()
        self._clock, self._config, self._new_press, self._paint = clock, config, new_press, paint
        self.errands = errands
        self.talking: Talks | None = None
        self._reader = reader(clock, config)
        now = clock.mono()
        self.state = State(own_phone=config.own_phone, touched=now, link_changed=now)
        self._posted.connect(self._take)
        self._timer = self._single_shot(self._tick)
        self._minute = self._single_shot(self._turn_clock)

    def start(self) -> None:
        """Paint the first picture and begin to watch the time."""
        self._turn_clock()
        self._watch()

    def post(self, event: Event | SpeechEvent) -> None:
        """Something happened, on whatever thread."""
        self._posted.emit(event)

    def press(self, button: str, value: str) -> None:
        """A finger was lifted from a button, on the thread of the glass."""
        self._take(Pressed(Button(button), value))

    def stop(self) -> None:
        """No more ticks."""
        self._timer.stop()
        self._minute.stop()

    @Slot(object)
    def _take(self, event: Event | SpeechEvent) -> None:
        moment = Moment(self._clock.mono(), self._new_press())
        before = self.state
        self.state, effects = aloud(before, event, moment, self._config, self._reader)
        for effect in effects:
            self._run(effect)
        self._paint(self.state)
        self._watch()
        self.changed.emit()

    def _run(self, effect: Effect | SpeechEffect) -> None:
        if isinstance(effect, Say | Hush):
            if self.talking is not None:
                self.talking.run(effect)
        elif self.errands is not None:
            self.errands.run(effect)

    def _tick(self) -> None:
        self._take(Ticked())

    def _watch(self) -> None:
        """Sleep until something is due; on a resting kiosk nothing is."""
        now = self._clock.mono()
        due = next_tick(self.state, now, self._config)
        if due is None:
            self._timer.stop()
        else:
            self._timer.start(max(1, round((due - now) * 1000) + 1))

    def _turn_clock(self) -> None:
        """The clock shows hours and minutes, so it is looked at once a minute."""
        self._paint(self.state)
        wall = self._clock.now()
        past = wall.second * 1000 + wall.microsecond // 1000
        self._minute.start(MINUTE_MS - past + 5)

    def _single_shot(self, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(then)
        return timer
