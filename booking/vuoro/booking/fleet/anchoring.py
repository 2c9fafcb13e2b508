"""What each contact tells of a device's clock, kept per boot (offline_sync §3.10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from vuoro.booking.fleet.devices import Device
from vuoro.booking.fleet.repairing import Anchor
from vuoro.booking.fleet.writing import upsert
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.sync import Push

_t, _p, _e = fleet.time_anchor.c, fleet.event_position.c, fleet.applied_event.c
_ANCHORS = select(_t.boot, _t.offset_ms, _t.mono_ms).where(
    _t.device == bindparam("device"), _t.boot.in_(bindparam("boots", expanding=True))
)
_BEFORE = (
    select(_e.at_lo)
    .join_from(fleet.event_position, fleet.applied_event, _e.event_id == _p.event_id)
    .where(
        _p.device == bindparam("device"),
        _p.epoch == bindparam("epoch"),
        _p.seq == bindparam("seq"),
    )
)


@dataclass(frozen=True, slots=True)
class Anchors:
    """By boot, this contact included; and the earliest time of the last event told before.

    ``before_ms`` is 0 where every event has an anchor, so that nobody asks for it.
    """

    by_boot: Mapping[str, Anchor]
    before_ms: int


def read(work: Work, device: Device, told: Push) -> Anchors:
    """The anchors that the events of a push need."""
    boots = {event.boot for event in told.events} | {told.boot}
    about = {"device": device.id, "boots": sorted(boots)}
    rows = work.sql.execute(_ANCHORS, about)
    anchors = {row.boot: Anchor(row.offset_ms, row.mono_ms) for row in rows}
    if told.boot:
        anchors[told.boot] = _tightened(anchors.get(told.boot), told, work.now_ms)
    if all(event.boot in anchors for event in told.events):
        return Anchors(anchors, 0)
    last = {"device": device.id, "epoch": device.epoch, "seq": device.last_seq}
    return Anchors(anchors, work.sql.execute(_BEFORE, last).scalar_one_or_none() or 0)


def keep(work: Work, device: Device, told: Push, anchors: Anchors) -> None:
    """Remember this contact. One that was held up on its way tells nothing new."""
    if told.boot:
        anchor = anchors.by_boot[told.boot]
        values = {"device": device.id, "boot": told.boot, "offset_ms": anchor.offset_ms,
                  "mono_ms": anchor.mono_ms, "at": work.now_ms}  # fmt: skip
        upsert(work, fleet.time_anchor, [values])


def emptied(work: Work, device: Device, told: Push, anchors: Anchors) -> dict[str, Any]:
    """The device held nothing back when it sent this: when that was, never too late.

    A push may have been on its way for hours; the tightest anchor of its boot tells.
    """
    sent = work.now_ms
    if told.boot:
        sent = min(sent, told.sent_mono + anchors.by_boot[told.boot].offset_ms)
    return {"outbox_empty_at": max(sent, device.outbox_empty_at or 0)}


def _tightened(known: Anchor | None, told: Push, now_ms: int) -> Anchor:
    offset = now_ms - told.sent_mono
    if known is None:
        return Anchor(offset, told.sent_mono)
    return Anchor(min(known.offset_ms, offset), max(known.mono_ms, told.sent_mono))
