"""Nobody is booked twice, however many ask at once and whatever else happens meanwhile."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from threading import Barrier

from sqlalchemy import select

from tests.booking.booking_world import (
    AINO,
    AREA,
    CENTRE,
    CLERK,
    LIISA,
    MIKAEL,
    NO_INTERPRETER,
    TALK,
    booked,
    events_after,
    new,
    talk,
)
from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.domain.cells import cells_of
from vuoro.booking.domain.values import CLIENT, BookingStatus, BookingView, FreeTime
from vuoro.booking.service.booking import book, book_at
from vuoro.booking.service.changing import cancel, hand_over, move
from vuoro.booking.service.clients import edit_client
from vuoro.booking.service.erasing import erase_client
from vuoro.booking.service.holding import hold, release
from vuoro.booking.service.reading import day_of
from vuoro.booking.store.tables import bookings
from vuoro.core.wire.desk import Channel

DAY = date(2026, 11, 23)
WORKERS = 24


def test_of_200_who_want_one_time_one_gets_it_and_199_are_told_so(backend: Backend) -> None:
    wanted = new(talk("2026-11-23 10:10"))

    outcomes = at_once(200, lambda at: book_at(backend, CLERK, wanted))

    booked_ones = [each for each in outcomes if isinstance(each, BookingView)]
    refusals = Counter(each.code for each in outcomes if isinstance(each, Refused))
    assert len(booked_ones) == 1
    assert refusals == {"taken": 199}
    assert day_of(backend, AREA, DAY) == booked_ones
    check_cells(backend)


def test_of_many_who_hold_one_time_one_holds_it(backend: Backend) -> None:
    outcomes = at_once(
        50,
        lambda at: hold(
            backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk(f"2026-11-23 10:{5 * (at % 4):02}")
        ),
    )

    refusals = Counter(each.code for each in outcomes if isinstance(each, Refused))
    assert refusals == {"taken": 49}


def test_a_form_sent_many_times_at_once_makes_one_booking(backend: Backend) -> None:
    kept = hold(backend, CLIENT, AREA, TALK, Channel.IN_PERSON, talk("2026-11-23 10:10"))

    outcomes = at_once(20, lambda at: book(backend, CLIENT, kept.token, LIISA, NO_INTERPRETER))

    assert len({each.id for each in outcomes if isinstance(each, BookingView)}) == 1
    assert all(isinstance(each, BookingView) for each in outcomes)
    assert len(day_of(backend, AREA, DAY)) == 1


def test_two_bookings_that_change_places_never_wait_for_each_other(backend: Backend) -> None:
    """Each wants the other's time: one after the other is refused, and nothing hangs."""
    first, second = booked(backend, "2026-11-23 10:10"), booked(backend, "2026-11-23 10:10", MIKAEL)

    for _ in range(10):
        outcomes = at_once(
            2, lambda at: hand_over(backend, CLERK, (first, second)[at].id, (MIKAEL, AINO)[at])
        )
        assert {each.code for each in outcomes if isinstance(each, Refused)} <= {"taken"}
    check_cells(backend)


def test_the_cells_are_those_of_the_bookings_whatever_happens_at_once(backend: Backend) -> None:
    for hour in ("09:00", "10:10", "13:00"):
        booked(backend, f"2026-11-23 {hour}")

    at_once(120, lambda at: one_thing(backend, random.Random(at)))

    check_cells(backend)
    live = [view for view in day_of(backend, AREA, DAY) if view.status is BookingStatus.BOOKED]
    for who in (AINO, MIKAEL):
        mine = sorted((view.start, view.end) for view in live if view.specialist == who)
        assert all(end < start for (_, end), (start, _) in pairwise(mine))
    kinds = Counter(event.kind for event in events_after(backend, 0, 10_000))
    assert kinds["made"] == len(day_of(backend, AREA, DAY))


def one_thing(backend: Backend, chance: random.Random) -> None:
    """Somebody does something with some booking or time."""
    time = talk(
        f"2026-11-23 {chance.randint(9, 14):02}:{5 * chance.randint(0, 11):02}",
        chance.choice((AINO, MIKAEL)),
    )
    views = day_of(backend, AREA, DAY)
    view = chance.choice(views)
    things: list[Callable[[], object]] = [
        lambda: book_at(backend, CLERK, new(time)),
        lambda: move(backend, CLERK, view.id, time),
        lambda: cancel(backend, CLERK, view.id),
        lambda: hand_over(backend, CLERK, view.id, chance.choice((AINO, MIKAEL))),
        lambda: hold_then(backend, chance, view, time),
        lambda: edit_client(backend, CLERK, view.client or "", LIISA),
        lambda: erase_client(backend, CLERK, view.client or ""),
    ]
    chance.choices(things, (16, 12, 4, 8, 12, 4, 1))[0]()


def hold_then(backend: Backend, chance: random.Random, view: BookingView, time: FreeTime) -> None:
    """A client holds a time, and moves there, books it or thinks better of it."""
    moves = view.id if chance.random() < 0.5 else None
    kept = hold(backend, CLERK, AREA, TALK, Channel.IN_PERSON, time, moves)
    if chance.random() < 0.3:
        release(backend, kept.token)
    elif moves is not None:
        move(backend, CLERK, moves, kept.token)
    else:
        book(backend, CLERK, kept.token, LIISA, NO_INTERPRETER)


def at_once(count: int, do: Callable[[int], object]) -> list[object]:
    """What becomes of so many who begin at the same moment; a refusal is an outcome too."""
    barrier = Barrier(min(count, WORKERS))

    def one(at: int) -> object:
        if at < WORKERS:
            barrier.wait(timeout=30)
        try:
            return do(at)
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(min(count, WORKERS)) as pool:
        return list(pool.map(one, range(count)))


def check_cells(backend: Backend) -> None:
    """Each booking that is on has its cells, each hold in use too, and nobody else any."""
    with backend.read() as sql:
        rows = sql.execute(select(bookings.booking)).mappings().all()
        holds = sql.execute(select(bookings.hold)).mappings().all()
        cells = sql.execute(select(bookings.occupied)).mappings().all()
    assert {row["office"] for row in rows} <= {CENTRE}
    on = [row for row in rows if row["status"] == "booked"]
    expected = {
        (row["specialist"], cell): row["id"]
        for row in on
        for cell in cells_of(from_ms(row["starts_at"]), row["minutes"], 0, 5)
    }
    held = {row["id"] for row in holds if row["booking"] is None}
    got = {(row["specialist"], row["cell"]): row["holder"] for row in cells}
    assert len(got) == len(cells)
    assert {key: holder for key, holder in got.items() if holder not in held} == expected
