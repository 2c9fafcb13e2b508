"""What this device did stands until the backend's answer is sure to be in the mirror (§3.6).

An arrival is overlaid while its event is not acknowledged, or while the mirror has not reached the
change at which it was applied. After that the mirror says whether it stands: where the backend's
people took it back, the client may come again.
"""

from collections.abc import Mapping
from dataclasses import replace

from vuoro.core.wire.sync import VisitRow
from vuoro.queue.domain.arrival import Arrival, Note
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.service.second_kiosk import with_leader
from vuoro.queue.store import Work
from vuoro.queue.store.rows import Row

ACTOR = "backend"
_IS_OVERLAID = (
    "SELECT 1 FROM outbox WHERE event_n = ? AND (ack_status IS NULL OR ack_change > "
    "coalesce((SELECT max(cursor) FROM pull_state), 0))"
)


def settle(
    lobby: LobbyService, work: Work, changed: Mapping[str, VisitRow | None] | None = None
) -> None:
    """Bring the arrivals of today in line with the backend's visits, as far as it may say.

    ``changed``: visits of this transaction, which the line doesn't know yet.
    """
    visits = {**lobby.line.diary.visits, **(changed or {})}
    for key, visit in visits.items():
        arrival = _standing(lobby, key)
        if visit is None or arrival is None or arrival.voided is visit.voided:
            continue
        if work.execute(_IS_OVERLAID, (arrival.version,)).fetchone() is None:
            _follow(lobby, work, arrival, visit)


def _standing(lobby: LobbyService, key: str) -> Arrival | None:
    """The arrival that stands here for a visit: of two numbers that are one visit (row 2), the
    backend may have kept the other one."""
    arrival = lobby.line.arrival(key)
    ticket = lobby.line.ticket_of(arrival) if arrival is not None else None
    if ticket is None or ticket.merged_into is None:
        return arrival
    kept = lobby.line.standing(ticket.id)
    return lobby.line.arrival(kept.arrival) if kept is not None else None


def _follow(lobby: LobbyService, work: Work, arrival: Arrival, visit: VisitRow) -> None:
    after = replace(arrival, voided=visit.voided)
    ticket = lobby.line.ticket_of(arrival)
    kind = "visit.voided" if visit.voided else "ticket.rerouted"
    rows: tuple[Row, ...] = (after,)
    if ticket is not None and ticket.is_open and ticket.id not in with_leader(lobby):
        rows = (after, _noted(ticket, voided=visit.voided))
    work.record(kind, rows, day=arrival.day, actor=ACTOR)


def _noted(ticket: Ticket, *, voided: bool) -> Ticket:
    notes = set(ticket.notes.split(",")) - {"", Note.VOIDED_CENTRALLY}
    if voided:
        notes.add(Note.VOIDED_CENTRALLY)
    return replace(ticket, notes=",".join(sorted(notes)))
