"""The wait that people are told: an interval, never more exact than it can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.common import WaitInterval
from vuoro.queue.domain.waiting import LONGEST, SAMPLES, Pace, mixed, pace, wait

paces = st.builds(
    Pace,
    mean=st.floats(0.1, 240),
    deviation=st.floats(0, 240),
    error=st.floats(0, 120),
)
people = st.integers(0, 2000)
counters = st.integers(0, 50)
GUESSED = pace((), 10)


@given(people, counters, counters, paces)
def test_a_wait_is_always_an_interval_of_five_minutes_or_more(
    ahead: int, free: int, servers: int, speed: Pace
) -> None:
    told = wait(ahead, free, servers, speed)

    assert told.likely % 5 == 0 == told.at_most % 5
    assert 0 <= told.likely < told.at_most <= LONGEST + 5


@given(people, counters, counters, paces)
def test_one_person_more_ahead_never_shortens_the_wait(
    ahead: int, free: int, servers: int, speed: Pace
) -> None:
    shorter, longer = (wait(n, free, servers, speed) for n in (ahead, ahead + 1))

    assert shorter.likely <= longer.likely
    assert shorter.at_most <= longer.at_most


@given(people, st.integers(1, 50), paces)
def test_one_counter_more_never_lengthens_the_wait(ahead: int, servers: int, speed: Pace) -> None:
    slower, faster = (wait(ahead, 0, n, speed) for n in (servers, servers + 1))

    assert faster.likely <= slower.likely
    assert faster.at_most <= slower.at_most


@pytest.mark.parametrize(
    ("ahead", "free", "servers", "told"),
    [
        (0, 1, 1, WaitInterval(0, 5)),
        (2, 3, 3, WaitInterval(0, 5)),
        (0, 0, 1, WaitInterval(10, 30)),
        (0, 0, 4, WaitInterval(0, 10)),
        (5, 0, 2, WaitInterval(30, 65)),
        (5, 0, 0, WaitInterval(60, 130)),
        (500, 0, 1, WaitInterval(LONGEST, LONGEST + 5)),
    ],
    ids=[
        "a counter is free",
        "as many counters are free as people are here",
        "next, the counter is busy",
        "next, four counters are busy",
        "five ahead at two counters",
        "nobody sits at a counter: as if one did",
        "more than half a day",
    ],
)
def test_the_wait_on_the_first_morning(
    ahead: int, free: int, servers: int, told: WaitInterval
) -> None:
    assert wait(ahead, free, servers, GUESSED) == told


def test_without_any_measured_service_the_guess_of_the_office_counts() -> None:
    assert pace((), 10).mean == 10


def test_measured_services_soon_outweigh_the_guess() -> None:
    assert pace([20] * 12, 10).mean == pytest.approx(18)
    assert pace([20] * 12, 10).error < pace((), 10).error


def test_only_the_newest_services_count() -> None:
    assert pace([100.0] * 1000 + [8.0] * SAMPLES, 8).mean == pytest.approx(8)


@given(st.lists(st.floats(0, 240), max_size=80), st.integers(1, 240))
def test_a_pace_is_never_nothing_and_never_without_doubt(measured: list[float], guess: int) -> None:
    found = pace(measured, guess)

    assert found.mean > 0
    assert found.deviation > 0
    assert found.error > 0


def test_a_line_with_long_services_in_it_goes_slower() -> None:
    both = {"short": pace((), 5), "long": pace((), 30)}

    half = mixed(both, {"short": 2, "long": 2})

    assert half.mean == pytest.approx(17.5)
    assert half.deviation > both["long"].deviation / 2


@given(paces, st.integers(1, 100))
def test_a_line_of_one_service_goes_at_its_pace(speed: Pace, count: int) -> None:
    found = mixed({"only": speed}, {"only": count})

    assert found.mean == pytest.approx(speed.mean)
    assert found.deviation == pytest.approx(speed.deviation, abs=1e-3)
    assert found.error == pytest.approx(speed.error)
