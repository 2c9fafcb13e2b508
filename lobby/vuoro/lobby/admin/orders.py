"""What an administrator may ask of the lobby service, and how it goes over the side door.

One line of JSON each way: ``{"order": "AddStaff", "content": {…}}`` and ``{"refused": "…"}`` or
``{"answer": …}``.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_args

import msgspec

from vuoro.core.wire.codec import encode
from vuoro.core.wire.sync import Enrolled

LONGEST = 16_384


@dataclass(frozen=True, slots=True)
class AddStaff:
    """Make an account, or give an existing one a new name, password and roles."""

    username: str
    name: str
    roles: tuple[str, ...]
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ListStaff:
    """All accounts."""


@dataclass(frozen=True, slots=True)
class AddDevice:
    """Register a kiosk or a display; with a token of its own where it has one already."""

    kind: str
    name: str
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ListDevices:
    """All devices."""


@dataclass(frozen=True, slots=True)
class Look:
    """The lobby as its staff see it; only a running service can tell."""


@dataclass(frozen=True, slots=True)
class TellIdentity:
    """Which device of which area this lobby is."""


@dataclass(frozen=True, slots=True)
class TakeIdentity:
    """Become the device that the backend has approved."""

    enrolled: Enrolled


@dataclass(frozen=True, slots=True)
class LookAtSync:
    """How this lobby stands with the backend."""


Deed = AddStaff | ListStaff | AddDevice | ListDevices | TellIdentity | TakeIdentity | LookAtSync
"""What is done to a lobby, whether it runs or was opened for this alone."""
Order = Deed | Look
_ORDERS: dict[str, type[Order]] = {kind.__name__: kind for kind in get_args(Order)}


@dataclass(frozen=True, slots=True)
class Registered:
    """A device, without its token."""

    name: str
    kind: str
    locked: bool


@dataclass(frozen=True, slots=True)
class Token:
    """The secret of a new device, told once."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who this lobby is to the backend, and whom its office file makes it; ``device`` or ""."""

    device: str
    tenant: str
    site: int
    office: str
    office_tenant: str
    office_site: int


@dataclass(frozen=True, slots=True)
class SyncLook:
    """How the sync stands: ``level`` is empty where no worker runs."""

    device: str
    level: str
    data_as_of: datetime | None
    events_waiting: int
    problems: int
    clock: str
    revoked: bool


class NoOrder(ValueError):
    """A line that is no order. Holds no input: it might be a password."""


class Reply(msgspec.Struct, frozen=True):
    """What comes back: a reason why not, or the answer as JSON."""

    refused: str = ""
    answer: msgspec.Raw = msgspec.Raw(b"null")


class _Line(msgspec.Struct, frozen=True):
    order: str
    content: msgspec.Raw


def order_line(order: Order) -> bytes:
    """An order as a line."""
    return msgspec.json.encode(_Line(type(order).__name__, msgspec.Raw(encode(order)))) + b"\n"


def read_order(line: bytes) -> Order:
    """The order of a line. Raises NoOrder."""
    try:
        read = msgspec.json.decode(line, type=_Line)
        return msgspec.json.decode(read.content, type=_ORDERS[read.order])
    except (msgspec.DecodeError, KeyError, UnicodeDecodeError):
        raise NoOrder from None


def reply_line(answer: Any = None, refused: str = "") -> bytes:
    """A reply as a line."""
    return msgspec.json.encode(Reply(refused, msgspec.Raw(encode(answer)))) + b"\n"
