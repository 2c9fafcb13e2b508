"""A booking: what is known of it, what has happened to it, and everything that may be done."""

from datetime import timedelta
from urllib.parse import urlencode

from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.domain.questions import in_words
from vuoro.booking.domain.values import BookingStatus, BookingView, Wanted
from vuoro.booking.messages.outgoing import of_booking
from vuoro.booking.service import changing
from vuoro.booking.service.accounts import Role
from vuoro.booking.service.audit import audit
from vuoro.booking.service.directory import specialists
from vuoro.booking.service.finding import find_times
from vuoro.booking.web.pages import go
from vuoro.booking.web.staff import series
from vuoro.booking.web.staff.bookings_here import booking_here
from vuoro.booking.web.staff.client_pages import client_here
from vuoro.booking.web.staff.contacts import errors_of
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.history import history
from vuoro.booking.web.staff.people import office_options
from vuoro.booking.web.staff.search_form import MOST_SHOWN, by_day

_PATH = "/staff/bookings/{id}"
_MOVE_DAYS = timedelta(days=13)


def pages(door: Door) -> None:
    """``/staff/bookings/{id}`` and its commands."""

    @door.get(_PATH, Role.BOOK)
    def one(here: Here) -> Response:
        view = booking_here(here, here.path("id"))
        if here.knows(view):
            _note(here, "booking.seen", view.id)
        return _page(here, view)

    @door.post(_PATH + "/reveal", Role.SEE_CLIENTS)
    def reveal(here: Here) -> Response:
        view = booking_here(here, here.path("id"))
        _note(here, "client.revealed", view.client or "")
        return _page(here, view, revealed=True)

    @door.get(_PATH + "/move", Role.BOOK)
    def where_to(here: Here) -> Response:
        return _move_page(here, booking_here(here, here.path("id")))

    @door.post(_PATH + "/move", Role.BOOK)
    def move(here: Here) -> Response:
        view, time = booking_here(here, here.path("id")), series.read(here.form.some("time"))
        try:
            changing.move(here.backend, here.actor, view.id, time)
        except Refused as refused:
            return _move_page(here, view, refused)
        return _done(view, "moved")

    @door.post(_PATH + "/cancel", Role.BOOK)
    def cancel(here: Here) -> Response:
        view = booking_here(here, here.path("id"))
        told = here.form.text("tell") == "yes"
        reason = here.form.text("reason", 200)
        changing.cancel(here.backend, here.actor, view.id, reason, tell_client=told)
        return _done(view, "cancelled_told" if told else "cancelled")

    @door.post(_PATH + "/hand-over", Role.BOOK)
    def hand_over(here: Here) -> Response:
        view = booking_here(here, here.path("id"))
        try:
            changing.hand_over(here.backend, here.actor, view.id, here.form.some("specialist"))
        except Refused as refused:
            return _page(here, view, refused=refused)
        return _done(view, "handed_over")

    @door.post(_PATH + "/client", Role.BOOK)
    def give(here: Here) -> Response:
        view = booking_here(here, here.path("id"))
        client = client_here(here, here.form.some("client"))
        try:
            changing.reassign(here.backend, here.actor, view.id, client.id)
        except Refused as refused:
            return _page(here, view, refused=refused)
        return _done(view, "reassigned")

    @door.post(_PATH + "/mark", Role.BOOK)
    def mark(here: Here) -> Response:
        view, status = booking_here(here, here.path("id")), here.form.some("status")
        if status not in ("booked", "done", "absent"):
            raise Refused("bad_field", "Choose one of the buttons.", 422)
        changing.mark(here.backend, here.actor, view.id, BookingStatus(status))
        return _done(view, f"marked_{status}")

    @door.post(_PATH + "/note", Role.BOOK)
    def note(here: Here) -> Response:
        view = booking_here(here, here.path("id"))
        try:
            changing.set_note(here.backend, here.actor, view.id, here.form.text("note"))
        except Refused as refused:
            return _page(here, view, refused=refused)
        return _done(view, "noted")


def _note(here: Here, action: str, entity: str) -> None:
    """Who looked at whom is noted (Act 906/2019 § 17)."""
    with here.backend.begin() as work:
        audit(work, here.tenant, here.actor, action, entity)


def _done(view: BookingView, code: str) -> Response:
    return go(f"/staff/bookings/{view.id}", done=code)


def _page(
    here: Here, view: BookingView, *, revealed: bool = False, refused: Refused | None = None
) -> Response:
    able = specialists(here.backend, here.tenant, service=view.service.id)
    return here.page(
        "booking.html", status=refused.status if refused else 200, view=view,
        known=revealed or here.knows(view), answers=_answers(here, view),
        colleagues=[(each.id, each.name) for each in able if each.id != view.specialist],
        history=history(here, view), messages=of_booking(here.backend, here.tenant, view.id),
        is_ahead=view.end >= here.backend.now, form=here.form, errors=errors_of(refused),
        problem=here.says.refusal(refused) if refused else None,
        again=urlencode({"service": view.service.id, "channel": view.channel,
                         "client": view.client or "", "specialist": view.specialist}),
    )  # fmt: skip


def _answers(here: Here, view: BookingView) -> tuple[tuple[str, str], ...]:
    return in_words(view.service.questions, view.answers, here.language)


def _move_page(here: Here, view: BookingView, refused: Refused | None = None) -> Response:
    """Free times of the same service, at first those of the same specialist."""
    first = max(here.form.day("first", here.today), here.today)
    everybody = here.form.text("who") == "all"
    wanted = Wanted(
        here.tenant, view.service.id, view.channel, first, first + _MOVE_DAYS,
        specialists=() if everybody else (view.specialist,), for_staff=True, minutes=view.minutes,
    )  # fmt: skip
    times = find_times(here.backend, wanted)[:MOST_SHOWN]
    names = {each.id: each.name for each in specialists(here.backend, here.tenant)}
    return here.page(
        "booking_move.html", status=refused.status if refused else 200, view=view, first=first,
        everybody=everybody, days=by_day(times), written=series.written, names=names,
        places=dict(office_options(here)), problem=here.says.refusal(refused) if refused else None,
    )  # fmt: skip
