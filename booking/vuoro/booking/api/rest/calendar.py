"""What can be booked: services, offices, specialists, free times."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from vuoro.booking.api.rest.docs import refusals
from vuoro.booking.api.rest.door import backend_of, needs
from vuoro.booking.api.rest.kinds import (
    Day,
    Id,
    IdOut,
    Language,
    MinutesAsked,
    Moment,
    Name,
    Optional,
    Texts,
    Wire,
)  # fmt: skip
from vuoro.booking.api.rest.paging import Cursor, Limit, Page, cursor_of, cut, key_of_cursor
from vuoro.booking.backend import Backend, Refused, from_ms, to_ms
from vuoro.booking.domain.values import (
    FreeTime,
    OfficeView,
    ServiceView,
    SpecialistView,
    Wanted,
)
from vuoro.booking.service import directory
from vuoro.booking.service.api_keys import ApiKey, Scope
from vuoro.booking.service.finding import find_times
from vuoro.booking.service.refusals import no_such
from vuoro.core.wire.desk import Channel

router = APIRouter(tags=["calendar"])
_READS = needs(Scope.TIMES_READ)
_BACKEND = Depends(backend_of)
_LAST_MS = 4_102_444_800_000
"""The year 2100."""


class QuestionOut(Wire):
    """A question asked before the visit."""

    id: str = Field(examples=["tulkki"])
    kind: str = Field(description="text, long_text, yes_no or choice", examples=["yes_no"])
    label: Texts
    help: Texts
    required: bool
    choices: list[Texts]


class ServiceOut(Wire):
    """A service that can be booked."""

    id: IdOut
    slug: str = Field(examples=["tyonhakukeskustelu"])
    name: Texts
    description: Texts
    directions: Texts
    minutes: int
    channels: list[Channel]
    public: bool = Field(description="Whether clients may book it themselves")
    change_until_minutes: int = Field(
        description="Clients may move and cancel until so many minutes before the start"
    )
    identity_code: str = Field(description="no, optional or required", examples=["optional"])
    questions: list[QuestionOut]


class OfferOut(Wire):
    """Where a service is offered, and how."""

    office: IdOut
    channels: list[Channel]


class OfficeOut(Wire):
    """An office of the area."""

    id: IdOut
    slug: str = Field(examples=["keskusta"])
    name: Texts
    address: Texts
    directions: Texts
    phone: str
    languages: list[str]


class SpecialistOut(Wire):
    """Somebody who can be booked."""

    id: IdOut
    name: str
    office: IdOut
    services: list[IdOut]
    languages: list[str]
    channels: list[Channel]


class TimeOut(Wire):
    """A time that can be booked now."""

    start: Moment
    minutes: int
    office: IdOut
    specialist: IdOut


class TimesQuery(Wire):
    """What a time is looked for."""

    service: Name
    channel: Channel = Channel.IN_PERSON
    first: Day = Field(alias="from", description="First day")
    last: Day = Field(alias="to", description="Last day, at most 91 after the first")
    office: list[Name] = Field([], max_length=50, description="Only here; repeat for several")
    specialist: list[Id] = Field([], max_length=50, description="Only with them; may be repeated")
    language: Language | Optional = Field(None, description="Only with whoever speaks it")
    minutes: MinutesAsked | Optional = Field(
        None, description="Another length than the service's; with `for_staff` only"
    )
    for_staff: bool = Field(False, description="Also what only staff may book for a client")
    cursor: Cursor | Optional = None
    limit: Limit = 200


@router.get("/services", responses=refusals())
def list_services(key: ApiKey = _READS, backend: Backend = _BACKEND) -> list[ServiceOut]:
    """All services, by short name."""
    found = directory.services(backend, key.tenant, public_only=False)
    return [_service(each) for each in found]


@router.get("/services/{service}", responses=refusals(404))
def read_service(service: Name, key: ApiKey = _READS, backend: Backend = _BACKEND) -> ServiceOut:
    """One service."""
    return _service(directory.service(backend, key.tenant, service))


@router.get("/services/{service}/offices", responses=refusals(404))
def list_offers(service: Name, key: ApiKey = _READS, backend: Backend = _BACKEND) -> list[OfferOut]:
    """Where a service is offered, and by which channels there."""
    found = directory.offered(backend, key.tenant, service)
    return [OfferOut(office=office.id, channels=list(channels)) for office, channels in found]


@router.get("/offices", responses=refusals())
def list_offices(key: ApiKey = _READS, backend: Backend = _BACKEND) -> list[OfficeOut]:
    """All offices, by short name."""
    return [_office(each) for each in directory.offices(backend, key.tenant)]


@router.get("/offices/{office}", responses=refusals(404))
def read_office(office: Name, key: ApiKey = _READS, backend: Backend = _BACKEND) -> OfficeOut:
    """One office."""
    return _office(office_named(backend, key.tenant, office))


@router.get("/specialists", responses=refusals(404))
def list_specialists(
    office: Name | Optional = None,
    service: Name | Optional = None,
    key: ApiKey = _READS,
    backend: Backend = _BACKEND,
) -> list[SpecialistOut]:
    """Those who can be booked, by name; of one office, or who offer one service."""
    where = office_named(backend, key.tenant, office).id if office else None
    what = directory.service(backend, key.tenant, service).id if service else None
    found = directory.specialists(backend, key.tenant, office=where, service=what)
    return [_specialist(each) for each in found]


@router.get("/times", responses=refusals(404))
def list_times(
    query: Annotated[TimesQuery, Query()], key: ApiKey = _READS, backend: Backend = _BACKEND
) -> Page[TimeOut]:
    """Free times, by start, office and specialist."""
    times = find_times(backend, _wanted(backend, key.tenant, query))
    if query.cursor is not None:
        start, office, specialist = key_of_cursor(query.cursor, int, str, str)
        after = (from_ms(min(max(int(start), 0), _LAST_MS)), str(office), str(specialist))
        times = [time for time in times if _order(time) > after]
    some, more = cut(times, query.limit)
    last = some[-1] if more else None
    return Page(
        items=[
            TimeOut(
                start=time.start, minutes=time.minutes, office=time.office,
                specialist=time.specialist,
            )
            for time in some
        ],
        next=cursor_of((to_ms(last.start), last.office, last.specialist)) if last else None,
    )  # fmt: skip


def office_named(backend: Backend, tenant: str, slug_or_id: str) -> OfficeView:
    """An office of the area. Raises Refused."""
    return _named(directory.offices(backend, tenant), slug_or_id)


def _named(offices: Sequence[OfficeView], slug_or_id: str) -> OfficeView:
    for office in offices:
        if slug_or_id in (office.id, office.slug):
            return office
    raise no_such("office")


def _wanted(backend: Backend, tenant: str, query: TimesQuery) -> Wanted:
    if query.last < query.first:
        raise Refused("bad_days", "`to` comes before `from`.", 422)
    if query.minutes is not None and not query.for_staff:
        raise Refused("bad_minutes", "`minutes` goes with `for_staff` only.", 422)
    offices = directory.offices(backend, tenant) if query.office else ()
    return Wanted(
        tenant=tenant,
        service=directory.service(backend, tenant, query.service).id,
        channel=query.channel,
        first=query.first,
        last=query.last,
        offices=tuple(_named(offices, each).id for each in query.office),
        specialists=tuple(query.specialist),
        language=query.language or "",
        for_staff=query.for_staff,
        minutes=query.minutes,
    )


def _order(time: FreeTime) -> tuple[object, str, str]:
    return time.start, time.office, time.specialist


def _service(view: ServiceView) -> ServiceOut:
    return ServiceOut(
        id=view.id,
        slug=view.slug,
        name=view.name,
        description=view.description,
        directions=view.directions,
        minutes=view.minutes,
        channels=list(view.channels),
        public=view.public,
        change_until_minutes=view.change_until_minutes,
        identity_code=view.identity_code,
        questions=[
            QuestionOut(
                id=each.id, kind=each.kind, label=each.label, help=each.help,
                required=each.required, choices=list(each.choices),
            )
            for each in view.questions
        ],
    )  # fmt: skip


def _office(view: OfficeView) -> OfficeOut:
    return OfficeOut(
        id=view.id,
        slug=view.slug,
        name=view.name,
        address=view.address,
        directions=view.directions,
        phone=view.phone,
        languages=list(view.languages),
    )


def _specialist(view: SpecialistView) -> SpecialistOut:
    return SpecialistOut(
        id=view.id,
        name=view.name,
        office=view.office,
        services=list(view.services),
        languages=list(view.languages),
        channels=list(view.channels),
    )
