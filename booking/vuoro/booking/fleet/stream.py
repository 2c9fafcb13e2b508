"""A device's stream in one epoch: positions, hash chain, forks and gaps (§3.4 steps 2–3)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import select

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.fleet.devices import Device
from vuoro.booking.fleet.refusals import SyncRefused, fork, gap, upgrade_needed
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.core.chain import HASH_BYTES, canonical, chained
from vuoro.core.wire.sync import MOST_EVENTS, OLDEST_PROTOCOL, Push, SyncProblem, Told

_TEXT = 100


@dataclass(frozen=True, slots=True)
class Linked:
    """An event in its place: what is hashed, alone and chained."""

    event: Told
    content: bytes = field(repr=False)
    content_hash: bytes
    hash: bytes

    def is_same(self, content_hash: bytes) -> bool:
        """Whether an event that was taken in before is this one.

        One whose content was erased on the device since (row 20) says so.
        """
        return content_hash == self.content_hash or self.event.p.get("redacted") is True


def check(told: Push, device_id: str, server_epoch: str) -> None:
    """What can be refused without a look at the database."""
    if told.proto < OLDEST_PROTOCOL:
        raise upgrade_needed(OLDEST_PROTOCOL)
    if told.device != device_id:
        raise Refused("wrong_device", "These events are of another device than the session.", 403)
    if told.server_epoch not in ("", server_epoch):
        raise fork("The backend was restored from a backup. Recover with a new epoch.")
    if len(told.events) > MOST_EVENTS:
        raise SyncRefused(SyncProblem.TOO_LARGE, f"Send at most {MOST_EVENTS} events.", 413)
    if not all(_is_sound(event) for event in told.events):
        raise Refused("malformed", "An event's envelope is not as /openapi.json says.", 422)


def same_epoch(device: Device, told: Push) -> None:
    """Step 2."""
    if told.epoch != device.epoch:
        raise fork(f"This device is in epoch {device.epoch}. Recover with a new epoch.")


def link(work: Work, device: Device, events: Sequence[Told]) -> list[Linked]:
    """Step 3: each event in its place, or a refusal. What was taken before must be equal."""
    linked = [_linked(event) for event in events]
    repeated = [one for one in linked if one.event.seq <= device.last_seq]
    _same_as_before(work, device, repeated)
    expected, chain = device.last_seq + 1, device.chain
    for one in linked[len(repeated) :]:
        if one.event.seq != expected:
            raise gap(expected) if one.event.seq > expected else fork("Events are out of order.")
        if one.event.prev != chain.hex():
            raise fork(f"Event {expected} does not follow the one before it.")
        expected, chain = expected + 1, one.hash
    return linked


def record(backend: Backend, work: Work, device: Device, linked: Sequence[Linked]) -> None:
    """Where each event stands in this epoch."""
    rows = [
        {"device": device.id, "epoch": device.epoch, "seq": one.event.seq,
         "event_id": one.event.id, "hash": one.hash}
        for one in linked
    ]  # fmt: skip
    if rows:
        work.sql.execute(fleet.event_position.insert(), rows)
    backend.at("push.after_positions")


def _same_as_before(work: Work, device: Device, repeated: Sequence[Linked]) -> None:
    if not repeated:
        return
    p = fleet.event_position.c
    seqs = [one.event.seq for one in repeated]
    query = select(p.seq, p.event_id, p.hash).where(
        p.device == device.id, p.epoch == device.epoch, p.seq.in_(seqs)
    )
    before = {row.seq: (row.event_id, row.hash) for row in work.sql.execute(query)}
    for one in repeated:
        if before.get(one.event.seq) != (one.event.id, one.hash):
            raise fork(f"Event {one.event.seq} is not the one that came before.")


def _linked(event: Told) -> Linked:
    content = canonical(event.content())
    return Linked(
        event, content, sha256(content).digest()[:HASH_BYTES],
        chained(bytes.fromhex(event.prev), content),
    )  # fmt: skip


def _is_sound(event: Told) -> bool:
    """Whether a database can keep the envelope at all; the payload is another matter."""
    try:
        uuid.UUID(event.id)
        bytes.fromhex(event.prev)
    except ValueError:
        return False
    texts = (event.id, event.type, event.day, event.boot, event.clk, event.actor)
    return all(len(text) <= _TEXT and "\0" not in text for text in texts) and event.seq >= 1
