"""Free times against a slow and obvious way of reckoning them, and what always holds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro.booking.domain.cells import CELL_MINUTES, cell_at, moment_at
from vuoro.booking.domain.free_times import Calendar, Search, fits, free_times
from vuoro.booking.domain.hours import ExtraBlock, OfficeHours, Terms, WeeklyBlock
from vuoro.booking.domain.values import FreeTime
from vuoro.core.clock import local
from vuoro.core.opening_hours import Minutes, moment_of
from vuoro.core.wire.desk import Channel

OFFICES = ("east", "west")
DAYS = [
    date(2026, 11, 20), date(2026, 12, 22), date(2026, 3, 27), date(2026, 10, 23),
    date(2026, 6, 17),
]  # fmt: skip
"""Plain days, Christmas, both changes of the clock, Midsummer."""


def minutes_of_day() -> st.SearchStrategy[Minutes]:
    ends = st.lists(st.integers(0, 288), min_size=2, max_size=2, unique=True).map(sorted)
    return ends.map(lambda pair: (pair[0] * 5, pair[1] * 5))


terms = st.builds(
    Terms,
    st.sampled_from(OFFICES),
    st.sampled_from([frozenset(), frozenset({"phone"}), frozenset({"in_person", "video"})]),
    st.sampled_from([frozenset(), frozenset({"talk"}), frozenset({"other"})]),
    st.booleans(),
)


@st.composite
def questions(
    draw: st.DrawFn,
) -> tuple[Search, list[Calendar], dict[str, OfficeHours]]:
    first = draw(st.sampled_from(DAYS))
    last = first + timedelta(days=draw(st.integers(0, 3)))
    begin = cell_at(moment_of(first, 0))
    blocks = st.one_of(
        st.builds(
            WeeklyBlock, terms, st.integers(0, 6), minutes_of_day(),
            st.integers(-30, 3).map(lambda days: first + timedelta(days=days)),
            st.none() | st.integers(0, 5).map(lambda days: first + timedelta(days=days)),
            st.integers(1, 3),
        ),
        st.builds(
            ExtraBlock, terms, st.integers(0, 5).map(lambda days: first + timedelta(days=days)),
            minutes_of_day(),
        ),
    )  # fmt: skip
    spans = st.tuples(st.integers(-20, 6 * 288), st.integers(0, 200)).map(
        lambda pair: (begin + pair[0], begin + pair[0] + pair[1])
    )
    calendars = [
        Calendar(f"s{at}", draw(st.lists(blocks, max_size=4)), draw(st.lists(spans, max_size=5)))
        for at in range(draw(st.integers(0, 3)))
    ]
    hours = st.builds(
        OfficeHours,
        st.dictionaries(st.integers(0, 6), minutes_of_day(), min_size=4),
        st.dictionaries(st.just(first), st.none() | minutes_of_day(), max_size=1),
        st.booleans(),
    )
    offices = {key: draw(hours) for key in draw(st.sets(st.sampled_from(OFFICES), min_size=1))}
    grid = st.sampled_from([0, 5, 10, 15])
    search = Search(
        "talk", draw(st.sampled_from(Channel)), draw(st.sampled_from([5, 15, 30, 45, 120])),
        first, last, moment_at(begin + draw(st.integers(-50, 600))) + timedelta(minutes=1),
        draw(grid), draw(grid), draw(st.booleans()),
    )  # fmt: skip
    return search, calendars, offices


@given(questions())
@settings(max_examples=60, deadline=None)
def test_the_answer_is_that_of_the_slow_way(
    question: tuple[Search, list[Calendar], dict[str, OfficeHours]],
) -> None:
    search, calendars, offices = question

    assert list(free_times(search, calendars, offices)) == sorted(
        slowly(search, calendars, offices),
        key=lambda time: (time.start, time.office, time.specialist),
    )


@given(questions(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_whatever_is_booked_first_no_other_is_lost(
    question: tuple[Search, list[Calendar], dict[str, OfficeHours]], chance: Random
) -> None:
    search = replace(question[0], earliest=moment_at(0))
    _, calendars, offices = question
    every = list(free_times(search, calendars, offices))
    for time in chance.sample(every, min(3, len(every))):
        own = next(each for each in calendars if each.specialist == time.specialist)
        here = {time.office: offices[time.office]}
        assert fits(search, own, here, time.start)
        begin = cell_at(time.start) - search.before // CELL_MINUTES
        after = replace(own, taken=(*own.taken, (begin, begin + search.cells)))
        left, were = free_times(search, [after], here), free_times(search, [own], here)
        assert len(left) == len(were) - 1


def slowly(
    search: Search, calendars: list[Calendar], offices: dict[str, OfficeHours]
) -> Iterator[FreeTime]:
    """Cell by cell, in sets, as one would on paper."""
    before, after = search.before // 5, search.after // 5
    for calendar in calendars:
        gone = {cell for first, end in calendar.taken for cell in range(first, end)}
        for office, hours in offices.items():
            room = set(_room(search, calendar, office, hours)) - gone
            for first, end in _runs(room):
                count = (end - first) // search.cells
                slack = (end - first) - count * search.cells
                start = _tidy(first + before, slack)
                for order in range(count):
                    cell = start + order * search.cells
                    assert set(range(cell - before, cell + search.minutes // 5 + after)) <= room
                    when = moment_at(cell)
                    if when >= search.earliest:
                        yield FreeTime(when, search.minutes, office, calendar.specialist)


def _room(search: Search, calendar: Calendar, office: str, hours: OfficeHours) -> Iterator[int]:
    day = search.first
    while day <= search.last:
        opening = hours.on(day)
        if opening is not None:
            for block in calendar.blocks:
                here = block.terms.office == office and _is_for(block.terms, search)
                if here and _falls_on(block, day):
                    yield from _cells(search, day, block.hours, opening)
        day += timedelta(days=1)


def _cells(search: Search, day: date, hours: Minutes, opening: Minutes) -> Iterator[int]:
    opens, closes = _span(day, opening)
    for cell in range(*_span(day, hours)):
        in_person = search.channel is Channel.IN_PERSON
        if not in_person or opens - search.before // 5 <= cell < closes + search.after // 5:
            yield cell


def _span(day: date, minutes: Minutes) -> tuple[int, int]:
    """All on the grid, so nothing is rounded."""
    return cell_at(moment_of(day, minutes[0])), cell_at(moment_of(day, minutes[1]))


def _is_for(terms: Terms, search: Search) -> bool:
    if terms.for_staff and not search.for_staff:
        return False
    if terms.channels and search.channel.value not in terms.channels:
        return False
    return not terms.services or search.service in terms.services


def _falls_on(block: WeeklyBlock | ExtraBlock, day: date) -> bool:
    if isinstance(block, ExtraBlock):
        return block.day == day
    if day < block.valid_from or (block.valid_until is not None and day > block.valid_until):
        return False
    weeks = (_monday(day) - _monday(block.valid_from)).days // 7
    return day.weekday() == block.weekday and weeks % block.every_weeks == 0


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _runs(cells: set[int]) -> Iterator[tuple[int, int]]:
    for cell in sorted(cells):
        if cell - 1 not in cells:
            end = cell
            while end in cells:
                end += 1
            yield cell, end


def _tidy(first: int, slack: int) -> int:
    for every in (60, 30, 15):
        for cell in range(first, first + slack + 1):
            if moment_at(cell).minute % every == 0:
                return cell
    return first


def test_the_slow_way_is_right_about_a_day_that_anybody_can_reckon() -> None:
    nine_to_noon = WeeklyBlock(Terms("east"), 0, (540, 720), date(2026, 1, 1))
    monday = date(2026, 11, 23)
    search = Search(
        "talk", Channel.IN_PERSON, 30, monday, monday, datetime(2026, 1, 1, tzinfo=UTC), after=5
    )
    office = OfficeHours({0: (540, 960)}, {})

    found = slowly(search, [Calendar("s", [nine_to_noon])], {"east": office})

    assert [local(time.start).strftime("%H:%M") for time in found] == [
        "09:00", "09:35", "10:10", "10:45", "11:20",
    ]  # fmt: skip
