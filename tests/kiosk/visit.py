"""A kiosk with somebody at it: the state machine, and a clock that moves when told to."""

from dataclasses import dataclass, field
from uuid import UUID

from vuoro.core.wire.kiosk import ArrivalResult, KioskFrame, Outcome, Slip
from vuoro.kiosk.flow import effects, events, screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.events import Pressed
from vuoro.kiosk.flow.state import Config, Moment, State
from vuoro.kiosk.flow.step import step
from vuoro.kiosk.flow.timing import next_tick
from vuoro.kiosk.samples import LOBBY, NOW, SERVICES, SLIP

CODE = "010190-900P"
"""Artificial: the individual number is in the range that is never given to a person."""
NEWS = KioskFrame(version=1, full=True, now=NOW, lobby=LOBBY, services=SERVICES)


@dataclass
class Visit:
    """A kiosk with somebody at it, and a clock that moves when told to."""

    config: Config = field(default_factory=lambda: Config(pin="2468"))
    state: State = field(default_factory=State)
    now: float = 0.0
    presses: int = 0
    done: list[effects.Effect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.happens(events.LobbyChanged(NEWS))
        self.now = 10.0

    def happens(self, event: events.Event) -> tuple[effects.Effect, ...]:
        self.presses += 1
        moment = Moment(self.now, UUID(int=self.presses))
        self.state, done = step(self.state, event, moment, self.config)
        self.done.extend(done)
        return done

    def touches(self, button: Button, value: str = "") -> tuple[effects.Effect, ...]:
        self.now += 1.0
        return self.happens(Pressed(button, value))

    def types(self, code: str) -> None:
        for key in code:
            self.touches(Button.KEY, key)

    def waits(self, seconds: float) -> None:
        """Time passes, with every tick the kiosk asked for."""
        until = self.now + seconds
        while (due := next_tick(self.state, self.now, self.config)) is not None and due <= until:
            self.now = max(due, self.now + 1e-6)
            self.happens(events.Ticked())
        self.now = until

    def gets(self, outcome: Outcome, slip: Slip | None = SLIP, **more: object) -> None:
        """The lobby service answers the press that waits."""
        self.now += 0.01
        result = ArrivalResult(outcome, slip, **more)  # type: ignore[arg-type]  # start, retry_after
        self.happens(events.Answered(self.press, result))

    def sees(self) -> screens.Screen:
        return self.state.screen

    @property
    def press(self) -> UUID:
        assert isinstance(self.state.screen, screens.Asking | screens.Lost)
        assert self.state.screen.pending is not None
        return self.state.screen.pending.press

    def asks_for_info(self) -> None:
        self.touches(Button.NUMBER)
        self.touches(Button.SERVICE, "info")
