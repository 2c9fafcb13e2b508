"""A colleague is ill: the day is seen, and handed over, spread or cancelled in one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.domain.values import BookingStatus, BookingView, SpecialistView
from vuoro.booking.service.accounts import Role
from vuoro.booking.service.changing import hand_over
from vuoro.booking.service.days import Outcome, cancel_day, hand_over_day
from vuoro.booking.service.directory import specialist
from vuoro.booking.service.reading import day_of
from vuoro.booking.service.working_hours import add_absence, remove_absence, whole_day
from vuoro.booking.web.staff.bookings_here import booking_here
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.form import BadForm
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.people import specialist_options, specialists

_PATH = "/staff/ill"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one booking. ``undo``: what a form sends to give it back."""

    view: BookingView
    problem: str
    undo: str = ""


def pages(door: Door) -> None:
    """``/staff/ill`` and its undoing."""

    @door.get(_PATH, Role.BOOK)
    def choose(here: Here) -> Response:
        return _day_page(here)

    @door.post(_PATH, Role.BOOK)
    def act(here: Here) -> Response:
        who, day = _who(here), here.form.day("day")
        try:
            plan = _plan(here)
        except Refused as refused:
            return _day_page(here, refused)
        # Away first: nobody books the day while it is being emptied.
        absence = _note_absence(here, who.id, day) if here.form.text("absent") == "yes" else ""
        results = [_result(here, outcome, who.id) for outcome in plan(who.id, day)]
        return here.page(
            "ill_results.html", results=results, who=who, day=day, absence=absence, undone=False
        )

    @door.post(_PATH + "/undo", Role.BOOK)
    def undo(here: Here) -> Response:
        who, absence = _who(here), here.form.text("absence")
        if absence:
            remove_absence(here.backend, here.actor, here.tenant, who.id, absence)
        results = [_give_back(here, text, who.id) for text in here.form.many("back")]
        return here.page(
            "ill_results.html", results=results, who=who, day=here.form.day("day"), absence="",
            undone=True,
        )  # fmt: skip


def _who(here: Here) -> SpecialistView:
    return specialist(here.backend, here.tenant, here.form.some("specialist"))


def _note_absence(here: Here, who: str, day: date) -> str:
    """Away for what is left of the day; gives the absence's id."""
    start, end = whole_day(day)
    start = max(start, here.backend.now)
    return add_absence(here.backend, here.actor, here.tenant, who, start, end)


def _plan(here: Here) -> Callable[[str, date], list[Outcome]]:
    """What is to be done with a specialist's day. Raises Refused before anything is done."""
    what, form = here.form.text("what"), here.form
    backend, actor, tenant = here.backend, here.actor, here.tenant
    if what == "to":
        colleague = specialist(backend, tenant, form.some("to"))
        return lambda who, day: hand_over_day(backend, actor, tenant, who, day, colleague.id)
    if what == "spread":
        return lambda who, day: hand_over_day(backend, actor, tenant, who, day)
    if what == "cancel":
        tell, reason = form.text("tell") == "yes", form.text("reason", 200)
        return lambda who, day: cancel_day(
            backend, actor, tenant, who, day, reason, tell_client=tell
        )  # fmt: skip
    raise BadForm("what")


def _day_page(here: Here, refused: Refused | None = None) -> Response:
    day = here.form.day("day", here.today)
    known = {each.id: each for each in specialists(here)}
    who = known.get(here.form.text("specialist"))
    views = day_of(here.backend, here.tenant, day, specialist=who.id) if who else []
    return here.page(
        "ill.html", status=refused.status if refused else 200, who=who, day=day,
        views=_ahead(here, views), people=specialist_options(here),
        colleagues=[(each.id, each.name) for each in known.values() if each != who],
        problem=here.says.refusal(refused) if refused else None,
    )  # fmt: skip


def _ahead(here: Here, views: Sequence[BookingView]) -> list[BookingView]:
    return [
        each for each in views
        if each.status is BookingStatus.BOOKED and each.start > here.backend.now
    ]  # fmt: skip


def _result(here: Here, outcome: Outcome, was: str) -> Result:
    view, refused = outcome
    if refused is not None:
        return Result(view, here.says.refusal(_busy(refused)))
    handed = view.status is BookingStatus.BOOKED and view.specialist != was
    return Result(view, "", f"{view.id}.{view.rev}" if handed else "")


def _busy(refused: Refused) -> Refused:
    """The same about the colleague: who reads it has chosen a person, not a time."""
    if refused.code not in ("taken", "not_bookable"):
        return refused
    return Refused("colleague_busy", "The colleague isn't free then. Move or cancel this one.")


def _give_back(here: Here, text: str, to: str) -> Result:
    """Only what nobody has changed since goes back."""
    booking_id, _, rev = text.partition(".")
    view = booking_here(here, booking_id)
    if str(view.rev) != rev:
        return Result(view, here.says.refusal(Refused("changed_since", "It was changed since.")))
    try:
        return Result(hand_over(here.backend, here.actor, view.id, to), "")
    except Refused as refused:
        return Result(view, here.says.refusal(_busy(refused)))
