"""Which doors are open: hours, locks, contingents of the day and of a kiosk's button."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from vuoro.core.wire.common import DoorState, LobbyMode
from vuoro.core.wire.desk import BookingState
from vuoro.queue.domain.arrival import Arrival, How
from vuoro.queue.domain.booking import Booking, BookingStatus
from vuoro.queue.domain.day import ServiceDay
from vuoro.queue.domain.office import ButtonLimit, Office, Service
from vuoro.queue.domain.opening import Hours
from vuoro.queue.domain.states import WHOLE_LOBBY, BookingMark, ServiceState
from vuoro.queue.doors import door, lobby_mode
from vuoro.queue.line import Line
from vuoro.queue.projection import booking_row
from vuoro.queue.store.rows import Row

TEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NIGHT = TEN + timedelta(hours=12)
EVENING = TEN + timedelta(hours=8)
ADVICE = Service("advice", {}, "A", daily_limit=3)
LATE = Service("late", {}, "B", hours={"tue": "17:00-19:00"})
OFFICE = Office(
    1, UUID(int=1), {}, {}, "advice", {"mon-fri": "09:00-16:15"}, (ADVICE, LATE), (),
    button_limits=(ButtonLimit("Kiosk 1", "advice", 2),),
)  # fmt: skip
HOURS = Hours(OFFICE)
BOOKING = Booking("b", "p", rev=1, site=1, service="advice", start=TEN, minutes=30)


def line_of(*rows: Row) -> Line:
    line = Line()
    line.apply((ServiceDay("2026-11-24", TEN), *rows))
    return line


def number_taken(n: int, device: str, how: How = How.WALK_IN) -> Arrival:
    return Arrival(f"a{n}", "2026-11-24", how, TEN, "r", device, "advice")


@pytest.mark.parametrize(
    ("now", "locked", "mode"),
    [
        (TEN, False, LobbyMode.OPEN),
        (EVENING, False, LobbyMode.OPEN),
        (NIGHT, False, LobbyMode.CLOSED),
        (TEN, True, LobbyMode.LOCKED),
        (NIGHT, True, LobbyMode.LOCKED),
    ],
    ids=["by day", "one service is open yet", "at night", "locked", "locked at night"],
)
def test_the_lobby_is_open_while_the_office_or_a_service_is(
    now: datetime, locked: bool, mode: LobbyMode
) -> None:
    line = line_of(ServiceState(WHOLE_LOBBY, locked=locked))

    assert lobby_mode(line, HOURS, OFFICE, now) is mode


@pytest.mark.parametrize(
    ("service", "now", "locked", "state"),
    [
        (ADVICE, TEN, "", DoorState.OPEN),
        (ADVICE, EVENING, "", DoorState.CLOSED),
        (LATE, EVENING, "", DoorState.OPEN),
        (LATE, TEN, "", DoorState.CLOSED),
        (ADVICE, TEN, "advice", DoorState.LOCKED),
        (ADVICE, TEN, "late", DoorState.OPEN),
        (ADVICE, TEN, WHOLE_LOBBY, DoorState.LOCKED),
    ],
)
def test_a_service_is_open_in_its_hours_unless_locked(
    service: Service, now: datetime, locked: str, state: DoorState
) -> None:
    line = line_of(ServiceState(locked, locked=True))

    assert door(line, HOURS, OFFICE, now, service) is state


@pytest.mark.parametrize(
    ("taken", "kiosk", "state"),
    [
        (["k1"], "k1", DoorState.OPEN),
        (["k1", "k1"], "k1", DoorState.FULL),
        (["k1", "k1"], "k2", DoorState.OPEN),
        (["k2", "k2"], "k2", DoorState.OPEN),
        (["k1", "k2", "k2"], "k2", DoorState.FULL),
        (["k1", "k2", "k2"], "k1", DoorState.FULL),
    ],
    ids=[
        "room at both", "the button of kiosk 1 is used up", "not that of kiosk 2",
        "kiosk 2 has no limit of its own", "the day is used up", "at every kiosk",
    ],
)  # fmt: skip
def test_a_contingent_of_the_day_and_one_of_a_button(
    taken: list[str], kiosk: str, state: DoorState
) -> None:
    line = line_of(*(number_taken(n, device) for n, device in enumerate(taken)))
    name = {"k1": "Kiosk 1", "k2": "Kiosk 2"}[kiosk]

    assert door(line, HOURS, OFFICE, TEN, ADVICE, kiosk, name) is state


def test_booked_clients_use_up_no_contingent() -> None:
    line = line_of(*(number_taken(n, "k1", How.PASS) for n in range(9)))

    assert door(line, HOURS, OFFICE, TEN, ADVICE, "k1", "Kiosk 1") is DoorState.OPEN


@pytest.mark.parametrize(
    ("booking", "rows", "state"),
    [
        (BOOKING, [], BookingState.EXPECTED),
        (BOOKING, [BookingMark("b", "2026-11-24", absent_at=TEN)], BookingState.ABSENT),
        (BOOKING, [BookingMark("b", "2026-11-24")], BookingState.EXPECTED),
        (replace(BOOKING, status=BookingStatus.CANCELLED), [], BookingState.CANCELLED),
    ],
    ids=["expected", "absent", "absent no more", "cancelled"],
)
def test_staff_see_where_a_booking_is(
    booking: Booking, rows: list[Row], state: BookingState
) -> None:
    assert booking_row(booking, line_of(*rows)).state is state


def test_who_is_here_is_here_also_when_cancelled_or_marked_absent() -> None:
    came = replace(number_taken(1, "k1", How.PASS), booking="b")
    line = line_of(came, BookingMark("b", "2026-11-24", absent_at=TEN))

    row = booking_row(replace(BOOKING, status=BookingStatus.CANCELLED), line)

    assert row.state is BookingState.HERE


def test_staff_see_nothing_personal_of_a_booking() -> None:
    personal = replace(BOOKING, code="SECRETCD", note="secret note", answers=(("q", "secret"),))

    assert "secret" not in repr(booking_row(personal, line_of())).lower()
    assert "secret" not in repr(personal).lower()
