"""Public keys of devices, as they come over the wire."""

import base64
import binascii

BYTES = 32


def key_in(text: str) -> bytes | None:
    """The Ed25519 key in a base64 text, if it is one."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == BYTES else None
