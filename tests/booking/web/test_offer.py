"""Free times as a week: nothing lost, nothing shown twice, whoever has most of the day first."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vuoro.booking.domain.values import FreeTime
from vuoro.booking.web.offer import fairest, monday_of, near, week_of, written
from vuoro.booking.web.search import start_in
from vuoro.core.clock import local

MONDAY = date(2026, 3, 23)
"""The week at whose end summer time begins."""
START = datetime(2026, 3, 23, 7, 0, tzinfo=UTC)

times = st.lists(
    st.builds(
        FreeTime,
        start=st.integers(0, 12 * 24 * 40).map(lambda n: START + timedelta(minutes=5 * n)),
        minutes=st.just(30),
        office=st.sampled_from(["keskusta", "hervanta"]),
        specialist=st.sampled_from(["a", "b", "c"]),
    ),
    max_size=60,
).map(lambda found: sorted(found, key=lambda each: (each.start, each.office, each.specialist)))


def at(day: int, hour: int, specialist: str = "a", office: str = "keskusta") -> FreeTime:
    return FreeTime(START + timedelta(days=day, hours=hour), 30, office, specialist)


@given(times, st.integers(0, 6))
def test_each_start_of_a_week_is_shown_once_under_its_day_and_place(
    found: list[FreeTime], weeks: int
) -> None:
    monday = MONDAY + timedelta(weeks=weeks)

    week = week_of(found, monday)

    shown = [
        (day.date, place.office, start)
        for day in week.days
        for place in day.places
        for start in place.starts
    ]
    wanted = {
        (local(time.start).date(), time.office, time.start)
        for time in found
        if monday_of(local(time.start).date()) == monday
    }
    assert len(shown) == len(set(shown))
    assert set(shown) == wanted
    assert week.empty == (not wanted)
    assert [day.date.weekday() for day in week.days][:5] == [0, 1, 2, 3, 4]


@given(times)
def test_the_ways_on_and_back_are_there_when_they_lead_somewhere(found: list[FreeTime]) -> None:
    week = week_of(found, MONDAY + timedelta(weeks=1))
    days = [local(time.start).date() for time in found]

    assert week.earlier == any(day < week.monday for day in days)
    later = [time.start for time in found if local(time.start).date() > week.sunday]
    assert week.next_start == (later[0] if later else None)


@given(times, st.integers(0, 12 * 24 * 40))
def test_no_other_time_is_nearer_than_those_offered(found: list[FreeTime], n: int) -> None:
    moment = START + timedelta(minutes=5 * n)

    offered = near(found, moment)

    different = {(time.start, time.office) for time in found}
    assert len(offered) == min(6, len(different))
    farthest = max((abs(time.start - moment) for time in offered), default=timedelta())
    left = different - {(time.start, time.office) for time in offered}
    assert all(abs(start - moment) >= farthest for start, _ in left)
    assert list(offered) == sorted(offered, key=lambda time: (time.start, time.office))


def test_who_has_more_of_the_day_free_gets_the_client() -> None:
    day = [at(0, 0, "a"), at(0, 0, "b"), at(0, 1, "b"), at(0, 2, "c", "hervanta")]

    assert [time.specialist for time in fairest(day, START, "keskusta")] == ["b", "a"]
    assert fairest(day, START, "hervanta") == ()


def test_weekends_are_shown_when_they_have_times() -> None:
    assert len(week_of([at(0, 0)], MONDAY).days) == 5
    assert [day.date.day for day in week_of([at(6, 0)], MONDAY).days][-1] == 29


@given(st.integers(0, 40_000_000))
def test_a_button_says_which_start_it_means(minutes: int) -> None:
    start = START + timedelta(minutes=minutes)

    assert start_in(written(start, "office-id")) == (start, "office-id")
