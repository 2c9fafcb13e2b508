"""Working hours and absences of a specialist: seen, added, taken away."""

from datetime import datetime, timedelta

from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.domain.values import BookingStatus, SpecialistView
from vuoro.booking.service import working_hours
from vuoro.booking.service.accounts import Role
from vuoro.booking.service.directory import specialist
from vuoro.booking.service.reading import between
from vuoro.booking.service.working_hours import Block
from vuoro.booking.web.pages import go
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.form import BadForm, Form
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.people import office_options, specialist_options
from vuoro.core.clock import local
from vuoro.core.opening_hours import BadHours, Minutes, moment_of, parse_span
from vuoro.core.wire.desk import Channel

_PATH = "/staff/hours"
_AHEAD = timedelta(days=366)


def pages(door: Door) -> None:
    """``/staff/hours`` and what is done there."""

    @door.get(_PATH, Role.MANAGE)
    def hours(here: Here) -> Response:
        return _page(here)

    @door.post(_PATH, Role.MANAGE)
    def add(here: Here) -> Response:
        who = _who(here)
        try:
            blocks = _blocks(here.form)
            working_hours.add_blocks(here.backend, here.actor, here.tenant, who.id, blocks)
        except Refused as refused:
            return _page(here, refused)
        return go(_PATH, specialist=who.id, done="hours_added")

    @door.post(_PATH + "/remove", Role.MANAGE)
    def remove(here: Here) -> Response:
        who, block = _who(here), here.form.some("block")
        working_hours.remove_block(here.backend, here.actor, here.tenant, who.id, block)
        return go(_PATH, specialist=who.id, done="hours_removed")

    @door.post(_PATH + "/absence", Role.MANAGE)
    def away(here: Here) -> Response:
        who = _who(here)
        try:
            start, end = _span(here.form)
            working_hours.add_absence(
                here.backend, here.actor, here.tenant, who.id, start, end,
                here.form.text("reason", 200),
            )  # fmt: skip
        except Refused as refused:
            return _page(here, refused)
        booked = [
            each
            for each in between(
                here.backend, here.tenant, local(start).date(), local(end).date(),
                specialist=who.id,
            )
            if each.status is BookingStatus.BOOKED and each.start < end and each.end > start
        ]  # fmt: skip
        if booked:
            first = local(booked[0].start).date()
            return go("/staff/ill", specialist=who.id, day=first.isoformat(), done="absence_booked")
        return go(_PATH, specialist=who.id, done="absence_added")

    @door.post(_PATH + "/absence/remove", Role.MANAGE)
    def back(here: Here) -> Response:
        who, absence = _who(here), here.form.some("absence")
        working_hours.remove_absence(here.backend, here.actor, here.tenant, who.id, absence)
        return go(_PATH, specialist=who.id, done="absence_removed")


def _who(here: Here) -> SpecialistView:
    return specialist(here.backend, here.tenant, here.form.some("specialist"))


def _page(here: Here, refused: Refused | None = None) -> Response:
    people, places = specialist_options(here), office_options(here)
    chosen = here.form.text("specialist") or here.account.specialist or ""
    who = next((each for each in people if each[0] == chosen), people[0] if people else None)
    now = here.backend.now
    blocks = working_hours.blocks(here.backend, here.tenant, who[0]) if who else []
    away = (
        working_hours.absences(here.backend, here.tenant, [who[0]], now, now + _AHEAD)
        if who else []
    )  # fmt: skip
    return here.page(
        "hours.html", status=refused.status if refused else 200, who=who, people=people,
        blocks=blocks, absences=away, offices=places, channels=list(Channel),
        places=dict(places), form=here.form, weeks=working_hours.MOST_WEEKS,
        clock=_clock, problem=here.says.refusal(refused) if refused else None,
    )  # fmt: skip


def _clock(minutes: int) -> str:
    return f"{minutes // 60}.{minutes % 60:02}"


def _blocks(form: Form) -> list[Block]:
    """One block for each weekday that is ticked, or one for a single day."""
    office, hours = form.some("office"), _hours(form)
    channels, audience = form.many("channel"), form.text("audience") or "public"
    if "day" in form:
        day = form.day("day")
        return [Block(office, hours, day=day, channels=channels, audience=audience)]
    weekdays = form.many("weekday")
    if not weekdays or not set(weekdays) <= set("0123456"):
        raise BadForm("weekday")
    until = form.day("valid_until") if "valid_until" in form else None
    return [
        Block(office, hours, weekday=int(each), valid_from=form.day("valid_from"),
              valid_until=until, every_weeks=form.number("every_weeks", 1, 8, 1),
              channels=channels, audience=audience)
        for each in weekdays
    ]  # fmt: skip


def _hours(form: Form) -> Minutes:
    try:
        span = parse_span(f"{form.time('starts')}-{form.time('ends')}")
    except BadHours:
        raise BadForm("ends") from None
    assert span is not None, "neither end is empty"
    return span


def _span(form: Form) -> tuple[datetime, datetime]:
    """Whole days, or with times of day from the first one's to the last one's."""
    first = form.day("first")
    last = form.day("last", first)
    start = _minute(form, "starts") if "starts" in form else 0
    end = _minute(form, "ends") if "ends" in form else 24 * 60
    return moment_of(first, start), moment_of(last, end)


def _minute(form: Form, name: str) -> int:
    hour, _, minute = form.time(name).partition(":")
    return int(hour) * 60 + int(minute)
