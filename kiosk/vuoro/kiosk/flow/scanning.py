"""A code in front of the scanner: it works from any screen."""

import enum
import hashlib
from dataclasses import replace

from vuoro.core import booking_code
from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest, Outcome
from vuoro.kiosk.flow.arrivals import ask
from vuoro.kiosk.flow.events import Scanned
from vuoro.kiosk.flow.going import Next, go
from vuoro.kiosk.flow.screens import (
    Asking,
    Closed,
    KioskLocked,
    Languages,
    Locked,
    Lost,
    Refused,
    Screen,
    StaffMenu,
    StaffPin,
    StaffPrint,
    StaffScan,
    StaffVersions,
)
from vuoro.kiosk.flow.state import Config, Moment, State

PASS_PREFIX = "VU1"


class CodeKind(enum.StrEnum):
    """What a code looks like from outside."""

    PASS = "pass"
    BOOKING_CODE = "booking-code"
    OTHER = "other"
    UNREADABLE = "unreadable"
    """Far too long, or no text."""


def kind_of(event: Scanned) -> CodeKind:
    """What a code looks like; whether it is any good only the lobby service can tell."""
    if event.flawed:
        return CodeKind.UNREADABLE
    if event.text.startswith(PASS_PREFIX):
        return CodeKind.PASS
    if isinstance(booking_code.parse(event.text), booking_code.BookingCode):
        return CodeKind.BOOKING_CODE
    return CodeKind.OTHER


def takes_codes(screen: Screen) -> bool:
    """Whether a code could be of use, if not now then in a moment."""
    seen = screen.back if isinstance(screen, Languages) else screen
    return not isinstance(seen, Closed | Locked | KioskLocked)


def scanned(state: State, event: Scanned, moment: Moment, config: Config) -> Next:
    """Check in with a code, once for as long as it is held in view."""
    digest = hashlib.sha256(repr((event.text, event.length)).encode()).digest()
    held = digest == state.code_digest and moment.mono < state.code_seen + config.held
    known = replace(state, code_digest=digest, code_seen=moment.mono)
    match state.screen:
        case StaffScan():
            seen = StaffScan(kind_of(event), event.length or len(event.text))
            return go(_taken(known, moment), seen, moment), ()
        case Asking() | Lost() | KioskLocked() | StaffPin() | StaffMenu() | StaffPrint():
            # Not read, so whoever goes on holding it is heard when the kiosk listens again.
            return (known if held else state), ()
        case StaffVersions():
            return (known if held else state), ()
    if held:
        return known, ()
    return _check_in(_taken(known, moment), event, moment)


def _taken(state: State, moment: Moment) -> State:
    return replace(state, touched=moment.mono, scans=state.scans + 1)


def _check_in(state: State, event: Scanned, moment: Moment) -> Next:
    kind = kind_of(event)
    if event.several or kind is CodeKind.UNREADABLE:
        refused = Refused(Outcome.BAD_PASS, CheckInBy.PASS, several=event.several)
        return go(state, refused, moment), ()
    by = CheckInBy.BOOKING_CODE if kind is CodeKind.BOOKING_CODE else CheckInBy.PASS
    return ask(state, CheckInRequest(by, event.text, state.wishes.language), moment)
