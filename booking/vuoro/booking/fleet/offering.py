"""What a device is offered when it asks which release it should run, and what it told of the last.

The newest rollout that runs and holds the device wins. Nobody is offered an older version than
theirs, nor one that failed on them, until somebody says "try again".
"""

from typing import Any

from sqlalchemy import select, update

from vuoro.booking.backend import Backend
from vuoro.booking.fleet.devices import Device, device
from vuoro.booking.fleet.refusals import revoked
from vuoro.booking.fleet.rollouts import Rollout, RolloutState, rollouts
from vuoro.booking.fleet.writing import upsert
from vuoro.booking.store import Work
from vuoro.booking.store.tables import updates
from vuoro.core.release.order import is_newer
from vuoro.core.wire.upkeep import FAILED, Offer, ReleaseAnswer, ReleaseAsk, UpdateState, UpdateTold

_PAUSED_BY = "device_failed"


def ask(backend: Backend, device_id: str, asked: ReleaseAsk) -> ReleaseAnswer:
    """Note what was told; offer what the device should run. Refused: no_such_device, revoked."""
    server_epoch = backend.server_epoch()
    with backend.begin() as work:
        who = device(work.sql, device_id)
        if who.status != "active":
            raise revoked()
        known = rollouts(work.sql, who.tenant)
        rows = _rows(work, who)
        if asked.told is not None:
            _note(work, who, known, rows, asked.told)
        _arrived(work, who, known, rows, asked)
        offer = _offer(work, who, known, rows, asked)
    return ReleaseAnswer(server_epoch, offer)


def _rows(work: Work, who: Device) -> dict[str, dict[str, Any]]:
    rd = updates.rollout_device
    found = work.sql.execute(select(rd).where(rd.c.device == who.id)).mappings()
    return {row["rollout"]: dict(row) for row in found}


def _note(
    work: Work, who: Device, known: list[Rollout], rows: dict[str, dict[str, Any]], told: UpdateTold
) -> None:
    """What it says of a rollout it was in; a word about an earlier attempt is old news."""
    for rollout in known:
        row = rows.get(rollout.id)
        if rollout.version != told.version or row is None or row["attempt"] != told.attempt:
            continue
        fails_now = told.state in FAILED and row["state"] not in FAILED
        _keep(work, row, told.state, told.percent, told.why)
        if fails_now and rollout.state is RolloutState.RUNNING:
            _pause(work, rollout)
        return


def _arrived(
    work: Work,
    who: Device,
    known: list[Rollout],
    rows: dict[str, dict[str, Any]],
    asked: ReleaseAsk,
) -> None:
    """It runs what it was to run, whoever brought it there."""
    if asked.told is not None and asked.told.version == asked.version:
        return  # it says itself whether that is certain
    for rollout in known:
        if rollout.version != asked.version or rollout.state is RolloutState.ENDED:
            continue
        row = rows.get(rollout.id)
        if row is None and not rollout.holds(who.id, who.office):
            continue
        if row is None or row["state"] != UpdateState.GOOD:
            row = rows[rollout.id] = row or _row(rollout, who)
            _keep(work, row, UpdateState.GOOD, 100, "")


def _offer(
    work: Work,
    who: Device,
    known: list[Rollout],
    rows: dict[str, dict[str, Any]],
    asked: ReleaseAsk,
) -> Offer | None:
    for rollout in known:
        if rollout.state is not RolloutState.RUNNING or not rollout.holds(who.id, who.office):
            continue
        row = rows.get(rollout.id) or _row(rollout, who)
        if row["state"] in FAILED or not is_newer(rollout.version, asked.version):
            continue
        offer = _file(work, rollout, row["attempt"], asked)
        if offer is None:
            _keep(work, row, UpdateState.OFFERED, 0, "no_file")
            continue
        if rollout.id not in rows or row["why"] == "no_file":
            _keep(work, row, UpdateState.OFFERED, 0, "")
        return offer
    return None


def _file(work: Work, rollout: Rollout, attempt: int, asked: ReleaseAsk) -> Offer | None:
    r = updates.release.c
    query = select(updates.release).where(
        r.tenant == rollout.tenant, r.version == rollout.version, r.state == "ready",
        r.arch == asked.arch, r.python == asked.python,
    )  # fmt: skip
    row = work.sql.execute(query).first()
    if row is None:
        return None
    return Offer(row.id, row.version, attempt, row.size, row.sha256, tuple(row.blocks))


def _row(rollout: Rollout, who: Device) -> dict[str, Any]:
    return {"rollout": rollout.id, "device": who.id, "attempt": 1,
            "state": UpdateState.OFFERED.value, "percent": 0, "why": "", "at": 0}  # fmt: skip


def _keep(work: Work, row: dict[str, Any], state: UpdateState, percent: int, why: str) -> None:
    row |= {"state": state.value, "percent": percent, "why": why, "at": work.now_ms}
    upsert(work, updates.rollout_device, [row])


def _pause(work: Work, rollout: Rollout) -> None:
    """A release that fails somewhere goes nowhere else before a person has looked."""
    this = update(updates.rollout).where(updates.rollout.c.id == rollout.id)
    values = {"state": RolloutState.PAUSED.value, "why": _PAUSED_BY, "changed_at": work.now_ms}
    work.sql.execute(this.values(values))
