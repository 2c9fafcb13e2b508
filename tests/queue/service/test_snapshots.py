"""A snapshot takes the mirror's place at once or not at all, and nobody waits for it (§3.5)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.queue.world import START, World, a_pass, page
from vuoro.core.wire.digest import digest_day, digest_lines
from vuoro.core.wire.kiosk import Outcome
from vuoro.core.wire.sync import ChangeTold, Op, SnapshotEnd, SnapshotHead
from vuoro.queue.service import mirror
from vuoro.queue.service.mirror import OtherBackend, take_page
from vuoro.queue.service.snapshots import CutSnapshot, Snapshot

SOON = START + timedelta(minutes=30)
TOMORROW = START + timedelta(days=1)


@pytest.fixture
def world() -> World:
    """Two bookings are in the mirror, as of change 2."""
    world = World()
    world.mirror(world.put("b1", SOON), world.put("b2", TOMORROW))
    return world


def take(world: World, *rows: ChangeTold, as_of: int = 50, server_epoch: str = "epoch") -> int:
    snapshot = Snapshot(world.lobby, SnapshotHead(server_epoch, as_of, 0))
    for row in rows:
        snapshot.stage([row])
    return snapshot.finish(SnapshotEnd(len(rows)))


def kept(world: World) -> dict[str, int]:
    rows = world.store.read("SELECT id, rev FROM mirror WHERE removed = 0 ORDER BY id")
    return dict(rows)


def assert_as_after_a_restart(world: World) -> None:
    """What is in memory is what the database says."""
    before = world.lobby.line.diary
    world.restart()
    after = world.lobby.line.diary
    for name in ("bookings", "of_pass", "gone", "visits"):
        assert getattr(before, name) == getattr(after, name), name
    assert {day: rows for day, rows in before.on.items() if rows} == dict(after.on)


def test_a_snapshot_takes_the_mirrors_place_and_the_cursor_follows(world: World) -> None:
    changed = take(world, world.put("b1", SOON, rev=1), world.put("b3", SOON, rev=4))

    assert changed == 2, "one is new, one is gone, one stayed as it was"
    assert kept(world) == {"b1": 1, "b3": 4}
    assert mirror.cursor(world.lobby) == ("epoch", 50)
    assert set(world.lobby.line.bookings) == {"b1", "b3"}
    assert world.store.read("SELECT count(*) FROM mirror_new") == [(0,)]
    assert_as_after_a_restart(world)


def test_pages_go_on_after_a_snapshot(world: World) -> None:
    take(world, world.put("b1", SOON))
    world.changes = 50
    assert world.mirror(world.put("b1", SOON, rev=2)) == 1
    assert world.lobby.line.bookings["b1"].rev == 2


def test_a_mirror_is_never_empty_while_a_snapshot_comes(world: World) -> None:
    snapshot = Snapshot(world.lobby, SnapshotHead("epoch", 50, 0))
    snapshot.stage([world.put("b3", SOON)])

    assert kept(world) == {"b1": 1, "b2": 1}
    assert world.show_pass(a_pass("b1", SOON)).outcome is Outcome.ADMITTED
    world.restart()
    assert kept(world) == {"b1": 1, "b2": 1}


def test_a_snapshot_that_was_cut_is_thrown_away(world: World) -> None:
    snapshot = Snapshot(world.lobby, SnapshotHead("epoch", 50, 0))
    snapshot.stage([world.put("b3", SOON)])
    with pytest.raises(CutSnapshot, match="1 of 2 rows"):
        snapshot.finish(SnapshotEnd(2))
    assert kept(world) == {"b1": 1, "b2": 1}
    assert mirror.cursor(world.lobby) == ("epoch", 2)
    assert take(world, world.put("b1", SOON), as_of=60) == 1
    assert kept(world) == {"b1": 1}


def test_a_booking_that_the_snapshot_lacks_was_taken_away(world: World) -> None:
    world.mirror(world.gone("b1"))
    take(world, as_of=60)

    for name, start in (("b1", SOON), ("b2", TOMORROW)):
        shown = world.show_pass(a_pass(name, start - timedelta(days=start is TOMORROW)))
        assert shown.outcome is Outcome.SUPERSEDED, name
    assert_as_after_a_restart(world)


def test_a_booking_that_a_restored_backend_has_lost_is_still_good_by_its_pass(
    world: World,
) -> None:
    take(world, as_of=1, server_epoch="restored")
    world.wait(2)
    assert world.show_pass(a_pass("b1", SOON)).outcome is Outcome.ADMITTED
    assert mirror.cursor(world.lobby) == ("restored", 1)


def test_a_page_of_a_restored_backend_waits_for_a_snapshot(world: World) -> None:
    with pytest.raises(OtherBackend):
        take_page(world.lobby, page(9, server_epoch="restored"))
    assert mirror.cursor(world.lobby) == ("epoch", 2)


def test_a_waiting_client_follows_a_booking_that_changed_in_a_snapshot(world: World) -> None:
    slip = world.show_pass(a_pass("b1", SOON)).slip
    assert slip is not None
    take(world, world.put("b1", SOON, rev=5, specialist="staff1"))
    assert world.ticket(slip.ticket)["specialist"] == "staff1"


def test_a_row_that_is_not_understood_comes_in_with_a_snapshot_too(world: World) -> None:
    take(world, world.put("b1", SOON, channel="by pigeon"))
    assert mirror.not_understood(world.lobby) == 1
    assert world.lobby.line.bookings == {}


def everything(world: World) -> Iterator[ChangeTold]:
    """A row of every kind there is, and of one there is not."""
    visit = {"booking": "b1", "day": "2026-11-23", "device": "d2", "voided": False,
             "numbers": ["A001"], "arrived_ms": 0}  # fmt: skip
    lease = {"service": "s", "start_ms": int(TOMORROW.timestamp() * 1000), "minutes": 30,
             "specialist": None, "device": "d1"}  # fmt: skip
    late = START.replace(hour=22, minute=30)
    rows: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("visit", "v1", visit), ("lease", "l1", lease), ("keys", "area", {"document": "x"}),
        ("command", "c1", {"kind": "erase", "body": {}}), ("weather", "w1", {"sky": "grey"}),
    )  # fmt: skip
    yield from (world.put("b1", SOON), world.put("b2", late, rev=7))
    for kind, key, data in rows:
        world.changes += 1
        yield ChangeTold(world.changes, kind, key, 3, Op.PUT, data)


@pytest.mark.parametrize("by", ["pages", "snapshot"])
def test_the_digest_is_the_backends(by: str) -> None:
    world = World()
    rows = list(everything(world))
    if by == "pages":
        for row in rows:
            world.mirror(row, cursor=row.c)
        world.mirror(world.put("b9", SOON))
        world.mirror(world.gone("b9"))
    else:
        take(world, *rows)
    told = [(row.kind, digest_day(row.kind, row.data), row.id, row.rev) for row in rows]
    assert mirror.digest(world.lobby) == digest_lines(told)
    assert ("booking", "2026-11-24") in {(e.kind, e.day) for e in mirror.digest(world.lobby)}


def test_past_days_leave_the_mirror_when_the_next_day_opens(world: World) -> None:
    world.mirror(world.put("b3", SOON), world.put("b4", TOMORROW))
    world.mirror(world.gone("b3"), world.gone("b4"))
    assert len(world.lobby.line.diary.gone) == 2
    world.clock.advance(timedelta(days=1))
    world.number()

    assert set(world.lobby.line.bookings) == {"b2"}
    rows = world.store.read("SELECT id, removed FROM mirror ORDER BY id")
    assert rows == [("b2", 0), ("b4", 1)]
    assert_as_after_a_restart(world)
