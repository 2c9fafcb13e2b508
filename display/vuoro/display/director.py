"""Runs the board: what happens comes in as one Qt signal, pictures and announcements go out."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from vuoro.core.clock import Clock
from vuoro.core.wire.board import BoardCall
from vuoro.display.link import Link
from vuoro.display.stage import Event, Passed, Stage, step
from vuoro.display.timing import seconds_to_change
from vuoro.display.view import View, picture


class Voice(Protocol):
    """Who says what is announced."""

    @property
    def speaking(self) -> bool:
        """Whether an announcement is still being said."""
        ...

    def announce(self, call: BoardCall) -> None:
        """Say a call; returns at once."""
        ...


class Director(QObject):
    """The stage of one board in time. ``happened`` may be emitted from any thread."""

    happened = Signal(object)

    def __init__(
        self, clock: Clock, languages: tuple[str, ...], show: Callable[[View], None], voice: Voice
    ) -> None:
        super().__init__()
        self._clock = clock
        self._languages = languages
        self._show = show
        self._voice = voice
        self.stage = Stage(Link(since=clock.mono(), at=clock.now()))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self.take(Passed()))
        self.happened.connect(self.take)

    def picture(self) -> View:
        """What is to be seen now."""
        clock = self._clock
        return picture(self.stage, self._languages, now=clock.now(), mono=clock.mono())

    def take(self, event: Event) -> None:
        """Let an event change the board, and wake again when time will."""
        clock, before = self._clock, self.stage.announcer.serial
        now, mono, speaking = clock.now(), clock.mono(), self._voice.speaking
        self.stage = step(self.stage, event, now=now, mono=mono, speaking=speaking)
        current = self.stage.announcer.current
        if current is not None and self.stage.announcer.serial != before:
            # The chime before the picture: painting takes longer than waking the loudspeaker.
            self._voice.announce(current.call)
        self._show(picture(self.stage, self._languages, now=now, mono=mono))
        wait = seconds_to_change(self.stage, now=now, mono=mono, speaking=self._voice.speaking)
        self._timer.start(int(wait * 1000) + 1)
