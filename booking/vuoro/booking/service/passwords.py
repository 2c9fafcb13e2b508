"""Passwords of staff: what a new one must be, and whether one is right."""

import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from vuoro.booking.backend import Refused

LEAST_CHARACTERS = 10
MOST_CHARACTERS = 200
_LEAST_DIFFERENT = 5
_AT_ONCE = BoundedSemaphore(4)
"""Each check takes 64 MiB: a flood of sign-ins must wait, not fill the memory."""


def hashed(password: str, username: str) -> str:
    """The argon2id hash of a new password. Raises Refused if it is too easy."""
    text = _normal(password)
    if not LEAST_CHARACTERS <= len(text) <= MOST_CHARACTERS:
        raise Refused(
            "weak_password", f"A password has {LEAST_CHARACTERS} or more characters.", 422
        )
    if len(set(text.casefold())) < _LEAST_DIFFERENT or username in text.casefold():
        raise Refused("weak_password", "That password is too easy to guess. Take another.", 422)
    return _hash(text)


def is_right(password: str, kept: str) -> bool:
    """Whether it is the password behind the hash; takes as long where there is none (``""``)."""
    text = _normal(password)
    try:
        with _AT_ONCE:
            return _hasher().verify(kept or _nobody(), text) and bool(kept)
    except (VerifyMismatchError, InvalidHashError):
        return False


def renewed(password: str, kept: str) -> str | None:
    """A new hash of a right password, if the kept one has weaker parameters than today's."""
    return _hash(_normal(password)) if _hasher().check_needs_rehash(kept) else None


def _hash(text: str) -> str:
    with _AT_ONCE:
        return _hasher().hash(text)


@cache
def _hasher() -> PasswordHasher:
    """argon2id with the parameters of RFC 9106 §4, second choice (64 MiB, 3 passes, 4 lanes)."""
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def _normal(password: str) -> str:
    """The same letters are the same password on every keyboard (RFC 8265, OpaqueString)."""
    return unicodedata.normalize("NFC", password)
