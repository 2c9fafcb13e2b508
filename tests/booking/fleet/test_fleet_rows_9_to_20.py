"""The rows of offline_sync §3.9 that concern the backend, by number: 9 to 20."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.booking.fleet.lobbies import (
    ADMIN,
    CENTRE,
    Lobby,
    Make,
    booked,
)
from tests.booking.fleet.looks import happened, items, numbers, status, the, visits
from vuoro.booking.backend import Backend, nowhere
from vuoro.booking.domain.values import BookingStatus, BookingView
from vuoro.booking.fleet import absences, commands, resolving, sessions
from vuoro.booking.fleet.refusals import SyncRefused
from vuoro.booking.service import erasing
from vuoro.booking.store.tables import bookings, calendar, fleet
from vuoro.core.wire.sync import CommandKind, EventStatus, Role

TODAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""10:00 in Finland."""


def test_row_09_a_pass_whose_row_had_not_come_finds_its_booking(sqlite_lobby: Lobby) -> None:
    sqlite_lobby.pull()
    view = booked(sqlite_lobby.backend, TODAY)
    came = sqlite_lobby.admit(f"pass:{view.pass_id}", rev=1)

    assert sqlite_lobby.only().status is EventStatus.APPLIED
    visit = visits(sqlite_lobby.backend)[came["arrival"]["id"]]
    assert (visit.booking, visit.claimed) == (view.id, f"pass:{view.pass_id}")

    came["arrival"] |= {"booking": view.id}
    sqlite_lobby.tell("ticket.rerouted", {"arrival": came["arrival"], "ticket": came["ticket"]})
    assert sqlite_lobby.only().status is EventStatus.APPLIED, "the sqlite_lobby has the row now"
    assert visits(sqlite_lobby.backend)[came["arrival"]["id"]].booking == view.id


def merge(lobby: Lobby, lost: dict[str, Any], into: dict[str, Any]) -> None:
    """The desk says that two tickets are one person's."""
    arrival = lost["arrival"] | {"voided": True}
    told = {"arrival": arrival, "ticket": lost["ticket"], "into": into["arrival"]["id"]}
    lobby.tell("visit.merged", told)


def test_row_10_two_tickets_of_one_impatient_person_are_merged_by_the_desk(lobby: Lobby) -> None:
    first, second = lobby.admit(), lobby.admit()
    lobby.push()
    merge(lobby, second, first)

    result = lobby.only()

    assert (result.status, result.into) == (EventStatus.MERGED, first["arrival"]["id"])
    lobby.pull()
    assert numbers(lobby, first["arrival"]["id"]) == ["A001", "A002"]
    assert ("visit", second["arrival"]["id"]) not in lobby.mirror


def test_row_10_merged_again_and_again_every_number_leads_to_the_one_visit(
    sqlite_lobby: Lobby,
) -> None:
    view = booked(sqlite_lobby.backend, TODAY)
    first = sqlite_lobby.admit(view.id, rev=1)
    second, third = sqlite_lobby.admit(), sqlite_lobby.admit()
    for lost, into in ((first, second), (second, third)):
        merge(sqlite_lobby, lost, into)
        sqlite_lobby.push()
    sqlite_lobby.move(first, "called", "called", counter="1")

    assert sqlite_lobby.only().status is EventStatus.APPLIED
    sqlite_lobby.pull()
    assert numbers(sqlite_lobby, third["arrival"]["id"]) == ["A001", "A002", "A003"]
    visit = visits(sqlite_lobby.backend)[third["arrival"]["id"]]
    assert (visit.booking, visit.state) == (view.id, "called")


def test_row_10_two_bookings_of_one_person_stay_two_visits(sqlite_lobby: Lobby) -> None:
    views = [booked(sqlite_lobby.backend, TODAY + timedelta(hours=n)) for n in range(2)]
    first, second = (sqlite_lobby.admit(view.id, rev=1) for view in views)
    sqlite_lobby.push()
    merge(sqlite_lobby, second, first)
    sqlite_lobby.push()

    standing = {visit.booking for visit in visits(sqlite_lobby.backend).values()}
    assert standing == {view.id for view in views}


def test_row_13_nobody_is_absent_before_the_lobby_has_told_everything(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    view = booked(backend, TODAY)
    sqlite_lobby.push()
    sqlite_lobby.later(hours=4)
    absences.mark_absent(backend)
    assert status(view, backend) is BookingStatus.BOOKED, "the sqlite_lobby may know better"

    sqlite_lobby.push()
    absences.mark_absent(backend)
    assert status(view, backend) is BookingStatus.ABSENT
    assert happened(backend, view) == ["made", "absent"]


def test_row_13_an_arrival_told_late_takes_the_no_show_back(lobby: Lobby, companion: Lobby) -> None:
    backend = lobby.backend
    view = booked(backend, TODAY)
    companion.admit(view.id, rev=view.rev, start=view.start)
    lobby.later(hours=4)
    companion.mono = lobby.mono
    lobby.push()
    absences.mark_absent(backend)
    assert status(view, backend) is BookingStatus.BOOKED, "the second kiosk was not heard"
    companion.push(companion.batch(most=0, outbox_left=0))  # it claims to hold nothing
    absences.mark_absent(backend)
    assert status(view, backend) is BookingStatus.ABSENT

    companion.push()

    assert status(view, backend) is BookingStatus.BOOKED
    assert happened(backend, view) == ["made", "absent", "arrived"]


def test_row_13_after_two_days_without_contact_a_person_decides(lobby: Lobby) -> None:
    backend = lobby.backend
    came, stayed = booked(backend, TODAY), booked(backend, TODAY + timedelta(hours=1))
    lobby.push()
    lobby.later(hours=55)
    absences.mark_absent(backend)
    absences.mark_absent(backend)

    asked = {item.booking: item for item in items(backend, kind="absence_unknown")}
    assert asked.keys() == {came.id, stayed.id}
    resolving.resolve(backend, ADMIN, asked[came.id].id, "came")
    resolving.resolve(backend, ADMIN, asked[stayed.id].id, "did_not_come")
    lobby.push()
    absences.mark_absent(backend)

    assert status(came, backend) is BookingStatus.BOOKED
    assert status(stayed, backend) is BookingStatus.ABSENT


def test_row_13_those_who_were_asked_of_leave_the_others_their_turn(
    sqlite_lobby: Lobby, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = sqlite_lobby.backend
    monkeypatch.setattr(absences, "_AT_ONCE", 1)
    views = [booked(backend, TODAY), booked(backend, TODAY + timedelta(hours=1))]
    sqlite_lobby.later(hours=55)

    assert [absences.mark_absent(backend) for _ in range(3)] == [True, True, False]
    asked = {item.booking for item in items(backend, kind="absence_unknown")}
    assert asked == {view.id for view in views}


def test_row_14_a_wrong_clock_refuses_nothing_and_times_are_repaired(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    true_time = backend.now_ms
    sqlite_lobby.wall_off = timedelta(days=400)
    came = sqlite_lobby.admit(day="2026-11-23", clk="unset")
    sqlite_lobby.later(minutes=10)

    assert sqlite_lobby.only().status is EventStatus.APPLIED
    visit = visits(backend)[came["arrival"]["id"]]
    assert abs(visit.arrived_at - true_time) <= 2_100
    assert visit.arrived_lo <= true_time <= visit.arrived_hi
    assert visit.arrived_hi - visit.arrived_lo < 3_000
    assert visit.flags == ["clock_unsure"]


def test_row_15_what_is_told_of_a_closed_day_is_taken_as_a_correction(sqlite_lobby: Lobby) -> None:
    day = {"day": sqlite_lobby.day, "opened_at": sqlite_lobby.wall, "closed_at": None, "version": 1}
    sqlite_lobby.tell("day.opened", {"service_day": day})
    sqlite_lobby.admit()
    sqlite_lobby.tell("day.closed", {"service_day": {**day, "closed_at": sqlite_lobby.wall}})
    late = sqlite_lobby.admit()

    assert {result.status for result in sqlite_lobby.push().results} == {EventStatus.APPLIED}
    flags = [visit.flags for visit in visits(sqlite_lobby.backend).values()]
    assert sorted(flags) == [[], ["after_close"]]
    assert visits(sqlite_lobby.backend)[late["arrival"]["id"]].flags == ["after_close"]
    with sqlite_lobby.backend.read() as sql:
        row = sql.execute(select(fleet.service_day)).one()
    assert (row.opened_at, row.closed_at) == (day["opened_at"], sqlite_lobby.wall)


def test_row_16_a_restored_device_recovers_once_and_its_clone_is_locked_out(lobby: Lobby) -> None:
    backend = lobby.backend
    clone = Lobby(backend, lobby.me)
    lobby.admit()
    clone.admit()
    lobby.push()
    with pytest.raises(SyncRefused, match="fork"):
        clone.push()

    clone.recover()
    clone.db_uuid = "made by the recovery of the clone"
    clone.push()
    assert len(visits(backend)) == 2, "both logs are kept"
    assert clone.series not in ("", lobby.series)

    lobby.db_uuid = "another"
    with pytest.raises(SyncRefused, match="device_locked"):
        lobby.recover()
    with pytest.raises(SyncRefused, match="device_locked"):
        clone.recover()
    assert the(backend, "fork").device == lobby.id
    resolving.resolve(backend, ADMIN, the(backend, "clone").id, "keep_this")
    clone.recover()
    clone.push()
    assert len(visits(backend)) == 2


def test_row_16_numbers_given_twice_before_anybody_could_know_are_shown_to_staff(
    sqlite_lobby: Lobby,
) -> None:
    clone = Lobby(sqlite_lobby.backend, sqlite_lobby.me)
    sqlite_lobby.admit(n=7)
    clone.admit(n=7)
    sqlite_lobby.push()
    clone.recover()

    result = clone.push().results[0]

    assert (result.status, result.problem) == (EventStatus.NOTED, "same_number")
    with sqlite_lobby.backend.read() as sql:
        rows = sql.execute(select(fleet.ticket.c.number)).scalars().all()
    assert rows == ["A007", "A007"], "a fact is never refused"


def test_row_17_a_restored_backend_is_filled_again_by_its_devices(lobby: Lobby) -> None:
    backend = lobby.backend
    lost = booked(backend, TODAY)
    came = lobby.admit(f"pass:{lost.pass_id}", rev=1)
    walk_in = lobby.admit()
    lobby.push()
    _lose(backend, lost)

    with pytest.raises(SyncRefused, match="fork"):
        lobby.push()
    lobby.recover("server_epoch")
    results = lobby.push().results

    assert [result.problem for result in results] == ["unknown_booking", None]
    known = visits(backend)
    assert known.keys() == {came["arrival"]["id"], walk_in["arrival"]["id"]}
    assert the(backend, "unknown_booking").visit == came["arrival"]["id"]
    assert items(backend, kind="fork") == [], "nobody needs to look at each device"


def _lose(backend: Backend, view: BookingView) -> None:
    """The database of before the booking was made comes back, with a new epoch of its own."""
    with backend.begin() as work:
        for table in (fleet.ticket, fleet.visit, fleet.event_position, fleet.applied_event,
                      fleet.time_anchor, fleet.change_log, bookings.booking_event):  # fmt: skip
            work.sql.execute(table.delete())
        b, o = bookings.booking, bookings.occupied
        work.sql.execute(o.delete().where(o.c.holder == view.id))
        work.sql.execute(b.delete().where(b.c.id == view.id))
        first = {"last_seq": 0, "chain": bytes(16)}
        work.sql.execute(update(fleet.device).values(first))
        renewed = update(calendar.meta).where(calendar.meta.c.k == "server_epoch")
        work.sql.execute(renewed.values(v="after the restore"))


def test_row_18_a_revoked_device_may_only_drain(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    sqlite_lobby.admit()
    commands.revoke(backend, ADMIN, sqlite_lobby.id)

    with pytest.raises(SyncRefused) as refused:
        sqlite_lobby.pull()
    assert (refused.value.code, refused.value.status) == ("device_revoked", 401)
    assert sqlite_lobby.push().results[0].status is EventStatus.APPLIED, "in a drain-only session"
    assert timedelta(days=14).total_seconds() * 1000 == sessions.DRAIN_MS


def test_row_19_events_of_what_was_deleted_are_noted_and_asked_about_once(
    sqlite_lobby: Lobby,
) -> None:
    backend = sqlite_lobby.backend
    with backend.begin() as work:
        gone = update(calendar.service).where(calendar.service.c.slug == "neuvonta")
        work.sql.execute(gone.values(active=False))
        work.sql.execute(update(calendar.office).values(active=False))
    sqlite_lobby.admit()
    sqlite_lobby.admit()

    results = sqlite_lobby.push().results

    assert [result.problem for result in results] == ["unknown_service"] * 2
    assert results[0].attention == results[1].attention
    assert all("unknown_service" in visit.flags for visit in visits(backend).values())
    resolving.resolve(backend, ADMIN, results[0].attention or "", "restore_service")
    sqlite_lobby.admit()
    assert sqlite_lobby.only().status is EventStatus.APPLIED


def test_row_20_an_erased_person_does_not_come_back_by_a_late_event(lobby: Lobby) -> None:
    backend = lobby.backend
    view = booked(backend, TODAY)
    lobby.pull()
    earlier = lobby.admit(view.id, rev=1, start=view.start)
    lobby.push()
    late = lobby.admit(f"pass:{view.pass_id}", rev=1)
    erasing.erase_client(backend, ADMIN, view.client or "")

    result = lobby.only()

    assert (result.status, result.attention) == (EventStatus.APPLIED, None)
    known = visits(backend)
    assert known[earlier["arrival"]["id"]].claimed is None
    assert known[late["arrival"]["id"]].claimed is None
    assert known[late["arrival"]["id"]].booking is None
    changes = lobby.pull()
    assert ("booking", view.id) not in lobby.mirror
    (erase,) = [change for change in changes if change.kind == "command"]
    assert erase.data is not None
    assert erase.data["kind"] == CommandKind.ERASE
    assert set(erase.data["body"]["ids"]) == {view.id, f"pass:{view.pass_id}"}


def test_row_20_a_visit_that_another_arrival_gave_its_booking_forgets_it(
    sqlite_lobby: Lobby,
) -> None:
    backend = sqlite_lobby.backend
    view = booked(backend, TODAY)
    kept, lost = sqlite_lobby.admit(), sqlite_lobby.admit(view.id, rev=1, start=view.start)
    merge(sqlite_lobby, lost, kept)
    sqlite_lobby.push()
    assert visits(backend)[kept["arrival"]["id"]].booking == view.id

    erasing.erase_client(backend, ADMIN, view.client or "")

    assert {(each.booking, each.claimed) for each in visits(backend).values()} == {(None, None)}
    sqlite_lobby.pull()
    told = sqlite_lobby.mirror["visit", kept["arrival"]["id"]].data
    assert told is not None
    assert told["booking"] is None


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_row_20_erasing_waits_for_no_push_that_waits_for_it(lobby: Lobby) -> None:
    """A push holds its device, an erasure its bookings, and each needs the other's."""
    backend = lobby.backend
    view = booked(backend, TODAY)
    late = lobby.admit(view.id, rev=1)
    erasing_it = threading.Thread(
        target=erasing.erase_client, args=(backend, ADMIN, view.client or "")
    )

    def meanwhile(point: str) -> None:
        if point == "push.after_link":
            backend.at = nowhere
            erasing_it.start()
            erasing_it.join(20)

    backend.at = meanwhile
    result = lobby.only()

    assert not erasing_it.is_alive()
    assert result.status is EventStatus.APPLIED
    assert visits(backend)[late["arrival"]["id"]].claimed is None


def test_an_old_leader_is_heard_and_flagged(sqlite_lobby: Lobby, another: Make) -> None:
    """§3.1: the number of the new leader is above."""
    new = another(CENTRE, Role.LEADER, 7)
    assert new.me.leader_epoch == sqlite_lobby.me.leader_epoch + 1
    sqlite_lobby.admit()
    sqlite_lobby.admit()

    assert {result.status for result in sqlite_lobby.push().results} == {EventStatus.APPLIED}
    assert all(visit.flags == ["old_leader"] for visit in visits(sqlite_lobby.backend).values())
    resolving.resolve(
        sqlite_lobby.backend, ADMIN, the(sqlite_lobby.backend, "old_leader").id, "revoke"
    )
    with pytest.raises(SyncRefused, match="device_revoked"):
        sqlite_lobby.pull()
