"""Pull: what a lobby has is what it should have (offline_sync §3.5)."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.booking.fleet.lobbies import (
    ADMIN,
    CENTRE,
    MIKAEL,
    STAFF,
    TALK,
    TENANT,
    Lobby,
    Make,
    booked,
)
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import Contact, FreeTime
from vuoro.booking.fleet import commands, compacting, pulling, window
from vuoro.booking.fleet.refusals import SyncRefused
from vuoro.booking.service import changing, clients, keys
from vuoro.booking.store.tables import fleet
from vuoro.core.chain import canonical
from vuoro.core.day_key import DayKey, blind_index
from vuoro.core.identity_code import IdentityCode
from vuoro.core.passes.signing import fits
from vuoro.core.wire.digest import digest_day, digest_lines
from vuoro.core.wire.sync import COMMAND_CONTEXT, CommandKind, Op

TODAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CODE = "010594Y9032"


def agrees(lobby: Lobby) -> bool:
    """Whether the digests of both sides are equal."""
    rows = [
        (change.kind, digest_day(change.kind, change.data), change.id, change.rev)
        for change in lobby.mirror.values()
    ]
    told = pulling.digest(lobby.backend, lobby.id)
    assert told.as_of == lobby.cursor
    return told.lines == digest_lines(rows)


def data(lobby: Lobby, booking: str) -> dict[str, Any]:
    found = lobby.mirror["booking", booking].data
    assert found is not None
    return found


def test_a_row_has_what_the_lobby_needs_and_no_name(lobby: Lobby) -> None:
    contact = Contact("Testi Asiakas", "testi@example.fi", identity_code=CODE, language="sv")
    view = booked(lobby.backend, TODAY, service=TALK, minutes=30, contact=contact)
    changing.set_note(lobby.backend, STAFF, view.id, "Tuo paperit.")
    lobby.pull()

    told = data(lobby, view.id)
    day_keys = pulling.day_keys(lobby.backend, lobby.id).keys
    index = told.pop("identity_index")
    assert index == blind_index(DayKey(b64decode(day_keys["2026-11-23"])), IdentityCode(CODE)).hex()
    assert told == {
        "pass_id": view.pass_id, "site": 17, "service": "tyonhakukeskustelu",
        "start": "2026-11-23T08:00:00Z", "minutes": 30, "channel": "in_person",
        "status": "booked", "specialist": view.specialist, "specialist_name": "Aino Salo",
        "stand_in": None, "code": view.code, "language": view.language,
        "answers": [["Tarvitsetko tulkkia?", "Ei"]] if view.language == "fi" else
                   [["Behöver du tolk?", "Nej"]],
        "note": "Tuo paperit.",
    }  # fmt: skip


def test_of_a_protected_client_the_lobby_has_no_answers_and_no_note(sqlite_lobby: Lobby) -> None:
    contact = Contact("Testi Asiakas", "testi@example.fi", protected=True)
    view = booked(sqlite_lobby.backend, TODAY, service=TALK, minutes=30, contact=contact)
    sqlite_lobby.pull()

    told = data(sqlite_lobby, view.id)
    assert (told["answers"], told["note"]) == ([], "")


def test_day_keys_are_those_of_the_window(sqlite_lobby: Lobby) -> None:
    days = pulling.day_keys(sqlite_lobby.backend, sqlite_lobby.id).keys
    assert sorted(days) == [f"2026-11-{day}" for day in range(23, 31)]


def test_mirror_snapshot_and_digest_agree_after_everything_that_happens(lobby: Lobby) -> None:
    backend = lobby.backend
    views = [booked(backend, TODAY + timedelta(minutes=15 * n)) for n in range(4)]
    far = booked(backend, TODAY + timedelta(days=8))
    lobby.pull(limit=2)
    changing.cancel(backend, STAFF, views[0].id)
    changing.move(
        backend, STAFF, views[1].id, FreeTime(TODAY + timedelta(days=9), 15, CENTRE, MIKAEL)
    )
    came = lobby.admit(views[2].id, rev=1)
    lobby.push()
    commands.command(backend, ADMIN, lobby.id, CommandKind.NEW_EPOCH, reason="test")
    keys.rotate(backend, TENANT)
    lobby.pull(limit=1)

    assert agrees(lobby)
    kinds = {key for key in lobby.mirror if key[0] in ("booking", "visit")}
    assert kinds == {("booking", view.id) for view in (views[0], views[2], views[3])} | {
        ("visit", came["arrival"]["id"])
    }
    assert data(lobby, views[0].id)["status"] == "cancelled"
    pulled = dict(lobby.mirror)
    lobby.snapshot()
    assert {k: (v.rev, v.data) for k, v in lobby.mirror.items()} == {
        k: (v.rev, v.data) for k, v in pulled.items()
    }
    assert agrees(lobby)

    lobby.later(days=1)
    lobby.pull()
    assert ("booking", far.id) in lobby.mirror, "its day has come into sight"
    assert not any(kind == "visit" for kind, _ in lobby.mirror), "yesterday is over"
    assert agrees(lobby)


@pytest.mark.parametrize(
    ("before", "day"),
    [
        (datetime(2026, 11, 24, 0, 59, tzinfo=UTC), 23),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), 28),
        (datetime(2026, 10, 24, 23, 59, tzinfo=UTC), 24),
    ],
)
def test_a_day_turns_at_three_also_when_clocks_change(before: datetime, day: int) -> None:
    """In the spring there is no 03:00; in the autumn there are two, and the first one counts."""
    assert window.first_day(before).day == day
    for minutes in (1, 61, 121):
        assert window.first_day(before + timedelta(minutes=minutes)).day == day + 1


def test_the_window_does_not_go_back_with_the_clock(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    sqlite_lobby.pull()
    assert not window.advance_all(backend)
    sqlite_lobby.later(days=-3)
    assert not window.advance_all(backend)
    sqlite_lobby.later(days=4)
    assert window.advance_all(backend)
    sqlite_lobby.pull()
    assert agrees(sqlite_lobby)


@pytest.mark.parametrize("cursor", [10_000, -1])
def test_a_cursor_beyond_either_end_must_take_a_snapshot(sqlite_lobby: Lobby, cursor: int) -> None:
    with pytest.raises(SyncRefused) as refused:
        pulling.pull(sqlite_lobby.backend, sqlite_lobby.id, cursor)
    assert (refused.value.code, refused.value.status) == ("cursor_too_old", 410)


def test_compaction_keeps_the_newest_of_each_row_and_ninety_days(lobby: Lobby) -> None:
    backend = lobby.backend
    view = booked(backend, TODAY)
    for n in range(1, 4):
        changing.move(
            backend, STAFF, view.id, FreeTime(TODAY + timedelta(hours=n), 15, CENTRE, MIKAEL)
        )
    compacting.compact(backend)
    assert changes(backend, "booking") == 1
    lobby.pull()
    assert data(lobby, view.id)["start"] == "2026-11-23T11:00:00Z"

    behind = lobby.cursor - 1
    lobby.later(days=91)
    lobby.admit()
    lobby.push()
    compacting.compact(backend)
    assert changes(backend, "booking") == 0
    assert changes(backend, "keys") == 1
    with pytest.raises(SyncRefused, match="cursor_too_old"):
        pulling.pull(backend, lobby.id, behind)
    lobby.pull()
    assert agrees(lobby)
    lobby.snapshot()
    assert agrees(lobby)


def changes(backend: Backend, kind: str) -> int:
    log = fleet.change_log.c
    query = select(func.count()).where(log.office == CENTRE, log.kind == kind)
    with backend.read() as sql:
        found: int = sql.execute(query).scalar_one()
    return found


def test_a_client_with_another_identity_code_is_found_by_the_new_one(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    contact = Contact("Testi Asiakas", "testi@example.fi", identity_code=CODE)
    view = booked(backend, TODAY, contact=contact)
    sqlite_lobby.pull()
    before = data(sqlite_lobby, view.id)["identity_index"]
    changed = Contact("Testi Asiakas", "testi@example.fi", identity_code="020594X903P")
    clients.edit_client(backend, STAFF, view.client or "", changed)
    sqlite_lobby.pull()

    assert data(sqlite_lobby, view.id)["identity_index"] not in ("", before)
    assert agrees(sqlite_lobby)


def test_a_command_is_its_devices_alone_signed_and_gone_when_done(
    sqlite_lobby: Lobby, sqlite_companion: Lobby
) -> None:
    lobby, backend = sqlite_lobby, sqlite_lobby.backend
    command = commands.command(backend, ADMIN, lobby.id, CommandKind.DRAIN_THEN_WIPE)
    lobby.pull()
    sqlite_companion.pull()

    told = lobby.mirror["command", command].data
    assert told is not None
    assert ("command", command) not in sqlite_companion.mirror
    signature = b64decode(told.pop("signature"))
    message = COMMAND_CONTEXT + canonical({"id": command, **told})
    assert fits(signature, message, b64decode(lobby.me.sync_public))

    lobby.tell("command.done", {"command": command, "kind": told["kind"], "result": "done"})
    lobby.push()
    with backend.read() as sql:
        assert sql.execute(select(fleet.device.c.status)).scalars().first() == "wiped"
    with pytest.raises(SyncRefused, match="device_revoked"):
        lobby.pull()


def test_two_offices_hear_of_their_own_only(another: Make, sqlite_lobby: Lobby) -> None:
    view = booked(sqlite_lobby.backend, TODAY)
    other = another("5b0b5b1e-0000-4000-8000-000000000018")
    other.pull()
    sqlite_lobby.pull()

    assert ("booking", view.id) in sqlite_lobby.mirror
    assert ("booking", view.id) not in other.mirror
    assert agrees(other)
    assert agrees(sqlite_lobby)


def test_a_page_says_a_row_once_and_pages_join(sqlite_lobby: Lobby) -> None:
    backend = sqlite_lobby.backend
    view = booked(backend, TODAY)
    changing.set_note(backend, STAFF, view.id, "Yksi")
    page = pulling.pull(backend, sqlite_lobby.id, 0)
    assert [c.id for c in page.changes if c.kind == "booking"] == [view.id]

    seen: list[int] = []
    cursor = 0
    while True:
        page = pulling.pull(backend, sqlite_lobby.id, cursor, 1)
        seen += [change.c for change in page.changes]
        cursor = page.next
        if not page.more:
            break
    assert seen == sorted(seen)
    assert cursor == page.next
    assert all(change.op is Op.PUT for change in page.changes)
