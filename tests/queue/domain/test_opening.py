"""When an office and its services are open."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from vuoro.core.clock import HELSINKI, local
from vuoro.core.opening_hours import BadHours, parse_span, parse_week
from vuoro.queue.domain.office import Office, Service
from vuoro.queue.domain.opening import Hours

USUAL = {"mon-fri": "09:00-16:15"}
ADVICE = Service("advice", {}, "A")
THURSDAYS = Service("debt", {}, "A", hours={"thu": "12:00-15:00"})


def office(**changes: object) -> Office:
    usual = Office(1, UUID(int=1), {}, {}, "advice", USUAL, (ADVICE, THURSDAYS), ())
    return replace(usual, **changes)  # type: ignore[arg-type]  # names of fields


def hours_on(day: str, plan: Office, service: Service | None = None) -> str:
    """``09:00-16:15`` as people read it; empty when closed."""
    span = Hours(plan).on(date.fromisoformat(day), service)
    if span is None:
        return ""
    return f"{local(span.opens):%H:%M}-{local(span.closes):%H:%M}"


def helsinki(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2026-11-20", "09:00-16:15"),
        ("2026-11-21", ""),
        ("2026-11-22", ""),
        ("2026-11-23", "09:00-16:15"),
    ],
    ids=["friday", "saturday", "sunday", "monday"],
)
def test_the_week(day: str, hours: str) -> None:
    assert hours_on(day, office()) == hours


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        ("2027-01-01", True),
        ("2027-01-06", True),
        ("2026-04-03", True),
        ("2026-04-06", True),
        ("2026-05-01", True),
        ("2026-05-14", True),
        ("2026-06-19", True),
        ("2027-12-06", True),
        ("2026-12-24", True),
        ("2026-12-25", True),
        ("2026-12-23", False),
        ("2026-12-31", False),
        ("2026-04-02", False),
        ("2026-04-30", False),
    ],
    ids=[
        "new year", "epiphany", "good friday", "easter monday", "may day", "ascension",
        "midsummer eve, by custom", "independence day", "christmas eve, by custom",
        "christmas day", "the day before christmas eve", "new year's eve", "maundy thursday",
        "may day eve",
    ],
)  # fmt: skip
def test_a_public_office_in_finland_is_closed_on_holidays(day: str, closed: bool) -> None:
    assert (hours_on(day, office()) == "") == closed
    assert hours_on(day, office(closed_on_holidays=False)) == "09:00-16:15"


@pytest.mark.parametrize(
    ("exceptions", "hours"),
    [({}, ""), ({date(2026, 12, 24): "09:00-12:00"}, "09:00-12:00")],
)
def test_a_single_day_stands_over_a_holiday(exceptions: dict[date, str], hours: str) -> None:
    assert hours_on("2026-12-24", office(exceptions=exceptions), ADVICE) == hours


def test_a_single_day_may_open_a_sunday_and_close_a_monday() -> None:
    plan = office(exceptions={date(2026, 11, 22): "10:00-14:00", date(2026, 11, 23): ""})

    assert hours_on("2026-11-22", plan) == "10:00-14:00"
    assert hours_on("2026-11-23", plan) == ""


@pytest.mark.parametrize(
    ("office_says", "service_says", "hours"),
    [
        (None, None, "12:00-15:00"),
        ("09:00-13:00", None, "12:00-13:00"),
        ("09:00-11:00", None, ""),
        ("", None, ""),
        (None, "10:00-11:00", "10:00-11:00"),
        (None, "", ""),
        ("09:00-11:00", "13:00-14:00", "13:00-14:00"),
    ],
    ids=[
        "its own hours",
        "the office closes early: so does the service",
        "the office closes before the service opens",
        "the office is closed",
        "a single day of its own",
        "closed on a single day of its own",
        "its own single day stands over the office's",
    ],
)
def test_a_service_with_hours_of_its_own(
    office_says: str | None, service_says: str | None, hours: str
) -> None:
    thursday = date(2026, 11, 26)
    service = THURSDAYS
    if service_says is not None:
        service = replace(service, exceptions={thursday: service_says})
    exceptions = {} if office_says is None else {thursday: office_says}
    plan = office(services=(ADVICE, service), exceptions=exceptions)

    assert hours_on("2026-11-26", plan, service) == hours


def test_a_service_with_hours_of_its_own_is_closed_on_all_other_days() -> None:
    assert hours_on("2026-11-25", office(), THURSDAYS) == ""


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-11-23 08:59:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 16:14:59", True),
        ("2026-11-23 16:15", False),
        ("2026-11-23 00:00", False),
    ],
)
def test_it_opens_to_the_second_and_closes_to_the_second(now: str, is_open: bool) -> None:
    assert Hours(office()).is_open(helsinki(now)) == is_open


@pytest.mark.parametrize(
    ("day", "opens_utc"),
    [("2026-03-28", "07:00"), ("2026-03-29", "06:00"), ("2026-10-24", "06:00"),
     ("2026-10-25", "07:00")],
    ids=["before spring", "spring day", "before autumn", "autumn day"],
)  # fmt: skip
def test_hours_are_those_on_the_wall_when_the_clocks_change(day: str, opens_utc: str) -> None:
    span = Hours(office(hours={"mon-sun": "09:00-16:15"})).on(date.fromisoformat(day))

    assert span is not None
    assert f"{span.opens:%H:%M}" == opens_utc
    assert span.closes - span.opens == timedelta(hours=7, minutes=15)


def test_a_night_that_loses_an_hour_is_an_hour_shorter() -> None:
    span = Hours(office(hours={"sun": "02:00-05:00"})).on(date(2026, 3, 29))

    assert span is not None
    assert span.closes - span.opens == timedelta(hours=2)


def test_a_service_may_be_open_until_midnight() -> None:
    hours = Hours(office(hours={"mon": "18:00-24:00"}))

    assert hours.is_open(helsinki("2026-11-23 23:59:59"))
    assert not hours.is_open(helsinki("2026-11-24 00:00"))


@pytest.mark.parametrize(
    ("now", "opens", "service"),
    [
        ("2026-11-23 08:00", "2026-11-23 09:00", None),
        ("2026-11-23 09:00", "2026-11-24 09:00", None),
        ("2026-11-27 16:15", "2026-11-30 09:00", None),
        ("2026-11-29 23:59", "2026-11-30 09:00", None),
        ("2026-12-23 17:00", "2026-12-28 09:00", None),
        ("2026-12-17 17:00", "2027-01-07 12:00", THURSDAYS),
    ],
    ids=[
        "this morning", "open since this very moment", "over the weekend", "sunday night",
        "over christmas", "a thursday service over christmas: only new year's eve is between",
    ],
)  # fmt: skip
def test_when_it_opens_next(now: str, opens: str, service: Service | None) -> None:
    plan = office(exceptions={date(2026, 12, 31): ""})

    assert Hours(plan).next_opening(helsinki(now), service) == helsinki(opens)


def test_a_service_that_never_opens_has_no_next_opening() -> None:
    assert Hours(office(hours={})).next_opening(helsinki("2026-11-23 08:00")) is None


def test_days_are_written_singly_or_as_ranges() -> None:
    assert parse_week({"mon-wed": "09:00-16:00", "sat": "10:00-14:00"}) == {
        0: (540, 960), 1: (540, 960), 2: (540, 960), 5: (600, 840),
    }  # fmt: skip


@pytest.mark.parametrize(
    "week",
    [
        {"mon-fri": "09:00-16:00", "wed": "", "fri": "09:00-12:00"},
        {"fri": "09:00-12:00", "wed": "", "mon-fri": "09:00-16:00"},
    ],
)
def test_a_day_of_its_own_stands_over_a_range_wherever_it_is_written(week: dict[str, str]) -> None:
    parsed = parse_week(week)

    assert 2 not in parsed
    assert parsed[4] == (540, 720)
    assert parsed[3] == (540, 960)


@pytest.mark.parametrize(
    ("days", "hours", "complaint"),
    [
        ("fri-mon", "09:00-16:00", "runs backwards"),
        ("monday", "09:00-16:00", "is not a day"),
        ("mon-", "09:00-16:00", "is not a day"),
        ("Mon", "09:00-16:00", "is not a day"),
        ("", "09:00-16:00", "is not a day"),
        ("mon", "9-16", "is not a time span"),
        ("mon", "09:00", "is not a time span"),
        ("mon", "09:00-16:60", "is not a time span"),
        ("mon", "09:00-16:00+02:00", "is not a time span"),
        ("mon", "16:00-09:00", "ends before it begins"),
        ("mon", "09:00-09:00", "ends before it begins"),
        ("mon", "09:00-24:01", "ends after midnight"),
    ],
)
def test_hours_that_nobody_can_read_are_told(days: str, hours: str, complaint: str) -> None:
    with pytest.raises(BadHours, match=complaint):
        parse_week({days: hours})


def test_two_ranges_that_both_say_a_day_are_told() -> None:
    with pytest.raises(BadHours, match="says wed once more"):
        parse_week({"mon-wed": "09:00-16:00", "wed-fri": "10:00-16:00"})


def test_an_empty_text_is_closed() -> None:
    assert parse_span("") is None
