"""What an administrator may ask of the backend, as it goes over its side door: a line each way."""

import msgspec

LONGEST = 4 * 1024 * 1024
"""Bytes of a line: the description of an area with thousands of specialists."""


class Order(msgspec.Struct, frozen=True, tag=True):
    """Any order. ``area``: slug or id; may be empty where the backend has one area only."""

    def __repr__(self) -> str:
        """Without what is in it: that may be a password."""
        return type(self).__name__


class BringArea(Order, frozen=True, tag=True):
    """Bring in the description of an area, the text of its file."""

    text: str


class AddAccount(Order, frozen=True, tag=True):
    """Make an account of somebody who works here."""

    area: str
    username: str
    name: str
    roles: tuple[str, ...]
    password: str


class SetPassword(Order, frozen=True, tag=True):
    """Give an account another password."""

    area: str
    username: str
    password: str


class ListAccounts(Order, frozen=True, tag=True):
    """All accounts of an area."""

    area: str


class AddKey(Order, frozen=True, tag=True):
    """Make a key for a municipal system."""

    area: str
    name: str
    scopes: tuple[str, ...]


class ListKeys(Order, frozen=True, tag=True):
    """All keys of an area."""

    area: str


class RevokeKey(Order, frozen=True, tag=True):
    """Let a key be of no use any more; by id or by how it begins."""

    area: str
    key: str


class ListPassKeys(Order, frozen=True, tag=True):
    """The keys that sign the passes of an area."""

    area: str


class RotatePassKeys(Order, frozen=True, tag=True):
    """Sign passes with the next key from now on."""

    area: str


class RevokePassKey(Order, frozen=True, tag=True):
    """A pass key may be in wrong hands: no lobby believes it any more."""

    area: str
    kid: int


class ListAuthorities(Order, frozen=True, tag=True):
    """The authorities by which desks know the lobbies of an area."""

    area: str


class PrepareAuthority(Order, frozen=True, tag=True):
    """Make the next authority, for desks to trust before it is used."""

    area: str


class RotateAuthority(Order, frozen=True, tag=True):
    """Sign with the next authority from now on; ``stolen``: with one that is made now."""

    area: str
    stolen: bool = False


class Restored(Order, frozen=True, tag=True):
    """The database was restored from a backup: begin a new server epoch."""


class Look(Order, frozen=True, tag=True):
    """How the backend is."""


AnyOrder = (
    BringArea | AddAccount | SetPassword | ListAccounts | AddKey | ListKeys | RevokeKey
    | ListPassKeys | RotatePassKeys | RevokePassKey | ListAuthorities | PrepareAuthority
    | RotateAuthority | Restored | Look
)  # fmt: skip


class AccountRow(msgspec.Struct, frozen=True):
    """An account as it is listed."""

    username: str
    name: str
    roles: tuple[str, ...]
    active: bool


class KeyRow(msgspec.Struct, frozen=True):
    """A key as it is listed; ``text`` of a new one only."""

    name: str
    prefix: str
    scopes: tuple[str, ...]
    made: str
    used: str
    revoked: str
    text: str = ""

    def __repr__(self) -> str:
        return f"KeyRow({self.prefix})"


class PassKeyRow(msgspec.Struct, frozen=True):
    """A pass key as it is listed."""

    kid: int
    status: str
    since: str
    expires: str


class AuthorityRow(msgspec.Struct, frozen=True):
    """An authority as it is shown. ``names``: what it vouches for; ``lacks``: what the settings
    have besides; ``pem``: the certificate.
    """

    status: str
    since: str
    ends: str
    words: str
    sha256: str
    names: tuple[str, ...]
    lacks: tuple[str, ...]
    pem: str


class AreaRow(msgspec.Struct, frozen=True):
    """An area in numbers. ``ahead``: bookings to come; ``failed``: messages that need a person."""

    slug: str
    name: str
    offices: int
    services: int
    specialists: int
    ahead: int
    queued: int
    failed: int
    devices: int
    attention: int


class Overview(msgspec.Struct, frozen=True):
    """The backend in a few lines."""

    database: str
    revision: str
    server_epoch: str
    areas: tuple[AreaRow, ...]


class NoOrder(ValueError):
    """A line that is no order. Holds no input: it might be a password."""


class Reply(msgspec.Struct, frozen=True):
    """What comes back: why not, or the answer as JSON."""

    refused: tuple[str, ...] = ()
    answer: msgspec.Raw = msgspec.Raw(b"null")


def order_line(order: AnyOrder) -> bytes:
    """An order as a line."""
    return msgspec.json.encode(order) + b"\n"


def read_order(line: bytes) -> AnyOrder:
    """The order of a line. Raises NoOrder."""
    try:
        order: AnyOrder = msgspec.json.decode(line, type=AnyOrder)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise NoOrder from None
    return order


def reply_line(answer: object = None, *refused: str) -> bytes:
    """A reply as a line."""
    made = msgspec.Raw(msgspec.json.encode(answer))
    return msgspec.json.encode(Reply(refused, made)) + b"\n"
