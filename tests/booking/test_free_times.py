"""Which times are offered: tables of one specialist's day, and nights when clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from vuoro.booking.domain.cells import cell_at
from vuoro.booking.domain.free_times import Calendar, Search, fits, free_times
from vuoro.booking.domain.hours import ExtraBlock, OfficeHours, Terms, WeeklyBlock
from vuoro.core.clock import HELSINKI
from vuoro.core.opening_hours import moment_of, parse_span, parse_week
from vuoro.core.wire.desk import Channel

MONDAY = date(2026, 11, 23)
ALWAYS = date(2026, 1, 1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
OPEN = OfficeHours(parse_week({"mon-fri": "08:00-16:00"}), {})
ROUND_THE_CLOCK = OfficeHours(parse_week({"mon-sun": "00:00-24:00"}), {}, closed_on_holidays=False)
TALK = Search("talk", Channel.IN_PERSON, 30, MONDAY, MONDAY, LONG_AGO)
WITH_BUFFER = replace(TALK, after=5)


def weekly(
    hours: str,
    days: tuple[int, ...] = (0, 1, 2, 3, 4),
    *,
    office: str = "centre",
    since: date = ALWAYS,
    until: date | None = None,
    every: int = 1,
    terms: Terms | None = None,
) -> tuple[WeeklyBlock, ...]:
    span = parse_span(hours)
    assert span is not None
    at = terms or Terms(office)
    return tuple(WeeklyBlock(at, day, span, since, until, every) for day in days)


def taken(day: date, *spans: str) -> tuple[tuple[int, int], ...]:
    """Cells of a local day that are somebody's: ``"09:00-09:35"``."""
    minutes = [span for span in map(parse_span, spans) if span is not None]
    cells = [[cell_at(moment_of(day, minute)) for minute in span] for span in minutes]
    return tuple((first, end) for first, end in cells)


def offered(search: Search, *calendars: Calendar, **offices: OfficeHours) -> list[str]:
    found = free_times(search, calendars, offices or {"centre": OPEN})
    written = "%H:%M" if search.first == search.last else "%d.%m. %H:%M"
    return [time.start.astimezone(HELSINKI).strftime(written) for time in found]


@pytest.mark.parametrize(
    ("search", "hours", "gone", "expected"),
    [
        (TALK, "09:00-11:00", (), "09:00 09:30 10:00 10:30"),
        (WITH_BUFFER, "09:00-11:00", (), "09:00 09:35 10:10"),
        (replace(TALK, minutes=5), "09:00-09:20", (), "09:00 09:05 09:10 09:15"),
        (replace(TALK, minutes=120), "09:00-12:00", (), "09:00"),
        (replace(TALK, minutes=45), "08:40-11:00", (), "08:45 09:30 10:15"),
        (TALK, "09:00-09:25", (), ""),
        # Meetings of others, whatever their length, are laid around without losing one.
        (WITH_BUFFER, "09:00-12:00", ("09:35-10:10",), "09:00 10:15 10:50 11:25"),
        (TALK, "09:00-12:00", ("09:00-09:15",), "09:30 10:00 10:30 11:00 11:30"),
        (TALK, "09:00-10:15", ("09:00-09:15",), "09:15 09:45"),
        (TALK, "09:00-12:00", ("09:20-11:35",), ""),
        (TALK, "09:00-12:00", ("08:00-13:00",), ""),
        # A first start moves to a full hour, a half or a quarter if that costs nothing.
        (TALK, "08:50-10:00", (), "09:00 09:30"),
        (TALK, "08:50-09:55", (), "08:50 09:20"),
        (TALK, "09:05-10:00", (), "09:30"),
        (TALK, "09:05-09:45", (), "09:15"),
        (TALK, "09:05-10:05", (), "09:05 09:35"),
        # Buffers are working time, and may reach over the opening of the office.
        (replace(TALK, before=10, after=10), "09:00-10:40", (), "09:10 10:00"),
        (replace(TALK, before=5), "07:50-09:10", (), "08:00 08:35"),
        (replace(TALK, minutes=60), "06:00-18:00", (),
         "08:00 09:00 10:00 11:00 12:00 13:00 14:00 15:00"),
        (replace(TALK, minutes=60, channel=Channel.PHONE), "06:00-09:00", (), "06:00 07:00 08:00"),
        (replace(TALK, earliest=datetime(2026, 11, 23, 7, 31, tzinfo=UTC)), "09:00-11:00", (),
         "10:00 10:30"),
        (replace(TALK, earliest=datetime(2026, 11, 23, 7, 30, tzinfo=UTC)), "09:00-11:00", (),
         "09:30 10:00 10:30"),
    ],
)  # fmt: skip
def test_a_day_of_one_specialist(
    search: Search, hours: str, gone: tuple[str, ...], expected: str
) -> None:
    aino = Calendar("aino", weekly(hours), taken(MONDAY, *gone))

    assert offered(search, aino) == expected.split()


@pytest.mark.parametrize(
    ("terms", "search", "seen"),
    [
        (Terms("centre"), TALK, True),
        (Terms("centre", for_staff=True), TALK, False),
        (Terms("centre", for_staff=True), replace(TALK, for_staff=True), True),
        (Terms("centre"), replace(TALK, for_staff=True), True),
        (Terms("centre", channels=frozenset({"phone"})), TALK, False),
        (Terms("centre", channels=frozenset({"in_person"})), TALK, True),
        (Terms("centre", services=frozenset({"other"})), TALK, False),
        (Terms("centre", services=frozenset({"other", "talk"})), TALK, True),
        (Terms("elsewhere"), TALK, False),
    ],
)
def test_a_block_is_offered_for_what_it_is_for(terms: Terms, search: Search, seen: bool) -> None:
    aino = Calendar("aino", weekly("09:00-09:30", terms=terms))

    assert bool(offered(search, aino)) is seen


def test_staff_see_their_own_hours_as_one_stretch_with_the_public_ones() -> None:
    hours = (*weekly("09:00-10:00"), *weekly("10:00-10:45", terms=Terms("centre", for_staff=True)))
    aino = Calendar("aino", hours)

    assert offered(WITH_BUFFER, aino) == ["09:00"]
    assert offered(replace(WITH_BUFFER, for_staff=True), aino) == ["09:00", "09:35", "10:10"]


@pytest.mark.parametrize(
    ("every", "since", "until", "expected"),
    [
        (1, date(2026, 11, 23), None, "25.11. 02.12. 09.12. 16.12."),
        (2, date(2026, 11, 23), None, "25.11. 09.12."),
        (2, date(2026, 11, 16), None, "02.12. 16.12."),
        (2, date(2026, 11, 26), None, "09.12."),  # Counted from the week, valid from the day.
        (3, date(2026, 11, 1), None, "09.12."),
        (1, date(2026, 11, 26), date(2026, 12, 9), "02.12. 09.12."),
        (1, date(2026, 12, 17), None, ""),
        (8, date(2025, 11, 19), None, "16.12."),
    ],
)
def test_weekly_hours_come_back_every_so_many_weeks(
    every: int, since: date, until: date | None, expected: str
) -> None:
    wednesdays = weekly("09:00-09:30", (2,), since=since, until=until, every=every)
    month = replace(TALK, last=date(2026, 12, 16))

    found = offered(month, Calendar("aino", wednesdays))

    assert [text.split()[0] for text in found] == expected.split()


@pytest.mark.parametrize(
    ("day", "office", "expected"),
    [
        ("2026-12-23", OPEN, "09:00 09:30"),
        ("2026-12-24", OPEN, ""),  # Christmas Eve: closed by custom.
        ("2026-06-19", OPEN, ""),  # Midsummer Eve.
        ("2026-12-25", OPEN, ""),
        ("2026-12-25", replace(OPEN, closed_on_holidays=False), "09:00 09:30"),
        ("2026-12-24", replace(OPEN, exceptions={date(2026, 12, 24): (540, 570)}), "09:00"),
        ("2026-11-23", replace(OPEN, exceptions={MONDAY: None}), ""),
        ("2026-11-23", replace(OPEN, exceptions={MONDAY: (570, 960)}), "09:30"),
        ("2026-11-28", OPEN, ""),  # Saturday: closed, whatever the specialist's hours.
    ],
)
def test_an_office_that_is_closed_offers_nothing(
    day: str, office: OfficeHours, expected: str
) -> None:
    that = date.fromisoformat(day)
    every_day = Calendar("aino", weekly("09:00-10:00", tuple(range(7))))

    found = offered(replace(TALK, first=that, last=that), every_day, centre=office)

    assert found == expected.split()


def test_nobody_answers_the_phone_on_a_holiday() -> None:
    christmas = date(2026, 12, 25)
    call = replace(TALK, channel=Channel.PHONE, first=christmas, last=christmas)

    assert offered(call, Calendar("aino", weekly("09:00-10:00"))) == []


def test_extra_hours_add_to_the_week() -> None:
    extra = ExtraBlock(Terms("centre"), MONDAY + timedelta(days=1), (10 * 60, 11 * 60))
    aino = Calendar("aino", (*weekly("09:00-10:00", (0,)), extra))

    two_days = replace(TALK, last=MONDAY + timedelta(days=1))

    assert offered(two_days, aino) == [
        "23.11. 09:00", "23.11. 09:30", "24.11. 10:00", "24.11. 10:30",
    ]  # fmt: skip


def test_the_same_specialist_in_two_offices_is_in_one_at_a_time() -> None:
    hours = (*weekly("09:00-10:00"), *weekly("10:00-11:00", office="hervanta"))
    aino = Calendar("aino", hours, taken(MONDAY, "09:30-10:30"))

    found = list(free_times(TALK, [aino], {"centre": OPEN, "hervanta": OPEN}))

    assert [(time.office, time.start.astimezone(HELSINKI).hour) for time in found] == [
        ("centre", 9), ("hervanta", 10),
    ]  # fmt: skip


def test_times_come_by_start_office_and_specialist() -> None:
    everybody = [
        Calendar(who, weekly("09:00-10:00", office=office))
        for who, office in (("b", "x"), ("a", "y"), ("c", "x"))
    ]

    found = free_times(TALK, everybody, {"x": OPEN, "y": OPEN})

    order = [(time.start, time.office, time.specialist) for time in found]
    assert order == sorted(order)
    assert len(order) == 6


def test_many_times_are_a_sequence_like_any_other() -> None:
    found = free_times(TALK, [Calendar("aino", weekly("09:00-12:00"))], {"centre": OPEN})

    assert len(found) == 6
    assert [found[at] for at in range(6)] == list(found) == found[:]
    assert found[-1] == list(found)[-1]
    assert found[2:4] == list(found)[2:4]
    assert found.starts() == [time.start for time in found]
    assert all(time.minutes == 30 for time in found)
    with pytest.raises(IndexError):
        found[6]


@pytest.mark.parametrize(
    ("day", "hours", "expected"),
    [
        # 29 March 2026: 03:00 becomes 04:00; three hours on the clock are two.
        (date(2026, 3, 29), "02:00-05:00", "02:00 04:00"),
        (date(2026, 3, 29), "00:00-24:00", 23),
        # 25 October 2026: 04:00 becomes 03:00; there are two of 03:00.
        (date(2026, 10, 25), "02:00-05:00", "02:00 03:00 03:00 04:00"),
        (date(2026, 10, 25), "00:00-24:00", 25),
        (date(2026, 10, 24), "00:00-24:00", 24),
    ],
)
def test_nights_when_clocks_change(day: date, hours: str, expected: str | int) -> None:
    hour = replace(TALK, minutes=60, first=day, last=day)
    found = offered(hour, Calendar("aino", weekly(hours, (5, 6))), centre=ROUND_THE_CLOCK)

    assert found == expected.split() if isinstance(expected, str) else len(found) == expected


def test_a_specialist_who_works_round_midnight_has_one_stretch() -> None:
    sunday = MONDAY - timedelta(days=1)
    hours = (*weekly("23:00-24:00", (6,)), *weekly("00:00-01:00", (0,)))
    night = replace(TALK, minutes=45, first=sunday, last=MONDAY)

    found = offered(night, Calendar("aino", hours), centre=ROUND_THE_CLOCK)

    assert found == ["22.11. 23:00", "22.11. 23:45"]


@pytest.mark.parametrize(
    ("start", "seen"),
    [
        ("09:00", True), ("09:05", True), ("09:55", True), ("10:00", False),  # 10:00-10:35
        ("08:55", False), ("09:02", False), ("10:30", False), ("12:00", False), ("00:00", False),
        ("23:55", False),
    ],
)  # fmt: skip
def test_staff_may_book_any_start_at_which_a_meeting_fits(start: str, seen: bool) -> None:
    aino = Calendar("aino", weekly("09:00-10:30"))
    when = datetime.fromisoformat(f"2026-11-23 {start}").replace(tzinfo=HELSINKI)

    assert fits(WITH_BUFFER, aino, {"centre": OPEN}, when.astimezone(UTC)) is seen


def test_what_is_taken_or_too_soon_fits_no_more() -> None:
    aino = Calendar("aino", weekly("09:00-10:30"), taken(MONDAY, "09:30-09:35"))
    nine = moment_of(MONDAY, 9 * 60)

    assert fits(TALK, aino, {"centre": OPEN}, nine)
    assert not fits(WITH_BUFFER, aino, {"centre": OPEN}, nine)
    assert not fits(
        replace(TALK, earliest=nine + timedelta(minutes=1)), aino, {"centre": OPEN}, nine
    )
    assert not fits(TALK, aino, {"elsewhere": OPEN}, nine)


def test_nothing_at_all_is_free_where_there_is_nobody() -> None:
    assert list(free_times(TALK, [], {"centre": OPEN})) == []
    assert list(free_times(TALK, [Calendar("aino")], {})) == []
