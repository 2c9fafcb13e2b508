"""Everything that can happen to a kiosk in a state: one event of each class that matters."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from typing import get_args
from uuid import UUID

from vuoro.core.languages import ENDONYMS
from vuoro.core.wire.common import DoorState, LobbyMode
from vuoro.core.wire.follow import CallWish
from vuoro.core.wire.kiosk import ArrivalResult, KioskFrame, Outcome
from vuoro.kiosk import samples
from vuoro.kiosk.flow import events, screens
from vuoro.kiosk.flow.arrivals import pending_of
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.state import State
from vuoro.kiosk.samples import NOW, SERVICES, SLIP

LOBBY = replace(samples.LOBBY, languages=tuple(ENDONYMS))
"""An open lobby that offers every language there is."""
IDENTITY, BOOKING, PIN = "010190-900P", "7K4MQ2XB", "2468"
"""Artificial: the individual number is in the range that is never given to a person."""
WISHED = {Button.LANGUAGE, Button.TEXT_SIZE, Button.CONTRAST, Button.REACH}
"""They change how a screen is drawn, not which screens there are; every wish is drawn anyway."""
FEW = {"pass", "answer issued", "answer no_match without slip", "no answer"}
"""The answers and codes that stand for all others where something is amiss already."""
WITH_NUMBER = {
    Outcome.ADMITTED,
    Outcome.EARLY,
    Outcome.LATE,
    Outcome.ALREADY_HERE,
    Outcome.RESCHEDULED,
    Outcome.RECEIVED,
    Outcome.ISSUED,
}
AWAY = {"Keyed", "HeadsetChanged", "Spoken"}
"""Speech is walked apart: it reads what is shown, item by item."""


def unknown_events() -> tuple[str, ...]:
    """Classes of events that this walk has no example of; there should be none."""
    known = {type(event).__name__ for _, event in happenings(State())} | AWAY
    known |= {"Ticked", "Answered", "Unanswered", "Declined", "CopyReady", "CopyFailed"}
    known |= {"SlipPrinted", "SlipNotPrinted", "TrialPrinted"}
    known |= {"DoorShown", "DoorMissing", "WishKept", "WishNotKept"}
    return tuple(kind.__name__ for kind in get_args(events.Event) if kind.__name__ not in known)


def happenings(state: State, thorough: bool = True) -> Iterator[tuple[str, events.Event]]:
    """Events by name; the passing of time is not among them.

    ``thorough``: every answer, code and key, else one of each kind.
    """
    yield from news()
    yield from _touches(state, thorough)
    yield from (code for code in _codes() if thorough or code[0] in FEW)
    pending = pending_of(state)
    if pending is not None:
        answers = _answers(pending.press)
        yield from (answer for answer in answers if thorough or answer[0] in FEW)
    if isinstance(state.screen, screens.Numbered):
        yield from _paper(state.screen)
    if isinstance(state.screen, screens.OwnPhone):
        yield "code for a phone", events.DoorShown("https://aula.example.fi/k/7K4MQ2", 120.0)
        yield "no code for a phone", events.DoorMissing()
    if isinstance(state.screen, screens.HowCalled) and state.screen.pending is not None:
        for silent, elsewhere in product((False, True), repeat=2):
            wish = CallWish(silent, elsewhere)
            yield f"called {wish}", events.WishKept(state.screen.pending, wish)
        yield "wish not kept", events.WishNotKept(state.screen.pending)
    if isinstance(state.screen, screens.StaffPrint):
        for result in ("ok", "paper_out"):
            yield f"trial {result}", events.TrialPrinted(result)


def _touches(state: State, thorough: bool) -> Iterator[tuple[str, events.Event]]:
    for button in Button:
        if button in WISHED or (button is Button.KEY and not thorough):
            continue
        for value in _values(state, button):
            yield f"{button.value} {value}".strip(), events.Pressed(button, value)


def _values(state: State, button: Button) -> tuple[str, ...]:
    match button:
        case Button.SERVICE:
            return tuple(choice.id for choice in state.services)
        case Button.KEY:
            return _keys(state.screen)
        case _:
            return ("",)


def _keys(screen: object) -> tuple[str, ...]:
    """The next right key, and one that is wrong there."""
    match screen:
        case screens.IdentityPad(typed=typed):
            wrong = "8" if len(typed) == len(IDENTITY) - 1 else "F"
            return (IDENTITY[len(typed)], wrong) if len(typed) < len(IDENTITY) else ("1",)
        case screens.BookingPad(typed=typed):
            return (BOOKING[len(typed)],) if len(typed) < len(BOOKING) else ("7",)
        case screens.StaffPin(typed=typed):
            fits = PIN.startswith(typed) and typed != PIN
            return (PIN[len(typed)], "9") if fits else ()
        case _:
            return ("1",)


def _codes() -> Iterator[tuple[str, events.Event]]:
    yield "pass", events.Scanned("VU1.a", 200)
    yield "booking code", events.Scanned(BOOKING, len(BOOKING))
    yield "other code", events.Scanned("HC1:x", 300)
    yield "flawed code", events.Scanned("", 9000, flawed=True)
    yield "several codes", events.Scanned("VU1.b", 200, several=True)


@cache
def news() -> tuple[tuple[str, events.Event], ...]:
    """What comes from outside: the same objects each time, so that they can be told apart by id."""
    return tuple(_news())


def _news() -> Iterator[tuple[str, events.Event]]:
    closed = replace(LOBBY, mode=LobbyMode.CLOSED, opens_at=NOW + timedelta(hours=24))
    unknown = replace(LOBBY, mode=LobbyMode.CLOSED, opens_at=None)
    lobbies = {
        "open": LOBBY,
        "closed": closed,
        "closed, nobody knows until when": unknown,
        "locked": replace(LOBBY, mode=LobbyMode.LOCKED),
        "message": replace(LOBBY, message=samples.MESSAGE),
    }
    for name, lobby in lobbies.items():
        yield name, events.LobbyChanged(KioskFrame(1, True, NOW, lobby, SERVICES))
    for name, state in (("all closed", DoorState.CLOSED), ("all full", DoorState.FULL)):
        doors = tuple(replace(choice, state=state) for choice in SERVICES)
        yield name, events.LobbyChanged(KioskFrame(1, True, NOW, LOBBY, doors))
    yield "no services", events.LobbyChanged(KioskFrame(1, True, NOW, LOBBY, ()))
    yield "kiosk locked", events.LobbyChanged(KioskFrame(1, True, NOW, LOBBY, SERVICES, True))
    yield "link down", events.LinkChanged(up=False)
    yield "link up", events.LinkChanged(up=True)
    for printer in ("ok", "paper_out"):
        yield f"printer {printer}", events.DeviceChanged(printer=printer)
    for scanner in ("ok", "none"):
        yield f"scanner {scanner}", events.DeviceChanged(scanner=scanner)


def _answers(press: UUID) -> Iterator[tuple[str, events.Event]]:
    start = NOW + timedelta(days=1, minutes=48)
    for outcome in Outcome:
        if outcome in WITH_NUMBER:
            yield f"answer {outcome.value}", events.Answered(press, _with_slip(outcome, start))
        without = ArrivalResult(outcome, None, start, retry_after=42)
        yield f"answer {outcome.value} without slip", events.Answered(press, without)
    here = ArrivalResult(Outcome.ALREADY_HERE, number="BH004")
    yield "answer of another device", events.Answered(press, here)
    yield "no answer", events.Unanswered(press)
    yield "declined", events.Declined(press)
    yield "declined for a while", events.Declined(press, 42)
    yield "declined, locked", events.Declined(press, None, locked=True)


def _with_slip(outcome: Outcome, start: datetime) -> ArrivalResult:
    """An answer with a slip; the uniform one tells nothing of the line."""
    told = outcome is not Outcome.RECEIVED
    slip = SLIP if told else replace(SLIP, ahead=None, wait=None)
    return ArrivalResult(outcome, slip, start if told else None)


def _paper(screen: screens.Numbered) -> Iterator[tuple[str, events.Event]]:
    job, ticket = screen.slip.job, screen.slip.ticket
    yield "slip out", events.SlipPrinted(job)
    yield "slip failed", events.SlipNotPrinted(job, "paper_out")
    yield "slip unsure", events.SlipNotPrinted(job, "lost", unsure=True)
    yield "copy", events.CopyReady(replace(screen.slip, job=f"{job}+"))
    yield "no copy", events.CopyFailed(ticket)
