"""Trust in one lobby service: the authority that it made for itself, and none other.

A device has no clock before it is told the time, so dates are not looked at: whoever has the key
of the authority is trusted until the file is replaced. Names are not those of the address either,
which changes with the network: each lobby service answers to ``NAME``, which its authority vouches
for. ``.internal`` is nobody's in the DNS (ICANN, 2024).
"""

import hashlib
import ssl
from pathlib import Path

from vuoro.core.fingerprint import WORDS

NAME = "lobby.vuoro.internal"
NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of openssl/x509_vfy.h; the ssl module has no name for it."""


def context(authority: Path) -> ssl.SSLContext:
    """For connections that ask for ``NAME``. Raises OSError (ssl.SSLError among them)."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_verify_locations(cafile=authority)
    made.verify_flags |= NO_CHECK_TIME | ssl.VERIFY_X509_STRICT
    return made


def words_of(certificate: bytes) -> tuple[str, ...]:
    """Eight words by which people see that they mean the same certificate (DER).

    64 bits: nobody can make another one that has the same words.
    """
    return tuple(WORDS[byte] for byte in hashlib.sha256(certificate).digest()[:8])


def fault(authority: Path | None) -> str:
    """Why this file can't be trusted by, with what to do; empty: it can, or there is none."""
    if authority is None:
        return ""
    try:
        context(authority)
    except ssl.SSLError:
        return f"{authority} holds no certificate. Fetch it anew: vuoro appliance trust URL"
    except OSError as error:
        why = error.strerror or type(error).__name__
        return f"{authority} can't be read ({why}). Fetch it: vuoro appliance trust URL"
    return ""
