"""The screen whose code lets a visitor's own phone in; a new code is asked for as each one ends."""

from dataclasses import replace

from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.effects import AskDoor
from vuoro.kiosk.flow.events import DoorMissing, DoorShown, Pressed
from vuoro.kiosk.flow.going import Next, go
from vuoro.kiosk.flow.screens import Home, OwnPhone
from vuoro.kiosk.flow.state import Moment, State

ASK_AGAIN = 5.0
"""Seconds until a lobby service that gave no code is asked once more."""


def opened(state: State, moment: Moment) -> Next:
    """To the screen, and for its first code."""
    return go(state, OwnPhone(), moment), (AskDoor(),)


def on_phone(state: State, event: Pressed, moment: Moment) -> Next:
    """Back home; everything else is the phone's."""
    return (go(state, Home(), moment) if event.button is Button.BACK else state), ()


def door_shown(state: State, event: DoorShown, moment: Moment) -> Next:
    """A code, and when the next one is due."""
    if not isinstance(state.screen, OwnPhone):
        return state, ()
    return replace(state, screen=OwnPhone(event.url, moment.mono + event.seconds)), ()


def door_missing(state: State, event: DoorMissing, moment: Moment) -> Next:
    """No code now: one that may be too old is taken away."""
    if not isinstance(state.screen, OwnPhone):
        return state, ()
    return replace(state, screen=OwnPhone("", moment.mono + ASK_AGAIN, failed=True)), ()


def asked_again(state: State, moment: Moment) -> Next:
    """The next code, where it is due; the one before still counts until it comes."""
    screen = state.screen
    if not isinstance(screen, OwnPhone) or screen.next_at is None or moment.mono < screen.next_at:
        return state, ()
    return replace(state, screen=replace(screen, next_at=None)), (AskDoor(),)
