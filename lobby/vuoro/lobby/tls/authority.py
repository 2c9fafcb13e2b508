"""An authority of one site: made where the lobby service runs, it vouches for this service alone.

Its dates are fixed, for it may be made before the clock is set; those of a certificate are short
enough for browsers (398 days at most, CA/Browser Forum baseline requirements §6.3.2) and follow the
clock.
"""

from datetime import UTC, datetime, timedelta

from vuoro.core.pki import certificates
from vuoro.core.pki.certificates import (
    EARLIER,
    Pair,
    bounds_of,
    is_signed_by,
    names_of,
    new_key,
)
from vuoro.core.pki.names import Bounds, Names

BEGINS, ENDS = datetime(2025, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
VALID = timedelta(days=120)
RENEW_BEFORE_END = timedelta(days=40)


def new_authority(office: str, bounds: Bounds) -> Pair:
    """An authority that may vouch for nothing but ``bounds``."""
    return certificates.new_authority(f"Vuoro – {office}", bounds, BEGINS, ENDS)


def issue(authority: Pair, names: Names, now: datetime) -> Pair:
    """A fresh key and certificate for these names, as far as the authority may vouch for them."""
    allowed = bounds_of(authority.certificate).within(names)
    key = new_key()
    begins = max(min(now, ENDS - VALID) - EARLIER, BEGINS)
    leaf = certificates.new_leaf(authority, key.public_key(), allowed, begins, begins + VALID)
    return Pair(key, leaf)


def due(pair: Pair, authority: Pair, names: Names, now: datetime) -> bool:
    """Whether a new one is to be made: it ends soon, has not begun, or names have changed."""
    certificate = pair.certificate
    ends = certificate.not_valid_after_utc - RENEW_BEFORE_END
    in_time = certificate.not_valid_before_utc <= max(now, BEGINS) < ends
    return not (
        in_time
        and certificate.issuer == authority.certificate.subject
        and is_signed_by(certificate, authority.certificate)
        and names_of(certificate) == bounds_of(authority.certificate).within(names)
    )
