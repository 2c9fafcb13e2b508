"""Reads what the calendar shows: working hours, absences, bookings and what else takes time."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from vuoro.booking.backend import Backend
from vuoro.booking.domain.cells import DayCells, cell_at, cell_from
from vuoro.booking.domain.free_times import Calendar
from vuoro.booking.domain.hours import OfficeHours
from vuoro.booking.domain.values import BookingStatus, BookingView, SpecialistView
from vuoro.booking.service.loading import office_hours, with_taken, working
from vuoro.booking.service.reading import between
from vuoro.booking.service.working_hours import Absence, absences, whole_day
from vuoro.booking.web.staff.grid import Column, Item, Span, column, joined


def person_days(
    backend: Backend, tenant: str, specialist: str, first: date, titles: Sequence[str]
) -> list[Column]:
    """Days of one specialist in a row, one for each title."""
    days = [first + timedelta(days=n) for n in range(len(titles))]
    known = _Known(backend, tenant, [specialist], first, days[-1])
    views = between(backend, tenant, first, days[-1], specialist=specialist)
    return [
        known.column(specialist, day, title, views, None)
        for day, title in zip(days, titles, strict=True)
    ]


def office_day(
    backend: Backend, tenant: str, office: str, day: date, people: Sequence[SpecialistView]
) -> list[Column]:
    """A day of an office: a column for everybody who works or meets somebody there."""
    known = _Known(backend, tenant, [each.id for each in people], day, day)
    views = between(backend, tenant, day, day, office=office)
    columns = [known.column(each.id, day, each.name, views, office) for each in people]
    return [each for each in columns if each.works or each.booked]


class _Known:
    """What was read for some specialists and days."""

    def __init__(
        self, backend: Backend, tenant: str, people: Sequence[str], first: date, last: date
    ) -> None:
        with backend.read() as sql:
            self.hours: Mapping[str, OfficeHours] = office_hours(sql, tenant)
            calendars = working(sql, people, first, last)
            calendars += [Calendar(who) for who in people if who not in _names(calendars)]
            found = with_taken(sql, calendars, first, last, backend.now_ms)
        self.calendars = {each.specialist: each for each in found}
        begin, end = whole_day(first)[0], whole_day(last)[1]
        self.absences = absences(backend, tenant, people, begin, end)

    def column(
        self, who: str, day: date, title: str, views: Sequence[BookingView], office: str | None
    ) -> Column:
        """A specialist's day; of working hours only those in the office, if one is given."""
        whole = _day_span(day)
        mine = [
            each for each in views
            if each.specialist == who and each.status is not BookingStatus.CANCELLED
            and whole.start <= each.start < whole.until
        ]  # fmt: skip
        taken = [cut for span in self.calendars[who].taken if (cut := _within(Span(*span), whole))]
        away = [
            Item("away", cut, words=each.reason) for each in self.absences
            if each.specialist == who and (cut := _within(_absence_span(each), whole))
        ]  # fmt: skip
        return column(who, day, title, self._works(who, day, office), away, mine, taken)

    def _works(self, who: str, day: date, office: str | None) -> list[Span]:
        cells = DayCells(day, day)
        spans = [
            cells.within(day.toordinal(), block.hours)
            for block in self.calendars[who].blocks
            if office in (None, block.terms.office) and self._is_open(block.terms.office, day)
            and day.toordinal() in block.days(day, day)
        ]  # fmt: skip
        return joined(Span(cells.base + first, cells.base + end) for first, end in spans)

    def _is_open(self, office: str, day: date) -> bool:
        return office in self.hours and self.hours[office].on(day) is not None


def _names(calendars: Sequence[Calendar]) -> set[str]:
    return {each.specialist for each in calendars}


def _day_span(day: date) -> Span:
    cells = DayCells(day, day)
    return Span(cells.base, cells.base + cells.count)


def _absence_span(absence: Absence) -> Span:
    return Span(cell_at(absence.start), cell_from(absence.end))


def _within(span: Span, whole: Span) -> Span | None:
    first, end = max(span.first, whole.first), min(span.end, whole.end)
    return Span(first, end) if first < end else None
