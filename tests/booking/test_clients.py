"""Clients: found by what people say, changed, protected, erased."""

import pytest
from sqlalchemy import insert, select

from tests.booking.booking_world import (
    AREA,
    CENTRE,
    CLERK,
    LIISA,
    booked,
    booked_by_client,
    events_after,
    free,
    new,
    talk,
)
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import BookingStatus, Contact
from vuoro.booking.fleet.erasing import erased_hash
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.changing import cancel, reassign
from vuoro.booking.service.clients import (
    add_client,
    client,
    edit_client,
    find_clients,
    identity_place,
)
from vuoro.booking.service.erasing import erase_client
from vuoro.booking.service.reading import booking, by_code, by_token, of_client
from vuoro.booking.service.refusals import Invalid
from vuoro.booking.store.tables import bookings, clients, fleet, messages
from vuoro.booking.vault import Sealed
from vuoro.core.clock import SteppingClock

MATTI = Contact("Matti Ville Esimerkki", phone="040 123 4567", identity_code="010594Y9021")


def test_a_client_is_found_by_whatever_they_say(sqlite_backend: Backend) -> None:
    add_client(sqlite_backend, CLERK, AREA, MATTI)
    liisa = add_client(sqlite_backend, CLERK, AREA, LIISA)

    for said in (
        "Liisa", "malli", "MALLI liisa", "  liisa   MALLI ", "liisa@example.fi", "Liisa@Example.FI",
        "0501234567", "+358 50 123 4567", "00358501234567", "010594Y9032", "010594y9032",
    ):  # fmt: skip
        assert [each.id for each in find_clients(sqlite_backend, AREA, said)] == [liisa], said


def test_nobody_is_found_by_what_fits_nobody(sqlite_backend: Backend) -> None:
    add_client(sqlite_backend, CLERK, AREA, MATTI)
    add_client(sqlite_backend, CLERK, AREA, LIISA)

    for said in ("", " ", "Liis", "Liisa Matti", "no@example.fi", "050", "010594X9032", "!?"):
        assert find_clients(sqlite_backend, AREA, said) == [], said


def test_a_client_of_another_area_is_never_found(backend: Backend) -> None:
    add_client(backend, CLERK, AREA, LIISA)

    assert find_clients(backend, "5b0b5b1e-0000-4000-8000-000000000002", "Liisa") == []


def test_a_changed_client_is_found_by_the_new_words_only(backend: Backend) -> None:
    liisa = add_client(backend, CLERK, AREA, LIISA)

    edit_client(backend, CLERK, liisa, Contact("Liisa Uusinimi", email="uusi@example.fi"), "kuulo")

    view = client(backend, liisa)
    assert (view.contact.name, view.contact.phone, view.note) == ("Liisa Uusinimi", "", "kuulo")
    assert view.has_identity_code, "an empty one leaves the one there is"
    assert find_clients(backend, AREA, "malli") == []
    assert find_clients(backend, AREA, "0501234567") == []
    for said in ("uusinimi", "uusi@example.fi", "010594Y9032"):
        assert [found.id for found in find_clients(backend, AREA, said)] == [liisa]


def test_an_identity_code_can_be_forgotten(sqlite_backend: Backend) -> None:
    liisa = add_client(sqlite_backend, CLERK, AREA, LIISA)

    edit_client(sqlite_backend, CLERK, liisa, Contact("Liisa Malli"), forget_identity_code=True)

    assert not client(sqlite_backend, liisa).has_identity_code
    assert find_clients(sqlite_backend, AREA, "010594Y9032") == []


def test_lobbies_hear_of_coming_bookings_whose_client_is_another_now(backend: Backend) -> None:
    ahead, gone = booked(backend), booked(backend, "2026-11-23 09:35")
    assert ahead.client is not None
    assert gone.client is not None
    cancel(backend, CLERK, gone.id)

    edit_client(backend, CLERK, ahead.client, Contact("Liisa Malli", identity_code="010594Y9021"))
    edit_client(backend, CLERK, gone.client, Contact("Liisa Malli", identity_code="010594Y9021"))

    assert booking(backend, ahead.id).rev == 2
    assert booking(backend, gone.id).rev == 2, "the cancelling, nothing more"
    assert (ahead.id, 2, "put") in told(backend)


def test_who_shares_the_address_of_somebody_protected_is_protected(
    sqlite_backend: Backend,
) -> None:
    hidden = Contact("Liisa Malli", "salattu@example.fi", protected=True)
    add_client(sqlite_backend, CLERK, AREA, hidden)

    same = booked_by_client(
        sqlite_backend, "2026-11-23 10:10", Contact("L. Malli", "Salattu@example.fi")
    )
    other = booked_by_client(sqlite_backend, "2026-11-23 11:20", Contact("L.", "muu@example.fi"))

    assert (same.protected, other.protected) == (True, False)


def test_an_identity_code_alone_joins_nobody_to_anybody(sqlite_backend: Backend) -> None:
    """It proves nothing on the web: who types another's must learn nothing of them."""
    hidden = Contact("Liisa Malli", identity_code="010594Y9032", protected=True)
    client_id = add_client(sqlite_backend, CLERK, AREA, hidden)

    view = booked_by_client(sqlite_backend, "2026-11-23 10:10")

    assert view.client != client_id
    assert not view.protected
    assert len(find_clients(sqlite_backend, AREA, "010594Y9032")) == 2


def test_every_mistake_is_told_at_its_field(sqlite_backend: Backend) -> None:
    mistakes = [
        (Contact(""), {"name": "required"}),
        (Contact("x" * 101), {"name": "too_long"}),
        (Contact("Liisa", email="liisa@"), {"email": "not_valid"}),
        (Contact("Liisa", phone="12"), {"phone": "not_valid"}),
        (Contact("Liisa", identity_code="010594Y9033"), {"identity_code": "bad_check"}),
        (Contact("Liisa", identity_code="010594"), {"identity_code": "too_short"}),
        (Contact("Liisa", language="xx"), {"language": "not_valid"}),
        (Contact(" \u200b ", "@", "x"),
         {"name": "required", "email": "not_valid", "phone": "not_valid"}),
    ]  # fmt: skip
    for contact, errors in mistakes:
        with pytest.raises(Invalid) as refused:
            add_client(sqlite_backend, CLERK, AREA, contact)
        assert refused.value.errors == errors
        assert refused.value.status == 422
        assert not contact.identity_code or contact.identity_code not in refused.value.detail


def test_a_note_keeps_no_identity_code(sqlite_backend: Backend) -> None:
    with pytest.raises(Invalid) as refused:
        add_client(sqlite_backend, CLERK, AREA, LIISA, "hetu on 010594Y9032, muista")

    assert refused.value.errors == {"note": "identity_code"}


def test_nothing_personal_lies_open_in_the_database(sqlite_backend: Backend) -> None:
    view = booked(sqlite_backend)
    assert view.client is not None
    edit_client(sqlite_backend, CLERK, view.client, LIISA, "salainen muistiinpano")

    with sqlite_backend.read() as sql:
        everything = repr(
            [sql.execute(select(table)).all() for table in clients.client.metadata.sorted_tables]
        )
    for secret in ("Liisa", "liisa@", "501234567", "010594", "salainen", "tulkki', 'no"):
        assert secret not in everything
    for secret in (view.manage_token, "manage_token"):
        assert secret not in everything


def test_the_identity_code_can_be_opened_for_the_blind_index_alone(
    sqlite_backend: Backend,
) -> None:
    liisa = add_client(sqlite_backend, CLERK, AREA, LIISA)
    matti = add_client(sqlite_backend, CLERK, AREA, Contact("Matti"))

    with sqlite_backend.read() as sql:
        rows = {row["id"]: row for row in sql.execute(select(clients.client)).mappings()}
    sealed = rows[liisa]["identity_code"]
    assert sqlite_backend.vault.open(sealed, identity_place(liisa)) == b"010594Y9032"
    with pytest.raises(Sealed):
        sqlite_backend.vault.open(sealed, identity_place(matti))
    assert rows[matti]["identity_code"] is None


def test_an_erased_client_is_gone_from_everything(backend: Backend, clock: SteppingClock) -> None:
    """offline_sync §3.9 row 20, the backend's part."""
    ahead = booked(backend)
    assert ahead.client is not None
    other = book_at(
        backend,
        CLERK,
        new(talk("2026-11-23 09:00"), client_id=ahead.client),
    )
    cancel(backend, CLERK, other.id, "Liisa Malli ei pääse")
    _a_message(backend, ahead.id, ahead.client)

    erase_client(backend, CLERK, ahead.client)

    with pytest.raises(Refused, match="no_such_client"):
        client(backend, ahead.client)
    for said in ("Liisa", "liisa@example.fi", "0501234567", "010594Y9032"):
        assert find_clients(backend, AREA, said) == []
    assert of_client(backend, ahead.client) == []
    left = booking(backend, ahead.id)
    assert (left.status, left.client, left.contact.name) == (BookingStatus.CANCELLED, None, "")
    assert (left.answers, left.note, left.has_identity_code) == ((), "", False)
    with pytest.raises(Refused, match="no_such_booking"):
        by_token(backend, ahead.manage_token)
    with pytest.raises(Refused, match="no_such_booking"):
        by_code(backend, AREA, ahead.code)
    assert left.pass_id != ahead.pass_id
    assert "10:10" in free(backend, "2026-11-23"), "the time is free again"
    assert {(ahead.id, 2, "del"), (other.id, 3, "del")} <= set(told(backend))
    assert [event.kind for event in events_after(backend, 0)][-2:] == ["erased", "erased"]
    with backend.read() as sql:
        event, message, erased = bookings.booking_event.c, messages.message.c, fleet.erased.c
        assert set(sql.execute(select(event.detail)).scalars()) == {None}
        assert tuple(sql.execute(select(message.content, message.state)).one()) == (None, "dropped")
        hashes = set(sql.execute(select(erased.entity_hash)).scalars())
    assert {erased_hash(ahead.id), erased_hash(f"pass:{ahead.pass_id}")} <= hashes


def test_erasing_one_client_leaves_the_others(backend: Backend) -> None:
    liisa = booked(backend)
    matti = book_at(backend, CLERK, new(talk("2026-11-23 09:00"), contact=MATTI))
    assert liisa.client is not None

    erase_client(backend, CLERK, liisa.client)

    assert booking(backend, matti.id) == matti
    assert len(find_clients(backend, AREA, "Matti")) == 1


def test_an_erased_client_can_do_nothing_more(backend: Backend) -> None:
    liisa = add_client(backend, CLERK, AREA, LIISA)
    matti = booked(backend)
    erase_client(backend, CLERK, liisa)

    with pytest.raises(Refused, match="no_such_client"):
        book_at(backend, CLERK, new(talk("2026-11-23 09:00"), client_id=liisa))
    with pytest.raises(Refused, match="no_such_client"):
        reassign(backend, CLERK, matti.id, liisa)
    with pytest.raises(Refused, match="no_such_client"):
        edit_client(backend, CLERK, liisa, LIISA)
    with pytest.raises(Refused, match="no_such_client"):
        erase_client(backend, CLERK, liisa)
    assert "09:00" in free(backend, "2026-11-23"), "the refused booking left nothing"


def told(backend: Backend) -> list[tuple[str, int, str]]:
    """What the centre's stream says of bookings, in order."""
    log = fleet.change_log.c
    query = select(log.entity, log.rev, log.op).where(log.kind == "booking", log.office == CENTRE)
    with backend.read() as sql:
        return [(row.entity, row.rev, row.op) for row in sql.execute(query.order_by(log.change))]


def _a_message(backend: Backend, booking_id: str, client_id: str) -> None:
    values = {
        "id": "m", "tenant": AREA, "dedupe": "m", "booking": booking_id, "client": client_id,
        "kind": "confirmation", "by": "email", "state": "queued", "due_at": 0, "next_at": 0,
        "expires_at": 1, "made_at": 0,
        "content": backend.vault.seal_json({"to": "liisa@example.fi"}, "message.content|m"),
    }  # fmt: skip
    with backend.begin() as work:
        work.sql.execute(insert(messages.message), values)
