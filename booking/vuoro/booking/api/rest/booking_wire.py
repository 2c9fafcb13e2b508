"""Bookings as they are sent and answered."""

from typing import Literal

from pydantic import Field

from vuoro.booking.api.rest.client_wire import ContactIn, ContactOut, contact_out
from vuoro.booking.api.rest.kinds import (
    Day,
    Id,
    IdOut,
    Language,
    Minutes,
    Moment,
    Name,
    Optional,
    Texts,
    Wire,
    line,
    page,
)  # fmt: skip
from vuoro.booking.api.rest.paging import Cursor, Limit
from vuoro.booking.domain.values import BookingStatus, BookingView
from vuoro.booking.service.api_keys import ApiKey, Scope
from vuoro.core.wire.desk import Channel


class AnswerWire(Wire):
    """An answer to one of the service's questions."""

    question: str = Field(pattern="^[0-9a-z-]{1,40}$", examples=["tulkki"])
    answer: str = page(2000, examples=["no"])


class ClientRef(Wire):
    """A client who is known here."""

    id: Id


class TimeIn(Wire):
    """A free time, as `/times` gives it."""

    start: Moment
    office: Name
    specialist: Id
    minutes: Minutes = Field(
        default_factory=lambda: 0,  # not of the document: it may be left out, but not be null
        description="Another length than the service's, or than before",
    )


class BookingIn(TimeIn):
    """A booking to be made."""

    service: Name
    channel: Channel = Channel.IN_PERSON
    client: ClientRef | ContactIn = Field(
        description="A client who is known here, or who it is for"
    )
    answers: list[AnswerWire] = Field([], max_length=50)
    language: Language = "fi"
    note: str = page(2000, default="", description="For staff; the client doesn't see it")


class CancelIn(Wire):
    """Why; it is kept in the audit log, so nothing personal."""

    reason: str = line(200, default="")


class HandOverIn(Wire):
    """To whom."""

    specialist: Id


class ReassignIn(Wire):
    """Whose it is from now on."""

    client: Id


class MarkIn(Wire):
    """How it ended; `booked` takes that back."""

    status: Literal["done", "absent", "booked"]


class NamedOut(Wire):
    """Something with a name."""

    id: IdOut
    slug: str
    name: Texts


class WhoOut(Wire):
    """A specialist."""

    id: IdOut
    name: str


class BookingOut(Wire):
    """A booking. What is personal comes with the scope `clients:read` only."""

    id: IdOut
    rev: int = Field(description="Grows with each change that matters; for `If-Match`")
    status: BookingStatus
    start: Moment
    end: Moment
    minutes: int
    channel: Channel
    office: NamedOut
    service: NamedOut
    specialist: WhoOut
    stand_in: str | None = Field(description="Who stands in for the specialist, by id")
    language: str
    group: str = Field(description="The same for bookings that were made at once")
    cancelled_by: str = Field(description="client, staff or empty")
    code: str | None = Field(
        description="What the client may type at the kiosk; with `bookings:write` only"
    )
    manage_url: str | None = Field(
        description="Where the client may move or cancel it; with `bookings:write` only"
    )
    client: str | None
    contact: ContactOut | None = Field(description="With `clients:read` only")
    answers: list[AnswerWire] | None = Field(description="With `clients:read` only")
    note: str | None = Field(description="With `clients:read` only")


class BookingsQuery(Wire):
    """Which bookings; days are of their start, in Finland."""

    first: Day | Optional = Field(None, alias="from")
    last: Day | Optional = Field(None, alias="to")
    office: Name | Optional = None
    service: Name | Optional = None
    specialist: Id | Optional = None
    client: Id | Optional = None
    status: BookingStatus | Optional = None
    cursor: Cursor | Optional = None
    limit: Limit = 100


def booking_out(view: BookingView, key: ApiKey, public_url: str) -> BookingOut:
    """A booking as this key may see it."""
    sees = Scope.CLIENTS_READ in key.scopes
    acts = Scope.BOOKINGS_WRITE in key.scopes
    office, service = view.office, view.service
    return BookingOut(
        id=view.id,
        rev=view.rev,
        status=view.status,
        start=view.start,
        end=view.end,
        minutes=view.minutes,
        channel=view.channel,
        office=NamedOut(id=office.id, slug=office.slug, name=office.name),
        service=NamedOut(id=service.id, slug=service.slug, name=service.name),
        specialist=WhoOut(id=view.specialist, name=view.specialist_name),
        stand_in=view.stand_in,
        language=view.language,
        group=view.group,
        cancelled_by=view.cancelled_by,
        code=view.code if acts else None,
        manage_url=f"{public_url}/b/{view.manage_token}" if acts else None,
        client=view.client,
        contact=contact_out(view.contact, view.has_identity_code) if sees else None,
        answers=[AnswerWire(question=q, answer=a) for q, a in view.answers] if sees else None,
        note=view.note if sees else None,
    )
