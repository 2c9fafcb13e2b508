"""Take in an event that is not in a stream any more: a deferred or a quarantined one, later."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import select, update

from vuoro.booking.backend import Backend
from vuoro.booking.fleet import effects
from vuoro.booking.fleet.arriving import Outcome
from vuoro.booking.fleet.devices import Device, locked_device
from vuoro.booking.fleet.gathering import gather
from vuoro.booking.fleet.payload import KNOWN, Fact, parts_of
from vuoro.booking.fleet.recording import plain, raw_place
from vuoro.booking.fleet.saving import save
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.core.chain import FIRST_HASH, HASH_BYTES
from vuoro.core.wire.sync import EventStatus, Told

_AT_ONCE = 100


def apply_deferred(backend: Backend) -> bool:
    """The job: what an older backend kept without understanding it. Gives whether there is more."""
    a = fleet.applied_event.c
    waits = (a.status == EventStatus.DEFERRED.value) & a.type.in_(KNOWN)
    query = select(a.event_id, a.device, a.raw, a.at_lo, a.at_hi).where(waits)
    with backend.read() as sql:
        rows = list(sql.execute(query.order_by(a.received_at, a.seq).limit(_AT_ONCE)))
    applied = [_apply(backend, row) for row in rows]
    return applied.count(True) == _AT_ONCE


def fact_of(content: bytes, lo: int, hi: int) -> Fact:
    """The fact in the canonical content of an event."""
    event = msgspec.json.decode(content, type=_Content).told()
    content_hash = sha256(content).digest()[:HASH_BYTES]
    at = max(lo, min(event.wall, hi))
    return Fact(event, content, content_hash, FIRST_HASH, at, lo, hi, parts_of(event, content))


def replay(backend: Backend, work: Work, device: Device, fact: Fact) -> Outcome:
    """Its effect, now."""
    batch = gather(backend, work, device, [fact])
    outcome = effects.apply(batch, fact)
    save(batch)
    return outcome


def _apply(backend: Backend, row: Any) -> bool:
    content = backend.vault.open(row.raw, raw_place(row.event_id))
    with backend.begin() as work:
        device = locked_device(work, row.device)
        fact = fact_of(content, row.at_lo or 0, row.at_hi or work.now_ms)
        if not fact.is_known:
            return False
        outcome = replay(backend, work, device, fact)
        values = {"status": outcome.status.value, "result": plain(outcome), "raw": None}
        mine = update(fleet.applied_event).where(fleet.applied_event.c.event_id == row.event_id)
        work.sql.execute(mine.values(values))
    return True


@dataclass(frozen=True, slots=True)
class _Content:
    """``Told.content()`` as JSON."""

    id: str
    type: str
    tv: int
    day: str
    mono: int
    wall: int
    boot: str
    clk: str
    actor: str
    p: dict[str, Any]

    def told(self) -> Told:
        return Told(
            0, "", self.id, self.type, self.tv, self.day, self.mono, self.wall, self.boot,
            self.clk, self.actor, self.p,
        )  # fmt: skip
