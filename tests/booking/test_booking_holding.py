"""A held time: extended, released, over, and then whose it is."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.booking.booking_world import (
    AREA,
    LIISA,
    NO_INTERPRETER,
    TALK,
    at,
    booked,
    booked_by_client,
    free,
    talk,
)
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import (
    CLIENT,
)
from vuoro.booking.service.booking import book
from vuoro.booking.service.holding import clean_up, extend, held, hold, release
from vuoro.booking.store.tables import bookings
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.desk import Channel

MONDAY = "2026-11-23"


def test_a_hold_that_is_over_gives_way_to_others(backend: Backend, clock: SteppingClock) -> None:
    kept = hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))
    clock.advance(timedelta(minutes=20))
    assert "10:10" in free(backend, MONDAY)
    with pytest.raises(Refused, match="hold_over"):
        held(backend, kept.token)
    with pytest.raises(Refused, match="hold_over"):
        extend(backend, kept.token)

    booked(backend, "2026-11-23 10:10")

    with pytest.raises(Refused, match="taken"):
        book(backend, CLIENT, kept.token, LIISA, NO_INTERPRETER)


def test_a_hold_that_is_over_still_serves_while_nobody_else_came(
    backend: Backend, clock: SteppingClock
) -> None:
    kept = hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))
    clock.advance(timedelta(minutes=45))

    assert book(backend, CLIENT, kept.token, LIISA, NO_INTERPRETER).start == kept.time.start


def test_a_hold_that_is_over_is_no_way_round_the_notice(
    sqlite_backend: Backend, clock: SteppingClock
) -> None:
    kept = hold(sqlite_backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))
    clock.jump(at("2026-11-23 09:30"))

    with pytest.raises(Refused, match="not_bookable"):
        book(sqlite_backend, CLIENT, kept.token, LIISA, NO_INTERPRETER)


def test_a_hold_is_extended_or_released(backend: Backend, clock: SteppingClock) -> None:
    kept = hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))
    clock.advance(timedelta(minutes=19))
    longer = extend(backend, kept.token)
    clock.advance(timedelta(minutes=19))

    assert longer.expires_at == kept.expires_at + timedelta(minutes=19)
    assert "10:10" not in free(backend, MONDAY)
    release(backend, kept.token)
    release(backend, kept.token)
    assert "10:10" in free(backend, MONDAY)
    with pytest.raises(Refused, match="hold_over"):
        book(backend, CLIENT, kept.token, LIISA, NO_INTERPRETER)


def test_old_holds_are_forgotten(backend: Backend, clock: SteppingClock) -> None:
    hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))
    booked_by_client(backend, "2026-11-23 10:45")
    clock.advance(timedelta(hours=24, minutes=19))
    assert clean_up(backend) == 0
    clock.advance(timedelta(minutes=1))

    assert clean_up(backend) == 2
    assert clean_up(backend) == 0
    with backend.read() as sql:
        cells = sql.execute(select(func.count()).select_from(bookings.occupied)).scalar_one()
    assert cells == 7, "those of the booking"
