"""Push: each event exactly once, whatever the network does (offline_sync §3.4)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from tests.booking.fleet.lobbies import CENTRE, Lobby, booked
from tests.booking.fleet.looks import count
from vuoro.booking.backend import Backend, nowhere
from vuoro.booking.fleet import attention
from vuoro.booking.fleet.refusals import SyncRefused
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.sync import EventStatus

TODAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
POINTS = (
    "push.after_link", "push.after_effect", "push.after_positions", "push.after_results",
    "push.after_device", "before_commit",
)  # fmt: skip


class Died(Exception):
    """The server's process ended."""


def test_a_batch_sent_again_gets_the_same_answer_and_has_no_second_effect(lobby: Lobby) -> None:
    lobby.admit()
    told = lobby.batch()
    first = lobby.push(told)

    assert lobby.push(told).results == first.results
    assert (count(lobby.backend, "visit"), count(lobby.backend, "ticket")) == (1, 1)
    assert count(lobby.backend, "change_log") == 3, "the keys for two offices, and the visit"


def test_a_late_copy_together_with_news_is_answered_and_the_news_taken(lobby: Lobby) -> None:
    lobby.admit()
    first = lobby.push()
    lobby.admit()

    both = lobby.push(lobby.batch(after=0))

    assert both.results[0] == first.results[0]
    assert [result.seq for result in both.results] == [1, 2]
    assert both.acked_through == 2
    assert count(lobby.backend, "visit") == 2


def test_a_gap_says_where_to_go_on_from(sqlite_lobby: Lobby) -> None:
    for _ in range(3):
        sqlite_lobby.admit()
    with pytest.raises(SyncRefused) as refused:
        sqlite_lobby.push(sqlite_lobby.batch(after=1))

    assert (refused.value.code, refused.value.expected, refused.value.status) == ("gap", 1, 409)
    assert count(sqlite_lobby.backend, "visit") == 0


def test_another_event_in_a_place_that_is_taken_is_a_fork(sqlite_lobby: Lobby) -> None:
    sqlite_lobby.admit()
    sqlite_lobby.push()
    clone = Lobby(sqlite_lobby.backend, sqlite_lobby.me)
    clone.admit()

    with pytest.raises(SyncRefused) as refused:
        clone.push()

    assert refused.value.code == "fork"
    assert count(sqlite_lobby.backend, "visit") == 1


def test_an_event_that_does_not_follow_the_one_before_is_a_fork(sqlite_lobby: Lobby) -> None:
    sqlite_lobby.admit()
    sqlite_lobby.push()
    sqlite_lobby.admit()
    told = sqlite_lobby.batch()
    wrong = replace(told, events=(replace(told.events[0], prev="00" * 16),))

    with pytest.raises(SyncRefused, match="fork"):
        sqlite_lobby.push(wrong)


@pytest.mark.parametrize("changed", [{"epoch": 2}, {"server_epoch": "of-before-the-restore"}])
def test_another_epoch_is_a_fork(sqlite_lobby: Lobby, changed: dict[str, Any]) -> None:
    sqlite_lobby.admit()
    with pytest.raises(SyncRefused, match="fork"):
        sqlite_lobby.push(sqlite_lobby.batch(**changed))


def test_an_old_protocol_is_told_to_upgrade(sqlite_lobby: Lobby) -> None:
    with pytest.raises(SyncRefused) as refused:
        sqlite_lobby.push(sqlite_lobby.batch(proto=0))
    assert (refused.value.code, refused.value.status) == ("upgrade_needed", 426)


@pytest.mark.parametrize("point", POINTS)
def test_a_server_that_dies_on_the_way_has_done_nothing(sqlite_lobby: Lobby, point: str) -> None:
    view = booked(sqlite_lobby.backend, TODAY)
    sqlite_lobby.admit(view.id, start=view.start)
    sqlite_lobby.admit()
    told = sqlite_lobby.batch()

    def die(at: str) -> None:
        if at == point:
            raise Died

    sqlite_lobby.backend.at = die
    with pytest.raises(Died):
        sqlite_lobby.push(told)
    sqlite_lobby.backend.at = nowhere

    assert count(sqlite_lobby.backend, "visit") == 0
    assert count(sqlite_lobby.backend, "applied_event") == 0
    assert [r.status for r in sqlite_lobby.push(told).results] == [EventStatus.APPLIED] * 2
    assert count(sqlite_lobby.backend, "visit") == 2


def test_a_reply_lost_after_the_commit_is_given_again(lobby: Lobby) -> None:
    lobby.admit()
    told = lobby.batch()

    def die(at: str) -> None:
        if at == "after_commit":
            raise Died

    lobby.backend.at = die
    with pytest.raises(Died):
        lobby.push(told)
    lobby.backend.at = nowhere

    assert lobby.push(told).results[0].status is EventStatus.APPLIED
    assert count(lobby.backend, "visit") == 1


def test_an_unknown_event_is_kept_sealed_and_moves_the_stream_on(sqlite_lobby: Lobby) -> None:
    sqlite_lobby.tell("ticket.teleported", {"to": "the moon"})
    sqlite_lobby.tell("ticket.issued", {}, tv=2)
    sqlite_lobby.admit()

    statuses = [result.status for result in sqlite_lobby.push().results]

    assert statuses == [EventStatus.DEFERRED, EventStatus.DEFERRED, EventStatus.APPLIED]
    with sqlite_lobby.backend.read() as sql:
        raw = sql.execute(select(fleet.applied_event.c.raw)).scalars().all()
    assert [sealed is not None for sealed in raw].count(True) == 2
    assert all(b"moon" not in (sealed or b"") for sealed in raw)


@pytest.mark.parametrize(
    "payload",
    [{"arrival": "who"}, {"ticket": {"id": 5}}, {}, {"arrival": {"id": "a\0b"}}],
)
def test_a_payload_that_cannot_be_read_is_noted_and_stops_nothing(
    lobby: Lobby, payload: dict[str, object]
) -> None:
    lobby.tell("ticket.issued", payload)
    lobby.admit()

    first, second = lobby.push().results

    assert (first.status, first.problem) == (EventStatus.NOTED, "unreadable_event")
    assert second.status is EventStatus.APPLIED
    (item,) = attention.open_items(lobby.backend, lobby.me.tenant)
    assert item.id == first.attention


def test_a_number_that_fits_no_database_stops_nothing(lobby: Lobby) -> None:
    came = lobby.admit()
    came["ticket"] |= {"n": 2**62}
    lobby.tell("ticket.called", {"ticket": came["ticket"]})

    assert [r.problem for r in lobby.push().results] == [None, "unreadable_event"]


def test_the_same_event_under_a_new_position_has_its_stored_result(lobby: Lobby) -> None:
    lobby.admit()
    first = lobby.push().results[0]
    lobby.recover()
    told = lobby.batch()

    assert lobby.push(told).results == (first,)
    assert lobby.push(told).results == (first,), "and once more by its position"
    assert count(lobby.backend, "visit") == 1


def test_another_content_under_a_known_id_is_noted_and_has_no_effect(sqlite_lobby: Lobby) -> None:
    sqlite_lobby.admit()
    sqlite_lobby.push()
    was = sqlite_lobby.events[0].p
    sqlite_lobby.events[0] = replace(
        sqlite_lobby.events[0], p={**was, "ticket": {**was["ticket"], "number": "A999"}}
    )
    sqlite_lobby.recover()
    told = sqlite_lobby.batch()

    result = sqlite_lobby.push(told).results[0]

    assert (result.status, result.problem) == (EventStatus.NOTED, "event_differs")
    assert sqlite_lobby.push(told).results == (result,)
    items = attention.open_items(sqlite_lobby.backend, sqlite_lobby.me.tenant)
    assert {item.kind for item in items} == {"event_differs", "fork"}
    assert result.attention in {item.id for item in items}
    with sqlite_lobby.backend.read() as sql:
        assert sql.execute(select(fleet.ticket.c.number)).scalar_one() == "A001"


def test_a_redacted_event_sent_again_has_its_stored_result(sqlite_lobby: Lobby) -> None:
    sqlite_lobby.admit()
    first = sqlite_lobby.push().results[0]
    sqlite_lobby.events[0] = replace(sqlite_lobby.events[0], p={"redacted": True})
    sqlite_lobby.recover()

    assert sqlite_lobby.push().results == (first,)
    items = attention.open_items(sqlite_lobby.backend, sqlite_lobby.me.tenant)
    assert [item.kind for item in items] == ["fork"]


def test_a_quarter_of_a_thousand_events_go_in_batches(sqlite_lobby: Lobby) -> None:
    for _ in range(250):
        sqlite_lobby.admit()
    while sqlite_lobby.acked < len(sqlite_lobby.events):
        sqlite_lobby.push()

    assert count(sqlite_lobby.backend, "visit") == 250
    assert len(sqlite_lobby.pull()) == 251


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_visit_that_came_in_between_is_met_by_a_second_look(
    lobby: Lobby, companion: Lobby
) -> None:
    """Somebody who locks no booking writes its visit: the unique index is the last guard."""
    view = booked(lobby.backend, TODAY)
    lobby.admit(view.id, start=view.start)
    raced: list[str] = []

    def meanwhile(at: str) -> None:
        raced.append(at)
        if at == "push.after_effect" and "push.raced" not in raced:
            _write_visit(lobby.backend, companion, view.id)

    lobby.backend.at = meanwhile
    result = lobby.only()

    assert "push.raced" in raced
    assert (result.status, result.into) == (EventStatus.MERGED, "in-between")


def _write_visit(backend: Backend, companion: Lobby, booking: str) -> None:
    row = {
        "id": "in-between", "tenant": companion.me.tenant, "office": CENTRE, "booking": booking,
        "claimed": booking, "day": companion.day, "device": companion.id, "how": "pass",
        "arrived_at": backend.now_ms, "state": "waiting", "flags": [], "rev": 1,
    }  # fmt: skip
    with backend.db.engine.begin() as sql:
        sql.execute(fleet.visit.insert(), row)
