"""What the two buttons of an attention item do (see attention.CHOICES)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import Actor
from vuoro.booking.fleet import commands
from vuoro.booking.fleet.absences import set_absent
from vuoro.booking.fleet.attention import CHOICES
from vuoro.booking.fleet.devices import locked_device
from vuoro.booking.fleet.judging import Flag
from vuoro.booking.fleet.quarantining import place
from vuoro.booking.fleet.recording import kept, record
from vuoro.booking.fleet.replaying import fact_of, replay
from vuoro.booking.service.audit import audit
from vuoro.booking.service.changing import locked_booking
from vuoro.booking.store import Work
from vuoro.booking.store.tables import bookings, calendar, fleet
from vuoro.core.wire.sync import CommandKind


@dataclass(frozen=True, slots=True)
class _Case:
    """An item being decided, within a transaction."""

    backend: Backend
    work: Work
    actor: Actor
    item: Any


def resolve(backend: Backend, actor: Actor, item_id: str, choice: str) -> None:
    """Decide. The same choice again does nothing. Items about the same thing go with it.

    Refused: no_such_item, no_such_choice, already_resolved.
    """
    a = fleet.attention
    with backend.begin() as work:
        query = select(a).where(a.c.id == item_id)
        item = work.sql.execute(backend.db.for_update(query)).one_or_none()
        if item is None:
            raise Refused("no_such_item", "There is nothing like this in the inbox.", 404)
        if choice not in CHOICES[item.kind]:
            raise Refused("no_such_choice", f"Choose one of {CHOICES[item.kind]}.", 422)
        if item.resolved_at is not None:
            if item.resolution == choice:
                return
            raise Refused("already_resolved", "A colleague has decided this. Reload the page.")
        _EFFECTS.get(choice, _nothing)(_Case(backend, work, actor, item))
        same = (a.c.kind == item.kind) & a.c.resolved_at.is_(None)
        same &= (a.c.event_id == item.event_id) if item.event_id else (a.c.id == item.id)
        values = {"resolved_at": work.now_ms, "resolution": choice, "resolved_by": actor.id}
        work.sql.execute(update(a).where(same).values(values))
        audit(work, item.tenant, actor, f"attention.{choice}", item.id, item.kind)


def _nothing(case: _Case) -> None:
    """Things stay as they are; somebody has seen them."""


def _void(case: _Case) -> None:
    """The arrival counts as none; its booking may be arrived for anew."""
    _change_visit(case, voided_at=case.work.now_ms)


def _serve_as_walk_in(case: _Case) -> None:
    """The person is served before others, without the booking."""
    _change_visit(case, flag=Flag.PRIORITY, booking=None)


def _two_people(case: _Case) -> None:
    """The second one is a person of their own, with the number they hold."""
    t, v = fleet.ticket, fleet.visit
    kept_visit = _change_visit(case, flag=Flag.PRIORITY, merged_into=None, claimed=None)
    mine = update(t).where(t.c.arrival == case.item.visit)
    case.work.sql.execute(mine.values(visit=case.item.visit))
    other = update(v).where(v.c.id == kept_visit).values(rev=v.c.rev + 1).returning(v.c.rev)
    for rev in case.work.sql.execute(other).scalars():
        case.work.tell(case.item.office, "visit", kept_visit, rev)


def _came(case: _Case) -> None:
    """Staff know that the client was here; what the lobby tells later is the same visit."""
    backend, work, item = case.backend, case.work, case.item
    row = locked_booking(backend, work, item.booking)
    v = fleet.visit.c
    there = select(v.id).where(v.booking == row["id"], v.voided_at.is_(None))
    if work.sql.execute(there).first() is not None:
        return
    visit = {
        "id": str(backend.ids.thing()), "tenant": item.tenant, "office": item.office,
        "booking": row["id"], "claimed": row["id"], "day": row["day"], "how": "staff",
        "arrived_at": row["starts_at"], "arrived_lo": None, "arrived_hi": None, "state": "done",
        "flags": [], "rev": 1,
    }  # fmt: skip
    work.sql.execute(insert(fleet.visit), visit)
    work.tell(item.office, "visit", visit["id"], 1)
    happened = {"tenant": item.tenant, "booking": row["id"], "kind": "arrived",
                "at": row["starts_at"], "rev": row["rev"]}  # fmt: skip
    who = f"{case.actor.kind}:{case.actor.id}"
    work.sql.execute(insert(bookings.booking_event), {**happened, "actor": who})


def _did_not_come(case: _Case) -> None:
    row = locked_booking(case.backend, case.work, case.item.booking)
    if row["status"] == "booked":
        who = f"{case.actor.kind}:{case.actor.id}"
        set_absent(case.work, row["id"], row["tenant"], row["rev"], who)


def _revoke(case: _Case) -> None:
    commands.take_away(case.work, locked_device(case.work, case.item.device))


def _keep_this(case: _Case) -> None:
    commands.let_in(case.work, locked_device(case.work, case.item.device))


def _new_epoch(case: _Case) -> None:
    device = locked_device(case.work, case.item.device)
    command_id = str(case.backend.ids.thing())
    commands.send(case.work, command_id, device, CommandKind.NEW_EPOCH, {"reason": case.item.kind})


def _restore_service(case: _Case) -> None:
    s = calendar.service
    mine = (s.c.tenant == case.item.tenant) & (s.c.slug == case.item.facts["service"])
    case.work.sql.execute(update(s).where(mine).values(active=True))


def _apply(case: _Case) -> None:
    """A quarantined event is taken in after all, once we understand it."""
    backend, work, event_id = case.backend, case.work, case.item.event_id
    q = fleet.quarantine
    row = work.sql.execute(select(q).where(q.c.event_id == event_id)).one()
    device = locked_device(work, row.device)
    if kept(work, [event_id]):
        return
    content = backend.vault.open(row.raw, place(event_id))
    fact = fact_of(content, 0, row.received_at)
    outcome = replay(backend, work, device, fact)
    change = work.flush_changes().get(device.office, 0)
    record(backend, work, device, [fact], [outcome], change)


def _change_visit(case: _Case, flag: str = "", **values: Any) -> str:
    """Change the item's visit and tell the lobby. Gives what it was merged into, or its id."""
    v, work = fleet.visit, case.work
    query = select(v).where(v.c.id == case.item.visit)
    row = work.sql.execute(case.backend.db.for_update(query)).one_or_none()
    if row is None:
        raise Refused("no_such_item", "The arrival is gone.", 404)
    flags = [*row.flags, flag] if flag and flag not in row.flags else row.flags
    changed = {**values, "flags": flags, "rev": row.rev + 1}
    work.sql.execute(update(v).where(v.c.id == row.id).values(changed))
    work.tell(row.office, "visit", row.id, row.rev + 1)
    return str(row.merged_into or row.id)


_EFFECTS: dict[str, Callable[[_Case], None]] = {
    "void": _void,
    "keep_new_time": _void,
    "serve_as_walk_in": _serve_as_walk_in,
    "two_people": _two_people,
    "came": _came,
    "did_not_come": _did_not_come,
    "revoke": _revoke,
    "keep_this": _keep_this,
    "new_epoch": _new_epoch,
    "restore_service": _restore_service,
    "apply": _apply,
}
"""The choices that are not here leave things as they are: same_person, serve_now, serve_here, …"""
