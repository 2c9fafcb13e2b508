"""Walk-ins who get a bookable time: what the backend has leased, and never more (§3.1)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.queue.world import OFFICE, START, World, office
from vuoro.core.wire.codec import decode
from vuoro.core.wire.common import DoorState
from vuoro.core.wire.desk import DeskCommand, DeskResult
from vuoro.core.wire.kiosk import Outcome
from vuoro.core.wire.sync import ChangeTold, Enrolled, Op, Role, SnapshotEnd, SnapshotHead
from vuoro.queue.doors import door
from vuoro.queue.service import moving, outbox
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.identity import keep_identity
from vuoro.queue.service.snapshots import Snapshot
from vuoro.queue.store.rebuild import rebuild, tables

SERVICE = "neuvonta"
BY_TIME = [
    {**each, "walk_in_by_time": True} if each["id"] == SERVICE else each
    for each in OFFICE["services"]
]
SOON = START + timedelta(minutes=30)
LATER = START + timedelta(minutes=60)
ME = "d1"


def enrolled(device: str = ME, role: Role = Role.LEADER, series: str = "") -> Enrolled:
    return Enrolled(
        server_epoch="epoch", device=device, tenant=OFFICE["tenant"], site=17, office="centre",
        role=role, epoch=1, leader_epoch=1, series=series, spare_series=("X", "Y"),
        root_public="AAAA", sync_public="AAAA",
    )  # fmt: skip


@pytest.fixture
def world() -> World:
    world = World(settings=office(services=BY_TIME))
    keep_identity(world.lobby, enrolled())
    return world


def lease(world: World, key: str, start: datetime = SOON, **changed: object) -> ChangeTold:
    world.changes += 1
    data = {"service": SERVICE, "start_ms": int(start.timestamp() * 1000), "minutes": 30,
            "specialist": "staff3", "device": ME, **changed}  # fmt: skip
    return ChangeTold(world.changes, "lease", key, 1, Op.PUT, data)


def give(world: World, key: str, start: datetime = SOON, **changed: object) -> None:
    world.mirror(lease(world, key, start, **changed))


def state(world: World) -> DoorState:
    line, settings = world.lobby.line, world.settings
    service = settings.service(SERVICE)
    assert service is not None
    return door(line, world.lobby.hours, settings, world.lobby.now, service)


def test_a_walk_in_gets_the_next_leased_time_and_its_specialist(world: World) -> None:
    give(world, "late", LATER)
    give(world, "soon", SOON)
    slip = world.number()
    ticket = world.lobby.line.tickets[slip.ticket]
    assert (ticket.due_at, ticket.specialist, ticket.lease) == (SOON, "staff3", "soon")
    assert ticket.not_before == SOON - timedelta(minutes=2)
    following = world.lobby.line.tickets[world.number().ticket]
    assert (following.due_at, following.lease) == (LATER, "late")


def test_number_and_spent_lease_are_told_together(world: World) -> None:
    give(world, "soon")
    slip = world.number()
    arrival = world.lobby.line.tickets[slip.ticket].arrival
    issued, spent = outbox.waiting(world.lobby)[-2:]
    assert (issued.type, spent.type) == ("ticket.issued", "lease.spent")
    assert (spent.p["lease"], spent.p["arrival"]["id"]) == ("soon", arrival)


def test_never_more_is_given_than_was_leased(world: World) -> None:
    assert world.take().outcome is Outcome.FULL
    for key, start in (("one", SOON), ("two", LATER)):
        give(world, key, start)
    assert [world.take().outcome for _ in range(4)] == [
        Outcome.ISSUED, Outcome.ISSUED, Outcome.FULL, Outcome.FULL,
    ]  # fmt: skip
    assert state(world) is DoorState.FULL


def test_the_same_press_again_takes_no_second_time(world: World) -> None:
    give(world, "soon")
    give(world, "late", LATER)
    press = world.press()
    assert world.take(press=press) == world.take(press=press)
    assert [each.id for each in world.lobby.line.leases_left(SERVICE, world.lobby.now)] == ["late"]


def test_a_time_that_has_begun_is_given_to_nobody(world: World) -> None:
    give(world, "soon")
    world.wait(30)
    assert state(world) is DoorState.FULL
    assert world.take().outcome is Outcome.FULL


def test_times_of_tomorrow_of_other_services_and_of_other_devices_are_not_ours(
    world: World,
) -> None:
    give(world, "tomorrow", SOON + timedelta(days=1))
    give(world, "elsewhere", SOON, service="aloitus")
    give(world, "of-the-companion", SOON, device="d2")
    assert world.take().outcome is Outcome.FULL


def test_a_time_that_the_backend_took_back_is_not_given(world: World) -> None:
    give(world, "soon")
    assert state(world) is DoorState.OPEN
    world.changes += 1
    world.mirror(ChangeTold(world.changes, "lease", "soon", 2, Op.DEL))
    assert world.take().outcome is Outcome.FULL


def test_what_is_spent_stays_spent_over_a_restart_and_a_rebuild(world: World) -> None:
    give(world, "soon")
    world.number()
    world.restart()
    assert world.take().outcome is Outcome.FULL
    before = tables(world.store)
    rebuild(world.store)
    assert tables(world.store) == before
    world.restart()
    assert world.take().outcome is Outcome.FULL


def test_a_snapshot_brings_and_takes_leased_times(world: World) -> None:
    give(world, "old")
    snapshot = Snapshot(world.lobby, SnapshotHead("epoch", 50, 0))
    snapshot.stage([replace(lease(world, "new", LATER), c=50)])
    snapshot.finish(SnapshotEnd(1))
    left = world.lobby.line.leases_left(SERVICE, world.lobby.now)
    assert [each.id for each in left] == ["new"]
    world.restart()
    assert world.lobby.line.leases_left(SERVICE, world.lobby.now) == left


def test_staff_can_let_a_walk_in_wait_all_the_same(world: World) -> None:
    command = DeskCommand(service=SERVICE)
    answer = moving.add_walk_in(world.lobby, command, world.press("staff1"))
    assert isinstance(answer, bytes)
    ticket = decode(answer, DeskResult).ticket
    assert ticket is not None
    assert ticket.booked_start is None


def test_the_contingent_of_a_service_still_closes_the_door() -> None:
    few = [{**each, "daily_limit": 1} for each in BY_TIME]
    world = World(settings=office(services=few))
    keep_identity(world.lobby, enrolled())
    give(world, "one")
    give(world, "two", LATER)
    assert world.take().outcome is Outcome.ISSUED
    assert state(world) is DoorState.FULL


def test_yesterdays_times_are_forgotten(world: World) -> None:
    give(world, "soon")
    world.number()
    world.clock.advance(timedelta(days=1))
    ensure_day(world.lobby)
    assert not world.lobby.line.diary.leases
    give(world, "today", SOON + timedelta(days=1))
    assert state(world) is DoorState.OPEN
