"""The calendar's grid and the series of meetings: pure, so tables and chance."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.booking.booking_world import AINO, CENTRE, at
from vuoro.booking.domain.cells import PER_HOUR, cell_at
from vuoro.booking.domain.values import FreeTime
from vuoro.booking.web.staff import series
from vuoro.booking.web.staff.form import BadForm, Form
from vuoro.booking.web.staff.grid import (
    Item,
    Span,
    Window,
    column,
    grid_css,
    joined,
    minus,
    window,
)
from vuoro.core.clock import local

DAY = date(2026, 11, 23)
SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda p: Span(p[0], p[0] + p[1]))
)


def _span(first: str, end: str, day: str = "2026-11-23") -> Span:
    return Span(cell_at(at(f"{day} {first}")), cell_at(at(f"{day} {end}")))


def _cells(spans: list[Span]) -> set[int]:
    return {cell for span in spans for cell in range(span.first, span.end)}


@given(SPANS, SPANS)
def test_what_is_left_is_what_was_there_and_is_not_gone(
    spans: list[Span], gone: list[Span]
) -> None:
    left = minus(spans, gone)

    assert _cells(left) == _cells(spans) - _cells(gone)
    assert left == joined(left)
    assert all(one.end < other.first for one, other in itertools.pairwise(left))


def test_a_day_shows_what_is_worked_away_taken_and_free() -> None:
    works = [_span("09:00", "12:00"), _span("12:45", "16:00")]
    away = [Item("away", _span("14:00", "16:00"), words="Koulutus")]
    hold = _span("09:00", "09:30")

    day = column(AINO, DAY, "Aino Salo", works, away, [], [hold, _span("14:00", "16:00")])

    kinds = [(item.kind, local(item.span.start).hour, item.span.minutes) for item in day.items]
    assert kinds == [("kept", 9, 30), ("free", 9, 150), ("free", 12, 75), ("away", 14, 120)]
    assert (day.free_minutes, day.booked, day.is_away) == (225, 0, True)


def test_gaps_too_short_for_any_meeting_are_not_offered() -> None:
    works = [_span("09:00", "10:00")]

    day = column(AINO, DAY, "", works, [], [], [_span("09:10", "09:50")])

    assert [item.kind for item in day.items] == ["kept"]


@pytest.mark.parametrize(
    ("works", "first", "end"),
    [
        ([], 8, 16),
        ([_span("09:00", "15:00")], 8, 16),
        ([_span("07:30", "16:05")], 7, 17),
        ([_span("18:00", "20:00")], 8, 20),
    ],
)
def test_the_window_shows_the_usual_hours_and_what_is_outside(
    works: list[Span], first: int, end: int
) -> None:
    shown = window([column(AINO, DAY, "", works, [], [], [])])

    assert (shown.first, shown.end) == (first, end)


@given(
    st.integers(0, 287),
    st.integers(1, 24),
    st.sampled_from(["2026-11-23", "2026-10-25", "2027-03-28"]),
)
def test_every_meeting_has_a_place_inside_the_window(first: int, length: int, day: str) -> None:
    """Also on the nights when clocks change."""
    begin = cell_at(at(f"{day} 00:00")) + first
    shown = Window(8, 16)

    row, rows = shown.place(date.fromisoformat(day), Span(begin, begin + length))

    assert 0 <= row < shown.rows
    assert rows >= 1
    assert row + rows <= shown.rows


def test_a_meeting_stands_at_its_hour_for_its_length() -> None:
    assert Window(8, 16).place(DAY, _span("09:30", "10:00")) == (18, 6)
    assert Window(8, 16).place(DAY, _span("07:00", "09:00")) == (0, PER_HOUR)


def test_now_is_marked_only_while_it_is_in_the_window() -> None:
    assert Window(8, 16).row_of(at("2026-11-23 08:10")) == 2
    assert Window(8, 16).row_of(at("2026-11-23 07:59")) is None
    assert Window(8, 16).row_of(at("2026-11-23 16:00")) is None


def test_there_is_a_style_for_every_place_and_length_of_a_day() -> None:
    css = grid_css()

    for name in (".at-0{", ".at-287{", ".for-1{", ".for-288{", ".rows-96{"):
        assert name in css


@given(st.integers(1, 12), st.integers(1, 8), st.dates(DAY, date(2030, 1, 1)))
def test_a_series_keeps_weekday_and_hour(count: int, weeks: int, day: date) -> None:
    first = datetime(day.year, day.month, day.day, 10, 30, tzinfo=UTC)

    starts = series.moments(first, count, weeks)

    assert starts[0] == first
    assert len({(local(each).weekday(), local(each).time()) for each in starts}) == 1
    apart = [other.date() - one.date() for one, other in itertools.pairwise(starts)]
    assert set(apart) <= {timedelta(weeks=weeks)}


def test_the_nearest_time_is_proposed_where_the_wished_one_is_gone() -> None:
    def time(text: str) -> FreeTime:
        return FreeTime(at(f"2026-11-24 {text}"), 30, CENTRE, AINO)

    offered = [time("09:00"), time("09:35"), time("13:00")]

    assert series.wish(at("2026-11-24 09:35"), offered).is_free
    moved = series.wish(at("2026-11-24 12:00"), offered)
    assert (moved.is_free, moved.proposed) == (False, time("13:00"))
    exact = series.wish(at("2026-11-24 12:00"), offered, time("12:00"))
    assert (exact.is_free, exact.proposed) == (True, time("12:00"))
    assert series.wish(at("2026-11-24 12:00"), []).proposed is None


def test_a_time_comes_through_a_form_unchanged() -> None:
    time = FreeTime(at("2026-11-24 09:35"), 30, CENTRE, AINO)

    assert series.read(series.written(time)) == time


@pytest.mark.parametrize(
    "text", ["", "1.2.3", "x.30.a.b", "1.x.a.b", "9" * 16 + ".30.a.b", "-1.30.a.b", "1.2.3.4.5"]
)
def test_a_time_that_was_made_up_is_refused(text: str) -> None:
    with pytest.raises(BadForm):
        series.read(text)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (lambda form: form.day("x"), "2026-13-01"),
        (lambda form: form.day("x"), "1999-01-01"),
        (lambda form: form.day("x"), ""),
        (lambda form: form.number("x", 1, 8), "9"),
        (lambda form: form.number("x", 1, 8), "٣"),
        (lambda form: form.number("x", 1, 8), "-1"),
        (lambda form: form.time("x"), "25:00"),
        (lambda form: form.time("x"), "9"),
        (lambda form: form.some("x"), "  "),
        (lambda form: form.text("x", 5), "longer"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(read: object, text: str) -> None:
    assert callable(read)
    with pytest.raises(BadForm) as refused:
        read(Form([("x", text)]))
    assert (refused.value.field, refused.value.status) == ("x", 422)


def test_fields_are_read_as_people_write_them() -> None:
    form = Form(
        [
            ("at", "9.05"),
            ("day", "2026-11-23"),
            ("role", "a"),
            ("role", ""),
            ("role", "a"),
            ("n", " x\0 "),
        ]
    )

    assert form.time("at") == "09:05"
    assert form.day("day") == DAY
    assert form.many("role") == ("a",)
    assert form.text("n") == "x"
    assert form.day("none", DAY) == DAY
    assert "none" not in form
