"""The moves of a ticket: which state may follow which, and what changes with it.

waiting → called → serving → done; called → waiting again, or missed; missed → waiting; serving →
parked → called; a transfer to another service or counter keeps number and due time; waiting,
called, parked or missed → left. A clerk may skip *serving*. Every move can be undone once while
nobody has changed the ticket since.
"""

import enum
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

import orjson

from vuoro.core.wire.desk import TicketState
from vuoro.queue.domain.office import Rules
from vuoro.queue.domain.ticket import Ticket


class Move(enum.StrEnum):
    """What staff do with a ticket; the values name the commands of the API and the audit log."""

    CALL = "call"
    AGAIN = "again"
    SERVE = "serve"
    BACK = "back"
    MISS = "miss"
    PARK = "park"
    TRANSFER = "transfer"
    DONE = "done"
    LEAVE = "leave"
    UNDO = "undo"


class WrongMove(enum.StrEnum):
    """Why a move can't be made now; a value, not an error: somebody else was quicker."""

    WRONG_STATE = "wrong_state"
    COUNTER_BUSY = "counter_busy"
    ANOTHER_COUNTER = "another_counter"
    RECALL_LIMIT = "recall_limit"
    NOTHING_TO_UNDO = "nothing_to_undo"


_FROM: dict[Move, frozenset[TicketState]] = {
    Move.CALL: frozenset({TicketState.WAITING, TicketState.PARKED, TicketState.MISSED}),
    Move.AGAIN: frozenset({TicketState.CALLED}),
    Move.SERVE: frozenset({TicketState.CALLED}),
    Move.BACK: frozenset({TicketState.CALLED, TicketState.MISSED, TicketState.PARKED}),
    Move.MISS: frozenset({TicketState.CALLED}),
    Move.PARK: frozenset({TicketState.CALLED, TicketState.SERVING}),
    Move.TRANSFER: frozenset(
        {
            TicketState.WAITING,
            TicketState.CALLED,
            TicketState.SERVING,
            TicketState.PARKED,
            TicketState.MISSED,
        }
    ),
    Move.DONE: frozenset({TicketState.CALLED, TicketState.SERVING}),
    Move.LEAVE: frozenset(
        {TicketState.WAITING, TicketState.CALLED, TicketState.MISSED, TicketState.PARKED}
    ),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a ticket goes: the counter that acts, or for a transfer another service or counter."""

    counter: str | None = None
    service: str | None = None
    outcome: str = ""


def move(
    ticket: Ticket, what: Move, target: Target, now: datetime, rules: Rules, held: str | None
) -> Ticket | WrongMove:
    """The ticket after a move, or why it can't be made.

    ``held`` is the id of the ticket that is called to or served at the counter this move would
    give the ticket to, if any. Raises ValueError for a call to no counter.
    """
    if what is Move.UNDO:
        return _undone(ticket, held)
    if ticket.state not in _FROM[what]:
        return WrongMove.WRONG_STATE
    if (
        ticket.is_held
        and what is not Move.TRANSFER
        and target.counter not in (None, ticket.counter)
    ):
        return WrongMove.ANOTHER_COUNTER
    if what is Move.CALL and held is not None:
        return WrongMove.COUNTER_BUSY
    if what is Move.CALL and target.counter is None:
        raise ValueError("a call needs the counter that calls")
    if what is Move.AGAIN and ticket.calls >= rules.recall_limit:
        return WrongMove.RECALL_LIMIT
    after = replace(ticket, **_changes(ticket, what, target, now))
    return replace(after, undo=_difference(ticket, after))


def _changes(ticket: Ticket, what: Move, target: Target, now: datetime) -> dict[str, Any]:
    match what:
        case Move.CALL:
            before = ticket.calls if ticket.state is TicketState.WAITING else 0
            return {
                "state": TicketState.CALLED,
                "counter": target.counter,
                "called_to": target.counter,
                "calls": before + 1,
                "times": ticket.times + 1,
                "called_at": now,
                "served_at": None,
            }
        case Move.AGAIN:
            return {"calls": ticket.calls + 1, "times": ticket.times + 1, "called_at": now}
        case Move.SERVE:
            return {"state": TicketState.SERVING, "served_at": now}
        case Move.BACK:
            # Who was called in vain keeps the count; who was here after all starts anew.
            calls = ticket.calls if ticket.state is TicketState.CALLED else 0
            return {"state": TicketState.WAITING, "counter": None, "calls": calls}
        case Move.MISS:
            return {"state": TicketState.MISSED, "counter": None}
        case Move.PARK:
            return {"state": TicketState.PARKED}
        case Move.TRANSFER:
            return {
                "state": TicketState.WAITING,
                "counter": target.counter,
                "service": target.service or ticket.service,
                "specialist": None,
                "stand_in": None,
                "calls": 0,
            }
        case Move.DONE:
            served = ticket.served_at or ticket.called_at
            return {
                "state": TicketState.DONE,
                "served_at": served,
                "ended_at": now,
                "outcome": target.outcome,
            }
        case Move.LEAVE:
            return {
                "state": TicketState.LEFT,
                "counter": None,
                "ended_at": now,
                "outcome": target.outcome,
            }
        case Move.UNDO:
            raise AssertionError("undo is not a change of its own")
        case _:
            assert_never(what)


_UNDOABLE = (
    "state", "counter", "service", "specialist", "stand_in", "calls",
    "called_at", "called_to", "served_at", "ended_at", "outcome",
)  # fmt: skip
_MOMENTS = frozenset({"called_at", "served_at", "ended_at"})


def _difference(before: Ticket, after: Ticket) -> str:
    changed = {
        name: getattr(before, name)
        for name in _UNDOABLE
        if getattr(before, name) != getattr(after, name)
    }
    return orjson.dumps(changed, option=orjson.OPT_SORT_KEYS).decode()


def _undone(ticket: Ticket, held: str | None) -> Ticket | WrongMove:
    if not ticket.undo:
        return WrongMove.NOTHING_TO_UNDO
    values = orjson.loads(ticket.undo)
    for name in _MOMENTS & values.keys():
        values[name] = values[name] and datetime.fromisoformat(values[name])
    if "state" in values:
        values["state"] = TicketState(values["state"])
    before = replace(ticket, **values, undo="")
    if before.is_held and held not in (None, ticket.id):
        return WrongMove.COUNTER_BUSY
    return before
