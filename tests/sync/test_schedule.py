"""When the lobby tries again, and with how much: pure, so every case can be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.sync import MOST_EVENTS
from vuoro.sync import schedule
from vuoro.sync.schedule import Pace

HOUR = 3600.0


def failed(times: int, pace: Pace | None = None) -> Pace:
    pace = pace or Pace()
    for _ in range(times):
        pace = schedule.after_failure(pace)
    return pace


@pytest.mark.parametrize(
    ("failures", "longest"),
    [(0, 0), (1, 1), (2, 2), (3, 4), (5, 16), (9, 256), (10, 300), (11, 300), (5000, 300)],
)
def test_the_span_doubles_from_a_second_to_five_minutes(failures: int, longest: float) -> None:
    assert schedule.delay(failed(failures), lambda: 1.0) == longest
    assert schedule.delay(failed(failures), lambda: 0.0) == 0.0


@pytest.mark.parametrize(
    ("failures", "size"), [(0, 100), (1, 50), (2, 25), (3, 12), (4, 6), (6, 1), (40, 1)]
)
def test_each_failure_halves_the_batch_down_to_one(failures: int, size: int) -> None:
    assert failed(failures).size == size


def test_a_success_ends_the_failures_and_doubles_the_batch() -> None:
    sizes = []
    pace = failed(30)
    while pace.size < MOST_EVENTS:
        pace = schedule.after_success(pace)
        sizes.append(pace.size)

    assert sizes == [2, 4, 8, 16, 32, 64, 100]
    assert pace == Pace()


@given(st.floats(0, 7200), st.floats(0, 0.999), st.integers(0, 30))
def test_nobody_comes_sooner_than_the_backend_asked(
    asked: float, chance: float, failures: int
) -> None:
    waited = schedule.delay(failed(failures), lambda: chance, asked)

    assert waited >= min(asked, schedule.LONGEST_ASKED)
    assert waited <= schedule.LONGEST_ASKED + schedule.TOGETHER_SECONDS


def test_a_refusal_slows_without_making_batches_smaller() -> None:
    pace = schedule.after_refusal(Pace())

    assert (pace.failures, pace.size) == (1, MOST_EVENTS)


def test_a_single_event_that_the_backend_fails_on_is_set_aside_after_an_hour() -> None:
    pace = schedule.stuck(failed(7), 1000.0, sent=1)
    pace = schedule.stuck(failed(3, pace), 2000.0, sent=1)

    assert not schedule.must_quarantine(pace, 1000.0 + HOUR - 1)
    assert schedule.must_quarantine(pace, 1000.0 + HOUR)


def test_a_batch_of_several_is_never_set_aside() -> None:
    pace = schedule.stuck(failed(4), 0.0, sent=6)

    assert not schedule.must_quarantine(pace, 100 * HOUR)


def test_a_success_forgets_what_was_stuck() -> None:
    pace = schedule.after_success(schedule.stuck(failed(7), 0.0, sent=1))

    assert not schedule.must_quarantine(pace, 100 * HOUR)


def test_a_fleet_spreads_what_all_do_at_the_same_moment() -> None:
    assert schedule.spread(lambda: 0.0) == 0.0
    assert 29.0 < schedule.spread(lambda: 0.999) < 30.0
