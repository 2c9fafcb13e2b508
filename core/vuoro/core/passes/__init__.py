"""Passes: the signed QR code of a booking, checked without a network (offline_sync §3.11).

Nothing here loads ``cryptography`` before something is signed or verified.
"""

from vuoro.core.passes.bad import BadPass, BadPassReason
from vuoro.core.passes.format import Pass
from vuoro.core.passes.key_document import BadKeyDocument, BadKeyReason, open_keys, seal_keys
from vuoro.core.passes.keys import KeySet, KeyStatus, PassKey
from vuoro.core.passes.signing import SigningKey, sign
from vuoro.core.passes.verifying import VerifiedPass, verify

__all__ = [
    "BadKeyDocument",
    "BadKeyReason",
    "BadPass",
    "BadPassReason",
    "KeySet",
    "KeyStatus",
    "Pass",
    "PassKey",
    "SigningKey",
    "VerifiedPass",
    "open_keys",
    "seal_keys",
    "sign",
    "verify",
]
