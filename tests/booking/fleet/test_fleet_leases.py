"""Leases: walk-ins may use bookable time, and nobody is overbooked (offline_sync §3.1)."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from tests.booking.fleet.lobbies import ADMIN, ADVICE, CENTRE, STAFF, TENANT, Lobby, booked
from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.domain.values import Wanted
from vuoro.booking.fleet import commands, contacts, leases
from vuoro.booking.service.finding import find_times
from vuoro.booking.store.tables import bookings, fleet
from vuoro.core.wire.desk import Channel

DAYS = ["2026-11-23", "2026-11-24", "2026-11-25"]


def rows(backend: Backend) -> list[Any]:
    with backend.read() as sql:
        return list(sql.execute(select(fleet.lease).order_by(fleet.lease.c.starts_at)))


def held(lobby: Lobby) -> list[str]:
    lobby.pull()
    return sorted(key for kind, key in lobby.mirror if kind == "lease")


def can_be_booked(backend: Backend, start: datetime, specialist: str) -> bool:
    day = date(2026, 11, 23)
    times = find_times(backend, Wanted(TENANT, ADVICE, Channel.IN_PERSON, day, day))
    return any((time.start, time.specialist) == (start, specialist) for time in times)


def test_the_leader_holds_its_quota_for_three_days_spread_over_each(lobby: Lobby) -> None:
    backend = lobby.backend
    leases.tend(backend)
    leases.tend(backend)

    given = rows(backend)
    assert [row.day for row in given] == sorted(DAYS * 2)
    assert {row.device for row in given} == {lobby.id}
    first, second = given[:2]
    assert second.starts_at - first.starts_at > 2 * 3_600_000
    assert held(lobby) == sorted(row.id for row in given)
    data = lobby.mirror["lease", first.id].data
    assert data is not None
    assert (data["service"], data["minutes"], data["device"]) == ("neuvonta", 15, lobby.id)
    with pytest.raises(Refused, match="taken"):
        booked(backend, from_ms(first.starts_at), first.specialist)


def test_a_spent_one_stays_taken_and_is_not_replaced(lobby: Lobby) -> None:
    backend = lobby.backend
    leases.tend(backend)
    lease = rows(backend)[0]
    came = lobby.admit()
    lobby.tell("lease.spent", {"lease": lease.id, "arrival": came["arrival"]})
    lobby.tell("lease.spent", {"lease": {"id": lease.id}})
    assert [r.status.value for r in lobby.push().results] == ["applied", "applied", "noop"]

    leases.tend(backend)

    assert lease.id not in held(lobby)
    spent = rows(backend)[0]
    assert (spent.state, spent.visit) == ("spent", came["arrival"]["id"])
    assert len(rows(backend)) == 6
    with pytest.raises(Refused, match="taken"):
        booked(backend, from_ms(lease.starts_at), lease.specialist)


def test_one_that_nobody_used_is_over_after_its_time(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    leases.tend(backend)
    today = [row for row in rows(backend) if row.day == DAYS[0]]
    sqlite_lobby.later(hours=10)
    leases.tend(backend)

    states = {row.id: row.state for row in rows(backend)}
    assert {states[row.id] for row in today} == {"released"}
    assert not {row.id for row in today} & set(held(sqlite_lobby))
    with backend.read() as sql:
        o = bookings.occupied.c
        assert sql.execute(select(o.cell).where(o.holder.in_([r.id for r in today]))).all() == []
    sqlite_lobby.tell("lease.spent", {"lease": today[0].id})
    assert sqlite_lobby.only().status.value == "applied", "it was spent before we knew"


def test_staff_get_one_back_only_when_the_device_has_let_go(lobby: Lobby) -> None:
    backend = lobby.backend
    leases.tend(backend)
    lobby.pull()
    lease = rows(backend)[0]
    start = from_ms(lease.starts_at)
    leases.release(backend, STAFF, lease.id)
    leases.release(backend, STAFF, lease.id)

    leases.tend(backend)
    assert not can_be_booked(backend, start, lease.specialist), "the lobby may have spent it"
    lobby.pull()
    heard = contacts.Contacts(backend)
    assert heard.note(lobby.id, lobby.cursor)
    heard.write()
    leases.tend(backend)
    assert not can_be_booked(backend, start, lease.specialist), "and may not have told"
    lobby.later(minutes=1)
    lobby.push()
    leases.tend(backend)
    assert can_be_booked(backend, start, lease.specialist)
    assert rows(backend)[0].state == "released"


def test_one_spent_while_staff_asked_for_it_stays_spent(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    leases.tend(backend)
    lease = rows(backend)[0]
    leases.release(backend, STAFF, lease.id)
    sqlite_lobby.tell("lease.spent", {"lease": lease.id})
    sqlite_lobby.push()

    leases.tend(backend)

    assert rows(backend)[0].state == "spent"
    with pytest.raises(Refused, match="lease_spent"):
        leases.release(backend, STAFF, lease.id)


def test_without_a_leader_nobody_holds_anything(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    commands.revoke(backend, ADMIN, sqlite_lobby.id)
    leases.tend(backend)
    assert rows(backend) == []


def test_a_full_day_gives_what_it_has(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    day = date(2026, 11, 23)
    wanted = Wanted(TENANT, ADVICE, Channel.IN_PERSON, day, day, (CENTRE,))
    while times := find_times(backend, wanted):
        time = times[0]
        booked(backend, time.start, time.specialist)
    leases.tend(backend)
    assert [row.day for row in rows(backend)] == sorted(DAYS[1:] * 2)
