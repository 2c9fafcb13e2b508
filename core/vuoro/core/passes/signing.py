"""Signing passes: for the backend, the demo and tests. A kiosk holds no key that can."""

import uuid
from typing import TYPE_CHECKING

from vuoro.core.hidden import Hidden
from vuoro.core.passes.format import Pass, to_payload, to_text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CONTEXT = b"vuoro-pass-v1\0"
SEED_BYTES = 32


class SigningKey(Hidden[bytes]):
    """A private Ed25519 key: its 32-byte seed (RFC 8032). ValueError for another length."""

    __slots__ = ()

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError(f"a signing key has {SEED_BYTES} bytes, not {len(seed)}")
        super().__init__(seed)

    def public(self) -> bytes:
        """The public key that verifies what this one signs, 32 bytes."""
        return self._private().public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The signature of a message, 64 bytes; the same in every run."""
        return self._private().sign(message)

    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.reveal())


def sign(claims: Pass, key: SigningKey, tenant: uuid.UUID) -> str:
    """The text of a pass, signed for one employment area."""
    payload = to_payload(claims)
    return to_text(payload, key.sign(signed_bytes(payload, tenant)))


def signed_bytes(payload: bytes, tenant: uuid.UUID) -> bytes:
    """What the signature covers: the area is in it without taking room in the code."""
    return CONTEXT + tenant.bytes + payload


def fits(signature: bytes, message: bytes, public: bytes) -> bool:
    """Whether a signature is of this message by the owner of this public key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
