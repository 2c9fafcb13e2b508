"""What happens to a person who says they have a booking: one pure function (offline_sync §3.11).

A missing booking is a value, not a branch elsewhere. Nobody is turned away: an outcome carries
either a place in the line, or words and a way forward.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vuoro.core.clock import local
from vuoro.core.wire.desk import Channel
from vuoro.core.wire.kiosk import Outcome
from vuoro.core.wire.sync import VisitRow
from vuoro.queue.domain.arrival import Arrival, How, Note
from vuoro.queue.domain.booking import Booking, BookingStatus
from vuoro.queue.domain.office import Rules, minutes

FRESH = timedelta(seconds=60)
"""A mirror pulled more recently than this is believed when it doesn't know a pass."""


@dataclass(frozen=True, slots=True)
class PassClaim:
    """What a verified pass says: signature, tenant and key are already checked.

    ``starts`` and ``ends`` bound when the pass may be used; they are not the booked time.
    """

    pass_id: str
    rev: int
    site: int
    starts: datetime
    ends: datetime

    def holds(self, now: datetime) -> bool:
        """Whether its time has come and isn't over."""
        return self.starts <= now < self.ends


@dataclass(frozen=True, slots=True)
class Presented:
    """What a person showed, and every booking that it names, of any day in the mirror.

    ``claim`` is there for a pass only. ``removed`` is the tombstone of the pass: the backend took
    the booking away.
    """

    how: How
    bookings: tuple[Booking, ...] = ()
    claim: PassClaim | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Admit:
    """A place in the line.

    ``booking`` is None for a pass whose row has not come yet (§3.9 row 9).
    """

    outcome: Outcome
    booking: Booking | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Here:
    """Already in: the same number again."""

    arrival: Arrival


@dataclass(frozen=True, slots=True)
class CameElsewhere:
    """Already in, by another device of this lobby or another lobby: it has given the number."""

    visit: VisitRow


@dataclass(frozen=True, slots=True)
class TurnAside:
    """No place by this booking; the outcome has its words and its way forward.

    ``start`` is the booked time that it is about, where one is known.
    """

    outcome: Outcome
    start: datetime | None = None


Decision = Admit | Here | CameElsewhere | TurnAside


@dataclass(frozen=True, slots=True)
class _Moment:
    """When and where the decision is made, and by which rules."""

    now: datetime
    site: int
    rules: Rules
    clock_sure: bool
    mirror_age: timedelta | None

    @property
    def today(self) -> date:
        return local(self.now).date()

    @property
    def mirror_fresh(self) -> bool:
        """A clock set back makes an age negative; such an age proves nothing."""
        return self.mirror_age is not None and timedelta(0) <= self.mirror_age < FRESH


def decide(
    presented: Presented,
    arrivals: Sequence[Arrival],
    now: datetime,
    rules: Rules,
    *,
    site: int,
    mirror_age: timedelta | None,
    clock_sure: bool = True,
    served: frozenset[str] = frozenset(),
    elsewhere: Sequence[VisitRow] = (),
) -> Decision:
    """What becomes of a person who shows a booking.

    ``arrivals`` are those of the presented bookings (and, for a pass, of the pass itself);
    ``served`` the ids of those whose ticket is over, by which nobody waits any more.
    ``elsewhere`` are visits by the presented bookings that other devices told the backend of.
    ``mirror_age`` is the time since the last pull, None if there was none. With ``clock_sure``
    false nobody is refused, called early or called late by the clock.

    In this order: a pass from before the time was given to another client is for staff; who waits
    already has their number; the mirror wins where it knows a time here today for which nobody
    came; who came elsewhere has their number there; a pass newer than the mirror wins where the
    mirror says no; then the mirror's words; then those of a pass that the mirror doesn't know.
    """
    moment = _Moment(now, site, rules, clock_sure, mirror_age)
    if presented.claim is not None and _is_anothers(presented.claim, presented.bookings):
        return TurnAside(Outcome.SEE_STAFF)
    standing = [arrival for arrival in arrivals if not arrival.voided]
    waiting = [arrival for arrival in standing if arrival.id not in served]
    if waiting:
        return Here(max(waiting, key=lambda arrival: (arrival.arrived_at, arrival.id)))
    visits = [visit for visit in elsewhere if not visit.voided]
    came = {arrival.booking for arrival in standing} | {visit.booking for visit in visits}
    open_today = [b for b in _here_today(presented.bookings, moment) if _is_booked(b)]
    coming = [booking for booking in open_today if came.isdisjoint(booking.keys)]
    if coming:
        return _admit(_next_of(coming, moment), presented.claim, moment)
    if visits and not standing:
        return CameElsewhere(max(visits, key=lambda visit: (visit.arrived_ms, visit.id)))
    if open_today:
        return TurnAside(Outcome.SEE_STAFF)
    if presented.claim is not None and _newer(presented.claim, presented.bookings):
        return _by_pass(presented, presented.claim, moment, came_before=bool(standing))
    if presented.bookings:
        return _elsewhere(presented, moment, came_before=bool(standing))
    return TurnAside(Outcome.NO_MATCH)


def _is_booked(booking: Booking) -> bool:
    return booking.status is BookingStatus.BOOKED


def _here_today(bookings: Sequence[Booking], moment: _Moment) -> list[Booking]:
    here = [b for b in bookings if b.site == moment.site and _is_today(b, moment)]
    return sorted(here, key=lambda booking: (booking.start, booking.id))


def _is_today(booking: Booking, moment: _Moment) -> bool:
    return local(booking.start).date() == moment.today


def _next_of(coming: Sequence[Booking], moment: _Moment) -> Booking:
    """Of two bookings today, the next one: the first that is not yet past its window."""
    return next((booking for booking in coming if not _is_late(booking, moment)), coming[-1])


def _is_late(booking: Booking, moment: _Moment) -> bool:
    return moment.clock_sure and moment.now > booking.start + minutes(moment.rules.late)


def _is_early(booking: Booking, moment: _Moment) -> bool:
    return moment.clock_sure and moment.now < booking.start - minutes(moment.rules.early)


def _is_anothers(claim: PassClaim, bookings: Sequence[Booking]) -> bool:
    """Whether the pass is of somebody who had the time before it was given to another client."""
    return any(claim.rev < booking.since_rev for booking in bookings)


def _newer(claim: PassClaim, bookings: Sequence[Booking]) -> bool:
    """Whether the pass tells of a change that the mirror has not heard of."""
    return all(claim.rev > booking.rev for booking in bookings)


def _admit(booking: Booking, claim: PassClaim | None, moment: _Moment) -> Admit:
    notes = _notes(booking, claim, moment)
    if Note.STALE_BOOKING in notes:
        # The real time may be another one: nobody is told that they are early or late by this one.
        return Admit(Outcome.ADMITTED, booking, notes)
    if _is_late(booking, moment):
        return Admit(Outcome.LATE, booking, (*notes, Note.LATE))
    if _is_early(booking, moment):
        return Admit(Outcome.EARLY, booking, (*notes, Note.EARLY))
    is_old = Note.OLD_PASS in notes
    return Admit(Outcome.RESCHEDULED if is_old else Outcome.ADMITTED, booking, notes)


def _notes(booking: Booking, claim: PassClaim | None, moment: _Moment) -> tuple[Note, ...]:
    found = (
        (Note.OLD_PASS, claim is not None and claim.rev < booking.rev),
        (Note.STALE_BOOKING, claim is not None and claim.rev > booking.rev),
        (Note.NOT_IN_PERSON, booking.channel is not Channel.IN_PERSON),
        (Note.CLOCK_UNSURE, not moment.clock_sure),
    )
    return tuple(note for note, is_so in found if is_so)


def _by_pass(
    presented: Presented, claim: PassClaim, moment: _Moment, *, came_before: bool
) -> Decision:
    """A good pass, and nothing in the mirror that is as new."""
    if claim.site not in (0, moment.site):
        return TurnAside(Outcome.WRONG_OFFICE)
    if presented.removed and not presented.bookings:
        return TurnAside(Outcome.SUPERSEDED)
    if moment.clock_sure and not claim.holds(moment.now):
        return TurnAside(Outcome.WRONG_DAY)
    if came_before or (moment.mirror_fresh and not presented.bookings):
        return TurnAside(Outcome.SEE_STAFF)
    known = Note.STALE_BOOKING if presented.bookings else Note.NOT_IN_MIRROR
    unsure = () if moment.clock_sure else (Note.CLOCK_UNSURE,)
    return Admit(Outcome.ADMITTED, None, (known, *unsure))


def _elsewhere(presented: Presented, moment: _Moment, *, came_before: bool) -> Decision:
    """Nothing here today that stands: another day, another office, or cancelled."""
    here = [b for b in presented.bookings if b.site == moment.site and _is_booked(b)]
    if not moment.clock_sure and len(here) == 1 and not came_before:
        return _admit(here[0], presented.claim, moment)
    booking = min(presented.bookings, key=lambda each: _relevance(each, moment))
    if booking.site != moment.site:
        return TurnAside(Outcome.WRONG_OFFICE)
    if not _is_booked(booking):
        return TurnAside(Outcome.CANCELLED, booking.start)
    if presented.claim is not None and presented.claim.rev < booking.rev:
        return TurnAside(Outcome.SUPERSEDED, booking.start)
    return TurnAside(Outcome.WRONG_DAY, booking.start)


def _relevance(booking: Booking, moment: _Moment) -> tuple[int, timedelta, str]:
    """Which booking a person has most likely come for: today's, the next to come, the newest."""
    away = abs(booking.start - moment.now)
    if _is_today(booking, moment):
        return (0 if _is_booked(booking) else 1), away, booking.id
    is_ahead = booking.start > moment.now and _is_booked(booking)
    return (2 if is_ahead else 3), away, booking.id
