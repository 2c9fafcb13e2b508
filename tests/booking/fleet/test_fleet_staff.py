"""What administrators see and decide: overview, inbox, quarantine, deferred events."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.booking.fleet.lobbies import ADMIN, CENTRE, TENANT, Lobby, booked
from vuoro.booking.backend import Refused
from vuoro.booking.fleet import (
    attention,
    commands,
    jobs,
    overview,
    payload,
    quarantining,
    replaying,
    resolving,
)
from vuoro.booking.fleet.devices import DeviceStatus
from vuoro.booking.fleet.overview import Level, level_of
from vuoro.booking.store.tables import fleet, staff
from vuoro.core.wire.sync import CommandKind, Health, Quarantined

TODAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_the_fleet_page_shows_what_each_device_told(lobby: Lobby) -> None:
    backend = lobby.backend
    lobby.admit("pass:of-nobody")
    health = Health("0.3", "3.51.3", "sync", 3, 1_000, 0, 0, {"Kiosk": "ok"}, None, True)
    lobby.push(lobby.batch(health=health))
    commands.command(backend, ADMIN, lobby.id, CommandKind.NEW_EPOCH, reason="test")
    lobby.recover()

    (site,) = overview.overview(backend, TENANT)

    assert (site.office, site.name["en"]) == (CENTRE, "City centre employment services")
    assert (site.attention, site.watermark) == (2, None)
    (row,) = site.devices
    assert (row.name, row.is_leader, row.level) == ("Kiosk 1", True, Level.GREEN)
    assert (row.waiting_events, row.printers, row.digest_ok) == (3, {"Kiosk": "ok"}, True)
    assert [(epoch.epoch, epoch.reason) for epoch in row.epochs] == [(2, "fork"), (1, "enrolled")]
    assert row.open_commands == ("new_epoch",)
    assert overview.overview(backend, "another area") == []


@pytest.mark.parametrize(
    ("health", "seen", "level"),
    [
        ({}, 0, Level.GREEN),
        ({"waiting_events": 9, "oldest_waiting_ms": 60_000}, 0, Level.GREEN),
        ({"oldest_waiting_ms": 11 * 60_000}, 0, Level.AMBER),
        ({}, 6 * 60_000, Level.AMBER),
        ({}, 25 * 3_600_000, Level.RED),
        ({"oldest_waiting_ms": 25 * 3_600_000}, 0, Level.RED),
        ({"problems": 1}, 0, Level.RED),
        ({"digest_ok": False}, 0, Level.RED),
        ({"clock": "unset"}, 0, Level.RED),
    ],
)
def test_the_light_of_a_device(health: dict[str, object], seen: int, level: Level) -> None:
    now = 10**12
    assert level_of(DeviceStatus.ACTIVE, health, now - seen, now) is level
    assert level_of(DeviceStatus.LOCKED, {}, now, now) is Level.RED


def test_an_item_is_decided_once_and_by_one_of_its_buttons(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    sqlite_lobby.admit("pass:of-nobody")
    item = sqlite_lobby.only().attention or ""

    with pytest.raises(Refused, match="no_such_choice"):
        resolving.resolve(backend, ADMIN, item, "revoke")
    resolving.resolve(backend, ADMIN, item, "void")
    resolving.resolve(backend, ADMIN, item, "void")
    with pytest.raises(Refused, match="already_resolved"):
        resolving.resolve(backend, ADMIN, item, "serve_as_walk_in")
    with pytest.raises(Refused, match="no_such_item"):
        resolving.resolve(backend, ADMIN, "none", "void")
    assert attention.open_items(backend, TENANT) == []
    with backend.read() as sql:
        actions = sql.execute(select(staff.audit.c.action)).scalars().all()
    assert actions.count("attention.void") == 1


def test_every_kind_has_two_choices_and_every_effect_a_kind() -> None:
    choices = {choice for pair in attention.CHOICES.values() for choice in pair}
    assert all(len(set(pair)) == 2 for pair in attention.CHOICES.values())
    assert resolving._EFFECTS.keys() <= choices


def test_a_quarantined_event_is_kept_sealed_once_and_can_be_taken_in(lobby: Lobby) -> None:
    backend = lobby.backend
    view = booked(backend, TODAY)
    came = lobby.admit(view.id, rev=1)
    event = lobby.events.pop()
    lobby.tell("sync.quarantined", {"event_id": event.id, "hash": "00"})
    told = Quarantined(lobby.id, 1, event)
    first = quarantining.quarantine(backend, lobby.id, told)
    assert quarantining.quarantine(backend, lobby.id, told) == first
    assert lobby.only().status.value == "noop"
    assert quarantining.quarantined(backend, lobby.id) == [event.id]
    with backend.read() as sql:
        assert b"ticket" not in sql.execute(select(fleet.quarantine.c.raw)).scalar_one()

    (item,) = attention.open_items(backend, TENANT)
    resolving.resolve(backend, ADMIN, item.id, "apply")

    lobby.pull()
    data = lobby.mirror["visit", came["arrival"]["id"]].data
    assert data is not None
    assert data["booking"] == view.id


def test_a_deferred_event_is_taken_in_after_an_upgrade(
    lobby: Lobby, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = lobby.backend
    with monkeypatch.context() as older:
        older.setattr(payload, "KNOWN", payload.KNOWN - {"ticket.issued"})
        came = lobby.admit()
        assert lobby.only().status.value == "deferred"
    assert lobby.push(lobby.batch(after=0)).results[0].status.value == "deferred"

    assert not replaying.apply_deferred(backend)

    lobby.pull()
    assert ("visit", came["arrival"]["id"]) in lobby.mirror
    assert lobby.push(lobby.batch(after=0)).results[0].status.value == "applied"
    with backend.read() as sql:
        assert sql.execute(select(fleet.applied_event.c.raw)).scalar_one() is None


def test_a_digest_that_differs_is_an_alarm(sqlite_lobby: Lobby) -> None:
    health = Health(last_digest_ms=5, digest_ok=False)
    sqlite_lobby.push(sqlite_lobby.batch(health=health))
    sqlite_lobby.push(sqlite_lobby.batch(health=health))
    (item,) = attention.open_items(sqlite_lobby.backend, TENANT)
    assert item.kind == "digest_differs"
    resolving.resolve(sqlite_lobby.backend, ADMIN, item.id, "new_epoch")
    sqlite_lobby.pull()
    with sqlite_lobby.backend.read() as sql:
        assert sql.execute(select(fleet.command.c.kind)).scalars().all() == ["new_epoch"]


def test_all_jobs_can_be_done_again_and_again(lobby: Lobby) -> None:
    for _ in range(2):
        for name, seconds, run in jobs.jobs(lobby.backend):
            assert name.startswith("fleet.")
            assert seconds > 0
            assert run() is False


def test_an_event_that_cannot_be_taken_in_leaves_the_item_open(
    sqlite_lobby: Lobby, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_lobby.admit()
    told = Quarantined(sqlite_lobby.id, 1, sqlite_lobby.events.pop())
    quarantining.quarantine(sqlite_lobby.backend, sqlite_lobby.id, told)
    (item,) = attention.open_items(sqlite_lobby.backend, TENANT)

    def fail(*_: object) -> None:
        raise RuntimeError("still")

    monkeypatch.setattr("vuoro.booking.fleet.replaying.save", fail)
    with pytest.raises(RuntimeError):
        resolving.resolve(sqlite_lobby.backend, ADMIN, item.id, "apply")
    assert attention.open_items(sqlite_lobby.backend, TENANT) == [item]
