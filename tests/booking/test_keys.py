"""Keys of an area and passes signed with them, as a lobby believes them."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from tests.booking.booking_world import (
    AINO,
    AREA,
    CENTRE,
    CLERK,
    LIISA,
    at,
    booked,
    new,
    talk,
)
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.service import keys
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.changing import cancel, move, set_note
from vuoro.booking.service.clients import edit_client
from vuoro.booking.service.epochs import renew_server_epoch
from vuoro.booking.service.passes import pass_text
from vuoro.booking.service.reading import booking
from vuoro.booking.store.tables import calendar, fleet
from vuoro.core.clock import SteppingClock
from vuoro.core.opening_hours import closed_days
from vuoro.core.passes import BadPass, BadPassReason, KeySet, VerifiedPass, open_keys, verify
from vuoro.core.passes.signing import fits
from vuoro.core.wire.desk import Channel

TENANT = uuid.UUID(AREA)


def test_a_lobby_believes_a_pass_by_the_key_document(backend: Backend) -> None:
    view = booked(backend)

    found = verify(shown(backend, view.id), published(backend), TENANT)

    assert isinstance(found, VerifiedPass)
    assert (found.id, found.site, found.revision) == (uuid.UUID(view.pass_id), 17, 1)
    assert found.starts == at("2026-11-23 08:10")
    assert found.ends == at("2026-11-24 01:00")


def test_a_pass_ends_an_hour_after_a_day_however_long_the_day(
    sqlite_backend: Backend, clock: SteppingClock
) -> None:
    """A Sunday of 25 hours: by extra hours alone anybody works then."""
    clock.jump(at("2026-10-19 08:00"))
    extra = {"id": "x", "tenant": AREA, "specialist": AINO, "office": CENTRE, "day": "2026-10-25",
             "starts": "10:00", "ends": "12:00", "channels": [], "services": []}  # fmt: skip
    opened = update(calendar.office).values(exceptions={"2026-10-25": "10:00-12:00"})
    with sqlite_backend.begin() as work:
        work.sql.execute(insert(calendar.extra_hours), extra)
        work.sql.execute(opened)
    view = booked(sqlite_backend, "2026-10-25 10:00")

    found = verify(shown(sqlite_backend, view.id), published(sqlite_backend), TENANT)

    assert isinstance(found, VerifiedPass)
    assert found.ends == at("2026-10-26 01:00")


def test_the_pass_of_a_changed_booking_is_newer(sqlite_backend: Backend) -> None:
    view = booked(sqlite_backend)
    moved = move(sqlite_backend, CLERK, view.id, talk("2026-11-23 13:00"))

    found = verify(shown(sqlite_backend, moved.id), published(sqlite_backend), TENANT)

    assert isinstance(found, VerifiedPass)
    assert found.revision == 2
    assert found.starts == at("2026-11-23 11:00")


def test_the_revision_of_a_pass_stops_at_what_it_can_hold(sqlite_backend: Backend) -> None:
    view = booked(sqlite_backend)
    with sqlite_backend.begin() as work:
        work.sql.exec_driver_sql("UPDATE booking SET rev = 300")
    view = set_note(sqlite_backend, CLERK, view.id, "")

    found = verify(shown(sqlite_backend, view.id), published(sqlite_backend), TENANT)

    assert view.rev == 301
    assert isinstance(found, VerifiedPass)
    assert found.revision == 255


def test_there_is_no_pass_for_a_call_a_cancelled_meeting_or_yesterday(
    sqlite_backend: Backend, clock: SteppingClock
) -> None:
    call = book_at(sqlite_backend, CLERK, new(talk("2026-11-23 09:00"), channel=Channel.PHONE))
    gone = booked(sqlite_backend)
    cancel(sqlite_backend, CLERK, gone.id)
    here = booked(sqlite_backend, "2026-11-23 11:20")

    assert pass_text(sqlite_backend, call) is None
    assert pass_text(sqlite_backend, booking(sqlite_backend, gone.id)) is None
    assert pass_text(sqlite_backend, here) is not None
    clock.jump(at("2026-11-24 00:59"))
    assert pass_text(sqlite_backend, here) is not None
    clock.jump(at("2026-11-24 01:00"))
    assert pass_text(sqlite_backend, here) is None


def test_two_keys_are_published_before_and_after_a_rotation(backend: Backend) -> None:
    old = shown(backend, booked(backend).id)
    before = published(backend)

    keys.rotate(backend, AREA)

    after = published(backend, before)
    new_pass = shown(backend, booked(backend, "2026-11-23 11:20").id)
    assert [key.kid for key in before.keys] == [1, 2]
    assert [key.kid for key in after.keys] == [1, 2, 3]
    assert after.number == before.number + 1
    assert isinstance(verify(old, after, TENANT), VerifiedPass)
    assert isinstance(verify(new_pass, before, TENANT), VerifiedPass), "known beforehand"


def test_lobbies_are_told_of_a_new_edition(backend: Backend) -> None:
    keys.ensure_keys(backend, AREA)
    keys.rotate(backend, AREA)

    log = fleet.change_log.c
    with backend.read() as sql:
        query = select(log.office, log.entity, log.rev).where(log.kind == "keys")
        told = sql.execute(query.order_by(log.office, log.change)).all()
    offices = sorted({row.office for row in told})
    assert len(offices) == 2
    assert [(row.entity, row.rev) for row in told if row.office == offices[0]] == [
        (AREA, 1),
        (AREA, 2),
    ]


def test_a_revoked_key_is_believed_no_more_and_another_signs_at_once(backend: Backend) -> None:
    view = booked(backend)
    stolen = shown(backend, view.id)
    before = published(backend)

    keys.revoke(backend, AREA, 1)

    after = published(backend, before)
    refused = verify(stolen, after, TENANT)
    assert isinstance(refused, BadPass)
    assert refused.reason is BadPassReason.REVOKED_KEY
    assert refused.unproven_id == uuid.UUID(view.pass_id)
    assert isinstance(verify(shown(backend, view.id), before, TENANT), VerifiedPass)
    assert sum(key.status == "active" for key in after.keys) == 2
    keys.revoke(backend, AREA, 1)
    assert published(backend).number == after.number, "once is enough"


@pytest.mark.parametrize("forgotten", [0, 1, 3])
def test_lobbies_believe_the_keys_of_a_backend_that_was_restored(
    backend: Backend, forgotten: int
) -> None:
    """However many editions were published after the backup."""
    keys.ensure_keys(backend, AREA)
    backup = signing_keys(backend)
    for _ in range(forgotten):
        keys.rotate(backend, AREA)
    known = published(backend)
    put_back(backend, backup)
    epoch = backend.server_epoch()

    assert renew_server_epoch(backend) == backend.server_epoch() != epoch

    after = published(backend, known)
    assert after.number > known.number
    assert isinstance(verify(shown(backend, booked(backend).id), after, TENANT), VerifiedPass)
    keys.revoke(backend, AREA, 1)
    assert published(backend, after).number == after.number + 1


def test_a_backup_that_is_restored_twice_is_believed_twice(
    sqlite_backend: Backend, clock: SteppingClock
) -> None:
    keys.ensure_keys(sqlite_backend, AREA)
    backup = signing_keys(sqlite_backend)
    renew_server_epoch(sqlite_backend)
    keys.rotate(sqlite_backend, AREA)
    known = published(sqlite_backend)
    clock.advance(timedelta(minutes=5))
    put_back(sqlite_backend, backup)

    renew_server_epoch(sqlite_backend)

    assert published(sqlite_backend, known).number > known.number


def test_what_was_signed_before_the_backup_is_believed_after_the_restore(
    sqlite_backend: Backend,
) -> None:
    old = shown(sqlite_backend, booked(sqlite_backend).id)

    renew_server_epoch(sqlite_backend)

    assert isinstance(verify(old, published(sqlite_backend), TENANT), VerifiedPass)


def test_after_a_restore_no_change_has_a_revision_that_a_lost_one_may_have_had(
    backend: Backend,
) -> None:
    moved, named = booked(backend), booked(backend, "2026-11-24 10:10")
    renew_server_epoch(backend)

    first = move(backend, CLERK, moved.id, talk("2026-11-24 10:45"))
    second = move(backend, CLERK, moved.id, talk("2026-11-24 11:20"))
    assert named.client is not None
    edit_client(backend, CLERK, named.client, replace(LIISA, name="Liisa Uusi"))

    assert (first.rev, second.rev) == (18, 19)
    assert booking(backend, named.id).rev == 18


def test_the_next_key_can_be_revoked_before_it_is_used(sqlite_backend: Backend) -> None:
    keys.ensure_keys(sqlite_backend, AREA)
    keys.revoke(sqlite_backend, AREA, 2)
    keys.rotate(sqlite_backend, AREA)

    found = verify(
        shown(sqlite_backend, booked(sqlite_backend).id), published(sqlite_backend), TENANT
    )

    assert isinstance(found, VerifiedPass)
    assert found.key == 3
    with pytest.raises(Refused, match="no_such_key"):
        keys.revoke(sqlite_backend, AREA, 99)


def test_keys_are_rotated_once_a_year_for_as_long_as_it_takes(
    sqlite_backend: Backend, clock: SteppingClock
) -> None:
    """Numbers come back when the keys that had them are over, editions never."""
    keys.ensure_keys(sqlite_backend, AREA)
    assert keys.rotate_when_due(sqlite_backend) == 0
    edition = published(sqlite_backend).number

    for _ in range(12):
        clock.advance(timedelta(days=365))
        assert keys.rotate_when_due(sqlite_backend) == 1
        assert keys.rotate_when_due(sqlite_backend) == 0
        current = published(sqlite_backend)
        assert current.number == edition + 1
        edition = current.number
        assert 3 <= len(current.keys) <= 6, "keys that are over are gone"
        text = shown(sqlite_backend, booked_soon(sqlite_backend, clock))
        assert isinstance(verify(text, current, TENANT), VerifiedPass)


def test_the_key_document_is_the_same_until_its_edition_grows(sqlite_backend: Backend) -> None:
    assert keys.key_document(sqlite_backend, AREA) == keys.key_document(sqlite_backend, AREA)


def test_time_is_signed_by_a_key_of_its_own(backend: Backend) -> None:
    signature = keys.sign_time(backend, AREA, b"vuoro-time-v1\0now")

    assert fits(signature, b"vuoro-time-v1\0now", keys.sync_public(backend, AREA))
    assert keys.sync_public(backend, AREA) != keys.root_public(backend, AREA)


def test_no_seed_lies_open_in_the_database(sqlite_backend: Backend) -> None:
    keys.ensure_keys(sqlite_backend, AREA)

    with sqlite_backend.read() as sql:
        rows = sql.execute(select(fleet.signing_key)).all()
    assert len(rows) == 4
    for row in rows:
        opened = sqlite_backend.vault.open(row.seed, f"signing_key.seed|{row.id}")
        assert len(opened) == 32
        assert opened not in row.seed


def test_an_area_that_is_none_has_no_keys(backend: Backend) -> None:
    with pytest.raises(Refused, match="no_such_area"):
        keys.key_document(backend, "5b0b5b1e-0000-4000-8000-00000000ffff")


def published(backend: Backend, known: KeySet | None = None) -> KeySet:
    """The keys as a lobby takes them that knows some."""
    text, edition = keys.key_document(backend, AREA)
    found = open_keys(text, keys.root_public(backend, AREA), TENANT, known)
    assert isinstance(found, KeySet), found
    assert found.number == edition
    return found


def shown(backend: Backend, booking_id: str) -> str:
    """The text of a booking's QR code."""
    text = pass_text(backend, booking(backend, booking_id))
    assert text is not None
    return text


def signing_keys(backend: Backend) -> list[dict[str, Any]]:
    """The keys as a backup has them."""
    with backend.read() as sql:
        return [dict(row) for row in sql.execute(select(fleet.signing_key)).mappings()]


def put_back(backend: Backend, backup: list[dict[str, Any]]) -> None:
    """The keys of the backup, and no others."""
    with backend.begin() as work:
        work.sql.execute(delete(fleet.signing_key))
        work.sql.execute(insert(fleet.signing_key), backup)


def booked_soon(backend: Backend, clock: SteppingClock) -> str:
    """A booking on the next Monday that is no holiday."""
    day = clock.now() + timedelta(days=7 - clock.now().weekday())
    while day.date() in closed_days():
        day += timedelta(days=7)
    return booked(backend, f"{day.date()} 10:10").id
