"""What a lobby device and the backend say about the certificate that browsers at desks are shown.

Both under ``vuoro.core.wire.sync.PREFIX``, in a session; certificates and requests are PEM.
"""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta


@dataclass(frozen=True, slots=True)
class AreaAuthority:
    """GET /site-authority: who vouches for the lobbies of the device's area now."""

    server_epoch: str
    certificate: str


@dataclass(frozen=True, slots=True)
class CertificateAsk:
    """POST /site-certificate, signed as pushes are: a PKCS #10 request of P-256."""

    request: Annotated[str, Meta(max_length=8_000)]


@dataclass(frozen=True, slots=True)
class CertificateAnswer:
    """``chain``: the certificate, then the authority. Given again to the same request."""

    server_epoch: str
    chain: str
