"""Push: events in order, each with exactly one effect, its result kept beside it (§3.4).

The whole batch is one transaction: a server that dies between two steps has done nothing, and one
whose answer is lost answers the same again. The device's row is locked, so that two pushes of one
device come one after the other.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from vuoro.booking.backend import Backend
from vuoro.booking.fleet import anchoring, attention, effects, stream
from vuoro.booking.fleet.arriving import Outcome
from vuoro.booking.fleet.attention import Item
from vuoro.booking.fleet.devices import Device, locked_device
from vuoro.booking.fleet.gathering import gather
from vuoro.booking.fleet.payload import Fact, parts_of
from vuoro.booking.fleet.recording import Kept, kept, record
from vuoro.booking.fleet.repairing import repair
from vuoro.booking.fleet.saving import save
from vuoro.booking.fleet.stream import Linked
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.sync import EventResult, EventStatus, Push, Pushed

_ATTEMPTS = 3


def push(backend: Backend, device_id: str, told: Push) -> Pushed:
    """Take events in. Raises SyncRefused: fork or gap (nothing was taken), upgrade_needed."""
    server_epoch = backend.server_epoch()
    stream.check(told, device_id, server_epoch)
    with backend.begin() as work:
        device = locked_device(work, device_id)
        stream.same_epoch(device, told)
        linked = stream.link(work, device, told.events)
        backend.at("push.after_link")
        answers = kept(work, [link.event.id for link in linked])
        fresh = [link for link in linked if link.event.seq > device.last_seq]
        anchors = anchoring.read(work, device, told)
        if fresh:
            _take_in(backend, work, device, fresh, answers, anchors)
        _note_device(work, device, told, fresh, anchors)
        anchoring.keep(work, device, told, anchors)
        backend.at("push.after_device")
    last = fresh[-1].event.seq if fresh else device.last_seq
    results = tuple(_answer(answers, device, link) for link in linked)
    return Pushed(server_epoch, last, backend.now_ms, results)


def _take_in(
    backend: Backend,
    work: Work,
    device: Device,
    fresh: Sequence[Linked],
    answers: dict[str, Kept],
    anchors: anchoring.Anchors,
) -> None:
    """Steps 5 and 6. Whoever was quicker by the width of a transaction is met by a second look."""
    times = repair([link.event for link in fresh], anchors.by_boot, anchors.before_ms, work.now_ms)
    first: dict[str, Fact] = {}
    for link, when in zip(fresh, times, strict=True):
        if link.event.id not in answers and link.event.id not in first:
            parts = parts_of(link.event, link.content)
            first[link.event.id] = Fact(
                link.event, link.content, link.content_hash, link.hash,
                when.at, when.lo, when.hi, parts,
            )  # fmt: skip
    facts = list(first.values())
    outcomes = _effects(backend, work, device, facts)
    _look_alikes(work, device, fresh, answers, first)
    work.flush_changes()
    change = work.changes.get(device.office) or _reached(work, device)
    stream.record(backend, work, device, fresh)
    answers |= record(backend, work, device, facts, outcomes, change)
    backend.at("push.after_results")


def _effects(backend: Backend, work: Work, device: Device, facts: Sequence[Fact]) -> list[Outcome]:
    if not facts:
        return []
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with work.sql.begin_nested():
                batch = gather(backend, work, device, facts)
                outcomes = []
                for fact in facts:
                    outcomes.append(effects.apply(batch, fact))
                    backend.at("push.after_effect")
                save(batch)
            return outcomes
        except IntegrityError:
            if attempt == _ATTEMPTS:
                raise
            backend.at("push.raced")
    raise AssertionError("the last attempt returns or raises")


def _look_alikes(
    work: Work,
    device: Device,
    fresh: Sequence[Linked],
    answers: dict[str, Kept],
    first: dict[str, Fact],
) -> None:
    """Events under the id of another one: recorded in their place, without effect, and asked of."""
    items = []
    for link in fresh:
        event = link.event
        known = answers.get(event.id) or first.get(event.id)
        if known is not None and not link.is_same(known.content_hash):
            items.append(_differs(work, device, link))
    attention.write(work, items)


def _differs(work: Work, device: Device, link: Linked) -> Item:
    facts = {"type": link.event.type, "day": link.event.day}
    about = f"{link.event.id}|{link.content_hash.hex()}"
    return Item(
        device.tenant, device.office, "event_differs", about, work.now_ms, link.event.id,
        device=device.id, facts=facts,
    )  # fmt: skip


def _answer(answers: dict[str, Kept], device: Device, link: Linked) -> EventResult:
    event, kept = link.event, answers[link.event.id]
    if not link.is_same(kept.content_hash):
        about = f"{event.id}|{link.content_hash.hex()}"
        item = Item(device.tenant, device.office, "event_differs", about, 0)
        return EventResult(
            event.seq, event.id, EventStatus.NOTED, kept.change, None, "event_differs", item.id
        )
    outcome = kept.outcome
    return EventResult(
        event.seq, event.id, outcome.status, kept.change,
        outcome.into, outcome.problem, outcome.attention,
    )  # fmt: skip


def _reached(work: Work, device: Device) -> int:
    """Without a change of its own an effect is there at the stream's present end."""
    s = fleet.site.c
    query = select(s.change_seq).where(s.office == device.office)
    reached: int = work.sql.execute(query).scalar_one()
    return reached


def _note_device(
    work: Work, device: Device, told: Push, fresh: Sequence[Linked], anchors: anchoring.Anchors
) -> None:
    """Step 7."""
    values: dict[str, Any] = {"last_seen": work.now_ms}
    if fresh:
        values |= {"last_seq": fresh[-1].event.seq, "chain": fresh[-1].hash}
    if told.outbox_left == 0:
        values |= anchoring.emptied(work, device, told, anchors)
    if told.health is not None:
        values["health"] = msgspec.to_builtins(told.health)
        if told.health.digest_ok is False:
            attention.write(work, [_digest_differs(work, device, told)])
    work.sql.execute(update(fleet.device).where(fleet.device.c.id == device.id).values(values))


def _digest_differs(work: Work, device: Device, told: Push) -> Item:
    found = told.health.last_digest_ms if told.health is not None else None
    return Item(
        device.tenant, device.office, "digest_differs", f"{device.id}|{found}", work.now_ms,
        device=device.id, facts={"name": device.name, "found_ms": found or work.now_ms},
    )  # fmt: skip
