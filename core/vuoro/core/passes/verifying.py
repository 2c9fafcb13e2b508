"""Whether a pass may be believed, without a network and without a clock."""

import uuid
from dataclasses import dataclass

from vuoro.core.passes.bad import BadPass, BadPassReason
from vuoro.core.passes.format import Pass, from_payload, from_text
from vuoro.core.passes.keys import KeySet, KeyStatus, PassKey
from vuoro.core.passes.signing import fits, signed_bytes


@dataclass(frozen=True, slots=True)
class VerifiedPass(Pass):
    """A pass whose signature fits; whether it is for now and this office is another question."""


def verify(text: str, keys: KeySet, tenant: uuid.UUID) -> VerifiedPass | BadPass:
    """Read a pass and check who signed it. Any text has an answer; none raises."""
    parts = from_text(text)
    if isinstance(parts, BadPass):
        return parts
    payload, signature = parts
    claims = from_payload(payload)
    if isinstance(claims, BadPass):
        return claims
    candidates = keys.numbered(claims.key)
    message = signed_bytes(payload, tenant)
    signers = tuple(key for key in candidates if fits(signature, message, key.pub))
    refusal = _refusal(claims, candidates, signers)
    return _verified(claims) if refusal is None else refusal


def _refusal(
    claims: Pass, candidates: tuple[PassKey, ...], signers: tuple[PassKey, ...]
) -> BadPass | None:
    if not candidates:
        return BadPass(BadPassReason.UNKNOWN_KEY)
    if not signers:
        return BadPass(BadPassReason.BAD_SIGNATURE)
    if any(key.status is KeyStatus.REVOKED for key in signers):
        return BadPass(BadPassReason.REVOKED_KEY, unproven_id=claims.id)
    if not any(key.signs_for(claims) for key in signers):
        return BadPass(BadPassReason.NOT_KEYS_TIME)
    return None


def _verified(claims: Pass) -> VerifiedPass:
    return VerifiedPass(
        key=claims.key,
        site=claims.site,
        id=claims.id,
        revision=claims.revision,
        starts=claims.starts,
        minutes=claims.minutes,
        flags=claims.flags,
    )
