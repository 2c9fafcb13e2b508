"""A cancellation that the client has been told of otherwise sends nothing."""

from datetime import UTC, datetime

import pytest

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import (
    Actor,
    ActorKind,
    Contact,
    FreeTime,
    NewBooking,
)  # fmt: skip
from vuoro.booking.messages.outbox import fill
from vuoro.booking.messages.outgoing import of_booking
from vuoro.booking.messages.values import Kind
from vuoro.booking.service.booking import book_at
from vuoro.booking.service.changing import cancel
from vuoro.core.wire.desk import Channel

AREA = "5b0b5b1e-0000-4000-8000-000000000001"
OFFICE = "5b0b5b1e-0000-4000-8000-000000000017"
ADVICE = "5b0b5b1e-0000-4000-8000-000000000102"
AINO = "00000000-0000-4000-8000-000000000003"
STAFF = Actor(ActorKind.STAFF, "a", "Aino Salo")
TUESDAY_TEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(("told", "messages"), [(True, 2), (False, 0)])
def test_a_cancellation_is_told_unless_somebody_has_told_it(
    backend: Backend, told: bool, messages: int
) -> None:
    contact = Contact("Testi Asiakas", email="asiakas@example.fi", phone="+358401234567")
    time = FreeTime(TUESDAY_TEN, 15, OFFICE, AINO)
    view = book_at(backend, STAFF, NewBooking(AREA, ADVICE, Channel.IN_PERSON, time, contact))
    fill(backend)

    cancel(backend, STAFF, view.id, tell_client=told)
    fill(backend)

    sent = of_booking(backend, AREA, view.id)
    assert len([each for each in sent if each.kind is Kind.CANCELLATION]) == messages
