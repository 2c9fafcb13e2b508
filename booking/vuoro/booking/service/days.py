"""The whole day of a specialist who can't come: handed over or cancelled, booking by booking."""

from datetime import date

from sqlalchemy import func, select

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import Actor, BookingStatus, BookingView
from vuoro.booking.service import reading
from vuoro.booking.service.changing import cancel, hand_over
from vuoro.booking.service.directory import specialists
from vuoro.booking.store.tables import bookings
from vuoro.core.clock import local

Outcome = tuple[BookingView, Refused | None]
"""The booking as it is now, and why it could not be changed."""


def hand_over_day(
    backend: Backend, actor: Actor, tenant: str, specialist: str, day: date, to: str | None = None
) -> list[Outcome]:
    """Hand each booking that is still to come to a colleague, each by itself.

    Without ``to`` each goes to whoever can take it and has the fewest that day: first those of the
    same office who speak the booking's language.
    """
    return [
        _handed(backend, actor, view, [to] if to is not None else _colleagues(backend, view))
        for view in _ahead(backend, tenant, specialist, day)
    ]


def cancel_day(
    backend: Backend,
    actor: Actor,
    tenant: str,
    specialist: str,
    day: date,
    reason: str = "",
    *,
    tell_client: bool = True,
) -> list[Outcome]:
    """Cancel each booking that is still to come, each by itself."""
    outcomes: list[Outcome] = []
    for view in _ahead(backend, tenant, specialist, day):
        try:
            done = cancel(backend, actor, view.id, reason, tell_client=tell_client)
            outcomes.append((done, None))
        except Refused as refusal:
            outcomes.append((view, refusal))
    return outcomes


def _ahead(backend: Backend, tenant: str, specialist: str, day: date) -> list[BookingView]:
    views = reading.day_of(backend, tenant, day, specialist=specialist)
    now = backend.now
    return [view for view in views if view.status is BookingStatus.BOOKED and view.start > now]


def _handed(backend: Backend, actor: Actor, view: BookingView, to: list[str]) -> Outcome:
    refusal = Refused("nobody_free", "Nobody else is free then. Move or cancel this one.")
    for specialist in to:
        try:
            return hand_over(backend, actor, view.id, specialist), None
        except Refused as why:
            refusal = why if len(to) == 1 else refusal
    return view, refusal


def _colleagues(backend: Backend, view: BookingView) -> list[str]:
    """Who else offers the service, in the order in which they are asked."""
    others = specialists(backend, view.tenant, service=view.service.id)
    load = _loads(backend, view)

    def rank(at: int) -> tuple[bool, bool, int, int]:
        who = others[at]
        elsewhere, silent = who.office != view.office.id, view.language not in who.languages
        return elsewhere, silent, load.get(who.id, 0), at

    order = sorted(range(len(others)), key=rank)
    return [others[at].id for at in order if others[at].id != view.specialist]


def _loads(backend: Backend, view: BookingView) -> dict[str, int]:
    """How many bookings each specialist of the area has on the local day of a booking."""
    booking = bookings.booking.c
    query = select(booking.specialist, func.count()).where(
        booking.tenant == view.tenant,
        booking.day == local(view.start).date().isoformat(),
        booking.status == BookingStatus.BOOKED,
    )
    with backend.read() as sql:
        return {who: count for who, count in sql.execute(query.group_by(booking.specialist))}
