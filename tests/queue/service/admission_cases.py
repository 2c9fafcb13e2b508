"""Every case of somebody who shows a booking, and what the lobby decides in it (offline_sync §4.3).

{what is shown} × {what the mirror has} × {who has come} × {clock} × {age of the mirror}.
``python -m tests.queue.service.admission_cases`` prints the document to be reviewed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product

from tests.queue.world import KEY, REVOKED_KEY, SITE, START, World, a_pass, code, pass_id
from vuoro.core.clock import ClockState
from vuoro.core.passes import SigningKey
from vuoro.core.wire.desk import TicketKind, TicketState
from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest, Outcome
from vuoro.core.wire.sync import VisitRow
from vuoro.queue.domain.admission import Admit, CameElsewhere, Here, TurnAside
from vuoro.queue.domain.arrival import Arrival, How
from vuoro.queue.domain.booking import Booking, BookingStatus, pass_key
from vuoro.queue.domain.day import ServiceDay
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.line import Line
from vuoro.queue.service.arriving import judge
from vuoro.queue.service.presenting import look_up

SHOWN = ("code", "valid", "old rev", "new rev", "expired", "revoked", "forged")
ROWS = ("none", "booked", "cancelled", "moved", "other site", "given away", "tombstone")
LOCAL = ("none", "waiting", "called", "done", "elsewhere")
CLOCKS = tuple(ClockState)
AGES = ("fresh", "old", "never")

SOON = START + timedelta(minutes=10)
REV = 5
CODE = "7QK4-M2XR"
DAY = "2026-11-23"
BOOKING = Booking(
    "b1", str(pass_id("b1")), REV, SITE, "keskustelu", SOON, 30, code=code("7QK4M2XR")
)
_ROW = {
    "booked": BOOKING,
    "cancelled": replace(BOOKING, status=BookingStatus.CANCELLED),
    "moved": replace(BOOKING, start=SOON + timedelta(days=1)),
    "other site": replace(BOOKING, site=SITE + 1),
    "given away": replace(BOOKING, since_rev=REV),
}
_TEXT = {
    "valid": a_pass("b1", SOON, revision=REV),
    "old rev": a_pass("b1", SOON, revision=REV - 1),
    "new rev": a_pass("b1", SOON, revision=REV + 1),
    "expired": a_pass("b1", SOON - timedelta(days=1), revision=REV),
    "revoked": a_pass("b1", SOON, revision=REV, key=REVOKED_KEY),
    "forged": a_pass("b1", SOON, revision=REV, key=SigningKey(bytes(32))),
}
assert KEY is not REVOKED_KEY


@dataclass(frozen=True, slots=True)
class Case:
    """One of them all. A row was given away at the revision it has."""

    shown: str
    row: str
    local: str
    clock: ClockState
    age: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is decided: the outcome, and what staff are told with it."""

    outcome: str
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " + ".join((self.outcome, *self.notes))


def cases() -> Iterator[Case]:
    """All of them."""
    yield from (Case(*each) for each in product(SHOWN, ROWS, LOCAL, CLOCKS, AGES))


class Lobby:
    """A lobby service that can be put into any of the cases."""

    def __init__(self) -> None:
        self._world = World()

    def decides(self, case: Case) -> Told:
        """What the lobby service decides."""
        lobby, clock = self._world.lobby, self._world.clock
        clock.state = case.clock
        lobby.line = _line(case)
        lobby.heard_at = {"fresh": clock.mono(), "old": clock.mono() - 60, "never": None}[case.age]
        shown = look_up(lobby, _request(case))
        if isinstance(shown, Outcome):
            return Told(shown.value)
        match judge(lobby, shown):
            case Admit(outcome, booking, notes):
                words = outcome.value if booking is not None else f"{outcome.value} unknown"
                return Told(words, tuple(notes))
            case Here():
                return Told("here")
            case CameElsewhere():
                return Told("here elsewhere")
            case TurnAside(outcome):
                return Told(outcome.value)


def _request(case: Case) -> CheckInRequest:
    if case.shown == "code":
        return CheckInRequest(CheckInBy.BOOKING_CODE, CODE)
    return CheckInRequest(CheckInBy.PASS, _TEXT[case.shown])


def _line(case: Case) -> Line:
    line = Line()
    line.apply((ServiceDay(DAY, START),))
    row = _ROW.get(case.row)
    if row is not None:
        line.put_bookings({row.id: row})
    if case.row == "tombstone":
        line.diary.gone[BOOKING.pass_id] = BOOKING.id
    if case.local == "elsewhere":
        line.diary.put_visits({"v2": VisitRow("v2", "b1", DAY, "d2", False, ("BH004",), 0)})
    elif case.local != "none":
        by = pass_key(BOOKING.pass_id) if case.row == "none" else BOOKING.id
        arrival = Arrival("a1", DAY, How.PASS, START, "r", "k", "keskustelu", by)
        line.apply((arrival, _ticket(TicketState(case.local))))
    return line


def _ticket(state: TicketState) -> Ticket:
    return Ticket(
        "t1", "a1", DAY, "B", 1, "B001", "r", "token", "keskustelu", "fi", TicketKind.BOOKED, state,
        START, SOON, START, booking="b1",
    )  # fmt: skip


def document(decides: Callable[[Case], Told]) -> str:
    """All decisions as a text to be read: one line where clock and age change nothing."""
    lines = [__doc__.splitlines()[0] if __doc__ else "", ""]
    for shown, row, local in product(SHOWN, ROWS, LOCAL):
        told = {
            (clock, age): decides(Case(shown, row, local, clock, age))
            for clock, age in product(CLOCKS, AGES)
        }
        where = f"{shown:8} | {row:10} | {local:9} |"
        lines += [f"{where} {when:24} {what}" for when, what in _summary(told)]
    return "\n".join(lines) + "\n"


def _summary(told: dict[tuple[ClockState, str], Told]) -> list[tuple[str, str]]:
    """The decisions and when they hold, in as few lines as say it exactly."""
    if len(set(told.values())) == 1:
        return [("always", str(next(iter(told.values()))))]
    for by, of in ((0, CLOCKS), (1, AGES)):
        groups = {key: {what for when, what in told.items() if when[by] == key} for key in of}
        if all(len(whats) == 1 for whats in groups.values()):
            return [(str(key), str(*whats)) for key, whats in groups.items()]
    return [(f"{clock}, {age}", str(what)) for (clock, age), what in told.items()]


if __name__ == "__main__":
    print(document(Lobby().decides), end="")
