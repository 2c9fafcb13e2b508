"""What devices answered to support: kept for a month, for administrators of their area."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from vuoro.booking.backend import Backend, Refused, from_ms
from vuoro.booking.fleet.writing import upsert
from vuoro.booking.store.tables import fleet, updates
from vuoro.core.wire.sync import CommandKind
from vuoro.core.wire.upkeep import LARGEST_ANSWER, MediaType, SupportAnswer

KEPT_MS = 30 * 24 * 3_600_000
SUPPORT = (CommandKind.DOCTOR, CommandKind.SCREENSHOT, CommandKind.SUPPORT)
"""Commands that are answered with something to read."""
_s = updates.support_answer.c


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, without its bytes."""

    command: str
    kind: CommandKind
    media_type: MediaType
    name: str
    words: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """The answer to an answer."""

    server_epoch: str


def take(backend: Backend, device: str, told: SupportAnswer) -> Heard:
    """Keep an answer, once. Refused: too_large, malformed, no_such_command."""
    try:
        data = base64.b64decode(told.data, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("malformed", "The data are not base64.", 422) from None
    if len(data) > LARGEST_ANSWER:
        raise Refused("too_large", "The answer is too large.", 413)
    c = fleet.command.c
    mine = select(c.tenant).where(c.id == told.command, c.device == device, c.kind.in_(SUPPORT))
    with backend.begin() as work:
        tenant = work.sql.execute(mine).scalar_one_or_none()
        if tenant is None:
            raise Refused("no_such_command", "Nobody asked for this.", 404)
        row = {"command": told.command, "device": device, "tenant": tenant,
               "media_type": told.media_type.value, "name": told.name, "words": told.words,
               "data": data, "at": work.now_ms}  # fmt: skip
        upsert(work, updates.support_answer, [row])
    return Heard(backend.server_epoch())


def answers(backend: Backend, tenant: str, device: str) -> list[Answer]:
    """What a device answered, the newest first."""
    c = fleet.command.c
    query = (
        select(_s.command, c.kind, _s.media_type, _s.name, _s.words, _s.data, _s.at)
        .join(fleet.command, c.id == _s.command)
        .where(_s.tenant == tenant, _s.device == device)
        .order_by(_s.at.desc(), _s.command)
    )
    with backend.read() as sql:
        return [
            Answer(row.command, CommandKind(row.kind), MediaType(row.media_type), row.name,
                   row.words, len(row.data), from_ms(row.at))
            for row in sql.execute(query)
        ]  # fmt: skip


def bytes_of(backend: Backend, tenant: str, device: str, command: str) -> bytes:
    """The bytes of one answer. Refused: no_such_answer."""
    query = select(_s.data).where(_s.command == command, _s.tenant == tenant, _s.device == device)
    with backend.read() as sql:
        data: bytes | None = sql.execute(query).scalar_one_or_none()
    if data is None:
        raise Refused("no_such_answer", "There is no such answer.", 404)
    return data


def forget(backend: Backend) -> bool:
    """Delete what is older than a month."""
    with backend.begin() as work:
        old = _s.at < work.now_ms - KEPT_MS
        work.sql.execute(delete(updates.support_answer).where(old))
    return False
