"""Ids: unique, of the right kind, and in order."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.clock import SteppingClock
from vuoro.core.ids import RandomIds, seeded_ids

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_an_event_has_a_random_id() -> None:
    event = seeded_ids(SteppingClock(NOON), 1).event()

    assert (event.version, event.variant) == (4, uuid.RFC_4122)


def test_a_thing_has_an_id_with_the_time_in_it() -> None:
    thing = seeded_ids(SteppingClock(NOON), 1).thing()

    assert (thing.version, thing.variant) == (7, uuid.RFC_4122)
    assert thing.int >> 80 == int(NOON.timestamp() * 1000)


@given(st.integers(1, 10**9), st.integers(0, 2**32), st.binary(min_size=10, max_size=10))
def test_things_sort_by_the_time_they_were_made(later_ms: int, seed: int, tail: bytes) -> None:
    clock = SteppingClock(NOON)
    first = seeded_ids(clock, seed).thing()
    clock.advance(timedelta(milliseconds=later_ms))

    second = RandomIds(clock, lambda _: tail).thing()

    assert first < second
    assert str(first) < str(second)


def test_a_token_has_128_bits_in_26_letters_and_digits() -> None:
    ids = RandomIds(SteppingClock(NOON), lambda size: bytes(range(size)))

    assert ids.token() == "aaaqeayeaudaocajbifqydiob4"


def test_no_two_are_the_same() -> None:
    ids = seeded_ids(SteppingClock(NOON), 1)

    assert len({made for _ in range(1000) for made in (ids.event(), ids.thing())}) == 2000
    assert len({ids.token() for _ in range(1000)}) == 1000


def test_the_same_seed_gives_the_same_ids() -> None:
    one, other = (seeded_ids(SteppingClock(NOON), 5) for _ in range(2))

    assert (one.event(), one.thing(), one.token()) == (other.event(), other.thing(), other.token())
    assert one.event() != seeded_ids(SteppingClock(NOON), 6).event()
