"""Clients: added, changed, found by what people say of themselves, erased."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, delete, insert, or_, select, update

from vuoro.booking.backend import Backend, from_ms
from vuoro.booking.domain.contact import (
    Needs,
    Person,
    checked,
    email_key,
    holds_identity_code,
    name_words,
    phone_key,
)
from vuoro.booking.domain.values import Actor, ClientView, Contact
from vuoro.booking.service.audit import audit
from vuoro.booking.service.reading import contact_of, person_place
from vuoro.booking.service.refusals import Invalid, no_such
from vuoro.booking.service.telling import lock_ahead, tell_again
from vuoro.booking.store import Work
from vuoro.booking.store.tables import clients
from vuoro.booking.vault import Vault
from vuoro.core.clock import local
from vuoro.core.identity_code import IdentityCode, parse

MOST_FOUND = 50
LONGEST_NOTE = 2000
STAFF_NEEDS = Needs(reachable=False)

_client = clients.client


def add_client(
    backend: Backend, actor: Actor, tenant: str, contact: Contact, note: str = ""
) -> str:
    """Add a client, found again by any way there is; the id. Refused: Invalid."""
    person = checked_person(backend, contact, STAFF_NEEDS)
    check_note(note)
    with backend.begin() as work:
        client_id = insert_client(backend, work, tenant, person, note)
        audit(work, tenant, actor, "client.added", client_id)
    return client_id


def edit_client(
    backend: Backend,
    actor: Actor,
    client_id: str,
    contact: Contact,
    note: str = "",
    *,
    forget_identity_code: bool = False,
) -> None:
    """Change a client. An empty identity code leaves the one there is.

    Lobbies are told again of the bookings to come. Refused: Invalid, no_such_client.
    """
    person = checked_person(backend, contact, STAFF_NEEDS)
    check_note(note)
    with backend.begin() as work:
        lock_ahead(work, client_id)
        row = live_client(backend, work, client_id)
        values = _values(backend.vault, row["tenant"], client_id, person, note)
        if person.identity_code is None and not forget_identity_code:
            del values["identity_code"], values["identity_index"]
        mine = update(_client).where(_client.c.id == client_id)
        work.sql.execute(mine.values(**values, rev=_client.c.rev + 1))
        _put_words(backend.vault, work, row["tenant"], client_id, person.name)
        tell_again(work, client_id)
        audit(work, row["tenant"], actor, "client.changed", client_id)


def find_clients(backend: Backend, tenant: str, text: str) -> list[ClientView]:
    """Clients by what was typed: identity code, e-mail address, phone number or name.

    Newest first, at most 50. All the words of a name must be there, whole, in any order.
    """
    condition = _asked(backend.vault, tenant, text)
    if condition is None:
        return []
    query = select(_client).where(
        _client.c.tenant == tenant, _client.c.erased_at.is_(None), condition
    )
    with backend.read() as sql:
        ordered = query.order_by(_client.c.made_at.desc(), _client.c.id).limit(MOST_FOUND)
        return [client_view(backend.vault, row) for row in sql.execute(ordered).mappings()]


def client(backend: Backend, client_id: str) -> ClientView:
    """One client. Refused: no_such_client."""
    with backend.read() as sql:
        return client_view(backend.vault, _live(sql, select(_client), client_id))


def identity_place(client_id: str) -> str:
    """Where a client's identity code is sealed."""
    return f"client.identity_code|{client_id}"


def client_view(vault: Vault, row: RowMapping) -> ClientView:
    """The view of a client's row."""
    return ClientView(
        id=row["id"],
        tenant=row["tenant"],
        contact=contact_of(vault, row),
        has_identity_code=row["identity_code"] is not None,
        note=vault.open_json(row["person"], person_place(row["id"]))["note"],
        rev=row["rev"],
        made_at=from_ms(row["made_at"]),
    )


def checked_person(backend: Backend, contact: Contact, needs: Needs) -> Person:
    """The person of a contact. Refused: Invalid."""
    person = checked(contact, needs, local(backend.now).date())
    if isinstance(person, dict):
        raise Invalid(person)
    return person


def note_errors(note: str) -> dict[str, str]:
    """What is wrong with a note: too_long, or an identity_code stands in it."""
    if len(note) > LONGEST_NOTE:
        return {"note": "too_long"}
    return {"note": "identity_code"} if holds_identity_code(note) else {}


def check_note(note: str) -> None:
    """Refused: Invalid."""
    errors = note_errors(note)
    if errors:
        raise Invalid(errors)


def insert_client(backend: Backend, work: Work, tenant: str, person: Person, note: str = "") -> str:
    """Write a new client; the id.

    Who gives the e-mail address or phone number of somebody protected is protected too: messages
    go where that person's go. An identity code proves nothing, so it joins nobody to anybody.
    """
    client_id = str(backend.ids.thing())
    values = _values(backend.vault, tenant, client_id, person, note)
    values["protected"] = person.protected or _same_reach_protected(work.sql, tenant, values)
    row = {"id": client_id, "tenant": tenant, "made_at": work.now_ms, **values}
    work.sql.execute(insert(_client), row)
    _put_words(backend.vault, work, tenant, client_id, person.name)
    return client_id


def live_client(backend: Backend, work: Work, client_id: str) -> RowMapping:
    """The row of a client, locked. Refused: no_such_client."""
    return _live(work.sql, backend.db.for_update(select(_client)), client_id)


def _live(sql: Connection, query: Any, client_id: str) -> RowMapping:
    alive = query.where(_client.c.id == client_id, _client.c.erased_at.is_(None))
    row: RowMapping | None = sql.execute(alive).mappings().first()
    if row is None:
        raise no_such("client")
    return row


def _values(vault: Vault, tenant: str, client_id: str, person: Person, note: str) -> dict[str, Any]:
    plain = {"name": person.name, "email": person.email, "phone": person.phone, "note": note}
    code = person.identity_code
    sealed = None
    if code is not None:
        sealed = vault.seal(code.reveal().encode(), identity_place(client_id))
    return {
        "person": vault.seal_json(plain, person_place(client_id)),
        "identity_code": sealed,
        "identity_index": code and vault.client_index(tenant, "identity", code.reveal()),
        "email_index": _index(vault, tenant, "email", email_key(person.email)),
        "phone_index": _index(vault, tenant, "phone", person.phone),
        "language": person.language,
        "protected": person.protected,
    }


def _index(vault: Vault, tenant: str, use: str, value: str) -> str | None:
    return vault.client_index(tenant, use, value) if value else None


def _put_words(vault: Vault, work: Work, tenant: str, client_id: str, name: str) -> None:
    word = clients.client_word
    work.sql.execute(delete(word).where(word.c.client == client_id))
    indexes = sorted(vault.client_index(tenant, "name", each) for each in name_words(name))
    rows = [{"tenant": tenant, "word_index": each, "client": client_id} for each in indexes]
    if rows:
        work.sql.execute(insert(word), rows)


def _asked(vault: Vault, tenant: str, text: str) -> Any:
    """The condition of a search; None when nothing can be found by it."""
    code = parse(text)
    if isinstance(code, IdentityCode):
        return _client.c.identity_index == vault.client_index(tenant, "identity", code.reveal())
    if "@" in text:
        return _client.c.email_index == vault.client_index(tenant, "email", email_key(text))
    phone = phone_key(text)
    if phone is not None:
        return _client.c.phone_index == vault.client_index(tenant, "phone", phone)
    words = [vault.client_index(tenant, "name", each) for each in name_words(text)]
    return _named(tenant, words) if words else None


def _named(tenant: str, words: Iterable[str]) -> Any:
    word = clients.client_word.c
    found = [
        _client.c.id.in_(select(word.client).where(word.tenant == tenant, word.word_index == each))
        for each in words
    ]
    return and_(*found)


def _same_reach_protected(sql: Connection, tenant: str, values: dict[str, Any]) -> bool:
    same = [_client.c[key] == values[key] for key in ("email_index", "phone_index") if values[key]]
    if not same:
        return False
    query = select(_client.c.id).where(_client.c.tenant == tenant, _client.c.protected, or_(*same))
    return sql.execute(query.limit(1)).first() is not None
