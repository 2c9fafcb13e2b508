"""What happens to a person who says they have a booking: one pure function (offline_sync §3.11).

A missing booking is a value, not a branch elsewhere. Nobody is turned away: an outcome either carries a place in the
line or words and a way forward.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vuoro.core.clock import local
from vuoro.core.wire.kiosk import Outcome
from vuoro.queue.domain.arrival import Arrival, How
from vuoro.queue.domain.booking import Booking, BookingStatus
from vuoro.queue.domain.office import Rules, minutes

FRESH = timedelta(seconds=60)
"""A mirror pulled more recently than this is believed when it doesn't know a pass."""


@dataclass(frozen=True, slots=True)
class PassClaim:
    """What a verified pass says: signature, tenant and key are already checked."""

    pass_id: str
    rev: int
    site: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Presented:
    """What a person showed, and every booking of this office that it names, of any day in the mirror.

    ``claim`` is there for a pass only. ``removed`` is the tombstone of the pass: the backend took the booking away.
    """

    how: How
    bookings: tuple[Booking, ...] = ()
    claim: PassClaim | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Admit:
    """A place in the line. ``booking`` is None for a pass whose row has not come yet (§3.9 row 9)."""

    outcome: Outcome
    booking: Booking | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Here:
    """Already in: the same number again."""

    arrival: Arrival


@dataclass(frozen=True, slots=True)
class TurnAside:
    """No place by this booking; the outcome has its words and its way forward."""

    outcome: Outcome
    start: datetime | None = None


Decision = Admit | Here | TurnAside


def decide(
    presented: Presented,
    arrivals: Sequence[Arrival],
    now: datetime,
    rules: Rules,
    *,
    site: int,
    mirror_age: timedelta | None,
    clock_sure: bool = True,
) -> Decision:
    """What becomes of a person who shows a booking.

    ``arrivals`` are those of the presented bookings (and, for a pass, of the pass itself). ``mirror_age`` is the time
    since the last pull, None if there was none. With ``clock_sure`` false nobody is refused by the date.
    """
    if presented.claim is not None and presented.claim.site not in (0, site):
        return TurnAside(Outcome.WRONG_OFFICE)
    today = _today(presented.bookings, now, site)
    if not today:
        here = _already(arrivals, ())
        return here or _without_booking_today(presented, now, site, mirror_age, clock_sure)
    open_ones = [booking for booking in today if booking.status is BookingStatus.BOOKED]
    if not open_ones:
        return _already(arrivals, today) or TurnAside(Outcome.CANCELLED, today[0].start)
    here_for = {arrival.booking for arrival in arrivals if not arrival.voided}
    coming = [booking for booking in open_ones if booking.id not in here_for]
    if not coming:
        return _already(arrivals, open_ones) or TurnAside(Outcome.SEE_STAFF)
    if len(coming) < len(open_ones) and not _window_open(coming[0], now, rules):
        return _already(arrivals, open_ones) or _admit(coming[0], presented, now, rules)
    return _admit(_next_of(coming, now, rules), presented, now, rules)


def _today(bookings: Sequence[Booking], now: datetime, site: int) -> list[Booking]:
    date = local(now).date()
    here = [b for b in bookings if b.site == site and local(b.start).date() == date]
    return sorted(here, key=lambda booking: booking.start)


def _next_of(coming: Sequence[Booking], now: datetime, rules: Rules) -> Booking:
    """Of two bookings today, the next one: the first that is not yet past its window."""
    return next((b for b in coming if now <= b.start + minutes(rules.late)), coming[-1])


def _window_open(booking: Booking, now: datetime, rules: Rules) -> bool:
    return now >= booking.start - minutes(rules.early)


def _already(arrivals: Sequence[Arrival], bookings: Sequence[Booking]) -> Here | None:
    ids = {booking.id for booking in bookings}
    standing = [a for a in arrivals if not a.voided and (not ids or a.booking in ids)]
    return Here(max(standing, key=lambda arrival: arrival.arrived_at)) if standing else None


def _admit(booking: Booking, presented: Presented, now: datetime, rules: Rules) -> Admit:
    notes: tuple[str, ...] = ()
    outcome = Outcome.ADMITTED
    if presented.claim is not None and presented.claim.rev < booking.rev:
        outcome = Outcome.RESCHEDULED
        notes = ("old_pass",)
    elif presented.claim is not None and presented.claim.rev > booking.rev:
        notes = ("stale_booking",)
    if now > booking.start + minutes(rules.late):
        return Admit(Outcome.LATE, booking, (*notes, "late"))
    if not _window_open(booking, now, rules):
        return Admit(Outcome.EARLY, booking, (*notes, "early"))
    return Admit(outcome, booking, notes)


def _without_booking_today(
    presented: Presented, now: datetime, site: int, mirror_age: timedelta | None, clock_sure: bool
) -> Decision:
    elsewhere = sorted(presented.bookings, key=lambda booking: booking.start)
    if elsewhere:
        return _elsewhere(elsewhere, now, site)
    if presented.claim is None:
        return TurnAside(Outcome.NO_MATCH)
    if presented.removed:
        return TurnAside(Outcome.SUPERSEDED)
    claim = presented.claim
    if clock_sure and not claim.starts <= now < claim.ends:
        return TurnAside(Outcome.WRONG_DAY, claim.starts if claim.starts > now else None)
    if mirror_age is not None and mirror_age < FRESH:
        return TurnAside(Outcome.SEE_STAFF)
    return Admit(Outcome.ADMITTED, None, ("not_in_mirror",))


def _elsewhere(bookings: Sequence[Booking], now: datetime, site: int) -> TurnAside:
    """All the bookings are of another day or another office: the one that matters is the next to come."""
    ahead = [b for b in bookings if b.start >= now and b.status is BookingStatus.BOOKED]
    booking = ahead[0] if ahead else bookings[-1]
    if booking.site != site:
        return TurnAside(Outcome.WRONG_OFFICE)
    if booking.status is BookingStatus.CANCELLED:
        return TurnAside(Outcome.CANCELLED, booking.start)
    return TurnAside(Outcome.WRONG_DAY, booking.start)
