"""The rows of offline_sync §3.9 that concern the backend, by number: 1 to 8."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from tests.booking.fleet.lobbies import (
    ADMIN,
    CENTRE,
    HERVANTA,
    MIKAEL,
    SOFIA,
    STAFF,
    TALK,
    TENANT,
    Lobby,
    Make,
    booked,
)
from tests.booking.fleet.looks import happened, items, numbers, status, visits
from vuoro.booking.domain.values import CLIENT, BookingStatus, Contact, FreeTime
from vuoro.booking.fleet import resolving
from vuoro.booking.service import changing, clients
from vuoro.core.wire.sync import EventStatus, Op

TODAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""10:00 in Finland."""


def test_row_01_an_arrival_for_a_booking_cancelled_meanwhile_is_kept_and_asked_about(
    lobby: Lobby,
) -> None:
    view = booked(lobby.backend, TODAY)
    lobby.pull()
    changing.cancel(lobby.backend, STAFF, view.id)
    came = lobby.admit(view.id, rev=view.rev, start=view.start)

    result = lobby.only()

    assert (result.status, result.problem) == (EventStatus.NOTED, "booking_cancelled")
    assert status(view, lobby.backend) is BookingStatus.CANCELLED
    visit = visits(lobby.backend)[came["arrival"]["id"]]
    assert (visit.booking, visit.flags) == (view.id, ["after_cancel"])
    lobby.pull()
    told = lobby.mirror["booking", view.id].data
    assert told is not None
    assert told["status"] == "cancelled"
    resolving.resolve(lobby.backend, ADMIN, result.attention or "", "serve_as_walk_in")
    visit = visits(lobby.backend)[came["arrival"]["id"]]
    assert (visit.booking, visit.flags) == (None, ["after_cancel", "priority"])


def test_row_01_cancelled_by_the_client_after_arriving_the_arrival_may_be_void(
    sqlite_lobby: Lobby,
) -> None:
    view = booked(sqlite_lobby.backend, TODAY + timedelta(hours=3))
    came = sqlite_lobby.admit(view.id, rev=view.rev, start=view.start)
    sqlite_lobby.later(minutes=30)
    changing.cancel(sqlite_lobby.backend, CLIENT, view.id)

    result = sqlite_lobby.only()

    assert result.problem == "cancelled_after_arrival"
    resolving.resolve(sqlite_lobby.backend, ADMIN, result.attention or "", "void")
    sqlite_lobby.pull()
    told = sqlite_lobby.mirror["visit", came["arrival"]["id"]].data
    assert told is not None
    assert told["voided"]


def test_row_02_one_booking_at_two_kiosks_is_one_visit_with_two_numbers(
    lobby: Lobby, companion: Lobby
) -> None:
    view = booked(lobby.backend, TODAY)
    second = companion.admit(view.id, rev=view.rev, start=view.start)
    lobby.later(minutes=1)
    companion.mono = lobby.mono
    first = lobby.admit(view.id, rev=view.rev, start=view.start)
    lobby.push()

    result = companion.only()

    assert (result.status, result.into) == (EventStatus.MERGED, first["arrival"]["id"])
    assert result.problem is None
    lobby.pull()
    assert numbers(lobby, first["arrival"]["id"]) == ["A001", f"A{companion.series}001"]
    assert ("visit", second["arrival"]["id"]) not in lobby.mirror
    visit = visits(lobby.backend)[first["arrival"]["id"]]
    assert visit.arrived_at == second["arrival"]["arrived_at"], "the earlier time"
    assert happened(lobby.backend, view) == ["made", "arrived"]


def test_row_02_two_devices_at_the_same_instant(lobby: Lobby, companion: Lobby) -> None:
    views = [booked(lobby.backend, TODAY + timedelta(minutes=15 * n)) for n in range(4)]
    for device in (lobby, companion):
        for view in views if device is lobby else reversed(views):
            device.admit(view.id, rev=view.rev, start=view.start)
    start = threading.Barrier(2)
    got: list[EventStatus] = []

    def send(device: Lobby) -> None:
        start.wait()
        got.extend(result.status for result in device.push().results)

    threads = [threading.Thread(target=send, args=(device,)) for device in (lobby, companion)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(got) == [EventStatus.APPLIED] * 4 + [EventStatus.MERGED] * 4
    standing = [visit for visit in visits(lobby.backend).values() if visit.booking is not None]
    assert sorted(visit.booking for visit in standing) == sorted(view.id for view in views)


def test_row_04_a_shared_pass_far_apart_in_time_is_asked_about(
    lobby: Lobby, companion: Lobby
) -> None:
    view = booked(lobby.backend, TODAY)
    first = lobby.admit(view.id, rev=view.rev, start=view.start)
    lobby.push()
    lobby.later(minutes=3)
    companion.mono = lobby.mono
    second = companion.admit(view.id, rev=view.rev, start=view.start)

    result = companion.only()

    assert (result.status, result.problem) == (EventStatus.MERGED, "two_arrivals")
    resolving.resolve(lobby.backend, ADMIN, result.attention or "", "two_people")
    lobby.pull()
    assert numbers(lobby, first["arrival"]["id"]) == ["A001"]
    assert numbers(lobby, second["arrival"]["id"]) == [f"A{companion.series}001"]
    assert visits(lobby.backend)[second["arrival"]["id"]].flags == ["priority"]


def test_row_05_moved_within_the_day_the_visit_is_its_and_flagged(sqlite_lobby: Lobby) -> None:
    view = booked(sqlite_lobby.backend, TODAY)
    changing.move(
        sqlite_lobby.backend, STAFF, view.id,
        FreeTime(TODAY + timedelta(hours=1), 15, CENTRE, view.specialist),
    )  # fmt: skip
    came = sqlite_lobby.admit(view.id, rev=view.rev, start=view.start)

    assert sqlite_lobby.only().status is EventStatus.APPLIED
    visit = visits(sqlite_lobby.backend)[came["arrival"]["id"]]
    assert (visit.booking, visit.flags) == (view.id, ["stale_booking"])


def test_row_05_moved_to_another_day_staff_choose_and_the_client_may_come_again(
    sqlite_lobby: Lobby,
) -> None:
    view = booked(sqlite_lobby.backend, TODAY)
    tomorrow = TODAY + timedelta(days=1)
    changing.move(
        sqlite_lobby.backend, STAFF, view.id, FreeTime(tomorrow, 15, CENTRE, view.specialist)
    )
    sqlite_lobby.admit(view.id, rev=view.rev, start=view.start)
    result = sqlite_lobby.only()
    assert (result.status, result.problem) == (EventStatus.NOTED, "booking_moved")

    resolving.resolve(sqlite_lobby.backend, ADMIN, result.attention or "", "keep_new_time")
    sqlite_lobby.later(days=1)
    again = sqlite_lobby.admit(view.id, rev=view.rev + 1, start=tomorrow)

    assert sqlite_lobby.only().status is EventStatus.APPLIED
    assert visits(sqlite_lobby.backend)[again["arrival"]["id"]].booking == view.id


def test_row_05_who_comes_on_both_days_has_two_visits_and_the_later_is_the_bookings(
    lobby: Lobby,
) -> None:
    view = booked(lobby.backend, TODAY)
    tomorrow = TODAY + timedelta(days=1)
    changing.move(lobby.backend, STAFF, view.id, FreeTime(tomorrow, 15, CENTRE, view.specialist))
    first = lobby.admit(view.id, rev=view.rev, start=view.start)
    lobby.push()
    lobby.later(days=1)
    second = lobby.admit(view.id, rev=view.rev + 1, start=tomorrow)
    lobby.push()

    known = visits(lobby.backend)
    assert known[second["arrival"]["id"]].booking == view.id
    assert known[first["arrival"]["id"]].booking is None
    assert "superseded" in known[first["arrival"]["id"]].flags


def test_row_06_moved_to_another_office_the_visit_stays_where_the_body_is(
    sqlite_lobby: Lobby, another: Make
) -> None:
    view = booked(sqlite_lobby.backend, TODAY, service=TALK, minutes=30)
    sqlite_lobby.pull()
    there = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    changing.move(sqlite_lobby.backend, STAFF, view.id, FreeTime(there, 30, HERVANTA, SOFIA))
    came = sqlite_lobby.admit(view.id, rev=view.rev, start=view.start)

    result = sqlite_lobby.only()

    assert result.problem == "booking_elsewhere"
    visit = visits(sqlite_lobby.backend)[came["arrival"]["id"]]
    assert (visit.office, visit.booking) == (CENTRE, view.id)
    both = items(sqlite_lobby.backend, kind="booking_elsewhere")
    assert {item.office for item in both} == {CENTRE, HERVANTA}
    (gone,) = [change for change in sqlite_lobby.pull() if change.kind == "booking"]
    assert gone.op is Op.DEL
    resolving.resolve(sqlite_lobby.backend, ADMIN, both[0].id, "serve_here")
    assert items(sqlite_lobby.backend, kind="booking_elsewhere") == [], "decided for both"


def test_row_07_a_colleague_who_has_called_keeps_the_client(sqlite_lobby: Lobby) -> None:
    view = booked(sqlite_lobby.backend, TODAY, service=TALK, minutes=30)
    came = sqlite_lobby.admit(view.id, rev=view.rev, start=view.start)
    sqlite_lobby.move(came, "called", "called", counter="1", specialist=view.specialist)
    changing.hand_over(sqlite_lobby.backend, STAFF, view.id, MIKAEL)

    sqlite_lobby.push()

    visit = visits(sqlite_lobby.backend)[came["arrival"]["id"]]
    assert visit.flags == ["kept_colleague"]
    sqlite_lobby.pull()
    told = sqlite_lobby.mirror["booking", view.id].data
    assert told is not None
    assert told["specialist"] == MIKAEL, "the backend's resource is what it is"


@pytest.mark.parametrize("rev", [1, None])
def test_row_08_who_had_the_time_before_is_a_walk_in_with_priority(
    lobby: Lobby, rev: int | None
) -> None:
    backend = lobby.backend
    view = booked(backend, TODAY)
    came = lobby.admit(view.id, rev=rev, start=view.start)
    lobby.later(minutes=5)
    other = clients.add_client(backend, STAFF, TENANT, Contact("Toinen Testi", "t2@example.fi"))
    changing.reassign(backend, STAFF, view.id, other)

    result = lobby.only()

    assert (result.status, result.problem) == (EventStatus.NOTED, "booking_reassigned")
    visit = visits(backend)[came["arrival"]["id"]]
    assert (visit.booking, visit.flags) == (None, ["booking_reassigned", "priority"])
    new_owner = lobby.admit(view.id, rev=view.rev + 1, start=view.start)
    assert lobby.only().status is EventStatus.APPLIED
    assert visits(backend)[new_owner["arrival"]["id"]].booking == view.id


def test_row_08_a_lobby_learns_which_passes_are_the_former_clients(sqlite_lobby: Lobby) -> None:
    view = booked(sqlite_lobby.backend, TODAY)
    other = clients.add_client(
        sqlite_lobby.backend, STAFF, TENANT, Contact("Toinen Testi", "t2@example.fi")
    )
    changing.reassign(sqlite_lobby.backend, STAFF, view.id, other)
    sqlite_lobby.pull()

    told = sqlite_lobby.mirror["booking", view.id].data
    assert told is not None
    assert told["since_rev"] == view.rev + 1
