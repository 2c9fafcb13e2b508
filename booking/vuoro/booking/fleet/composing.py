"""The rows a lobby holds, composed when they are read: nothing old lies in the change log.

What a device should have now depends on its office, on the days its office was told of, and on
nothing else; pull, snapshot and digest all ask here. Protected clients: no answers, no note.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, and_, func, select

from vuoro.booking.backend import Backend, from_ms
from vuoro.booking.domain.questions import in_words
from vuoro.booking.domain.values import BookingStatus, Question
from vuoro.booking.fleet.scope import Scope
from vuoro.booking.service.clients import identity_place
from vuoro.booking.service.directory import service_view
from vuoro.booking.service.reading import private_place
from vuoro.booking.store.tables import bookings, calendar, clients, fleet
from vuoro.core.day_key import DayKey, blind_index, derive_day_key
from vuoro.core.identity_code import IdentityCode
from vuoro.core.wire.digest import DigestRow

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Held:
    """A row as a device should have it now."""

    rev: int
    data: dict[str, Any] = field(repr=False)


def rows_of(
    backend: Backend, sql: Connection, scope: Scope, kind: str, ids: Collection[str]
) -> dict[str, Held]:
    """Of these ids, the rows the device should have; the others it should not."""
    compose = _KINDS.get(kind)
    found: dict[str, Held] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted) if compose is not None else 0, _CHUNK):
        assert compose is not None, "the range is empty else"
        found |= compose(backend, sql, scope, wanted[start : start + _CHUNK])
    return found


def all_rows(backend: Backend, sql: Connection, scope: Scope) -> Iterator[tuple[str, str, Held]]:
    """Kind, id and row of everything the device should have, but for the key document."""
    for kind, compose in _KINDS.items():
        for key, held in sorted(compose(backend, sql, scope, None).items()):
            yield kind, key, held


def digest_rows(sql: Connection, scope: Scope) -> Iterator[DigestRow]:
    """Kind, day, id and revision of everything it should have, without opening anything."""
    k = fleet.signing_key.c
    editions = select(k.edition).where(k.tenant == scope.tenant, k.use == "root")
    for edition in sql.execute(editions).scalars():
        yield "keys", "", scope.tenant, edition
    b, v, x, c = bookings.booking.c, fleet.visit.c, fleet.lease.c, fleet.command.c
    booked = select(b.day, b.id, b.rev).where(_is_booking(scope))
    visits = select(v.day, v.id, v.rev).where(_is_visit(scope))
    leases = select(x.day, x.id, x.rev).where(_is_lease(scope))
    for kind, query in (("booking", booked), ("visit", visits), ("lease", leases)):
        for day, key, rev in sql.execute(query):
            yield kind, day, key, rev
    for (key,) in sql.execute(select(c.id).where(_is_command(scope))):
        yield "command", "", key, 1


def _is_booking(scope: Scope) -> Any:
    """Whose client was erased has none, and is nobody's to expect."""
    b = bookings.booking.c
    return and_(
        b.office == scope.office,
        b.day.between(scope.first, scope.last),
        b.client.is_not(None),
    )


def _is_visit(scope: Scope) -> Any:
    v = fleet.visit.c
    return and_(v.office == scope.office, v.day >= scope.first, v.merged_into.is_(None))


def _is_lease(scope: Scope) -> Any:
    return and_(fleet.lease.c.office == scope.office, fleet.lease.c.state == "leased")


def _is_command(scope: Scope) -> Any:
    return and_(fleet.command.c.device == scope.device, fleet.command.c.done_at.is_(None))


def _bookings(
    backend: Backend, sql: Connection, scope: Scope, ids: Collection[str] | None
) -> dict[str, Held]:
    b, s, p, c = bookings.booking, calendar.service, calendar.specialist, clients.client
    query = (
        select(b, s.c.slug, p.c.name.label("specialist_name"), c.c.protected, c.c.identity_code)
        .join(s, b.c.service == s.c.id)
        .join(p, b.c.specialist == p.c.id)
        .join(c, b.c.client == c.c.id)
        .where(_is_booking(scope))
    )
    if ids is not None:
        query = query.where(b.c.id.in_(ids))
    rows = sql.execute(query).mappings().all()
    questions = _questions(sql, {row["service"] for row in rows})
    since = _reassigned(sql, scope, ids)
    day_key = lru_cache(maxsize=None)(lambda day: day_key_of(backend, scope, day))
    return {
        row["id"]: Held(
            row["rev"], _booking(backend, scope, row, questions, day_key) | since.get(row["id"], {})
        )
        for row in rows
    }


def _booking(
    backend: Backend,
    scope: Scope,
    row: Any,
    questions: dict[str, tuple[Question, ...]],
    day_key: Callable[[str], DayKey],
) -> dict[str, Any]:
    language = row["language"]
    answers: tuple[tuple[str, str], ...] = ()
    note = ""
    if not row["protected"]:
        private = backend.vault.open_json(row["private"], private_place(row["id"]))
        told = tuple((key, text) for key, text in private["answers"])
        answers, note = in_words(questions[row["service"]], told, language), private["note"]
    index = ""
    if row["identity_code"] is not None:
        opened = backend.vault.open(row["identity_code"], identity_place(row["client"]))
        index = blind_index(day_key(row["day"]), IdentityCode(opened.decode())).hex()
    cancelled = row["status"] == BookingStatus.CANCELLED
    return {
        "pass_id": row["pass_id"], "site": scope.site, "service": row["slug"],
        "start": from_ms(row["starts_at"]).isoformat().replace("+00:00", "Z"),
        "minutes": row["minutes"], "channel": row["channel"],
        "status": "cancelled" if cancelled else "booked",
        "specialist": row["specialist"], "specialist_name": row["specialist_name"],
        "stand_in": row["stand_in"], "code": row["code"], "identity_index": index,
        "language": language, "answers": [list(pair) for pair in answers], "note": note,
    }  # fmt: skip


def day_key_of(backend: Backend, scope: Scope, day: str) -> DayKey:
    """The key of the office for identity codes of one day (§3.12)."""
    site_key = backend.vault.site_key(scope.office)
    return derive_day_key(site_key, str(scope.site), date.fromisoformat(day))


def _reassigned(
    sql: Connection, scope: Scope, ids: Collection[str] | None
) -> dict[str, dict[str, int]]:
    """From which revision on a booking is the present client's: older passes are another's."""
    e, b = bookings.booking_event.c, bookings.booking.c
    query = select(e.booking, func.max(e.rev)).join(bookings.booking, b.id == e.booking)
    query = query.where(e.kind == "reassigned", _is_booking(scope)).group_by(e.booking)
    if ids is not None:
        query = query.where(b.id.in_(ids))
    return {booking: {"since_rev": rev} for booking, rev in sql.execute(query)}


def _questions(sql: Connection, services: set[str]) -> dict[str, tuple[Question, ...]]:
    s = calendar.service
    rows = sql.execute(select(s).where(s.c.id.in_(services))).mappings()
    return {row["id"]: service_view(row).questions for row in rows}


def _visits(
    backend: Backend, sql: Connection, scope: Scope, ids: Collection[str] | None
) -> dict[str, Held]:
    v, t = fleet.visit.c, fleet.ticket.c
    which = _is_visit(scope) if ids is None else and_(_is_visit(scope), v.id.in_(ids))
    numbers: dict[str, list[str]] = {}
    given = select(t.visit, t.number).join(fleet.visit, v.id == t.visit).where(which)
    for visit, number in sql.execute(given.order_by(t.visit, t.series, t.n)):
        numbers.setdefault(visit, []).append(number)
    return {
        row.id: Held(
            row.rev,
            {"id": row.id, "booking": row.booking, "day": row.day, "device": row.device,
             "voided": row.voided_at is not None, "numbers": numbers.get(row.id, []),
             "arrived_ms": row.arrived_at},
        )
        for row in sql.execute(select(fleet.visit).where(which))
    }  # fmt: skip


def _leases(
    backend: Backend, sql: Connection, scope: Scope, ids: Collection[str] | None
) -> dict[str, Held]:
    x, s = fleet.lease, calendar.service
    query = select(x, s.c.slug).join(s, x.c.service == s.c.id).where(_is_lease(scope))
    if ids is not None:
        query = query.where(x.c.id.in_(ids))
    return {
        row.id: Held(
            row.rev,
            {"id": row.id, "service": row.slug, "start_ms": row.starts_at, "minutes": row.minutes,
             "specialist": row.specialist or None, "device": row.device},
        )
        for row in sql.execute(query)
    }  # fmt: skip


def _commands(
    backend: Backend, sql: Connection, scope: Scope, ids: Collection[str] | None
) -> dict[str, Held]:
    c = fleet.command
    query = select(c).where(_is_command(scope))
    if ids is not None:
        query = query.where(c.c.id.in_(ids))
    return {
        row.id: Held(1, {"kind": row.kind, "body": row.body, "device": row.device})
        for row in sql.execute(query)
    }


_Compose = Callable[[Backend, Connection, Scope, "Collection[str] | None"], "dict[str, Held]"]
_KINDS: dict[str, _Compose] = {
    "booking": _bookings,
    "visit": _visits,
    "lease": _leases,
    "command": _commands,
}
