"""Rollouts: a version goes to more and more devices, as staff want, and stops where one fails."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.domain.values import Actor
from vuoro.booking.fleet.devices import DeviceStatus
from vuoro.booking.fleet.rings import is_in_ring
from vuoro.booking.service.audit import audit
from vuoro.booking.store import Work
from vuoro.booking.store.tables import calendar, fleet, updates
from vuoro.core.wire.upkeep import FAILED, UpdateState

_ro, _rd = updates.rollout.c, updates.rollout_device.c


class RolloutState(enum.StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    """Nobody installs it now; a device on which it fails pauses it for all."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Rollout:
    """``offices`` get the version at once, of all others ``percent``."""

    id: str
    tenant: str
    version: str
    percent: int
    offices: tuple[str, ...]
    state: RolloutState
    why: str
    made_at: datetime
    made_by: str

    def holds(self, device: str, office: str) -> bool:
        """Whether a device is to have it by now."""
        return is_in_ring(self.id, device, office, self.offices, self.percent)


@dataclass(frozen=True, slots=True)
class DeviceProgress:
    """A device of a rollout. ``state`` is None where nothing was told yet."""

    id: str
    name: str
    office: dict[str, str]
    in_ring: bool
    runs: str
    state: UpdateState | None
    percent: int
    why: str
    at: datetime | None

    @property
    def has_failed(self) -> bool:
        return self.state in FAILED


@dataclass(frozen=True, slots=True)
class RolloutView:
    """A rollout and how each device of the area gets on with it."""

    rollout: Rollout
    devices: tuple[DeviceProgress, ...] = field(default=())

    def count(self, *states: UpdateState) -> int:
        """How many devices are in one of these states."""
        return sum(each.state in states for each in self.devices)

    @property
    def in_ring(self) -> int:
        return sum(each.in_ring for each in self.devices)

    @property
    def good(self) -> int:
        return self.count(UpdateState.GOOD)

    @property
    def failed(self) -> int:
        return self.count(*FAILED)


def start(
    backend: Backend, actor: Actor, tenant: str, version: str, offices: Sequence[str], percent: int
) -> str:
    """Begin a rollout. Refused: no_such_release, rollout_runs, nobody_chosen, no_such_office."""
    _check_ring(offices, percent)
    r = updates.release.c
    key = str(backend.ids.thing())
    with backend.begin() as work:
        known = select(r.id).where(r.tenant == tenant, r.version == version, r.state == "ready")
        if work.sql.execute(known).first() is None:
            raise Refused("no_such_release", "There is no such release.", 404)
        same = (_ro.tenant == tenant, _ro.version == version, _ro.state != RolloutState.ENDED)
        if work.sql.execute(select(_ro.id).where(*same)).first() is not None:
            raise Refused("rollout_runs", "This version is being rolled out already.")
        _check_offices(work, tenant, offices)
        row = {"id": key, "tenant": tenant, "version": version, "percent": percent,
               "offices": list(offices), "made_at": work.now_ms, "made_by": actor.name,
               "changed_at": work.now_ms}  # fmt: skip
        work.sql.execute(insert(updates.rollout), row)
        audit(work, tenant, actor, "rollout.started", key, f"{version} {percent} %")
    return key


def widen(
    backend: Backend, actor: Actor, tenant: str, rollout: str, offices: Sequence[str], percent: int
) -> None:
    """Let more devices have it, or fewer: those that have it keep it. Refused as ``start``."""
    _check_ring(offices, percent)
    with backend.begin() as work:
        _check_offices(work, tenant, offices)
        values = {"percent": percent, "offices": list(offices)}
        known = _change(work, tenant, rollout, values)
        audit(work, tenant, actor, "rollout.changed", rollout, f"{known.version} {percent} %")


def set_state(
    backend: Backend, actor: Actor, tenant: str, rollout: str, state: RolloutState
) -> None:
    """Pause it, let it go on, or end it. Refused: no_such_rollout, rollout_over."""
    with backend.begin() as work:
        known = _change(work, tenant, rollout, {"state": state.value, "why": ""})
        audit(work, tenant, actor, f"rollout.{state.value}", rollout, known.version)


def try_again(backend: Backend, actor: Actor, tenant: str, rollout: str, device: str) -> None:
    """Offer it once more to a device on which it failed. Refused: no_such_rollout, not_failed."""
    with backend.begin() as work:
        known = _change(work, tenant, rollout, {})
        this = (_rd.rollout == rollout, _rd.device == device, _rd.state.in_(FAILED))
        values = {"attempt": _rd.attempt + 1, "state": UpdateState.OFFERED.value, "why": "",
                  "percent": 0, "at": work.now_ms}  # fmt: skip
        if not work.sql.execute(
            update(updates.rollout_device).where(*this).values(values)
        ).rowcount:
            raise Refused("not_failed", "It has not failed on this device.")
        audit(work, tenant, actor, "rollout.try_again", device, known.version)


def rollouts(sql: Connection, tenant: str) -> list[Rollout]:
    """All of an area, the newest first."""
    query = select(updates.rollout).where(_ro.tenant == tenant)
    newest = query.order_by(_ro.made_at.desc(), _ro.id.desc())
    return [_rollout(row) for row in sql.execute(newest)]


def views(backend: Backend, tenant: str) -> list[RolloutView]:
    """For the staff page: every rollout with its devices, the newest first."""
    d, o = fleet.device.c, calendar.office.c
    devices = (
        select(d.id, d.name, d.office, d.health, o.name.label("office_name"))
        .join(calendar.office, o.id == d.office)
        .where(d.tenant == tenant, d.status == DeviceStatus.ACTIVE.value)
        .order_by(d.office, d.name, d.id)
    )
    told = select(updates.rollout_device).join(updates.rollout).where(_ro.tenant == tenant)
    with backend.read() as sql:
        known = rollouts(sql, tenant)
        rows = list(sql.execute(devices))
        by_key = {(row.rollout, row.device): row for row in sql.execute(told)}
    return [
        RolloutView(
            each, tuple(_progress(each, row, by_key.get((each.id, row.id))) for row in rows)
        )
        for each in known
    ]


def _progress(rollout: Rollout, device: Any, told: Any) -> DeviceProgress:
    return DeviceProgress(
        device.id, device.name or device.id[-8:], device.office_name,
        rollout.holds(device.id, device.office), device.health.get("version", ""),
        None if told is None else UpdateState(told.state),
        0 if told is None else told.percent, "" if told is None else told.why,
        None if told is None else from_ms(told.at),
    )  # fmt: skip


def _check_ring(offices: Sequence[str], percent: int) -> None:
    if not 0 <= percent <= 100 or (not offices and not percent):
        raise Refused("nobody_chosen", "Choose offices, or a share of all devices.", 422)


def _check_offices(work: Work, tenant: str, offices: Sequence[str]) -> None:
    o = calendar.office.c
    mine = set(work.sql.execute(select(o.id).where(o.tenant == tenant)).scalars())
    if not mine.issuperset(offices):
        raise Refused("no_such_office", "Choose offices of the list.", 422)


def _change(work: Work, tenant: str, rollout: str, values: dict[str, Any]) -> Rollout:
    query = select(updates.rollout).where(_ro.id == rollout, _ro.tenant == tenant)
    row = work.sql.execute(query).one_or_none()
    if row is None:
        raise Refused("no_such_rollout", "There is no such rollout.", 404)
    if row.state == RolloutState.ENDED:
        raise Refused("rollout_over", "This rollout is over.")
    this = update(updates.rollout).where(_ro.id == rollout)
    work.sql.execute(this.values(**values, changed_at=work.now_ms))
    return _rollout(row)


def _rollout(row: Any) -> Rollout:
    return Rollout(
        row.id, row.tenant, row.version, row.percent, tuple(row.offices), RolloutState(row.state),
        row.why, from_ms(row.made_at), row.made_by,
    )  # fmt: skip
