"""Epochs: one way out of whatever went wrong, and none for two clones (offline_sync §3.7)."""

import pytest

from tests.booking.fleet.lobbies import ADMIN, TENANT, Lobby
from vuoro.booking.fleet import attention, commands, epochs
from vuoro.booking.fleet.epochs import MOST_A_DAY
from vuoro.booking.fleet.refusals import SyncRefused
from vuoro.booking.fleet.watermark import watermarks
from vuoro.core.wire.sync import EpochGranted, EpochRequest


def ask(lobby: Lobby, old: int, uuid: str = "db-1", reason: str = "fork") -> EpochGranted:
    return epochs.new_epoch(lobby.backend, lobby.id, EpochRequest(lobby.id, old, uuid, reason))


def test_an_epoch_is_above_what_either_side_had_with_numbers_of_its_own(lobby: Lobby) -> None:
    first = ask(lobby, 1)
    assert (first.epoch, first.series) == (2, "H")
    second = ask(lobby, 41, "db-2")
    assert (second.epoch, second.series) == (42, "J")


def test_a_lost_reply_is_given_again(lobby: Lobby) -> None:
    assert ask(lobby, 1) == ask(lobby, 1)


def test_a_push_of_the_old_epoch_that_was_on_its_way_is_refused(sqlite_lobby: Lobby) -> None:
    sqlite_lobby.admit()
    on_its_way = sqlite_lobby.batch()
    sqlite_lobby.recover()
    with pytest.raises(SyncRefused, match="fork"):
        sqlite_lobby.push(on_its_way)
    sqlite_lobby.push()


def test_from_the_present_epoch_a_device_may_recover_again_and_again(sqlite_lobby: Lobby) -> None:
    for n in range(2 * MOST_A_DAY):
        sqlite_lobby.db_uuid = f"db-{n}"
        sqlite_lobby.recover("salvaged")
    assert sqlite_lobby.epoch == 1 + 2 * MOST_A_DAY


def test_a_copy_of_one_database_may_come_back_a_few_times_a_day(sqlite_lobby: Lobby) -> None:
    for n in range(MOST_A_DAY):
        assert ask(sqlite_lobby, 1).epoch == 2 + n
        sqlite_lobby.epoch, sqlite_lobby.events, sqlite_lobby.acked = 2 + n, [], 0
        sqlite_lobby.admit()
        sqlite_lobby.push()
    with pytest.raises(SyncRefused, match="device_locked"):
        ask(sqlite_lobby, 1)
    items = attention.open_items(sqlite_lobby.backend, TENANT)
    assert [item.kind for item in items].count("clone") == 1


def test_after_a_day_another_copy_is_believed(sqlite_lobby: Lobby) -> None:
    ask(sqlite_lobby, 1, "db-1")
    sqlite_lobby.later(hours=24)
    assert ask(sqlite_lobby, 1, "db-2").epoch == 3


def test_an_unlocked_identity_begins_anew(lobby: Lobby) -> None:
    ask(lobby, 1, "db-1")
    with pytest.raises(SyncRefused, match="device_locked"):
        ask(lobby, 1, "db-2")
    commands.unlock(lobby.backend, ADMIN, lobby.id)
    assert ask(lobby, 1, "db-2").epoch == 3


def test_series_never_run_out(sqlite_lobby: Lobby) -> None:
    given = [sqlite_lobby.me.series]
    for n in range(30):
        given.append(ask(sqlite_lobby, 1 + n, f"db-{n}").series)
    assert len(set(given)) == len(given)
    assert all(series.isalpha() for series in given[1:])


def test_a_device_that_recovers_holds_something_back_until_it_has_told_all(
    sqlite_lobby: Lobby,
) -> None:
    backend, office = sqlite_lobby.backend, sqlite_lobby.me.office
    sqlite_lobby.push()
    with backend.read() as sql:
        assert watermarks(sql)[office] == backend.now_ms
    sqlite_lobby.recover()
    with backend.read() as sql:
        assert watermarks(sql)[office] is None
