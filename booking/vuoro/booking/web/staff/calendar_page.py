"""The calendar: a day or a week of a person or an office, and the day as a list for paper."""

from datetime import date, timedelta

from starlette.responses import Response

from vuoro.booking.domain.values import BookingStatus
from vuoro.booking.service.accounts import Role
from vuoro.booking.service.reading import between
from vuoro.booking.web.staff.calendars import office_day, person_days
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.grid import Column, window
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.people import office_options, offices, specialists

_PATH = "/staff/calendar"


def pages(door: Door) -> None:
    """``/staff/calendar`` and ``/staff/calendar/list``."""

    @door.get(_PATH, Role.BOOK)
    def calendar(here: Here) -> Response:
        who, where, day = _chosen(here)
        by_week = here.form.text("view") == "week" and bool(who)
        columns = _columns(here, who, where, day, by_week)
        step = timedelta(days=7 if by_week else 1)
        return here.page(
            "calendar.html", columns=columns, window=window(columns), day=day, by_week=by_week,
            who=who, where=where, before=day - step, after=day + step,
            people=specialists(here), place_options=office_options(here),
        )  # fmt: skip

    @door.get(_PATH + "/list", Role.BOOK)
    def day_list(here: Here) -> Response:
        who, where, day = _chosen(here)
        views = between(here.backend, here.tenant, day, day,
                        office=where or None, specialist=who or None)  # fmt: skip
        kept = [each for each in views if each.status is not BookingStatus.CANCELLED]
        return here.page("day_list.html", views=kept, day=day, who=who, where=where,
                         people=specialists(here), places=offices(here))  # fmt: skip


def _chosen(here: Here) -> tuple[str, str, date]:
    """The specialist or else the office that is looked at, and the day.

    Without a wish: one's own calendar, one's own office, the first office.
    """
    day = here.form.day("day", here.today)
    people = {each.id for each in specialists(here)}
    places = [each.id for each in offices(here)]
    who, where = here.form.text("specialist"), here.form.text("office")
    if who in people:
        return who, "", day
    if where in places:
        return "", where, day
    own = here.account
    if not who and not where and own.specialist in people:
        return own.specialist or "", "", day
    return "", own.office if own.office in places else next(iter(places), ""), day


def _columns(here: Here, who: str, where: str, day: date, by_week: bool) -> list[Column]:
    if not who:
        return office_day(here.backend, here.tenant, where, day, specialists(here))
    if not by_week:
        name = next(each.name for each in specialists(here) if each.id == who)
        return person_days(here.backend, here.tenant, who, day, [name])
    monday = day - timedelta(days=day.weekday())
    titles = [here.says.day(monday + timedelta(days=n)) for n in range(7)]
    columns = person_days(here.backend, here.tenant, who, monday, titles)
    return [each for each in columns if each.day.weekday() < 5 or each.works or each.items]
