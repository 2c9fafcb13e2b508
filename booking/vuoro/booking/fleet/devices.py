"""A device as the backend knows it."""

import enum
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from vuoro.booking.backend import Refused
from vuoro.booking.store import Work
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.sync import Role


class DeviceStatus(enum.StrEnum):
    ACTIVE = "active"
    LOCKED = "locked"
    """Two devices claim this identity; an administrator decides."""
    REVOKED = "revoked"
    WIPED = "wiped"


@dataclass(frozen=True, slots=True)
class Device:
    """A row of the table ``device``."""

    id: str
    tenant: str
    office: str
    name: str
    public_key: str
    former_key: str | None
    role: Role
    leader_epoch: int
    epoch: int
    last_seq: int
    chain: bytes
    status: DeviceStatus
    series: str
    spare_series: tuple[str, ...]
    db_uuid: str
    epoch_at: int | None
    last_seen: int | None
    outbox_empty_at: int | None
    cursor: int
    made_at: int
    revoked_at: int | None


_COLUMNS = [fleet.device.c[field.name] for field in fields(Device)]
_ONE = select(*_COLUMNS).where(fleet.device.c.id == bindparam("device"))
_ONE_LOCKED = _ONE.with_for_update(key_share=True)


def device(sql: Connection, device_id: str) -> Device:
    """Raises Refused where there is none."""
    return _found(sql, _ONE, device_id)


def locked_device(work: Work, device_id: str) -> Device:
    """The same; nobody else changes it before this transaction ends.

    Rows that name the device can be written meanwhile: who does that may hold what we wait for.
    """
    return _found(work.sql, _ONE_LOCKED, device_id)


def devices_of(sql: Connection, *where: Any) -> list[Device]:
    """The devices that fit, by office and name."""
    query = select(*_COLUMNS).where(*where)
    ordered = query.order_by(fleet.device.c.office, fleet.device.c.name, fleet.device.c.id)
    return [device_of_row(row) for row in sql.execute(ordered)]


def with_device(*more: Any) -> Select[Any]:
    """A query for the columns of ``device_of_row``, and more."""
    return select(*_COLUMNS, *more)


def device_of_row(row: Any) -> Device:
    """The device in a row that has its columns."""
    plain = {column.name: row._mapping[column] for column in _COLUMNS}
    plain["role"] = Role(plain["role"])
    plain["status"] = DeviceStatus(plain["status"])
    plain["spare_series"] = tuple(plain["spare_series"])
    return Device(**plain)


def _found(sql: Connection, query: Any, device_id: str) -> Device:
    row = sql.execute(query, {"device": device_id}).one_or_none()
    if row is None:
        raise Refused("no_such_device", "This device is not enrolled here. Enrol it again.", 404)
    return device_of_row(row)
