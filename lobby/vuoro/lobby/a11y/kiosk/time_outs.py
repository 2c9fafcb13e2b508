"""Whether a visitor is warned in time and can stay as often as they like: WCAG 2.2, 2.2.1.

Pure: it plays the flow with a clock of its own, from every screen on which time runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from vuoro.kiosk.flow import events
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.screens import Asking, Languages, Numbered, Resting
from vuoro.kiosk.flow.state import Moment, State
from vuoro.kiosk.flow.step import step
from vuoro.kiosk.flow.timing import next_tick
from vuoro.kiosk.samples import MONO
from vuoro.lobby.a11y.kiosk.reachable import CONFIG, Reached

WARNED_SECONDS = 20.0
EXTENSIONS = 10
PATIENCE = 3600.0
"""A screen that stands for an hour has no limit."""
_PRESS = UUID(int=9)


@dataclass(frozen=True, slots=True)
class Played:
    """From one screen: how long before its end it warns, and how often it was kept from ending.

    ``warned`` is None where nothing ever ends.
    """

    name: str
    warned: float | None
    stayed: int


def play(pictures: Sequence[Reached]) -> Iterator[Played]:
    """Each screen with a visitor who does nothing, then one who asks for time again and again."""
    for each in pictures:
        state = each.state
        if state.warned or isinstance(state.screen, Asking | Resting):
            continue
        if isinstance(state.screen, Languages) and isinstance(state.screen.back, Resting):
            continue
        yield Played(each.name, _warning(state), _extensions(state))


def _warning(state: State) -> float | None:
    """Seconds between the first word of the end and the end."""
    shown_end = isinstance(state.screen, Numbered)
    warned_at = MONO if shown_end else None
    for now, after in _passing(state, MONO):
        if warned_at is None and after.warned:
            warned_at = now
        if type(after.screen) is not type(state.screen):
            return 0.0 if warned_at is None else now - warned_at
    return None


def _extensions(state: State) -> int:
    """How often one touch keeps the screen that is about to end; it is tried ten times."""
    button = Button.STAY if isinstance(state.screen, Numbered) else Button.MORE_TIME
    now, count = MONO, 0
    while count < EXTENSIONS:
        before = None
        for moment, after in _passing(state, now):
            if type(after.screen) is not type(state.screen):
                break
            if after.warned or isinstance(after.screen, Numbered):
                before = (moment, after)
        else:
            return EXTENSIONS
        if before is None:
            return count
        now, state = before[0] + 0.06, before[1]
        kept, _ = step(state, events.Pressed(button), Moment(now, _PRESS), CONFIG)
        if type(kept.screen) is not type(state.screen) or kept.warned:
            return count
        state, count = replace(kept, struck=("", "", -1.0)), count + 1
    return count


def _passing(state: State, now: float) -> Iterator[tuple[float, State]]:
    """The kiosk as time goes by and nobody does anything."""
    end = now + PATIENCE
    while (due := next_tick(state, now, CONFIG)) is not None and due < end:
        now = max(due, now + 1e-6)
        state, _ = step(state, events.Ticked(), Moment(now, _PRESS), CONFIG)
        yield now, state
