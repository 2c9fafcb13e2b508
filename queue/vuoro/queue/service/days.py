"""The service day opens and closes; meanwhile absences are found."""

from dataclasses import replace
from datetime import date, timedelta

from vuoro.core.clock import ClockState, local
from vuoro.core.wire.desk import TicketState
from vuoro.queue.domain import absence
from vuoro.queue.domain.day import DayStep, ServiceDay, decide
from vuoro.queue.domain.states import BookingMark, CounterState
from vuoro.queue.service.anchors import watch_clock
from vuoro.queue.service.forgetting import forget_if_unheard
from vuoro.queue.service.keyring import forget_day_keys
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.service.mirror_rows import drop_past, forget_past
from vuoro.queue.service.pruning import prune
from vuoro.queue.service.restoring import note
from vuoro.queue.service.second_kiosk import is_companion, with_leader
from vuoro.queue.store import Work
from vuoro.queue.store.rows import to_ms

ACTOR = "lobby"


def ensure_day(lobby: LobbyService, *, confirmed: bool = False) -> None:
    """Open the service day if a new one has begun; cheap when it has not.

    ``confirmed``: a person has just said that the clock is right.
    """
    rules = lobby.office.rules
    current, now = lobby.line.day, lobby.now
    step = decide(current, now, lobby.clock.state, rules.day_turns_at, confirmed=confirmed)
    if step is DayStep.OPEN or (step is DayStep.ASK and current is None):
        _turn(lobby)


def tend(lobby: LobbyService) -> None:
    """What happens by itself, every few seconds.

    The day turns, absent clients are noted, the disk is kept tidy.
    """
    before = lobby.day()
    watch_clock(lobby)
    ensure_day(lobby)
    mark_absent(lobby)
    forget_if_unheard(lobby)
    note(lobby.store, local(lobby.now).date().isoformat())
    is_new_day = lobby.day() != before
    if is_new_day:
        prune(lobby)
        lobby.store.checkpoint(truncate=True)
    lobby.store.checkpoint_if_due()
    lobby.store.copy_missing()
    lobby.store.keep_in_reserve()


def needs_confirmation(lobby: LobbyService) -> bool:
    """Whether only a person can say which day it is."""
    rules = lobby.office.rules
    return decide(lobby.line.day, lobby.now, lobby.clock.state, rules.day_turns_at) is DayStep.ASK


def mark_absent(lobby: LobbyService) -> int:
    """Note who has not come by start + grace. Gives how many were found now."""
    line = lobby.line
    if line.day is None or lobby.clock.state is ClockState.UNSET or is_companion(lobby):
        # A second kiosk sees only some of those who come.
        return 0
    expected = [b for b in line.today(lobby.now, lobby.office.site) if b.id not in line.marks]
    elsewhere = (booking.id for booking in expected if line.visits_elsewhere(booking.id))
    here = frozenset(line.arrivals_of_booking).union(elsewhere)
    missing = absence.absent(expected, here, lobby.now, lobby.office.rules)
    if missing:
        with lobby.change() as work:
            for booking in missing:
                mark = BookingMark(booking.id, line.day.day, absent_at=lobby.now)
                work.record("booking.absent", (mark,), day=line.day.day, actor=ACTOR)
    return len(missing)


def _turn(lobby: LobbyService) -> None:
    """Close the day that was, and open the one that is."""
    day = local(lobby.now).date().isoformat()
    with lobby.change() as work:
        if lobby.line.day is not None:
            _close(lobby, work, lobby.line.day)
        work.record("day.opened", (ServiceDay(day, lobby.now),), day=day, actor=ACTOR)
        lobby.forget_answers(work, lobby.now - timedelta(days=2))
        work.execute("DELETE FROM joined WHERE at < ?", (to_ms(lobby.now - timedelta(days=2)),))
        drop_past(work, day)
    forget_past(lobby.store, lobby.line.diary, date.fromisoformat(day))
    forget_day_keys(lobby, day)


def _close(lobby: LobbyService, work: Work, day: ServiceDay) -> None:
    """Whoever is still open leaves with the day; the statistics say so."""
    of_the_leader = with_leader(lobby)
    for ticket in lobby.line.tickets.values():
        if ticket.is_open and ticket.id not in of_the_leader:
            left = replace(
                ticket,
                state=TicketState.LEFT,
                counter=None,
                ended_at=lobby.now,
                outcome="day_closed",
                undo="",
            )
            work.record("ticket.left", (left,), day=day.day, actor=ACTOR)
    for counter in lobby.line.counters.values():
        if counter.staff is not None:
            gone = (CounterState(counter.id),)
            work.record("counter.closed", gone, day=day.day, actor=ACTOR)
    work.record("day.closed", (replace(day, closed_at=lobby.now),), day=day.day, actor=ACTOR)
