"""Bookings for tests of messages: as values, and as rows of a backend."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select, update

from vuoro.booking.backend import Backend, to_ms
from vuoro.booking.domain.values import (
    CLIENT,
    Actor,
    ActorKind,
    BookingStatus,
    BookingView,
    Contact,
    OfficeView,
    Reminder,
    ServiceView,
)
from vuoro.booking.messages.simulators.mail_server import MailServer
from vuoro.booking.service.reading import booking as booking_view
from vuoro.booking.service.reading import person_place, private_place
from vuoro.booking.service.telling import record
from vuoro.booking.store.tables import bookings, clients, messages
from vuoro.core.clock import HELSINKI, local
from vuoro.core.wire.desk import Channel

TENANT = "5b0b5b1e-0000-4000-8000-000000000001"
OFFICE = "5b0b5b1e-0000-4000-8000-000000000017"
OTHER_OFFICE = "5b0b5b1e-0000-4000-8000-000000000018"
SERVICE = "5b0b5b1e-0000-4000-8000-000000000101"
SPECIALIST = "00000000-0000-4000-8000-000000000003"
STAFF = Actor(ActorKind.STAFF, "account-1", "Aino Salo")
EMAIL, PHONE = "nobody@example.fi", "+358401234567"
CONTACT = Contact("Matti Meikäläinen", EMAIL, PHONE)
TOKEN = "abcdefghijklmnopqrstuvwxyz"
LINK = f"https://ajat.example.fi/b/{TOKEN}"


def at(text: str) -> datetime:
    """A local moment, ``2026-11-24 09:00``, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC)


def a_view(**changes: Any) -> BookingView:
    """A booking for Tuesday 24 November 2026 at 9 in the centre; no database."""
    return replace(_VIEW, **changes)


def book(backend: Backend, start: datetime, actor: Actor = CLIENT, **changes: Any) -> BookingView:
    """Write a booking and its event. ``changes``: columns of the row, or ``contact``."""
    contact: Contact = changes.pop("contact", CONTACT)
    with backend.begin() as work:
        client = str(backend.ids.thing())
        booking = str(backend.ids.thing())
        person = {"name": contact.name, "email": contact.email, "phone": contact.phone, "note": ""}
        work.sql.execute(insert(clients.client), {
            "id": client, "tenant": TENANT, "language": contact.language, "made_at": work.now_ms,
            "person": backend.vault.seal_json(person, person_place(client)),
            "protected": contact.protected,
        })  # fmt: skip
        private = {"token": backend.ids.token(), "answers": [], "note": ""}
        row = {
            "id": booking, "tenant": TENANT, "office": OFFICE, "service": SERVICE,
            "specialist": SPECIALIST, "client": client, "starts_at": to_ms(start), "minutes": 30,
            "day": local(start).date().isoformat(), "pass_id": str(backend.ids.event()),
            "code": backend.ids.token()[:8].upper(),
            "manage_hash": booking, "language": contact.language, "made_at": work.now_ms,
            "changed_at": work.now_ms, "channel": "in_person", "rev": 1,
            "private": backend.vault.seal_json(private, private_place(booking)), **changes,
        }  # fmt: skip
        work.sql.execute(insert(bookings.booking), row)
        record(backend, work, row, "made", actor, 1)
    return booking_view(backend, booking)


def change(
    backend: Backend,
    booking: str,
    kind: str,
    actor: Actor = STAFF,
    detail: Any = None,
    **values: Any,
) -> BookingView:
    """Change a booking's row and write the event of it."""
    table = bookings.booking
    with backend.begin() as work:
        this = table.c.id == booking
        work.sql.execute(update(table).where(this).values(rev=table.c.rev + 1, **values))
        row = work.sql.execute(select(table).where(this)).mappings().one()
        record(backend, work, row, kind, actor, row["rev"], **(detail or {}))
    return booking_view(backend, booking)


_VIEW = BookingView(
    id="0197a0b0-0000-7000-8000-000000000001", tenant=TENANT,
    office=OfficeView(
        OFFICE, TENANT, 17, "keskusta",
        {"fi": "Keskustan työllisyyspalvelut", "sv": "Sysselsättningstjänsterna i centrum",
         "en": "City centre employment services"},
        {"fi": "Esimerkkikatu 1, 33100 Tampere", "sv": "Esimerkkikatu 1, 33100 Tammerfors",
         "en": "Esimerkkikatu 1, 33100 Tampere"},
        {"fi": "Sisäänkäynti torin puolelta, 1. kerros. Esteetön ovi on oikealla.",
         "sv": "Ingång från torget, våning 1. Tillgänglig dörr till höger.",
         "en": "Entrance from the square, 1st floor. The accessible door is on the right."},
        "+358 3 000 0000", ("fi", "sv", "en"),
    ),
    service=ServiceView(
        SERVICE, TENANT, "tyonhakukeskustelu",
        {"fi": "Työnhakukeskustelu", "sv": "Jobbsökarsamtal", "en": "Job-search discussion"}, {},
        {"fi": "Ota mukaan ansioluettelo, jos sinulla on sellainen.",
         "sv": "Ta med din meritförteckning, om du har en.",
         "en": "Bring your CV if you have one."},
        30, (Channel.IN_PERSON, Channel.PHONE, Channel.VIDEO), True, 60, (),
        (Reminder(1440, ("sms", "email"), ()), Reminder(60, ("sms",), ())), "optional",
    ),
    specialist=SPECIALIST, specialist_name="Aino Salo", stand_in=None, client="client-1",
    contact=CONTACT, has_identity_code=False, protected=False, start=at("2026-11-24 09:00"),
    minutes=30, channel=Channel.IN_PERSON, status=BookingStatus.BOOKED, cancelled_by="", rev=1,
    pass_id="pass-1", code="7K4MQ2XB", manage_token=TOKEN, language="fi", answers=(), note="",
)  # fmt: skip

START = at("2026-11-26 09:00")
ONLY_EMAIL, ONLY_PHONE = replace(CONTACT, phone=""), replace(CONTACT, email="")


def rows(backend: Backend) -> list[Any]:
    """Every row of the outbox."""
    with backend.read() as sql:
        return list(sql.execute(select(messages.message).order_by(messages.message.c.id)))


def states(backend: Backend) -> Counter[str]:
    """How many messages there are of each ``kind state``."""
    return Counter(f"{row.kind} {row.state}" for row in rows(backend))


def subjects(server: MailServer) -> list[str]:
    """Of every mail kept, oldest first."""
    return [str(mail["Subject"]) for mail in server.messages()]
