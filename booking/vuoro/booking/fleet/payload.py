"""What an event of a lobby tells: its payload read into values, leniently.

Unknown fields are ignored; what can't be understood is a value too, for it must not stop a stream.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from vuoro.core.chain import HASH_BYTES
from vuoro.core.wire.sync import Told

Whole = Annotated[int, Meta(ge=-(2**53), le=2**53)]
Name = Annotated[str, Meta(max_length=200)]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]

KNOWN = frozenset(
    f"{subject}.{happening}"
    for subject, happenings in {
        "ticket": "issued called serving returned missed parked transferred done left undone "
        "rerouted merged joined",
        "alias": "joined",
        "visit": "merged voided",
        "arrival": "followed",
        "booking": "absent came expected",
        "day": "opened closed",
        "counter": "opened closed",
        "service": "opened locked",
        "device": "opened locked",
        "clock": "confirmed jumped",
        "lease": "spent",
        "command": "done",
        "sync": "quarantined recovered",
    }.items()
    for happening in happenings.split()
)
VERSION = 1
"""The newest version of any of these types that is understood."""


@dataclass(frozen=True, slots=True)
class ArrivalTold:
    id: Name
    day: Day
    arrived_at: Whole
    how: Name = ""
    booking: Name | None = None
    """Id of a booking, or "pass:" and the id of a pass whose row the lobby had not got."""
    voided: bool = False


@dataclass(frozen=True, slots=True)
class TicketTold:
    id: Name
    arrival: Name
    day: Day
    series: Name
    n: Whole
    number: Name
    state: Name
    arrived_at: Whole
    service: Name = ""
    counter: Name | None = None
    booking: Name | None = None
    booked_start: Whole | None = None
    specialist: Name | None = None
    called_at: Whole | None = None
    served_at: Whole | None = None
    ended_at: Whole | None = None
    outcome: Name = ""
    merged_into: Name | None = None
    """The ticket that stands for this one."""


@dataclass(frozen=True, slots=True)
class DayTold:
    day: Day
    opened_at: Whole
    closed_at: Whole | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """By what a client was let in: the revision of their pass, and of the lobby's row."""

    pass_rev: Whole | None = None
    booking_rev: Whole | None = None

    @property
    def rev(self) -> int | None:
        """The one that tells whose booking it is: a pass is the client's own."""
        return self.booking_rev if self.pass_rev is None else self.pass_rev


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows in a payload that matter here, and the few plain fields of other events."""

    arrival: ArrivalTold | None = None
    ticket: TicketTold | None = None
    service_day: DayTold | None = None
    into: Name | None = None
    lease: Any = None
    command: Name | None = None
    kind: Name = ""
    result: Name = ""
    public_key: Name = ""
    event_id: Name = ""
    redacted: bool = False
    """The content was erased on the device (row 20)."""
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """An event that passed the chain, with its repaired time (milliseconds).

    ``parts`` is None when the payload can't be read.
    """

    event: Told
    content: bytes = field(repr=False)
    content_hash: bytes
    hash: bytes
    at: int
    lo: int
    hi: int
    parts: Parts | None = field(repr=False)

    @property
    def is_known(self) -> bool:
        """Whether this backend understands its type and version."""
        return self.event.type in KNOWN and self.event.tv <= VERSION


def parts_of(event: Told, content: bytes) -> Parts | None:
    """What the payload tells. No database keeps a NUL in a text."""
    if b"\\u0000" in content:
        return None
    try:
        return msgspec.convert(event.p, Parts)
    except msgspec.ValidationError:
        return None


def id_in(value: Any) -> str:
    """The id in a field that is an id, or a row with one; empty where it is neither."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) and len(found) <= HASH_BYTES * 8 else ""
