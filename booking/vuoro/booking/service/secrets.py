"""The hash by which a secret of a link, a form or a key is found; the secret itself isn't kept."""

import hashlib


def hash_of(token: str) -> str:
    """SHA-256, hex. Enough for 128 random bits; never for a password."""
    return hashlib.sha256(token.encode()).hexdigest()
