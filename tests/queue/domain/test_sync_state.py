"""What staff see of sync and clock: the table of the light, and how far a clock is believed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.clock import ClockState
from vuoro.core.wire.desk import SyncLevel
from vuoro.queue.domain.clock_state import clock_state
from vuoro.queue.domain.sync_state import SyncState, level

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOW = datetime(2026, 11, 23, 7, 0, 30, tzinfo=UTC)
GREEN, AMBER, RED = SyncLevel.GREEN, SyncLevel.AMBER, SyncLevel.RED
SYNC, HOLDOVER, UNSET = ClockState.SYNC, ClockState.HOLDOVER, ClockState.UNSET


@pytest.mark.parametrize(
    ("data", "waiting", "problems", "clock", "light"),
    [
        (MINUTE, None, 0, SYNC, GREEN),
        (5 * MINUTE, None, 0, SYNC, AMBER),
        (MINUTE, 9 * MINUTE, 0, SYNC, GREEN),
        (MINUTE, 10 * MINUTE, 0, SYNC, AMBER),
        (24 * HOUR, None, 0, SYNC, AMBER),
        (24 * HOUR + MINUTE, None, 0, SYNC, RED),
        (MINUTE, 25 * HOUR, 0, SYNC, RED),
        (MINUTE, None, 1, SYNC, RED),
        (None, None, 0, SYNC, AMBER),
        (MINUTE, None, 0, HOLDOVER, GREEN),
        (MINUTE, None, 0, UNSET, RED),
    ],
    ids=[
        "all is well", "old data", "events just made", "events stuck", "a day", "more than a day",
        "events stuck for a day", "a problem", "never pulled", "a clock in holdover", "no clock",
    ],
)  # fmt: skip
def test_the_light(
    data: timedelta | None,
    waiting: timedelta | None,
    problems: int,
    clock: ClockState,
    light: SyncLevel,
) -> None:
    assert level(data_age=data, waiting_for=waiting, problems=problems, clock=clock) is light


def test_a_revoked_device_is_red() -> None:
    told = level(data_age=MINUTE, waiting_for=None, problems=0, clock=SYNC, revoked=True)
    assert told is RED


def test_a_second_more_is_nothing_that_a_person_sees() -> None:
    state = SyncState(NOW, 0, 0, SYNC, GREEN)
    later = SyncState(NOW + timedelta(seconds=20), 0, 0, SYNC, GREEN)
    minute = SyncState(NOW + timedelta(seconds=40), 0, 0, SYNC, GREEN)
    assert state.seen() == later.seen() != minute.seen()


@pytest.mark.parametrize(
    ("own", "enrolled", "since", "ahead", "state"),
    [
        (SYNC, False, None, 0, SYNC),
        (HOLDOVER, False, None, 0, HOLDOVER),
        (UNSET, False, None, 0, UNSET),
        (SYNC, True, None, 0, HOLDOVER),
        (SYNC, True, HOUR, 0, SYNC),
        (HOLDOVER, True, HOUR, 0, SYNC),
        (SYNC, True, 24 * HOUR, 0, HOLDOVER),
        (SYNC, True, HOUR, 120, SYNC),
        (SYNC, True, HOUR, 121, HOLDOVER),
        (SYNC, True, HOUR, -3600, HOLDOVER),
        (UNSET, True, HOUR, 0, UNSET),
    ],
    ids=[
        "no backend: its own word", "no backend, unsure", "no backend, unset",
        "not compared since the start", "compared", "compared, whatever it thinks of itself",
        "compared too long ago", "off by what is allowed", "wrong", "an hour behind", "plainly off",
    ],
)  # fmt: skip
def test_how_far_a_clock_is_believed(
    own: ClockState, enrolled: bool, since: timedelta | None, ahead: int, state: ClockState
) -> None:
    assert (
        clock_state(own, is_enrolled=enrolled, since_anchor=since, ahead=timedelta(seconds=ahead))
        is state
    )


@given(st.timedeltas(min_value=timedelta(0)), st.timedeltas(), st.sampled_from(ClockState))
def test_only_a_comparison_makes_a_clock_of_an_enrolled_device_sure(
    since: timedelta, ahead: timedelta, own: ClockState
) -> None:
    compared = clock_state(own, is_enrolled=True, since_anchor=since, ahead=ahead)
    never = clock_state(own, is_enrolled=True, since_anchor=None, ahead=ahead)
    assert never is not SYNC
    assert compared is not SYNC or (since < timedelta(days=1) and abs(ahead) <= 2 * MINUTE)
