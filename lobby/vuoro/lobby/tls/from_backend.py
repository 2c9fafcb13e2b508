"""The certificate that a lobby service has from the backend: asked for, kept, used until it ends.

Its key is made here and stays here. Key, certificate and authority are in one file, so that no
power cut leaves one without the others. Dates are judged by the backend's clock when it is asked,
and by the own one when browsers are served.
"""

import logging
import ssl
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from vuoro.core.pki.certificates import (
    BadCertificate,
    Pair,
    bounds_of,
    is_signed_by,
    names_of,
    new_key,
    print_of,
    read,
    read_public,
)
from vuoro.core.pki.names import Names
from vuoro.core.pki.request import request
from vuoro.lobby.tls.keeping import server_context, write

log = logging.getLogger(__name__)

AUTHORITY, CERTIFICATE, REFUSED = "area.pem", "enrolled.pem", "refused.txt"
NO_NAME = (
    "no name or address of this lobby is one that the authority of the area vouches for. Give it a "
    "private address, or a name in [lobby] tls_names that ends as [booking] lobby_names says"
)


class FromBackend:
    """``context`` is what browsers are served with; None while there is no certificate in time."""

    def __init__(self, folder: Path, names: Callable[[], Names]) -> None:
        """``folder`` is there; ``names``: under which the service may be opened now."""
        self.context: ssl.SSLContext | None = None
        self._folder, self._names = folder, names
        self._authority, self._pair = authority_in(folder), pair_in(folder)
        self._loaded: ssl.SSLContext | None = None
        self._asked: tuple[ec.EllipticCurvePrivateKey, Names] | None = None
        self._now: datetime | None = None
        self._lock = threading.Lock()

    @property
    def authority(self) -> x509.Certificate | None:
        """Who vouches for what is served; None where nothing of the backend's is."""
        return self._authority if self.context is not None else None

    def context_for(self, name: str | None) -> ssl.SSLContext | None:
        """What to serve whoever asks for this name with; without one they ask for an address."""
        if self.context is None or self._pair is None:
            return None
        own = names_of(self._pair.certificate)
        is_meant = bool(own.addresses) if name is None else name.lower() in own.dns
        return self.context if is_meant else None

    def look(self, now: datetime) -> None:
        """Serve with it, or no more, as its dates want it."""
        with self._lock:
            self._look(now)

    def _look(self, now: datetime) -> None:
        self._now = now
        if self._pair is None or not in_time(self._pair.certificate, now):
            if self.context is not None:
                log.warning("the certificate of the backend has ended; the own one is shown")
            self.context = None
            return
        if self._loaded is None:
            self._load()
        self.context = self._loaded

    def _load(self) -> None:
        loaded = server_context()
        try:
            loaded.load_cert_chain(self._folder / CERTIFICATE)
        except OSError as error:
            why = getattr(error, "reason", "") or type(error).__name__
            log.error("the certificate of the backend can't be used", extra={"why": why})
            self._pair = None  # Another is asked for.
            return
        self._loaded = loaded

    def heard(self, authority: str) -> None:
        """Who vouches for lobbies now. Raises BadCertificate, OSError."""
        told = read_public(authority.encode())
        if told != self._authority:
            _check(told)
            write(self._folder / AUTHORITY, authority.encode())
            self._authority = told
            log.info("the authority of the area is known", extra={"sha256": print_of(told)})

    def wish(self, now: datetime) -> str | None:
        """A request, where one is due; the same again while it has no answer. Raises OSError."""
        if self._authority is None:
            return None
        wanted = bounds_of(self._authority).within(self._names())
        if not wanted:
            self.refused(NO_NAME)
            return None
        if self._pair is not None and not due(self._pair, self._authority, wanted, now):
            self._asked = None
            return None
        if self._asked is None or self._asked[1] != wanted:
            self._asked = new_key(), wanted
        return request(*self._asked).decode("ascii")

    def take(self, chain: str) -> None:
        """Keep and use what was asked for. Raises BadCertificate, OSError."""
        if self._asked is None or self._authority is None:
            raise BadCertificate("nothing was asked for")
        key, names = self._asked
        leaf = read_public(chain.encode())
        if leaf.public_key() != key.public_key() or names_of(leaf) != names:
            raise BadCertificate("it is not the certificate that was asked for")
        if not is_signed_by(leaf, self._authority):
            # Another authority came into use in between: ask anew.
            raise BadCertificate("it is not of the authority that is known")
        pair = Pair(key, leaf)
        with self._lock:
            write(self._folder / CERTIFICATE, pair.text() + _pem(self._authority))
            (self._folder / REFUSED).unlink(missing_ok=True)
            self._pair, self._loaded, self._asked = pair, None, None
            if self._now is not None:
                self._look(self._now)
        ends = f"{leaf.not_valid_after_utc:%Y-%m-%d}"
        log.info("a certificate came", extra={"sha256": pair.print, "ends": ends})

    def refused(self, why: str) -> None:
        """Keep for people why there is none. Raises OSError."""
        file, text = self._folder / REFUSED, why.encode()
        if not file.exists() or file.read_bytes() != text:
            write(file, text)


def due(pair: Pair, authority: x509.Certificate, wanted: Names, now: datetime) -> bool:
    """Whether another is to be asked for: a third of its life is left, or it lacks a name.

    A name too many is none of that: an address comes and goes with its cable.
    """
    own = pair.certificate
    begins, ends = own.not_valid_before_utc, own.not_valid_after_utc
    return (
        not begins <= now < ends - (ends - begins) / 3
        or bool(wanted.without(names_of(own)))
        or not is_signed_by(own, authority)
    )


def in_time(certificate: x509.Certificate, now: datetime) -> bool:
    """Whether browsers with the right time believe its dates."""
    return certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc


def authority_in(folder: Path) -> x509.Certificate | None:
    """The authority of the area, where it is known. Raises OSError."""
    try:
        return read_public((folder / AUTHORITY).read_bytes())
    except (FileNotFoundError, BadCertificate):
        return None  # It is heard again.


def pair_in(folder: Path) -> Pair | None:
    """The certificate of the backend, where there is one. Raises OSError."""
    try:
        return read((folder / CERTIFICATE).read_bytes())
    except FileNotFoundError:
        return None
    except BadCertificate as error:
        log.error("the certificate of the backend is damaged", extra={"why": str(error)})
        return None  # Another is asked for.


def _check(authority: x509.Certificate) -> None:
    try:
        basic = authority.extensions.get_extension_for_class(x509.BasicConstraints).value
        bounds_of(authority)
    except x509.ExtensionNotFound:
        raise BadCertificate("it is no authority of lobbies") from None
    if not basic.ca:
        raise BadCertificate("it is no authority of lobbies")


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)
