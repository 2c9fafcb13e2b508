"""A pass as bytes and as text.

Payload, 28 bytes, big-endian::

    version u8 = 1 | key u8 | site u16 (0 = any) | pass id 16 bytes | revision u8
    | not before u32 (Unix seconds) | duration u16 (minutes) | flags u8

Text, 151 characters: ``VU1``, then payload and Ed25519 signature in base32 (RFC 4648), upper case
and without padding. Keyboard scanners of every layout type these characters right, and a QR code
holds them in its alphanumeric mode. There is one writing of a pass: lower case is none.
"""

import base64
import struct
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from vuoro.core.passes.bad import BadPass, BadPassReason

PREFIX = "VU1"
VERSION = 1
PAYLOAD_BYTES = 28
SIGNATURE_BYTES = 64
TEXT_LENGTH = len(PREFIX) + -(-(PAYLOAD_BYTES + SIGNATURE_BYTES) * 8 // 5)

_PAYLOAD = struct.Struct(">BBH16sBIHB")
_PADDING = "=" * (-(TEXT_LENGTH - len(PREFIX)) % 8)


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass says: no name, no service, no booking. ValueError for what its bytes can't hold.

    The id leads to a booking in the mirror; who has it has the pass, so no repr shows it.
    """

    key: int
    """Number of the key that signs it, 0–255."""
    site: int
    """Number of the office, 1–65535; 0 is any."""
    id: uuid.UUID = field(repr=False)
    revision: int
    """Grows with each change of the booking, 0–255."""
    starts: datetime
    """Aware, whole seconds, 1970–2106."""
    minutes: int
    """How long it is valid, 0–65535."""
    flags: int = 0
    """None has a meaning yet; a reader ignores those it doesn't know."""

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None or self.starts.microsecond:
            raise ValueError("a pass starts at an aware time of whole seconds")
        try:
            to_payload(self)
        except struct.error as error:
            raise ValueError(f"a pass can't hold this: {error}") from None

    @property
    def ends(self) -> datetime:
        """The first moment at which it is valid no more."""
        return self.starts + timedelta(minutes=self.minutes)

    def valid_at(self, now: datetime) -> bool:
        """Whether its time has come and isn't over."""
        return self.starts <= now < self.ends

    def valid_in(self, site: int) -> bool:
        """Whether it is for this office."""
        return self.site in (0, site)


def to_payload(claims: Pass) -> bytes:
    """The 28 bytes that are signed."""
    return _PAYLOAD.pack(
        VERSION,
        claims.key,
        claims.site,
        claims.id.bytes,
        claims.revision,
        int(claims.starts.timestamp()),
        claims.minutes,
        claims.flags,
    )


def from_payload(payload: bytes) -> Pass | BadPass:
    """What 28 bytes say, believed or not."""
    version, key, site, pass_id, revision, starts, minutes, flags = _PAYLOAD.unpack(payload)
    if version != VERSION:
        return BadPass(BadPassReason.UNKNOWN_VERSION)
    return Pass(
        key=key,
        site=site,
        id=uuid.UUID(bytes=pass_id),
        revision=revision,
        starts=datetime.fromtimestamp(starts, UTC),
        minutes=minutes,
        flags=flags,
    )


def to_text(payload: bytes, signature: bytes) -> str:
    """The text of a pass as its QR code holds it."""
    return PREFIX + base64.b32encode(payload + signature).decode("ascii").rstrip("=")


def from_text(text: str) -> tuple[bytes, bytes] | BadPass:
    """Payload and signature in a text. Looks at no more than the length of what can't be a pass."""
    if not text.startswith(PREFIX):
        later = text[:2] == PREFIX[:2] and text[2:3].isdecimal()
        return BadPass(BadPassReason.UNKNOWN_VERSION if later else BadPassReason.NOT_A_PASS)
    if len(text) != TEXT_LENGTH:
        return BadPass(BadPassReason.DAMAGED)
    try:
        raw = base64.b32decode(text[len(PREFIX) :] + _PADDING)
    except ValueError:
        return BadPass(BadPassReason.DAMAGED)
    payload, signature = raw[:PAYLOAD_BYTES], raw[PAYLOAD_BYTES:]
    if to_text(payload, signature) != text:
        return BadPass(BadPassReason.DAMAGED)
    return payload, signature
