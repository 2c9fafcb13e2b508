"""Asking the lobby service, and what its answers lead to."""

from dataclasses import replace
from typing import assert_never

from vuoro.core.wire.kiosk import (
    ArrivalResult,
    CheckInBy,
    CheckInRequest,
    Outcome,
    Slip,
    TicketRequest,
)
from vuoro.kiosk.flow.effects import CheckIn, Effect, Issue, Print
from vuoro.kiosk.flow.events import Answered, Declined, Unanswered
from vuoro.kiosk.flow.going import Next, go, rest
from vuoro.kiosk.flow.screens import Asking, Lost, Numbered, Paper, Pending, Refused
from vuoro.kiosk.flow.state import Config, Moment, State

TRIES = 3
RETRY_PAUSE = 0.7
LOST_PAUSE = 5.0
PAUSE_UNLESS_TOLD = 60.0
PRINTED_KEPT = 200


def ask(state: State, request: CheckInRequest | TicketRequest, moment: Moment) -> Next:
    """Begin a press: from here on it has one id until it is answered or given up."""
    pending = Pending(moment.press, request)
    return go(state, Asking(pending), moment), (send(pending),)


def send(pending: Pending) -> Effect:
    """The press as it goes to the lobby service, the first time and every other."""
    match pending.request:
        case CheckInRequest():
            return CheckIn(pending.request, pending.press)
        case TicketRequest():
            return Issue(pending.request, pending.press)
        case _:
            assert_never(pending.request)


def pending_of(state: State) -> Pending | None:
    """The press that waits for an answer."""
    match state.screen:
        case Asking(pending=pending) | Lost(pending=pending):
            return pending
        case _:
            return None


def answered(state: State, event: Answered, moment: Moment, config: Config) -> Next:
    """A press has its answer; an answer to another press is old news."""
    pending = pending_of(state)
    if pending is None or pending.press != event.press:
        return state, ()
    result, by = event.result, _by(pending)
    if by is CheckInBy.IDENTITY_CODE:
        result = _uniform(result)
    if result.slip is not None:
        return _numbered(state, result, result.slip, moment, config)
    return go(state, _refused(result, by, moment), moment), ()


def unanswered(state: State, event: Unanswered, moment: Moment) -> Next:
    """Try again with the same press; after a few tries say so, and keep trying."""
    pending = pending_of(state)
    if pending is None or pending.press != event.press:
        return state, ()
    match state.screen:
        case Asking(attempt=attempt) if attempt < TRIES:
            later = moment.mono + RETRY_PAUSE * attempt
            return replace(state, screen=Asking(pending, attempt + 1, retry_at=later)), ()
        case Asking():
            return go(state, Lost(pending, moment.mono + LOST_PAUSE), moment), ()
        case _:
            return replace(state, screen=Lost(pending, moment.mono + LOST_PAUSE)), ()


def declined(state: State, event: Declined, moment: Moment) -> Next:
    """The request itself was refused: a pause where one was asked for, else a person helps.

    A locked kiosk has nothing more to offer and says so.
    """
    pending = pending_of(state)
    if pending is None or pending.press != event.press:
        return state, ()
    if event.locked:
        return rest(replace(state, locked_by_lobby=True), moment), ()
    outcome = Outcome.SEE_STAFF if event.retry_after is None else Outcome.TOO_MANY_TRIES
    result = ArrivalResult(outcome, retry_after=event.retry_after)
    return go(state, _refused(result, _by(pending), moment), moment), ()


def sent_again(state: State, moment: Moment) -> Next:
    """A press whose next try is due goes out once more, with the id it had."""
    match state.screen:
        case Asking(pending=pending, retry_at=float(at)) if moment.mono >= at:
            return replace(state, screen=replace(state.screen, retry_at=None)), (send(pending),)
        case Lost(pending=Pending() as pending, retry_at=float(at)) if moment.mono >= at:
            return replace(state, screen=Lost(pending)), (send(pending),)
        case _:
            return state, ()


def _by(pending: Pending) -> CheckInBy | None:
    return pending.request.by if isinstance(pending.request, CheckInRequest) else None


def _uniform(result: ArrivalResult) -> ArrivalResult:
    """After an identity code every answer with a number looks the same, whoever it is."""
    if result.slip is not None:
        slip = replace(result.slip, ahead=None, wait=None)
        return ArrivalResult(Outcome.RECEIVED, slip)
    open_to_all = {Outcome.TOO_MANY_TRIES, Outcome.CLOSED, Outcome.LOCKED, Outcome.FULL}
    if result.outcome in open_to_all:
        return replace(result, start=None)
    return ArrivalResult(Outcome.SEE_STAFF)


def _numbered(
    state: State, result: ArrivalResult, slip: Slip, moment: Moment, config: Config
) -> Next:
    paper = Paper.COMING
    effects: tuple[Effect, ...] = (Print(slip),)
    if not config.has_printer:
        paper, effects = Paper.NONE, ()
    elif result.outcome is Outcome.ALREADY_HERE or slip.copy > 0 or slip.job in state.printed:
        # The answer to an identity code hides who is here already; its slip is a copy all the same.
        paper, effects = Paper.OFFERED, ()
    else:
        state = with_job(state, slip.job)
    until = moment.mono + config.result
    screen = Numbered(result.outcome, slip, result.start, paper, until, config.result)
    return go(state, screen, moment), effects


def with_job(state: State, job: str) -> State:
    """The same kiosk, remembering that a job went to the printer."""
    return replace(state, printed=(*state.printed, job)[-PRINTED_KEPT:])


def _refused(result: ArrivalResult, by: CheckInBy | None, moment: Moment) -> Refused:
    """Why there is no number. An answer that promises one and has none is a matter for staff."""
    with_number = {
        Outcome.ADMITTED,
        Outcome.EARLY,
        Outcome.LATE,
        Outcome.ALREADY_HERE,
        Outcome.RESCHEDULED,
        Outcome.RECEIVED,
        Outcome.ISSUED,
    }
    if result.outcome is Outcome.ALREADY_HERE and result.number:
        return Refused(Outcome.ALREADY_HERE, by, number=result.number)
    if result.outcome in with_number:
        return Refused(Outcome.SEE_STAFF, by)
    until = None
    if result.outcome is Outcome.TOO_MANY_TRIES:
        pause = PAUSE_UNLESS_TOLD if result.retry_after is None else result.retry_after
        until = moment.mono + pause
    return Refused(result.outcome, by, result.start, until)
