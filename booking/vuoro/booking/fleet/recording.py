"""Results of events, kept beside their effects for ever (§3.4 step 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select

from vuoro.booking.backend import Backend
from vuoro.booking.fleet.arriving import Outcome
from vuoro.booking.fleet.devices import Device
from vuoro.booking.fleet.payload import Fact
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.sync import EventStatus

_a = fleet.applied_event.c
_KEPT = select(_a.event_id, _a.content_hash, _a.result, _a.change).where(
    _a.event_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Kept:
    """The stored result of an event, and the change number at which its effect can be pulled."""

    content_hash: bytes
    outcome: Outcome
    change: int


def kept(work: Work, ids: Sequence[str]) -> dict[str, Kept]:
    """Of these events, those that were taken in before, wherever they stood then."""
    if not ids:
        return {}
    return {
        row.event_id: Kept(row.content_hash, _outcome(row.result), row.change)
        for row in work.sql.execute(_KEPT, {"ids": list(ids)})
    }


def record(
    backend: Backend,
    work: Work,
    device: Device,
    facts: Sequence[Fact],
    outcomes: Sequence[Outcome],
    change: int,
) -> dict[str, Kept]:
    """Keep the results of events that are new, with the device's present epoch."""
    rows = [
        {"event_id": fact.event.id, "device": device.id, "tenant": device.tenant,
         "epoch": device.epoch, "seq": fact.event.seq, "hash": fact.hash,
         "content_hash": fact.content_hash, "type": fact.event.type,
         "status": outcome.status.value, "result": plain(outcome), "change": change,
         "received_at": work.now_ms, "at_lo": fact.lo, "at_hi": fact.hi,
         "raw": _raw(backend, fact, outcome)}
        for fact, outcome in zip(facts, outcomes, strict=True)
    ]  # fmt: skip
    if rows:
        work.sql.execute(insert(fleet.applied_event), rows)
    pairs = zip(facts, outcomes, strict=True)
    return {fact.event.id: Kept(fact.content_hash, outcome, change) for fact, outcome in pairs}


def plain(outcome: Outcome) -> dict[str, Any]:
    """As it is stored."""
    return {
        "status": outcome.status.value,
        "into": outcome.into,
        "problem": outcome.problem,
        "attention": outcome.attention,
    }


def raw_place(event_id: str) -> str:
    """Where an event that was not understood is sealed: it may be anything."""
    return f"applied_event.raw|{event_id}"


def _outcome(stored: dict[str, Any]) -> Outcome:
    status = EventStatus(stored["status"])
    return Outcome(status, stored["into"], stored["problem"], stored["attention"])


def _raw(backend: Backend, fact: Fact, outcome: Outcome) -> bytes | None:
    if outcome.status is EventStatus.DEFERRED or outcome.problem == "unreadable_event":
        return backend.vault.seal(fact.content, raw_place(fact.event.id))
    return None
