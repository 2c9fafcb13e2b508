"""The demo's backend before it opens: the area, its staff, and who has booked."""

import random
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import (
    SYSTEM,
    BookingView,
    Contact,
    FreeTime,
    NewBooking,
)
from vuoro.booking.service.accounts import AccountForm, Role, add_account
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.changing import cancel
from vuoro.booking.service.furnishing import furnish
from vuoro.booking.service.keys import ensure_keys
from vuoro.booking.service.passes import pass_text
from vuoro.core.clock import local
from vuoro.core.wire.desk import Channel
from vuoro.lobby.demo.area import ANOTHER, DISCUSSION, OFFICE, demo_area, key
from vuoro.lobby.demo.cast import CLERKS, MINUTES, PASSWORD, SPECIALISTS, Client, Wish
from vuoro.lobby.demo.plan import Plan
from vuoro.queue.domain.office import Office

_FIRST = ("Anna", "Elias", "Fatima", "Jari", "Katri", "Leena", "Markus", "Olga", "Pekka", "Yusuf")
_MOST_EARLIER = 20
_LAST = ("Aalto", "Berg", "Halonen", "Ibrahim", "Koski", "Laine", "Nyman", "Petrova", "Saari")


def furnish_backend(backend: Backend, plan: Plan, office: Office) -> None:
    """The area, its keys, and an account for each clerk."""
    area = demo_area(plan, office)
    furnish(backend, area)
    ensure_keys(backend, area.id)
    for clerk in CLERKS:
        specialist = clerk.id if clerk.sees_bookings else None
        form = AccountForm(clerk.username, clerk.name, tuple(Role), specialist)
        add_account(backend, SYSTEM, area.id, form, PASSWORD)


def book_all(
    backend: Backend, office: Office, wanted: Iterable[Wish], seed: int
) -> tuple[Client, ...]:
    """Everybody's bookings, made by the backend's own use cases."""
    chance = random.Random(seed)
    return tuple(_booked(backend, office, wish, chance) for wish in wanted)


def strangers_pass(backend: Backend, office: Office, start: datetime) -> str:
    """The pass of a client of the other office."""
    time = FreeTime(start.astimezone(UTC), MINUTES, key(office, ANOTHER), key(office, "colleague"))
    contact = Contact("Ville Virta", phone="+358401234567")
    view = book_at(backend, SYSTEM, _new(office, time, contact, "fi"))
    return _pass(backend, view)


def _booked(backend: Backend, office: Office, wish: Wish, chance: random.Random) -> Client:
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    email = f"{name.lower().replace(' ', '.')}@example.fi"
    contact = Contact(name, email=email, identity_code=wish.identity, language=wish.language)
    view = _with_somebody(backend, office, wish, contact)
    text = _pass(backend, view)
    if wish.cancelled:
        cancel(backend, SYSTEM, view.id, tell_client=False)
    specialist = next(clerk for clerk in SPECIALISTS if clerk.id == view.specialist)
    return Client(wish.part, view.id, local(view.start), specialist, text, wish.identity, view.code)


def _with_somebody(backend: Backend, office: Office, wish: Wish, contact: Contact) -> BookingView:
    """As wished for, or, when times crowd near midnight, with somebody else or earlier."""
    others = [clerk for clerk in SPECIALISTS if clerk is not wish.specialist]
    for earlier in range(_MOST_EARLIER):
        start = wish.start.astimezone(UTC) - earlier * timedelta(minutes=MINUTES)
        for clerk in (wish.specialist, *others):
            time = FreeTime(start, MINUTES, key(office, OFFICE), clerk.id)
            with suppress(Refused):
                return book_at(backend, SYSTEM, _new(office, time, contact, wish.language))
    raise AssertionError(f"no time for {wish.part or 'a client'} at {wish.start}")


def _new(office: Office, time: FreeTime, contact: Contact, language: str) -> NewBooking:
    return NewBooking(
        tenant=str(office.tenant),
        service=key(office, DISCUSSION),
        channel=Channel.IN_PERSON,
        time=time,
        contact=contact,
        answers=(("tulkki", "no"), ("toive", "Ansioluettelo ja työhakemus")),
        language=language,
    )


def _pass(backend: Backend, view: BookingView) -> str:
    text = pass_text(backend, view)
    assert text is not None, "it is a meeting of today or tomorrow"
    return text
