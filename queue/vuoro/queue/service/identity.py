"""Who this device is to the backend: what it was given when it was enrolled (§3.16)."""

import base64
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from vuoro.core.wire.sync import Enrolled, Role
from vuoro.queue.service.marks import keep_marks, marks
from vuoro.queue.store import Work
from vuoro.queue.store.meta import keep, kept
from vuoro.queue.store.stream import Reader, restream

if TYPE_CHECKING:
    from vuoro.queue.service.lobby import LobbyService

_KEY = "identity"


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """What an enrolled device is. ``series`` and ``spare_series`` are marks of its numbers.

    ``server_epoch`` is the backend's as of the enrolment or the newest recovery; an answer of
    another one means that the backend was restored.
    """

    device: str
    tenant: str
    site: int
    office: str
    role: Role
    leader_epoch: int
    server_epoch: str
    series: str
    spare_series: tuple[str, ...]
    root_public: bytes
    sync_public: bytes


def identity(lobby: "LobbyService") -> DeviceIdentity | None:
    """Who this device is; None before it is enrolled."""
    return identity_in(lobby.store)


def identity_in(store: Reader) -> DeviceIdentity | None:
    """Who the device of a database is; None before it is enrolled."""
    text = kept(store, _KEY)
    return msgspec.json.decode(text, type=DeviceIdentity) if text is not None else None


def db_uuid(lobby: "LobbyService") -> str:
    """What tells this database from another of the same device; a backup of it has the same."""
    return kept(lobby.store, "db_uuid") or ""


def keep_identity(lobby: "LobbyService", enrolled: Enrolled) -> None:
    """Become this device. To one that it was not, all that happened here is told from the start."""
    before, now = identity(lobby), _given(enrolled)
    with lobby.store.begin() as work:
        keep_as(work, now)
        if before is None or before.device != now.device:
            restream(work.sql, enrolled.epoch)
            keep(work, "epoch", str(enrolled.epoch))
            keep_marks(work, (*marks(lobby.store), now.series))
    lobby.look_again()


def change_identity(
    lobby: "LobbyService",
    *,
    role: Role | None = None,
    leader_epoch: int | None = None,
    server_epoch: str | None = None,
) -> None:
    """Another role, leadership or backend; what is None stays."""
    known = identity(lobby)
    changed = {"role": role, "leader_epoch": leader_epoch, "server_epoch": server_epoch}
    if known is not None:
        with lobby.store.begin() as work:
            keep_as(work, known, **{name: v for name, v in changed.items() if v is not None})


def keep_as(work: Work, identity: DeviceIdentity, **changed: Any) -> None:
    """Keep an identity, or what is changed of it, within a transaction."""
    keep(work, _KEY, msgspec.json.encode(replace(identity, **changed)).decode())


def _given(enrolled: Enrolled) -> DeviceIdentity:
    return DeviceIdentity(
        device=enrolled.device,
        tenant=enrolled.tenant,
        site=enrolled.site,
        office=enrolled.office,
        role=enrolled.role,
        leader_epoch=enrolled.leader_epoch,
        server_epoch=enrolled.server_epoch,
        series=enrolled.series,
        spare_series=enrolled.spare_series,
        root_public=base64.b64decode(enrolled.root_public),
        sync_public=base64.b64decode(enrolled.sync_public),
    )
