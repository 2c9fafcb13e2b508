"""What tests of the backend say often: whom they book for, where, and when."""

from datetime import date, datetime

from sqlalchemy import select

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import (
    CLIENT,
    Actor,
    ActorKind,
    Answers,
    BookingView,
    Contact,
    EventRow,
    FreeTime,
    NewBooking,
    Wanted,
)
from vuoro.booking.service.booking import book, book_at
from vuoro.booking.service.finding import find_times
from vuoro.booking.service.holding import hold
from vuoro.booking.service.reading import event_row
from vuoro.booking.store.tables import bookings
from vuoro.core.clock import HELSINKI
from vuoro.core.wire.desk import Channel

AREA = "5b0b5b1e-0000-4000-8000-000000000001"
CENTRE = "5b0b5b1e-0000-4000-8000-000000000017"
HERVANTA = "5b0b5b1e-0000-4000-8000-000000000018"
TALK = "5b0b5b1e-0000-4000-8000-000000000101"
"""30 minutes, 5 after it; a question that must be answered."""
ADVICE = "5b0b5b1e-0000-4000-8000-000000000102"
"""15 minutes, no notice, no identity code."""
INTERVIEW = "5b0b5b1e-0000-4000-8000-000000000103"
"""60 minutes, 5 before and 10 after it; staff only, identity code required."""
AINO = "00000000-0000-4000-8000-000000000003"
MIKAEL = "00000000-0000-4000-8000-000000000004"
SOFIA = "00000000-0000-4000-8000-000000000005"

CLERK = Actor(ActorKind.STAFF, "clerk", "A clerk")
LIISA = Contact("Liisa Malli", "liisa@example.fi", "050 123 4567", "010594Y9032")
NO_INTERPRETER: Answers = (("tulkki", "no"),)


def at(text: str) -> datetime:
    """``2026-11-23 09:35`` as people in Finland read it."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def talk(when: str, specialist: str = AINO, office: str = CENTRE, minutes: int = 30) -> FreeTime:
    """A time for the job-search discussion."""
    return FreeTime(at(when), minutes, office, specialist)


def new(
    time: FreeTime,
    service: str = TALK,
    channel: Channel = Channel.IN_PERSON,
    contact: Contact | None = LIISA,
    client_id: str | None = None,
    answers: Answers = NO_INTERPRETER,
) -> NewBooking:
    """A booking to be made at once."""
    who = None if client_id is not None else contact
    return NewBooking(AREA, service, channel, time, who, client_id, answers)


def booked(backend: Backend, when: str = "2026-11-23 10:10", specialist: str = AINO) -> BookingView:
    """A job-search discussion that a clerk has booked."""
    return book_at(backend, CLERK, new(talk(when, specialist)))


def booked_by_client(backend: Backend, when: str, contact: Contact = LIISA) -> BookingView:
    """The same as a client does it: held, then booked."""
    kept = hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk(when))
    return book(backend, CLIENT, kept.token, contact, NO_INTERPRETER)


def events_after(backend: Backend, n: int, limit: int = 200) -> list[EventRow]:
    """What happened to bookings after event ``n``, in order."""
    event = bookings.booking_event
    query = select(event).where(event.c.n > n).order_by(event.c.n).limit(limit)
    with backend.read() as sql:
        return [event_row(backend.vault, row) for row in sql.execute(query).mappings()]


def free(
    backend: Backend,
    day: str,
    *,
    last: str = "",
    service: str = TALK,
    channel: Channel = Channel.IN_PERSON,
    staff: bool = False,
    specialists: tuple[str, ...] = (AINO,),
) -> list[str]:
    """The starts of free times of a day as ``09:35``; of several days with the day before them."""
    first = date.fromisoformat(day)
    until = date.fromisoformat(last) if last else first
    wanted = Wanted(AREA, service, channel, first, until, specialists=specialists, for_staff=staff)
    written = "%Y-%m-%d %H:%M" if last else "%H:%M"
    found = find_times(backend, wanted)
    return [time.start.astimezone(HELSINKI).strftime(written) for time in found]
