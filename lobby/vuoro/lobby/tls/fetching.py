"""Getting the authority of a lobby service on another computer, so that people can compare it.

Nothing of the way there is trusted yet: what came is worth as much as the words that were compared.
"""

import ssl
import warnings
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from vuoro.core.pinned import words_of

_SECONDS = 10.0
_LARGEST = 64 * 1024
_FILE = "/trust/vuoro.pem"


class NotFetched(Exception):
    """There is no authority to be had there; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A certificate (PEM) and the words of it."""

    pem: bytes
    words: tuple[str, ...]


def fetch(url: str) -> Fetched:
    """The authority of the lobby service at ``url``. Raises NotFetched."""
    import urllib3

    blind = ssl.create_default_context()
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    with urllib3.PoolManager(ssl_context=blind, retries=False) as pool, warnings.catch_warnings():
        warnings.simplefilter("ignore", urllib3.exceptions.InsecureRequestWarning)
        try:
            answer = pool.request("GET", f"{url}{_FILE}", timeout=_SECONDS, preload_content=False)
            body = answer.read(_LARGEST)
        except urllib3.exceptions.HTTPError as error:
            why = type(error).__name__
            raise NotFetched(
                f"{url} does not answer ({why}). Is its firewall open to this network "
                "([lobby] office_networks there)?"
            ) from None
    if answer.status != 200:
        raise NotFetched(f"{url} has no authority to trust. Set [lobby] tls_port there.")
    return understood(body)


def understood(text: bytes) -> Fetched:
    """What a file holds. Raises NotFetched."""
    try:
        certificate = x509.load_pem_x509_certificate(text)
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (ValueError, x509.ExtensionNotFound):
        raise NotFetched("What came is no certificate of an authority.") from None
    if not basic.ca:
        raise NotFetched("What came is a certificate, but not that of an authority.")
    return Fetched(
        certificate.public_bytes(Encoding.PEM), words_of(certificate.public_bytes(Encoding.DER))
    )
