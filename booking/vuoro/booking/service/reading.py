"""Reads bookings whole, with what is personal opened: for those who may see it only."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, select

from vuoro.booking.backend import Backend, from_ms
from vuoro.booking.domain.values import (
    BookingStatus,
    BookingView,
    Contact,
    EventRow,
    OfficeView,
    ServiceView,
)
from vuoro.booking.service.directory import office_view, service_view
from vuoro.booking.service.refusals import no_such
from vuoro.booking.service.secrets import hash_of
from vuoro.booking.store.tables import bookings, calendar, clients
from vuoro.booking.vault import Vault
from vuoro.core.booking_code import BookingCode, parse
from vuoro.core.wire.desk import Channel

_booking = bookings.booking
Rows = Sequence[RowMapping]


def booking(backend: Backend, booking_id: str) -> BookingView:
    """One booking. Refused: no_such_booking."""
    return _only(backend, select(_booking).where(_booking.c.id == booking_id))


def by_token(backend: Backend, manage_token: str) -> BookingView:
    """The booking of a secret link. Refused: no_such_booking."""
    found = _booking.c.manage_hash == hash_of(manage_token)
    return _only(backend, select(_booking).where(found))


def by_code(backend: Backend, tenant: str, code: str) -> BookingView:
    """The booking of a code as typed. Refused: no_such_booking. The caller limits the tries."""
    parsed = parse(code)
    if not isinstance(parsed, BookingCode):
        raise no_such("booking")
    found = (_booking.c.tenant == tenant, _booking.c.code == parsed.text)
    return _only(backend, select(_booking).where(*found))


def day_of(
    backend: Backend,
    tenant: str,
    day: date,
    *,
    office: str | None = None,
    specialist: str | None = None,
) -> list[BookingView]:
    """The bookings of a local day by start, cancelled ones too."""
    return between(backend, tenant, day, day, office=office, specialist=specialist)


def between(
    backend: Backend,
    tenant: str,
    first: date,
    last: date,
    *,
    office: str | None = None,
    specialist: str | None = None,
    client: str | None = None,
) -> list[BookingView]:
    """The bookings of local days, both ends included, by start; cancelled ones too."""
    days = _booking.c.day.between(first.isoformat(), last.isoformat())
    query = select(_booking).where(_booking.c.tenant == tenant, days)
    for column, wanted in (
        (_booking.c.office, office), (_booking.c.specialist, specialist),
        (_booking.c.client, client),
    ):  # fmt: skip
        if wanted is not None:
            query = query.where(column == wanted)
    return _all(backend, query)


def of_client(backend: Backend, client_id: str) -> list[BookingView]:
    """Every booking of a client by start, cancelled ones too."""
    return _all(backend, select(_booking).where(_booking.c.client == client_id))


def views(backend: Backend, sql: Connection, rows: Rows) -> list[BookingView]:
    """The views of rows of ``booking``, in their order, with one query per table."""
    offices = {key: office_view(row) for key, row in _named(sql, calendar.office, rows).items()}
    services = {key: service_view(row) for key, row in _named(sql, calendar.service, rows).items()}
    names = {key: row["name"] for key, row in _named(sql, calendar.specialist, rows).items()}
    people = _named(sql, clients.client, rows)
    return [
        _view(
            backend.vault, row, offices[row["office"]], services[row["service"]],
            names[row["specialist"]], people.get(row["client"]),
        )
        for row in rows
    ]  # fmt: skip


def event_row(vault: Vault, row: RowMapping) -> EventRow:
    """The value of a row of ``booking_event``."""
    place = detail_place(row["booking"], row["kind"], row["at"])
    detail = {} if row["detail"] is None else vault.open_json(row["detail"], place)
    start = detail.get("start")
    return EventRow(
        n=row["n"],
        tenant=row["tenant"],
        booking=row["booking"],
        kind=row["kind"],
        at=from_ms(row["at"]),
        actor=row["actor"],
        rev=row["rev"],
        before_start=None if start is None else from_ms(start),
        before_specialist=detail.get("specialist"),
        before_office=detail.get("office"),
        before_channel=detail.get("channel"),
        before_client=detail.get("client"),
        silent=bool(detail.get("silent")),
    )


def private_place(booking_id: str) -> str:
    """Where a booking's private part is sealed."""
    return f"booking.private|{booking_id}"


def detail_place(booking_id: str, kind: str, at: int) -> str:
    """Where the detail of an event is sealed."""
    return f"booking_event.detail|{booking_id}|{kind}|{at}"


def person_place(client_id: str) -> str:
    """Where a client's personal part is sealed."""
    return f"client.person|{client_id}"


def _only(backend: Backend, query: Select[Any]) -> BookingView:
    with backend.read() as sql:
        rows = sql.execute(query).mappings().all()
        if not rows:
            raise no_such("booking")
        return views(backend, sql, rows)[0]


def _all(backend: Backend, query: Select[Any]) -> list[BookingView]:
    with backend.read() as sql:
        ordered = query.order_by(_booking.c.starts_at, _booking.c.specialist, _booking.c.id)
        return views(backend, sql, sql.execute(ordered).mappings().all())


def _named(sql: Connection, table: Table, rows: Rows) -> dict[str, RowMapping]:
    """The rows of another table that bookings name in the column of the same name."""
    keys = {row[table.name] for row in rows} - {None}
    if not keys:
        return {}
    found = sql.execute(select(table).where(table.c.id.in_(keys))).mappings()
    return {row["id"]: row for row in found}


def _view(
    vault: Vault,
    row: RowMapping,
    office: OfficeView,
    service: ServiceView,
    specialist_name: str,
    client: RowMapping | None,
) -> BookingView:
    private = vault.open_json(row["private"], private_place(row["id"]))
    return BookingView(
        id=row["id"],
        tenant=row["tenant"],
        office=office,
        service=service,
        specialist=row["specialist"],
        specialist_name=specialist_name,
        stand_in=row["stand_in"],
        client=row["client"],
        contact=contact_of(vault, client),
        has_identity_code=client is not None and client["identity_code"] is not None,
        protected=client is not None and client["protected"],
        start=from_ms(row["starts_at"]),
        minutes=row["minutes"],
        channel=Channel(row["channel"]),
        status=BookingStatus(row["status"]),
        cancelled_by=row["cancelled_by"],
        rev=row["rev"],
        pass_id=row["pass_id"],
        code=row["code"],
        manage_token=private["token"],
        language=row["language"],
        answers=tuple((key, text) for key, text in private["answers"]),
        note=private["note"],
        group=row["group"],
    )


def contact_of(vault: Vault, client: RowMapping | None) -> Contact:
    """The contact of a client's row, without the identity code; empty for nobody."""
    if client is None:
        return Contact("")
    person = vault.open_json(client["person"], person_place(client["id"]))
    return Contact(
        name=person["name"],
        email=person["email"],
        phone=person["phone"],
        language=client["language"],
        protected=client["protected"],
    )
