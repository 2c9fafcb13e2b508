"""Moving from screen to screen."""

from dataclasses import replace

from vuoro.core.wire.common import DoorState, LobbyMode
from vuoro.kiosk.flow.effects import Effect
from vuoro.kiosk.flow.screens import Closed, Home, KioskLocked, Locked, Lost, Resting, Screen
from vuoro.kiosk.flow.speech import ended
from vuoro.kiosk.flow.state import Moment, State
from vuoro.kiosk.flow.wishes import Wishes

LINK_PATIENCE = 3.0
"""Seconds without news before the kiosk says that the lobby service is lost."""

Next = tuple[State, tuple[Effect, ...]]


def go(state: State, screen: Screen, moment: Moment) -> State:
    """The same kiosk with another screen; nothing typed outlives the screen it was typed on."""
    return replace(
        state, screen=screen, since=moment.mono, warned=False, struck=("", "", moment.mono)
    )


def rest(state: State, moment: Moment) -> State:
    """The visitor is gone: their wishes too."""
    state = go(state, resting(state, moment), moment)
    return replace(state, wishes=Wishes(), speech=ended(state.speech))


def resting(state: State, moment: Moment) -> Resting:
    """What the kiosk shows when nobody is at it."""
    if state.locked_here or state.locked_by_lobby:
        return KioskLocked()
    if not state.linked and moment.mono >= state.link_changed + LINK_PATIENCE:
        return Lost()
    match state.lobby.mode if state.lobby else LobbyMode.OPEN:
        case LobbyMode.CLOSED:
            return Closed()
        case LobbyMode.LOCKED:
            return Locked()
        case _:
            return Home()


def settle(state: State, moment: Moment) -> State:
    """A resting kiosk follows the lobby; one in use finishes first."""
    if not isinstance(state.screen, Resting):
        return state
    if isinstance(state.screen, Lost) and state.screen.pending is not None:
        return state
    screen = resting(state, moment)
    return state if type(screen) is type(state.screen) else go(state, screen, moment)


def info_service(state: State) -> str | None:
    """The service that gives a number to everyone nothing else fits, while it does."""
    wanted = state.lobby.info_service if state.lobby else ""
    open_now = (choice.id for choice in state.services if choice.state is DoorState.OPEN)
    return next((service for service in open_now if service == wanted), None)
