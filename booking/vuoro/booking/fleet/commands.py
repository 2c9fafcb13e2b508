"""What the backend tells a device to do: by its stream, and with a result as an event (§3.17)."""

from typing import Any

from sqlalchemy import delete, insert, select, update

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import Actor
from vuoro.booking.fleet.devices import Device, DeviceStatus, locked_device
from vuoro.booking.fleet.public_key import key_in
from vuoro.booking.service.audit import audit
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.sync import CommandKind, Role

_WIPES = (CommandKind.DRAIN_THEN_WIPE, CommandKind.WIPE_NOW)


def command(backend: Backend, actor: Actor, device_id: str, kind: CommandKind, **body: Any) -> str:
    """Tell a device to do something at its next contact. Gives the command's id.

    Until a device that shall wipe itself has said that it did, it is served as before.
    """
    with backend.begin() as work:
        device = locked_device(work, device_id)
        if kind is CommandKind.SET_LEADER:
            body = {**body, **_promoted(work, device)}
        audit(work, device.tenant, actor, f"device.{kind.value}", device.id)
        return send(work, str(backend.ids.thing()), device, kind, body)


def revoke(backend: Backend, actor: Actor, device_id: str) -> None:
    """Let a device in no more, but to send what it still holds; nothing happens the second time."""
    with backend.begin() as work:
        device = locked_device(work, device_id)
        if device.status in (DeviceStatus.REVOKED, DeviceStatus.WIPED):
            return
        take_away(work, device)
        audit(work, device.tenant, actor, "device.revoked", device.id)


def unlock(backend: Backend, actor: Actor, device_id: str) -> None:
    """Say that whoever asks next is the real one of two that claim this identity."""
    with backend.begin() as work:
        device = locked_device(work, device_id)
        if device.status is not DeviceStatus.LOCKED:
            raise Refused("not_locked", "Nobody disputes this device's identity.")
        let_in(work, device)
        audit(work, device.tenant, actor, "device.unlocked", device.id)


def take_away(work: Work, device: Device) -> None:
    """Within a transaction: revoked, and its sessions are over."""
    sessions, row = fleet.device_session, fleet.device
    work.sql.execute(delete(sessions).where(sessions.c.device == device.id))
    values = {"status": DeviceStatus.REVOKED.value, "revoked_at": work.now_ms}
    work.sql.execute(update(row).where(row.c.id == device.id).values(values))


def let_in(work: Work, device: Device) -> None:
    """Within a transaction: its next request for an epoch is granted."""
    row = fleet.device
    values = {"status": DeviceStatus.ACTIVE.value, "db_uuid": "", "epoch_at": None}
    work.sql.execute(update(row).where(row.c.id == device.id).values(values))


def send(
    work: Work, command_id: str, device: Device, kind: CommandKind, body: dict[str, Any]
) -> str:
    """Within a transaction: put a command into the device's stream."""
    row = {"id": command_id, "device": device.id, "tenant": device.tenant, "kind": kind.value,
           "body": body, "made_at": work.now_ms}  # fmt: skip
    work.sql.execute(insert(fleet.command), row)
    work.tell(device.office, "command", command_id, 1)
    return command_id


def finished(work: Work, device: Device, command_id: str, result: str, public_key: str) -> bool:
    """An event says that a command was carried out; False for one that was not given, or twice."""
    c = fleet.command.c
    mine = (c.id == command_id) & (c.device == device.id) & c.done_at.is_(None)
    kind = work.sql.execute(select(c.kind).where(mine)).scalar_one_or_none()
    if kind is None:
        return False
    values = {"done_at": work.now_ms, "result": result}
    work.sql.execute(update(fleet.command).where(c.id == command_id).values(values))
    work.tell(device.office, "command", command_id, 1, "del")
    row = update(fleet.device).where(fleet.device.c.id == device.id)
    if kind in _WIPES and result == "done":
        work.sql.execute(row.values(status=DeviceStatus.WIPED.value, revoked_at=work.now_ms))
    if kind == CommandKind.ROTATE_KEY and _is_free_key(work, public_key):
        work.sql.execute(row.values(public_key=public_key, former_key=device.public_key))
    return True


def _promoted(work: Work, device: Device) -> dict[str, Any]:
    """The office's leader from now on: its number is above every other's (fencing, §3.1)."""
    site, row = fleet.site, fleet.device
    raised = update(site).where(site.c.office == device.office)
    number: int = work.sql.execute(
        raised.values(leader_epoch=site.c.leader_epoch + 1).returning(site.c.leader_epoch)
    ).scalar_one()
    values = {"role": Role.LEADER.value, "leader_epoch": number}
    work.sql.execute(update(row).where(row.c.id == device.id).values(values))
    return values


def _is_free_key(work: Work, public_key: str) -> bool:
    """Whether it is a key, and nobody's."""
    taken = select(fleet.device.c.id).where(fleet.device.c.public_key == public_key)
    return key_in(public_key) is not None and work.sql.execute(taken).first() is None
