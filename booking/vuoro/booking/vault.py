"""The vault: every key of the backend comes from one secret, and it alone can open what is sealed.

Sealed bytes are AES-256-GCM (NIST SP 800-38D): version ‖ 12-byte nonce ‖ ciphertext and tag, bound
to their place by ``context`` so that a sealed value can't be moved to another row. Keys are derived
by HKDF-SHA-256 (RFC 5869).
"""

import hmac
import os
from collections.abc import Callable
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vuoro.core.day_key import SiteKey
from vuoro.core.hidden import Hidden

SECRET_BYTES = 32
_VERSION = b"\x01"
_NONCE_BYTES = 12
_INDEX_BYTES = 16


class Sealed(ValueError):
    """What was sealed can't be opened: another secret, another place, or damaged."""


class MasterSecret(Hidden[bytes]):
    """32 random bytes, kept outside the database."""

    __slots__ = ()

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET_BYTES:
            raise ValueError(f"the secret has {SECRET_BYTES} bytes, not {len(secret)}")
        super().__init__(secret)


class Vault:
    """Seals, opens and indexes what is personal."""

    def __init__(
        self, secret: MasterSecret, randbytes: Callable[[int], bytes] = os.urandom
    ) -> None:
        self._secret, self._randbytes = secret, randbytes
        self._box = AESGCM(self._derive("seal-v1"))

    def seal(self, content: bytes, context: str) -> bytes:
        """Encrypt. ``context`` names the place, e.g. ``client.person|<id>``."""
        nonce = self._randbytes(_NONCE_BYTES)
        return _VERSION + nonce + self._box.encrypt(nonce, content, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """What ``seal`` was given. Raises Sealed."""
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] != _VERSION:
            raise Sealed(f"{context}: of an unknown version")
        try:
            return self._box.decrypt(nonce, body, context.encode())
        except InvalidTag:
            raise Sealed(f"{context}: can't be opened with this secret") from None

    def seal_json(self, value: Any, context: str) -> bytes:
        """``seal`` of a JSON value."""
        return self.seal(orjson.dumps(value), context)

    def open_json(self, sealed: bytes, context: str) -> Any:
        """What ``seal_json`` was given. Raises Sealed."""
        return orjson.loads(self.open(sealed, context))

    def client_index(self, tenant: str, use: str, value: str) -> str:
        """A keyed hash by which a client is found: 16 bytes of HMAC-SHA-256, hex.

        ``use`` is identity, name, email or phone: equal values of two uses have nothing in common.
        """
        key = self._derive(f"client-index-v1|{tenant}|{use}")
        return hmac.digest(key, value.encode(), "sha256")[:_INDEX_BYTES].hex()

    def site_key(self, office: str) -> SiteKey:
        """The key from which the day keys of an office come (offline_sync §3.12)."""
        return SiteKey(self._derive(f"site-v1|{office}"))

    def _derive(self, info: str) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=info.encode()).derive(self._secret.reveal())
