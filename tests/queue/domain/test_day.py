"""The service day: opened once, never backwards, never by a clock that is plainly wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.clock import HELSINKI, ClockState, local
from vuoro.queue.domain.day import DayStep, ServiceDay, decide

TURNS_AT = 2
OPENED = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
MONDAY = ServiceDay("2026-11-23", OPENED)
EVERY_CLOCK = list(ClockState)


def helsinki(text: str, fold: int = 0) -> datetime:
    moment = datetime.fromisoformat(text).replace(tzinfo=HELSINKI, fold=fold)
    return moment.astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "step"),
    [
        ("2026-11-23 07:00", DayStep.STAY),
        ("2026-11-23 23:59:59", DayStep.STAY),
        ("2026-11-24 00:00", DayStep.STAY),
        ("2026-11-24 01:59:59", DayStep.STAY),
        ("2026-11-24 02:00", DayStep.OPEN),
        ("2026-11-26 00:30", DayStep.STAY),
        ("2026-11-26 07:00", DayStep.OPEN),
        ("2026-12-01 07:00", DayStep.OPEN),
        ("2026-12-02 07:00", DayStep.ASK),
        ("2027-11-23 07:00", DayStep.ASK),
        ("2026-11-22 12:00", DayStep.STAY),
        ("1970-01-01 12:00", DayStep.STAY),
    ],
    ids=[
        "the same morning", "the last second", "midnight", "just before it turns", "it turns",
        "some nights later", "some mornings later", "eight days later", "nine days later",
        "a year later", "clock back a day", "clock back to the beginning",
    ],
)  # fmt: skip
@pytest.mark.parametrize("clock", [ClockState.SYNC, ClockState.HOLDOVER])
def test_when_a_day_follows_another(now: str, step: DayStep, clock: ClockState) -> None:
    assert decide(MONDAY, helsinki(now), clock, TURNS_AT) is step


@pytest.mark.parametrize(
    ("now", "step"),
    [
        ("2027-11-23 07:00", DayStep.OPEN),
        ("2026-11-24 07:00", DayStep.OPEN),
        ("2026-11-24 01:00", DayStep.STAY),
        ("2026-11-23 12:00", DayStep.STAY),
        ("2026-11-01 12:00", DayStep.STAY),
    ],
)
@pytest.mark.parametrize("clock", EVERY_CLOCK)
def test_a_confirmed_clock_is_believed_but_never_goes_back(
    now: str, step: DayStep, clock: ClockState
) -> None:
    assert decide(MONDAY, helsinki(now), clock, TURNS_AT, confirmed=True) is step


@pytest.mark.parametrize("current", [None, MONDAY])
@pytest.mark.parametrize("now", ["2026-11-23 12:00", "2026-11-24 12:00", "2025-01-01 12:00"])
def test_a_clock_that_was_never_set_asks_a_person(current: ServiceDay | None, now: str) -> None:
    assert decide(current, helsinki(now), ClockState.UNSET, TURNS_AT) is DayStep.ASK


@pytest.mark.parametrize("now", ["2026-11-23 00:10", "2026-11-23 12:00"])
def test_the_very_first_day_opens_at_any_hour(now: str) -> None:
    assert decide(None, helsinki(now), ClockState.SYNC, TURNS_AT) is DayStep.OPEN


@pytest.mark.parametrize("turns_at", [0, 2, 3, 4, 6])
@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"], ids=["23 hours", "25 hours"])
def test_a_day_opens_once_in_both_nights_when_the_clocks_change(night: str, turns_at: int) -> None:
    before = ServiceDay((local(helsinki(night)) - timedelta(days=1)).date().isoformat(), OPENED)
    current, opened = before, []
    for minute in range(0, 27 * 60, 10):
        now = helsinki(f"{night} 00:00") - timedelta(hours=1) + timedelta(minutes=minute)
        if decide(current, now, ClockState.SYNC, turns_at) is DayStep.OPEN:
            current = ServiceDay(local(now).date().isoformat(), now)
            opened.append(local(now).strftime("%Y-%m-%d %H"))

    first_hour = 4 if (night, turns_at) == ("2026-03-29", 3) else turns_at
    assert opened[0] == f"{night} {first_hour:02}"
    assert len({day[:10] for day in opened}) == len(opened)


moments = st.integers(-1000, 2000).map(lambda hours: OPENED + timedelta(hours=hours * 6))


@given(st.lists(moments, max_size=30), st.sampled_from(EVERY_CLOCK), st.booleans())
def test_whatever_the_clock_does_days_only_grow(
    clock: list[datetime], state: ClockState, confirmed: bool
) -> None:
    current: ServiceDay | None = None
    for now in clock:
        if decide(current, now, state, TURNS_AT, confirmed=confirmed) is DayStep.OPEN:
            day = local(now).date().isoformat()
            assert current is None or day > current.day
            current = ServiceDay(day, now)
