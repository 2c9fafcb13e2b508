"""The staff menu behind its PIN."""

import hmac
from dataclasses import replace

from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.effects import NewRoll, PrintTest
from vuoro.kiosk.flow.events import Pressed, TrialPrinted
from vuoro.kiosk.flow.going import Next, go, rest
from vuoro.kiosk.flow.screens import (
    Staff,
    StaffMenu,
    StaffPin,
    StaffPrint,
    StaffScan,
    StaffVersions,
)
from vuoro.kiosk.flow.state import Config, Moment, PinGuard, State

LONGEST_PIN = 8
FREE_TRIES = 2
FIRST_DELAY = 5.0
LONGEST_DELAY = 300.0


def on_staff(state: State, screen: Staff, event: Pressed, moment: Moment, config: Config) -> Next:
    """A touch on one of the staff screens."""
    match screen, event.button:
        case StaffPin(), _:
            return _on_pin(state, screen, event, moment, config), ()
        case _, Button.BACK if not isinstance(screen, StaffMenu):
            return go(state, StaffMenu(config.counts_paper), moment), ()
        case _, Button.BACK | Button.START_AGAIN:
            return rest(state, moment), ()
        case StaffMenu() | StaffPrint(), Button.STAFF_PRINT:
            return go(state, StaffPrint(), moment), (PrintTest(state.wishes.language),)
        case StaffMenu(counts_paper=True), Button.STAFF_ROLL:
            # The page shows that the roll is in the right way round.
            return go(state, StaffPrint(), moment), (NewRoll(), PrintTest(state.wishes.language))
        case StaffMenu(), Button.STAFF_SCAN:
            return go(state, StaffScan(), moment), ()
        case StaffMenu(), Button.STAFF_VERSIONS:
            return go(state, StaffVersions(), moment), ()
        case StaffMenu(), Button.STAFF_LOCK:
            return rest(replace(state, locked_here=not state.locked_here), moment), ()
        case _:
            return state, ()


def trial_printed(state: State, event: TrialPrinted) -> Next:
    """The test print has a result."""
    if not isinstance(state.screen, StaffPrint):
        return state, ()
    return replace(state, screen=StaffPrint(event.result)), ()


def delay_after(wrong: int) -> float:
    """Seconds without a try after so many wrong PINs: none at first, then doubling."""
    if wrong <= FREE_TRIES:
        return 0.0
    return min(FIRST_DELAY * 2.0 ** min(wrong - FREE_TRIES - 1, 10), LONGEST_DELAY)


def _on_pin(state: State, pad: StaffPin, event: Pressed, moment: Moment, config: Config) -> State:
    match event.button:
        case Button.BACK | Button.START_AGAIN:
            return rest(state, moment)
        case Button.KEY if moment.mono < state.pin.until:
            return state
        case Button.KEY if event.value.isdecimal() and len(pad.typed) < LONGEST_PIN:
            return replace(state, screen=StaffPin(pad.typed + event.value))
        case Button.ERASE:
            return replace(state, screen=StaffPin(pad.typed[:-1]))
        case Button.CONFIRM if pad.typed and moment.mono >= state.pin.until:
            return _tried(state, pad, moment, config)
        case _:
            return state


def _tried(state: State, pad: StaffPin, moment: Moment, config: Config) -> State:
    if config.pin and hmac.compare_digest(pad.typed.encode(), config.pin.encode()):
        menu = StaffMenu(config.counts_paper)
        return go(replace(state, pin=PinGuard()), menu, moment)
    wrong = state.pin.wrong + 1
    guard = PinGuard(wrong, moment.mono + delay_after(wrong))
    return replace(state, pin=guard, screen=StaffPin(wrong=True))
