"""The code by which a visitor's own phone gets in: new each minute, so that it works in the lobby.

A token is an HMAC of the minute under a secret of the lobby (RFC 2104, SHA-256, cut to 40 bits and
written like a booking code, so that it can be typed). Who came in by one is given a page token: a
signed name that is good for five minutes. Nothing of it is kept but how many came by each token.
"""

import hmac
import math
from dataclasses import dataclass

from vuoro.core.booking_code import ALPHABET, as_written

SLOT = 60.0
"""Seconds that a token is on the screen; the one before still counts."""
VISIT = 300.0
"""Seconds that a phone may check in after it came."""
_DIGEST = "sha256"
_MAC_CHARACTERS = 22
_NAME_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Visit:
    """A phone that came in. ``name`` tells it from others; ``until`` in monotonic seconds."""

    name: str
    until: float


def slot_at(mono: float) -> int:
    """The minute of a moment, in monotonic seconds."""
    return math.floor(mono / SLOT)


def left(mono: float) -> float:
    """Seconds until the next token."""
    return (slot_at(mono) + 1) * SLOT - mono


def door_token(secret: bytes, slot: int) -> str:
    """The token of a minute: eight characters."""
    digest = hmac.digest(secret, b"door %d" % slot, _DIGEST)
    bits = int.from_bytes(digest[:5], "big")
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))


def slot_of(secret: bytes, typed: str, mono: float) -> int | None:
    """The minute that a token is of, if it is the present one or the one before."""
    token = as_written(typed[:64]).encode("utf-8", "replace")
    now = slot_at(mono)
    fits = [s for s in (now, now - 1) if hmac.compare_digest(door_token(secret, s).encode(), token)]
    return fits[0] if fits else None


def page_token(secret: bytes, visit: Visit) -> str:
    """What a phone that came in shows with each page; letters, digits and hyphens."""
    until = math.ceil(visit.until)
    return f"{visit.name}-{until}-{_mac(secret, visit.name, until)}"


def visit_of(secret: bytes, page: str, mono: float) -> Visit | None:
    """The phone behind a page token, while its time lasts."""
    name, _, rest = page.partition("-")
    until, _, mac = rest.partition("-")
    if len(name) != _NAME_CHARACTERS or not (until.isascii() and until.isdecimal()):
        return None
    right = _mac(secret, name, int(until[:12]))
    if not hmac.compare_digest(right.encode(), mac.encode("utf-8", "replace")):
        return None
    return Visit(name, float(until)) if mono < float(until) else None


def new_name(random: bytes) -> str:
    """The name of a phone, from at least eight random bytes."""
    bits = int.from_bytes(random[:8], "big")
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 5 * _NAME_CHARACTERS, 5))


def _mac(secret: bytes, name: str, until: int) -> str:
    return hmac.new(secret, f"page {name} {until}".encode(), _DIGEST).hexdigest()[:_MAC_CHARACTERS]
