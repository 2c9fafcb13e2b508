"""Booking on a client's behalf: free times, one or several of them, the client, the result."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.domain.values import Answers, BookingView, FreeTime, NewBooking, ServiceView
from vuoro.booking.service.accounts import Role
from vuoro.booking.service.booking import book_many
from vuoro.booking.service.directory import specialist
from vuoro.booking.service.finding import find_times
from vuoro.booking.service.refusals import Invalid
from vuoro.booking.web.staff import series
from vuoro.booking.web.staff.client_pages import client_here, is_known
from vuoro.booking.web.staff.contacts import contact_of_form, errors_of
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.exact import fits_exactly
from vuoro.booking.web.staff.groups import booked_together
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.people import (
    office_options,
    service_options,
    specialist_options,
)
from vuoro.booking.web.staff.search_form import Asked, asked, found
from vuoro.core.opening_hours import moment_of

_PATH = "/staff/book"


def pages(door: Door) -> None:
    """``/staff/book`` and ``/staff/book/review``."""

    @door.get(_PATH, Role.BOOK)
    def times(here: Here) -> Response:
        wish = asked(here)
        return here.page(
            "book.html", wish=wish, days=found(here, wish), query=urlencode(_next(here, wish)),
            count=here.form.number("count", 1, series.MOST_MEETINGS, 1),
            weeks=here.form.number("weeks", 1, series.MOST_WEEKS, 2),
            written=series.written, most_meetings=series.MOST_MEETINGS, **_choices(here),
        )  # fmt: skip

    @door.get(_PATH + "/review", Role.BOOK)
    def review(here: Here) -> Response:
        wish = asked(here)
        return _review(here, wish, _wishes(here, wish))

    @door.post(_PATH, Role.BOOK)
    def book(here: Here) -> Response:
        wish = asked(here)
        if wish.service is None or wish.channel is None:
            return here.refusal(Refused("no_such_service", "Choose a service.", 422))
        times = [series.read(each) for each in here.form.many("time")]
        once = here.form.some("once")
        before = booked_together(here.backend, here.tenant, once)
        if before:
            return _results(here, [(time_of(view), view) for view in before])
        if not times:
            return _review(here, wish, [], Refused("no_times", "Choose a time.", 422))
        try:
            outcomes = _book(here, wish, times, once)
        except Refused as refused:
            return _review(here, wish, _kept(times), refused)
        wrong = next((each for each in outcomes if isinstance(each, Invalid)), None)
        if wrong is not None:
            return _review(here, wish, _kept(times), wrong)
        return _results(here, list(zip(times, outcomes, strict=True)))


def time_of(view: BookingView) -> FreeTime:
    """The time of a booking."""
    return FreeTime(view.start, view.minutes, view.office.id, view.specialist)


def _book(
    here: Here, wish: Asked, times: Sequence[FreeTime], once: str
) -> list[BookingView | Refused]:
    """The first one makes the client, if it is a new one; the others are for the same client."""
    assert wish.service is not None
    assert wish.channel is not None
    form = here.form
    known = form.text("client")
    language = contact_of_form(form).language
    if known:
        language = client_here(here, known).contact.language
    answers: Answers = tuple(
        (question.id, form.text(f"answer.{question.id}")) for question in wish.service.questions
    )
    new = NewBooking(
        here.tenant, wish.service.id, wish.channel, times[0],
        None if known else contact_of_form(form), known or None, answers, form.text("note"),
        language, once,
    )  # fmt: skip
    if known or len(times) == 1:
        return book_many(here.backend, here.actor, [replace(new, time=time) for time in times])
    return _book_for_new(here, new, times)


def _book_for_new(
    here: Here, new: NewBooking, times: Sequence[FreeTime]
) -> list[BookingView | Refused]:
    outcomes: list[BookingView | Refused] = []
    for time in times:
        outcome = book_many(here.backend, here.actor, [replace(new, time=time)])[0]
        outcomes.append(outcome)
        if isinstance(outcome, Invalid):
            return outcomes
        if isinstance(outcome, BookingView):
            new = replace(new, contact=None, client_id=outcome.client)
    return outcomes


def _wishes(here: Here, wish: Asked) -> list[series.Wish]:
    """What the review proposes: the time chosen, and the others of a series."""
    if wish.service is None or wish.channel is None:
        raise Refused("no_such_service", "Choose a service.", 422)
    first = _first(here, wish, wish.service)
    count = here.form.number("count", 1, series.MOST_MEETINGS, 1)
    weeks = here.form.number("weeks", 1, series.MOST_WEEKS, 2)
    narrow = replace(wish, specialist=first.specialist, office=first.office)
    found = []
    for moment in series.moments(first.start, count, weeks):
        times = find_times(here.backend, narrow.wanted(here, *series.around(moment)))
        exact = replace(first, start=moment)
        fits = fits_exactly(here.backend, wish.service, wish.channel, exact)
        found.append(series.wish(moment, times, exact if fits else None))
    return found


def _first(here: Here, wish: Asked, service: ServiceView) -> FreeTime:
    """The time that was chosen, or the start of somebody's own wish."""
    if "time" in here.form:
        return series.read(here.form.text("time"))
    who = specialist(here.backend, here.tenant, here.form.some("specialist"))
    hour, _, minute = here.form.time("at").partition(":")
    start = moment_of(here.form.day("day"), int(hour) * 60 + int(minute))
    minutes = wish.minutes or service.minutes
    return FreeTime(start, minutes, wish.office or who.office, who.id)


def _kept(times: Sequence[FreeTime]) -> list[series.Wish]:
    return [series.Wish(time.start, (time,)) for time in times]


def _review(
    here: Here, wish: Asked, wishes: list[series.Wish], refused: Refused | None = None
) -> Response:
    chosen = here.form.text("client")
    known = client_here(here, chosen) if chosen else None
    names, places = dict(specialist_options(here)), dict(office_options(here))
    again = {**_next(here, wish), "time": here.form.text("time"),
             "count": here.form.text("count"), "weeks": here.form.text("weeks")}  # fmt: skip
    return here.page(
        "book_review.html", status=refused.status if refused else 200, wish=wish, wishes=wishes,
        client=known, client_shown=known is not None and is_known(here, known), names=names,
        places=places, written=series.written, form=here.form, errors=errors_of(refused),
        problem=here.says.refusal(refused) if refused else None,
        once=here.form.text("once") or str(here.backend.ids.thing()),
        again=urlencode({k: v for k, v in again.items() if v}),
    )  # fmt: skip


def _results(here: Here, outcomes: Sequence[tuple[FreeTime, BookingView | Refused]]) -> Response:
    rows = [
        (time, None, here.says.refusal(outcome)) if isinstance(outcome, Refused)
        else (time, outcome, "")
        for time, outcome in outcomes
    ]  # fmt: skip
    made = [view for _, view, _ in rows if view is not None]
    return here.page("book_results.html", rows=rows, made=made,
                     status=200 if made else 409)  # fmt: skip


def _next(here: Here, wish: Asked) -> Mapping[str, str]:
    query = {**wish.as_query(), "client": here.form.text("client", 64)}
    return {key: value for key, value in query.items() if value}


def _choices(here: Here) -> dict[str, Any]:
    chosen = here.form.text("client", 64)
    known = client_here(here, chosen) if chosen else None
    places, people = office_options(here), specialist_options(here)
    return {
        "services": service_options(here), "offices": places, "specialists": people,
        "client": known, "client_shown": known is not None and is_known(here, known),
        "names": dict(people), "places": dict(places),
    }  # fmt: skip
