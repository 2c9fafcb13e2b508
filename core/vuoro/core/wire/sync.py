"""What a lobby device and the backend say to each other (offline_sync §3.4–3.7, §3.15–3.17).

All moments are whole milliseconds since 1970 UTC, all ids UUID texts, all hashes hex. Unknown
fields are ignored by the receiver. A body that lacks ``server_epoch`` is no answer of the backend
but of something in between.
"""

import enum
from dataclasses import dataclass, field
from typing import Annotated, Any

from msgspec import Meta

PROTOCOL = 1
OLDEST_PROTOCOL = 1
PREFIX = "/device/v1"
MOST_EVENTS = 100
MOST_BYTES = 256 * 1024
MOST_CHANGES = 500
LONGEST_WAIT = 25
"""Seconds a pull may be kept open when there is nothing new."""
PUSH_DEADLINE = 30.0

SIGNATURE_HEADER = "Vuoro-Signature"
"""Base64 of Ed25519(device key, ``BODY_CONTEXT`` ‖ path ‖ NUL ‖ SHA-256(body)); push and epoch."""
BODY_CONTEXT = b"vuoro-body-v1\0"
SESSION_CONTEXT = b"vuoro-session-v1\0"
"""Signed: context ‖ nonce ‖ NUL ‖ device ‖ NUL ‖ epoch ‖ NUL ‖ boot ‖ NUL ‖ version (all UTF-8)."""
TIME_CONTEXT = b"vuoro-time-v1\0"
"""Signed by the area's sync key: context ‖ nonce ‖ NUL ‖ decimal server_ms."""


class Role(enum.StrEnum):
    """What a device is in its lobby."""

    LEADER = "leader"
    COMPANION = "companion"
    """A second kiosk that goes on by itself when it can't reach the leader."""


class EventStatus(enum.StrEnum):
    """What became of an event. Every one moves the stream on: nothing is ever left behind."""

    APPLIED = "applied"
    MERGED = "merged"
    """Its effect is folded into a visit that was there."""
    NOOP = "noop"
    NOTED = "noted"
    """Recorded, and a human must look at it (the attention inbox)."""
    DEFERRED = "deferred"
    """Of a type or version that this backend doesn't know yet; kept and applied later."""


class SyncProblem(enum.StrEnum):
    """``Problem.code`` of the answers a device acts upon."""

    FORK = "fork"
    """409: the stream is not the one we know; recover with a new epoch (§3.7)."""
    GAP = "gap"
    """409: events before these are missing; ``Fork.expected`` says from where."""
    CURSOR_TOO_OLD = "cursor_too_old"
    """410: take a snapshot."""
    SESSION_OVER = "session_over"
    """401: begin a new session."""
    REVOKED = "device_revoked"
    """401: stop taking clients; a drain-only session may be begun."""
    LOCKED = "device_locked"
    """403: two devices claim this identity; an administrator decides (§3.7)."""
    UPGRADE = "upgrade_needed"
    """426."""
    TOO_LARGE = "too_large"
    """413: send half as much."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event as it is pushed; its hash is chained(prev, canonical(content()))."""

    seq: int
    prev: str
    id: str
    type: str
    tv: int
    day: str
    mono: int
    wall: int
    boot: str
    clk: str
    actor: str
    p: dict[str, Any] = field(repr=False)

    def content(self) -> dict[str, Any]:
        """What is hashed: the same whatever the position in a stream."""
        return {
            "id": self.id, "type": self.type, "tv": self.tv, "day": self.day, "mono": self.mono,
            "wall": self.wall, "boot": self.boot, "clk": self.clk, "actor": self.actor, "p": self.p,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Push:
    """POST /push. ``anchors`` let the backend repair times; ``health`` feeds the fleet page."""

    proto: int
    device: str
    epoch: int
    server_epoch: str
    """The one the device knows; empty before the first contact."""
    events: tuple[Told, ...]
    sent_mono: int = 0
    boot: str = ""
    outbox_left: int = 0
    """Events that stay behind after these."""
    health: "Health | None" = None


@dataclass(frozen=True, slots=True)
class Health:
    """What a device tells of itself, for the fleet page."""

    version: str = ""
    sqlite: str = ""
    clock: str = ""
    waiting_events: int = 0
    oldest_waiting_ms: int | None = None
    problems: int = 0
    cursor: int = 0
    printers: dict[str, str] = field(default_factory=dict)
    """Kiosk name to the state of its printer."""
    last_digest_ms: int | None = None
    digest_ok: bool | None = None


@dataclass(frozen=True, slots=True)
class EventResult:
    """What became of one event, kept by the backend with its effect for ever."""

    seq: int
    id: str
    status: EventStatus
    change: int
    """The site's change number at which the effect can be pulled (overlay rule, §3.6)."""
    into: str | None = None
    """With merged: the visit."""
    problem: str | None = None
    attention: str | None = None


@dataclass(frozen=True, slots=True)
class Pushed:
    """The answer to a push."""

    server_epoch: str
    acked_through: int
    server_ms: int
    results: tuple[EventResult, ...]


@dataclass(frozen=True, slots=True)
class SyncRefusal:
    """A refusal (problem+json). ``expected`` comes with a gap."""

    server_epoch: str
    code: str
    detail: str
    status: int
    expected: int | None = None
    retry_after: int | None = None


class Op(enum.StrEnum):
    PUT = "put"
    DEL = "del"


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """One change of the site's stream. Kinds: ``booking``, ``visit``, ``lease``, ``keys``,
    ``command``. A device keeps kinds it doesn't know as they are.
    """

    c: int
    kind: str
    id: str
    rev: int
    op: Op
    data: dict[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Pulled:
    """GET /pull?cursor=&limit=&wait=: changes after the cursor, in order."""

    server_epoch: str
    changes: tuple[ChangeTold, ...]
    next: int
    more: bool
    floor: int
    server_ms: int


@dataclass(frozen=True, slots=True)
class SnapshotHead:
    """First line of GET /snapshot (NDJSON); ``ChangeTold`` lines follow, then SnapshotEnd."""

    server_epoch: str
    as_of: int
    server_ms: int


@dataclass(frozen=True, slots=True)
class SnapshotEnd:
    """Last line: without it the snapshot was cut and is thrown away."""

    rows: int


@dataclass(frozen=True, slots=True)
class DigestLine:
    """All rows of a kind and service day: how many, and XOR of SHA-256(id ‖ NUL ‖ rev), hex."""

    kind: str
    day: str
    count: int
    xor: str


@dataclass(frozen=True, slots=True)
class Digest:
    """GET /digest?cursor=: as of a change number."""

    server_epoch: str
    as_of: int
    lines: tuple[DigestLine, ...]


@dataclass(frozen=True, slots=True)
class DayKeys:
    """GET /day-keys: keys for identity codes of today … +7, by ISO date, base64 (§3.12).

    A device that keeps them in memory only asks again after a start.
    """

    server_epoch: str
    keys: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """POST /enrol, repeated until answered: 202 with ``EnrolPending``, 200 with ``Enrolled``."""

    proto: int
    public_key: Annotated[str, Meta(min_length=40, max_length=48)]
    """Ed25519, base64."""
    code: Annotated[str, Meta(pattern="^[BCDFGHJKLMNPQRSTVWXZ]{8}$")]
    model: str = ""
    serial: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class EnrolPending:
    """Nobody has approved it yet; ask again in so many seconds, until it expires."""

    server_epoch: str
    expires_in: int
    interval: int = 2


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an approved device needs for its life. Given again to the same key."""

    server_epoch: str
    device: str
    tenant: str
    site: int
    office: str
    role: Role
    epoch: int
    leader_epoch: int
    series: str
    """What stands after the letter of this device's numbers: "" or a letter from H to Z."""
    spare_series: tuple[str, ...]
    root_public: str
    """The key that signs key documents, base64; pinned."""
    sync_public: str
    """The key that signs time, base64; pinned."""


@dataclass(frozen=True, slots=True)
class SessionNonce:
    """GET /session?device=: what is to be signed."""

    server_epoch: str
    nonce: str


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """POST /session (``hello``): who, since when, and the signature (SESSION_CONTEXT), base64."""

    proto: int
    device: str
    nonce: str
    epoch: int
    boot: str
    version: str
    signature: str
    drain: bool = False
    """A revoked device asks to push what it still holds."""
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionBegun:
    """A session of 12 hours. Send ``Authorization: Device <token>``."""

    server_epoch: str
    token: str = field(repr=False)
    expires_in: int
    server_ms: int
    epoch: int
    """The backend's; another than the device's means: recover (§3.7)."""
    last_seq: int
    role: Role
    leader_epoch: int
    min_proto: int
    recommended_proto: int
    drain_only: bool = False


@dataclass(frozen=True, slots=True)
class EpochRequest:
    """POST /epoch: begin anew (§3.7). ``db_uuid`` tells two clones from each other."""

    device: str
    old_epoch: int
    db_uuid: str
    reason: str


@dataclass(frozen=True, slots=True)
class EpochGranted:
    """The new epoch, above everything either side had."""

    server_epoch: str
    epoch: int
    series: str
    """The number series from now on; numbers can never repeat."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """POST /quarantine: an event that the backend failed on for an hour, as it is (§3.4)."""

    device: str
    epoch: int
    event: Told


@dataclass(frozen=True, slots=True)
class ServerTime:
    """GET /time?nonce=: signed, so that a device with a wrong clock can set it before TLS works."""

    server_epoch: str
    server_ms: int
    signature: str


COMMAND_CONTEXT = b"vuoro-command-v1\0"
"""Signed by the area's sync key: context ‖ canonical({"id", "device", "kind", "body"}); base64 in
the command's data as ``signature``."""


class CommandKind(enum.StrEnum):
    """What the backend may tell a device to do, by pull (kind ``command``)."""

    DRAIN_THEN_WIPE = "drain_then_wipe"
    WIPE_NOW = "wipe_now"
    ROTATE_KEY = "rotate_key"
    NEW_EPOCH = "new_epoch"
    SET_LEADER = "set_leader"
    ERASE = "erase"
    DOCTOR = "doctor"
    SCREENSHOT = "screenshot"
    SUPPORT = "support"
    """These three are answered by POST /answer (``vuoro.core.wire.upkeep``)."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """Data of kind ``visit``: who has arrived, as the backend knows it from every device."""

    id: str
    booking: str | None
    day: str
    device: str
    """Which device told of it; a device knows its own visits better (§3.6)."""
    voided: bool
    numbers: tuple[str, ...]
    arrived_ms: int


@dataclass(frozen=True, slots=True)
class LeaseRow:
    """Data of kind ``lease``: one bookable time that walk-ins of this site may use (§3.1)."""

    id: str
    service: str
    start_ms: int
    minutes: int
    specialist: str | None
    device: str
