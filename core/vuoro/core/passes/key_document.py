"""The key set as a document that a root key signs and a lobby pulls.

Text: ``VUK1.`` JSON of the key set ``.`` signature, both in base64url without padding. The root key
stays offline; its public half is pinned when a device is enrolled. Editions are numbered, and an
older one is refused, so that nobody can bring a revoked key back.
"""

import base64
import enum
import uuid
from dataclasses import dataclass

import msgspec

from vuoro.core.passes.keys import KeySet
from vuoro.core.passes.signing import SigningKey, fits

CONTEXT = b"vuoro-keys-v1\0"
LONGEST = 128 * 1024

_PREFIX = "VUK1"


class BadKeyReason(enum.StrEnum):
    """Why a key document is refused."""

    MALFORMED = "malformed"
    TOO_LONG = "too_long"
    BAD_SIGNATURE = "bad_signature"
    ROLLBACK = "rollback"
    """Older than what the lobby has, or another document under the same number."""


@dataclass(frozen=True, slots=True)
class BadKeyDocument:
    """A key document that changes nothing, and why."""

    reason: BadKeyReason


def seal_keys(keys: KeySet, root: SigningKey, tenant: uuid.UUID) -> str:
    """The document of a key set, signed by the root key for one employment area."""
    body = msgspec.json.encode(keys)
    return ".".join((_PREFIX, _to_base64(body), _to_base64(root.sign(_signed(body, tenant)))))


def open_keys(
    document: str, root_public: bytes, tenant: uuid.UUID, current: KeySet | None = None
) -> KeySet | BadKeyDocument:
    """The key set in a document, if the root key signed it and it is no older than the current."""
    if len(document) > LONGEST:
        return BadKeyDocument(BadKeyReason.TOO_LONG)
    parts = document.split(".")
    if len(parts) != 3 or parts[0] != _PREFIX:
        return BadKeyDocument(BadKeyReason.MALFORMED)
    try:
        raw, proof = _from_base64(parts[1]), _from_base64(parts[2])
    except ValueError:
        return BadKeyDocument(BadKeyReason.MALFORMED)
    if not fits(proof, _signed(raw, tenant), root_public):
        return BadKeyDocument(BadKeyReason.BAD_SIGNATURE)
    return _newer(raw, current)


def _newer(raw: bytes, current: KeySet | None) -> KeySet | BadKeyDocument:
    try:
        keys = msgspec.json.decode(raw, type=KeySet)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return BadKeyDocument(BadKeyReason.MALFORMED)
    if current is not None and (keys.number < current.number or _same_number(keys, current)):
        return BadKeyDocument(BadKeyReason.ROLLBACK)
    return keys


def _same_number(keys: KeySet, current: KeySet) -> bool:
    return keys.number == current.number and keys != current


def _signed(body: bytes, tenant: uuid.UUID) -> bytes:
    return CONTEXT + tenant.bytes + body


def _to_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _from_base64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
