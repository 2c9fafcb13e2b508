"""Why a text is not a pass that may be believed."""

import enum
import uuid
from dataclasses import dataclass, field


class BadPassReason(enum.StrEnum):
    """Why a pass is refused; the visitor is told less than this, staff and logs all of it."""

    NOT_A_PASS = "not_a_pass"
    """Something else: a foreign QR code, a web address, garbage."""
    DAMAGED = "damaged"
    """Begins like a pass, but is cut, too long or misread."""
    UNKNOWN_VERSION = "unknown_version"
    """Of a later version than this program."""
    UNKNOWN_KEY = "unknown_key"
    """Signed with a key that this lobby has not got: another area's, or the lobby is behind."""
    REVOKED_KEY = "revoked_key"
    """Signed with a key that may be in wrong hands."""
    NOT_KEYS_TIME = "not_keys_time"
    """Signed with a key of ours, for a time that key doesn't sign for."""
    BAD_SIGNATURE = "bad_signature"
    """Forged, altered or of another employment area."""


@dataclass(frozen=True, slots=True)
class BadPass:
    """Not a pass that may be believed. Holds nothing of the text."""

    reason: BadPassReason
    unproven_id: uuid.UUID | None = field(default=None, repr=False)
    """With REVOKED_KEY the id the pass claims: a booking found by it may still be checked in."""
