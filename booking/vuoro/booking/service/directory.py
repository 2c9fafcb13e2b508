"""What there is: areas, offices, services, specialists, as pages and programs see it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, or_, select

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import (
    AreaView,
    OfficeView,
    Question,
    Reminder,
    ServiceView,
    SpecialistView,
)
from vuoro.booking.service.refusals import no_such
from vuoro.booking.store.tables import calendar
from vuoro.core.wire.desk import Channel


def areas(backend: Backend) -> list[AreaView]:
    """Every employment area of this backend, by slug."""
    table = calendar.tenant
    with backend.read() as sql:
        return [AreaView(*row) for row in sql.execute(_area_columns().order_by(table.c.slug))]


def area(backend: Backend, slug_or_id: str) -> AreaView:
    """One area. Refused: no_such_area."""
    table = calendar.tenant.c
    wanted = or_(table.slug == slug_or_id, table.id == slug_or_id)
    with backend.read() as sql:
        row = sql.execute(_area_columns().where(wanted)).first()
    if row is None:
        raise no_such("area")
    return AreaView(*row)


def offices(backend: Backend, tenant: str) -> list[OfficeView]:
    """The active offices of an area, by slug."""
    table = calendar.office
    query = select(table).where(table.c.tenant == tenant, table.c.active).order_by(table.c.slug)
    with backend.read() as sql:
        return [office_view(row) for row in sql.execute(query).mappings()]


def services(backend: Backend, tenant: str, *, public_only: bool = True) -> list[ServiceView]:
    """The active services of an area, by slug; those for staff too if asked for."""
    table = calendar.service
    query = select(table).where(table.c.tenant == tenant, table.c.active).order_by(table.c.slug)
    if public_only:
        query = query.where(table.c.public)
    with backend.read() as sql:
        return [service_view(row) for row in sql.execute(query).mappings()]


def service(backend: Backend, tenant: str, slug_or_id: str) -> ServiceView:
    """One active service of an area. Refused: no_such_service."""
    table = calendar.service
    query = select(table).where(
        table.c.tenant == tenant,
        table.c.active,
        or_(table.c.id == slug_or_id, table.c.slug == slug_or_id),
    )
    with backend.read() as sql:
        row = sql.execute(query).mappings().first()
    if row is None:
        raise no_such("service")
    return service_view(row)


def offered(
    backend: Backend, tenant: str, service_id: str
) -> list[tuple[OfficeView, tuple[Channel, ...]]]:
    """The offices where a service is offered, each with the channels; by the office's slug."""
    own = service(backend, tenant, service_id)
    link, office = calendar.office_service, calendar.office
    query = (
        select(office, link.c.channels)
        .join(link, link.c.office == office.c.id)
        .where(link.c.service == own.id, office.c.tenant == tenant, office.c.active)
        .order_by(office.c.slug)
    )
    with backend.read() as sql:
        rows = sql.execute(query).mappings().all()
    return [(office_view(row), _narrowed(own.channels, row["channels"])) for row in rows]


def specialists(
    backend: Backend,
    tenant: str,
    *,
    office: str | None = None,
    service: str | None = None,
    active_only: bool = True,
) -> list[SpecialistView]:
    """The specialists of an area, by name; of one office, or who offer one service."""
    table, link = calendar.specialist, calendar.specialist_service
    query = select(table).where(table.c.tenant == tenant).order_by(table.c.name, table.c.id)
    if office is not None:
        query = query.where(table.c.office == office)
    if service is not None:
        able = select(link.c.specialist).where(link.c.service == service)
        query = query.where(table.c.id.in_(able))
    if active_only:
        query = query.where(table.c.active)
    return _specialists(backend, query)


def specialist(backend: Backend, tenant: str, specialist_id: str) -> SpecialistView:
    """One specialist. Refused: no_such_specialist."""
    table = calendar.specialist
    mine = (table.c.tenant == tenant, table.c.id == specialist_id)
    found = _specialists(backend, select(table).where(*mine))
    if not found:
        raise no_such("specialist")
    return found[0]


def office_view(row: RowMapping) -> OfficeView:
    """The view of an office's row."""
    return OfficeView(
        id=row["id"],
        tenant=row["tenant"],
        site=row["site"],
        slug=row["slug"],
        name=row["name"],
        address=row["address"],
        directions=row["directions"],
        phone=row["phone"],
        languages=tuple(row["languages"]),
    )


def service_view(row: RowMapping) -> ServiceView:
    """The view of a service's row."""
    return ServiceView(
        id=row["id"],
        tenant=row["tenant"],
        slug=row["slug"],
        name=row["name"],
        description=row["description"],
        directions=row["directions"],
        minutes=row["minutes"],
        channels=_channels(row["channels"]),
        public=row["public"],
        change_until_minutes=row["change_until_minutes"],
        questions=tuple(_question(each) for each in row["questions"]),
        reminders=tuple(_reminder(each) for each in row["reminders"]),
        identity_code=row["identity_code"],
        buffer_before=row["buffer_before"],
        buffer_after=row["buffer_after"],
        languages=tuple(row["languages"]),
    )


def specialist_view(row: RowMapping, services: tuple[str, ...]) -> SpecialistView:
    """The view of a specialist's row."""
    return SpecialistView(
        id=row["id"],
        tenant=row["tenant"],
        name=row["name"],
        office=row["office"],
        services=services,
        languages=tuple(row["languages"]),
        skills=tuple(row["skills"]),
        channels=_channels(row["channels"]),
        active=row["active"],
    )


def _area_columns() -> Any:
    table = calendar.tenant.c
    return select(table.id, table.slug, table.name)


def _specialists(backend: Backend, query: Select[Any]) -> list[SpecialistView]:
    with backend.read() as sql:
        rows = sql.execute(query).mappings().all()
        offers = _offers(sql, [row["id"] for row in rows])
    return [specialist_view(row, tuple(sorted(offers[row["id"]]))) for row in rows]


def _offers(sql: Connection, who: Sequence[str]) -> dict[str, list[str]]:
    link = calendar.specialist_service.c
    found: dict[str, list[str]] = defaultdict(list)
    query = select(link.specialist, link.service).where(link.specialist.in_(who))
    for specialist, service in sql.execute(query):
        found[specialist].append(service)
    return found


def _channels(names: list[str]) -> tuple[Channel, ...]:
    return tuple(Channel(name) for name in names)


def _narrowed(channels: tuple[Channel, ...], only: list[str]) -> tuple[Channel, ...]:
    return tuple(channel for channel in channels if not only or channel in only)


def _question(each: dict[str, Any]) -> Question:
    return Question(
        id=each["id"],
        kind=each["kind"],
        label=each["label"],
        help=each.get("help", {}),
        required=each.get("required", False),
        choices=tuple(each.get("choices", ())),
    )


def _reminder(each: dict[str, Any]) -> Reminder:
    return Reminder(
        each["minutes_before"], tuple(each.get("by", ("sms", "email"))), tuple(each["channels"])
    )
