"""The screen with every language; the screen behind it goes on meanwhile."""

from collections.abc import Callable
from dataclasses import replace

from vuoro.kiosk.flow.going import Next, go
from vuoro.kiosk.flow.screens import (
    Asking,
    BookingPad,
    IdentityPad,
    Languages,
    Lost,
    Numbered,
    Screen,
    StaffPin,
)
from vuoro.kiosk.flow.state import Moment, State


def turned(state: State, moment: Moment) -> State:
    """To every language, or from there back to where the visitor was."""
    if isinstance(state.screen, Languages):
        return go(state, state.screen.back, moment)
    return go(state, Languages(without_codes(state.screen)), moment)


def without_codes(screen: Screen) -> Screen:
    """Where to come back to, without what was typed: it must not wait behind another screen."""
    return type(screen)() if isinstance(screen, IdentityPad | BookingPad | StaffPin) else screen


def keeps_time(screen: Screen) -> bool:
    """Whether a screen waits for something else than a visitor, behind another one too."""
    waits = isinstance(screen, Lost) and screen.pending is not None
    return waits or isinstance(screen, Asking | Numbered)


def behind(state: State, happens: Callable[[State], Next]) -> Next:
    """What happens to the screen behind; where it moves on, it comes forward."""
    assert isinstance(state.screen, Languages)
    after, effects = happens(replace(state, screen=state.screen.back))
    if after.since == state.since:
        after = replace(after, screen=Languages(after.screen))
    return after, effects
