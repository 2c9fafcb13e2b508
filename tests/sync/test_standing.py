"""What staff are shown of the sync, and what makes it a matter for people."""

import pytest
from sqlalchemy import update

from tests.sync.pair import Pair
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.desk import SyncLevel
from vuoro.queue.domain.sync_state import SyncState
from vuoro.queue.service import mirror
from vuoro.queue.store.rows import to_ms
from vuoro.sync.faulty import Fault
from vuoro.sync.outcome import Did
from vuoro.sync.status import not_in_touch, sync_state


def standing(pair: Pair) -> SyncState:
    return sync_state(pair.link.contact)


def a_minute_later(pair: Pair) -> None:
    pair.wait(61)
    pair.settle()


def test_a_lobby_in_step_is_green(pair: Pair) -> None:
    pair.settle()

    now = standing(pair)

    assert (now.level, now.events_waiting, now.problems) == (SyncLevel.GREEN, 0, 0)
    assert now.data_as_of == pair.lobby.now


def test_a_lobby_without_the_network_is_behind_and_after_a_day_a_matter_for_people(
    pair: Pair,
) -> None:
    pair.settle()
    pair.world.number()
    assert standing(pair).level is SyncLevel.GREEN

    pair.wait(11 * 60)
    assert standing(pair).level is SyncLevel.AMBER
    assert standing(pair).events_waiting > 0

    pair.wait(24 * 3600)
    assert standing(pair).level is SyncLevel.RED


def test_a_lobby_that_is_not_enrolled_is_behind(pair: Pair) -> None:
    pair.world.number()

    now = not_in_touch(pair.lobby)

    assert now.level is SyncLevel.AMBER
    assert now.data_as_of is None
    assert now.events_waiting > 0


def test_a_locked_device_is_a_matter_for_people_and_goes_on_serving(pair: Pair) -> None:
    pair.settle()
    with pair.backend.begin() as work:
        work.sql.execute(update(fleet.device).values(status="locked"))
    pair.end_sessions()
    pair.world.wait(60)

    outcomes = [pair.link.push_once() for _ in range(2)]

    assert outcomes[-1].why == "device_locked"
    assert outcomes[-1].wait > 0
    assert standing(pair).level is SyncLevel.RED
    assert pair.world.number().number


def test_a_matter_that_is_mended_is_none_any_more(pair: Pair) -> None:
    pair.settle()
    with pair.backend.begin() as work:
        work.sql.execute(update(fleet.device).values(status="locked"))
    pair.end_sessions()
    for _ in range(2):
        pair.link.step()
    with pair.backend.begin() as work:
        work.sql.execute(update(fleet.device).values(status="active"))

    a_minute_later(pair)

    assert standing(pair).problems == 0


def test_a_clock_that_is_wrong_is_a_matter_for_people(pair: Pair) -> None:
    pair.settle()

    pair.link.contact.told_time(to_ms(pair.lobby.now) - 121_000, 0.0)

    assert standing(pair).level is SyncLevel.RED


def test_rows_that_differ_are_seen_and_mended_by_a_snapshot(pair: Pair) -> None:
    pair.book()
    pair.settle()
    with pair.lobby.store.begin() as work:
        work.execute("UPDATE mirror SET rev = rev + 1 WHERE kind = 'booking'")
    pair.link.contact.digest_of = ""
    pair.wait(61)

    pair.link.pull_once()
    assert standing(pair).problems == 1
    assert pair.link.pull_once().did is Did.SNAPSHOT

    a_minute_later(pair)
    assert standing(pair).problems == 0
    assert pair.in_step()


def test_rows_that_differ_after_a_snapshot_wait_for_people(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.book()
    pair.settle()
    monkeypatch.setattr(mirror, "digest", lambda lobby: ())
    pair.link.contact.digest_of = ""

    snapshots = 0
    for _ in range(8):
        pair.wait(61)
        snapshots += sum(each.did is Did.SNAPSHOT for each in pair.link.settle(4))

    assert snapshots == 2
    assert standing(pair).problems == 1


def test_digests_are_compared_every_night(pair: Pair) -> None:
    pair.settle()
    first = pair.link.contact.digest_at_ms
    pair.wait(12 * 3600)
    pair.settle()
    assert pair.link.contact.digest_at_ms == first

    pair.wait(8 * 3600)
    pair.settle()

    assert pair.link.contact.digest_at_ms == to_ms(pair.lobby.now)


def test_what_can_not_be_read_is_a_matter_for_people(pair: Pair) -> None:
    pair.book()
    pair.settle()
    with pair.lobby.store.begin() as work:
        work.execute("UPDATE mirror SET removed = 2 WHERE kind = 'booking'")
    pair.book("2026-11-24 10:10")
    pair.link.pull_once()

    assert standing(pair).problems == 1


def test_a_network_that_fails_is_no_matter_for_people(pair: Pair) -> None:
    pair.settle()
    pair.world.number()
    pair.spoil(*[Fault.BROKEN] * 6)
    for _ in range(3):
        pair.link.step()

    assert standing(pair).problems == 0
