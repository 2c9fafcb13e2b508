"""A person arrives: checks in with a booking, or takes a number."""

from collections.abc import Callable
from dataclasses import replace

from vuoro.core.clock import ClockState
from vuoro.core.wire.codec import encode
from vuoro.core.wire.common import DoorState, LobbyMode
from vuoro.core.wire.desk import TicketKind
from vuoro.core.wire.kiosk import ArrivalResult, CheckInBy, CheckInRequest, Outcome, TicketRequest
from vuoro.queue.domain import admission, due, tries
from vuoro.queue.domain.admission import Admit, CameElsewhere, Here, PassClaim, TurnAside
from vuoro.queue.domain.arrival import Arrival, How, Note
from vuoro.queue.domain.booking import Booking
from vuoro.queue.domain.office import Service
from vuoro.queue.doors import door, lobby_mode
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.issuing import NewTicket, issue, spoken
from vuoro.queue.service.lobby import LobbyService, Press
from vuoro.queue.service.presenting import (
    Shown,
    arrivals_of,
    look_up,
    mirror_age,
    over,
    visits_of,
)
from vuoro.queue.service.slips import offered_slip, slip_for
from vuoro.queue.store import Work

CHECK_IN = "check_in"
GUARDED = frozenset({CheckInBy.IDENTITY_CODE, CheckInBy.BOOKING_CODE})
"""Codes short enough to be guessed: their tries are counted."""


def check_in(lobby: LobbyService, request: CheckInRequest, press: Press) -> ArrivalResult | bytes:
    """A client with a booking is here.

    Gives the wire bytes of an earlier answer when this press was already answered, else a fresh
    answer's bytes; an ArrivalResult where nothing was written.
    """
    if (kept := lobby.kept(press, CHECK_IN)) is not None:
        return kept
    if request.by in GUARDED and (pause := _pause(lobby, press.actor)):
        return ArrivalResult(Outcome.TOO_MANY_TRIES, retry_after=pause)
    return _answered(lobby, press, CHECK_IN, lambda work: _check_in(lobby, work, request, press))


def take_number(lobby: LobbyService, request: TicketRequest, press: Press) -> ArrivalResult | bytes:
    """A walk-in client wants a number."""
    return _answered(lobby, press, "take_number", lambda work: _take(lobby, work, request, press))


def _take(lobby: LobbyService, work: Work, request: TicketRequest, press: Press) -> ArrivalResult:
    service = lobby.office.service(request.service)
    if service is None or not (service.at_kiosk or service.id == lobby.office.info_service):
        return ArrivalResult(Outcome.CLOSED)
    kiosk = lobby.kiosk_names.get(press.actor, "")
    state = door(lobby.line, lobby.hours, lobby.office, lobby.now, service, press.actor, kiosk)
    refusal = _DOOR_OUTCOMES.get(state)
    if refusal is not None:
        return ArrivalResult(refusal)
    language = spoken(lobby, request.language)
    lease = None
    if service.walk_in_by_time:
        # The door was open, so one is left.
        lease = lobby.line.leases_left(service.id, lobby.now)[0]
    new = NewTicket(service, How.WALK_IN, language, device=press.actor, lease=lease)
    ticket = issue(lobby, work, new)
    slip = slip_for(lobby, work, ticket, press.actor)
    return ArrivalResult(Outcome.ISSUED, slip=slip)


_DOOR_OUTCOMES = {
    DoorState.CLOSED: Outcome.CLOSED,
    DoorState.LOCKED: Outcome.LOCKED,
    DoorState.FULL: Outcome.FULL,
}
_LOBBY_OUTCOMES = {LobbyMode.CLOSED: Outcome.CLOSED, LobbyMode.LOCKED: Outcome.LOCKED}


def _check_in(
    lobby: LobbyService, work: Work, request: CheckInRequest, press: Press
) -> ArrivalResult:
    mode = lobby_mode(lobby.line, lobby.hours, lobby.office, lobby.now)
    closed = _LOBBY_OUTCOMES.get(mode)
    if closed is not None:
        return ArrivalResult(closed)
    shown = look_up(lobby, request)
    if isinstance(shown, Outcome):
        return ArrivalResult(shown)
    decision = judge(lobby, shown)
    if shown.presented.how is How.IDENTITY_CODE:
        return _uniform(lobby, work, shown, decision, request, press)
    match decision:
        case Admit():
            return _admitted(lobby, work, shown, decision, request, press)
        case Here(arrival):
            return _here(lobby, work, arrival, Outcome.ALREADY_HERE)
        case CameElsewhere(visit):
            return ArrivalResult(Outcome.ALREADY_HERE, number="/".join(visit.numbers))
        case TurnAside(outcome, start):
            return ArrivalResult(outcome, start=start)


def judge(lobby: LobbyService, shown: Shown) -> admission.Decision:
    """What becomes of who shows this, as everything is now. Changes nothing."""
    arrivals = arrivals_of(lobby, shown)
    decision = admission.decide(
        shown.presented,
        arrivals,
        lobby.now,
        lobby.office.rules,
        site=lobby.office.site,
        mirror_age=mirror_age(lobby),
        clock_sure=lobby.clock.state is ClockState.SYNC,
        served=over(lobby, arrivals),
        elsewhere=visits_of(lobby, shown),
    )
    if isinstance(decision, CameElsewhere):
        # Its ticket may be in this line all the same: then the number can be given again.
        known = lobby.line.waiting_by_number(set(decision.visit.numbers))
        return Here(known) if known is not None else decision
    return decision


def _admitted(
    lobby: LobbyService,
    work: Work,
    shown: Shown,
    decision: Admit,
    request: CheckInRequest,
    press: Press,
) -> ArrivalResult:
    new = _booked_ticket(lobby, shown, decision, request, press)
    ticket = issue(lobby, work, new)
    start = decision.booking.start if decision.booking is not None else None
    return ArrivalResult(
        decision.outcome, slip=slip_for(lobby, work, ticket, press.actor), start=start
    )


def _here(lobby: LobbyService, work: Work, arrival: Arrival, outcome: Outcome) -> ArrivalResult:
    """The same number again; the slip is offered as a copy, not printed by itself."""
    ticket = lobby.line.ticket_of(arrival)
    assert ticket is not None, "who waits has a ticket"
    slip = offered_slip(lobby, work, ticket)
    start = None if ticket.uniform else ticket.booked_start
    return ArrivalResult(outcome, slip=slip, start=start)


def _uniform(
    lobby: LobbyService,
    work: Work,
    shown: Shown,
    decision: admission.Decision,
    request: CheckInRequest,
    press: Press,
) -> ArrivalResult:
    """The answer to an identity code.

    The same range, the same words, whether or not it matched (lobby.md, Arrival).
    """
    if isinstance(decision, Here):
        known = _here(lobby, work, decision.arrival, Outcome.RECEIVED)
        assert known.slip is not None, "who waits has a slip"
        return replace(known, slip=replace(known.slip, ahead=None, wait=None), start=None)
    info, language = _info(lobby), spoken(lobby, request.language)
    if isinstance(decision, Admit):
        new = _booked_ticket(lobby, shown, decision, request, press)
    else:
        note = Note.CAME_ELSEWHERE if isinstance(decision, CameElsewhere) else Note.NO_MATCH
        new = NewTicket(info, How.IDENTITY_CODE, language, device=press.actor, notes=(note,))
    new = replace(new, uniform=True, letter=info.letter, identity_index=shown.identity_index)
    ticket = issue(lobby, work, new)
    return ArrivalResult(Outcome.RECEIVED, slip=slip_for(lobby, work, ticket, press.actor))


def _booked_ticket(
    lobby: LobbyService, shown: Shown, decision: Admit, request: CheckInRequest, press: Press
) -> NewTicket:
    booking = decision.booking
    service = _service_of(lobby, booking)
    when = None
    if booking is not None:
        when = due.booked(lobby.now, booking, service, lobby.office.rules)
    others = [b for b in shown.presented.bookings if booking is not None and b.id != booking.id]
    notes = decision.notes + ((Note.ANOTHER_BOOKING,) if others else ())
    return NewTicket(
        service,
        shown.presented.how,
        spoken(lobby, request.language),
        device=press.actor,
        kind=TicketKind.BOOKED,
        booking=booking,
        booking_key=booking.id if booking is not None else shown.key,
        shown=_seen(shown.presented.how, booking, shown.presented.claim),
        due=when,
        notes=notes,
    )


def _seen(how: How, booking: Booking | None, claim: PassClaim | None) -> dict[str, str | int]:
    """What was known of the booking, in its revisions: from the mirror, and by the pass."""
    seen: dict[str, str | int] = {"by": how.value}
    if booking is not None:
        seen["booking_rev"] = booking.rev
    if claim is not None:
        seen["pass_rev"] = claim.rev
    return seen


def _service_of(lobby: LobbyService, booking: Booking | None) -> Service:
    found = lobby.office.service(booking.service) if booking is not None else None
    return found or _info(lobby)


def _info(lobby: LobbyService) -> Service:
    info = lobby.office.service(lobby.office.info_service)
    assert info is not None, "checked when the office was loaded"
    return info


def _answered(
    lobby: LobbyService, press: Press, action: str, make: Callable[[Work], ArrivalResult]
) -> ArrivalResult | bytes:
    ensure_day(lobby)
    answer = lobby.once(press, action, make, encode)
    assert isinstance(answer, bytes), "an arrival is never refused"
    return answer


def _pause(lobby: LobbyService, device: str) -> int:
    before = lobby.tries.get(device, tries.Tries())
    after, pause = tries.attempt(before, lobby.clock.mono(), lobby.office.rules.tries_per_minute)
    lobby.tries[device] = after
    return pause
