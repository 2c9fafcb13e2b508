"""The key of one office for one day, by which a booking is found from an identity code.

An index of hashed identity codes can be guessed in seconds unless a secret key is in the hash
(25 bits of identity, offline_sync §3.12). The office's own key stays in the backend; a lobby gets
keys of single days and forgets each at the end of its day, after which the index is noise.
"""

import hmac
from datetime import date

from vuoro.core.hidden import Hidden
from vuoro.core.identity_code import IdentityCode

KEY_BYTES = 32
INDEX_BYTES = 16


class SiteKey(Hidden[bytes]):
    """The secret of one office, 32 bytes; stays in the backend. ValueError for another length."""

    __slots__ = ()

    def __init__(self, secret: bytes) -> None:
        super().__init__(_whole(secret))


class DayKey(Hidden[bytes]):
    """The secret of one office for one day, 32 bytes. ValueError for another length."""

    __slots__ = ()

    def __init__(self, secret: bytes) -> None:
        super().__init__(_whole(secret))


def derive_day_key(site_key: SiteKey, site: str, day: date) -> DayKey:
    """The key of an office for a day: HKDF-SHA-256 without salt (RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = f"hetu-v1|{site}|{day.isoformat()}".encode()
    return DayKey(HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(site_key.reveal()))


def blind_index(key: DayKey, code: IdentityCode) -> bytes:
    """What stands for a code in that office that day: the first 16 bytes of an HMAC-SHA-256."""
    return hmac.digest(key.reveal(), code.reveal().encode("ascii"), "sha256")[:INDEX_BYTES]


def _whole(secret: bytes) -> bytes:
    if len(secret) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(secret)}")
    return secret
