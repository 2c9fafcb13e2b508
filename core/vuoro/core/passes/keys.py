"""The public keys by which a lobby believes passes.

Keys overlap when they are renewed: a key verifies until the last pass signed with it is over. Two
keys may have the same number, after an accident or a restore, so all of them are tried.
"""

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from vuoro.core.passes.format import Pass

PUBLIC_KEY_BYTES = 32


class KeyStatus(enum.StrEnum):
    """Whether a key is still believed."""

    ACTIVE = "active"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class PassKey:
    """A public key (Ed25519, 32 bytes) and the time for which it signs passes."""

    kid: Annotated[int, Meta(ge=0, le=255)]
    pub: Annotated[bytes, Meta(min_length=PUBLIC_KEY_BYTES, max_length=PUBLIC_KEY_BYTES)]
    nbf: Annotated[datetime, Meta(tz=True)]
    """No pass starts before."""
    exp: Annotated[datetime, Meta(tz=True)]
    """No pass ends after."""
    status: KeyStatus = KeyStatus.ACTIVE

    def signs_for(self, claims: Pass) -> bool:
        """Whether the time of a pass lies within that of the key."""
        return self.nbf <= claims.starts and claims.ends <= self.exp


@dataclass(frozen=True, slots=True)
class KeySet:
    """All keys of an employment area, in a numbered edition; an older edition never replaces it."""

    number: Annotated[int, Meta(ge=0)]
    keys: Annotated[tuple[PassKey, ...], Meta(max_length=256)]

    def numbered(self, kid: int) -> tuple[PassKey, ...]:
        """Every key with this number."""
        return tuple(key for key in self.keys if key.kid == kid)
