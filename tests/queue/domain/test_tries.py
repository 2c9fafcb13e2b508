"""How often a kiosk may try a code."""

from hypothesis import given
from hypothesis import strategies as st

from vuoro.queue.domain.tries import Tries, attempt

PER_MINUTE = 5


def pauses_of(moments: list[float], tries: Tries | None = None) -> tuple[list[int], Tries]:
    """The pause that each of these tries is given."""
    tries, pauses = tries or Tries(), []
    for moment in moments:
        tries, pause = attempt(tries, moment, PER_MINUTE)
        pauses.append(pause)
    return pauses, tries


def test_five_tries_a_minute_are_free_and_the_sixth_waits() -> None:
    assert pauses_of([0, 1, 2, 3, 4, 5])[0] == [0, 0, 0, 0, 0, 30]


def test_a_try_a_minute_ago_does_not_count_any_more() -> None:
    assert pauses_of([0, 1, 2, 3, 4, 60])[0] == [0, 0, 0, 0, 0, 0]


def test_tries_during_a_pause_are_told_what_is_left_of_it() -> None:
    assert pauses_of([0, 0, 0, 0, 0, 0, 0, 0.5, 29.5, 30])[0] == [0] * 5 + [30, 30, 30, 1, 0]


def test_each_pause_is_twice_as_long_up_to_eight_minutes() -> None:
    tries, now, pauses = Tries(), 0.0, []
    for _ in range(6):
        found, tries = pauses_of([now] * 6, tries)
        pauses.append(found[-1])
        now += found[-1]

    assert pauses == [30, 60, 120, 240, 480, 480]


def test_a_quarter_of_an_hour_without_a_pause_is_forgiven() -> None:
    _, once = pauses_of([0] * 6)

    assert pauses_of([30 + 899] * 6, once)[0][-1] == 60
    assert pauses_of([30 + 900] * 6, once)[0][-1] == 30


@given(st.lists(st.floats(0, 90), max_size=60))
def test_between_five_tries_and_a_sixth_lies_half_a_minute(gaps: list[float]) -> None:
    tries, now, counted = Tries(), 0.0, []
    for gap in gaps:
        now += gap
        tries, pause = attempt(tries, now, PER_MINUTE)
        if not pause:
            counted.append(now)

    for first, sixth in zip(counted, counted[5:], strict=False):
        assert sixth - first >= 30
    assert len(tries.at) <= PER_MINUTE
