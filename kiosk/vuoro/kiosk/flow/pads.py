"""Typing on a keypad: identity code and booking code."""

from dataclasses import replace

from vuoro.core import booking_code, identity_code
from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest
from vuoro.kiosk.flow.arrivals import ask
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.events import Pressed
from vuoro.kiosk.flow.going import Next
from vuoro.kiosk.flow.screens import BookingPad, IdentityPad, PadProblem
from vuoro.kiosk.flow.state import Moment, State

Pad = IdentityPad | BookingPad


def on_pad(state: State, pad: Pad, event: Pressed, moment: Moment) -> Next:
    """A touch on a keypad. Nothing is ever cleared but by the visitor."""
    match event.button:
        case Button.KEY:
            return replace(state, screen=_with_key(pad, event.value)), ()
        case Button.ERASE:
            return replace(state, screen=replace(pad, typed=pad.typed[:-1], problem=None)), ()
        case Button.CONFIRM:
            return _confirmed(state, pad, moment)
        case _:
            return state, ()


def fitting_keys(pad: Pad) -> frozenset[str]:
    """The keys that may come next."""
    match pad:
        case IdentityPad():
            return identity_code.next_characters(pad.typed)
        case BookingPad():
            whole = len(pad.typed) >= booking_code.LENGTH
            return frozenset() if whole else frozenset(booking_code.ALPHABET)


def is_whole(pad: Pad) -> bool:
    """Whether there is nothing left to type and nothing wrong."""
    match pad:
        case IdentityPad():
            return isinstance(identity_code.parse(pad.typed), identity_code.IdentityCode)
        case BookingPad():
            return isinstance(booking_code.parse(pad.typed), booking_code.BookingCode)


def _with_key(pad: Pad, key: str) -> Pad:
    if key not in fitting_keys(pad):
        wrong_check = pad.problem is PadProblem.WRONG_CHECK
        return pad if wrong_check else replace(pad, problem=PadProblem.MISFIT)
    pad = replace(pad, typed=pad.typed + key, problem=None)
    if (
        isinstance(pad, IdentityPad)
        and len(pad.typed) == identity_code.LENGTH
        and not is_whole(pad)
    ):
        return replace(pad, problem=PadProblem.WRONG_CHECK)
    return pad


def _confirmed(state: State, pad: Pad, moment: Moment) -> Next:
    if not is_whole(pad):
        problem = pad.problem or PadProblem.UNFINISHED
        return replace(state, screen=replace(pad, problem=problem)), ()
    by = CheckInBy.IDENTITY_CODE if isinstance(pad, IdentityPad) else CheckInBy.BOOKING_CODE
    return ask(state, CheckInRequest(by, pad.typed, state.wishes.language), moment)
